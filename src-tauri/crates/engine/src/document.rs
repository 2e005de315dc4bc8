//! A source's own document: fetched on the condition that it changed, read, and handed to the library.

use std::sync::Arc;
use std::time::Duration;

use broadsheet_feed::FeedError;
use broadsheet_fetch::{Body, Bytes, FetchError, Large, Request, Validators, Wait};
use broadsheet_model::{FeedFormat, FeedId};
use broadsheet_store::Library;
use broadsheet_store::entries::FeedAnswer;
use broadsheet_store::feeds::{Feed, FeedOutcome, Gives, Quiet, TextFrom, Trouble};
use broadsheet_store::ready::ReadyEntry;
use jiff::Timestamp;
use tokio::sync::SemaphorePermit;
use url::Url;

use crate::advice::{Advice, Flaw, Said, advice_on, sentence};
use crate::discover::{ACCEPT_FEED, MOST_BYTES, SECTION_PAGE, format_name};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::fields;
use crate::ingest::{self, Cleaned};
use crate::login::asks_for_password;
use crate::pace::{self, Pace, Rest};
use crate::progress::Progress;
use crate::reach::nobodys;
use crate::refresh::LastInLine;
use crate::writer::{Place, Writer};

/// Packed bytes above which a document is larger than feeds usually are.
const USUAL_BYTES: usize = 400 << 10;

/// Bytes above which the same holds once it is unpacked.
const USUAL_UNPACKED: usize = 4 << 20;

/// A feed that was read.
struct Read {
    entries: Vec<ReadyEntry>,
    gives: Option<Gives>,
    format: String,
    /// What its publisher calls it.
    title: Option<String>,
    pause: Rest,
    quiet: Quiet,
    is_broken: bool,
    /// Why it is not whole.
    cut: Option<FetchError>,
}

/// What came of reading a body.
enum Reading {
    Done(Result<Read, EngineError>),
    /// It is larger than feeds usually are; here it is again.
    Large(Body),
}

/// What the reading of a document needs to know of its source and of the answer.
struct Source {
    landed: String,
    content_type: Option<String>,
    fresh_for: Option<Duration>,
    url: String,
    title: String,
    text_from: Option<TextFrom>,
    /// The source, where the library may have entries of it already.
    read_before: Option<FeedId>,
    cleaned: Cleaned,
    /// It is a section page, read by its links.
    is_page: bool,
}

impl Engine {
    /// Fetches a source's document and stores its entries. When this returns they are on the disk.
    pub(crate) async fn refresh_document(
        &self,
        feed: &Feed,
        writer: &Writer,
        queue: &LastInLine<'_>,
        (cleaned, pages_follow): (Cleaned, bool),
        progress: &mut Progress,
    ) -> Result<Said, EngineError> {
        let known = feed.validated_url.as_deref().unwrap_or(&feed.url);
        let validators =
            Validators { url: known, etag: feed.etag.as_deref(), last_modified: feed.last_modified.as_deref() };
        let access = self.access_of(feed).await;
        let others = || -> Wait<'_> { Box::pin(queue.others()) };
        let request = Request {
            validators: Some(validators),
            access: access.as_deref(),
            partial: true,
            last: !pages_follow,
            large: Some(Large { above: USUAL_BYTES, others: &others }),
            ..Request::new(&feed.url, ACCEPT_FEED, MOST_BYTES)
        };
        let fetched = self.0.fetcher.get(request).await.map_err(|error| nobodys(error.into()))?;
        let answered = Answered {
            etag: fetched.etag.clone(),
            last_modified: fetched.last_modified.clone(),
            url: fetched.url.to_string(),
            moved_to: fetched.moved_to.as_ref().map(Url::to_string),
        };
        let pace = self.known_pace();
        if fetched.not_modified {
            let last = Rest::noted(feed.pause_secs, feed.polite_secs);
            let pause = pace::after_nothing_new(last, fetched.fresh_for);
            let answered = Answered {
                etag: answered.etag.or_else(|| feed.etag.clone()),
                last_modified: answered.last_modified.or_else(|| feed.last_modified.clone()),
                ..answered
            };
            let outcome = Some(answered.outcome(feed, None, None, (pause, pace), None));
            writer.note(FeedAnswer { feed: feed.id, entries: Vec::new(), outcome }).stored().await?;
            return Ok(Said::NotModified);
        }
        // What was never read and is not called a feed is likely to be none.
        let is_misnamed = feed.format.is_none() && !is_called_a_feed(fetched.content_type.as_deref());
        let source = Arc::new(Source {
            landed: fetched.url.to_string(),
            content_type: fetched.content_type,
            fresh_for: fetched.fresh_for,
            url: feed.url.clone(),
            title: feed.publisher_title.clone(),
            text_from: feed.text_from,
            read_before: feed.format.is_some().then_some(feed.id),
            cleaned,
            is_page: feed.format.as_deref() == Some(SECTION_PAGE),
        });
        let (read, place, _turn) = self.read_in_turn(fetched.body, source, is_misnamed, writer, queue).await?;
        let flaw = match () {
            () if read.is_broken => Some(Flaw::Broken),
            () if is_misnamed => Some(Flaw::Misnamed),
            () => None,
        };
        let Read { entries, gives, format, title, pause, quiet, cut, .. } = read;
        // Until now it was known by what somebody else called it.
        let title = title.filter(|title| feed.format.is_none() && *title != feed.publisher_title);
        let read = Some((format, title));
        // What was cut short must come again, so that its validators are not kept.
        let outcome = cut.is_none().then(|| answered.outcome(feed, read, gives, (pause, pace), Some(quiet)));
        let stored = place.hand(FeedAnswer { feed: feed.id, entries, outcome }).stored().await?;
        progress.new_articles += stored.new_articles;
        match cut {
            Some(cause) => Err(EngineError::Cut { cause }),
            None => Ok(Said::Read(flaw)),
        }
    }

    /// Reads a document when it is its turn, and gives its place in the library's queue. What is much larger than feeds usually are,
    /// and what something is wrong with, lets the others go first.
    async fn read_in_turn<'q>(
        &self,
        mut body: Body,
        source: Arc<Source>,
        is_misnamed: bool,
        writer: &Writer,
        queue: &LastInLine<'q>,
    ) -> Result<(Read, Place, Option<SemaphorePermit<'q>>), EngineError> {
        let is_late = is_misnamed || body.is_cut();
        if is_late && let Some(_waiting) = queue.room_to_wait() {
            body = body.roomless();
            queue.others().await;
        }
        // There is room for it in the library's queue before there is work with it, so that memory stays flat.
        let place = writer.place().await?;
        match self.read_document(body, source.clone(), USUAL_UNPACKED).await? {
            Reading::Done(read) => {
                let read = read?;
                if is_late || !read.is_broken {
                    return Ok((read, place, None));
                }
                let Some(_waiting) = queue.room_to_wait() else { return Ok((read, place, None)) };
                drop(place);
                queue.others().await;
                Ok((read, writer.place().await?, None))
            }
            Reading::Large(body) => {
                drop(place);
                let turn = queue.last_of_all().await?;
                let place = writer.place().await?;
                match self.read_document(body, source, usize::MAX).await? {
                    Reading::Done(read) => Ok((read?, place, Some(turn))),
                    Reading::Large(_) => Err(EngineError::Stopped),
                }
            }
        }
    }

    async fn read_document(&self, body: Body, source: Arc<Source>, usual: usize) -> Result<Reading, EngineError> {
        let library = self.0.library.clone();
        self.compute(move || match body.unpack_usual(usual) {
            Ok(Ok(bytes)) => Reading::Done(read(bytes, &source, &library)),
            Ok(Err(error)) => Reading::Done(Err(error.into())),
            Err(body) => Reading::Large(body),
        })
        .await
    }

    /// Notes why a source failed, and when it is to be tried again.
    pub(crate) async fn note_failure(&self, feed: &Feed, writer: &Writer, error: &EngineError) {
        let Advice { trouble, hint } = advice_on(error, &feed.url);
        let gone = trouble == Trouble::Gone;
        let missing = matches!(error, EngineError::Fetch(FetchError::Status { status: 404, .. }));
        let silence = self.0.fetcher.silence_left(&feed.url).map_or(Duration::ZERO, Duration::from_secs);
        let now = Timestamp::now();
        let pace = self.known_pace();
        // The reader may ask again and again while nobody is there: a try before its time makes the next one no later than the last
        // one did.
        let early =
            trouble == Trouble::NoAnswer && feed.failures > 0 && feed.next_try_at.is_some_and(|next| next > now);
        let pause = pace::after_failure(feed.failures - u32::from(early), pace).max(silence.saturating_mul(10) / 9);
        let next = if gone { None } else { pace::next_try(now, pause, feed.id.0, feed.quiet) };
        let (error, hint) = (sentence(&error.to_string()), hint.map(str::to_owned));
        let outcome = FeedOutcome::Failed { error, hint, trouble, gone, missing };
        // When the library itself fails there is nowhere to note it; the reader is told through the outcome.
        let answer = FeedAnswer { feed: feed.id, entries: Vec::new(), outcome: Some((outcome, next)) };
        let _ = writer.note(answer).stored().await;
    }
}

/// What the headers of an answer said.
struct Answered {
    etag: Option<String>,
    last_modified: Option<String>,
    url: String,
    moved_to: Option<String>,
}

impl Answered {
    fn outcome(
        self,
        feed: &Feed,
        read: Option<(String, Option<String>)>,
        gives: Option<Gives>,
        (pause, pace): (Rest, Pace),
        quiet: Option<Quiet>,
    ) -> (FeedOutcome, Option<Timestamp>) {
        let (format, title) = read.unzip();
        let outcome = FeedOutcome::Answered {
            format,
            title: title.flatten(),
            validated_url: (self.etag.is_some() || self.last_modified.is_some()).then_some(self.url),
            etag: self.etag,
            last_modified: self.last_modified,
            moved_to: self.moved_to,
            gives,
            pause_secs: secs(pause.usual),
            polite_secs: pause.polite.map(secs),
            quiet,
        };
        (outcome, pace::next_try(Timestamp::now(), pause.at(pace), feed.id.0, quiet.unwrap_or(feed.quiet)))
    }
}

fn secs(pause: Duration) -> u32 {
    u32::try_from(pause.as_secs()).unwrap_or(u32::MAX)
}

/// Reads an answer as a feed. Blocks for as long as that takes.
fn read(mut body: Bytes, source: &Source, library: &Library) -> Result<Read, EngineError> {
    let (landed, content_type) = (source.landed.as_str(), source.content_type.as_deref());
    let parsed = match broadsheet_feed::parse(&body.bytes, content_type, landed) {
        Ok(parsed) => parsed,
        Err(error) => {
            if let Some(cut) = body.cut.take() {
                return Err(cut.into());
            }
            let page = broadsheet_feed::decode(&body.bytes, content_type);
            let section = if source.is_page { broadsheet_feed::read_section_page(&page, landed) } else { None };
            section.ok_or_else(|| not_a_feed(landed, &page, &why_not(error, &page)))?
        }
    };
    if parsed.format == FeedFormat::SitemapIndex {
        return Err(not_a_feed(landed, "", "it is a list of sitemaps"));
    }
    // A server that counts its bytes wrong has broken nothing off.
    let cut = body.cut.take().filter(|cut| !matches!(cut, FetchError::Interrupted { .. }) || !ends_whole(&body.bytes));
    let format = format_name(parsed.format).to_owned();
    let title = parsed.feed.title.as_deref().map(|title| fields::line(title, fields::NAME));
    let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    let is_broken = parsed.is_broken;
    let pause = pace::after_reading(&parsed, source.fresh_for, Timestamp::now());
    let quiet = Quiet { hours: parsed.feed.quiet_hours, days: parsed.feed.quiet_days };
    drop(body);
    let document = ingest::document_of(parsed, &source.url, &source.title, source.text_from);
    Ok(Read {
        entries: ingest::ready(library, source.read_before, document.entries, source.cleaned)?,
        gives: document.gives,
        format,
        title,
        pause,
        quiet,
        is_broken,
        cut,
    })
}

/// Whether a content type is one that feeds are sent as; some servers name none.
fn is_called_a_feed(content_type: Option<&str>) -> bool {
    content_type.is_none_or(|named| {
        let named = named.to_ascii_lowercase();
        ["xml", "json", "rss", "atom"].iter().any(|kind| named.contains(kind))
    })
}

/// Whether a document's last words are the end of its outermost element or object.
fn ends_whole(bytes: &[u8]) -> bool {
    let tail = bytes.trim_ascii_end();
    tail.ends_with(b"}")
        || [&b"</rss>"[..], b"</feed>", b"</rdf:rdf>", b"</channel>", b"</urlset>"].iter().any(|end| {
            tail.len()
                .checked_sub(end.len())
                .and_then(|at| tail.get(at..))
                .is_some_and(|last| last.eq_ignore_ascii_case(end))
        })
}

/// What is wrong with a document that should be a feed, without its address.
pub(crate) fn why_not(error: FeedError, page: &str) -> String {
    match error {
        FeedError::NotAFeed { .. } if page.trim().is_empty() => "the answer is empty".to_owned(),
        FeedError::NotAFeed { .. } if page.to_ascii_lowercase().contains("<html") => {
            "a web page stands there".to_owned()
        }
        FeedError::NotAFeed { .. } => "something else stands there".to_owned(),
        FeedError::TooLarge { limit, .. } => format!("it has more than {limit} bytes"),
        FeedError::Malformed { reason, .. } => reason,
    }
}

fn not_a_feed(address: &str, page: &str, why: &str) -> EngineError {
    if asks_for_password(page) {
        let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        return EngineError::LoginNeeded { host: host.unwrap_or_default() };
    }
    EngineError::NotAFeed { address: address.to_owned(), why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_sent_under_many_names() {
        for named in [None, Some("text/xml; charset=utf-8"), Some("application/RSS+xml"), Some("application/json")] {
            assert!(is_called_a_feed(named), "{named:?}");
        }
        assert!(!is_called_a_feed(Some("text/html")) && !is_called_a_feed(Some("application/octet-stream")));
    }
}
