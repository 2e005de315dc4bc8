//! What the pages of articles would have done beside showing them.

use broadsheet_model::ArticleId;
use rusqlite::{Transaction, params};

use crate::error::StoreError;
use crate::library::Library;

/// What an article's page would have done beside showing it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Programs that it would have run.
    pub programs: u32,
    /// Other sites that it would have asked for something.
    pub other_sites: u32,
}

impl Library {
    /// What an article's page would have done beside showing it; `None` where its text came by a feed.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn left_out(&self, article: ArticleId) -> Result<Option<LeftOut>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT programs, other_sites FROM article WHERE id = ?1")?;
            let mut rows = statement.query([article.0])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let (programs, other_sites): (Option<u32>, Option<u32>) = (row.get(0)?, row.get(1)?);
            Ok(programs.zip(other_sites).map(|(programs, other_sites)| LeftOut { programs, other_sites }))
        })
    }
}

/// Notes what a capture's page would have done; where there was no page, what is known stays.
pub(crate) fn note(transaction: &Transaction, article: ArticleId, left_out: Option<LeftOut>) -> Result<(), StoreError> {
    if let Some(LeftOut { programs, other_sites }) = left_out {
        transaction
            .prepare_cached("UPDATE article SET programs = ?2, other_sites = ?3 WHERE id = ?1")?
            .execute(params![article.0, programs, other_sites])?;
    }
    Ok(())
}
