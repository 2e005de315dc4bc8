//! What the pages of articles said and would have done beside their texts.

use broadsheet_model::ArticleId;
use rusqlite::{Transaction, params};

use crate::error::StoreError;
use crate::library::Library;

/// What an article's page said and would have done beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// Programs that it would have run.
    pub programs: u32,
    /// Other sites that it would have asked for something.
    pub other_sites: u32,
    /// What the publisher says that the article is about.
    pub topics: Vec<String>,
    /// Whether the page says that it is for subscribers.
    pub for_subscribers: bool,
}

impl Library {
    /// What an article's page said and would have done beside its text; `None` where the text came by a feed.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn page_facts(&self, article: ArticleId) -> Result<Option<PageFacts>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT programs, other_sites, topics, for_subscribers FROM article
                 WHERE id = ?1 AND programs IS NOT NULL",
            )?;
            let mut rows = statement.query([article.0])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let topics: Option<String> = row.get(2)?;
            Ok(Some(PageFacts {
                programs: row.get(0)?,
                other_sites: row.get::<_, Option<u32>>(1)?.unwrap_or_default(),
                topics: topics.and_then(|topics| serde_json::from_str(&topics).ok()).unwrap_or_default(),
                for_subscribers: row.get::<_, Option<bool>>(3)?.unwrap_or_default(),
            }))
        })
    }
}

/// Notes what a capture's page said and would have done; where there was no page, what is known stays.
pub(crate) fn note(transaction: &Transaction, article: ArticleId, facts: Option<&PageFacts>) -> Result<(), StoreError> {
    let Some(facts) = facts else { return Ok(()) };
    let topics = serde_json::to_string(&facts.topics).ok();
    transaction
        .prepare_cached(
            "UPDATE article SET programs = ?2, other_sites = ?3, topics = ?4, for_subscribers = ?5 WHERE id = ?1",
        )?
        .execute(params![article.0, facts.programs, facts.other_sites, topics, facts.for_subscribers])?;
    Ok(())
}
