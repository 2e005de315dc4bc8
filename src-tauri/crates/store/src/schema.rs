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

/// Never edited once released; a change is a new file at the end, and the same change in `newest.sql`.
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
    include_str!("../migrations/0018_missing.sql"),
    include_str!("../migrations/0019_place.sql"),
    include_str!("../migrations/0020_seen.sql"),
    include_str!("../migrations/0021_retries.sql"),
];

/// The newest format in one piece.
const NEWEST: &str = include_str!("../migrations/newest.sql");

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
    let is_ours = || -> Result<bool, StoreError> {
        let application: rusqlite::Result<i64> =
            connection.pragma_query_value(None, "application_id", |row| row.get(0));
        application.map(|application| application == APPLICATION_ID).map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => not_ours(),
            _ => error.into(),
        })
    };
    // It is asked again: another program may have made the library since, in one transaction.
    if !is_ours()? && !is_empty(connection)? && !is_ours()? {
        return Err(not_ours());
    }
    let found = version(connection)?;
    if found > newest() {
        let folder = path.parent().unwrap_or(path).to_owned();
        return Err(StoreError::Newer { path: folder, found, known: newest() });
    }
    Ok(())
}

/// Whether a file holds nothing at all, as a new one does.
fn is_empty(connection: &Connection) -> Result<bool, rusqlite::Error> {
    connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
}

/// Brings the file to the newest format. An existing file is copied beside itself first.
pub(crate) fn migrate(connection: &mut Connection, folder: &Path) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found >= newest() {
        return Ok(());
    }
    if !is_empty(connection)? && parts::are_newest(connection)? {
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
    if is_empty(&transaction)? {
        transaction.execute_batch(NEWEST)?;
    } else {
        let done = usize::try_from(found).unwrap_or_default();
        for migration in MIGRATIONS.iter().skip(done) {
            transaction.execute_batch(migration)?;
        }
        if found < FIRST_SEALED {
            article_seal::renew_all(&transaction)?;
        }
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()?;
    Ok(())
}

/// Makes the tables of a format in a file that has none.
pub(crate) fn make(connection: &mut Connection, format: i64) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    if format == newest() {
        transaction.execute_batch(NEWEST)?;
    } else {
        for migration in MIGRATIONS.iter().take(usize::try_from(format).unwrap_or_default()) {
            transaction.execute_batch(migration)?;
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions;
    use crate::packed::Dictionaries;

    fn empty() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "page_size", crate::library::PAGE_BYTES).unwrap();
        functions::register(&Dictionaries::new(Path::new("")), &connection).unwrap();
        connection
    }

    /// What a statement says, without its comments and however it is laid out.
    fn told(sql: &str) -> String {
        let lines = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
        lines.flat_map(str::chars).filter(|c| !c.is_whitespace() && *c != '"').collect()
    }

    fn rows(connection: &Connection, sql: &str) -> Vec<Vec<String>> {
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            (0..columns).map(|column| Ok(format!("{:?}", row.get_ref(column)?))).collect::<Result<Vec<_>, _>>()
        };
        statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn a_new_library_is_what_the_migrations_lead_to() {
        let migrated = empty();
        MIGRATIONS.iter().for_each(|migration| migrated.execute_batch(migration).unwrap());
        let new = empty();
        new.execute_batch(NEWEST).unwrap();

        let statements = |connection: &Connection| -> Vec<(String, String)> {
            let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name";
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, told(&row.get::<_, String>(1)?)))).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        };
        let (made, led_to) = (statements(&new), statements(&migrated));
        assert!(made.len() > 60);
        assert_eq!(made, led_to, "change `newest.sql` together with the migrations");

        let tables = made.iter().filter(|(name, sql)| sql.starts_with("CREATETABLE") && name != "search_data");
        for (table, _) in tables.filter(|(name, _)| name != "setting") {
            let all = format!("SELECT * FROM {table}");
            assert_eq!(rows(&new, &all), rows(&migrated, &all), "{table}");
        }
        // One of them is a name that chance gave.
        let settings =
            "SELECT name, CASE name WHEN 'key_name' THEN length(value) ELSE value END FROM setting ORDER BY name";
        assert_eq!(rows(&new, settings), rows(&migrated, settings));
    }
}
