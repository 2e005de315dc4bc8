//! The words in dates: months in the languages of Europe, zones, halves of the day.

use jiff::tz::TimeZone;

/// What a word in a date means.
#[derive(Debug, Clone)]
pub(crate) enum Word {
    Month(i8),
    /// Whether the time is after noon.
    Afternoon(bool),
    /// Seconds east of Greenwich.
    Offset(i32),
    /// A place whose clocks the time is of.
    Zone(TimeZone),
}

/// Reads one word; `None` for weekdays and everything unknown.
pub(crate) fn word(written: &str) -> Option<Word> {
    let upper = written.trim_end_matches('.').to_ascii_uppercase();
    match upper.as_str() {
        "AM" | "A.M" | "오전" | "上午" | "午前" => return Some(Word::Afternoon(false)),
        "PM" | "P.M" | "오후" | "下午" | "午後" => return Some(Word::Afternoon(true)),
        _ => {}
    }
    if let Some(hours) = zone(&upper) {
        return Some(Word::Offset((hours * 3600.0) as i32));
    }
    if let Some(place) = place(written) {
        return TimeZone::posix(place).ok().map(Word::Zone);
    }
    month(written).map(Word::Month)
}

/// The first letters of month names that tell them apart, in many languages; the longer before the shorter.
const MONTHS: &[(i8, &[&str])] = &[
    (1, &["jan", "ene", "gen", "ian", "янв", "ιαν", "sty", "led", "oca", "tam", "січ", "gener"]),
    (2, &["feb", "fév", "fev", "févr", "фев", "φεβ", "lut", "úno", "şub", "hel", "лют", "vas"]),
    (3, &["mar", "mär", "mrz", "mrt", "maa", "már", "мар", "μάρ", "μαρ", "bře", "bre", "kov", "бер"]),
    (4, &["apr", "avr", "abr", "ápr", "апр", "απρ", "kwi", "dub", "nis", "huh", "кві"]),
    (5, &["may", "mai", "mei", "mag", "maj", "máj", "май", "мая", "μάι", "μαϊ", "μαι", "kvě", "tou", "тра"]),
    (6, &["juin", "jun", "jún", "giu", "iun", "июн", "ιούν", "ιουν", "cze", "červn", "haz", "kes", "чер"]),
    (7, &["juil", "jul", "júl", "lug", "iul", "июл", "ιούλ", "ιουλ", "lip", "červen", "tem", "hei", "лип"]),
    (8, &["aug", "aoû", "aou", "ago", "авг", "αύγ", "αυγ", "sie", "srp", "ağu", "elo", "сер"]),
    (9, &["sep", "set", "szep", "сен", "σεπ", "wrz", "zář", "eyl", "syy", "вер"]),
    (10, &["oct", "okt", "out", "ott", "окт", "οκτ", "paź", "říj", "eki", "lok", "жов"]),
    (11, &["nov", "ноя", "νοέ", "νοε", "lis", "kas", "лис"]),
    (12, &["dec", "dez", "déc", "dic", "des", "дек", "δεκ", "gru", "pro", "ara", "jou", "гру"]),
];

fn month(written: &str) -> Option<i8> {
    let lower = written.to_lowercase();
    // `červen` is June and `červenec` July; `listopad` is November in Czech and Polish.
    if lower.starts_with("červen") {
        return Some(if lower.starts_with("července") || lower.starts_with("červenec") { 7 } else { 6 });
    }
    MONTHS.iter().find(|(_, starts)| starts.iter().any(|start| lower.starts_with(start))).map(|(month, _)| *month)
}

/// Hours east of Greenwich of the zone names that feeds use (RFC 822 and a few more).
fn zone(name: &str) -> Option<f32> {
    Some(match name {
        "Z" | "UT" | "UTC" | "GMT" | "WET" => 0.0,
        "AST" | "AT" => -4.0,
        "EST" | "ET" => -5.0,
        "EDT" => -4.0,
        "CST" | "CT" => -6.0,
        "CDT" => -5.0,
        "MST" | "MT" => -7.0,
        "MDT" => -6.0,
        "PST" | "PT" => -8.0,
        "PDT" => -7.0,
        "ADT" | "BRT" | "ART" => -3.0,
        "NST" => -3.5,
        "NDT" => -2.5,
        "AKST" => -9.0,
        "AKDT" => -8.0,
        "HST" => -10.0,
        "CET" | "BST" | "WEST" | "MET" | "MEZ" => 1.0,
        "CEST" | "EET" | "MEST" | "MESZ" | "SAST" => 2.0,
        "EEST" | "MSK" | "EAT" => 3.0,
        "MSD" | "GST" => 4.0,
        "PKT" => 5.0,
        "IST" => 5.5,
        "ICT" | "WIB" => 7.0,
        "SGT" | "AWST" | "HKT" | "PHT" => 8.0,
        "JST" | "KST" => 9.0,
        "ACST" => 9.5,
        "AEST" => 10.0,
        "ACDT" => 10.5,
        "AEDT" => 11.0,
        "NZST" => 12.0,
        "NZDT" => 13.0,
        _ => return None,
    })
}

/// The clocks of places that feeds name as their zone, as POSIX writes them. The rules are those of today.
fn place(name: &str) -> Option<&'static str> {
    Some(match name {
        "America/New_York" | "America/Toronto" | "America/Detroit" | "US/Eastern" => "EST5EDT,M3.2.0,M11.1.0",
        "America/Chicago" | "US/Central" => "CST6CDT,M3.2.0,M11.1.0",
        "America/Denver" | "US/Mountain" => "MST7MDT,M3.2.0,M11.1.0",
        "America/Los_Angeles" | "America/Vancouver" | "US/Pacific" => "PST8PDT,M3.2.0,M11.1.0",
        "America/Halifax" => "AST4ADT,M3.2.0,M11.1.0",
        "America/Sao_Paulo" | "America/Argentina/Buenos_Aires" => "<-03>3",
        "America/Mexico_City" => "CST6",
        "Europe/London" | "Europe/Dublin" | "Europe/Lisbon" => "GMT0BST,M3.5.0/1,M10.5.0",
        "Europe/Berlin" | "Europe/Paris" | "Europe/Madrid" | "Europe/Rome" | "Europe/Amsterdam" | "Europe/Brussels"
        | "Europe/Vienna" | "Europe/Zurich" | "Europe/Stockholm" | "Europe/Oslo" | "Europe/Copenhagen"
        | "Europe/Prague" | "Europe/Warsaw" | "Europe/Budapest" => "CET-1CEST,M3.5.0,M10.5.0/3",
        "Europe/Helsinki" | "Europe/Athens" | "Europe/Kiev" | "Europe/Kyiv" | "Europe/Bucharest" | "Europe/Sofia"
        | "Europe/Riga" | "Europe/Vilnius" | "Europe/Tallinn" => "EET-2EEST,M3.5.0/3,M10.5.0/4",
        "Europe/Moscow" | "Europe/Istanbul" | "Africa/Nairobi" => "<+03>-3",
        "Africa/Johannesburg" => "SAST-2",
        "Asia/Dubai" => "<+04>-4",
        "Asia/Karachi" => "PKT-5",
        "Asia/Kolkata" | "Asia/Calcutta" => "IST-5:30",
        "Asia/Bangkok" | "Asia/Jakarta" => "<+07>-7",
        "Asia/Shanghai" | "Asia/Hong_Kong" | "Asia/Singapore" | "Asia/Taipei" | "Australia/Perth" => "CST-8",
        "Asia/Tokyo" | "Asia/Seoul" => "JST-9",
        "Australia/Brisbane" => "AEST-10",
        "Australia/Sydney" | "Australia/Melbourne" => "AEST-10AEDT,M10.1.0,M4.1.0/3",
        "Pacific/Auckland" => "NZST-12NZDT,M9.5.0,M4.1.0/3",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_many_languages() {
        for (name, number) in [
            ("March", 3),
            ("März", 3),
            ("août", 8),
            ("junio", 6),
            ("juillet", 7),
            ("июня", 6),
            ("Ιούλ", 7),
            ("července", 7),
            ("szeptember", 9),
        ] {
            assert!(matches!(word(name), Some(Word::Month(month)) if month == number), "{name}");
        }
        for name in ["Thu", "Freitag", "lundi", "at", "yesterday"] {
            assert!(!matches!(word(name), Some(Word::Month(_))), "{name}");
        }
        assert!(matches!(word("CET"), Some(Word::Offset(3600))));
        assert!(matches!(word("Europe/Berlin"), Some(Word::Zone(_))));
    }
}
