//! Escaping, the inline marks of the content files, and the blocks of a body as HTML.

use super::View;
use super::figure::figure_html;
use crate::article::{Article, Block, Layout};

/// Text for HTML and XML, in content and in quoted attributes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Escaped text with `*emphasis*` and `[label](address)` as elements.
pub fn inline(text: &str, base: &str) -> String {
    let mut out = String::new();
    let escaped = escape(text);
    let mut rest = escaped.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let link =
            after.split_once("](").and_then(|(label, tail)| tail.split_once(')').map(|(to, tail)| (label, to, tail)));
        match link {
            Some((label, to, tail)) => {
                let to = if to.starts_with('/') { format!("{base}{to}") } else { to.to_owned() };
                out.push_str(&format!("<a href=\"{to}\">{label}</a>"));
                rest = tail;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.split('*')
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { format!("<em>{part}</em>") } else { part.to_owned() })
        .collect()
}

/// The body as a publisher's page has it, with boxes between the paragraphs when `boxes` says so.
pub fn body_html(view: &View, article: &Article, layout: Layout, boxes: bool) -> String {
    let mut out = String::new();
    let mut paragraphs = 0;
    for block in &article.blocks {
        out.push_str(&block_html(view, block, layout));
        if matches!(block, Block::Paragraph(_)) {
            paragraphs += 1;
            match paragraphs {
                2 if boxes => out.push_str(&super::furniture::read_more(view, article)),
                3 if boxes => out.push_str(super::furniture::ADVERTISEMENT),
                4 if boxes => out.push_str(super::furniture::NEWSLETTER),
                _ => {}
            }
        }
    }
    out
}

fn block_html(view: &View, block: &Block, layout: Layout) -> String {
    let base = view.base;
    match (block, layout) {
        (Block::Paragraph(text), Layout::Semantic) => format!("<p>{}</p>\n", inline(text, base)),
        (Block::Paragraph(text), Layout::Soup) => {
            format!("<div class=\"text-block\"><p>{}</p></div>\n", inline(text, base))
        }
        (Block::Paragraph(text), Layout::Utility) => {
            format!("<p class=\"mt-4 leading-7 text-gray-800\">{}</p>\n", inline(text, base))
        }
        (Block::SubHeading(text), Layout::Semantic) => format!("<h2>{}</h2>\n", inline(text, base)),
        (Block::SubHeading(text), Layout::Soup) => format!("<h3 class=\"crosshead\">{}</h3>\n", inline(text, base)),
        (Block::SubHeading(text), Layout::Utility) => {
            format!("<h2 class=\"mt-8 text-2xl font-bold\">{}</h2>\n", inline(text, base))
        }
        (Block::Quotation { text, source }, layout) => quotation(text, source.as_deref(), layout, base),
        (Block::List { ordered, entries }, _) => {
            let tag = if *ordered { "ol" } else { "ul" };
            let entries: String = entries.iter().map(|entry| format!("<li>{}</li>", inline(entry, base))).collect();
            format!("<{tag}>{entries}</{tag}>\n")
        }
        (Block::Table(rows), _) => table(rows, base),
        (Block::Figure(figure), layout) => figure_html(view, figure, layout),
    }
}

fn quotation(text: &str, source: Option<&str>, layout: Layout, base: &str) -> String {
    let said = inline(text, base);
    let source = source.map(|name| match layout {
        Layout::Semantic => format!("<footer>— <cite>{}</cite></footer>", inline(name, base)),
        _ => format!("<p>— {}</p>", inline(name, base)),
    });
    let class = if layout == Layout::Utility { " class=\"border-l-4 pl-4 italic\"" } else { "" };
    format!("<blockquote{class}><p>{said}</p>{}</blockquote>\n", source.unwrap_or_default())
}

fn table(rows: &[Vec<String>], base: &str) -> String {
    let row = |cells: &[String], tag: &str| {
        let cells: String = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", inline(cell, base))).collect();
        format!("<tr>{cells}</tr>")
    };
    let head = rows.first().map(|cells| row(cells, "th")).unwrap_or_default();
    let body: String = rows.iter().skip(1).map(|cells| row(cells, "td")).collect();
    format!("<table><thead>{head}</thead><tbody>{body}</tbody></table>\n")
}

/// The body as feeds carry it: plain elements, absolute addresses.
pub fn feed_html(view: &View, article: &Article) -> String {
    let lead = article.lead.as_ref().map(|figure| figure_html(view, figure, Layout::Semantic)).unwrap_or_default();
    let hostile = if article.site == "trapdoor" { super::hostile::HOSTILE } else { "" };
    format!(
        "{lead}<p><strong>{}</strong></p>\n{}{hostile}",
        inline(&article.standfirst, view.base),
        body_html(view, article, Layout::Semantic, false)
    )
}
