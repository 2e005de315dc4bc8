//! Why something that a person asked for cannot be reached: told apart from a site that has gone.

use broadsheet_fetch::{FetchError, is_near};
use url::Url;

use crate::engine::Engine;
use crate::error::EngineError;

/// Endings of names that nobody can own (RFC 6761, 6.4 and 6.5).
const NOBODYS: [&str; 2] = [".invalid", ".example"];

impl Engine {
    /// The same error, or the one that stands behind it: that there is no network, that nobody can own such a name, or that it is not
    /// the host of `url` itself that lies in a private network.
    pub(crate) fn explained(&self, error: EngineError, url: &str) -> EngineError {
        let host = || Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let is_unheard = matches!(
            error,
            EngineError::Fetch(FetchError::Unresolved { .. } | FetchError::Refused { .. } | FetchError::Timeout { .. })
        );
        match nobodys(error) {
            error @ EngineError::NobodysName { .. } => error,
            EngineError::Fetch(FetchError::PrivateAddress { host: led_to }) if led_to != host() => {
                EngineError::LedToPrivate { from: host(), host: led_to }
            }
            _ if is_unheard && !is_near(url) && !self.has_way_out() => EngineError::NoNetwork { host: host() },
            error => error,
        }
    }
}

/// The same error, or that nobody can own such a name.
pub(crate) fn nobodys(error: EngineError) -> EngineError {
    match error {
        EngineError::Fetch(FetchError::Unresolved { host } | FetchError::PrivateAddress { host })
            if NOBODYS.iter().any(|ending| host.trim_end_matches('.').ends_with(ending)) =>
        {
            EngineError::NobodysName { host }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::Settings;

    use super::*;

    fn explained(has_way_out: fn() -> bool, error: FetchError, url: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { has_way_out, uses_key_store: false, ..Settings::default() };
        let engine = Engine::open(folder.path(), settings).unwrap();
        engine.explained(error.into(), url).to_string()
    }

    #[tokio::test]
    async fn a_machine_without_a_network_says_so() {
        let lost = || FetchError::Unresolved { host: "paper.org".to_owned() };
        let refused = || FetchError::Refused { host: "nas.local".to_owned() };
        let url = "https://paper.org/";
        assert_eq!(explained(|| false, lost(), url), "paper.org cannot be reached: there is no network");
        assert_eq!(explained(|| true, lost(), url), "paper.org could not be found");
        assert_eq!(explained(|| false, refused(), "http://nas.local/"), "nas.local refused the connection");
        let missing = FetchError::Status { host: "paper.org".to_owned(), status: 404 };
        assert!(!explained(|| false, missing, url).contains("no network"), "somebody answered");
    }

    #[tokio::test]
    async fn a_name_that_nobody_can_own_is_no_private_address() {
        let refused = FetchError::PrivateAddress { host: "paper.invalid".to_owned() };
        let words = "paper.invalid is a name that nobody can own";
        assert_eq!(explained(|| true, refused, "https://paper.invalid/"), words);
        let lost = FetchError::Unresolved { host: "www.paper.example".to_owned() };
        assert!(explained(|| true, lost, "https://www.paper.example/").contains("nobody can own"));
        let private = || FetchError::PrivateAddress { host: "paper.internal".to_owned() };
        assert!(explained(|| true, private(), "https://paper.internal/").contains("private network"));
    }

    #[tokio::test]
    async fn whoever_adds_or_saves_such_a_name_hears_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { uses_key_store: false, ..Settings::default() };
        let engine = Engine::open(folder.path(), settings).unwrap();
        let added = engine.discover("paper.invalid").await.map(drop);
        let saved = engine.save_page("paper.invalid/story").await.map(drop);
        for refused in [added, saved] {
            assert!(matches!(refused, Err(EngineError::NobodysName { .. })), "{refused:?}");
        }
    }
}
