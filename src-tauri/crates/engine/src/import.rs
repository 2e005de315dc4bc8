//! Subscriptions from other apps.

use jiff::Timestamp;

use broadsheet_interchange::{MOST_SUBSCRIPTIONS, Subscription, breaks_off, read_opml};
use broadsheet_model::Folder;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::publications::NameRank;
use broadsheet_store::{Library, StoreError};

use crate::address;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::fields;
use crate::folders::folder_of;
use crate::progress::Event;

/// What came of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportOutcome {
    /// A new source.
    Added,
    /// It was there.
    AlreadyThere,
    /// It was there and lay in no folder; now it lies in this one.
    PutIntoFolder(Folder),
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
    /// What of its folder could not be kept, in words.
    pub folder_note: Option<String>,
}

impl Engine {
    /// Subscribes to everything that an OPML document names, and puts it into the folders that it names, in its order; a source that the
    /// reader has placed stays where it is. Nothing is fetched: the next refresh does that. A second import of the same document changes
    /// nothing.
    ///
    /// # Errors
    /// The document is no list of subscriptions, or the library cannot be written.
    pub async fn import_opml(&self, document: &str) -> Result<Vec<ImportedRow>, EngineError> {
        let subscriptions = read_opml(document)?;
        let ends_early = breaks_off(document);
        let is_cut = subscriptions.len() >= MOST_SUBSCRIPTIONS;
        let now = Timestamp::now();
        let mut rows = self
            .library(move |library| {
                library.ensure_writable()?;
                let mut rows = Vec::with_capacity(subscriptions.len());
                let before: Vec<Folder> = library.folders()?.into_iter().map(|totals| totals.folder).collect();
                let mut given = Vec::new();
                for subscription in subscriptions {
                    let (folder, folder_note) = folder_of(&subscription.folders);
                    let outcome = follow(library, &subscription, folder.as_ref(), now)?;
                    given.extend(folder.filter(|folder| given.last() != Some(folder)));
                    rows.push(ImportedRow { url: subscription.url, title: subscription.title, outcome, folder_note });
                }
                library.order_new_folders(&before, &given)?;
                Ok(rows)
            })
            .await?;
        if is_cut {
            rows.push(ImportedRow {
                url: String::new(),
                title: Some("The list is longer than a library holds".to_owned()),
                outcome: ImportOutcome::Problem(format!(
                    "What stands behind the first {MOST_SUBSCRIPTIONS} sources was left out. Take it over from a file of its own."
                )),
                folder_note: None,
            });
        }
        if ends_early {
            rows.push(ImportedRow {
                url: String::new(),
                title: Some("The file is damaged here, or breaks off".to_owned()),
                outcome: ImportOutcome::Problem(
                    "What stood behind this could not be read. Let the other reader export it again; what is here already stays."
                        .to_owned(),
                ),
                folder_note: None,
            });
        }
        self.tell(Event::Changed);
        Ok(rows)
    }
}

fn follow(
    library: &Library,
    subscription: &Subscription,
    folder: Option<&Folder>,
    now: Timestamp,
) -> Result<ImportOutcome, StoreError> {
    let url = match address::typed(&subscription.url) {
        Ok(url) => url,
        Err(error @ EngineError::PasswordInAddress { .. }) => return Ok(ImportOutcome::Problem(error.to_string())),
        Err(_) => return Ok(ImportOutcome::Problem("this is not a web address".to_owned())),
    };
    let title = subscription.title.as_deref().unwrap_or(url.host_str().unwrap_or_default());
    let title = &*fields::line(title, fields::NAME);
    let host = address::publication_host(&url);
    let (id, added) = library.subscribe(
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
    let placed = match folder {
        Some(folder) if library.place_in_folder(id, folder)? => Some(folder.clone()),
        _ => None,
    };
    Ok(match (added, placed) {
        (true, _) => ImportOutcome::Added,
        (false, Some(folder)) => ImportOutcome::PutIntoFolder(folder),
        (false, None) => ImportOutcome::AlreadyThere,
    })
}
