//! Publications: who publishes. One for each host.

use broadsheet_model::{AssetId, PublicationId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::error::StoreError;
use crate::library::Library;
use crate::time::to_millis;

/// How well a publication's name is known; a better one replaces a worse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameRank {
    /// The host stands in for a name.
    Host,
    /// A feed's title.
    Feed,
    /// What the site calls itself.
    Site,
}

/// A publication as it stands in the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its id.
    pub id: PublicationId,
    /// Its name: the reader's own for it, or what it calls itself.
    pub name: String,
    /// Its site.
    pub home_url: Option<String>,
    /// Its icon.
    pub icon: Option<AssetId>,
}

/// A publication with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationTotals {
    /// The publication.
    pub publication: Publication,
    /// Its articles.
    pub articles: u32,
    /// Its articles that the reader has not opened.
    pub unread: u32,
}

impl Library {
    /// One publication.
    ///
    /// # Errors
    /// There is none with this id, or the library cannot be read.
    pub fn publication(&self, id: PublicationId) -> Result<Publication, StoreError> {
        self.read(|connection| {
            connection
                .query_row(
                    "SELECT id, coalesce(own_name, name), home_url, icon_asset FROM publication WHERE id = ?1",
                    [id.0],
                    |row| from_row(row, 0),
                )
                .optional()?
                .ok_or_else(|| StoreError::NotFound { what: "publication", id: id.to_string() })
        })
    }

    /// The publications that have articles, by name, with their counts.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn publication_totals(&self) -> Result<Vec<PublicationTotals>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT publication.id, coalesce(publication.own_name, publication.name), publication.home_url,
                        publication.icon_asset, count(*), count(*) - count(reading.read_at)
                 FROM article
                 JOIN publication ON publication.id = article.publication_id
                 LEFT JOIN reading ON reading.article_id = article.id
                 GROUP BY publication.id
                 ORDER BY 2 COLLATE NOCASE",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(PublicationTotals { publication: from_row(row, 0)?, articles: row.get(4)?, unread: row.get(5)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Publications without an icon, with the site to ask for one.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn publications_without_icon(&self) -> Result<Vec<(PublicationId, String)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, home_url FROM publication WHERE icon_asset IS NULL AND home_url IS NOT NULL",
            )?;
            let rows = statement.query_map([], |row| Ok((PublicationId(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Gives a publication its icon.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_icon(&self, id: PublicationId, icon: &AssetId) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction
                .execute("UPDATE publication SET icon_asset = ?2 WHERE id = ?1", params![id.0, icon.as_str()])?;
            Ok(())
        })
    }
}

pub(crate) fn from_row(row: &Row, first: usize) -> Result<Publication, rusqlite::Error> {
    Ok(Publication {
        id: PublicationId(row.get(first)?),
        name: row.get(first + 1)?,
        home_url: row.get(first + 2)?,
        icon: row.get::<_, Option<String>>(first + 3)?.and_then(|id| AssetId::parse(&id)),
    })
}

/// The host of a web address under which a publication stands: without “www.”, with a port where one is named.
pub(crate) fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The publication of `host`, made where there is none. A name of a higher rank replaces the one there.
pub(crate) fn of_host(
    connection: &Connection,
    host: &str,
    name: Option<(&str, NameRank)>,
    home_url: Option<&str>,
    now: Timestamp,
) -> Result<PublicationId, StoreError> {
    let (name, rank) = name.unwrap_or((host, NameRank::Host));
    let mut statement = connection.prepare_cached(
        "INSERT INTO publication (host, name, name_rank, home_url, added_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (host) DO UPDATE SET
             name = CASE WHEN excluded.name_rank > name_rank OR name = host THEN excluded.name ELSE name END,
             name_rank = CASE WHEN name = host THEN excluded.name_rank ELSE max(name_rank, excluded.name_rank) END,
             home_url = coalesce(home_url, excluded.home_url)
         RETURNING id",
    )?;
    let id = statement.query_row(params![host, name, rank as i64, home_url, to_millis(now)], |row| row.get(0))?;
    Ok(PublicationId(id))
}
/// Notes what a page calls its site. A page that stands elsewhere than the publication, as one behind an address that leads on,
/// is of another site.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn note_site(
    transaction: &Transaction,
    publication: i64,
    site: &str,
    page: Option<&str>,
) -> Result<(), StoreError> {
    if let Some(page) = page {
        let host: Option<String> = transaction
            .prepare_cached("SELECT host FROM publication WHERE id = ?1")?
            .query_row([publication], |row| row.get(0))
            .optional()?;
        if host.is_none_or(|host| !is_of_site(page, &host)) {
            return Ok(());
        }
    }
    transaction
        .prepare_cached(
            "UPDATE publication SET name = ?2, name_rank = 2 WHERE id = ?1 AND (name_rank < 2 OR name = host)",
        )?
        .execute(params![publication, site])?;
    Ok(())
}

/// Whether a page stands at a host, or at one that is a part of it or of which it is a part.
fn is_of_site(page: &str, host: &str) -> bool {
    let authority =
        page.split_once("://").map_or(page, |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    let bare = authority.strip_prefix("www.").unwrap_or(&authority);
    let is_part = |one: &str, other: &str| one.strip_suffix(other).is_some_and(|rest| rest.ends_with('.'));
    bare == host || is_part(bare, host) || is_part(host, bare)
}

#[cfg(test)]
mod tests {
    use super::is_of_site;

    #[test]
    fn a_page_elsewhere_is_of_another_site() {
        assert!(is_of_site("https://www.paper.example/a", "paper.example"));
        assert!(
            is_of_site("https://m.paper.example", "paper.example")
                && is_of_site("http://127.0.0.1:8080/a", "127.0.0.1:8080")
        );
        assert!(
            !is_of_site("https://herald.example/a", "news.paper.example")
                && !is_of_site("https://thepaper.example/", "paper.example")
        );
    }
}
