//! Large files on a reader's demand: handed on as they come, and taken up again where they broke off (RFC 9110, 14).
//!
//! Start at [`Fetcher::download`]. The manners and guards are those of [`Fetcher::get`], but for the deadline: it is one for
//! silence here, not for the whole exchange, since a film may take an hour.

use std::time::{Duration, Instant};

use reqwest::header::{self, HeaderMap};
use url::Url;

use crate::access::Access;
use crate::answer;
use crate::error::FetchError;
use crate::fetcher::{Fetcher, authority};
use crate::freshness::{retry_after, text};
use crate::hosts::Turn;
use crate::redirects::{Way, leads_on};
use crate::target::{self, host};

/// What to ask for.
#[derive(Debug, Clone, Copy)]
pub struct Download<'a> {
    /// Where.
    pub url: &'a str,
    /// How the reader is known to the source; a redirect to another host does not see it.
    pub access: Option<&'a Access>,
    /// Media types that are welcome (RFC 9110, 12.5.1).
    pub accept: &'a str,
    /// Bytes that are taken at most.
    pub most_bytes: u64,
    /// What is at hand of it.
    pub held: Option<Held<'a>>,
}

/// The beginning of a file.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// Its bytes.
    pub bytes: u64,
    /// The validator that came with it; see [`Arriving::validator`].
    pub validator: &'a str,
    /// Bytes of the whole file, as far as that is known.
    pub total: Option<u64>,
}

/// A file on its way. Its host has one exchange less to give until this is dropped.
pub struct Arriving {
    /// Where of the file what comes begins: where the bytes at hand end, or 0 where all of it comes anew.
    pub begins_at: u64,
    /// Bytes of the whole file, where the server says so.
    pub total: Option<u64>,
    /// Media type as the server said it.
    pub content_type: Option<String>,
    /// By what the rest of the file can be asked for later (RFC 9110, 13.1.5): a strong tag or a date.
    pub validator: Option<String>,
    url: Url,
    response: reqwest::Response,
    at: u64,
    most_bytes: u64,
    silence: Duration,
    _turn: Turn,
}

impl Fetcher {
    /// Asks for a file, or for the rest of it, and follows its redirects. The body comes by [`Arriving::next`].
    ///
    /// # Errors
    /// See [`FetchError`]; an error status is one of them.
    pub async fn download(&self, wanted: Download<'_>) -> Result<Arriving, FetchError> {
        let start = Url::parse(wanted.url).map_err(|_| FetchError::BadAddress { address: wanted.url.to_owned() })?;
        let mut way = Way::new(start);
        let mut held = wanted.held.filter(|held| held.bytes > 0);
        let mut left = self.deadline();
        loop {
            let url = way.now().clone();
            target::check(&url, self.guard())?;
            let turn = self.hosts().turn(&authority(&url), true).await;
            if let Some(secs) = self.hosts().silence_left(&authority(&url)) {
                return Err(FetchError::Silenced { host: host(&url), secs });
            }
            let began = Instant::now();
            let (response, renewed) = self.ask(&url, &wanted, held, left).await?;
            left = left.saturating_sub(began.elapsed());
            let (status, headers) = (response.status().as_u16(), response.headers());
            let location = text(headers, &header::LOCATION);
            match status {
                status if leads_on(status, location.as_deref()) => {
                    if renewed {
                        way.renew();
                    }
                    way.follow(status, location.as_deref())?;
                }
                // What is at hand is longer than the file: all of it comes anew.
                416 if held.is_some() => held = None,
                // Some servers and caches do not look at the condition, and the end of another file does not belong to this one.
                206 if held.is_some_and(|held| held.is_of_another(headers)) => held = None,
                200 | 206 => {
                    let (begins_at, total) = part_of(status, headers, response.content_length());
                    let wanted_from = held.map_or(0, |held| held.bytes);
                    if begins_at != 0 && begins_at != wanted_from {
                        return Err(FetchError::Interrupted { host: host(&url) });
                    }
                    let arriving = Arriving {
                        begins_at,
                        total,
                        content_type: text(headers, &header::CONTENT_TYPE),
                        validator: validator(headers),
                        at: begins_at,
                        most_bytes: wanted.most_bytes,
                        silence: self.deadline(),
                        url,
                        response,
                        _turn: turn,
                    };
                    return if total.is_some_and(|total| total > wanted.most_bytes) {
                        Err(arriving.too_large())
                    } else {
                        Ok(arriving)
                    };
                }
                _ => {
                    if let Some(silence) = retry_after(headers).filter(|_| matches!(status, 429 | 503)) {
                        self.hosts().silence(&authority(&url), silence);
                    }
                    return Err(FetchError::Status { host: host(&url), status });
                }
            }
        }
    }

    /// An answer, and whether the site gave something new by which it knows the reader.
    async fn ask(
        &self,
        url: &Url,
        wanted: &Download<'_>,
        held: Option<Held<'_>>,
        left: Duration,
    ) -> Result<(reqwest::Response, bool), FetchError> {
        let mut asked = self
            .client()
            .get(url.clone())
            .header(header::ACCEPT, wanted.accept)
            .header(header::ACCEPT_ENCODING, "identity");
        if let Some(held) = held {
            asked =
                asked.header(header::RANGE, format!("bytes={}-", held.bytes)).header(header::IF_RANGE, held.validator);
        }
        if let Some(access) = wanted.access {
            asked = asked.headers(access.headers_for(url));
        }
        let late = FetchError::Timeout { host: host(url), secs: self.deadline().as_secs() };
        let response = tokio::time::timeout(left, asked.send()).await.map_err(|_| late)?;
        let response = response.map_err(|error| answer::explain(&error, url, self.proxy_to(url)))?;
        let renewed = wanted.access.is_some_and(|access| access.learn(url, response.headers()));
        Ok((response, renewed))
    }
}

impl Arriving {
    /// The next bytes; `None` at the end of the file.
    ///
    /// # Errors
    /// It broke off, nothing came for longer than the deadline, or there is more than is taken.
    pub async fn next(&mut self) -> Result<Option<impl AsRef<[u8]>>, FetchError> {
        let next = tokio::time::timeout(self.silence, self.response.chunk()).await;
        let late = || FetchError::Timeout { host: host(&self.url), secs: self.silence.as_secs() };
        let broke_off = || FetchError::Interrupted { host: host(&self.url) };
        let chunk = next.map_err(|_| late())?.map_err(|_| broke_off())?;
        match &chunk {
            Some(chunk) => {
                self.at = self.at.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
                if self.at > self.most_bytes {
                    return Err(self.too_large());
                }
            }
            None if self.total.is_some_and(|total| self.at < total) => return Err(broke_off()),
            None => {}
        }
        Ok(chunk)
    }

    fn too_large(&self) -> FetchError {
        FetchError::TooLarge { host: host(&self.url), limit: usize::try_from(self.most_bytes).unwrap_or(usize::MAX) }
    }
}

impl Held<'_> {
    /// Whether a part, by its headers, belongs to another file than what is at hand (RFC 9110, 15.3.7.3). A tag tells; where
    /// there is none, the length has to be the same too.
    fn is_of_another(&self, headers: &HeaderMap) -> bool {
        let by_date = httpdate::parse_http_date(self.validator).is_ok();
        let now = text(headers, if by_date { &header::LAST_MODIFIED } else { &header::ETAG });
        match now {
            Some(now) if now != self.validator => true,
            Some(_) if !by_date => false,
            _ => {
                let (_, total) = part_of(206, headers, None);
                self.total.zip(total).is_some_and(|(known, now)| known != now)
            }
        }
    }
}

/// Where an answer begins in its file, and how long that is.
fn part_of(status: u16, headers: &HeaderMap, length: Option<u64>) -> (u64, Option<u64>) {
    if status != 206 {
        return (0, length);
    }
    let range = text(headers, &header::CONTENT_RANGE).unwrap_or_default();
    let Some((part, total)) = range.strip_prefix("bytes ").and_then(|range| range.split_once('/')) else {
        return (u64::MAX, None);
    };
    let begins_at = part.split_once('-').and_then(|(from, _)| from.trim().parse().ok()).unwrap_or(u64::MAX);
    (begins_at, total.trim().parse().ok())
}

/// A strong tag, or else the date of the last change: a weak tag does not tell bytes apart.
fn validator(headers: &HeaderMap) -> Option<String> {
    text(headers, &header::ETAG)
        .filter(|tag| !tag.starts_with("W/") && !tag.is_empty())
        .or_else(|| text(headers, &header::LAST_MODIFIED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::scenarios::{Reply, Server, fetcher, ok, options, reply};

    const WHOLE: &str = "The whole of a recording, from its beginning to its end.";

    fn wanted<'a>(url: &'a str, held: Option<Held<'a>>) -> Download<'a> {
        Download { url, access: None, accept: "audio/*", most_bytes: 1 << 20, held }
    }

    async fn rest(arriving: Result<Arriving, FetchError>) -> Result<(u64, String), FetchError> {
        let mut arriving = arriving?;
        let mut text = Vec::new();
        while let Some(chunk) = arriving.next().await? {
            text.extend_from_slice(chunk.as_ref());
        }
        Ok((arriving.begins_at, String::from_utf8(text).unwrap()))
    }

    /// A server that gives parts, as long as its file is the one of this tag.
    fn parts(tag: &'static str) -> impl Fn(usize, &str) -> Reply + Send + Sync + 'static {
        move |_, head| {
            let lower = head.to_ascii_lowercase();
            let from = lower.split_once("range: bytes=").and_then(|(_, range)| range.split('-').next()?.parse().ok());
            match from {
                Some(from) if from >= WHOLE.len() => {
                    reply("HTTP/1.1 416 No such range\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                }
                Some(from) if lower.contains(&format!("if-range: {tag}")) => {
                    let part = WHOLE.get(from..).unwrap();
                    reply(&format!(
                        "HTTP/1.1 206 Part\r\nContent-Range: bytes {from}-{}/{}\r\nContent-Length: {}\r\nETag: {tag}\r\nConnection: close\r\n\r\n{part}",
                        WHOLE.len() - 1,
                        WHOLE.len(),
                        part.len()
                    ))
                }
                _ => ok(&format!("ETag: {tag}\r\nContent-Type: audio/mpeg\r\n"), WHOLE),
            }
        }
    }

    #[tokio::test]
    async fn the_rest_of_a_file_comes_where_it_is_still_the_same() {
        let server = Server::plain(parts("\"one\"")).await;
        let url = server.url("/song.mp3");
        let first = fetcher().download(wanted(&url, None)).await.unwrap();
        assert_eq!((first.begins_at, first.total, first.validator.as_deref()), (0, Some(56), Some("\"one\"")));
        assert_eq!(first.content_type.as_deref(), Some("audio/mpeg"));
        let held = |bytes, validator| Some(Held { bytes, validator, total: Some(56) });
        let (begins_at, text) = rest(fetcher().download(wanted(&url, held(14, "\"one\""))).await).await.unwrap();
        assert_eq!((begins_at, text.as_str()), (14, WHOLE.get(14..).unwrap()));
        let (begins_at, text) = rest(fetcher().download(wanted(&url, held(14, "\"other\""))).await).await.unwrap();
        assert_eq!((begins_at, text.as_str()), (0, WHOLE), "another file comes from its beginning");
        let (begins_at, text) = rest(fetcher().download(wanted(&url, held(900, "\"one\""))).await).await.unwrap();
        assert_eq!((begins_at, text.as_str()), (0, WHOLE), "a file that is shorter now, too");
        assert!(server.heads().iter().all(|head| head.to_ascii_lowercase().contains("accept-encoding: identity")));
    }

    #[tokio::test]
    async fn a_part_of_another_file_is_not_put_behind_what_is_here() {
        for (said, total) in
            [("ETag: \"two\"\r\n", 56), ("", 57), ("Last-Modified: Tue, 03 Mar 2026 10:00:00 GMT\r\n", 57)]
        {
            let server = Server::plain(move |_, head| match head.to_ascii_lowercase().contains("range: bytes=14-") {
                true => reply(&format!(
                    "HTTP/1.1 206 Part\r\nContent-Range: bytes 14-{}/{total}\r\n{said}Content-Length: 3\r\nConnection: close\r\n\r\nxyz",
                    total - 1
                )),
                false => ok("Content-Type: audio/mpeg\r\n", WHOLE),
            })
            .await;
            let url = server.url("/song.mp3");
            let held = Held { bytes: 14, validator: "\"one\"", total: Some(56) };
            let came = rest(fetcher().download(wanted(&url, Some(held))).await).await.unwrap();
            assert_eq!(came, (0, WHOLE.to_owned()), "{said} {total}");
        }
        let dated = |date: &'static str| {
            Server::plain(move |_, head| match head.to_ascii_lowercase().contains("range: bytes=14-") {
                true => reply(&format!(
                    "HTTP/1.1 206 Part\r\nContent-Range: bytes 14-55/56\r\nLast-Modified: {date}\r\nContent-Length: 42\r\nConnection: close\r\n\r\n{}",
                    WHOLE.get(14..).unwrap()
                )),
                false => ok("Content-Type: audio/mpeg\r\n", WHOLE),
            })
        };
        let validator = "Tue, 03 Mar 2026 10:00:00 GMT";
        for (date, begins_at) in [(validator, 14), ("Wed, 04 Mar 2026 10:00:00 GMT", 0)] {
            let server = dated(date).await;
            let url = server.url("/song.mp3");
            let held = Held { bytes: 14, validator, total: Some(56) };
            assert_eq!(rest(fetcher().download(wanted(&url, Some(held))).await).await.unwrap().0, begins_at, "{date}");
        }
    }

    #[tokio::test]
    async fn what_breaks_off_or_never_ends_is_told() {
        let cut = Server::plain(|_, _| {
            reply("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nOnly the beginning")
        })
        .await;
        let error = rest(fetcher().download(wanted(&cut.url("/"), None)).await).await.unwrap_err();
        assert!(matches!(error, FetchError::Interrupted { .. }), "{error}");
        let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
        let endless = Server::plain(move |_, _| Reply::Endless {
            head: head.clone(),
            piece: vec![b'x'; 60_000],
            pause: Duration::ZERO,
        })
        .await;
        let error = rest(fetcher().download(wanted(&endless.url("/"), None)).await).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge { limit: 1_048_576, .. }), "{error}");
        let large = Server::plain(|_, _| reply("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n")).await;
        let error = fetcher().download(wanted(&large.url("/"), None)).await.err().unwrap();
        assert!(matches!(error, FetchError::TooLarge { .. }), "{error}");
    }

    #[tokio::test]
    async fn silence_ends_it_and_slowness_does_not() {
        let patient = Fetcher::new(Options { deadline: Duration::from_millis(400), ..options() }).unwrap();
        let slow = |pause| {
            let head = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\n".to_vec();
            Server::plain(move |_, _| Reply::Endless { head: head.clone(), piece: b"x".to_vec(), pause })
        };
        let steady = slow(Duration::from_millis(120)).await;
        let (_, text) = rest(patient.download(wanted(&steady.url("/"), None)).await).await.unwrap();
        assert_eq!(text, "xxxxxxxx");
        let silent = slow(Duration::from_secs(5)).await;
        let error = rest(patient.download(wanted(&silent.url("/"), None)).await).await.unwrap_err();
        assert!(matches!(error, FetchError::Timeout { .. }), "{error}");
    }

    #[tokio::test]
    async fn a_redirect_into_a_private_network_is_refused() {
        let server = Server::plain(|_, _| {
            reply("HTTP/1.1 302 Go\r\nLocation: http://192.168.1.1/x\r\nContent-Length: 0\r\n\r\n")
        })
        .await;
        let error = fetcher().download(wanted(&server.url("/"), None)).await.err().unwrap();
        assert!(matches!(error, FetchError::PrivateAddress { .. }), "{error}");
    }
}
