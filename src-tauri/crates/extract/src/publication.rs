//! The publication's name, as its readers know it.
//!
//! Pages name their publication in a dozen places and seldom alike: what several places agree on, and what the address
//! confirms, is the name.

pub(crate) mod places;

use std::collections::HashSet;

use url::Url;

use crate::evidence::Evidence;
use crate::words::{key, words};

use places::{Named, Place, is_weak, places};

/// Least score of a name that is believed.
const LEAST: f32 = 1.0;

/// What the publication of a page is called.
pub(crate) struct Publication {
    /// Its name; its host where the page names none.
    pub(crate) site: Option<String>,
    /// Every name that the page gives it, the one above first, the address's own label last.
    pub(crate) names: Vec<String>,
}

impl Publication {
    /// Reads the names that a page gives its publication.
    pub(crate) fn of(evidence: &Evidence, page: Option<&Url>) -> Self {
        let places = places(evidence, page);
        let site = site(&places, page);
        let names = names(places, page, site.as_deref());
        Self { site, names }
    }
}

fn site(places: &[Named], page: Option<&Url>) -> Option<String> {
    let host = page.and_then(Url::host_str).map(|host| host.trim_start_matches("www.").to_owned());
    let label = host.as_deref().map(label).unwrap_or_default();
    let keys: Vec<String> = places.iter().map(|named| key(&named.name)).collect();
    // A publication within a system, which names it in its data.
    let has_publisher = places
        .iter()
        .zip(&keys)
        .any(|(named, own)| named.place == Place::Publisher && !PLATFORMS.contains(&own.as_str()));
    let scored = places.iter().zip(&keys).map(|(named, own)| {
        let agreeing: HashSet<Place> = places
            .iter()
            .zip(&keys)
            .filter(|(other, key)| other.place != named.place && !is_one_title(other, named) && *key == own)
            .filter(|(other, key)| !is_weak(other.place) || key.chars().count() > LETTERS)
            .map(|(other, _)| other.place)
            .collect();
        let score = score(named, own, agreeing.len(), &label);
        let is_platform = is_platform(own, host.as_deref()) || PLATFORMS.contains(&own.as_str()) && has_publisher;
        (if is_platform { score - PLATFORM } else { score }, named)
    });
    // The first of equals: places come in the order in which they are trusted.
    let best = scored.rev().max_by(|one, other| one.0.total_cmp(&other.0)).filter(|(score, _)| *score >= LEAST);
    best.map(|(_, named)| spelled_out(&named.name, &label).unwrap_or_else(|| written(named, places))).or(host)
}

/// Letters of a name that may be short for another, so that links and titles which have it confirm nothing.
const LETTERS: usize = 3;

/// What a name loses that is the system's on which the publication is written.
const PLATFORM: f32 = 4.0;

/// Systems that write their own name where that of a publication belongs.
const PLATFORMS: [&str; 22] = [
    "blogger",
    "tumblr",
    "tistory",
    "livejournal",
    "dreamwidth",
    "typepad",
    "wordpress",
    "wordpresscom",
    "medium",
    "substack",
    "ghost",
    "wix",
    "wixcom",
    "squarespace",
    "weebly",
    "webflow",
    "微信公众平台",
    "weixinofficialaccountsplatform",
    "はてなブログ",
    "hatenablog",
    "アメーバブログアメブロ",
    "네이버블로그",
];

/// Whether a name is that of a system, and the page is not one of the system's own host.
fn is_platform(own: &str, host: Option<&str>) -> bool {
    let is_own_host = || {
        host.is_some_and(|host| host.split_once('.').is_some_and(|(first, rest)| first == own && !rest.contains('.')))
    };
    PLATFORMS.contains(&own) && !is_own_host()
}

/// Whether two names were read from the page's title.
fn is_one_title(one: &Named, other: &Named) -> bool {
    let is_title = |named: &Named| matches!(named.place, Place::TitleEnd | Place::TitleRest);
    is_title(one) && is_title(other)
}

/// A name as the page writes it best: places that agree on it may have run its words together, or have it in small letters.
fn written(named: &Named, places: &[Named]) -> String {
    let own = key(&named.name);
    let care = |name: &str| {
        let large = name.chars().any(char::is_uppercase);
        let is_latin = name.chars().any(|next| next.is_lowercase() || next.is_uppercase());
        (name.contains(' ') && is_latin, large && name.chars().any(char::is_lowercase), name.contains(['\'', '’']))
    };
    let best = places
        .iter()
        .map(|other| &other.name)
        .filter(|other| key(other) == own)
        .rev()
        .max_by_key(|other| care(other))
        .unwrap_or(&named.name);
    // What is in capitals alone, without a space, may be letters.
    let letters = !named.is_domain && !named.name.chars().any(|next| next.is_lowercase() || next.is_whitespace());
    if letters && !best.contains(' ') { named.name.clone() } else { best.clone() }
}

/// The words of an address such as `coast-courier.example`, where the page's own name is no more than their letters.
fn spelled_out(name: &str, label: &str) -> Option<String> {
    let letters = key(name);
    let parts: Vec<&str> = label.split('-').filter(|part| part.len() > 2).collect();
    let mut wanted = letters.chars().peekable();
    for part in &parts {
        // Every word gives its first letter, and may give more.
        wanted.next_if(|letter| part.starts_with(*letter))?;
        part.chars().skip(1).for_each(|inner| {
            let starts_next = parts
                .iter()
                .any(|other| !std::ptr::eq(other, part) && wanted.peek().is_some_and(|next| other.starts_with(*next)));
            if !starts_next {
                wanted.next_if_eq(&inner);
            }
        });
    }
    if parts.len() < 2 || letters.len() > 4 || wanted.next().is_some() {
        return None;
    }
    let capital = |word: &str| {
        word.chars().next().into_iter().flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>()
    };
    Some(parts.into_iter().map(capital).collect::<Vec<_>>().join(" "))
}

fn names(places: Vec<Named>, page: Option<&Url>, site: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = site.map(str::to_owned).into_iter().collect();
    for named in places {
        if !is_weak(named.place) && !names.contains(&named.name) {
            names.push(named.name);
        }
    }
    if let Some(host) = page.and_then(Url::host_str) {
        names.push(host.trim_start_matches("www.").to_owned());
        names.push(label(host));
    }
    names
}

/// The part of a host that names the site: `courier` of `www.courier.co.example`.
pub(crate) fn label(host: &str) -> String {
    let parts: Vec<&str> = host.split('.').collect();
    let end = parts.len().saturating_sub(1);
    let second = end.checked_sub(1).and_then(|at| parts.get(at)).copied().unwrap_or_default();
    let general = matches!(second, "co" | "com" | "org" | "net" | "gov" | "ac" | "or" | "ne" | "go" | "edu");
    let at = if general && end >= 2 { end - 2 } else { end.saturating_sub(1) };
    parts.get(at).copied().unwrap_or_default().to_ascii_lowercase()
}

fn score(named: &Named, own: &str, agreeing: usize, label: &str) -> f32 {
    let name = named.name.as_str();
    let count = words(name).len();
    let mut score = match named.place {
        Place::OpenGraph => 3.0,
        Place::Publisher => 2.6,
        Place::WebSite => 2.2,
        Place::Application => 1.6,
        Place::Meta => 1.2,
        Place::TitleRest => 1.0,
        Place::TitleEnd | Place::Home => 0.6,
        Place::Organization => 1.2,
        Place::Logo => 0.8,
        Place::Feed => 0.4,
        Place::Copyright => 0.2,
    };
    score += 0.8 * agreeing.min(3) as f32;
    let bare: String = label.chars().filter(|next| next.is_alphanumeric()).collect();
    if !bare.is_empty() {
        let is_like =
            |own: &str| own == bare || own.len() > 3 && bare.len() > 3 && (own.contains(&bare) || bare.contains(own));
        if is_like(own) || !own.is_ascii() && (is_like(&in_ascii(own, false)) || is_like(&in_ascii(own, true))) {
            score += 1.0;
        } else if stands_for(&bare, name) {
            // The name in full is better than the letters that the address has of it.
            score += 2.5;
        }
    }
    if named.is_domain {
        score -= 1.0;
    }
    if is_legal(name) {
        score = (score - LEGAL).max(score.min(LEAST));
    }
    // A name with a motto behind it.
    if [" - ", " – ", " | ", " • "].iter().any(|sign| name.contains(sign)) {
        score -= if is_weak(named.place) { 1.0 } else { 2.0 };
    }
    if count > 5 && name.contains([',', '،', '、']) {
        score -= 1.0;
    }
    if count > 6 || own.chars().count() > 45 {
        score -= 2.0;
    }
    score
}

/// What a name loses that is the owner's as a register has it.
const LEGAL: f32 = 1.5;

/// Whether a name ends as those of companies and foundations do.
fn is_legal(name: &str) -> bool {
    const ENDS: [&str; 29] = [
        "ab",
        "asa",
        "aps",
        "oy",
        "oyj",
        "kft",
        "zrt",
        "nyrt",
        "doo",
        "sro",
        "spa",
        "sarl",
        "bv",
        "nv",
        "ооо",
        "inc",
        "llc",
        "ltd",
        "limited",
        "gmbh",
        "ag",
        "corp",
        "corporation",
        "foundation",
        "verlag",
        "kg",
        "plc",
        "pty",
        "srl",
    ];
    let words = words(name);
    let is_short = ["o.o.", "Co.", "s.r.o.", "S.p.A.", "S.A.", "a.s."].iter().any(|end| name.ends_with(end));
    words.len() > 1 && (is_short || words.last().is_some_and(|last| ENDS.contains(&last.as_str())))
}

/// Latin letters as addresses have them: without their marks, or, for umlauts, with an `e` behind.
pub(crate) fn in_ascii(key: &str, has_umlauts: bool) -> String {
    let mut out = String::with_capacity(key.len());
    for next in key.chars() {
        let letter = match next {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
            'æ' => "ae",
            'ç' | 'ć' | 'č' => "c",
            'ď' | 'đ' => "d",
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
            'ğ' | 'ģ' => "g",
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
            'ķ' => "k",
            'ł' | 'ļ' => "l",
            'ñ' | 'ń' | 'ň' | 'ņ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => "o",
            'œ' => "oe",
            'ř' => "r",
            'ś' | 'š' | 'ş' | 'ș' => "s",
            'ß' => "ss",
            'ť' | 'ţ' | 'ț' => "t",
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
            'ý' | 'ÿ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(letter);
        if has_umlauts && matches!(next, 'ä' | 'ö' | 'ü') {
            out.push('e');
        }
    }
    out
}

/// Whether letters abbreviate a name of several words: they follow in it in order, the first of every word among them.
pub(crate) fn stands_for(letters: &str, name: &str) -> bool {
    let words = words(name);
    let letters: Vec<char> = letters.chars().collect();
    if !(2..=4).contains(&letters.len()) || words.len() < 2 {
        return false;
    }
    let mut taken = 0;
    for (index, word) in words.iter().enumerate() {
        for (at, character) in word.chars().enumerate() {
            let fits = letters.get(taken) == Some(&character);
            if at == 0 && !fits {
                return false;
            }
            // Letters within a word are taken as long as enough are left for the words to come.
            if fits && (at == 0 || letters.len() - taken > words.len() - index - 1) {
                taken += 1;
            }
        }
    }
    taken == letters.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str, address: &str) -> Option<String> {
        Publication::of(&Evidence::of_page(page), Url::parse(address).ok().as_ref()).site
    }

    #[test]
    fn the_name_in_full_goes_before_its_letters() {
        let page = "<meta property=og:site_name content='CC.example'><meta name=publisher content='© 2026 Coast Courier (www.cc.example)'>";
        assert_eq!(of(page, "https://www.cc.example/ferry").as_deref(), Some("Coast Courier"));
        let letters = "<meta property=og:site_name content='CC'>";
        assert_eq!(of(letters, "https://www.coast-courier.example/ferry").as_deref(), Some("Coast Courier"));
    }

    #[test]
    fn letters_stand_for_names() {
        assert!(stands_for("ndk", "Norddeutscher Kurier"));
        assert!(stands_for("cc", "Coast Courier"));
        assert!(!stands_for("cc", "Coast Evening Courier"));
        assert!(!stands_for("ck", "Coast Courier"));
    }

    #[test]
    fn the_best_written_of_equal_names_is_taken() {
        for (page, expected) in [
            ("<meta property=og:site_name content=coastcourier><title>Ferry | Coast Courier</title>", "Coast Courier"),
            ("<meta property=og:site_name content=Coastcourier.de><title>Ferry</title>", "Coastcourier"),
            ("<meta property=og:site_name content='Coast Courier, Inc.'><title>Ferry</title>", "Coast Courier"),
            (
                "<title>Ferry</title><footer>© 2019-2026 Coast Courier GmbH. All rights reserved.</footer>",
                "Coast Courier",
            ),
        ] {
            assert_eq!(of(page, "https://coastcourier.de/x").as_deref(), Some(expected), "{page}");
        }
    }

    #[test]
    fn the_system_is_not_the_publication() {
        let head = |rest: &str| format!("<title>The swifts left | Small Weather</title>{rest}");
        let home = "<header><a href=/>Small Weather</a></header><h1>The swifts left</h1>";
        for (rest, expected) in [
            ("<meta property=og:site_name content=Tumblr>", "Small Weather"),
            ("<meta property=og:site_name content='Small Weather - A diary of rain'>", "Small Weather"),
            ("<link rel=alternate type=application/rss+xml title='Small Weather RSS'>", "Small Weather"),
        ] {
            let page = head(rest) + home;
            assert_eq!(of(&page, "https://smallweather.tumblr.com/post/1").as_deref(), Some(expected), "{page}");
        }
        let before = "<title>Small Weather: The swifts left</title><h1>The swifts left</h1>";
        assert_eq!(of(before, "https://weather.example/1").as_deref(), Some("Small Weather"));
        let own = "<meta property=og:site_name content=Tumblr>";
        assert_eq!(of(own, "https://www.tumblr.com/about").as_deref(), Some("Tumblr"));
        let marked =
            "<title>Voto – Noticias – Café de la Mañana</title><meta property=og:title content='Voto – Noticias'>";
        assert_eq!(of(marked, "https://cafedelamanana.example/1").as_deref(), Some("Café de la Mañana"));
    }

    #[test]
    fn without_a_name_the_host_stands() {
        assert_eq!(
            of("<title>Ferry - at last</title>", "https://www.courier.example/x").as_deref(),
            Some("courier.example")
        );
        assert_eq!(of("<title>Ferry | Courier</title>", "https://courier.example/x").as_deref(), Some("Courier"));
    }
}
