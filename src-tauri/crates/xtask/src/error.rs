//! What can go wrong with a command of the house.

/// A command failed; the message says what to do where there is something to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TaskError {
    /// A program ended with an error.
    #[error("`{command}` failed ({status})")]
    Failed { command: String, status: String },
    /// A program could not be started.
    #[error("`{command}` could not be started: {source}. Is it installed?")]
    Start { command: String, source: std::io::Error },
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// A program's answer was not understood.
    #[error("{what} could not be understood: {source}")]
    Json { what: &'static str, source: serde_json::Error },
    /// Anything with a message of its own.
    #[error("{0}")]
    Said(String),
}

impl TaskError {
    pub(crate) fn said(message: impl Into<String>) -> Self {
        Self::Said(message.into())
    }
}
