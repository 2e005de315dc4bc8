//! What can be typed to change reading lists, folders and highlights.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum ListCommand {
    /// Show the articles of a list
    Show {
        /// The list's name
        name: String,
    },
    /// Make a list
    Create {
        /// Its name
        name: String,
    },
    /// Rename a list
    Rename {
        /// The list's name
        name: String,
        /// Its new name
        to: String,
    },
    /// Delete a list of your own; its articles stay
    Delete {
        /// The list's name
        name: String,
    },
    /// Put an article at the end of a list
    Add {
        /// The list's name
        name: String,
        /// The article's number
        article: i64,
    },
    /// Take an article off a list
    Remove {
        /// The list's name
        name: String,
        /// The article's number
        article: i64,
    },
    /// Move an article to another place of a list
    Move {
        /// The list's name
        name: String,
        /// The article's number
        article: i64,
        /// Its new place, counted from 1
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        place: u32,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum FolderCommand {
    /// Put sources into a folder, which is made where there is none
    Add {
        /// The folder, such as News, or News/Europe for one within another
        folder: String,
        /// The sources' numbers, as `sources` shows them
        #[arg(required = true)]
        sources: Vec<i64>,
    },
    /// Take sources out of the folder that each lies in
    Remove {
        /// The sources' numbers, as `sources` shows them
        #[arg(required = true)]
        sources: Vec<i64>,
    },
    /// Rename a folder; a / in its new name belongs to the name
    Rename {
        /// The folder
        folder: String,
        /// Its new name
        to: String,
    },
    /// Move a folder, with what lies in it, into another one; to the top without one
    Move {
        /// The folder
        folder: String,
        /// The folder that it is to lie in, which is made where there is none
        into: Option<String>,
    },
    /// Give a folder another place among those that lie where it lies
    Order {
        /// Its name, or the way to it: News/Europe
        folder: String,
        /// Its place, 1 for the first
        place: std::num::NonZeroUsize,
    },
    /// Delete a folder; its sources stay, and lie where it lay
    Delete {
        /// The folder
        folder: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum HighlightCommand {
    /// Highlight words of an article's text, which keeps the article for good
    Add {
        /// The article's number
        article: i64,
        /// The words, as they stand there
        words: String,
        /// What you have to say of them
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Write another note beside a passage
    Note {
        /// The highlight's number
        highlight: i64,
        /// The note; empty for none
        note: String,
    },
    /// Take a highlight away, with its note
    Remove {
        /// The highlight's number
        highlight: i64,
    },
}
