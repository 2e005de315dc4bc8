//! What can go wrong with a use case.

use std::path::PathBuf;

use broadsheet_fetch::FetchError;
use broadsheet_interchange::OpmlError;
use broadsheet_store::StoreError;

/// A use case failed. What was stored before stays stored.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// What was typed is no address.
    #[error("“{typed}” is not a web address")]
    BadAddress {
        /// As typed.
        typed: String,
    },
    /// An address that holds a name and a password.
    #[error("the address of {host} holds a name or a password, which would be stored and shown with it")]
    PasswordInAddress {
        /// The host.
        host: String,
    },
    /// The network or the server failed.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// This machine has no way to the internet.
    #[error("{host} cannot be reached: there is no network")]
    NoNetwork {
        /// The host.
        host: String,
    },
    /// The name is set aside, so that nobody is there (RFC 6761).
    #[error("{host} is a name that nobody can own")]
    NobodysName {
        /// The host.
        host: String,
    },
    /// A site sends whoever asks on into a private network.
    #[error("{from} leads to {host}, which is an address in a private network")]
    LedToPrivate {
        /// The host that was asked.
        from: String,
        /// Where it leads.
        host: String,
    },
    /// The library failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address answered with something that is no feed.
    #[error("{address} is not a feed: {why}")]
    NotAFeed {
        /// The address.
        address: String,
        /// What stands there instead.
        why: String,
    },
    /// A feed did not come whole; the entries that did are stored.
    #[error("{cause}; the entries that came before that are kept")]
    Cut {
        /// Why it broke off.
        #[source]
        cause: FetchError,
    },
    /// A site offers nothing to follow.
    #[error("no feed was found at {address}")]
    NoFeedFound {
        /// The address.
        address: String,
    },
    /// The address wants a login first.
    #[error("{host} wants a login before it shows this page")]
    LoginNeeded {
        /// The host.
        host: String,
    },
    /// A proxy's password that would have to be written into the library.
    #[error("the password of the proxy cannot be kept: {why}")]
    ProxyPasswordNotKept {
        /// What the key store said.
        why: String,
    },
    /// A reader signed in, and nothing came of it.
    #[error("“{title}” gave nothing by which it would know you again")]
    NothingToSignInWith {
        /// The source's name.
        title: String,
    },
    /// The address holds no article.
    #[error("no article was found at {address}: {why}")]
    NotAnArticle {
        /// The address.
        address: String,
        /// What stands there instead.
        why: String,
    },
    /// The Internet Archive holds no copy of a page.
    #[error("the Internet Archive has no copy of {address}")]
    NotInArchive {
        /// The page's address.
        address: String,
    },
    /// What should be a sound or a film is something else.
    #[error("{address} answered with a page, not with a recording")]
    NotARecording {
        /// Its address.
        address: String,
    },
    /// A download is under way already.
    #[error("this is being downloaded already")]
    DownloadUnderWay,
    /// The address is a feed, not a page.
    #[error("{address} is a feed, not a page")]
    IsAFeed {
        /// The address.
        address: String,
    },
    /// A file that was to be written is there already, and is left as it is.
    #[error("there is already a file {path}")]
    FileThere {
        /// The file.
        path: PathBuf,
    },
    /// A file that the reader named cannot be written; the message carries its path.
    #[error(transparent)]
    FileNotWritten {
        /// Why.
        source: std::io::Error,
    },
    /// A file of subscriptions cannot be used.
    #[error(transparent)]
    Import(#[from] OpmlError),
    /// A refresh is under way already.
    #[error("a refresh is under way already")]
    RefreshUnderWay,
    /// A thread of ours ended before its work was done.
    #[error("the work was stopped before it was done")]
    Stopped,
}
