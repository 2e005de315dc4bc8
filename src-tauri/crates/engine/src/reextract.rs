//! Kept pages, read again by an extractor that may have become better.

use broadsheet_model::{ArticleId, TextState, VersionId};
use broadsheet_store::captures::Stored;
use broadsheet_store::originals::Original;
use jiff::Timestamp;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::Event;
use crate::read_page::{SentPage, read_again};

/// Originals that are in memory at once.
const BATCH: u32 = 20;

/// Texts that are looked at in one short transaction.
const TEXTS: u32 = 500;

/// Kept articles whose missing originals are fetched at the end of one refresh.
const FETCHED: u32 = 20;

/// What came of reading originals again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reread {
    /// Originals that were read.
    pub read: u32,
    /// Articles that have a new version.
    pub changed: u32,
    /// Articles whose text is the same.
    pub unchanged: u32,
    /// Articles that stay as they are, because the new reading is worse; with the reason.
    pub kept: Vec<(ArticleId, String)>,
}

impl Engine {
    /// Reads the originals of all kept articles, or of those named, again. A better reading is a new version; a worse one
    /// changes nothing. Of all articles the pictures of feeds' own texts are looked for, too, where none were.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub async fn reextract(&self, only: Option<Vec<ArticleId>>) -> Result<Reread, EngineError> {
        self.library(|library| library.ensure_writable()).await?;
        let mut reread = Reread::default();
        let mut last = ArticleId(0);
        loop {
            let originals = self.library(move |library| library.originals(last, BATCH)).await?;
            let Some(newest) = originals.last().map(|original| original.article) else { break };
            last = newest;
            for original in originals {
                if only.as_ref().is_none_or(|only| only.contains(&original.article)) {
                    self.read_again(original, &mut reread).await?;
                }
            }
        }
        if only.is_none() {
            let mut last = Some(VersionId(0));
            while let Some(after) = last {
                last = self.store(move |library| library.await_pictures(after, TEXTS)).await?;
            }
        }
        self.digest().await?;
        self.tell(Event::Changed);
        Ok(reread)
    }

    async fn read_again(&self, original: Original, reread: &mut Reread) -> Result<(), EngineError> {
        reread.read += 1;
        let article = original.article;
        if original.html.is_empty() {
            reread.kept.push((article, "its original is damaged".to_owned()));
            return Ok(());
        }
        let words = original.words;
        let sent = SentPage { html: original.html, url: original.url, packed: Some(original.packed) };
        let page = self.compute(move || read_again(sent)).await?;
        let Ok(page) = page else {
            reread.kept.push((article, "the new reading found no article in it".to_owned()));
            return Ok(());
        };
        let found = broadsheet_store::captures::count_words(&page.article.text);
        // Of an article in several pages the first one is kept as it was sent, and the text of all.
        if page.article.next_page.is_some() && found < words {
            reread.kept.push((article, "its later pages are not kept as they were sent".to_owned()));
            return Ok(());
        }
        if found * 10 < words * 7 || page.article.text_state != TextState::Full {
            reread.kept.push((article, format!("the new reading has {found} words, the text that is shown {words}")));
            return Ok(());
        }
        let now = Timestamp::now();
        let stored = self.library(move |library| library.store_capture(article, &page.capture(), &[], now)).await?;
        match stored {
            Stored::New => {
                reread.changed += 1;
                self.fetch_pictures(article, false).await?;
            }
            Stored::Unchanged => reread.unchanged += 1,
            Stored::KeptBetter => reread.kept.push((article, "the text that is shown is better".to_owned())),
        }
        Ok(())
    }

    /// Fetches the pages of a few articles that the reader keeps and whose original is not here yet.
    pub(crate) async fn fetch_originals(&self) -> Result<(), EngineError> {
        let lacking = self.library(|library| library.lacking_originals(Timestamp::now(), FETCHED)).await?;
        let mut tasks = tokio::task::JoinSet::new();
        for (article, url) in lacking {
            let engine = self.clone();
            tasks.spawn(async move { engine.fetch_original(article, &url).await });
        }
        while let Some(fetched) = tasks.join_next().await {
            fetched.map_err(|_| EngineError::Stopped)??;
        }
        Ok(())
    }

    async fn fetch_original(&self, article: ArticleId, url: &str) -> Result<(), EngineError> {
        let now = Timestamp::now();
        self.library(move |library| library.note_original_try(article, now)).await?;
        let access = self.access_of_article(article).await?;
        // What cannot be had now is asked for again tomorrow; the article itself is here.
        if let Ok(page) = self.page(url, access.as_deref()).await {
            self.library(move |library| library.store_capture(article, &page.capture(), &page.other_urls, now)).await?;
        }
        Ok(())
    }
}
