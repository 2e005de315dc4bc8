//! Feedback: what the reader said of an article, acted upon and reversible.

use broadsheet_model::{ArticleId, FeedbackId, Section};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::error::StoreError;
use crate::library::Library;
use crate::time::to_millis;

/// A piece of feedback that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Its id.
    pub id: FeedbackId,
    /// What is wrong, as its key.
    pub kind: String,
    /// Which section or article is meant.
    pub detail: Option<String>,
    /// What was done, in words.
    pub outcome: String,
}

impl Library {
    /// Notes feedback with what was done about it.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn give_feedback(
        &self,
        article: ArticleId,
        kind: &str,
        detail: Option<&str>,
        outcome: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO feedback (article_id, kind, detail, outcome, given_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![article.0, kind, detail, outcome, to_millis(now)],
            )?;
            Ok(())
        })
    }

    /// Moves an article to the section that the reader says, and notes it as feedback that can be taken back.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub fn correct_section(&self, article: ArticleId, section: Section, now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            let previous: Option<String> = transaction
                .query_row("SELECT section FROM article WHERE id = ?1", [article.0], |row| row.get(0))
                .optional()?;
            let Some(previous) = previous else {
                return Err(StoreError::NotFound { what: "article", id: article.to_string() });
            };
            transaction.execute(
                "INSERT INTO feedback (article_id, kind, detail, previous, outcome, given_at)
                 VALUES (?1, 'wrong_section', ?2, ?3, ?4, ?5)",
                params![article.0, section.key(), previous, format!("Moved to {}.", section.label()), to_millis(now)],
            )?;
            transaction.execute("UPDATE article SET section = ?2 WHERE id = ?1", params![article.0, section.key()])?;
            Ok(())
        })
    }

    /// Takes feedback back and undoes what it did.
    ///
    /// # Errors
    /// There is none with this id on this article, or the library cannot be written.
    pub fn withdraw_feedback(
        &self,
        article: ArticleId,
        feedback: FeedbackId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let previous: Option<Option<String>> = transaction
                .query_row(
                    "UPDATE feedback SET withdrawn_at = ?3 WHERE id = ?1 AND article_id = ?2 AND withdrawn_at IS NULL
                     RETURNING previous",
                    params![feedback.0, article.0, to_millis(now)],
                    |row| row.get(0),
                )
                .optional()?;
            let Some(previous) = previous else {
                return Err(StoreError::NotFound { what: "feedback", id: feedback.to_string() });
            };
            if let Some(section) = previous {
                // What was said after it still holds, and is taken back to where this one began.
                let handed_on = transaction.execute(
                    "UPDATE feedback SET previous = ?3 WHERE id = (
                         SELECT min(id) FROM feedback
                         WHERE article_id = ?2 AND id > ?1 AND previous IS NOT NULL AND withdrawn_at IS NULL)",
                    params![feedback.0, article.0, section],
                )?;
                if handed_on == 0 {
                    transaction
                        .execute("UPDATE article SET section = ?2 WHERE id = ?1", params![article.0, section])?;
                }
            }
            Ok(())
        })
    }

    /// The feedback on an article that stands, oldest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn feedback(&self, article: ArticleId) -> Result<Vec<Feedback>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, kind, detail, outcome FROM feedback
                 WHERE article_id = ?1 AND withdrawn_at IS NULL ORDER BY id",
            )?;
            let rows = statement.query_map([article.0], |row| {
                Ok(Feedback {
                    id: FeedbackId(row.get(0)?),
                    kind: row.get(1)?,
                    detail: row.get(2)?,
                    outcome: row.get(3)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
