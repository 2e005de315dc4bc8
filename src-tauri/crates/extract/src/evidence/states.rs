//! What a page's own scripts keep in store about the article: the state that a framework shows the page from.
//!
//! Such a state has no common form and may be megabytes large, so it is searched for well-known keys and never parsed.

use dom_query::{Document, NodeId};

/// Keys one of which a state about an article holds.
const KEYS: [&str; 3] = ["\"headline\"", "\"datePublished\"", "\"publishedAt\""];

/// Texts of the scripts that speak of an article.
pub(super) fn telling(document: &Document, scripts: &[NodeId]) -> Vec<String> {
    let texts = scripts.iter().filter_map(|id| document.tree.get(id)).map(|node| node.text());
    texts
        .filter(|text| text.len() > 40 && KEYS.iter().any(|key| text.contains(key)))
        .map(|text| text.to_string())
        .collect()
}

/// The text values of a key, in order, at most `most` of them.
pub(super) fn values(script: &str, key: &str, most: usize) -> Vec<String> {
    let quoted = format!("\"{key}\"");
    let mut found = Vec::new();
    let mut rest = script;
    while let Some(at) = rest.find(&quoted) {
        rest = rest.get(at + quoted.len()..).unwrap_or_default();
        let Some(value) = rest.trim_start().strip_prefix(':') else { continue };
        let value = value.trim_start();
        let mut reader = serde_json::Deserializer::from_str(value).into_iter::<String>();
        if let Some(Ok(text)) = reader.next()
            && !text.trim().is_empty()
        {
            found.push(text);
        }
        if found.len() >= most {
            break;
        }
    }
    found
}
