//! Times as feeds write them: RFC 3339, RFC 822, and everything between the two.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Reads a time. Without a zone it counts as UTC, without a time of day as midnight.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    text.parse::<Timestamp>().ok().or_else(|| unix_seconds(text)).or_else(|| words(text)).filter(plausible)
}

/// Feeds existed from 1990; nothing is published in the 23rd century.
fn plausible(time: &Timestamp) -> bool {
    (0..=7_500_000_000).contains(&time.as_second())
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

/// What the words of a date have said so far.
#[derive(Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<(i8, i8, i8)>,
    afternoon: Option<bool>,
    offset_seconds: Option<i32>,
}

/// Reads a date word by word, in whatever order they come.
fn words(text: &str) -> Option<Timestamp> {
    let mut found = Found::default();
    let spaced = spaced(text);
    for word in spaced.split_whitespace() {
        found.take(word);
    }
    let mut hours = found.time.unwrap_or_default();
    match found.afternoon {
        Some(true) if hours.0 < 12 => hours.0 += 12,
        Some(false) if hours.0 == 12 => hours.0 = 0,
        _ => {}
    }
    // 24:00 is the midnight that ends the day; a leap second is the second before.
    let next_day = hours.0 == 24;
    let date = Date::new(found.year?, found.month.unwrap_or(1), found.day.unwrap_or(1)).ok()?;
    let time = DateTime::new(
        date.year(),
        date.month(),
        date.day(),
        if next_day { 0 } else { hours.0 },
        hours.1,
        hours.2.min(59),
        0,
    )
    .ok()?;
    let offset = Offset::from_seconds(found.offset_seconds.unwrap_or(0)).ok()?;
    let instant = TimeZone::fixed(offset).to_timestamp(time).ok()?;
    if next_day { instant.checked_add(SignedDuration::from_hours(24)).ok() } else { Some(instant) }
}

/// Puts spaces between date, time and zone of an ISO date, and in place of commas and brackets.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut colon = false;
    let mut previous = ' ';
    for character in text.chars() {
        match character {
            ',' | '(' | ')' | ';' => out.push(' '),
            'T' | 't' if previous.is_ascii_digit() => out.push(' '),
            '+' | '-' | 'Z' | 'z' if colon && (previous.is_ascii_digit() || previous == '.') => {
                out.push(' ');
                out.push(character);
            }
            ':' => {
                colon = true;
                out.push(':');
            }
            other => {
                if other.is_alphabetic() && previous.is_ascii_digit() {
                    out.push(' ');
                }
                out.push(other);
            }
        }
        previous = character;
    }
    out
}

impl Found {
    fn take(&mut self, word: &str) {
        if word.contains(':') && !word.starts_with(['+', '-']) {
            if self.time.is_none() {
                self.time = time_of_day(word);
            }
        } else if let Some(rest) = word.strip_prefix(['+', '-']) {
            self.offset_seconds = offset(rest).map(|seconds| if word.starts_with('-') { -seconds } else { seconds });
        } else if word.contains(['-', '/', '.']) && word.starts_with(|next: char| next.is_ascii_digit()) {
            self.numeric_date(word);
        } else if word.bytes().all(|byte| byte.is_ascii_digit()) {
            self.number(word);
        } else if let Some(month) = month(word) {
            self.month.get_or_insert(month);
        } else {
            self.name(word);
        }
    }

    fn name(&mut self, word: &str) {
        let upper = word.to_ascii_uppercase();
        match upper.trim_end_matches('.') {
            "AM" => self.afternoon = Some(false),
            "PM" => self.afternoon = Some(true),
            name => {
                // `GMT+2` and `UTC-05:00` are both there.
                let signed = name
                    .strip_prefix("GMT")
                    .or_else(|| name.strip_prefix("UTC"))
                    .filter(|rest| rest.starts_with(['+', '-']));
                if let Some(rest) = signed {
                    self.take(rest);
                } else if let Some(hours) = zone(name) {
                    self.offset_seconds.get_or_insert((hours * 3600.0) as i32);
                }
            }
        }
    }

    fn number(&mut self, word: &str) {
        let Ok(number) = word.parse::<i64>() else { return };
        match word.len() {
            8 if self.year.is_none() => {
                self.year = i16::try_from(number / 10_000).ok();
                self.month = i8::try_from(number / 100 % 100).ok();
                self.day = i8::try_from(number % 100).ok();
            }
            4 if self.year.is_none() => self.year = i16::try_from(number).ok(),
            1 | 2 if self.day.is_none() => self.day = i8::try_from(number).ok(),
            2 if self.year.is_none() => self.year = full_year(word),
            _ => {}
        }
    }

    fn numeric_date(&mut self, word: &str) {
        let parts: Vec<&str> = word.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
        let small = |part: &str| part.parse::<i8>().ok();
        match parts.as_slice() {
            [year, month, day] if year.len() == 4 => {
                self.year = year.parse().ok();
                self.month = small(month).or_else(|| self::month(month));
                self.day = small(day);
            }
            [year, day] if year.len() == 4 && day.len() == 3 => {
                // ISO 8601 ordinal date.
                let first = year.parse().ok().and_then(|year| Date::new(year, 1, 1).ok());
                let date = first
                    .zip(day.parse::<i64>().ok())
                    .and_then(|(first, day)| first.checked_add(SignedDuration::from_hours(24 * (day - 1))).ok());
                if let Some(date) = date {
                    (self.year, self.month, self.day) = (Some(date.year()), Some(date.month()), Some(date.day()));
                }
            }
            [year, month] if year.len() == 4 => {
                self.year = year.parse().ok();
                self.month = small(month);
            }
            [first, second, year] => {
                self.year = full_year(year);
                match (small(first), small(second)) {
                    // Points and a first number over twelve mean day first; slashes are American.
                    (Some(day), Some(month)) if word.contains('.') || day > 12 => {
                        (self.day, self.month) = (Some(day), Some(month));
                    }
                    (Some(month), Some(day)) => (self.month, self.day) = (Some(month), Some(day)),
                    (Some(day), None) => (self.day, self.month) = (Some(day), self::month(second)),
                    _ => {}
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
    let minute = parts.next()?.parse().ok()?;
    let second = match parts.next() {
        Some(second) => second.split(['.', ',']).next()?.parse().ok()?,
        None => 0,
    };
    Some((hour, minute, second))
}

fn offset(digits: &str) -> Option<i32> {
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = if digits.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
    (hours <= 14 && minutes < 60).then_some(hours * 3600 + minutes * 60)
}

/// Month names, English first, then what other languages' first letters add.
fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    let lower = lower.trim_end_matches('.');
    let known: [(&str, i8); 33] = [
        ("jan", 1),
        ("ene", 1),
        ("gen", 1),
        ("feb", 2),
        ("fév", 2),
        ("fev", 2),
        ("mar", 3),
        ("mär", 3),
        ("mrz", 3),
        ("maa", 3),
        ("apr", 4),
        ("avr", 4),
        ("abr", 4),
        ("may", 5),
        ("mai", 5),
        ("mei", 5),
        ("mag", 5),
        ("maj", 5),
        ("juin", 6),
        ("jun", 6),
        ("giu", 6),
        ("juil", 7),
        ("jul", 7),
        ("lug", 7),
        ("aug", 8),
        ("aoû", 8),
        ("ago", 8),
        ("sep", 9),
        ("set", 9),
        ("oct", 10),
        ("okt", 10),
        ("nov", 11),
        ("dec", 12),
    ];
    let more: [(&str, i8); 5] = [("out", 10), ("ott", 10), ("dez", 12), ("déc", 12), ("dic", 12)];
    known.iter().chain(&more).find(|(start, _)| lower.starts_with(start)).map(|(_, number)| *number)
}

/// Hours east of Greenwich of the zone names that feeds use (RFC 822 and a few more).
fn zone(name: &str) -> Option<f32> {
    Some(match name {
        "Z" | "UT" | "UTC" | "GMT" | "WET" => 0.0,
        "EST" => -5.0,
        "EDT" => -4.0,
        "CST" => -6.0,
        "CDT" => -5.0,
        "MST" => -7.0,
        "MDT" => -6.0,
        "PST" => -8.0,
        "PDT" => -7.0,
        "AKST" => -9.0,
        "AKDT" => -8.0,
        "HST" => -10.0,
        "CET" | "BST" | "WEST" | "MEZ" => 1.0,
        "CEST" | "EET" | "MESZ" | "SAST" => 2.0,
        "EEST" | "MSK" => 3.0,
        "IST" => 5.5,
        "SGT" | "AWST" | "HKT" => 8.0,
        "JST" | "KST" => 9.0,
        "AEST" => 10.0,
        "AEDT" => 11.0,
        "NZST" => 12.0,
        "NZDT" => 13.0,
        _ => return None,
    })
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
            ("2026-036", "2026-02-05T00:00:00Z"),
            ("2026", "2026-01-01T00:00:00Z"),
            ("Thu, 05 Feb 2026 18:30:00 EST", "2026-02-05T23:30:00Z"),
            ("Thu, 5 Feb 26 18:30:00 -0800", "2026-02-06T02:30:00Z"),
            ("Fri, 05 February 2026 6:30 PM GMT+2", "2026-02-05T16:30:00Z"),
            ("Feb 5, 2026 18:30:00", "2026-02-05T18:30:00Z"),
            ("05.02.2026 18:30", "2026-02-05T18:30:00Z"),
            ("2/5/2026 6:30:00 PM", "2026-02-05T18:30:00Z"),
            ("5 février 2026 24:00", "2026-02-06T00:00:00Z"),
            ("1770316200", "2026-02-05T18:30:00Z"),
        ] {
            assert_eq!(parse(text).map(|time| time.to_string()).as_deref(), Some(expected), "{text}");
        }
        for bad in ["", "soon", "yesterday", "2026-13-45", "0000-00-00T00:00:00Z"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
