//! Proves that nothing has rotted: every file, every text, every row and the search index are looked at.
//!
//! What a library holds can be checked because it is sealed: files bear the BLAKE3 of their content as their name, texts a seal
//! beside them, and what is counted can be counted again. [`Library::repair`] mends what can be mended.

use std::path::Path;

use broadsheet_model::{ArticleId, AssetId};
use rusqlite::Connection;

use crate::article_row;
use crate::captures::count_words;
use crate::dictionary;
use crate::error::StoreError;
use crate::fingerprint;
use crate::library::Library;
use crate::loose_rows;
use crate::packed::seal;
use crate::parts;
use crate::values;

/// Faults of the database file that are named one by one.
const MOST_NAMED: u32 = 100;

/// What is wrong with a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it concerns.
    pub subject: Subject,
    /// What is wrong, in words.
    pub what: String,
}

/// What a fault concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The library's file itself.
    Database,
    /// A dictionary with which texts are packed, or its copy.
    Dictionary(u32),
    /// An archived file: missing, or not what it was.
    Asset(AssetId),
    /// What the library says of an archived file.
    AssetRow(AssetId),
    /// The text of a version.
    Text {
        /// The version's number.
        version: i64,
        /// Whose version it is.
        article: ArticleId,
    },
    /// What stands beside the text of a version: its headline, standfirst and figures.
    Version {
        /// The version's number.
        version: i64,
        /// Whose version it is.
        article: ArticleId,
    },
    /// The page of a kept article, as its publisher sent it.
    Original(ArticleId),
    /// What the library says of an article, where that contradicts itself.
    Article(ArticleId),
    /// What the library knows of an article: its address, publication, names, times and language, and which versions it has.
    ArticleRow(ArticleId),
    /// The search index.
    Index,
    /// Values that cannot be, in a column of a table.
    Value {
        /// The table.
        table: String,
        /// Its column.
        column: String,
    },
    /// Rows of a table that refer to something that is not there.
    LooseRow {
        /// The table.
        table: String,
        /// Which of the table's references it is, as SQLite numbers them.
        reference: i64,
    },
    /// A table, a column or an index that the library lacks, or something that is none of its own.
    Part {
        /// What it is called.
        name: String,
    },
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Files that were read.
    pub files: u64,
    /// Bytes that were read of them.
    pub bytes: u64,
    /// Texts that were unpacked.
    pub texts: u64,
    /// Files in the media folder that nothing needs, left by a crash; no fault.
    pub spare_files: u64,
}

impl Findings {
    pub(crate) fn fault(&mut self, subject: Subject, what: impl Into<String>) {
        self.faults.push(Fault { subject, what: what.into() });
    }
}

/// Checks the library in a folder, also where it is too damaged to be opened. `told` hears of progress: files done, and of all.
///
/// # Errors
/// There is no library, or it is of another format; what is wrong with it is in the answer.
pub fn verify(folder: &Path, told: impl FnMut(u64, u64)) -> Result<Findings, StoreError> {
    match Library::open(folder) {
        Ok(library) => library.verify(told),
        Err(error @ StoreError::Lost { .. }) => {
            let mut findings = Findings::default();
            findings.fault(Subject::Database, error.to_string());
            Ok(findings)
        }
        Err(StoreError::Damaged(why)) => {
            let mut findings = Findings::default();
            findings.fault(Subject::Database, format!("the library's file cannot be opened: {why}"));
            Ok(findings)
        }
        Err(StoreError::Sqlite(cause)) if folder.join("library.db").is_file() => {
            let mut findings = Findings::default();
            findings.fault(Subject::Database, format!("the library's file cannot be opened: {cause}"));
            Ok(findings)
        }
        Err(error) => Err(error),
    }
}

impl Library {
    /// Checks everything; see [`verify`].
    ///
    /// # Errors
    /// The library cannot be read at all.
    pub fn verify(&self, told: impl FnMut(u64, u64)) -> Result<Findings, StoreError> {
        let mut findings = Findings::default();
        if self.database(&mut findings).is_err() && findings.faults.is_empty() {
            findings.fault(Subject::Database, "the library's file cannot be read to its end");
        }
        let is_readable = findings.faults.iter().all(|fault| fault.subject == Subject::Index);
        if !is_readable || !self.read(|connection| parts::look(connection, &mut findings))? {
            // Nothing that is read from a damaged file proves anything, but the files can still be looked at.
            let _ = self.look_at_files(&mut findings, told);
            return Ok(findings);
        }
        self.look_at_files(&mut findings, told)?;
        self.read(|connection| dictionaries(connection, self.folder(), &mut findings))?;
        self.read(|connection| self.texts(connection, &mut findings))?;
        self.read(|connection| originals(connection, &mut findings))?;
        self.read(|connection| values::look(connection, &mut findings))?;
        self.read(|connection| loose_rows::look(connection, &mut findings))?;
        self.read(|connection| rows(connection, &mut findings))?;
        self.read(|connection| article_row::look(connection, &mut findings))?;
        if findings.faults.iter().all(|fault| fault.subject != Subject::Index) {
            self.index(&mut findings)?;
        }
        Ok(findings)
    }

    fn database(&self, findings: &mut Findings) -> Result<(), StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MOST_NAMED})"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let said: String = row.get(0)?;
                if said.contains("fts5") || said.contains("search") {
                    findings.fault(Subject::Index, format!("the search index is damaged: {said}"));
                } else if said != "ok" {
                    findings.fault(Subject::Database, format!("the library's file is damaged: {said}"));
                }
            }
            Ok(())
        })
    }

    fn texts(&self, connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
        let mut statement = connection.prepare(
            "SELECT version.id, version.article_id, version.packed, version.seal,
                    EXISTS (SELECT 1 FROM uncleaned WHERE version_id = version.id),
                    article.version_id = version.id, article.word_count,
                    version.headline AS headline, version.standfirst AS standfirst, version.fingerprint AS fingerprint
             FROM version JOIN article ON article.id = version.article_id ORDER BY version.id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (version, article) = (row.get(0)?, ArticleId(row.get(1)?));
            let packed: Vec<u8> = row.get(2)?;
            let (known, waits): (i64, bool) = (row.get(3)?, row.get(4)?);
            let (shown, words): (Option<bool>, i64) = (row.get(5)?, row.get(6)?);
            findings.texts += 1;
            let subject = Subject::Text { version, article };
            let texts = self.dictionaries().unpack(&packed);
            match texts {
                Err(error) => findings.fault(subject, format!("the text of article {article} is lost: {error}")),
                Ok(_) if known != 0 && seal(&packed) != known => {
                    findings.fault(subject, format!("the text of article {article} is not what was stored"));
                }
                Ok(_) if known == 0 && !waits => {
                    findings.fault(
                        subject,
                        format!("the text of article {article} was never cleaned, and does not wait for it"),
                    );
                }
                Ok(texts) => {
                    // What cannot be read is not what was stored either.
                    let agrees = fingerprint::Row::read(row, version)
                        .and_then(|row| fingerprint::agrees(connection, &row, &texts))
                        .unwrap_or(false);
                    if !agrees {
                        let what = "the headline, standfirst or pictures of article";
                        findings.fault(
                            Subject::Version { version, article },
                            format!("{what} {article} are not what was stored with its text"),
                        );
                    }
                    if !waits && shown == Some(true) && i64::from(count_words(&texts.body)) != words {
                        findings
                            .fault(Subject::Article(article), format!("the words of article {article} are miscounted"));
                    }
                }
            }
        }
        Ok(())
    }

    fn index(&self, findings: &mut Findings) -> Result<(), StoreError> {
        if self.read_only().is_some() {
            return Ok(());
        }
        self.catch_up()?;
        // A text that is damaged, or waits to be cleaned, makes the index differ from what can be read now.
        let waiting: i64 =
            self.read(|connection| Ok(connection.query_row("SELECT count(*) FROM unindexed", [], |row| row.get(0))?))?;
        let is_damaged = findings.faults.iter().any(|fault| matches!(fault.subject, Subject::Text { .. }));
        if waiting > 0 || is_damaged {
            return self.index_rows(findings);
        }
        let checked = self.write(|transaction| {
            transaction.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)", [])?;
            Ok(())
        });
        match checked {
            Ok(()) => self.index_finds(findings),
            Err(StoreError::Damaged(_) | StoreError::Sqlite(_)) => {
                findings.fault(Subject::Index, "the search index does not agree with the articles");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Whether words of some articles' headlines lead to them: the index's own check does not see that its directory is lost.
    fn index_finds(&self, findings: &mut Findings) -> Result<(), StoreError> {
        let lost: bool = self.read(|connection| {
            let mut some = connection.prepare(
                "SELECT id, headline FROM article WHERE id IN (SELECT min(id) FROM article UNION SELECT max(id) FROM article
                     UNION SELECT id FROM (SELECT id FROM article ORDER BY bytes DESC LIMIT 8))",
            )?;
            let mut found = connection.prepare("SELECT EXISTS (SELECT 1 FROM search WHERE search MATCH ?1 AND rowid = ?2)")?;
            let mut rows = some.query([])?;
            while let Some(row) = rows.next()? {
                let (id, headline): (i64, String) = (row.get(0)?, row.get(1)?);
                // A longest word of plain letters is the same however it is folded.
                let words = headline.split(|next: char| !next.is_alphanumeric());
                let word = words.filter(|word| word.is_ascii() && !word.is_empty()).max_by_key(|word| word.len());
                if let Some(word) = word
                    && !found.query_row((format!("headline : \"{word}\""), id), |row| row.get::<_, bool>(0))?
                {
                    return Ok(true);
                }
            }
            Ok(false)
        })?;
        if lost {
            findings.fault(Subject::Index, "the search index does not find what it holds");
        }
        Ok(())
    }

    /// Whether the index knows every article that does not wait for it, and no other.
    fn index_rows(&self, findings: &mut Findings) -> Result<(), StoreError> {
        let differs: bool = self.read(|connection| {
            Ok(connection.query_row(
                "SELECT EXISTS (SELECT id FROM article WHERE id NOT IN (SELECT article_id FROM unindexed)
                                EXCEPT SELECT id FROM search_docsize)
                     OR EXISTS (SELECT id FROM search_docsize EXCEPT SELECT id FROM article)",
                [],
                |row| row.get(0),
            )?)
        })?;
        if differs {
            findings.fault(Subject::Index, "the search index does not hold the articles that it should");
        }
        Ok(())
    }
}

/// Whether every dictionary and its copy are whole: without them no text can be read.
fn dictionaries(connection: &Connection, folder: &Path, findings: &mut Findings) -> Result<(), StoreError> {
    for (id, held) in dictionary::held(connection)? {
        match dictionary::state(folder, id, &held) {
            dictionary::State::Whole => {}
            dictionary::State::Damaged => {
                findings.fault(
                    Subject::Dictionary(id),
                    format!("the dictionary {id}, which texts are packed with, is damaged"),
                );
            }
            dictionary::State::Uncopied => {
                findings
                    .fault(Subject::Dictionary(id), format!("the copy of the dictionary {id} is missing or damaged"));
            }
        }
    }
    Ok(())
}

/// Rows that contradict each other, and the article that each concerns.
const CONTRADICTIONS: &[(&str, &str)] = &[
    (
        "says something else than its version of how much of its text is here",
        "SELECT article.id FROM article JOIN version ON version.id = article.version_id
         WHERE article.text_state <> version.text_state",
    ),
    (
        "shows a version of another article",
        "SELECT article.id FROM article JOIN version ON version.id = article.version_id WHERE version.article_id <> article.id",
    ),
    (
        "has versions and shows none",
        "SELECT id FROM article WHERE version_id IS NULL AND EXISTS (SELECT 1 FROM version WHERE article_id = article.id)",
    ),
    (
        "has an address that leads to another article too",
        "SELECT article.id FROM other_address JOIN article ON article.url = other_address.url",
    ),
    ("has a byline that is no list of names", "SELECT id FROM article WHERE NOT json_valid(byline) OR json_type(byline) <> 'array'"),
    (
        "bears another headline than the version that it shows",
        "SELECT article.id FROM article JOIN version ON version.id = article.version_id
         WHERE version_headline(version.headline, version.packed) <> article.headline
           AND article.headline NOT IN (SELECT version_headline(headline, packed) FROM version WHERE article_id = article.id)",
    ),
    (
        "bears another standfirst than the version that it shows",
        "SELECT article.id FROM article JOIN version ON version.id = article.version_id
         WHERE version_standfirst(version.headline, version.standfirst, version.packed) IS NOT NULL
           AND version_standfirst(version.headline, version.standfirst, version.packed) IS NOT article.standfirst
           AND NOT EXISTS (SELECT 1 FROM version WHERE article_id = article.id
                           AND version_standfirst(headline, standfirst, packed) = article.standfirst)",
    ),
    (
        "stands at another time than its own",
        "SELECT id FROM article WHERE sorted_at <> min(coalesce(published_at, first_seen_at), first_seen_at)",
    ),
    (
        "miscounts its missing pictures",
        "SELECT id FROM article WHERE pictures_missing <> (
             SELECT count(DISTINCT figure.src) FROM figure LEFT JOIN picture ON picture.src = figure.src
             WHERE figure.version_id = article.version_id AND picture.asset_id IS NULL)",
    ),
    (
        "miscounts its bytes",
        "SELECT id FROM article WHERE bytes <> coalesce((SELECT length(packed) FROM version WHERE version.id = article.version_id), 0)
             + coalesce((SELECT sum(bytes) FROM asset WHERE id IN (
                 SELECT picture.asset_id FROM figure JOIN picture ON picture.src = figure.src
                 WHERE figure.version_id = article.version_id
                 UNION SELECT look.display_id FROM figure JOIN picture ON picture.src = figure.src
                 JOIN look ON look.asset_id = picture.asset_id
                 WHERE figure.version_id = article.version_id)), 0)",
    ),
    (
        "has a picture whose address is not listed",
        "SELECT DISTINCT version.article_id FROM figure JOIN version ON version.id = figure.version_id
         WHERE NOT EXISTS (SELECT 1 FROM picture WHERE picture.src = figure.src)",
    ),
    (
        "has a picture that is neither here nor wanted",
        "SELECT DISTINCT version.article_id FROM picture JOIN figure ON figure.src = picture.src
         JOIN version ON version.id = figure.version_id
         WHERE picture.asset_id IS NULL AND picture.due_at IS NULL AND picture.problem IS NULL",
    ),
];

fn originals(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let mut statement = connection.prepare("SELECT article_id, packed, seal FROM original ORDER BY article_id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (article, packed): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        findings.texts += 1;
        if seal(&packed) != row.get::<_, i64>(2)? {
            let article = ArticleId(article);
            findings.fault(
                Subject::Original(article),
                format!("the page that is kept with article {article} is not what was stored"),
            );
        }
    }
    Ok(())
}

fn rows(connection: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
    for (what, query) in CONTRADICTIONS {
        let mut statement = connection.prepare(query)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let article = ArticleId(row.get(0)?);
            findings.fault(Subject::Article(article), format!("article {article} {what}"));
        }
    }
    Ok(())
}
