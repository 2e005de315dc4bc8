//! What speaks for and against a candidate for the headline, as numbers.

use std::collections::HashSet;

use url::Url;

use super::candidates::{Candidate, Source};
use crate::evidence::Evidence;
use crate::words::{key, words};

/// How many traits a candidate has.
pub(crate) const TRAITS: usize = 40;

/// The traits of each candidate, in the order of the table of weights.
pub(crate) fn traits(
    candidates: &[Candidate],
    evidence: &Evidence,
    page: Option<&Url>,
    site: Option<&str>,
) -> Vec<[f32; TRAITS]> {
    let set = |text: &str| words(text).into_iter().collect::<HashSet<String>>();
    let title = set(evidence.title().unwrap_or_default());
    let graph = set(&evidence.meta(&["og:title"]).unwrap_or_default());
    let address = page.map_or_else(HashSet::new, |url| {
        set(url
            .path_segments()
            .and_then(|mut segments| segments.rfind(|segment| segment.len() > 3))
            .unwrap_or_default())
    });
    let heading = candidates
        .iter()
        .find(|candidate| candidate.sources.iter().any(|source| matches!(source, Source::MainHeading { .. })))
        .map_or_else(HashSet::new, |candidate| set(&candidate.text));
    let headings = candidates
        .iter()
        .filter(|candidate| candidate.sources.iter().any(|source| matches!(source, Source::MainHeading { .. })))
        .count();
    let share = |own: &HashSet<String>, other: &HashSet<String>| {
        if own.is_empty() { 0.0 } else { own.intersection(other).count() as f32 / own.len() as f32 }
    };
    let site = site.map(key).unwrap_or_default();
    candidates
        .iter()
        .map(|candidate| {
            let own = set(&candidate.text);
            let has = |wanted: &dyn Fn(&Source) -> bool| f32::from(u8::from(candidate.sources.iter().any(wanted)));
            let is = |wanted: Source| f32::from(u8::from(candidate.sources.contains(&wanted)));
            let flag = |yes: bool| f32::from(u8::from(yes));
            let count = words(&candidate.text).len().max(candidate.text.chars().count() / 12);
            let family = [
                has(&|source| {
                    matches!(
                        source,
                        Source::MainHeading { .. }
                            | Source::LesserHeading
                            | Source::Named
                            | Source::Stated
                            | Source::HeadingPiece
                    )
                }),
                has(&|source| matches!(source, Source::OpenGraph | Source::OpenGraphCut)),
                has(&|source| matches!(source, Source::Twitter | Source::TwitterCut)),
                has(&|source| matches!(source, Source::Linked | Source::LinkedCut)),
                has(&|source| matches!(source, Source::Title | Source::TitleCut | Source::TitlePiece)),
            ];
            let votes: f32 = family.iter().sum();
            let inside = |one: &Candidate| one.key.len() > candidate.key.len() && one.key.contains(&candidate.key);
            let around = |one: &Candidate| {
                one.key.len() < candidate.key.len() && one.key.len() > 12 && candidate.key.contains(&one.key)
            };
            let is_title = |one: &Candidate| {
                one.sources.iter().any(|source| matches!(source, Source::Title | Source::OpenGraph | Source::Linked))
            };
            let is_heading =
                |one: &Candidate| one.sources.iter().any(|source| matches!(source, Source::MainHeading { .. }));
            [
                has(&|source| matches!(source, Source::MainHeading { .. })),
                has(&|source| matches!(source, Source::MainHeading { named: true, .. })),
                has(&|source| matches!(source, Source::MainHeading { first: true, .. })),
                flag(headings == 1) * has(&|source| matches!(source, Source::MainHeading { .. })),
                is(Source::FurnitureHeading),
                is(Source::HeadingPiece),
                is(Source::Stated),
                is(Source::LesserHeading),
                is(Source::Named),
                is(Source::Heading),
                is(Source::OpenGraph),
                is(Source::OpenGraphCut),
                is(Source::Twitter),
                is(Source::TwitterCut),
                is(Source::Linked),
                is(Source::LinkedCut),
                is(Source::Meta),
                is(Source::MetaCut),
                is(Source::Title),
                is(Source::TitleCut),
                is(Source::TitlePiece),
                is(Source::OtherPiece),
                is(Source::State),
                votes,
                flag(votes >= 3.0),
                share(&own, &title),
                share(&own, &graph),
                share(&own, &heading),
                share(&address, &own),
                share(&title, &own),
                flag(count < 3),
                flag(count > 22),
                (count as f32).ln_1p(),
                flag(!site.is_empty() && candidate.key == site),
                flag(
                    site.len() > 3
                        && candidate.key.len() > site.len()
                        && (candidate.key.ends_with(&site) || candidate.key.starts_with(&site)),
                ),
                flag(candidate.text.contains(" | ") || candidate.text.contains("|")),
                flag(candidates.iter().any(|one| is_title(one) && inside(one))),
                flag(candidates.iter().any(|one| is_heading(one) && inside(one))),
                flag(candidates.iter().any(|one| is_heading(one) && around(one))),
                flag(candidates.iter().any(|one| is_title(one) && around(one))),
            ]
        })
        .collect()
}
