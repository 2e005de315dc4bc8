//! Articles whose row is not what was stored: how they are found, and how what was stored is found out.
//!
//! The seal tells when a guess is right. So everything that the library itself says elsewhere is tried in the place of each column:
//! addresses of its entries, names of its versions, the publications and languages there are; and every single bit is flipped.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use broadsheet_model::ArticleId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::article_seal::{self, Part, SEALED, Sealed};
use crate::error::StoreError;
use crate::fingerprint;
use crate::index;
use crate::library::Library;
use crate::time::to_millis;
use crate::verify::{Findings, Subject};

/// Most articles of which it is tried what their rows said: each takes a processor a few milliseconds.
const MOST_RESTORED: usize = 2_000;

/// Most values that are tried in the place of one column.
const MOST_TRIED: u32 = 20_000;

/// Most bytes of a text of which every bit is flipped.
const MOST_FLIPPED: usize = 4_000;

/// What else the library says that may be what stood in a column. Each gives one column, and knows its article as `?1`.
const ELSEWHERE: [(&str, &[&str]); SEALED.len()] = [
    ("publication_id", &["SELECT id FROM publication"]),
    (
        "url",
        &[
            "SELECT guid FROM entry WHERE article_id = ?1",
            "SELECT url FROM original WHERE article_id = ?1",
            "SELECT url FROM other_address WHERE article_id = ?1",
        ],
    ),
    ("headline", &["SELECT version_headline(headline, packed) FROM version WHERE article_id = ?1"]),
    (
        "standfirst",
        &[
            "SELECT NULL UNION ALL SELECT version_standfirst(headline, standfirst, packed) FROM version WHERE article_id = ?1",
        ],
    ),
    (
        "byline",
        &[
            "SELECT '[]' UNION SELECT byline FROM article WHERE publication_id = (SELECT publication_id FROM article WHERE id = ?1)",
        ],
    ),
    ("published_at", &["SELECT NULL UNION ALL SELECT sorted_at FROM article WHERE id = ?1"]),
    ("modified_at", &["SELECT NULL UNION ALL SELECT published_at FROM article WHERE id = ?1"]),
    (
        "first_seen_at",
        &[
            "SELECT first_seen_at FROM entry WHERE article_id = ?1",
            "SELECT captured_at FROM version WHERE article_id = ?1",
            "SELECT sorted_at FROM article WHERE id = ?1",
        ],
    ),
    ("publisher_section", &["SELECT NULL UNION SELECT publisher_section FROM article"]),
    ("language", &["SELECT NULL UNION SELECT language FROM article"]),
];

/// Those of a library.
fn broken(connection: &Connection) -> Result<Vec<ArticleId>, rusqlite::Error> {
    let mut broken = Vec::new();
    let mut statement = connection.prepare("SELECT id, seal FROM article ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (article, seal) = (ArticleId(row.get(0)?), row.get::<_, i64>(1)?);
        if Sealed::read(connection, article)?.is_some_and(|sealed| sealed.seal() != seal) {
            broken.push(article);
        }
    }
    Ok(broken)
}

/// Looks for them.
pub(crate) fn look(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    for article in broken(connection)? {
        let what = "the address, publication, names, times, language or versions of article";
        findings.fault(Subject::ArticleRow(article), format!("{what} {article} are not what was stored"));
    }
    Ok(())
}

impl Library {
    /// Puts right what can be found out of articles whose rows are not what was stored; answers which are whole now.
    pub(crate) fn restore_rows(&self, findings: &Findings) -> Result<BTreeSet<ArticleId>, StoreError> {
        let (mut restored, mut said) = (BTreeSet::new(), Said::default());
        for article in rows_of(findings).take(MOST_RESTORED) {
            if self.write(|transaction| restore(transaction, article, &mut said))? {
                restored.insert(article);
            }
        }
        Ok(restored)
    }

    /// Seals what the repair changed. Rows of which it cannot be found out what was stored are taken as they are from here on;
    /// answers whose pages are wanted again.
    pub(crate) fn seal_rows(&self, findings: &Findings, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        self.write(|transaction| {
            let unknown: BTreeSet<ArticleId> = rows_of(findings).collect();
            let mut wanting = Vec::new();
            for article in broken(transaction)? {
                if !unknown.contains(&article) {
                    article_seal::renew(transaction, article)?;
                } else if accept(transaction, article, to_millis(now))? {
                    wanting.push(article);
                }
            }
            Ok(wanting)
        })
    }
}

/// Articles whose rows were found not to be what was stored.
fn rows_of(findings: &Findings) -> impl Iterator<Item = ArticleId> {
    findings.faults.iter().filter_map(|fault| match fault.subject {
        Subject::ArticleRow(article) => Some(article),
        _ => None,
    })
}

fn seal_of(connection: &Connection, article: ArticleId) -> Result<Option<i64>, rusqlite::Error> {
    connection.query_row("SELECT seal FROM article WHERE id = ?1", [article.0], |row| row.get(0)).optional()
}

/// Whether an article's row is what was stored.
pub(crate) fn is_whole(connection: &Connection, article: ArticleId) -> Result<bool, rusqlite::Error> {
    let sealed = Sealed::read(connection, article)?;
    Ok(sealed.map(|sealed| sealed.seal()) == seal_of(connection, article)?)
}

/// Puts what was stored in the place of the one column that is not, where it can be found out. Answers whether the row is whole.
fn restore(transaction: &Transaction, article: ArticleId, said: &mut Said) -> Result<bool, StoreError> {
    if is_whole(transaction, article)? {
        return Ok(true);
    }
    let (Some(mut sealed), Some(seal)) = (Sealed::read(transaction, article)?, seal_of(transaction, article)?) else {
        return Ok(false);
    };
    for (at, (column, elsewhere)) in ELSEWHERE.iter().enumerate() {
        let Some(own) = sealed.columns.get(at).cloned() else { continue };
        for guess in said.of(transaction, article, elsewhere)?.into_iter().chain(flipped(&own)) {
            if let Some(part) = sealed.columns.get_mut(at) {
                *part = guess;
            }
            if sealed.seal() == seal
                && let Some(right) = sealed.columns.get(at)
            {
                // Two articles never have one address.
                let sql = format!("UPDATE OR IGNORE article SET {column} = ?2 WHERE id = ?1");
                return Ok(
                    transaction.execute(&sql, params![article.0, right])? == 1 && is_whole(transaction, article)?
                );
            }
        }
        if let Some(part) = sealed.columns.get_mut(at) {
            *part = own;
        }
    }
    // What rotted may be the seal itself: then it is one bit from the right one.
    if (sealed.seal() ^ seal).count_ones() == 1 {
        article_seal::renew(transaction, article)?;
        return Ok(true);
    }
    Ok(false)
}

/// What the library says elsewhere; what does not depend on an article is asked for once.
#[derive(Default)]
struct Said(HashMap<&'static str, Vec<Part>>);

impl Said {
    fn of(
        &mut self,
        connection: &Connection,
        article: ArticleId,
        queries: &[&'static str],
    ) -> Result<Vec<Part>, rusqlite::Error> {
        let mut all = Vec::new();
        for query in queries {
            if let Some(known) = self.0.get(query) {
                all.extend(known.iter().cloned());
                continue;
            }
            let mut statement = connection.prepare_cached(&format!("SELECT * FROM ({query}) LIMIT ?2"))?;
            let mut rows = statement.query(params![article.0, MOST_TRIED])?;
            let mut said = Vec::new();
            while let Some(row) = rows.next()? {
                said.push(Part::from(row.get_ref(0)?));
            }
            if !query.contains("?1") {
                self.0.insert(query, said.clone());
            }
            all.extend(said);
        }
        Ok(all)
    }
}

/// A value with each of its bits flipped.
fn flipped(part: &Part) -> Vec<Part> {
    match part {
        Part::Integer(number) => (0..64).map(|bit| Part::Integer(number ^ (1 << bit))).collect(),
        Part::Text(bytes) if bytes.len() <= MOST_FLIPPED => (0..bytes.len() * 8)
            .filter_map(|bit| {
                let mut bytes = bytes.clone();
                *bytes.get_mut(bit / 8)? ^= 1 << (bit % 8);
                std::str::from_utf8(&bytes).is_ok().then_some(Part::Text(bytes))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Takes an article's row, and what its seal is of in its versions, from a backup in which they are what was stored. Answers whether they are now.
pub(crate) fn take(transaction: &Transaction, backup: &Connection, article: ArticleId) -> Result<bool, StoreError> {
    if is_whole(transaction, article)? {
        return Ok(true);
    }
    let seal = seal_of(transaction, article)?;
    if seal.is_none() || seal_of(backup, article).ok().flatten() != seal || !is_whole(backup, article).unwrap_or(false)
    {
        return Ok(false);
    }
    let Some(sealed) = Sealed::read(backup, article)? else { return Ok(false) };
    // What else was lost of it meanwhile is not made up for by halves.
    transaction.execute_batch("SAVEPOINT taken")?;
    let taken = take_columns(transaction, &sealed, article)
        .and_then(|()| take_versions(transaction, backup, article))
        .and_then(|()| is_whole(transaction, article));
    let is_taken = matches!(taken, Ok(true));
    transaction.execute_batch(if is_taken { "RELEASE taken" } else { "ROLLBACK TO taken; RELEASE taken" })?;
    Ok(is_taken)
}

/// Takes the rows of articles from a backup of which the library has no more than what refers to them.
pub(crate) fn take_lost(transaction: &Transaction, backup: &Connection) -> Result<(), StoreError> {
    let referring: Vec<String> = transaction
        .prepare(
            "SELECT 'SELECT ' || keys.\"from\" || ' AS id FROM ' || tables.name
             FROM pragma_table_list AS tables, pragma_foreign_key_list(tables.name) AS keys
             WHERE tables.type = 'table' AND keys.\"table\" = 'article'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let lost: Vec<i64> = transaction
        .prepare(&format!("SELECT id FROM ({}) WHERE id NOT IN (SELECT id FROM article)", referring.join(" UNION ")))?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for article in lost {
        if !is_whole(backup, ArticleId(article)).unwrap_or(false) {
            continue;
        }
        // Another article may have its address by now.
        transaction.execute_batch("SAVEPOINT lost")?;
        let taken = copy_rows(transaction, backup, "article", "id", article)
            .and_then(|()| take_versions(transaction, backup, ArticleId(article)))
            .and_then(|()| is_whole(transaction, ArticleId(article)));
        let is_taken = matches!(taken, Ok(true));
        transaction.execute_batch(if is_taken { "RELEASE lost" } else { "ROLLBACK TO lost; RELEASE lost" })?;
        if is_taken {
            index::await_index(transaction, ArticleId(article))?;
        }
    }
    Ok(())
}

fn take_columns(transaction: &Transaction, sealed: &Sealed, article: ArticleId) -> Result<(), rusqlite::Error> {
    for (column, part) in SEALED.iter().zip(&sealed.columns) {
        transaction.execute(&format!("UPDATE article SET {column} = ?2 WHERE id = ?1"), params![article.0, part])?;
    }
    Ok(())
}

/// Takes versions that are missing, and of those that are here what nothing but the article's seal is of.
fn take_versions(transaction: &Transaction, backup: &Connection, article: ArticleId) -> Result<(), rusqlite::Error> {
    let of = |connection: &Connection| {
        connection
            .prepare("SELECT id, fingerprint, captured_at, archived_at FROM version WHERE article_id = ?1")?
            .query_map([article.0], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))))?
            .collect::<Result<BTreeMap<i64, (String, i64, Option<i64>)>, _>>()
    };
    let here = of(transaction)?;
    for (version, known) in of(backup)? {
        let (fingerprint, captured_at, archived_at) = &known;
        let own = here.get(&version);
        if own.is_none() {
            copy_rows(transaction, backup, "version", "id", version)?;
        } else if own != Some(&known) {
            transaction.execute(
                "UPDATE version SET fingerprint = ?2, captured_at = ?3, archived_at = ?4 WHERE id = ?1",
                params![version, fingerprint, captured_at, archived_at],
            )?;
        } else if fingerprint::tells(fingerprint) {
            continue;
        }
        transaction.execute("DELETE FROM figure WHERE version_id = ?1", [version])?;
        copy_rows(transaction, backup, "figure", "version_id", version)?;
    }
    Ok(())
}

/// Copies the rows of a table that have a number in a column, under their own numbers where these are free.
fn copy_rows(
    transaction: &Transaction,
    backup: &Connection,
    table: &str,
    column: &str,
    number: i64,
) -> Result<(), rusqlite::Error> {
    let mut statement = backup.prepare(&format!("SELECT * FROM {table} WHERE {column} = ?1"))?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let places: Vec<String> = (1..=names.len()).map(|place| format!("?{place}")).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "));
    let mut rows = statement.query([number])?;
    while let Some(row) = rows.next()? {
        let parts: Vec<Part> =
            (0..names.len()).map(|at| Ok(Part::from(row.get_ref(at)?))).collect::<Result<_, rusqlite::Error>>()?;
        let mut insert = transaction.prepare(&sql)?;
        for (at, part) in parts.iter().enumerate() {
            // A figure's own number means nothing.
            let is_number = names.get(at).is_some_and(|name| name == "id") && table == "figure";
            insert.raw_bind_parameter(at + 1, if is_number { &Part::Null } else { part })?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

/// Takes an article's row as it is from here on. What its feed says of it is read again, and its page is wanted again where that
/// gave its text. Answers whether the page is.
fn accept(transaction: &Transaction, article: ArticleId, now: i64) -> Result<bool, StoreError> {
    transaction.execute("UPDATE entry SET fingerprint = '' WHERE article_id = ?1", [article.0])?;
    let is_wanted = transaction.execute(
        "UPDATE article SET page_due_at = ?2, page_tries = 0,
                text_state = CASE WHEN version_id IS NULL THEN 'missing' ELSE text_state END
         WHERE id = ?1 AND (version_id IS NULL OR version_id IN (
             SELECT id FROM version WHERE fingerprint NOT LIKE 'feed:%'))",
        [article.0, now],
    )? > 0;
    article_seal::renew(transaction, article)?;
    Ok(is_wanted)
}
