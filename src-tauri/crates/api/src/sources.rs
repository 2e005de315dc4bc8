//! Sources: finding, adding, watching and removing them.

use std::collections::HashMap;

use broadsheet_engine::{
    Behind, EngineError, Feed, FoundFeed, ImportOutcome, Kept, SECTION_PAGE, SignIn, SourceCounts, StoreError, TextFrom,
};

pub use broadsheet_engine::SignInCookie;
use broadsheet_model::FeedId;
use jiff::Timestamp;

use crate::activity;
use crate::error::ApiError;
use crate::library::Library;
use crate::source_views::{
    Discovery, FeedCandidate, FollowProblem, FollowReport, ImportReport, ImportRow, SignInForm, SignInKept, SourcePage,
    SourceView, TextSource,
};

/// Headlines that a found feed shows.
const SAMPLE: usize = 3;
/// Links that a found page shows.
const PREVIEW: usize = 60;
/// Outcomes that a source's own page shows.
const OUTCOMES: u32 = 12;

/// Every source, by name.
///
/// # Errors
/// The library cannot be read.
pub async fn all(library: &Library) -> Result<Vec<SourceView>, ApiError> {
    let (feeds, counts) = library.engine.library(|library| Ok((library.feeds()?, library.counts_of_feeds()?))).await?;
    shown(library, &feeds, &counts).await
}

/// The feeds behind an address. With `allow_private` the reader agreed to go to its host, from now on, although that lies in a
/// private network.
///
/// # Errors
/// The address makes no sense, does not answer, wants a login, or has nothing to follow.
pub async fn discover(library: &Library, address: &str, allow_private: bool) -> Result<Discovery, ApiError> {
    let found = match library.engine.discover(address).await {
        Err(error) if allow_private && library.engine.allow_refused(address, &error).await? => {
            library.engine.discover(address).await
        }
        found => found,
    };
    let Behind { address, feeds: found, no_feed } = found?;
    let known = library.engine.library(|library| library.feeds()).await?;
    let feeds = found.iter().map(|feed| candidate(feed, &known)).collect();
    library.engine.remember(found);
    Ok(Discovery { address, feeds, no_feed })
}

/// Subscribes to several feeds. One that fails stops none of the others.
pub async fn follow(library: &Library, urls: &[String]) -> FollowReport {
    let mut report = FollowReport { sources: Vec::new(), problems: Vec::new() };
    for url in urls {
        match subscribe(library, url).await {
            Ok(source) => report.sources.push(source),
            Err(error) => report.problems.push(FollowProblem { url: url.clone(), error }),
        }
    }
    report
}

/// Follows an address that does not show what it is before the reader signs in.
///
/// # Errors
/// The address makes no sense, or the library cannot be written.
pub async fn follow_unread(library: &Library, address: &str) -> Result<SourceView, ApiError> {
    let id = library.engine.subscribe_unread(address).await?;
    one(library, id).await
}

/// One source, with how its latest refreshes ended.
///
/// # Errors
/// There is none with this id, or the library cannot be read.
pub async fn page(library: &Library, id: FeedId) -> Result<SourcePage, ApiError> {
    let source = one(library, id).await?;
    let past = library.engine.library(move |library| library.past_outcomes(id, OUTCOMES)).await?;
    Ok(SourcePage { source, outcomes: past.into_iter().map(activity::outcome).collect() })
}

/// Moves a source to the feed at another address, with everything that came from it; to where its site says that it has
/// moved where no address is given.
///
/// # Errors
/// There is no such source, nothing to follow at the address, or another source stands there.
pub async fn move_to(library: &Library, id: FeedId, address: Option<&str>) -> Result<SourceView, ApiError> {
    let address = match address {
        Some(address) => address.to_owned(),
        None => library.engine.library(move |library| library.feed(id)).await?.moved_to.ok_or_else(|| {
            ApiError::invalid("This source's site names no other address.", "Give the address of its site or its feed.")
        })?,
    };
    library.engine.move_to(id, &address).await?;
    one(library, id).await
}

/// Notes that the reader takes a source for ended, or no longer does.
///
/// # Errors
/// There is no such source, or the library cannot be written.
pub async fn mark_ended(library: &Library, id: FeedId, ended: bool) -> Result<SourceView, ApiError> {
    library.engine.mark_ended(id, ended).await?;
    one(library, id).await
}

/// Lets the host of a source be reached from now on although it lies in a private network.
///
/// # Errors
/// There is no such source, or the library cannot be written.
pub async fn allow_host(library: &Library, id: FeedId) -> Result<SourceView, ApiError> {
    let url = library.engine.library(move |library| library.feed(id)).await?.url;
    library.engine.allow_host_of(&url).await?;
    one(library, id).await
}

/// Signs in to a source with what the reader typed.
///
/// # Errors
/// There is no such source, or what was typed cannot be sent.
pub async fn sign_in(library: &Library, id: FeedId, form: SignInForm) -> Result<SignInKept, ApiError> {
    let given = match form {
        SignInForm::Password { name, password } => SignIn::Password { name, password },
        SignInForm::Headers { headers } => SignIn::Headers(headers),
    };
    Ok(kept(&library.engine.sign_in(id, given).await?))
}

/// Signs in to a source with what a sign-in window gathered.
///
/// # Errors
/// There is no such source, or nothing was gathered.
pub async fn signed_in(library: &Library, id: FeedId, cookies: Vec<SignInCookie>) -> Result<SignInKept, ApiError> {
    Ok(kept(&library.engine.sign_in(id, SignIn::Cookies(cookies)).await?))
}

/// Forgets how the reader is known to a source.
///
/// # Errors
/// There is no such source, or the library cannot be written.
pub async fn sign_out(library: &Library, id: FeedId) -> Result<SourceView, ApiError> {
    library.engine.sign_out(id).await?;
    one(library, id).await
}

fn kept(kept: &Kept) -> SignInKept {
    match kept {
        Kept::InKeyStore => SignInKept {
            for_good: true,
            message: "Signed in. It is kept in this system's key store, for this source alone.".to_owned(),
        },
        Kept::ForThisSession(why) => SignInKept {
            for_good: false,
            message: format!("Signed in until Broadsheet is closed: {why}, and it is written nowhere else."),
        },
    }
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
    let mut one = these(library, vec![id]).await?;
    one.pop().ok_or_else(|| EngineError::from(StoreError::NotFound { what: "source", id: id.to_string() }).into())
}

/// Some sources, in the order in which they are named.
///
/// # Errors
/// One of them is not there, or the library cannot be read.
pub async fn these(library: &Library, ids: Vec<FeedId>) -> Result<Vec<SourceView>, ApiError> {
    let (feeds, counts) = library
        .engine
        .library(move |library| {
            let feeds = ids.iter().map(|id| library.feed(*id)).collect::<Result<Vec<_>, _>>()?;
            let counts = library.counts_of(&ids)?;
            Ok((feeds, counts))
        })
        .await?;
    shown(library, &feeds, &counts).await
}

async fn shown(
    library: &Library,
    feeds: &[Feed],
    counts: &HashMap<FeedId, SourceCounts>,
) -> Result<Vec<SourceView>, ApiError> {
    let pace = library.engine.pace().await?;
    let counts_of = |feed: &Feed| counts.get(&feed.id).copied().unwrap_or_default();
    Ok(feeds.iter().map(|feed| library.source(feed, counts_of(feed), pace)).collect())
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

/// Ends subscriptions: all of them, or none where one is not there. Their articles stay.
///
/// # Errors
/// There is no such source, or the library cannot be written.
pub async fn unsubscribe(library: &Library, ids: Vec<FeedId>) -> Result<(), ApiError> {
    Ok(library.engine.unsubscribe(ids).await?)
}

/// Takes sources up again that were left, as they were; how the reader was known to them is forgotten.
///
/// # Errors
/// There is no such source, or the library cannot be written.
pub async fn follow_again(library: &Library, ids: Vec<FeedId>) -> Result<(), ApiError> {
    Ok(library.engine.subscribe_again(ids).await?)
}

/// Subscribes to everything that an OPML document names, in the folders that it names.
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
        already_there: count(|outcome| {
            matches!(outcome, ImportOutcome::AlreadyThere | ImportOutcome::PutIntoFolder(_))
        }),
        put_into_folders: count(|outcome| matches!(outcome, ImportOutcome::PutIntoFolder(_))),
        failed: count(|outcome| matches!(outcome, ImportOutcome::Problem(_))),
        rows: rows
            .into_iter()
            .map(|row| ImportRow {
                url: row.url,
                title: row.title,
                folder_note: row.folder_note,
                problem: match row.outcome {
                    ImportOutcome::Added => None,
                    ImportOutcome::AlreadyThere => Some("You follow this source already.".to_owned()),
                    ImportOutcome::PutIntoFolder(folder) => {
                        Some(format!("You follow this source already; now it lies in the folder “{folder}”."))
                    }
                    ImportOutcome::Problem(why) => Some(why),
                },
            })
            .collect(),
    })
}

fn candidate(feed: &FoundFeed, known: &[Feed]) -> FeedCandidate {
    let is_page = feed.format == SECTION_PAGE;
    let shown = if is_page { PREVIEW } else { SAMPLE };
    FeedCandidate {
        is_page,
        url: feed.url.clone(),
        title: feed.title.clone(),
        format: feed.format.to_owned(),
        entries: u32::try_from(feed.parsed.entries.len()).unwrap_or(u32::MAX),
        sample: feed.parsed.entries.iter().filter_map(|entry| entry.title.clone()).take(shown).collect(),
        subscribed: known.iter().any(|other| other.url == feed.url),
    }
}
