//! What the reader types into the search box, as FTS5 wants it.
//!
//! Words are all wanted; the last one may be unfinished. `"…"` is a phrase, `-word` must not stand there, `OR` between two
//! wants either. Anything else that FTS5 would take for an operator is searched for as a word.
//!
//! A word is found however it is written (“Straße”, “strasse”; “München”, “muenchen”), and in languages that write several words
//! in one as a part of a longer one.

use crate::folding::{PART_MARK, may_be_part, spellings};
use crate::snippet::{Sought, keys};

/// A query, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Query {
    /// The FTS5 expression (<https://sqlite.org/fts5.html#full_text_query_syntax>).
    pub(crate) expression: String,
    /// What is wanted, for showing where it stands.
    pub(crate) sought: Vec<Sought>,
    /// Its last word, where that may go on.
    pub(crate) unfinished: Option<Unfinished>,
}

/// An unfinished word, and what stands around it in the expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfinished {
    pub(crate) word: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// Reads a query; `None` when nothing is left to search for.
pub(crate) fn read(typed: &str) -> Option<Query> {
    let terms = split(typed);
    let last = terms.len().saturating_sub(1);
    let mut wanted = String::new();
    let mut unwanted = Vec::new();
    let mut sought = Vec::new();
    let mut either = false;
    let mut open: Option<(String, String)> = None;
    for (position, term) in terms.iter().enumerate() {
        if term.text == "OR" && !term.phrase && !wanted.is_empty() && position < last {
            either = true;
            continue;
        }
        let words = keys(&term.text);
        if words.is_empty() {
            continue;
        }
        let unfinished = position == last && !term.phrase && !typed.ends_with(char::is_whitespace);
        if term.negative {
            unwanted.push(any_way(term, words, unfinished, false, &mut Vec::new()));
            continue;
        }
        if !wanted.is_empty() {
            wanted.push_str(if either { " OR " } else { " AND " });
        }
        either = false;
        if let ([word], true) = (words.as_slice(), unfinished) {
            open = Some((word.clone(), wanted.clone()));
        }
        wanted.push_str(&any_way(term, words, unfinished, !term.phrase, &mut sought));
    }
    if wanted.is_empty() {
        return None;
    }
    let (opening, after) = match unwanted.as_slice() {
        [] => ("", String::new()),
        unwanted => ("(", format!(") NOT ({})", unwanted.join(" OR "))),
    };
    let unfinished =
        open.map(|(word, before)| Unfinished { word, before: format!("{opening}{before}"), after: after.clone() });
    Some(Query { expression: format!("{opening}{wanted}{after}"), sought, unfinished })
}

/// A term in all the ways in which it may be written, and, where `inside`, as a part of a longer word.
fn any_way(term: &Term, words: Vec<String>, unfinished: bool, inside: bool, sought: &mut Vec<Sought>) -> String {
    let star = if unfinished { "*" } else { "" };
    let quoted = |words: &[String]| format!("\"{}\"{star}", words.join(" "));
    let mut ways = vec![quoted(&words)];
    let single = match words.as_slice() {
        [word] => Some(word.clone()),
        _ => None,
    };
    let inside = inside && single.as_deref().is_some_and(may_be_part);
    sought.push(Sought { words, unfinished, inside });
    for other in single.iter().flat_map(|_| spellings(&term.text)) {
        let words = keys(&other);
        ways.push(quoted(&words));
        sought.push(Sought { words, unfinished, inside: false });
    }
    if let Some(word) = single.filter(|_| inside) {
        ways.push(format!("parts : \"{PART_MARK}{word}\"*"));
    }
    if let [only] = ways.as_slice() { only.clone() } else { format!("({})", ways.join(" OR ")) }
}

/// The FTS5 expression that finds whatever holds any of the words.
pub(crate) fn any_of(words: &[String]) -> Option<String> {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| keys(word))
        .filter(|words| !words.is_empty())
        .map(|words| format!("\"{}\"", words.join(" ")))
        .collect();
    if quoted.is_empty() { None } else { Some(quoted.join(" OR ")) }
}

struct Term {
    text: String,
    phrase: bool,
    negative: bool,
}

fn split(typed: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut text = String::new();
    let mut phrase = false;
    let mut negative = false;
    for character in typed.chars().map(|character| if matches!(character, '“' | '”') { '"' } else { character }) {
        match character {
            '"' => {
                push(&mut terms, &mut text, phrase, &mut negative);
                phrase = !phrase;
            }
            character if character.is_whitespace() && !phrase => push(&mut terms, &mut text, false, &mut negative),
            '-' if text.is_empty() && !phrase => negative = true,
            character if character.is_control() => {}
            other => text.push(other),
        }
    }
    push(&mut terms, &mut text, phrase, &mut negative);
    terms
}

fn push(terms: &mut Vec<Term>, text: &mut String, phrase: bool, negative: &mut bool) {
    // A minus before a phrase waits for the phrase.
    if text.is_empty() {
        return;
    }
    terms.push(Term { text: std::mem::take(text), phrase, negative: std::mem::take(negative) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_as_typed() {
        for (typed, expected) in [
            ("sea", Some(r#""sea"*"#)),
            ("harbour ", Some(r#"("harbour" OR parts : "qxharbour"*)"#)),
            ("old harbour", Some(r#""old" AND ("harbour"* OR parts : "qxharbour"*)"#)),
            (r#""old harbour""#, Some(r#""old harbour""#)),
            (r#""old harbour" sea"#, Some(r#""old harbour" AND "sea"*"#)),
            ("sea -drill ", Some(r#"("sea") NOT ("drill")"#)),
            (r#"sea -"fire drill""#, Some(r#"("sea") NOT ("fire drill")"#)),
            ("sea OR ice", Some(r#""sea" OR "ice"*"#)),
            ("NEAR(sea", Some(r#""near sea"*"#)),
            ("sea* : (", Some(r#""sea""#)),
            ("東京", Some(r#""東 京"*"#)),
            ("Öl ", Some(r#"("ol" OR "oel")"#)),
            ("-drill", None),
            ("  ", None),
            ("\"", None),
            ("()*", None),
        ] {
            assert_eq!(read(typed).map(|query| query.expression).as_deref(), expected, "{typed}");
        }
    }
}
