//! What can go wrong between a test and the window.

/// The window could not be driven.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// A program that driving needs could not be started.
    #[error("{program} could not be started: {source}. Install it with `cargo xtask setup`")]
    Start {
        /// The program.
        program: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// A program that driving needs did not come up.
    #[error("{0} did not come up in time")]
    NotUp(&'static str),
    /// The window did not open.
    #[error("the window did not open: {0}")]
    Session(String),
    /// What was waited for never came.
    #[error("waited {secs} seconds in vain for {what}")]
    Waited {
        /// What for.
        what: String,
        /// How long.
        secs: u64,
    },
    /// A command to the window failed.
    #[error("the window answered with an error: {0}")]
    Command(String),
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] std::io::Error),
}

impl From<fantoccini::error::CmdError> for WindowError {
    fn from(error: fantoccini::error::CmdError) -> Self {
        Self::Command(error.to_string())
    }
}
