//! Search.

use broadsheet_engine::tools;

use crate::error::ApiError;
use crate::library::Library;
use crate::views::{SearchHit, SearchResults};

/// Hits on one page.
const PAGE: u32 = 20;

/// A page of what a search finds, from behind `after`.
///
/// # Errors
/// `after` is malformed, or the library cannot be read.
pub async fn search(library: &Library, query: &str, after: Option<&str>) -> Result<SearchResults, ApiError> {
    let from: u32 = match after {
        None => 0,
        Some(place) => place.parse().map_err(|_| {
            ApiError::invalid("This is no place in the results.", "Start again from the top of the results.")
        })?,
    };
    // What a refresh has just listed is found too.
    if library.engine.library(|library| Ok(library.read_only().is_none())).await? {
        library.engine.digest().await?;
    }
    let typed = query.to_owned();
    let (found, cards, total) = library
        .engine
        .library(move |library| {
            let (hits, total) = library.search(&typed, from, PAGE)?;
            let ids: Vec<_> = hits.iter().map(|hit| hit.article).collect();
            Ok((hits, library.cards(&ids)?, total))
        })
        .await?;
    let hits: Vec<SearchHit> = found
        .iter()
        .filter_map(|hit| {
            let card = cards.iter().find(|card| card.id == hit.article)?;
            Some(SearchHit {
                article: library.card(card),
                snippet: tools::snippet(&hit.snippet),
                found_in: hit.found_in.to_owned(),
            })
        })
        .collect();
    let shown = from.saturating_add(PAGE);
    let next = (shown < total).then(|| shown.to_string());
    Ok(SearchResults { query: query.to_owned(), hits, next, total })
}
