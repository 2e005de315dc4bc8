//! Search.

use broadsheet_engine::{MARK_END, MARK_START, SearchOrder, tools};
use jiff::Timestamp;

use crate::error::ApiError;
use crate::library::Library;
use crate::views::{FoundPart, SearchHit, SearchResults};

/// Hits on one page.
const PAGE: u32 = 20;

/// A page of what a search finds, best or newest first, from behind `after`.
///
/// # Errors
/// `after` is malformed, or the library cannot be read.
pub async fn search(
    library: &Library,
    query: &str,
    newest_first: bool,
    after: Option<&str>,
) -> Result<SearchResults, ApiError> {
    let order = if newest_first { SearchOrder::Newest } else { SearchOrder::Best };
    let (from, at) = match after {
        None => (0, Timestamp::now()),
        Some(place) => place_of(place).ok_or_else(|| {
            ApiError::invalid("This is no place in the results.", "Start again from the top of the results.")
        })?,
    };
    // What a refresh has just listed is found too.
    if library.engine.library(|library| Ok(library.read_only().is_none())).await? {
        library.engine.digest().await?;
    }
    let typed = query.to_owned();
    let (found, cards) = library
        .engine
        .library(move |library| {
            let found = library.search_at(&typed, at, order, from, PAGE)?;
            let ids: Vec<_> = found.hits.iter().map(|hit| hit.article).collect();
            let cards = library.cards(&ids)?;
            Ok((found, cards))
        })
        .await?;
    let hits: Vec<SearchHit> = found
        .hits
        .iter()
        .filter_map(|hit| {
            let card = cards.iter().find(|card| card.id == hit.article)?;
            Some(SearchHit {
                article: library.card(card),
                snippet: tools::snippet(&hit.snippet),
                found_in: hit.found_in.to_owned(),
                headline: hit.headline.as_deref().map(parts).unwrap_or_default(),
            })
        })
        .collect();
    let shown = from.saturating_add(PAGE);
    let next = (shown < found.total).then(|| format!("{shown}@{}", at.as_millisecond()));
    Ok(SearchResults { query: query.to_owned(), hits, next, total: found.total, is_cut: found.is_cut })
}

/// How many hits came before, and when the first of them were asked for.
fn place_of(place: &str) -> Option<(u32, Timestamp)> {
    let (from, at) = place.split_once('@')?;
    Some((from.parse().ok()?, Timestamp::from_millisecond(at.parse().ok()?).ok()?))
}

/// A text with marks, part by part.
fn parts(marked: &str) -> Vec<FoundPart> {
    let mut parts = Vec::new();
    let mut add = |text: &str, found| {
        if !text.is_empty() {
            parts.push(FoundPart { text: text.to_owned(), found });
        }
    };
    for (at, piece) in marked.split(MARK_START).enumerate() {
        match piece.split_once(MARK_END).filter(|_| at > 0) {
            Some((found, rest)) => {
                add(found, true);
                add(rest, false);
            }
            None => add(piece, false),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_parted_where_its_words_were_found() {
        let told = |marked: &str| -> Vec<(String, bool)> {
            parts(marked).into_iter().map(|part| (part.text, part.found)).collect()
        };
        let said = |text: &str, found| (text.to_owned(), found);
        let marked = format!("{MARK_START}Salt{MARK_END} holds the {MARK_START}wind{MARK_END}");
        assert_eq!(told(&marked), [said("Salt", true), said(" holds the ", false), said("wind", true)]);
        assert_eq!(told("Salt"), [said("Salt", false)]);
    }
}
