//! The same done with many articles at once, as with those that the reader chose on a list, and taken back.

use broadsheet_engine::{Before, Deed as Done, Shelf};
use broadsheet_model::{ArticleId, FeedId, ListId, PublicationId, Section};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::library::Library;
use crate::paper::{self, Listing};

/// A long list of articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Listed {
    /// A section's.
    Section {
        /// The section.
        section: Section,
    },
    /// A publication's.
    Publication {
        /// The publication.
        publication: PublicationId,
    },
    /// What the sources in a folder brought.
    Folder {
        /// The way to it.
        folder: String,
    },
    /// What a source brought.
    Source {
        /// The source.
        source: FeedId,
    },
    /// What came into the library after an article.
    CameAfter {
        /// The article.
        article: ArticleId,
    },
    /// What is starred.
    Starred,
    /// Everything that is kept for good.
    Saved,
}

/// What is done with many articles at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Deed {
    /// They are marked as opened, or as not.
    Read {
        /// As opened.
        read: bool,
    },
    /// They are starred, or their stars taken away.
    Starred {
        /// They are starred.
        starred: bool,
    },
    /// They are put at the end of a list, or taken off it.
    Listed {
        /// The list.
        list: ListId,
        /// They are put on it.
        listed: bool,
    },
}

/// How an article stood before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WasSo {
    /// The article.
    pub article: ArticleId,
    /// When it had been opened or starred, or put on the list, in milliseconds since 1970.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub at: Option<i64>,
    /// Its place on the list that it was taken off.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub position: Option<i64>,
}

/// What was done with many articles, by which it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ManyDone {
    /// When, in milliseconds since 1970.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub at: i64,
    /// How those stood that were changed by it; the others were so already.
    pub before: Vec<WasSo>,
}

/// Every article of a list, in its order, of those that were there when it was shown ([`crate::ArticlePage`]'s `through`).
///
/// # Errors
/// There is no such folder, the time is malformed, or the library cannot be read.
pub async fn all_of(
    library: &Library,
    listed: Listed,
    listing: Listing,
    through: ArticleId,
) -> Result<Vec<ArticleId>, ApiError> {
    let shelf = match listed {
        Listed::Section { section } => Shelf::Section(section),
        Listed::Publication { publication } => Shelf::Publication(publication),
        Listed::Folder { folder } => paper::shelf_of_folder(library, &folder).await?,
        Listed::Source { source } => Shelf::Sources(vec![source]),
        Listed::CameAfter { article } => Shelf::CameAfter(article),
        Listed::Starred => Shelf::Starred,
        Listed::Saved => Shelf::Kept,
    };
    let (unread, order) = paper::wanted(listing)?;
    Ok(library.engine.library(move |library| library.shelf_ids(order, &shelf, unread, through)).await?)
}

/// Does the same with many articles, all of them or none.
///
/// # Errors
/// There is no such list, or the library cannot be written.
pub async fn do_with(library: &Library, articles: Vec<ArticleId>, deed: Deed) -> Result<ManyDone, ApiError> {
    let now = Timestamp::now();
    let before = library.engine.library(move |library| library.do_with_many(&articles, done(deed), now)).await?;
    let before = before.into_iter().map(|Before { article, at, position }| WasSo {
        article,
        at: at.map(Timestamp::as_millisecond),
        position,
    });
    Ok(ManyDone { at: now.as_millisecond(), before: before.collect() })
}

/// Takes back what was done with many articles: each stands as it did before. What was done with one of them since stays. Answers
/// how many were changed by that.
///
/// # Errors
/// A time is malformed, the list is not there any more, or the library cannot be written.
pub async fn take_back(library: &Library, deed: Deed, what: ManyDone) -> Result<u32, ApiError> {
    let at = read_time(what.at)?;
    let before = what
        .before
        .into_iter()
        .map(|WasSo { article, at, position }| Ok(Before { article, at: at.map(read_time).transpose()?, position }));
    let before: Vec<Before> = before.collect::<Result<_, ApiError>>()?;
    let changed = library.engine.library(move |library| library.take_back_from_many(done(deed), at, &before)).await?;
    Ok(u32::try_from(changed).unwrap_or(u32::MAX))
}

fn done(deed: Deed) -> Done {
    match deed {
        Deed::Read { read } => Done::Read(read),
        Deed::Starred { starred } => Done::Starred(starred),
        Deed::Listed { list, listed } => Done::Listed(list, listed),
    }
}

fn read_time(millis: i64) -> Result<Timestamp, ApiError> {
    Timestamp::from_millisecond(millis)
        .map_err(|_| ApiError::invalid("This is no time.", "Give the number that came when it was done."))
}
