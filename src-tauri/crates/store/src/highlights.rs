//! Passages that the reader highlighted, with notes. An article with one is kept for good.

use broadsheet_model::{ArticleId, HighlightId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::index;
use crate::library::Library;
use crate::time::{from_millis, to_millis};

/// A passage, and what it is found by in a text that may have changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its words.
    pub quote: String,
    /// Letters before it, without white space.
    pub before: String,
    /// Letters after it.
    pub after: String,
    /// How many letters the text had before it.
    pub at: u32,
}

/// A highlighted passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Its id.
    pub id: HighlightId,
    /// The article that it stands in.
    pub article: ArticleId,
    /// Where in it.
    pub anchor: Anchor,
    /// What the reader wrote beside it; empty where nothing.
    pub note: String,
    /// When it was highlighted.
    pub made_at: Timestamp,
}

/// A highlighted passage, by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedHighlight {
    /// The passage.
    pub highlight: Highlight,
    /// The headline of its article.
    pub headline: String,
    /// The address of its article.
    pub url: String,
    /// The publication that it is from.
    pub publication: String,
}

const COLUMNS: &str = "highlight.id, article_id, quote, before, after, at, note, made_at";
/// The passages that say what `?1` says.
const OF_ALL: &str = "FROM highlight
    JOIN article ON article.id = highlight.article_id
    JOIN publication ON publication.id = article.publication_id
    WHERE (?1 = '' OR says_all(
        quote || char(10) || note || char(10) || article.headline || char(10) || coalesce(publication.own_name, publication.name), ?1))";

impl Library {
    /// Keeps a passage of an article, and the article with it.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub fn highlight(
        &self,
        article: ArticleId,
        anchor: &Anchor,
        note: &str,
        now: Timestamp,
    ) -> Result<HighlightId, StoreError> {
        self.write(|transaction| {
            let Anchor { quote, before, after, at } = anchor;
            if !note.is_empty() {
                index::unindex(transaction, article)?;
            }
            let made = transaction.execute(
                "INSERT INTO highlight (article_id, quote, before, after, at, note, made_at)
                 SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM article WHERE id = ?1",
                params![article.0, quote, before, after, at, note, to_millis(now)],
            )?;
            if made == 0 {
                return Err(StoreError::NotFound { what: "article", id: article.to_string() });
            }
            Ok(HighlightId(transaction.last_insert_rowid()))
        })
    }

    /// Writes another note beside a passage.
    ///
    /// # Errors
    /// There is no such passage, or the library cannot be written.
    pub fn set_highlight_note(&self, highlight: HighlightId, note: &str) -> Result<ArticleId, StoreError> {
        self.change_highlight(highlight, "UPDATE highlight SET note = ?2 WHERE id = ?1", params![highlight.0, note])
    }

    /// Takes a highlight away, with its note.
    ///
    /// # Errors
    /// There is no such passage, or the library cannot be written.
    pub fn remove_highlight(&self, highlight: HighlightId) -> Result<ArticleId, StoreError> {
        self.change_highlight(highlight, "DELETE FROM highlight WHERE id = ?1", params![highlight.0])
    }

    fn change_highlight(
        &self,
        highlight: HighlightId,
        statement: &str,
        values: &[&dyn rusqlite::ToSql],
    ) -> Result<ArticleId, StoreError> {
        self.write(|transaction| {
            let article = transaction
                .query_row("SELECT article_id FROM highlight WHERE id = ?1", [highlight.0], |row| row.get(0))
                .optional()?
                .map(ArticleId)
                .ok_or_else(|| StoreError::NotFound { what: "highlight", id: highlight.to_string() })?;
            // Notes are searched.
            index::unindex(transaction, article)?;
            transaction.execute(statement, values)?;
            Ok(article)
        })
    }

    /// The passages of an article in the order in which they stand there.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn highlights(&self, article: ArticleId) -> Result<Vec<Highlight>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM highlight WHERE article_id = ?1 ORDER BY at, highlight.id"
            ))?;
            let rows = statement.query_map([article.0], highlight)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The passages of all articles that say all of some words, in themselves, in what was noted at them or in the headline, newest
    /// first, from those before `before` on, and how many there are in all.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn all_highlights(
        &self,
        words: &str,
        before: Option<HighlightId>,
        limit: u32,
    ) -> Result<(Vec<ListedHighlight>, u32), StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS}, article.headline, article.url, coalesce(publication.own_name, publication.name) {OF_ALL}
                 AND highlight.id < ?2 ORDER BY highlight.id DESC LIMIT ?3"
            ))?;
            let before = before.map_or(i64::MAX, |before| before.0);
            let rows = statement.query_map(params![words, before, limit], |row| {
                Ok(ListedHighlight {
                    highlight: highlight(row)?,
                    headline: row.get(8)?,
                    url: row.get(9)?,
                    publication: row.get(10)?,
                })
            })?;
            let total = connection.query_row(&format!("SELECT count(*) {OF_ALL}"), [words], |row| row.get(0))?;
            Ok((rows.collect::<Result<_, _>>()?, total))
        })
    }
}

fn highlight(row: &Row) -> Result<Highlight, rusqlite::Error> {
    Ok(Highlight {
        id: HighlightId(row.get(0)?),
        article: ArticleId(row.get(1)?),
        anchor: Anchor { quote: row.get(2)?, before: row.get(3)?, after: row.get(4)?, at: row.get(5)? },
        note: row.get(6)?,
        made_at: from_millis(row.get(7)?),
    })
}
