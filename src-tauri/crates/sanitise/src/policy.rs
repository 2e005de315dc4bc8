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

use crate::formula;

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

/// Rows or columns that a cell spans at most.
pub(crate) const WIDEST_SPAN: u32 = 200;

/// Bytes of an address at most; servers need to take no longer one (RFC 9110, section 4.1).
const LONGEST_ADDRESS: usize = 8_000;

/// Bytes of any other value at most.
const LONGEST_VALUE: usize = 4_000;

/// Attributes of every element.
const COMMON_ATTRIBUTES: [&str; 3] = ["lang", "dir", "title"];

/// Attributes of single elements.
const ATTRIBUTES: [(&str, &[&str]); 13] = [
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
    ("span", &[formula::CARRIER]),
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

/// Places of a grid that a cell takes; `said` gives its attributes as they are written.
pub(crate) fn places<'a>(said: impl Fn(&str) -> Option<&'a str>) -> usize {
    let span = |name: &str| {
        let span = said(name).and_then(|said| said.trim().parse::<u32>().ok());
        span.filter(|span| *span <= WIDEST_SPAN).unwrap_or(1).max(1)
    };
    usize::try_from(span("colspan") * span("rowspan")).unwrap_or(usize::MAX)
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
        (_, "colspan" | "rowspan" | "span") => number(WIDEST_SPAN),
        (_, "start" | "value") => value.trim().parse::<i32>().ok().map(|n| Cow::Owned(n.to_string())),
        (_, "type") => matches!(value, "1" | "a" | "A" | "i" | "I").then_some(Cow::Borrowed(value)),
        (_, "scope") => matches!(value, "row" | "col" | "rowgroup" | "colgroup").then_some(Cow::Borrowed(value)),
        (_, "open" | "reversed") => Some(Cow::Borrowed("")),
        (_, "datetime") => short(64),
        ("span", formula::CARRIER) => formula::carried(value)?.markup.map(Cow::Owned),
        _ => value.get(..value.floor_char_boundary(LONGEST_VALUE)).map(Cow::Borrowed),
    }
}

/// An absolute address that a reader may follow.
fn link(value: &str, base: Option<&Url>) -> Option<String> {
    let mut address = resolve(value, base)?;
    match address.scheme() {
        "mailto" => {
            let fields = address.query().map(written_fields);
            address.set_query(fields.as_deref().filter(|fields| !fields.is_empty()));
            Some(address.into())
        }
        "tel" => Some(address.into()),
        "http" | "https" => (!is_app_host(&address)).then(|| address.into()),
        _ => None,
    }
}

/// The fields of a letter that an address may fill in: its subject and its text. Some programs take others for files to send.
fn written_fields(query: &str) -> String {
    let is_written = |field: &&str| {
        let (name, value) = field.split_once('=').unwrap_or((field, ""));
        let lower = value.to_ascii_lowercase();
        match name.to_ascii_lowercase().as_str() {
            "subject" => !lower.contains("%0a") && !lower.contains("%0d"),
            "body" => true,
            _ => false,
        }
    };
    query.split('&').filter(is_written).collect::<Vec<_>>().join("&")
}

/// An absolute address from which a picture may come. Pictures load by themselves, so that an address inside the reader's
/// own network is refused, unless the article comes from there itself.
pub(crate) fn picture(value: &str, base: Option<&Url>) -> Option<String> {
    let address = resolve(value, base)?;
    let at_home = base.is_some_and(is_private_host);
    let allowed = matches!(address.scheme(), "http" | "https")
        && !is_app_host(&address)
        && (at_home || !is_private_host(&address));
    allowed.then(|| address.into())
}

fn resolve(value: &str, base: Option<&Url>) -> Option<Url> {
    let value = value.trim();
    if value.is_empty() || value.len() > LONGEST_ADDRESS {
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
    // Written for the wire it may be three times as long.
    (address.as_str().len() <= LONGEST_ADDRESS).then_some(address)
}

/// Hosts under which a desktop shell serves its own files and commands.
fn is_app_host(address: &Url) -> bool {
    matches!(address.host(), Some(Host::Domain(host)) if host.trim_end_matches('.').ends_with(".localhost"))
}

/// Ends of names that stand for something in the reader's own network.
const PRIVATE_NAMES: [&str; 10] =
    [".local", ".internal", ".lan", ".localhost", ".localdomain", ".home", ".home.arpa", ".corp", ".intranet", ".test"];

fn is_private_host(address: &Url) -> bool {
    let private_v4 = |ip: Ipv4Addr| {
        // Shared, for protocols, for relays, for measuring, and what was never given out (RFC 6890).
        let reserved = match ip.octets() {
            [100, second, ..] => (64..128).contains(&second),
            [192, 0, 0, _] | [192, 88, 99, _] | [0 | 224.., ..] => true,
            [198, second, ..] => second == 18 || second == 19,
            _ => false,
        };
        ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation() || reserved
    };
    match address.host() {
        None => true,
        Some(Host::Domain(host)) => {
            let host = host.trim_end_matches('.');
            !host.contains('.') || PRIVATE_NAMES.iter().any(|end| host.ends_with(end))
        }
        Some(Host::Ipv4(ip)) => private_v4(ip),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || ip.to_ipv4().is_some_and(private_v4)
                // Translated to and tunnelled through IPv4, and what was once for a site.
                || matches!(ip.segments(), [0x64, 0xff9b, ..] | [0x2001, 0, ..] | [0x2002, ..] | [0xfec0..=0xfeff, ..])
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
        let letter = "mailto:a@b.example?attach=/etc/passwd&Subject=On%20boats&bcc=c@d.example&body=x%0Ay";
        assert_eq!(link(letter, None).unwrap(), "mailto:a@b.example?Subject=On%20boats&body=x%0Ay");
        assert_eq!(link("mailto:a@b.example?subject=x%0D%0ABcc:c@d.example", None).unwrap(), "mailto:a@b.example");
        assert_eq!(link(&format!("https://a.example/{}", "x".repeat(9_000)), None), None);
        let long = "ж".repeat(9_000);
        assert_eq!(attribute_value("img", "alt", &long, None).unwrap().len(), LONGEST_VALUE);
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
        assert_eq!(picture("http://nas/a.png", Some(&lan)).unwrap(), "http://nas/a.png");
        assert_eq!(picture("https://user:pw@cdn.example/a.png", None).unwrap(), "https://cdn.example/a.png");
    }
}
