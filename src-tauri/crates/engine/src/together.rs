//! Group commit: what several tasks have to store at one moment is stored together, so that the disk is waited for once.
//!
//! Whoever comes while others store waits its turn, and then takes along everybody who came meanwhile. Each hears of its own
//! piece when it is on the disk, and not before.

use std::sync::{Arc, Mutex, PoisonError};

use broadsheet_store::{Library, StoreError};
use tokio::sync::oneshot;

use crate::error::EngineError;

/// Pieces that are stored together at most.
const MOST: usize = 64;

type Waiting<T, R> = Vec<(T, oneshot::Sender<Result<R, EngineError>>)>;

/// Stores pieces in one transaction: all of them or none; answers one thing for each.
pub(crate) type Work<T, R> = fn(&Library, &[T]) -> Result<Vec<R>, StoreError>;

/// Where pieces of one kind wait to be stored.
pub(crate) struct Together<T, R> {
    waiting: Mutex<Waiting<T, R>>,
    storing: tokio::sync::Mutex<()>,
    work: Work<T, R>,
}

impl<T: Send + 'static, R: Send + 'static> Together<T, R> {
    pub(crate) fn new(work: Work<T, R>) -> Arc<Self> {
        Arc::new(Self { waiting: Mutex::default(), storing: tokio::sync::Mutex::new(()), work })
    }

    /// Stores one piece, with others that wait.
    pub(crate) async fn store(self: &Arc<Self>, library: &Arc<Library>, piece: T) -> Result<R, EngineError> {
        let (send, receive) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((piece, send));
        let (together, library) = (self.clone(), library.clone());
        // In a task of its own: whoever is stopped while it stores takes nobody else down.
        tokio::spawn(async move { together.store_waiting(library).await });
        receive.await.map_err(|_| EngineError::Stopped)?
    }

    async fn store_waiting(&self, library: Arc<Library>) {
        let _turn = self.storing.lock().await;
        let batch: Waiting<T, R> = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let count = waiting.len().min(MOST);
            waiting.drain(..count).collect()
        };
        // Whoever came before us may have taken our piece along.
        if batch.is_empty() {
            return;
        }
        let (pieces, tellers): (Vec<T>, Vec<_>) = batch.into_iter().unzip();
        let work = self.work;
        let outcomes = tokio::task::spawn_blocking(move || each(&library, &pieces, work)).await;
        for (teller, outcome) in tellers.into_iter().zip(outcomes.unwrap_or_default()) {
            // Whoever asked may have been stopped.
            let _ = teller.send(outcome.map_err(EngineError::from));
        }
    }
}

/// Stores all pieces at once; where that fails each by itself, so that one that cannot be stored keeps no other from it.
fn each<T, R>(library: &Library, pieces: &[T], work: Work<T, R>) -> Vec<Result<R, StoreError>> {
    match work(library, pieces) {
        Ok(all) => all.into_iter().map(Ok).collect(),
        Err(error) if pieces.len() == 1 => vec![Err(error)],
        Err(_) => {
            let alone = |piece| {
                let one = work(library, std::slice::from_ref(piece))?;
                one.into_iter().next().ok_or_else(|| StoreError::Damaged("nothing was stored".to_owned()))
            };
            pieces.iter().map(alone).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stores numbers as settings; thirteen cannot be stored, nor anything beside it. Answers how many came together.
    fn numbers(library: &Library, pieces: &[u32]) -> Result<Vec<usize>, StoreError> {
        if pieces.contains(&13) {
            return Err(StoreError::Damaged("thirteen".to_owned()));
        }
        for piece in pieces {
            library.set_setting(&format!("number-{piece}"), Some("stored"))?;
        }
        Ok(vec![pieces.len(); pieces.len()])
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn pieces_go_together_and_a_bad_one_fails_alone() {
        let folder = tempfile::tempdir().unwrap();
        let library = Arc::new(Library::open(folder.path()).unwrap());
        let together = Together::new(numbers);
        // While somebody stores, the others gather.
        let turn = together.storing.lock().await;
        let mut tasks = tokio::task::JoinSet::new();
        for piece in 0..20u32 {
            let (together, library) = (together.clone(), library.clone());
            tasks.spawn(async move { (piece, together.store(&library, piece).await) });
        }
        while together.waiting.lock().unwrap().len() < 20 {
            tokio::task::yield_now().await;
        }
        drop(turn);
        while let Some(done) = tasks.join_next().await {
            let (piece, outcome) = done.unwrap();
            assert_eq!(outcome.is_err(), piece == 13, "{piece}");
        }
        let stored = library.settings().unwrap();
        assert_eq!(stored.keys().filter(|name| name.starts_with("number-")).count(), 19);
        assert_eq!(together.store(&library, 21).await.unwrap(), 1);
    }
}
