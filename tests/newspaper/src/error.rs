//! What can go wrong when the newspaper is started or steered.

/// Why the newspaper could not do what was asked.
#[expect(missing_docs, reason = "the message of each variant says what it means")]
#[derive(Debug, thiserror::Error)]
pub enum NewspaperError {
    #[error("content file {file}, line {line}: {reason}")]
    Content { file: &'static str, line: usize, reason: String },
    #[error("port {port} of the loopback address could not be opened")]
    Listen {
        port: u16,
        #[source]
        source: std::io::Error,
    },
    #[error("no article is called {0}")]
    UnknownArticle(String),
    #[error("no publication is called {0}")]
    UnknownSite(String),
    #[error("{0} is no failure that can be played")]
    UnknownFailure(String),
    #[error("{0} unix seconds is no time")]
    Time(i64),
}
