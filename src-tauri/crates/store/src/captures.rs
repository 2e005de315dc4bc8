//! Captures: what a page or a feed gave of an article, kept as versions.
//!
//! **Invariant:** nothing overwrites. A changed text is a new version, and a worse capture never takes the place of a
//! better one.

use std::borrow::Cow;

use broadsheet_model::{ArticleId, Dated, Figure, Section, TextState};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::article_seal::{self, Columns};
use crate::attempts;
use crate::counts;
use crate::entries::{NewEntry, note_address};
use crate::error::StoreError;
use crate::fingerprint;
use crate::index;
use crate::library::Library;
use crate::originals::{self, Sent};
use crate::packed::Dictionaries;
use crate::page_facts::{self, PageFacts};
use crate::pictures;
use crate::publications;
use crate::ready::{ReadyEntry, Sealed};
use crate::settle::settled;
use crate::time::to_millis;

/// A capture, ready to be stored. The HTML is sanitised, and counts as hostile again when it is read.
#[derive(Debug, Clone, Copy)]
pub struct Capture<'a> {
    /// Headline.
    pub headline: Option<&'a str>,
    /// Standfirst.
    pub standfirst: Option<&'a str>,
    /// Authors.
    pub byline: &'a [String],
    /// Publication time.
    pub published_at: Option<Timestamp>,
    /// How well that is known.
    pub dated: Dated,
    /// Last change by the publisher.
    pub modified_at: Option<Timestamp>,
    /// What the site calls itself.
    pub site: Option<&'a str>,
    /// The publication's own section.
    pub publisher_section: Option<&'a str>,
    /// The section of the paper.
    pub section: Section,
    /// Language tag.
    pub language: Option<&'a str>,
    /// Body.
    pub html: &'a str,
    /// Body as plain text, one paragraph a line.
    pub body: &'a str,
    /// Pictures in reading order.
    pub figures: &'a [Figure],
    /// The first figure is the lead.
    pub has_lead: bool,
    /// How much of the text this is.
    pub text_state: TextState,
    /// Why the text is not whole, in words.
    pub text_note: Option<&'a str>,
    /// What the page said and would have done beside; `None` where there was no page.
    pub facts: Option<&'a PageFacts>,
    /// The page as its publisher sent it, which is kept with an article that the reader keeps.
    pub sent: Option<Sent<'a>>,
}

/// What came of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// A new version, shown from now on.
    New,
    /// The same as a version that is there.
    Unchanged,
    /// Worse than what is there, which stays.
    KeptBetter,
}

/// A letter or a digit.
const LETTER: u8 = 1;

/// It may stand within a word: it is no white space.
const WITHIN: u8 = 2;

/// What the characters of ASCII are.
#[expect(clippy::indexing_slicing, reason = "it is done while this is compiled, which would fail")]
const KINDS: [u8; 128] = {
    let mut kinds = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        let character = byte as u8;
        kinds[byte] = if character.is_ascii_alphanumeric() {
            LETTER | WITHIN
        } else if character.is_ascii_whitespace() {
            0
        } else {
            WITHIN
        };
        byte += 1;
    }
    kinds
};

/// Words in a text. A run of letters counts as one; in scripts without spaces every two characters do.
#[must_use]
pub fn count_words(text: &str) -> u32 {
    let (mut words, mut unspaced) = (0u32, 0u32);
    // Whether a word has begun: 1 or 0.
    let mut inside = 0u8;
    let mut rest = text;
    loop {
        let bytes = rest.as_bytes();
        let mut plain = 0;
        while let Some(byte) = bytes.get(plain).filter(|byte| byte.is_ascii()) {
            // Without branches, which would go astray at every second word.
            let kind = KINDS.get(usize::from(*byte)).copied().unwrap_or_default();
            let letter = kind & LETTER;
            words += u32::from(letter & !inside);
            inside = letter | (inside & (kind >> 1));
            plain += 1;
        }
        let mut foreign = rest.get(plain..).unwrap_or_default().chars();
        let Some(character) = foreign.next() else { break };
        rest = foreign.as_str();
        let without_spaces = matches!(u32::from(character), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0x2_0000..=0x3_FFFF);
        if without_spaces {
            unspaced += 1;
            inside = 0;
        } else if is_letter(character) {
            words += u32::from(inside ^ 1);
            inside = 1;
        } else if character.is_whitespace() {
            inside = 0;
        }
    }
    words.saturating_add(unspaced.div_ceil(2))
}

/// Whether a character beyond ASCII is a letter or a digit. What most texts consist of is answered without a table.
fn is_letter(character: char) -> bool {
    match u32::from(character) {
        0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0x2c1 | 0x400..=0x481 | 0x48a..=0x52f | 0x620..=0x64a => true,
        0x2000..=0x206f => false,
        _ => character.is_alphanumeric(),
    }
}

impl Library {
    /// Stores what an article's page gave. The page is no longer wanted afterwards.
    ///
    /// # Errors
    /// The library cannot be written; then nothing of it is stored.
    pub fn store_capture(
        &self,
        article: ArticleId,
        capture: &Capture,
        other_urls: &[String],
        now: Timestamp,
    ) -> Result<Stored, StoreError> {
        self.write(|transaction| {
            for url in other_urls {
                note_address(transaction, url, article)?;
            }
            let stored = store(transaction, self.dictionaries(), article, capture, now)?;
            if let Some(sent) = capture.sent.as_ref().filter(|_| stored != Stored::KeptBetter) {
                originals::keep(transaction, article, sent, now)?;
            }
            Ok(stored)
        })
    }
}

struct Current {
    text_state: TextState,
    word_count: u32,
    version: Option<i64>,
    /// What is shown came with a feed.
    is_of_feed: bool,
    first_seen_at: i64,
    publication: i64,
}

pub(crate) fn store(
    transaction: &Transaction,
    dictionaries: &Dictionaries,
    article: ArticleId,
    capture: &Capture,
    now: Timestamp,
) -> Result<Stored, StoreError> {
    // What is not believed is no part of the version, nor of its fingerprint.
    let capture = &settled(transaction, article, capture)?;
    let text = || Cow::Owned(Sealed::of(dictionaries.pack(capture.html, capture.body)));
    let words = count_words(if capture.body.is_empty() { capture.html } else { capture.body });
    store_as(transaction, dictionaries, article, capture, (words, &fingerprint::of_capture(capture)), text, now)
}

/// Stores a capture of so many words under a fingerprint, by which the same capture is known again.
fn store_as<'a>(
    transaction: &Transaction,
    dictionaries: &Dictionaries,
    article: ArticleId,
    capture: &Capture,
    (words, fingerprint): (u32, &str),
    text: impl FnOnce() -> Cow<'a, Sealed>,
    now: Timestamp,
) -> Result<Stored, StoreError> {
    let current = transaction
        .prepare_cached(
            "SELECT text_state, word_count, version_id, first_seen_at, publication_id,
                    EXISTS (SELECT 1 FROM version WHERE id = version_id AND fingerprint LIKE 'feed:%')
             FROM article WHERE id = ?1",
        )?
        .query_row([article.0], |row| {
            Ok(Current {
                text_state: TextState::from_key(&row.get::<_, String>(0)?),
                word_count: row.get(1)?,
                version: row.get(2)?,
                first_seen_at: row.get(3)?,
                publication: row.get(4)?,
                is_of_feed: row.get(5)?,
            })
        })
        .optional()?
        .ok_or_else(|| StoreError::NotFound { what: "article", id: article.to_string() })?;
    if let Some(site) = capture.site {
        publications::note_site(transaction, current.publication, site, capture.sent.as_ref().map(|sent| sent.url))?;
    }
    if is_worse(capture.text_state, words, fingerprint.starts_with(OF_FEED), &current) {
        // What a feed gives is often less than what its page gave; that is no attempt on the page.
        let of_page = capture.sent.as_ref().map(|_| capture.text_note.unwrap_or(GAVE_LESS));
        transaction
            .prepare_cached(
                "UPDATE article SET page_due_at = NULL,
                        text_note = CASE WHEN text_state = 'full' THEN text_note ELSE coalesce(?2, text_note) END
                 WHERE id = ?1",
            )?
            .execute(params![article.0, of_page.or(capture.text_note)])?;
        if let Some(what) = of_page {
            attempts::note(transaction, article, what, now)?;
        }
        return Ok(Stored::KeptBetter);
    }
    let same: Option<i64> = transaction
        // Older libraries hold longer ones of what a feed gave.
        .prepare_cached(
            "SELECT id FROM version WHERE article_id = ?1 AND fingerprint GLOB ?2 || '*' ORDER BY id LIMIT 1",
        )?
        .query_row(params![article.0, fingerprint], |row| row.get(0))
        .optional()?;
    index::unindex(transaction, article)?;
    let (version, stored) = match same {
        Some(version) => (version, if current.version == Some(version) { Stored::Unchanged } else { Stored::New }),
        None => (insert_version(transaction, article, capture, &text(), fingerprint, now)?, Stored::New),
    };
    let words = match same {
        Some(version) => words_of(transaction, dictionaries, version)?.unwrap_or(words),
        None => words,
    };
    update_article(transaction, article, capture, version, words, current.first_seen_at)?;
    pictures::want(transaction, version, now)?;
    counts::recount(transaction, article)?;
    Ok(stored)
}

/// Words of a version's plain text; `None` while it waits to be cleaned, or where it cannot be read.
fn words_of(transaction: &Transaction, dictionaries: &Dictionaries, version: i64) -> Result<Option<u32>, StoreError> {
    let packed: Option<Vec<u8>> = transaction
        .prepare_cached(
            "SELECT packed FROM version
             WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM uncleaned WHERE version_id = version.id)",
        )?
        .query_row([version], |row| row.get(0))
        .optional()?;
    Ok(packed.and_then(|packed| dictionaries.body(&packed).ok()).map(|body| count_words(&body)))
}

/// How the fingerprint of what a feed gave begins.
const OF_FEED: &str = "feed:";

/// A stub, an error page or a consent banner is shorter than what it would replace. Of two parts of a text the longer one is the
/// better: a wall may have come closer. Only a feed may say less than it said itself.
fn is_worse(state: TextState, words: u32, is_of_feed: bool, current: &Current) -> bool {
    // Pictures alone never take the place of words.
    if words == 0 && current.word_count > 0 && !is_of_feed {
        return true;
    }
    if current.version.is_none() || state != current.text_state {
        return current.version.is_some() && state < current.text_state;
    }
    match (state, is_of_feed, current.is_of_feed) {
        (TextState::Full, _, _) => words.saturating_mul(3) < current.word_count,
        (_, true, true) => false,
        (_, true, false) => words <= current.word_count,
        (_, false, _) => words.saturating_mul(3) < current.word_count.saturating_mul(2),
    }
}

/// Of a page that is no reason to take it.
const GAVE_LESS: &str = "The page gave much less text than is here.";

/// Stores a text as a feed gave it for a new article with these columns. It waits to be cleaned.
pub(crate) fn insert_raw(
    transaction: &Transaction,
    article: ArticleId,
    ready: &ReadyEntry,
    columns: Columns,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (entry, text) = (&ready.entry, &ready.text);
    let (capture, fingerprint) = (raw(entry), raw_fingerprint(entry));
    let version = insert_version(transaction, article, &capture, text, &fingerprint, now)?;
    if ready.is_raw() {
        // It is new and has no plain text: nothing of it needs to be looked at.
        transaction.prepare_cached("INSERT INTO uncleaned (version_id) VALUES (?1)")?.execute([version])?;
    }
    let figures = entry.figures.len();
    let mut unknown = 0;
    for figure in &entry.figures {
        unknown += pictures::want_one(transaction, &figure.src, now)?;
    }
    transaction
        .prepare_cached(
            "UPDATE article SET version_id = ?2, text_state = ?3, bytes = ?4, pictures_missing = ?5, word_count = ?6,
                    seal = ?7
             WHERE id = ?1",
        )?
        .execute(params![
            article.0,
            version,
            entry.text_state.key(),
            i64::try_from(text.packed.len()).unwrap_or(i64::MAX),
            i64::try_from(figures).unwrap_or(i64::MAX),
            ready.words(),
            article_seal::of_new(columns, &fingerprint, to_millis(now), &entry.figures)
        ])?;
    // Where one of its pictures is known already, it may be here, and what is missing has to be counted.
    if unknown < figures {
        counts::recount(transaction, article)?;
    }
    Ok(())
}

/// Stores a changed text as a feed gave it, unless something better is here. It waits to be cleaned.
pub(crate) fn store_raw(
    transaction: &Transaction,
    dictionaries: &Dictionaries,
    article: ArticleId,
    ready: &ReadyEntry,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (capture, name) = (raw(&ready.entry), raw_fingerprint(&ready.entry));
    let words = ready.words_or_more(dictionaries)?;
    let stored =
        store_as(transaction, dictionaries, article, &capture, (words, &name), || Cow::Borrowed(&ready.text), now)?;
    if stored == Stored::New && ready.is_raw() {
        let version: Option<i64> =
            transaction.query_row("SELECT version_id FROM article WHERE id = ?1", [article.0], |row| row.get(0))?;
        if let Some(version) = version {
            await_cleaning(transaction, version)?;
        }
    }
    Ok(())
}

/// Makes a version that has no plain text yet wait to be cleaned.
fn await_cleaning(transaction: &Transaction, version: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO uncleaned (version_id) SELECT id FROM version WHERE id = ?1 AND text_body(packed) = ''",
        )?
        .execute([version])?;
    Ok(())
}

/// The fingerprint of what a feed gave is how that of its entry begins: enough to tell the versions of one article apart, and it
/// stands twice for every entry of the library.
fn raw_fingerprint(entry: &NewEntry) -> String {
    format!("{OF_FEED}{}", entry.fingerprint.get(..8).unwrap_or(&entry.fingerprint))
}

/// What a feed gave, without its text, which is packed already.
fn raw(entry: &NewEntry) -> Capture<'_> {
    Capture {
        headline: Some(&entry.headline),
        standfirst: entry.standfirst.as_deref(),
        byline: &entry.byline,
        published_at: entry.published_at,
        dated: Dated::ToTheTime,
        modified_at: None,
        site: None,
        publisher_section: entry.publisher_section.as_deref(),
        section: entry.section,
        language: entry.language.as_deref(),
        html: "",
        body: "",
        figures: &entry.figures,
        has_lead: entry.has_lead,
        text_state: entry.text_state,
        text_note: None,
        facts: None,
        sent: None,
    }
}

fn insert_version(
    transaction: &Transaction,
    article: ArticleId,
    capture: &Capture,
    text: &Sealed,
    fingerprint: &str,
    now: Timestamp,
) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO version (article_id, captured_at, headline, standfirst, packed, seal, text_state, fingerprint)
             VALUES (?1, ?2, coalesce(?3, (SELECT headline FROM article WHERE id = ?1)), ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            article.0,
            to_millis(now),
            capture.headline,
            capture.standfirst,
            text.packed,
            text.seal,
            capture.text_state.key(),
            fingerprint
        ])?;
    let version = transaction.last_insert_rowid();
    let mut statement = transaction.prepare_cached(
        "INSERT INTO figure (version_id, position, is_lead, src, alt, caption, credit)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (position, figure) in capture.figures.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        statement.execute(params![
            version,
            position,
            capture.has_lead && position == 0,
            figure.src,
            figure.alt,
            figure.caption,
            figure.credit
        ])?;
    }
    Ok(version)
}

fn update_article(
    transaction: &Transaction,
    article: ArticleId,
    capture: &Capture,
    version: i64,
    words: u32,
    first_seen_at: i64,
) -> Result<(), StoreError> {
    let published_at = capture.published_at.map(to_millis);
    let byline = if capture.byline.is_empty() { None } else { serde_json::to_string(capture.byline).ok() };
    // What the reader said of the section stands above what a page says.
    transaction
        .prepare_cached(
            "UPDATE article SET
                 headline = coalesce(?2, headline), standfirst = coalesce(?3, standfirst),
                 byline = coalesce(?4, byline), published_at = coalesce(?5, published_at),
                 modified_at = coalesce(?6, modified_at), sorted_at = min(coalesce(?5, published_at, ?7), ?7),
                 publisher_section = coalesce(?8, publisher_section),
                 section = CASE WHEN ?9 = 'general' OR EXISTS (
                         SELECT 1 FROM feedback WHERE article_id = ?1 AND kind = 'wrong_section' AND withdrawn_at IS NULL)
                     THEN section ELSE ?9 END,
                 language = coalesce(?10, language), text_state = ?11, text_note = ?12, word_count = ?13,
                 version_id = ?14, page_due_at = NULL, page_tries = 0
             WHERE id = ?1",
        )?
        .execute(params![
            article.0,
            capture.headline,
            capture.standfirst,
            byline,
            published_at,
            capture.modified_at.map(to_millis),
            first_seen_at,
            capture.publisher_section,
            capture.section.key(),
            capture.language,
            capture.text_state.key(),
            capture.text_note,
            words,
            version
        ])?;
    article_seal::renew(transaction, article)?;
    page_facts::note(transaction, article, capture.facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_what_unicode_says() {
        for character in (0x80..=0xffff).filter_map(char::from_u32) {
            assert_eq!(is_letter(character), character.is_alphanumeric(), "{character:?}");
        }
        assert_eq!(count_words("It’s a “new” Überfall — в порту"), 6);
    }
}
