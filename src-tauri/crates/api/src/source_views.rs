//! Sources as the window and the command line show them, and what refreshes did with them.

use broadsheet_model::FeedId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::views::{PublicationView, view};

/// How a source fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    /// Never tried.
    New,
    /// The last try went well.
    Healthy,
    /// The last try failed.
    Failing,
    /// The source said that it is gone for good.
    Gone,
}

view! {
    /// A subscribed source and its health.
    pub struct SourceView {
        /// Its id.
        pub id: FeedId,
        /// Its name: the reader's own for it, or its publisher's.
        pub title: String,
        /// Its publisher's name for it.
        pub publisher_title: String,
        /// The address of the feed.
        pub url: String,
        /// Who publishes it.
        pub publication: PublicationView,
        /// “RSS”, “Atom”, “JSON Feed”, “News sitemap” …
        pub format: Option<String>,
        /// Articles that came from it.
        pub articles: u32,
        /// Those of them that the reader has not opened.
        pub unread: u32,
        /// How it fares.
        pub state: SourceState,
        /// Last try.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        pub last_try_at: Option<Timestamp>,
        /// Last try that went well.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        pub last_success_at: Option<Timestamp>,
        /// Next try; absent where it waits for the reader to ask.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        pub next_try_at: Option<Timestamp>,
        /// Why the last try failed, in words.
        pub error: Option<String>,
        /// What the reader can do about it.
        pub hint: Option<String>,
        /// What it gives of its articles' texts, once that could be seen.
        pub gives: Option<FeedGives>,
        /// Where the reader wants the texts from; absent where Broadsheet is to choose.
        pub text_from: Option<TextSource>,
        /// What can be done about it now, the best first; empty while nothing needs to be.
        pub remedies: Vec<Remedy>,
        /// Where its site says that it has moved for good.
        pub moved_to: Option<String>,
        /// How the reader is known to it; absent where nobody needs to be.
        pub access: Option<SourceAccess>,
        /// The reader hears of its new articles.
        pub notifies: bool,
        /// The folder in which the reader keeps it, by the way to it: `News/Europe`; absent where it lies in none.
        pub folder: Option<String>,
    }
}

view! {
    /// A folder of sources. It is there for as long as a source lies in it, or in a folder within it.
    pub struct FolderView {
        /// The way to it, by which it is known: `News/Europe`.
        pub folder: String,
        /// Its own name.
        pub name: String,
        /// How deep it lies; 1 where it lies in no other.
        pub depth: u32,
        /// Sources in it and in the folders within it.
        pub sources: u32,
        /// Articles that they brought and the reader has not opened, each once.
        pub unread: u32,
    }
}

/// What a feed gives of its articles' texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FeedGives {
    /// The whole text.
    Whole,
    /// A summary, or how the text begins.
    Beginning,
}

/// Where the texts of a source's articles are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TextSource {
    /// Their pages.
    Page,
    /// The feed alone.
    Feed,
}

view! {
    /// A feed that can be subscribed to.
    pub struct FeedCandidate {
        /// Its address.
        pub url: String,
        /// Its name.
        pub title: String,
        /// “RSS”, “Atom”, “JSON Feed”, “News sitemap”.
        pub format: String,
        /// Entries in it now.
        pub entries: u32,
        /// It is a page whose links stand in for a feed: what would be followed is worth a look before.
        pub is_page: bool,
        /// The headlines of the first few; of a page, of all its links.
        pub sample: Vec<String>,
        /// Already subscribed to.
        pub subscribed: bool,
    }
}

view! {
    /// What an address leads to.
    pub struct Discovery {
        /// The address as it was understood.
        pub address: String,
        /// The feeds there, best first. Never empty: nothing found is an error.
        pub feeds: Vec<FeedCandidate>,
        /// Why the address itself is no feed, where it was given as one's: the feeds are others of its site. Part of a sentence.
        pub no_feed: Option<String>,
    }
}

view! {
    /// One row of an import.
    pub struct ImportRow {
        /// The feed's address as the file gave it.
        pub url: String,
        /// Its name as the file gave it.
        pub title: Option<String>,
        /// `null` when it was added.
        pub problem: Option<String>,
        /// What of its folder's name could not be kept; `null` where all was.
        pub folder_note: Option<String>,
    }
}

view! {
    /// What an import did.
    pub struct ImportReport {
        /// Sources added.
        pub added: u32,
        /// Sources that were there already.
        pub already_there: u32,
        /// Those of them that lay in no folder, and were put into the one that the file names.
        pub put_into_folders: u32,
        /// Rows that could not be used.
        pub failed: u32,
        /// Every row, in the order of the file.
        pub rows: Vec<ImportRow>,
    }
}

/// What a reader can do about a source that is in trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Ask again now.
    TryAgain,
    /// Sign in to the site.
    SignIn,
    /// Allow the host, which lies in a private network.
    AllowHost,
    /// Follow the source at the address to which it has moved.
    UseNewAddress,
    /// Look for the feed on the site.
    FindFeed,
    /// Look at the site in a browser.
    OpenSite,
    /// Keep it in the list as ended.
    MarkEnded,
    /// Stop following it.
    Unsubscribe,
}

/// How the reader is known to a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SourceAccess {
    /// A name and a password.
    Password,
    /// Headers of the reader's own.
    Headers,
    /// Cookies of a sign-in window.
    Cookies,
}

/// What a reader gives so that a source knows them.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SignInForm {
    /// A name and a password.
    Password {
        /// The name.
        name: String,
        /// The password.
        password: String,
    },
    /// Headers, each with its value.
    Headers {
        /// Name and value.
        headers: Vec<(String, String)>,
    },
}

view! {
    /// Where a sign-in is kept.
    pub struct SignInKept {
        /// It outlives this session.
        pub for_good: bool,
        /// The same in words.
        pub message: String,
    }
}

view! {
    /// A feed that could not be followed.
    pub struct FollowProblem {
        /// Its address.
        pub url: String,
        /// Why.
        pub error: ApiError,
    }
}

view! {
    /// What came of following several feeds.
    pub struct FollowReport {
        /// The sources that are followed now.
        pub sources: Vec<SourceView>,
        /// Those that could not be.
        pub problems: Vec<FollowProblem>,
    }
}

/// How one source's refresh stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SourceStep {
    /// Waiting for its turn.
    Waiting,
    /// The feed is being fetched.
    Fetching,
    /// Its articles and pictures are being fetched.
    Reading,
    /// Done, with or without something new.
    Done,
    /// Failed; the message says why.
    Failed,
    /// The refresh was stopped before its turn ended.
    Cancelled,
}

view! {
    /// How one source's refresh stands.
    pub struct SourceProgress {
        /// The source.
        pub feed: FeedId,
        /// Its name.
        pub title: String,
        /// Where it stands.
        pub step: SourceStep,
        /// Articles new in this refresh.
        pub new_articles: u32,
        /// Articles of this source still to be fetched.
        pub pending: u32,
        /// The outcome in words.
        pub message: Option<String>,
    }
}

view! {
    /// How one source's part in a refresh ended.
    pub struct PastOutcomeView {
        /// The source.
        pub feed: FeedId,
        /// Its name.
        pub title: String,
        /// How it ended: `done`, `failed` or `cancelled`.
        pub step: SourceStep,
        /// Articles that were new.
        pub new_articles: u32,
        /// The outcome in words.
        pub message: String,
        /// When.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        pub ended_at: Timestamp,
    }
}

view! {
    /// What a refresh did.
    pub struct PastRefreshView {
        /// Its number.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        pub id: i64,
        /// When it began.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        pub started_at: Timestamp,
        /// When it ended.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        pub ended_at: Timestamp,
        /// Articles that were new.
        pub new_articles: u32,
        /// Sources that failed.
        pub failed: u32,
        /// The reader stopped it.
        pub cancelled: bool,
        /// How many sources it had.
        pub sources: u32,
    }
}

view! {
    /// A source on a page of its own.
    pub struct SourcePage {
        /// The source.
        pub source: SourceView,
        /// How its latest refreshes ended, newest first.
        pub outcomes: Vec<PastOutcomeView>,
    }
}
