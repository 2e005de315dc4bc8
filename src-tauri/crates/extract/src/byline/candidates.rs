//! Every list of names that might be the byline, and where it stands.

use serde_json::Value;

use super::gathered::{Candidate, Gathered, Source};
use super::names::names;
use super::openers;
use super::shown::{closing, dated, marked, opened};
use crate::evidence::{Evidence, types};
use crate::words::{plain, words};

/// All candidates: what is stated for machines first, then what is shown, in reading order.
pub(crate) fn candidates(evidence: &Evidence, site: Option<&str>, headline: Option<&str>) -> Vec<Candidate> {
    let mut gathered = Gathered(Vec::new());
    linked(evidence, &mut gathered);
    metas(evidence, &mut gathered);
    let (_, start) = evidence.shown().headline(headline);
    marked(evidence, start, &mut gathered);
    opened(evidence, start, &mut gathered);
    closing(evidence, start, &mut gathered);
    dated(evidence, start, &mut gathered);
    for key in ["author", "byline", "authorName", "author_name"] {
        let found = evidence.state(key, 1);
        gathered.add(names(found.iter().map(String::as_str)), Source::State, None);
    }
    if let Some(site) = site {
        gathered.add(vec![site.to_owned()], Source::Site, None);
    }
    gathered.0
}

fn linked(evidence: &Evidence, gathered: &mut Gathered) {
    for value in evidence.property("author").chain(evidence.property("creator")).take(4) {
        let (mut people, mut organisations) = (Vec::new(), Vec::new());
        collect(value, evidence, &mut people, &mut organisations, 0);
        gathered.add(names(people.iter().map(String::as_str)), Source::LinkedPeople, None);
        // An organisation's name is not a list of names.
        organisations.dedup();
        organisations.retain(|name| words(name).len() <= 8);
        gathered.add(organisations, Source::LinkedOrganisations, None);
    }
}

fn collect(
    value: &Value,
    evidence: &Evidence,
    people: &mut Vec<String>,
    organisations: &mut Vec<String>,
    depth: usize,
) {
    match value {
        Value::String(name) if !name.contains("://") => people.extend(plain(name)),
        Value::Array(list) if depth <= 3 => {
            list.iter().for_each(|value| collect(value, evidence, people, organisations, depth + 1));
        }
        Value::Object(object) => {
            let object = evidence.resolved(object);
            let is_organisation =
                types(object).any(|name| name.ends_with("Organization") || name == "Corporation" || name == "WebSite");
            let found: Vec<String> = match object.get("name") {
                Some(Value::String(name)) => plain(name).into_iter().collect(),
                Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).filter_map(plain).collect(),
                _ => given_and_family(object).into_iter().collect(),
            };
            if found.is_empty() && depth <= 3 {
                // A role, or a list, has its people one level deeper.
                for value in ["author", "itemListElement", "item"].iter().filter_map(|key| object.get(*key)) {
                    collect(value, evidence, people, organisations, depth + 1);
                }
            }
            if is_organisation { organisations.extend(found) } else { people.extend(found) }
        }
        _ => {}
    }
}

fn given_and_family(object: &serde_json::Map<String, Value>) -> Option<String> {
    let part = |key: &str| object.get(key).and_then(Value::as_str).and_then(plain);
    Some(format!("{} {}", part("givenName")?, part("familyName")?))
}

fn metas(evidence: &Evidence, gathered: &mut Gathered) {
    for name in [
        "author",
        "byl",
        "parsely-author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "sailthru.author",
        "og:author",
        "citation_author",
        "article:author_name",
        "twitter:creator_name",
        "cxenseparse:author",
        "author_name",
        "authors",
        "article.author",
        "og:article:author",
        "creator",
        "dc.contributor",
        "twitter:data1",
        "rnews:author",
        "article_author",
        "shareaholic:article_author_name",
        "cb_authors",
        "vr:author",
        "authorname",
        "content_author",
    ] {
        // A card's first field is an author only where its label says so.
        if name == "twitter:data1"
            && !evidence
                .meta(&["twitter:label1"])
                .is_some_and(|label| openers::after(&label).is_some() || label.to_lowercase().contains("by"))
        {
            continue;
        }
        let mut found: Vec<String> =
            evidence.meta_all(name).filter_map(plain).filter(|text| !text.contains("://")).collect();
        if name == "citation_author" || name == "dc.creator" {
            found.iter_mut().for_each(turn);
        }
        let source = if name == "author" { Source::MetaAuthor } else { Source::MetaOther };
        gathered.add(names(found.iter().map(String::as_str)), source, None);
    }
}

/// “Roth, Ana” becomes “Ana Roth”.
fn turn(name: &mut String) {
    if let Some((last, first)) = name.split_once(", ")
        && !first.contains(',')
        && !last.contains(' ')
    {
        *name = format!("{first} {last}");
    }
}
