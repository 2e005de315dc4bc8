//! How dates are written, and what time it is, where a page comes from.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};
use url::Url;

/// The custom of the country that a page comes from, as far as its address and language tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Custom {
    /// Whether `5/2/2026` is the second of May.
    pub(super) month_first: bool,
    /// Whether `5.2.2026` is that too.
    pub(super) month_before_dot: bool,
    /// Whether the tenth month has the name that the eleventh has among its neighbours.
    pub(super) is_croatian: bool,
    /// Whether years of the fourteenth century are of today.
    pub(super) is_persian: bool,
    clock: Clock,
}

/// What clocks show in a country that has one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    /// Quarters of an hour ahead of UTC, all year round.
    Fixed(i8),
    /// Hours ahead of UTC in winter; one more in summer by the rule of the European Union (Directive 2000/84/EC).
    Summer(i8),
}

impl Custom {
    /// The day first, and UTC.
    pub(crate) const PLAIN: Self = Self {
        month_first: false,
        month_before_dot: false,
        is_croatian: false,
        is_persian: false,
        clock: Clock::Fixed(0),
    };

    /// The custom of a page.
    pub(crate) fn of(page: Option<&Url>, language: Option<&str>) -> Self {
        let language = language.map(str::to_ascii_lowercase);
        let host = page.and_then(Url::host_str).unwrap_or_default();
        let country = host.rsplit('.').next().unwrap_or_default();
        // English puts the month first, but for the sites of countries that do not.
        let month_first = match language.as_deref() {
            Some("en-us") => true,
            Some("en") | None => matches!(country, "com" | "org" | "us" | "gov" | "edu" | "net"),
            Some(_) => false,
        };
        let tongue = language.as_deref().map(|tag| tag.split('-').next().unwrap_or(tag));
        let clock = of_country(country).or_else(|| of_language(tongue.unwrap_or_default()));
        Self {
            month_first,
            month_before_dot: month_first && language.is_some(),
            is_croatian: matches!(tongue, Some("hr" | "bs")) || tongue.is_none() && country == "hr",
            is_persian: matches!(tongue, Some("fa")) || country == "ir",
            clock: clock.unwrap_or(Clock::Fixed(0)),
        }
    }

    /// How far the country's clocks are ahead of UTC at an instant.
    pub(super) fn offset_at(self, at: Timestamp) -> Offset {
        let seconds = match self.clock {
            Clock::Fixed(quarters) => i32::from(quarters) * 900,
            Clock::Summer(hours) => (i32::from(hours) + i32::from(is_summer(at))) * 3600,
        };
        Offset::from_seconds(seconds).unwrap_or(Offset::UTC)
    }

    /// The same for what a clock shows there; in the hour that autumn repeats, the later of both.
    pub(super) fn offset_of(self, shown: DateTime) -> Offset {
        let winter = match self.clock {
            Clock::Fixed(quarters) => i32::from(quarters) * 900,
            Clock::Summer(hours) => i32::from(hours) * 3600,
        };
        let winter = Offset::from_seconds(winter).unwrap_or(Offset::UTC);
        winter.to_timestamp(shown).map_or(winter, |at| self.offset_at(at))
    }
}

fn of_country(country: &str) -> Option<Clock> {
    Some(match country {
        "uk" | "ie" => Clock::Summer(0),
        "de" | "at" | "ch" | "li" | "lu" | "fr" | "be" | "nl" | "it" | "pl" | "cz" | "sk" | "hu" | "si" | "hr"
        | "rs" | "ba" | "mk" | "me" | "al" | "dk" | "se" | "no" | "mt" => Clock::Summer(1),
        "fi" | "ee" | "lv" | "lt" | "gr" | "ro" | "bg" | "cy" | "ua" => Clock::Summer(2),
        "tr" | "by" => Clock::Fixed(12),
        "in" => Clock::Fixed(22),
        "th" | "vn" => Clock::Fixed(28),
        "cn" | "tw" | "hk" | "sg" | "my" | "ph" => Clock::Fixed(32),
        "jp" | "kr" => Clock::Fixed(36),
        _ => return None,
    })
}

/// Languages that one country's clocks, or those of neighbours with the same time, go with.
fn of_language(language: &str) -> Option<Clock> {
    Some(match language {
        "de" | "it" | "nl" | "pl" | "cs" | "sk" | "hu" | "sl" | "hr" | "da" | "sv" | "nb" | "nn" | "no" => {
            Clock::Summer(1)
        }
        "fi" | "et" | "lv" | "lt" | "el" | "ro" | "bg" | "uk" => Clock::Summer(2),
        "tr" => Clock::Fixed(12),
        "th" | "vi" => Clock::Fixed(28),
        "zh" => Clock::Fixed(32),
        "ja" | "ko" => Clock::Fixed(36),
        _ => return None,
    })
}

/// From the last Sunday of March to that of October, at one o'clock UTC.
fn is_summer(at: Timestamp) -> bool {
    let year = Offset::UTC.to_datetime(at).year();
    let turn = |month: i8| {
        let last = Date::new(year, month, 31).ok()?;
        let sunday =
            if last.weekday() == Weekday::Sunday { last } else { last.nth_weekday(-1, Weekday::Sunday).ok()? };
        TimeZone::UTC.to_timestamp(sunday.at(1, 0, 0, 0)).ok()
    };
    match (turn(3), turn(10)) {
        (Some(spring), Some(autumn)) => (spring..autumn).contains(&at),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str, language: Option<&str>) -> Custom {
        Custom::of(Url::parse(address).ok().as_ref(), language)
    }

    #[test]
    fn the_month_comes_first_in_america() {
        for (address, language, first) in [
            ("https://courier.example.com/a", Some("en-US"), true),
            ("https://courier.example.com/a", None, true),
            ("https://courier.example.co.uk/a", Some("en"), false),
            ("https://courier.example.com/a", Some("en-GB"), false),
            ("https://courier.example.com/a", Some("de"), false),
        ] {
            assert_eq!(of(address, language).month_first, first, "{address} {language:?}");
        }
    }

    #[test]
    fn clocks_go_forward_on_the_last_sunday_of_march() {
        let german = of("https://kurier.example.de/", Some("de"));
        for (at, hours) in [
            ("2026-03-29T00:59:59Z", 1),
            ("2026-03-29T01:00:00Z", 2),
            ("2026-10-25T00:59:59Z", 2),
            ("2026-10-25T01:00:00Z", 1),
            ("2025-12-31T23:30:00Z", 1),
        ] {
            let at: Timestamp = at.parse().expect("an instant");
            assert_eq!(german.offset_at(at).seconds(), hours * 3600, "{at}");
        }
        let evening = "2026-07-01T00:30:00".parse().expect("a time");
        assert_eq!(german.offset_of(evening).seconds(), 7200);
        assert_eq!(of("https://courier.example.com/", Some("ja")).offset_of(evening).seconds(), 9 * 3600);
        assert_eq!(of("https://courier.example.com/", Some("en")).offset_of(evening), Offset::UTC);
    }
}
