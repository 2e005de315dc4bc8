//! A page saved by its address, and an article completed on demand.

use std::sync::Arc;

use broadsheet_fetch::FetchError;
use broadsheet_model::{ArticleId, TextState};
use jiff::Timestamp;
use tokio::sync::Semaphore;

use crate::address;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::Event;

/// Pages that are fetched and read at once; how many requests one host gets at once is bounded beside this.
const PAGES_AT_ONCE: usize = 48;

/// Articles under way at once, those among them that wait only for their pictures: those hold little in memory, and a slow
/// host of pictures should not hold up the pages of others.
const ARTICLES_AT_ONCE: usize = 128;

impl Engine {
    /// Saves the page behind an address as typed, with its pictures, for good.
    ///
    /// # Errors
    /// The address makes no sense or does not answer, or there is no article behind it.
    pub async fn save_page(&self, typed: &str) -> Result<ArticleId, EngineError> {
        // A library that cannot be written says so before anything is fetched.
        self.library(|library| library.ensure_writable()).await?;
        let article = self.save_text(typed).await?;
        self.fetch_pictures(article, true).await?;
        self.look_at_pictures_of(article).await?;
        self.tell(Event::Changed);
        Ok(article)
    }

    /// Saves a page without its pictures.
    async fn save_text(&self, typed: &str) -> Result<ArticleId, EngineError> {
        let mut url = address::typed(typed)?;
        let page = match self.page(url.as_str(), None).await {
            Err(EngineError::Fetch(FetchError::Refused { .. } | FetchError::Untrusted { .. }))
                if !address::names_scheme(typed) && url.set_scheme("http").is_ok() =>
            {
                self.page(url.as_str(), None).await
            }
            other => other,
        };
        let page = page.map_err(|error| self.explained(error, url.as_str()))?;
        let page = if page.is_packed() { page } else { self.compute(move || page.packed()).await? };
        self.0.saving.store(&self.0.library, page).await
    }

    /// Saves the pages behind several addresses, many at once; answers in their order what came of each. Their pictures are
    /// looked at behind, by the next refresh or an open window, since that takes longer than to save them.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn save_pages(
        &self,
        addresses: Vec<String>,
    ) -> Result<Vec<(String, Result<ArticleId, EngineError>)>, EngineError> {
        self.library(|library| library.ensure_writable()).await?;
        let pages = Arc::new(Semaphore::new(PAGES_AT_ONCE));
        let mut waiting = addresses.into_iter().enumerate();
        let mut tasks = tokio::task::JoinSet::new();
        let mut done = Vec::new();
        loop {
            while tasks.len() < ARTICLES_AT_ONCE
                && let Some((place, address)) = waiting.next()
            {
                let (engine, pages) = (self.clone(), pages.clone());
                tasks.spawn(async move {
                    let turn = pages.acquire().await;
                    let mut outcome = engine.save_text(&address).await;
                    drop(turn);
                    if let Ok(article) = &outcome
                        && let Err(error) = engine.fetch_pictures(*article, true).await
                    {
                        outcome = Err(error);
                    }
                    (place, address, outcome)
                });
            }
            let Some(finished) = tasks.join_next().await else { break };
            done.push(finished.map_err(|_| EngineError::Stopped)?);
        }
        self.tell(Event::Changed);
        done.sort_by_key(|(place, ..)| *place);
        Ok(done.into_iter().map(|(_, address, outcome)| (address, outcome)).collect())
    }

    /// Fetches what an article lacks: its text where it is not whole, and its missing pictures.
    ///
    /// # Errors
    /// There is no such article, the library cannot be written, or its page cannot be had.
    pub async fn complete(&self, article: ArticleId) -> Result<(), EngineError> {
        let card = self.library(move |library| library.card(article)).await?;
        let mut failed = None;
        if card.text_state != TextState::Full {
            let access = self.access_of_article(article).await?;
            let now = Timestamp::now();
            let page = self.page(&card.url, access.as_deref()).await;
            match page.map_err(|error| self.explained(error, &card.url)) {
                Ok(page) => {
                    self.library(move |library| library.store_capture(article, &page.capture(), &page.other_urls, now))
                        .await?;
                }
                // Without a network no page is to blame.
                Err(error @ (EngineError::Store(_) | EngineError::Stopped | EngineError::NoNetwork { .. })) => {
                    return Err(error);
                }
                Err(error) => {
                    let note = format!("The page could not be read: {error}.");
                    self.library(move |library| library.note_page_failure(article, &note, None, now)).await?;
                    failed = Some(error);
                }
            }
        }
        // A page that cannot be had keeps nobody from its pictures.
        self.fetch_pictures(article, true).await?;
        self.look_at_pictures_of(article).await?;
        self.tell(Event::Changed);
        failed.map_or(Ok(()), Err)
    }
}
