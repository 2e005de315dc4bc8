//! Addresses: as people type them, and as articles are known by them.

use url::Url;

use crate::error::EngineError;
use crate::trackers::without_trackers;

/// An address as a person types it: with or without a scheme, `feed:` and white space around it allowed, or a name in the fediverse,
/// `@name@host`. A host without a dot, as
/// machines in a private network have, needs a scheme, since a word alone is none.
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
    if let Some(profile) = profile(bare) {
        return Url::parse(&profile).map_err(|_| refuse());
    }
    let with_scheme = if bare.contains("://") { bare.to_owned() } else { format!("https://{bare}") };
    if is_of_another_scheme(bare) {
        return Err(refuse());
    }
    let url = Url::parse(&with_scheme).map_err(|_| refuse())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(EngineError::PasswordInAddress { host: url.host_str().unwrap_or_default().to_owned() });
    }
    let named =
        url.host_str().is_some_and(|host| names_scheme(bare) || host.contains(['.', ':']) || host == "localhost");
    if !matches!(url.scheme(), "http" | "https") || !named || bare.contains(char::is_whitespace) {
        return Err(refuse());
    }
    Ok(url)
}

/// The page of somebody whose name in the fediverse was typed; its feed is named there.
fn profile(bare: &str) -> Option<String> {
    let (name, host) = bare.strip_prefix('@')?.split_once('@')?;
    let is_name = |text: &str| {
        text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_')) && !text.is_empty()
    };
    (is_name(name) && is_name(host) && host.contains('.')).then(|| format!("https://{host}/@{name}"))
}

/// Whether an address such as `mailto:ada@paper.example` names a scheme that has no host; a port may look like one.
fn is_of_another_scheme(bare: &str) -> bool {
    bare.split_once(':').is_some_and(|(scheme, rest)| {
        let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-".contains(&byte));
        is_scheme && !rest.starts_with("//") && !rest.starts_with(|next: char| next.is_ascii_digit())
    })
}

/// Whether the person named a scheme; where not, http is worth a try after https.
pub(crate) fn names_scheme(text: &str) -> bool {
    text.contains("://")
}

/// The address by which an article is known: that of the page itself where a cache of AMP pages stands before it, without
/// fragment and without what only watches the reader. An address that has neither comes back byte for byte.
pub(crate) fn clean(url: &Url) -> String {
    let mut cleaned = behind_cache(url).unwrap_or_else(|| url.clone());
    // A fragment that begins with “!” or “/” is a page of its own on some sites.
    if cleaned.fragment().is_some_and(|fragment| !fragment.starts_with(['!', '/'])) {
        cleaned.set_fragment(None);
    }
    without_trackers(cleaned.as_str())
}

/// The page behind an address of the caches that serve AMP pages in the names of others
/// (<https://developers.google.com/amp/cache/overview>), or of what leads on to the page that it names.
fn behind_cache(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let path = url.path();
    if path == "/url" && (host == "www.google.com" || host == "google.com") {
        let (_, named) = url.query_pairs().find(|(name, _)| matches!(name.as_ref(), "url" | "q"))?;
        return Url::parse(&named).ok().filter(|page| matches!(page.scheme(), "http" | "https") && page.has_host());
    }
    let rest = if host.ends_with(".cdn.ampproject.org") {
        ["/c/", "/v/", "/wp/"].iter().find_map(|prefix| path.strip_prefix(prefix))?
    } else if host == "www.google.com" || host == "google.com" {
        path.strip_prefix("/amp/")?
    } else {
        return None;
    };
    let (scheme, rest) = rest.strip_prefix("s/").map_or(("http", rest), |rest| ("https", rest));
    let mut page = Url::parse(&format!("{scheme}://{rest}")).ok()?;
    if !page.host_str()?.contains('.') {
        return None;
    }
    page.set_query(url.query());
    Some(page)
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

/// Hosts at which everybody may publish, and the steps of a path there that name who does.
const SHARED: [(&str, usize); 22] = [
    ("bsky.app", 2),
    ("codeberg.org", 2),
    ("dailymotion.com", 1),
    ("dev.to", 1),
    ("flickr.com", 2),
    ("github.com", 2),
    ("gitlab.com", 2),
    ("goodreads.com", 3),
    ("letterboxd.com", 1),
    ("medium.com", 1),
    ("odysee.com", 1),
    ("old.reddit.com", 2),
    ("patreon.com", 1),
    ("reddit.com", 2),
    ("rumble.com", 2),
    ("sites.google.com", 2),
    ("soundcloud.com", 1),
    ("tumblr.com", 1),
    ("twitch.tv", 1),
    ("vimeo.com", 1),
    ("x.com", 1),
    ("youtube.com", 2),
];

/// What names the publication whose front page this is: its host, and where many publish at one host the path of this one,
/// as in `youtube.com/channel/…`, `reddit.com/r/…` and `host/@name`.
pub(crate) fn publisher(home: &Url) -> String {
    let host = publication_host(home);
    let steps: Vec<&str> = home.path_segments().into_iter().flatten().filter(|step| !step.is_empty()).collect();
    let count = match steps.first() {
        Some(first) if first.starts_with(['@', '~']) => 1,
        _ => SHARED.iter().find(|(shared, _)| *shared == host).map_or(0, |(_, count)| *count),
    };
    match steps.get(..count) {
        Some(own) if count > 0 => format!("{host}/{}", own.join("/")),
        _ => host,
    }
}

/// The publication of a page that a feed lists, where the feed says that it is of `home`, as [`publisher`] names it. It is believed
/// where feed, page and home stand at one host: no feed speaks for somebody else's.
pub(crate) fn publisher_of(page: &Url, home: Option<&str>, feed: Option<&Url>) -> String {
    let host = publication_host(page);
    let is_home = |home: &&str| home.strip_prefix(&*host).is_some_and(|path| path.starts_with('/'));
    let is_own = |feed: &Url| {
        let feed = publication_host(feed);
        feed == host || feed.strip_suffix(&*host).is_some_and(|rest| rest.ends_with('.'))
    };
    home.filter(is_home).filter(|_| feed.is_some_and(is_own)).map_or_else(|| host.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_publishes_at_a_host_of_many_is_told_apart() {
        let publisher = |address: &str| publisher(&Url::parse(address).unwrap());
        for (address, expected) in [
            ("https://www.youtube.com/channel/UCabc", "youtube.com/channel/UCabc"),
            ("https://www.youtube.com/@ferry", "youtube.com/@ferry"),
            ("https://www.reddit.com/r/rust/", "reddit.com/r/rust"),
            ("https://medium.com/@roth?source=rss", "medium.com/@roth"),
            ("https://github.com/roth/ferry/releases", "github.com/roth/ferry"),
            ("https://social.example/@roth", "social.example/@roth"),
            ("https://people.uni.example/~roth/blog/", "people.uni.example/~roth"),
            ("https://www.youtube.com/", "youtube.com"),
            ("https://paper.example/world/europe", "paper.example"),
        ] {
            assert_eq!(publisher(address), expected, "{address}");
        }
        let feed = Url::parse("https://www.youtube.com/feeds/videos.xml?channel_id=UCabc").unwrap();
        let page = |address: &str, home| publisher_of(&Url::parse(address).unwrap(), home, Some(&feed));
        let channel = "youtube.com/channel/UCabc";
        let elsewhere = Url::parse("https://feeds.example/1").unwrap();
        let watch = Url::parse("https://www.youtube.com/watch?v=1").unwrap();
        assert_eq!(publisher_of(&watch, Some(channel), Some(&elsewhere)), "youtube.com", "a feed that lies");
        assert_eq!(page("https://www.youtube.com/watch?v=1", Some(channel)), channel);
        assert_eq!(page("https://paper.example/1", Some("reddit.com/r/rust")), "paper.example");
        assert_eq!(page("https://paper.example/1", Some("paper.example")), "paper.example");
        assert_eq!(page("https://paper.example/1", None), "paper.example");
    }

    #[test]
    fn people_type_addresses_in_many_ways() {
        for (text, expected) in [
            ("example.org", "https://example.org/"),
            (" https://example.org/feed \n", "https://example.org/feed"),
            ("feed://example.org/rss", "https://example.org/rss"),
            ("feed:https://example.org/rss", "https://example.org/rss"),
            ("127.0.0.1:8080", "https://127.0.0.1:8080/"),
            ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
            ("@Gargron@mastodon.social", "https://mastodon.social/@Gargron"),
            ("http://nas:8080/feed", "http://nas:8080/feed"),
        ] {
            assert_eq!(typed(text).unwrap().as_str(), expected, "{text}");
        }
        for text in [
            "",
            "   ",
            "not an address",
            "word",
            "nas:8080",
            "http://",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "ftp://x.org/",
        ] {
            assert!(matches!(typed(text), Err(EngineError::BadAddress { .. })), "{text}");
        }
        assert!(matches!(typed("mailto:ada@paper.example"), Err(EngineError::BadAddress { .. })));
        for text in ["https://ada:secret@paper.example/", "ada@paper.example", "@ada:secret@paper.example"] {
            let told = typed(text).unwrap_err().to_string();
            assert!(told.contains("paper.example holds a name or a password") && !told.contains("secret"), "{told}");
        }
    }

    #[test]
    fn an_article_is_known_by_the_address_of_its_page() {
        for (from, to) in [
            ("https://a.example/x?utm_source=rss&id=7#top", "https://a.example/x?id=7"),
            ("https://a.example/x?b=1&a=%2f&c", "https://a.example/x?b=1&a=%2f&c"),
            ("https://a.example/x#comments", "https://a.example/x"),
            ("https://a.example/#!/x", "https://a.example/#!/x"),
            ("https://www.google.com/amp/s/a.example/x", "https://a.example/x"),
            (
                "https://www.google.com/url?rct=j&sa=t&url=https://a.example/x%3Fid%3D1&ct=ga",
                "https://a.example/x?id=1",
            ),
            ("https://www.google.com/url?q=ftp://a.example/x", "https://www.google.com/url?q=ftp://a.example/x"),
            ("https://a-example.cdn.ampproject.org/c/s/a.example/x?id=7&usqp=mq3", "https://a.example/x?id=7"),
            ("https://www.google.com/amp/", "https://www.google.com/amp/"),
        ] {
            assert_eq!(clean(&Url::parse(from).unwrap()), to);
        }
    }
}
