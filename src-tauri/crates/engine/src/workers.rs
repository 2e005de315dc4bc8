//! A few threads of our own for work that needs a processor or the library's writer.
//!
//! The runtime's pool for blocking work hands every piece to another of its many threads, and the system's allocator keeps
//! memory for each of them. The same work on always the same threads takes half the memory.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::error::EngineError;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that take one piece of work after the other. Dropped, they finish what they have begun.
pub(crate) struct Workers {
    /// `None` while they end.
    jobs: Option<Mutex<Sender<Job>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    pub(crate) fn start(count: usize) -> Self {
        let (jobs, waiting) = channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        let threads = (0..count)
            .map(|_| {
                let waiting = waiting.clone();
                std::thread::spawn(move || work(&waiting))
            })
            .collect();
        Self { jobs: Some(Mutex::new(jobs)), threads }
    }

    /// Runs `work` when a thread is free.
    pub(crate) async fn run<T, W>(&self, work: W) -> Result<T, EngineError>
    where
        T: Send + 'static,
        W: FnOnce() -> T + Send + 'static,
    {
        let (done, answer) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Whoever asked may have been stopped.
            let _ = done.send(work());
        });
        let jobs = self.jobs.as_ref().ok_or(EngineError::Stopped)?;
        jobs.lock().unwrap_or_else(PoisonError::into_inner).send(job).map_err(|_| EngineError::Stopped)?;
        answer.await.map_err(|_| EngineError::Stopped)
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A job that fails fails for whoever asked, who learns it from the answer that never comes.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_is_done_and_a_failure_stops_nobody_else() {
        let workers = Workers::start(1);
        assert_eq!(workers.run(|| 1 + 1).await.unwrap(), 2);
        let failed = workers.run(|| panic!("on purpose")).await;
        assert!(matches!(failed, Err::<(), _>(EngineError::Stopped)));
        assert_eq!(workers.run(|| 3).await.unwrap(), 3);
    }
}
