//! A seal beside each article: a number that changes with what is known of it. Texts, files and captures bear hashes of their own;
//! this is for the rest, which could be altered and still look right: its address, publication, names, times and language, which
//! versions it has, and the figures of those whose fingerprint does not tell them.
//!
//! **Invariant:** whoever changes any of that gives the article its seal anew in the same transaction, by [`renew`]. What the reader
//! does with an article, and what can be counted, is not sealed.

use broadsheet_model::{ArticleId, Figure, PublicationId};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Transaction};

use crate::entries::NewEntry;
use crate::error::StoreError;
use crate::fingerprint;
use crate::time::to_millis;

/// The columns of an article that are sealed, in this order.
pub(crate) const SEALED: [&str; 10] = [
    "publication_id",
    "url",
    "headline",
    "standfirst",
    "byline",
    "published_at",
    "modified_at",
    "first_seen_at",
    "publisher_section",
    "language",
];

/// What stands in these columns.
pub(crate) type Columns<'a> = [ValueRef<'a>; SEALED.len()];

/// On its way to a seal. Nothing that follows another is the same as both in one.
struct Sealing(blake3::Hasher);

impl Sealing {
    fn add(&mut self, value: ValueRef) {
        match value {
            ValueRef::Null => self.mark(0, 0),
            ValueRef::Integer(number) => {
                self.mark(1, 8);
                self.0.update(&number.to_le_bytes());
            }
            ValueRef::Real(number) => {
                self.mark(2, 8);
                self.0.update(&number.to_le_bytes());
            }
            ValueRef::Text(bytes) => {
                self.mark(3, bytes.len());
                self.0.update(bytes);
            }
            ValueRef::Blob(bytes) => {
                self.mark(4, bytes.len());
                self.0.update(bytes);
            }
        }
    }

    fn mark(&mut self, kind: u8, length: usize) {
        self.0.update(&[kind]);
        self.0.update(&length.to_le_bytes());
    }

    /// Never 0, which stands for none. Four bytes: it stands beside every article, and is to show decay, not to keep off a forger.
    fn seal(&self) -> i64 {
        let hash = self.0.finalize();
        let seal = hash.as_bytes().first_chunk::<4>().map_or(1, |bytes| i32::from_le_bytes(*bytes));
        i64::from(if seal == 0 { 1 } else { seal })
    }
}

/// A text, or none, as it stands in its column.
fn text(text: Option<&str>) -> ValueRef<'_> {
    text.map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes()))
}

/// What stands in the columns of an article that is made of an entry: first seen at a time in milliseconds, its byline as JSON.
pub(crate) fn columns_of<'a>(
    entry: &'a NewEntry,
    publication: PublicationId,
    byline: &'a str,
    first_seen_at: i64,
) -> Columns<'a> {
    [
        ValueRef::Integer(publication.0),
        text(Some(&entry.url)),
        text(Some(&entry.headline)),
        text(entry.standfirst.as_deref()),
        text(Some(byline)),
        entry.published_at.map_or(ValueRef::Null, |at| ValueRef::Integer(to_millis(at))),
        ValueRef::Null,
        ValueRef::Integer(first_seen_at),
        text(entry.publisher_section.as_deref()),
        text(entry.language.as_deref()),
    ]
}

/// The seal of an article that has one version with these figures.
pub(crate) fn of_new(columns: Columns, fingerprint: &str, captured_at: i64, figures: &[Figure]) -> i64 {
    let mut sealing = Sealing(blake3::Hasher::new());
    columns.into_iter().for_each(|column| sealing.add(column));
    [text(Some(fingerprint)), ValueRef::Integer(captured_at), ValueRef::Null]
        .into_iter()
        .for_each(|part| sealing.add(part));
    if !fingerprint::tells(fingerprint) {
        for figure in figures {
            let [src, caption, credit] = [Some(&figure.src), figure.caption.as_ref(), figure.credit.as_ref()];
            [src, caption, credit].into_iter().for_each(|part| sealing.add(text(part.map(String::as_str))));
        }
    }
    sealing.seal()
}

/// A value as it stands in the file; a text may be none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl From<ValueRef<'_>> for Part {
    fn from(value: ValueRef) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(bytes) => Self::Text(bytes.to_owned()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_owned()),
        }
    }
}

impl Part {
    fn value(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(bytes) => ValueRef::Text(bytes),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }
}

impl ToSql for Part {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.value()))
    }
}

/// What an article's seal is of: its columns, as [`SEALED`] names them, and its versions.
pub(crate) struct Sealed {
    pub(crate) columns: Vec<Part>,
    versions: Vec<Part>,
}

impl Sealed {
    /// Reads it. `None` where there is no such article.
    pub(crate) fn read(connection: &Connection, article: ArticleId) -> Result<Option<Self>, rusqlite::Error> {
        let mut statement = connection.prepare_cached(
            "SELECT publication_id, url, headline, standfirst, byline, published_at, modified_at, first_seen_at,
                    publisher_section, language FROM article WHERE id = ?1",
        )?;
        let mut rows = statement.query([article.0])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let columns =
            (0..SEALED.len()).map(|column| Ok(row.get_ref(column)?.into())).collect::<Result<_, rusqlite::Error>>()?;
        let mut versions = Vec::new();
        let mut statement = connection.prepare_cached(
            "SELECT id, fingerprint, captured_at, archived_at FROM version WHERE article_id = ?1 ORDER BY id",
        )?;
        let mut figures = connection
            .prepare_cached("SELECT src, caption, credit FROM figure WHERE version_id = ?1 ORDER BY position")?;
        let mut rows = statement.query([article.0])?;
        while let Some(row) = rows.next()? {
            let fingerprint = row.get_ref(1)?;
            for part in 1..4 {
                versions.push(row.get_ref(part)?.into());
            }
            if fingerprint.as_str().is_ok_and(fingerprint::tells) {
                continue;
            }
            let mut rows = figures.query([row.get::<_, i64>(0)?])?;
            while let Some(figure) = rows.next()? {
                for part in 0..3 {
                    versions.push(figure.get_ref(part)?.into());
                }
            }
        }
        Ok(Some(Self { columns, versions }))
    }

    pub(crate) fn seal(&self) -> i64 {
        let mut sealing = Sealing(blake3::Hasher::new());
        self.columns.iter().chain(&self.versions).for_each(|part| sealing.add(part.value()));
        sealing.seal()
    }
}

/// Gives an article its seal anew.
pub(crate) fn renew(transaction: &Transaction, article: ArticleId) -> Result<(), StoreError> {
    if let Some(sealed) = Sealed::read(transaction, article)? {
        transaction
            .prepare_cached("UPDATE article SET seal = ?2 WHERE id = ?1 AND seal <> ?2")?
            .execute([article.0, sealed.seal()])?;
    }
    Ok(())
}

/// Gives every article its seal anew; a hundred thousand take a processor about a second.
pub(crate) fn renew_all(connection: &Connection) -> Result<(), StoreError> {
    let articles: Vec<i64> =
        connection.prepare("SELECT id FROM article")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut statement = connection.prepare("UPDATE article SET seal = ?2 WHERE id = ?1")?;
    for article in articles {
        if let Some(sealed) = Sealed::read(connection, ArticleId(article))? {
            statement.execute([article, sealed.seal()])?;
        }
    }
    Ok(())
}
