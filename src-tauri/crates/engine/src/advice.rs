//! What came of a source, in words, and what the reader can do about it.

use broadsheet_fetch::FetchError;

use crate::error::EngineError;

/// What came of fetching the articles behind a source's entries.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Completed {
    pub(crate) articles: u32,
    pub(crate) problems: u32,
}

/// What came of a source in a refresh, in words.
pub(crate) fn summary(new_articles: u32, completed: &Completed) -> String {
    let mut words = match new_articles {
        // Entries that were stored earlier may have been waiting for their pages.
        0 if completed.articles == 1 => "One article completed.".to_owned(),
        0 if completed.articles > 1 => format!("{} articles completed.", completed.articles),
        0 => "Nothing new.".to_owned(),
        1 => "One new article.".to_owned(),
        many => format!("{many} new articles."),
    };
    match completed.problems {
        0 => {}
        1 => words.push_str(" One page could not be read."),
        many => words.push_str(&format!(" {many} pages could not be read.")),
    }
    words
}

/// A message as a sentence of its own.
pub(crate) fn sentence(message: &str) -> String {
    // An address stays as it is written.
    if message.split(' ').next().is_some_and(|word| word.contains("://")) {
        return format!("{message}{}", if message.ends_with('.') { "" } else { "." });
    }
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let rest = letters.as_str();
    format!("{first}{rest}{}", if rest.ends_with('.') { "" } else { "." })
}

/// What the reader can do about a source that failed, and whether it is gone for good.
pub(crate) fn advice(error: &EngineError) -> (Option<String>, bool) {
    let hint = match error {
        EngineError::Fetch(FetchError::Status { status: 410, .. }) => {
            return (Some("The site has ended this feed. Remove it; its articles stay.".into()), true);
        }
        EngineError::Fetch(FetchError::Status { status: 404, .. }) => {
            "The feed may have moved. Add the site again by its address to find the new one."
        }
        EngineError::Fetch(FetchError::Status { status: 401 | 403, .. }) | EngineError::LoginNeeded { .. } => {
            "Open the site in a browser to see whether it wants a login."
        }
        EngineError::Fetch(FetchError::Blocked { .. }) => {
            "Open the site in a browser. Broadsheet says honestly that it is a program, and the site lets none in."
        }
        EngineError::Fetch(FetchError::Untrusted { .. }) => {
            "Something between you and the site may read along, or the site let its certificate lapse. Wait, or ask the site."
        }
        EngineError::Fetch(FetchError::Status { status: 429, .. } | FetchError::Silenced { .. }) => {
            "Nothing to do: Broadsheet waits as long as the site asks."
        }
        EngineError::Fetch(FetchError::TooLarge { .. }) | EngineError::Cut { .. } => {
            "What came whole is in the library. Broadsheet tries again by itself."
        }
        EngineError::Fetch(FetchError::Status { .. } | FetchError::Interrupted { .. }) => {
            "The site has trouble. Broadsheet tries again by itself."
        }
        EngineError::Fetch(FetchError::Timeout { .. } | FetchError::Unresolved { .. } | FetchError::Refused { .. }) => {
            "Check your connection, or wait: Broadsheet tries again by itself."
        }
        EngineError::Fetch(FetchError::PrivateAddress { .. }) => {
            "If this is a machine of your own, add the address again and agree to the question."
        }
        EngineError::Fetch(_) => "Add the site again by its address if this goes on.",
        EngineError::NotAFeed { .. } => {
            "The feed may have moved. Add the site again by its address to find the new one."
        }
        EngineError::Store(_) => "Nothing was lost. Free some space or close the other program, then refresh again.",
        _ => return (None, false),
    };
    (Some(hint.to_owned()), false)
}
