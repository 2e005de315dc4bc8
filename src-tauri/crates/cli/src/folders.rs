//! Folders of sources: which there are, and what lies in them.

use broadsheet_api::{Library, folders};
use broadsheet_model::FeedId;
use serde_json::json;

use crate::Failure;
use crate::changes::FolderCommand;
use crate::print;

/// Shows the folders, or changes one.
pub(crate) async fn run(library: &Library, change: Option<FolderCommand>, json: bool) -> Result<(), Failure> {
    match change {
        None => {
            let all = folders::all(library).await?;
            print::answer(json, all.as_slice(), print::folders)?;
        }
        Some(FolderCommand::Add { folder, sources }) => put(library, &sources, Some(&folder), json).await?,
        Some(FolderCommand::Remove { sources }) => put(library, &sources, None, json).await?,
        Some(FolderCommand::Rename { folder, to }) => {
            let folder = folders::named(library, &folder).await?.folder;
            let renamed = folders::rename(library, &folder, &to).await?;
            print::answer(json, &renamed, print::folder)?;
        }
        Some(FolderCommand::Move { folder, into }) => {
            let folder = folders::named(library, &folder).await?.folder;
            let moved = folders::move_folder(library, &folder, into.as_deref()).await?;
            print::answer(json, &moved, print::folder)?;
        }
        Some(FolderCommand::Order { folder, place }) => {
            let folder = folders::named(library, &folder).await?.folder;
            folders::order(library, &folder, place.get() - 1).await?;
            let all = folders::all(library).await?;
            print::answer(json, all.as_slice(), print::folders)?;
        }
        Some(FolderCommand::Delete { folder }) => {
            let folder = folders::named(library, &folder).await?.folder;
            folders::remove(library, &folder).await?;
            print::answer(json, &json!({"deleted": folder}), |_| print::line("Deleted. Its sources stay."))?;
        }
    }
    Ok(())
}

/// Puts sources into a folder, or out of any. None is moved unless all of them are there.
async fn put(library: &Library, numbers: &[i64], folder: Option<&str>, json: bool) -> Result<(), Failure> {
    let sources = numbers.iter().map(|number| FeedId(*number)).collect();
    let moved = folders::move_sources(library, sources, folder).await?;
    Ok(print::answer(json, moved.as_slice(), print::sources)?)
}
