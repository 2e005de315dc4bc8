//! The one written policy: which elements and attributes an article may have, and which addresses it may name.
//!
//! Every default of the cleaner is replaced here, so that nothing is allowed by a library's choice.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use url::{Host, Url};

/// Elements that an article may have. None of them runs, loads (but `img`), takes input or holds raw text.
const ELEMENTS: [&str; 66] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
];

/// Elements without content.
const VOID: [&str; 4] = ["br", "col", "hr", "img"];

/// Elements that parsers open again in the next paragraph when they were left open.
const INLINE: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "rt", "rp", "ruby",
];

/// Attributes of every element.
const COMMON_ATTRIBUTES: [&str; 3] = ["lang", "dir", "title"];

/// Attributes of single elements.
const ATTRIBUTES: [(&str, &[&str]); 12] = [
    ("a", &["href", "hreflang"]),
    ("img", &["src", "alt", "width", "height"]),
    ("ol", &["start", "reversed", "type"]),
    ("li", &["value"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("time", &["datetime"]),
    ("del", &["datetime"]),
    ("ins", &["datetime"]),
    ("details", &["open"]),
];

pub(crate) fn is_element(name: &str) -> bool {
    ELEMENTS.contains(&name)
}

pub(crate) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

pub(crate) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

pub(crate) fn is_attribute(element: &str, attribute: &str) -> bool {
    COMMON_ATTRIBUTES.contains(&attribute)
        || ATTRIBUTES.iter().any(|(name, attributes)| *name == element && attributes.contains(&attribute))
}

thread_local! {
    /// The address against which the thread is resolving links right now.
    static BASE: RefCell<Option<Url>> = const { RefCell::new(None) };
}

/// The cleaner. It is made once, since that costs as much as cleaning a paragraph.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(HashSet::from(COMMON_ATTRIBUTES))
        .generic_attribute_prefixes(HashSet::new())
        .tag_attributes(ATTRIBUTES.iter().map(|(name, list)| (*name, list.iter().copied().collect())).collect())
        .tag_attribute_values(HashMap::new())
        .set_tag_attribute_values(HashMap::new())
        .allowed_classes(HashMap::new())
        .id_prefix(None)
        .strip_comments(true)
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        // Relative addresses pass here, because the filter below resolves them.
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .attribute_filter(|element, attribute, value| {
            BASE.with_borrow(|base| attribute_value(element, attribute, value, base.as_ref()))
        });
    builder
});

/// Cleans straightened markup. Relative addresses are resolved against `base`, or dropped without one.
pub(crate) fn clean(markup: &str, base: Option<&Url>) -> String {
    BASE.set(base.cloned());
    let clean = CLEANER.clean(markup).to_string();
    BASE.set(None);
    clean
}

/// The value that an allowed attribute may keep.
fn attribute_value<'value>(
    element: &str,
    attribute: &str,
    value: &'value str,
    base: Option<&Url>,
) -> Option<Cow<'value, str>> {
    let short = |most: usize| (value.len() <= most).then_some(Cow::Borrowed(value));
    let number = |most: u32| value.trim().parse::<u32>().ok().filter(|n| *n <= most).map(|n| Cow::Owned(n.to_string()));
    match (element, attribute) {
        ("a", "href") => link(value, base).map(Cow::Owned),
        ("img", "src") => picture(value, base).map(Cow::Owned),
        (_, "dir") => {
            matches!(value.to_ascii_lowercase().as_str(), "ltr" | "rtl" | "auto").then_some(Cow::Borrowed(value))
        }
        (_, "lang" | "hreflang") => {
            let tag = value.chars().all(|next| next.is_ascii_alphanumeric() || next == '-');
            if tag { short(35) } else { None }
        }
        (_, "width" | "height") => number(20_000),
        (_, "colspan" | "rowspan" | "span") => number(200),
        (_, "start" | "value") => value.trim().parse::<i32>().ok().map(|n| Cow::Owned(n.to_string())),
        (_, "type") => matches!(value, "1" | "a" | "A" | "i" | "I").then_some(Cow::Borrowed(value)),
        (_, "scope") => matches!(value, "row" | "col" | "rowgroup" | "colgroup").then_some(Cow::Borrowed(value)),
        (_, "open" | "reversed") => Some(Cow::Borrowed("")),
        (_, "datetime") => short(64),
        _ => Some(Cow::Borrowed(value)),
    }
}

/// An absolute address that a reader may follow.
fn link(value: &str, base: Option<&Url>) -> Option<String> {
    let address = resolve(value, base)?;
    match address.scheme() {
        "mailto" | "tel" => Some(address.into()),
        "http" | "https" => (!is_app_host(&address)).then(|| address.into()),
        _ => None,
    }
}

/// An absolute address from which a picture may come. Pictures load by themselves, so that an address inside the reader's
/// own network is refused, unless the article comes from that very host.
pub(crate) fn picture(value: &str, base: Option<&Url>) -> Option<String> {
    let address = resolve(value, base)?;
    let at_home = base.is_some_and(|base| base.host() == address.host());
    let allowed = matches!(address.scheme(), "http" | "https")
        && !is_app_host(&address)
        && (at_home || !is_private_host(&address));
    allowed.then(|| address.into())
}

fn resolve(value: &str, base: Option<&Url>) -> Option<Url> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let mut address = match base {
        Some(base) => base.join(value).ok()?,
        None => Url::parse(value).ok()?,
    };
    if !address.username().is_empty() || address.password().is_some() {
        address.set_username("").ok()?;
        address.set_password(None).ok()?;
    }
    Some(address)
}

/// Hosts under which a desktop shell serves its own files and commands.
fn is_app_host(address: &Url) -> bool {
    matches!(address.host(), Some(Host::Domain(host)) if host.trim_end_matches('.').ends_with(".localhost"))
}

fn is_private_host(address: &Url) -> bool {
    let private_v4 = |ip: Ipv4Addr| {
        let shared = matches!(ip.octets(), [100, second, ..] if (64..128).contains(&second));
        ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || ip.is_broadcast() || shared
    };
    match address.host() {
        None => true,
        Some(Host::Domain(host)) => {
            let host = host.trim_end_matches('.');
            !host.contains('.') || [".local", ".internal", ".lan", ".localhost"].iter().any(|end| host.ends_with(end))
        }
        Some(Host::Ipv4(ip)) => private_v4(ip),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || ip.to_ipv4().is_some_and(private_v4)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_pictures_keep_to_their_schemes() {
        let base = Url::parse("https://paper.example/news/1").unwrap();
        assert_eq!(link("../a?b#c", Some(&base)).unwrap(), "https://paper.example/a?b#c");
        assert_eq!(link("mailto:desk@paper.example", None).unwrap(), "mailto:desk@paper.example");
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "ftp://x.example/",
            "http://ipc.localhost/x",
            "/relative",
            "",
        ] {
            assert_eq!(link(bad, None), None, "{bad}");
        }
        for bad in [
            "data:image/png;base64,AA",
            "http://192.168.1.2/a.png",
            "http://[::1]/a",
            "http://0x7f.1/",
            "http://asset.localhost/a",
            "http://router/a",
            "mailto:x@y.example",
        ] {
            assert_eq!(picture(bad, Some(&base)), None, "{bad}");
        }
        let lan = Url::parse("http://192.168.1.2/feed").unwrap();
        assert_eq!(picture("/a.png", Some(&lan)).unwrap(), "http://192.168.1.2/a.png");
        assert_eq!(picture("https://user:pw@cdn.example/a.png", None).unwrap(), "https://cdn.example/a.png");
    }
}
