//! The places where a page names its publication.

use serde_json::Value;
use url::Url;

use crate::evidence::links::leads_home;
use crate::evidence::shown::{SEAM, Tag, unseamed};
use crate::evidence::signs::Signs;
use crate::evidence::{Evidence, first_text};
use crate::publication::{label, stands_for};
use crate::words::{SEPARATORS, folded, key, words};

/// Where a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    OpenGraph,
    Publisher,
    WebSite,
    /// An organisation that the page describes.
    Organization,
    /// The name of the site as an application.
    Application,
    Meta,
    /// What is left of the title without the headline that the page shows or states.
    TitleRest,
    /// What stands after the last separator of the title.
    TitleEnd,
    /// What leads to the site's first page, above the article.
    Home,
    /// What the page's feed is called.
    Feed,
    Logo,
    /// Who holds the copyright, in the line at the foot of the page.
    Copyright,
}

/// A name that the page gives its publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Whether it was the site's domain.
    pub(crate) is_domain: bool,
}

/// All names, the most trusted places first.
pub(crate) fn places(evidence: &Evidence, page: Option<&Url>) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let label: String = page.and_then(Url::host_str).map(label).unwrap_or_default();
    let mut add = |name: Option<String>, place: Place| {
        let Some(whole) = name.and_then(|name| bare(&name)) else { return };
        let name = without_suffix(&whole);
        let named = Named { is_domain: name != whole || is_host(&name), name, place };
        // A motto behind the name, in the places that are for the name alone.
        if matches!(place, Place::OpenGraph | Place::Publisher | Place::WebSite | Place::Organization)
            && let Some(name) = without_motto(&named.name, &label)
        {
            let named = Named { name: without_suffix(name), place, is_domain: is_host(name) };
            if usable(&named.name) && !found.contains(&named) {
                found.push(named);
            }
        }
        if usable(&named.name) && !found.contains(&named) && !(is_weak(place) && is_general(&named.name)) {
            found.push(named);
        }
    };
    add(evidence.meta(&["og:site_name"]), Place::OpenGraph);
    for value in evidence.property("publisher").take(3) {
        match value {
            Value::Object(object) => {
                let object = evidence.resolved(object);
                add(object.get("name").and_then(first_text), Place::Publisher);
                add(object.get("alternateName").and_then(first_text), Place::Publisher);
            }
            other => add(first_text(other), Place::Publisher),
        }
    }
    for object in evidence.of_type("WebSite").take(2) {
        add(object.get("name").and_then(first_text), Place::WebSite);
        add(object.get("alternateName").and_then(first_text), Place::WebSite);
    }
    for kind in ["NewsMediaOrganization", "Organization", "Corporation"] {
        for object in evidence.of_type(kind).take(2) {
            add(object.get("name").and_then(first_text), Place::Organization);
        }
    }
    for name in ["application-name", "apple-mobile-web-app-title", "al:android:app_name", "al:ios:app_name"] {
        add(evidence.meta(&[name]), Place::Application);
    }
    for name in
        ["dc.publisher", "publisher", "cre", "dcterms.publisher", "source", "copyright", "parsely-network-canonical"]
    {
        add(evidence.meta(&[name]), Place::Meta);
    }
    let headlines = headlines(evidence);
    for title in evidence.title().map(str::to_owned).into_iter().chain(evidence.meta(&["og:title"])) {
        for separator in SEPARATORS.iter().chain(&["_", "｜", "－"]) {
            if let Some((name, headline)) = title.split_once(separator)
                && headlines.contains(&key(headline))
                && words(name).len() <= MOST_REST
                && name.chars().count() <= MOST_CHARS
            {
                add(folded(name), Place::TitleRest);
            }
            let Some((headline, end)) = title.rsplit_once(separator).filter(|_| *separator != ": ") else { continue };
            let is_rest = headlines.contains(&key(headline))
                && words(end).len() <= MOST_REST
                && end.chars().count() <= MOST_CHARS;
            // Words may hold these signs, too.
            if is_rest || !matches!(*separator, "-" | "_" | "－") {
                add(folded(end), if is_rest { Place::TitleRest } else { Place::TitleEnd });
            }
        }
    }
    for title in evidence.feeds() {
        add(folded(without_feed(title)), Place::Feed);
    }
    let shown = evidence.shown();
    for mark in &shown.marks {
        if mark.tag == Tag::Image && mark.near.any(Signs::LOGO) {
            add(mark.stated.as_deref().and_then(folded).map(|alt| without_logo(&alt)), Place::Logo);
        }
        if mark.tag == Tag::Link
            && mark.place.any(Signs::HEADER.with(Signs::NAV))
            && mark.href.as_deref().is_some_and(|href| leads_home(href, page))
        {
            add(shown.raw(mark, MOST_HOME).and_then(unseamed), Place::Home);
        }
    }
    for line in copyright_lines(&shown.text) {
        add(Some(line.to_owned()).filter(|line| is_holder(line)), Place::Copyright);
    }
    found.truncate(40);
    found
}

/// Words of what is left of a title that may be a name.
const MOST_REST: usize = 5;

/// Characters of it.
const MOST_CHARS: usize = 40;

/// Bytes of a link's text that may be a name.
const MOST_HOME: usize = 120;

/// The article's headline in every wording that the page shows or states outside its title, as keys.
fn headlines(evidence: &Evidence) -> Vec<String> {
    let shown = evidence.shown();
    let headings = shown.marks.iter().filter(|mark| mark.tag == Tag::Heading(1) || mark.own.any(Signs::HEADLINE));
    let shown = headings.filter_map(|mark| shown.raw(mark, 600)).map(key);
    let stated = evidence.meta_all("og:title").map(key).chain(evidence.text("headline").map(|text| key(&text)));
    shown.chain(stated).filter(|key| !key.is_empty()).collect()
}

/// A feed's title without what says that it is one.
fn without_feed(title: &str) -> &str {
    let mut title = title.trim();
    for end in ["[RSS]", "RSS feed", "Atom feed", "RSS Feed", "Feed", "feed", "RSS", "Atom", "RSS 2.0"] {
        title =
            title.strip_suffix(end).map_or(title, |rest| rest.trim_end_matches([' ', '-', '–', '|', '»', '›', '(']));
    }
    title
}

/// A name without the motto behind it.
fn without_motto<'a>(name: &'a str, label: &str) -> Option<&'a str> {
    let signs = [" | ", " - ", " – ", " — ", " • ", " · ", " » ", " :: "];
    let (first, rest) = signs.iter().filter_map(|sign| name.split_once(sign)).min_by_key(|(first, _)| first.len())?;
    let (own, other) = (key(first), key(rest));
    let bare: String = label.chars().filter(|next| next.is_alphanumeric()).collect();
    // The rest may be the name, and the first its letters or what it offers.
    let is_behind = other.contains(&bare) && !own.contains(&bare) || stands_for(&own, rest);
    (own.chars().count() >= 3 && words(rest).len() >= 2 && !is_behind && !is_general(first)).then_some(first)
}

/// Whether a place holds other things as often as the publication's name.
pub(crate) fn is_weak(place: Place) -> bool {
    matches!(place, Place::TitleEnd | Place::TitleRest | Place::Home | Place::Feed | Place::Copyright)
}

/// Whether a text is what any site may call its first page, or the number of a page.
fn is_general(name: &str) -> bool {
    let words = words(name);
    let is_number = |word: &&String| word.chars().all(char::is_numeric);
    words.len() <= 2 && words.last().is_some_and(|last| is_number(&last))
        || words.len() == 1
            && matches!(
                words.concat().as_str(),
                "blog"
                    | "news"
                    | "home"
                    | "homepage"
                    | "startseite"
                    | "accueil"
                    | "inicio"
                    | "início"
                    | "главная"
                    | "首页"
                    | "ホーム"
                    | "トップ"
                    | "홈"
                    | "index"
                    | "start"
                    | "magazine"
                    | "magazin"
                    | "journal"
                    | "menu"
            )
}

/// What follows the last copyright signs of a page, up to the end of the sentence.
fn copyright_lines(text: &str) -> impl Iterator<Item = &str> {
    text.rmatch_indices('©').take(2).filter_map(|(at, _)| {
        let line = text.get(at..)?.split(['\n', '|', '•', '·', ',']).next()?;
        let line = [". ", " - ", " – "].iter().fold(line, |line, end| line.split(end).next().unwrap_or(line));
        (line.len() < 120).then_some(line)
    })
}

/// Whether a copyright line names its holder and says nothing more.
fn is_holder(line: &str) -> bool {
    let words = words(line);
    let more =
        ["rights", "rechte", "reserved", "reservados", "derechos", "droits", "diritti", "licen", "lizen", "使用"];
    words.len() <= 7 && !words.iter().any(|word| more.iter().any(|more| word.contains(more)))
}

/// A name without what copyright lines add to it: the sign, the years, the legal form, the address.
fn bare(name: &str) -> Option<String> {
    let name = name.replace(SEAM, " ");
    let name = name.split(" (www.").next().unwrap_or_default();
    let name = name.trim_start_matches("(c)").trim_start_matches("(C)");
    let name = name.trim_start_matches(['©', '(', ' ']).trim_start_matches("Copyright").trim();
    let is_year = |word: &str| {
        let digits: Vec<&str> = word.split(['-', '–', ',']).filter(|part| !part.is_empty()).collect();
        !digits.is_empty()
            && digits.iter().all(|part| {
                part.len() == 4 && part.starts_with(['1', '2']) && part.bytes().all(|byte| byte.is_ascii_digit())
            })
    };
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.first().is_some_and(|first| is_year(first) || matches!(*first, "©" | "-" | "–" | "by" | "by:")) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|last| is_legal_form(last) || is_year(last)) {
        words.pop();
    }
    folded(words.join(" ").trim_end_matches([',', ' ', '-', '–']))
}

/// Words that say how a publisher is incorporated.
fn is_legal_form(word: &str) -> bool {
    matches!(
        key(word).as_str(),
        "gmbh"
            | "ag"
            | "inc"
            | "llc"
            | "ltd"
            | "limited"
            | "sl"
            | "slu"
            | "sa"
            | "srl"
            | "spa"
            | "bv"
            | "as"
            | "ab"
            | "kg"
            | "plc"
    )
}

/// `Courier.co.example` is known as the Courier; a name on `.com` and its like is known by it, and so is a general word.
fn without_suffix(name: &str) -> String {
    if name.contains([' ', '/']) {
        return name.to_owned();
    }
    let name = name.strip_prefix("www.").unwrap_or(name);
    let Some((stem, end)) = name.split_once('.') else { return name.to_owned() };
    let is_country = |end: &str| end.len() == 2 && end.chars().all(|next| next.is_ascii_alphabetic());
    let own = !matches!(end, "io" | "tv" | "ai" | "me" | "co")
        && (is_country(end)
            || end.split_once('.').is_some_and(|(general, country)| {
                matches!(general, "co" | "com" | "org" | "net") && is_country(country)
            }));
    let general = matches!(
        stem.to_lowercase().as_str(),
        "news" | "nachrichten" | "aktuell" | "noticias" | "notizie" | "online" | "web" | "blog" | "info" | "the"
    );
    let small = !stem.chars().any(char::is_uppercase);
    match stem.chars().count() {
        _ if !own || general => name.to_owned(),
        0 | 1 => name.to_owned(),
        2..=4 if small => stem.to_uppercase(),
        _ if small => stem.chars().take(1).flat_map(char::to_uppercase).chain(stem.chars().skip(1)).collect(),
        _ => stem.to_owned(),
    }
}

fn is_host(name: &str) -> bool {
    name.contains('.') && !name.contains(' ')
}

fn usable(name: &str) -> bool {
    (1..=9).contains(&words(name).len())
        && name.chars().filter(|next| next.is_alphanumeric()).nth(1).is_some()
        && name.chars().any(char::is_alphabetic)
        && ![".png", ".jpg", ".svg", ".gif"].iter().any(|end| name.ends_with(end))
        && !name.contains("://")
        && name.chars().count() <= 60
        && !name.starts_with('@')
}

fn without_logo(alt: &str) -> String {
    let words: Vec<&str> =
        alt.split_whitespace().filter(|word| !matches!(key(word).as_str(), "logo" | "logotype")).collect();
    words.join(" ")
}
