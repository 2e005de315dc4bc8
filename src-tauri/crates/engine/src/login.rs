//! Signs that a site wants to know who asks.

use broadsheet_fetch::FetchError;
use url::Url;

use crate::error::EngineError;

/// A page that answers “not allowed” wants a login.
pub(crate) fn login_or(error: EngineError, url: &Url) -> EngineError {
    match error {
        EngineError::Fetch(FetchError::Status { status: 401 | 402 | 407, .. }) => {
            EngineError::LoginNeeded { host: url.host_str().unwrap_or_default().to_owned() }
        }
        other => other,
    }
}

/// Whether a page has a field for a password, which an article has no use for.
pub(crate) fn asks_for_password(page: &str) -> bool {
    let lower = page.to_ascii_lowercase();
    lower.contains("type=\"password\"") || lower.contains("type='password'") || lower.contains("type=password")
}
