//! What speaks for and against a name of a section, as numbers.

use url::Url;

use super::candidates::{Candidate, SOURCES, Source};
use crate::words::{key, words};

/// How many traits a candidate has.
pub(crate) const TRAITS: usize = SOURCES + 8;

const ORDER: [Source; SOURCES] = [
    Source::Linked,
    Source::LinkedMore,
    Source::MetaSection,
    Source::MetaOther,
    Source::Stated,
    Source::CrumbFirst,
    Source::CrumbLast,
    Source::CrumbMiddle,
    Source::ShownCrumbFirst,
    Source::ShownCrumbLast,
    Source::Relation,
    Source::Category,
    Source::NamedNear,
    Source::Named,
    Source::Kicker,
    Source::Active,
    Source::Above,
    Source::BeforeHeadline,
    Source::Address,
    Source::Tag,
];

/// The traits of each candidate, in the order of the table of weights.
pub(crate) fn traits(candidates: &[Candidate], page: Option<&Url>) -> Vec<[f32; TRAITS]> {
    let flag = |yes: bool| f32::from(u8::from(yes));
    let segments: Vec<String> =
        page.and_then(Url::path_segments).map(|segments| segments.map(key).collect()).unwrap_or_default();
    candidates
        .iter()
        .map(|candidate| {
            let mut row = [0.0; TRAITS];
            for (slot, source) in row.iter_mut().zip(ORDER) {
                *slot = flag(candidate.sources.contains(&source));
            }
            let at = segments.iter().position(|segment| *segment == candidate.key);
            let general =
                matches!(candidate.key.as_str(), "news" | "nachrichten" | "blog" | "aktuell" | "aktuelles" | "magazin");
            let rest = [
                candidate.sources.len() as f32,
                flag(candidate.sources.len() >= 3),
                flag(at == Some(0)),
                flag(at.is_some_and(|at| at > 0)),
                flag(general),
                flag(words(&candidate.name).len() > 3),
                flag(candidate.name.chars().next().is_some_and(char::is_lowercase)),
                flag(
                    candidate
                        .sources
                        .iter()
                        .all(|source| matches!(source, Source::Address | Source::Tag | Source::Active)),
                ),
            ];
            for (slot, value) in row.iter_mut().skip(SOURCES).zip(rest) {
                *slot = value;
            }
            row
        })
        .collect()
}
