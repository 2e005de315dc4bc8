//! The article's HTML, written anew from the blocks and figures that are kept.
//!
//! Only structure that means something is written: paragraphs, headings, lists, quotations, tables of data, code, terms and
//! what stands inside lines. Everything else of the page is left behind.

use dom_query::{Document, NodeRef};
use url::Url;

use crate::address::followed;
use crate::block::Block;
use crate::formulas::MARKUP;
use crate::judge::quick::QuickMap;
use crate::page::{NOWHERE, Page};
use crate::tag::Tag;
use crate::words::escape;

/// Cells longer than this, in characters, make a table a page's scaffold.
const LONG_CELL: usize = 400;

/// Elements inside a line that keep their meaning.
const INLINE: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "strong", "sub", "sup", "time", "u", "var",
];

/// A part of the article, in order.
pub(crate) enum Part<'a> {
    /// A text.
    Text(&'a Block),
    /// Markup on lines of its own, such as a figure's, and the block at whose place it stands.
    Figure(&'a Block, String),
}

/// Writes the parts as HTML.
pub(crate) fn compose(document: &Document, page: &Page, parts: &[Part<'_>], base: Option<&Url>) -> String {
    let mut writer = Writer {
        document,
        page,
        base,
        out: String::new(),
        open: Vec::new(),
        inline: Vec::new(),
        last: NOWHERE,
        spaced: true,
        tables: QuickMap::default(),
    };
    for part in parts {
        match part {
            Part::Text(block) => writer.text(block),
            Part::Figure(block, markup) => writer.figure(block, markup),
        }
    }
    writer.close_to(0);
    writer.out
}

struct Writer<'a> {
    document: &'a Document,
    page: &'a Page,
    base: Option<&'a Url>,
    out: String,
    /// Elements that are written and not yet closed: their index (or [`NOWHERE`] for one that the page does not have) and name.
    open: Vec<(usize, &'static str)>,
    inline: Vec<(usize, String)>,
    /// Element of the last text.
    last: usize,
    /// Whether the line so far is empty or ends with a space, whatever elements begin or end there.
    spaced: bool,
    /// Whether each table that was met holds data.
    tables: QuickMap<usize, bool>,
}

impl<'a> Writer<'a> {
    fn text(&mut self, block: &Block) {
        let chain = self.chain(block.element);
        let again = block.is_run && self.last == block.element;
        self.open_chain(&chain, again);
        self.last = block.element;
        let holds_lines = self.open.last().is_some_and(|(_, name)| holds_lines(name));
        if !holds_lines {
            self.out.push_str("<p>");
            self.open.push((NOWHERE, "p"));
        } else if again && self.open.last().is_none_or(|(_, name)| *name != "p") {
            self.out.push_str("<br><br>");
        }
        self.spaced = true;
        let keeps_breaks = self.open.iter().any(|(_, name)| *name == "pre");
        for index in block.first..block.end {
            let Some(node) = self.page.nodes.get(index) else { break };
            match node.tag {
                None => {
                    self.inline_for(index, block.element);
                    if let Some(markup) = self.formula(node.parent) {
                        self.out.push_str(&markup);
                        self.spaced = false;
                    } else if keeps_breaks {
                        self.out.push_str(&escape(&node.words))
                    } else {
                        self.fold(&node.words)
                    }
                }
                Some(Tag::Break) => {
                    self.out.push_str("<br>");
                    self.spaced = true;
                }
                Some(_) => {}
            }
        }
        self.close_inline(0);
        self.out.truncate(self.out.trim_end().len());
    }

    /// The markup of the formula whose words an element holds.
    fn formula(&self, at: usize) -> Option<String> {
        let holds_one = self.page.nodes.get(at).is_some_and(|node| node.tag == Some(Tag::Formula));
        self.node(at).filter(|_| holds_one)?.attr(MARKUP).map(|markup| markup.to_string())
    }

    fn figure(&mut self, block: &Block, markup: &str) {
        // A figure stands between what holds lines, inside quotations and the steps of a list at most.
        let chain: Vec<(usize, &'static str)> = self
            .chain(block.element)
            .into_iter()
            .take_while(|(_, name)| matches!(*name, "blockquote" | "ul" | "ol" | "li" | "dl" | "dd"))
            .collect();
        self.open_chain(&chain, true);
        self.out.push_str(markup);
        self.last = NOWHERE;
    }

    /// The elements around a block that are written, outermost first.
    fn chain(&mut self, element: usize) -> Vec<(usize, &'static str)> {
        let mut above: Vec<(usize, Tag)> =
            self.page.above(element).filter_map(|(at, node)| Some((at, node.tag?))).collect();
        above.reverse();
        above.extend(self.page.nodes.get(element).and_then(|node| Some((element, node.tag?))));
        let mut chain: Vec<(usize, &'static str)> = Vec::new();
        let mut in_data = false;
        for (at, tag) in above {
            let within = chain.last().map_or("", |(_, name)| *name);
            let name = match tag {
                Tag::P if holds_lines(within) && !matches!(within, "li" | "td" | "th" | "dd") => continue,
                Tag::P => "p",
                Tag::Heading(level) if !holds_lines(within) || within == "li" => match level {
                    1 | 2 => "h2",
                    3 => "h3",
                    4 => "h4",
                    _ => "h5",
                },
                Tag::List => self.list_name(at),
                Tag::Li if matches!(within, "ul" | "ol") => "li",
                Tag::Quote => "blockquote",
                Tag::Pre => "pre",
                Tag::Terms => "dl",
                Tag::Term if within == "dl" => self.name_in(at, &["dt", "dd"], "dd"),
                Tag::Table => {
                    in_data = self.holds_data(at);
                    if !in_data {
                        continue;
                    }
                    "table"
                }
                Tag::Row if in_data => "tr",
                Tag::Cell if in_data && within == "tr" => self.name_in(at, &["td", "th"], "td"),
                _ => continue,
            };
            // Nothing that stands on lines of its own fits into a heading or a paragraph.
            if matches!(within, "p" | "h2" | "h3" | "h4" | "h5" | "pre" | "dt") {
                continue;
            }
            chain.push((at, name));
        }
        chain
    }

    /// Closes what is open and not in the chain, and opens the rest.
    fn open_chain(&mut self, chain: &[(usize, &'static str)], again: bool) {
        let mut shared = self.open.iter().zip(chain).take_while(|(one, other)| one == other).count();
        // A second run of lines in a paragraph is a paragraph of its own.
        if again && shared == chain.len() && chain.last().is_some_and(|(_, name)| *name == "p") {
            shared -= 1;
        }
        self.close_to(shared);
        for (at, name) in chain.iter().skip(shared) {
            self.out.push('<');
            self.out.push_str(name);
            self.attributes(*at, name);
            self.out.push('>');
            self.open.push((*at, name));
        }
    }

    fn close_to(&mut self, length: usize) {
        self.close_inline(0);
        while self.open.len() > length {
            if let Some((_, name)) = self.open.pop() {
                self.out.push_str("</");
                self.out.push_str(name);
                self.out.push('>');
            }
        }
    }

    /// Opens and closes elements inside the line, so that those around a text are open.
    fn inline_for(&mut self, index: usize, element: usize) {
        let mut around: Vec<usize> = self.page.above(index).map(|(at, _)| at).take_while(|at| *at != element).collect();
        around.reverse();
        let named: Vec<(usize, String)> =
            around.into_iter().filter_map(|at| Some((at, self.inline_name(at)?))).collect();
        let shared = self.inline.iter().zip(&named).take_while(|(one, other)| one.0 == other.0).count();
        self.close_inline(shared);
        for (at, name) in named.into_iter().skip(shared) {
            self.out.push('<');
            self.out.push_str(&name);
            self.attributes(at, &name);
            self.out.push('>');
            self.inline.push((at, name));
        }
    }

    fn close_inline(&mut self, length: usize) {
        while self.inline.len() > length {
            if let Some((_, name)) = self.inline.pop() {
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
        }
    }

    fn fold(&mut self, words: &str) {
        for character in words.chars() {
            match character {
                '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' => continue,
                _ if character.is_whitespace() => {
                    if !self.spaced {
                        self.out.push(' ');
                        self.spaced = true;
                    }
                    continue;
                }
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                _ => self.out.push(character),
            }
            self.spaced = false;
        }
    }

    fn node(&self, at: usize) -> Option<NodeRef<'a>> {
        self.document.tree.get(&self.page.nodes.get(at)?.id)
    }

    fn inline_name(&self, at: usize) -> Option<String> {
        let node = self.node(at)?;
        let name = node.node_name()?;
        if name.as_ref() == "a" {
            return self.href(at).map(|_| "a".to_owned());
        }
        INLINE.contains(&name.as_ref()).then(|| name.to_string())
    }

    fn href(&self, at: usize) -> Option<String> {
        followed(self.base, &self.node(at)?.attr("href")?)
    }

    fn attributes(&mut self, at: usize, name: &str) {
        let Some(node) = self.node(at) else { return };
        let mut write = |name: &str, value: &str| {
            self.out.push_str(&format!(" {name}=\"{}\"", escape(value)));
        };
        if name == "a" {
            if let Some(href) = node.attr("href").and_then(|href| followed(self.base, &href)) {
                write("href", &href);
            }
            return;
        }
        let wanted: &[&str] = match name {
            "td" | "th" => &["colspan", "rowspan", "dir", "lang"],
            "ol" => &["start", "reversed", "type", "dir", "lang"],
            "time" => &["datetime"],
            "q" | "blockquote" => &["cite", "dir", "lang"],
            "abbr" => &["title"],
            _ => &["dir", "lang"],
        };
        for name in wanted {
            if let Some(value) = node.attr(name) {
                write(name, &value);
            }
        }
    }

    fn list_name(&self, at: usize) -> &'static str {
        self.name_in(at, &["ol"], "ul")
    }

    fn name_in(&self, at: usize, names: &[&'static str], otherwise: &'static str) -> &'static str {
        let own = self.node(at).and_then(|node| node.node_name());
        names.iter().copied().find(|name| own.as_deref() == Some(*name)).unwrap_or(otherwise)
    }

    fn holds_data(&mut self, at: usize) -> bool {
        if let Some(known) = self.tables.get(&at) {
            return *known;
        }
        let is_data = self.is_data(at);
        self.tables.insert(at, is_data);
        is_data
    }

    /// Whether a table holds data, and not the page's columns: several cells in a row, none of them a text.
    fn is_data(&self, at: usize) -> bool {
        let Some(table) = self.page.nodes.get(at) else { return false };
        let (mut rows, mut cells, mut nested) = (0, 0, false);
        let mut longest = 0;
        let mut index = at + 1;
        while index < table.end {
            let Some(node) = self.page.nodes.get(index) else { break };
            match node.tag {
                Some(Tag::Row) => rows += 1,
                Some(Tag::Cell) => {
                    cells += 1;
                    let texts = self.page.nodes.get(index..node.end).unwrap_or_default();
                    longest = longest.max(
                        texts.iter().filter(|inner| inner.tag.is_none()).map(|inner| inner.words.trim().len()).sum(),
                    );
                }
                Some(Tag::Table) => nested = true,
                _ => {}
            }
            index += 1;
        }
        !nested && rows >= 2 && cells >= 2 * rows - 1 && longest <= LONG_CELL
    }
}

/// Whether lines may stand in an element without a paragraph around them.
fn holds_lines(name: &str) -> bool {
    matches!(name, "p" | "h2" | "h3" | "h4" | "h5" | "li" | "td" | "th" | "pre" | "dt" | "dd")
}
