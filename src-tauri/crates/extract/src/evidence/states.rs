//! What a page's own scripts keep in store about the article: the state that a framework shows the page from.
//!
//! Such a state has no common form and may be megabytes large, so it is searched for well-known keys and never parsed.

use crate::guard::Script;

/// Keys one of which a state about an article holds.
const KEYS: [&str; 4] = ["\"headline", "\"datePublished", "\"publishedAt", "\"publishedDate"];

/// Texts of the scripts that speak of an article.
pub(super) fn telling(scripts: &[Script<'_>]) -> Vec<String> {
    let texts = scripts.iter().filter(|script| !script.is_linked).map(|script| script.text);
    texts
        .filter(|text| {
            text.len() > 40 && KEYS.iter().any(|key| memchr::memmem::find(text.as_bytes(), key.as_bytes()).is_some())
        })
        .map(str::to_owned)
        .collect()
}

/// The text values of a key, in order, at most `most` of them. A state may stand in a string of its script, and its own
/// quotation marks behind a backslash.
pub(super) fn values(script: &str, key: &str, most: usize) -> Vec<String> {
    let quoted = format!("\"{key}");
    let finder = memchr::memmem::Finder::new(&quoted);
    let mut found = Vec::new();
    let mut rest = script;
    while let Some(at) = finder.find(rest.as_bytes()) {
        rest = rest.get(at + quoted.len()..).unwrap_or_default();
        let plain = rest.strip_prefix('"').and_then(after_colon);
        let text = match plain {
            Some(value) => serde_json::Deserializer::from_str(value).into_iter::<String>().next().and_then(Result::ok),
            None => rest
                .strip_prefix("\\\"")
                .and_then(after_colon)
                .and_then(|value| value.strip_prefix("\\\""))
                .and_then(|value| value.split_once("\\\""))
                .map(|(text, _)| text.replace("\\\\", "\\")),
        };
        found.extend(text.filter(|text| !text.trim().is_empty()));
        if found.len() >= most {
            break;
        }
    }
    found
}

fn after_colon(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix(':').map(str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_states_and_in_strings_of_them() {
        for script in [
            r#"window.state = {"publishedAt" : "2026-02-05", "x": 1}"#,
            r#"self.push([1,"{\"headlines\":1,\"publishedAt\":\"2026-02-05\"}"])"#,
        ] {
            assert_eq!(values(script, "publishedAt", 2), ["2026-02-05"], "{script}");
            assert!(values(script, "headline", 2).is_empty());
        }
    }
}
