//! Sounds and films that feeds attach: what there is, fetching it, playing it, letting it go.

use std::path::{Path, PathBuf};

use broadsheet_engine::EngineError;
use broadsheet_engine::downloads::Enclosure;
use broadsheet_model::{ArticleId, EnclosureId};
use serde::Serialize;

use crate::error::{ApiError, ErrorCode};
use crate::library::Library;

/// A sound or film that a feed attached to an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct EnclosureView {
    /// Its number.
    pub id: EnclosureId,
    /// The article with which it came.
    pub article: ArticleId,
    /// The article's headline.
    pub headline: String,
    /// Its address.
    pub url: String,
    /// Whether it is heard or seen.
    pub kind: EnclosureKind,
    /// Its media type.
    pub media_type: String,
    /// Bytes in all, as far as that is known.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub bytes: Option<u64>,
    /// How long it lasts, in seconds.
    pub seconds: Option<u32>,
    /// Where it is.
    pub state: EnclosureState,
    /// Bytes that are here.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub here_bytes: u64,
    /// Why the latest try failed, in words.
    pub problem: Option<String>,
    /// The address of the file in the library, where all of it is here.
    pub address: Option<String>,
}

/// What an enclosure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EnclosureKind {
    /// A sound.
    Audio,
    /// A film.
    Video,
}

/// Where an enclosure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EnclosureState {
    /// At its publisher's.
    There,
    /// A beginning of it is here.
    Begun,
    /// It is coming.
    Coming,
    /// All of it is here, for good.
    Here,
}

/// What feeds attached to an article.
///
/// # Errors
/// The library cannot be read.
pub async fn of(library: &Library, article: ArticleId) -> Result<Vec<EnclosureView>, ApiError> {
    let found = library.engine.enclosures(article).await?;
    Ok(found.iter().map(|enclosure| library.enclosure(enclosure)).collect())
}

/// What feeds attached to an article to which they attached anything.
///
/// # Errors
/// There is no such article, nothing is attached to it, or the library cannot be read.
pub async fn of_one_that_has_any(library: &Library, article: ArticleId) -> Result<Vec<EnclosureView>, ApiError> {
    library.engine.library(move |library| library.card(article)).await?;
    let found = of(library, article).await?;
    if found.is_empty() {
        let nothing = format!("The feed attached no sound or film to article {article}.");
        return Err(ApiError::invalid(nothing, "Open its page in a browser, if there is one on it."));
    }
    Ok(found)
}

/// Answers whether what is attached to an article can be copied to a new file, before any of it is fetched.
///
/// # Errors
/// There are several, or there is such a file.
pub fn check_copy(found: &[EnclosureView], path: &Path) -> Result<(), ApiError> {
    if found.len() > 1 {
        let several = format!("There are {} recordings, and one file to write them to.", found.len());
        return Err(ApiError::invalid(several, "Download them without naming a file; they stay in the library."));
    }
    if path.exists() {
        let there = EngineError::FileThere { path: path.to_owned() };
        return Err(there.into());
    }
    Ok(())
}

/// Everything that was downloaded, or begun, newest first.
///
/// # Errors
/// The library cannot be read.
pub async fn downloads(library: &Library) -> Result<Vec<EnclosureView>, ApiError> {
    let found = library.engine.downloads().await?;
    Ok(found.iter().map(|enclosure| library.enclosure(enclosure)).collect())
}

/// Fetches the file of an enclosure, or the rest of it, and keeps it for good. Comes back when it is here, or was stopped.
///
/// # Errors
/// There is no such enclosure, its download is under way, the server does not give it, or there is no room for it.
pub async fn download(library: &Library, enclosure: EnclosureId) -> Result<EnclosureView, ApiError> {
    let now = library.engine.download(enclosure).await?;
    Ok(library.enclosure(&now))
}

/// Stops a download; what has come of it stays. Answers whether there was one.
#[must_use]
pub fn stop(library: &Library, enclosure: EnclosureId) -> bool {
    library.engine.stop_download(enclosure)
}

/// Removes what was downloaded of an enclosure; it can be fetched again. Answers the bytes that this frees.
///
/// # Errors
/// There is no such enclosure, its download is under way, or the library cannot be written.
pub async fn remove(library: &Library, enclosure: EnclosureId) -> Result<u64, ApiError> {
    Ok(library.engine.remove_download(enclosure).await?)
}

/// Bytes of a file that is read as a whole to be played.
const MOST_AT_ONCE: u64 = 300_000_000;

/// The file of an enclosure.
///
/// # Errors
/// It is not here, it is larger than 300 MB, or it cannot be read.
pub async fn bytes(library: &Library, enclosure: EnclosureId) -> Result<Vec<u8>, ApiError> {
    let (asset, total) = library.engine.library(move |library| library.download_bytes(enclosure, MOST_AT_ONCE)).await?;
    if total > MOST_AT_ONCE {
        return Err(ApiError::invalid("This file is too large to be played here.", "Open it in your player."));
    }
    Ok(asset)
}

/// A file for programs that play it, with the name of its article and an ending.
///
/// # Errors
/// It is not here, or the library cannot be written.
pub async fn playable(library: &Library, enclosure: EnclosureId) -> Result<PathBuf, ApiError> {
    Ok(library.engine.library(move |library| library.playable(enclosure)).await?)
}

/// What to say where the system plays nothing.
#[must_use]
pub fn not_played(why: &str) -> ApiError {
    ApiError {
        code: ErrorCode::Internal,
        message: format!("The system opened no player: {why}."),
        hint: Some("Install a program that plays it, and choose it for such files.".to_owned()),
        retryable: true,
    }
}

/// Copies the file of an enclosure to a new file.
///
/// # Errors
/// It is not here, there is such a file already, or it cannot be written.
pub async fn copy_to(library: &Library, enclosure: EnclosureId, path: &Path) -> Result<(), ApiError> {
    Ok(library.engine.copy_download(enclosure, path.to_owned()).await?)
}

impl Library {
    pub(crate) fn enclosure(&self, enclosure: &Enclosure) -> EnclosureView {
        let state = match &enclosure.asset {
            Some(_) => EnclosureState::Here,
            None if self.engine.is_downloading(enclosure.id) => EnclosureState::Coming,
            None if enclosure.begun_bytes > 0 => EnclosureState::Begun,
            None => EnclosureState::There,
        };
        let is_film = enclosure.media_type.starts_with("video/");
        EnclosureView {
            id: enclosure.id,
            article: enclosure.article,
            headline: enclosure.headline.clone(),
            url: enclosure.url.clone(),
            kind: if is_film { EnclosureKind::Video } else { EnclosureKind::Audio },
            media_type: enclosure.media_type.clone(),
            bytes: enclosure.bytes,
            seconds: enclosure.seconds,
            state,
            here_bytes: if state == EnclosureState::Here {
                enclosure.bytes.unwrap_or_default()
            } else {
                enclosure.begun_bytes
            },
            problem: enclosure.problem.clone(),
            address: enclosure.asset.as_ref().map(|asset| format!("{}/original", self.address_of(asset))),
        }
    }
}
