//! Times as feeds write them: RFC 3339, RFC 822, and everything between the two.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::date_words::{Word, word};

/// Reads a time. Without a zone it counts as UTC, without a time of day as midnight.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    text.parse::<Timestamp>().ok().or_else(|| unix_seconds(text)).or_else(|| words(text)).filter(plausible)
}

/// Feeds existed from 1990, some carry older articles; nothing is published in the 23rd century.
fn plausible(time: &Timestamp) -> bool {
    (-2_208_988_800..=7_500_000_000).contains(&time.as_second()) && time.as_second() != 0
}

fn unix_seconds(text: &str) -> Option<Timestamp> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        10 => Timestamp::from_second(text.parse().ok()?).ok(),
        13 => Timestamp::from_millisecond(text.parse().ok()?).ok(),
        _ => None,
    }
}

/// Reads a date word by word, in whatever order they come.
fn words(text: &str) -> Option<Timestamp> {
    let mut found = Found::default();
    for word in spaced(text).split_whitespace() {
        found.take(word);
    }
    let (mut hour, minute, second) = found.time.unwrap_or_default();
    match found.afternoon {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    let (month, day) = (found.month.unwrap_or(1), found.day.unwrap_or(1));
    // 31 June is the day after 30 June, 24:00 the midnight that ends the day, a leap second the second before.
    let first = Date::new(found.year?, month, 1).ok()?;
    let days = i64::from(day.checked_sub(1).filter(|days| (0..31).contains(days))?) + i64::from(hour == 24);
    let date = first.checked_add(SignedDuration::from_hours(24 * days)).ok()?;
    let time = Time::new(if hour == 24 { 0 } else { hour }, minute, second.min(59), 0).ok()?;
    let zone = match (found.offset_seconds, found.zone) {
        (Some(seconds), _) => TimeZone::fixed(Offset::from_seconds(seconds).ok()?),
        (None, Some(zone)) => zone,
        (None, None) => TimeZone::UTC,
    };
    zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().ok()
}

/// Puts spaces between date, time and zone of an ISO date, and in place of commas and brackets.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut colon = false;
    let mut previous = ' ';
    for character in text.chars() {
        match character {
            ',' | '(' | ')' | ';' => out.push(' '),
            'T' | 't' if previous.is_ascii_digit() => out.push(' '),
            // East Asian dates name their parts: 2024年3月4日.
            '年' | '月' | '년' | '월' => out.push('-'),
            '日' | '일' | '號' | '号' => out.push(' '),
            '時' | '时' | '시' => out.push(':'),
            '+' | '-' | 'Z' | 'z' if colon && (previous.is_ascii_digit() || previous == '.') => {
                out.push(' ');
                out.push(character);
            }
            ':' => {
                colon = true;
                out.push(':');
            }
            other => {
                let starts_word = other.is_alphabetic() && previous.is_ascii_digit();
                let starts_number = other.is_ascii_digit() && previous.is_alphabetic() && !previous.is_ascii();
                if starts_word || starts_number && !out.ends_with(['-', ':', ' ']) {
                    out.push(' ');
                }
                out.push(other);
            }
        }
        previous = character;
    }
    // A space after 月 would part what belongs together.
    if text.is_ascii() { out } else { out.replace("- ", "-") }
}

/// What the words of a date have said so far.
#[derive(Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<(i8, i8, i8)>,
    afternoon: Option<bool>,
    offset_seconds: Option<i32>,
    zone: Option<TimeZone>,
}

impl Found {
    fn take(&mut self, written: &str) {
        let starts_with_digit = written.starts_with(|next: char| next.is_ascii_digit());
        if written.contains(':') && starts_with_digit {
            if self.time.is_none() {
                self.time = time_of_day(written);
            }
        } else if let Some(rest) = written.strip_prefix(['+', '-', '\u{2212}']).filter(|_| self.year.is_some()) {
            if let Some(seconds) = offset(rest) {
                self.offset_seconds = Some(if written.starts_with('+') { seconds } else { -seconds });
            }
        } else if starts_with_digit || written.starts_with('-') {
            let number = written.trim_end_matches(['.', '-', '/']);
            if number.bytes().all(|byte| byte.is_ascii_digit()) {
                self.number(number)
            } else {
                self.numeric_date(number)
            }
        } else {
            self.name(written);
        }
    }

    fn name(&mut self, written: &str) {
        match word(written) {
            // `mar` is Tuesday in French, Spanish and Italian as long as another month follows.
            Some(Word::Month(month)) => self.month = Some(month),
            Some(Word::Afternoon(afternoon)) => self.afternoon = Some(afternoon),
            Some(Word::Offset(seconds)) => {
                self.offset_seconds.get_or_insert(seconds);
            }
            Some(Word::Zone(zone)) => self.zone = Some(zone),
            None => {
                // `GMT+2`, `UTC-05:00` and `MST-07:00` are all there.
                let letters = written.bytes().take_while(u8::is_ascii_alphabetic).count();
                let rest = written.split_at_checked(letters).map_or("", |(_, rest)| rest);
                let is_offset = rest.starts_with(['+', '-'])
                    && rest.bytes().skip(1).all(|byte| byte.is_ascii_digit() || byte == b':');
                if letters > 0 && is_offset {
                    self.take(rest);
                } else if written.contains(['-', '/']) {
                    // `Feb-05-2026`.
                    self.numeric_date(written);
                }
            }
        }
    }

    fn number(&mut self, digits: &str) {
        let Ok(number) = digits.parse::<i64>() else { return };
        match digits.len() {
            14 if self.year.is_none() => {
                self.day_of(number / 1_000_000);
                let part = |divisor: i64| i8::try_from(number / divisor % 100).unwrap_or_default();
                self.time = Some((part(10_000), part(100), part(1)));
            }
            8 if self.year.is_none() => self.day_of(number),
            6 if self.time.is_none() && self.year.is_some() => {
                let part = |divisor: i64| i8::try_from(number / divisor % 100).unwrap_or_default();
                self.time = Some((part(10_000), part(100), part(1)));
            }
            6 if self.year.is_none() => {
                let century = if number / 10_000 < 70 { 20_000_000 } else { 19_000_000 };
                self.day_of(century + number);
            }
            5 | 7 if self.year.is_none() => {
                if let Some((year, day)) = digits.split_at_checked(digits.len() - 3) {
                    self.ordinal(year, day);
                }
            }
            // No feed is that old: year and month without the century.
            4 if self.year.is_none() && number < 1300 => {
                self.year = i16::try_from(2000 + number / 100).ok();
                self.month = i8::try_from(number % 100).ok();
            }
            4 if self.year.is_none() => self.year = i16::try_from(number).ok(),
            1 | 2 if self.day.is_none() => self.day = i8::try_from(number).ok(),
            2 if self.year.is_none() => self.year = full_year(digits),
            _ => {}
        }
    }

    /// Takes a number such as 20260205.
    fn day_of(&mut self, number: i64) {
        self.year = i16::try_from(number / 10_000).ok();
        self.month = i8::try_from(number / 100 % 100).ok();
        self.day = i8::try_from(number % 100).ok();
    }

    /// Takes an ISO 8601 ordinal date, the day counted from the start of the year.
    fn ordinal(&mut self, year: &str, day: &str) {
        let first = full_year(year).and_then(|year| Date::new(year, 1, 1).ok());
        let date = first
            .zip(day.parse::<i64>().ok())
            .and_then(|(first, day)| first.checked_add(SignedDuration::from_hours(24 * (day - 1))).ok());
        if let Some(date) = date {
            (self.year, self.month, self.day) = (Some(date.year()), Some(date.month()), Some(date.day()));
        }
    }

    fn numeric_date(&mut self, written: &str) {
        let parts: Vec<&str> = written.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
        let small = |part: &str| part.parse::<i8>().ok();
        let month = |part: &str| match word(part) {
            Some(Word::Month(month)) => Some(month),
            _ => None,
        };
        match parts.as_slice() {
            [year, name, day] if year.len() == 4 => {
                self.month = small(name).or_else(|| month(name));
                // A week's number is no month.
                self.year = year.parse().ok().filter(|_| self.month.is_some());
                self.day = small(day);
            }
            [year, day] if day.len() == 3 => self.ordinal(year, day),
            [year, month] if year.len() == 4 => {
                self.year = year.parse().ok();
                self.month = small(month);
            }
            // ISO 8601:1988 left the century out: `-03-12`, `-0312`.
            [year, month] if written.starts_with('-') && year.len() == 2 => {
                self.year = full_year(year);
                self.month = small(month);
            }
            [both] if written.starts_with('-') && both.len() == 4 => {
                let number: i16 = both.parse().unwrap_or_default();
                self.year = Some(2000 + number / 100);
                self.month = i8::try_from(number % 100).ok();
            }
            // Hyphens are ISO's, with the century left out.
            [year, month, day] if written.contains('-') && [year, month, day].iter().all(|part| part.len() == 2) => {
                (self.year, self.month, self.day) = (full_year(year), small(month), small(day));
            }
            [first, second, year] => {
                self.year = full_year(year);
                match (small(first), small(second)) {
                    // Points and a first number over twelve mean day first; slashes are American.
                    (Some(day), Some(month)) if written.contains('.') || day > 12 => {
                        (self.day, self.month) = (Some(day), Some(month));
                    }
                    (Some(month), Some(day)) => (self.month, self.day) = (Some(month), Some(day)),
                    (Some(day), None) => (self.day, self.month) = (Some(day), month(second)),
                    (None, Some(day)) => (self.month, self.day) = (month(first), Some(day)),
                    (None, None) => {}
                }
            }
            _ => {}
        }
    }
}

fn full_year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    Some(match (word.len(), year) {
        (2, 0..70) => 2000 + year,
        (2, _) => 1900 + year,
        _ => year,
    })
}

fn time_of_day(word: &str) -> Option<(i8, i8, i8)> {
    let mut parts = word.split(':');
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.split(|next: char| !next.is_ascii_digit()).next()?.parse().ok()?;
    let second = match parts.next() {
        Some(second) => second.split(|next: char| !next.is_ascii_digit()).next()?.parse().unwrap_or_default(),
        None => 0,
    };
    Some((hour, minute, second))
}

fn offset(digits: &str) -> Option<i32> {
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = if digits.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
    (hours <= 14 && minutes < 60).then(|| hours * 3600 + minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_and_the_odd() {
        for (text, expected) in [
            ("2026-02-05T18:30:00+01:00", "2026-02-05T17:30:00Z"),
            ("2026-02-05T18:30:00.25Z", "2026-02-05T18:30:00.25Z"),
            ("2026-02-05 18:30", "2026-02-05T18:30:00Z"),
            ("2026-02-05T18:30+0530", "2026-02-05T13:00:00Z"),
            ("2026-02-05", "2026-02-05T00:00:00Z"),
            ("20260205", "2026-02-05T00:00:00Z"),
            ("260205", "2026-02-05T00:00:00Z"),
            ("20260205T183000Z", "2026-02-05T18:30:00Z"),
            ("-26-02", "2026-02-01T00:00:00Z"),
            ("2026-036", "2026-02-05T00:00:00Z"),
            ("2026036", "2026-02-05T00:00:00Z"),
            ("26-02-05", "2026-02-05T00:00:00Z"),
            ("Thu, 5 Feb 2026 11:30:00 MST-07:00", "2026-02-05T18:30:00Z"),
            ("2026", "2026-01-01T00:00:00Z"),
            ("Thu, 05 Feb 2026 18:30:00 EST", "2026-02-05T23:30:00Z"),
            ("Thu, 5 Feb 26 18:30:00 -0800", "2026-02-06T02:30:00Z"),
            ("Fri, 05 February 2026 6:30 PM GMT+2", "2026-02-05T16:30:00Z"),
            ("Feb 5, 2026 18:30:00", "2026-02-05T18:30:00Z"),
            ("05.02.2026 18:30", "2026-02-05T18:30:00Z"),
            ("2/5/2026 6:30:00 PM", "2026-02-05T18:30:00Z"),
            ("5 février 2026 24:00", "2026-02-06T00:00:00Z"),
            ("mar., 03 févr. 2026 18:30:00 +0100", "2026-02-03T17:30:00Z"),
            ("Donnerstag, 5. Februar 2026 - 18:30", "2026-02-05T18:30:00Z"),
            ("Чт, 05 фев 2026 18:30:00 +0300", "2026-02-05T15:30:00Z"),
            ("2026年2月5日 18:30", "2026-02-05T18:30:00Z"),
            ("2026년 02월 05일 18:30:00", "2026-02-05T18:30:00Z"),
            ("2026-02-05 오후 6:30:00", "2026-02-05T18:30:00Z"),
            ("Thu, 05 Feb 2026 18:30:00 Europe/Berlin", "2026-02-05T17:30:00Z"),
            ("Sun, 31 Jun 2026 10:00:00 GMT", "2026-07-01T10:00:00Z"),
            ("1770316200", "2026-02-05T18:30:00Z"),
        ] {
            assert_eq!(parse(text).map(|time| time.to_string()).as_deref(), Some(expected), "{text}");
        }
        for bad in ["", "soon", "yesterday", "-1", "2026-13-45", "0000-00-00T00:00:00Z", "5 Feb", "18:30", "2026-W06-4"]
        {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
