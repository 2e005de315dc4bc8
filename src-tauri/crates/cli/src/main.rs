//! The `broadsheet` command: the library at a prompt, in scripts and in pipes.
//!
//! Start at [`arguments`], which names every command. Each one asks `api` and prints the answer: words for people, or JSON
//! with `--json`. The commands that take `--jsonl` are in [`streams`]. Exit codes: 0 done, 1 failed, 2 misused.

mod arguments;
mod changes;
mod commands;
mod download;
mod folders;
mod highlights;
mod input;
mod keeping;
mod naming;
mod pace;
mod print;
mod progress;
mod reading;
mod reading_lists;
mod report;
mod streams;

use std::process::ExitCode;

use broadsheet_api::{ApiError, ErrorCode};
use clap::Parser;

use crate::arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    match commands::run(arguments) {
        Ok(code) => code,
        Err(Failure::Api(error)) => {
            print::failure(&error, json);
            ExitCode::FAILURE
        }
        // A reader of our output that went away, such as `head`, is no fault.
        Err(Failure::Io(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Io(error)) => {
            let told = ApiError {
                code: ErrorCode::Internal,
                message: error.to_string(),
                hint: Some("Check where the command reads from and writes to, then try again.".to_owned()),
                retryable: true,
            };
            print::failure(&told, json);
            ExitCode::FAILURE
        }
    }
}

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    Api(ApiError),
    Io(std::io::Error),
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
