//! What feeds answered on its way into the library. Answers that arrive while the disk is busy are stored together, so that
//! a refresh waits for the disk a few dozen times and not once a feed.

use std::time::Duration;

use broadsheet_store::StoreError;
use broadsheet_store::entries::{EntriesStored, FeedAnswer};
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::engine::Engine;
use crate::error::EngineError;

/// Entries that go into one transaction, unless one answer has more.
const MOST_ENTRIES: usize = 400;
/// Answers that go into one transaction.
const MOST_ANSWERS: usize = 400;
/// Answers that wait or are being read at once; whoever has another one waits too.
const WAITING: usize = 4;

struct Delivery {
    answer: FeedAnswer,
    done: oneshot::Sender<Result<EntriesStored, StoreError>>,
}

/// How long what has no entries waits for company.
const COMPANY: Duration = Duration::from_millis(25);

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
        let _ = self.notes.send(Delivery { answer, done });
        Handed(stored)
    }
}

async fn write(engine: Engine, mut receive: mpsc::Receiver<Delivery>, mut noted: mpsc::UnboundedReceiver<Delivery>) {
    let mut waiting: Vec<Delivery> = Vec::new();
    let mut company = None;
    loop {
        let until = company.unwrap_or_else(Instant::now);
        let batch = tokio::select! {
            biased;
            first = receive.recv() => match first {
                Some(first) => gather(first, &mut receive, &mut noted, &mut waiting),
                // Whoever could still note something is gone too.
                None => break,
            },
            note = noted.recv() => {
                waiting.extend(note);
                company.get_or_insert_with(|| Instant::now() + COMPANY);
                continue;
            }
            () = tokio::time::sleep_until(until), if company.is_some() => std::mem::take(&mut waiting),
        };
        company = None;
        store_in(&engine, batch).await;
    }
    while let Ok(note) = noted.try_recv() {
        waiting.push(note);
    }
    store_in(&engine, waiting).await;
}

/// An answer, and whatever else has arrived that can be stored with it.
fn gather(
    first: Delivery,
    receive: &mut mpsc::Receiver<Delivery>,
    noted: &mut mpsc::UnboundedReceiver<Delivery>,
    waiting: &mut Vec<Delivery>,
) -> Vec<Delivery> {
    let mut entries = first.answer.entries.len();
    let mut batch = vec![first];
    while entries < MOST_ENTRIES
        && batch.len() < MOST_ANSWERS
        && let Ok(next) = receive.try_recv()
    {
        entries += next.answer.entries.len();
        batch.push(next);
    }
    while let Ok(note) = noted.try_recv() {
        waiting.push(note);
    }
    batch.append(waiting);
    batch
}

async fn store_in(engine: &Engine, batch: Vec<Delivery>) {
    if batch.is_empty() {
        return;
    }
    // A thread that ended before its work was done drops the answers' ends, which says so.
    let _ = engine
        .store(move |library| {
            store(library, batch);
            Ok(())
        })
        .await;
}

impl Place {
    /// Hands an answer over.
    pub(crate) fn hand(self, answer: FeedAnswer) -> Handed {
        let (done, stored) = oneshot::channel();
        self.0.send(Delivery { answer, done });
        Handed(stored)
    }
}

fn store(library: &broadsheet_store::Library, batch: Vec<Delivery>) {
    let now = Timestamp::now();
    let (answers, ends): (Vec<FeedAnswer>, Vec<_>) =
        batch.into_iter().map(|delivery| (delivery.answer, delivery.done)).unzip();
    match library.store_answers(&answers, now) {
        Ok(stored) => {
            for (end, stored) in ends.into_iter().zip(stored) {
                // Whoever waited may have been stopped.
                let _ = end.send(Ok(stored));
            }
        }
        // One by one, so that each answer learns its own error and the others are stored.
        Err(_) => {
            for (end, answer) in ends.into_iter().zip(answers) {
                let stored = library.store_answers(&[answer], now);
                let _ = end.send(stored.map(|stored| stored.into_iter().next().unwrap_or_default()));
            }
        }
    }
}
