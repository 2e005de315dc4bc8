//! Addresses: relative ones made absolute, and those that a reader may not follow left out.
//!
//! References are resolved as RFC 3986 says (section 5.2), but on the text as written, so that an address keeps the
//! letters that its publisher gave it.

use url::Url;

/// An absolute address that others are relative to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base {
    scheme: String,
    /// `//host:port`.
    authority: String,
    path: String,
    query: String,
}

impl Base {
    /// Reads a base; `None` for what has no host to be relative to.
    pub(crate) fn new(address: &str) -> Option<Self> {
        let address = address.trim();
        let (scheme, rest) = split_scheme(address)?;
        let rest = rest.strip_prefix("//")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, rest) = rest.split_at_checked(end)?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_at_checked(rest.find('?').unwrap_or(rest.len()))?;
        let known = (!host.is_empty()).then(|| Self {
            scheme: scheme.to_owned(),
            authority: format!("//{host}"),
            path: if path.is_empty() { "/" } else { path }.to_owned(),
            query: query.to_owned(),
        })?;
        Some(known)
    }

    /// The address that `reference` means, seen from here.
    pub(crate) fn resolve(&self, reference: &str) -> String {
        let reference = reference.trim();
        if split_scheme(reference).is_some() {
            return reference.to_owned();
        }
        let Self { scheme, authority, path, query } = self;
        if reference.starts_with("//") {
            return format!("{scheme}:{reference}");
        }
        let end = reference.find(['?', '#']).unwrap_or(reference.len());
        let (steps, tail) = reference.split_at_checked(end).unwrap_or((reference, ""));
        if steps.is_empty() {
            let query = if tail.starts_with('?') { "" } else { query };
            return format!("{scheme}:{authority}{path}{query}{tail}");
        }
        let folder = if steps.starts_with('/') { "" } else { path.rsplit_once('/').map_or("/", |(folder, _)| folder) };
        let joint = if steps.starts_with('/') { "" } else { "/" };
        format!("{scheme}:{authority}{}{tail}", without_dots(&format!("{folder}{joint}{steps}")))
    }
}

/// The scheme of an absolute address, and what follows its colon.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let plain = scheme.bytes().all(|next| next.is_ascii_alphanumeric() || matches!(next, b'+' | b'-' | b'.'));
    (plain && scheme.starts_with(|first: char| first.is_ascii_alphabetic())).then_some((scheme, rest))
}

/// Whether the address needs no base.
pub(crate) fn is_absolute(address: &str) -> bool {
    split_scheme(address.trim_start()).is_some()
}

/// RFC 3986, section 5.2.4.
fn without_dots(path: &str) -> String {
    if !path.contains("/.") {
        return path.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut steps = path.split('/').skip(1).peekable();
    while let Some(step) = steps.next() {
        let last = steps.peek().is_none();
        match step {
            "." | ".." => {
                if step == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            step => kept.push(step),
        }
    }
    format!("/{}", kept.join("/"))
}

/// An address that a reader may follow, made absolute; `None` for any other scheme than the web's.
pub(crate) fn web(href: &str, base: Option<&Base>) -> Option<String> {
    let href = href.trim();
    if href.is_empty() {
        return None;
    }
    // Line breaks inside an address are no part of it (WHATWG URL).
    let folded: String;
    let href = if href.contains(['\n', '\r', '\t']) {
        folded = href.replace(['\n', '\r', '\t'], "");
        folded.as_str()
    } else {
        href
    };
    let absolute = if is_absolute(href) {
        href.to_owned()
    } else if href.starts_with("www.") {
        format!("http://{href}")
    } else {
        base?.resolve(href)
    };
    let url = Url::parse(&absolute).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    let plain =
        |next: char| !next.is_whitespace() && !next.is_control() && !matches!(next, '"' | '<' | '>' | '\\' | '`');
    let complete = split_scheme(&absolute).is_some_and(|(_, rest)| rest.starts_with("//"));
    Some(if complete && absolute.chars().all(plain) { absolute } else { url.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_against_a_base() {
        // The normal examples of RFC 3986, section 5.4.1, and a few of the abnormal ones.
        let base = Base::new("http://a/b/c/d;p?q").unwrap();
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("g#s", "http://a/b/c/g#s"),
            (";x", "http://a/b/c/;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("g/../h", "http://a/b/c/h"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
        ] {
            assert_eq!(base.resolve(reference), expected, "{reference}");
        }
    }

    #[test]
    fn only_the_web_is_followed() {
        let base = Base::new("https://paper.example/feeds/main.xml");
        let web = |href| web(href, base.as_ref());
        assert_eq!(web(" /a b/ç ").as_deref(), Some("https://paper.example/a%20b/%C3%A7"));
        assert_eq!(web("/ç").as_deref(), Some("https://paper.example/ç"));
        assert_eq!(web("//cdn.example/i.png").as_deref(), Some("https://cdn.example/i.png"));
        for bad in
            ["", "javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://"]
        {
            assert_eq!(web(bad), None, "{bad}");
        }
    }
}
