//! Every name that might be the section's, and where it stands.

use serde_json::Value;
use url::Url;

use super::general::{is_front, is_line, is_word};
use crate::evidence::links::{leads_home, leads_to_category};
use crate::evidence::shown::{SEAM, Tag, unseamed};
use crate::evidence::signs::Signs;
use crate::evidence::{Evidence, first_text};
use crate::words::{key, plain, words};

/// Where a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// `articleSection` in JSON-LD: the first of several, any other.
    Linked,
    LinkedMore,
    MetaSection,
    MetaOther,
    Stated,
    /// A path of pages, stated: its first step after the front page, its last before the article, those between.
    CrumbFirst,
    CrumbLast,
    CrumbMiddle,
    /// The same, shown.
    ShownCrumbFirst,
    ShownCrumbLast,
    /// A link that calls itself the category of the article.
    Relation,
    /// A link to the page of a category, at the article.
    Category,
    /// An element named for a section, near the headline.
    NamedNear,
    Named,
    Kicker,
    /// The step of the navigation that is marked as the present one.
    Active,
    /// A link whose address is the beginning of the page's own.
    Above,
    /// A link or a named line right above the headline.
    BeforeHeadline,
    Address,
    Tag,
}

/// How many kinds of places there are.
pub(crate) const SOURCES: usize = 20;

/// A name that might be the section's.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) sources: Vec<Source>,
}

struct Gathered<'a> {
    found: Vec<Candidate>,
    excluded: Vec<String>,
    headline: &'a str,
}

impl Gathered<'_> {
    fn add(&mut self, name: &str, source: Source) {
        let trimmed = name.trim_matches(|next: char| !next.is_alphanumeric() && next != ')');
        // “U.S.” keeps its last point.
        let dotted =
            name.trim_start().strip_prefix(trimmed).filter(|rest| rest.starts_with('.') && trimmed.contains('.'));
        let dotted = dotted.and_then(|_| name.trim_start().get(..trimmed.len() + 1));
        let name = dotted.unwrap_or(trimmed);
        let key = key(name);
        if !(1..=6).contains(&words(name).len())
            || name.len() > 60
            || name.contains("://")
            || self.excluded.contains(&key)
            || key.chars().all(|next| next.is_ascii_digit())
            || key.len() < 4 && key.starts_with(|next: char| next.is_ascii_digit())
            || key.len() > 12 && self.headline.contains(&key)
            || is_front(&key)
            || name.split(|next: char| !next.is_ascii_digit()).any(|digits| digits.len() > 2 && !is_year(digits))
            || is_line(name)
        {
            return;
        }
        if let Some(known) = self.found.iter_mut().find(|known| known.key == key) {
            if !known.sources.contains(&source) {
                known.sources.push(source);
            }
        } else if self.found.len() < 60 {
            self.found.push(Candidate { name: name.to_owned(), key, sources: vec![source] });
        }
    }
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// All candidates, in the order in which they are trusted; `names` are the site's.
pub(crate) fn candidates(
    evidence: &Evidence,
    page: Option<&Url>,
    names: &[String],
    headline: Option<&str>,
    byline: &[String],
) -> Vec<Candidate> {
    let headline_key = headline.map(key).unwrap_or_default();
    let excluded = names
        .iter()
        .map(|name| key(name))
        .chain(byline.iter().map(|name| key(name)))
        .chain([headline_key.clone()])
        .chain(homes(evidence, page))
        .collect();
    let mut gathered = Gathered { found: Vec::new(), excluded, headline: &headline_key };
    stated(evidence, &mut gathered);
    crumbs(evidence, &mut gathered);
    shown(evidence, page, headline, &mut gathered);
    // The last step of an address is the article's own.
    let steps: Vec<&str> =
        page.and_then(Url::path_segments).into_iter().flatten().filter(|step| !step.is_empty()).collect();
    for segment in steps.split_last().map_or(&[][..], |(_, before)| before).iter().take(3) {
        if is_word(segment) {
            let words = segment.replace(['-', '_'], " ");
            let mut letters = words.chars();
            let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            gathered.add(&name, Source::Address);
        }
    }
    for name in ["article:tag", "keywords", "news_keywords"] {
        for text in evidence.meta_all(name).take(3).filter_map(plain) {
            for tag in text.split(',').take(4) {
                gathered.add(tag, Source::Tag);
            }
        }
    }
    gathered.found
}

/// What leads to the site's first page, as keys, in whatever language.
fn homes(evidence: &Evidence, page: Option<&Url>) -> Vec<String> {
    let shown = evidence.shown();
    let links = shown.marks.iter().filter(|mark| mark.href.as_deref().is_some_and(|href| leads_home(href, page)));
    let mut homes: Vec<String> = links.filter_map(|mark| shown.raw(mark, 80)).map(key).collect();
    for list in evidence.of_type("BreadcrumbList").take(2) {
        let steps = list.get("itemListElement").and_then(Value::as_array).into_iter().flatten();
        for step in steps.filter_map(Value::as_object) {
            let address = step.get("item").and_then(|item| item.as_str().or_else(|| item.get("@id")?.as_str()));
            if address.is_some_and(|address| leads_home(address, page)) {
                let name = step.get("name").or_else(|| step.get("item")?.get("name"));
                homes.extend(name.and_then(first_text).map(|name| key(&name)));
            }
        }
    }
    homes.retain(|home| !home.is_empty());
    homes
}

fn stated(evidence: &Evidence, gathered: &mut Gathered<'_>) {
    for value in evidence.property("articleSection").chain(evidence.property("genre")).take(3) {
        let texts: Vec<String> = match value {
            Value::Array(list) => list.iter().filter_map(first_text).collect(),
            other => first_text(other).into_iter().collect(),
        };
        let names = texts.iter().flat_map(|text| text.split([',', '|', '>']));
        for (at, name) in names.take(6).enumerate() {
            gathered.add(name, if at == 0 { Source::Linked } else { Source::LinkedMore });
        }
    }
    for (names, source) in [
        (
            &["article:section", "og:article:section", "articlesection", "article.section", "og:section"][..],
            Source::MetaSection,
        ),
        (
            &[
                "parsely-section",
                "section",
                "sailthru.section",
                "cxenseparse:section",
                "dc.subject.section",
                "category",
                "cg",
                "pagesection",
                "article:category",
                "dc.subject",
                "page-topic",
                "cxenseparse:category",
                "channel",
                "rubrik",
            ][..],
            Source::MetaOther,
        ),
    ] {
        for name in names {
            for text in evidence.meta_all(name).take(4).filter_map(plain) {
                for name in text.split(['|', '>', ',', ';']).take(3) {
                    gathered.add(name, source);
                }
            }
        }
    }
    for text in evidence.state("articleSection", 2) {
        gathered.add(&text, Source::MetaOther);
    }
}

/// The steps of a path that the page states.
fn crumbs(evidence: &Evidence, gathered: &mut Gathered<'_>) {
    for list in evidence.of_type("BreadcrumbList").take(2) {
        let items = match list.get("itemListElement") {
            Some(Value::Array(items)) => items.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => continue,
        };
        let steps = items.iter().filter_map(|item| {
            let item = item.as_object()?;
            item.get("name").and_then(first_text).or_else(|| item.get("item").and_then(first_text))
        });
        walk(steps.collect(), Source::CrumbFirst, Source::CrumbLast, Source::CrumbMiddle, gathered);
    }
}

fn walk(steps: Vec<String>, first: Source, last: Source, middle: Source, gathered: &mut Gathered<'_>) {
    let steps: Vec<&String> = steps
        .iter()
        .filter(|step| {
            let key = key(step);
            let own = gathered.excluded.contains(&key) || key.len() > 12 && gathered.headline.contains(&key);
            !own && !is_front(&key)
        })
        .take(6)
        .collect();
    for (at, step) in steps.iter().enumerate() {
        if at == 0 {
            gathered.add(step, first);
        }
        if at + 1 == steps.len() {
            gathered.add(step, last);
        } else if at > 0 {
            gathered.add(step, middle);
        }
    }
}

fn shown(evidence: &Evidence, page: Option<&Url>, headline: Option<&str>, gathered: &mut Gathered<'_>) {
    let shown = evidence.shown();
    let (begin, end) = shown.headline(headline);
    let mut steps = Vec::new();
    let path = page.map(Url::path).unwrap_or_default();
    for (index, mark) in shown.marks.iter().enumerate() {
        let in_crumbs = mark.place.any(Signs::CRUMB) || mark.near.any(Signs::CRUMB);
        let address = mark.href.as_deref().map(|href| {
            href.split_once("://")
                .map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path))
                .trim_matches('/')
        });
        let above = address.is_some_and(|address| {
            address.len() > 2 && path.trim_matches('/').strip_prefix(address).is_some_and(|rest| rest.starts_with('/'))
        });
        let Some(text) = shown.raw(mark, 80).and_then(|raw| unseamed(&raw.replace(['\n', SEAM], " "))) else {
            continue;
        };
        if in_crumbs && mark.tag == Tag::Link {
            steps.push(text.clone());
        }
        if above {
            gathered.add(&text, Source::Above);
        }
        // An article may close with a footer of its own.
        let own_footer = mark.place.any(Signs::ARTICLE.with(Signs::MAIN)) || mark.own.any(Signs::REL);
        if mark.place.any(Signs::COMMENT) || mark.place.any(Signs::FOOTER) && !own_footer {
            continue;
        }
        // What holds several links is a menu.
        let inside = shown.marks.get(index + 1..).into_iter().flatten();
        let inside = inside.take_while(|other| other.range.start < mark.range.end);
        if inside.filter(|other| other.tag == Tag::Link).take(2).count() == 2 {
            continue;
        }
        if mark.range.end <= begin && mark.range.end + 30 > begin && !in_crumbs {
            gathered.add(&text, Source::BeforeHeadline);
        }
        let near = mark.range.start + 900 > begin && mark.range.start < end + 900;
        if mark.own.all(Signs::STATED.with(Signs::SECTION)) {
            gathered.add(&text, Source::Stated);
        }
        let apart = mark.place.any(Signs::ASIDE.with(Signs::RELATED).with(Signs::NAV));
        if !apart && mark.href.as_deref().is_some_and(leads_to_category) {
            gathered.add(&text, Source::Category);
        }
        if mark.own.any(Signs::REL) && mark.own.any(Signs::SECTION) {
            gathered.add(&text, Source::Relation);
        } else if mark.near.any(Signs::KICKER) && near && !matches!(mark.tag, Tag::Heading(1)) {
            gathered.add(&text, Source::Kicker);
        } else if mark.near.any(Signs::SECTION) && near && !mark.place.any(Signs::NAV) {
            gathered.add(&text, Source::NamedNear);
        } else if mark.near.any(Signs::SECTION) && mark.tag == Tag::Link && !mark.place.any(Signs::NAV) {
            gathered.add(&text, Source::Named);
        } else if mark.near.any(Signs::ACTIVE) && mark.tag == Tag::Link {
            gathered.add(&text, Source::Active);
        }
    }
    walk(steps, Source::ShownCrumbFirst, Source::ShownCrumbLast, Source::CrumbMiddle, gathered);
}
