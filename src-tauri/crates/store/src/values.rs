//! Values that cannot be: numbers below nothing, or larger than anybody counts, and texts that are none. One alone keeps its row
//! from being read.

use broadsheet_model::Section;
use rusqlite::{Connection, Transaction};

use crate::error::StoreError;
use crate::verify::{Findings, Subject};

/// Tables, their columns that hold a count or a place from 0 to 2³² - 1 or nothing, and what is put in the place of a number
/// that cannot be. Where a source's own rule for how long articles stay is unreadable, they stay a hundred years.
const COUNTED: &[(&str, &str, &str)] = &[
    ("article", "word_count", "0"),
    ("article", "page_tries", "0"),
    ("article", "pictures_missing", "0"),
    ("article", "programs", "NULL"),
    ("article", "other_sites", "NULL"),
    ("publication", "name_rank", "0"),
    ("feed", "failures", "0"),
    ("feed", "moved_seen", "0"),
    ("feed", "pause_secs", "3600"),
    ("feed", "quiet_hours", "0"),
    ("feed", "quiet_days", "0"),
    ("feed", "keep_days", "36500"),
    ("feed", "polite_secs", "NULL"),
    ("figure", "position", "0"),
    ("asset", "width", "NULL"),
    ("asset", "height", "NULL"),
    ("picture", "tries", "0"),
    ("original_try", "tries", "0"),
    ("highlight", "at", "0"),
    ("enclosure", "seconds", "NULL"),
    ("refresh", "new_articles", "0"),
    ("refresh", "failed", "0"),
    ("refresh_outcome", "new_articles", "0"),
    ("vocabulary", "articles", "0"),
];

/// What texts are called by how much of them is here.
const STATES: &[&str] = &["full", "summary", "missing"];

/// Tables, their columns that hold one of a few words, these words, and which of them is put in the place of any other.
fn named() -> [(&'static str, &'static str, Vec<&'static str>, &'static str); 4] {
    let sections = Section::ALL.iter().map(|section| section.key()).collect();
    [
        ("article", "section", sections, Section::General.key()),
        ("article", "text_state", STATES.to_vec(), "summary"),
        ("version", "text_state", STATES.to_vec(), "summary"),
        ("reading_list", "kind", vec!["own", "read_later"], "own"),
    ]
}

/// A condition on a column that holds none of its words.
fn is_unknown(column: &str, words: &[&str]) -> String {
    format!("{column} NOT IN ('{}')", words.join("', '"))
}

/// A condition on a column whose number cannot be.
fn cannot_be(column: &str) -> String {
    format!("{column} < 0 OR {column} > {}", u32::MAX)
}

/// Every column of every table that holds texts.
fn texts(connection: &Connection) -> Result<Vec<(String, String)>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT sqlite_schema.name, pragma_table_info.name FROM sqlite_schema, pragma_table_info(sqlite_schema.name)
         WHERE sqlite_schema.type = 'table' AND sqlite_schema.name NOT LIKE 'search%' AND pragma_table_info.type = 'TEXT'",
    )?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// A condition on a column whose text is none.
fn is_none(column: &str) -> String {
    format!("\"{column}\" IS NOT NULL AND NOT is_text(\"{column}\")")
}

pub(crate) fn look(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let mut note = |table: &str, column: &str, what: &str, condition: &str| {
        let sql = format!("SELECT count(*) FROM \"{table}\" WHERE {condition}");
        let rows: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
        if rows > 0 {
            let subject = Subject::Value { table: table.to_owned(), column: column.to_owned() };
            findings.fault(subject, format!("{what} in the column “{column}” of “{table}” (rows: {rows})"));
        }
        Ok::<_, StoreError>(())
    };
    for (table, column, _) in COUNTED {
        note(table, column, "a number that cannot be stands", &cannot_be(column))?;
    }
    for (table, column, words, _) in named() {
        note(table, column, "a word that nobody knows stands", &is_unknown(column, &words))?;
    }
    for (table, column) in texts(connection)? {
        note(&table, &column, "something that is no text stands", &is_none(&column))?;
    }
    Ok(())
}

/// Puts a value that can be in the place of those that cannot: what is counted is counted anew with its article, and of a text
/// stays what can be read. Answers whether it could.
pub(crate) fn mend(transaction: &Transaction, table: &str, column: &str) -> Result<bool, StoreError> {
    if let Some((table, column, value)) = COUNTED.iter().find(|known| known.0 == table && known.1 == column) {
        transaction.execute(&format!("UPDATE {table} SET {column} = {value} WHERE {}", cannot_be(column)), [])?;
        return Ok(true);
    }
    if let Some((_, _, words, other)) = named().into_iter().find(|known| known.0 == table && known.1 == column) {
        // One that is no text is made one first, and may be the word that it should be then.
        transaction
            .execute(&format!("UPDATE {table} SET {column} = as_text({column}) WHERE {}", is_none(column)), [])?;
        transaction
            .execute(&format!("UPDATE {table} SET {column} = ?1 WHERE {}", is_unknown(column, &words)), [other])?;
        // The first list was made with the library, and is the one for what is read later.
        transaction.execute(
            "UPDATE reading_list SET kind = 'read_later' WHERE id = (SELECT min(id) FROM reading_list)
                AND NOT EXISTS (SELECT 1 FROM reading_list WHERE kind = 'read_later')",
            [],
        )?;
        return Ok(true);
    }
    if !texts(transaction)?.iter().any(|known| known.0 == table && known.1 == column) {
        return Ok(false);
    }
    let sql = format!("UPDATE \"{table}\" SET \"{column}\" = as_text(\"{column}\") WHERE {}", is_none(column));
    // What must be told apart may be alike then.
    Ok(transaction.execute(&sql, []).is_ok())
}

#[cfg(test)]
mod tests {
    use crate::library::Library;

    use super::*;

    #[test]
    fn every_column_takes_what_is_put_there() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let all = |transaction: &Transaction| {
            COUNTED.iter().try_for_each(|(table, column, _)| mend(transaction, table, column).map(drop))
        };
        library.write(all).unwrap();
        for (table, column, value) in COUNTED {
            let sql = format!("SELECT \"notnull\" FROM pragma_table_info('{table}') WHERE name = '{column}'");
            let needed: bool =
                library.read(|connection| Ok(connection.query_row(&sql, [], |row| row.get(0))?)).unwrap();
            assert!(!needed || *value != "NULL", "{table}.{column}");
        }
    }
}
