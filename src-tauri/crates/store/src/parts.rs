//! Whether a library's file has the tables, columns and indexes that it should, and nothing else that could act by itself.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction};

use crate::error::StoreError;
use crate::functions;
use crate::packed::Dictionaries;
use crate::schema;
use crate::verify::{Findings, Subject};

/// Names of tables with each of their columns, and of indexes, views and triggers; each with what it is.
fn parts(connection: &Connection) -> Result<BTreeSet<(String, &'static str)>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT type, name, NULL FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'
         UNION ALL SELECT 'column', sqlite_schema.name, pragma_table_info.name
         FROM sqlite_schema, pragma_table_info(sqlite_schema.name)
         WHERE sqlite_schema.type = 'table' AND sqlite_schema.name NOT LIKE 'sqlite_%'",
    )?;
    let rows = statement.query_map([], |row| {
        let (kind, name, column): (String, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let kind = match kind.as_str() {
            "table" => "table",
            "column" => "column",
            "index" => "index",
            "view" => "view",
            _ => "trigger",
        };
        Ok((column.map_or_else(|| name.clone(), |column| format!("{name}.{column}")), kind))
    })?;
    rows.collect()
}

/// An empty library, to compare with.
fn pattern() -> Result<Connection, StoreError> {
    let mut connection = Connection::open_in_memory()?;
    functions::register(&Dictionaries::new(std::path::Path::new("")), &connection)?;
    schema::make(&mut connection, schema::newest())?;
    Ok(connection)
}

/// Whether a file has every part of the newest format.
pub(crate) fn are_newest(connection: &Connection) -> Result<bool, StoreError> {
    Ok(parts(&pattern()?)?.is_subset(&parts(connection)?))
}

/// Looks at them, and answers whether every table and column is there, without which nothing more can be asked.
pub(crate) fn look(connection: &Connection, findings: &mut Findings) -> Result<bool, StoreError> {
    let mut is_whole = true;
    let (wanted, found) = (parts(&pattern()?)?, parts(connection)?);
    for (name, kind) in wanted.difference(&found) {
        let is_told = *kind == "column" && !found.iter().any(|(table, _)| name.split('.').next() == Some(table));
        is_whole &= *kind != "column" && *kind != "table" && *kind != "view";
        if !is_told {
            findings.fault(Subject::Part { name: name.clone() }, format!("the {kind} “{name}” is missing"));
        }
    }
    for (name, kind) in found.difference(&wanted).filter(|(_, kind)| matches!(*kind, "trigger" | "view")) {
        findings.fault(Subject::Part { name: name.clone() }, format!("the {kind} “{name}” is none of the library's"));
    }
    Ok(is_whole)
}

/// Makes an index that is missing, and removes a trigger that is none of ours. Answers whether it could: what stood in a table
/// that is gone nobody knows any more.
pub(crate) fn mend(transaction: &Transaction, name: &str) -> Result<bool, StoreError> {
    let sql = "SELECT type, sql FROM sqlite_schema WHERE name = ?1";
    let of = |connection: &Connection| {
        connection.query_row(sql, [name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))).ok()
    };
    match (of(&pattern()?), of(transaction)) {
        (Some((kind, Some(sql))), None) if kind == "index" || kind == "view" => {
            // Its table may be gone, too.
            Ok(transaction.execute_batch(&sql).is_ok())
        }
        (None, Some((kind, _))) if kind == "trigger" || kind == "view" => {
            transaction.execute_batch(&format!("DROP {kind} \"{}\"", name.replace('"', "\"\"")))?;
            Ok(true)
        }
        _ => Ok(false),
    }
}
