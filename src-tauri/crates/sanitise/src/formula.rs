//! Formulas in markup: where each ends, and the attribute in which an article carries it.

use broadsheet_model::{Formula, FormulaReader};
use html5ever::data::NAMED_ENTITIES;
use unicode_normalization::char::is_combining_mark;

use crate::lexer::{Attribute, Lexer, Token};
use crate::policy;
use crate::straighten::{ENDS_PARAGRAPH, MAX_INLINE, RAW_TEXT};

/// The attribute that carries a formula's markup.
pub(crate) const CARRIER: &str = "data-formula";

/// Elements of HTML before which a formula ends that was never closed (standard, 13.2.6.5), outside of its texts.
const ENDS: [&str; 24] = [
    "a", "b", "big", "br", "code", "em", "embed", "i", "img", "meta", "nobr", "ruby", "s", "small", "span", "strong",
    "strike", "sub", "sup", "tt", "u", "var", "del", "ins",
];

/// Parts of a page and of a table, before and behind which it ends wherever it was left, as it does at any block.
const PARTS: [&str; 7] = ["body", "caption", "main", "nav", "td", "th", "tr"];

/// Bytes of a reference at most, with its end.
const LONGEST_REFERENCE: usize = 33;

/// Marks over and under one letter at most, as in any text.
const MOST_MARKS: usize = 16;

/// Reads a formula whose start tag was just read, to its end tag or to what cannot belong to it, which is handed back.
pub(crate) fn read<'a>(attributes: &[Attribute<'_>], lexer: &mut Lexer<'a>) -> (Formula, Option<Token<'a>>) {
    let mut reader = read_values(attributes, FormulaReader::new);
    // Formulas within texts and notes, notes that hold markup, and elements of HTML within texts.
    let (mut within, mut notes) = (0_usize, 0_usize);
    let mut html: Vec<String> = Vec::new();
    let mut marks = 0;
    while let Some(token) = lexer.next() {
        match &token {
            Token::Text(text) => reader.text(&few_marks(&decoded(text), &mut marks)),
            Token::End { name } if name == "math" && within == 0 => return (reader.finish(), None),
            Token::End { name } => {
                if let Some(at) = html.iter().rposition(|open| open == name) {
                    html.truncate(at);
                } else if notes == 0 && (is_block(name) || ENDS.contains(&name.as_str())) {
                    return (reader.finish(), Some(token));
                }
                within -= usize::from(name == "math");
                notes = notes.saturating_sub(usize::from(name == "annotation-xml"));
                reader.end(name);
            }
            Token::Start { name, attributes } => {
                let begins_anew = name == "math" || ENDS.contains(&name.as_str());
                if notes == 0 && (is_block(name) || begins_anew && !reader.holds_text()) {
                    return (reader.finish(), Some(token));
                }
                let closed = lexer.closes_itself();
                if RAW_TEXT.contains(&name.as_str()) {
                    lexer.skip_raw_text(name);
                    continue;
                }
                read_values(attributes, |attributes| reader.start(name, attributes));
                if closed {
                    reader.end(name);
                    continue;
                }
                within += usize::from(name == "math");
                notes += usize::from(name == "annotation-xml");
                if ENDS.contains(&name.as_str()) && !policy::is_void(name) && html.len() < MAX_INLINE {
                    html.push(name.clone());
                }
            }
        }
    }
    (reader.finish(), None)
}

fn is_block(name: &str) -> bool {
    ENDS_PARAGRAPH.contains(&name) || PARTS.contains(&name)
}

/// Text without the marks that follow so many on one letter; `marks` is their number so far.
fn few_marks(text: &str, marks: &mut usize) -> String {
    let is_kept = |next: &char| {
        *marks = if is_combining_mark(*next) { *marks + 1 } else { 0 };
        *marks <= MOST_MARKS
    };
    text.chars().filter(is_kept).collect()
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
        let near = behind.get(..behind.floor_char_boundary(LONGEST_REFERENCE)).unwrap_or_default();
        let named = near.find(';').and_then(|end| behind.split_at_checked(end));
        let known = named.and_then(|(name, behind)| Some((reference(name)?, behind.strip_prefix(';')?)));
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
