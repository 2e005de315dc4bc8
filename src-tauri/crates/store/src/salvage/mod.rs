//! A library made anew out of what can still be read of a damaged one.
//!
//! SQLite gives up at a damaged page. Here the file is read page by page (`pages.rs`): trees are followed as far as they lead
//! (`trees.rs`), leaves that hang on none are known by the shape of their rows (`shapes.rs`), and what refers to something that is
//! lost is mended (`mend.rs`). Start at [`salvage`]. The damaged library is only read.

mod cells;
mod mend;
mod pages;
mod shapes;
mod trees;

use std::path::Path;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::backup::{Copied, copy_media};
use crate::dictionary;
use crate::error::StoreError;
use crate::fresh::Fresh;
use crate::functions;
use crate::library::{Library, PAGE_BYTES, is_taken, make_private};
use crate::packed::Dictionaries;
use crate::salvage::pages::Pages;
use crate::salvage::shapes::Shape;
use crate::salvage::trees::Trees;
use crate::schema;
use crate::time::to_millis;

/// What came of salvaging a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Articles that the new library has.
    pub articles: u64,
    /// Those of them that have a text.
    pub texts: u64,
    /// Articles whose own row was lost, and whose text or page was not, or that the reader keeps.
    pub rebuilt: u64,
    /// Rows that were read.
    pub rows: u64,
    /// Rows among them that stood in pages that hang on no tree.
    pub found: u64,
    /// Rows that are there and cannot be read.
    pub unreadable: u64,
    /// Places that lead to nothing that can be read.
    pub holes: u64,
    /// Media.
    pub media: Copied,
}

/// Makes a library in `folder` out of what can still be read of the one in `source`, which stays as it is.
///
/// # Errors
/// There is no library in `source`, nothing of it can be read, it is of a newer format, or `folder` holds a library already or cannot be written.
pub fn salvage(source: &Path, folder: &Path, now: Timestamp) -> Result<Salvaged, StoreError> {
    let damaged = source.join("library.db");
    if !damaged.is_file() {
        return Err(StoreError::BadTarget { path: source.to_owned(), why: "there is no library" });
    }
    let own = folder.join("library.db");
    if is_taken(&own) {
        return Err(StoreError::BadTarget { path: folder.to_owned(), why: "there is a library already" });
    }
    make_private(folder)?;
    let fresh = Fresh::begin(folder)?;
    let mut salvaged = read(&damaged, fresh.path(), source, now)?;
    if salvaged.rows == 0 {
        return Err(StoreError::BadTarget { path: damaged, why: "nothing of it can be read" });
    }
    salvaged.media = copy_media(fresh.path(), source, folder, None)?;
    salvaged.media.database_bytes = fresh.bytes()?;
    fresh.take_place(folder)?;
    // What can be counted is counted anew, and what is not whole is noted as missing.
    let library = Library::open(folder)?;
    let findings = library.verify(|_, _| {})?;
    library.repair(&findings, None, now)?;
    (salvaged.articles, salvaged.texts) = library.read(|connection| {
        Ok(connection.query_row(
            "SELECT count(*), count(*) FILTER (WHERE text_state <> 'missing') FROM article",
            [],
            |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, i64>(1)?.unsigned_abs())),
        )?)
    })?;
    Ok(salvaged)
}

/// Writes the rows of the damaged file into a fresh one.
fn read(damaged: &Path, fresh: &Path, source: &Path, now: Timestamp) -> Result<Salvaged, StoreError> {
    let pages = Pages::open(damaged)?;
    let format = pages.format().filter(|format| *format > 0).unwrap_or_else(schema::newest);
    if format > schema::newest() {
        return Err(StoreError::Newer { path: source.to_owned(), found: format, known: schema::newest() });
    }
    let mut connection = Connection::open(fresh)?;
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    // Nobody has the file yet: one that is not whole is begun anew.
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.set_prepared_statement_cache_capacity(64);
    let dictionaries = Dictionaries::new(fresh);
    functions::register(&dictionaries, &connection)?;
    schema::make(&mut connection, format)?;
    let shapes = shapes::shapes(&connection, format)?;
    let transaction = connection.transaction()?;
    for shape in &shapes {
        transaction.execute(&format!("DELETE FROM {}", shape.table), [])?;
    }
    let mut taking = Taking { connection: &transaction, salvaged: Salvaged::default(), error: None };
    let mut trees = Trees::of(&pages);
    for named in trees.named() {
        match shapes.iter().find(|shape| named.is_table && shape.table == named.name) {
            Some(shape) => trees.rows(&named, &mut |row| taking.take(shape, row)),
            None => trees.pass(&named),
        }
    }
    trees.lost(&mut |leaf| {
        let fitting = shapes::fitting(&shapes, leaf);
        // What may be of two tables is of none.
        if let [shape] = fitting.as_slice() {
            let before = taking.salvaged.rows;
            leaf.rows(&mut |row| taking.take(shape, Some(row)));
            taking.salvaged.found += taking.salvaged.rows - before;
        }
    });
    let Taking { mut salvaged, error, .. } = taking;
    if let Some(error) = error {
        return Err(error.into());
    }
    salvaged.holes = trees.holes;
    for (id, bytes) in dictionary::copies(source) {
        let bytes = dictionary::packed(&bytes)?;
        transaction.execute(
            "INSERT INTO dictionary (id, bytes, trained_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes",
            params![id, bytes, to_millis(now)],
        )?;
    }
    salvaged.rebuilt = mend::mend(&transaction, &dictionaries, source, now)?;
    transaction.commit()?;
    Ok(salvaged)
}

/// Rows on their way into the fresh library.
struct Taking<'a> {
    connection: &'a Connection,
    salvaged: Salvaged,
    /// Why it cannot be written.
    error: Option<rusqlite::Error>,
}

impl Taking<'_> {
    fn take(&mut self, shape: &Shape, row: Option<(i64, Vec<Value>)>) {
        if self.error.is_some() {
            return;
        }
        let Some((number, row)) = row.filter(|(_, row)| shape.fits(row)) else {
            self.salvaged.unreadable += 1;
            return;
        };
        match shape.insert(self.connection, number, row) {
            Ok(is_new) => self.salvaged.rows += u64::from(is_new),
            Err(error) => self.error = Some(error),
        }
    }
}
