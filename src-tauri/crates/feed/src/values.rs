//! Numbers and lengths of time as feeds write them.

/// A whole number that may have white space or commas in it.
pub(crate) fn number(written: &str) -> Option<u64> {
    let digits: String = written.trim().chars().filter(|next| *next != ',').collect();
    digits.parse().ok()
}

/// A length of time in seconds: `90`, `90.5`, `1:30`, `01:02:03.5`.
pub(crate) fn seconds(written: &str) -> Option<f64> {
    let mut total = 0.0;
    for part in written.trim().split(':') {
        let value: f64 = part.trim().parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0)?;
        total = total * 60.0 + value;
    }
    (total < 1e9).then_some(total)
}

/// Whether something is marked as explicit.
pub(crate) fn explicit(written: &str) -> Option<bool> {
    match written.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" | "explicit" | "1" => Some(true),
        "no" | "false" | "clean" | "0" => Some(false),
        _ => None,
    }
}

/// Minutes of one of the periods of RSS's syndication module.
pub(crate) fn period(written: &str) -> Option<u64> {
    match written.trim().to_ascii_lowercase().as_str() {
        "hourly" => Some(60),
        "daily" => Some(24 * 60),
        "weekly" => Some(7 * 24 * 60),
        "monthly" => Some(30 * 24 * 60),
        "yearly" => Some(365 * 24 * 60),
        _ => None,
    }
}

/// An hour of the day; 24 is midnight in old feeds.
pub(crate) fn hour(written: &str) -> Option<u32> {
    let hour: u32 = written.trim().parse().ok()?;
    (hour <= 24).then_some(hour % 24)
}

/// A day of the week, counted from Monday.
pub(crate) fn weekday(written: &str) -> Option<u32> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let written = written.trim().to_ascii_lowercase();
    DAYS.iter().position(|day| written.starts_with(day)).and_then(|day| u32::try_from(day).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times() {
        assert_eq!(number(" 1,234 "), Some(1234));
        assert_eq!(number("-1"), None);
        for (written, expected) in
            [("90", Some(90.0)), ("1:30", Some(90.0)), ("01:02:03.5", Some(3723.5)), ("long", None), ("NaN", None)]
        {
            assert_eq!(seconds(written), expected, "{written}");
        }
        assert_eq!(explicit(" Yes "), Some(true));
        assert_eq!(explicit(""), None);
        assert_eq!(period("Daily"), Some(1440));
        assert_eq!([hour("0"), hour(" 24 "), hour("25")], [Some(0), Some(0), None]);
        assert_eq!([weekday("Monday"), weekday(" sunday"), weekday("x")], [Some(0), Some(6), None]);
    }
}
