//! Where a sign-in window opens, and where it may go from there.

use broadsheet_model::FeedId;
use url::Url;

use crate::error::{ApiError, ErrorCode};
use crate::library::Library;

/// The page at which the reader signs in to a source: its publication's own, which the feed names, else its feed.
///
/// # Errors
/// There is no such source, both lie in a private network, or the library cannot be read.
pub async fn page(library: &Library, id: FeedId) -> Result<String, ApiError> {
    let feed = library.engine.library(move |library| library.feed(id)).await?;
    let named = feed.publication.home_url.as_deref();
    opening(named, &feed.url, |url| library.engine.may_ask(url)).ok_or_else(|| ApiError {
        code: ErrorCode::Unreachable,
        message: format!("“{}” lies in a private network, where Broadsheet does not go.", feed.title),
        hint: Some("If it is a machine of yours, allow it first, under its trouble in your sources.".to_owned()),
        retryable: false,
    })
}

/// Whether a sign-in window may go to an address by what it says: to the web, and to no private host that the reader did not
/// allow. Where a name leads, the web view alone sees.
#[must_use]
pub fn may_visit(library: &Library, url: &str) -> bool {
    library.engine.may_ask(url)
}

fn opening(named: Option<&str>, feed: &str, may_ask: impl Fn(&str) -> bool) -> Option<String> {
    let page = named.into_iter().chain([feed]).find(|url| may_ask(url))?;
    let mut url = Url::parse(page).ok()?;
    // Many sites name themselves with http still. That they have https shows where the feed came by it.
    let feed = Url::parse(feed).ok()?;
    let has_https = feed.scheme() == "https" && feed.port().is_none() && without_www(&feed) == without_www(&url);
    if has_https && url.port().is_none() {
        url.set_scheme("https").ok()?;
    }
    Some(url.into())
}

fn without_www(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_opens_at_no_private_host_and_by_https_where_there_is_one() {
        let is_public = |url: &str| !url.contains("192.168.");
        let opened = |named, feed| opening(named, feed, is_public);
        for (named, feed, opens) in [
            (Some("http://paper.example/"), "https://www.paper.example/feed", Some("https://paper.example/")),
            (Some("http://paper.example/"), "http://paper.example/feed", Some("http://paper.example/")),
            (Some("http://paper.example:8080/"), "https://paper.example/feed", Some("http://paper.example:8080/")),
            (Some("http://other.example/"), "https://paper.example/feed", Some("http://other.example/")),
            (Some("http://192.168.1.1/admin"), "https://paper.example/feed", Some("https://paper.example/feed")),
            (None, "https://paper.example/feed", Some("https://paper.example/feed")),
            (None, "http://192.168.1.1/feed", None),
        ] {
            assert_eq!(opened(named, feed).as_deref(), opens, "{named:?} {feed}");
        }
    }
}
