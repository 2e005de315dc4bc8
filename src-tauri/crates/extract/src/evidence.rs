//! What a page says of itself, gathered in one walk before anything is judged: JSON-LD, `meta` and `link` elements, the
//! state its scripts keep, and what it shows with the names that its markup gives to it.
//!
//! The modules that judge (headline, byline, dates, publication, section) take their candidates from here.

mod element;
mod linked;
pub(crate) mod links;
pub(crate) mod shown;
pub(crate) mod signs;
mod states;
mod sweep;
mod swept;

use dom_query::Document;
use serde_json::{Map, Value};

pub(crate) use linked::types;
pub(crate) use shown::Shown;

use crate::guard::Script;
use crate::words::plain;

/// Everything that a page states about its article.
pub(crate) struct Evidence {
    /// JSON-LD objects that describe the article, best first.
    articles: Vec<Map<String, Value>>,
    /// Every other JSON-LD object.
    others: Vec<Map<String, Value>>,
    metas: Vec<(String, String)>,
    links: Vec<(String, String)>,
    states: Vec<String>,
    title: Option<String>,
    feeds: Vec<String>,
    shown: Shown,
}

impl Evidence {
    /// Reads a page's tree, and its scripts beside it.
    pub(crate) fn of(document: &Document, scripts: &[Script<'_>]) -> Self {
        let swept = sweep::sweep(document);
        let meta =
            |wanted: &str| swept.metas.iter().find(|(name, _)| name == wanted).map(|(_, content)| content.as_str());
        let canonical = swept.links.iter().find(|(rel, _)| rel == "canonical").map(|(_, href)| href.as_str());
        let addresses: Vec<&str> = canonical.into_iter().chain(meta("og:url")).collect();
        let titles: Vec<&str> = meta("og:title").into_iter().chain(swept.title.as_deref()).collect();
        // Some frameworks write a script's data into a `meta` element of that name.
        let mislaid = swept.metas.iter().filter(|(name, _)| name == "script:ld+json").map(|(_, text)| text.as_str());
        let texts = scripts.iter().filter(|script| script.is_linked).map(|script| script.text).chain(mislaid);
        let (articles, others) = linked::objects(texts, &addresses, &titles);
        // What scripts keep is asked only where the page does not say it in a better place.
        let says_all = articles
            .first()
            .is_some_and(|object| object.contains_key("datePublished") && object.contains_key("author"));
        let states = if says_all { Vec::new() } else { states::telling(scripts) };
        let swept::Swept { shown, metas, links, title, feeds } = swept;
        Self { articles, others, metas, links, states, title, feeds, shown }
    }

    /// Reads a page as it was sent.
    #[cfg(test)]
    pub(crate) fn of_page(page: &str) -> Self {
        let read = crate::guard::readable(page);
        Self::of(&read.document(), &read.scripts)
    }

    /// Plain text of the first `meta` element of one of these names, in the order of the names.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.meta_all(name).find_map(plain))
    }

    /// Contents of every `meta` element of this name.
    pub(crate) fn meta_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    /// Every `meta` element: name and content.
    pub(crate) fn metas(&self) -> impl Iterator<Item = (&str, &str)> {
        self.metas.iter().map(|(name, content)| (name.as_str(), content.as_str()))
    }

    /// Whether the page calls its article news.
    pub(crate) fn is_news(&self) -> bool {
        self.articles.first().is_some_and(|object| types(object).any(|name| name.ends_with("NewsArticle")))
    }

    /// Addresses of every `link` element of this relation.
    pub(crate) fn links<'a>(&'a self, rel: &'a str) -> impl Iterator<Item = &'a str> {
        self.links
            .iter()
            .filter(move |(known, _)| known.split_whitespace().any(|known| known == rel))
            .map(|(_, href)| href.as_str())
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

    /// An object, or the one that its `@id` refers to.
    pub(crate) fn resolved<'a>(&'a self, object: &'a Map<String, Value>) -> &'a Map<String, Value> {
        match object.get("@id").and_then(Value::as_str) {
            Some(id) if !object.contains_key("name") => self.by_id(id).unwrap_or(object),
            _ => object,
        }
    }

    /// The text values of a key in the page's scripts, at most `most` of them.
    pub(crate) fn state(&self, key: &str, most: usize) -> Vec<String> {
        self.states.iter().flat_map(|script| states::values(script, key, most)).take(most).collect()
    }

    /// The page's `<title>`.
    pub(crate) fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Titles of the feeds that the page names.
    pub(crate) fn feeds(&self) -> &[String] {
        &self.feeds
    }

    /// What the page shows.
    pub(crate) fn shown(&self) -> &Shown {
        &self.shown
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_chosen_among_others() {
        let page = r##"<link rel="canonical" href="https://a.example/ferry">
            <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Other","url":"https://a.example/other","x":1,"y":2},
            {"@type":["Article"],"headline":"Ferry","url":"https://a.example/ferry#a","author":{"@id":"#p"}},{"@id":"#p","@type":"Person","name":"Ana Roth"}]}</script>"##;
        let evidence = Evidence::of_page(page);
        assert_eq!(evidence.text("headline").as_deref(), Some("Ferry"));
        let author =
            evidence.property("author").next().and_then(Value::as_object).map(|author| evidence.resolved(author));
        assert_eq!(author.and_then(|author| author.get("name")), Some(&Value::from("Ana Roth")));
    }
}
