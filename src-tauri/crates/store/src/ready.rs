//! Entries and texts made ready beforehand: counted, packed and sealed where a processor is free, so that the library's one
//! writer has little left to do.

use broadsheet_model::{FeedId, Figure, TextState, VersionId};
use rusqlite::{OptionalExtension, params};

use crate::captures::count_words;
use crate::entries::NewEntry;
use crate::error::StoreError;
use crate::library::Library;
use crate::packed::{Dictionaries, seal};
use crate::plain_text::plain_text;

/// An entry whose text is ready to be stored.
#[derive(Debug, Clone)]
pub struct ReadyEntry {
    /// Without its text.
    pub(crate) entry: NewEntry,
    pub(crate) text: Sealed,
    /// Words of its plain text; 0 while it waits to be cleaned.
    words: u32,
    /// The library has it as it is here, so that its text was left out.
    is_known: bool,
}

/// What the library has of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// Nothing.
    Nothing,
    /// The entry as it was once.
    Another,
    /// The entry as it is.
    Same,
}

/// A packed text with its seal.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    pub(crate) packed: Vec<u8>,
    pub(crate) seal: i64,
}

impl Sealed {
    pub(crate) fn of(packed: Vec<u8>) -> Self {
        let seal = seal(&packed);
        Self { packed, seal }
    }
}

impl ReadyEntry {
    fn new(dictionaries: &Dictionaries, mut entry: NewEntry) -> Self {
        let html = std::mem::take(&mut entry.html);
        let (text, words) = if entry.is_clean {
            let (text, words) = packed(dictionaries, &html);
            if words == 0 && entry.figures.is_empty() {
                entry.text_state = TextState::Missing;
            }
            (text, words)
        } else {
            // It is sealed once it was cleaned.
            (Sealed { packed: Dictionaries::pack_waiting(&html), seal: 0 }, 0)
        };
        Self { entry, text, words, is_known: false }
    }

    /// The library had it as it is here when it was made ready: there is nothing to store of it.
    pub(crate) fn is_known(&self) -> bool {
        self.is_known
    }

    /// It waits to be cleaned.
    pub(crate) fn is_raw(&self) -> bool {
        !self.entry.is_clean
    }

    /// Words of its text. One that waits to be cleaned may turn out to have fewer.
    pub(crate) fn words_or_more(&self, dictionaries: &Dictionaries) -> Result<u32, StoreError> {
        if self.words > 0 {
            return Ok(self.words);
        }
        Ok(count_words(&plain_text(&dictionaries.unpack(&self.text.packed)?.html)))
    }

    /// Words of its plain text; 0 while it waits to be cleaned.
    pub(crate) fn words(&self) -> u32 {
        self.words
    }
}

/// A text that was cleaned, ready to be stored.
#[derive(Debug, Clone)]
pub struct CleanText {
    /// The version whose text it is.
    pub(crate) version: VersionId,
    pub(crate) text: Sealed,
    pub(crate) words: u32,
    /// The pictures that were found in it.
    pub(crate) figures: Vec<Figure>,
    /// The first of them is the lead.
    pub(crate) has_lead: bool,
    /// The words that it has for the lead that the feed names.
    pub(crate) again: Option<Figure>,
}

impl CleanText {
    /// The same with the pictures that were found in it, in reading order; `has_lead` where the first stands above the text. `again`
    /// is the lead that the feed named, with the words that the text had for it.
    #[must_use]
    pub fn with_figures(self, figures: Vec<Figure>, has_lead: bool, again: Option<Figure>) -> Self {
        Self { has_lead: has_lead && !figures.is_empty(), figures, again, ..self }
    }
}

/// A cleaned text, packed and sealed, and the words of its plain text.
fn packed(dictionaries: &Dictionaries, html: &str) -> (Sealed, u32) {
    (Sealed::of(dictionaries.pack_given(html)), count_words(&plain_text(html)))
}

impl Library {
    /// Makes entries ready to be stored. Blocks for as long as packing their texts takes; the disk is not touched.
    #[must_use]
    pub fn ready(&self, entries: Vec<NewEntry>) -> Vec<ReadyEntry> {
        entries.into_iter().map(|entry| self.ready_entry(entry)).collect()
    }

    /// The same for one entry.
    #[must_use]
    pub fn ready_entry(&self, entry: NewEntry) -> ReadyEntry {
        ReadyEntry::new(self.dictionaries(), entry)
    }

    /// The same for an entry that the library has as it is: its text is left out. Should it leave the library before it is stored,
    /// it stays out.
    #[must_use]
    pub fn ready_known(&self, entry: NewEntry) -> ReadyEntry {
        let entry = NewEntry { html: String::new(), ..entry };
        ReadyEntry { entry, text: Sealed { packed: Vec::new(), seal: 0 }, words: 0, is_known: true }
    }

    /// What the library has of a feed's entries under their own guids.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn known(&self, feed: FeedId, entries: &[NewEntry]) -> Result<Vec<Here>, StoreError> {
        self.read(|connection| {
            let mut any = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE feed_id = ?1)")?;
            if !any.query_row([feed.0], |row| row.get(0))? {
                return Ok(vec![Here::Nothing; entries.len()]);
            }
            let mut known =
                connection.prepare_cached("SELECT fingerprint = ?3 FROM entry WHERE feed_id = ?1 AND guid = ?2")?;
            let mut known = |entry: &NewEntry| {
                let same = known.query_row(params![feed.0, entry.guid, entry.fingerprint], |row| row.get::<_, bool>(0));
                Ok(match same.optional()? {
                    None => Here::Nothing,
                    Some(false) => Here::Another,
                    Some(true) => Here::Same,
                })
            };
            entries.iter().map(&mut known).collect()
        })
    }

    /// Makes a cleaned text ready to be stored: its sanitised HTML, which gives its plain text too. Blocks for as long as
    /// packing it takes; the disk is not touched.
    #[must_use]
    pub fn ready_text(&self, version: VersionId, html: &str) -> CleanText {
        let (text, words) = packed(self.dictionaries(), html);
        CleanText { version, text, words, figures: Vec::new(), has_lead: false, again: None }
    }
}
