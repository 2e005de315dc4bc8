//! Addresses of pages and pictures.

use std::borrow::Cow;

use url::Url;

/// Makes an http(s) address absolute; `None` for anything else.
pub(crate) fn absolute(base: Option<&Url>, href: &str) -> Option<String> {
    let href = href.trim();
    if href.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// Where a page comes from: its address, or the one that it names as its own where it was read from a file or out of a
/// network in which hosts have no public names.
pub(crate) fn origin(page: Option<&Url>, named: Option<&str>) -> Option<Url> {
    let is_public = |url: &&Url| url.domain().is_some_and(|domain| domain.trim_end_matches('.').contains('.'));
    let named = || named.and_then(|named| Url::parse(named).ok());
    page.filter(is_public).cloned().or_else(named).or_else(|| page.cloned())
}

/// What two renditions of one picture have in common: its file name without size, or its path where the name says nothing.
pub(crate) fn picture_key(src: &str) -> String {
    // A resizing service carries the picture's own address inside.
    let decoded = if memchr::memchr(b'%', src.as_bytes()).is_some() {
        Cow::Owned(src.replace("%3A", ":").replace("%2F", "/").replace("%3a", ":").replace("%2f", "/"))
    } else {
        Cow::Borrowed(src)
    };
    let decoded: &str = &decoded;
    let last = memchr::memmem::rfind(decoded.as_bytes(), b"http");
    let inner = last.filter(|at| *at > 0).and_then(|at| decoded.get(at..)).unwrap_or(decoded);
    let path = inner.split(['?', '#', '&', '|']).next().unwrap_or_default().to_ascii_lowercase();
    let path = path.split_once("://").map_or(path.as_str(), |(_, rest)| rest).trim_end_matches('/');
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').filter(|(_, end)| end.len() <= 5).map_or(name, |(stem, _)| stem);
    // `bridge.jpg.webp`, `bridge.jpg.crop.large.jpg`: what follows the picture's own name tells of the rendition.
    let stem = [".jpg", ".jpeg", ".png"].iter().find_map(|end| stem.split_once(end)).map_or(stem, |(stem, _)| stem);
    let bare = without_size(stem);
    if bare.len() >= 6 && bare.chars().any(char::is_alphabetic) && !is_general(bare)
        || bare.len() >= 8 && !is_general(bare)
    {
        bare.to_owned()
    } else {
        // The query tells pictures apart where one script serves them all.
        let query = inner.split_once('?').map_or("", |(_, query)| query);
        if path.ends_with(".php") || path.ends_with(".aspx") || path.ends_with(".ashx") {
            format!("{path}?{query}")
        } else {
            format!("{folder}/{bare}")
        }
    }
}

/// Takes `-1200x800`, `_large` and the like from the end of a file name.
fn without_size(stem: &str) -> &str {
    let mut stem = stem;
    while let Some((rest, end)) = stem.rsplit_once(['-', '_', '@', '~']) {
        let is_size = !end.is_empty()
            && (end.chars().all(|next| next.is_ascii_digit() || next == 'x')
                && end.len() <= 9
                && (end.contains('x') || (3..=4).contains(&end.len()))
                || matches!(
                    end,
                    "scaled"
                        | "large"
                        | "small"
                        | "medium"
                        | "thumb"
                        | "full"
                        | "original"
                        | "2x"
                        | "3x"
                        | "rotated"
                        | "thumbnail"
                ));
        if !is_size || rest.len() < 4 {
            break;
        }
        stem = rest;
    }
    stem
}

fn is_general(name: &str) -> bool {
    let letters: String = name.chars().filter(|next| next.is_ascii_alphabetic()).collect();
    matches!(
        letters.as_str(),
        "" | "image"
            | "img"
            | "photo"
            | "default"
            | "original"
            | "picture"
            | "master"
            | "main"
            | "large"
            | "medium"
            | "small"
            | "thumb"
            | "thumbnail"
            | "lead"
            | "hero"
            | "cover"
            | "file"
            | "download"
            | "share"
            | "resize"
            | "format"
            | "crop"
            | "landscape"
            | "max"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renditions_share_a_key() {
        for (one, other) in [
            ("https://a.example/2026/bridge-at-dusk-1200x800.jpg", "https://cdn.example/x/bridge-at-dusk.webp?w=300"),
            (
                "https://r.example/fit/600/https%3A%2F%2Fa.example%2Fbridge_dusk.jpg",
                "https://a.example/bridge_dusk.jpg",
            ),
            ("https://a.example/images/7/fill-1200x650/", "https://a.example/images/7/fill-640x426|format-jpeg/"),
            ("https://a.example/bridge-dusk.jpg.crop.large.jpg", "https://a.example/bridge-dusk.jpg.webp"),
        ] {
            assert_eq!(picture_key(one), picture_key(other));
        }
        assert_ne!(picture_key("https://a.example/1/image.jpg"), picture_key("https://a.example/2/image.jpg"));
        assert_ne!(picture_key("https://a.example/bridge-1.jpg"), picture_key("https://a.example/bridge-2.jpg"));
    }

    #[test]
    fn a_page_without_a_public_host_comes_from_where_it_says() {
        let parsed = |address: &str| Url::parse(address).ok();
        let named = Some("https://www.courier.example/2026/11/03/bridge");
        for address in ["http://printserver/a.html", "http://192.168.0.9/a", "file:///tmp/a.html"] {
            assert_eq!(origin(parsed(address).as_ref(), named), named.and_then(parsed), "{address}");
            assert_eq!(origin(parsed(address).as_ref(), None), parsed(address));
        }
        let own = parsed("https://post.example/a");
        assert_eq!(origin(own.as_ref(), named), own);
        assert_eq!(origin(None, None), None);
    }
}
