//! Sounds and films, fetched when the reader asks for them. What broke off goes on where it ended.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use broadsheet_fetch::{Access, Download, FetchError, Held};
use broadsheet_model::{ArticleId, EnclosureId};
use broadsheet_store::StoreError;
pub use broadsheet_store::enclosures::Enclosure;
use fs_err as fs;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::attached::{essence, is_sound_or_film};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::{DownloadStep, Event};

/// Bytes of one file that are taken at most.
const MOST_BYTES: u64 = 8 << 30;

const ACCEPT: &str = "audio/*, video/*, */*;q=0.1";

/// Bytes that are written at once.
const PIECE: usize = 512 << 10;

/// How often its progress is told.
const ROUND: Duration = Duration::from_millis(250);

/// How often a file that breaks off is taken up again at once; any byte that came begins the count anew.
const TRIES: u32 = 3;

/// How a try to fetch a file ended.
enum Ended {
    Whole { media_type: Option<String> },
    Stopped,
}

impl Engine {
    /// What feeds attached to an article.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn enclosures(&self, article: ArticleId) -> Result<Vec<Enclosure>, EngineError> {
        self.library(move |library| library.enclosures(article)).await
    }

    /// Everything that was downloaded, or begun, newest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn downloads(&self) -> Result<Vec<Enclosure>, EngineError> {
        self.library(|library| library.downloads()).await
    }

    /// Whether a download is under way here.
    #[must_use]
    pub fn is_downloading(&self, id: EnclosureId) -> bool {
        self.0.downloading.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&id)
    }

    /// Fetches the file of an enclosure, or the rest of it, and archives it. Answers how the enclosure stands; it stays begun where
    /// the download was stopped.
    ///
    /// # Errors
    /// There is no such enclosure, its download is under way, the server does not give it, or there is no room for it.
    pub async fn download(&self, id: EnclosureId) -> Result<Enclosure, EngineError> {
        let known = self.library(move |library| library.enclosure(id)).await?;
        if known.asset.is_some() {
            return Ok(known);
        }
        let (stop, mut stopped) = watch::channel(false);
        {
            let mut downloading = self.0.downloading.lock().unwrap_or_else(PoisonError::into_inner);
            if downloading.contains_key(&id) {
                return Err(EngineError::DownloadUnderWay);
            }
            downloading.insert(id, stop);
        }
        let _under_way = UnderWay { engine: self, id };
        self.tell_download(&known, known.begun_bytes, known.bytes, DownloadStep::Fetching);
        let access = self.access_of_article(known.article).await?;
        let ended = self.fetch_whole(&known, access.as_deref(), &mut stopped).await;
        let problem = ended.as_ref().err().map(ToString::to_string);
        let outcome = match ended {
            Ok(Ended::Whole { media_type }) => {
                let media_type = media_type.unwrap_or_else(|| known.media_type.clone());
                self.library(move |library| library.finish_download(id, &media_type, Timestamp::now())).await.map(drop)
            }
            Ok(Ended::Stopped) => Ok(()),
            Err(error) => Err(error),
        };
        if outcome.is_err() && problem.is_some() {
            // A library that cannot be written has said so already.
            let _ = self.library(move |library| library.note_download_problem(id, problem.as_deref())).await;
        }
        let now = self.library(move |library| library.enclosure(id)).await?;
        let step = match (&outcome, &now.asset) {
            (Err(_), _) => DownloadStep::Failed,
            (Ok(()), Some(_)) => DownloadStep::Done,
            (Ok(()), None) => DownloadStep::Stopped,
        };
        self.tell_download(&now, now.begun_bytes, now.bytes, step);
        outcome.map(|()| now)
    }

    /// Stops a download; what has come of it stays, so that it can go on later. Answers whether there was one.
    #[must_use]
    pub fn stop_download(&self, id: EnclosureId) -> bool {
        let downloading = self.0.downloading.lock().unwrap_or_else(PoisonError::into_inner);
        downloading.get(&id).is_some_and(|stop| stop.send(true).is_ok())
    }

    /// Removes what was downloaded of an enclosure; it can be fetched again. Answers the bytes that this frees.
    ///
    /// # Errors
    /// There is no such enclosure, its download is under way, or the library cannot be written.
    pub async fn remove_download(&self, id: EnclosureId) -> Result<u64, EngineError> {
        if self.is_downloading(id) {
            return Err(EngineError::DownloadUnderWay);
        }
        let freed = self.library(move |library| library.remove_download(id)).await?;
        let now = self.library(move |library| library.enclosure(id)).await?;
        self.tell_download(&now, 0, now.bytes, DownloadStep::Removed);
        Ok(freed)
    }

    /// Copies the file of an enclosure to a new file.
    ///
    /// # Errors
    /// It is not here, there is such a file already, or it cannot be written.
    pub async fn copy_download(&self, id: EnclosureId, to: PathBuf) -> Result<(), EngineError> {
        let (_, file) = self.library(move |library| library.download_file(id)).await?;
        self.compute(move || {
            let target = fs::OpenOptions::new().write(true).create_new(true).open(&to);
            let mut target = target.map_err(|source| match source.kind() {
                ErrorKind::AlreadyExists => EngineError::FileThere { path: to.clone() },
                _ => EngineError::FileNotWritten { source },
            })?;
            let copied = fs::File::open(&file)
                .and_then(|mut file| std::io::copy(&mut file, &mut target))
                .and_then(|_| target.sync_all());
            copied.map_err(|source| {
                // What is not whole is no recording.
                let _ = fs::remove_file(&to);
                EngineError::FileNotWritten { source }
            })
        })
        .await?
    }

    /// Takes up again what breaks off, as long as something comes of it.
    async fn fetch_whole(
        &self,
        known: &Enclosure,
        access: Option<&Access>,
        stopped: &mut watch::Receiver<bool>,
    ) -> Result<Ended, EngineError> {
        let (id, mut tries) = (known.id, 0);
        loop {
            let before = self.library(move |library| library.enclosure(id)).await?;
            let ended = self.fetch_rest(&before, access, stopped).await;
            let Err(EngineError::Fetch(FetchError::Interrupted { .. } | FetchError::Timeout { .. })) = &ended else {
                return ended;
            };
            let now = self.library(move |library| library.enclosure(id)).await?;
            tries = if now.begun_bytes > before.begun_bytes { 0 } else { tries + 1 };
            if now.validator.is_none() || tries >= TRIES {
                return ended;
            }
        }
    }

    async fn fetch_rest(
        &self,
        known: &Enclosure,
        access: Option<&Access>,
        stopped: &mut watch::Receiver<bool>,
    ) -> Result<Ended, EngineError> {
        let begun = known.validator.as_deref();
        let held = begun.map(|validator| Held { bytes: known.begun_bytes, validator, total: known.bytes });
        let wanted = Download { url: &known.url, access, accept: ACCEPT, most_bytes: MOST_BYTES, held };
        let mut arriving = tokio::select! {
            arriving = self.0.fetcher.download(wanted) => arriving?,
            _ = stopped.changed() => return Ok(Ended::Stopped),
        };
        let said = arriving.content_type.as_deref().map(essence);
        if said.as_deref().is_some_and(|said| said == "text/html" || said.ends_with("xml") || said.ends_with("json")) {
            return Err(EngineError::NotARecording { address: known.url.clone() });
        }
        let (id, from, total, validator) = (known.id, arriving.begins_at, arriving.total, arriving.validator.clone());
        let mut file =
            self.library(move |library| library.begin_download(id, from, validator.as_deref(), total)).await?;
        let (mut at, mut piece, mut told) = (from, Vec::with_capacity(PIECE), Instant::now());
        let ended = loop {
            let next = tokio::select! {
                next = arriving.next() => next,
                _ = stopped.changed() => break Ok(Ended::Stopped),
            };
            match next {
                Ok(Some(chunk)) => piece.extend_from_slice(chunk.as_ref()),
                Ok(None) => break Ok(Ended::Whole { media_type: said.filter(|said| is_sound_or_film(said)) }),
                Err(error) => break Err(EngineError::Fetch(error)),
            }
            if piece.len() >= PIECE {
                at += u64::try_from(piece.len()).unwrap_or_default();
                (file, piece) = self.library(move |_| written(file, piece)).await?;
            }
            if told.elapsed() >= ROUND {
                told = Instant::now();
                let here = at + u64::try_from(piece.len()).unwrap_or_default();
                self.tell_download(known, here, total.or(known.bytes), DownloadStep::Fetching);
            }
        };
        // What has come is kept also where it broke off, but for what could not go on later.
        self.library(move |_| written(file, piece)).await?;
        if arriving.validator.is_none() && !matches!(ended, Ok(Ended::Whole { .. })) {
            self.library(move |library| library.remove_download(id)).await?;
        }
        ended
    }

    fn tell_download(&self, known: &Enclosure, bytes: u64, total: Option<u64>, step: DownloadStep) {
        let (enclosure, article) = (known.id, known.article);
        self.tell(Event::Download { enclosure, article, bytes, total, step, message: known.problem.clone() });
    }
}

fn written(mut file: std::fs::File, mut piece: Vec<u8>) -> Result<(std::fs::File, Vec<u8>), StoreError> {
    file.write_all(&piece)?;
    piece.clear();
    Ok((file, piece))
}

/// Ends the note that a download is under way, however it ends.
struct UnderWay<'a> {
    engine: &'a Engine,
    id: EnclosureId,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.engine.0.downloading.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}
