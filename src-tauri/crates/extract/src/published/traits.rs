//! What speaks for and against a day, as numbers.

use jiff::civil::Date;

use super::candidate::{Candidate, SOURCES, Source};
use crate::evidence::signs::Signs;

/// How many traits a candidate has.
pub(crate) const TRAITS: usize = SOURCES + 20;

const ORDER: [Source; SOURCES] = [
    Source::LinkedPublished,
    Source::NewsPublished,
    Source::LinkedCreated,
    Source::LinkedModified,
    Source::MetaPublished,
    Source::MetaOther,
    Source::MetaModified,
    Source::StatedPublished,
    Source::StatedModified,
    Source::TimeNear,
    Source::TimeInside,
    Source::TimeElsewhere,
    Source::NamedPublished,
    Source::NamedModified,
    Source::NamedDate,
    Source::LinePublished,
    Source::LineModified,
    Source::Line,
    Source::LineBefore,
    Source::Address,
    Source::PictureAddress,
    Source::Title,
    Source::StatePublished,
    Source::StateModified,
];

/// The traits of each candidate, in the order of the table of weights.
pub(crate) fn traits(candidates: &[Candidate]) -> Vec<[f32; TRAITS]> {
    let flag = |yes: bool| f32::from(u8::from(yes));
    let days = |one: Date, other: Date| one.until(other).map_or(9999, |span| i64::from(span.get_days()));
    let published = candidates.iter().find(|one| {
        one.sources
            .iter()
            .any(|source| matches!(source, Source::LinkedPublished | Source::MetaPublished | Source::StatedPublished))
    });
    candidates
        .iter()
        .map(|candidate| {
            let mut row = [0.0; TRAITS];
            for (slot, source) in row.iter_mut().zip(ORDER) {
                *slot = flag(candidate.sources.contains(&source));
            }
            let day = candidate.moment.day;
            let later = published.map_or(0, |published| days(published.moment.day, day));
            let shown = candidate.distance.is_some();
            let distance = candidate.distance.unwrap_or(i64::MAX);
            let near = shown && (-300..400).contains(&distance);
            let has = |wanted: &[Source]| candidate.sources.iter().any(|source| wanted.contains(source));
            // Shown is the last change, and the publication only stated.
            let changed = published.is_some_and(|published| published.moment.day < day && published.distance.is_none())
                && shown
                && has(&[Source::LinkedModified, Source::MetaModified, Source::StatedModified]);
            let says_so = has(&[Source::LineModified, Source::NamedModified]);
            let rest = [
                candidate.sources.len() as f32,
                flag(candidate.sources.len() >= 3),
                flag(candidates.iter().any(|other| (1..=1).contains(&days(other.moment.day, day).abs()))),
                flag(candidates.iter().all(|other| other.moment.day >= day)),
                flag(candidates.iter().all(|other| other.moment.day <= day)),
                flag(later > 1),
                flag(later > 60),
                flag(later < -1),
                near.into(),
                flag(shown && (400..2500).contains(&distance)),
                flag(shown && distance >= 2500),
                flag(candidate.first),
                flag(candidate.place.any(Signs::FOOTER.with(Signs::ASIDE).with(Signs::RELATED))),
                flag(candidate.place.any(Signs::ARTICLE.with(Signs::MAIN).with(Signs::HEADER))),
                flag(candidate.place.any(Signs::HIDDEN)),
                flag(candidate.moment.timed),
                flag(day.month() == 1 && day.day() == 1),
                flag(near && candidate.first && later > 1),
                flag(changed && says_so),
                flag(changed && !says_so),
            ];
            for (slot, value) in row.iter_mut().skip(SOURCES).zip(rest) {
                *slot = value;
            }
            row
        })
        .collect()
}
