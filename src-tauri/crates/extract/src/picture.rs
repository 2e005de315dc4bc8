//! One picture of a page: its best address, and whether it belongs to the article at all.

use dom_query::NodeRef;

use crate::judge::context::odds;
use crate::judge::names::names;
use crate::measure::chars_in;
use crate::rendition::{SETS, leads_to_picture};

/// Narrower pictures than this are furniture, in pixels.
const NARROWEST: f32 = 100.0;

/// Characters of a link that are counted.
const MOST_LINK_CHARS: usize = 2_000;

/// Smaller pictures than this show nothing, in pixels.
const SMALLEST: f32 = 40.0;

/// Parts of addresses that no content picture has.
const FURNITURE_PARTS: [&str; 7] =
    ["doubleclick.", "/ads/", "gravatar.com", "scorecardresearch", "/avatar", "/emoji/", "/cta/"];

/// Shops whose badges stand in pages, in alternative texts.
const SHOPS: [&str; 3] = ["appstore", "app store", "google play"];

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

/// Those of them that mark furniture in a large picture's name too.
const NEVER_LARGE: [&str; 9] =
    ["banner", "logo", "advert", "advertisement", "captcha", "paywall", "authorphoto", "headshot", "avatar"];

/// Words in the classes of what holds a picture that mark it as no part of the article.
pub(crate) const FURNITURE_AROUND: [&str; 33] = [
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

/// Characters of a caption that says something.
const CAPTION: usize = 12;

/// Pixels from which on a picture is no icon.
const LARGE: f32 = 480.0;

/// What a picture's own element and those around it say of it, before the text is known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traits {
    /// Width and height that its element states, in pixels; 0 where it does not.
    pub(crate) width: f32,
    /// See `width`.
    pub(crate) height: f32,
    /// Renditions that it names.
    pub(crate) renditions: f32,
    /// Whether its own names or its address are those of furniture: an icon, a face, a counter, an advertisement.
    pub(crate) is_named_furniture: bool,
    /// How many elements around it are named as no part of an article, and how near the nearest is; 9 for none.
    pub(crate) furniture_around: f32,
    /// See `furniture_around`.
    pub(crate) furniture_steps: f32,
    /// Whether it stands in navigation, the page's foot or a form.
    pub(crate) is_outside: bool,
    /// Whether it stands in a button without a figure.
    pub(crate) is_pressed: bool,
    /// Whether it stands in a link; whether that leads to a picture; and the link's own characters.
    pub(crate) is_linked: bool,
    /// See `is_linked`.
    pub(crate) leads_to_picture: bool,
    /// See `is_linked`.
    pub(crate) link_chars: f32,
    /// Whether it stands in a `figure`, a list, a table or an aside.
    pub(crate) in_figure: bool,
    /// See `in_figure`.
    pub(crate) in_list: bool,
    /// See `in_figure`.
    pub(crate) in_table: bool,
    /// See `in_figure`.
    pub(crate) in_aside: bool,
    /// Whether its alternative text is that of a shop's badge or names an author of the article: then it is no picture of it.
    pub(crate) is_badge: bool,
    /// What the words of its own names and of its address say.
    pub(crate) own_worst: f32,
    /// See `own_worst`.
    pub(crate) own_best: f32,
}

/// Whether a picture is a drawing for the screen or too small to show anything.
pub(crate) fn is_symbol(image: &NodeRef<'_>, address: &str) -> bool {
    let size = |name: &str| stated_size(image, name);
    let small = |size: Option<f32>, least: f32| size.is_some_and(|size| size < least);
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ends =
        |end: &str| path.get(path.len().saturating_sub(end.len())..).is_some_and(|own| own.eq_ignore_ascii_case(end));
    small(size("width"), SMALLEST) && small(size("height").or(Some(1.0)), SMALLEST)
        || small(size("height"), SMALLEST)
        || ends(".svg") && !is_drawing(image, path)
        || ends(".ico")
        || (ends(".png") || ends(".gif")) && is_share_icon(path) && !is_shown(image, false)
}

/// Words of symbols: a drawing that is called by one of them says nothing more.
const SYMBOLS: [&str; 14] = [
    "logo", "logos", "icon", "icons", "ico", "badge", "button", "arrow", "avatar", "emoji", "smiley", "sprite",
    "spinner", "wordmark",
];
/// Pixels across from which a drawing is no symbol.
const DRAWN_WIDE: f32 = 300.0;
/// Words of an alternative text that tells what a drawing shows.
const DRAWN_WORDS: usize = 3;

/// Whether a drawing (`.svg`) is one of the text, as charts and diagrams are, and no symbol: it has a caption, is said to be wide,
/// or stands by itself and is described.
fn is_drawing(image: &NodeRef<'_>, path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or_default();
    let names = format!("{file} {} {}", image.attr_or("class", ""), image.attr_or("id", ""));
    if has_word(&names, &SYMBOLS) || path.contains("/icons/") || path.contains("/logos/") || path.contains("/emoji/") {
        return false;
    }
    let in_figure = image.ancestors_it(Some(4)).find(|node| node.has_name("figure"));
    let captioned = in_figure.is_some_and(|figure| {
        let mut captions = figure.descendants_it().filter(|node| node.has_name("figcaption"));
        captions.any(|caption| !caption.text().trim().is_empty())
    });
    let stands_alone = || {
        let block = image.ancestors_it(Some(3)).find(|node| !node.has_name("a") && !node.has_name("picture"));
        block.is_some_and(|block| {
            (block.has_name("p") || block.has_name("figure") || block.has_name("div")) && block.text().trim().is_empty()
        })
    };
    captioned
        || stated_size(image, "width").is_some_and(|width| width >= DRAWN_WIDE)
        || image.attr_or("alt", "").split_whitespace().count() >= DRAWN_WORDS && stands_alone()
}

/// Words that the files of buttons for networks are called by.
const NETWORKS: [&str; 18] = [
    "facebook",
    "twitter",
    "instagram",
    "linkedin",
    "whatsapp",
    "pinterest",
    "telegram",
    "reddit",
    "youtube",
    "tiktok",
    "threads",
    "bluesky",
    "mastodon",
    "xing",
    "vk",
    "email",
    "print",
    "rss",
];

/// Whether a picture's file is called after a network and nothing else.
fn is_share_icon(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let mut words = stem.split(|next: char| !next.is_ascii_alphabetic()).filter(|word| !word.is_empty()).peekable();
    let is_plain = |word: &str| {
        matches!(
            word,
            "icon"
                | "icons"
                | "logo"
                | "share"
                | "button"
                | "btn"
                | "black"
                | "white"
                | "round"
                | "square"
                | "ic"
                | "x"
        )
    };
    let mut names_network = false;
    words.peek().is_some()
        && words.all(|word| {
            names_network |= NETWORKS.contains(&word);
            NETWORKS.contains(&word) || is_plain(word)
        })
        && names_network
}

/// Whether a picture has a caption, or room that its page states, so that a word in its file's name tells what it shows.
fn is_shown(image: &NodeRef<'_>, only_with_caption: bool) -> bool {
    let is_large =
        |width: f32| width >= LARGE && stated_size(image, "height").is_none_or(|height| height * 3.0 >= width);
    let has_caption = || {
        let figure = image.ancestors_it(Some(5)).find(|node| node.has_name("figure"));
        figure.is_some_and(|figure| {
            let mut captions = figure.descendants_it().filter(|node| node.has_name("figcaption"));
            captions.any(|caption| chars_in(&caption, CAPTION) >= CAPTION)
        })
    };
    !only_with_caption && stated_size(image, "width").is_some_and(is_large) || has_caption()
}

fn stated_size(image: &NodeRef<'_>, name: &str) -> Option<f32> {
    image.attr(name).and_then(|value| value.trim().trim_end_matches("px").parse::<f32>().ok())
}

impl Traits {
    /// Looks at a picture of this address.
    pub(crate) fn of(image: &NodeRef<'_>, address: &str) -> Self {
        let lower = address.to_ascii_lowercase();
        let path = lower.split(['?', '#']).next().unwrap_or_default();
        let file = path.rsplit('/').next().unwrap_or_default();
        let names_of_its = format!("{} {}", image.attr_or("class", ""), image.attr_or("id", ""));
        let own = format!("{names_of_its} {file}");
        let (own_worst, own_best, _) = odds(&own, names());
        let sets = SETS.iter().filter_map(|name| image.attr(name)).map(|set| set.matches(' ').count()).sum::<usize>();
        let mut traits = Self {
            width: stated_size(image, "width").unwrap_or_default(),
            height: stated_size(image, "height").unwrap_or_default(),
            renditions: sets.min(20) as f32,
            is_named_furniture: has_word(&names_of_its, &FURNITURE)
                || has_word(file, &FURNITURE) && !is_shown(image, has_word(file, &NEVER_LARGE))
                || is_strip(path)
                || FURNITURE_PARTS.iter().any(|part| lower.contains(part)),
            furniture_steps: 9.0,
            is_badge: image.attr("alt").is_some_and(|alt| is_badge(&alt)),
            own_worst,
            own_best,
            ..Self::default()
        };
        let mut figure_chars = None;
        for (step, ancestor) in image.ancestors_it(Some(8)).enumerate() {
            let Some(name) = ancestor.node_name() else { break };
            match name.as_ref() {
                "article" | "main" | "body" => break,
                "figure" => {
                    traits.in_figure = true;
                    figure_chars = Some(chars_in(&ancestor, MOST_LINK_CHARS));
                }
                "nav" | "footer" | "form" => traits.is_outside = true,
                "li" => traits.in_list = true,
                "table" => traits.in_table = true,
                "aside" => traits.in_aside = true,
                // A picture that opens at a click stands in a button; an icon stands in one without a figure.
                "button" if !traits.in_figure && !ancestor.descendants_it().any(|inner| inner.has_name("figure")) => {
                    traits.is_pressed = true;
                }
                "a" if !traits.is_linked => {
                    traits.is_linked = true;
                    traits.leads_to_picture = leads_to_picture(&ancestor.attr_or("href", ""));
                    let chars = chars_in(&ancestor, MOST_LINK_CHARS).saturating_sub(figure_chars.unwrap_or_default());
                    traits.link_chars = chars as f32;
                }
                _ => {}
            }
            let classes = format!("{} {}", ancestor.attr_or("class", ""), ancestor.attr_or("id", ""));
            if has_word(&classes, &FURNITURE_AROUND) {
                traits.furniture_around += 1.0;
                traits.furniture_steps = traits.furniture_steps.min(step as f32);
            }
        }
        traits
    }

    /// Whether its names, its address or its size are those of furniture.
    pub(crate) fn is_furniture(&self) -> bool {
        let is_small = |size: f32| size > 0.0 && size < NARROWEST;
        self.is_named_furniture || is_small(self.width) && (is_small(self.height) || self.height <= 0.0)
    }

    /// Whether it stands where furniture does, so that words beside it are hardly its own.
    pub(crate) fn stands_as_furniture(&self) -> bool {
        self.is_outside
            || self.is_pressed
            || self.furniture_around > 0.0
            || self.is_linked && !self.leads_to_picture && self.link_chars > 12.0
    }
}

/// Whether an alternative text names a shop for programs and little else.
fn is_badge(alt: &str) -> bool {
    let alt = alt.to_lowercase();
    SHOPS.iter().any(|shop| alt.contains(shop)) && crate::words::length(&alt) <= 6
}

/// Whether a file's name gives it the shape of a banner: `1000x200` and the like.
fn is_strip(path: &str) -> bool {
    path.rsplit('/').next().unwrap_or_default().split(|next: char| !next.is_ascii_alphanumeric()).any(|part| {
        let size = part.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
        size.is_some_and(|(width, height): (u32, u32)| height >= 20 && width / 4 >= height)
    })
}

/// Whether one of `words` stands in `names`, which are split at everything but letters and digits.
pub(crate) fn has_word(names: &str, words: &[&str]) -> bool {
    if names.is_ascii() {
        let is_digit = |next: &u8| next.is_ascii_digit();
        // Nearly every name begins with another letter than each of the words.
        let letter = |name: &[u8]| name.first().map_or(0, |first| 1_u32 << (first & 31));
        let letters = words.iter().fold(0, |letters, word| letters | letter(word.as_bytes()));
        return names.as_bytes().split(|next| !next.is_ascii_alphanumeric()).any(|name| {
            if letters & letter(name) == 0 {
                return false;
            }
            let end = name.iter().rposition(|next| !is_digit(next)).map_or(0, |at| at + 1);
            let name = name.get(..end).unwrap_or_default();
            words.iter().any(|word| name.eq_ignore_ascii_case(word.as_bytes()))
        });
    }
    names
        .split(|next: char| !next.is_alphanumeric())
        .map(|name| name.trim_end_matches(|next: char| next.is_ascii_digit()))
        .any(|name| words.iter().any(|word| name.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    #[test]
    fn a_word_in_the_name_of_a_file_tells_what_a_photograph_shows() {
        let is_furniture = |markup: &str| {
            let document = Document::from(markup);
            let image = document.select("img").nodes().first().copied().unwrap();
            Traits::of(&image, &image.attr("src").unwrap()).is_furniture()
        };
        let captioned = |img: &str| format!("<figure>{img}<figcaption>The flag over the harbour</figcaption></figure>");
        assert!(!is_furniture(&captioned("<img src=star-spangled-banner.jpg>")));
        assert!(!is_furniture("<img src=police-badge.jpg width=1200 height=800>"));
        assert!(is_furniture("<img src=banner.jpg width=728 height=90>"));
        assert!(is_furniture("<img src=site-logo.png>"));
        assert!(is_furniture(&captioned("<img src=a.jpg class=avatar>")));
    }

    #[test]
    fn charts_are_pictures_and_symbols_are_none_in_whatever_way_they_are_drawn() {
        let is_symbol = |markup: &str| {
            let document = Document::from(markup);
            let image = document.select("img").nodes().first().copied().unwrap();
            is_symbol(&image, &image.attr("src").unwrap())
        };
        assert!(!is_symbol("<figure><img src=/2026/rents.svg><figcaption>Rents since 2010</figcaption></figure>"));
        assert!(!is_symbol("<p>Rents rose: <img src=/2026/rents.svg width=720 height=400></p>"));
        assert!(!is_symbol("<p><a href=/x><img src=rents.svg?v=2 alt='How rents rose since 2010'></a></p>"));
        assert!(is_symbol("<p>Rents <img src=up.svg alt='an arrow that points upwards'> rose.</p>"));
        assert!(is_symbol("<p><img src=rents.svg></p>"));
        assert!(is_symbol("<figure><img src=/logo.svg width=600><figcaption>The maker</figcaption></figure>"));
        assert!(is_symbol("<p><img src=/icons/house.svg alt='a house with two windows'></p>"));
        assert!(is_symbol("<figure><img src=rents.svg width=24 height=24><figcaption>Rents</figcaption></figure>"));
    }
}
