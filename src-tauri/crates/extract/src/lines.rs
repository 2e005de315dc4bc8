//! Lines that a page sets without elements of their own: code beside its numbers, and paragraphs that only begin with a space.

use dom_query::{Document, NodeRef};

use crate::hints::{Hint, Hints};
use crate::picture::has_word;

/// The space that a paragraph of Chinese or Japanese begins with, and the wide ones that stand for it.
const INDENTS: [char; 2] = ['\u{3000}', '\u{2003}'];

/// Nodes of one piece of code that are looked at.
const MOST_INSIDE: usize = 20_000;

/// Characters of what a bar above a piece of code says: its language, and “Copy”.
const MOST_BAR: usize = 40;

/// Gives lines of code line breaks, takes their numbers away, and parts paragraphs where only an indent does.
pub(crate) fn part(document: &Document, hints: Hints) {
    if hints.has(Hint::Verbatim) {
        part_code(document);
    }
    if hints.has(Hint::Indent) {
        part_paragraphs(document);
    }
}

fn part_code(document: &Document) {
    let root = document.root();
    let tables: Vec<NodeRef<'_>> = root.descendants_it().filter(is_numbered).collect();
    for table in tables {
        if let Some(code) =
            table.descendants_it().filter(|node| node.has_name("td")).last().and_then(|cell| code_in(&cell))
        {
            code.remove_from_parent();
            table.replace_with(&code);
        }
    }
    let pieces: Vec<NodeRef<'_>> = root.descendants_it().filter(|node| node.has_name("pre")).collect();
    for piece in pieces {
        let inside: Vec<NodeRef<'_>> = piece.descendants_it().filter(NodeRef::is_element).take(MOST_INSIDE).collect();
        for node in inside.iter().filter(|node| is_beside_code(node)) {
            node.remove_from_parent();
        }
        // Some pages wrap a whole text in one of these.
        if piece.descendants_it().any(|node| is_line(&node)) && !piece.descendants_it().any(|node| is_of_a_text(&node))
        {
            piece.set_text(lines_of(&piece));
        }
    }
}

/// The text of a piece of code, each line that is an element of its own on one.
fn lines_of(piece: &NodeRef<'_>) -> String {
    let mut text = String::new();
    for node in piece.descendants_it() {
        if node.is_text() {
            // What stands before the first line and between two is the page's own space.
            let is_between = text.is_empty() || text.ends_with('\n');
            let own = node.text();
            if !(is_between && own.trim().is_empty() && node.parent().is_none_or(|parent| !is_line(&parent))) {
                text.push_str(&own);
            }
        } else if is_line(&node) && !text.trim_start().is_empty() {
            text.truncate(text.trim_end_matches([' ', '\t']).len());
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
    }
    text
}

/// The code that is all of a cell.
fn code_in<'a>(cell: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let named = |name: &str| cell.descendants_it().find(|inner| inner.has_name(name));
    named("pre").or_else(|| named("code")).filter(|code| code.text().trim() == cell.text().trim())
}

/// Whether an element is a part of a text and not of code.
fn is_of_a_text(node: &NodeRef<'_>) -> bool {
    node.node_name().is_some_and(|name| {
        matches!(
            name.as_ref(),
            "img" | "picture" | "figure" | "video" | "iframe" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        )
    })
}

/// Whether an element is one line of code.
fn is_line(node: &NodeRef<'_>) -> bool {
    let is_block = node.node_name().is_some_and(|name| matches!(name.as_ref(), "li" | "div" | "p" | "tr"));
    let is_inner =
        |inner: NodeRef<'_>| inner.node_name().is_some_and(|name| matches!(name.as_ref(), "li" | "div" | "p" | "tr"));
    is_block && !node.descendants_it().any(is_inner)
}

/// Whether an element in a piece of code is a button, a bar above it, or the number of a line.
fn is_beside_code(node: &NodeRef<'_>) -> bool {
    let names = node.attr_or("class", "");
    let is_number = || {
        has_word(&names, &["lineno", "linenos", "lnt", "gutter", "linenumber"])
            && node.text().chars().all(|next| next.is_ascii_digit() || next.is_whitespace())
    };
    let is_bar = || {
        (has_word(&names, &["copy", "toolbar", "clipboard"]) || names.contains("code-block-extension-header"))
            && node.text().trim().chars().count() <= MOST_BAR
    };
    node.has_name("button") || !node.has_name("code") && (is_bar() || is_number())
}

/// Whether a table shows code beside the numbers of its lines.
fn is_numbered(node: &NodeRef<'_>) -> bool {
    if !node.has_name("table") {
        return false;
    }
    let cells: Vec<NodeRef<'_>> = node.descendants_it().filter(|inner| inner.has_name("td")).take(3).collect();
    let [numbers, code] = cells.as_slice() else { return false };
    let is_gutter = has_word(&numbers.attr_or("class", ""), &["gutter", "linenos", "lineno"]);
    let is_count = |cell: &NodeRef<'_>| {
        let text = cell.text();
        let mut lines = text.split_whitespace().peekable();
        (is_gutter || lines.peek().is_some()) && lines.all(|line| line.bytes().all(|byte| byte.is_ascii_digit()))
    };
    is_count(numbers) && code_in(code).is_some()
}

fn part_paragraphs(document: &Document) {
    let root = document.root();
    let is_text = |node: &NodeRef<'_>| {
        node.is_text()
            && node.text().contains(INDENTS)
            && node.parent().is_some_and(|parent| {
                parent.node_name().is_some_and(|name| {
                    matches!(name.as_ref(), "p" | "div" | "td" | "article" | "section" | "font" | "span")
                })
            })
    };
    let texts: Vec<NodeRef<'_>> = root.descendants_it().filter(is_text).collect();
    let new_break = || document.tree.new_element("br");
    for text in texts {
        let whole = text.text().to_string();
        let is_break = |node: &NodeRef<'_>| node.has_name("br");
        if whole.trim_start_matches(['\n', '\r', '\t', ' ']).starts_with(INDENTS)
            && text.prev_sibling().is_some_and(|before| is_break(&before))
        {
            text.insert_before(&new_break());
        }
        let begins = |line: &str| line.starts_with(INDENTS);
        if !whole.lines().skip(1).any(begins) {
            continue;
        }
        let mut part = String::new();
        for line in whole.lines() {
            if begins(line) && !part.trim().is_empty() {
                text.insert_before(&document.tree.new_text(part.as_str()));
                text.insert_before(&new_break());
                text.insert_before(&new_break());
                part.clear();
            }
            part.push_str(line);
            part.push('\n');
        }
        text.insert_before(&document.tree.new_text(part.as_str()));
        text.remove_from_parent();
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::part;

    fn parted(html: &str) -> String {
        let document = Document::from(html);
        part(&document, crate::guard::readable(html).hints);
        document.body().map(|body| body.inner_html().to_string()).unwrap_or_default()
    }

    #[test]
    fn lines_of_code_stand_apart() {
        let list = "<pre><code><ol> <li> <div>let a = 1;</div></li> <li><div>let b = 2;</div></li></ol></code></pre>";
        assert_eq!(parted(list), "<pre>let a = 1;\nlet b = 2;</pre>");
        let table = "<table><tr><td class=gutter><pre>1\n2</pre></td><td class=code><pre>let a = 1;\nlet b = 2;</pre></td></tr></table>";
        assert_eq!(parted(table), "<pre>let a = 1;\nlet b = 2;</pre>");
        let bar = "<pre><div class=code-block-extension-header>rust Copy</div><code>let a = 1;</code><button>Copy</button></pre>";
        assert_eq!(parted(bar), "<pre><code>let a = 1;</code></pre>");
        let bare = "<table class=code-with-lines><tr><td class=gutter></td><td><pre>let a = 1;</pre></td></tr></table>";
        assert_eq!(parted(bare), "<pre>let a = 1;</pre>");
        for whole in [
            "<table><tbody><tr><td>1</td><td>Ask for <code>ls</code> first</td></tr></tbody></table>",
            "<table><tbody><tr><td>2</td><td><pre>let a = 1;</pre><pre>let b = 2;</pre></td></tr></tbody></table>",
            "<pre><h2>The ferry</h2><p>It sails.</p><p><img src=\"/a.jpg\"></p></pre>",
        ] {
            assert_eq!(parted(whole), whole);
        }
        let figures = "<table><tr><td>1</td><td>240</td></tr></table>";
        assert!(parted(figures).contains("<td>240</td>"));
    }

    #[test]
    fn an_indent_begins_a_paragraph() {
        let lines = "<p>　一行目の文です。\n　二行目の文です。</p>";
        assert_eq!(parted(lines), "<p>　一行目の文です。\n<br><br>　二行目の文です。\n</p>");
        let breaks = "<div>　　第一段。<br>　　第二段。<br>同じ段。</div>";
        assert_eq!(parted(breaks), "<div>　　第一段。<br><br>　　第二段。<br>同じ段。</div>");
    }
}
