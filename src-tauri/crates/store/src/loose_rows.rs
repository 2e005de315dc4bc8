//! Rows that refer to something that is not there. A repair takes them out of the library, and keeps them as text beside it.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, Transaction};
use serde_json::{Map, Value};

use crate::error::StoreError;
use crate::verify::{Findings, Subject};

/// A reference from one table to another.
struct Reference {
    to: String,
    /// Its columns, and those of the other table that they name.
    columns: Vec<(String, String)>,
    /// Whether a row may be without it.
    is_optional: bool,
}

pub(crate) fn look(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare("SELECT \"table\", parent, fkid, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2, 3")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, refers, reference, count): (String, String, i64, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let what = format!("rows of “{table}” refer to something in “{refers}” that is not there (rows: {count})");
        findings.fault(Subject::LooseRow { table, reference }, what);
    }
    Ok(())
}

fn reference(connection: &Connection, table: &str, number: i64) -> Result<Option<Reference>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT \"table\", \"from\", coalesce(\"to\", (SELECT name FROM pragma_table_info(keys.\"table\") WHERE pk = keys.seq + 1)),
                (SELECT \"notnull\" = 0 AND pk = 0 FROM pragma_table_info(?1) WHERE name = keys.\"from\")
         FROM pragma_foreign_key_list(?1) AS keys WHERE id = ?2 ORDER BY seq",
    )?;
    let mut rows = statement.query((table, number))?;
    let mut found: Option<Reference> = None;
    while let Some(row) = rows.next()? {
        let known = found.get_or_insert(Reference { to: row.get(0)?, columns: Vec::new(), is_optional: true });
        known.columns.push((row.get(1)?, row.get(2)?));
        known.is_optional &= row.get::<_, bool>(3)?;
    }
    Ok(found)
}

/// Whether a fault tells of articles whose rows are lost, or are about to be: texts that are nobody's, and articles that no
/// publication has. An article without the version that it shows is none of them.
pub(crate) fn tells_of_lost_articles(connection: &Connection, subject: &Subject) -> Result<bool, StoreError> {
    let Subject::LooseRow { table, reference: number } = subject else { return Ok(false) };
    let leads_to = |table: &str| Ok::<_, StoreError>(reference(connection, table, *number)?.map(|known| known.to));
    Ok(match table.as_str() {
        "version" => true,
        "article" => leads_to("article")?.is_none_or(|to| to != "version"),
        _ => false,
    })
}

/// Whether any row of a table has this reference and what it refers to is not there.
pub(crate) fn is_loose(connection: &Connection, table: &str, number: i64) -> Result<bool, rusqlite::Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check(?1) WHERE fkid = ?2)";
    connection.query_row(sql, (table, number), |row| row.get(0))
}

/// Takes the rows of one broken reference out of their table, or the reference out of the rows where they may be without it.
/// Answers the rows as they were, as JSON, one a line.
pub(crate) fn mend(transaction: &Transaction, table: &str, number: i64) -> Result<String, StoreError> {
    let Some(reference) = reference(transaction, table, number)? else { return Ok(String::new()) };
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let (own, other) = (quoted(table), quoted(&reference.to));
    let same = |(from, to): &(String, String)| format!("{other}.{} = {own}.{}", quoted(to), quoted(from));
    let there = |(from, _): &(String, String)| format!("{own}.{} IS NOT NULL", quoted(from));
    let joined = |each: &dyn Fn(&(String, String)) -> String| {
        reference.columns.iter().map(each).collect::<Vec<_>>().join(" AND ")
    };
    let loose = format!("{} AND NOT EXISTS (SELECT 1 FROM {other} WHERE {})", joined(&there), joined(&same));
    let mut kept = String::new();
    {
        let mut statement = transaction.prepare(&format!("SELECT * FROM {own} WHERE {loose}"))?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            kept.push_str(&as_json(table, &names, row)?.to_string());
            kept.push('\n');
        }
    }
    if reference.is_optional {
        let nothing: Vec<String> =
            reference.columns.iter().map(|(from, _)| format!("{} = NULL", quoted(from))).collect();
        transaction.execute(&format!("UPDATE {own} SET {} WHERE {loose}", nothing.join(", ")), [])?;
    } else {
        transaction.execute(&format!("DELETE FROM {own} WHERE {loose}"), [])?;
    }
    Ok(kept)
}

fn as_json(table: &str, names: &[String], row: &Row<'_>) -> Result<Value, StoreError> {
    let mut values = Map::new();
    for (at, name) in names.iter().enumerate() {
        let value = match row.get_ref(at)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => number.into(),
            ValueRef::Real(number) => number.into(),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
            ValueRef::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
        };
        values.insert(name.clone(), value);
    }
    Ok(Value::Object(Map::from_iter([(table.to_owned(), Value::Object(values))])))
}
