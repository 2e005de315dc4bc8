//! Passages that the reader highlighted, and what they wrote beside them.

use broadsheet_model::{ArticleId, HighlightId};
use jiff::Timestamp;
use serde::Serialize;

use crate::articles;
use crate::error::ApiError;
use crate::library::Library;
use crate::quotations;
use crate::views::{ArticleView, view};

/// Characters of a passage, and of a note.
const LONGEST: usize = 8_000;

/// Highlights that are listed at once.
const PAGE: u32 = 100;

view! {
    /// A highlighted passage by itself.
    pub struct HighlightRow {
        /// Its id.
        pub id: HighlightId,
        /// The article that it stands in.
        pub article: ArticleId,
        /// Its words.
        pub quote: String,
        /// What the reader wrote beside it; empty where nothing.
        pub note: String,
        /// When it was highlighted.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        pub made_at: Timestamp,
        /// The headline of its article.
        pub headline: String,
        /// The address of its article.
        pub url: String,
        /// The publication that it is from.
        pub publication: String,
    }
}

view! {
    /// Highlighted passages of all articles, newest first.
    pub struct HighlightsPage {
        /// How many there are in all.
        pub total: u32,
        /// Some of them.
        pub highlights: Vec<HighlightRow>,
        /// The id after which the next ones come; `null` at the end.
        pub next: Option<HighlightId>,
    }
}

/// Highlights words of an article's text, with a note or without, and keeps the article for good. `near` says how many
/// letters (characters that are no white space) come before them, since they may stand there more than once.
///
/// # Errors
/// The article has no such words, they or the note are too long, there is no such article, or the library cannot be written.
pub async fn add(
    library: &Library,
    article: ArticleId,
    quote: &str,
    near: u32,
    note: &str,
) -> Result<ArticleView, ApiError> {
    if quote.chars().count() > LONGEST {
        return Err(ApiError::invalid("This passage is too long to be highlighted.", "Highlight a part of it."));
    }
    let note = checked(note)?;
    let near = usize::try_from(near).unwrap_or(usize::MAX);
    let made = library.engine.highlight(article, quote.to_owned(), near, note).await?;
    if made.is_none() {
        return Err(ApiError::invalid(
            "These words do not stand in the article's text.",
            "Highlight words of its text, as they stand there.",
        ));
    }
    articles::view(library, article).await
}

/// Writes another note beside a passage.
///
/// # Errors
/// The note is too long, there is no such passage, or the library cannot be written.
pub async fn note(library: &Library, highlight: HighlightId, note: &str) -> Result<ArticleView, ApiError> {
    let note = checked(note)?;
    let article = library.engine.library(move |library| library.set_highlight_note(highlight, &note)).await?;
    articles::view(library, article).await
}

/// Takes a highlight away, with its note.
///
/// # Errors
/// There is no such passage, or the library cannot be written.
pub async fn remove(library: &Library, highlight: HighlightId) -> Result<ArticleView, ApiError> {
    let article = library.engine.library(move |library| library.remove_highlight(highlight)).await?;
    articles::view(library, article).await
}

/// The passages of all articles that say all of some words, newest first, from those after `after` on; without words, all of them.
///
/// # Errors
/// The library cannot be read.
pub async fn all(library: &Library, words: &str, after: Option<HighlightId>) -> Result<HighlightsPage, ApiError> {
    let words = words.trim().to_owned();
    let (found, total) = library.engine.library(move |library| library.all_highlights(&words, after, PAGE)).await?;
    let next = found.last().filter(|_| found.len() == PAGE as usize).map(|last| last.highlight.id);
    let highlights = found
        .into_iter()
        .map(|found| HighlightRow {
            id: found.highlight.id,
            article: found.highlight.article,
            quote: found.highlight.anchor.quote,
            note: found.highlight.note,
            made_at: found.highlight.made_at,
            headline: found.headline,
            url: found.url,
            publication: found.publication,
        })
        .collect();
    Ok(HighlightsPage { total, highlights, next })
}

/// All passages as Markdown: quotations under the headlines of their articles, with the notes below them.
///
/// # Errors
/// The library cannot be read.
pub async fn markdown(library: &Library) -> Result<(String, usize), ApiError> {
    let mut page = all(library, "", None).await?;
    let mut rows = std::mem::take(&mut page.highlights);
    while let Some(next) = page.next {
        page = all(library, "", Some(next)).await?;
        rows.append(&mut page.highlights);
    }
    Ok((quotations::markdown(&rows), rows.len()))
}

fn checked(note: &str) -> Result<String, ApiError> {
    if note.chars().count() > LONGEST {
        return Err(ApiError::invalid("This note is too long.", "Write less than 8,000 characters."));
    }
    Ok(note.trim().to_owned())
}
