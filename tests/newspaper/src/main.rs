//! Runs the test newspaper until it is killed, after one line of JSON that says where everything is.
//!
//! `newspaper [--port N] [--now UNIX_SECONDS] [--write-truth]`

#![forbid(unsafe_code)]

use newspaper::{Newspaper, Options};
use std::error::Error;
use std::io::Write;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut options = Options::default();
    let mut write_truth = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => options.first_port = arguments.next().ok_or("--port needs a number")?.parse()?,
            "--now" => options.now = arguments.next().ok_or("--now needs unix seconds")?.parse()?,
            "--write-truth" => write_truth = true,
            other => {
                return Err(
                    format!("{other} is no option; there are --port N, --now UNIX_SECONDS and --write-truth").into()
                );
            }
        }
    }
    let mut out = std::io::stdout();
    if write_truth {
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(&newspaper::truth(options.now)?)?)?);
    }
    let newspaper = Newspaper::start(options).await?;
    writeln!(out, "{}", newspaper.summary())?;
    out.flush()?;
    tokio::signal::ctrl_c().await?;
    Ok(())
}
