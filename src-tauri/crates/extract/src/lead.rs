//! The lead figure: the picture above the text.

use broadsheet_model::Figure;
use url::Url;

use crate::address::{absolute, is_general, picture_key};
use crate::evidence::Evidence;
use crate::figures::Lifted;
use crate::picture::has_word;
use crate::stated_words::StatedWords;
use crate::words::overlap;

/// How far a text has begun before a figure, where figures are looked at in the page's order.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Opening {
    /// The first figure of the body.
    pub(crate) first: Option<usize>,
    /// Whether it stands above the text.
    pub(crate) above: bool,
}

impl Opening {
    /// Whether a figure comes before any text.
    fn holds(self, index: usize) -> bool {
        self.first.is_none_or(|first| index < first || index == first && self.above)
    }
}

/// The hero: the picture that the page names as its own, or the first one of the article above its text.
pub(crate) fn lead(
    lifted: &[Lifted],
    evidence: &Evidence,
    opening: Opening,
    base: Option<&Url>,
) -> Option<(Figure, String)> {
    let is_shown = |src: &String| {
        let key = picture_key(src);
        lifted.iter().any(|found| found.figure.caption.is_some() && found.key == key)
    };
    let named = named(evidence, base, is_shown);
    let linked = linked(evidence, base, is_shown);
    // The picture itself, as the page shows it, has the best rendition and its words. JSON-LD lists every picture of the
    // text, so that one from there counts only above it.
    let shown = |key: &String, anywhere: bool| {
        let same = || lifted.iter().enumerate().filter(move |(_, found)| found.key == *key);
        same().find(|(index, _)| anywhere || opening.holds(*index))?;
        let first = same().next().map(|(_, found)| found);
        same().map(|(_, found)| found).find(|found| found.figure.caption.is_some()).or(first)
    };
    let keys = |list: &[String]| list.iter().map(|src| picture_key(src)).collect::<Vec<_>>();
    let (named_keys, linked_keys) = (keys(&named), keys(&linked));
    let found = named_keys
        .iter()
        .find_map(|key| shown(key, true))
        .or_else(|| linked_keys.iter().find_map(|key| shown(key, named.is_empty())));
    if let Some(found) = found {
        let mut figure = found.figure.clone();
        // The page may show the picture smaller than it hands it out.
        if let Some(larger) = named.iter().find(|src| picture_key(src) == found.key && is_larger(src, &figure.src)) {
            figure.src.clone_from(larger);
        }
        return Some((figure, found.key.clone()));
    }
    let above = lifted.iter().enumerate().find(|(index, found)| {
        found.in_article && !found.traits.is_badge && !found.traits.stands_as_furniture() && opening.holds(*index)
    });
    let above = above.map(|(_, found)| found);
    if let Some(src) = named.into_iter().chain(linked).next() {
        let key = picture_key(&src);
        let alt = evidence.meta(&["og:image:alt", "twitter:image:alt"]);
        // The crop for social networks often bears another name than the hero above the text, but the same words.
        if let Some(above) = above {
            let same_words = match (&alt, &above.figure.alt) {
                (Some(one), Some(other)) => overlap(one, other) > 0.8,
                _ => false,
            };
            let mut figure = above.figure.clone();
            if is_same_file(&src, &figure.src) {
                // What the page names as its picture stays, where it is no thumbnail and the page shows no wider one.
                if width(&src).is_some_and(|width| width >= WIDE) && !is_larger(&figure.src, &src) {
                    figure.src = src;
                }
                return Some((figure, above.key.clone()));
            }
            if same_words || figure.caption.is_some() {
                return Some((figure, above.key.clone()));
            }
        }
        let (caption, credit) = StatedWords::of(evidence).of_picture(&key);
        return Some((Figure { src, alt, caption, credit }, key));
    }
    above.map(|found| (found.figure.clone(), found.key.clone()))
}

/// Keys of all the pictures that a page names as its own, surest first.
pub(crate) fn page_pictures(evidence: &Evidence, base: Option<&Url>) -> Vec<String> {
    let named = named(evidence, base, |_| false).into_iter();
    named.chain(linked(evidence, base, |_| false)).map(|src| picture_key(&src)).collect()
}

/// The pictures that the page names as its own, for those who link to it. One that is named as the site's own is the article's
/// where it is shown with a caption.
fn named(evidence: &Evidence, base: Option<&Url>, is_shown: impl Fn(&String) -> bool) -> Vec<String> {
    let names = [
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "twitter:image",
        "twitter:image:src",
        "thumbnail",
        "parsely-image-url",
        "sailthru.image.full",
        "image",
    ];
    let stated = names.iter().flat_map(|name| evidence.meta_all(name));
    stated.filter_map(|src| absolute(base, src)).filter(|src| !is_site_picture(src) || is_shown(src)).collect()
}

/// The pictures of the article's JSON-LD, likewise.
fn linked(evidence: &Evidence, base: Option<&Url>, is_shown: impl Fn(&String) -> bool) -> Vec<String> {
    let stated = evidence.property("image").chain(evidence.property("thumbnailUrl")).filter_map(stated_address);
    stated.filter_map(|src| absolute(base, &src)).filter(|src| !is_site_picture(src) || is_shown(src)).collect()
}

/// Whether two addresses are those of one picture by what their files are called, apart from what tells of a cut of it:
/// `rain-jackets-2x1.jpg`, `rain-jackets-2048px-1.jpg`.
fn is_same_file(one: &str, other: &str) -> bool {
    const CUTS: [&str; 12] =
        ["crop", "cropped", "square", "wide", "hero", "social", "og", "share", "facebook", "twitter", "header", "lead"];
    // `2048px`, `2x1`, `w1200`, `640`.
    let is_size = |part: &str| {
        let bare: String = part.chars().filter(|next| !matches!(next, 'p' | 'x' | 'w' | 'h')).collect();
        !bare.is_empty()
            && bare.bytes().all(|next| next.is_ascii_digit())
            && (bare.len() < part.len() || (3..=4).contains(&bare.len()))
    };
    let is_number = |part: &String| part.bytes().all(|next| next.is_ascii_digit());
    let parts = |src: &str| {
        let path = src.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        let file = path.rsplit('/').next().unwrap_or_default();
        let stem = file.split('.').next().unwrap_or_default();
        let parts = stem.split(|next: char| !next.is_ascii_alphanumeric());
        let parts = parts.filter(|part| !part.is_empty() && !CUTS.contains(part) && !is_size(part));
        parts.map(str::to_owned).partition::<Vec<_>, _>(is_number)
    };
    let ((one_numbers, one), (other_numbers, other)) = (parts(one), parts(other));
    let name = one.concat();
    // What is uploaded again has a number behind its name.
    let is_numbered_alike = one_numbers == other_numbers || one_numbers.is_empty() || other_numbers.is_empty();
    one == other && is_numbered_alike && name.len() >= LETTERS && !is_general(&name)
}

/// Pixels from which on a picture fills the width of a text.
const WIDE: u32 = 1_000;

/// Letters of a file's name that tells one picture from another.
const LETTERS: usize = 5;

/// Whether an address speaks of a wider picture than another one does.
fn is_larger(one: &str, other: &str) -> bool {
    // A card for social networks has the paper's name drawn over the picture.
    !one.contains("overlay") && matches!((width(one), width(other)), (Some(one), Some(other)) if one > other)
}

/// The width that an address speaks of: `1200x630`, `w=1200`, `width-1200`, `1200px-`.
fn width(src: &str) -> Option<u32> {
    let lower = src.to_ascii_lowercase();
    let digits = |text: &str| {
        let end = text.find(|next: char| !next.is_ascii_digit()).unwrap_or(text.len());
        text.get(..end).filter(|digits| (3..=4).contains(&digits.len()))?.parse::<u32>().ok()
    };
    let by_pair = lower.match_indices('x').find_map(|(at, _)| {
        let before = lower.get(..at)?;
        let start = before.rfind(|next: char| !next.is_ascii_digit()).map_or(0, |last| last + 1);
        let width = digits(before.get(start..)?)?;
        digits(lower.get(at + 1..)?).map(|_| width)
    });
    let by_name = || {
        ["width=", "width-", "width/", "?w=", "&w=", "/w_", ",w_", "=s", "=w", "-w"]
            .iter()
            .find_map(|name| lower.split_once(name).and_then(|(_, rest)| digits(rest)))
    };
    let by_unit = || {
        let before = lower.get(..lower.find("px-")?)?;
        digits(before.get(before.rfind(|next: char| !next.is_ascii_digit()).map_or(0, |last| last + 1)..)?)
    };
    by_pair.or_else(by_name).or_else(by_unit)
}

fn stated_address(value: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    match value {
        Value::String(src) => Some(src.clone()),
        Value::Array(list) => list.iter().find_map(stated_address),
        Value::Object(object) => {
            ["url", "contentUrl"].iter().find_map(|name| object.get(*name).and_then(stated_address))
        }
        _ => None,
    }
}

/// Parts of addresses that such cards are drawn at, and those of faces.
const CARDS: [&str; 11] = [
    "/api/og",
    "opengraph-image",
    "/_og/",
    "/og?",
    "og.vercel.app",
    "og-image.vercel",
    "ogimage.blog.st-hatena.com",
    "opengraph.githubassets.com",
    "/og-base",
    "gravatar.com/avatar",
    "/avatar_",
];

/// What files are called that a site hands out with whatever is shared from it.
const SHARED: [&str; 14] = [
    "fb-share",
    "facebook-share",
    "og-image",
    "og_image",
    "ogimage",
    "og",
    "ogp",
    "twitter-card",
    "opengraph",
    "default-social",
    "social-card",
    "social-share",
    "social",
    "sharing",
];

/// The site's own picture, which stands for any article; a longer name is that of a photograph of somebody's logo.
fn is_site_picture(src: &str) -> bool {
    let lower = src.to_ascii_lowercase();
    // A card with the headline in letters, drawn for whoever asks.
    if CARDS.iter().any(|part| lower.contains(part)) || lower.contains("/og/") && lower.ends_with(".png") {
        return true;
    }
    let name = lower.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    if name.rsplit_once('.').is_some_and(|(stem, _)| SHARED.contains(&stem)) {
        return true;
    }
    let words = name.split(|next: char| !next.is_ascii_alphabetic()).filter(|word| word.len() > 2).count();
    words < 6 && has_word(name, &["logo", "default", "favicon", "placeholder", "fallback"]) || name.ends_with(".svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_speak_of_widths() {
        assert!(is_larger("https://a.example/images/7/fill-1200x650/", "https://a.example/images/7/fill-640x426/"));
        assert!(is_larger("https://a.example/bridge.jpg?w=1200", "https://a.example/bridge.jpg?x=1&w=640"));
        assert!(!is_larger("https://a.example/bridge.jpg", "https://a.example/bridge-640x426.jpg"));
        assert!(!is_larger("https://a.example/box.jpg", "https://a.example/bridge-x.jpg"));
    }

    #[test]
    fn a_cut_for_networks_is_the_same_file() {
        let same = |one: &str, other: &str| {
            is_same_file(&format!("https://a.example/{one}"), &format!("https://b.example/{other}"))
        };
        assert!(same("rain-jackets-2x1.jpg", "2026/rain-jackets-2048px-1.jpg?width=1024"));
        assert!(same("bright-ice-social.jpg", "bright-ice.gif"));
        assert!(same("t/66/kilns.jpg", "v1/1600-AB/kilns.jpg"));
        assert!(same("o6rwkUiJRPzfwquNUfjiV3-1200-80.jpg", "o6rwkUiJRPzfwquNUfjiV3-1920-80.jpg"));
        assert!(!same("1.jpg", "2.jpg") && !same("ferry.jpg", "ferry-at-night.jpg"));
        assert!(!same("ferries-1.jpg", "ferries-2.jpg") && !same("image-3.png", "image.png"));
    }

    #[test]
    fn a_photograph_of_a_logo_is_no_logo() {
        assert!(is_site_picture("https://a.example/default-share.png"));
        assert!(is_site_picture("https://a.example/api/og?title=Ferry"));
        assert!(!is_site_picture("https://a.example/2026/workers-hang-the-new-logo-over-the-gate.jpg"));
    }
}
