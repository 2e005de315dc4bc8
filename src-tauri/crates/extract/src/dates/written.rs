//! Dates as they are written, with the digits, the years and the words of other scripts told in those of this one.

use std::borrow::Cow;

use jiff::ToSpan;
use jiff::civil::Date;

/// Where the digits of other scripts begin.
const ZEROS: [char; 18] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{1040}', '\u{17e0}', '\u{ff10}',
];

/// Names of months in two words or with dots in them, and the first year of an era, each in one word.
const SAID_OTHERWISE: [(&str, &str); 17] = [
    ("كانون الثاني", "يناير"),
    ("كانون الأول", "ديسمبر"),
    ("تشرين الأول", "أكتوبر"),
    ("تشرين الثاني", "نوفمبر"),
    ("ม.ค.", "มกราคม"),
    ("ก.พ.", "กุมภาพันธ์"),
    ("มี.ค.", "มีนาคม"),
    ("เม.ย.", "เมษายน"),
    ("พ.ค.", "พฤษภาคม"),
    ("มิ.ย.", "มิถุนายน"),
    ("ก.ค.", "กรกฎาคม"),
    ("ส.ค.", "สิงหาคม"),
    ("ก.ย.", "กันยายน"),
    ("ต.ค.", "ตุลาคม"),
    ("พ.ย.", "พฤศจิกายน"),
    ("ธ.ค.", "ธันวาคม"),
    ("元年", "1年"),
];

/// The digit that a character is, of whatever script.
fn digit(character: char) -> Option<char> {
    if !matches!(character, '\u{660}'..='\u{17e9}' | '\u{ff10}'..='\u{ff19}') {
        return None;
    }
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(character).checked_sub(u32::from(*zero)).filter(|value| *value < 10)?;
        char::from_digit(value, 10)
    })
}

/// Whether a text has a digit of any script.
pub(crate) fn has_digit(text: &str) -> bool {
    digits(text) > 0
}

/// How many digits of any script a text has.
pub(crate) fn digits(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(u8::is_ascii_digit).count();
    }
    text.chars().filter(|next| next.is_ascii_digit() || !next.is_ascii() && digit(*next).is_some()).count()
}

/// A text with the digits of other scripts in ASCII, and months in one word each.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = Cow::Borrowed(text);
    if text.chars().any(|next| !next.is_ascii() && digit(next).is_some()) {
        plain = Cow::Owned(text.chars().map(|next| digit(next).unwrap_or(next)).collect());
    }
    // Arabic, Thai and the sign for “first”.
    if text.contains(|next: char| matches!(next, '\u{643}' | '\u{62a}' | '\u{e01}'..='\u{e2e}' | '元')) {
        for (said, otherwise) in SAID_OTHERWISE {
            if plain.contains(said) {
                plain = Cow::Owned(plain.replace(said, otherwise));
            }
        }
    }
    plain
}

/// Whether a character goes on with a word: a letter, or a mark that some scripts set between letters.
pub(super) fn joins(character: char) -> bool {
    character.is_alphabetic()
        || matches!(character,
            '\u{300}'..='\u{36f}' | '\u{900}'..='\u{963}' | '\u{970}'..='\u{9e5}' | '\u{9f0}'..='\u{a65}'
            | '\u{a70}'..='\u{ae5}' | '\u{af0}'..='\u{be5}' | '\u{bf0}'..='\u{dff}' | '\u{e31}'..='\u{e4e}'
            | '\u{eb1}'..='\u{ecd}' | '\u{1037}'..='\u{103e}' | '\u{17b4}'..='\u{17d3}' | '\u{200c}' | '\u{200d}')
}

/// The year that a number names in the calendar of the world or in that of Thailand.
pub(super) fn year(number: i16) -> Option<i16> {
    match number {
        1990..2100 => Some(number),
        // The Buddha's years are 543 ahead.
        2533..2643 => Some(number - 543),
        _ => None,
    }
}

/// The year before the first of an era, where a word ends with the era's name.
pub(super) fn era(word: &str) -> Option<i16> {
    let eras = [("令和", 2018), ("平成", 1988), ("民國", 1911), ("民国", 1911)];
    eras.iter().find(|(name, _)| word.ends_with(name)).map(|(_, before)| *before)
}

/// A day of the calendar of Iran, by the rule of its 33 years of which eight are leap years; years from 1369 to 1479.
pub(super) fn persian(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1369..1480).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let is_leap = |year: i16| matches!(year.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30);
    let length = |year: i16| if is_leap(year) { 366_i32 } else { 365 };
    // The first day of 1369 was the 21st of March 1990.
    let years: i32 = (1369..year).map(length).sum();
    let month = i32::from(month) - 1;
    let months = month * 31 - (month - 6).max(0);
    Date::new(1990, 3, 21).ok()?.checked_add((years + months + i32::from(day) - 1).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_of_iran_is_known() {
        for (year, month, day, expected) in [
            (1403, 12, 21, "2025-03-11"),
            (1404, 1, 1, "2025-03-21"),
            (1403, 1, 1, "2024-03-20"),
            (1399, 12, 30, "2021-03-20"),
            (1400, 7, 1, "2021-09-23"),
        ] {
            assert_eq!(persian(year, month, day).map(|day| day.to_string()).as_deref(), Some(expected));
        }
        assert_eq!(persian(1403, 13, 1), None);
    }

    #[test]
    fn digits_of_any_script_are_digits() {
        assert_eq!(plain("۲۱ ٣ ११ ১১ ๒๕๖๘ １"), "21 3 11 11 2568 1");
        assert_eq!(plain("11 มี.ค. 2568"), "11 มีนาคม 2568");
        assert_eq!(digits("۲۱ ٣ x"), 3);
    }
}
