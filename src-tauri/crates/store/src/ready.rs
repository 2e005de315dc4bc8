//! Entries and texts made ready beforehand: counted, packed and sealed where a processor is free, so that the library's one
//! writer has little left to do.

use broadsheet_model::VersionId;

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
    pub(crate) fn new(dictionaries: &Dictionaries, mut entry: NewEntry) -> Self {
        let html = std::mem::take(&mut entry.html);
        let (text, words) = match &mut entry.body {
            Some(body) => {
                let body = std::mem::take(body);
                (Sealed::of(dictionaries.pack(&html, &body)), count_words(&body))
            }
            // It is sealed once it was cleaned.
            None => (Sealed { packed: Dictionaries::pack_waiting(&html), seal: 0 }, 0),
        };
        Self { entry, text, words }
    }

    /// It waits to be cleaned.
    pub(crate) fn is_raw(&self) -> bool {
        self.entry.body.is_none()
    }

    /// Words of its text. One that waits to be cleaned is judged by its markup, which has more words rather than fewer.
    pub(crate) fn words_or_more(&self, dictionaries: &Dictionaries) -> Result<u32, StoreError> {
        if self.words > 0 { Ok(self.words) } else { Ok(count_words(&dictionaries.unpack(&self.text.packed)?.html)) }
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
}

impl Library {
    /// Makes entries ready to be stored. Blocks for as long as packing their texts takes; the disk is not touched.
    #[must_use]
    pub fn ready(&self, entries: Vec<NewEntry>) -> Vec<ReadyEntry> {
        entries.into_iter().map(|entry| ReadyEntry::new(self.dictionaries(), entry)).collect()
    }

    /// Makes a cleaned text ready to be stored: its sanitised HTML, which gives its plain text too. Blocks for as long as
    /// packing it takes; the disk is not touched.
    #[must_use]
    pub fn ready_text(&self, version: VersionId, html: &str) -> CleanText {
        let text = Sealed::of(self.dictionaries().pack_given(html));
        CleanText { version, text, words: count_words(&plain_text(html)) }
    }
}
