//! Letting go what goes by the reader's rules, and showing before what would.

use broadsheet_model::ArticleId;
use broadsheet_store::StoreError;
pub use broadsheet_store::retention::{Leaving, Rules, SourceRules};
use jiff::Timestamp;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::Event;

/// Articles that are named one by one.
const NAMED: usize = 50;

/// What goes, with the headlines of the oldest of each kind.
#[derive(Debug, Clone, Default)]
pub struct Going {
    /// What goes.
    pub leaving: Leaving,
    /// Headlines of articles that go.
    pub articles: Vec<(ArticleId, String)>,
    /// Headlines of articles whose pictures go.
    pub pictures_of: Vec<(ArticleId, String)>,
}

impl Engine {
    /// What would go now by these rules of the library, and of one source; what is absent is as it is.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn preview_rules(&self, rules: Option<Rules>, source: Option<SourceRules>) -> Result<Going, EngineError> {
        self.library(move |library| {
            let rules = match rules {
                Some(rules) => rules,
                None => library.rules()?,
            };
            let leaving = library.leaving(rules, source, Timestamp::now())?;
            let named = |articles: &[ArticleId]| -> Result<Vec<(ArticleId, String)>, StoreError> {
                let first: Vec<ArticleId> = articles.iter().copied().take(NAMED).collect();
                Ok(library.cards(&first)?.into_iter().map(|card| (card.id, card.headline)).collect())
            };
            Ok(Going { articles: named(&leaving.articles)?, pictures_of: named(&leaving.pictures_of)?, leaving })
        })
        .await
    }

    /// Lets go what goes by the rules, unless a refresh is under way, which does it at its end.
    ///
    /// # Errors
    /// A refresh is under way, or the library cannot be written.
    pub async fn trim(&self) -> Result<Leaving, EngineError> {
        let _files_go = self.0.copying.lock().await;
        let leaving = self
            .library(|library| {
                let _alone = library.lock_refresh()?;
                library.trim(Timestamp::now())
            })
            .await?;
        if !leaving.articles.is_empty() || !leaving.pictures_of.is_empty() {
            self.tell(Event::Changed);
        }
        Ok(leaving)
    }
}
