//! What of the kept articles can be read without a network, what is missing and why, and completing it.

use broadsheet_engine::offline;
use broadsheet_model::{ArticleId, ListId};
use serde::{Deserialize, Serialize};

use crate::convert::why_text_is_missing;
use crate::error::ApiError;
use crate::library::Library;
use crate::views::{ArticleView, view};

/// Articles of which something is missing that are named one by one.
const MOST_NAMED: u32 = 500;

/// Which of the articles that the reader keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Keeping {
    /// Those of a reading list.
    List {
        /// The list.
        list: ListId,
    },
    /// Those that are starred.
    Starred,
    /// Those that were saved by their address.
    Saved,
    /// All of them.
    All,
}

view! {
    /// How the kept articles stand.
    pub struct OfflineReport {
        /// Articles.
        pub articles: u32,
        /// Articles that can be read without a network.
        pub ready: u32,
        /// Bytes on disk, each file counted once.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        pub bytes: u64,
        /// Pictures that are missing.
        pub pictures_missing: u32,
        /// Articles whose text is not whole.
        pub texts_missing: u32,
        /// The articles of which something is missing; the first five hundred.
        pub gaps: Vec<Gap>,
    }
}

view! {
    /// An article of which something is missing.
    pub struct Gap {
        /// The article.
        pub article: ArticleId,
        /// Its headline.
        pub headline: String,
        /// What is missing and why, in words, one entry a thing.
        pub missing: Vec<String>,
    }
}

view! {
    /// What came of completing the kept articles.
    pub struct Completed {
        /// Articles that were asked for.
        pub tried: u32,
        /// How they stand now.
        pub report: OfflineReport,
    }
}

/// How the kept articles stand.
///
/// # Errors
/// There is no such list, or the library cannot be read.
pub async fn report(library: &Library, keeping: Keeping) -> Result<OfflineReport, ApiError> {
    let standing = library
        .engine
        .library(move |library| {
            if let Keeping::List { list } = keeping {
                library.list(list)?;
            }
            library.standing(of(keeping), MOST_NAMED)
        })
        .await?;
    let gaps = standing.gaps.into_iter().map(|gap| {
        let text = why_text_is_missing(gap.text_state, gap.text_note.as_deref());
        Gap {
            article: gap.article,
            headline: gap.headline,
            missing: text.into_iter().chain(pictures(&gap.pictures)).collect(),
        }
    });
    Ok(OfflineReport {
        articles: standing.articles,
        ready: standing.ready,
        bytes: standing.bytes,
        pictures_missing: standing.pictures_missing,
        texts_missing: standing.texts_missing,
        gaps: gaps.collect(),
    })
}

/// Fetches what the kept articles lack, and nothing else. What cannot be had is in the answer, with the reason.
///
/// # Errors
/// There is no such list, or the library cannot be written.
pub async fn complete(library: &Library, keeping: Keeping) -> Result<Completed, ApiError> {
    let done = library.engine.complete_all(of(keeping)).await?;
    Ok(Completed { tried: done.tried, report: report(library, keeping).await? })
}

/// Takes an article, and the pictures that it lacks, from the Internet Archive. What comes is a version that says so.
///
/// # Errors
/// There is no such article or no copy of it, the Archive does not answer, or the library cannot be written.
pub async fn complete_from_archive(library: &Library, article: ArticleId) -> Result<ArticleView, ApiError> {
    library.engine.complete_from_archive(article).await?;
    crate::articles::view(library, article).await
}

fn of(keeping: Keeping) -> offline::Keeping {
    match keeping {
        Keeping::List { list } => offline::Keeping::List(list),
        Keeping::Starred => offline::Keeping::Starred,
        Keeping::Saved => offline::Keeping::Saved,
        Keeping::All => offline::Keeping::All,
    }
}

/// Missing pictures in words: those that are missing for one reason stand together.
fn pictures(problems: &[Option<String>]) -> Vec<String> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for problem in problems {
        let why = problem.as_deref().unwrap_or("not fetched yet");
        match counted.iter_mut().find(|(known, _)| *known == why) {
            Some((_, count)) => *count += 1,
            None => counted.push((why, 1)),
        }
    }
    let words = |(why, count): (&str, usize)| match count {
        1 => format!("One picture: {why}."),
        many => format!("{many} pictures: {why}."),
    };
    counted.into_iter().map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_that_are_missing_for_one_reason_stand_together() {
        let gone = Some("the site answered 404".to_owned());
        assert_eq!(
            pictures(&[gone.clone(), None, gone]),
            ["2 pictures: the site answered 404.", "One picture: not fetched yet."]
        );
    }
}
