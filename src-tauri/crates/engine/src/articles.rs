//! The articles behind a source's entries: their pages, then their pictures.

use broadsheet_fetch::Access;
use broadsheet_store::entries::WantedPage;
use broadsheet_store::feeds::Feed;
use jiff::Timestamp;
use tokio::task::JoinSet;

use crate::advice::Completed;
use crate::arrived::patience;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::{Progress, Step};
use crate::refresh::Teller;

/// Articles of one source under way at once.
const AT_ONCE: usize = 3;
/// Articles of one source that one refresh fetches at most; the rest waits for the next one.
const MOST: u32 = 400;

impl Engine {
    /// Fetches the pages and pictures that this source's articles lack. What an earlier refresh left undone is taken up
    /// here, since the library says what is wanted.
    pub(crate) async fn complete_articles(
        &self,
        feed: &Feed,
        progress: &mut Progress,
        teller: &Teller,
    ) -> Result<Completed, EngineError> {
        let (id, now) = (feed.id, Timestamp::now());
        let mut pages = self.library(move |library| library.wanted_pages(id, now, MOST)).await?;
        let unpictured = self.library(move |library| library.articles_wanting_pictures(id, now, MOST)).await?;
        progress.step = Step::Reading;
        progress.pending = u32::try_from(pages.len() + unpictured.len()).unwrap_or(u32::MAX);
        teller.tell(progress);
        pages.reverse();
        let mut unpictured = unpictured.into_iter();
        let mut completed = Completed::default();
        let access = self.access_of(feed).await;
        let mut tasks: JoinSet<Result<bool, EngineError>> = JoinSet::new();
        loop {
            while tasks.len() < AT_ONCE {
                let engine = self.clone();
                if let Some(wanted) = pages.pop() {
                    let access = access.clone();
                    tasks.spawn(async move { engine.complete_article(wanted, access.as_deref()).await });
                } else if let Some(article) = unpictured.next() {
                    tasks.spawn(async move { engine.fetch_pictures(article, false).await.map(|()| true) });
                } else {
                    break;
                }
            }
            let Some(done) = tasks.join_next().await else { return Ok(completed) };
            if done.map_err(|_| EngineError::Stopped)?? {
                completed.articles += 1;
            } else {
                completed.problems += 1;
            }
            progress.pending = progress.pending.saturating_sub(1);
            teller.tell(progress);
        }
    }

    /// Fetches one article's page and pictures; `false` when the page could not be had, which is noted on the article.
    async fn complete_article(&self, wanted: WantedPage, access: Option<&Access>) -> Result<bool, EngineError> {
        let article = wanted.article;
        let now = Timestamp::now();
        let had = match self.page(&wanted.url, access).await {
            Ok(page) => {
                self.library(move |library| library.store_capture(article, &page.capture(), &page.other_urls, now))
                    .await?;
                true
            }
            Err(error @ (EngineError::Store(_) | EngineError::Stopped)) => return Err(error),
            Err(error) => {
                let wait = match &error {
                    EngineError::Fetch(error) => patience(error, wanted.tries),
                    _ => None,
                };
                let due = wait.and_then(|wait| now.checked_add(wait).ok());
                let note = format!("The page could not be read: {error}.");
                self.library(move |library| library.note_page_failure(article, &note, due, now)).await?;
                false
            }
        };
        self.fetch_pictures(article, false).await?;
        Ok(had)
    }
}
