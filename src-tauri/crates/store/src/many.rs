//! The same done with many articles at once, and taken back.

use std::collections::HashSet;

use broadsheet_model::{ArticleId, ListId};
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Statement, Transaction, params_from_iter};

use crate::error::StoreError;
use crate::library::Library;
use crate::lists::exists;
use crate::shelves::numbers;
use crate::time::{from_millis, to_millis};

/// What is done with many articles at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// They are marked as opened, or as not.
    Read(bool),
    /// They are starred, or their stars taken off.
    Starred(bool),
    /// They are put at the end of a list, in the order in which they are named, or taken off it.
    Listed(ListId, bool),
}

/// How an article stood before something was done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// The article.
    pub article: ArticleId,
    /// When it had been opened or starred, or put on the list; `None` where it had not been.
    pub at: Option<Timestamp>,
    /// Its place on the list, where it was taken off one.
    pub position: Option<i64>,
}

impl Library {
    /// Does the same with many articles, all of them or none. Answers how those stood that were changed by that, in the order in which
    /// they were named: an article that is so already, or is not there, stays as it is. Whatever is done, is done at `now`, by which
    /// [`Library::take_back_from_many`] knows it again.
    ///
    /// # Errors
    /// There is no such list, or the library cannot be written.
    pub fn do_with_many(&self, articles: &[ArticleId], deed: Deed, now: Timestamp) -> Result<Vec<Before>, StoreError> {
        let mut named = HashSet::with_capacity(articles.len());
        let articles: Vec<ArticleId> = articles.iter().copied().filter(|article| named.insert(*article)).collect();
        let at = to_millis(now);
        self.write(|transaction| {
            if let Deed::Listed(list, _) = deed {
                exists(transaction, list)?;
            }
            let before = those_to_change(transaction, &articles, deed)?;
            let last = match deed {
                Deed::Listed(list, true) => last_place(transaction, list)?,
                _ => 0,
            };
            let statement = match deed {
                Deed::Read(true) => {
                    "INSERT INTO reading (article_id, read_at) VALUES (?1, ?2)
                     ON CONFLICT (article_id) DO UPDATE SET read_at = excluded.read_at"
                }
                Deed::Read(false) => "UPDATE reading SET read_at = NULL WHERE article_id = ?1",
                Deed::Starred(true) => {
                    "INSERT INTO reading (article_id, starred_at) VALUES (?1, ?2)
                     ON CONFLICT (article_id) DO UPDATE SET starred_at = excluded.starred_at"
                }
                Deed::Starred(false) => "UPDATE reading SET starred_at = NULL WHERE article_id = ?1",
                Deed::Listed(_, true) => {
                    "INSERT INTO list_entry (list_id, article_id, position, added_at) VALUES (?3, ?1, ?4, ?2)"
                }
                Deed::Listed(_, false) => "DELETE FROM list_entry WHERE article_id = ?1 AND list_id = ?3",
            };
            let mut statement = transaction.prepare_cached(statement)?;
            for (position, one) in (last.saturating_add(1)..).zip(&before) {
                run(&mut statement, &[Some(one.article.0), Some(at), deed.list(), Some(position)])?;
            }
            Ok(before)
        })
    }

    /// Takes back what was done with many articles at `done_at`: each stands as it did before. What the reader did with one of them
    /// since stays. Answers how many were changed by that.
    ///
    /// # Errors
    /// The list is not there any more, or the library cannot be written.
    pub fn take_back_from_many(&self, deed: Deed, done_at: Timestamp, before: &[Before]) -> Result<usize, StoreError> {
        let statement = match deed {
            Deed::Read(true) => "UPDATE reading SET read_at = NULL WHERE article_id = ?1 AND read_at = ?2",
            Deed::Read(false) => "UPDATE reading SET read_at = ?4 WHERE article_id = ?1 AND read_at IS NULL",
            Deed::Starred(true) => "UPDATE reading SET starred_at = NULL WHERE article_id = ?1 AND starred_at = ?2",
            Deed::Starred(false) => "UPDATE reading SET starred_at = ?4 WHERE article_id = ?1 AND starred_at IS NULL",
            Deed::Listed(_, true) => "DELETE FROM list_entry WHERE article_id = ?1 AND added_at = ?2 AND list_id = ?3",
            Deed::Listed(_, false) => {
                "INSERT OR IGNORE INTO list_entry (list_id, article_id, position, added_at)
                 SELECT ?3, id, coalesce(?5, 0), coalesce(?4, ?2) FROM article WHERE id = ?1"
            }
        };
        self.write(|transaction| {
            if let Deed::Listed(list, _) = deed {
                exists(transaction, list)?;
            }
            let mut statement = transaction.prepare_cached(statement)?;
            let mut changed = 0;
            for one in before {
                let at = one.at.map(to_millis);
                let values = [Some(one.article.0), Some(to_millis(done_at)), deed.list(), at, one.position];
                changed += run(&mut statement, &values)?;
            }
            Ok(changed)
        })
    }
}

impl Deed {
    fn list(self) -> Option<i64> {
        match self {
            Deed::Listed(list, _) => Some(list.0),
            Deed::Read(_) | Deed::Starred(_) => None,
        }
    }
}

/// Runs a statement with as many of some values as it has places.
fn run(statement: &mut Statement, values: &[Option<i64>]) -> Result<usize, rusqlite::Error> {
    let places = statement.parameter_count();
    statement.execute(params_from_iter(values.iter().take(places)))
}

/// How those stand that are not yet as they are wanted.
fn those_to_change(transaction: &Transaction, articles: &[ArticleId], deed: Deed) -> Result<Vec<Before>, StoreError> {
    let (table, column, position, wanted) = match deed {
        Deed::Read(wanted) => ("reading", "read_at", "NULL", wanted),
        Deed::Starred(wanted) => ("reading", "starred_at", "NULL", wanted),
        Deed::Listed(_, wanted) => ("list_entry", "added_at", "list_entry.position", wanted),
    };
    let of_list = if deed.list().is_some() { "AND list_entry.list_id = ?2" } else { "" };
    let is_so = if wanted { "IS NULL" } else { "IS NOT NULL" };
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT article.id, {table}.{column}, {position} FROM json_each(?1) AS named
         JOIN article ON article.id = named.value
         LEFT JOIN {table} ON {table}.article_id = article.id {of_list}
         WHERE {table}.{column} {is_so} ORDER BY named.key"
    ))?;
    let named = numbers(articles.iter().map(|article| article.0));
    let values = [Some(named), deed.list().map(Value::Integer)];
    let rows = statement.query_map(params_from_iter(values.into_iter().flatten()), |row| {
        let at: Option<i64> = row.get(1)?;
        Ok(Before { article: ArticleId(row.get(0)?), at: at.map(from_millis), position: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The last place that is taken on a list.
fn last_place(transaction: &Transaction, list: ListId) -> Result<i64, StoreError> {
    let last = "SELECT coalesce(max(position), -1) FROM list_entry WHERE list_id = ?1";
    Ok(transaction.query_row(last, [list.0], |row| row.get(0))?)
}
