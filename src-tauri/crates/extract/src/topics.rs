//! What the publisher says that its article is about.

use std::collections::HashSet;

use serde_json::Value;

use crate::evidence::{Evidence, first_text};
use crate::words::{key, plain};

/// Topics that are kept of a page.
const MOST: usize = 15;

/// Characters of a topic; what is longer is a sentence.
const MOST_CHARS: usize = 50;

/// `meta` elements that name topics, one each or several with commas between.
const METAS: [&str; 4] = ["article:tag", "news_keywords", "parsely-tags", "sailthru.tags"];

/// The topics as the publisher writes them, its first first. Its own name, the section and the authors are none.
pub(crate) fn topics(evidence: &Evidence, others: &[&str]) -> Vec<String> {
    let mut gathered = Gathered { topics: Vec::new(), known: others.iter().map(|other| key(other)).collect() };
    for value in evidence.property("keywords") {
        match value {
            Value::Array(list) => list.iter().filter_map(first_text).for_each(|text| gathered.add(&text)),
            Value::String(text) => gathered.add_all(text),
            _ => {}
        }
    }
    for value in evidence.property("about") {
        let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        list.iter().filter_map(first_text).for_each(|text| gathered.add(&text));
    }
    for name in METAS {
        evidence.meta_all(name).for_each(|text| gathered.add_all(text));
    }
    // What is written for search engines counts only where nothing else is said.
    if gathered.topics.is_empty() {
        evidence.meta_all("keywords").for_each(|text| gathered.add_all(text));
    }
    gathered.topics
}

struct Gathered {
    topics: Vec<String>,
    known: HashSet<String>,
}

impl Gathered {
    fn add_all(&mut self, text: &str) {
        text.split([',', ';']).for_each(|topic| self.add(topic));
    }

    fn add(&mut self, topic: &str) {
        let Some(topic) = plain(topic) else { return };
        // “Location:Merrow”, “type: story”: what stands before the colon is for machines.
        let (kind, topic) =
            topic.split_once(':').map_or((None, topic.as_str()), |(kind, rest)| (Some(kind), rest.trim()));
        let is_inner = kind.is_some_and(|kind| {
            matches!(
                kind.to_lowercase().as_str(),
                "type" | "id" | "template" | "category" | "author" | "source" | "layout" | "ad"
            )
        });
        let is_word = topic.chars().any(char::is_alphabetic) && !topic.contains(['_', '/', '=', '{', '<']);
        let length = topic.chars().count();
        if is_inner || !is_word || !(2..=MOST_CHARS).contains(&length) || self.topics.len() >= MOST {
            return;
        }
        if self.known.insert(key(topic)) {
            self.topics.push(topic.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> Vec<String> {
        topics(&Evidence::of_page(page), &["Coast Courier", "World"])
    }

    #[test]
    fn topics_are_said_once_and_the_papers_own_words_are_none() {
        let page = "<meta property=article:tag content=Ferries><meta property=article:tag content='Port Sallow'>\
            <meta name=news_keywords content='ferries, World, Coast Courier, harbour_id_17, the sentence about everything that somebody thought a machine would want to read'>\
            <meta name=keywords content='cheap, ferry, tickets'>";
        assert_eq!(of(page), ["Ferries", "Port Sallow"]);
        assert_eq!(of("<meta name=keywords content='Ferries; Port Sallow'>"), ["Ferries", "Port Sallow"]);
    }

    #[test]
    fn what_is_stated_for_machines_comes_first() {
        let page = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"keywords\":[\"Location:Merrow\",\"type:story\",\"Fog\"],\
            \"about\":[{\"@type\":\"Thing\",\"name\":\"Compasses\"}]}</script><meta property=article:tag content=Fog>";
        assert_eq!(of(page), ["Merrow", "Fog", "Compasses"]);
    }
}
