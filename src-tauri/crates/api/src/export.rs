//! What other programs can take over, as files: the list of sources, and what was highlighted.

use std::path::PathBuf;

use directories::UserDirs;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::highlights;
use crate::library::Library;
use crate::views::view;

/// Names that are tried for a file before the reader is asked for one.
const MOST_NAMES: u32 = 100;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// The list of sources.
    Sources,
    /// What was highlighted.
    Highlights,
}

impl Document {
    /// How a file's name may end, the usual one first.
    #[must_use]
    pub fn endings(self) -> [&'static str; 2] {
        match self {
            Self::Sources => ["opml", "xml"],
            Self::Highlights => ["md", "markdown"],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sources => "broadsheet",
            Self::Highlights => "broadsheet-highlights",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Sources => "Type the whole path, such as /home/me/sources.opml.",
            Self::Highlights => "Type the whole path, such as /home/me/highlights.md.",
        }
    }

    fn named(self) -> &'static str {
        match self {
            Self::Sources => "Type a name that ends in .opml or .xml.",
            Self::Highlights => "Type a name that ends in .md or .markdown.",
        }
    }
}

view! {
    /// A document that was written.
    pub struct ExportedFile {
        /// Its file.
        pub path: String,
        /// How many sources or passages it has.
        pub count: u32,
    }
}

/// Every source as a list of subscriptions (OPML) in its folder, under the names by which the reader knows them, and how many there are.
///
/// # Errors
/// The library cannot be read.
pub async fn opml(library: &Library) -> Result<(String, usize), ApiError> {
    Ok(library.engine.export_opml().await?)
}

/// Writes a document into a file, by its whole path. A file that is there is written over only where the reader said so.
///
/// # Errors
/// The path is none, there is such a file, it cannot be written, or the library cannot be read.
pub async fn write(
    library: &Library,
    document: Document,
    path: &str,
    replaces: bool,
) -> Result<ExportedFile, ApiError> {
    let path = checked(path, document)?;
    let (text, count) = match document {
        Document::Sources => opml(library).await?,
        Document::Highlights => highlights::markdown(library).await?,
    };
    library.engine.write_document(path.clone(), text, replaces).await?;
    Ok(ExportedFile { path: path.display().to_string(), count: u32::try_from(count).unwrap_or(u32::MAX) })
}

/// A file for one of these among the reader's documents, which is not there yet.
///
/// # Errors
/// The system names no folder of the reader's.
pub fn place(document: Document) -> Result<String, ApiError> {
    let users = UserDirs::new().ok_or_else(no_home)?;
    let folder = users.document_dir().filter(|folder| folder.is_dir()).unwrap_or(users.home_dir());
    let day = Timestamp::now().strftime("%Y-%m-%d").to_string();
    let [ending, _] = document.endings();
    let names = (1..=MOST_NAMES).map(|at| match at {
        1 => format!("{}-{day}.{ending}", document.name()),
        at => format!("{}-{day}-{at}.{ending}", document.name()),
    });
    let mut paths = names.map(|name| folder.join(name));
    let free =
        paths.find(|path| !path.exists()).unwrap_or_else(|| folder.join(format!("{}.{ending}", document.name())));
    Ok(free.display().to_string())
}

fn checked(typed: &str, document: Document) -> Result<PathBuf, ApiError> {
    let typed = typed.trim();
    let path = match typed.strip_prefix("~/") {
        Some(rest) => UserDirs::new().ok_or_else(no_home)?.home_dir().join(rest),
        None => PathBuf::from(typed),
    };
    if !path.is_absolute() {
        return Err(ApiError::invalid("The file is not named from the root of the disk.", document.example()));
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if !ending.is_some_and(|ending| document.endings().contains(&ending.as_str())) {
        return Err(ApiError::invalid("The file has no name that other programs look for.", document.named()));
    }
    if path.file_name().is_some_and(|name| name.to_string_lossy().contains(char::is_control)) {
        return Err(ApiError::invalid(
            "The name has characters that cannot be shown.",
            "Type it on one line, without control characters.",
        ));
    }
    Ok(path)
}

fn no_home() -> ApiError {
    ApiError::invalid("This system names no folder for your files.", "Type the whole path of the file.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_paths_of_lists_are_taken() {
        let root = std::env::temp_dir();
        let taken = |name: &str| checked(&root.join(name).to_string_lossy(), Document::Sources);
        assert_eq!(taken("mine.opml").unwrap(), root.join("mine.opml"));
        assert!(taken("Mine.XML").is_ok());
        for bad in ["mine", ".bashrc", "mine.opml.sh", "a\nb.opml", ".opml"] {
            assert!(taken(bad).is_err(), "{bad:?}");
        }
        let of_highlights = |name: &str| checked(&root.join(name).to_string_lossy(), Document::Highlights);
        assert!(of_highlights("mine.md").is_ok() && of_highlights("Mine.Markdown").is_ok());
        assert!(of_highlights("mine.opml").is_err());
        for bad in ["", "mine.opml", "../mine.opml", "file:///tmp/mine.opml"] {
            assert!(checked(bad, Document::Sources).is_err(), "{bad:?}");
        }
    }
}
