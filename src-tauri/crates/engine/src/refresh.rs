//! Refresh: many sources at once, none of which can hold up the others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use broadsheet_model::FeedId;
use broadsheet_store::feeds::Feed;
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit, watch};
use tokio::task::JoinSet;

use crate::advice::{Completed, Said, sentence, summary};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::followed::Known;
use crate::ingest::Cleaned;
use crate::pace::{self, Pace};
use crate::pause::{Pause, Reach, is_silence, without_network};
use crate::progress::{Event, Progress, Step};
use crate::writer::Writer;

/// Documents of sources under way at once. The door to the network lets in fewer; the others are those that it has
/// asked to step aside, or that wait for the library.
const DOCUMENTS_AT_ONCE: usize = 192;
/// Sources whose articles are under way at once.
const SOURCES_AT_ONCE: usize = 24;
/// Documents of which something is wrong that wait for the others at once: what was read of them is held meanwhile.
const DOUBTFUL_AT_ONCE: usize = 16;
/// How long cleaning and indexing wait for the last headlines before they begin beside them.
const HEADLINES_FIRST: Duration = Duration::from_secs(3);
/// The pause between two rounds of cleaning and indexing.
const ROUND: Duration = Duration::from_secs(1);

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

/// How far a refresh goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Headlines are listed; everything else is left for later.
    Headlines,
    /// What the feeds give is cleaned and indexed too.
    Feeds,
    /// The articles' pages and pictures are fetched too.
    Everything,
}

/// What a refresh did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How each source ended, in the order in which they ended.
    pub sources: Vec<Progress>,
    /// It was stopped.
    pub cancelled: bool,
    /// Why it, or a part of it, was put off. No source that was put off counts as tried.
    pub paused: Option<Pause>,
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
    pub async fn refresh(&self, which: Which, depth: Depth) -> Result<Outcome, EngineError> {
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
        let asked_for = which != Which::Due;
        let feeds = self.chosen(which).await?;
        let (feeds, paused) = if self.has_way_out() { (feeds, None) } else { without_network(feeds) };
        if paused.is_some() && feeds.is_empty() {
            if asked_for {
                self.tell(Event::Finished { new_articles: 0, failed: 0, cancelled: false, paused });
            }
            return Ok(Outcome { sources: Vec::new(), cancelled: false, paused });
        }
        if feeds.is_empty() && !asked_for {
            // Where no time has come nobody is told of anything; what an earlier run left half done is finished all the same.
            self.finish(depth).await?;
            return Ok(Outcome { sources: Vec::new(), cancelled: false, paused });
        }
        let started_at = Timestamp::now();
        if asked_for {
            // The reader may have a network again, or be about to have none.
            self.library(move |library| library.hasten(started_at)).await?;
        }
        let (outcome, ended) = self.refresh_feeds(feeds, depth, stopped, paused).await;
        // Whatever failed, the rest is kept.
        let silences = self.keep_silences().await;
        self.keep_accesses().await;
        let activity = self.keep_activity(&outcome, started_at).await;
        ended.and(silences).and(activity)?;
        drop(lock);
        Ok(outcome)
    }

    /// Keeps for later runs which hosts asked to be left alone.
    async fn keep_silences(&self) -> Result<(), EngineError> {
        let silences: Vec<(String, Timestamp)> = self
            .0
            .fetcher
            .silences()
            .into_iter()
            .filter_map(|(host, until)| Some((host, Timestamp::try_from(until).ok()?)))
            .collect();
        if silences.is_empty() {
            return Ok(());
        }
        self.library(move |library| library.note_silences(&silences, Timestamp::now())).await
    }

    async fn chosen(&self, which: Which) -> Result<Vec<Feed>, EngineError> {
        let now = Timestamp::now();
        let mut feeds = self.library(|library| library.feeds()).await?;
        // Another program may have set it.
        self.pace().await?;
        match which {
            Which::All => {}
            Which::Due => {
                // A source that was never asked is one that the reader has just added.
                let any = self.known_pace() != Pace::WhenAsked;
                let is_due = |feed: &Feed| match feed.next_try_at {
                    None => any || feed.last_try_at.is_none(),
                    Some(next) => any && pace::has_come(next, feed.last_try_at, now),
                };
                feeds.retain(|feed| !feed.gone && is_due(feed));
            }
            Which::These(ids) => {
                // A source that is not there is an error, not a refresh of nothing.
                if let Some(unknown) = ids.iter().copied().find(|id| feeds.iter().all(|feed| feed.id != *id)) {
                    self.library(move |library| library.feed(unknown)).await?;
                }
                feeds.retain(|feed| ids.contains(&feed.id));
            }
        }
        self.order(&mut feeds).await?;
        Ok(feeds)
    }

    /// How each source ended, and whether what stands behind the headlines could be done.
    async fn refresh_feeds(
        &self,
        feeds: Vec<Feed>,
        depth: Depth,
        mut stopped: watch::Receiver<bool>,
        paused: Option<Pause>,
    ) -> (Outcome, Result<(), EngineError>) {
        let sources = u32::try_from(feeds.len()).unwrap_or(u32::MAX);
        self.tell(Event::Started { sources });
        let run = Run {
            engine: self.clone(),
            writer: Writer::start(self),
            documents: Arc::new(Semaphore::new(DOCUMENTS_AT_ONCE)),
            articles: Arc::new(Semaphore::new(SOURCES_AT_ONCE)),
            large: Arc::new(Semaphore::new(1)),
            doubtful: Arc::new(Semaphore::new(DOUBTFUL_AT_ONCE)),
            reach: Arc::default(),
            known: self.known_of(&feeds).await,
            depth,
        };
        let reach = run.reach.clone();
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel::<Progress>();
        let (listed, all_listed) = watch::channel(());
        let mut unfinished: HashMap<FeedId, String> = feeds.iter().map(|feed| (feed.id, feed.title.clone())).collect();
        let mut tasks = JoinSet::new();
        // A source that waits for its turn is a row of the library and no more, so that memory does not grow with their number.
        let turns = run.documents.clone();
        let mut waiting = feeds.into_iter();
        let mut shared = Some((run, Teller(tell), listed));
        let digester = (depth > Depth::Headlines).then(|| {
            let (engine, all_listed) = (self.clone(), all_listed.clone());
            tokio::spawn(async move { engine.digest_beside(all_listed).await })
        });
        let mut outcome = Outcome { sources: Vec::new(), cancelled: false, paused };
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
                    shared = None;
                    tasks.abort_all();
                }
                Ok(turn) = turns.clone().acquire_owned(), if shared.is_some() => match (&shared, waiting.next()) {
                    (Some((run, teller, listed)), Some(feed)) => {
                        // Those that are done keep their place until they are asked for.
                        while tasks.try_join_next().is_some() {}
                        let work = run.clone().refresh_feed(feed, turn, teller.clone(), listed.clone(), all_listed.clone());
                        tasks.spawn(work);
                    }
                    // What they share goes with the last of them, which tells that all are listed, and then that all are done.
                    _ => shared = None,
                },
            }
        }
        while tasks.join_next().await.is_some() {}
        outcome.paused = outcome.paused.or(reach.is_nowhere().then_some(Pause::NoNetwork));
        for (feed, title) in std::mem::take(&mut unfinished) {
            let (step, message) = if outcome.cancelled {
                (Step::Cancelled, "Stopped before it was done; what was fetched is kept.")
            } else {
                (Step::Failed, "Broadsheet failed on this source; please report it.")
            };
            let message = Some(message.to_owned());
            let progress = Progress {
                feed,
                title,
                step,
                new_articles: 0,
                came_before: 0,
                pending: 0,
                message,
                at: Timestamp::now(),
            };
            outcome.sources.push(progress.clone());
            let finished = u32::try_from(outcome.sources.len()).unwrap_or(u32::MAX);
            self.tell(Event::Source { progress, finished, sources });
        }
        let mut ended = Ok(());
        if let Some(digester) = digester {
            digester.abort();
            if !outcome.cancelled {
                tokio::select! {
                    finished = self.finish(depth) => ended = finished,
                    Ok(()) = stopped.changed() => outcome.cancelled = true,
                }
            }
        }
        self.tell(Event::Finished {
            new_articles: outcome.new_articles(),
            failed: outcome.failed(),
            cancelled: outcome.cancelled,
            paused: outcome.paused,
        });
        (outcome, ended)
    }

    /// What stands behind the headlines: cleaning, indexing, and in the end tidying up.
    async fn finish(&self, depth: Depth) -> Result<(), EngineError> {
        if depth > Depth::Headlines {
            self.digest().await?;
        }
        if depth == Depth::Everything {
            self.fetch_originals().await?;
            self.tidy().await?;
        }
        Ok(())
    }

    /// Cleans and indexes beside a refresh, once its headlines are listed; a source that is slow holds that up only so long.
    async fn digest_beside(&self, mut all_listed: watch::Receiver<()>) {
        // The channel closes when the last document is done.
        let listed = async { while all_listed.changed().await.is_ok() {} };
        let _ = tokio::time::timeout(HEADLINES_FIRST, listed).await;
        // What fails here fails again at the end of the refresh, where it is told.
        while self.digest().await.is_ok() {
            tokio::time::sleep(ROUND).await;
        }
    }
}

/// What the sources of one refresh share.
#[derive(Clone)]
struct Run {
    engine: Engine,
    writer: Writer,
    documents: Arc<Semaphore>,
    articles: Arc<Semaphore>,
    /// Large documents are read one at a time.
    large: Arc<Semaphore>,
    /// Room for documents of which something is wrong, while they wait for the others.
    doubtful: Arc<Semaphore>,
    /// Who answered so far.
    reach: Arc<Reach>,
    known: Known,
    depth: Depth,
}

/// The place of a document that is much larger than others, or of which something is wrong: behind all of them, but not for ever.
pub(crate) struct LastInLine<'a> {
    large: &'a Semaphore,
    doubtful: &'a Semaphore,
    /// Dropped once nobody needs to wait for this document any more.
    listed: Mutex<Option<watch::Sender<()>>>,
    all_listed: watch::Receiver<()>,
    /// When it began to wait for the others.
    since: OnceLock<Instant>,
}

impl<'a> LastInLine<'a> {
    /// Waits until the other documents are done, or have had their time.
    pub(crate) async fn others(&self) {
        drop(self.listed.lock().unwrap_or_else(PoisonError::into_inner).take());
        let mut all_listed = self.all_listed.clone();
        let others = async { while all_listed.changed().await.is_ok() {} };
        let until = *self.since.get_or_init(Instant::now) + HEADLINES_FIRST;
        let _ = tokio::time::timeout_at(until.into(), others).await;
    }

    /// Room to wait for the others with what is in hand, where not many wait already; else it goes on at once.
    pub(crate) fn room_to_wait(&self) -> Option<SemaphorePermit<'a>> {
        self.doubtful.try_acquire().ok()
    }

    /// Waits for the others, and then for those that are as large.
    pub(crate) async fn last_of_all(&self) -> Result<SemaphorePermit<'a>, EngineError> {
        self.others().await;
        self.large.acquire().await.map_err(|_| EngineError::Stopped)
    }
}

impl Run {
    async fn refresh_feed(
        self,
        feed: Feed,
        turn: OwnedSemaphorePermit,
        teller: Teller,
        listed: watch::Sender<()>,
        all_listed: watch::Receiver<()>,
    ) {
        let mut progress = Progress {
            feed: feed.id,
            title: feed.title.clone(),
            step: Step::Fetching,
            new_articles: 0,
            came_before: self.known.came_before(feed.id),
            pending: 0,
            message: None,
            at: Timestamp::now(),
        };
        if self.engine.was_left_since(&self.known, feed.id).await {
            return teller.tell(&left(progress));
        }
        let listed = Mutex::new(Some(listed));
        let (large, doubtful) = (&*self.large, &*self.doubtful);
        let queue = LastInLine { large, doubtful, listed, all_listed, since: OnceLock::new() };
        let ended = self.refresh(&feed, turn, &mut progress, &teller, &queue).await;
        self.reach.note(&feed, &ended);
        if ended.as_ref().is_err_and(is_silence) {
            // Whether it is at fault or the network is seen by how the others fare.
            queue.others().await;
        }
        match ended {
            Err(error) if is_silence(&error) && self.reach.is_nowhere() => {
                progress.step = Step::Cancelled;
                progress.message = Some(Pause::NoNetwork.words().to_owned());
            }
            Ok((said, completed)) => {
                progress.step = Step::Done;
                progress.message = Some(summary(&progress, said, &completed));
            }
            Err(_) if self.engine.was_left(feed.id).await => progress = left(progress),
            Err(error) => {
                progress.step = Step::Failed;
                progress.message = Some(sentence(&error.to_string()));
                self.engine.note_failure(&feed, &self.writer, &error).await;
            }
        }
        progress.pending = 0;
        teller.tell(&progress);
    }

    async fn refresh(
        &self,
        feed: &Feed,
        turn: OwnedSemaphorePermit,
        progress: &mut Progress,
        teller: &Teller,
        queue: &LastInLine<'_>,
    ) -> Result<(Said, Completed), EngineError> {
        teller.tell(progress);
        let pages_follow = self.depth == Depth::Everything;
        let is_at_once = self.depth > Depth::Headlines && !self.engine.0.headlines_first;
        let cleaned = if is_at_once { Cleaned::AtOnce } else { Cleaned::Later };
        // In boxes, so that a source whose articles wait for their turn keeps no room for what is done.
        let document =
            Box::pin(self.engine.refresh_document(feed, &self.writer, queue, (cleaned, pages_follow), progress));
        let said = document.await?;
        drop(turn);
        if self.depth < Depth::Everything {
            return Ok((said, Completed::default()));
        }
        let _turn = self.articles.acquire().await.map_err(|_| EngineError::Stopped)?;
        Ok((said, Box::pin(self.engine.complete_articles(feed, progress, teller)).await?))
    }
}

/// What becomes of a source that the reader left while it waited or was asked: nothing that failed.
fn left(progress: Progress) -> Progress {
    Progress {
        step: Step::Cancelled,
        pending: 0,
        message: Some("You left this source meanwhile.".to_owned()),
        ..progress
    }
}

/// Ends the note that a refresh is under way, however it ends.
struct UnderWay<'a>(&'a Engine);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        *self.0.0.refresh.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
    }
}

/// Tells how a source stands.
#[derive(Clone)]
pub(crate) struct Teller(tokio::sync::mpsc::UnboundedSender<Progress>);

impl Teller {
    pub(crate) fn tell(&self, progress: &Progress) {
        let _ = self.0.send(Progress { at: Timestamp::now(), ..progress.clone() });
    }
}

#[cfg(test)]
mod tests {
    use broadsheet_store::feeds::NewFeed;

    use super::*;
    use crate::engine::Settings;

    #[tokio::test]
    async fn where_no_time_has_come_nobody_is_told_of_anything() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { has_way_out: || true, uses_key_store: false, ..Settings::default() };
        let engine = Engine::open(folder.path(), settings).unwrap();
        let mut events = engine.events();
        let outcome = engine.refresh(Which::Due, Depth::Everything).await.unwrap();
        assert!(outcome.sources.is_empty());
        assert!(events.try_recv().is_err(), "a look at the clock is no refresh");
        // Whoever asks is answered, also where there is nothing to ask.
        engine.refresh(Which::All, Depth::Headlines).await.unwrap();
        assert!(matches!(events.try_recv(), Ok(Event::Started { sources: 0 })));
        assert!(matches!(events.try_recv(), Ok(Event::Finished { .. })));

        let url = "http://127.0.0.1:1/feed";
        let feed = NewFeed { url, title: url, format: None, host: "x", publication_name: None, home_url: None };
        engine.library(move |library| library.subscribe(feed, Timestamp::now())).await.unwrap();
        engine.refresh(Which::Due, Depth::Headlines).await.unwrap();
        assert!(matches!(events.try_recv(), Ok(Event::Started { sources: 1 })));
        while events.try_recv().is_ok() {}
        engine.refresh(Which::Due, Depth::Headlines).await.unwrap();
        assert!(events.try_recv().is_err(), "its next time has not come");
    }
}
