//! One picture of a page: its best address, and whether it belongs to the article at all.

use dom_query::NodeRef;
use url::Url;

use crate::address::absolute;

/// Widest rendition that is worth its bytes, in pixels.
const WIDEST: u32 = 2560;

/// Narrower pictures than this are furniture, in pixels.
const NARROWEST: u32 = 100;

/// Attributes under which pages hide a picture's address until it scrolls into view, best first.
const LAZY: [&str; 16] = [
    "data-full-src",
    "data-hi-res-src",
    "data-large-src",
    "data-original",
    "data-orig-file",
    "data-large-file",
    "data-src",
    "data-lazy-src",
    "data-lazy",
    "data-image",
    "data-image-src",
    "data-img-src",
    "data-url",
    "data-original-src",
    "data-fallback-src",
    "data-hi-res",
];
const SETS: [&str; 5] = ["srcset", "data-srcset", "data-lazy-srcset", "data-original-set", "data-src-set"];

/// Words in a picture's classes, address or alternative text that mark furniture.
const FURNITURE: [&str; 30] = [
    "avatar",
    "gravatar",
    "logo",
    "icon",
    "icons",
    "sprite",
    "emoji",
    "emojis",
    "pixel",
    "spacer",
    "blank",
    "tracking",
    "tracker",
    "badge",
    "advert",
    "advertisement",
    "doubleclick",
    "favicon",
    "captcha",
    "headshot",
    "mugshot",
    "authorphoto",
    "wp-smiley",
    "loader",
    "spinner",
    "qrcode",
    "banner",
    "paywall",
    "matomo",
    "piwik",
];

/// Words in the classes of what holds a picture that mark it as no part of the article.
const FURNITURE_AROUND: [&str; 33] = [
    "related",
    "recommend",
    "recommended",
    "recommendations",
    "promo",
    "newsletter",
    "author",
    "authors",
    "byline",
    "avatar",
    "share",
    "social",
    "comments",
    "comment",
    "sidebar",
    "trending",
    "mostread",
    "outbrain",
    "taboola",
    "advert",
    "advertisement",
    "sponsor",
    "sponsored",
    "logo",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "bio",
    "subscribe",
    "readmore",
];

/// The largest usable rendition of an `img`, absolute.
pub(crate) fn best_address(image: &NodeRef<'_>, base: Option<&Url>) -> Option<String> {
    let mut candidates: Vec<(u32, String)> = Vec::new();
    let mut sets: Vec<String> = SETS.iter().filter_map(|name| image.attr(name)).map(|set| set.to_string()).collect();
    if let Some(picture) = image.ancestors_it(Some(3)).find(|node| node.has_name("picture")) {
        for source in picture.descendants_it().filter(|node| node.has_name("source")) {
            sets.extend(SETS.iter().filter_map(|name| source.attr(name)).map(|set| set.to_string()));
            sets.extend(source.attr("data-src").map(|set| set.to_string()));
        }
    }
    for set in &sets {
        candidates.extend(renditions(set));
    }
    let width = image.attr("width").and_then(|width| width.trim().trim_end_matches("px").parse().ok()).unwrap_or(0);
    for name in LAZY {
        if let Some(address) = image.attr(name) {
            candidates.push((width_in(&address).max(1), address.to_string()));
        }
    }
    let plain = image.attr("src").map(|src| src.to_string()).filter(|src| !is_placeholder(src));
    if let Some(src) = plain {
        // A plain address beside a lazy one is the small stand-in.
        candidates.push((if candidates.is_empty() { width_in(&src).max(width) } else { width_in(&src) }, src));
    }
    let mut usable: Vec<(u32, String)> = candidates
        .into_iter()
        .filter(|(_, address)| !is_placeholder(address) && !address.contains(['{', '}']))
        .filter_map(|(width, address)| Some((width, absolute(base, &address)?)))
        .collect();
    let fits = usable.iter().any(|(width, _)| *width <= WIDEST);
    if fits {
        usable.retain(|(width, _)| *width <= WIDEST);
    }
    let mut best: Option<(u32, String)> = None;
    for (width, address) in usable {
        let better = best.as_ref().is_none_or(|(known, _)| if fits { width > *known } else { width < *known });
        if better {
            best = Some((width, address));
        }
    }
    best.map(|(_, address)| address)
}

/// The addresses of a `srcset` with their widths; a density counts as so many times 600 pixels.
fn renditions(set: &str) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    let mut address: Option<&str> = None;
    for word in set.split_whitespace() {
        // A comma ends a candidate only at the end of a word: addresses hold commas too.
        let (bare, ends) = word.strip_suffix(',').map_or((word, false), |bare| (bare, true));
        let descriptor = descriptor(bare);
        match (address, descriptor) {
            (Some(known), Some(width)) => {
                found.push((width, known.to_owned()));
                address = None;
            }
            (Some(known), None) => {
                found.push((width_in(known), known.to_owned()));
                address = Some(bare);
            }
            (None, None) => address = Some(bare),
            (None, Some(_)) => {}
        }
        if ends && let Some(known) = address.take() {
            found.push((width_in(known), known.to_owned()));
        }
    }
    if let Some(known) = address {
        found.push((width_in(known), known.to_owned()));
    }
    found
}

fn descriptor(word: &str) -> Option<u32> {
    // “800w,https://…” without a space happens.
    let word = word.split(',').next().unwrap_or(word);
    if let Some(width) = word.strip_suffix('w') {
        return width.parse().ok();
    }
    let density: f32 = word.strip_suffix('x')?.parse().ok()?;
    Some((density * 600.0) as u32)
}

/// The width that an address speaks of: `w=1200`, `width=1200`, `1200x800`, `/w1200/`.
fn width_in(address: &str) -> u32 {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let asked = query
        .split(['&', ';'])
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, _)| matches!(*name, "w" | "width" | "imwidth" | "mw" | "maxwidth"))
        .find_map(|(_, value)| value.trim_end_matches("px").parse::<u32>().ok());
    asked
        .or_else(|| {
            address.split(['/', '-', '_', ',', '.', ':', '=']).find_map(|part| {
                if let Some((width, height)) = part.split_once('x')
                    && let (Ok(width), Ok(_)) = (width.parse::<u32>(), height.parse::<u32>())
                {
                    return Some(width);
                }
                let bare = part.strip_prefix('w').or_else(|| part.strip_suffix('w'))?;
                bare.parse::<u32>().ok().filter(|width| (100..6000).contains(width))
            })
        })
        .filter(|width| (10..20_000).contains(width))
        .unwrap_or(0)
}

fn is_placeholder(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    lower.is_empty()
        || lower.starts_with("data:")
        || lower.starts_with("blob:")
        || lower.starts_with("about:")
        || lower.starts_with('#')
        || [
            "placeholder",
            "spacer.",
            "blank.",
            "transparent.",
            "pixel.gif",
            "1x1.",
            "grey.gif",
            "gray.gif",
            "loading.gif",
            "lazyload",
        ]
        .iter()
        .any(|word| lower.contains(word))
}

/// Whether a picture is furniture: an icon, a face, a counter, an advertisement, a teaser of another article.
pub(crate) fn is_furniture(image: &NodeRef<'_>, address: &str) -> bool {
    let size = |name: &str| image.attr(name).and_then(|value| value.trim().trim_end_matches("px").parse::<u32>().ok());
    let small = |size: Option<u32>, least: u32| size.is_some_and(|size| size < least);
    if small(size("width"), NARROWEST) && small(size("height").or(Some(1)), NARROWEST) || small(size("height"), 40) {
        return true;
    }
    let lower = address.to_ascii_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    if path.ends_with(".svg") || path.ends_with(".ico") {
        return true;
    }
    let own = format!(
        "{} {} {}",
        image.attr_or("class", ""),
        image.attr_or("id", ""),
        path.rsplit('/').next().unwrap_or_default()
    );
    if has_word(&own, &FURNITURE)
        || is_strip(path)
        || ["doubleclick.", "/ads/", "gravatar.com", "scorecardresearch", "/avatar", "/emoji/"]
            .iter()
            .any(|part| lower.contains(part))
    {
        return true;
    }
    let mut figure_chars = None;
    for ancestor in image.ancestors_it(Some(8)) {
        let Some(name) = ancestor.node_name() else { break };
        match name.as_ref() {
            "article" | "main" | "body" => break,
            "figure" => figure_chars = Some(ancestor.normalized_char_count()),
            "nav" | "footer" | "form" => return true,
            // A picture that opens at a click stands in a button; an icon stands in one without a figure.
            "button" if figure_chars.is_none() && !ancestor.descendants_it().any(|inner| inner.has_name("figure")) => {
                return true;
            }
            "a" => {
                let leads = ancestor.attr_or("href", "");
                let to_picture = [".jpg", ".jpeg", ".png", ".webp", ".gif"]
                    .iter()
                    .any(|end| leads.to_ascii_lowercase().contains(end));
                // A link with words of its own beside the picture leads to another story.
                if !to_picture && ancestor.normalized_char_count() > 12 + figure_chars.unwrap_or_default() {
                    return true;
                }
            }
            _ => {}
        }
        let classes = format!("{} {}", ancestor.attr_or("class", ""), ancestor.attr_or("id", ""));
        if has_word(&classes, &FURNITURE_AROUND) {
            return true;
        }
    }
    false
}

/// Whether a file's name gives it the shape of a banner: `1000x200` and the like.
fn is_strip(path: &str) -> bool {
    path.rsplit('/').next().unwrap_or_default().split(|next: char| !next.is_ascii_alphanumeric()).any(|part| {
        let size = part.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
        size.is_some_and(|(width, height): (u32, u32)| height >= 20 && width >= 4 * height)
    })
}

/// Whether one of `words` stands in `names`, which are split at everything but letters and digits.
pub(crate) fn has_word(names: &str, words: &[&str]) -> bool {
    names
        .split(|next: char| !next.is_alphanumeric())
        .map(|name| name.trim_end_matches(|next: char| next.is_ascii_digit()))
        .any(|name| words.iter().any(|word| name.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn best(markup: &str) -> Option<String> {
        let document = Document::from(markup);
        let base = Url::parse("https://paper.example/a/").unwrap();
        best_address(document.select("img").nodes().first().unwrap(), Some(&base))
    }

    #[test]
    fn the_largest_usable_rendition_is_taken() {
        assert_eq!(best("<img src=a.jpg>").as_deref(), Some("https://paper.example/a/a.jpg"));
        assert_eq!(
            best("<img src='data:image/gif;base64,AA' data-src=b.jpg>").as_deref(),
            Some("https://paper.example/a/b.jpg")
        );
        assert_eq!(
            best("<img src=s.jpg srcset='a.jpg 600w, b.jpg 1200w,c.jpg 4000w'>").as_deref(),
            Some("https://paper.example/a/b.jpg")
        );
        assert_eq!(
            best("<picture><source srcset='w,640.webp 1x, w,1280.webp 2x'><img src=s.jpg></picture>").as_deref(),
            Some("https://paper.example/a/w,1280.webp")
        );
        assert_eq!(best("<img src='data:x'>"), None);
    }
}
