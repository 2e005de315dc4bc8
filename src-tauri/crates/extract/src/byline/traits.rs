//! What speaks for and against a list of names, as numbers.

use super::gathered::{Candidate, SOURCES, Source};
use super::names::is_person;
use super::nobody::is_desk;
use crate::evidence::signs::Signs;
use crate::words::key;

/// How many traits a candidate has.
pub(crate) const TRAITS: usize = SOURCES + 24;

const ORDER: [Source; SOURCES] = [
    Source::LinkedPeople,
    Source::LinkedOrganisations,
    Source::MetaAuthor,
    Source::MetaOther,
    Source::Relation,
    Source::Stated,
    Source::AuthorName,
    Source::AuthorLink,
    Source::Byline,
    Source::Author,
    Source::Address,
    Source::Opener,
    Source::Closing,
    Source::Dated,
    Source::State,
    Source::Site,
];

/// The traits of each candidate, in the order of the table of weights.
pub(crate) fn traits(candidates: &[Candidate], site: Option<&str>, headline: Option<&str>) -> Vec<[f32; TRAITS]> {
    let site = site.map(key).unwrap_or_default();
    let headline = headline.map(key).unwrap_or_default();
    let flag = |yes: bool| f32::from(u8::from(yes));
    candidates
        .iter()
        .map(|candidate| {
            let mut row = [0.0; TRAITS];
            for (slot, source) in row.iter_mut().zip(ORDER) {
                *slot = flag(candidate.sources.contains(&source));
            }
            let others = || candidates.iter().filter(|other| !std::ptr::eq(*other, candidate));
            let within = |one: &Candidate, other: &Candidate| one.words.iter().all(|word| other.words.contains(word));
            let people = candidate.names.iter().filter(|name| is_person(name)).count() as f32
                / candidate.names.len().max(1) as f32;
            let own = key(&candidate.names.concat());
            let is_site = !site.is_empty() && own.len() > 3 && (own.contains(&site) || site.contains(&own));
            let after = candidate.distance.unwrap_or(i64::MAX);
            let shown = candidate.distance.is_some();
            let letters: Vec<char> =
                candidate.names.iter().flat_map(|name| name.chars()).filter(|next| next.is_alphabetic()).collect();
            let rest = [
                candidate.sources.len() as f32,
                flag(candidate.sources.len() >= 3),
                flag(others().any(|other| within(other, candidate))),
                flag(others().any(|other| within(candidate, other))),
                people,
                flag(is_site),
                // A desk that the page states as the author signs as one.
                flag(
                    !candidate.sources.contains(&Source::LinkedPeople)
                        && candidate.names.iter().any(|name| is_desk(name)),
                ),
                flag(candidate.names.len() == 2),
                flag(candidate.names.len() > 2),
                flag(candidate.words.len() == 1),
                flag((0..300).contains(&after)),
                flag((300..2000).contains(&after)),
                flag(shown && (-200..0).contains(&after)),
                flag(shown && after < -200),
                flag(shown && after >= 8000),
                flag(candidate.place.any(Signs::FOOTER.with(Signs::ASIDE))),
                flag(candidate.place.any(Signs::RELATED)),
                flag(candidate.place.any(Signs::BIO)),
                flag(candidate.place.any(Signs::ARTICLE.with(Signs::MAIN).with(Signs::HEADER))),
                flag(candidate.place.any(Signs::HIDDEN)),
                flag(!letters.is_empty() && letters.iter().all(|next| next.is_lowercase())),
                flag(candidate.names.iter().any(|name| name.chars().any(|next| next.is_ascii_digit()))),
                flag(own.len() > 6 && candidate.names.iter().any(|name| headline.contains(&key(name)))),
                flag(candidate.names.iter().any(|name| is_text(name))),
            ];
            for (slot, value) in row.iter_mut().skip(SOURCES).zip(rest) {
                *slot = value;
            }
            row
        })
        .collect()
}

/// Whether words in small letters stand in a name that no name has.
fn is_text(name: &str) -> bool {
    let mut parts = name.split_whitespace().skip(1).filter(|part| part.chars().all(char::is_lowercase));
    parts.any(|part| {
        !matches!(
            part,
            "de" | "da"
                | "do"
                | "dos"
                | "das"
                | "del"
                | "della"
                | "di"
                | "la"
                | "le"
                | "van"
                | "den"
                | "der"
                | "von"
                | "zu"
                | "af"
                | "el"
                | "al"
                | "bin"
                | "ibn"
                | "ten"
                | "ter"
                | "du"
                | "y"
                | "e"
        )
    })
}
