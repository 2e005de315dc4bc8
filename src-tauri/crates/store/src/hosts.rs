//! Hosts in private networks that the reader typed and agreed to.

use jiff::Timestamp;
use rusqlite::params;

use crate::error::StoreError;
use crate::library::Library;
use crate::time::to_millis;

impl Library {
    /// The hosts that may be reached although they are private.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn allowed_hosts(&self) -> Result<Vec<String>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT host FROM allowed_host")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Notes the reader's word for a host.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn allow_host(&self, host: &str, now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT OR IGNORE INTO allowed_host (host, allowed_at) VALUES (?1, ?2)",
                params![host, to_millis(now)],
            )?;
            Ok(())
        })
    }
}
