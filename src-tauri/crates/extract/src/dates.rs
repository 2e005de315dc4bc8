//! Times in machine and in human form.

mod custom;
mod months;
mod written;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};

pub(crate) use custom::Custom;
use months::{month, persian_month};
pub(crate) use written::{digits, has_digit};

/// An instant, and the day that it fell on where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) at: Timestamp,
    /// The calendar day as the page writes it, in its own zone.
    pub(crate) day: Date,
    /// How far that zone is ahead of UTC; where the page names none, as in its country, or else UTC itself.
    pub(crate) offset: Offset,
    /// Whether a time of day is known.
    pub(crate) timed: bool,
}

/// Reads a time as metadata give it. Without a zone it counts as that of the page's country, without a time of day as midnight.
pub(crate) fn parse(text: &str, custom: Custom) -> Option<Moment> {
    let text = text.trim();
    if text.len() > 120 {
        return None;
    }
    machine(text, custom)
        .or_else(|| unix(text).map(|at| instant(at, custom)))
        .or_else(|| visible(text, custom))
        .filter(|moment| plausible(&moment.at))
}

fn machine(text: &str, custom: Custom) -> Option<Moment> {
    let at: Timestamp = text.parse().ok()?;
    // UTC is what systems write, not what the publisher's readers see on the clock.
    match Pieces::parse(text).ok()?.to_numeric_offset().filter(|offset| *offset != Offset::UTC) {
        Some(offset) => Some(Moment { at, day: offset.to_datetime(at).date(), offset, timed: true }),
        None => Some(instant(at, custom)),
    }
}

fn instant(at: Timestamp, custom: Custom) -> Moment {
    let offset = custom.offset_at(at);
    Moment { at, day: offset.to_datetime(at).date(), offset, timed: true }
}

/// A day of which no time is known.
pub(crate) fn day(day: Date, custom: Custom) -> Option<Moment> {
    let midnight = day.to_datetime(Time::midnight());
    let offset = custom.offset_of(midnight);
    let at = TimeZone::fixed(offset).to_timestamp(midnight).ok()?;
    Some(Moment { at, day, offset, timed: false })
}

fn plausible(time: &Timestamp) -> bool {
    (300_000_000..=7_500_000_000).contains(&time.as_second())
}

fn unix(text: &str) -> Option<Timestamp> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        10 if digits => Timestamp::from_second(text.parse().ok()?).ok(),
        13 if digits => Timestamp::from_millisecond(text.parse().ok()?).ok(),
        _ => None,
    }
}

/// The first date in a text that people read, with the time of day and zone that follow it.
pub(crate) fn visible(text: &str, custom: Custom) -> Option<Moment> {
    if !has_digit(text) {
        return None;
    }
    let text = written::plain(text);
    let tokens = tokens(&text);
    let (date, after) = first_date(&tokens, custom)?;
    let rest: Vec<&str> = tokens.iter().skip(after).take(8).copied().collect();
    let clock = time_of_day(&rest);
    let (hour, minute, second) = clock.unwrap_or((0, 0, 0));
    let time = DateTime::new(date.year(), date.month(), date.day(), hour, minute, second, 0).ok()?;
    let offset = match zone(&rest) {
        Some(seconds) => Offset::from_seconds(seconds).ok()?,
        None => custom.offset_of(time),
    };
    let at = TimeZone::fixed(offset).to_timestamp(time).ok().filter(plausible)?;
    Some(Moment { at, day: date, offset, timed: clock.is_some() })
}

/// Numbers, words and signs, each apart.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens: Vec<&str> = Vec::new();
    let mut previous = ' ';
    // Where the last token begins.
    let mut begin = 0;
    for (at, character) in text.char_indices().take(600) {
        let joins = (character.is_ascii_digit() && previous.is_ascii_digit())
            || (written::joins(character) && written::joins(previous));
        if !joins {
            begin = at;
        }
        let token = text.get(begin..at + character.len_utf8()).unwrap_or_default();
        match tokens.last_mut() {
            Some(last) if joins => *last = token,
            _ if character.is_whitespace() || character == ',' => {}
            _ => tokens.push(token),
        }
        previous = character;
    }
    tokens
}

fn number(token: Option<&&str>, longest: usize) -> Option<i16> {
    token.filter(|token| token.len() <= longest).and_then(|token| token.parse().ok())
}

/// Tokens of a date at most.
const LONGEST: usize = 10;

fn first_date(tokens: &[&str], custom: Custom) -> Option<(Date, usize)> {
    (0..tokens.len()).find_map(|start| {
        let window = tokens.get(start..tokens.len().min(start + LONGEST))?;
        date_at(window, custom).map(|(date, length)| (date, start + length))
    })
}

/// A date at the very start of these tokens, and how many it takes.
fn date_at(window: &[&str], custom: Custom) -> Option<(Date, usize)> {
    let year = |token: Option<&&str>| number(token, 4).and_then(written::year);
    let is_any = |at: usize, words: &[&str]| window.get(at).is_some_and(|token| words.contains(token));
    let small = |token: Option<&&str>| number(token, 2).and_then(|number| i8::try_from(number).ok());
    let date = |year: Option<i16>, month: Option<i8>, day: Option<i8>| Date::new(year?, month?, day?).ok();
    let separator = |at: usize| window.get(at).is_some_and(|token| matches!(*token, "-" | "/" | "."));
    // 2026-02-05, 2026/2/5, 20260205
    if let Some(found) = year(window.first()) {
        if separator(1) && separator(3) {
            return date(Some(found), small(window.get(2)), small(window.get(4))).map(|date| (date, 5));
        }
        if is_any(1, &["年", "년", "оны"]) {
            return date(Some(found), small(window.get(2)), small(window.get(4))).map(|date| (date, 6));
        }
        // 2025. március 11., 2025 m. kovo 11 d., 2025. gada 11. marts, 2025eko martxoaren 11
        let mut at = 1;
        while at < 4 && is_any(at, &[".", "m", "gada", "eko", "ko"]) {
            at += 1;
        }
        if let Some(month) = window.get(at).and_then(|token| month(token, custom)) {
            at += if is_any(at + 1, &["."]) { 2 } else { 1 };
            return date(Some(found), Some(month), small(window.get(at))).map(|date| (date, at + 1));
        }
        if let Some(day) = small(window.get(at)).filter(|_| is_any(at + 1, &["."])) {
            let month = window.get(at + 2).and_then(|token| month(token, custom));
            return date(Some(found), month, Some(day)).map(|date| (date, at + 3));
        }
    }
    // 令和7年3月11日, 民國114年3月11日
    if let Some(before) = window.first().and_then(|token| written::era(token))
        && is_any(2, &["年"])
    {
        let found = number(window.get(1), 3).map(|number| before + number);
        return date(found, small(window.get(3)), small(window.get(5))).map(|date| (date, 7));
    }
    if let Some(found) = persian_at(window, custom) {
        return Some(found);
    }
    if let Some(digits) = window.first().filter(|token| token.len() == 8).and_then(|token| token.parse::<i32>().ok()) {
        let part = |number: i32| i8::try_from(number).ok();
        return date(
            i16::try_from(digits / 10_000).ok().filter(|year| (1990..2100).contains(year)),
            part(digits / 100 % 100),
            part(digits % 100),
        )
        .map(|date| (date, 1));
    }
    // 05.02.2026, 5/2/2026, 2/15/2026
    if let (Some(first), Some(second), true, true) =
        (small(window.first()), small(window.get(2)), separator(1), separator(3))
    {
        let found = year(window.get(4)).or_else(|| {
            window
                .get(4)
                .filter(|token| token.len() == 2)
                .and_then(|token| token.parse::<i16>().ok())
                .map(|short| 2000 + short)
        });
        let by_custom = match window.get(1) {
            Some(&"/") => custom.month_first,
            Some(&".") => custom.month_before_dot,
            _ => false,
        };
        let month_first = first <= 12 && (second > 12 || by_custom);
        let (day, month) = if month_first { (second, first) } else { (first, second) };
        return date(found, Some(month), Some(day)).map(|date| (date, 5));
    }
    // 5 February 2026, 5. Februar 2026, 5 de febrero de 2026, 1er février 2026
    if let Some(day) = small(window.first()) {
        let mut at = 1;
        while window.get(at).is_some_and(|token| {
            matches!(
                *token,
                "." | "-" | "/" | "de" | "di" | "d" | "'" | "’" | "er" | "st" | "nd" | "rd" | "th" | "of" | "tháng"
            )
        }) {
            at += 1;
        }
        let numbered = || small(window.get(at)).filter(|month| (1..=12).contains(month) && is_any(at - 1, &["tháng"]));
        if let Some(month) = window.get(at).and_then(|token| month(token, custom)).or_else(numbered) {
            let mut end = at + 1;
            while end < at + 6 && is_any(end, &[".", "-", "/", "de", "del", "'", "г", "năm", "พ", "ค", "ศ", "،", "የ"])
            {
                end += 1;
            }
            if let Some(date) = date(year(window.get(end)), Some(month), Some(day)) {
                return Some((date, end + 1));
            }
        }
    }
    // February 5, 2026; Feb. 5th 2026
    if let Some(month) = window.first().and_then(|token| month(token, custom)) {
        let at = if window.get(1) == Some(&".") { 2 } else { 1 };
        let day = small(window.get(at));
        let end = if window.get(at + 1).is_some_and(|token| matches!(*token, "st" | "nd" | "rd" | "th")) {
            at + 2
        } else {
            at + 1
        };
        return date(year(window.get(end)), Some(month), day).map(|date| (date, end + 1));
    }
    None
}

/// A day of the calendar of Iran at the very start of these tokens: ۲۱ اسفند ۱۴۰۳, ۱۴۰۳/۱۲/۲۱.
fn persian_at(window: &[&str], custom: Custom) -> Option<(Date, usize)> {
    let small = |at: usize| number(window.get(at), 2).and_then(|number| i8::try_from(number).ok());
    if let Some(month) = window.get(1).and_then(|token| persian_month(token)) {
        let at = if window.get(2).is_some_and(|token| matches!(*token, "ماه" | "،")) { 3 } else { 2 };
        return written::persian(number(window.get(at), 4)?, month, small(0)?).map(|date| (date, at + 1));
    }
    let is_apart = |at: usize| window.get(at).is_some_and(|token| matches!(*token, "/" | "-"));
    if custom.is_persian && is_apart(1) && is_apart(3) {
        return written::persian(number(window.first(), 4)?, small(2)?, small(4)?).map(|date| (date, 5));
    }
    None
}

fn time_of_day(tokens: &[&str]) -> Option<(i8, i8, i8)> {
    for start in 0..tokens.len() {
        let window = tokens.get(start..).unwrap_or_default();
        let small = |at: usize| number(window.get(at), 2).and_then(|number| i8::try_from(number).ok());
        if let (Some(hour), Some(":" | "h" | "H"), Some(minute)) = (small(0), window.get(1).copied(), small(2)) {
            let (second, next) = match (window.get(3), small(4)) {
                (Some(&":"), Some(second)) => (second, 5),
                _ => (0, 3),
            };
            let half = window.get(next).map(|token| token.to_lowercase());
            let hour = match half.as_deref() {
                Some("pm" | "p") if hour < 12 => hour + 12,
                Some("am" | "a") if hour == 12 => 0,
                _ => hour,
            };
            return (hour < 24 && minute < 60 && second < 60).then_some((hour, minute, second));
        }
    }
    None
}

/// Seconds east of Greenwich that the first zone in these tokens says.
fn zone(tokens: &[&str]) -> Option<i32> {
    // A sign counts only after a time of day.
    let colon = tokens.iter().position(|token| *token == ":")?;
    for at in colon + 2..tokens.len() {
        let token = tokens.get(at).copied().unwrap_or_default();
        if matches!(token, "+" | "-" | "−") {
            let hours = tokens.get(at + 1).copied().unwrap_or_default();
            let minutes = tokens.get(at + 3).filter(|_| tokens.get(at + 2) == Some(&":")).copied();
            let value: i32 = hours.parse().ok()?;
            let seconds = match (hours.len(), minutes) {
                (4, _) => value / 100 * 3600 + value % 100 * 60,
                (1 | 2, Some(minutes)) => value * 3600 + minutes.parse::<i32>().ok()? * 60,
                (1 | 2, None) => value * 3600,
                _ => return None,
            };
            return Some(if token == "+" { seconds } else { -seconds });
        }
        let hours = match token {
            "Z" | "UTC" | "GMT" => {
                if matches!(tokens.get(at + 1), Some(&("+" | "-"))) {
                    continue;
                }
                0
            }
            "EST" | "CDT" => -5,
            "EDT" => -4,
            "CST" | "MDT" => -6,
            "MST" | "PDT" => -7,
            "PST" => -8,
            "CET" | "MEZ" | "BST" => 1,
            "CEST" | "MESZ" => 2,
            _ => continue,
        };
        return Some(hours * 3600);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        let american = Custom::of(None, Some("en-US"));
        for (text, expected) in [
            ("2026-02-05T18:30:00+01:00", "2026-02-05T17:30:00Z"),
            ("2026-02-05T18:30:00+0100", "2026-02-05T17:30:00Z"),
            ("2026-02-05 18:30", "2026-02-05T18:30:00Z"),
            ("Published 5 February 2026 at 6:30 pm EST", "2026-02-05T23:30:00Z"),
            ("Thursday, Feb. 5th, 2026", "2026-02-05T00:00:00Z"),
            ("Stand: 15.02.2026, 18:30 Uhr", "2026-02-15T18:30:00Z"),
            ("Publié le 1er août 2026 à 9h05", "2026-08-01T09:05:00Z"),
            ("5 de febrero de 2026", "2026-02-05T00:00:00Z"),
            ("2/15/2026", "2026-02-15T00:00:00Z"),
            ("2026年2月5日 18:30", "2026-02-05T18:30:00Z"),
            ("20260205", "2026-02-05T00:00:00Z"),
            ("Thu, 05 Feb 2026 18:30:00 +0100", "2026-02-05T17:30:00Z"),
            ("2026. február 5., csütörtök 18:30", "2026-02-05T18:30:00Z"),
            ("2026 m. vasario 5 d.", "2026-02-05T00:00:00Z"),
            ("2026. gada 5. februāris", "2026-02-05T00:00:00Z"),
            ("2026 Feb 5", "2026-02-05T00:00:00Z"),
            ("5 d’octubre de 2026", "2026-10-05T00:00:00Z"),
            ("Thứ Năm, ngày 5 tháng 2 năm 2026", "2026-02-05T00:00:00Z"),
            ("วันพฤหัสบดีที่ 5 กุมภาพันธ์ พ.ศ. 2569 เวลา 18:30 น.", "2026-02-05T18:30:00Z"),
            ("5 ก.พ. 2569", "2026-02-05T00:00:00Z"),
            ("الخميس ٥ شباط ٢٠٢٦", "2026-02-05T00:00:00Z"),
            ("5 كانون الثاني 2026", "2026-01-05T00:00:00Z"),
            ("५ फरवरी २०२६", "2026-02-05T00:00:00Z"),
            ("৫ ফেব্রুয়ারি ২০২৬, ১৮:৩০", "2026-02-05T18:30:00Z"),
            ("پنجشنبه ۱۶ بهمن ۱۴۰۴", "2026-02-05T00:00:00Z"),
            ("5 בפברואר 2026", "2026-02-05T00:00:00Z"),
            ("更新日：令和8年2月5日", "2026-02-05T00:00:00Z"),
            ("中華民國115年2月5日", "2026-02-05T00:00:00Z"),
        ] {
            assert_eq!(parse(text, american).map(|moment| moment.at.to_string()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            parse("5/2/2026", Custom::PLAIN).map(|moment| moment.day.to_string()).as_deref(),
            Some("2026-02-05")
        );
        assert_eq!(
            parse("2026-02-05T20:30:00-05:00", Custom::PLAIN).map(|moment| moment.day.to_string()).as_deref(),
            Some("2026-02-05")
        );
        for bad in ["", "12 of 14 people may come", "call 555-1234", "99.99.2026"] {
            assert_eq!(parse(bad, Custom::PLAIN), None, "{bad}");
        }
    }

    #[test]
    fn numbers_alone_are_of_the_calendar_of_iran_there() {
        let persian = Custom::of(None, Some("fa-IR"));
        let day = |custom| parse("۱۴۰۴/۱۱/۱۶", custom).map(|moment| moment.day.to_string());
        assert_eq!(day(persian).as_deref(), Some("2026-02-05"));
        assert_eq!(day(Custom::PLAIN), None);
    }

    #[test]
    fn a_time_without_zone_is_that_of_the_country() {
        let japanese = Custom::of(None, Some("ja"));
        for text in ["2026年2月5日 0:30", "2026-02-04T15:30:00Z", "2026-02-05T00:30:00"] {
            let moment = parse(text, japanese).unwrap();
            assert_eq!(moment.at.to_string(), "2026-02-04T15:30:00Z", "{text}");
            assert_eq!(moment.day.to_string(), "2026-02-05", "{text}");
        }
    }
}
