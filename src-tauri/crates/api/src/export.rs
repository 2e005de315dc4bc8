//! The list of sources that other readers can take over.

use std::path::PathBuf;

use directories::UserDirs;
use jiff::Timestamp;

use crate::error::ApiError;
use crate::library::Library;
use crate::source_views::ExportedSources;

/// Names that are tried for a file before the reader is asked for one.
const MOST_NAMES: u32 = 100;

/// Every source as a list of subscriptions (OPML) in its folder, under the names by which the reader knows them, and how many there are.
///
/// # Errors
/// The library cannot be read.
pub async fn opml(library: &Library) -> Result<(String, usize), ApiError> {
    Ok(library.engine.export_opml().await?)
}

/// Writes that list into a file, by its whole path. A file that is there is written over only where the reader said so.
///
/// # Errors
/// The path is none, there is such a file, it cannot be written, or the library cannot be read.
pub async fn opml_to(library: &Library, path: &str, replaces: bool) -> Result<ExportedSources, ApiError> {
    let path = checked(path)?;
    let sources = library.engine.export_opml_to(path.clone(), replaces).await?;
    Ok(ExportedSources { path: path.display().to_string(), sources: u32::try_from(sources).unwrap_or(u32::MAX) })
}

/// A file for that list among the reader's documents, which is not there yet.
///
/// # Errors
/// The system names no folder of the reader's.
pub fn place() -> Result<String, ApiError> {
    let users = UserDirs::new().ok_or_else(no_home)?;
    let folder = users.document_dir().filter(|folder| folder.is_dir()).unwrap_or(users.home_dir());
    let day = Timestamp::now().strftime("%Y-%m-%d").to_string();
    let names = (1..=MOST_NAMES).map(|at| match at {
        1 => format!("broadsheet-{day}.opml"),
        at => format!("broadsheet-{day}-{at}.opml"),
    });
    let mut paths = names.map(|name| folder.join(name));
    let free = paths.find(|path| !path.exists()).unwrap_or_else(|| folder.join("broadsheet.opml"));
    Ok(free.display().to_string())
}

fn checked(typed: &str) -> Result<PathBuf, ApiError> {
    let typed = typed.trim();
    let path = match typed.strip_prefix("~/") {
        Some(rest) => UserDirs::new().ok_or_else(no_home)?.home_dir().join(rest),
        None => PathBuf::from(typed),
    };
    if !path.is_absolute() {
        return Err(ApiError::invalid(
            "The file is not named from the root of the disk.",
            "Type the whole path, such as /home/me/sources.opml.",
        ));
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if !matches!(ending.as_deref(), Some("opml" | "xml")) {
        return Err(ApiError::invalid(
            "The file has no name that other readers look for.",
            "Type a name that ends in .opml or .xml.",
        ));
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
        let taken = |name: &str| checked(&root.join(name).to_string_lossy());
        assert_eq!(taken("mine.opml").unwrap(), root.join("mine.opml"));
        assert!(taken("Mine.XML").is_ok());
        for bad in ["mine", ".bashrc", "mine.opml.sh", "a\nb.opml", ".opml"] {
            assert!(taken(bad).is_err(), "{bad:?}");
        }
        for bad in ["", "mine.opml", "../mine.opml", "file:///tmp/mine.opml"] {
            assert!(checked(bad).is_err(), "{bad:?}");
        }
    }
}
