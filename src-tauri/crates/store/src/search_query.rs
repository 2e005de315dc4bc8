//! What the reader types into the search box, as FTS5 wants it.
//!
//! Words are all wanted; the last one may be unfinished. `"…"` is a phrase, `-word` must not stand there (alone it finds the rest), `OR` between two
//! wants either. Anything else that FTS5 would take for an operator is searched for as a word.
//!
//! A word is found however it is written (“Straße”, “strasse”; “München”, “muenchen”), and in languages that write several words
//! in one as a part of a longer one.
//!
//! `headline:`, `text:`, `author:`, `caption:`, `credit:` and `note:` before a word or a phrase say where it is to stand. `site:`,
//! `folder:`, `section:`, `after:`, `before:`, `is:` and `lang:` narrow what is found ([`crate::search_filter`]); they can stand alone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::error::StoreError;
use crate::folding::{PART_MARK, may_be_part, spellings};
use crate::search_filter::{Condition, Field, condition, field, may_go_on};
use crate::snippet::{Sought, keys};

/// A query, ready to be asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query {
    /// The FTS5 expression (<https://sqlite.org/fts5.html#full_text_query_syntax>); empty where no words are wanted.
    pub(crate) expression: String,
    /// Where no words are wanted, the FTS5 expression of what must not stand in an article.
    pub(crate) without: Option<String>,
    /// What is wanted, for showing where it stands.
    pub(crate) sought: Vec<Sought>,
    /// Its last word, where that may go on.
    pub(crate) unfinished: Option<Unfinished>,
    /// What else is asked of an article.
    pub(crate) conditions: Vec<Condition>,
}

/// An unfinished word, and what stands around it in the expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfinished {
    pub(crate) word: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// Reads a query; `None` when nothing is left to search for. What was read after `now` counts as unread.
///
/// # Errors
/// A filter knows nothing of what it is to narrow to, or stands beside `OR`. The last one is left out instead for as long as it may
/// go on to something that the filter knows.
pub(crate) fn read(typed: &str, now: Timestamp, zone: &TimeZone) -> Result<Option<Query>, StoreError> {
    let terms = split(typed);
    let last = terms.len().saturating_sub(1);
    let mut wanted = Wanted::default();
    let mut unwanted = Vec::new();
    let mut sought = Vec::new();
    let mut conditions = Vec::new();
    let mut either = false;
    let mut open: Option<(String, String, String)> = None;
    let is_filter = |place: Option<usize>| {
        let term = place.and_then(|place| terms.get(place));
        term.is_some_and(|term| matches!(term.field, Some(Field::Filter(_))))
    };
    for (position, term) in terms.iter().enumerate() {
        if term.text == "OR" && term.field.is_none() && !term.phrase && position < last {
            if is_filter(position.checked_sub(1)) || is_filter(position.checked_add(1)) {
                return Err(StoreError::BadSearch {
                    what: "“OR” stands beside what narrows the search".to_owned(),
                    hint: "Put it between two words; what narrows a search holds for all of them.".to_owned(),
                });
            }
            if !wanted.is_empty() {
                either = true;
                continue;
            }
        }
        let unfinished =
            position == last && !term.phrase && !typed.ends_with(|end: char| end.is_whitespace() || end == ':');
        let columns = match term.field {
            Some(Field::Filter(filter)) => {
                match condition(filter, (&term.text, term.phrase && !term.open), term.negative, now, zone) {
                    Ok(condition) => conditions.push(condition),
                    Err(error) if !(unfinished || term.open) || !may_go_on(filter, &term.text) => return Err(error),
                    Err(_) => {}
                }
                continue;
            }
            Some(Field::Columns(columns)) => Some(columns),
            None => None,
        };
        let words = keys(&term.text);
        if words.is_empty() {
            continue;
        }
        if term.negative {
            unwanted.push(within(columns, any_way(term, words, unfinished, false, &mut Vec::new())));
            continue;
        }
        wanted.make_room(std::mem::take(&mut either));
        if let ([word], true) = (words.as_slice(), unfinished) {
            let (inner, behind) = columns.map_or((String::new(), ""), |columns| (format!("({columns} : "), ")"));
            let (before, after) = wanted.around();
            open = Some((word.clone(), format!("{before}{inner}"), format!("{behind}{after}")));
        }
        let inside = !term.phrase && columns.is_none();
        let known = sought.len();
        wanted.group.push_str(&within(columns, any_way(term, words, unfinished, inside, &mut sought)));
        sought.iter_mut().skip(known).for_each(|sought| sought.columns = columns);
    }
    if wanted.is_empty() {
        let without = Some(unwanted.join(" OR ")).filter(|unwanted| !unwanted.is_empty());
        let asks = without.is_some() || !conditions.is_empty();
        return Ok(asks.then(|| Query { expression: String::new(), without, sought, unfinished: None, conditions }));
    }
    let (before, behind) = wanted.around();
    let wanted = format!("{before}{behind}");
    let (opening, after) = match unwanted.as_slice() {
        [] => ("", String::new()),
        unwanted => ("(", format!(") NOT ({})", unwanted.join(" OR "))),
    };
    let unfinished = open.map(|(word, before, behind)| Unfinished {
        word,
        before: format!("{opening}{before}"),
        after: format!("{behind}{after}"),
    });
    Ok(Some(Query { expression: format!("{opening}{wanted}{after}"), without: None, sought, unfinished, conditions }))
}

/// What is wanted so far: groups of terms of which any will do, and of every group one. FTS5 itself would take the words on either
/// side of an `OR` together with those that stand before and behind them.
#[derive(Default)]
struct Wanted {
    /// The groups that are complete, each with what leads to the next.
    complete: String,
    group: String,
    has_choice: bool,
}

impl Wanted {
    fn is_empty(&self) -> bool {
        self.group.is_empty()
    }

    /// Makes room for a term, in the group or in one of its own.
    fn make_room(&mut self, either: bool) {
        if self.is_empty() {
            return;
        }
        if either {
            self.group.push_str(" OR ");
            self.has_choice = true;
            return;
        }
        let (before, after) = self.around();
        *self = Self { complete: format!("{before}{after} AND "), ..Self::default() };
    }

    /// The expression so far, and what ends it.
    fn around(&self) -> (String, &'static str) {
        let (opening, end) = if self.has_choice { ("(", ")") } else { ("", "") };
        (format!("{}{opening}{}", self.complete, self.group), end)
    }
}

/// An expression for some columns of the index.
fn within(columns: Option<&str>, expression: String) -> String {
    match columns {
        Some(columns) => format!("({columns} : {expression})"),
        None => expression,
    }
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
    sought.push(Sought { words, unfinished, inside, columns: None });
    for other in single.iter().flat_map(|_| spellings(&term.text)) {
        let words = keys(&other);
        ways.push(quoted(&words));
        sought.push(Sought { words, unfinished, inside: false, columns: None });
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
    field: Option<Field>,
    /// A phrase that has not ended.
    open: bool,
}

fn split(typed: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut text = String::new();
    let mut phrase = false;
    let mut negative = false;
    let mut of = None;
    for character in typed.chars().map(|character| if matches!(character, '“' | '”') { '"' } else { character }) {
        match character {
            '"' => {
                push(&mut terms, &mut text, phrase, &mut negative, &mut of);
                phrase = !phrase;
            }
            // A minus by itself takes nothing away.
            character if character.is_whitespace() && !phrase && text.is_empty() && of.is_none() => negative = false,
            // What a name is to hold may stand apart from it.
            character if character.is_whitespace() && !phrase && text.is_empty() => {}
            character if character.is_whitespace() && !phrase => {
                push(&mut terms, &mut text, false, &mut negative, &mut of);
            }
            ':' if !phrase && of.is_none() && field(&text).is_some() => of = field(&std::mem::take(&mut text)),
            '-' if text.is_empty() && !phrase && of.is_none() => negative = true,
            character if character.is_control() => {}
            other => text.push(other),
        }
    }
    // A name that nothing follows may go on.
    let known = terms.len();
    push(&mut terms, &mut text, phrase, &mut negative, &mut of);
    terms.iter_mut().skip(known).for_each(|term| term.open = phrase);
    terms
}

fn push(terms: &mut Vec<Term>, text: &mut String, phrase: bool, negative: &mut bool, of: &mut Option<Field>) {
    // A minus or a field before a phrase waits for the phrase.
    if text.is_empty() {
        return;
    }
    let field = of.take();
    terms.push(Term { text: std::mem::take(text), phrase, negative: std::mem::take(negative), field, open: false });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(typed: &str) -> Option<Query> {
        read(typed, "2026-03-31T12:00:00Z".parse().unwrap(), &TimeZone::UTC).unwrap()
    }

    #[test]
    fn names_before_a_colon_narrow_a_search() {
        let narrowed = |typed: &str| {
            let query = asked(typed)?;
            Some((query.expression, query.conditions.len(), query.conditions.iter().filter(|one| one.negative).count()))
        };
        let said = |expression: &str, all, negative| Some((expression.to_owned(), all, negative));
        assert_eq!(narrowed("headline:sea ice "), said(r#"(headline : "sea") AND "ice""#, 0, 0));
        assert_eq!(narrowed(r#"sea -Author:"ida berg""#), said(r#"("sea") NOT ((byline : "ida berg"))"#, 0, 0));
        assert_eq!(narrowed("text:sea"), said(r#"({standfirst body} : "sea"*)"#, 0, 0));
        assert_eq!(narrowed("caption:Öl "), said(r#"(caption : ("ol" OR "oel"))"#, 0, 0));
        assert_eq!(narrowed("sea site:courier -is:read"), said(r#""sea""#, 2, 1));
        assert_eq!(narrowed(r#"site:"The Courier" after:7d"#), said("", 2, 0));
        assert_eq!(narrowed("after:2"), None, "it may go on");
        assert_eq!(narrowed("-sea site:courier"), said("", 1, 0));
        assert_eq!(narrowed("sea site: courier"), said(r#""sea""#, 1, 0));
        assert_eq!(narrowed("Source:courier body: sea "), said(r#"({standfirst body} : "sea")"#, 1, 0));
        assert_eq!(narrowed(r#"caption: "old harbour""#), said(r#"(caption : "old harbour")"#, 0, 0));
        for typed in ["site:", "site: ", "caption:", "-after: "] {
            assert_eq!(narrowed(typed), None, "{typed} may go on");
        }
        assert_eq!(narrowed("sea site:"), said(r#""sea""#, 0, 0));
        assert_eq!(narrowed("10:30 "), said(r#""10 30""#, 0, 0));
        assert_eq!(narrowed("https://paper.example "), said(r#""https paper example""#, 0, 0));
        assert_eq!(narrowed("section:\"Cri"), None, "it may go on");
        assert_eq!(narrowed("sea - ice "), said(r#""sea" AND "ice""#, 0, 0));
        let unfinished = asked("ice text:s").unwrap().unfinished.unwrap();
        assert_eq!(format!("{}*{}", unfinished.before, unfinished.after), r#""ice" AND ({standfirst body} : *)"#);
        for typed in ["site:a OR site:b", "sea OR is:read", "is:read OR sea"] {
            assert!(read(typed, Timestamp::UNIX_EPOCH, &TimeZone::UTC).is_err(), "{typed}");
        }
        for typed in ["after:2 sea", "before:garbage", "is:nonsense", "section:foo", "section:\"foo"] {
            assert!(read(typed, Timestamp::UNIX_EPOCH, &TimeZone::UTC).is_err(), "{typed}");
        }
        for typed in ["before:2026-", "is:un", "section:pol"] {
            assert_eq!(narrowed(typed), None, "{typed} may go on");
        }
    }

    #[test]
    fn what_is_only_left_out_leaves_the_rest() {
        let without = |typed: &str| asked(typed).map(|query| (query.expression, query.without.unwrap_or_default()));
        let said = |without: &str| Some((String::new(), without.to_owned()));
        assert_eq!(without("-drill"), said(r#""drill"*"#));
        assert_eq!(without("-drill -author:berg is:unread "), said(r#""drill" OR (byline : "berg")"#));
        assert_eq!(without("-drill sea "), Some((r#"("sea") NOT ("drill")"#.to_owned(), String::new())));
        assert_eq!(without("-()"), None);
    }

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
            ("sea OR ice", Some(r#"("sea" OR "ice"*)"#)),
            ("old sea OR ice ", Some(r#""old" AND ("sea" OR "ice")"#)),
            ("sea OR ice OR fog old -rain ", Some(r#"(("sea" OR "ice" OR "fog") AND "old") NOT ("rain")"#)),
            ("OR sea", Some(r#""or" AND "sea"*"#)),
            ("NEAR(sea", Some(r#""near sea"*"#)),
            ("sea* : (", Some(r#""sea""#)),
            ("東京", Some(r#""東 京"*"#)),
            ("Öl ", Some(r#"("ol" OR "oel")"#)),
            ("  ", None),
            ("\"", None),
            ("()*", None),
        ] {
            assert_eq!(asked(typed).map(|query| query.expression).as_deref(), expected, "{typed}");
        }
    }
}
