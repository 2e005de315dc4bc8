//! One article: reading it, and what the reader does with it.

use broadsheet_engine::Shelf;
use broadsheet_model::{ArticleId, FeedId, FeedbackId, PublicationId, Section};
use jiff::Timestamp;
use serde::Serialize;

use crate::error::ApiError;
use crate::library::Library;
use crate::paper;
use crate::views::{ArticleCard, ArticleView, FeedbackKind};

/// Everything on an article's page. The article counts as opened from now on.
///
/// # Errors
/// There is no such article, or the library cannot be read.
pub async fn open(library: &Library, article: ArticleId) -> Result<ArticleView, ApiError> {
    Ok(library.article(&library.engine.open_article(article).await?))
}

/// Everything on an article's page, without opening it.
///
/// # Errors
/// There is no such article, or the library cannot be read.
pub async fn view(library: &Library, article: ArticleId) -> Result<ArticleView, ApiError> {
    Ok(library.article(&library.engine.article(article).await?))
}

/// A page as its publisher sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPage {
    /// The address that answered.
    pub url: String,
    /// The page, decoded. **Hostile.**
    pub html: String,
}

/// Fetches a page and keeps nothing of it, for a look at how it is read.
///
/// # Errors
/// It is no address, or the page cannot be had.
pub async fn page_as_sent(library: &Library, address: &str) -> Result<SentPage, ApiError> {
    let (html, url) = library.engine.page_as_sent(address).await?;
    Ok(SentPage { url, html })
}

/// The article that a link leads to, where its whole text is in the library.
///
/// # Errors
/// The library cannot be read.
pub async fn at(library: &Library, address: &str) -> Result<Option<ArticleId>, ApiError> {
    Ok(library.engine.article_at(address).await?)
}

/// The text of an article, one paragraph a line.
///
/// # Errors
/// The library cannot be read.
pub async fn plain_text(library: &Library, article: ArticleId) -> Result<String, ApiError> {
    let (_, body) = library.engine.library(move |library| library.body(article)).await?;
    Ok(body)
}

/// Marks an article as opened, or as not.
///
/// # Errors
/// There is no such article, or the library cannot be written.
pub async fn set_read(library: &Library, article: ArticleId, read: bool) -> Result<ArticleCard, ApiError> {
    let now = Timestamp::now();
    library.engine.library(move |library| library.set_read(article, read, now)).await?;
    card(library, article).await
}

/// Keeps where the reader leaves an article: how many letters of its body stand above, white space not counted; `None` at its
/// beginning or end.
///
/// # Errors
/// There is no such article, or the library cannot be written.
pub async fn set_place(library: &Library, article: ArticleId, place: Option<u32>) -> Result<(), ApiError> {
    Ok(library.engine.library(move |library| library.set_place(article, place)).await?)
}

/// Articles that were marked as opened together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MarkedRead {
    /// How many.
    pub articles: u32,
    /// When, in milliseconds since 1970: by this they can be marked as not opened again.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub at: i64,
}

/// Marks all articles as opened that were there when the front page was set ([`crate::FrontPage`]'s `through`).
///
/// # Errors
/// The library cannot be written.
pub async fn mark_paper_read(library: &Library, through: ArticleId) -> Result<MarkedRead, ApiError> {
    mark_all_read(library, Shelf::Everything, Some(through)).await
}

/// Marks the articles of a section as opened that were there when it was listed ([`crate::ArticlePage`]'s `through`): what has come
/// since nobody has seen.
///
/// # Errors
/// The library cannot be written.
pub async fn mark_section_read(
    library: &Library,
    section: Section,
    through: ArticleId,
) -> Result<MarkedRead, ApiError> {
    mark_all_read(library, Shelf::Section(section), Some(through)).await
}

/// Marks what came into the library after an article as opened, of what was there when it was listed.
///
/// # Errors
/// The library cannot be written.
pub async fn mark_new_read(library: &Library, article: ArticleId, through: ArticleId) -> Result<MarkedRead, ApiError> {
    mark_all_read(library, Shelf::CameAfter(article), Some(through)).await
}

/// Marks the articles of a publication as opened that were there when it was listed.
///
/// # Errors
/// The library cannot be written.
pub async fn mark_publication_read(
    library: &Library,
    publication: PublicationId,
    through: ArticleId,
) -> Result<MarkedRead, ApiError> {
    mark_all_read(library, Shelf::Publication(publication), Some(through)).await
}

/// Marks as opened what the sources in a folder brought, or in the folders within it, and was there when it was listed.
///
/// # Errors
/// There is no such folder, or the library cannot be written.
pub async fn mark_folder_read(library: &Library, folder: &str, through: ArticleId) -> Result<MarkedRead, ApiError> {
    mark_all_read(library, paper::shelf_of_folder(library, folder).await?, Some(through)).await
}

/// Marks as opened what sources brought and was there when it was listed; without `through`, all that is there now.
///
/// # Errors
/// The library cannot be written.
pub async fn mark_sources_read(
    library: &Library,
    sources: Vec<FeedId>,
    through: Option<ArticleId>,
) -> Result<MarkedRead, ApiError> {
    mark_all_read(library, Shelf::Sources(sources), through).await
}

/// Marks the articles of a shelf as opened that were there when it was listed; without `through`, all that are there now.
///
/// # Errors
/// The library cannot be written.
pub async fn mark_all_read(
    library: &Library,
    shelf: Shelf,
    through: Option<ArticleId>,
) -> Result<MarkedRead, ApiError> {
    let now = Timestamp::now();
    let marked = library.engine.library(move |library| library.mark_all_read(shelf, through, now)).await?;
    Ok(MarkedRead { articles: u32::try_from(marked).unwrap_or(u32::MAX), at: now.as_millisecond() })
}

/// Marks articles as not opened again that were marked together, by when that was. Answers how many.
///
/// # Errors
/// It is no time, or the library cannot be written.
pub async fn take_back_read(library: &Library, at: i64) -> Result<u32, ApiError> {
    let at = Timestamp::from_millisecond(at)
        .map_err(|_| ApiError::invalid("This is no time.", "Give the number that came when they were marked."))?;
    let marked = library.engine.library(move |library| library.take_back_read(at)).await?;
    Ok(u32::try_from(marked).unwrap_or(u32::MAX))
}

/// Stars an article, or takes the star off.
///
/// # Errors
/// There is no such article, or the library cannot be written.
pub async fn set_starred(library: &Library, article: ArticleId, starred: bool) -> Result<ArticleCard, ApiError> {
    let now = Timestamp::now();
    library.engine.library(move |library| library.set_starred(article, starred, now)).await?;
    card(library, article).await
}

/// Saves the page behind an address for good. With `allow_private` the reader agreed to go to its host, from now on, although that
/// lies in a private network.
///
/// # Errors
/// The address makes no sense or does not answer, there is no article behind it, or the library cannot be written.
pub async fn save_page(library: &Library, address: &str, allow_private: bool) -> Result<ArticleCard, ApiError> {
    let article = match library.engine.save_page(address).await {
        Err(error) if allow_private && library.engine.allow_refused(address, &error).await? => {
            library.engine.save_page(address).await
        }
        saved => saved,
    };
    card(library, article?).await
}

/// What came of saving one of several pages.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedPage {
    /// The address as given.
    pub address: String,
    /// The article; `null` where it could not be saved.
    pub article: Option<ArticleCard>,
    /// Why it could not be saved.
    pub error: Option<ApiError>,
}

/// Saves the pages behind several addresses for good, many at once, and answers in their order. One that cannot be saved
/// does not keep the others from it.
///
/// # Errors
/// The library cannot be written.
pub async fn save_pages(library: &Library, addresses: Vec<String>) -> Result<Vec<SavedPage>, ApiError> {
    let mut saved = Vec::with_capacity(addresses.len());
    for (address, outcome) in library.engine.save_pages(addresses).await? {
        saved.push(match outcome {
            Ok(article) => SavedPage { address, article: Some(card(library, article).await?), error: None },
            Err(error) => SavedPage { address, article: None, error: Some(error.into()) },
        });
    }
    Ok(saved)
}

/// Fetches what an article lacks.
///
/// # Errors
/// There is no such article, its page cannot be had, or the library cannot be written.
pub async fn complete(library: &Library, article: ArticleId) -> Result<ArticleView, ApiError> {
    library.engine.complete(article).await?;
    view(library, article).await
}

/// Notes what is wrong with an article and acts upon it.
///
/// # Errors
/// The detail does not fit the kind, there is no such article, or the library cannot be written.
pub async fn give_feedback(
    library: &Library,
    article: ArticleId,
    kind: FeedbackKind,
    detail: Option<&str>,
) -> Result<ArticleView, ApiError> {
    match kind {
        FeedbackKind::WrongSection => {
            let section = detail.and_then(Section::from_key).ok_or_else(|| {
                ApiError::invalid("The right section is not named.", "Choose the section that the article belongs to.")
            })?;
            library.engine.correct_section(article, section).await?;
        }
        FeedbackKind::TextMissing => library.engine.report_missing(article, "text_missing").await?,
        FeedbackKind::PictureMissing => library.engine.report_missing(article, "picture_missing").await?,
        FeedbackKind::UnrelatedStory => {
            let other = detail.and_then(|id| id.parse().ok()).map(ArticleId).ok_or_else(|| {
                ApiError::invalid(
                    "The unrelated article is not named.",
                    "Choose the article that does not belong here.",
                )
            })?;
            library.engine.report_unrelated(article, other).await?;
        }
    }
    view(library, article).await
}

/// Takes feedback back and undoes what it did.
///
/// # Errors
/// There is none with this id, or the library cannot be written.
pub async fn withdraw_feedback(
    library: &Library,
    article: ArticleId,
    feedback: FeedbackId,
) -> Result<ArticleView, ApiError> {
    library.engine.withdraw_feedback(article, feedback).await?;
    view(library, article).await
}

async fn card(library: &Library, article: ArticleId) -> Result<ArticleCard, ApiError> {
    let card = library.engine.library(move |library| library.card(article)).await?;
    Ok(library.card(&card))
}
