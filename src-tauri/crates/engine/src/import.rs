//! Subscriptions from other apps.

use jiff::Timestamp;

use broadsheet_interchange::read_opml;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::publications::NameRank;

use crate::address;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::fields;
use crate::progress::Event;

/// What came of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportOutcome {
    /// A new source.
    Added,
    /// It was there.
    AlreadyThere,
    /// It cannot be used; why, in words.
    Problem(String),
}

/// One row of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// The address as the file gave it.
    pub url: String,
    /// The name as the file gave it.
    pub title: Option<String>,
    /// What came of it.
    pub outcome: ImportOutcome,
}

impl Engine {
    /// Subscribes to everything that an OPML document names. Nothing is fetched: the next refresh does that. A second
    /// import of the same document changes nothing.
    ///
    /// # Errors
    /// The document is no list of subscriptions, or the library cannot be written.
    pub async fn import_opml(&self, document: &str) -> Result<Vec<ImportedRow>, EngineError> {
        let subscriptions = read_opml(document)?;
        let now = Timestamp::now();
        let rows = self
            .library(move |library| {
                library.ensure_writable()?;
                let mut rows = Vec::with_capacity(subscriptions.len());
                for subscription in subscriptions {
                    let outcome = match address::typed(&subscription.url) {
                        Err(_) => ImportOutcome::Problem("this is not a web address".to_owned()),
                        Ok(url) => {
                            let title = subscription.title.as_deref().unwrap_or(url.host_str().unwrap_or_default());
                            let title = &*fields::line(title, fields::NAME);
                            let host = address::publication_host(&url);
                            let (_, added) = library.subscribe(
                                NewFeed {
                                    url: url.as_str(),
                                    title,
                                    format: None,
                                    host: &host,
                                    publication_name: Some((title, NameRank::Feed)),
                                    home_url: None,
                                },
                                now,
                            )?;
                            if added { ImportOutcome::Added } else { ImportOutcome::AlreadyThere }
                        }
                    };
                    rows.push(ImportedRow { url: subscription.url, title: subscription.title, outcome });
                }
                Ok(rows)
            })
            .await?;
        self.tell(Event::Changed);
        Ok(rows)
    }
}
