//! Reading lists.

use broadsheet_model::{ArticleId, ListId};
use jiff::Timestamp;

use crate::convert;
use crate::error::ApiError;
use crate::library::Library;
use crate::typed_names::{is_seen, refuse_unseen};
use crate::views::{ListPage, ListView};

/// Characters that a list's name may have.
const LONGEST_NAME: usize = 80;

/// Every list, in the reader's order.
///
/// # Errors
/// The library cannot be read.
pub async fn all(library: &Library) -> Result<Vec<ListView>, ApiError> {
    let lists = library.engine.library(|library| library.lists()).await?;
    Ok(lists.iter().map(convert::list).collect())
}

/// One list with its articles, in the reader's order.
///
/// # Errors
/// There is no such list, or the library cannot be read.
pub async fn page(library: &Library, list: ListId) -> Result<ListPage, ApiError> {
    let (found, cards) =
        library.engine.library(move |library| Ok((library.list(list)?, library.list_cards(list)?))).await?;
    Ok(ListPage { list: convert::list(&found), articles: library.cards(&cards) })
}

/// Makes a list.
///
/// # Errors
/// The name is empty, too long or taken, or has characters that cannot be shown, or the library cannot be written.
pub async fn create(library: &Library, name: &str) -> Result<ListView, ApiError> {
    let name = checked(name)?;
    let now = Timestamp::now();
    let list = library
        .engine
        .library(move |library| {
            let id = library.create_list(&name, now)?;
            library.list(id)
        })
        .await?;
    Ok(convert::list(&list))
}

/// Renames a list.
///
/// # Errors
/// The name is empty, too long or taken, or has characters that cannot be shown, there is no such list, or the library cannot be written.
pub async fn rename(library: &Library, list: ListId, name: &str) -> Result<ListView, ApiError> {
    let name = checked(name)?;
    let list = library
        .engine
        .library(move |library| {
            library.rename_list(list, &name)?;
            library.list(list)
        })
        .await?;
    Ok(convert::list(&list))
}

/// Deletes a list of the reader's own; its articles stay in the library.
///
/// # Errors
/// There is no such list, it is the one that every library has, or the library cannot be written.
pub async fn delete(library: &Library, list: ListId) -> Result<(), ApiError> {
    let found = library.engine.library(move |library| library.list(list)).await?;
    if found.is_read_later {
        return Err(ApiError::invalid(
            format!("“{}” is the list that every library has; it stays.", found.name),
            "Take articles off it one by one, or make a list of your own.",
        ));
    }
    Ok(library.engine.library(move |library| library.delete_list(list)).await?)
}

/// Puts an article at the end of a list.
///
/// # Errors
/// There is no such list or article, or the library cannot be written.
pub async fn add(library: &Library, list: ListId, article: ArticleId) -> Result<ListPage, ApiError> {
    let now = Timestamp::now();
    library.engine.library(move |library| library.add_to_list(list, article, now)).await?;
    page(library, list).await
}

/// Takes an article off a list.
///
/// # Errors
/// There is no such list, or the library cannot be written.
pub async fn remove(library: &Library, list: ListId, article: ArticleId) -> Result<ListPage, ApiError> {
    library.engine.library(move |library| library.remove_from_list(list, article)).await?;
    page(library, list).await
}

/// Moves an article to place `to` of a list, counted from 0.
///
/// # Errors
/// The article is not on the list, or the library cannot be written.
pub async fn reorder(library: &Library, list: ListId, article: ArticleId, to: usize) -> Result<ListPage, ApiError> {
    library.engine.library(move |library| library.move_in_list(list, article, to)).await?;
    page(library, list).await
}

/// The list that a person means by a name or a number.
///
/// # Errors
/// There is none.
pub async fn named(library: &Library, name: &str) -> Result<ListView, ApiError> {
    let lists = all(library).await?;
    let by_name = lists.iter().find(|list| list.name.eq_ignore_ascii_case(name.trim()));
    let found = by_name.or_else(|| lists.iter().find(|list| list.id.to_string() == name.trim()));
    found.cloned().ok_or_else(|| {
        let names: Vec<&str> = lists.iter().map(|list| list.name.as_str()).collect();
        ApiError::invalid(
            format!("There is no list named “{name}”."),
            &format!("Your lists: {}. Make a new one with “lists create NAME”.", names.join(", ")),
        )
    })
}

fn checked(name: &str) -> Result<String, ApiError> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !is_seen(&name) {
        return Err(ApiError::invalid("A list needs a name.", "Type a name for the list."));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(ApiError::invalid("The name is too long.", "Type a name of at most 80 characters."));
    }
    refuse_unseen(&name)?;
    Ok(name)
}
