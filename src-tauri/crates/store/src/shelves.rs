//! Lists of articles: newest or oldest first, a page at a time.

use std::collections::HashSet;

use broadsheet_model::{ArticleId, FeedId, Folder, PublicationId, Section};
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::cards::{self, CARD, Card};
use crate::error::StoreError;
use crate::folders::lies_in;
use crate::library::Library;
use crate::time::to_millis;

/// Which articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shelf {
    /// All of them.
    Everything,
    /// A section's.
    Section(Section),
    /// A publication's.
    Publication(PublicationId),
    /// Those that the sources in a folder brought, or in the folders within it.
    Folder(Folder),
    /// Those that some sources brought.
    Sources(Vec<FeedId>),
    /// Those that came into the library after one of them.
    CameAfter(ArticleId),
    /// Those that the reader starred.
    Starred,
    /// Those that are kept for good: starred, saved, on a list or highlighted; what was kept last comes first.
    Kept,
}

/// Only those articles that the reader has not opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread {
    /// And those that were opened since then, so that a list loses nothing while it is being read.
    pub or_opened_since: Option<Timestamp>,
}

/// Which articles of a list come first. A list of what is kept goes by when it was kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest.
    #[default]
    NewestFirst,
    /// The oldest.
    OldestFirst,
}

/// Where a page of a list ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The last article's time on its shelf, in milliseconds.
    pub sorted_at: i64,
    /// The last article.
    pub article: ArticleId,
}

/// A page of a shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfPage {
    /// Its articles.
    pub cards: Vec<Card>,
    /// Where it ended; `None` where nothing follows.
    pub next: Option<Place>,
    /// How many articles the whole shelf holds.
    pub total: u32,
    /// The article that came into the library last, of whatever shelf: what has come in since has a higher number.
    pub through: ArticleId,
}

/// What is kept, and when the reader last did something to keep it.
const KEPT: &str = "WITH kept (id, sorted_at) AS (
        SELECT article_id, max(at) FROM (
            SELECT article_id, starred_at AS at FROM reading WHERE starred_at IS NOT NULL
            UNION ALL SELECT article_id, saved_at FROM reading WHERE saved_at IS NOT NULL
            UNION ALL SELECT article_id, added_at FROM list_entry
            UNION ALL SELECT article_id, made_at FROM highlight)
        GROUP BY article_id)";

const KEPT_AND_READING: &str = "FROM kept LEFT JOIN reading ON reading.article_id = kept.id";

/// A statement with the values of its places, from `?1` on.
struct Query {
    sql: String,
    values: Vec<Value>,
}

impl Library {
    /// The articles of a shelf, newest first, from behind `after`.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn shelf(&self, shelf: Shelf, after: Option<Place>, limit: u32) -> Result<Vec<Card>, StoreError> {
        self.read(|connection| {
            let found = cards_of(connection, &shelf, None, (Order::NewestFirst, after), limit)?;
            Ok(found.into_iter().map(|(card, _)| card).collect())
        })
    }

    /// A page of a shelf, or of what is unread of it, newest first, from behind `after`.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn shelf_page(
        &self,
        shelf: Shelf,
        unread: Option<Unread>,
        after: Option<Place>,
        limit: u32,
    ) -> Result<ShelfPage, StoreError> {
        self.shelf_page_in(Order::NewestFirst, shelf, unread, after, limit)
    }

    /// A page of a shelf, as [`Library::shelf_page`], in an order. `after` is the end of a page in the same order.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn shelf_page_in(
        &self,
        order: Order,
        shelf: Shelf,
        unread: Option<Unread>,
        after: Option<Place>,
        limit: u32,
    ) -> Result<ShelfPage, StoreError> {
        self.read(|connection| {
            let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
            let mut found = cards_of(connection, &shelf, unread, (order, after), limit.saturating_add(1))?;
            let has_more = found.len() > wanted;
            found.truncate(wanted);
            let last = found.last().filter(|_| has_more);
            let next = last.map(|(card, sorted_at)| Place { sorted_at: *sorted_at, article: card.id });
            let Query { sql, values } = count_query(&shelf, unread);
            let total = connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?;
            let through = connection
                .prepare_cached("SELECT coalesce(max(id), 0) FROM article")?
                .query_row([], |row| row.get(0).map(ArticleId))?;
            Ok(ShelfPage { cards: found.into_iter().map(|(card, _)| card).collect(), next, total, through })
        })
    }

    /// Every article of a shelf, in an order, of those that were there when it was listed (`through`): what has come in since nobody
    /// has seen.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn shelf_ids(
        &self,
        order: Order,
        shelf: &Shelf,
        unread: Option<Unread>,
        through: ArticleId,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let Query { sql, values } = ids_query(shelf, unread, order, through);
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(values), |row| row.get(0).map(ArticleId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Of some articles, those that are unread.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn unread_among(&self, articles: &[ArticleId], unread: Unread) -> Result<HashSet<ArticleId>, StoreError> {
        let since = unread.or_opened_since.map_or(i64::MAX, to_millis);
        self.read(|connection| {
            let mut opened = connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM reading WHERE article_id = ?1 AND read_at < ?2)")?;
            let mut found = HashSet::new();
            for article in articles {
                if !opened.query_row([article.0, since], |row| row.get::<_, bool>(0))? {
                    found.insert(*article);
                }
            }
            Ok(found)
        })
    }
}

/// Articles with the time by which each stands on the shelf.
fn cards_of(
    connection: &Connection,
    shelf: &Shelf,
    unread: Option<Unread>,
    from: (Order, Option<Place>),
    limit: u32,
) -> Result<Vec<(Card, i64)>, StoreError> {
    let Query { sql, values } = page_query(shelf, unread, from, limit);
    let mut statement = connection.prepare_cached(&sql)?;
    if *shelf != Shelf::Kept {
        let rows = statement.query_map(params_from_iter(values), cards::from_row)?;
        let cards: Vec<Card> = rows.collect::<Result<_, _>>()?;
        return Ok(cards.into_iter().map(placed).collect());
    }
    let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let kept: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
    let mut one = connection.prepare_cached(&format!("{CARD} WHERE article.id = ?1"))?;
    kept.into_iter().map(|(id, kept_at)| Ok((one.query_row([id], cards::from_row)?, kept_at))).collect()
}

fn placed(card: Card) -> (Card, i64) {
    let at = to_millis(card.sorted_at);
    (card, at)
}

/// How what comes later compares, and in which direction that is.
fn ways(order: Order) -> (&'static str, &'static str) {
    match order {
        Order::NewestFirst => ("<", "DESC"),
        Order::OldestFirst => (">", "ASC"),
    }
}

fn table_of(shelf: &Shelf) -> &'static str {
    if *shelf == Shelf::Kept { "kept" } else { "article" }
}

fn page_query(shelf: &Shelf, unread: Option<Unread>, (order, after): (Order, Option<Place>), limit: u32) -> Query {
    let (beyond, direction) = ways(order);
    let (mut conditions, mut values) = conditions(shelf, unread);
    let table = table_of(shelf);
    if let Some(place) = after {
        values.extend([Value::Integer(place.sorted_at), Value::Integer(place.article.0)]);
        let last = values.len();
        conditions.push(format!("({table}.sorted_at, {table}.id) {beyond} (?{}, ?{last})", last - 1));
    }
    values.push(Value::Integer(i64::from(limit)));
    let (filter, places) = (filter(&conditions), values.len());
    let select = match shelf {
        Shelf::Kept => format!("{KEPT} SELECT kept.id, kept.sorted_at {KEPT_AND_READING}"),
        _ => CARD.to_owned(),
    };
    let sql =
        format!("{select}{filter} ORDER BY {table}.sorted_at {direction}, {table}.id {direction} LIMIT ?{places}");
    Query { sql, values }
}

fn ids_query(shelf: &Shelf, unread: Option<Unread>, order: Order, through: ArticleId) -> Query {
    let (mut conditions, mut values) = conditions(shelf, unread);
    let (table, (_, direction)) = (table_of(shelf), ways(order));
    values.push(Value::Integer(through.0));
    // The order is walked along, and not the numbers.
    conditions.push(format!("+{table}.id <= ?{}", values.len()));
    let filter = filter(&conditions);
    let select = match shelf {
        Shelf::Kept => format!("{KEPT} SELECT kept.id {KEPT_AND_READING}"),
        _ => "SELECT article.id FROM article LEFT JOIN reading ON reading.article_id = article.id".to_owned(),
    };
    let sql = format!("{select}{filter} ORDER BY {table}.sorted_at {direction}, {table}.id {direction}");
    Query { sql, values }
}

fn count_query(shelf: &Shelf, unread: Option<Unread>) -> Query {
    let (conditions, values) = conditions(shelf, unread);
    let filter = filter(&conditions);
    let sql = match (shelf, unread) {
        (Shelf::Kept, _) => format!("{KEPT} SELECT count(*) {KEPT_AND_READING}{filter}"),
        (Shelf::Starred, _) => format!("SELECT count(*) FROM reading{filter}"),
        (_, None) => format!("SELECT count(*) FROM article{filter}"),
        (_, Some(_)) => {
            format!("SELECT count(*) FROM article LEFT JOIN reading ON reading.article_id = article.id{filter}")
        }
    };
    Query { sql, values }
}

fn conditions(shelf: &Shelf, unread: Option<Unread>) -> (Vec<String>, Vec<Value>) {
    let (mut conditions, mut values) = (Vec::new(), Vec::new());
    match shelf {
        Shelf::Everything | Shelf::Kept => {}
        Shelf::Section(section) => {
            values.push(Value::Text(section.key().to_owned()));
            conditions.push("article.section = ?1".to_owned());
        }
        Shelf::Publication(id) => {
            values.push(Value::Integer(id.0));
            conditions.push("article.publication_id = ?1".to_owned());
        }
        Shelf::Folder(folder) => {
            values.push(Value::Text(folder.key()));
            // Looked up along the articles' own order, so that a page is there without all of them being sorted.
            conditions.push(format!("+article.id IN ({})", brought_by_folder(1)));
        }
        Shelf::Sources(feeds) => {
            values.push(numbers(feeds.iter().map(|feed| feed.0)));
            conditions.push(format!("+article.id IN ({})", brought_by_sources(1)));
        }
        Shelf::CameAfter(article) => {
            values.push(Value::Integer(article.0));
            conditions.push("+article.id > ?1".to_owned());
        }
        Shelf::Starred => conditions.push("reading.starred_at IS NOT NULL".to_owned()),
    }
    match unread {
        None => {}
        Some(Unread { or_opened_since: None }) => conditions.push("reading.read_at IS NULL".to_owned()),
        Some(Unread { or_opened_since: Some(since) }) => {
            values.push(Value::Integer(to_millis(since)));
            conditions.push(format!("coalesce(reading.read_at >= ?{}, 1)", values.len()));
        }
    }
    (conditions, values)
}

/// The articles that the sources of a folder brought, whose key is in the place `?N`.
pub(crate) fn brought_by_folder(place: usize) -> String {
    format!(
        "SELECT entry.article_id FROM feed JOIN entry ON entry.feed_id = feed.id
         WHERE feed.unsubscribed_at IS NULL AND {}",
        lies_in(place)
    )
}

/// The articles that sources brought, whose numbers are the JSON array in the place `?N`.
pub(crate) fn brought_by_sources(place: usize) -> String {
    format!("SELECT entry.article_id FROM entry WHERE entry.feed_id IN (SELECT value FROM json_each(?{place}))")
}

/// Numbers of sources or articles as a JSON array.
pub(crate) fn numbers(ids: impl Iterator<Item = i64>) -> Value {
    let numbers: Vec<String> = ids.map(|id| id.to_string()).collect();
    Value::Text(format!("[{}]", numbers.join(",")))
}

fn filter(conditions: &[String]) -> String {
    if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(connection: &Connection, order: Order, shelf: &Shelf, unread: Option<Unread>) -> String {
        let after = Some(Place { sorted_at: 1, article: ArticleId(1) });
        let Query { sql, values } = page_query(shelf, unread, (order, after), 20);
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let lines: Vec<String> = statement
            .query_map(params_from_iter(values), |row| row.get::<_, String>(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        lines.join("\n")
    }

    #[test]
    fn hot_lists_walk_an_index_and_never_sort() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let since = Some(Unread { or_opened_since: Some(Timestamp::UNIX_EPOCH) });
        for unread in [None, Some(Unread::default()), since] {
            for (shelf, index) in [
                (Shelf::Everything, "article_newest"),
                (Shelf::Section(Section::Sport), "article_by_section"),
                (Shelf::Publication(PublicationId(1)), "article_by_publication"),
                (Shelf::CameAfter(ArticleId(1)), "article_newest"),
                (Shelf::Folder(Folder::of(vec!["News".to_owned()]).unwrap()), "article_newest"),
                (Shelf::Sources(vec![FeedId(1), FeedId(2)]), "article_newest"),
            ] {
                for order in [Order::NewestFirst, Order::OldestFirst] {
                    let plan = library.read(|connection| Ok(plan(connection, order, &shelf, unread))).unwrap();
                    assert!(plan.contains(index), "{shelf:?}: {plan}");
                    assert!(!plan.contains("TEMP B-TREE"), "{shelf:?}: {plan}");
                }
            }
        }
    }
}
