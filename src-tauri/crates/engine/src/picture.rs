//! An article's pictures: fetched, several at once.

use broadsheet_drawing::{drawn, is_drawing};
use broadsheet_fetch::Request;
use broadsheet_model::ArticleId;
use broadsheet_store::pictures::WantedPicture;
use jiff::Timestamp;

use crate::arrived::{Arrived, arrived};
use crate::engine::Engine;
use crate::error::EngineError;

/// Bytes of a picture that are taken at most.
const MOST_PICTURE_BYTES: usize = 24 << 20;

/// Drawings come last: where a server has both, its picture looks as the publisher made it.
const ACCEPT_PICTURE: &str =
    "image/avif, image/webp, image/jpeg, image/png, image/gif;q=0.8, image/svg+xml;q=0.7, */*;q=0.1";

/// Pictures of one article under way at once.
const AT_ONCE: usize = 6;

impl Engine {
    /// Fetches the pictures that an article lacks and that are due; with `all`, those too that were given up.
    pub(crate) async fn fetch_pictures(&self, article: ArticleId, all: bool) -> Result<(), EngineError> {
        let now = Timestamp::now();
        let wanted = self.library(move |library| library.wanted_pictures(article, now, all)).await?;
        self.fetch_wanted(wanted, "", all).await
    }

    /// Fetches every picture that an article lacks from where its address follows `prefix`.
    pub(crate) async fn fetch_pictures_from(&self, article: ArticleId, prefix: &str) -> Result<(), EngineError> {
        let now = Timestamp::now();
        let wanted = self.library(move |library| library.wanted_pictures(article, now, true)).await?;
        self.fetch_wanted(wanted, prefix, false).await
    }

    /// `awaited`: the reader asked for them and waits.
    async fn fetch_wanted(&self, wanted: Vec<WantedPicture>, prefix: &str, awaited: bool) -> Result<(), EngineError> {
        let mut wanted = wanted.into_iter();
        let mut tasks = tokio::task::JoinSet::new();
        loop {
            while tasks.len() < AT_ONCE
                && let Some(picture) = wanted.next()
            {
                let engine = self.clone();
                let address = format!("{prefix}{}", picture.src);
                tasks.spawn(async move {
                    let arrived = engine.fetch_picture(picture, &address, awaited).await?;
                    engine.0.picturing.store(&engine.0.library, arrived).await
                });
            }
            let Some(done) = tasks.join_next().await else { return Ok(()) };
            done.map_err(|_| EngineError::Stopped)??;
        }
    }

    async fn fetch_picture(&self, wanted: WantedPicture, address: &str, awaited: bool) -> Result<Arrived, EngineError> {
        let request = Request { prompt: true, awaited, ..Request::new(address, ACCEPT_PICTURE, MOST_PICTURE_BYTES) };
        let mut body = self.0.fetcher.get(request).await.and_then(|fetched| fetched.body.unpack());
        if let Ok(body) = &mut body
            && is_drawing(&body.bytes)
        {
            match self.drawn(std::mem::take(&mut body.bytes)).await? {
                Ok(picture) => body.bytes = picture,
                Err(why) => return Ok(Arrived::refused(wanted, why)),
            }
        }
        self.library(move |library| arrived(library, wanted, body)).await
    }

    /// A drawing as a picture, or why it cannot be one. One is drawn at a time: it may take as much memory as many pictures.
    async fn drawn(&self, drawing: Vec<u8>) -> Result<Result<Vec<u8>, String>, EngineError> {
        let _one_at_a_time = self.0.looking.lock().await;
        self.compute(move || drawn(&drawing)).await
    }
}
