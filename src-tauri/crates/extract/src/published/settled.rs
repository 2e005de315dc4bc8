//! On which day it was where the publisher is.

use jiff::tz::Offset;

use super::candidate::{Candidate, Source};
use crate::dates::Moment;

/// Hours by which the last clocks that people live by are behind UTC.
const WESTMOST: i8 = -11;

/// What is stated in UTC may have been another day where the publisher is: the day that the page shows beside it settles how
/// far ahead its clock was.
pub(super) fn settle(candidates: &mut Vec<Candidate>) {
    // The time of a change tells nothing of the time that stands beside the headline.
    let neutral = |source: &Source| {
        !matches!(
            source,
            Source::LineModified
                | Source::NamedModified
                | Source::StatedModified
                | Source::MetaModified
                | Source::LinkedModified
        )
    };
    let stated = |one: &Candidate| {
        one.moment.timed
            && one.moment.offset == Offset::UTC
            && one.distance.is_none()
            && one.sources.iter().any(neutral)
    };
    let Some(at) = candidates.iter().position(stated) else { return };
    let Some(known) = candidates.get(at).cloned() else { return };
    let others: Vec<Offset> =
        candidates.iter().map(|one| one.moment.offset).filter(|offset| *offset != Offset::UTC).collect();
    let beside = candidates.iter().enumerate().find_map(|(index, one)| {
        let is_shown =
            one.distance.is_some_and(|distance| (-600..2500).contains(&distance)) || one.sources == [Source::Address];
        if !is_shown || !one.sources.iter().all(neutral) || one.moment.offset != Offset::UTC {
            return None;
        }
        Some((index, offset_between(&known.moment, &one.moment, &others)?))
    });
    let Some((index, offset)) = beside else { return };
    let shown = candidates.remove(index);
    let at = if index < at { at - 1 } else { at };
    if let Some(known) = candidates.get_mut(at) {
        known.moment.offset = offset;
        known.moment.day = shown.moment.day;
        known.distance = shown.distance;
        known.place = shown.place;
        known.first |= shown.first;
        known
            .sources
            .extend(shown.sources.into_iter().filter(|source| !known.sources.contains(source)).collect::<Vec<_>>());
    }
}

/// How far ahead of UTC a clock was that showed `shown` at an instant that was the day before or after in UTC.
fn offset_between(stated: &Moment, shown: &Moment, likely: &[Offset]) -> Option<Offset> {
    let apart = stated.day.until(shown.day).ok()?.get_days();
    if apart.abs() != 1 {
        return None;
    }
    if shown.timed {
        // The page shows the same minute on its own clock.
        let seconds = shown.at.as_second() / 60 * 60 - stated.at.as_second() / 60 * 60;
        let offset = i32::try_from(seconds)
            .ok()
            .filter(|seconds| seconds % 900 == 0 && (i32::from(WESTMOST) * 3600..=14 * 3600).contains(seconds))?;
        return Offset::from_seconds(offset).ok();
    }
    let fits = |offset: &Offset| offset.to_datetime(stated.at).date() == shown.day;
    let hours = (1..=14).map(|hours: i8| if apart < 0 { -hours } else { hours });
    let inhabited = hours.filter(|hours| *hours >= WESTMOST).filter_map(|hours| Offset::from_hours(hours).ok());
    likely.iter().copied().chain(inhabited).find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::{Custom, parse};

    #[test]
    fn a_change_after_midnight_moves_no_clock() {
        let page = r#"<title>Night log</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Night log",
            "datePublished":"2026-11-25T22:09:00Z","dateModified":"2026-11-26T00:09:00Z"}</script>
            <article><h1>Night log</h1><time datetime="2026-11-25T22:09:00Z">25 November 2026, 22:09 UTC</time>
            <p>The sea came up the street at ten, and nobody had seen it come.</p></article>"#;
        let article = crate::extract(page, "https://paper.example/night-log");
        assert_eq!(article.published_at.map(|at| at.to_string()).as_deref(), Some("2026-11-25T22:09:00Z"));
        assert_eq!(article.published_offset_seconds, 0);
    }

    #[test]
    fn the_day_shown_tells_how_far_the_clock_was_ahead() {
        for (stated, shown, hours) in [
            ("2026-02-06T03:37:37Z", "5 February 2026", Some(-4)),
            ("2026-02-05T23:00:00Z", "6 February 2026", Some(1)),
            ("2026-02-06T03:37:37Z", "5 February 2026, 22:37", Some(-5)),
            ("2026-02-06T03:37:37Z", "5 February 2026, 22:38", None),
            ("2026-02-05T12:00:00Z", "4 February 2026", None),
            ("2026-02-05T12:00:00Z", "5 February 2026", None),
            ("2026-02-05T12:00:00Z", "8 February 2026", None),
        ] {
            let read = |text| parse(text, Custom::PLAIN).unwrap();
            let found = offset_between(&read(stated), &read(shown), &[]);
            assert_eq!(found.map(Offset::seconds), hours.map(|hours: i32| hours * 3600), "{stated} {shown}");
        }
    }
}
