//! JSON-LD: the objects of a page's graphs, and which of them describe its article.

use serde_json::{Map, Value};

use crate::words::key;

type Object = Map<String, Value>;

/// Values that are copied at most out of what holds them.
const MOST_COPIED: usize = 60_000;

/// The objects in some texts: those that describe the article, best first, and all others.
pub(super) fn objects<'a>(
    texts: impl Iterator<Item = &'a str>,
    addresses: &[&str],
    titles: &[&str],
) -> (Vec<Object>, Vec<Object>) {
    let (mut objects, mut left) = (Vec::new(), MOST_COPIED);
    for text in texts {
        for value in broadsheet_json::values(text) {
            collect(value, &mut objects, &mut left, 0);
        }
    }
    let titles: Vec<String> = titles.iter().map(|title| key(title)).collect();
    let (articles, others): (Vec<_>, Vec<_>) = objects.into_iter().partition(|object| rank(object) > 0);
    let mut ranked: Vec<_> = articles
        .into_iter()
        .map(|object| {
            ((rank(&object) > 1, agreement(&object, addresses, &titles), rank(&object), object.len()), object)
        })
        .collect();
    ranked.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
    (ranked.into_iter().map(|(_, object)| object).collect(), others)
}

/// How far an object's address and headline are the page's own.
fn agreement(object: &Map<String, Value>, addresses: &[&str], titles: &[String]) -> u8 {
    let own: Vec<&str> = ["url", "@id", "mainEntityOfPage"]
        .iter()
        .filter_map(|name| object.get(*name))
        .filter_map(|value| value.as_str().or_else(|| value.get("@id")?.as_str()))
        .map(bare)
        .collect();
    let by_address = own.iter().any(|own| addresses.iter().any(|address| bare(address) == *own));
    let by_title = object.get("headline").and_then(Value::as_str).is_some_and(|headline| {
        let headline = key(headline);
        headline.len() > 8 && titles.iter().any(|title| title.contains(&headline) || headline.contains(title.as_str()))
    });
    u8::from(by_address) + u8::from(by_title)
}

fn bare(address: &str) -> &str {
    let address = address.split(['#', '?']).next().unwrap_or_default();
    address.split_once("://").map_or(address, |(_, rest)| rest).trim_start_matches("www.").trim_end_matches('/')
}

/// The type names of an object.
pub(crate) fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let list: &[Value] = match object.get("@type") {
        Some(Value::Array(list)) => list,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    list.iter().filter_map(Value::as_str).map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name))
}

/// How surely an object describes the page's article; 0 for anything else.
fn rank(object: &Map<String, Value>) -> u8 {
    types(object)
        .map(|name| match name {
            "NewsArticle"
            | "ReportageNewsArticle"
            | "AnalysisNewsArticle"
            | "OpinionNewsArticle"
            | "BackgroundNewsArticle"
            | "ReviewNewsArticle"
            | "AskPublicNewsArticle" => 4,
            "Article"
            | "BlogPosting"
            | "LiveBlogPosting"
            | "TechArticle"
            | "ScholarlyArticle"
            | "Report"
            | "SocialMediaPosting"
            | "Review"
            | "Recipe"
            | "MedicalScholarlyArticle"
            | "HowTo" => 3,
            "DiscussionForumPosting" | "QAPage" | "MedicalWebPage" => 2,
            "WebPage" | "ItemPage" | "AboutPage" => 1,
            _ => 0,
        })
        .max()
        .unwrap_or(0)
}

/// Puts a value's objects into one list: members of lists, of `@graph`, and what the article is the main entity of.
fn collect(value: Value, objects: &mut Vec<Map<String, Value>>, left: &mut usize, depth: usize) {
    if depth > 6 || objects.len() > 400 {
        return;
    }
    match value {
        Value::Array(list) => list.into_iter().for_each(|value| collect(value, objects, left, depth + 1)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                collect(graph, objects, left, depth + 1);
            }
            for nested in ["mainEntity", "mainEntityOfPage", "itemReviewed", "breadcrumb", "image", "associatedMedia"] {
                if let Some(inner @ (Value::Array(_) | Value::Object(_))) = object.get(nested)
                    && spend(inner, left)
                {
                    collect(inner.clone(), objects, left, depth + 1);
                }
            }
            if !object.is_empty() {
                objects.push(object);
            }
        }
        _ => {}
    }
}

/// Takes the values in a value out of what is left; `false` where they are more.
fn spend(value: &Value, left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    *left > 0
        && match value {
            Value::Array(list) => list.iter().all(|inner| spend(inner, left)),
            Value::Object(object) => object.values().all(|inner| spend(inner, left)),
            _ => true,
        }
}
