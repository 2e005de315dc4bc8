//! Pictures in cleaned HTML: dropped without an address, or given the addresses of the library's own copies.

use crate::lexer::{Attribute, Lexer, Token};

/// Drops every picture of `clean` that has no address left.
pub(crate) fn without_empty(clean: &str) -> String {
    rewrite(clean, |attributes, out| {
        if attributes.iter().any(|(name, _)| name == "src") {
            push_image(out, attributes);
        }
    })
}

/// A picture of the library's own, to stand where a publisher's stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its address.
    pub src: String,
    /// Its size in pixels, width before height, which keeps the text still while it loads.
    pub size: Option<(u32, u32)>,
}

/// What becomes of a picture of stored HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It is shown from here.
    Here(Placed),
    /// Words take its place.
    Nowhere,
    /// It is shown already, so that it goes, and with it the figure that holds no other.
    Shown,
}

/// Gives each picture of `clean` the address that `place` answers, or a line of words in its stead.
pub(crate) fn replaced(clean: &str, place: &dyn Fn(&str) -> Place) -> String {
    let clean = without_shown(clean, &|src| place(src) == Place::Shown);
    rewrite(&clean, |attributes, out| {
        let value = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        match value("src").map_or(Place::Nowhere, |src| place(&src)) {
            Place::Here(placed) => {
                let mut attributes = attributes.to_vec();
                attributes.retain(|(name, _)| !matches!(name.as_str(), "src" | "width" | "height"));
                attributes.insert(0, ("src".to_owned(), placed.src));
                if let Some((width, height)) = placed.size {
                    attributes.push(("width".to_owned(), width.to_string()));
                    attributes.push(("height".to_owned(), height.to_string()));
                }
                push_image(out, &attributes);
            }
            Place::Nowhere | Place::Shown => {
                out.push_str("<span class=\"missing-picture\">");
                escape(out, &value("alt").unwrap_or_default());
                out.push_str("</span>");
            }
        }
    })
}

/// Drops the pictures that are shown already, and each figure all of whose pictures are.
fn without_shown(clean: &str, is_shown: &dyn Fn(&str) -> bool) -> String {
    if !clean.contains("<img") {
        return clean.to_owned();
    }
    /// An open figure: where it begins in the output, and how many pictures it has kept and dropped.
    struct Open {
        begins: usize,
        kept: usize,
        dropped: usize,
    }
    let mut out = String::with_capacity(clean.len());
    let mut figures: Vec<Open> = Vec::new();
    for token in Lexer::new(clean) {
        match token {
            Token::Start { name, attributes } if name == "img" => {
                let attributes = decoded(&attributes);
                let drops = attributes.iter().any(|(name, src)| name == "src" && is_shown(src));
                if !drops {
                    push_image(&mut out, &attributes);
                }
                for figure in &mut figures {
                    figure.dropped += usize::from(drops);
                    figure.kept += usize::from(!drops);
                }
            }
            Token::End { name } if name == "figure" => match figures.pop() {
                Some(figure) if figure.dropped > 0 && figure.kept == 0 => out.truncate(figure.begins),
                _ => out.push_str("</figure>"),
            },
            Token::Start { name, attributes } => {
                if name == "figure" {
                    figures.push(Open { begins: out.len(), kept: 0, dropped: 0 });
                }
                push_start(&mut out, &name, &attributes);
            }
            Token::End { name } => push_end(&mut out, &name),
            Token::Text(text) => out.push_str(text),
        }
    }
    out
}

/// Moves the address of each picture of `clean` to where a browser does not look for it, and the cleaner does.
pub(crate) fn at_rest(clean: &str) -> String {
    rewrite(clean, |attributes, out| {
        let moved = |name: &str| if name == "src" { "data-src".to_owned() } else { name.to_owned() };
        let attributes: Vec<(String, String)> =
            attributes.iter().map(|(name, value)| (moved(name), value.clone())).collect();
        push_image(out, &attributes);
    })
}

/// Copies `clean`, handing every picture's attributes, decoded, to `image`.
///
/// `clean` is what the cleaner wrote: every tag and quotation mark in its place, and only five character references.
fn rewrite(clean: &str, image: impl Fn(&[(String, String)], &mut String)) -> String {
    if !clean.contains("<img") {
        return clean.to_owned();
    }
    let mut out = String::with_capacity(clean.len());
    for token in Lexer::new(clean) {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::End { name } => push_end(&mut out, &name),
            Token::Start { name, attributes } if name == "img" => image(&decoded(&attributes), &mut out),
            Token::Start { name, attributes } => push_start(&mut out, &name, &attributes),
        }
    }
    out
}

fn decoded(attributes: &[Attribute]) -> Vec<(String, String)> {
    attributes.iter().map(|next| (next.name.clone(), unescape(next.value))).collect()
}

fn push_start(out: &mut String, name: &str, attributes: &[Attribute]) {
    out.push('<');
    out.push_str(name);
    for attribute in attributes {
        out.push_str(&format!(" {}=\"{}\"", attribute.name, attribute.value));
    }
    out.push('>');
}

fn push_end(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn push_image(out: &mut String, attributes: &[(String, String)]) {
    out.push_str("<img");
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(out, value);
        out.push('"');
    }
    out.push('>');
}

/// Writes plain text as HTML, safe in content and in quoted values alike.
pub(crate) fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            '\0' => {}
            other => out.push(other),
        }
    }
}

fn unescape(value: &str) -> String {
    value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}
