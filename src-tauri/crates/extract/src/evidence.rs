//! What a page says of itself for machines: JSON-LD and `meta` elements, gathered before the page is read as a reader would.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::words::plain;

/// Everything that a page states about its article.
pub(crate) struct Evidence {
    /// JSON-LD objects that describe the article, best first.
    articles: Vec<Map<String, Value>>,
    /// Every other JSON-LD object.
    others: Vec<Map<String, Value>>,
    /// `meta` elements: name (or property, or itemprop) in lower case, and content.
    metas: Vec<(String, String)>,
}

impl Evidence {
    /// Reads the page's scripts and `meta` elements.
    pub(crate) fn of(document: &Document) -> Self {
        let mut objects = Vec::new();
        for script in document.select("script[type]").iter() {
            if script.attr_or("type", "").to_ascii_lowercase().contains("ld+json") {
                for value in tolerant_json(&script.text()) {
                    collect(value, &mut objects, 0);
                }
            }
        }
        let (mut articles, others): (Vec<_>, Vec<_>) = objects.into_iter().partition(|object| rank(object) > 0);
        articles.sort_by_key(|object| std::cmp::Reverse((rank(object), object.len())));
        let metas = document
            .select("meta[content]")
            .iter()
            .filter_map(|meta| {
                let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| meta.attr(key))?;
                Some((name.trim().to_ascii_lowercase(), meta.attr_or("content", "").trim().to_owned()))
            })
            .filter(|(_, content)| !content.is_empty())
            .collect();
        Self { articles, others, metas }
    }

    /// Plain text of the first `meta` element of one of these names, in the order of the names.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.meta_all(name).find_map(plain))
    }

    /// Contents of every `meta` element of this name.
    pub(crate) fn meta_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    /// The values of a property of the article's JSON-LD objects, best object first.
    pub(crate) fn property<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Value> {
        self.articles.iter().filter_map(move |article| article.get(name))
    }

    /// The first text that a property of the article holds.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.property(name).find_map(first_text)
    }

    /// JSON-LD objects of a type.
    pub(crate) fn of_type<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Map<String, Value>> {
        self.articles.iter().chain(&self.others).filter(move |object| types(object).any(|name| name == kind))
    }

    /// The object with this `@id`.
    pub(crate) fn by_id(&self, id: &str) -> Option<&Map<String, Value>> {
        self.articles
            .iter()
            .chain(&self.others)
            .find(|object| object.len() > 2 && object.get("@id").and_then(Value::as_str) == Some(id))
    }
}

/// The first text in a value: a string, the first of a list, or an object's name.
pub(crate) fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => plain(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => list.iter().find_map(first_text),
        Value::Object(object) => {
            ["name", "@value", "text"].iter().find_map(|key| object.get(*key).and_then(first_text))
        }
        _ => None,
    }
}

/// The type names of an object.
pub(crate) fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let list: Vec<&Value> = match object.get("@type") {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    list.into_iter().filter_map(Value::as_str).map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name))
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
            "Article" | "BlogPosting" | "LiveBlogPosting" | "TechArticle" | "ScholarlyArticle" | "Report"
            | "SocialMediaPosting" | "Review" | "Recipe" => 3,
            "VideoObject" | "PodcastEpisode" => 0,
            "WebPage" | "ItemPage" | "AboutPage" => 1,
            _ => 0,
        })
        .max()
        .unwrap_or(0)
}

/// Puts a value's objects into one list: members of lists, of `@graph`, and what the article is the main entity of.
fn collect(value: Value, objects: &mut Vec<Map<String, Value>>, depth: usize) {
    if depth > 6 || objects.len() > 400 {
        return;
    }
    match value {
        Value::Array(list) => list.into_iter().for_each(|value| collect(value, objects, depth + 1)),
        Value::Object(mut object) => {
            for nested in
                ["@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "breadcrumb", "image", "associatedMedia"]
            {
                match object.get(nested) {
                    Some(inner @ (Value::Array(_) | Value::Object(_))) if nested != "@graph" => {
                        collect(inner.clone(), objects, depth + 1);
                    }
                    Some(_) if nested == "@graph" => {
                        if let Some(graph) = object.remove(nested) {
                            collect(graph, objects, depth + 1);
                        }
                    }
                    _ => {}
                }
            }
            if !object.is_empty() {
                objects.push(object);
            }
        }
        _ => {}
    }
}

/// Reads JSON as publishers write it: in comments or CDATA, with raw line breaks in strings, semicolons and trailing commas.
fn tolerant_json(text: &str) -> Vec<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    let read = |text: &str| {
        serde_json::Deserializer::from_str(text).into_iter::<Value>().map_while(Result::ok).collect::<Vec<Value>>()
    };
    let found = read(text);
    if !found.is_empty() || text.is_empty() {
        return found;
    }
    read(&mended(text))
}

fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    let mut escaped = false;
    for character in text.chars() {
        if quoted {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => quoted = false,
                control if control.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
        } else {
            match character {
                '"' => quoted = true,
                '}' | ']' => {
                    while out.ends_with(|next: char| next.is_whitespace() || next == ',') {
                        out.pop();
                    }
                }
                _ => {}
            }
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_json_is_mended() {
        let page = "<script type='application/ld+json'>//<![CDATA[\n[{\"@graph\":[{\"@type\":[\"NewsArticle\"],\"headline\":\"A\nB\",},]}]\n//]]></script>";
        let evidence = Evidence::of(&Document::from(page));
        assert_eq!(evidence.text("headline").as_deref(), Some("A B"));
    }
}
