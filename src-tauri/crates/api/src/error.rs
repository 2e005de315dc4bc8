//! The one error that a person's program sees.

use broadsheet_engine::{EngineError, FetchError, OpmlError, ProxyTrouble, StoreError, sentence};
use serde::Serialize;

/// What went wrong, in words for the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct ApiError {
    /// What the program can act on.
    pub code: ErrorCode,
    /// What failed, on which thing.
    pub message: String,
    /// What the reader can do now.
    pub hint: Option<String>,
    /// Whether the same call may work later.
    pub retryable: bool,
}

/// The errors that the window tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// What was typed makes no sense; correct it.
    InvalidInput,
    /// The article, list or source is not in the library.
    NotFound,
    /// No network, or the other side does not answer.
    Unreachable,
    /// The address answered, but with no feed and no article.
    NotAFeed,
    /// The page wants a login or a payment.
    LoginNeeded,
    /// The address lies in a private network and needs the reader's word.
    PrivateAddress,
    /// The library cannot be written: read-only, or opened elsewhere for writing.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// Something else holds the library or is at the same work; wait and try again.
    Busy,
    /// Anything else.
    Internal,
}

impl ApiError {
    /// Certificates that cannot be trusted because they are none, or whatever else kept them out.
    pub(crate) fn of_certificates(error: EngineError) -> Self {
        match error {
            EngineError::Fetch(FetchError::Setup(why)) => Self::invalid(
                format!("These certificates cannot be used: {why}."),
                "Choose a file of certificates in the PEM format, which has lines “-----BEGIN CERTIFICATE-----”, or one certificate by itself (.cer, .der).",
            ),
            other => other.into(),
        }
    }

    /// A window that could not be opened, or did not answer.
    #[must_use]
    pub fn window(message: &str) -> Self {
        Self {
            code: ErrorCode::Internal,
            message: format!("The sign-in window failed: {message}."),
            hint: Some("Try it again, or give a name and a password.".to_owned()),
            retryable: true,
        }
    }

    pub(crate) fn invalid(message: impl Into<String>, hint: &str) -> Self {
        Self { code: ErrorCode::InvalidInput, message: message.into(), hint: Some(hint.to_owned()), retryable: false }
    }
}

impl ApiError {
    /// The error for a command that was given something else than it takes.
    #[must_use]
    pub fn misunderstood(command: &str, argument: &str, why: &str) -> Self {
        Self::invalid(
            format!("`{command}` does not understand the `{argument}` that it was given: {why}."),
            "Close Broadsheet and open it again; your library is safe.",
        )
    }

    /// The error for a text that nobody can have typed.
    #[must_use]
    pub fn too_long(argument: &str, most: usize) -> Self {
        Self::invalid(
            format!("The {argument} is too long to be one."),
            &format!("Give a shorter one, of {most} bytes at most."),
        )
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        if let EngineError::Store(StoreError::BadSearch { hint, .. }) = &error {
            return Self::invalid(sentence(&error.to_string()), hint);
        }
        let message = sentence(&error.to_string());
        let (code, hint, retryable) = match &error {
            EngineError::BadAddress { .. } => (
                ErrorCode::InvalidInput,
                Some("Type an address such as example.org or https://example.org/feed.xml."),
                false,
            ),
            EngineError::PasswordInAddress { .. } => (
                ErrorCode::InvalidInput,
                Some(
                    "Leave what stands before the @ out. Once the source is there, its sign-in keeps a password safe.",
                ),
                false,
            ),
            EngineError::Fetch(cause) | EngineError::Cut { cause } => of_fetch(cause),
            EngineError::NoNetwork { .. } => (
                ErrorCode::Unreachable,
                Some("Connect to a network, then try again. What is in your library can be read meanwhile."),
                true,
            ),
            EngineError::NobodysName { .. } => {
                (ErrorCode::Unreachable, Some("Check the spelling of the address: no site can have this one."), false)
            }
            EngineError::LedToPrivate { .. } => (
                ErrorCode::Unreachable,
                Some(
                    "No site can send Broadsheet into your own network. If that is a machine of yours, type its address instead.",
                ),
                false,
            ),
            EngineError::Store(cause) => of_store(cause),
            EngineError::NotAFeed { .. } => (
                ErrorCode::NotAFeed,
                Some("Try the address of the site itself; Broadsheet looks for its feeds."),
                false,
            ),
            EngineError::NoFeedFound { .. } => (
                ErrorCode::NotAFeed,
                Some(
                    "The site may have no feed. Try the page of one of its sections, or save single pages by their address.",
                ),
                false,
            ),
            EngineError::LoginNeeded { .. } => (
                ErrorCode::LoginNeeded,
                Some("Follow it and sign in if you have an account there, or open the page in a browser."),
                false,
            ),
            EngineError::ProxyPasswordNotKept { .. } => (
                ErrorCode::InvalidInput,
                Some(
                    "Nothing was changed. Unlock the system's key store, or leave the password out and give the whole address at each start (--proxy).",
                ),
                false,
            ),
            EngineError::NothingToSignInWith { .. } => (
                ErrorCode::InvalidInput,
                Some("Sign in on the site before you close its window, or give a name and a password."),
                false,
            ),
            EngineError::NotAnArticle { .. } => (
                ErrorCode::NotAFeed,
                Some("Open the page in a browser to see what is there, and give the address of the article itself."),
                false,
            ),
            EngineError::NotInArchive { .. } => {
                (ErrorCode::NotFound, Some("Nobody had it copied there; the article stays as it is."), false)
            }
            EngineError::IsAFeed { .. } => (ErrorCode::InvalidInput, Some("Add it as a source to follow it."), false),
            EngineError::Import(OpmlError::Empty) => (
                ErrorCode::InvalidInput,
                Some("Let the other reader export its list again, once it follows something."),
                false,
            ),
            EngineError::Import(_) => (
                ErrorCode::InvalidInput,
                Some("Choose a file that another reader exported as OPML; it usually ends in .opml or .xml."),
                false,
            ),
            EngineError::FileThere { .. } => {
                (ErrorCode::InvalidInput, Some("Type another name; nothing is written over."), false)
            }
            EngineError::FileNotWritten { source } if is_full(source) => {
                (ErrorCode::DiskFull, Some("Nothing was lost. Free some space, or choose another disk."), true)
            }
            EngineError::FileNotWritten { .. } => {
                (ErrorCode::InvalidInput, Some("Choose a folder that is there and that you can write to."), false)
            }
            EngineError::NotARecording { .. } => (
                ErrorCode::NotAFeed,
                Some("Open its page in a browser; the publisher may have moved it, or wants you to sign in."),
                false,
            ),
            EngineError::DownloadUnderWay => (ErrorCode::Busy, Some("Wait until it is done, or stop it."), true),
            EngineError::RefreshUnderWay => (ErrorCode::Busy, Some("Wait until it is done, or stop it."), true),
            EngineError::Stopped => (ErrorCode::Internal, Some("Try it again."), true),
        };
        Self { code, message, hint: hint.map(str::to_owned), retryable }
    }
}

fn is_full(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
}

fn of_fetch(error: &FetchError) -> (ErrorCode, Option<&'static str>, bool) {
    match error {
        FetchError::BadAddress { .. } => {
            (ErrorCode::InvalidInput, Some("Only http and https addresses can be read."), false)
        }
        FetchError::BadPort { .. } => (
            ErrorCode::InvalidInput,
            Some("Leave the port out of the address, or give the one of a web server."),
            false,
        ),
        FetchError::BadHeader { .. } => (
            ErrorCode::InvalidInput,
            Some(
                "Give a name such as X-Api-Key and a value on one line; what the exchange itself needs cannot be set.",
            ),
            false,
        ),
        FetchError::BadProxy { .. } => (
            ErrorCode::InvalidInput,
            Some("Give an address such as http://proxy.example:3128 or socks5h://127.0.0.1:9050."),
            false,
        ),
        FetchError::PrivateAddress { .. } => (
            ErrorCode::PrivateAddress,
            Some(
                "Broadsheet does not go to addresses in your own network unless you say so (on the command line: --allow-private HOST).",
            ),
            false,
        ),
        FetchError::Unresolved { .. } => {
            (ErrorCode::Unreachable, Some("Check the spelling of the address and your connection."), true)
        }
        FetchError::Status { status: 404 | 410, .. } => {
            (ErrorCode::Unreachable, Some("Check the spelling of the address; the page may have moved."), false)
        }
        FetchError::Status { status: 401 | 403, .. } => (
            ErrorCode::LoginNeeded,
            Some("Follow it and sign in if you have an account there, or open the page in a browser."),
            false,
        ),
        FetchError::Silenced { .. } => (ErrorCode::Unreachable, Some("Try again when that time is over."), true),
        FetchError::Blocked { .. } => (
            ErrorCode::LoginNeeded,
            Some(
                "Open the page in a browser. Broadsheet says honestly that it is a program, and the site lets none in.",
            ),
            false,
        ),
        FetchError::TooLarge { .. }
        | FetchError::TooManyRedirects { .. }
        | FetchError::RedirectLoop { .. }
        | FetchError::BadRedirect { .. }
        | FetchError::LeavesTheWeb { .. }
        | FetchError::HeadersTooLarge { .. } => {
            (ErrorCode::Unreachable, Some("Open the address in a browser to see what is there."), false)
        }
        FetchError::Untrusted { .. } => (
            ErrorCode::Unreachable,
            Some("The site's certificate is not valid, or something between you and the site reads along."),
            true,
        ),
        FetchError::Status { .. } => {
            (ErrorCode::Unreachable, Some("The trouble is at the site; try again later."), true)
        }
        FetchError::Proxy { how: ProxyTrouble::WantsPassword, .. } => (
            ErrorCode::Unreachable,
            Some("Give both in its address under Settings, Connection: http://NAME:PASSWORD@HOST:PORT."),
            false,
        ),
        FetchError::Proxy { how: ProxyTrouble::LeadsNowhere, .. } => (
            ErrorCode::Unreachable,
            Some(
                "The site may be out of reach, or the proxy lets nobody there. Try again later, or another way under Settings, Connection.",
            ),
            true,
        ),
        FetchError::Proxy { .. } => (
            ErrorCode::Unreachable,
            Some("Look at its address under Settings, Connection, or go without it there."),
            true,
        ),
        FetchError::Refused { .. } | FetchError::Timeout { .. } | FetchError::Interrupted { .. } => {
            (ErrorCode::Unreachable, Some("Check your connection, or try again later."), true)
        }
        FetchError::Setup(_) => (ErrorCode::Internal, Some("Check the system's proxy and certificate settings."), true),
    }
}

fn of_store(error: &StoreError) -> (ErrorCode, Option<&'static str>, bool) {
    match error {
        StoreError::DiskFull(_) => {
            (ErrorCode::DiskFull, Some("Nothing that was saved is lost. Free some space, then try again."), true)
        }
        StoreError::NoRoom { .. } => (
            ErrorCode::DiskFull,
            Some("Nothing was lost, and an earlier copy there is as it was. Free some space, or choose another disk."),
            true,
        ),
        StoreError::ReadOnly { .. } => (
            ErrorCode::ReadOnly,
            Some(
                "You can go on reading. To save, give the library's folder back its write permission, or open a library elsewhere.",
            ),
            false,
        ),
        StoreError::Busy { .. } => {
            (ErrorCode::Busy, Some("Nothing was lost. Wait for the other program, then try again."), true)
        }
        StoreError::DownloadingElsewhere => {
            (ErrorCode::Busy, Some("Wait until it is done; then it is here too."), true)
        }
        StoreError::RefreshingElsewhere => {
            (ErrorCode::Busy, Some("Wait until it is done; what it fetches shows here too."), true)
        }
        StoreError::Newer { .. } => {
            (ErrorCode::Internal, Some("Nothing was changed. Install the newest Broadsheet to open it."), false)
        }
        StoreError::Older { .. } => (
            ErrorCode::ReadOnly,
            Some("Nothing was changed. Copy its folder to a place that can be written to, and open the copy."),
            false,
        ),
        StoreError::BadTarget { .. } => {
            (ErrorCode::InvalidInput, Some("Nothing was changed. Choose another folder."), false)
        }
        StoreError::NotALibrary { .. } => (
            ErrorCode::InvalidInput,
            Some(
                "Choose another folder; this file was left as it is. If it was a library and is damaged, restore a backup, or run `broadsheet salvage` on its folder.",
            ),
            false,
        ),
        StoreError::Damaged(_) => (
            ErrorCode::Internal,
            Some(
                "Close Broadsheet and keep a copy of the library's folder before anything else. Then restore a backup into another folder, or take what can still be read: `broadsheet salvage DAMAGED --library FOLDER`.",
            ),
            false,
        ),
        StoreError::Lost { .. } => (
            ErrorCode::Internal,
            Some(
                "Nothing was changed. Put library.db back, or restore a backup: `broadsheet restore BACKUP --library FOLDER`. To begin anew, choose another folder.",
            ),
            false,
        ),
        StoreError::NotFound { what, .. } => (ErrorCode::NotFound, Some(where_to_look(what)), false),
        StoreError::AddressTaken { .. } => {
            (ErrorCode::InvalidInput, Some("You follow it there already; unsubscribe from this one."), false)
        }
        StoreError::BadSearch { .. } => (ErrorCode::InvalidInput, None, false),
        StoreError::FolderTaken(_) => (
            ErrorCode::InvalidInput,
            Some("Choose another name. To put the two together, move the sources of one into the other."),
            false,
        ),
        StoreError::FolderIntoItself { .. } => {
            (ErrorCode::InvalidInput, Some("Choose a folder that does not lie in it, or the top."), false)
        }
        StoreError::FolderTooDeep(_) => (ErrorCode::InvalidInput, Some("Choose a folder further out."), false),
        StoreError::NameTaken(_) => (ErrorCode::InvalidInput, Some("Choose another name."), false),
        StoreError::File(_) | StoreError::Sqlite(_) => {
            (ErrorCode::Internal, Some("Check that the library's folder can be reached, then try again."), true)
        }
    }
}

/// Where the reader sees what there is, by the kind of thing that was not found.
fn where_to_look(what: &str) -> &'static str {
    match what {
        "source" => "Look at your sources; it may have been removed (on the command line: sources).",
        "folder" => "Look at your folders; it may have been removed or renamed (on the command line: folders).",
        "reading list" => "Look at your reading lists; it may have been deleted (on the command line: lists).",
        _ => "Look for it in the paper or search for it (on the command line: list, search).",
    }
}
