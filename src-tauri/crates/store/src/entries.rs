//! Entries: the items as feeds gave them, and the articles behind them.

use std::borrow::Borrow;
use std::collections::HashMap;

use broadsheet_model::{ArticleId, FeedId, Figure, PublicationId, Section, TextState};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::article_seal;
use crate::attempts;
use crate::captures;
use crate::enclosures::{self, NewEnclosure};
use crate::error::StoreError;
use crate::expired::Expired;
use crate::feeds::FeedOutcome;
use crate::identity::{Identities, Known, twins};
use crate::index;
use crate::library::{Library, fit_cache};
use crate::outcomes;
use crate::packed::Dictionaries;
use crate::publications::{self, NameRank};
use crate::ready::ReadyEntry;
use crate::time::to_millis;

/// An entry, ready to be stored.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// What names the entry within its feed.
    pub guid: String,
    /// Changes whenever the publisher changed the entry; a change makes the page wanted again.
    pub fingerprint: String,
    /// The article's address, cleaned.
    pub url: String,
    /// Other addresses that lead to the same article.
    pub other_urls: Vec<String>,
    /// The host under which the publication stands.
    pub host: String,
    /// Headline.
    pub headline: String,
    /// Summary as plain text.
    pub standfirst: Option<String>,
    /// Authors.
    pub byline: Vec<String>,
    /// Publication time.
    pub published_at: Option<Timestamp>,
    /// The publication's own section.
    pub publisher_section: Option<String>,
    /// The section of the paper.
    pub section: Section,
    /// Language tag.
    pub language: Option<String>,
    /// The text: sanitised, or as the feed gave it, until [`Library::store_texts`] brings it back cleaned.
    pub html: String,
    /// It was sanitised.
    pub is_clean: bool,
    /// How much of the article that is.
    pub text_state: TextState,
    /// The pictures that the feed gave: the one that it names, and those of its text.
    pub figures: Vec<Figure>,
    /// The first of them is the lead, which stands above the text.
    pub has_lead: bool,
    /// The sounds and films that the feed attached.
    pub enclosures: Vec<NewEnclosure>,
    /// The address is that of this article alone, so that it names the entry where its guid does not.
    pub has_address: bool,
    /// The whole article is to be fetched from its page.
    pub wants_page: bool,
}

impl NewEntry {
    /// The addresses that lead to its article, its own first.
    fn urls(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.url).chain(&self.other_urls)
    }
}

/// A feed's entries, and what came of the try that brought them.
#[derive(Debug, Clone)]
pub struct FeedAnswer {
    /// The feed.
    pub feed: FeedId,
    /// Its entries, or a part of them.
    pub entries: Vec<ReadyEntry>,
    /// What came of the try; `None` while more of its entries are to follow.
    pub outcome: Option<(FeedOutcome, Option<Timestamp>)>,
}

/// What came of storing a feed's entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntriesStored {
    /// Articles that are new to the library.
    pub new_articles: u32,
    /// Entries that the publisher changed.
    pub changed: u32,
}

/// An article whose page is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedPage {
    /// The article.
    pub article: ArticleId,
    /// Where its page is.
    pub url: String,
    /// Tries so far.
    pub tries: u32,
}

impl Library {
    /// Stores a batch of a feed's entries in one transaction.
    ///
    /// # Errors
    /// The library cannot be written; then none of the batch is stored.
    pub fn store_entries(
        &self,
        feed: FeedId,
        entries: Vec<NewEntry>,
        now: Timestamp,
    ) -> Result<EntriesStored, StoreError> {
        let answer = FeedAnswer { feed, entries: self.ready(entries), outcome: None };
        Ok(self.store_answers([answer], now)?.into_iter().next().unwrap_or_default())
    }

    /// Stores what several feeds answered in one transaction, so that the disk is waited for once. The answers may still be
    /// arriving: whoever gives them chooses how long the transaction lasts.
    ///
    /// # Errors
    /// The library cannot be written; then none of the batch is stored.
    pub fn store_answers<A: Borrow<FeedAnswer>>(
        &self,
        answers: impl IntoIterator<Item = A>,
        now: Timestamp,
    ) -> Result<Vec<EntriesStored>, StoreError> {
        self.write(|transaction| {
            fit_cache(transaction)?;
            let mut publications = HashMap::new();
            let mut all = Vec::new();
            for answer in answers {
                let answer = answer.borrow();
                let mut stored = EntriesStored::default();
                let mut identities = Identities::new(answer.feed, answer.entries.iter().map(|ready| &ready.entry));
                let mut expired = Expired::new(answer.feed);
                for ready in oldest_first(&answer.entries, now) {
                    let mut place = Place {
                        transaction,
                        dictionaries: self.dictionaries(),
                        feed: answer.feed,
                        publications: &mut publications,
                        expired: &mut expired,
                        now,
                    };
                    place.store(ready, &mut identities, &mut stored)?;
                }
                if let Some((outcome, next_try_at)) = &answer.outcome {
                    outcomes::note_outcome(transaction, answer.feed, outcome, now, *next_try_at)?;
                }
                all.push(stored);
            }
            Ok(all)
        })
    }

    /// The articles of a feed whose pages are to be fetched by `now`, newest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn wanted_pages(&self, feed: FeedId, now: Timestamp, limit: u32) -> Result<Vec<WantedPage>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT article.id, article.url, article.page_tries FROM article
                 WHERE article.page_due_at <= ?2
                   AND EXISTS (SELECT 1 FROM entry WHERE entry.article_id = article.id AND entry.feed_id = ?1)
                 ORDER BY article.sorted_at DESC, article.id DESC LIMIT ?3",
            )?;
            let rows = statement.query_map(params![feed.0, to_millis(now), limit], |row| {
                Ok(WantedPage { article: ArticleId(row.get(0)?), url: row.get(1)?, tries: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Notes that an article's page could not be had. `next_try_at` is `None` when it is not to be tried again.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_page_failure(
        &self,
        article: ArticleId,
        note: &str,
        next_try_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let has_text: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1 AND text_state = 'full')",
                [article.0],
                |row| row.get(0),
            )?;
            if has_text {
                attempts::note(transaction, article, note, now)?;
            }
            transaction.execute(
                "UPDATE article SET page_tries = page_tries + 1, page_due_at = ?3,
                        text_note = CASE WHEN text_state = 'full' THEN text_note
                                         WHEN EXISTS (SELECT 1 FROM version WHERE id = version_id AND fingerprint NOT LIKE 'feed:%')
                                         THEN 'This is what the page gave before. ' || ?2
                                         ELSE 'This is what the feed gave. ' || ?2 END
                 WHERE id = ?1",
                params![article.0, note, next_try_at.map(to_millis)],
            )?;
            Ok(())
        })
    }
}

/// Entries in the order in which they are stored: of what has no time, or the same, the first of its feed becomes the newest.
fn oldest_first(entries: &[ReadyEntry], now: Timestamp) -> Vec<&ReadyEntry> {
    let mut all: Vec<&ReadyEntry> = entries.iter().rev().collect();
    all.sort_by_key(|ready| ready.entry.published_at.map_or(now, |published| published.min(now)));
    all
}

/// A publication that a transaction has met.
#[derive(Clone, Copy)]
struct Met {
    id: PublicationId,
    /// It had articles before; otherwise none of them can be known by another address.
    has_articles: bool,
}

/// What a feed is to an article.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// They are of one site; `is_first` where only feeds of other sites brought the article, and no page.
    Own { is_first: bool },
    /// Of another site, as are all that have the article; it was the first of them.
    Alone,
    /// Of another site, and another had it before, or its own site has it too.
    Stranger,
}

/// Whether two addresses are of one site: of the same host, or one's is under the other's.
fn is_one_site(one: &str, other: &str) -> bool {
    let (one, other) = (publications::host_of(one), publications::host_of(other));
    let is_under = |host: &str, above: &str| host.strip_suffix(above).is_some_and(|rest| rest.ends_with('.'));
    !one.is_empty() && (one == other || is_under(one, other) || is_under(other, one))
}

/// Where entries are put: one feed, in one transaction.
struct Place<'a> {
    transaction: &'a Transaction<'a>,
    dictionaries: &'a Dictionaries,
    feed: FeedId,
    /// Publications that this transaction has met, by host.
    publications: &'a mut HashMap<String, Met>,
    expired: &'a mut Expired,
    now: Timestamp,
}

impl Place<'_> {
    fn store(
        &mut self,
        ready: &ReadyEntry,
        identities: &mut Identities,
        stored: &mut EntriesStored,
    ) -> Result<(), StoreError> {
        let (transaction, entry) = (self.transaction, &ready.entry);
        if let Some(known) = identities.of(transaction, entry)? {
            if known.guid.as_deref() != Some(entry.guid.as_str()) {
                transaction
                    .prepare_cached("UPDATE OR IGNORE entry SET guid = ?2 WHERE id = ?1")?
                    .execute(params![known.id, entry.guid])?;
                self.note_addresses(entry.urls(), known.article)?;
            }
            if known.fingerprint != entry.fingerprint && !ready.is_known() {
                stored.changed += 1;
                self.change(ready, &known)?;
            }
            if !entry.enclosures.is_empty() && self.standing(known.article)? != Standing::Stranger {
                enclosures::note(transaction, known.article, &entry.enclosures)?;
            }
            return Ok(());
        }
        if ready.is_known() || self.expired.has(transaction, entry)? {
            return Ok(());
        }
        let publication = self.publication_of(entry)?;
        let article = match find_by_address(transaction, entry, publication.has_articles)? {
            Some(article) => {
                self.note_addresses(entry.urls(), article)?;
                // A second feed may know the section where the first did not.
                if entry.section != Section::General {
                    transaction
                        .prepare_cached("UPDATE article SET section = ?2 WHERE id = ?1 AND section = 'general'")?
                        .execute(params![article.0, entry.section.key()])?;
                }
                // What a stranger said of it, its own site says better.
                let standing = self.standing(article)?;
                if standing == (Standing::Own { is_first: true }) {
                    self.say(ready, article)?;
                }
                if !entry.enclosures.is_empty() && standing != Standing::Stranger {
                    enclosures::note(transaction, article, &entry.enclosures)?;
                }
                article
            }
            None => {
                stored.new_articles += 1;
                let article = self.insert_article(ready, publication.id)?;
                self.note_addresses(&entry.other_urls, article)?;
                if !entry.enclosures.is_empty() {
                    enclosures::note(transaction, article, &entry.enclosures)?;
                }
                article
            }
        };
        transaction
            .prepare_cached(
                "INSERT INTO entry (feed_id, article_id, guid, fingerprint, first_seen_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![self.feed.0, article.0, entry.guid, entry.fingerprint, to_millis(self.now)])?;
        Ok(())
    }

    /// The publisher changed an entry: its new text is a new version where nothing better is here, and its page is wanted
    /// again. What the reader did with the article stays.
    fn change(&self, ready: &ReadyEntry, known: &Known) -> Result<(), StoreError> {
        let (transaction, entry) = (self.transaction, &ready.entry);
        transaction
            .prepare_cached("UPDATE entry SET fingerprint = ?2 WHERE id = ?1")?
            .execute(params![known.id, entry.fingerprint])?;
        match self.standing(known.article)? {
            Standing::Stranger => Ok(()),
            Standing::Own { .. } | Standing::Alone => self.say(ready, known.article),
        }
    }

    /// Says what an article says, where nothing better is here; its page is wanted again.
    fn say(&self, ready: &ReadyEntry, article: ArticleId) -> Result<(), StoreError> {
        let (transaction, entry) = (self.transaction, &ready.entry);
        captures::store_raw(transaction, self.dictionaries, article, ready, self.now)?;
        if entry.wants_page {
            transaction
                .prepare_cached("UPDATE article SET page_due_at = ?2, page_tries = 0 WHERE id = ?1")?
                .execute(params![article.0, to_millis(self.now)])?;
        }
        Ok(())
    }

    /// What this feed is to an article: anybody can name any address, but only its own site changes what others brought.
    fn standing(&self, article: ArticleId) -> Result<Standing, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT feed.id = ?2, feed.url, article.url,
                    EXISTS (SELECT 1 FROM version WHERE id = article.version_id AND fingerprint NOT LIKE 'feed:%'),
                    (SELECT feed_id FROM entry WHERE article_id = article.id ORDER BY id LIMIT 1) IS ?2
             FROM article
             JOIN feed ON feed.id = ?2 OR feed.id IN (SELECT feed_id FROM entry WHERE article_id = article.id)
             WHERE article.id = ?1",
        )?;
        let feeds = statement.query_map(params![article.0, self.feed.0], |row| {
            let (feed, article): (String, String) = (row.get(1)?, row.get(2)?);
            let (is_this, of_its_site) = (row.get::<_, bool>(0)?, is_one_site(&feed, &article));
            Ok((is_this, of_its_site, row.get::<_, bool>(3)?, row.get::<_, bool>(4)?))
        })?;
        let (mut is_own, mut others, mut has_own, mut is_page, mut was_first) = (false, false, false, false, false);
        for feed in feeds {
            let (is_this, of_its_site, from_page, first) = feed?;
            (is_page, was_first) = (from_page, first);
            if is_this {
                is_own = of_its_site;
            } else {
                (others, has_own) = (true, has_own || of_its_site);
            }
        }
        Ok(match (is_own, others) {
            (true, _) => Standing::Own { is_first: others && !has_own && !is_page },
            (false, false) => Standing::Alone,
            (false, true) if was_first && !has_own => Standing::Alone,
            (false, true) => Standing::Stranger,
        })
    }

    fn note_addresses<'u>(
        &self,
        urls: impl IntoIterator<Item = &'u String>,
        article: ArticleId,
    ) -> Result<(), StoreError> {
        for url in urls {
            note_address(self.transaction, url, article)?;
        }
        Ok(())
    }

    /// The publication of an entry, made where there is none.
    fn publication_of(&mut self, entry: &NewEntry) -> Result<Met, StoreError> {
        if let Some(met) = self.publications.get(&entry.host) {
            return Ok(*met);
        }
        // One of many who publish at a host is known by what its feed is called.
        let title = if entry.host.contains('/') { feed_title(self.transaction, self.feed)? } else { None };
        let name = title.as_deref().map(|title| (title, NameRank::Feed));
        let id = publications::of_host(self.transaction, &entry.host, name, None, self.now)?;
        let has_articles = self
            .transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE publication_id = ?1)")?
            .query_row([id.0], |row| row.get(0))?;
        let met = Met { id, has_articles };
        self.publications.insert(entry.host.clone(), met);
        Ok(met)
    }

    fn insert_article(&mut self, ready: &ReadyEntry, publication: PublicationId) -> Result<ArticleId, StoreError> {
        let entry = &ready.entry;
        let published_at = entry.published_at.map(to_millis);
        let first_seen_at = to_millis(self.now);
        let byline = serde_json::to_string(&entry.byline).unwrap_or_else(|_| "[]".to_owned());
        self.transaction
            .prepare_cached(
                "INSERT INTO article (publication_id, url, headline, standfirst, byline, published_at, first_seen_at,
                                      sorted_at, section, publisher_section, language, page_due_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, min(coalesce(?6, ?7), ?7), ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                publication.0,
                entry.url,
                entry.headline,
                entry.standfirst,
                byline,
                published_at,
                first_seen_at,
                entry.section.key(),
                entry.publisher_section,
                entry.language,
                entry.wants_page.then_some(first_seen_at)
            ])?;
        let article = ArticleId(self.transaction.last_insert_rowid());
        let columns = article_seal::columns_of(entry, publication, &byline, first_seen_at);
        captures::insert_raw(self.transaction, article, ready, columns, self.now)?;
        index::await_index(self.transaction, article)?;
        Ok(article)
    }
}

fn feed_title(transaction: &Transaction, feed: FeedId) -> Result<Option<String>, StoreError> {
    let mut statement = transaction.prepare_cached("SELECT title FROM feed WHERE id = ?1")?;
    Ok(statement.query_row([feed.0], |row| row.get(0)).optional()?)
}

fn find_by_address(
    transaction: &Transaction,
    entry: &NewEntry,
    with_twins: bool,
) -> Result<Option<ArticleId>, StoreError> {
    for url in entry.urls() {
        if let Some(article) = by_address(transaction, url)? {
            return Ok(Some(article));
        }
    }
    if entry.has_address && with_twins {
        for twin in twins(&entry.url) {
            if let Some(article) = by_address(transaction, &twin)? {
                return Ok(Some(article));
            }
        }
    }
    Ok(None)
}

pub(crate) fn by_address(transaction: &Transaction, url: &str) -> Result<Option<ArticleId>, StoreError> {
    Ok(transaction
        .prepare_cached("SELECT article_id FROM article_address WHERE url = ?1")?
        .query_row([url], |row| row.get(0))
        .optional()?
        .map(ArticleId))
}

/// Notes another address that leads to an article; its own stands with it.
pub(crate) fn note_address(transaction: &Transaction, url: &str, article: ArticleId) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO other_address (url, article_id)
             SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM article WHERE url = ?1)",
        )?
        .execute(params![url, article.0])?;
    Ok(())
}

/// An article that has nothing yet but its address and a headline.
pub(crate) fn insert_bare(
    transaction: &Transaction,
    publication: i64,
    url: &str,
    headline: &str,
    published_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<ArticleId, StoreError> {
    // A date in the future, or a junk one, must not pin an article to the top.
    let sorted_at = published_at.map_or(now, |published| published.min(now));
    transaction
        .prepare_cached(
            "INSERT INTO article (publication_id, url, headline, published_at, first_seen_at, sorted_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            publication,
            url,
            headline,
            published_at.map(to_millis),
            to_millis(now),
            to_millis(sorted_at)
        ])?;
    let article = ArticleId(transaction.last_insert_rowid());
    article_seal::renew(transaction, article)?;
    index::await_index(transaction, article)?;
    Ok(article)
}
