//! An article's own page: fetched, with the pages that follow it.

use broadsheet_fetch::{Access, FetchError, Fetched, Request};
use broadsheet_model::{Article, TextState};
use url::Url;

use crate::discover::MOST_BYTES;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::login::login_or;
use crate::read_page::{Page, read_page};
use crate::text;

const ACCEPT_PAGE: &str = "text/html, application/xhtml+xml, */*;q=0.1";

/// Pages of one article that are fetched at most.
const MOST_PAGES: usize = 30;

impl Engine {
    /// Fetches a page as its publisher sends it, decoded, with the address that answered; nothing of it is kept.
    ///
    /// # Errors
    /// It is no address, or the page cannot be had.
    pub async fn page_as_sent(&self, url: &str) -> Result<(String, String), EngineError> {
        let asked = Url::parse(url).map_err(|_| EngineError::BadAddress { typed: url.to_owned() })?;
        let request = Request::new(url, ACCEPT_PAGE, MOST_BYTES);
        let fetched =
            self.0.fetcher.get(request).await.map_err(|error| login_or(refused_page(error, &asked), &asked))?;
        let address = fetched.url.to_string();
        let html = self
            .compute(move || {
                let body = fetched.body.unpack()?;
                Ok::<_, EngineError>(broadsheet_feed::decode(&body.bytes, fetched.content_type.as_deref()))
            })
            .await??;
        Ok((html, address))
    }

    /// Fetches and reads an article's page, as somebody who is known to its source where `access` says how.
    pub(crate) async fn page(&self, url: &str, access: Option<&Access>) -> Result<Page, EngineError> {
        let asked = Url::parse(url).map_err(|_| EngineError::BadAddress { typed: url.to_owned() })?;
        let request = Request { access, ..Request::new(url, ACCEPT_PAGE, MOST_BYTES) };
        let fetched =
            self.0.fetcher.get(request).await.map_err(|error| login_or(refused_page(error, &asked), &asked))?;
        let page = self.compute(move || read_page(fetched, &asked)).await??;
        if page.article.next_page.is_none() { Ok(page) } else { self.with_next_pages(page, access).await }
    }

    /// Fetches the pages that follow the first and joins them to it. A page that does not come leaves what is there, with a
    /// note that says which one is missing.
    async fn with_next_pages(&self, first: Page, access: Option<&Access>) -> Result<Page, EngineError> {
        let mut page = first;
        let mut seen = vec![page.sent.url.clone()];
        for number in 2..=MOST_PAGES {
            let Some(next) = page.article.next_page.take().filter(|next| !seen.contains(next)) else { break };
            let request = Request { access, ..Request::new(&next, ACCEPT_PAGE, MOST_BYTES) };
            let fetched = self.0.fetcher.get(request).await;
            seen.push(next);
            let (joined, goes_on) = self
                .compute(move || {
                    let mut page = page;
                    let goes_on = add_page(&mut page.article, fetched).unwrap_or_else(|error| {
                        page.article.text_state = TextState::Summary;
                        page.note = Some(format!("The article goes on, but its page {number} did not come: {error}"));
                        false
                    });
                    (page, goes_on)
                })
                .await?;
            page = joined;
            if !goes_on {
                break;
            }
        }
        if seen.len() > 1 {
            page = self
                .compute(move || {
                    let html = text::safe(&page.article.html, &page.sent.url).into_string();
                    Page { html, ..page }
                })
                .await?;
        }
        Ok(page)
    }
}

/// Joins a page to the article that it goes on with; whether it did.
fn add_page(article: &mut Article, fetched: Result<Fetched, FetchError>) -> Result<bool, FetchError> {
    let fetched = fetched?;
    let body = fetched.body.unpack()?;
    let html = broadsheet_feed::decode(&body.bytes, fetched.content_type.as_deref());
    let next = broadsheet_extract::extract(&html, fetched.url.as_str());
    Ok(broadsheet_extract::join(article, next))
}

/// A page that answers 403 may open in a browser, with or without a login.
fn refused_page(error: FetchError, url: &Url) -> EngineError {
    match error {
        FetchError::Status { status: 403, .. } => {
            EngineError::LoginNeeded { host: url.host_str().unwrap_or_default().to_owned() }
        }
        other => other.into(),
    }
}
