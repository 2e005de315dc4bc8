//! What can be typed when the window is started from a prompt.

use std::path::PathBuf;

use clap::Parser;

/// Broadsheet, a newspaper that you own.
#[derive(Debug, Parser)]
#[command(name = "broadsheet-desktop", version)]
pub(crate) struct Arguments {
    /// The library's folder [default: the system's folder for your data]
    #[arg(long, value_name = "DIR")]
    pub(crate) library: Option<PathBuf>,

    /// Let this run reach a host or network that is private (repeatable)
    #[arg(long, value_name = "HOST-OR-CIDR")]
    pub(crate) allow_private: Vec<String>,

    /// Refresh only when asked
    #[arg(long)]
    pub(crate) no_background_refresh: bool,
}
