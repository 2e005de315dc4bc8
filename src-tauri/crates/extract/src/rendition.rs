//! The addresses of a picture: every rendition that a page names, and the best of them.

use dom_query::NodeRef;
use url::Url;

use crate::address::absolute;

/// Widest rendition that is worth its bytes, in pixels.
pub(crate) const WIDEST: u32 = 2560;

/// Ends of addresses that lead to a picture.
pub(crate) const PICTURE_ENDS: [&str; 5] = [".jpg", ".jpeg", ".png", ".webp", ".gif"];

/// Attributes under which pages hide a picture's address until it scrolls into view, best first.
const LAZY: [&str; 17] = [
    "data-pin-media",
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
    ANY_ADDRESS,
    "data-original-src",
    "data-fallback-src",
    "data-hi-res",
];
/// The one of them that names other addresses too.
const ANY_ADDRESS: &str = "data-url";

/// Attributes that list renditions.
pub(crate) const SETS: [&str; 5] = ["srcset", "data-srcset", "data-lazy-srcset", "data-original-set", "data-src-set"];

/// The largest usable rendition of an `img`, absolute.
pub(crate) fn best_address(image: &NodeRef<'_>, base: Option<&Url>) -> Option<String> {
    let mut candidates: Vec<(u32, String)> = Vec::new();
    // What is for telephones, often cropped, comes after all others of its width.
    let mut for_telephones: Vec<(u32, String)> = Vec::new();
    for (_, set) in attributes(image, &SETS) {
        candidates.extend(renditions(&set));
    }
    if let Some(picture) = image.ancestors_it(Some(3)).find(|node| node.has_name("picture")) {
        for source in picture.descendants_it().filter(|node| node.has_name("source")) {
            let is_narrow = source.attr("media").is_some_and(|media| is_for_telephones(&media));
            let list = if is_narrow { &mut for_telephones } else { &mut candidates };
            let sets = attributes(&source, &SETS).into_iter().map(|(_, set)| set);
            let sets = sets.chain(source.attr("data-src").map(|set| set.to_string()));
            sets.for_each(|set| list.extend(renditions(&set)));
        }
    }
    let width = image.attr("width").and_then(|width| width.trim().trim_end_matches("px").parse().ok()).unwrap_or(0);
    let plain = image.attr("src").map(|src| src.to_string()).filter(|src| !is_placeholder(src));
    for (name, address) in attributes(image, &LAZY) {
        // A picture that is shown already may name the page here that it leads to.
        let is_page = name == ANY_ADDRESS && plain.is_some() && !leads_to_picture(&address);
        if !is_page {
            candidates.push((width_in(&address).max(1), address));
        }
    }
    if let Some(src) = plain {
        // A plain address beside a lazy one is the small stand-in.
        let is_alone = candidates.is_empty() && for_telephones.is_empty();
        candidates.push((if is_alone { width_in(&src).max(width) } else { width_in(&src) }, src));
    } else if candidates.is_empty() && for_telephones.is_empty() {
        candidates.extend(unheard_of(image));
    }
    candidates.append(&mut for_telephones);
    // The widest that is not too wide, else the narrowest; of equals the first.
    candidates.sort_by_key(|(width, _)| if *width <= WIDEST { WIDEST - *width } else { *width });
    candidates
        .iter()
        .filter(|(_, address)| !is_placeholder(address) && !address.contains(['{', '}']))
        .find_map(|(_, address)| absolute(base, sharp(address)))
}

/// The attributes of an element that are named in a list, in the list's order.
fn attributes(node: &NodeRef<'_>, names: &[&'static str]) -> Vec<(&'static str, String)> {
    let Some(element) = node.element_ref() else { return Vec::new() };
    let mut found: Vec<(usize, &'static str, String)> = Vec::new();
    for attribute in &element.attrs {
        let own: &str = &attribute.name.local;
        if let Some((at, name)) = names.iter().enumerate().find(|(_, name)| **name == own) {
            found.push((at, name, attribute.value.to_string()));
        }
    }
    found.sort_by_key(|(at, ..)| *at);
    found.into_iter().map(|(_, name, value)| (name, value)).collect()
}

/// The address of a picture behind that of its blurred stand-in, where a resizer's orders follow it.
fn sharp(address: &str) -> &str {
    match address.split_once("/v1/") {
        Some((picture, orders)) if orders.contains(",blur_") && leads_to_picture(picture) => picture,
        _ => address,
    }
}

/// The addresses of pictures in an `img` that has none under a known name: every system that waits for the reader to scroll has
/// names of its own.
fn unheard_of(image: &NodeRef<'_>) -> Vec<(u32, String)> {
    let Some(element) = image.element_ref() else { return Vec::new() };
    let is_address = |value: &&str| {
        let path = value.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        PICTURE_ENDS.iter().any(|end| path.ends_with(end)) && !value.contains([' ', '\n', '\t', '(', ',', '"'])
    };
    let values = element.attrs.iter().filter(|attribute| !matches!(&*attribute.name.local, "src" | "alt" | "title"));
    let addresses = values.map(|attribute| attribute.value.trim()).filter(is_address);
    addresses.map(|address| (width_in(address).max(1), address.to_owned())).collect()
}

/// Whether a rendition is for narrow screens alone.
fn is_for_telephones(media: &str) -> bool {
    let most = media.split_once("max-width").and_then(|(_, rest)| rest.trim_start().strip_prefix(':'));
    let Some(most) = most.map(str::trim_start) else { return false };
    let (number, unit) =
        most.split_at(most.find(|next: char| !next.is_ascii_digit() && next != '.').unwrap_or(most.len()));
    // A letter of the usual size.
    let scale = if unit.starts_with("em") || unit.starts_with("rem") { 16.0 } else { 1.0 };
    number.parse::<f32>().is_ok_and(|number| number * scale < TELEPHONE)
}

/// Pixels that the screen of a telephone is narrower than.
const TELEPHONE: f32 = 900.0;

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
                // “320w,https://…” without a space happens.
                address = bare.split_once(',').map(|(_, next)| next).filter(|next| !next.is_empty());
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
    let word = word.split(',').next().unwrap_or(word);
    if let Some(width) = word.strip_suffix('w') {
        return width.parse().ok();
    }
    let density: f32 = word.strip_suffix('x')?.parse().ok()?;
    Some((density * 600.0) as u32)
}

/// The width that an address speaks of: `w=1200`, `width=1200`, `1200x800`, `/w1200/`, `/max/1200/`; 0 where it speaks of none.
pub(crate) fn width_in(address: &str) -> u32 {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let asked = query
        .split(['&', ';'])
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, _)| matches!(*name, "w" | "width" | "imwidth" | "mw" | "maxwidth"))
        .find_map(|(_, value)| value.trim_end_matches("px").parse::<u32>().ok());
    let density = query.split(['&', ';']).find_map(|pair| pair.strip_prefix("dpr=")?.parse::<u32>().ok());
    let asked = asked.map(|width| width * density.filter(|density| (1..=4).contains(density)).unwrap_or(1));
    let most = || address.split_once("/max/").and_then(|(_, rest)| rest.split('/').next()?.parse::<u32>().ok());
    asked
        .or_else(most)
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
        || PLACEHOLDERS.iter().any(|part| lower.contains(part))
        || STAND_INS.iter().any(|part| lower.contains(part)) && !is_photograph(&lower)
}

/// How names of stand-ins end, and those of photographs sometimes too.
const STAND_INS: [&str; 7] =
    ["spacer.", "blank.", "transparent.", "1x1.", "/loading.", "/loader.", "/pagespeed_static/"];

/// What only stand-ins have in their addresses.
const PLACEHOLDERS: [&str; 6] = ["placeholder", "pixel.gif", "grey.gif", "gray.gif", "loading.gif", "lazyload"];

/// Whether an address in small letters is that of a file as photographs are, of a name in several words.
fn is_photograph(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    [".jpg", ".jpeg", ".webp", ".avif"].iter().any(|end| file.ends_with(end)) && file.contains(['-', '_'])
}

/// Whether an address is one of a picture, by the end of a name in it.
pub(crate) fn leads_to_picture(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    PICTURE_ENDS.iter().any(|end| lower.contains(end))
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
        assert_eq!(best("<img src=a.jpg data-url='/photos?id=1'>").as_deref(), Some("https://paper.example/a/a.jpg"));
        assert_eq!(
            best("<img src=a.jpg data-url=large-800x600.jpg>").as_deref(),
            Some("https://paper.example/a/large-800x600.jpg")
        );
        assert_eq!(
            best("<img srcset='a-320.jpg 320w,b-640.jpg 640w,c-1280.jpg 1280w'>").as_deref(),
            Some("https://paper.example/a/c-1280.jpg")
        );
        assert_eq!(best("<img src=point-blank.jpg>").as_deref(), Some("https://paper.example/a/point-blank.jpg"));
        assert_eq!(best("<img src=blank.jpg>").or_else(|| best("<img src=my-blank.gif>")), None);
    }

    #[test]
    fn what_is_for_telephones_comes_last() {
        let picture = "<picture><source media='(max-width: 767px)' srcset=small.jpg><source media='(min-width: 768px)' \
                       srcset=large.jpg><img src=large.jpg></picture>";
        assert_eq!(best(picture).as_deref(), Some("https://paper.example/a/large.jpg"));
        for (media, expected) in
            [("(max-width: 47.9em)", true), ("(max-width: 80em)", false), ("(min-width: 1px)", false)]
        {
            assert_eq!(is_for_telephones(media), expected, "{media}");
        }
        let alone = "<picture><source media='(max-width: 767px)' srcset=small.jpg><img src='data:x'></picture>";
        assert_eq!(best(alone).as_deref(), Some("https://paper.example/a/small.jpg"));
        let known =
            "<picture><source media='(max-width:600px)' srcset='a.jpg 1200w'><img src=b.jpg width=300></picture>";
        assert_eq!(best(known).as_deref(), Some("https://paper.example/a/a.jpg"));
    }

    #[test]
    fn an_address_is_found_under_any_name() {
        for name in ["data-ezsrc", "nitro-lazy-src", "data-lazyimage-src", "data-anything"] {
            let image = format!("<img src=/blank.gif alt=x.jpg {name}=/photos/quay.jpg>");
            assert_eq!(best(&image).as_deref(), Some("https://paper.example/photos/quay.jpg"), "{name}");
        }
        assert_eq!(best("<img src=/blank.gif data-page=/photos/quay>"), None);
        assert_eq!(best("<img src=a.jpg data-share=/b.jpg>").as_deref(), Some("https://paper.example/a/a.jpg"));
    }

    #[test]
    fn a_density_widens_what_is_asked_for() {
        assert_eq!(width_in("https://a.example/a.jpg?width=620&dpr=2"), 1240);
        assert_eq!(width_in("https://a.example/a.jpg?width=620&dpr=90"), 620);
    }
}
