//! Hosts in private networks that the reader typed and agreed to, and hosts that asked to be left alone.

use jiff::Timestamp;
use rusqlite::params;

use crate::error::StoreError;
use crate::library::Library;
use crate::time::{from_millis, to_millis};

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

    /// Notes the reader's word for a host. Pictures there that were given up before are asked for again.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn allow_host(&self, host: &str, now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT OR IGNORE INTO allowed_host (host, allowed_at) VALUES (?1, ?2)",
                params![host, to_millis(now)],
            )?;
            transaction.execute(
                "UPDATE picture SET due_at = ?2, tries = 0, problem = NULL
                 WHERE asset_id IS NULL AND due_at IS NULL AND problem IS NOT NULL
                   AND (instr(src, '://' || ?1 || '/') BETWEEN 5 AND 6 OR instr(src, '://' || ?1 || ':') BETWEEN 5 AND 6)",
                params![host, to_millis(now)],
            )?;
            Ok(())
        })
    }

    /// The hosts that asked to be left alone beyond `now`, and until when.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn silenced_hosts(&self, now: Timestamp) -> Result<Vec<(String, Timestamp)>, StoreError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT host, until_at FROM silenced_host WHERE until_at > ?1")?;
            let rows = statement.query_map([to_millis(now)], |row| Ok((row.get(0)?, from_millis(row.get(1)?))))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Notes which hosts asked to be left alone, and until when; those whose time is over are forgotten.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_silences(&self, hosts: &[(String, Timestamp)], now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM silenced_host WHERE until_at <= ?1", [to_millis(now)])?;
            for (host, until) in hosts {
                transaction
                    .prepare_cached(
                        "INSERT INTO silenced_host (host, until_at) VALUES (?1, ?2)
                         ON CONFLICT (host) DO UPDATE SET until_at = max(until_at, excluded.until_at)",
                    )?
                    .execute(params![host, to_millis(*until)])?;
            }
            Ok(())
        })
    }
}
