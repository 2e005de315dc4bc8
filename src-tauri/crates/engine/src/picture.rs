//! An article's pictures: fetched, looked at, put into the media folder.

use std::time::Duration;

use broadsheet_fetch::{Bytes, FetchError, Request};
use broadsheet_model::ArticleId;
use broadsheet_store::media::{PictureKind, Staged, inspect_picture};
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
        let mut wanted = wanted.into_iter();
        let mut tasks = tokio::task::JoinSet::new();
        loop {
            while tasks.len() < AT_ONCE
                && let Some(picture) = wanted.next()
            {
                let engine = self.clone();
                let address = format!("{prefix}{}", picture.src);
                tasks.spawn(async move {
                    let arrived = engine.fetch_picture(picture, &address).await?;
                    engine.0.picturing.store(&engine, arrived).await
                });
            }
            let Some(done) = tasks.join_next().await else { return Ok(()) };
            done.map_err(|_| EngineError::Stopped)??;
        }
    }

    async fn fetch_picture(&self, wanted: WantedPicture, address: &str) -> Result<Arrived, EngineError> {
        let request = Request { prompt: true, ..Request::new(address, ACCEPT_PICTURE, MOST_PICTURE_BYTES) };
        let body = self.0.fetcher.get(request).await.and_then(|fetched| fetched.body.unpack());
        self.library(move |library| arrived(library, wanted, body)).await
    }
}

/// A picture that was asked for: its address, and the file that came, which waits beside the others to be flushed.
pub(crate) struct Arrived {
    src: String,
    came: Result<(Staged, PictureKind), (String, Option<Timestamp>)>,
}

/// Writes a picture down as far as that can be done without waiting for the disk, so that it leaves the memory.
fn arrived(library: &Library, wanted: WantedPicture, body: Result<Bytes, FetchError>) -> Result<Arrived, StoreError> {
    let came = match body {
        Ok(body) => match inspect_picture(&body.bytes) {
            // What would show as a dot only watches the reader.
            Ok(kind) if kind.width <= 2 && kind.height <= 2 => Err(("the picture is an empty dot".to_owned(), None)),
            Ok(kind) => Ok((library.stage_media(&body.bytes)?, kind)),
            Err(why) => Err((why, None)),
        },
        Err(error) => {
            let wait = if error.is_passing() { patience(wanted.tries) } else { None };
            Err((explain(&error), wait.and_then(|wait| Timestamp::now().checked_add(wait).ok())))
        }
    };
    Ok(Arrived { src: wanted.src, came })
}

/// Keeps pictures: their files are flushed together, and noted in one transaction.
pub(crate) fn keep(library: &Library, pictures: &[Arrived]) -> Result<Vec<()>, StoreError> {
    let files = pictures.iter().filter_map(|picture| picture.came.as_ref().ok().map(|(staged, _)| staged));
    library.put_staged(&files.collect::<Vec<_>>())?;
    let outcome = |picture: &Arrived| match &picture.came {
        Ok((staged, kind)) => PictureOutcome::Kept { asset: staged.id().clone(), kind: *kind, bytes: staged.bytes() },
        Err((why, next_try_at)) => PictureOutcome::Problem { why: why.clone(), next_try_at: *next_try_at },
    };
    let outcomes: Vec<_> = pictures.iter().map(|picture| (picture.src.clone(), outcome(picture))).collect();
    library.note_pictures(&outcomes, Timestamp::now())?;
    Ok(vec![(); pictures.len()])
}

fn explain(error: &FetchError) -> String {
    match error {
        FetchError::TooLarge { .. } => "the picture is too large".to_owned(),
        other => other.to_string(),
    }
}
