//! Times that a server names: how long an answer stays fresh, and when to ask again.

use std::time::{Duration, SystemTime};

use reqwest::header::{self, HeaderMap, HeaderName};

/// The header as text; where it stands several times, the values joined as one list (RFC 9110, 5.3).
pub(crate) fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<String> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect();
    if values.is_empty() { None } else { Some(values.join(", ")) }
}

/// How long an answer stays fresh from now on (RFC 9111, 4.2.1); `None` where the server does not say, or says not at all.
pub(crate) fn fresh_for(headers: &HeaderMap) -> Option<Duration> {
    if let Some(control) = text(headers, &header::CACHE_CONTROL) {
        let control = control.to_ascii_lowercase();
        let directives = || control.split(',').map(str::trim);
        if directives().any(|directive| matches!(directive, "no-store" | "no-cache")) {
            return None;
        }
        let age = text(headers, &header::AGE).and_then(|age| age.parse().ok()).unwrap_or(0u64);
        let most = directives().find_map(|directive| directive.strip_prefix("max-age="));
        if let Some(seconds) = most.and_then(|seconds| seconds.trim_matches('"').parse::<u64>().ok()) {
            let left = seconds.saturating_sub(age);
            return (left > 0).then(|| Duration::from_secs(left));
        }
    }
    let expires = httpdate::parse_http_date(&text(headers, &header::EXPIRES)?).ok()?;
    let date = text(headers, &header::DATE).and_then(|date| httpdate::parse_http_date(&date).ok());
    expires.duration_since(date.unwrap_or_else(SystemTime::now)).ok().filter(|left| !left.is_zero())
}

/// The delay that a server asks for, as seconds or as a date (RFC 9110, 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let wanted = text(headers, &header::RETRY_AFTER)?;
    if let Ok(seconds) = wanted.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(&wanted).ok()?;
    Some(until.duration_since(SystemTime::now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn freshness_is_read_as_caches_read_it() {
        let fresh = |lines: &[(&'static str, &str)]| fresh_for(&headers(lines)).map(|left| left.as_secs());
        assert_eq!(fresh(&[("cache-control", "public, max-age=3600")]), Some(3600));
        assert_eq!(fresh(&[("cache-control", "max-age=3600"), ("age", "600")]), Some(3000));
        assert_eq!(fresh(&[("cache-control", "no-cache, max-age=3600")]), None);
        assert_eq!(
            fresh(&[("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("expires", "Sun, 06 Nov 1994 09:49:37 GMT")]),
            Some(3600)
        );
        assert_eq!(fresh(&[("expires", "0")]), None);
        assert_eq!(fresh(&[]), None);
    }

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_by_date() {
        let pause = |value: &str| retry_after(&headers(&[("retry-after", value)])).map(|left| left.as_secs());
        assert_eq!(pause("120"), Some(120));
        assert_eq!(pause("Sun, 06 Nov 1994 08:49:37 GMT"), Some(0));
        let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(600));
        assert!(pause(&soon).is_some_and(|left| (590..=600).contains(&left)));
        assert_eq!(pause("later"), None);
    }
}
