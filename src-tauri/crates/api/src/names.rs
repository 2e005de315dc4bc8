//! What the reader calls sources and publications.

use broadsheet_model::{FeedId, PublicationId};

use crate::error::ApiError;
use crate::library::Library;
use crate::source_views::SourceView;
use crate::sources;
use crate::typed_names::refuse_unseen;
use crate::views::PublicationView;

/// Characters that a name may have.
const LONGEST_NAME: usize = 120;

/// Gives a source a name of the reader's own; an empty one brings back its publisher's. Its articles are shown under that
/// name too where it is the only source of its publication.
///
/// # Errors
/// The name is too long or has characters that cannot be shown, there is no such source, or the library cannot be written.
pub async fn rename_source(library: &Library, id: FeedId, name: &str) -> Result<SourceView, ApiError> {
    library.engine.rename_source(id, checked(name)?).await?;
    sources::one(library, id).await
}

/// Gives a publication a name of the reader's own; an empty one brings back its own.
///
/// # Errors
/// The name is too long or has characters that cannot be shown, there is no such publication, or the library cannot be written.
pub async fn rename_publication(library: &Library, id: PublicationId, name: &str) -> Result<PublicationView, ApiError> {
    library.engine.rename_publication(id, checked(name)?).await?;
    let publication = library.engine.library(move |library| library.publication(id)).await?;
    Ok(library.publication(&publication))
}

fn checked(name: &str) -> Result<String, ApiError> {
    if name.trim().chars().count() > LONGEST_NAME {
        return Err(ApiError::invalid("The name is too long.", "Type a name of at most 120 characters."));
    }
    // Line breaks become spaces.
    refuse_unseen(&name.split_whitespace().collect::<Vec<_>>().join(" "))?;
    Ok(name.to_owned())
}
