//! Times as the library stores them: milliseconds since 1970 in UTC.

use jiff::Timestamp;

pub(crate) fn to_millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A stored number that no calendar holds becomes 1970, so that one bad row never hides an article.
pub(crate) fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}
