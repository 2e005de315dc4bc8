//! Articles marked as read together, and that taken back.

use broadsheet_api::paper::{self, Shelf};
use broadsheet_api::{Library, MarkedRead, articles};
use broadsheet_model::Section;
use serde_json::json;

use crate::Failure;
use crate::print;

/// Marks a section's articles as read, or all.
pub(crate) async fn mark(library: &Library, section: Option<Section>, json: bool) -> Result<(), Failure> {
    let shelf = section.map_or(Shelf::Everything, Shelf::Section);
    let newest = paper::newest(library, shelf, false, 1).await?;
    let marked = match newest.articles.first() {
        Some(newest) => articles::mark_section_read(library, section, newest.id).await?,
        None => MarkedRead::default(),
    };
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
