//! The headline as a reader sees it, and the publication's name.

use dom_query::Document;
use url::Url;

use crate::evidence::{Evidence, first_text};
use crate::words::{folded, key, overlap, plain, words};

/// What may stand between a headline and a site's name.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " • ", " · ", " » ", " :: ", " / "];

/// The headline as shown, once, without the site's name.
pub(crate) fn headline(document: &Document, evidence: &Evidence, site: Option<&str>) -> Option<String> {
    let title = document.select("head > title, title").nodes().first().and_then(|node| folded(&node.text()));
    let stated: Vec<String> = [
        evidence.meta(&["og:title"]),
        evidence.text("headline"),
        evidence.meta(&["twitter:title", "dc.title", "parsely-title", "sailthru.title"]),
        title.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut shown: Vec<String> = Vec::new();
    for heading in document.select("h1, [itemprop=headline]").iter() {
        let node = heading.nodes().first();
        let in_furniture = node.is_some_and(|node| {
            node.ancestors_it(None)
                .any(|above| above.has_name("nav") || above.has_name("footer") || above.has_name("aside"))
        });
        let text = match heading.attr("content") {
            Some(content) => plain(&content),
            None => folded(&heading.text()),
        };
        if let Some(text) = text.filter(|_| !in_furniture) {
            shown.push(once(&text));
        }
    }
    shown.retain(|text| site.is_none_or(|site| key(site) != key(text)) && text.chars().count() <= 400);
    // The heading that the page's own title speaks of.
    let best = shown
        .iter()
        .map(|text| (stated.iter().map(|stated| overlap(text, stated)).fold(0.0, f64::max), text))
        .filter(|(score, text)| {
            *score >= 0.5
                && (words(text).len() > 1
                    || text.chars().count() > 6
                    || stated.iter().any(|stated| key(stated) == key(text)))
        })
        .max_by(|one, other| one.0.total_cmp(&other.0));
    if let Some((_, text)) = best {
        return Some(text.clone());
    }
    let og = evidence.meta(&["og:title"]).map(|text| without_site(&text, site));
    let structured = evidence.text("headline");
    let only = stated.is_empty() || (og.is_none() && structured.is_none() && shown.len() == 1);
    if only && let Some(text) = shown.into_iter().next() {
        return Some(text);
    }
    og.or(structured)
        .or_else(|| evidence.meta(&["twitter:title"]))
        .or_else(|| title.map(|text| without_site(&text, site)))
        .map(|text| once(&text))
}

/// A headline that was printed twice in a row is said once.
fn once(text: &str) -> String {
    let count = text.chars().count();
    if count >= 20 {
        let half: String = text.chars().take(count / 2).collect();
        let rest: String = text.chars().skip(count / 2).collect();
        if key(&half) == key(&rest) {
            return half.trim().to_owned();
        }
    }
    text.to_owned()
}

/// Cuts the site's name from either end.
pub(crate) fn without_site(title: &str, site: Option<&str>) -> String {
    let mut title = title.trim().to_owned();
    for _ in 0..2 {
        let mut cut = None;
        for separator in SEPARATORS {
            if let Some((before, after)) = title.rsplit_once(separator) {
                let names_site = site.is_some_and(|site| same_name(after, site));
                let short = words(after).len() <= 4
                    && words(before).len() >= 3
                    && matches!(separator, " | " | " • " | " » " | " :: ");
                if names_site || short {
                    cut = Some(before.trim().to_owned());
                    break;
                }
            }
            if let Some((before, after)) = title.split_once(separator)
                && site.is_some_and(|site| same_name(before, site))
            {
                cut = Some(after.trim().to_owned());
                break;
            }
        }
        match cut {
            Some(shorter) if !shorter.is_empty() => title = shorter,
            _ => break,
        }
    }
    title
}

fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    !one.is_empty()
        && !other.is_empty()
        && (one == other || one.len() > 3 && other.len() > 3 && (one.contains(&other) || other.contains(&one)))
}

/// The publication's name.
pub(crate) fn site(document: &Document, evidence: &Evidence, page: Option<&Url>) -> Option<String> {
    let host = page.and_then(Url::host_str).map(|host| host.trim_start_matches("www.").to_owned());
    let usable = |name: &String| words(name).len() <= 8 && !name.contains("://");
    let publisher = evidence.property("publisher").find_map(|value| match value {
        serde_json::Value::Object(object) if !object.contains_key("name") => {
            let id = object.get("@id").and_then(serde_json::Value::as_str)?;
            evidence.by_id(id)?.get("name").and_then(first_text)
        }
        other => first_text(other),
    });
    let website = evidence.of_type("WebSite").find_map(|object| object.get("name").and_then(first_text));
    let by_title = document.select("title").nodes().first().and_then(|node| folded(&node.text())).and_then(|title| {
        let host = host.as_deref()?.split('.').next()?.to_owned();
        SEPARATORS.iter().find_map(|separator| {
            let (_, last) = title.rsplit_once(separator)?;
            let last_key = key(last);
            (last_key.len() > 2 && (key(&host).contains(&last_key) || last_key.contains(&key(&host))))
                .then(|| last.trim().to_owned())
        })
    });
    evidence
        .meta(&["og:site_name"])
        .filter(usable)
        .or(publisher.filter(usable))
        .or(website.filter(usable))
        .or_else(|| {
            evidence
                .meta(&[
                    "application-name",
                    "apple-mobile-web-app-title",
                    "dc.publisher",
                    "cre",
                    "publisher",
                    "al:android:app_name",
                ])
                .filter(usable)
        })
        .or(by_title)
        .or(host)
}
