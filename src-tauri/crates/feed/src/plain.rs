//! Plain text from what may hold markup: titles, names, subjects.

use dom_query::Document;

/// The text of `markup`, white space folded; `None` if nothing is left.
pub(crate) fn text_of(markup: &str) -> Option<String> {
    if !markup.contains(['<', '&']) {
        return folded(markup);
    }
    let document = Document::fragment(markup);
    document.select("script, style").remove();
    folded(&document.text())
}

/// `text` with its white space folded; `None` if nothing is left.
pub(crate) fn folded(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

/// `text` without white space around it; `None` if nothing is left.
pub(crate) fn trimmed(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
