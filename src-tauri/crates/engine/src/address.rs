//! Addresses: as people type them, and as articles are known by them.

use url::Url;

use crate::error::EngineError;

/// Query parameters that only watch the reader, as exact names. Removing them leads to the same page.
const TRACKERS: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "oly_enc_id",
    "oly_anon_id",
    "wickedid",
    "xtor",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "ns_fee",
    "at_medium",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "s_cid",
    "cmpid",
    "ocid",
    "sr_share",
    "guccounter",
    "__twitter_impression",
];

/// An address as a person types it: with or without a scheme, `feed:` and white space around it allowed.
///
/// # Errors
/// It is no web address.
pub(crate) fn typed(text: &str) -> Result<Url, EngineError> {
    let refuse = || EngineError::BadAddress { typed: text.trim().to_owned() };
    let bare = text.trim().trim_matches(|c| matches!(c, '<' | '>' | '"'));
    let bare = match bare.strip_prefix("feed:") {
        Some(rest) if rest.starts_with("http") => rest,
        Some(rest) => rest.trim_start_matches('/'),
        None => bare,
    };
    let with_scheme = if bare.contains("://") { bare.to_owned() } else { format!("https://{bare}") };
    let url = Url::parse(&with_scheme).map_err(|_| refuse())?;
    let named = url.host_str().is_some_and(|host| host.contains(['.', ':']) || host == "localhost");
    if !matches!(url.scheme(), "http" | "https") || !named || bare.contains(char::is_whitespace) {
        return Err(refuse());
    }
    Ok(url)
}

/// Whether the person named a scheme; where not, http is worth a try after https.
pub(crate) fn names_scheme(text: &str) -> bool {
    text.contains("://")
}

/// The address by which an article is known: without fragment and without what only watches the reader. An address that
/// has neither comes back byte for byte.
pub(crate) fn clean(url: &Url) -> String {
    let mut cleaned = url.clone();
    // A fragment that begins with “!” is a page of its own on some old sites.
    if cleaned.fragment().is_some_and(|fragment| !fragment.starts_with('!')) {
        cleaned.set_fragment(None);
    }
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracker(pair)).collect();
        if kept.is_empty() {
            cleaned.set_query(None);
        } else if kept.len() < query.split('&').count() {
            cleaned.set_query(Some(&kept.join("&")));
        }
    }
    cleaned.to_string()
}

fn is_tracker(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || TRACKERS.contains(&name.as_str())
}

/// The host under which a publication stands, with its port where it has an odd one.
pub(crate) fn publication_host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_type_addresses_in_many_ways() {
        for (text, expected) in [
            ("example.org", "https://example.org/"),
            (" https://example.org/feed \n", "https://example.org/feed"),
            ("feed://example.org/rss", "https://example.org/rss"),
            ("feed:https://example.org/rss", "https://example.org/rss"),
            ("127.0.0.1:8080", "https://127.0.0.1:8080/"),
            ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ] {
            assert_eq!(typed(text).unwrap().as_str(), expected, "{text}");
        }
        for text in ["", "   ", "not an address", "word", "javascript:alert(1)", "file:///etc/passwd", "ftp://x.org/"] {
            assert!(matches!(typed(text), Err(EngineError::BadAddress { .. })), "{text}");
        }
    }

    #[test]
    fn trackers_go_and_the_rest_stays_byte_for_byte() {
        for (from, to) in [
            ("https://a.example/x?utm_source=rss&id=7", "https://a.example/x?id=7"),
            ("https://a.example/x?utm_source=rss", "https://a.example/x"),
            ("https://a.example/x?b=1&a=%2f&c", "https://a.example/x?b=1&a=%2f&c"),
            ("https://a.example/x#comments", "https://a.example/x"),
            ("https://a.example/?FBCLID=1", "https://a.example/"),
        ] {
            assert_eq!(clean(&Url::parse(from).unwrap()), to);
        }
    }
}
