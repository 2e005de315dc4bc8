//! Folders in which the reader keeps sources. A folder is named by the way to it, as [`Folder`] is written out: `News/Europe`.

use broadsheet_engine::{EngineError, FolderTotals, StoreError};
use broadsheet_model::{FeedId, Folder};

use crate::error::{ApiError, ErrorCode};
use crate::library::Library;
use crate::source_views::{FolderView, SourceView};
use crate::sources;
use crate::typed_names::{is_seen, refuse_unseen};

/// Folders that are named to somebody who looks for one that is not there.
const MOST_NAMED: usize = 20;

/// Every folder, each before those within it, in the reader's order; by name where there is none.
///
/// # Errors
/// The library cannot be read.
pub async fn all(library: &Library) -> Result<Vec<FolderView>, ApiError> {
    let folders = library.engine.library(|library| library.folders()).await?;
    Ok(folders.iter().map(view).collect())
}

/// Puts sources into a folder, which is made by that where none is called so, however it is capitalised; without a folder, takes
/// each out of the one that it lies in.
///
/// # Errors
/// The name is none, there is no such source, or the library cannot be written. Nothing is moved then.
pub async fn move_sources(
    library: &Library,
    sources: Vec<FeedId>,
    to: Option<&str>,
) -> Result<Vec<SourceView>, ApiError> {
    let folder = match to {
        None => None,
        Some(written) => Some(wanted(Folder::names_of(written), &there(library).await?)?),
    };
    library.engine.move_to_folder(sources.clone(), folder).await?;
    sources::these(library, sources).await
}

/// Gives a folder another name; what lies in it stays there. A `/` in it belongs to the name.
///
/// # Errors
/// There is no such folder, the name is none or taken, or the library cannot be written.
pub async fn rename(library: &Library, folder: &str, name: &str) -> Result<FolderView, ApiError> {
    let folder = meant(library, folder).await?;
    let mut names = folder.names().to_vec();
    if let Some(own) = names.last_mut() {
        *own = name.trim().to_owned();
    }
    let to = checked(names)?;
    put(library, folder, to).await
}

/// Moves a folder, with what lies in it, into another one, which is made by that where none is called so; to the top without one.
///
/// # Errors
/// There is no such folder, the other one is this one or lies in it, holds one of that name already, or lies too deep, or the
/// library cannot be written. Nothing is moved then.
pub async fn move_folder(library: &Library, folder: &str, into: Option<&str>) -> Result<FolderView, ApiError> {
    let folder = meant(library, folder).await?;
    let mut names = match into {
        None => Vec::new(),
        Some(written) => wanted(Folder::names_of(written), &there(library).await?)?.names().to_vec(),
    };
    if names.starts_with(folder.names()) {
        let inner = Folder::of(names).filter(|inner| *inner != folder);
        let why = match inner {
            None => "A folder cannot be moved into itself.".to_owned(),
            Some(inner) => format!("The folder “{folder}” cannot be moved into “{inner}”, which lies within it."),
        };
        return Err(ApiError::invalid(why, "Choose a folder that does not lie in it, or the top."));
    }
    names.push(folder.name().to_owned());
    let to = checked(names)?;
    put(library, folder, to).await
}

/// Gives a folder another place among those that lie where it lies: `to` others stand before it then, or all of them where that is
/// more. Answers at which it stood.
///
/// # Errors
/// There is no such folder, or the library cannot be written.
pub async fn order(library: &Library, folder: &str, to: usize) -> Result<usize, ApiError> {
    let folder = meant(library, folder).await?;
    Ok(library.engine.order_folder(folder, to).await?)
}

/// Puts a folder in a place where none is called so, however it is capitalised.
async fn put(library: &Library, folder: Folder, to: Folder) -> Result<FolderView, ApiError> {
    let others: Vec<Folder> = there(library).await?.into_iter().filter(|other| *other != folder).collect();
    if let Some(other) = like(to.names(), &others) {
        return Err(EngineError::from(StoreError::FolderTaken(other.to_string())).into());
    }
    library.engine.move_folder(folder, to.clone()).await?;
    one(library, &to).await
}

/// Removes a folder. The sources and folders in it then lie where it lay.
///
/// # Errors
/// There is no such folder, or the library cannot be written.
pub async fn remove(library: &Library, folder: &str) -> Result<(), ApiError> {
    let folder = meant(library, folder).await?;
    Ok(library.engine.remove_folder(folder).await?)
}

/// The folder that a person means, however it is capitalised; its own name is enough where no other has it.
///
/// # Errors
/// There is none, or there are several.
pub async fn named(library: &Library, written: &str) -> Result<FolderView, ApiError> {
    let there = there(library).await?;
    if let Some(folder) = like(&Folder::names_of(written), &there) {
        return one(library, folder).await;
    }
    let mut by_name = there.iter().filter(|folder| same(folder.name(), written.trim()));
    match (by_name.next(), by_name.next()) {
        (Some(folder), None) => one(library, folder).await,
        _ => Err(unknown(written, &there)),
    }
}

/// The folder that is written out just as it is.
pub(crate) async fn meant(library: &Library, written: &str) -> Result<Folder, ApiError> {
    let there = there(library).await?;
    let found = there.iter().find(|folder| folder.names() == Folder::names_of(written)).cloned();
    found.ok_or_else(|| unknown(written, &there))
}

pub(crate) fn view(totals: &FolderTotals) -> FolderView {
    let folder = &totals.folder;
    let depth = u32::try_from(folder.names().len()).unwrap_or(u32::MAX);
    FolderView {
        folder: folder.to_string(),
        name: folder.name().to_owned(),
        depth,
        sources: totals.sources,
        unread: totals.unread,
    }
}

async fn there(library: &Library) -> Result<Vec<Folder>, ApiError> {
    let folders = library.engine.library(|library| library.folders()).await?;
    Ok(folders.into_iter().map(|totals| totals.folder).collect())
}

async fn one(library: &Library, folder: &Folder) -> Result<FolderView, ApiError> {
    let folders = library.engine.library(|library| library.folders()).await?;
    let found = folders.into_iter().find(|totals| totals.folder == *folder);
    Ok(view(&found.unwrap_or_else(|| FolderTotals { folder: folder.clone(), sources: 0, unread: 0 })))
}

/// The folder that typed names mean: one of those that are there, or a new one within the innermost that is.
fn wanted(names: Vec<String>, there: &[Folder]) -> Result<Folder, ApiError> {
    let depths = (1..=names.len()).rev();
    let known = depths.filter_map(|depth| like(names.get(..depth)?, there)).next();
    let known = known.map_or(&[][..], Folder::names);
    checked(known.iter().chain(names.iter().skip(known.len())).cloned().collect())
}

/// The folder with these names: just so, or else however they are capitalised.
fn like<'a>(names: &[String], there: &'a [Folder]) -> Option<&'a Folder> {
    let alike = |folder: &&Folder| {
        folder.names().len() == names.len() && folder.names().iter().zip(names).all(|(one, other)| same(one, other))
    };
    there.iter().find(|folder| folder.names() == names).or_else(|| there.iter().find(alike))
}

fn same(name: &str, other: &str) -> bool {
    name.to_lowercase() == other.to_lowercase()
}

fn checked(names: Vec<String>) -> Result<Folder, ApiError> {
    let deepest = Folder::DEEPEST;
    if names.len() > deepest {
        let message = format!("A folder lies within at most {} others.", deepest - 1);
        return Err(ApiError::invalid(message, "Choose a folder further out."));
    }
    if names.iter().any(|name| !is_seen(name)) {
        return Err(ApiError::invalid("A folder needs a name.", "Type a name for the folder, such as News."));
    }
    names.iter().try_for_each(|name| refuse_unseen(name))?;
    // Only its length is left to be wrong.
    Folder::of(names).ok_or_else(|| {
        let hint = format!("Type a name of at most {} characters.", Folder::LONGEST_NAME);
        ApiError::invalid("The name is too long.", &hint)
    })
}

fn unknown(written: &str, there: &[Folder]) -> ApiError {
    let names: Vec<String> = there.iter().take(MOST_NAMED).map(Folder::to_string).collect();
    let hint = match there.len().saturating_sub(names.len()) {
        0 if names.is_empty() => "You have no folders yet; moving a source into one makes it.".to_owned(),
        0 => format!("Your folders: {}.", names.join(", ")),
        more => format!("Your folders: {}, and {more} more.", names.join(", ")),
    };
    ApiError {
        code: ErrorCode::NotFound,
        message: format!("There is no folder “{written}”."),
        hint: Some(hint),
        retryable: false,
    }
}
