//! Pages that the reader saved by their addresses, and copies of pages from the Internet Archive.

use std::collections::HashSet;

use broadsheet_model::ArticleId;
use jiff::Timestamp;
use rusqlite::{Transaction, params};

use crate::article_seal;
use crate::captures::{Capture, Stored, store};
use crate::entries::{by_address, insert_bare, note_address};
use crate::error::StoreError;
use crate::library::Library;
use crate::originals;
use crate::publications::{self, NameRank};
use crate::time::to_millis;

/// A page that the reader saved by its address.
#[derive(Debug, Clone, Copy)]
pub struct SavedPage<'a> {
    /// The address by which the article is known.
    pub url: &'a str,
    /// Other addresses that lead to it.
    pub other_urls: &'a [String],
    /// The host under which its publication stands.
    pub host: &'a str,
    /// What the page gave.
    pub capture: &'a Capture<'a>,
}

/// Bytes of a line that two pages do not have in common by chance.
const PARAGRAPH: usize = 60;

impl Library {
    /// Stores what a copy in the Internet Archive gave, which was taken at `archived_at`; a version that is new says so.
    ///
    /// # Errors
    /// The library cannot be written; then nothing of it is stored.
    pub fn store_archived(
        &self,
        article: ArticleId,
        capture: &Capture,
        archived_at: Timestamp,
        now: Timestamp,
    ) -> Result<Stored, StoreError> {
        self.write(|transaction| {
            let newest: i64 =
                transaction.query_row("SELECT coalesce(max(id), 0) FROM version", [], |row| row.get(0))?;
            let stored = store(transaction, self.dictionaries(), article, capture, now)?;
            transaction.execute(
                "UPDATE version SET archived_at = ?2 WHERE id > ?3 AND article_id = ?1",
                params![article.0, to_millis(archived_at), newest],
            )?;
            article_seal::renew(transaction, article)?;
            Ok(stored)
        })
    }

    /// Stores a page that the reader saved by its address; the article is made where there is none.
    ///
    /// # Errors
    /// The library cannot be written; then nothing of it is stored.
    pub fn save_capture(
        &self,
        url: &str,
        other_urls: &[String],
        host: &str,
        capture: &Capture,
        now: Timestamp,
    ) -> Result<ArticleId, StoreError> {
        let page = SavedPage { url, other_urls, host, capture };
        let saved = self.save_captures(&[page], now)?;
        saved.first().copied().ok_or_else(|| StoreError::NotFound { what: "article", id: url.to_owned() })
    }

    /// Stores pages that the reader saved by their addresses, in one transaction; answers the article of each.
    ///
    /// # Errors
    /// The library cannot be written; then none of them is stored.
    pub fn save_captures(&self, pages: &[SavedPage], now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        self.write(|transaction| pages.iter().map(|page| self.save(transaction, page, now)).collect())
    }

    fn save(&self, transaction: &Transaction, page: &SavedPage, now: Timestamp) -> Result<ArticleId, StoreError> {
        let SavedPage { url, other_urls, host, capture } = *page;
        let (mut url, mut others) = (url, Vec::new());
        let mut known = None;
        for other in other_urls.iter().map(String::as_str).filter(|other| *other != url) {
            others.push(other);
            if known.is_none() {
                known = by_address(transaction, other)?;
            }
        }
        let named = if known.is_none() { by_address(transaction, url)? } else { None };
        match (named, others.first()) {
            // The page says that it is another one, which looks different: then it is known by where it was found.
            (Some(named), Some(found)) if !self.is_alike(transaction, named, capture)? => url = found,
            (Some(named), _) => known = Some(named),
            (None, _) => others.push(url),
        }
        let article = match known {
            Some(article) => article,
            None => {
                let name = capture.site.map(|site| (site, NameRank::Site));
                let publication = publications::of_host(transaction, host, name, None, now)?;
                let headline = capture.headline.unwrap_or(url);
                insert_bare(transaction, publication.0, url, headline, capture.published_at, now)?
            }
        };
        for other in others {
            note_address(transaction, other, article)?;
        }
        let stored = store(transaction, self.dictionaries(), article, capture, now)?;
        transaction.execute(
            "INSERT INTO reading (article_id, saved_at) VALUES (?1, ?2)
             ON CONFLICT (article_id) DO UPDATE SET saved_at = coalesce(saved_at, excluded.saved_at)",
            params![article.0, to_millis(now)],
        )?;
        if let Some(sent) = capture.sent.as_ref().filter(|_| stored != Stored::KeptBetter) {
            originals::keep(transaction, article, sent, now)?;
        }
        Ok(article)
    }

    /// Whether a page says what an article says: its headline, or any paragraph.
    fn is_alike(&self, transaction: &Transaction, article: ArticleId, page: &Capture) -> Result<bool, StoreError> {
        let (headline, packed): (String, Option<Vec<u8>>) = transaction
            .prepare_cached(
                "SELECT article.headline, version.packed FROM article
                 LEFT JOIN version ON version.id = article.version_id WHERE article.id = ?1",
            )?
            .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if page.headline.is_none_or(|said| said.trim().eq_ignore_ascii_case(headline.trim())) {
            return Ok(true);
        }
        let body = self.dictionaries().unpack(&packed.unwrap_or_default())?.body;
        let paragraphs: HashSet<&str> = body.lines().filter(|line| line.len() >= PARAGRAPH).collect();
        Ok(paragraphs.is_empty() || page.body.lines().any(|line| paragraphs.contains(line)))
    }
}
