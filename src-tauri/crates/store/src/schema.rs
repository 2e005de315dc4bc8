//! The library file's format: its mark, its version, and the numbered migrations that lead from each to the next.

use std::path::Path;

use fs_err as fs;
use rusqlite::Connection;

use crate::article_seal;
use crate::error::StoreError;
use crate::parts;

/// Marks the file as ours (“BrSh”), so that no other program's database is taken for a library.
const APPLICATION_ID: i64 = 0x4272_5368;

/// The first format in which articles bear a seal.
const FIRST_SEALED: i64 = 17;

/// Never edited once released; a change is a new file at the end.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_library.sql"),
    include_str!("../migrations/0002_fetching.sql"),
    include_str!("../migrations/0003_packed.sql"),
    include_str!("../migrations/0004_kept_whole.sql"),
    include_str!("../migrations/0005_sources.sql"),
    include_str!("../migrations/0006_pictures.sql"),
    include_str!("../migrations/0007_page_facts.sql"),
    include_str!("../migrations/0008_notified.sql"),
    include_str!("../migrations/0009_highlights.sql"),
    include_str!("../migrations/0010_smaller.sql"),
    include_str!("../migrations/0011_merged_later.sql"),
    include_str!("../migrations/0012_loose_originals.sql"),
    include_str!("../migrations/0013_own_names.sql"),
    include_str!("../migrations/0014_folders.sql"),
    include_str!("../migrations/0015_counts_and_pace.sql"),
    include_str!("../migrations/0016_enclosures.sql"),
    include_str!("../migrations/0017_article_seal.sql"),
];

/// The newest format that this program knows.
pub(crate) fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// The format of an open file; 0 for a new one.
pub(crate) fn version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Refuses files that are no library, and libraries of a later format.
pub(crate) fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let not_ours = || StoreError::NotALibrary { path: path.to_owned() };
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(|error| {
            match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::NotADatabase) => not_ours(),
                _ => error.into(),
            }
        })?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if application != APPLICATION_ID && tables > 0 {
        return Err(not_ours());
    }
    let found = version(connection)?;
    if found > newest() {
        let folder = path.parent().unwrap_or(path).to_owned();
        return Err(StoreError::Newer { path: folder, found, known: newest() });
    }
    Ok(())
}

/// Brings the file to the newest format. An existing file is copied beside itself first.
pub(crate) fn migrate(connection: &mut Connection, folder: &Path) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found >= newest() {
        return Ok(());
    }
    if parts::are_newest(connection)? {
        // It has the parts of the newest format, so that a bit of its number has flipped.
        connection.pragma_update(None, "user_version", newest())?;
        return Ok(());
    }
    if found > 0 {
        copy_before(connection, folder, found)?;
    }
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another program may have migrated while we waited for the lock.
    let found = version(&transaction)?;
    let done = usize::try_from(found).unwrap_or_default();
    for migration in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(migration)?;
    }
    if found < FIRST_SEALED {
        article_seal::renew_all(&transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()?;
    Ok(())
}

/// Makes the tables of a format in a file that has none.
pub(crate) fn make(connection: &mut Connection, format: i64) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    for migration in MIGRATIONS.iter().take(usize::try_from(format).unwrap_or_default()) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", format)?;
    transaction.commit()?;
    Ok(())
}

fn copy_before(connection: &Connection, folder: &Path, found: i64) -> Result<(), StoreError> {
    let kept = folder.join(format!("library.before-format-{}.db", found + 1));
    let partial = kept.with_extension("partial");
    if partial.exists() {
        fs::remove_file(&partial)?;
    }
    let mut copy = Connection::open(&partial)?;
    rusqlite::backup::Backup::new(connection, &mut copy)?.run_to_completion(1024, std::time::Duration::ZERO, None)?;
    drop(copy);
    fs::rename(partial, kept)?;
    Ok(())
}
