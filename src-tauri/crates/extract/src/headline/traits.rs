//! What speaks for and against a candidate for the headline, as numbers.

use std::collections::HashSet;

use url::Url;

use super::candidates::{Candidate, Source};
use crate::evidence::Evidence;
use crate::evidence::signs::Signs;
use crate::words::{key, words};

/// How many traits a candidate has.
pub(crate) const TRAITS: usize = ORDER.len() + 43;

const ORDER: [Source; 21] = [
    Source::FurnitureHeading,
    Source::HeadingSpaced,
    Source::HeadingLongest,
    Source::HeadingRest,
    Source::HeadingLast,
    Source::HeadingNamed,
    Source::HeadingBare,
    Source::Stated,
    Source::LesserHeading,
    Source::Named,
    Source::Heading,
    Source::OpenGraph,
    Source::OpenGraphCut,
    Source::Twitter,
    Source::TwitterCut,
    Source::Linked,
    Source::LinkedCut,
    Source::Meta,
    Source::MetaCut,
    Source::OtherPiece,
    Source::State,
];

/// The traits of each candidate, in the order of the table of weights.
pub(crate) fn traits(
    candidates: &[Candidate],
    evidence: &Evidence,
    page: Option<&Url>,
    names: &[String],
) -> Vec<[f32; TRAITS]> {
    let around = Around::of(candidates, evidence, page, names);
    candidates.iter().map(|candidate| around.traits(candidate)).collect()
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

fn set(text: &str) -> HashSet<String> {
    words(text).into_iter().collect()
}

/// Share of the words of one text that another has.
fn share(one: &HashSet<String>, other: &HashSet<String>) -> f32 {
    if one.is_empty() { 0.0 } else { one.intersection(other).count() as f32 / one.len() as f32 }
}

fn is_main(source: &Source) -> bool {
    matches!(source, Source::MainHeading { .. })
}

fn is_stated(source: &Source) -> bool {
    matches!(source, Source::Title | Source::OpenGraph | Source::Linked)
}

/// What a page's candidates are compared with.
struct Around<'a> {
    candidates: &'a [Candidate],
    title: HashSet<String>,
    graph: HashSet<String>,
    linked: HashSet<String>,
    address: HashSet<String>,
    heading: HashSet<String>,
    headings: usize,
    /// The keys of the site's names, the one believed first.
    names: Vec<String>,
}

impl<'a> Around<'a> {
    fn of(candidates: &'a [Candidate], evidence: &Evidence, page: Option<&Url>, names: &[String]) -> Self {
        let main = || candidates.iter().filter(|candidate| candidate.sources.iter().any(is_main));
        let address = page.and_then(Url::path_segments).and_then(|mut all| all.rfind(|segment| segment.len() > 3));
        Self {
            candidates,
            title: set(evidence.title().unwrap_or_default()),
            graph: set(&evidence.meta(&["og:title"]).unwrap_or_default()),
            linked: set(&evidence.text("headline").unwrap_or_default()),
            address: set(address.unwrap_or_default()),
            heading: main().next().map_or_else(HashSet::new, |candidate| set(&candidate.text)),
            headings: main().count(),
            names: names.iter().map(|name| key(name)).collect(),
        }
    }

    fn traits(&self, candidate: &Candidate) -> [f32; TRAITS] {
        let own = set(&candidate.text);
        let has = |wanted: &dyn Fn(&Source) -> bool| candidate.sources.iter().any(wanted);
        let count = words(&candidate.text).len().max(candidate.text.chars().count() / 12);
        let shown = has(&|source| {
            is_main(source)
                || matches!(
                    source,
                    Source::LesserHeading
                        | Source::Named
                        | Source::Stated
                        | Source::HeadingSpaced
                        | Source::HeadingNamed
                        | Source::HeadingBare
                )
        });
        let families = [
            shown,
            has(&|source| matches!(source, Source::OpenGraph | Source::OpenGraphCut)),
            has(&|source| matches!(source, Source::Twitter | Source::TwitterCut)),
            has(&|source| matches!(source, Source::Linked | Source::LinkedCut)),
            has(&|source| matches!(source, Source::Title | Source::TitleCut | Source::TitlePiece)),
        ];
        let votes = families.iter().filter(|family| **family).count();
        let inside = |one: &Candidate| one.key.len() > candidate.key.len() && one.key.contains(&candidate.key);
        let within = |one: &Candidate| {
            one.key.len() < candidate.key.len() && one.key.len() > 12 && candidate.key.contains(&one.key)
        };
        let any = |of: &dyn Fn(&Source) -> bool, holds: &dyn Fn(&Candidate) -> bool| {
            self.candidates.iter().any(|one| one.sources.iter().any(of) && holds(one))
        };
        let main = has(&is_main);
        let only = |wanted: fn(&Source) -> bool| candidate.sources.iter().all(wanted);
        let site = self.names.first().map(String::as_str).unwrap_or_default();
        let at_either_end = |name: &String| {
            name.len() > 3
                && candidate.key.len() > name.len()
                && (candidate.key.ends_with(name.as_str()) || candidate.key.starts_with(name.as_str()))
        };
        let seen = candidate.seen;
        let place = seen.map_or(Signs::NONE, |seen| seen.place);
        let to_byline = seen.and_then(|seen| seen.to_byline);
        let letters = || candidate.text.chars().filter(|next| next.is_alphabetic());
        let mut row = [0.0; TRAITS];
        for (slot, source) in row.iter_mut().zip(ORDER) {
            *slot = flag(candidate.sources.contains(&source));
        }
        let rest = [
            flag(main),
            flag(has(&|source| matches!(source, Source::MainHeading { named: true, .. }))),
            flag(has(&|source| matches!(source, Source::MainHeading { first: true, .. }))),
            flag(main && self.headings == 1),
            flag(candidate.sources.contains(&Source::Title)),
            flag(candidate.sources.contains(&Source::TitleCut)),
            flag(candidate.sources.contains(&Source::TitlePiece)),
            flag(only(|source| matches!(source, Source::TitlePiece | Source::OtherPiece))),
            votes as f32,
            flag(votes >= 3),
            share(&own, &self.title),
            share(&own, &self.graph),
            share(&own, &self.linked),
            share(&own, &self.heading),
            share(&self.address, &own),
            share(&self.title, &own),
            share(&self.graph, &own),
            share(&self.heading, &own),
            flag(count < 3),
            flag(count > 22),
            (count as f32).ln_1p(),
            flag(!site.is_empty() && candidate.key == site),
            flag(self.names.contains(&candidate.key)),
            flag(self.names.first().is_some_and(at_either_end)),
            flag(self.names.iter().any(at_either_end)),
            flag(candidate.text.contains('|')),
            flag(candidate.text.ends_with(['…']) || candidate.text.ends_with("...")),
            flag(any(&is_stated, &inside)),
            flag(any(&is_main, &inside)),
            flag(any(&is_main, &within)),
            flag(any(&is_stated, &within)),
            flag(place.any(Signs::ARTICLE.with(Signs::MAIN))),
            flag(place.any(Signs::HEADER)),
            flag(place.any(Signs::LOGO)),
            flag(place.any(Signs::ENTRY)),
            flag(seen.is_some_and(|seen| seen.order == 0)),
            flag(seen.is_some_and(|seen| seen.order > 1)),
            flag(seen.is_some_and(|seen| seen.leads_home)),
            flag(to_byline.is_some_and(|bytes| bytes < 250)),
            flag(to_byline.is_some_and(|bytes| bytes >= 2000)),
            flag(letters().all(char::is_uppercase)),
            flag(letters().all(|next| !next.is_uppercase())),
            flag(self.headings == 0),
        ];
        for (slot, value) in row.iter_mut().skip(ORDER.len()).zip(rest) {
            *slot = value;
        }
        row
    }
}
