//! What the reader types into the search box, as FTS5 wants it.
//!
//! Words are all wanted; the last one may be unfinished. `"…"` is a phrase, `-word` must not stand there, `OR` between two
//! wants either. Anything else that FTS5 would take for an operator is searched for as a word.

/// The FTS5 expression (<https://sqlite.org/fts5.html#full_text_query_syntax>); `None` when nothing is left to search for.
pub(crate) fn to_fts5(typed: &str) -> Option<String> {
    let terms = split(typed);
    let last = terms.len().saturating_sub(1);
    let mut wanted = String::new();
    let mut unwanted = Vec::new();
    let mut either = false;
    for (position, term) in terms.iter().enumerate() {
        if term.text == "OR" && !term.phrase && !wanted.is_empty() && position < last {
            either = true;
            continue;
        }
        if !term.text.chars().any(char::is_alphanumeric) {
            continue;
        }
        let unfinished = position == last && !term.phrase && !typed.ends_with(char::is_whitespace);
        let quoted = format!("\"{}\"{}", term.text.replace('"', "\"\""), if unfinished { "*" } else { "" });
        if term.negative {
            unwanted.push(quoted);
            continue;
        }
        if !wanted.is_empty() {
            wanted.push_str(if either { " OR " } else { " AND " });
        }
        either = false;
        wanted.push_str(&quoted);
    }
    if wanted.is_empty() {
        return None;
    }
    if unwanted.is_empty() {
        return Some(wanted);
    }
    Some(format!("({wanted}) NOT ({})", unwanted.join(" OR ")))
}

/// The FTS5 expression that finds whatever holds any of the words.
pub(crate) fn any_of(words: &[String]) -> Option<String> {
    let quoted: Vec<String> = words
        .iter()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
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
            ("harbour", Some(r#""harbour"*"#)),
            ("harbour ", Some(r#""harbour""#)),
            ("old harbour", Some(r#""old" AND "harbour"*"#)),
            (r#""old harbour""#, Some(r#""old harbour""#)),
            (r#""old harbour" fire"#, Some(r#""old harbour" AND "fire"*"#)),
            ("fire -drill ", Some(r#"("fire") NOT ("drill")"#)),
            (r#"fire -"fire drill""#, Some(r#"("fire") NOT ("fire drill")"#)),
            ("fire OR flood", Some(r#""fire" OR "flood"*"#)),
            ("NEAR(fire", Some(r#""NEAR(fire"*"#)),
            ("head* : (", Some(r#""head*""#)),
            ("-drill", None),
            ("  ", None),
            ("\"", None),
            ("()*", None),
        ] {
            assert_eq!(to_fts5(typed).as_deref(), expected, "{typed}");
        }
    }
}
