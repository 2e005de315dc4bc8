//! A library is made as small as it gets in quiet time: texts are packed once more, harder and with their headlines, and so are the
//! pages of kept articles; the parts of the search index are merged into one; and room that is free goes back to the disk.
//!
//! Every piece of it is short and can be stopped anywhere; the next time goes on there. Start at [`Library::compact_piece`].

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use crate::error::{BUSY_SECS, StoreError};
use crate::index::{self, MERGED_PAGES};
use crate::library::{Library, PAGE_BYTES};
use crate::packed::{Dictionaries, Head, Smallest, seal};
use crate::schema;

/// Texts that are packed in one piece.
const TEXTS: u32 = 100;

/// One part in so many of the library's file that has to be free before it goes back to the disk.
const FREE_SHARE: i64 = 16;

/// Bytes of a file up to which free room goes back by itself: the one writer waits for about as many seconds as there are hundreds
/// of megabytes.
const QUICKLY_REWRITTEN: i64 = 256 << 20;

/// What is left to do of a library's compacting.
#[derive(Default)]
pub struct Compaction {
    next: Next,
    /// Whether room goes back to the disk however long that takes.
    wholly: bool,
    with: Option<Smallest>,
    /// Bytes that texts take less than before: room inside pages, which counts as free.
    saved: i64,
}

#[derive(Default)]
enum Next {
    #[default]
    Dictionary,
    Texts,
    Originals,
    Index {
        begun: bool,
    },
    Room,
    Nothing,
}

impl Compaction {
    /// Everything, room on the disk included, however long the library cannot be written meanwhile.
    #[must_use]
    pub fn wholly() -> Self {
        Self { wholly: true, ..Self::default() }
    }
}

impl Library {
    /// Does the next piece of compacting, which takes a processor about a tenth of a second. Answers whether there is more to do.
    /// The last piece writes a small file anew, or one of any size where that was asked for, and takes longer.
    ///
    /// # Errors
    /// The library cannot be written; nothing is lost, and what was done stays done.
    pub fn compact_piece(&self, compaction: &mut Compaction) -> Result<bool, StoreError> {
        self.ensure_writable()?;
        compaction.next = match compaction.next {
            Next::Dictionary => {
                self.train_dictionary(Timestamp::now())?;
                // A few texts are not worth it.
                if self.dictionaries().has_any() { Next::Texts } else { Next::Originals }
            }
            Next::Texts => {
                let with = match compaction.with.take() {
                    Some(with) => with,
                    None => self.dictionaries().smallest(),
                };
                match self.pack_smallest(&with)? {
                    Some(saved) => {
                        compaction.saved += saved;
                        compaction.with = Some(with);
                        Next::Texts
                    }
                    None => Next::Originals,
                }
            }
            Next::Originals => match self.pack_original()? {
                Some(saved) => {
                    compaction.saved += i64::try_from(saved).unwrap_or(i64::MAX);
                    Next::Originals
                }
                None => Next::Index { begun: false },
            },
            Next::Index { begun } => {
                if self.merge_index(begun)? {
                    Next::Index { begun: true }
                } else {
                    Next::Room
                }
            }
            Next::Room => {
                self.free_room(compaction.wholly, compaction.saved)?;
                Next::Nothing
            }
            Next::Nothing => Next::Nothing,
        };
        Ok(!matches!(compaction.next, Next::Nothing))
    }

    /// Packs the next texts that are whole and cleaned. Answers the bytes that they take less now; `None` where there were none.
    fn pack_smallest(&self, with: &Smallest) -> Result<Option<i64>, StoreError> {
        let rows: Vec<(i64, i64, Vec<u8>, Head)> = self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, seal, packed, headline, standfirst FROM version
                 WHERE id > coalesce((SELECT through FROM compacted WHERE what = 'texts'), 0)
                   AND id < coalesce((SELECT min(version_id) FROM uncleaned), 9223372036854775807)
                 ORDER BY id LIMIT ?1",
            )?;
            let rows = statement.query_map([TEXTS], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, Head { headline: row.get(3)?, standfirst: row.get(4)? }))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let Some((last, ..)) = rows.last() else { return Ok(None) };
        let last = *last;
        let mut smaller = Vec::with_capacity(rows.len());
        for (id, known, packed, mut head) in rows {
            // What has decayed stays as it is: packing it anew would seal the damage.
            if known == 0 || seal(&packed) != known {
                continue;
            }
            let Ok(texts) = self.dictionaries().unpack(&packed) else { continue };
            let beside = head.headline.len() + head.standfirst.as_deref().map_or(0, str::len);
            if head.headline.is_empty()
                && let Some(known) = texts.head
            {
                head = known;
            }
            // One without a text may be taken for one that waits for it.
            if texts.body.is_empty() {
                continue;
            }
            let anew = Dictionaries::pack_smallest(with, &head, &texts.html, &texts.body);
            if let Some(anew) = anew.filter(|anew| anew.len() < packed.len() + beside) {
                smaller.push((id, known, packed.len(), anew));
            }
        }
        self.write(|transaction| {
            for (id, known, before, packed) in &smaller {
                replace(transaction, *id, *known, *before, packed)?;
            }
            note(transaction, "texts", last)
        })?;
        let saved = smaller.iter().map(|(_, _, before, packed)| before.saturating_sub(packed.len())).sum::<usize>();
        Ok(Some(i64::try_from(saved).unwrap_or(i64::MAX)))
    }

    /// Merges a piece of the index once the library has grown by a quarter. Answers whether there is more to merge.
    fn merge_index(&self, begun: bool) -> Result<bool, StoreError> {
        let (articles, merged): (i64, i64) = self.read(|connection| {
            Ok(connection.query_row(
                "SELECT (SELECT count(*) FROM search_docsize),
                        coalesce((SELECT through FROM compacted WHERE what = 'articles'), 0)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?)
        })?;
        if !begun && articles * 4 <= merged * 5 {
            return Ok(false);
        }
        self.write(|transaction| {
            // A negative number begins to merge all parts into one, as FTS5's documentation has it.
            let more = index::merge_pages(transaction, if begun { MERGED_PAGES } else { -MERGED_PAGES })?;
            if !more {
                note(transaction, "articles", articles)?;
            }
            Ok(more || !begun)
        })
    }

    /// Gives room that is free back to the disk, where that is much.
    fn free_room(&self, wholly: bool, saved: i64) -> Result<(), StoreError> {
        self.outside_transactions(|connection| {
            let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
            let (pages, free, page) = (number("page_count")?, number("freelist_count")?, number("page_size")?);
            if (free + saved / page) * FREE_SHARE < pages || (!wholly && pages * page > QUICKLY_REWRITTEN) {
                return Ok(());
            }
            // In one transaction, as every other write (https://sqlite.org/lang_vacuum.html).
            connection.execute_batch("VACUUM")?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Ok(())
        })
    }
}

/// Gives a library that was made with small pages larger ones, where no program has it open. Answers whether it did.
///
/// # Errors
/// The library cannot be written, or there is no room for a second copy of its file; then it stays as it is.
pub fn enlarge_pages(folder: &Path) -> Result<bool, StoreError> {
    let path = folder.join("library.db");
    if !path.is_file() {
        return Ok(false);
    }
    let connection = Connection::open(&path)?;
    connection.busy_timeout(Duration::from_secs(BUSY_SECS))?;
    schema::check(&connection, &path)?;
    let page: i32 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    if page >= PAGE_BYTES {
        return Ok(false);
    }
    // The size of a page cannot change beside a write-ahead file, which stays while another program has the library open.
    connection.busy_timeout(Duration::ZERO)?;
    let alone = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
    if !alone.is_ok_and(|mode| mode == "delete") {
        return Ok(false);
    }
    connection.busy_timeout(Duration::from_secs(BUSY_SECS))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    // All of it or nothing: a rollback journal brings back what was, whenever this stops.
    connection.execute_batch("VACUUM")?;
    Ok(true)
}

fn replace(transaction: &Transaction, id: i64, known: i64, before: usize, packed: &[u8]) -> Result<(), StoreError> {
    let replaced = transaction
        .prepare_cached(
            "UPDATE version SET packed = ?3, seal = ?4, headline = '', standfirst = NULL WHERE id = ?1 AND seal = ?2",
        )?
        .execute(params![id, known, packed, seal(packed)])?;
    // Another program may have been faster.
    if replaced > 0 {
        let saved = i64::try_from(before).unwrap_or_default() - i64::try_from(packed.len()).unwrap_or_default();
        transaction
            .prepare_cached(
                "UPDATE article SET bytes = bytes - ?2
                 WHERE id = (SELECT article_id FROM version WHERE id = ?1) AND version_id = ?1",
            )?
            .execute(params![id, saved])?;
    }
    Ok(())
}

fn note(transaction: &Transaction, what: &str, through: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO compacted (what, through) VALUES (?1, ?2)
             ON CONFLICT (what) DO UPDATE SET through = excluded.through",
        )?
        .execute(params![what, through])?;
    Ok(())
}
