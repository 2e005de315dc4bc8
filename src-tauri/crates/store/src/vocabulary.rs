//! The words of the library, by which an unfinished word is completed.
//!
//! SQLite's index looks up every article of every word that begins as an unfinished one does, which takes long where many words
//! do. There the commonest of these words stand for it; where few do, the index is asked for all of them, and misses nothing.

use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::library::Library;
use crate::search_query::{Query, Unfinished};
use crate::snippet::key;

/// Articles from which on a library is large enough for this to matter.
const LARGE: i64 = 2_000;

/// Places in articles that an unfinished word may lead to before it is completed.
const MOST_PLACES: i64 = 8_000;

/// Words that stand for an unfinished one.
const COMPLETIONS: u32 = 6;

/// Words that are counted in one transaction.
const BATCH: usize = 20_000;

impl Library {
    /// Counts the words of a large library anew, where it has grown by a fifth since they were counted last.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn count_words_anew(&self) -> Result<bool, StoreError> {
        let words: Vec<(String, i64)> = self.read(|connection| {
            let articles: i64 = connection.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
            let counted: i64 = connection.query_row(
                "SELECT coalesce(max(articles), 0) FROM vocabulary WHERE word = ''",
                [],
                |row| row.get(0),
            )?;
            if articles < LARGE || articles * 5 < counted * 6 {
                return Ok(Vec::new());
            }
            let mut statement = connection.prepare("SELECT term, doc FROM search_word WHERE doc >= 3")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut words: Vec<(String, i64)> = rows.collect::<Result<_, _>>()?;
            // The empty word stands for all articles; it comes last, so that a count that was interrupted is begun anew.
            words.push((String::new(), articles));
            Ok(words)
        })?;
        for batch in words.chunks(BATCH) {
            self.write(|transaction| {
                let mut statement =
                    transaction.prepare_cached("INSERT OR REPLACE INTO vocabulary (word, articles) VALUES (?1, ?2)")?;
                for (word, articles) in batch {
                    statement.execute(params![word, articles])?;
                }
                Ok(())
            })?;
        }
        Ok(!words.is_empty())
    }
}

/// Articles from which on a word is so common that to count them takes longer than to look at the newest.
const COMMON: i64 = 20_000;

/// Whether a query holds a word that very many articles hold.
pub(crate) fn is_common(connection: &Connection, query: &Query) -> Result<bool, StoreError> {
    let mut count = connection.prepare_cached("SELECT coalesce(max(articles), 0) FROM vocabulary WHERE word = ?1")?;
    for word in query.sought.iter().flat_map(|sought| &sought.words) {
        if count.query_row([word], |row| row.get::<_, i64>(0))? > COMMON {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The words of a list that are not common: those that tell articles apart. Where all are, the rarest of them.
pub(crate) fn without_common(connection: &Connection, words: &[String]) -> Result<Vec<String>, StoreError> {
    let mut count = connection.prepare_cached("SELECT coalesce(max(articles), 0) FROM vocabulary WHERE word = ?1")?;
    let mut counted = Vec::with_capacity(words.len());
    for word in words {
        let articles: i64 = count.query_row([key(word)], |row| row.get(0))?;
        counted.push((articles, word));
    }
    counted.sort_by_key(|(articles, _)| *articles);
    let telling = counted.iter().take_while(|(articles, _)| *articles <= COMMON).count().max(1);
    Ok(counted.into_iter().take(telling).map(|(_, word)| word.clone()).collect())
}

/// The expression for a query: where its last word is unfinished and very many words begin so, the commonest of them.
pub(crate) fn expression(connection: &Connection, query: &Query) -> Result<String, StoreError> {
    let Some(unfinished) = &query.unfinished else { return Ok(query.expression.clone()) };
    let Unfinished { word, before, after } = unfinished;
    let end = format!("{word}\u{10ffff}");
    let places: i64 = connection
        .prepare_cached(
            "SELECT coalesce(sum(articles), 0) FROM vocabulary WHERE word >= ?1 AND word < ?2 AND word <> ''",
        )?
        .query_row(params![word, end], |row| row.get(0))?;
    if places <= MOST_PLACES {
        return Ok(query.expression.clone());
    }
    let completions: Vec<String> = connection
        .prepare_cached(
            "SELECT word FROM vocabulary WHERE word >= ?1 AND word < ?2 ORDER BY word = ?1 DESC, articles DESC LIMIT ?3",
        )?
        .query_map(params![word, end, COMPLETIONS], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let quoted: Vec<String> = completions.iter().map(|word| format!("\"{word}\"")).collect();
    Ok(format!("{before}({}){after}", quoted.join(" OR ")))
}
