//! What feeds gave, cleaned and indexed behind: headlines are listed first.

use broadsheet_model::VersionId;
use broadsheet_store::Library;
use broadsheet_store::ready::CleanText;
use broadsheet_store::texts::RawText;
use jiff::Timestamp;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::text;

/// Texts that are cleaned at once.
const BATCH: u32 = 250;

/// Batches after which the index follows: the more it takes at once, the less it costs.
const INDEXED_AFTER: u32 = 3;

impl Engine {
    /// Cleans and indexes whatever waits for it, in short transactions. What an earlier run left is done too.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn digest(&self) -> Result<(), EngineError> {
        let _one_at_a_time = self.0.digesting.lock().await;
        let mut last = VersionId(0);
        let mut cleaned = 0u32;
        loop {
            let texts = self.store(move |library| library.raw_texts(last, BATCH)).await?;
            let Some(newest) = texts.last().map(|text| text.version) else { break };
            last = newest;
            let halves = self.halves(texts).await?;
            self.store(move |library| library.store_texts(&halves)).await?;
            cleaned += 1;
            if cleaned.is_multiple_of(INDEXED_AFTER) {
                self.index_batch().await?;
            }
        }
        while self.index_batch().await? {}
        Ok(())
    }

    /// Indexes a batch. Answers whether more may wait.
    async fn index_batch(&self) -> Result<bool, EngineError> {
        let more = self.store(|library| library.index_batch()).await?;
        if self.store(|library| library.has_many_parts()).await? {
            while self.store(|library| library.merge_index_piece()).await? {}
        }
        Ok(more)
    }

    /// Trains the library's dictionary once it has texts enough, packs those texts anew, merges what came to the index, counts the
    /// words of a library that has grown, looks at new pictures, and lets go what goes by the reader's rules, in short transactions.
    ///
    /// # Errors
    /// The library cannot be written.
    pub(crate) async fn tidy(&self) -> Result<(), EngineError> {
        if self.store(|library| library.train_dictionary(Timestamp::now())).await? {
            let mut last = Some(0);
            while let Some(after) = last {
                last = self.store(move |library| library.pack_anew(after)).await?;
            }
        }
        while self.store(|library| library.merge_index_piece()).await? {}
        self.store(|library| library.count_words_anew()).await?;
        self.look_at_pictures().await?;
        // While a backup copies files, none goes; the next refresh sees to it.
        if let Ok(_alone) = self.0.copying.try_lock() {
            self.store(|library| library.trim(Timestamp::now())).await?;
        }
        Ok(())
    }

    /// Cleans texts on two processors.
    async fn halves(&self, mut texts: Vec<RawText>) -> Result<Vec<CleanText>, EngineError> {
        let other = texts.split_off(texts.len() / 2);
        let clean = |texts: Vec<RawText>| {
            let library = self.0.library.clone();
            move || texts.into_iter().map(|text| cleaned(&library, text)).collect::<Vec<_>>()
        };
        let (mut one, other) = tokio::try_join!(self.compute(clean(texts)), self.compute(clean(other)))?;
        one.extend(other);
        Ok(one)
    }
}

fn cleaned(library: &Library, text: RawText) -> CleanText {
    let clean = text::given(&text.html, &text.url, text.lead.as_deref());
    library.ready_text(text.version, clean.html.as_str()).with_figures(clean.figures, clean.has_lead, clean.again)
}
