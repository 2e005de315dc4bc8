//! Keeping a library whole: checking it, mending it, copying it, and bringing a copy back.

use std::path::{Path, PathBuf};
use std::time::Instant;

use broadsheet_store::compact::{self, Compaction};
use broadsheet_store::salvage::{self, Salvaged};
use broadsheet_store::{StoreError, backup, verify};
pub use broadsheet_store::{
    backup::Copied,
    repair::Repaired,
    verify::{Fault, Findings, Subject},
};
use jiff::Timestamp;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::Event;

/// What a repair did, and what is still wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mended {
    /// What was wrong.
    pub before: Findings,
    /// What the library mended by itself.
    pub repaired: Repaired,
    /// Articles of which something was fetched again, and those that could not be completed, with the reason.
    pub fetched: u32,
    /// See `fetched`.
    pub not_fetched: Vec<String>,
    /// What is wrong now.
    pub after: Findings,
}

/// Checks the library in a folder; `told` hears of files done, and of all.
///
/// # Errors
/// There is no library, or it cannot be read at all. What is wrong with one is in the answer.
pub async fn verify(folder: PathBuf, told: impl FnMut(u64, u64) + Send + 'static) -> Result<Findings, EngineError> {
    let work = move || verify::verify(&folder, told);
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| EngineError::Stopped)??)
}

/// Makes a library in `folder` out of a backup, or of one of its earlier states.
///
/// # Errors
/// There is no backup, or the folder holds a library already, or cannot be written.
pub async fn restore(source: PathBuf, state: Option<PathBuf>, folder: PathBuf) -> Result<Copied, EngineError> {
    let work = move || backup::restore(&source, state.as_deref(), &folder);
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| EngineError::Stopped)??)
}

/// Makes a library in `folder` out of what can still be read of the damaged one in `source`, which stays as it is.
///
/// # Errors
/// There is no library in `source`, or `folder` holds one already, or cannot be written.
pub async fn salvage(source: PathBuf, folder: PathBuf) -> Result<Salvaged, EngineError> {
    let work = move || salvage::salvage(&source, &folder, Timestamp::now());
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| EngineError::Stopped)??)
}

/// Gives the library in a folder the pages of today, where no program has it open. Answers whether it did.
///
/// # Errors
/// The library cannot be written, or there is no room for a second copy of its file.
pub async fn enlarge_pages(folder: PathBuf) -> Result<bool, EngineError> {
    let work = move || compact::enlarge_pages(&folder);
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| EngineError::Stopped)??)
}

impl Engine {
    /// Tells listeners that lists are worth reading again, where another program has written to the library.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn look_elsewhere(&self) -> Result<(), EngineError> {
        if self.library(|library| library.was_changed_elsewhere()).await? {
            self.tell(Event::Changed);
        }
        Ok(())
    }

    /// Mends what is wrong with the library, and fetches again what was lost. What the backup has whole comes from there: from
    /// the one in this folder, or else from the one that is planned.
    ///
    /// # Errors
    /// The library cannot be written, or there is no backup in the folder.
    pub async fn repair(&self, backup: Option<PathBuf>) -> Result<Mended, EngineError> {
        if let Some(backup) = backup.as_ref().filter(|backup| !backup.join("library.db").is_file()) {
            return Err(StoreError::BadTarget { path: backup.clone(), why: "there is no backup" }.into());
        }
        let planned = self.backups().await?.plan.map(|plan| plan.folder);
        let backup = backup.or(planned);
        let before = self.library(|library| library.verify(|_, _| {})).await?;
        let found = before.clone();
        let repaired = self.library(move |library| library.repair(&found, backup.as_deref(), Timestamp::now())).await?;
        self.digest().await?;
        self.look_at_pictures().await?;
        let (mut fetched, mut not_fetched) = (0, Vec::new());
        for article in &repaired.wanting {
            let article = *article;
            match self.complete(article).await {
                Ok(()) => match self.library(move |library| library.card(article)).await?.pictures_missing {
                    0 => fetched += 1,
                    1 => not_fetched.push(format!("article {article}: a picture is still missing; `offline` says why")),
                    missing => not_fetched
                        .push(format!("article {article}: {missing} pictures are still missing; `offline` says why")),
                },
                Err(error) => not_fetched.push(format!("article {article}: {error}")),
            }
        }
        self.look_at_pictures().await?;
        let after = self.library(|library| library.verify(|_, _| {})).await?;
        Ok(Mended { before, repaired, fetched, not_fetched, after })
    }

    /// Makes the library as small as it gets, in short pieces. `wholly` is for whoever waits for it; else half the time is left to
    /// others, and a large file is not written anew.
    ///
    /// # Errors
    /// The library cannot be written; what was done stays done.
    pub async fn compact(&self, wholly: bool) -> Result<(), EngineError> {
        self.digest().await?;
        let mut compaction = if wholly { Compaction::wholly() } else { Compaction::default() };
        let mut more = true;
        while more {
            let began = Instant::now();
            (compaction, more) = self
                .store(move |library| {
                    let more = library.compact_piece(&mut compaction)?;
                    Ok((compaction, more))
                })
                .await?;
            if more && !wholly {
                tokio::time::sleep(began.elapsed()).await;
            }
        }
        Ok(())
    }

    /// Copies the library into a folder while it is in use; see [`broadsheet_store::Library::back_up`].
    ///
    /// # Errors
    /// The folder is no place for a backup, or cannot be written.
    pub async fn back_up(&self, target: &Path, keep: usize) -> Result<Copied, EngineError> {
        let _files_stay = self.0.copying.lock().await;
        let target = target.to_owned();
        self.library(move |library| library.back_up(&target, keep, Timestamp::now())).await
    }
}
