//! Names and addresses out of lines such as `ida@paper.example (Ida Berg)`.

use broadsheet_model::Person;

use crate::plain::folded;

/// Reads a line that names somebody; `None` if it is empty.
pub(crate) fn person(line: &str) -> Option<Person> {
    let line = folded(line)?;
    let Some((start, end)) = mail_address(&line) else {
        return Some(Person { name: Some(line), ..Person::default() });
    };
    let email = line.get(start..end)?.to_owned();
    let before = line.get(..start).unwrap_or_default().trim_end();
    let before = before.strip_suffix("mailto:").unwrap_or(before);
    let after = line.get(end..).unwrap_or_default();
    let name = folded(
        &format!("{before} {after}").replace("<>", " ").replace("()", " ").replace("< >", " ").replace("( )", " "),
    );
    let name = name.as_deref().map(unwrapped).and_then(folded);
    Some(Person { name, email: Some(email), url: None })
}

/// A name without the brackets around all of it, and the marks left over where an address was.
fn unwrapped(name: &str) -> &str {
    let mut name = name.trim_matches(|next: char| next.is_whitespace() || matches!(next, '<' | '>' | ',' | ';' | '"'));
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(inside) = name.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            name = inside;
        }
    }
    name.trim()
}

/// Where in the line a mail address stands.
fn mail_address(line: &str) -> Option<(usize, usize)> {
    let at = line.find('@')?;
    let (local, domain) = (line.get(..at)?, line.get(at + 1..)?);
    let start = local
        .rfind(|next: char| !is_of_local(next))
        .map_or(0, |last| last + local.get(last..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let length =
        domain.find(|next: char| !next.is_ascii_alphanumeric() && !matches!(next, '-' | '.')).unwrap_or(domain.len());
    let domain = domain.get(..length)?.trim_end_matches('.');
    (start < at && !domain.is_empty()).then_some((start, at + 1 + domain.len()))
}

fn is_of_local(next: char) -> bool {
    next.is_ascii_alphanumeric()
        || matches!(next, '.' | '_' | '-' | '+' | '%' | '\'' | '=' | '/' | '~' | '!' | '#' | '$' | '&' | '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_and_without_addresses() {
        for (line, name, email) in [
            ("ida@paper.example (Ida Berg)", Some("Ida Berg"), Some("ida@paper.example")),
            ("Ida Berg (ida+news@paper.example)", Some("Ida Berg"), Some("ida+news@paper.example")),
            ("Ida Berg <ida@paper.example>", Some("Ida Berg"), Some("ida@paper.example")),
            ("mailto:ida@paper.example", None, Some("ida@paper.example")),
            ("Ida Berg (editor)", Some("Ida Berg (editor)"), None),
            ("Ida @ the coast", Some("Ida @ the coast"), None),
            ("Şule ş@x", Some("Şule ş@x"), None),
        ] {
            let found = person(line).unwrap();
            assert_eq!((found.name.as_deref(), found.email.as_deref()), (name, email), "{line}");
        }
        assert_eq!(person(" "), None);
    }
}
