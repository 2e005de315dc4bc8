//! Pictures are looked at behind: nobody waits for it, and what an earlier run left is done too.

use broadsheet_model::{ArticleId, AssetId};
use broadsheet_store::looks::{Display, Look};
use broadsheet_store::media::inspect_picture;
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::look::{self, Seen};

/// Pictures whose looks are noted at once.
const BATCH: u32 = 16;

impl Engine {
    /// Looks at every picture that nobody has looked at yet, one at a time, in short transactions. Where somebody is at it
    /// already, nothing is done.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn look_at_pictures(&self) -> Result<(), EngineError> {
        let Ok(_alone) = self.0.looking_through.try_lock() else { return Ok(()) };
        let mut last: Option<AssetId> = None;
        loop {
            let after = last.clone();
            let waiting = self.library(move |library| library.unlooked(after.as_ref(), BATCH)).await?;
            last = waiting.last().cloned();
            if last.is_none() {
                return Ok(());
            }
            self.look_at(waiting).await?;
        }
    }

    /// Looks at the pictures of one article.
    pub(crate) async fn look_at_pictures_of(&self, article: ArticleId) -> Result<(), EngineError> {
        let waiting = self.library(move |library| library.unlooked_of(article)).await?;
        self.look_at(waiting).await
    }

    async fn look_at(&self, pictures: Vec<AssetId>) -> Result<(), EngineError> {
        let mut looks = Vec::with_capacity(pictures.len());
        for id in pictures {
            let one_at_a_time = self.0.looking.lock().await;
            let name = id.clone();
            // A file that is missing or damaged is for `verify`; it waits until it is there again.
            let Ok(asset) = self.library(move |library| library.asset(&name)).await else { continue };
            // A decoder that gives up in the middle fails for this picture alone.
            let seen = match self.compute(move || look::look_at(&asset.bytes)).await {
                Ok(seen) => seen,
                Err(EngineError::Stopped) => Seen::default(),
                Err(error) => return Err(error),
            };
            drop(one_at_a_time);
            looks.push((id, self.library(move |library| kept(library, seen)).await?));
        }
        if looks.is_empty() {
            return Ok(());
        }
        self.library(move |library| library.note_looks(&looks, Timestamp::now())).await
    }

    /// What stands in a picture's place while it loads, as a small PNG; `None` where its colours are not known.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn placeholder(&self, id: AssetId) -> Result<Option<Vec<u8>>, EngineError> {
        let known = self.library(move |library| library.thumbhash(&id)).await?;
        Ok(known.and_then(|thumbhash| look::placeholder(&thumbhash)))
    }
}

fn kept(library: &Library, seen: Seen) -> Result<Look, StoreError> {
    let display = match seen.display {
        Some(bytes) => match inspect_picture(&bytes) {
            Ok(kind) => Some(Display { asset: library.put_media(&bytes)?, kind, bytes: bytes.len() as u64 }),
            Err(_) => None,
        },
        None => None,
    };
    Ok(Look { display, thumbhash: seen.thumbhash, likeness: seen.likeness })
}
