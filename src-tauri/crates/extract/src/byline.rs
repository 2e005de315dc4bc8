//! Who wrote it: names alone.

use dom_query::Document;
use serde_json::Value;

use crate::evidence::{Evidence, types};
use crate::words::{folded, key, plain, words};

/// Words before names, longest first.
const BEFORE: [&str; 27] = [
    "words by ",
    "written by ",
    "posted by ",
    "story by ",
    "reported by ",
    "reporting by ",
    "article by ",
    "published by ",
    "analysis by ",
    "opinion by ",
    "review by ",
    "author: ",
    "author ",
    "authors: ",
    "by: ",
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "av ",
    "af ",
    "texte : ",
    "text: ",
    "redaktion: ",
    "autor: ",
];

/// Words between names.
const BETWEEN: [&str; 12] =
    [" and ", " und ", " et ", " y ", " e ", " & ", " with ", " og ", " och ", " en ", " i ", ";"];

/// The authors' names, from what the page states, else from what it shows.
pub(crate) fn byline(document: &Document, evidence: &Evidence, site: Option<&str>) -> Vec<String> {
    let mut people = Vec::new();
    let mut organisations = Vec::new();
    for value in evidence.property("author").chain(evidence.property("creator")) {
        collect(value, evidence, &mut people, &mut organisations, 0);
        if !people.is_empty() {
            break;
        }
    }
    let is_site = |name: &String| site.is_some_and(|site| key(site) == key(name));
    let mut names = tidy(&people);
    names.retain(|name| !is_site(name));
    if names.is_empty() {
        for meta in [
            "author",
            "byl",
            "parsely-author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "sailthru.author",
            "citation_author",
            "article:author_name",
            "twitter:creator_name",
            "cxenseparse:author",
        ] {
            let stated: Vec<String> =
                evidence.meta_all(meta).filter_map(plain).filter(|text| !text.contains("://")).collect();
            names = tidy(&stated);
            names.retain(|name| !is_site(name) && (words(name).len() > 1 || meta != "author"));
            if !names.is_empty() {
                break;
            }
        }
    }
    if names.is_empty() {
        names = shown(document);
        names.retain(|name| !is_site(name));
    }
    if names.is_empty() {
        names = tidy(&organisations);
    }
    names
}

fn collect(
    value: &Value,
    evidence: &Evidence,
    people: &mut Vec<String>,
    organisations: &mut Vec<String>,
    depth: usize,
) {
    if depth > 3 {
        return;
    }
    match value {
        Value::String(name) => people.extend(plain(name)),
        Value::Array(list) => list.iter().for_each(|value| collect(value, evidence, people, organisations, depth + 1)),
        Value::Object(object) => {
            let object = match object.get("@id").and_then(Value::as_str) {
                Some(id) if !object.contains_key("name") => evidence.by_id(id).unwrap_or(object),
                _ => object,
            };
            let is_organisation =
                types(object).any(|name| name.ends_with("Organization") || name == "Corporation" || name == "WebSite");
            match object.get("name") {
                Some(Value::String(name)) if is_organisation => organisations.extend(plain(name)),
                Some(Value::String(name)) => people.extend(plain(name)),
                Some(Value::Array(list)) => people.extend(list.iter().filter_map(Value::as_str).filter_map(plain)),
                _ => {}
            }
        }
        _ => {}
    }
}

/// Names where bylines usually stand.
fn shown(document: &Document) -> Vec<String> {
    for selector in [
        "[itemprop=author] [itemprop=name]",
        "[rel=author]",
        "[itemprop=author]",
        "article [class*=byline] a, main [class*=byline] a",
        "article .author a, main .author a, .entry-meta .author, .post-author a, .author-name, .author__name, .article-author, .article__author, .byline__name, .c-byline__author",
        "[class*=byline]",
        "[class*=author-name], [class*=authorName], [class*=author_name]",
        ".author",
        "[data-testid*=byline], [class*=Byline]",
    ] {
        let mut texts: Vec<String> = Vec::new();
        for node in document.select(selector).nodes().iter().take(4) {
            let outside = node.ancestors_it(None).any(|above| {
                above.has_name("footer") && !above.ancestors_it(None).any(|node| node.has_name("article"))
                    || above.has_name("nav")
                    || crate::picture::has_word(&above.attr_or("class", ""), &["comment", "comments", "related"])
            });
            if outside {
                continue;
            }
            texts.extend(node.attr("content").and_then(|content| plain(&content)).or_else(|| folded(&node.text())));
        }
        texts.retain(|text| words(text).len() <= 12);
        let names: Vec<String> = tidy(&texts).into_iter().filter(|name| looks_like_name(name)).collect();
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

fn looks_like_name(name: &str) -> bool {
    let count = words(name).len();
    let capital =
        name.chars().next().is_some_and(|next| next.is_uppercase() || !next.is_lowercase() && next.is_alphabetic());
    (1..=5).contains(&count) && capital && !name.chars().any(|next| next.is_ascii_digit()) && name.chars().count() <= 50
}

/// Splits lines into names and takes away what is no name.
fn tidy(lines: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        let mut line = line.replace('\u{a0}', " ");
        for separator in BETWEEN {
            line = line.replace(separator, "\u{1}");
        }
        let line = line.replace([',', '|', '•', '·'], "\u{1}");
        for part in line.split('\u{1}') {
            let mut name =
                part.trim().trim_matches(|next: char| !next.is_alphanumeric() && next != '.' && next != ')').to_owned();
            for _ in 0..2 {
                let lower = name.to_lowercase();
                if let Some(before) = BEFORE.iter().find(|before| lower.starts_with(**before)) {
                    name = name.get(before.len()..).unwrap_or_default().trim().to_owned();
                }
            }
            // “Name (Agency)” and “Name in Kyiv” name one person.
            if let Some((before, _)) = name.split_once(" (") {
                name = before.to_owned();
            }
            if let Some((before, _)) = name.split_once(" in ") {
                name = before.to_owned();
            }
            if is_no_name(&name) || names.iter().any(|known| key(known) == key(&name)) {
                continue;
            }
            names.push(name);
        }
    }
    names
}

fn is_no_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let folded_key = key(name);
    folded_key.chars().count() < 2
        || name.contains('@')
        || name.contains("://")
        || name.chars().filter(char::is_ascii_digit).count() > 2
        || words(name).len() > 7
        || matches!(
            lower.as_str(),
            "admin"
                | "administrator"
                | "editor"
                | "editors"
                | "staff"
                | "staff reporter"
                | "staff writer"
                | "reporter"
                | "correspondent"
                | "author"
                | "updated"
                | "published"
                | "published by"
                | "guest"
                | "webmaster"
                | "redaktion"
                | "contributor"
                | "senior reporter"
                | "senior writer"
                | "senior editor"
                | "follow"
                | "view all posts"
                | "jr."
                | "ph.d."
                | "md"
                | "unknown"
                | "none"
                | "null"
                | "by"
                | "von"
                | "par"
                | "por"
                | "editor-in-chief"
                | "political reporter"
                | "journalist"
                | "share"
                | "about the author"
                | "read more"
                | "news editor"
                | "political editor"
                | "freelance journalist"
        )
        || ["correspondent", "reporter for", "editor of", " min read", "minutes", "editor at", "updated "]
            .iter()
            .any(|part| lower.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_alone_are_left() {
        assert_eq!(tidy(&["By Ana Roth and Per Lund, Staff Writer".to_owned()]), ["Ana Roth", "Per Lund"]);
        assert_eq!(tidy(&["Von Ida Berg (Norden)".to_owned(), "ida berg".to_owned()]), ["Ida Berg"]);
        assert_eq!(tidy(&["desk@paper.example".to_owned(), "Admin".to_owned()]), Vec::<String>::new());
    }
}
