//! The paragraph before the text.

use crate::byline::is_byline;
use crate::dates::{Custom, visible};
use crate::evidence::Evidence;
use crate::evidence::shown::{SEAM, Tag, unseamed};
use crate::evidence::signs::Signs;
use crate::picture::has_word;
use crate::words::{is_wide, key, length};

const NAMES: [&str; 42] = [
    "standfirst",
    "dek",
    "deck",
    "subtitle",
    "subhead",
    "subheadline",
    "subheading",
    "subhed",
    "sapo",
    "chapo",
    "vorspann",
    "intro",
    "lede",
    "excerpt",
    "teaser",
    "strapline",
    "summary",
    "abstract",
    "description",
    "tagline",
    "sommario",
    "occhiello",
    "entradilla",
    "bajada",
    "lead",
    "ingress",
    "manchet",
    "chapeau",
    "synopsis",
    "kurztext",
    "perex",
    "sottotitolo",
    "linha",
    "introtext",
    "undertittel",
    "underrubrik",
    "alaotsikko",
    "podtytul",
    "podtitul",
    "soustitre",
    "untertitel",
    "spot",
];

/// How many of them, from the first on, name nothing else.
const SURE: usize = 8;

/// Whether a block between headline and text is the standfirst: its elements are named so, or it is the page's description and
/// stands apart from the text.
pub(crate) fn is_standfirst(
    names: &str,
    text: &str,
    apart: bool,
    headline: Option<&str>,
    description: Option<&str>,
) -> bool {
    let own = key(text);
    if headline.is_some_and(|headline| key(headline) == own) {
        return false;
    }
    if tells_time(text) {
        return false;
    }
    // A few words are one only where their name can mean nothing else.
    if length(text) < 6 {
        return has_word(names, NAMES.get(..SURE).unwrap_or_default());
    }
    names_standfirst(names) || apart && description.is_some_and(|description| key(description) == own)
}

/// Words that open a line on when a text was written or changed.
const TIMES: [&str; 14] = [
    "updated",
    "last updated",
    "published",
    "posted",
    "first published",
    "aktualisiert",
    "veröffentlicht",
    "stand",
    "publié",
    "mis à jour",
    "publicado",
    "actualizado",
    "pubblicato",
    "aggiornato",
];

/// Whether a line says when the text was written or changed, and no more.
pub(crate) fn tells_time(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    let opens = |word: &str| lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    text.len() <= 120
        && TIMES.iter().any(|word| opens(word))
        && length(text) <= 12
        && visible(text, Custom::PLAIN).is_some()
}

fn names_standfirst(names: &str) -> bool {
    let lower = names.to_ascii_lowercase();
    has_word(names, &NAMES)
        || ["standfirst", "subheadline", "subtitle", "articledek", "article-dek", "articlelead"]
            .iter()
            .any(|part| lower.contains(part))
}

/// Characters and words of a standfirst that stands alone below its headline.
const LINE: std::ops::RangeInclusive<usize> = 20..=400;
const LEAST_WORDS: usize = 4;

/// What stands right below the headline and is neither of the text nor of its byline: an element that is named a subtitle, a lesser
/// heading, or a line with the byline below it. `text` is that of the article, `others` are its authors and what is said of pictures.
pub(crate) fn beneath<'a>(
    evidence: &Evidence,
    headline: Option<&str>,
    text: &str,
    mut others: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let shown = evidence.shown();
    let (begin, end) = shown.headline(headline);
    if begin == end {
        return None;
    }
    let mut lines = shown.lines_from(end);
    let (at, line) = lines.next().filter(|(at, _)| *at <= end + 2)?;
    let next = lines.next().map(|(_, next)| next.replace(SEAM, " ")).unwrap_or_default();
    let said = unseamed(line)?;
    let own = key(&said);
    let chars = said.chars().count();
    let is_wide = said.chars().any(is_wide);
    let is_line = LINE.contains(&chars) || is_wide && chars >= 8;
    let is_said = is_wide || length(&said) >= LEAST_WORDS;
    if !is_line
        || !is_said
        || tells_time(&said)
        || is_byline(&said)
        || visible(&said, Custom::PLAIN).is_some() && chars < 60
        || headline.is_some_and(|headline| key(headline) == own)
        || said.contains(['|', '©'])
        || key(text).contains(&own)
        || others.any(|other| length(other) >= 2 && own.contains(&key(other)))
    {
        return None;
    }
    let here = || shown.marks.iter().filter(|mark| mark.range.start >= end && mark.range.start <= at + 2);
    let is_named = here().any(|mark| mark.own.any(Signs::SUB));
    let is_heading = here().any(|mark| matches!(mark.tag, Tag::Heading(2 | 3)));
    let is_link = here().any(|mark| mark.tag == Tag::Link && mark.range.len() + 2 >= line.len());
    let is_above_byline =
        next.len() < 120 && (is_byline(&next) || tells_time(&next) || visible(&next, Custom::PLAIN).is_some());
    let is_furniture = here().any(|mark| mark.place.any(Signs::NAV.with(Signs::RELATED).with(Signs::COMMENT)));
    (!is_link && !is_furniture && (is_named || is_above_byline && (is_heading || chars >= 40))).then_some(said)
}

/// The description, unless the text begins with it.
pub(crate) fn described(evidence: &Evidence, text: &str) -> Option<String> {
    let description = evidence
        .meta(&["og:description", "description", "twitter:description"])
        .or_else(|| evidence.text("description"))?;
    let body = key(&text.chars().take(4000).collect::<String>());
    let beginning: String = key(&description).chars().take(60).collect();
    (length(&description) >= 5 && !beginning.is_empty() && !body.contains(&beginning)).then_some(description)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_the_time_and_no_more() {
        for text in [
            "Updated 10:05 AM EDT, Tue March 11, 2025",
            "Aktualisiert: 11.03.2025, 10:05 Uhr",
            "Publié le 11 mars 2025",
        ] {
            assert!(tells_time(text), "{text}");
        }
        for text in [
            "Updated in 2025",
            "Published on 11 March 2025, the report says that the ferry has to be repaired before the summer.",
            "Stand by me, 11 March 2025, was the song that everybody on the night ferry sang",
        ] {
            assert!(!tells_time(text), "{text}");
        }
    }
}
