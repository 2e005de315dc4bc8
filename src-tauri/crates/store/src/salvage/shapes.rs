//! What rows of each table look like, by which a page that hangs on no tree is known again.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::error::StoreError;
use crate::functions;
use crate::packed::Dictionaries;
use crate::salvage::trees::Leaf;
use crate::schema;

/// Tables that are made anew from the others.
const MADE_ANEW: &[&str] = &["vocabulary", "unindexed", "compacted"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Text,
    Blob,
}

struct Column {
    name: String,
    kind: Kind,
    /// It never lacks a value.
    is_required: bool,
    /// It is the row's number, which does not stand in the row.
    is_number: bool,
}

/// A table, its columns as they stand in the file.
pub(super) struct Shape {
    pub(super) table: String,
    columns: Vec<Column>,
    /// Its rows have numbers.
    is_numbered: bool,
    /// How many columns its rows may have: those that were written in an earlier format have fewer.
    lengths: BTreeSet<usize>,
}

impl Shape {
    /// Whether a row can be one of this table.
    pub(super) fn fits(&self, row: &[Value]) -> bool {
        let is = |(column, value): (&Column, &Value)| match value {
            Value::Null => column.is_number || !column.is_required,
            Value::Integer(_) => column.kind == Kind::Integer && !column.is_number,
            Value::Text(_) => column.kind == Kind::Text,
            Value::Blob(_) => column.kind == Kind::Blob,
            Value::Real(_) => false,
        };
        self.lengths.contains(&row.len()) && self.columns.iter().zip(row).all(is)
    }

    /// Inserts a row unless one like it is there. Answers whether it did.
    pub(super) fn insert(
        &self,
        connection: &Connection,
        number: i64,
        mut row: Vec<Value>,
    ) -> Result<bool, rusqlite::Error> {
        row.truncate(self.columns.len());
        let columns = self.columns.get(..row.len()).unwrap_or_default();
        for (column, value) in columns.iter().zip(&mut row) {
            if column.is_number {
                *value = Value::Integer(number);
            }
        }
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let places = vec!["?"; names.len()];
        let (table, names, places) = (&self.table, names.join(", "), places.join(", "));
        let sql = format!("INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})");
        Ok(connection.prepare_cached(&sql)?.execute(params_from_iter(row))? > 0)
    }
}

/// The tables of which a leaf's rows may be.
pub(super) fn fitting<'a>(shapes: &'a [Shape], leaf: &Leaf<'_>) -> Vec<&'a Shape> {
    let mut fitting: Vec<&Shape> = shapes.iter().filter(|shape| shape.is_numbered == leaf.is_numbered()).collect();
    let (mut is_empty, mut has_key) = (true, false);
    leaf.rows(&mut |(_, row)| {
        is_empty = false;
        has_key |= matches!(row.first(), Some(Value::Text(name)) if name == "key_name");
        fitting.retain(|shape| shape.fits(&row));
    });
    // Entries of an index may look like settings, but for this one, which every library has.
    fitting.retain(|shape| !is_empty && (shape.table != "setting" || has_key));
    fitting
}

/// The shapes of the tables of a format, but for those that are made anew.
pub(super) fn shapes(connection: &Connection, format: i64) -> Result<Vec<Shape>, StoreError> {
    let mut tables = connection.prepare("SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND strict")?;
    let tables: Vec<(String, bool)> =
        tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let wanted = tables.into_iter().filter(|(table, _)| !MADE_ANEW.contains(&table.as_str()));
    let mut shapes =
        wanted.map(|(table, is_index)| shape(connection, table, !is_index)).collect::<Result<Vec<_>, _>>()?;
    for earlier in 1..format {
        let mut connection = Connection::open_in_memory()?;
        functions::register(&Dictionaries::new(Path::new("")), &connection)?;
        schema::make(&mut connection, earlier)?;
        let mut count = connection.prepare("SELECT count(*) FROM pragma_table_info(?1)")?;
        for shape in &mut shapes {
            let columns = count.query_row([&shape.table], |row| row.get::<_, u32>(0))?;
            if columns > 0 {
                shape.lengths.insert(columns as usize);
            }
        }
    }
    Ok(shapes)
}

fn shape(connection: &Connection, table: String, is_numbered: bool) -> Result<Shape, rusqlite::Error> {
    // A table that is an index has the columns of its key in front.
    let order = if is_numbered { "cid" } else { "pk = 0, pk, cid" };
    let mut columns = connection
        .prepare(&format!("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY {order}"))?;
    let columns: Vec<Column> = columns
        .query_map([&table], |row| {
            let (kind, is_required, is_key): (String, bool, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let kind = match kind.as_str() {
                "TEXT" => Kind::Text,
                "BLOB" => Kind::Blob,
                _ => Kind::Integer,
            };
            let is_number = is_numbered && is_key == 1 && kind == Kind::Integer;
            Ok(Column { name: row.get(0)?, kind, is_required: is_required || is_key > 0, is_number })
        })?
        .collect::<Result<_, _>>()?;
    let lengths = BTreeSet::from([columns.len()]);
    Ok(Shape { table, columns, is_numbered, lengths })
}
