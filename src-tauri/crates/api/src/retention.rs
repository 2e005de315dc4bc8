//! How long articles stay that the reader does not keep, how much room their pictures have, and what goes by that.

use broadsheet_engine::retention::{Going, Rules, SourceRules};
use broadsheet_model::{ArticleId, FeedId};
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::library::Library;
use crate::views::view;

/// Days of a rule, at most: a hundred years.
const MOST_DAYS: u32 = 36_525;

/// The rules of the library, or of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeepingRules {
    /// The source whose rules these are; `null` for those of the library.
    pub source: Option<FeedId>,
    /// Days since an article came in. `null` keeps everything; for a source it is as the library says, and 0 keeps everything.
    pub keep_days: Option<u32>,
    /// Bytes of pictures of articles that the reader does not keep; `null` for as many as they are.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub picture_budget: Option<u64>,
}

view! {
    /// An article that goes, or whose pictures do.
    pub struct GoingArticle {
        /// The article.
        pub article: ArticleId,
        /// Its headline.
        pub headline: String,
    }
}

view! {
    /// What goes by the rules. What the reader keeps never does.
    pub struct WhatGoes {
        /// Articles that go.
        pub articles: u32,
        /// Articles whose pictures go; their texts stay.
        pub pictures_of: u32,
        /// Bytes of the pictures that go.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        pub bytes: u64,
        /// The oldest of the articles that go.
        pub oldest_articles: Vec<GoingArticle>,
        /// The oldest of the articles whose pictures go.
        pub oldest_pictures_of: Vec<GoingArticle>,
    }
}

/// The rules of the library, and those of sources that have their own.
///
/// # Errors
/// The library cannot be read.
pub async fn rules(library: &Library) -> Result<Vec<KeepingRules>, ApiError> {
    let (own, sources) = library.engine.library(|library| Ok((library.rules()?, library.source_rules()?))).await?;
    let view = |source, rules: Rules| KeepingRules {
        source,
        keep_days: rules.keep_days,
        picture_budget: rules.picture_budget,
    };
    let sources = sources.into_iter().map(|source| view(Some(source.feed), source.rules));
    Ok(std::iter::once(view(None, own)).chain(sources).collect())
}

/// What would go now by these rules, before they are made; by those that are made where `rules` is absent.
///
/// # Errors
/// The rules make no sense, or the library cannot be read.
pub async fn preview(library: &Library, rules: Option<KeepingRules>) -> Result<WhatGoes, ApiError> {
    let going = match rules.map(checked).transpose()? {
        None => library.engine.preview_rules(None, None).await?,
        Some((Some(feed), rules)) => library.engine.preview_rules(None, Some(SourceRules { feed, rules })).await?,
        Some((None, rules)) => library.engine.preview_rules(Some(rules), None).await?,
    };
    Ok(what_goes(&going))
}

/// Makes rules. What goes by them goes with the next refresh, or when it is asked for.
///
/// # Errors
/// The rules make no sense, there is no such source, or the library cannot be written.
pub async fn set(library: &Library, rules: KeepingRules) -> Result<(), ApiError> {
    let (source, rules) = checked(rules)?;
    let set = move |library: &broadsheet_engine::Library| match source {
        Some(feed) => library.set_source_rules(SourceRules { feed, rules }),
        None => library.set_rules(rules),
    };
    Ok(library.engine.library(set).await?)
}

/// Lets go what goes by the rules; answers what went.
///
/// # Errors
/// A refresh is under way, which does it at its end, or the library cannot be written.
pub async fn trim(library: &Library) -> Result<WhatGoes, ApiError> {
    let leaving = library.engine.trim().await?;
    Ok(what_goes(&Going { leaving, ..Going::default() }))
}

fn checked(rules: KeepingRules) -> Result<(Option<FeedId>, Rules), ApiError> {
    let days_make_sense = rules.keep_days.is_none_or(|days| days <= MOST_DAYS && (days > 0 || rules.source.is_some()));
    if !days_make_sense {
        return Err(ApiError::invalid(
            "Articles cannot be kept for so many days.",
            "Name 1 to 36,525 days, or keep everything.",
        ));
    }
    Ok((rules.source, Rules { keep_days: rules.keep_days, picture_budget: rules.picture_budget }))
}

fn what_goes(going: &Going) -> WhatGoes {
    let count = |articles: &[ArticleId]| u32::try_from(articles.len()).unwrap_or(u32::MAX);
    let named = |articles: &[(ArticleId, String)]| {
        articles
            .iter()
            .map(|(article, headline)| GoingArticle { article: *article, headline: headline.clone() })
            .collect()
    };
    WhatGoes {
        articles: count(&going.leaving.articles),
        pictures_of: count(&going.leaving.pictures_of),
        bytes: going.leaving.bytes,
        oldest_articles: named(&going.articles),
        oldest_pictures_of: named(&going.pictures_of),
    }
}
