//! Refresh: many sources at once, none of which can hold up the others.

use std::collections::HashMap;
use std::time::Duration;

use broadsheet_fetch::{FetchError, Request, Validators};
use broadsheet_model::{FeedFormat, FeedId};
use broadsheet_store::entries::WantedPage;
use broadsheet_store::feeds::{Feed, FeedOutcome, NewFeed};
use broadsheet_store::publications::NameRank;
use jiff::Timestamp;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use url::Url;

use crate::address;
use crate::discover::{ACCEPT_FEED, FoundFeed, MOST_BYTES, format_name};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::ingest;
use crate::picture::patience;
use crate::progress::{Event, Progress, Step};

/// Sources under way at once.
const SOURCES_AT_ONCE: usize = 24;
/// Articles of one source under way at once.
const ARTICLES_AT_ONCE: usize = 3;
/// Articles of one source that one refresh fetches at most; the rest waits for the next one.
const MOST_ARTICLES: u32 = 400;
/// Entries stored in one transaction.
const BATCH: usize = 50;
/// The pause between two refreshes of a source that says nothing about it.
const PAUSE: Duration = Duration::from_hours(1);

/// Which sources to refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those whose time has come.
    Due,
    /// These.
    These(Vec<FeedId>),
}

/// What a refresh did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How each source ended, in the order in which they ended.
    pub sources: Vec<Progress>,
    /// It was stopped.
    pub cancelled: bool,
}

impl Outcome {
    /// New articles over all sources.
    #[must_use]
    pub fn new_articles(&self) -> u32 {
        self.sources.iter().map(|source| source.new_articles).sum()
    }

    /// Sources that failed.
    #[must_use]
    pub fn failed(&self) -> u32 {
        u32::try_from(self.sources.iter().filter(|source| source.step == Step::Failed).count()).unwrap_or(u32::MAX)
    }
}

impl Engine {
    /// Subscribes to a feed that [`Engine::discover`] found, or to a bare address. What it holds now is stored at once;
    /// the articles behind it come with the next refresh.
    ///
    /// # Errors
    /// The address is no feed, does not answer, or the library cannot be written.
    pub async fn subscribe(&self, typed: &str) -> Result<(FeedId, bool), EngineError> {
        self.library(|library| library.ensure_writable()).await?;
        let (_, feeds) = self.discover(typed).await?;
        let Some(feed) = feeds.into_iter().next() else {
            return Err(EngineError::NoFeedFound { address: typed.to_owned() });
        };
        self.subscribe_to(feed).await
    }

    /// Subscribes to a feed that was found.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn subscribe_to(&self, feed: FoundFeed) -> Result<(FeedId, bool), EngineError> {
        let now = Timestamp::now();
        let answer = self
            .library(move |library| {
                let own = Url::parse(&feed.url).ok();
                let home = feed.parsed.feed.link.as_deref().and_then(|link| Url::parse(link).ok());
                let home = home.filter(Url::has_host).or_else(|| own.as_ref().and_then(|own| own.join("/").ok()));
                let host = home.as_ref().or(own.as_ref()).map(address::publication_host).unwrap_or_default();
                let (id, added) = library.subscribe(
                    NewFeed {
                        url: &feed.url,
                        title: &feed.title,
                        format: Some(feed.format),
                        host: &host,
                        publication_name: Some((&feed.title, NameRank::Feed)),
                        home_url: home.as_ref().map(Url::as_str),
                    },
                    now,
                )?;
                for batch in ingest::entries_of(&feed.parsed, &feed.url, &feed.title).chunks(BATCH) {
                    library.store_entries(id, batch, now)?;
                }
                Ok((id, added))
            })
            .await?;
        self.tell(Event::Changed);
        Ok(answer)
    }

    /// Whether a refresh of this engine is under way.
    #[must_use]
    pub fn is_refreshing(&self) -> bool {
        self.0.refresh.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_some()
    }

    /// Stops the refresh under way, if any. What was stored stays.
    pub fn cancel_refresh(&self) {
        if let Some(stop) = self.0.refresh.lock().unwrap_or_else(std::sync::PoisonError::into_inner).as_ref() {
            let _ = stop.send(true);
        }
    }

    /// Refreshes sources and fetches the articles and pictures behind them.
    ///
    /// # Errors
    /// A refresh is under way already, here or in another program, there is no source with one of the ids, or the library
    /// cannot be used. A source that fails is
    /// no error: its outcome says so.
    pub async fn refresh(&self, which: Which) -> Result<Outcome, EngineError> {
        let (stop, stopped) = watch::channel(false);
        {
            let mut current = self.0.refresh.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if current.is_some() {
                return Err(EngineError::RefreshUnderWay);
            }
            *current = Some(stop);
        }
        let _under_way = UnderWay(self);
        let lock = self.library(|library| library.lock_refresh()).await?;
        let feeds = self.chosen(which).await?;
        let outcome = self.refresh_feeds(feeds, stopped).await?;
        drop(lock);
        Ok(outcome)
    }

    async fn chosen(&self, which: Which) -> Result<Vec<Feed>, EngineError> {
        let now = Timestamp::now();
        let mut feeds = self.library(|library| library.feeds()).await?;
        match which {
            Which::All => {}
            Which::Due => feeds.retain(|feed| !feed.gone && feed.next_try_at.is_none_or(|next| next <= now)),
            Which::These(ids) => {
                // A source that is not there is an error, not a refresh of nothing.
                if let Some(unknown) = ids.iter().copied().find(|id| feeds.iter().all(|feed| feed.id != *id)) {
                    self.library(move |library| library.feed(unknown)).await?;
                }
                feeds.retain(|feed| ids.contains(&feed.id));
            }
        }
        Ok(feeds)
    }

    async fn refresh_feeds(
        &self,
        feeds: Vec<Feed>,
        mut stopped: watch::Receiver<bool>,
    ) -> Result<Outcome, EngineError> {
        let sources = u32::try_from(feeds.len()).unwrap_or(u32::MAX);
        self.tell(Event::Started { sources });
        let turns = std::sync::Arc::new(Semaphore::new(SOURCES_AT_ONCE));
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel::<Progress>();
        let mut unfinished: HashMap<FeedId, String> = feeds.iter().map(|feed| (feed.id, feed.title.clone())).collect();
        let mut tasks = JoinSet::new();
        for feed in feeds {
            let (engine, turns, tell) = (self.clone(), turns.clone(), tell.clone());
            tasks.spawn(async move {
                let Ok(_turn) = turns.acquire().await else { return };
                engine.refresh_feed(feed, &Teller(tell)).await;
            });
        }
        drop(tell);
        let mut outcome = Outcome { sources: Vec::new(), cancelled: false };
        let mut note = |progress: Progress, outcome: &mut Outcome| {
            if progress.step.is_final() && unfinished.remove(&progress.feed).is_some() {
                outcome.sources.push(progress.clone());
            }
            let finished = u32::try_from(outcome.sources.len()).unwrap_or(u32::MAX);
            self.tell(Event::Source { progress, finished, sources });
        };
        loop {
            tokio::select! {
                progress = told.recv() => match progress {
                    Some(progress) => note(progress, &mut outcome),
                    None => break,
                },
                Ok(()) = stopped.changed(), if !outcome.cancelled => {
                    outcome.cancelled = true;
                    tasks.abort_all();
                }
            }
        }
        while tasks.join_next().await.is_some() {}
        for (feed, title) in std::mem::take(&mut unfinished) {
            let (step, message) = if outcome.cancelled {
                (Step::Cancelled, "Stopped before it was done; what was fetched is kept.")
            } else {
                (Step::Failed, "Broadsheet failed on this source; please report it.")
            };
            let progress =
                Progress { feed, title, step, new_articles: 0, pending: 0, message: Some(message.to_owned()) };
            outcome.sources.push(progress.clone());
            let finished = u32::try_from(outcome.sources.len()).unwrap_or(u32::MAX);
            self.tell(Event::Source { progress, finished, sources });
        }
        self.tell(Event::Finished {
            new_articles: outcome.new_articles(),
            failed: outcome.failed(),
            cancelled: outcome.cancelled,
        });
        Ok(outcome)
    }

    async fn refresh_feed(&self, feed: Feed, teller: &Teller) {
        let mut progress = Progress {
            feed: feed.id,
            title: feed.title.clone(),
            step: Step::Fetching,
            new_articles: 0,
            pending: 0,
            message: None,
        };
        teller.tell(&progress);
        let answered = self.refresh_document(&feed, &mut progress).await;
        let completed = match &answered {
            Ok(()) => self.complete_articles(&feed, &mut progress, teller).await,
            Err(_) => Ok(Completed::default()),
        };
        match answered.and(completed) {
            Ok(completed) => {
                progress.step = Step::Done;
                progress.message = Some(summary(progress.new_articles, &completed));
            }
            Err(error) => {
                progress.step = Step::Failed;
                progress.message = Some(sentence(&error.to_string()));
                self.note_failure(&feed, &error).await;
            }
        }
        progress.pending = 0;
        teller.tell(&progress);
    }

    /// Fetches the feed itself and stores its entries.
    async fn refresh_document(&self, feed: &Feed, progress: &mut Progress) -> Result<(), EngineError> {
        let fetched = self
            .0
            .fetcher
            .get(Request {
                validators: Some(Validators {
                    url: &feed.url,
                    etag: feed.etag.as_deref(),
                    last_modified: feed.last_modified.as_deref(),
                }),
                ..Request::new(&feed.url, ACCEPT_FEED, MOST_BYTES)
            })
            .await?;
        let id = feed.id;
        let (etag, last_modified) = (fetched.etag.clone(), fetched.last_modified.clone());
        let mut pause = PAUSE;
        let mut format = None;
        if !fetched.not_modified {
            let landed = fetched.url.to_string();
            let (parsed, page) = self.read(fetched).await?;
            let parsed = parsed.map_err(|error| not_a_feed(&landed, &page, &error.to_string()))?;
            if parsed.format == FeedFormat::SitemapIndex {
                return Err(not_a_feed(&landed, "", "it is a list of sitemaps"));
            }
            format = Some(format_name(parsed.format).to_owned());
            if let Some(minutes) = parsed.feed.ttl {
                pause = pause.max(Duration::from_secs(minutes.min(24 * 60) * 60));
            }
            let (feed_url, title) = (feed.url.clone(), feed.title.clone());
            let entries = self.compute(move || ingest::entries_of(&parsed, &feed_url, &title)).await?;
            let now = Timestamp::now();
            for batch in entries.chunks(BATCH) {
                let batch = batch.to_vec();
                let stored = self.library(move |library| library.store_entries(id, &batch, now)).await?;
                progress.new_articles += stored.new_articles;
            }
        }
        let now = Timestamp::now();
        let next = now.checked_add(pause).ok();
        let (kept_etag, kept_date) = if etag.is_some() || last_modified.is_some() {
            (etag, last_modified)
        } else {
            (feed.etag.clone(), feed.last_modified.clone())
        };
        let outcome = FeedOutcome::Answered { format, etag: kept_etag, last_modified: kept_date };
        self.library(move |library| library.note_feed_outcome(id, &outcome, now, next)).await
    }

    /// Fetches the pages and pictures that this source's articles lack. What an earlier refresh left undone is taken up
    /// here, since the library says what is wanted.
    async fn complete_articles(
        &self,
        feed: &Feed,
        progress: &mut Progress,
        teller: &Teller,
    ) -> Result<Completed, EngineError> {
        let (id, now) = (feed.id, Timestamp::now());
        let mut pages = self.library(move |library| library.wanted_pages(id, now, MOST_ARTICLES)).await?;
        let unpictured = self.library(move |library| library.articles_wanting_pictures(id, now, MOST_ARTICLES)).await?;
        progress.step = Step::Reading;
        progress.pending = u32::try_from(pages.len() + unpictured.len()).unwrap_or(u32::MAX);
        teller.tell(progress);
        pages.reverse();
        let mut unpictured = unpictured.into_iter();
        let mut completed = Completed::default();
        let mut tasks: JoinSet<Result<bool, EngineError>> = JoinSet::new();
        loop {
            while tasks.len() < ARTICLES_AT_ONCE {
                let engine = self.clone();
                if let Some(wanted) = pages.pop() {
                    tasks.spawn(async move { engine.complete_article(wanted).await });
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
    async fn complete_article(&self, wanted: WantedPage) -> Result<bool, EngineError> {
        let article = wanted.article;
        let now = Timestamp::now();
        let had = match self.page(&wanted.url).await {
            Ok(page) => {
                self.library(move |library| library.store_capture(article, &page.capture(), &page.other_urls, now))
                    .await?;
                true
            }
            Err(error @ (EngineError::Store(_) | EngineError::Stopped)) => return Err(error),
            Err(error) => {
                let passing = matches!(&error, EngineError::Fetch(error) if error.is_passing());
                let due = patience(wanted.tries).filter(|_| passing).and_then(|wait| now.checked_add(wait).ok());
                let note = format!("This is what the feed gave. The page could not be read: {error}.");
                self.library(move |library| library.note_page_failure(article, &note, due)).await?;
                false
            }
        };
        self.fetch_pictures(article, false).await?;
        Ok(had)
    }

    async fn note_failure(&self, feed: &Feed, error: &EngineError) {
        let (hint, gone) = advice(error);
        let now = Timestamp::now();
        // Each failure doubles the pause, up to a day.
        let pause = PAUSE.saturating_mul(1 << feed.failures.min(5)).min(Duration::from_hours(24));
        let next = if gone { None } else { now.checked_add(pause).ok() };
        let outcome = FeedOutcome::Failed { error: sentence(&error.to_string()), hint, gone };
        let id = feed.id;
        // When the library itself fails there is nowhere to note it; the reader is told through the outcome.
        let _ = self.library(move |library| library.note_feed_outcome(id, &outcome, now, next)).await;
    }
}

/// Ends the note that a refresh is under way, however it ends.
struct UnderWay<'a>(&'a Engine);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        *self.0.0.refresh.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
    }
}

struct Teller(tokio::sync::mpsc::UnboundedSender<Progress>);

impl Teller {
    fn tell(&self, progress: &Progress) {
        let _ = self.0.send(progress.clone());
    }
}

fn not_a_feed(address: &str, page: &str, why: &str) -> EngineError {
    if crate::discover::asks_for_password(page) {
        let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        return EngineError::LoginNeeded { host: host.unwrap_or_default() };
    }
    EngineError::NotAFeed { address: address.to_owned(), why: why.to_owned() }
}

/// What came of fetching the articles behind a source's entries.
#[derive(Debug, Clone, Copy, Default)]
struct Completed {
    articles: u32,
    problems: u32,
}

fn summary(new_articles: u32, completed: &Completed) -> String {
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
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let rest = letters.as_str();
    format!("{first}{rest}{}", if rest.ends_with('.') { "" } else { "." })
}

/// What the reader can do about a source that failed, and whether it is gone for good.
fn advice(error: &EngineError) -> (Option<String>, bool) {
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
