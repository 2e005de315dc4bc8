//! HTML that may be shown.

use std::fmt;

use serde::Serialize;

/// HTML that has passed the sanitiser. Every other HTML in the house is hostile.
///
/// **Invariant:** only the `sanitise` room calls [`SafeHtml::vouch`]; clippy's list of disallowed methods and the layer
/// check both hold this. It is written out but never read back: what comes from a file or a database is hostile again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// Declares that `html` came out of the sanitiser.
    #[must_use]
    pub fn vouch(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the HTML up as a plain string.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is no HTML at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
