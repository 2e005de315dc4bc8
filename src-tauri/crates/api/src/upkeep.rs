//! Checking a library, mending it, copying it, and bringing a copy back.

use std::path::{Path, PathBuf};

use broadsheet_engine::upkeep::{self, Copied, Findings, Subject};
use broadsheet_model::ArticleId;
use serde::Serialize;

use crate::error::ApiError;
use crate::library::Library;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// What is wrong.
    pub faults: Vec<FaultView>,
    /// Archived files that were read.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Texts that were unpacked.
    pub texts: u64,
    /// Files in the media folder that nothing needs; no fault.
    pub spare_files: u64,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultView {
    /// What it concerns: `database`, `dictionary`, `file`, `file_row`, `text`, `version`, `original`, `article`, `article_row`, `value`, `loose_row`, `part` or `index`.
    pub kind: &'static str,
    /// What is wrong, in words.
    pub what: String,
}

/// What a repair did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// What was wrong and is mended.
    pub mended: Vec<String>,
    /// Articles of which something was fetched again.
    pub fetched: u32,
    /// What could not be fetched again, with the reason.
    pub not_fetched: Vec<String>,
    /// What is wrong now.
    pub after: Verification,
}

/// What a backup or a restore did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Copy {
    /// Where the copy is.
    pub path: PathBuf,
    /// Media that were copied.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Media that were there already.
    pub already_there: u64,
    /// Media among `files` that had rotted in the copy and are whole again.
    pub renewed: u64,
    /// Bytes of the library's file.
    pub database_bytes: u64,
    /// Media that are missing or are not what was stored.
    pub damaged: Vec<String>,
    /// Earlier states that were removed.
    pub removed: Vec<PathBuf>,
}

/// Checks every file, text, row and the search index of the library in a folder, also of one too damaged to be opened.
/// `told` hears of files done, and of all.
///
/// # Errors
/// There is no library, or it cannot be read at all.
pub async fn verify(folder: &Path, told: impl FnMut(u64, u64) + Send + 'static) -> Result<Verification, ApiError> {
    if !folder.join("library.db").exists() && !folder.join("media").is_dir() {
        return Err(ApiError::invalid(
            format!("There is no library in {}.", folder.display()),
            "Name its folder with --library DIR.",
        ));
    }
    Ok(verification(upkeep::verify(folder.to_owned(), told).await?))
}

/// Mends what can be mended, and fetches again what was lost. What a backup has whole comes from there: from the one in this
/// folder, or else from the one that is planned.
///
/// # Errors
/// The library cannot be written, or there is no backup in the folder.
pub async fn repair(library: &Library, backup: Option<&Path>) -> Result<Repair, ApiError> {
    let mended = library.engine.repair(backup.map(Path::to_owned)).await?;
    Ok(Repair {
        mended: mended.repaired.mended,
        fetched: mended.fetched,
        not_fetched: mended.not_fetched,
        after: verification(mended.after),
    })
}

/// Copies the library into a folder while it is in use. Media that are there already are not copied again; `keep` states of
/// the library's file stay.
///
/// # Errors
/// The folder is no place for a backup, or cannot be written.
pub async fn back_up(library: &Library, target: &Path, keep: usize) -> Result<Copy, ApiError> {
    Ok(copy(target, library.engine.back_up(target, keep).await?))
}

/// Makes a library in `folder` out of a backup, or of the earlier state of this name.
///
/// # Errors
/// There is no backup, or the folder holds a library already, or cannot be written.
pub async fn restore(source: &Path, state: Option<&Path>, folder: &Path) -> Result<Copy, ApiError> {
    let copied = upkeep::restore(source.to_owned(), state.map(Path::to_owned), folder.to_owned()).await?;
    Ok(copy(folder, copied))
}

/// What came of salvaging a damaged library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Salvage {
    /// Where the new library is.
    pub path: PathBuf,
    /// Articles that it has.
    pub articles: u64,
    /// Those of them that have a text.
    pub texts: u64,
    /// Articles that were made anew from what is left of them: what else was known of them is lost.
    pub rebuilt: u64,
    /// Rows of all tables.
    pub rows: u64,
    /// Those of them that stood in pages to which nothing leads any more.
    pub found: u64,
    /// Rows and places that cannot be read.
    pub unreadable: u64,
    /// Media that were copied, or there already.
    pub files: u64,
    /// Media that are missing or are not what was stored; their pictures are fetched again.
    pub damaged: Vec<String>,
}

/// Makes a library in `folder` out of what can still be read of the damaged one in `source`, which stays as it is.
///
/// # Errors
/// There is no library in `source`, or `folder` holds one already, or cannot be written.
pub async fn salvage(source: &Path, folder: &Path) -> Result<Salvage, ApiError> {
    let salvaged = upkeep::salvage(source.to_owned(), folder.to_owned()).await?;
    Ok(Salvage {
        path: folder.to_owned(),
        articles: salvaged.articles,
        texts: salvaged.texts,
        rebuilt: salvaged.rebuilt,
        rows: salvaged.rows,
        found: salvaged.found,
        unreadable: salvaged.unreadable + salvaged.holes,
        files: salvaged.media.files + salvaged.media.already_there,
        damaged: salvaged.media.damaged,
    })
}

/// What came of reading kept pages again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rereading {
    /// Pages that were read.
    pub read: u32,
    /// Articles that have a new version.
    pub changed: u32,
    /// Articles whose text is the same.
    pub unchanged: u32,
    /// Articles that stay as they are, because the new reading is worse.
    pub kept: Vec<KeptAsItWas>,
}

/// An article that a new reading would have made worse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptAsItWas {
    /// The article.
    pub article: i64,
    /// Why it stays as it is.
    pub why: String,
}

/// Reads the pages of kept articles again, of all or of those named: a better reading becomes a new version, a worse one
/// changes nothing.
///
/// # Errors
/// The library cannot be read or written.
pub async fn reextract(library: &Library, only: &[ArticleId]) -> Result<Rereading, ApiError> {
    let only = if only.is_empty() { None } else { Some(only.to_vec()) };
    let reread = library.engine.reextract(only).await?;
    Ok(Rereading {
        read: reread.read,
        changed: reread.changed,
        unchanged: reread.unchanged,
        kept: reread.kept.into_iter().map(|(article, why)| KeptAsItWas { article: article.0, why }).collect(),
    })
}

/// Tells of a change ([`LibraryEvent::Changed`](crate::LibraryEvent::Changed)) where another program has written to the library
/// since it was opened or since this was asked last.
///
/// # Errors
/// The library cannot be read.
pub async fn look_elsewhere(library: &Library) -> Result<(), ApiError> {
    Ok(library.engine.look_elsewhere().await?)
}

/// Looks at the pictures that nobody has looked at yet, such as those of an older library.
///
/// # Errors
/// The library cannot be written.
pub async fn look_at_pictures(library: &Library) -> Result<(), ApiError> {
    Ok(library.engine.look_at_pictures().await?)
}

/// What compacting a library brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compacted {
    /// Bytes of the library's file before.
    pub before: u64,
    /// Bytes of it now.
    pub after: u64,
}

/// Gives the library in a folder the pages of today, before it is opened, where no program has it open.
///
/// # Errors
/// It cannot be written, or there is no room for a second copy of its file; then it stays as it is.
pub async fn enlarge_pages(folder: &Path) -> Result<(), ApiError> {
    upkeep::enlarge_pages(folder.to_owned()).await?;
    Ok(())
}

/// Makes the library as small as it gets: texts are packed harder, the search index is merged, free room goes back to the disk.
///
/// # Errors
/// The library cannot be written; what was done stays done.
pub async fn compact(library: &Library) -> Result<(), ApiError> {
    Ok(library.engine.compact(true).await?)
}

/// The same behind a window: half the time is left to others, and a large file is not written anew.
///
/// # Errors
/// The library cannot be written; what was done stays done.
pub async fn compact_behind(library: &Library) -> Result<(), ApiError> {
    Ok(library.engine.compact(false).await?)
}

/// Bytes of the library's file in a folder; 0 where there is none.
#[must_use]
pub fn file_bytes(folder: &Path) -> u64 {
    ["library.db", "library.db-wal"]
        .iter()
        .filter_map(|name| std::fs::metadata(folder.join(name)).ok())
        .map(|found| found.len())
        .sum()
}

fn verification(findings: Findings) -> Verification {
    let faults: Vec<FaultView> =
        findings.faults.into_iter().map(|fault| FaultView { kind: kind(&fault.subject), what: fault.what }).collect();
    Verification {
        ok: faults.is_empty(),
        faults,
        files: findings.files,
        bytes: findings.bytes,
        texts: findings.texts,
        spare_files: findings.spare_files,
    }
}

fn kind(subject: &Subject) -> &'static str {
    match subject {
        Subject::Database => "database",
        Subject::Dictionary(_) => "dictionary",
        Subject::Asset(_) => "file",
        Subject::AssetRow(_) => "file_row",
        Subject::Text { .. } => "text",
        Subject::Version { .. } => "version",
        Subject::Original(_) => "original",
        Subject::Article(_) => "article",
        Subject::ArticleRow(_) => "article_row",
        Subject::Index => "index",
        Subject::Value { .. } => "value",
        Subject::LooseRow { .. } => "loose_row",
        Subject::Part { .. } => "part",
    }
}

pub(crate) fn copy(path: &Path, copied: Copied) -> Copy {
    Copy {
        path: path.to_owned(),
        files: copied.files,
        bytes: copied.bytes,
        already_there: copied.already_there,
        renewed: copied.renewed,
        database_bytes: copied.database_bytes,
        damaged: copied.damaged,
        removed: copied.removed,
    }
}
