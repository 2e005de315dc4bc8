//! An article's pictures: fetched, looked at, put into the media folder.

use std::time::Duration;

use broadsheet_fetch::{Bytes, FetchError, Request};
use broadsheet_model::ArticleId;
use broadsheet_store::media::inspect_picture;
use broadsheet_store::pictures::{PictureOutcome, WantedPicture};
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;

use crate::engine::Engine;
use crate::error::EngineError;

/// Bytes of a picture that are taken at most.
const MOST_PICTURE_BYTES: usize = 24 << 20;

/// SVG is left out: it can carry programs.
const ACCEPT_PICTURE: &str = "image/avif, image/webp, image/jpeg, image/png, image/gif;q=0.8, */*;q=0.1";

/// Pictures of one article under way at once.
const AT_ONCE: usize = 4;

/// How long to wait before the next try, by how often it failed; `None` when it is given up.
pub(crate) fn patience(tries: u32) -> Option<Duration> {
    const MINUTES: [u64; 5] = [10, 60, 360, 1440, 4320];
    MINUTES.get(usize::try_from(tries).ok()?).map(|minutes| Duration::from_secs(minutes * 60))
}

impl Engine {
    /// Fetches the pictures that an article lacks and that are due; with `all`, those too that were given up.
    pub(crate) async fn fetch_pictures(&self, article: ArticleId, all: bool) -> Result<(), EngineError> {
        let now = Timestamp::now();
        let wanted = self.library(move |library| library.wanted_pictures(article, now, all)).await?;
        self.fetch_wanted(wanted, "").await
    }

    /// Fetches every picture that an article lacks from where its address follows `prefix`.
    pub(crate) async fn fetch_pictures_from(&self, article: ArticleId, prefix: &str) -> Result<(), EngineError> {
        let now = Timestamp::now();
        let wanted = self.library(move |library| library.wanted_pictures(article, now, true)).await?;
        self.fetch_wanted(wanted, prefix).await
    }

    async fn fetch_wanted(&self, wanted: Vec<WantedPicture>, prefix: &str) -> Result<(), EngineError> {
        for group in wanted.chunks(AT_ONCE) {
            let mut tasks = tokio::task::JoinSet::new();
            for picture in group.iter().cloned() {
                let engine = self.clone();
                let address = format!("{prefix}{}", picture.src);
                tasks.spawn(async move { engine.fetch_picture(picture, &address).await });
            }
            let mut fetched = Vec::with_capacity(group.len());
            while let Some(done) = tasks.join_next().await {
                fetched.push(done.map_err(|_| EngineError::Stopped)?);
            }
            // Flushed at the same time, noted together.
            self.library(move |library| keep(library, &fetched)).await?;
        }
        Ok(())
    }

    async fn fetch_picture(&self, wanted: WantedPicture, address: &str) -> FetchedPicture {
        let request = Request::new(address, ACCEPT_PICTURE, MOST_PICTURE_BYTES);
        let body = self.0.fetcher.get(request).await.and_then(|fetched| fetched.body.unpack());
        (wanted, body)
    }
}

/// A picture, and what came of fetching it.
type FetchedPicture = (WantedPicture, Result<Bytes, FetchError>);

/// Keeps pictures of an article: their files are flushed together, and noted in one transaction.
fn keep(library: &Library, fetched: &[FetchedPicture]) -> Result<(), StoreError> {
    let now = Timestamp::now();
    let mut outcomes = Vec::new();
    let mut files = Vec::new();
    for (wanted, body) in fetched {
        let outcome = match body {
            Ok(body) => match inspect_picture(&body.bytes) {
                // What would show as a dot only watches the reader.
                Ok(kind) if kind.width <= 2 && kind.height <= 2 => {
                    PictureOutcome::Problem { why: "the picture is an empty dot".to_owned(), next_try_at: None }
                }
                Ok(kind) => {
                    files.push((wanted.src.clone(), kind, body.bytes.as_slice()));
                    continue;
                }
                Err(why) => PictureOutcome::Problem { why, next_try_at: None },
            },
            Err(error) => {
                let wait = if error.is_passing() { patience(wanted.tries) } else { None };
                let next_try_at = wait.and_then(|wait| now.checked_add(wait).ok());
                PictureOutcome::Problem { why: explain(error), next_try_at }
            }
        };
        outcomes.push((wanted.src.clone(), outcome));
    }
    let contents: Vec<&[u8]> = files.iter().map(|(.., bytes)| *bytes).collect();
    let assets = library.put_all_media(&contents)?;
    outcomes.extend(
        files
            .into_iter()
            .zip(assets)
            .map(|((src, kind, bytes), asset)| (src, PictureOutcome::Kept { asset, kind, bytes: bytes.len() as u64 })),
    );
    library.note_pictures(&outcomes, now)
}

fn explain(error: &FetchError) -> String {
    match error {
        FetchError::TooLarge { .. } => "the picture is too large".to_owned(),
        other => other.to_string(),
    }
}
