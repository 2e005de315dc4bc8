//! Links that leave the app for the system's browser.

use crate::error::{ApiError, ErrorCode};

/// Lets through what a browser or a mail program may be handed, and nothing else; a web address without what only watches the reader.
///
/// # Errors
/// The link is none of http, https and mailto.
pub fn checked(url: &str) -> Result<String, ApiError> {
    let trimmed = url.trim();
    let scheme = trimmed.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let harmless = matches!(scheme.as_str(), "http" | "https" | "mailto");
    if harmless && trimmed.len() > scheme.len() + 1 && !trimmed.contains(|c: char| c.is_control() || c.is_whitespace())
    {
        Ok(if scheme == "mailto" { trimmed.to_owned() } else { broadsheet_engine::without_trackers(trimmed) })
    } else {
        Err(ApiError::invalid("This link is not opened.", "Only web and mail addresses leave Broadsheet."))
    }
}

/// The error for a link that the system would not open.
#[must_use]
pub fn not_opened(url: &str) -> ApiError {
    ApiError {
        code: ErrorCode::Internal,
        message: "The system has no program that opens this link.".to_owned(),
        hint: Some(format!("Its address is {url}")),
        retryable: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_watched_by_an_address_that_leaves() {
        assert_eq!(checked("https://example.org/a?utm_source=feed&b=c#d").unwrap(), "https://example.org/a?b=c#d");
        assert_eq!(checked("mailto:a@example.org?utm_source=x").unwrap(), "mailto:a@example.org?utm_source=x");
    }

    #[test]
    fn only_web_and_mail_leave() {
        for good in ["https://example.org/a?b=c#d", "HTTP://example.org", "mailto:a@example.org"] {
            assert!(checked(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "https:",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "--version",
            "https://a b",
            "library://x",
            "C:\\x",
        ] {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }
}
