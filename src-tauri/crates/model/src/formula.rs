//! Formulas: MathML as words, and as markup that holds nothing else.
//!
//! An article never holds MathML itself: inside it parsers follow rules of their own, from which most ways around a cleaner
//! come. A formula is its words, which are its TeX or what can be said of it in a line, and carries its markup as data. Whoever
//! shows it draws it from there, element by element, from a list.

mod letters;
mod said;

/// Elements open at once in a formula.
const MAX_DEPTH: usize = 40;

/// Elements of a formula that is drawn; of a larger one only the words are kept.
const MOST_ELEMENTS: usize = 1_500;

/// Bytes of a formula's markup, likewise.
const MOST_BYTES: usize = 24 << 10;

/// Bytes of a formula's words.
const MOST_WORDS: usize = 4_000;

/// Characters of an attribute's value.
const LONGEST_VALUE: usize = 16;

/// The largest number that an attribute gives as a length.
const LARGEST: f32 = 40.0;

/// Elements that hold text, and nothing else here.
const TOKENS: [&str; 5] = ["mi", "mn", "mo", "ms", "mtext"];

/// Elements that hold elements, and how many; 0 for any number.
const LAYOUTS: [(&str, usize); 20] = [
    ("mrow", 0),
    ("mstyle", 0),
    ("mpadded", 0),
    ("mphantom", 0),
    ("msqrt", 0),
    ("mtable", 0),
    ("mtr", 0),
    ("mtd", 0),
    ("mmultiscripts", 0),
    ("mprescripts", 0),
    ("none", 0),
    ("mspace", 0),
    ("mfrac", 2),
    ("mroot", 2),
    ("msub", 2),
    ("msup", 2),
    ("munder", 2),
    ("mover", 2),
    ("msubsup", 3),
    ("munderover", 3),
];

/// Elements that hold nothing.
const VOID: [&str; 3] = ["mspace", "none", "mprescripts"];

/// Elements of which nothing is a part of the formula.
const NOTES: [&str; 11] = [
    "annotation",
    "annotation-xml",
    "script",
    "style",
    "svg",
    "select",
    "template",
    "textarea",
    "title",
    "noscript",
    "iframe",
];

/// Attributes that change what is drawn, by their elements.
const ATTRIBUTES: [(&str, &[&str]); 12] = [
    ("math", &["display"]),
    ("mi", &["mathvariant"]),
    ("mn", &["mathvariant"]),
    ("mo", &["form", "fence", "separator", "lspace", "rspace", "stretchy", "symmetric", "largeop", "movablelimits"]),
    ("mfrac", &["linethickness"]),
    ("mover", &["accent"]),
    ("munder", &["accentunder"]),
    ("munderover", &["accent", "accentunder"]),
    ("mspace", &["width"]),
    ("mstyle", &["displaystyle", "scriptlevel"]),
    ("mtable", &["columnalign"]),
    ("mtd", &["columnalign"]),
];

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// It in a line of text.
    pub words: String,
    /// It as MathML of the elements and attributes above, well-formed as XML is; `None` where it is too large.
    pub markup: Option<String>,
    /// Its elements, and the cells of tables among them.
    pub elements: usize,
    /// See `elements`.
    pub cells: usize,
}

#[derive(Debug)]
struct Node {
    name: &'static str,
    /// As they are written, each behind a space.
    attributes: String,
    /// The face of its letters, where it names one.
    face: Option<String>,
    text: String,
    children: Vec<usize>,
}

impl Node {
    fn named(name: &'static str) -> Self {
        Self { name, attributes: String::new(), face: None, text: String::new(), children: Vec::new() }
    }

    /// Its text with the space at the ends of words, which is seen only where it does not break.
    fn spaced(&self) -> String {
        let space = |end: Option<char>| {
            let is = self.name == "mtext" && end.is_some_and(|letter| letter.is_ascii_whitespace());
            if is { "\u{a0}" } else { "" }
        };
        let mut letters = self.text.chars();
        format!("{}{}{}", space(letters.next()), folded(&self.text), space(letters.next_back()))
    }

    /// Its text as it is drawn.
    fn drawn(&self) -> String {
        let text = self.spaced();
        self.face.as_ref().map_or(text.clone(), |face| letters::in_face(&text, face))
    }
}

/// Builds a formula from the tags and texts of its MathML, in their order, references read.
#[derive(Debug)]
pub struct FormulaReader {
    nodes: Vec<Node>,
    /// The open elements by their place in `nodes`, and the names that they were opened by.
    open: Vec<(usize, String)>,
    /// The element of notes that is open.
    note: Option<Note>,
    tex: String,
    alternative: String,
    /// All of its text, for one that is too large to be read.
    plain: String,
    /// It has more elements than are read, or more of them in each other, or more text in one.
    is_beyond: bool,
}

#[derive(Debug)]
struct Note {
    name: String,
    depth: usize,
    is_tex: bool,
}

impl FormulaReader {
    /// Begins behind the start tag of a formula, which has these attributes: names in lower case, and values.
    #[must_use]
    pub fn new(attributes: &[(&str, &str)]) -> Self {
        let math = Node { attributes: written("math", attributes), ..Node::named("math") };
        Self {
            nodes: vec![math],
            open: vec![(0, "math".to_owned())],
            note: None,
            tex: String::new(),
            alternative: value_of(attributes, "alttext")
                .filter(|text| text.len() <= MOST_WORDS)
                .unwrap_or_default()
                .to_owned(),
            plain: String::new(),
            is_beyond: false,
        }
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        if let Some(note) = &self.note {
            if note.is_tex {
                self.tex.push_str(text);
            }
            return;
        }
        self.plain.push_str(text);
        let Some(at) = self.open.last().map(|(at, _)| *at) else { return };
        let count = self.nodes.len();
        let Some(node) = self.nodes.get_mut(at) else { return };
        if TOKENS.contains(&node.name) {
            node.text.push_str(text);
            self.is_beyond |= node.text.len() > MOST_WORDS;
        } else if !text.trim().is_empty() && self.is_room() {
            // Text that stands in no element of its own.
            if let Some(node) = self.nodes.get_mut(at) {
                node.children.push(count);
            }
            self.nodes.push(Node { text: text.to_owned(), ..Node::named("mtext") });
        }
    }

    fn is_room(&mut self) -> bool {
        self.is_beyond |= self.nodes.len() > MOST_ELEMENTS || self.open.len() >= MAX_DEPTH;
        !self.is_beyond
    }

    /// Whether what is open holds text, or what is no part of the formula: elements of HTML may stand there.
    #[must_use]
    pub fn holds_text(&self) -> bool {
        let open = self.open.last().and_then(|(at, _)| self.nodes.get(*at));
        self.note.is_some() || open.is_some_and(|node| TOKENS.contains(&node.name))
    }

    /// A start tag; the name is in lower case.
    pub fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        if let Some(note) = &mut self.note {
            note.depth += usize::from(note.name == name);
            return;
        }
        if NOTES.contains(&name) {
            let encoding = value_of(attributes, "encoding").unwrap_or_default().to_ascii_lowercase();
            let is_tex = name == "annotation" && encoding.contains("tex");
            self.note = Some(Note { name: name.to_owned(), depth: 1, is_tex });
            return;
        }
        let Some((parent, _)) = self.open.last() else { return };
        let parent = *parent;
        let within = self.nodes.get(parent).map_or("", |node| node.name);
        // Elements of HTML inside of a text are nothing.
        if TOKENS.contains(&within) || !self.is_room() {
            return;
        }
        let known = TOKENS.iter().copied().chain(LAYOUTS.iter().map(|(name, _)| *name)).find(|known| *known == name);
        let name_here = match known {
            Some("mtr") if within != "mtable" => "mrow",
            Some("mtd") if within != "mtr" => "mrow",
            Some(known) => known,
            None if name == "mlabeledtr" && within == "mtable" => "mtr",
            // What is shown of it in the first place, of all that is not known.
            None => "mrow",
        };
        let at = self.nodes.len();
        let face = value_of(attributes, "mathvariant").filter(|face| TOKENS.contains(&name_here) && *face != "normal");
        let attributes_here = written(name_here, attributes);
        let mut node = Node { attributes: attributes_here, face: face.map(str::to_owned), ..Node::named(name_here) };
        if name == "mfenced" {
            // Browsers draw its brackets no more.
            let said = |wanted: &str, usual: &str| value_of(attributes, wanted).unwrap_or(usual).to_owned();
            node.text = [said("open", "("), said("close", ")")].join("\0");
        }
        self.nodes.push(node);
        if let Some(above) = self.nodes.get_mut(parent) {
            above.children.push(at);
        }
        if !VOID.contains(&name) {
            self.open.push((at, name.to_owned()));
        }
    }

    /// An end tag; the name is in lower case.
    pub fn end(&mut self, name: &str) {
        if let Some(note) = &mut self.note {
            note.depth -= usize::from(note.name == name);
            if note.depth == 0 {
                self.note = None;
            }
            return;
        }
        let Some(depth) = self.open.iter().rposition(|(_, open)| open == name).filter(|depth| *depth > 0) else {
            return;
        };
        for (at, opened) in self.open.split_off(depth) {
            if opened == "mfenced" {
                self.fence(at);
            }
        }
    }

    /// Writes the brackets of an element that stands for them, and the commas between.
    fn fence(&mut self, at: usize) {
        let Some(node) = self.nodes.get_mut(at) else { return };
        let brackets = std::mem::take(&mut node.text);
        let children = std::mem::take(&mut node.children);
        let (open, close) = brackets.split_once('\0').unwrap_or_default();
        let mut all = vec![self.sign(open)];
        for (number, child) in children.into_iter().enumerate() {
            if number > 0 {
                all.push(self.sign(","));
            }
            all.push(child);
        }
        all.push(self.sign(close));
        if let Some(node) = self.nodes.get_mut(at) {
            node.children = all;
        }
    }

    fn sign(&mut self, text: &str) -> usize {
        self.nodes.push(Node { text: text.to_owned(), ..Node::named("mo") });
        self.nodes.len() - 1
    }

    /// The formula, whatever of it is still open.
    #[must_use]
    pub fn finish(mut self) -> Formula {
        let open = std::mem::take(&mut self.open);
        for (at, opened) in open {
            if opened == "mfenced" {
                self.fence(at);
            }
        }
        let elements = self.nodes.len();
        let cells = self.nodes.iter().filter(|node| node.name == "mtd").count();
        // Half of a TeX says something else.
        let tex = [&self.tex, &self.alternative].into_iter().filter(|tex| tex.len() <= MOST_WORDS);
        let said = tex.map(|tex| bare_tex(tex)).find(|words| !words.is_empty());
        let words = said.clone().unwrap_or_else(|| {
            let mut line = String::new();
            self.say(0, &mut line);
            folded(&line)
        });
        let mut markup = String::new();
        self.write(0, Some(words.as_str()), &mut markup);
        if self.is_beyond || words.len() > MOST_WORDS || markup.len() > MOST_BYTES {
            let words = said.unwrap_or_else(|| folded(&self.plain));
            return Formula { words, markup: None, elements, cells };
        }
        Formula { words, markup: (elements > 1).then_some(markup), elements, cells }
    }

    fn write(&self, at: usize, words: Option<&str>, out: &mut String) {
        let Some(node) = self.nodes.get(at) else { return };
        let needs = LAYOUTS.iter().find(|(name, _)| *name == node.name).map_or(0, |(_, count)| *count);
        let name = if needs == 0 || needs == node.children.len() { node.name } else { "mrow" };
        // A row of one says nothing.
        if let ("mrow", [only]) = (name, node.children.as_slice()) {
            return self.write(*only, None, out);
        }
        out.push('<');
        out.push_str(name);
        if name == node.name {
            out.push_str(&node.attributes);
        }
        if let Some(words) = words {
            out.push_str(" alttext=\"");
            escape(words, out);
            out.push('"');
        }
        out.push('>');
        escape(&node.drawn(), out);
        for child in &node.children {
            self.write(*child, None, out);
        }
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

fn value_of<'a>(attributes: &[(&str, &'a str)], wanted: &str) -> Option<&'a str> {
    attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value)
}

/// The attributes that an element keeps, each behind a space.
fn written(element: &str, attributes: &[(&str, &str)]) -> String {
    let list = ATTRIBUTES.iter().find(|(name, _)| *name == element).map_or(&[] as &[&str], |(_, list)| list);
    let mut out = String::new();
    for name in list {
        let found = value_of(attributes, name).map(str::trim);
        let Some(value) = found.filter(|value| is_value(name, value)) else { continue };
        out.push_str(&format!(" {name}=\"{value}\""));
    }
    out
}

/// Whether a value is one that the attribute has, and no length beyond measure.
fn is_value(name: &str, value: &str) -> bool {
    let plain = value.len() <= LONGEST_VALUE
        && value.bytes().all(|next| next.is_ascii_alphanumeric() || matches!(next, b'.' | b'-' | b'+' | b'%' | b' '));
    let number = || value.trim_end_matches(|next: char| next.is_ascii_alphabetic() || next == '%').parse::<f32>();
    plain
        && match name {
            "display" => value == "block",
            "scriptlevel" => value.parse::<u8>().is_ok_and(|level| level <= 3),
            "lspace" | "rspace" | "linethickness" | "width" => number().is_ok_and(|number| number.abs() <= LARGEST),
            "mathvariant" => value == "normal",
            "columnalign" | "form" => {
                value.bytes().all(|next| next.is_ascii_alphabetic() || next == b' ' || next == b'-')
            }
            _ => matches!(value, "true" | "false"),
        }
}

/// Whether every bracket of TeX is closed after it is opened.
fn is_balanced(tex: &str) -> bool {
    let mut open = 0_i32;
    tex.bytes().all(|next| {
        open += i32::from(next == b'{') - i32::from(next == b'}');
        open >= 0
    }) && open == 0
}

/// TeX without the wrappings that only say how large it is drawn.
fn bare_tex(tex: &str) -> String {
    let mut tex = folded(tex);
    loop {
        let inner = tex.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).map(str::trim);
        let inner = inner.filter(|inner| is_balanced(inner));
        let bare = ["\\displaystyle", "\\textstyle", "\\scriptstyle"].iter().find_map(|style| {
            let bare = inner.and_then(|inner| inner.strip_prefix(style)).or_else(|| tex.strip_prefix(style));
            bare.filter(|bare| !bare.starts_with(|next: char| next.is_ascii_alphabetic()))
        });
        match bare.map(|bare| bare.trim().to_owned()) {
            Some(bare) => tex = bare,
            None => return tex,
        }
    }
}

/// Text without space at its ends, with one space where there is any, and without what XML does not have.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|next: char| next.is_ascii_whitespace()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|next| !next.is_control() && !matches!(next, '\u{fffe}' | '\u{ffff}')));
    }
    out
}

/// Writes text so that it holds no tag, no reference and no end of a value.
fn escape(text: &str, out: &mut String) {
    for next in text.chars() {
        match next {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(next),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_is_bare() {
        assert_eq!(bare_tex("{\\displaystyle {\\textstyle a}}"), "a");
        assert_eq!(bare_tex("{\\displaystyle a}+{b}"), "{\\displaystyle a}+{b}");
        assert_eq!(bare_tex("\\displaystylish a"), "\\displaystylish a");
    }
}
