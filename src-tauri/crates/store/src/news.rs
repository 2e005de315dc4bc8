//! What came in since the reader was told of it last, from the sources and sections of which the reader wants to hear.
//!
//! **Invariant:** an article is handed out once. It counts as told in the transaction that hands it out, so that a crash can
//! cost a notification and never doubles one.

use broadsheet_model::{ArticleId, PublicationId, Section};
use rusqlite::{Connection, Transaction, params};

use crate::error::StoreError;
use crate::library::Library;

/// The setting that names the newest article of which the reader was told, or would have been.
const THROUGH: &str = "notified_through";

/// Articles that are handed out at once, the newest of them.
const MOST: u32 = 1_000;

/// An article of which the reader wants to hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub headline: String,
    /// Its section.
    pub section: Section,
    /// The reader wants to hear of its section.
    pub by_section: bool,
    /// The source of which the reader wants to hear: its name and its publication.
    pub by_source: Option<(String, PublicationId)>,
    /// Who publishes it.
    pub publication: String,
}

impl Library {
    /// Hands out the news of which the reader was not told yet, newest first, and notes that it was. What a source had when it
    /// was read for the first time, what the reader has read already, and what no source brought is no news.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn take_news(&self) -> Result<Vec<News>, StoreError> {
        self.write(|transaction| {
            let through: i64 = transaction.query_row(
                "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM setting WHERE name = ?1",
                [THROUGH],
                |row| row.get(0),
            )?;
            let news = news_after(transaction, through)?;
            pass_over(transaction)?;
            Ok(news)
        })
    }
}

fn news_after(connection: &Connection, through: i64) -> Result<Vec<News>, StoreError> {
    let mut statement = connection.prepare_cached(
        "WITH came AS (
             SELECT entry.article_id AS article_id, max(feed.notifies) AS wanted,
                    max(CASE WHEN feed.notifies THEN coalesce(feed.own_title, feed.title) END) AS title
             FROM entry JOIN feed ON feed.id = entry.feed_id
             WHERE entry.article_id > ?1 AND feed.unsubscribed_at IS NULL AND entry.first_seen_at > feed.listed_at
             GROUP BY entry.article_id)
         SELECT article.id, article.headline, article.section, notified_section.section IS NOT NULL,
                CASE WHEN came.wanted THEN came.title END, publication.id, coalesce(publication.own_name, publication.name)
         FROM came
         JOIN article ON article.id = came.article_id
         JOIN publication ON publication.id = article.publication_id
         LEFT JOIN notified_section ON notified_section.section = article.section
         LEFT JOIN reading ON reading.article_id = article.id
         WHERE (came.wanted OR notified_section.section IS NOT NULL) AND reading.read_at IS NULL
         ORDER BY article.sorted_at DESC, article.id DESC LIMIT ?2",
    )?;
    let rows = statement.query_map(params![through, MOST], |row| {
        let publication = PublicationId(row.get(5)?);
        Ok(News {
            article: ArticleId(row.get(0)?),
            headline: row.get(1)?,
            section: Section::from_key(&row.get::<_, String>(2)?).unwrap_or(Section::General),
            by_section: row.get(3)?,
            by_source: row.get::<_, Option<String>>(4)?.map(|title| (title, publication)),
            publication: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes that the reader needs to hear of nothing that is here now.
pub(crate) fn pass_over(transaction: &Transaction) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO setting (name, value) SELECT ?1, coalesce(max(id), 0) FROM article WHERE true
         ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE excluded.value IS NOT setting.value",
        [THROUGH],
    )?;
    Ok(())
}
