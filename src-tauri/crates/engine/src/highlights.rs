//! Passages that the reader highlights.

use broadsheet_model::{ArticleId, HighlightId, SafeHtml};
use broadsheet_sanitise::{Passage, Place};
use broadsheet_store::highlights::Highlight;
use jiff::Timestamp;

use crate::anchor;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::Event;

impl Engine {
    /// Highlights the words `quote` of an article's text, those nearest to where `near` letters (characters that are no white
    /// space) come before, and keeps the article for good. `None` where its text has no such words.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub async fn highlight(
        &self,
        article: ArticleId,
        quote: String,
        near: usize,
        note: String,
    ) -> Result<Option<HighlightId>, EngineError> {
        let (html, url) = self
            .library(move |library| {
                let (html, _) = library.body(article)?;
                Ok((html, library.card(article)?.url))
            })
            .await?;
        let found = self.compute(move || {
            let shown = broadsheet_sanitise::with_pictures(&html, Some(&url), &|_| Place::Shown);
            anchor::anchor(&broadsheet_sanitise::letters(&shown), &quote, near)
        });
        let Some(anchor) = found.await? else { return Ok(None) };
        let now = Timestamp::now();
        let made = self.library(move |library| library.highlight(article, &anchor, &note, now)).await?;
        self.tell(Event::Changed);
        Ok(Some(made))
    }
}

/// What is shown of an article, with its highlights marked, and for each highlight whether it was found there: the text may
/// have changed since.
#[must_use]
pub fn marked(html: &SafeHtml, highlights: &[Highlight]) -> (SafeHtml, Vec<bool>) {
    if highlights.is_empty() {
        return (html.clone(), Vec::new());
    }
    let letters = broadsheet_sanitise::letters(html);
    let places: Vec<_> = highlights.iter().map(|highlight| anchor::find(&letters, &highlight.anchor)).collect();
    let passages: Vec<Passage> = highlights
        .iter()
        .zip(&places)
        .filter_map(|(highlight, place)| Some(Passage { id: highlight.id.0, letters: place.clone()? }))
        .collect();
    (broadsheet_sanitise::marked(html, &passages), places.iter().map(Option::is_some).collect())
}
