//! Articles as they stand in lists, never with their bodies.

use broadsheet_model::{ArticleId, ListId, Section, TextState, VersionId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::library::Library;
use crate::pictures::{self, StoredFigure};
use crate::publications::{self, Publication};
pub use crate::shelves::{Order, Place, Shelf, Unread};
use crate::time::from_millis;

/// An article as it stands in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its id.
    pub id: ArticleId,
    /// Its address.
    pub url: String,
    /// Headline.
    pub headline: String,
    /// Standfirst.
    pub standfirst: Option<String>,
    /// Section of the paper.
    pub section: Section,
    /// The publication's own section.
    pub publisher_section: Option<String>,
    /// Who published it.
    pub publication: Publication,
    /// Authors.
    pub byline: Vec<String>,
    /// When the publisher says that it was published.
    pub published_at: Option<Timestamp>,
    /// When the publisher says that it was changed.
    pub modified_at: Option<Timestamp>,
    /// The time by which it is sorted.
    pub sorted_at: Timestamp,
    /// Language tag.
    pub language: Option<String>,
    /// Lead picture.
    pub lead: Option<StoredFigure>,
    /// The first picture of its text, where there is no lead: kept, and large enough to stand beside a headline.
    pub opening: Option<StoredFigure>,
    /// Words of the text.
    pub word_count: u32,
    /// How much of the text there is.
    pub text_state: TextState,
    /// Why the text is not whole, in words.
    pub text_note: Option<String>,
    /// The reader opened it.
    pub read: bool,
    /// The reader starred it.
    pub starred: bool,
    /// Starred, saved or on a list.
    pub kept: bool,
    /// The reading lists that it is on.
    pub lists: Vec<ListId>,
    /// Pictures that are not in the library.
    pub pictures_missing: u32,
    /// Bytes on disk.
    pub bytes: u64,
}

/// How many articles a section has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionTotals {
    /// The section.
    pub section: Section,
    /// Its articles.
    pub articles: u32,
    /// Its articles that the reader has not opened.
    pub unread: u32,
}

/// The library in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Articles.
    pub articles: u32,
    /// Articles whose text and pictures are all there.
    pub ready: u32,
    /// Subscribed feeds.
    pub feeds: u32,
    /// Those of them that could not be read when they were last tried, but for those that have ended.
    pub failing: u32,
    /// Bytes of text and pictures, each file counted once.
    pub bytes: u64,
    /// The article that came into the library last: what has come in since has a higher number.
    pub through: ArticleId,
}

/// One archived state of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVersion {
    /// Its id.
    pub id: VersionId,
    /// When it was captured.
    pub captured_at: Timestamp,
    /// Its headline.
    pub headline: String,
    /// It is what is shown.
    pub is_shown: bool,
    /// When the Internet Archive took the copy that it is; `None` for what the publisher itself gave.
    pub archived_at: Option<Timestamp>,
}

pub(crate) const CARD: &str = "SELECT article.id, article.url, article.headline, article.standfirst, article.section,
        article.publisher_section, article.byline, article.published_at, article.modified_at, article.sorted_at,
        article.language, article.word_count, article.text_state, article.text_note,
        reading.read_at IS NOT NULL, reading.starred_at IS NOT NULL,
        coalesce(reading.starred_at, reading.saved_at) IS NOT NULL
            OR EXISTS (SELECT 1 FROM highlight WHERE highlight.article_id = article.id),
        article.pictures_missing, article.bytes,
        publication.id, coalesce(publication.own_name, publication.name), publication.home_url, publication.icon_asset,
        figure.src, figure.alt, figure.caption, figure.credit, figure.is_lead,
        picture.asset_id, asset.width, asset.height, picture.problem, asset.bytes,
        look.display_id IS NOT NULL, look.thumbhash IS NOT NULL,
        (SELECT group_concat(on_list.list_id) FROM list_entry AS on_list WHERE on_list.article_id = article.id)
     FROM article
     JOIN publication ON publication.id = article.publication_id
     LEFT JOIN reading ON reading.article_id = article.id
     LEFT JOIN figure ON figure.version_id = article.version_id AND figure.position = 0
     LEFT JOIN picture ON picture.src = figure.src
     LEFT JOIN asset ON asset.id = picture.asset_id
     LEFT JOIN look ON look.asset_id = picture.asset_id";

impl Library {
    /// One article.
    ///
    /// # Errors
    /// There is none with this id, or the library cannot be read.
    pub fn card(&self, article: ArticleId) -> Result<Card, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{CARD} WHERE article.id = ?1"))?
                .query_row([article.0], from_row)
                .optional()?
                .ok_or_else(|| StoreError::NotFound { what: "article", id: article.to_string() })
        })
    }

    /// The named articles in the order of the names; ids that lead nowhere are left out.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn cards(&self, articles: &[ArticleId]) -> Result<Vec<Card>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!("{CARD} WHERE article.id = ?1"))?;
            let mut cards = Vec::with_capacity(articles.len());
            for article in articles {
                cards.extend(statement.query_row([article.0], from_row).optional()?);
            }
            Ok(cards)
        })
    }

    /// The articles of a reading list, in the reader's order.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn list_cards(&self, list: ListId) -> Result<Vec<Card>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "{CARD} JOIN list_entry ON list_entry.article_id = article.id
                 WHERE list_entry.list_id = ?1 ORDER BY list_entry.position, article.id"
            ))?;
            let rows = statement.query_map([list.0], from_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The sections that have articles, with their counts, in no order.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn section_totals(&self) -> Result<Vec<SectionTotals>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT article.section, count(*), count(*) - count(reading.read_at) FROM article
                 LEFT JOIN reading ON reading.article_id = article.id GROUP BY article.section",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(SectionTotals { section: section(row, 0)?, articles: row.get(1)?, unread: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The library in numbers.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn totals(&self) -> Result<Totals, StoreError> {
        self.read(|connection| {
            let (articles, ready, through) = connection.query_row(
                "SELECT count(*), coalesce(sum(text_state = 'full' AND pictures_missing = 0), 0), coalesce(max(id), 0) FROM article",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2).map(ArticleId)?)),
            )?;
            let (feeds, failing) = connection.query_row(
                "SELECT count(*), coalesce(sum(failures > 0 AND NOT gone), 0) FROM feed WHERE unsubscribed_at IS NULL",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            let media: i64 = connection.query_row("SELECT coalesce(sum(bytes), 0) FROM asset", [], |row| row.get(0))?;
            let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
            let page_size: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
            let bytes = u64::try_from(media + pages * page_size).unwrap_or_default();
            Ok(Totals { articles, ready, feeds, failing, bytes, through })
        })
    }

    /// The article that an address leads to, where its whole text is here.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn whole_article_at(&self, url: &str) -> Result<Option<ArticleId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT article.id FROM article_address
                 JOIN article ON article.id = article_address.article_id
                 JOIN version ON version.id = article.version_id
                 WHERE article_address.url = ?1 AND version.text_state = 'full'",
            )?;
            Ok(statement.query_row([url], |row| row.get(0).map(ArticleId)).optional()?)
        })
    }

    /// The body of an article as it is shown: HTML, hostile until sanitised again, and plain text.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn body(&self, article: ArticleId) -> Result<(String, String), StoreError> {
        self.read(|connection| {
            let packed: Option<Vec<u8>> = connection
                .prepare_cached(
                    "SELECT version.packed FROM article
                     JOIN version ON version.id = article.version_id WHERE article.id = ?1",
                )?
                .query_row([article.0], |row| row.get(0))
                .optional()?;
            let texts = self.dictionaries().unpack(&packed.unwrap_or_default())?;
            Ok((texts.html, texts.body))
        })
    }

    /// The archived states of an article whose text is whole, and the one that is shown, newest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn versions(&self, article: ArticleId) -> Result<Vec<StoredVersion>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT version.id, version.captured_at, version_headline(version.headline, version.packed),
                        version.id = article.version_id,
                        version.archived_at
                 FROM version JOIN article ON article.id = version.article_id
                 WHERE version.article_id = ?1 AND (version.text_state = 'full' OR version.id = article.version_id
                     OR version.text_state = 'summary' AND version.fingerprint NOT LIKE 'feed:%')
                 ORDER BY version.captured_at DESC, version.id DESC",
            )?;
            let rows = statement.query_map([article.0], |row| {
                Ok(StoredVersion {
                    id: VersionId(row.get(0)?),
                    captured_at: from_millis(row.get(1)?),
                    headline: row.get(2)?,
                    is_shown: row.get(3)?,
                    archived_at: row.get::<_, Option<i64>>(4)?.map(from_millis),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The words of one version: headline, standfirst and body, one paragraph a line.
    ///
    /// # Errors
    /// The article has no such version, or the library cannot be read.
    pub fn version_text(&self, article: ArticleId, version: VersionId) -> Result<String, StoreError> {
        self.read(|connection| {
            let found: Option<(String, Option<String>, Vec<u8>)> = connection
                .prepare_cached(
                    "SELECT version_headline(headline, packed), version_standfirst(headline, standfirst, packed), packed
                     FROM version WHERE id = ?2 AND article_id = ?1",
                )?
                .query_row([article.0, version.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            let (headline, standfirst, packed) =
                found.ok_or_else(|| StoreError::NotFound { what: "version", id: version.to_string() })?;
            let texts = self.dictionaries().unpack(&packed)?;
            let parts = [Some(headline), standfirst, Some(texts.body)];
            Ok(parts.into_iter().flatten().collect::<Vec<_>>().join("\n"))
        })
    }

    /// The article behind an address.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn article_at(&self, url: &str) -> Result<Option<ArticleId>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .query_row("SELECT article_id FROM article_address WHERE url = ?1", params![url], |row| row.get(0))
                .optional()?
                .map(ArticleId))
        })
    }
}

/// Smallest picture of a text that stands beside its headline, in pixels: what is smaller is a sign, a portrait or a formula.
const OPENING_SIZE: (u32, u32) = (320, 200);

/// How much longer than wide, or wider than long, it may be: of a strip or a column a cut from the middle shows little.
const OPENING_SHAPE: u32 = 3;

fn opens(figure: &StoredFigure) -> bool {
    let Some((width, height)) = figure.width.zip(figure.height).filter(|_| figure.asset.is_some()) else {
        return false;
    };
    let is_long = width.max(height) > width.min(height).saturating_mul(OPENING_SHAPE);
    width >= OPENING_SIZE.0 && height >= OPENING_SIZE.1 && !is_long
}

fn section(row: &Row, column: usize) -> Result<Section, rusqlite::Error> {
    Ok(Section::from_key(&row.get::<_, String>(column)?).unwrap_or(Section::General))
}

pub(crate) fn from_row(row: &Row) -> Result<Card, rusqlite::Error> {
    let time = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(from_millis));
    let has_figure = row.get::<_, Option<String>>(23)?.is_some();
    let first = if has_figure { Some(pictures::from_row(row, 23)?) } else { None };
    let (lead, rest) =
        first.map_or((None, None), |first| if first.is_lead { (Some(first), None) } else { (None, Some(first)) });
    let lists: Vec<ListId> = row
        .get::<_, Option<String>>(35)?
        .unwrap_or_default()
        .split(',')
        .filter_map(|id| id.parse().ok().map(ListId))
        .collect();
    Ok(Card {
        id: ArticleId(row.get(0)?),
        url: row.get(1)?,
        headline: row.get(2)?,
        standfirst: row.get(3)?,
        section: section(row, 4)?,
        publisher_section: row.get(5)?,
        byline: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
        published_at: time(7)?,
        modified_at: time(8)?,
        sorted_at: from_millis(row.get(9)?),
        language: row.get(10)?,
        word_count: row.get(11)?,
        text_state: TextState::from_key(&row.get::<_, String>(12)?),
        text_note: row.get(13)?,
        read: row.get(14)?,
        starred: row.get(15)?,
        kept: row.get::<_, bool>(16)? || !lists.is_empty(),
        lists,
        pictures_missing: row.get(17)?,
        bytes: u64::try_from(row.get::<_, i64>(18)?).unwrap_or_default(),
        publication: publications::from_row(row, 19)?,
        lead,
        opening: rest.filter(opens),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_strips_stand_beside_no_headline() {
        let picture = |width, height| StoredFigure {
            figure: broadsheet_model::Figure { src: String::new(), alt: None, caption: None, credit: None },
            is_lead: false,
            asset: broadsheet_model::AssetId::parse(&"0".repeat(64)),
            width,
            height,
            problem: None,
            bytes: None,
            has_display: false,
            has_thumbhash: false,
        };
        assert!(opens(&picture(Some(640), Some(400))) && opens(&picture(Some(400), Some(1_200))));
        for (width, height) in [(Some(319), Some(400)), (Some(640), Some(199)), (Some(400), Some(1_201)), (None, None)]
        {
            assert!(!opens(&picture(width, height)), "{width:?} x {height:?}");
        }
        assert!(!opens(&StoredFigure { asset: None, ..picture(Some(640), Some(400)) }));
    }
}
