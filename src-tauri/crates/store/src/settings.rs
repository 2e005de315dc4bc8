//! How Broadsheet goes about its work in this library, by name; and the sections of whose news the reader wants to hear.

use std::collections::HashMap;

use broadsheet_model::Section;
use rusqlite::params;

use crate::error::StoreError;
use crate::library::Library;
use crate::news;

impl Library {
    /// Every setting that was made.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn settings(&self) -> Result<HashMap<String, String>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT name, value FROM setting")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Makes a setting, or takes it back.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_setting(&self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        self.write(|transaction| {
            match value {
                None => transaction.execute("DELETE FROM setting WHERE name = ?1", [name])?,
                Some(value) => transaction.execute(
                    "INSERT INTO setting (name, value) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    params![name, value],
                )?,
            };
            Ok(())
        })
    }

    /// The sections of whose new articles the reader wants to hear.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn notified_sections(&self) -> Result<Vec<Section>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT section FROM notified_section")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            let keys: Vec<String> = rows.collect::<Result<_, _>>()?;
            Ok(keys.iter().filter_map(|key| Section::from_key(key)).collect())
        })
    }

    /// Notes whether the reader wants to hear of a section's new articles, from now on.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_section_notifies(&self, section: Section, notifies: bool) -> Result<(), StoreError> {
        self.write(|transaction| {
            let statement = if notifies {
                "INSERT OR IGNORE INTO notified_section (section) VALUES (?1)"
            } else {
                "DELETE FROM notified_section WHERE section = ?1"
            };
            transaction.execute(statement, [section.key()])?;
            if notifies { news::pass_over(transaction) } else { Ok(()) }
        })
    }
}
