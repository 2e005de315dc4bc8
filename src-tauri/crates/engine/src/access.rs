//! How the reader is known to sources: kept in the system's key store, sent to the source's host alone.

use std::sync::{Arc, PoisonError};

use broadsheet_fetch::{Access, SignInCookie};
use broadsheet_keys::Kept;
use broadsheet_model::{ArticleId, FeedId};
use broadsheet_store::feeds::{self, Feed};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::Event;

/// What a reader gives so that a source knows them.
#[derive(Clone)]
pub enum SignIn {
    /// A name and a password.
    Password {
        /// The name.
        name: String,
        /// The password.
        password: String,
    },
    /// Headers, each with its value.
    Headers(Vec<(String, String)>),
    /// What a sign-in window gathered.
    Cookies(Vec<SignInCookie>),
}

impl Engine {
    /// Signs in to a source. What was given before is replaced; the source is asked anew when it is refreshed.
    ///
    /// # Errors
    /// There is no such source, what was given cannot be sent, or the library cannot be written.
    pub async fn sign_in(&self, id: FeedId, given: SignIn) -> Result<Kept, EngineError> {
        let feed = self.library(move |library| library.feed(id)).await?;
        let (kind, access) = match &given {
            SignIn::Password { name, password } => {
                (feeds::Access::Password, Access::password(&feed.url, name, password)?)
            }
            SignIn::Headers(headers) => (feeds::Access::Headers, Access::headers(&feed.url, headers)?),
            SignIn::Cookies(cookies) => {
                // The window opened at the publication's own page, and the texts stand there.
                let home = feed.publication.home_url.as_deref().unwrap_or(&feed.url);
                (feeds::Access::Cookies, Access::cookies(cookies, &[&feed.url, home]))
            }
        };
        if access.is_empty() {
            return Err(EngineError::NothingToSignInWith { title: feed.title });
        }
        let kept = self.keep(id, &access).await?;
        self.library(move |library| library.set_access(id, Some(kind))).await?;
        self.accesses().insert(id, Arc::new(access));
        self.tell(Event::Changed);
        Ok(kept)
    }

    /// Forgets how the reader is known to a source.
    ///
    /// # Errors
    /// There is no such source, or the library cannot be written.
    pub async fn sign_out(&self, id: FeedId) -> Result<(), EngineError> {
        self.library(move |library| library.set_access(id, None)).await?;
        self.accesses().remove(&id);
        let keys = self.0.keys.clone();
        tokio::task::spawn_blocking(move || keys.remove(&id.to_string())).await.map_err(|_| EngineError::Stopped)?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// How the reader is known to a source; `None` where nobody needs to be, or where the key store does not tell.
    pub(crate) async fn access_of(&self, feed: &Feed) -> Option<Arc<Access>> {
        feed.access?;
        self.access_by_id(feed.id).await
    }

    /// How the reader is known to the source that an article came from.
    pub(crate) async fn access_of_article(&self, article: ArticleId) -> Result<Option<Arc<Access>>, EngineError> {
        Ok(match self.library(move |library| library.signed_in_feed_of(article)).await? {
            Some(feed) => self.access_by_id(feed).await,
            None => None,
        })
    }

    async fn access_by_id(&self, id: FeedId) -> Option<Arc<Access>> {
        if let Some(access) = self.accesses().get(&id) {
            return Some(access.clone());
        }
        let keys = self.0.keys.clone();
        let secret = tokio::task::spawn_blocking(move || keys.get(&id.to_string())).await.ok()??;
        let access = Arc::new(Access::from_secret(&secret)?);
        self.accesses().insert(id, access.clone());
        Some(access)
    }

    /// Keeps what sites gave anew in exchange for the reader's cookies.
    pub(crate) async fn keep_accesses(&self) {
        let changed: Vec<(FeedId, Arc<Access>)> = self
            .accesses()
            .iter()
            .filter(|(_, access)| access.is_changed())
            .map(|(id, access)| (*id, access.clone()))
            .collect();
        for (id, access) in changed {
            // Where the key store refuses, the session has it.
            let _ = self.keep(id, &access).await;
        }
    }

    async fn keep(&self, id: FeedId, access: &Access) -> Result<Kept, EngineError> {
        let (keys, secret) = (self.0.keys.clone(), access.secret());
        tokio::task::spawn_blocking(move || keys.put(&id.to_string(), &secret)).await.map_err(|_| EngineError::Stopped)
    }

    fn accesses(&self) -> std::sync::MutexGuard<'_, std::collections::HashMap<FeedId, Arc<Access>>> {
        self.0.accesses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
