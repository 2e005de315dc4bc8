//! What the reader calls a source, and the list of sources that other readers can take over.

use std::path::Path;

use broadsheet_api::{ErrorCode, Library, SourceView, export, names, sources};
use broadsheet_model::FeedId;
use serde_json::json;

use crate::print;
use crate::{ApiError, Failure};

/// Gives a source a name of the reader's own, or its publication; an empty one brings back the publisher's.
pub(crate) async fn rename(
    library: &Library,
    source: FeedId,
    name: &str,
    publication: bool,
) -> Result<SourceView, ApiError> {
    if !publication {
        return names::rename_source(library, source, name).await;
    }
    let found = sources::one(library, source).await?;
    names::rename_publication(library, found.publication.id, name).await?;
    sources::one(library, source).await
}

/// Writes every source as OPML, into a file or to the standard output.
pub(crate) async fn export(library: &Library, file: Option<&Path>, json: bool) -> Result<(), Failure> {
    let (document, sources) = export::opml(library).await?;
    let Some(file) = file.filter(|file| file.as_os_str() != "-") else {
        return Ok(print::line(document.trim_end())?);
    };
    std::fs::write(file, document).map_err(|error| ApiError {
        code: ErrorCode::Internal,
        message: format!("{} cannot be written: {error}.", file.display()),
        hint: Some("Give the name of a file in a folder that you can write to.".to_owned()),
        retryable: true,
    })?;
    print::answer(json, &json!({"file": file, "sources": sources}), |_| {
        print::line(&format!("{sources} sources written to {}.", file.display()))
    })?;
    Ok(())
}
