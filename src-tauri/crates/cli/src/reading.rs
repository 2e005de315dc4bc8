//! Articles marked as read together, and that taken back.

use broadsheet_api::paper::{self, Shelf};
use broadsheet_api::{ApiError, Library, articles, folders};
use serde_json::json;

use crate::Failure;
use crate::print;

/// The shelf of a folder that a person named.
pub(crate) async fn folder(library: &Library, name: &str) -> Result<Shelf, ApiError> {
    paper::shelf_of_folder(library, &folders::named(library, name).await?.folder).await
}

/// Marks the articles of a shelf as read.
pub(crate) async fn mark(library: &Library, shelf: Shelf, json: bool) -> Result<(), Failure> {
    let marked = articles::mark_all_read(library, shelf, None).await?;
    print::answer(json, &marked, |marked| {
        print::line(&format!(
            "{} marked as read. Take it back with “broadsheet mark-read --undo {}”.",
            count(marked.articles),
            marked.at
        ))
    })?;
    Ok(())
}

/// Takes back what was marked at a time.
pub(crate) async fn take_back(library: &Library, at: i64, json: bool) -> Result<(), Failure> {
    let articles = articles::take_back_read(library, at).await?;
    print::answer(json, &json!({"articles": articles}), |_| {
        print::line(&format!("{} unread again.", count(articles)))
    })?;
    Ok(())
}

fn count(articles: u32) -> String {
    format!("{articles} {}", if articles == 1 { "article" } else { "articles" })
}
