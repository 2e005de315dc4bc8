//! The places where a page names its publication.

use serde_json::Value;

use crate::evidence::shown::{SEAM, Tag};
use crate::evidence::signs::Signs;
use crate::evidence::{Evidence, first_text};
use crate::words::{SEPARATORS, folded, key, words};

/// Where a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    OpenGraph,
    /// The article's publisher.
    Publisher,
    WebSite,
    /// An organisation that the page describes.
    Organization,
    /// The name of the site as an application.
    Application,
    Meta,
    /// What stands after the last separator of the title.
    TitleEnd,
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
pub(crate) fn places(evidence: &Evidence) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let mut add = |name: Option<String>, place: Place| {
        let Some(whole) = name.and_then(|name| bare(&name)) else { return };
        let name = without_suffix(&whole);
        let named = Named { is_domain: name != whole || is_host(&name), name, place };
        if usable(&named.name) && !found.contains(&named) {
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
    for title in evidence.title().map(str::to_owned).into_iter().chain(evidence.meta(&["og:title"])) {
        for separator in SEPARATORS.iter().filter(|separator| !matches!(**separator, ": " | "-")) {
            if let Some((_, end)) = title.rsplit_once(separator) {
                add(folded(end), Place::TitleEnd);
            }
        }
    }
    let shown = evidence.shown();
    for mark in &shown.marks {
        if mark.tag == Tag::Image && mark.near.any(Signs::LOGO) {
            add(mark.stated.as_deref().and_then(folded).map(|alt| without_logo(&alt)), Place::Logo);
        }
    }
    for line in copyright_lines(&shown.text) {
        add(Some(line.to_owned()).filter(|line| is_holder(line)), Place::Copyright);
    }
    found.truncate(40);
    found
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
