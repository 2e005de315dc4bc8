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

    /// Gives a folder another place among those that lie where it lies: `to` others stand before it then. Answers at which it stood.
    ///
    /// # Errors
    /// There is no such folder, or the library cannot be written.
    pub async fn order_folder(&self, folder: Folder, to: usize) -> Result<usize, EngineError> {
        let stood = self.library(move |library| library.order_folder(&folder, to)).await?;
        self.tell(Event::Changed);
        Ok(stood)
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

/// The folder that another reader's names mean, each made fit to be shown; those of which nothing is left are passed over. Tells also
/// in words what of the names could not be kept.
pub(crate) fn folder_of(names: &[String]) -> (Option<Folder>, Option<String>) {
    // An ellipsis stands for what is cut off.
    let most = Folder::LONGEST_NAME - 1;
    let is_cut = |name: &str, fit: &str| fit.ends_with('…') && !name.trim().ends_with('…');
    let (mut fit_names, mut cut) = (Vec::new(), None);
    for name in names {
        let fit = fields::line(name.trim(), most).trim().to_owned();
        if is_cut(name, &fit) {
            cut = Some(format!("The name of its folder was too long, and is “{fit}” now."));
        }
        if !fit.is_empty() {
            fit_names.push(fit);
        }
    }
    if fit_names.len() > Folder::DEEPEST {
        let why =
            format!("Its folder lies within more than {} others, so that it was put into none.", Folder::DEEPEST - 1);
        return (None, Some(why));
    }
    (Folder::of(fit_names), cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_another_reader_are_made_fit() {
        let of = |names: &[&str]| {
            folder_of(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
                .0
                .map(|folder| folder.names().to_vec())
        };
        assert_eq!(of(&[" News ", "", "A\u{1f}B\nC", "\u{202e}"]).unwrap(), ["News", "AB C"]);
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[" ", "\u{7}"]), None);
        assert_eq!(of(&[&"x".repeat(9_000)]).unwrap()[0].chars().count(), Folder::LONGEST_NAME);
        let said = |names: Vec<String>| folder_of(&names).1;
        assert!(said(vec!["x".repeat(200)]).unwrap().contains("too long"));
        assert!(said(vec!["x".to_owned(); 17]).unwrap().contains("put into none"));
        assert_eq!(said(vec!["x".repeat(Folder::LONGEST_NAME - 1), "And so on…".to_owned()]), None);
    }
}
