//! The lead figure: the picture above the text.

use broadsheet_model::Figure;
use url::Url;

use crate::address::{absolute, picture_key};
use crate::evidence::Evidence;
use crate::figures::Lifted;
use crate::picture::has_word;
use crate::picture_words::stated_words;
use crate::words::overlap;

/// The hero: the picture that the page names as its own, or the first one of the article above its text.
pub(crate) fn lead(
    lifted: &[Lifted],
    evidence: &Evidence,
    in_body: &[usize],
    base: Option<&Url>,
) -> Option<(Figure, String)> {
    let mut named: Vec<String> = Vec::new();
    for name in [
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "twitter:image",
        "twitter:image:src",
        "thumbnail",
        "parsely-image-url",
        "sailthru.image.full",
        "image",
    ] {
        named.extend(evidence.meta_all(name).filter_map(|src| absolute(base, src)));
    }
    for value in evidence.property("image").chain(evidence.property("thumbnailUrl")) {
        named.extend(stated_address(value).and_then(|src| absolute(base, &src)));
    }
    named.retain(|src| !is_site_picture(src));
    let keys: Vec<String> = named.iter().map(|src| picture_key(src)).collect();
    // The picture itself, as the page shows it, has the best rendition and its words.
    let shown = keys.iter().find_map(|key| {
        let mut same = lifted.iter().filter(|found| found.key == *key);
        let first = same.next()?;
        Some(std::iter::once(first).chain(same).find(|found| found.figure.caption.is_some()).unwrap_or(first))
    });
    if let Some(found) = shown {
        return Some((found.figure.clone(), found.key.clone()));
    }
    let first_in_body = in_body.iter().min().copied();
    let above = lifted
        .iter()
        .enumerate()
        .filter(|(index, found)| found.in_article && first_in_body.is_none_or(|first| index <= &first))
        .map(|(_, found)| found)
        .next();
    if let Some(src) = named.into_iter().next() {
        let key = picture_key(&src);
        let alt = evidence.meta(&["og:image:alt", "twitter:image:alt"]);
        // The crop for social networks often bears another name than the hero above the text, but the same words.
        if let Some(above) = above {
            let same_words = match (&alt, &above.figure.alt) {
                (Some(one), Some(other)) => overlap(one, other) > 0.8,
                _ => false,
            };
            if same_words || above.figure.caption.is_some() {
                return Some((above.figure.clone(), above.key.clone()));
            }
        }
        let (caption, credit) = stated_words(evidence, &key);
        return Some((Figure { src, alt, caption, credit }, key));
    }
    above.map(|found| (found.figure.clone(), found.key.clone()))
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

/// The site's own picture, which stands for any article.
fn is_site_picture(src: &str) -> bool {
    let lower = src.to_ascii_lowercase();
    let name = lower.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    has_word(name, &["logo", "default", "favicon", "placeholder", "fallback"]) || name.ends_with(".svg")
}
