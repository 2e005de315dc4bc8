//! What the reader is told of without looking.

use broadsheet_engine::{LeadsTo, Notification};
use broadsheet_model::{FeedId, Section};

use crate::error::ApiError;
use crate::library::Library;
use crate::source_views::SourceView;
use crate::sources;

/// What a notification says, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationView {
    /// One line.
    pub title: String,
    /// What stands below it, plain text, a headline a line.
    pub body: String,
    /// Where it leads, as an address within the window.
    pub address: String,
}

/// What the reader is to be told of what came in since this was asked last. It is answered once.
///
/// # Errors
/// The library cannot be written.
pub async fn take(library: &Library) -> Result<Option<NotificationView>, ApiError> {
    Ok(library.engine.take_notification().await?.map(view))
}

/// The sections of whose new articles the reader hears.
///
/// # Errors
/// The library cannot be read.
pub async fn sections(library: &Library) -> Result<Vec<Section>, ApiError> {
    Ok(library.engine.library(|library| library.notified_sections()).await?)
}

/// Says whether the reader hears of a section's new articles.
///
/// # Errors
/// The library cannot be written.
pub async fn of_section(library: &Library, section: Section, notifies: bool) -> Result<Vec<Section>, ApiError> {
    library.engine.library(move |library| library.set_section_notifies(section, notifies)).await?;
    sections(library).await
}

/// Says whether the reader hears of a source's new articles.
///
/// # Errors
/// There is no such source, or the library cannot be written.
pub async fn of_source(library: &Library, source: FeedId, notifies: bool) -> Result<SourceView, ApiError> {
    library.engine.library(move |library| library.set_notifies(source, notifies)).await?;
    sources::one(library, source).await
}

fn view(told: Notification) -> NotificationView {
    let address = match told.leads_to {
        LeadsTo::Article(article) => format!("#/article/{article}"),
        LeadsTo::Section(section) => format!("#/section/{}", section.key()),
        LeadsTo::Publication(publication) => format!("#/publication/{publication}"),
        LeadsTo::Front => "#/".to_owned(),
    };
    NotificationView { title: told.title, body: told.body, address }
}
