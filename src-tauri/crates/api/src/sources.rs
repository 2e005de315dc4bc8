//! Sources: finding, adding, watching and removing them.

use broadsheet_engine::{Feed, FoundFeed, ImportOutcome, TextFrom};
use broadsheet_model::FeedId;
use jiff::Timestamp;

use crate::error::ApiError;
use crate::library::Library;
use crate::views::{Discovery, FeedCandidate, ImportReport, ImportRow, SourceView, TextSource};

/// Headlines that a found feed shows.
const SAMPLE: usize = 3;

/// Every source, by name.
///
/// # Errors
/// The library cannot be read.
pub async fn all(library: &Library) -> Result<Vec<SourceView>, ApiError> {
    let (feeds, articles) =
        library.engine.library(|library| Ok((library.feeds()?, library.articles_of_feeds()?))).await?;
    let articles_of = |feed: &Feed| articles.get(&feed.id).copied().unwrap_or_default();
    Ok(feeds.iter().map(|feed| library.source(feed, articles_of(feed))).collect())
}

/// The feeds behind an address. With `allow_private` the reader agreed to go to a private network for it.
///
/// # Errors
/// The address makes no sense, does not answer, wants a login, or has nothing to follow.
pub async fn discover(library: &Library, address: &str, allow_private: bool) -> Result<Discovery, ApiError> {
    if allow_private {
        library.engine.allow_host_of(address).await?;
    }
    let (address, found) = library.engine.discover(address).await?;
    let known = library.engine.library(|library| library.feeds()).await?;
    Ok(Discovery { address, feeds: found.iter().map(|feed| candidate(feed, &known)).collect() })
}

/// Subscribes to a feed, or to the best feed of a site. What it holds is stored at once; the articles behind it come
/// with the next refresh.
///
/// # Errors
/// The address is no feed or does not answer, or the library cannot be written.
pub async fn subscribe(library: &Library, address: &str) -> Result<SourceView, ApiError> {
    let (id, _) = library.engine.subscribe(address).await?;
    one(library, id).await
}

/// One source.
///
/// # Errors
/// There is none with this id, or the library cannot be read.
pub async fn one(library: &Library, id: FeedId) -> Result<SourceView, ApiError> {
    let (feed, articles) =
        library.engine.library(move |library| Ok((library.feed(id)?, library.articles_of_feeds()?))).await?;
    Ok(library.source(&feed, articles.get(&id).copied().unwrap_or_default()))
}

/// Says where the texts of a source's articles are to be taken from; without a choice Broadsheet decides.
///
/// # Errors
/// There is no such source, or the library cannot be written.
pub async fn take_texts_from(library: &Library, id: FeedId, from: Option<TextSource>) -> Result<SourceView, ApiError> {
    let from = from.map(|from| match from {
        TextSource::Page => TextFrom::Page,
        TextSource::Feed => TextFrom::Feed,
    });
    let now = Timestamp::now();
    library.engine.library(move |library| library.set_text_from(id, from, now)).await?;
    library.engine.tell_changed();
    one(library, id).await
}

/// Ends a subscription. Its articles stay.
///
/// # Errors
/// There is no such source, or the library cannot be written.
pub async fn unsubscribe(library: &Library, id: FeedId) -> Result<(), ApiError> {
    let now = Timestamp::now();
    library.engine.library(move |library| library.unsubscribe(id, now)).await?;
    library.engine.tell_changed();
    Ok(())
}

/// Subscribes to everything that an OPML document names.
///
/// # Errors
/// The document is no list of subscriptions, or the library cannot be written.
pub async fn import_opml(library: &Library, document: &str) -> Result<ImportReport, ApiError> {
    let rows = library.engine.import_opml(document).await?;
    let count = |wanted: fn(&ImportOutcome) -> bool| {
        u32::try_from(rows.iter().filter(|row| wanted(&row.outcome)).count()).unwrap_or(u32::MAX)
    };
    Ok(ImportReport {
        added: count(|outcome| matches!(outcome, ImportOutcome::Added)),
        already_there: count(|outcome| matches!(outcome, ImportOutcome::AlreadyThere)),
        failed: count(|outcome| matches!(outcome, ImportOutcome::Problem(_))),
        rows: rows
            .into_iter()
            .map(|row| ImportRow {
                url: row.url,
                title: row.title,
                problem: match row.outcome {
                    ImportOutcome::Added => None,
                    ImportOutcome::AlreadyThere => Some("You follow this source already.".to_owned()),
                    ImportOutcome::Problem(why) => Some(why),
                },
            })
            .collect(),
    })
}

fn candidate(feed: &FoundFeed, known: &[Feed]) -> FeedCandidate {
    FeedCandidate {
        url: feed.url.clone(),
        title: feed.title.clone(),
        format: feed.format.to_owned(),
        entries: u32::try_from(feed.parsed.entries.len()).unwrap_or(u32::MAX),
        sample: feed.parsed.entries.iter().filter_map(|entry| entry.title.clone()).take(SAMPLE).collect(),
        subscribed: known.iter().any(|other| other.url == feed.url),
    }
}
