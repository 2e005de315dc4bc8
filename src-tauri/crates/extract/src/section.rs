//! The publication's own section, as it says it.

use dom_query::Document;
use serde_json::Value;
use url::Url;

use crate::evidence::{Evidence, first_text};
use crate::words::{folded, key, words};

/// The section that the page states, shows above its headline, or has in its address.
pub(crate) fn section(
    document: &Document,
    evidence: &Evidence,
    page: Option<&Url>,
    site: Option<&str>,
    headline: Option<&str>,
) -> Option<String> {
    let usable = |name: &String| {
        let same = |other: Option<&str>| other.is_some_and(|other| key(other) == key(name));
        (1..=6).contains(&words(name).len())
            && !same(site)
            && !same(headline)
            && !is_general(name)
            && !name.contains("://")
    };
    evidence
        .text("articleSection")
        .map(|name| name.split([',', '|', '>']).next().unwrap_or_default().trim().to_owned())
        .filter(usable)
        .or_else(|| {
            evidence
                .meta(&[
                    "article:section",
                    "og:article:section",
                    "parsely-section",
                    "section",
                    "sailthru.section",
                    "cxenseparse:section",
                    "dc.subject.section",
                    "article.section",
                    "category",
                    "articlesection",
                    "cg",
                    "pagesection",
                ])
                .filter(usable)
        })
        .or_else(|| stated_breadcrumb(evidence).filter(usable))
        .or_else(|| shown(document).filter(usable))
        .or_else(|| in_address(page).filter(usable))
}

fn is_general(name: &str) -> bool {
    matches!(
        key(name).as_str(),
        "home"
            | "homepage"
            | "start"
            | "startseite"
            | "accueil"
            | "inicio"
            | "news"
            | "nachrichten"
            | "article"
            | "articles"
            | "artikel"
            | "story"
            | "stories"
            | "blog"
            | "archive"
            | "uncategorized"
            | "en"
            | "de"
            | "fr"
            | "es"
            | "portada"
    )
}

fn stated_breadcrumb(evidence: &Evidence) -> Option<String> {
    for list in evidence.of_type("BreadcrumbList") {
        let Some(Value::Array(items)) = list.get("itemListElement") else { continue };
        let names: Vec<String> = items
            .iter()
            .filter_map(|item| {
                let item = item.as_object()?;
                item.get("name").and_then(first_text).or_else(|| item.get("item").and_then(first_text))
            })
            .filter(|name| !is_general(name) && !name.contains("://"))
            .collect();
        // The first after the front page; the last is often the article.
        if let Some(name) = names.first().filter(|_| names.len() > 1 || items.len() > 1) {
            return Some(name.clone());
        }
    }
    None
}

fn shown(document: &Document) -> Option<String> {
    for selector in [
        "[itemprop=articleSection]",
        "[class*=kicker], [class*=eyebrow], [class*=rubric], [class*=overline]",
        "nav[class*=breadcrumb] a, [class*=breadcrumb] a, [class*=Breadcrumb] a",
        "[rel~=category], .cat-links a, .entry-category a, .post-category a, .category a, .article-category, .section-name, .article-section, .article__section",
    ] {
        for node in document.select(selector).nodes().iter().take(6) {
            let text = node.attr("content").and_then(|content| folded(&content)).or_else(|| folded(&node.text()));
            if let Some(text) = text.filter(|text| words(text).len() <= 4 && !is_general(text)) {
                return Some(text);
            }
        }
    }
    None
}

/// The first word of the address's path, if it is one and more follow.
fn in_address(page: Option<&Url>) -> Option<String> {
    let mut segments = page?.path_segments()?.filter(|segment| !segment.is_empty());
    let first = segments.find(|segment| segment.len() > 2 && !is_general(segment))?;
    segments.next()?;
    (first.len() <= 24
        && first.chars().all(|next| next.is_ascii_alphabetic() || next == '-')
        && first.matches('-').count() < 3)
        .then(|| first.replace('-', " "))
}
