//! What came of a source, in words, and what the reader can do about it.

use broadsheet_fetch::FetchError;
use broadsheet_store::feeds::Trouble;
use url::Url;

use crate::error::EngineError;
use crate::progress::Progress;

/// What came of fetching the articles behind a source's entries.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Completed {
    pub(crate) articles: u32,
    pub(crate) problems: u32,
}

/// What a source's document said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// It has not changed.
    NotModified,
    /// It was read, in spite of what may be wrong with it.
    Read(Option<Flaw>),
}

/// What is wrong with a document that was read all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Its markup breaks the rules.
    Broken,
    /// Its server calls it something else.
    Misnamed,
}

/// What came of a source in a refresh, in words.
pub(crate) fn summary(progress: &Progress, said: Said, completed: &Completed) -> String {
    let mut words = match progress.new_articles {
        0 if progress.came_before == 1 => "One article came when you followed it.".to_owned(),
        0 if progress.came_before > 1 => format!("{} articles came when you followed it.", progress.came_before),
        // Entries that were stored earlier may have been waiting for their pages.
        0 if completed.articles == 1 => "One article completed.".to_owned(),
        0 if completed.articles > 1 => format!("{} articles completed.", completed.articles),
        0 if said == Said::NotModified => "Nothing new: the site says that nothing changed.".to_owned(),
        0 => "Nothing new.".to_owned(),
        1 => "One new article.".to_owned(),
        many => format!("{many} new articles."),
    };
    match completed.problems {
        0 => {}
        1 => words.push_str(" One page could not be read."),
        many => words.push_str(&format!(" {many} pages could not be read.")),
    }
    match said {
        Said::Read(Some(Flaw::Broken)) => words.push_str(" The feed is damaged; what can be read of it is here."),
        Said::Read(Some(Flaw::Misnamed)) => words.push_str(" The site does not call it a feed, but it is one."),
        Said::Read(None) | Said::NotModified => {}
    }
    words
}

/// A message as a sentence of its own.
#[must_use]
pub fn sentence(message: &str) -> String {
    // An address stays as it is written, and so does a host.
    if message.split(' ').next().is_some_and(|word| word.contains("://") || word.trim_end_matches('.').contains('.')) {
        return format!("{message}{}", if message.ends_with('.') { "" } else { "." });
    }
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let rest = letters.as_str();
    format!("{first}{rest}{}", if rest.ends_with('.') { "" } else { "." })
}

/// What came of a source that failed: which kind of failure it is, and what the reader can do.
pub(crate) struct Advice {
    pub(crate) trouble: Trouble,
    pub(crate) hint: Option<&'static str>,
}

/// What kind of failure an error is, and what the reader can do about it.
fn advice(error: &EngineError) -> Advice {
    let (trouble, hint) = match error {
        EngineError::Fetch(error) => of_fetch(error),
        EngineError::LoginNeeded { .. } => {
            (Trouble::LoginNeeded, "Sign in if you have an account; what the site then shows is fetched for you.")
        }
        EngineError::Cut { .. } => {
            (Trouble::NoAnswer, "What came whole is in the library. Broadsheet tries again by itself.")
        }
        EngineError::NobodysName { .. } => {
            (Trouble::NotFound, "Check the spelling of its address: no site can have this one.")
        }
        EngineError::NotAFeed { .. } => {
            (Trouble::NotAFeed, "The feed may have moved. Let Broadsheet look for it on the site.")
        }
        EngineError::Store(_) => {
            (Trouble::Library, "Nothing was lost. Free some space or close the other program, then refresh again.")
        }
        _ => return Advice { trouble: Trouble::Other, hint: None },
    };
    Advice { trouble, hint: Some(hint) }
}

/// What to do about a source at `url`. Only its own host may be allowed in a private network, never one that it leads to.
pub(crate) fn advice_on(error: &EngineError, url: &str) -> Advice {
    let own = Url::parse(url).ok();
    match error {
        EngineError::Fetch(FetchError::PrivateAddress { host })
            if own.as_ref().and_then(Url::host_str) != Some(host.as_str()) =>
        {
            Advice {
                trouble: Trouble::BadRedirect,
                hint: Some("The source leads into a private network. Let Broadsheet look for the feed on the site."),
            }
        }
        other => advice(other),
    }
}

fn of_fetch(error: &FetchError) -> (Trouble, &'static str) {
    match error {
        FetchError::Status { status: 410, .. } => (
            Trouble::Gone,
            "The site has ended this feed. Unsubscribe, or keep it in the list as ended; its articles stay.",
        ),
        FetchError::Status { status: 404, .. } => {
            (Trouble::NotFound, "The feed may have moved. Let Broadsheet look for it on the site.")
        }
        FetchError::Status { status: 401 | 402 | 403 | 407, .. } => (
            Trouble::LoginNeeded,
            "Sign in if you have an account, or open the site in a browser to see what it wants.",
        ),
        FetchError::Blocked { .. } => (
            Trouble::RobotCheck,
            "Open the site in a browser. Broadsheet says honestly that it is a program, and the site lets none in.",
        ),
        FetchError::Untrusted { .. } => (
            Trouble::Untrusted,
            "Something between you and the site may read along, or the site let its certificate lapse. Wait, or ask the site.",
        ),
        FetchError::Status { status: 429, .. } | FetchError::Silenced { .. } => {
            (Trouble::AskedToWait, "Nothing to do: Broadsheet waits as long as the site asks.")
        }
        FetchError::TooLarge { .. } => (
            Trouble::TooLarge,
            "That is as much as Broadsheet takes at once. What came whole is in the library, and it tries again by itself.",
        ),
        FetchError::HeadersTooLarge { .. } => {
            (Trouble::TooLarge, "The site has trouble. Broadsheet tries again by itself.")
        }
        FetchError::Status { .. } => (Trouble::SiteTrouble, "The site has trouble. Broadsheet tries again by itself."),
        FetchError::Interrupted { .. } => {
            (Trouble::NoAnswer, "The site has trouble. Broadsheet tries again by itself.")
        }
        FetchError::Proxy { .. } => {
            (Trouble::NoAnswer, "Look at the proxy under Settings, Connection. Broadsheet tries again by itself.")
        }
        FetchError::Timeout { .. } | FetchError::Unresolved { .. } | FetchError::Refused { .. } => {
            (Trouble::NoAnswer, "Check your connection, or wait: Broadsheet tries again by itself.")
        }
        FetchError::PrivateAddress { .. } => (
            Trouble::PrivateAddress,
            "If this is a machine of your own, allow it; Broadsheet asks before it goes there.",
        ),
        FetchError::TooManyRedirects { .. }
        | FetchError::RedirectLoop { .. }
        | FetchError::BadRedirect { .. }
        | FetchError::LeavesTheWeb { .. } => {
            (Trouble::BadRedirect, "Let Broadsheet look for the feed on the site if this goes on.")
        }
        FetchError::BadAddress { .. }
        | FetchError::BadPort { .. }
        | FetchError::BadHeader { .. }
        | FetchError::BadProxy { .. }
        | FetchError::Setup(_) => (Trouble::Other, "Add the site again by its address if this goes on."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sources_own_host_may_be_allowed() {
        let refused = EngineError::Fetch(FetchError::PrivateAddress { host: "192.168.1.2".to_owned() });
        assert_eq!(advice_on(&refused, "http://192.168.1.2:8080/feed").trouble, Trouble::PrivateAddress);
        assert_eq!(advice_on(&refused, "https://paper.example/feed").trouble, Trouble::BadRedirect);
    }
}
