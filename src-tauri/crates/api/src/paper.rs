//! The front page, and the pages of sections, publications and starred articles.

use broadsheet_engine::{Card, Place, Shelf};
use broadsheet_model::{ArticleId, PublicationId, Section};

use crate::error::ApiError;
use crate::library::Library;
use crate::views::{ArticlePage, FrontPage};

/// Articles on one page of a long list.
pub(crate) const PAGE: u32 = 40;

/// The front page.
///
/// # Errors
/// The library cannot be read.
pub async fn front(library: &Library) -> Result<FrontPage, ApiError> {
    Ok(library.front_page(&library.engine.front_page().await?))
}

/// A page of a section, from behind `after`.
///
/// # Errors
/// `after` is malformed, or the library cannot be read.
pub async fn section(library: &Library, section: Section, after: Option<&str>) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Section(section), section.label().to_owned(), after, PAGE).await
}

/// A page of a publication, from behind `after`.
///
/// # Errors
/// There is no such publication, `after` is malformed, or the library cannot be read.
pub async fn publication(library: &Library, id: PublicationId, after: Option<&str>) -> Result<ArticlePage, ApiError> {
    let publication = library.engine.library(move |library| library.publication(id)).await?;
    let mut page = page(library, Shelf::Publication(id), publication.name.clone(), after, PAGE).await?;
    page.publication = Some(library.publication(&publication));
    Ok(page)
}

/// A page of the starred articles, from behind `after`.
///
/// # Errors
/// `after` is malformed, or the library cannot be read.
pub async fn starred(library: &Library, after: Option<&str>) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Starred, "Starred".to_owned(), after, PAGE).await
}

/// The newest articles of everything, at most `limit`.
///
/// # Errors
/// The library cannot be read.
pub async fn newest(library: &Library, limit: u32) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Everything, "Everything".to_owned(), None, limit).await
}

/// The newest articles of a section, at most `limit`.
///
/// # Errors
/// The library cannot be read.
pub async fn newest_in(library: &Library, section: Section, limit: u32) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Section(section), section.label().to_owned(), None, limit).await
}

/// The starred articles, at most `limit`.
///
/// # Errors
/// The library cannot be read.
pub async fn newest_starred(library: &Library, limit: u32) -> Result<ArticlePage, ApiError> {
    page(library, Shelf::Starred, "Starred".to_owned(), None, limit).await
}

async fn page(
    library: &Library,
    shelf: Shelf,
    title: String,
    after: Option<&str>,
    limit: u32,
) -> Result<ArticlePage, ApiError> {
    let after = after.map(read_place).transpose()?;
    let (cards, total) = library
        .engine
        .library(move |library| Ok((library.shelf(shelf, after, limit)?, library.shelf_total(shelf)?)))
        .await?;
    let full = u32::try_from(cards.len()).is_ok_and(|found| found == limit);
    let next = cards.last().filter(|_| full).map(write_place);
    Ok(ArticlePage { title, publication: None, articles: library.cards(&cards), next, total })
}

fn write_place(card: &Card) -> String {
    format!("{}:{}", card.sorted_at.as_millisecond(), card.id)
}

fn read_place(text: &str) -> Result<Place, ApiError> {
    text.split_once(':')
        .and_then(|(at, id)| Some(Place { sorted_at: at.parse().ok()?, article: ArticleId(id.parse().ok()?) }))
        .ok_or_else(|| ApiError::invalid("This is no place in a list.", "Start again from the top of the list."))
}
