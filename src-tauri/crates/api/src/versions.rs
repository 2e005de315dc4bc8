//! The archived states of an article's text, and what changed between two of them.

use broadsheet_engine::versions::Kind;
use broadsheet_model::{ArticleId, VersionId};
use serde::Serialize;

use crate::error::ApiError;
use crate::library::Library;
use crate::views::view;

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// They stand in both.
    Same,
    /// They came.
    Inserted,
    /// They went.
    Deleted,
}

view! {
    /// Words that share a fate.
    pub struct ChangedWords {
        /// What became of them.
        pub kind: ChangeKind,
        /// The words, with the space around them.
        pub text: String,
    }
}

view! {
    /// Two archived states of an article's text, side by side.
    pub struct Comparison {
        /// The state that is compared from.
        pub older: VersionId,
        /// The state that is compared to.
        pub newer: VersionId,
        /// Headline, standfirst and paragraphs, each as its words.
        pub paragraphs: Vec<Vec<ChangedWords>>,
    }
}

/// What changed from one version of an article to another, word by word.
///
/// # Errors
/// The article has no such version, or the library cannot be read.
pub async fn compare(
    library: &Library,
    article: ArticleId,
    older: VersionId,
    newer: VersionId,
) -> Result<Comparison, ApiError> {
    let paragraphs = library.engine.compare(article, older, newer).await?;
    let words = |(kind, text)| ChangedWords {
        kind: match kind {
            Kind::Same => ChangeKind::Same,
            Kind::Inserted => ChangeKind::Inserted,
            Kind::Deleted => ChangeKind::Deleted,
        },
        text,
    };
    let paragraphs = paragraphs.into_iter().map(|paragraph| paragraph.into_iter().map(words).collect()).collect();
    Ok(Comparison { older, newer, paragraphs })
}
