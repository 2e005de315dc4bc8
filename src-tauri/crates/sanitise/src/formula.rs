//! Formulas in markup: where each ends, and the attribute in which an article carries it.

use broadsheet_model::{Formula, FormulaReader};
use html5ever::data::NAMED_ENTITIES;

use crate::lexer::{Attribute, Lexer, Token};

/// The attribute that carries a formula's markup.
pub(crate) const CARRIER: &str = "data-formula";

/// Elements of HTML before which a formula ends that was never closed (standard, 13.2.6.5).
const ENDS: [&str; 44] = [
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "strike",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];

/// Reads a formula whose start tag was just read, to its end tag or to what cannot belong to it, which is handed back.
pub(crate) fn read<'a>(attributes: &[Attribute<'_>], lexer: &mut Lexer<'a>) -> (Formula, Option<Token<'a>>) {
    let mut reader = read_values(attributes, FormulaReader::new);
    let mut within = 0_usize;
    for token in lexer.by_ref() {
        match &token {
            Token::Text(text) => reader.text(&decoded(text)),
            Token::End { name } if name == "math" && within == 0 => return (reader.finish(), None),
            Token::End { name } => {
                within -= usize::from(name == "math");
                reader.end(name);
            }
            Token::Start { name, .. } if !reader.holds_text() && ENDS.contains(&name.as_str()) => {
                return (reader.finish(), Some(token));
            }
            Token::Start { name, attributes } => {
                within += usize::from(name == "math");
                read_values(attributes, |attributes| reader.start(name, attributes));
            }
        }
    }
    (reader.finish(), None)
}

/// Hands over attributes with the references of their values read.
fn read_values<T>(attributes: &[Attribute<'_>], each: impl FnOnce(&[(&str, &str)]) -> T) -> T {
    let values: Vec<String> = attributes.iter().map(|attribute| decoded(attribute.value)).collect();
    let names = attributes.iter().map(|attribute| attribute.name.as_str());
    each(&names.zip(values.iter().map(String::as_str)).collect::<Vec<_>>())
}

/// The formula that the value of [`CARRIER`] holds, its references read.
pub(crate) fn carried(value: &str) -> Option<Formula> {
    let mut lexer = Lexer::new(value);
    match lexer.next() {
        Some(Token::Start { name, attributes }) if name == "math" => {
            Some(read(&attributes, &mut lexer).0).filter(|formula| formula.markup.is_some())
        }
        _ => None,
    }
}

/// Writes text so that it holds no tag, no reference and no end of a value.
pub(crate) fn escape(text: &str, out: &mut String) {
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

/// Text with its references read.
pub(crate) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let known = behind
            .split_once(';')
            .filter(|(name, _)| name.len() <= 32)
            .and_then(|(name, behind)| Some((reference(name)?, behind)));
        match known {
            Some((letters, behind)) => {
                out.push_str(&letters);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What a reference stands for, by what stands between its `&` and its `;`.
fn reference(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return number.ok().and_then(char::from_u32).map(String::from);
    }
    let (first, second) = NAMED_ENTITIES.get(format!("{name};").as_str())?;
    let letters = [*first, *second].into_iter().filter(|letter| *letter != 0).filter_map(char::from_u32);
    Some(letters.collect())
}
