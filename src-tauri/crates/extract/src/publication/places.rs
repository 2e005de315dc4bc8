//! The places where a page names its publication.

use serde_json::Value;

use crate::evidence::shown::Tag;
use crate::evidence::signs::Signs;
use crate::evidence::{Evidence, first_text};
use crate::headline::SEPARATORS;
use crate::words::{folded, key, words};

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
}

/// All names with their places.
pub(crate) fn places(evidence: &Evidence) -> Vec<(String, Place)> {
    let mut found: Vec<(String, Place)> = Vec::new();
    let mut add = |name: Option<String>, place: Place| {
        if let Some(name) = name.and_then(|name| bare(&name))
            && usable(&name)
            && !found.contains(&(name.clone(), place))
        {
            found.push((name, place));
        }
    };
    add(evidence.meta(&["og:site_name"]), Place::OpenGraph);
    for value in evidence.property("publisher").take(3) {
        add(
            match value {
                Value::Object(object) => evidence.resolved(object).get("name").and_then(first_text),
                other => first_text(other),
            },
            Place::Publisher,
        );
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
    found.truncate(40);
    found
}

/// A name without what copyright lines add to it: the sign, the year, the address.
fn bare(name: &str) -> Option<String> {
    let name = name.split(" (www.").next().unwrap_or_default();
    let name = name.trim_start_matches(['©', '(', ' ']).trim_start_matches("Copyright").trim();
    let name = name.trim_start_matches(['©', ' ', '-', '–']);
    let year = name
        .split(' ')
        .next()
        .filter(|first| first.len() == 4 && first.starts_with("20") && first.parse::<u16>().is_ok());
    folded(year.and_then(|year| name.strip_prefix(year)).unwrap_or(name))
}

fn usable(name: &str) -> bool {
    (1..=9).contains(&words(name).len())
        && !name.contains("://")
        && name.chars().count() <= 60
        && !name.starts_with('@')
}

fn without_logo(alt: &str) -> String {
    let words: Vec<&str> =
        alt.split_whitespace().filter(|word| !matches!(key(word).as_str(), "logo" | "logotype")).collect();
    words.join(" ")
}
