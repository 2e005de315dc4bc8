//! Every list of names that might be the byline, and where it stands.

use serde_json::Value;

use super::names::{is_person, names};
use super::openers;
use crate::evidence::shown::{Mark, SEAM, Tag};
use crate::evidence::signs::Signs;
use crate::evidence::{Evidence, types};
use crate::words::{key, plain, words};

/// Where a list of names was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    LinkedPeople,
    LinkedOrganisations,
    MetaAuthor,
    MetaOther,
    /// `rel=author`.
    Relation,
    /// `itemprop=author` and the like.
    Stated,
    /// An element named for an author's name.
    AuthorName,
    /// A link within an element named for author or byline.
    AuthorLink,
    Byline,
    Author,
    /// A link whose address speaks of an author.
    Address,
    /// A line that opens with “By”.
    Opener,
    /// On a line with a date near the headline, or beside one.
    Dated,
    State,
    Site,
}

/// How many kinds of places there are.
pub(crate) const SOURCES: usize = 15;

/// A list of names that might be the byline.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) names: Vec<String>,
    /// The words of all names, sorted.
    pub(crate) words: Vec<String>,
    pub(crate) sources: Vec<Source>,
    /// Bytes of text from the headline to it; negative before the headline, none where it is only stated.
    pub(crate) distance: Option<i64>,
    /// Where it stands, if shown.
    pub(crate) place: Signs,
}

struct Gathered(Vec<Candidate>);

impl Gathered {
    fn add(&mut self, names: Vec<String>, source: Source, shown: Option<(i64, Signs)>) {
        if names.is_empty() || names.len() > 12 {
            return;
        }
        let mut own: Vec<String> = names.iter().flat_map(|name| words(name)).collect();
        own.sort();
        own.dedup();
        if let Some(known) = self.0.iter_mut().find(|known| known.words == own) {
            if !known.sources.contains(&source) {
                known.sources.push(source);
            }
            if let Some((distance, place)) = shown
                && known.distance.is_none_or(|known| known < 0 && distance >= 0)
            {
                known.distance = Some(distance);
                known.place = place;
            }
        } else if self.0.len() < 50 {
            let (distance, place) = shown.map_or((None, Signs::NONE), |(distance, place)| (Some(distance), place));
            self.0.push(Candidate { names, words: own, sources: vec![source], distance, place });
        }
    }
}

/// All candidates: what is stated for machines first, then what is shown, in reading order.
pub(crate) fn candidates(evidence: &Evidence, site: Option<&str>, headline: Option<&str>) -> Vec<Candidate> {
    let mut gathered = Gathered(Vec::new());
    linked(evidence, &mut gathered);
    metas(evidence, &mut gathered);
    let (_, start) = evidence.shown().headline(headline);
    marked(evidence, start, &mut gathered);
    opened(evidence, start, &mut gathered);
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
            let found = match object.get("name") {
                Some(Value::String(name)) => plain(name).into_iter().collect(),
                Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).filter_map(plain).collect(),
                _ => Vec::new(),
            };
            if is_organisation { organisations.extend(found) } else { people.extend(found) }
        }
        _ => {}
    }
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

/// Names in elements whose markup speaks of authors.
fn marked(evidence: &Evidence, start: usize, gathered: &mut Gathered) {
    let shown = evidence.shown();
    let mut clusters: Vec<(Source, usize, usize, Signs, Vec<String>)> = Vec::new();
    for mark in &shown.marks {
        if matches!(mark.tag, Tag::Heading(1) | Tag::Image | Tag::Time)
            || mark.place.any(Signs::COMMENT.with(Signs::NAV))
        {
            continue;
        }
        let Some(source) = source_of(mark) else { continue };
        if clusters.len() >= 60 {
            break;
        }
        let text = match (&mark.stated, shown.raw(mark, 240)) {
            (Some(stated), _) if mark.tag == Tag::Meta => stated.as_str(),
            (_, Some(raw)) => raw,
            _ => continue,
        };
        // An author's box tells of the author below the name.
        let text = if matches!(
            source,
            Source::Author | Source::AuthorName | Source::AuthorLink | Source::Address | Source::Relation
        ) && mark.tag != Tag::Meta
        {
            text.split('\n').find(|line| !names([*line]).is_empty()).unwrap_or_default()
        } else {
            text
        };
        let found = names(text.split('\n').take(8));
        if found.is_empty() {
            continue;
        }
        match clusters.iter_mut().rev().find(|cluster| cluster.0 == source) {
            Some(last) if mark.range.start <= last.2 + 60 && last.4.len() < 10 => {
                last.2 = last.2.max(mark.range.end);
                for name in found {
                    if !last.4.iter().any(|known| key(known).contains(&key(&name))) {
                        last.4.push(name);
                    }
                }
            }
            _ => clusters.push((source, mark.range.start, mark.range.end, mark.place, found)),
        }
    }
    for (source, at, _, place, found) in clusters {
        let of_source = gathered.0.iter().filter(|known| known.sources.contains(&source)).count();
        if of_source < 4 {
            gathered.add(found, source, Some((at as i64 - start as i64, place)));
        }
    }
}

fn source_of(mark: &Mark) -> Option<Source> {
    let named = Signs::AUTHOR.with(Signs::BYLINE);
    if mark.own.all(Signs::AUTHOR.with(Signs::REL)) {
        Some(Source::Relation)
    } else if mark.own.all(Signs::AUTHOR.with(Signs::STATED))
        || mark.own.all(Signs::NAME.with(Signs::STATED)) && mark.near.any(Signs::AUTHOR)
    {
        Some(Source::Stated)
    } else if mark.tag == Tag::Meta {
        None
    } else if mark.own.any(Signs::NAME) && mark.near.any(named) {
        Some(Source::AuthorName)
    } else if mark.tag == Tag::Link && mark.near.any(named) {
        Some(Source::AuthorLink)
    } else if mark.tag == Tag::Link && mark.href.as_deref().is_some_and(crate::evidence::signs::leads_to_author) {
        Some(Source::Address)
    } else if mark.own.any(Signs::BYLINE) {
        Some(Source::Byline)
    } else if mark.own.any(Signs::AUTHOR) && !mark.own.any(Signs::ROLE) {
        Some(Source::Author)
    } else {
        None
    }
}

/// Names after words like “By” in the lines around the headline.
fn opened(evidence: &Evidence, start: usize, gathered: &mut Gathered) {
    let from = start.saturating_sub(400);
    let mut before = "";
    let text = &evidence.shown().text;
    let from = (from..=start).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    for (at, line) in evidence.shown().lines_from(from).take(60) {
        if at > start + 4000 {
            break;
        }
        let distance = at as i64 - start as i64;
        let only = line.trim_matches([' ', SEAM]);
        // The name may stand on the line after its opener.
        if openers::after(before).is_some_and(|rest| rest.trim().is_empty()) && only.len() <= 90 {
            gathered.add(names([only]), Source::Opener, Some((distance, Signs::NONE)));
        }
        if only.len() <= 160
            && let Some(rest) = openers::after(only)
        {
            gathered.add(names([rest]), Source::Opener, Some((distance, Signs::NONE)));
        } else if only.len() <= 200 && only.contains(['b', 'B', 'v', 'V', 'p', 'P']) {
            // “5 May 2026 | by Ana Roth”.
            for opener in [
                " by ",
                "\u{1f}by ",
                " By ",
                "\u{1f}By ",
                " von ",
                "\u{1f}von ",
                "\u{1f}Von ",
                " par ",
                " Von ",
                " por ",
                " Por ",
            ] {
                if let Some((first, rest)) = only.split_once(opener)
                    && (first.chars().any(|next| next.is_ascii_digit()) || words(first).len() <= 3)
                {
                    gathered.add(names([rest]), Source::Opener, Some((distance, Signs::NONE)));
                    break;
                }
            }
        }
        before = only;
    }
}

/// Persons' names that stand with the date below or above the headline, without a word that says who they are.
fn dated(evidence: &Evidence, start: usize, gathered: &mut Gathered) {
    let text = &evidence.shown().text;
    let from = text.floor_char_boundary(start.saturating_sub(160));
    let lines: Vec<(usize, &str)> = evidence
        .shown()
        .lines_from(from)
        .take_while(|(at, _)| *at < start + 500)
        .filter(|(_, line)| line.len() < 120)
        .take(14)
        .collect();
    let has_date = |line: &str| {
        line.bytes().filter(u8::is_ascii_digit).count() >= 5
            && crate::dates::visible(&line.replace(SEAM, " "), false).is_some()
    };
    let dates: Vec<bool> = lines.iter().map(|(_, line)| has_date(line)).collect();
    for (index, (at, line)) in lines.iter().enumerate() {
        let beside = [index.checked_sub(1), Some(index), Some(index + 1)];
        if beside.iter().flatten().any(|index| dates.get(*index) == Some(&true)) {
            let mut found = names([*line]);
            found.retain(|name| is_person(name));
            gathered.add(found, Source::Dated, Some((*at as i64 - start as i64, Signs::NONE)));
        }
    }
}
