//! Search results: plain text with its hits marked.

use broadsheet_model::SafeHtml;

use crate::pictures::escape;

/// Escapes `text` and turns the two marker strings into `<mark>` and `</mark>`. Marks never nest and never stay open.
#[must_use]
pub fn snippet(text: &str, start_mark: &str, end_mark: &str) -> SafeHtml {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    let mut open = false;
    while let Some((before, after, starts)) = next_mark(rest, start_mark, end_mark) {
        escape(&mut out, before);
        match (starts, open) {
            (true, false) => out.push_str("<mark>"),
            (false, true) => out.push_str("</mark>"),
            _ => {}
        }
        open = starts;
        rest = after;
    }
    escape(&mut out, rest);
    if open {
        out.push_str("</mark>");
    }
    crate::vouch(out)
}

/// What stands before the next mark, what after it, and whether it is a start mark.
fn next_mark<'a>(text: &'a str, start_mark: &str, end_mark: &str) -> Option<(&'a str, &'a str, bool)> {
    let split = |mark: &str| if mark.is_empty() { None } else { text.split_once(mark) };
    match (split(start_mark), split(end_mark)) {
        (Some((before, after)), Some((before_end, _))) if before.len() <= before_end.len() => {
            Some((before, after, true))
        }
        (Some((before, after)), None) => Some((before, after, true)),
        (_, Some((before, after))) => Some((before, after, false)),
        (None, None) => None,
    }
}
