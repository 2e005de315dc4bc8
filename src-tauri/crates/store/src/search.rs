//! Search over headline, standfirst, body, byline, captions, credits and the reader's notes.

use std::collections::HashMap;

use broadsheet_model::ArticleId;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use crate::error::StoreError;
use crate::folding::folded;
use crate::library::Library;
use crate::search_filter::Condition;
use crate::search_query;
pub use crate::snippet::{MARK_END, MARK_START};
use crate::snippet::{Sought, marked, snippet};
use crate::vocabulary;

/// An article that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// The place that matched, found words between [`MARK_START`] and [`MARK_END`].
    pub snippet: String,
    /// “headline”, “caption”, “note” and the like; empty where no words were looked for.
    pub found_in: &'static str,
    /// The headline with the found words between the marks, where there are any.
    pub headline: Option<String>,
}

/// A page of what a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The hits of the page, best first.
    pub hits: Vec<Hit>,
    /// Articles that match, counted up to the number that is ranked.
    pub total: u32,
    /// There may be older ones that match and are not counted.
    pub is_cut: bool,
}

/// Which hits of a search come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SearchOrder {
    /// What holds the words best.
    #[default]
    Best,
    /// What is newest.
    Newest,
}

/// Ranked are the newest of the articles that match, so that a common word costs no more than a rare one.
const RANKED: u32 = 2_000;

/// The same for words that very many articles hold.
const RANKED_OF_COMMON: u32 = 400;

/// Characters of a text that stand for it where nothing was looked for in it.
const BEGINNING: usize = 200;

const COLUMNS: [&str; 7] = ["headline", "standfirst", "text", "byline", "caption", "credit", "note"];

impl Library {
    /// A page of what a search finds, best first, from place `from` on; and how many articles match in all, counted up to
    /// the number that is ranked.
    ///
    /// # Errors
    /// The library cannot be read, or the search is narrowed to something that its filter does not know.
    pub fn search(&self, typed: &str, from: u32, limit: u32) -> Result<(Vec<Hit>, u32), StoreError> {
        let found = self.search_at(typed, Timestamp::now(), SearchOrder::Best, from, limit)?;
        Ok((found.hits, found.total))
    }

    /// A page of what a search finds, as [`Library::search`], in an order, by what the reader had read and what day it was at `at`: when its
    /// first page was asked for.
    ///
    /// # Errors
    /// As [`Library::search`].
    pub fn search_at(
        &self,
        typed: &str,
        at: Timestamp,
        order: SearchOrder,
        from: u32,
        limit: u32,
    ) -> Result<Found, StoreError> {
        let query = search_query::read(typed, at, &TimeZone::system())?;
        let Some(query) = query else { return Ok(Found { hits: Vec::new(), total: 0, is_cut: false }) };
        self.catch_up()?;
        self.read(|connection| {
            let expression = vocabulary::expression(connection, &query)?;
            let narrowed = Narrowed::by(connection, &query.conditions)?;
            let (mut best, most) = if expression.is_empty() {
                (newest(connection, query.without.clone(), narrowed)?, RANKED)
            } else if expression != query.expression || vocabulary::is_common(connection, &query)? {
                (by_place(connection, &expression, &query.sought, narrowed)?, RANKED_OF_COMMON)
            } else {
                (by_worth(connection, expression, narrowed)?, RANKED)
            };
            let total = u32::try_from(best.len()).unwrap_or(u32::MAX);
            match order {
                // Among equals the newest comes first, as it was found.
                SearchOrder::Best => best.sort_by(|one, other| one.0.total_cmp(&other.0)),
                SearchOrder::Newest => newest_first(connection, &mut best)?,
            }
            let page = usize::try_from(from).unwrap_or(usize::MAX);
            let ids = best.into_iter().map(|(_, id)| id).skip(page).take(usize::try_from(limit).unwrap_or(usize::MAX));
            let mut texts = connection.prepare_cached(
                "SELECT article.headline, coalesce(article.standfirst, ''), coalesce(version.packed, x''), article.byline,
                        coalesce((SELECT group_concat(caption, ' · ') FROM figure WHERE version_id = version.id), ''),
                        coalesce((SELECT group_concat(credit, ' · ') FROM figure WHERE version_id = version.id), ''),
                        coalesce((SELECT group_concat(note, ' · ') FROM highlight WHERE article_id = article.id), '')
                 FROM article LEFT JOIN version ON version.id = article.version_id WHERE article.id = ?1",
            )?;
            let mut hits = Vec::with_capacity(ids.len());
            for id in ids {
                let texts = texts.query_row([id], |row| {
                    let packed: Vec<u8> = row.get(2)?;
                    let body = self.dictionaries().unpack(&packed).unwrap_or_default().body;
                    Ok([row.get(0)?, row.get(1)?, body, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?])
                })?;
                hits.push(hit(ArticleId(id), &texts, &query.sought));
            }
            Ok(Found { hits, total, is_cut: total >= most })
        })
    }

    /// Articles other than `except` that hold any of the words, best first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn holding_any(&self, words: &[String], except: ArticleId, limit: u32) -> Result<Vec<ArticleId>, StoreError> {
        self.read(|connection| {
            let telling = vocabulary::without_common(connection, words)?;
            let Some(expression) = search_query::any_of(&telling) else { return Ok(Vec::new()) };
            let mut statement = connection.prepare_cached(
                "SELECT id FROM (
                     SELECT rowid AS id, bm25(search, 1.0, 8.0, 4.0, 0.0, 1.0, 0.0, 0.0, 0.0) AS rank FROM search
                     WHERE search MATCH ?1 ORDER BY rowid DESC LIMIT 500)
                 WHERE id <> ?2 ORDER BY rank LIMIT ?3",
            )?;
            let rows = statement.query_map(params![expression, except.0, limit], |row| Ok(ArticleId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Puts what was found in the order of lists.
fn newest_first(connection: &Connection, found: &mut [(f64, i64)]) -> Result<(), StoreError> {
    let mut time = connection.prepare_cached("SELECT sorted_at FROM article WHERE id = ?1")?;
    let mut times = HashMap::new();
    for (_, id) in found.iter() {
        times.insert(*id, time.query_row([id], |row| row.get::<_, i64>(0))?);
    }
    found.sort_by_key(|(_, id)| std::cmp::Reverse((times.get(id).copied(), *id)));
    Ok(())
}

/// What a search is narrowed to, as SQL to go on with behind other conditions.
struct Narrowed {
    sql: String,
    values: Vec<Value>,
}

impl Narrowed {
    fn by(connection: &Connection, conditions: &[Condition]) -> Result<Self, StoreError> {
        let mut narrowed = Self { sql: String::new(), values: Vec::new() };
        for condition in conditions {
            let (sql, values) = condition.sql(connection)?;
            narrowed.sql.push_str(&format!(" AND {}({sql})", if condition.negative { "NOT " } else { "" }));
            narrowed.values.extend(values);
        }
        Ok(narrowed)
    }

    /// The values of a statement whose first is `first`, and whose last says how many are wanted.
    fn values(self, first: Option<String>, most: u32) -> Vec<Value> {
        let first = first.map(Value::Text);
        first.into_iter().chain(self.values).chain([Value::Integer(i64::from(most))]).collect()
    }
}

/// The newest articles of which all that is asked holds, `without` those that this expression finds; none is better than another.
fn newest(connection: &Connection, without: Option<String>, narrowed: Narrowed) -> Result<Vec<(f64, i64)>, StoreError> {
    let rest = if without.is_some() { "id NOT IN (SELECT rowid FROM search WHERE search MATCH ?)" } else { "true" };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT 0.0, id FROM article WHERE {rest}{} ORDER BY sorted_at DESC, id DESC LIMIT ?",
        narrowed.sql
    ))?;
    let values = narrowed.values(without, RANKED);
    let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The newest matches with their rank, the lower the better, by how often and where they hold the words (BM25, Robertson 1994).
fn by_worth(connection: &Connection, expression: String, narrowed: Narrowed) -> Result<Vec<(f64, i64)>, StoreError> {
    let exists = match narrowed.sql.as_str() {
        "" => String::new(),
        sql => format!("AND EXISTS (SELECT 1 FROM article WHERE article.id = search.rowid{sql})"),
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT bm25(search, 1.0, 10.0, 4.0, 4.0, 3.0, 2.0, 0.5, 5.0), rowid FROM search
         WHERE search MATCH ? {exists} ORDER BY rowid DESC LIMIT ?"
    ))?;
    let values = narrowed.values(Some(expression), RANKED);
    let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The newest matches with their rank, the lower the better, by where they hold the words alone. BM25 counts every article
/// that holds a word, which takes long for a common one and tells the least.
fn by_place(
    connection: &Connection,
    expression: &str,
    sought: &[Sought],
    narrowed: Narrowed,
) -> Result<Vec<(f64, i64)>, StoreError> {
    let holds = |column: usize, text: &str| {
        let folded = folded(text).to_lowercase();
        sought_in(sought, column).filter(|one| one.words.iter().all(|word| folded.contains(word.as_str()))).count()
            as f64
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT article.headline, coalesce(article.standfirst, ''), article.id FROM search
         JOIN article ON article.id = search.rowid
         WHERE search MATCH ?{} ORDER BY search.rowid DESC LIMIT ?",
        narrowed.sql
    ))?;
    let values = narrowed.values(Some(expression.to_owned()), RANKED_OF_COMMON);
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (headline, standfirst): (String, String) = (row.get(0)?, row.get(1)?);
        found.push((-10.0 * holds(0, &headline) - 4.0 * holds(1, &standfirst), row.get(2)?));
    }
    Ok(found)
}

/// What is looked for in one of [`COLUMNS`].
fn sought_in(sought: &[Sought], column: usize) -> impl Iterator<Item = &Sought> {
    let name = match COLUMNS.get(column) {
        Some(&"text") => "body",
        Some(name) => name,
        None => "",
    };
    sought.iter().filter(move |one| one.columns.is_none_or(|columns| columns.contains(name)))
}

/// Shows where the words were found. The headline is on the card already, so any other place comes first.
fn hit(article: ArticleId, texts: &[String; 7], sought: &[Sought]) -> Hit {
    const ORDER: [usize; 7] = [6, 2, 4, 1, 5, 3, 0];
    let shown = |column: usize| {
        let text = texts.get(column)?;
        let sought: Vec<Sought> = sought_in(sought, column).cloned().collect();
        match column {
            2 | 4 | 6 => snippet(text, &sought),
            3 => marked(&text.replace(['[', ']', '"'], ""), &sought),
            _ => marked(text, &sought),
        }
    };
    // Nothing was looked for in it; its beginning shows what it is.
    if sought.is_empty() {
        let [_, standfirst, text, ..] = texts;
        let beginning: String = text.chars().take(BEGINNING).collect();
        let snippet = if standfirst.is_empty() { beginning.replace('\n', " ") } else { standfirst.clone() };
        return Hit { article, snippet, found_in: "", headline: None };
    }
    let in_headline = shown(0);
    let found = ORDER.into_iter().find_map(|column| Some((column, shown(column)?)));
    let (column, snippet) = found.unwrap_or_else(|| (0, texts.first().cloned().unwrap_or_default()));
    let found_in = if in_headline.is_some() { "headline" } else { COLUMNS.get(column).copied().unwrap_or("text") };
    Hit { article, snippet, found_in, headline: in_headline }
}
