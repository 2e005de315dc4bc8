//! What is missing of the articles that the reader keeps, and why.

use broadsheet_model::{ArticleId, ListId, TextState};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use crate::error::StoreError;
use crate::library::Library;
use crate::originals::KEPT;

/// Which of the articles that the reader keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Those of a reading list.
    List(ListId),
    /// Those that are starred.
    Starred,
    /// Those that were saved by their address.
    Saved,
    /// All of them.
    All,
}

/// How they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Articles.
    pub articles: u32,
    /// Articles whose text and pictures are all in the library.
    pub ready: u32,
    /// Bytes on disk, each file counted once.
    pub bytes: u64,
    /// Pictures that are missing, in all.
    pub pictures_missing: u32,
    /// Articles whose text is not whole, in all.
    pub texts_missing: u32,
    /// The articles of which something is missing, in the order of the list or newest first; at most as many as were asked for.
    pub gaps: Vec<Gap>,
}

/// An article of which something is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub headline: String,
    /// How much of the text there is.
    pub text_state: TextState,
    /// Why the text is not whole, in words.
    pub text_note: Option<String>,
    /// Why each missing picture is missing, in reading order; `None` where it was not tried yet.
    pub pictures: Vec<Option<String>>,
}

impl Keeping {
    /// A condition on `article.id`, with its value.
    fn condition(self) -> (&'static str, Vec<Value>) {
        match self {
            Self::List(list) => {
                ("article.id IN (SELECT article_id FROM list_entry WHERE list_id = ?1)", vec![Value::Integer(list.0)])
            }
            Self::Starred => {
                ("article.id IN (SELECT article_id FROM reading WHERE starred_at IS NOT NULL)", Vec::new())
            }
            Self::Saved => ("article.id IN (SELECT article_id FROM reading WHERE saved_at IS NOT NULL)", Vec::new()),
            Self::All => (KEPT, Vec::new()),
        }
    }
}

const INCOMPLETE: &str = "(article.text_state <> 'full' OR article.pictures_missing > 0)";

impl Library {
    /// How the kept articles stand, with at most `limit` gaps.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn standing(&self, keeping: Keeping, limit: u32) -> Result<Standing, StoreError> {
        let (condition, values) = keeping.condition();
        self.read(|connection| {
            let mut standing = connection.query_row(
                &format!(
                    "SELECT count(*), count(*) - coalesce(sum({INCOMPLETE}), 0),
                            coalesce(sum((SELECT length(packed) FROM version WHERE id = article.version_id)), 0)
                            + (SELECT coalesce(sum(bytes), 0) FROM asset WHERE id IN (
                                 SELECT picture.asset_id FROM article JOIN figure ON figure.version_id = article.version_id
                                 JOIN picture ON picture.src = figure.src WHERE {condition}
                                 UNION SELECT look.display_id FROM article
                                 JOIN figure ON figure.version_id = article.version_id
                                 JOIN picture ON picture.src = figure.src
                                 JOIN look ON look.asset_id = picture.asset_id WHERE {condition})),
                            coalesce(sum(article.pictures_missing), 0), coalesce(sum(article.text_state <> 'full'), 0)
                     FROM article WHERE {condition}"
                ),
                params_from_iter(values.clone()),
                |row| {
                    Ok(Standing {
                        articles: row.get(0)?,
                        ready: row.get(1)?,
                        bytes: u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default(),
                        pictures_missing: row.get(3)?,
                        texts_missing: row.get(4)?,
                        gaps: Vec::new(),
                    })
                },
            )?;
            let order = match keeping {
                Keeping::List(_) => {
                    "(SELECT position FROM list_entry WHERE list_id = ?1 AND article_id = article.id), article.id"
                }
                _ => "article.sorted_at DESC, article.id DESC",
            };
            let mut statement = connection.prepare(&format!(
                "SELECT article.id, article.headline, article.text_state, article.text_note FROM article
                 WHERE {condition} AND {INCOMPLETE} ORDER BY {order} LIMIT {limit}"
            ))?;
            let gaps = statement.query_map(params_from_iter(values), |row| {
                Ok(Gap {
                    article: ArticleId(row.get(0)?),
                    headline: row.get(1)?,
                    text_state: TextState::from_key(&row.get::<_, String>(2)?),
                    text_note: row.get(3)?,
                    pictures: Vec::new(),
                })
            })?;
            standing.gaps = gaps.collect::<Result<_, _>>()?;
            let mut statement = connection.prepare_cached(
                "SELECT picture.problem FROM article
                 JOIN figure ON figure.version_id = article.version_id
                 LEFT JOIN picture ON picture.src = figure.src
                 WHERE article.id = ?1 AND picture.asset_id IS NULL GROUP BY figure.src ORDER BY min(figure.position)",
            )?;
            for gap in &mut standing.gaps {
                let problems = statement.query_map([gap.article.0], |row| row.get(0))?;
                gap.pictures = problems.collect::<Result<_, _>>()?;
            }
            Ok(standing)
        })
    }

    /// Kept articles of which something is missing, at most `limit`, from behind `after`.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn incomplete(&self, keeping: Keeping, after: ArticleId, limit: u32) -> Result<Vec<ArticleId>, StoreError> {
        let (condition, values) = keeping.condition();
        self.read(|connection| {
            let mut statement = connection.prepare(&format!(
                "SELECT article.id FROM article WHERE {condition} AND {INCOMPLETE} AND article.id > {} ORDER BY article.id LIMIT {limit}",
                after.0
            ))?;
            let rows = statement.query_map(params_from_iter(values), |row| Ok(ArticleId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether the reader keeps an article for good.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn is_kept(&self, article: ArticleId) -> Result<bool, StoreError> {
        self.read(|connection| {
            let found = connection
                .query_row(&format!("SELECT 1 FROM article WHERE id = ?1 AND {KEPT}"), [article.0], |_| Ok(()))
                .optional()?;
            Ok(found.is_some())
        })
    }
}
