//! The front page, and the pages of sections, publications, folders, starred articles and whatever else is kept.

use broadsheet_engine::{Order, Place, Unread};
use broadsheet_model::{ArticleId, FeedId, PublicationId, Section};
use jiff::Timestamp;

pub use broadsheet_engine::Shelf;

use crate::error::ApiError;
use crate::folders;
use crate::library::Library;
use crate::views::{ArticlePage, FrontPage};

/// Articles on one page of a long list.
pub(crate) const PAGE: u32 = 40;

/// What of a list is wanted, and in which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listing {
    /// Only what was unread at that time, in milliseconds since 1970: what is opened while a list is shown stays on it.
    pub unread_since: Option<i64>,
    /// The oldest articles come first.
    pub oldest_first: bool,
}

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

/// A page of a section, from behind `after`.
///
/// # Errors
/// `after` or the time is malformed, or the library cannot be read.
pub async fn section(
    library: &Library,
    section: Section,
    listing: Listing,
    after: Option<&str>,
) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Section(section), wanted(listing)?, after, PAGE).await
}

/// A page of a publication, from behind `after`.
///
/// # Errors
/// There is no such publication, `after` or the time is malformed, or the library cannot be read.
pub async fn publication(
    library: &Library,
    id: PublicationId,
    listing: Listing,
    after: Option<&str>,
) -> Result<ArticlePage, ApiError> {
    let publication = library.engine.library(move |library| library.publication(id)).await?;
    let mut page = page(library, Shelf::Publication(id), wanted(listing)?, after, PAGE).await?;
    page.title = publication.name.clone();
    page.publication = Some(library.publication(&publication));
    Ok(page)
}

/// A page of what the sources in a folder brought, or in the folders within it, from behind `after`.
///
/// # Errors
/// There is no such folder, `after` or the time is malformed, or the library cannot be read.
pub async fn folder(
    library: &Library,
    folder: &str,
    listing: Listing,
    after: Option<&str>,
) -> Result<ArticlePage, ApiError> {
    let shelf = shelf_of_folder(library, folder).await?;
    page(library, shelf, wanted(listing)?, after, PAGE).await
}

/// A page of what a source brought, from behind `after`.
///
/// # Errors
/// There is no such source, `after` or the time is malformed, or the library cannot be read.
pub async fn source(
    library: &Library,
    id: FeedId,
    listing: Listing,
    after: Option<&str>,
) -> Result<ArticlePage, ApiError> {
    let title = library.engine.library(move |library| library.feed(id)).await?.title;
    let page = page(library, Shelf::Sources(vec![id]), wanted(listing)?, after, PAGE).await?;
    Ok(ArticlePage { title, ..page })
}

/// A page of the starred articles, newest or oldest first, from behind `after`.
///
/// # Errors
/// `after` is malformed, or the library cannot be read.
pub async fn starred(library: &Library, oldest_first: bool, after: Option<&str>) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Starred, (None, order_of(oldest_first)), after, PAGE).await
}

/// A page of everything that is kept for good, what was kept last or first before the rest, from behind `after`.
///
/// # Errors
/// `after` is malformed, or the library cannot be read.
pub async fn saved(library: &Library, oldest_first: bool, after: Option<&str>) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Kept, (None, order_of(oldest_first)), after, PAGE).await
}

/// A page of what came into the library after an article, from behind `after`.
///
/// # Errors
/// `after` or the time is malformed, or the library cannot be read.
pub async fn came_after(
    library: &Library,
    article: ArticleId,
    listing: Listing,
    after: Option<&str>,
) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::CameAfter(article), wanted(listing)?, after, PAGE).await
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
    page(library, shelf, (unread.then(Unread::default), Order::NewestFirst), None, limit).await
}

async fn page(
    library: &Library,
    shelf: Shelf,
    (unread, order): (Option<Unread>, Order),
    after: Option<&str>,
    limit: u32,
) -> Result<ArticlePage, ApiError> {
    let title = match &shelf {
        Shelf::Section(section) => section.label(),
        Shelf::Folder(folder) => folder.name(),
        Shelf::Starred => "Starred",
        Shelf::Kept => "Saved",
        Shelf::CameAfter(_) => "New",
        Shelf::Everything | Shelf::Publication(_) | Shelf::Sources(_) => "Everything",
    }
    .to_owned();
    let after = after.map(read_place).transpose()?;
    let is_first = after.is_none();
    let found =
        library.engine.library(move |library| library.shelf_page_in(order, shelf, unread, after, limit)).await?;
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

fn order_of(oldest_first: bool) -> Order {
    if oldest_first { Order::OldestFirst } else { Order::NewestFirst }
}

pub(crate) fn wanted(listing: Listing) -> Result<(Option<Unread>, Order), ApiError> {
    Ok((read_unread(listing.unread_since)?, order_of(listing.oldest_first)))
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
