//! What can go wrong between us and a server.

/// An exchange failed. Hosts are named as the address gave them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Not an http or https address.
    #[error("{address} is not a web address")]
    BadAddress {
        /// The address as given.
        address: String,
    },
    /// A header of the reader's own that cannot be sent.
    #[error("“{name}” is not a header that can be set")]
    BadHeader {
        /// Its name.
        name: String,
    },
    /// Not the address of a proxy.
    #[error("“{address}” is not the address of a proxy")]
    BadProxy {
        /// The address as given.
        address: String,
    },
    /// The port belongs to another protocol than the web's.
    #[error("{host} is asked for at port {port}, which is not for web pages")]
    BadPort {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// The host lies in a private or reserved network.
    #[error("{host} is an address in a private network")]
    PrivateAddress {
        /// The host.
        host: String,
    },
    /// The name leads nowhere, or there is no network.
    #[error("{host} could not be found")]
    Unresolved {
        /// The host.
        host: String,
    },
    /// Nobody answers there.
    #[error("{host} refused the connection")]
    Refused {
        /// The host.
        host: String,
    },
    /// The way through the reader's proxy ends at it.
    #[error("the proxy {proxy} {}", how.words())]
    Proxy {
        /// The proxy's host and port; "of this computer" for one that only the system knows.
        proxy: String,
        /// What it does.
        how: ProxyTrouble,
    },
    /// The encrypted connection could not be trusted.
    #[error("{host} could not be reached over a trusted connection: {why}")]
    Untrusted {
        /// The host.
        host: String,
        /// What the check said.
        why: String,
    },
    /// The deadline for the whole exchange passed.
    #[error("{host} did not answer within {secs} seconds")]
    Timeout {
        /// The host.
        host: String,
        /// The deadline.
        secs: u64,
    },
    /// The server answered with an error.
    #[error("{host} answered with status {status}{}", status_words(*.status))]
    Status {
        /// The host.
        host: String,
        /// HTTP status (RFC 9110, 15).
        status: u16,
    },
    /// The site lets in nobody but browsers.
    #[error("{host} lets in browsers only: it checks every visitor for being human")]
    Blocked {
        /// The host.
        host: String,
    },
    /// The server asked for silence, and it is not over.
    #[error("{host} asked to be left alone for another {secs} seconds")]
    Silenced {
        /// The host.
        host: String,
        /// Seconds left.
        secs: u64,
    },
    /// More redirects than anybody needs.
    #[error("{host} redirected more than {limit} times")]
    TooManyRedirects {
        /// The host.
        host: String,
        /// How many are followed.
        limit: usize,
    },
    /// The redirects lead back to where they began.
    #[error("{host} redirects in a circle")]
    RedirectLoop {
        /// The host.
        host: String,
    },
    /// A redirect that leads nowhere, or to something that is no web address.
    #[error("{host} redirected without a usable address")]
    BadRedirect {
        /// The host.
        host: String,
    },
    /// A redirect to what no web server can hold, such as a file of the reader's own.
    #[error("{host} redirects to {address}, which is not a web address")]
    LeavesTheWeb {
        /// The host.
        host: String,
        /// Where it leads.
        address: String,
    },
    /// What stands before the answer is larger than we take.
    #[error("{host} sent headers that do not end")]
    HeadersTooLarge {
        /// The host.
        host: String,
    },
    /// The answer is larger than we take.
    #[error("{host} sent more than {}", size_words(*.limit))]
    TooLarge {
        /// The host.
        host: String,
        /// The limit, in decoded bytes.
        limit: usize,
    },
    /// The answer broke off.
    #[error("the answer of {host} broke off")]
    Interrupted {
        /// The host.
        host: String,
    },
    /// The network door itself could not be opened.
    #[error("the network cannot be used: {0}")]
    Setup(String),
}

/// What a proxy does instead of leading on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyTrouble {
    /// It does not answer.
    Silent,
    /// It wants to know who asks.
    WantsPassword,
    /// It does not lead there.
    LeadsNowhere,
}

impl ProxyTrouble {
    fn words(self) -> &'static str {
        match self {
            Self::Silent => "does not answer",
            Self::WantsPassword => "wants a name and a password",
            Self::LeadsNowhere => "does not lead there",
        }
    }
}

fn size_words(bytes: usize) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} bytes"),
        megabytes => format!("{megabytes} MB"),
    }
}

fn status_words(status: u16) -> &'static str {
    match status {
        304 => " (nothing new), although nothing was known before",
        401 | 403 => " (not allowed)",
        404 => " (not found)",
        410 => " (gone for good)",
        429 => " (too many requests)",
        500..=599 => " (trouble at the site)",
        _ => "",
    }
}

impl FetchError {
    /// Whether the same request may work later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unresolved { .. }
            | Self::Refused { .. }
            | Self::Timeout { .. }
            | Self::Silenced { .. }
            | Self::Interrupted { .. }
            | Self::Proxy { .. }
            | Self::Untrusted { .. } => true,
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::BadAddress { .. }
            | Self::BadHeader { .. }
            | Self::BadProxy { .. }
            | Self::BadPort { .. }
            | Self::PrivateAddress { .. }
            | Self::Blocked { .. }
            | Self::TooManyRedirects { .. }
            | Self::RedirectLoop { .. }
            | Self::BadRedirect { .. }
            | Self::LeavesTheWeb { .. }
            | Self::HeadersTooLarge { .. }
            | Self::TooLarge { .. }
            | Self::Setup(_) => false,
        }
    }
}
