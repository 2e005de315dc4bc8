//! The front page, and the pages of sections, publications, folders, starred articles and whatever else is kept.

use broadsheet_engine::{Place, Unread};
use broadsheet_model::{ArticleId, FeedId, PublicationId, Section};
use jiff::Timestamp;

pub use broadsheet_engine::Shelf;

use crate::error::ApiError;
use crate::folders;
use crate::library::Library;
use crate::views::{ArticlePage, FrontPage};

/// Articles on one page of a long list.
pub(crate) const PAGE: u32 = 40;

/// The front page. With `unread_since`, only of what was unread at that time, in milliseconds since 1970: what is opened while it
/// is shown stays in its place.
///
/// # Errors
/// The time is malformed, or the library cannot be read.
pub async fn front(library: &Library, unread_since: Option<i64>) -> Result<FrontPage, ApiError> {
    let unread = read_unread(unread_since)?;
    let page = library.engine.front_page(unread).await?;
    let sections = page.sections.iter().flat_map(|section| &section.articles);
    let stories = page.trending.iter().map(|story| &story.card);
    library.engine.shows(page.lead.iter().chain(sections).chain(stories).map(|card| card.id).collect());
    Ok(library.front_page(&page))
}

/// A page of a section, from behind `after`. With `unread_since`, only what was unread at that time, in milliseconds since
/// 1970: what is opened while a list is shown stays on it.
///
/// # Errors
/// `after` or the time is malformed, or the library cannot be read.
pub async fn section(
    library: &Library,
    section: Section,
    unread_since: Option<i64>,
    after: Option<&str>,
) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Section(section), read_unread(unread_since)?, after, PAGE).await
}

/// A page of a publication, from behind `after`. With `unread_since`, only what was unread at that time, in milliseconds
/// since 1970.
///
/// # Errors
/// There is no such publication, `after` or the time is malformed, or the library cannot be read.
pub async fn publication(
    library: &Library,
    id: PublicationId,
    unread_since: Option<i64>,
    after: Option<&str>,
) -> Result<ArticlePage, ApiError> {
    let publication = library.engine.library(move |library| library.publication(id)).await?;
    let mut page = page(library, Shelf::Publication(id), read_unread(unread_since)?, after, PAGE).await?;
    page.title = publication.name.clone();
    page.publication = Some(library.publication(&publication));
    Ok(page)
}

/// A page of what the sources in a folder brought, or in the folders within it, from behind `after`. With `unread_since`, only what
/// was unread at that time, in milliseconds since 1970.
///
/// # Errors
/// There is no such folder, `after` or the time is malformed, or the library cannot be read.
pub async fn folder(
    library: &Library,
    folder: &str,
    unread_since: Option<i64>,
    after: Option<&str>,
) -> Result<ArticlePage, ApiError> {
    let shelf = shelf_of_folder(library, folder).await?;
    page(library, shelf, read_unread(unread_since)?, after, PAGE).await
}

/// A page of what a source brought, from behind `after`. With `unread_since`, only what was unread at that time, in milliseconds
/// since 1970.
///
/// # Errors
/// There is no such source, `after` or the time is malformed, or the library cannot be read.
pub async fn source(
    library: &Library,
    id: FeedId,
    unread_since: Option<i64>,
    after: Option<&str>,
) -> Result<ArticlePage, ApiError> {
    let title = library.engine.library(move |library| library.feed(id)).await?.title;
    let page = page(library, Shelf::Sources(vec![id]), read_unread(unread_since)?, after, PAGE).await?;
    Ok(ArticlePage { title, ..page })
}

/// A page of the starred articles, from behind `after`.
///
/// # Errors
/// `after` is malformed, or the library cannot be read.
pub async fn starred(library: &Library, after: Option<&str>) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Starred, None, after, PAGE).await
}

/// A page of everything that is kept for good, what was kept last first, from behind `after`.
///
/// # Errors
/// `after` is malformed, or the library cannot be read.
pub async fn saved(library: &Library, after: Option<&str>) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Kept, None, after, PAGE).await
}

/// What the sources in a folder brought, or in the folders within it.
///
/// # Errors
/// There is no such folder, or the library cannot be read.
pub async fn shelf_of_folder(library: &Library, folder: &str) -> Result<Shelf, ApiError> {
    Ok(Shelf::Folder(folders::meant(library, folder).await?))
}

/// The first articles of a shelf, or of what is unread of it, at most `limit`.
///
/// # Errors
/// The library cannot be read.
pub async fn newest(library: &Library, shelf: Shelf, unread: bool, limit: u32) -> Result<ArticlePage, ApiError> {
    page(library, shelf, unread.then(Unread::default), None, limit).await
}

async fn page(
    library: &Library,
    shelf: Shelf,
    unread: Option<Unread>,
    after: Option<&str>,
    limit: u32,
) -> Result<ArticlePage, ApiError> {
    let title = match &shelf {
        Shelf::Section(section) => section.label(),
        Shelf::Folder(folder) => folder.name(),
        Shelf::Starred => "Starred",
        Shelf::Kept => "Saved",
        Shelf::Everything | Shelf::Publication(_) | Shelf::Sources(_) => "Everything",
    }
    .to_owned();
    let after = after.map(read_place).transpose()?;
    let is_first = after.is_none();
    let found = library.engine.library(move |library| library.shelf_page(shelf, unread, after, limit)).await?;
    if is_first {
        library.engine.shows(found.cards.iter().map(|card| card.id).collect());
    }
    Ok(ArticlePage {
        title,
        publication: None,
        articles: library.cards(&found.cards),
        next: found.next.map(write_place),
        total: found.total,
        through: found.through,
    })
}

fn read_unread(since: Option<i64>) -> Result<Option<Unread>, ApiError> {
    let Some(since) = since else { return Ok(None) };
    let since = Timestamp::from_millisecond(since)
        .map_err(|_| ApiError::invalid("This is no time.", "Start again from the top of the list."))?;
    Ok(Some(Unread { or_opened_since: Some(since) }))
}

fn write_place(place: Place) -> String {
    format!("{}:{}", place.sorted_at, place.article)
}

fn read_place(text: &str) -> Result<Place, ApiError> {
    text.split_once(':')
        .and_then(|(at, id)| Some(Place { sorted_at: at.parse().ok()?, article: ArticleId(id.parse().ok()?) }))
        .ok_or_else(|| ApiError::invalid("This is no place in a list.", "Start again from the top of the list."))
}
