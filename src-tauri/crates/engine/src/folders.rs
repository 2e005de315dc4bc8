//! Folders in which the reader keeps sources.

use broadsheet_model::{FeedId, Folder};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::fields;
use crate::progress::Event;

impl Engine {
    /// Puts sources into a folder, which is made by that; without one, takes each out of the one that it lies in.
    ///
    /// # Errors
    /// There is no such source, or the library cannot be written. Nothing is moved then.
    pub async fn move_to_folder(&self, ids: Vec<FeedId>, folder: Option<Folder>) -> Result<(), EngineError> {
        self.library(move |library| library.set_folder(&ids, folder.as_ref())).await?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// Gives a folder another name, or another place, or both; what lies in it goes along.
    ///
    /// # Errors
    /// There is no such folder, another one has the name there, the place lies within it or too deep, or the library cannot be
    /// written.
    pub async fn move_folder(&self, folder: Folder, to: Folder) -> Result<(), EngineError> {
        self.library(move |library| library.move_folder(&folder, &to)).await?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// Removes a folder. The sources and folders in it then lie where it lay.
    ///
    /// # Errors
    /// There is no such folder, or the library cannot be written.
    pub async fn remove_folder(&self, folder: Folder) -> Result<(), EngineError> {
        self.library(move |library| library.remove_folder(&folder)).await?;
        self.tell(Event::Changed);
        Ok(())
    }
}

/// The folder that another reader's names mean, each made fit to be shown; those of which nothing is left are passed over.
pub(crate) fn folder_of(names: &[String]) -> Option<Folder> {
    // An ellipsis stands for what is cut off.
    let most = Folder::LONGEST_NAME - 1;
    let names = names.iter().map(|name| fields::line(name.trim(), most).trim().to_owned());
    Folder::of(names.filter(|name| !name.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_another_reader_are_made_fit() {
        let of = |names: &[&str]| {
            folder_of(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
                .map(|folder| folder.names().to_vec())
        };
        assert_eq!(of(&[" News ", "", "A\u{1f}B\nC", "\u{202e}"]).unwrap(), ["News", "AB C"]);
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[" ", "\u{7}"]), None);
        assert_eq!(of(&[&"x".repeat(9_000)]).unwrap()[0].chars().count(), Folder::LONGEST_NAME);
    }
}
