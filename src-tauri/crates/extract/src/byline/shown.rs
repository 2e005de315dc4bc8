//! Names that a page shows: in elements named for authors, after words like “By”, and beside dates.

use super::gathered::{Gathered, Source};
use super::names::{is_person, names};
use super::openers;
use super::signature::is_signature;
use crate::dates::Custom;
use crate::evidence::Evidence;
use crate::evidence::links::{leads_to_author, leads_to_category};
use crate::evidence::shown::{Mark, SEAM, Tag};
use crate::evidence::signs::Signs;
use crate::words::{key, words};

/// Names in elements whose markup speaks of authors.
pub(super) fn marked(evidence: &Evidence, start: usize, gathered: &mut Gathered) {
    let shown = evidence.shown();
    let mut clusters: Vec<(Source, usize, usize, Signs, Vec<String>)> = Vec::new();
    for mark in &shown.marks {
        if matches!(mark.tag, Tag::Heading(1) | Tag::Image | Tag::Time)
            || mark.place.any(Signs::COMMENT.with(Signs::NAV).with(Signs::FIGURE))
        {
            continue;
        }
        let Some(source) = source_of(mark) else { continue };
        if is_behind_other(shown.text.get(..mark.range.start).unwrap_or_default()) {
            continue;
        }
        if clusters.len() >= 60 {
            break;
        }
        let text = match (&mark.stated, shown.raw(mark, 240)) {
            (Some(stated), _) if mark.tag == Tag::Meta => stated.as_str(),
            (_, Some(raw)) => raw,
            _ => continue,
        };
        // An author's box tells of the author below the name.
        let boxed = mark.tag != Tag::Meta && !matches!(source, Source::Byline | Source::Stated);
        let found = if boxed {
            text.split('\n').take(8).map(|line| names([line])).find(|found| !found.is_empty()).unwrap_or_default()
        } else {
            names(text.split('\n').take(8))
        };
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

/// Whether a text ends with words before somebody who did not write the article.
fn is_behind_other(before: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "edited by",
        "reviewed by",
        "fact checked by",
        "fact-checked by",
        "photos by",
        "photography by",
        "photographs by",
        "illustrations by",
        "illustration by",
        "translated by",
        "tested by",
        "produced by",
    ];
    let before = before.trim_end_matches([' ', '\n', ':', SEAM]);
    // “Posted by Ana Roth in Travel”, “Translated from the Danish by”.
    let line = before.rsplit('\n').next().unwrap_or_default();
    let line = line.get(line.floor_char_boundary(line.len().saturating_sub(80))..).unwrap_or_default().to_lowercase();
    if line.ends_with(" by") && line.contains("translated") {
        return true;
    }
    if ["in", "filed under", "posted in"].iter().any(|word| {
        line.strip_suffix(word)
            .is_some_and(|rest| rest.ends_with([' ', SEAM]) && !rest.trim_matches([' ', SEAM]).is_empty())
    }) {
        return true;
    }
    let tail = before.get(before.floor_char_boundary(before.len().saturating_sub(20))..).unwrap_or_default();
    let is_own = |at: usize| tail.get(..at).is_none_or(|before| !before.ends_with(" and ") && !before.ends_with(" & "));
    OTHERS.iter().any(|words| {
        tail.len()
            .checked_sub(words.len())
            .is_some_and(|at| tail.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(words)) && is_own(at))
    })
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
    } else if mark.tag == Tag::Link && mark.href.as_deref().is_some_and(leads_to_author) {
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
pub(super) fn opened(evidence: &Evidence, start: usize, gathered: &mut Gathered) {
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
        } else if only.len() <= 200 && only.as_bytes().windows(2).any(may_open) {
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
                    && !words(first).last().is_some_and(|last| NOT_WRITTEN.contains(&last.as_str()))
                    && (first.chars().any(|next| next.is_ascii_digit()) || !rest.starts_with(char::is_lowercase))
                {
                    gathered.add(names([rest]), Source::Opener, Some((distance, Signs::NONE)));
                    break;
                }
            }
        }
        before = only;
    }
}

/// What pages say of themselves before “by”, and not of an article.
const NOT_WRITTEN: [&str; 36] = [
    "theme",
    "themes",
    "template",
    "design",
    "designed",
    "made",
    "built",
    "website",
    "site",
    "powered",
    "hosted",
    "developed",
    "maintained",
    "copyright",
    "icons",
    "sponsored",
    "presented",
    "traffic",
    "sorted",
    "provided",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photography",
    "picture",
    "pictures",
    "image",
    "images",
    "illustration",
    "illustrations",
    "illustrated",
    "cartoon",
    "graphic",
    "graphics",
    "video",
];

/// Whether two bytes are the beginning of an opener within a line.
fn may_open(bytes: &[u8]) -> bool {
    matches!(bytes, [b' ' | 0x1f, b'b' | b'B' | b'v' | b'V' | b'p' | b'P'])
}

/// Bytes of text from which on a line may close it.
const CLOSING: usize = 1_500;

/// The first two parts of a line, as its elements part it.
fn first_two(line: &str) -> &str {
    let end = line.match_indices(SEAM).map(|(at, _)| at).nth(1).unwrap_or(line.len());
    line.get(..end).unwrap_or(line)
}

/// Persons who are named below the text as those who wrote it.
pub(super) fn closing(evidence: &Evidence, start: usize, gathered: &mut Gathered) {
    let text = &evidence.shown().text;
    let from = text.floor_char_boundary(start + CLOSING);
    let mut lines = evidence.shown().lines_from(from).peekable();
    let mut found = 0;
    while let Some((at, line)) = lines.next() {
        let only = line.trim_matches([' ', SEAM]);
        let is_posted = openers::strip(only, "posted by ").is_some() && crate::dates::digits(only) >= 5;
        // “Written by Ana Roth, who lives in Merrow …”, her name in an element of its own.
        let only = only.find(SEAM).filter(|_| only.len() > 90).map_or(only, |_| first_two(only));
        if only.len() > 90 || !openers::is_plain(only) && !is_posted {
            continue;
        }
        let Some(rest) = openers::after(only) else { continue };
        let next = lines.peek().map(|(_, next)| next.trim_matches([' ', SEAM])).filter(|next| next.len() <= 60);
        let named = if words(rest).is_empty() { next } else { Some(rest) };
        let mut signed = names(named);
        signed.retain(|name| is_person(name));
        gathered.add(signed, Source::Closing, Some((at as i64 - start as i64, Signs::NONE)));
        found += 1;
        if found >= 3 {
            break;
        }
    }
}

/// Whether what stands in a part of the text leads to a category, or is named as one.
fn is_of_category(evidence: &Evidence, at: usize, length: usize) -> bool {
    evidence.shown().marks.iter().any(|mark| {
        mark.tag == Tag::Link
            && mark.range.start < at + length
            && mark.range.end > at
            && (mark.own.any(Signs::TAGS.with(Signs::SECTION)) || mark.href.as_deref().is_some_and(leads_to_category))
            && !mark.href.as_deref().is_some_and(leads_to_author)
    })
}

/// Persons' names that stand with the date below or above the headline, without a word that says who they are.
pub(super) fn dated(evidence: &Evidence, start: usize, gathered: &mut Gathered) {
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
            && crate::dates::visible(&line.replace(SEAM, " "), Custom::PLAIN).is_some()
    };
    let dates: Vec<bool> = lines.iter().map(|(_, line)| has_date(line)).collect();
    for (index, (at, line)) in lines.iter().enumerate() {
        let beside = [index.checked_sub(1), Some(index), Some(index + 1)];
        let is_credit = || crate::caption::is_labelled(line.trim_matches([' ', SEAM]));
        if beside.iter().flatten().any(|index| dates.get(*index) == Some(&true)) && !is_credit() {
            let mut found = names([*line]);
            // Nothing tells a name from other words where a script has no capitals.
            found.retain(|name| is_signature(name));
            if is_of_category(evidence, *at, line.len()) {
                found.clear();
            }
            gathered.add(found, Source::Dated, Some((*at as i64 - start as i64, Signs::NONE)));
        }
    }
}
