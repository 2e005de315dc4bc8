//! How often a source is asked: by its habit, by what it and its server say, and never by all at the same moment.

use std::time::Duration;

use broadsheet_model::ParsedFeed;
use broadsheet_store::feeds::Quiet;
use jiff::Timestamp;

/// The pause of a source that says nothing.
pub(crate) const USUAL: Duration = Duration::from_hours(1);
/// The shortest pause.
const SHORTEST: Duration = Duration::from_mins(20);
/// The longest pause, whatever a source or its server says.
const LONGEST: Duration = Duration::from_hours(24);
/// The longest pause that follows from habit alone: a quiet source may wake up.
const LONGEST_BY_HABIT: Duration = Duration::from_hours(12);
/// Entries whose times tell the habit.
const TELLING: usize = 10;

/// The pause after a feed was read: half the usual time between two of its entries, but never shorter than the feed asks
/// for (RSS `ttl`, `sy:updatePeriod`) or its server (RFC 9111).
pub(crate) fn after_reading(parsed: &ParsedFeed, fresh_for: Option<Duration>, now: Timestamp) -> Duration {
    let wished = parsed.feed.ttl.map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
    let habit = habit(parsed, now).unwrap_or(USUAL).clamp(SHORTEST, LONGEST_BY_HABIT);
    longest([Some(habit), wished, fresh_for])
}

/// The pause after a feed had nothing new.
pub(crate) fn after_nothing_new(last: Duration, fresh_for: Option<Duration>) -> Duration {
    longest([Some(last.max(SHORTEST)), fresh_for, None])
}

/// The pause after a failure: each one doubles it.
pub(crate) fn after_failure(failures: u32) -> Duration {
    USUAL.saturating_mul(1 << failures.min(5)).min(LONGEST)
}

/// The moment of the next try, a tenth of the pause earlier or later, so that sources do not come due together, and out of
/// the hours at which the publisher does not want to be asked.
pub(crate) fn next_try(now: Timestamp, pause: Duration, source: i64, quiet: Quiet) -> Option<Timestamp> {
    let seed =
        now.as_nanosecond().unsigned_abs() ^ u128::from(source.unsigned_abs()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (seed ^ (seed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32;
    let spread = u64::try_from(mixed % 201).unwrap_or(100);
    let millis = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
    let shifted = (millis / 1000).saturating_mul(900 + spread);
    now.checked_add(Duration::from_millis(shifted.min(90_000_000))).ok().map(|moment| after_quiet(moment, quiet))
}

/// The first hour from `moment` on at which a publisher may be asked; a publisher that never may is not believed.
fn after_quiet(moment: Timestamp, quiet: Quiet) -> Timestamp {
    const HOUR: i64 = 3600;
    let is_quiet = |hours: i64| {
        // 1970 began on a Thursday.
        let (hour, day) = (hours.rem_euclid(24), (hours.div_euclid(24) + 3).rem_euclid(7));
        quiet.hours >> hour & 1 == 1 || quiet.days >> day & 1 == 1
    };
    let hour = moment.as_second().div_euclid(HOUR);
    if !is_quiet(hour) {
        return moment;
    }
    let later = (1..=7 * 24).find(|later| !is_quiet(hour + later));
    later.and_then(|later| Timestamp::from_second((hour + later) * HOUR).ok()).unwrap_or(moment)
}

fn longest(pauses: [Option<Duration>; 3]) -> Duration {
    pauses.into_iter().flatten().max().unwrap_or(USUAL).min(LONGEST)
}

/// Half the middle gap between the newest entries; a source that fell silent is asked as rarely as it has been silent.
fn habit(parsed: &ParsedFeed, now: Timestamp) -> Option<Duration> {
    let mut times: Vec<i64> = parsed
        .entries
        .iter()
        .filter_map(|entry| entry.published.or(entry.updated))
        .filter(|time| *time <= now)
        .map(Timestamp::as_second)
        .collect();
    times.sort_unstable_by(|one, other| other.cmp(one));
    times.truncate(TELLING);
    let silent = now.as_second().saturating_sub(*times.first()?);
    let mut gaps: Vec<i64> =
        times.windows(2).map(|pair| pair.first().zip(pair.last()).map_or(0, |(a, b)| a - b)).collect();
    gaps.sort_unstable();
    let middle = gaps.get(gaps.len() / 2).copied()?;
    let seconds = (middle / 2).max(silent / 10);
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use broadsheet_model::{Entry, FeedFields, FeedFormat};
    use jiff::ToSpan;

    use super::*;

    fn feed(gap_minutes: i64, ttl: Option<u64>) -> (ParsedFeed, Timestamp) {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let entry = |number: i64| Entry {
            published: Some(now.checked_sub((number * gap_minutes).minutes()).unwrap()),
            ..Entry::default()
        };
        let parsed = ParsedFeed {
            is_broken: false,
            format: FeedFormat::Rss,
            feed: FeedFields { ttl, ..FeedFields::default() },
            entries: (0..20).map(entry).collect(),
            discovered: Vec::new(),
        };
        (parsed, now)
    }

    #[test]
    fn habit_makes_the_pause_and_wishes_make_it_longer() {
        let pause = |gap, ttl, fresh: Option<u64>| {
            let (parsed, now) = feed(gap, ttl);
            after_reading(&parsed, fresh.map(Duration::from_secs), now).as_secs() / 60
        };
        assert_eq!(pause(5, None, None), 20);
        assert_eq!(pause(180, None, None), 90);
        assert_eq!(pause(60 * 24 * 7, None, None), 12 * 60);
        assert_eq!(pause(5, Some(120), None), 120);
        assert_eq!(pause(5, None, Some(3600)), 60);
        assert_eq!(pause(5, Some(60 * 24 * 30), None), 24 * 60);
    }

    #[test]
    fn tries_are_spread_around_the_pause() {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let minutes: Vec<i64> = (0..50)
            .map(|source| (next_try(now, USUAL, source, Quiet::default()).unwrap().as_second() - now.as_second()) / 60)
            .collect();
        assert!(minutes.iter().all(|minutes| (54..=66).contains(minutes)), "{minutes:?}");
        assert!(minutes.iter().min() != minutes.iter().max());
    }

    #[test]
    fn a_publisher_that_sleeps_is_not_asked() {
        let saturday: Timestamp = "2026-03-07T22:30:00Z".parse().unwrap();
        let next = |hours, days| after_quiet(saturday, Quiet { hours, days }).to_string();
        assert_eq!(next(0, 0), "2026-03-07T22:30:00Z");
        assert_eq!(next(1 << 22 | 1 << 23 | 1, 0), "2026-03-08T01:00:00Z");
        assert_eq!(next(1, 1 << 5 | 1 << 6), "2026-03-09T01:00:00Z", "the weekend, and the hour after midnight");
        assert_eq!(next(u32::MAX, 0), "2026-03-07T22:30:00Z");
    }
}
