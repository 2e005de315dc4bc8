//! What a version says, in one hash: its headline, standfirst, text and figures, with captions and credits.
//!
//! Two captures with one fingerprint are one version. And since all of that can be read again, it shows whether a version still
//! says what was stored. What a feed gave bears the fingerprint of its entry instead, and is known by its seal alone.

use rusqlite::Connection;

use crate::captures::Capture;
use crate::packed::Texts;

/// Length of a BLAKE3 hash in hexadecimal figures: other fingerprints tell nothing of a text.
const FIGURES: usize = 64;

/// Hashes parts so that no two sequences of them are one.
struct Parts(blake3::Hasher);

impl Parts {
    fn add(&mut self, part: &str) {
        self.0.update(&part.len().to_le_bytes());
        self.0.update(part.as_bytes());
    }
}

pub(crate) fn of_capture(capture: &Capture) -> String {
    let mut parts = Parts(blake3::Hasher::new());
    parts.add(capture.headline.unwrap_or_default());
    parts.add(capture.standfirst.unwrap_or_default());
    parts.add(capture.html);
    parts.add(capture.body);
    for figure in capture.figures {
        parts.add(&figure.src);
        parts.add(figure.caption.as_deref().unwrap_or_default());
        parts.add(figure.credit.as_deref().unwrap_or_default());
    }
    parts.0.finalize().to_hex().to_string()
}

/// Whether a fingerprint is of all that a version says.
pub(crate) fn tells(fingerprint: &str) -> bool {
    fingerprint.len() == FIGURES && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A version as it stands in its row.
pub(crate) struct Row<'a> {
    pub(crate) id: i64,
    pub(crate) headline: &'a str,
    pub(crate) standfirst: Option<&'a str>,
    pub(crate) fingerprint: &'a str,
}

impl<'a> Row<'a> {
    /// Reads it from the columns `headline`, `standfirst` and `fingerprint`.
    pub(crate) fn read(row: &'a rusqlite::Row, id: i64) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            id,
            headline: row.get_ref("headline")?.as_str()?,
            standfirst: row.get_ref("standfirst")?.as_str_or_null()?,
            fingerprint: row.get_ref("fingerprint")?.as_str()?,
        })
    }
}

/// Whether a version says what was stored, as far as its fingerprint tells.
pub(crate) fn agrees(connection: &Connection, row: &Row, texts: &Texts) -> Result<bool, rusqlite::Error> {
    if !tells(row.fingerprint) {
        return Ok(true);
    }
    let (headline, standfirst) = match &texts.head {
        Some(head) if row.headline.is_empty() => (head.headline.as_str(), head.standfirst.as_deref()),
        _ => (row.headline, row.standfirst),
    };
    // A capture without a headline took the article's.
    let mut hashes = [headline, ""].map(|headline| {
        let mut parts = Parts(blake3::Hasher::new());
        [headline, standfirst.unwrap_or_default(), &texts.html, &texts.body].iter().for_each(|part| parts.add(part));
        parts
    });
    let mut statement =
        connection.prepare_cached("SELECT src, caption, credit FROM figure WHERE version_id = ?1 ORDER BY position")?;
    let mut figures = statement.query([row.id])?;
    while let Some(figure) = figures.next()? {
        let (caption, credit) = (figure.get_ref(1)?.as_str_or_null()?, figure.get_ref(2)?.as_str_or_null()?);
        for hash in &mut hashes {
            hash.add(figure.get_ref(0)?.as_str()?);
            hash.add(caption.unwrap_or_default());
            hash.add(credit.unwrap_or_default());
        }
    }
    Ok(hashes.iter().any(|hash| hash.0.finalize().to_hex().as_str() == row.fingerprint))
}
