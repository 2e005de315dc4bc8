//! How often a source is asked: by its habit or as the reader says, never sooner than it and its server say, and never by all at
//! the same moment.

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

/// How often the reader wants sources to be asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pace {
    /// As often as each brings news.
    #[default]
    ByHabit,
    /// Every quarter of an hour.
    Minutes15,
    /// Every half hour.
    Minutes30,
    /// Every hour.
    Hourly,
    /// Every four hours.
    Hours4,
    /// Only when the reader says so.
    WhenAsked,
}

impl Pace {
    const KEYS: [(Self, &'static str); 6] = [
        (Self::ByHabit, "habit"),
        (Self::Minutes15, "15m"),
        (Self::Minutes30, "30m"),
        (Self::Hourly, "1h"),
        (Self::Hours4, "4h"),
        (Self::WhenAsked, "asked"),
    ];

    /// By which name it is kept.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::KEYS.iter().find(|(pace, _)| *pace == self).map_or("habit", |(_, key)| key)
    }

    /// The pace of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::KEYS.iter().find(|(_, known)| *known == key).map(|(pace, _)| *pace)
    }

    /// The pause that the reader wants between two tries; `None` where it follows from habit.
    fn wanted(self) -> Option<Duration> {
        match self {
            Self::ByHabit | Self::WhenAsked => None,
            Self::Minutes15 => Some(Duration::from_mins(15)),
            Self::Minutes30 => Some(Duration::from_mins(30)),
            Self::Hourly => Some(Duration::from_hours(1)),
            Self::Hours4 => Some(Duration::from_hours(4)),
        }
    }
}

/// How long a source is left alone after it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rest {
    /// By its habit, and never shorter than it asks for.
    pub(crate) usual: Duration,
    /// For how long it, or its server, asks to be left alone; `None` where that is not known, since nobody noted it yet.
    pub(crate) polite: Option<Duration>,
}

impl Rest {
    /// The pause of a source that was read before.
    pub(crate) fn noted(pause_secs: u32, polite_secs: Option<u32>) -> Self {
        let secs = |secs: u32| Duration::from_secs(u64::from(secs));
        Self { usual: secs(pause_secs), polite: polite_secs.map(secs) }
    }

    /// The pause at the reader's pace. A source that never said for how long it wants to be left alone is left as long as usual.
    pub(crate) fn at(self, pace: Pace) -> Duration {
        let Some(wanted) = pace.wanted() else { return self.usual };
        wanted.max(self.polite.unwrap_or(self.usual)).min(LONGEST)
    }
}

/// The pause after a feed was read: half the usual time between two of its entries, but never shorter than the feed asks
/// for (RSS `ttl`, `sy:updatePeriod`) or its server (RFC 9111).
pub(crate) fn after_reading(parsed: &ParsedFeed, fresh_for: Option<Duration>, now: Timestamp) -> Rest {
    let wished = parsed.feed.ttl.map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
    let habit = habit(parsed, now).unwrap_or(USUAL).clamp(SHORTEST, LONGEST_BY_HABIT);
    let polite = wished.max(fresh_for).unwrap_or_default().min(LONGEST);
    Rest { usual: habit.max(polite), polite: Some(polite) }
}

/// The pause after a feed had nothing new.
pub(crate) fn after_nothing_new(last: Rest, fresh_for: Option<Duration>) -> Rest {
    let fresh_for = fresh_for.unwrap_or_default();
    let usual = last.usual.max(SHORTEST).max(fresh_for).min(LONGEST);
    Rest { usual, polite: last.polite.map(|polite| polite.max(fresh_for).min(LONGEST)) }
}

/// The pause after a failure: each one doubles it, and it is never shorter than the reader wants.
pub(crate) fn after_failure(failures: u32, pace: Pace) -> Duration {
    USUAL.saturating_mul(1 << failures.min(5)).max(pace.wanted().unwrap_or_default()).min(LONGEST)
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

/// Whether the moment of the next try has come. One that was set after a try which now lies in the future was set by a clock that
/// was wrong, and would keep a source silent for years.
pub(crate) fn has_come(next: Timestamp, last_try: Option<Timestamp>, now: Timestamp) -> bool {
    next <= now || last_try.is_some_and(|last| last > now)
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
            after_reading(&parsed, fresh.map(Duration::from_secs), now).at(Pace::ByHabit).as_secs() / 60
        };
        assert_eq!(pause(5, None, None), 20);
        assert_eq!(pause(180, None, None), 90);
        assert_eq!(pause(60 * 24 * 7, None, None), 12 * 60);
        assert_eq!(pause(5, Some(120), None), 120);
        assert_eq!(pause(5, None, Some(3600)), 60);
        assert_eq!(pause(5, Some(60 * 24 * 30), None), 24 * 60);
    }

    #[test]
    fn the_readers_pace_takes_the_place_of_habit_and_wishes_still_make_it_longer() {
        let minutes = |gap, ttl, fresh: Option<u64>, pace| {
            let (parsed, now) = feed(gap, ttl);
            after_reading(&parsed, fresh.map(Duration::from_secs), now).at(pace).as_secs() / 60
        };
        assert_eq!(minutes(60 * 24 * 7, None, None, Pace::Minutes15), 15);
        assert_eq!(minutes(5, None, None, Pace::Hours4), 240);
        assert_eq!(minutes(5, Some(120), None, Pace::Minutes15), 120, "the feed asks for it");
        assert_eq!(minutes(5, None, Some(3600), Pace::Minutes30), 60, "its server does");
        assert_eq!(
            minutes(180, None, None, Pace::WhenAsked),
            90,
            "it is asked by hand alone, and comes back to its habit"
        );

        let after = |last: Rest, fresh: u64, pace| {
            after_nothing_new(last, Some(Duration::from_secs(fresh))).at(pace).as_secs() / 60
        };
        let known = Rest::noted(12 * 3600, Some(1800));
        assert_eq!(after(known, 0, Pace::Minutes15), 30, "what it asked for last still holds");
        assert_eq!(after(known, 3600, Pace::Minutes15), 60);
        assert_eq!(after(known, 0, Pace::ByHabit), 12 * 60, "its habit is not forgotten meanwhile");
        assert_eq!(after(Rest::noted(12 * 3600, None), 0, Pace::Minutes15), 12 * 60, "it may have asked for that");
        assert_eq!(after_failure(0, Pace::Minutes15), USUAL);
        assert_eq!(after_failure(1, Pace::Hours4), Duration::from_hours(4));
        for (pace, key) in Pace::KEYS {
            assert_eq!((Pace::from_key(key), pace.key()), (Some(pace), key));
        }
        assert_eq!(Pace::from_key("5m"), None);
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
    fn a_clock_that_was_wrong_once_silences_nobody() {
        let at = |time: &str| time.parse::<Timestamp>().unwrap();
        let come = |next, last, now| has_come(at(next), Some(at(last)), at(now));
        assert!(!come("2026-03-01T13:00:00Z", "2026-03-01T12:00:00Z", "2026-03-01T12:30:00Z"));
        assert!(come("2026-03-01T13:00:00Z", "2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z"));
        assert!(come("2036-01-01T13:00:00Z", "2036-01-01T12:00:00Z", "2026-03-01T12:30:00Z"));
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
