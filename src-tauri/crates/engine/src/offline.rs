//! Completing what the reader keeps, and copies of what its publisher has taken away.

use broadsheet_fetch::Request;
use broadsheet_model::{ArticleId, TextState};
pub use broadsheet_store::offline::Keeping;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use tokio::task::JoinSet;
use url::Url;

use crate::discover::MOST_BYTES;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::Event;
use crate::read_page::read_copy;

/// Articles that are completed at once; how many requests one host gets at once is bounded beside this.
const AT_ONCE: usize = 4;
/// Articles that are looked up at once.
const BATCH: u32 = 200;

/// What came of completing several articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// Articles that were asked for.
    pub tried: u32,
    /// Those that could not be had, with the reason.
    pub failed: Vec<(ArticleId, String)>,
}

impl Engine {
    /// Fetches what the kept articles lack, and nothing else.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn complete_all(&self, keeping: Keeping) -> Result<Completion, EngineError> {
        self.library(|library| library.ensure_writable()).await?;
        let mut completion = Completion::default();
        let mut last = ArticleId(0);
        let mut waiting = Vec::new().into_iter();
        let mut tasks = JoinSet::new();
        loop {
            while tasks.len() < AT_ONCE {
                let Some(article) = waiting.next() else {
                    let found = self.library(move |library| library.incomplete(keeping, last, BATCH)).await?;
                    let Some(newest) = found.last() else { break };
                    last = *newest;
                    waiting = found.into_iter();
                    continue;
                };
                let engine = self.clone();
                tasks.spawn(async move { (article, engine.complete(article).await) });
            }
            let Some(done) = tasks.join_next().await else { return Ok(completion) };
            let (article, outcome) = done.map_err(|_| EngineError::Stopped)?;
            completion.tried += 1;
            match outcome {
                Ok(()) => {}
                Err(error @ (EngineError::Store(_) | EngineError::Stopped)) => return Err(error),
                Err(error) => completion.failed.push((article, error.to_string())),
            }
        }
    }

    /// Takes an article, and the pictures that it lacks, from the Internet Archive: the copy nearest to the time at which the
    /// article came out. It becomes a version that says so. Answers when the copy was taken.
    ///
    /// # Errors
    /// There is no such article or no copy, the Archive does not answer, or the library cannot be written.
    pub async fn complete_from_archive(&self, article: ArticleId) -> Result<Timestamp, EngineError> {
        let card = self.library(move |library| library.card(article)).await?;
        let asked = Url::parse(&card.url).map_err(|_| EngineError::BadAddress { typed: card.url.clone() })?;
        let near = card.published_at.unwrap_or(card.sorted_at).strftime("%Y%m%d%H%M%S").to_string();
        let address = format!("{}{near}id_/{asked}", self.0.archive);
        let fetched = match self.0.fetcher.get(Request::new(&address, "text/html, */*;q=0.1", MOST_BYTES)).await {
            Err(broadsheet_fetch::FetchError::Status { status: 404, .. }) => {
                return Err(EngineError::NotInArchive { address: card.url });
            }
            other => other.map_err(|error| self.explained(error.into(), &address))?,
        };
        let taken = time_of(fetched.url.as_str(), &self.0.archive)
            .ok_or_else(|| EngineError::NotInArchive { address: card.url.clone() })?;
        let at = moment(&taken).ok_or_else(|| EngineError::NotInArchive { address: card.url.clone() })?;
        // A text that is whole as its publisher gave it stays: then only pictures are wanted.
        if card.text_state != TextState::Full {
            let page = self.compute(move || read_copy(fetched, asked)).await??;
            let now = Timestamp::now();
            self.library(move |library| library.store_archived(article, &page.capture(), at, now)).await?;
        }
        let prefix = format!("{}{taken}im_/", self.0.archive);
        self.fetch_pictures_from(article, &prefix).await?;
        self.look_at_pictures_of(article).await?;
        self.tell(Event::Changed);
        Ok(at)
    }
}

/// The fourteen digits of an address of the Archive.
fn time_of(address: &str, archive: &str) -> Option<String> {
    let digits: String = address.strip_prefix(archive)?.chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 14).then_some(digits)
}

fn moment(digits: &str) -> Option<Timestamp> {
    let time = DateTime::strptime("%Y%m%d%H%M%S", digits).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::INTERNET_ARCHIVE;

    #[test]
    fn the_time_of_a_copy_stands_in_its_address() {
        let address = "https://web.archive.org/web/20240229120301id_/https://paper.example/a";
        let digits = time_of(address, INTERNET_ARCHIVE).unwrap();
        assert_eq!(moment(&digits).unwrap().to_string(), "2024-02-29T12:03:01Z");
        for other in ["https://web.archive.org/web/2024id_/x", "https://elsewhere.example/web/20240229120301id_/x"] {
            assert_eq!(time_of(other, INTERNET_ARCHIVE), None, "{other}");
        }
        assert_eq!(moment("20241329120301"), None);
    }
}
