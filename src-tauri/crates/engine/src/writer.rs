//! What feeds answered on its way into the library. Answers that arrive while the disk is busy are stored together, so that
//! a refresh waits for the disk a few dozen times and not once a feed.

use std::sync::Arc;
use std::time::Duration;

use broadsheet_store::entries::{EntriesStored, FeedAnswer};
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::time::Instant;

use crate::engine::Engine;
use crate::error::EngineError;

/// Entries after which a transaction ends. The fewer transactions, the less often the same pages of an index are written.
const MOST_ENTRIES: usize = 600;
/// Answers that go into one transaction.
const MOST_ANSWERS: usize = 400;
/// Answers that wait or are being read at once; whoever has another one waits too.
const WAITING: usize = 6;
/// How long a transaction stays open for answers that are being read…
const OPEN: Duration = Duration::from_millis(25);
/// … and how long it waits for each of them: what takes long to read keeps nobody else from being stored.
const PATIENCE: Duration = Duration::from_millis(5);

struct Delivery {
    answer: Arc<FeedAnswer>,
    done: oneshot::Sender<Result<EntriesStored, StoreError>>,
}

/// How long what has no entries waits for company…
const COMPANY: Duration = Duration::from_millis(25);
/// … and how long where entries are being read, in whose transaction it finds room.
const MOST_COMPANY: Duration = Duration::from_millis(250);

/// The way into the library for as long as a refresh lasts. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Writer {
    entries: mpsc::Sender<Delivery>,
    /// Answers without entries, which take no room: that nothing changed, or that a source failed.
    notes: mpsc::UnboundedSender<Delivery>,
}

/// Room for one answer in the queue.
pub(crate) struct Place(mpsc::OwnedPermit<Delivery>);

/// An answer that was handed over.
pub(crate) struct Handed(oneshot::Receiver<Result<EntriesStored, StoreError>>);

impl Handed {
    /// Waits until it is stored, whole and on the disk.
    pub(crate) async fn stored(self) -> Result<EntriesStored, EngineError> {
        Ok(self.0.await.map_err(|_| EngineError::Stopped)??)
    }
}

impl Writer {
    /// Begins to write. It ends when the last clone is dropped; what was handed over by then is stored.
    pub(crate) fn start(engine: &Engine) -> Self {
        let (entries, receive) = mpsc::channel::<Delivery>(WAITING);
        let (notes, noted) = mpsc::unbounded_channel();
        tokio::spawn(write(engine.clone(), receive, noted));
        Self { entries, notes }
    }

    /// Waits for room in the queue.
    pub(crate) async fn place(&self) -> Result<Place, EngineError> {
        self.entries.clone().reserve_owned().await.map(Place).map_err(|_| EngineError::Stopped)
    }

    /// Hands over an answer without entries. Such answers wait for others, so that a hundred sources that fail cost those
    /// that do not no more than one.
    pub(crate) fn note(&self, answer: FeedAnswer) -> Handed {
        let (done, stored) = oneshot::channel();
        // Where nobody writes any more, the end that is dropped says so.
        let _ = self.notes.send(Delivery { answer: Arc::new(answer), done });
        Handed(stored)
    }
}

async fn write(engine: Engine, receive: mpsc::Receiver<Delivery>, mut noted: mpsc::UnboundedReceiver<Delivery>) {
    let receive = Arc::new(Mutex::new(receive));
    let mut waiting: Vec<Delivery> = Vec::new();
    let mut company = None;
    let mut until_last = None;
    loop {
        let until = company.unwrap_or_else(Instant::now);
        let first = tokio::select! {
            biased;
            first = async { receive.lock().await.recv().await } => match first {
                Some(first) => Some(first),
                // Whoever could still note something is gone too.
                None => break,
            },
            note = noted.recv() => {
                waiting.extend(note);
                company.get_or_insert_with(|| Instant::now() + COMPANY);
                until_last.get_or_insert_with(|| Instant::now() + MOST_COMPANY);
                continue;
            }
            () = tokio::time::sleep_until(until), if company.is_some() => {
                let now = Instant::now();
                if until_last.is_some_and(|last| now < last) && is_being_read(&*receive.lock().await) {
                    company = Some(now + COMPANY);
                    continue;
                }
                None
            }
        };
        (company, until_last) = (None, None);
        while let Ok(note) = noted.try_recv() {
            waiting.push(note);
        }
        waiting.extend(first);
        store_in(&engine, std::mem::take(&mut waiting), Some(receive.clone())).await;
    }
    while let Ok(note) = noted.try_recv() {
        waiting.push(note);
    }
    store_in(&engine, waiting, None).await;
}

/// Stores what is at hand, and what arrives meanwhile.
async fn store_in(engine: &Engine, batch: Vec<Delivery>, receive: Option<Arc<Mutex<mpsc::Receiver<Delivery>>>>) {
    if batch.is_empty() {
        return;
    }
    let runtime = Handle::current();
    // A thread that ended before its work was done drops the answers' ends, which says so.
    let _ = engine
        .store(move |library| {
            let mut receive = receive.as_ref().map(|receive| receive.blocking_lock());
            let until = Instant::now() + OPEN;
            let next = || match receive.as_mut() {
                Some(receive) => next(receive, until, &runtime),
                None => None,
            };
            store(library, batch, next);
            Ok(())
        })
        .await;
}

/// Whether somebody has a place in the queue, and is reading what comes into it.
fn is_being_read(receive: &mpsc::Receiver<Delivery>) -> bool {
    receive.capacity() < receive.max_capacity()
}

/// The next answer that is there, or that is being read and comes in time.
fn next(receive: &mut mpsc::Receiver<Delivery>, until: Instant, runtime: &Handle) -> Option<Delivery> {
    if let Ok(next) = receive.try_recv() {
        return Some(next);
    }
    if !is_being_read(receive) {
        return None;
    }
    let until = until.min(Instant::now() + PATIENCE);
    runtime.block_on(async { tokio::time::timeout_at(until, receive.recv()).await }).ok().flatten()
}

fn store(library: &Library, first: Vec<Delivery>, mut next: impl FnMut() -> Option<Delivery>) {
    let now = Timestamp::now();
    let mut first = first.into_iter();
    let mut taken: Vec<Delivery> = Vec::new();
    let mut entries = 0;
    let answers = std::iter::from_fn(|| {
        let delivery = first.next().or_else(|| {
            let has_room = entries < MOST_ENTRIES && taken.len() < MOST_ANSWERS;
            if has_room { next() } else { None }
        })?;
        entries += delivery.answer.entries.len();
        let answer = delivery.answer.clone();
        taken.push(delivery);
        Some(answer)
    });
    let stored = library.store_answers(answers, now);
    taken.extend(first);
    match stored {
        Ok(stored) => {
            for (delivery, stored) in taken.into_iter().zip(stored) {
                // Whoever waited may have been stopped.
                let _ = delivery.done.send(Ok(stored));
            }
        }
        // One by one, so that each answer learns its own error and the others are stored.
        Err(_) => {
            for delivery in taken {
                let stored = library.store_answers([&*delivery.answer], now);
                let _ = delivery.done.send(stored.map(|stored| stored.into_iter().next().unwrap_or_default()));
            }
        }
    }
}

impl Place {
    /// Hands an answer over.
    pub(crate) fn hand(self, answer: FeedAnswer) -> Handed {
        let (done, stored) = oneshot::channel();
        self.0.send(Delivery { answer: Arc::new(answer), done });
        Handed(stored)
    }
}

#[cfg(test)]
mod tests {
    use broadsheet_model::{FeedId, Section, TextState};
    use broadsheet_store::entries::NewEntry;
    use broadsheet_store::feeds::NewFeed;

    use super::*;

    type End = oneshot::Receiver<Result<EntriesStored, StoreError>>;

    fn delivery(library: &Library, feed: FeedId, name: &str) -> (Delivery, End) {
        let entry = NewEntry {
            guid: name.to_owned(),
            fingerprint: "1".to_owned(),
            url: format!("https://paper.example/{name}"),
            other_urls: Vec::new(),
            host: "paper.example".to_owned(),
            headline: name.to_owned(),
            standfirst: None,
            byline: Vec::new(),
            published_at: None,
            publisher_section: None,
            section: Section::General,
            language: None,
            html: "<p>Text.</p>".to_owned(),
            is_clean: false,
            text_state: TextState::Full,
            figures: Vec::new(),
            has_lead: false,
            enclosures: Vec::new(),
            has_address: true,
            wants_page: false,
        };
        let answer = FeedAnswer { feed, entries: library.ready(vec![entry]), outcome: None };
        let (done, end) = oneshot::channel();
        (Delivery { answer: Arc::new(answer), done }, end)
    }

    #[test]
    fn one_answer_that_cannot_be_stored_costs_the_others_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let url = "https://paper.example/feed";
        let feed = NewFeed {
            url,
            title: "Paper",
            format: None,
            host: "paper.example",
            publication_name: None,
            home_url: None,
        };
        let feed = library.subscribe(feed, Timestamp::now()).unwrap().0;
        // Nobody subscribes to the last one; it arrives while the others are being stored.
        let unknown = FeedId(feed.0 + 1);
        let (deliveries, ends): (Vec<_>, Vec<_>) =
            [(feed, "first"), (feed, "second"), (unknown, "lost"), (feed, "last")]
                .map(|(feed, name)| delivery(&library, feed, name))
                .into_iter()
                .unzip();
        let mut arriving = deliveries.into_iter();
        let first: Vec<_> = arriving.by_ref().take(2).collect();
        store(&library, first, || arriving.next());
        let stored = ends.into_iter().map(|mut end| end.try_recv().ok().and_then(Result::ok));
        assert_eq!(
            stored.map(|stored| stored.map(|stored| stored.new_articles)).collect::<Vec<_>>(),
            [Some(1), Some(1), None, None]
        );
        assert!(arriving.next().is_some(), "what was not taken is left to the next transaction");
    }

    #[tokio::test]
    async fn a_transaction_takes_what_is_there_and_waits_for_nobody_who_reads_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let (send, mut receive) = mpsc::channel(2);
        let place = send.clone().reserve_owned().await.unwrap();
        let (sent, _end) = delivery(&library, FeedId(1), "sent");
        let runtime = Handle::current();
        let later = Instant::now() + Duration::from_secs(60);
        place.send(sent);
        let waits = std::thread::spawn(move || {
            let came = next(&mut receive, later, &runtime).is_some();
            (came, next(&mut receive, later, &runtime).is_none())
        });
        assert_eq!(tokio::task::spawn_blocking(|| waits.join().unwrap()).await.unwrap(), (true, true));
    }
}
