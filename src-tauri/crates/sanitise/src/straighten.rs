//! Makes markup well-formed, small in depth and free of whatever is not an article's, before any tree is built.
//!
//! Browsers and parsers disagree most about markup that is broken on purpose: raw text inside foreign content, tags in
//! comments, twenty thousand open elements. What leaves here has none of it: only elements of `policy::ELEMENTS`,
//! each closed in the right order, at most [`MAX_DEPTH`] deep, every attribute quoted. It is **not** safe yet: attributes
//! are as the publisher wrote them, for the policy to judge.

mod formulas;

use crate::embeds::{self, Embed};
use crate::formula;
use crate::lexer::{Attribute, Lexer, Token};
use crate::pixels::{is_pixel, lazy_source};
use crate::policy;
use crate::words;

/// Elements open at once. Browsers stop at 512; real articles stay under 60.
const MAX_DEPTH: usize = 128;

/// Inline elements open at once: a parser opens them anew in every paragraph, so that each costs as often as there are
/// paragraphs.
pub(crate) const MAX_INLINE: usize = 24;

/// Elements whose content is text to a parser, whatever it looks like.
pub(crate) const RAW_TEXT: [&str; 9] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// Elements that an article has at most; the text of what comes after them is kept without its tags. A web view takes
/// minutes and gigabytes for a table of a million cells.
const MOST_ELEMENTS: usize = 30_000;

/// Cells that the tables of an article have at most, together; they cost a web view more than anything else.
const MOST_CELLS: usize = 5_000;

/// Places of a grid that the cells of an article's tables take at most, together: a cell may span many.
const MOST_PLACES: usize = 50_000;

/// Words with a reading beside them that an article has at most; a web view lays them out in time that grows with the square.
const MOST_RUBY: usize = 2_000;

/// Bytes of text between two tags at most. The tree is written out in time that grows with the square of a text, so that a
/// longer one is parted by an element which the policy takes away.
const LONGEST_TEXT: usize = 2 << 10;

/// Elements that go with everything inside. One that is never closed holds nothing: what follows is the article's. A player's
/// content is what is shown where there is no player, often a link to the sound or the film, and stays.
const DROPPED_WHOLE: [&str; 7] = ["svg", "template", "select", "datalist", "annotation", "annotation-xml", "head"];

/// Elements of which it matters whether they are ever closed: those, and formulas.
const ENDINGS: usize = DROPPED_WHOLE.len() + 1;

/// HTML elements that end foreign content even when it was never closed (standard, 13.2.6.5).
const BREAKS_OUT: [&str; 18] = [
    "blockquote",
    "body",
    "div",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "ul",
];

/// Elements that a head may have; any other ends it (standard, 13.2.6.4.4).
const IN_HEAD: [&str; 10] =
    ["base", "basefont", "bgsound", "head", "link", "meta", "noscript", "script", "style", "template"];

/// Block elements, before which an open paragraph ends.
pub(crate) const ENDS_PARAGRAPH: [&str; 29] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "dd",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];

/// Elements that hold their content together: no end tag inside reaches past them.
const FENCES: [&str; 6] = ["table", "td", "th", "caption", "figure", "blockquote"];

/// Straightens `markup`.
pub(crate) fn straighten(markup: &str) -> String {
    let mut line = Straightener {
        out: String::with_capacity(markup.len()),
        open: Vec::new(),
        skipping: None,
        begins_preformatted: false,
        untold: None,
        elements: 0,
        cells: 0,
        places: 0,
        ruby: 0,
        behind_formula: false,
        skips_copy: false,
        in_formula: false,
    };
    let mut ends = Ends { markup, lower: None, last: [None; ENDINGS] };
    let mut lexer = Lexer::new(markup);
    let mut again = None;
    while let Some(token) = again.take().or_else(|| lexer.next()) {
        match token {
            Token::Text(text) => line.text(text),
            Token::End { name } => line.end(&name),
            Token::Start { name, attributes } => {
                if name == "plaintext" {
                    lexer.skip_all();
                } else if name == "math" && ends.follow(&name, lexer.left()) {
                    if !lexer.closes_itself() {
                        let (formula, next) = formula::read(&attributes, &mut lexer);
                        line.formula(&formula);
                        again = next;
                    }
                } else if RAW_TEXT.contains(&name.as_str()) && !(name == "title" && line.in_drawing()) {
                    lexer.skip_raw_text(&name);
                    if name == "iframe"
                        && let Some(embed) = embeds::frame(&name, &attributes)
                    {
                        line.card(&embed);
                    }
                } else if !DROPPED_WHOLE.contains(&name.as_str())
                    || breaks_out(&name)
                    || ends.follow(&name, lexer.left())
                {
                    line.start(name, &attributes);
                }
            }
        }
    }
    line.finish()
}

/// Whether an element that is never closed ends all the same, as soon as something of an article begins.
fn breaks_out(name: &str) -> bool {
    matches!(name, "svg" | "head")
}

/// Where the elements that are dropped whole end for the last time.
struct Ends<'a> {
    markup: &'a str,
    lower: Option<String>,
    last: [Option<Option<usize>>; ENDINGS],
}

impl Ends<'_> {
    /// Whether an end tag of this name stands in the last `left` bytes.
    fn follow(&mut self, name: &str, left: usize) -> bool {
        let mut known = DROPPED_WHOLE.iter().chain(&["math"]);
        let found = known.position(|known| *known == name).and_then(|at| self.last.get_mut(at));
        let Some(last) = found else { return false };
        let lower = self.lower.get_or_insert_with(|| self.markup.to_ascii_lowercase());
        let last = *last.get_or_insert_with(|| lower.rfind(&format!("</{name}")));
        last.is_some_and(|last| last + left >= self.markup.len())
    }
}

struct Straightener {
    out: String,
    /// Names of the open elements, outermost first.
    open: Vec<String>,
    /// The element that is being dropped whole, and how many of its kind are open.
    skipping: Option<(String, usize)>,
    /// Nothing stands in the `pre` yet that was opened last.
    begins_preformatted: bool,
    /// The title of the film or sound that is open, while no address of it was met.
    untold: Option<Option<String>>,
    /// Elements so far, and cells among them.
    elements: usize,
    /// See `elements`.
    cells: usize,
    /// Places that the cells take.
    places: usize,
    /// Words with a reading.
    ruby: usize,
    /// Nothing but ends of what stands in a line was met behind the last formula: what is said to be for the eye alone there is
    /// the same formula, drawn.
    behind_formula: bool,
    /// It is this that is being dropped.
    skips_copy: bool,
    /// A formula is open that was written anew from its markup: its words come with it.
    in_formula: bool,
}

impl Straightener {
    /// Whether a drawing is being dropped, in which a title holds no raw text.
    fn in_drawing(&self) -> bool {
        self.skipping.as_ref().is_some_and(|(dropped, _)| dropped == "svg")
    }

    fn text(&mut self, text: &str) {
        if self.skipping.is_some() || self.in_formula {
            return;
        }
        self.behind_formula &= text.is_empty();
        // Every reading of a `pre` takes away the line feed behind its tag: none may be left for the next one.
        let text = if self.begins_preformatted { text.trim_start_matches(['\n', '\r']) } else { text };
        self.begins_preformatted &= text.is_empty();
        let mut rest = text;
        loop {
            let written = self.out.as_bytes();
            let recent = written.get(written.len().saturating_sub(LONGEST_TEXT)..).unwrap_or_default();
            let run = memchr::memrchr(b'>', recent).map_or(recent.len(), |tag| recent.len() - tag - 1);
            let (piece, behind) = words::parted(rest, LONGEST_TEXT.saturating_sub(run));
            words::push_text(&mut self.out, piece);
            rest = behind;
            if rest.is_empty() {
                return;
            }
            self.out.push_str("<wbr>");
        }
    }

    /// Writes what is embedded as a card.
    fn card(&mut self, embed: &Embed) {
        if self.skipping.is_some() {
            return;
        }
        if self.open.len() + 8 > MAX_DEPTH {
            self.text(&embed.title);
            return;
        }
        // A card in a figure shares its caption's place with nobody.
        let around: &[&str] =
            if self.open.iter().any(|open| open == "figure") { &["p"] } else { &["figure", "figcaption"] };
        for name in around {
            self.start((*name).to_owned(), &[]);
        }
        self.start("a".to_owned(), &[Attribute { name: "href".to_owned(), value: &embed.link }]);
        self.text(&embed.title);
        self.end("a");
        if let Some(service) = embed.service {
            self.text(" ");
            self.start("cite".to_owned(), &[]);
            self.text(service);
            self.end("cite");
        }
        for name in around.iter().rev() {
            self.end(name);
        }
    }

    /// Writes a card for a film or a sound, once for each, as soon as an address of it is known.
    fn medium(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        if name != "source" {
            self.untold = Some(embeds::title(attributes));
        }
        let source = attributes.iter().find(|attribute| attribute.name == "src").map(|attribute| attribute.value);
        let Some((title, source)) = self.untold.clone().zip(source) else { return };
        if let Some(embed) = embeds::medium(title, source) {
            self.untold = None;
            self.card(&embed);
        }
    }

    fn start(&mut self, name: String, attributes: &[Attribute<'_>]) {
        if self.in_formula && name == "wbr" {
            return;
        }
        self.in_formula = false;
        if let Some((dropped, depth)) = &mut self.skipping {
            if *dropped == name {
                *depth += 1;
                return;
            }
            let is_copy = std::mem::take(&mut self.skips_copy);
            let ends =
                if dropped == "head" { !IN_HEAD.contains(&name.as_str()) } else { BREAKS_OUT.contains(&name.as_str()) };
            if !ends || !is_copy && !breaks_out(dropped) {
                self.skips_copy = is_copy;
                return;
            }
            self.skipping = None;
        }
        // Old spellings that parsers read as something else.
        let name = if name == "image" { "img".to_owned() } else { name };
        if DROPPED_WHOLE.contains(&name.as_str()) {
            self.skipping = Some((name, 1));
            return;
        }
        let said = |wanted: &str| attributes.iter().find(|attribute| attribute.name == wanted).map(|found| found.value);
        let is_in_line = policy::is_inline(&name) || matches!(name.as_str(), "img" | "nobr") || name.contains('-');
        if self.behind_formula && is_in_line && said("aria-hidden") == Some("true") {
            self.skips_copy = name != "img";
            self.skipping = self.skips_copy.then_some((name, 1));
            return;
        }
        self.behind_formula = false;
        if name == "span"
            && let Some(formula) = said(formula::CARRIER).and_then(|value| formula::carried(&formula::decoded(value)))
        {
            self.formula(&formula);
            self.in_formula = true;
            return;
        }
        match name.as_str() {
            "video" | "audio" | "source" | "amp-video" | "amp-audio" => self.medium(&name, attributes),
            "amp-youtube" | "lite-youtube" | "youtube-video" => {
                if let Some(embed) = embeds::frame(&name, attributes) {
                    self.card(&embed);
                }
            }
            _ => {}
        }
        if !policy::is_element(&name) || name == "img" && is_pixel(attributes) {
            return;
        }
        self.elements += 1;
        self.cells += usize::from(matches!(name.as_str(), "td" | "th"));
        let is_in_row = matches!(name.as_str(), "td" | "th" | "tr");
        if self.elements > MOST_ELEMENTS || is_in_row && self.cells > MOST_CELLS {
            self.text(" ");
            return;
        }
        self.ruby += usize::from(name == "ruby");
        if self.ruby > MOST_RUBY && matches!(name.as_str(), "ruby" | "rt" | "rp") {
            return;
        }
        self.close_implied(&name);
        if policy::is_void(&name) {
            self.push_tag(&name, attributes);
            return;
        }
        let inline = policy::is_inline(&name);
        let full = self.open.len() >= MAX_DEPTH
            || inline && self.open.iter().filter(|open| policy::is_inline(open)).count() >= MAX_INLINE;
        // A link is worth more than the order of things; there is one at a time.
        if full && (name != "a" || self.open.len() >= MAX_DEPTH + 8) {
            return;
        }
        self.push_tag(&name, attributes);
        self.open.push(name);
    }

    fn end(&mut self, name: &str) {
        if let Some((dropped, depth)) = &mut self.skipping {
            // What is never closed ends with the block that it stands in.
            let is_around = self.skips_copy && !policy::is_inline(name) && self.open.iter().any(|open| open == name);
            if dropped == name {
                *depth -= 1;
            }
            if *depth > 0 && !is_around {
                return;
            }
            let is_over = *depth == 0;
            self.skipping = None;
            self.skips_copy = false;
            if is_over {
                return;
            }
        }
        if matches!(name, "video" | "audio" | "amp-video" | "amp-audio") {
            self.untold = None;
        }
        if self.in_formula {
            self.in_formula = false;
            if name == "span" {
                return;
            }
        }
        self.behind_formula &= policy::is_inline(name) || name.contains('-');
        if name == "br" {
            self.out.push_str("<br>");
            return;
        }
        let fence = self.open.iter().rposition(|open| FENCES.contains(&open.as_str()) && open != name).unwrap_or(0);
        if let Some(at) = self.open.iter().rposition(|open| open == name)
            && (at >= fence || FENCES.contains(&name))
        {
            self.close_down_to(at);
        }
    }

    /// Closes what a parser would close by itself before `name`.
    fn close_implied(&mut self, name: &str) {
        let ends: &[&str] = match name {
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "tr" => &["tr", "td", "th", "caption"],
            "td" | "th" => &["td", "th", "caption"],
            "thead" | "tbody" | "tfoot" => &["thead", "tbody", "tfoot", "tr", "td", "th", "caption"],
            "rt" | "rp" => &["rt", "rp"],
            "a" => &["a"],
            _ => &[],
        };
        let stops: &[&str] = match name {
            "li" => &["ul", "ol", "table", "td", "th"],
            "dt" | "dd" => &["dl", "table", "td", "th"],
            "rt" | "rp" => &["ruby"],
            "a" => &["td", "th", "table"],
            _ => &["table"],
        };
        let scope = self.open.iter().rposition(|open| stops.contains(&open.as_str())).map_or(0, |at| at + 1);
        let found = self.open.iter().skip(scope).position(|open| ends.contains(&open.as_str()));
        if let Some(offset) = found {
            self.close_down_to(scope + offset);
        }
        if ENDS_PARAGRAPH.contains(&name) {
            let scope = self
                .open
                .iter()
                .rposition(|open| matches!(open.as_str(), "table" | "td" | "th" | "caption"))
                .map_or(0, |at| at + 1);
            if let Some(offset) = self.open.iter().skip(scope).position(|open| open == "p") {
                self.close_down_to(scope + offset);
            }
        }
        let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        if is_heading(name) && self.open.last().is_some_and(|open| is_heading(open)) {
            self.close_down_to(self.open.len() - 1);
        }
    }

    fn close_down_to(&mut self, at: usize) {
        while self.open.len() > at {
            if let Some(name) = self.open.pop() {
                self.begins_preformatted = false;
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
        }
    }

    fn push_tag(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.begins_preformatted = name == "pre";
        self.out.push('<');
        self.out.push_str(name);
        let lazy = if name == "img" { lazy_source(attributes) } else { None };
        let is_cell = matches!(name, "td" | "th");
        if is_cell {
            let said = |name: &str| attributes.iter().find(|attribute| attribute.name == name);
            self.places += policy::places(|name| said(name).map(|attribute| attribute.value));
        }
        for attribute in attributes {
            // Of a picture that comes later only the placeholder's size is known.
            let (shown_as, kept) = match (lazy, attribute.name.as_str()) {
                (Some(lazy), own) if own == lazy => ("src", true),
                (Some(_), "src" | "width" | "height") => ("", false),
                (_, "colspan" | "rowspan") if is_cell && self.places > MOST_PLACES => ("", false),
                (_, own) => (own, policy::is_attribute(name, own)),
            };
            if !kept {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(shown_as);
            self.out.push_str("=\"");
            words::push_value(&mut self.out, attribute.value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn finish(mut self) -> String {
        self.close_down_to(0);
        self.out
    }
}

#[cfg(test)]
mod tests;
