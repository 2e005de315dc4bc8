//! Rows that refer to something that was lost: what they need is made anew where it can be known, and they go where it cannot.

use std::path::Path;

use broadsheet_model::AssetId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::article_seal;
use crate::error::StoreError;
use crate::media::{inspect_picture, read_file};
use crate::packed::Dictionaries;
use crate::publications;
use crate::time::to_millis;

/// Makes a fresh library whole; `source` is the folder with the media. Answers how many articles were made anew.
pub(super) fn mend(
    connection: &Connection,
    dictionaries: &Dictionaries,
    source: &Path,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let rebuilt = articles(connection, dictionaries, now)?;
    publications_of(connection, "article", now)?;
    publications_of(connection, "feed", now)?;
    assets(connection, source, now)?;
    lists(connection, now)?;
    connection.execute_batch(
        "UPDATE article SET version_id = (
             SELECT id FROM version WHERE article_id = article.id
             ORDER BY text_state = 'full' DESC, text_state = 'summary' DESC, id DESC LIMIT 1)
         WHERE version_id IS NULL OR version_id NOT IN (SELECT id FROM version);
         UPDATE article SET text_state = coalesce((SELECT text_state FROM version WHERE id = version_id), 'missing')
         WHERE version_id IS NULL OR text_state = 'missing';
         INSERT OR IGNORE INTO uncleaned (version_id) SELECT id FROM version WHERE seal = 0 AND packed <> x'';
         INSERT OR IGNORE INTO setting (name, value) VALUES ('key_name', lower(hex(randomblob(8))));",
    )?;
    connection.execute(
        "UPDATE article SET page_due_at = ?1, page_tries = 0 WHERE text_state = 'missing' AND url LIKE 'http%' AND url NOT LIKE 'https://lost.invalid/%'",
        [to_millis(now)],
    )?;
    orphans(connection)?;
    connection.execute_batch("INSERT OR IGNORE INTO unindexed (article_id) SELECT id FROM article")?;
    // Older formats are given them when they are brought to the newest.
    if connection.column_exists(None, "article", "seal")? {
        article_seal::renew_all(connection)?;
    }
    Ok(rebuilt)
}

/// Makes articles anew whose texts or pages are here, or that the reader keeps.
fn articles(connection: &Connection, dictionaries: &Dictionaries, now: Timestamp) -> Result<u64, StoreError> {
    // Early formats have none.
    let highlighted = match connection.table_exists(None, "highlight")? {
        true => "UNION SELECT article_id FROM highlight",
        false => "",
    };
    // Entries of the index by publication look like those of a list, but that they end with the same number twice.
    let lost: Vec<i64> = connection
        .prepare(&format!(
            "SELECT article_id FROM version UNION SELECT article_id FROM original
             UNION SELECT article_id FROM reading WHERE starred_at IS NOT NULL OR saved_at IS NOT NULL
             UNION SELECT article_id FROM list_entry WHERE position <> added_at {highlighted}
             EXCEPT SELECT id FROM article ORDER BY article_id"
        ))?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in &lost {
        let known: Option<String> = connection
            .prepare_cached(
                "SELECT url FROM (SELECT url FROM original WHERE article_id = ?1
                 UNION ALL SELECT guid FROM entry WHERE article_id = ?1 AND guid LIKE 'http%'
                 UNION ALL SELECT url FROM other_address WHERE article_id = ?1) AS known
                 WHERE NOT EXISTS (SELECT 1 FROM article WHERE article.url = known.url) LIMIT 1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let url = known.unwrap_or_else(|| format!("https://lost.invalid/{id}"));
        let version: Option<(String, Option<String>, Vec<u8>, i64)> = connection
            .prepare_cached(
                "SELECT headline, standfirst, packed, captured_at FROM version WHERE article_id = ?1
                 ORDER BY text_state = 'full' DESC, id DESC LIMIT 1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        let (mut headline, mut standfirst, packed, seen) =
            version.unwrap_or_else(|| (String::new(), None, Vec::new(), to_millis(now)));
        if headline.is_empty()
            && let Some(head) = dictionaries.unpack(&packed).ok().and_then(|texts| texts.head)
        {
            (headline, standfirst) = (head.headline, head.standfirst);
        }
        if headline.is_empty() {
            url.clone_into(&mut headline);
        }
        let publication = publications::of_host(connection, publications::host_of(&url), None, None, now)?;
        connection
            .prepare_cached(
                "INSERT INTO article (id, publication_id, url, headline, standfirst, first_seen_at, sorted_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
            )?
            .execute(params![id, publication.0, url, headline, standfirst, seen])?;
    }
    Ok(lost.len() as u64)
}

/// Makes publications anew by the hosts of what they published.
fn publications_of(connection: &Connection, table: &str, now: Timestamp) -> Result<(), StoreError> {
    let lost: Vec<(i64, String)> = connection
        .prepare(&format!("SELECT id, url FROM {table} WHERE publication_id NOT IN (SELECT id FROM publication)"))?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, url) in lost {
        let publication = publications::of_host(connection, publications::host_of(&url), None, None, now)?;
        connection
            .prepare_cached(&format!("UPDATE {table} SET publication_id = ?2 WHERE id = ?1"))?
            .execute(params![id, publication.0])?;
    }
    Ok(())
}

/// Describes files anew that are here, and wants those again that are not.
fn assets(connection: &Connection, source: &Path, now: Timestamp) -> Result<(), StoreError> {
    let lost: Vec<String> = connection
        .prepare(
            "SELECT asset_id FROM picture WHERE asset_id IS NOT NULL UNION SELECT display_id FROM look
             WHERE display_id IS NOT NULL UNION SELECT icon_asset FROM publication WHERE icon_asset IS NOT NULL
             EXCEPT SELECT id FROM asset",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in lost {
        let shelf: String = id.chars().take(2).collect();
        let content = AssetId::parse(&id)
            .and_then(|_| read_file(&source.join("media").join(shelf).join(&id)).ok())
            .filter(|content| blake3::hash(content).to_hex().as_str() == id);
        let Some((content, kind)) = content
            .and_then(|content| Some((inspect_picture(&content).ok()?, content)))
            .map(|(kind, content)| (content, kind))
        else {
            continue;
        };
        connection
            .prepare_cached(
                "INSERT INTO asset (id, media_type, bytes, width, height, stored_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                id,
                kind.media_type,
                i64::try_from(content.len()).unwrap_or(i64::MAX),
                kind.width,
                kind.height,
                to_millis(now)
            ])?;
    }
    connection.execute(
        "UPDATE picture SET asset_id = NULL, tries = 0, due_at = ?1
         WHERE asset_id IS NOT NULL AND asset_id NOT IN (SELECT id FROM asset)",
        [to_millis(now)],
    )?;
    connection.execute_batch(
        "UPDATE publication SET icon_asset = NULL WHERE icon_asset NOT IN (SELECT id FROM asset);
         UPDATE look SET display_id = NULL WHERE display_id NOT IN (SELECT id FROM asset);",
    )?;
    // Early formats have none.
    if connection.table_exists(None, "enclosure")? {
        connection
            .execute_batch("UPDATE enclosure SET asset_id = NULL WHERE asset_id NOT IN (SELECT id FROM asset);")?;
    }
    // Pictures whose own rows were lost are wanted by the texts in which they stand.
    connection
        .execute("INSERT OR IGNORE INTO picture (src, due_at) SELECT DISTINCT src, ?1 FROM figure", [to_millis(now)])?;
    Ok(())
}

/// Makes lists anew whose entries are here.
fn lists(connection: &Connection, now: Timestamp) -> Result<(), StoreError> {
    // Entries of an index may look like those of a list.
    connection.execute_batch("DELETE FROM list_entry WHERE article_id NOT IN (SELECT id FROM article)")?;
    connection.execute(
        "INSERT OR IGNORE INTO reading_list (id, name, kind, position, created_at)
         SELECT DISTINCT list_id, 'Salvaged list ' || list_id, 'own', list_id, ?1 FROM list_entry
         WHERE list_id NOT IN (SELECT id FROM reading_list)",
        [to_millis(now)],
    )?;
    connection.execute(
        "INSERT OR IGNORE INTO reading_list (name, kind, position, created_at)
         SELECT 'Read later', 'read_later', 0, ?1
         WHERE NOT EXISTS (SELECT 1 FROM reading_list WHERE kind = 'read_later')",
        [to_millis(now)],
    )?;
    Ok(())
}

/// Removes what refers to something that is not here, until nothing does.
fn orphans(connection: &Connection) -> Result<(), StoreError> {
    let references: Vec<[String; 4]> = connection
        .prepare(
            "SELECT list.name, key.\"from\", key.\"table\", key.\"to\"
             FROM pragma_table_list AS list, pragma_foreign_key_list(list.name) AS key WHERE list.type = 'table'",
        )?
        .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?
        .collect::<Result<_, _>>()?;
    loop {
        let mut gone = 0;
        for [table, column, parent, key] in &references {
            gone += connection.execute(
                &format!(
                    "DELETE FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {parent})"
                ),
                [],
            )?;
        }
        if gone == 0 {
            return Ok(());
        }
    }
}
