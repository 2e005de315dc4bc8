//! One answer of a server, read within its limits.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use url::Url;

use crate::coding;
use crate::error::{FetchError, ProxyTrouble};
use crate::freshness::{fresh_for, retry_after, text};
use crate::large::Large;
use crate::redirects::leads_on;
use crate::resolver::PrivateName;
use crate::target::host;

/// Bytes of headers that are taken at most.
pub(crate) const MOST_HEADER_BYTES: u32 = 64 << 10;

/// Bytes of an error page that are looked into.
const MOST_ERROR_BYTES: usize = 64 << 10;

/// Bytes of a body that are read before it needs room, so that whoever sends little, or slowly, takes none from the others.
const WITHOUT_ROOM: usize = 4 << 10;

/// How long a body waits for room at most. It is read on then: whatever holds all the rooms must not hold up the others.
const ROOM: Duration = Duration::from_secs(5);

/// A sender that is silent for so long gives its room to the others…
const SILENT: Duration = Duration::from_millis(150);

/// … as does one whose body is still not there after so long: what is slow to come fills no memory.
const SLOW: Duration = Duration::from_millis(500);

/// Why a body is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    TooLarge,
    Interrupted,
    Late,
}

impl Cut {
    pub(crate) fn explained(self, host: String, deadline: Duration, most: usize) -> FetchError {
        match self {
            Self::TooLarge => FetchError::TooLarge { host, limit: most },
            Self::Interrupted => FetchError::Interrupted { host },
            Self::Late => FetchError::Timeout { host, secs: deadline.as_secs() },
        }
    }
}

/// An answer, its body still packed.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// It was asked for on the condition that it changed.
    pub(crate) conditional: bool,
    /// The site gave something new by which it knows the reader.
    pub(crate) renewed: bool,
    pub(crate) location: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    pub(crate) fresh_for: Option<Duration>,
    pub(crate) retry_after: Option<Duration>,
    content_encoding: Option<String>,
    challenged: bool,
    body: Vec<u8>,
    room: Option<Arc<OwnedSemaphorePermit>>,
    pub(crate) cut: Option<Cut>,
}

/// What an answer was asked for with.
pub(crate) struct Asked<'a> {
    /// On the condition that it changed.
    pub(crate) conditional: bool,
    /// The site gave something new by which it knows the reader.
    pub(crate) renewed: bool,
    /// Bytes that are taken at most.
    pub(crate) most: usize,
    /// The deadline.
    pub(crate) until: Instant,
    /// Room for bodies that are in memory.
    pub(crate) rooms: Arc<Semaphore>,
    /// What a large body waits for.
    pub(crate) large: Option<Large<'a>>,
}

/// Reads an answer within its limits.
pub(crate) async fn read(mut response: reqwest::Response, url: &Url, asked: Asked<'_>) -> Result<Answer, FetchError> {
    let Asked { conditional, renewed, most, mut until, rooms, mut large } = asked;
    let headers = response.headers();
    let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if size > usize::try_from(MOST_HEADER_BYTES).unwrap_or(usize::MAX) {
        return Err(FetchError::HeadersTooLarge { host: host(url) });
    }
    let mut answer = Answer {
        status: response.status().as_u16(),
        conditional,
        renewed,
        location: text(headers, &header::LOCATION),
        content_type: text(headers, &header::CONTENT_TYPE),
        etag: text(headers, &header::ETAG),
        last_modified: text(headers, &header::LAST_MODIFIED),
        fresh_for: fresh_for(headers),
        retry_after: retry_after(headers),
        content_encoding: text(headers, &header::CONTENT_ENCODING),
        challenged: headers.get("cf-mitigated").is_some_and(|value| value.as_bytes() == b"challenge"),
        body: Vec::new(),
        room: None,
        cut: None,
    };
    let most = if (200..300).contains(&answer.status) { most } else { MOST_ERROR_BYTES.min(most) };
    if answer.is_redirect() || answer.status == 304 {
        return Ok(answer);
    }
    let expected = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let expected = expected.min(most).min(1 << 20);
    answer.body.reserve(expected.min(WITHOUT_ROOM));
    // An error page is small, and is dropped at once.
    let mut wants_room = (200..300).contains(&answer.status);
    let mut room_until = None;
    loop {
        let next = {
            let mut next = std::pin::pin!(tokio::time::timeout_at(until, response.chunk()));
            tokio::select! {
                biased;
                chunk = &mut next => chunk,
                () = tokio::time::sleep(SILENT), if answer.room.is_some() => {
                    (answer.room, wants_room) = (None, false);
                    next.await
                }
            }
        };
        match next {
            Ok(Ok(Some(chunk))) => {
                let room = most.saturating_sub(answer.body.len());
                answer.body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                if chunk.len() > room {
                    answer.cut = Some(Cut::TooLarge);
                    return Ok(answer);
                }
                // What waits below must not hold the connection's buffer as well.
                drop(chunk);
                if let Some(waits) = large.take_if(|large| answer.body.len() > large.above) {
                    // Waiting is our own doing, so that the deadline does not run meanwhile; its room is for the others.
                    (answer.room, wants_room) = (None, false);
                    let began = Instant::now();
                    (waits.others)().await;
                    until += began.elapsed();
                }
                if wants_room && answer.body.len() > WITHOUT_ROOM {
                    // Only once: what has been read meanwhile is in memory in any case.
                    wants_room = false;
                    let began = Instant::now();
                    let room = tokio::time::timeout(ROOM, rooms.clone().acquire_owned()).await;
                    answer.room = room.ok().and_then(Result::ok).map(Arc::new);
                    until += began.elapsed();
                    room_until = Some(Instant::now() + SLOW);
                    // Not before: a hundred bodies that wait for room must not hold theirs already.
                    answer.body.reserve(expected.saturating_sub(answer.body.len()));
                }
                if room_until.is_some_and(|until| until < Instant::now()) {
                    answer.room = None;
                }
            }
            Ok(Ok(None)) => return Ok(answer),
            Ok(Err(_)) => {
                answer.cut = Some(Cut::Interrupted);
                return Ok(answer);
            }
            Err(_) => {
                answer.cut = Some(Cut::Late);
                return Ok(answer);
            }
        }
    }
}

impl Answer {
    pub(crate) fn is_redirect(&self) -> bool {
        leads_on(self.status, self.location.as_deref())
    }

    /// Whether the site checks its visitors for being human, which a program must never pretend to be.
    pub(crate) fn is_robot_check(&self) -> bool {
        let wall = |body: &[u8]| {
            let page = String::from_utf8_lossy(body).to_ascii_lowercase();
            ["<title>just a moment", "cf-challenge", "/cdn-cgi/challenge-platform", "<title>attention required"]
                .iter()
                .any(|mark| page.contains(mark))
        };
        matches!(self.status, 401 | 403 | 429 | 503)
            && (self.challenged
                || wall(&coding::unpack(self.body.clone(), self.content_encoding.as_deref(), MOST_ERROR_BYTES).bytes))
    }

    /// The body, for whoever asked.
    pub(crate) fn into_body(self, host: String, deadline: Duration, most: usize, partial: bool) -> Body {
        let Self { body, content_encoding, cut, room, .. } = self;
        Body { packed: body, content_encoding, cut, host, deadline, most, partial, room }
    }
}

/// A body as it came. Unpacking it is work for a processor, so that whoever reads it chooses when and where.
#[derive(Debug, Clone)]
pub struct Body {
    packed: Vec<u8>,
    content_encoding: Option<String>,
    cut: Option<Cut>,
    host: String,
    deadline: Duration,
    most: usize,
    partial: bool,
    /// Given back once it is unpacked.
    room: Option<Arc<OwnedSemaphorePermit>>,
}

/// A decoded body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bytes {
    /// What came.
    pub bytes: Vec<u8>,
    /// Why it is not whole; only where the request takes such.
    pub cut: Option<FetchError>,
    /// How many times its server had packed it.
    pub layers: usize,
}

impl Drop for Bytes {
    fn drop(&mut self) {
        coding::keep(std::mem::take(&mut self.bytes));
    }
}

impl Body {
    /// Bytes as they came, before they are decoded.
    #[must_use]
    pub fn packed_len(&self) -> usize {
        self.packed.len()
    }

    /// Whether it broke off or was too large, as far as that is seen before it is decoded.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut.is_some()
    }

    /// The body as a brotli stream (RFC 7932), where its server packed it so and all of it came.
    #[must_use]
    pub fn brotli(&self) -> Option<&[u8]> {
        let is_brotli = coding::is_brotli(&self.packed, self.content_encoding.as_deref());
        (is_brotli && self.cut.is_none()).then_some(&self.packed)
    }

    /// Decodes a body that is not large; a larger one comes back as it was. Blocks for as long as that takes.
    ///
    /// # Errors
    /// Within, as [`Body::unpack`]; the body itself where it is larger than `usual`.
    pub fn unpack_usual(mut self, usual: usize) -> Result<Result<Bytes, FetchError>, Self> {
        if usual >= self.most {
            return Ok(self.unpack());
        }
        if self.packed.len() > usual {
            return Err(self.roomless());
        }
        match coding::unpack_usual(std::mem::take(&mut self.packed), self.content_encoding.as_deref(), usual) {
            Ok(unpacked) => Ok(self.finish(unpacked)),
            Err(packed) => {
                self.packed = packed;
                Err(self.roomless())
            }
        }
    }

    /// Gives its room among the answers that are at hand to the others, since it waits for all of them.
    #[must_use]
    pub fn roomless(mut self) -> Self {
        self.room = None;
        self
    }

    /// Decodes the body, up to the bytes that the request takes. Blocks for as long as that takes.
    ///
    /// # Errors
    /// It is larger, or broke off, and the request wants it whole.
    pub fn unpack(mut self) -> Result<Bytes, FetchError> {
        let unpacked = coding::unpack(std::mem::take(&mut self.packed), self.content_encoding.as_deref(), self.most);
        self.finish(unpacked)
    }

    fn finish(self, unpacked: coding::Unpacked) -> Result<Bytes, FetchError> {
        let cut = match self.cut {
            _ if unpacked.too_large => Some(Cut::TooLarge),
            None if unpacked.broken => Some(Cut::Interrupted),
            other => other,
        };
        let cut = cut.map(|cut| cut.explained(self.host, self.deadline, self.most));
        match cut {
            Some(error) if !self.partial || unpacked.bytes.is_empty() => Err(error),
            cut => Ok(Bytes { bytes: unpacked.bytes, cut, layers: unpacked.layers }),
        }
    }
}

/// What a failed exchange means.
pub(crate) fn explain(error: &reqwest::Error, url: &Url, proxy: Option<String>) -> FetchError {
    let host = host(url);
    let mut is_refused = false;
    let mut all = String::new();
    let mut cause = error.source();
    let mut words = error.to_string();
    while let Some(inner) = cause {
        if inner.downcast_ref::<PrivateName>().is_some() {
            return FetchError::PrivateAddress { host };
        }
        if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
            return FetchError::Untrusted { host, why: trouble(tls) };
        }
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            if let Some(tls) = wrapped(io) {
                return FetchError::Untrusted { host, why: trouble(tls) };
            }
            is_refused |= io.kind() == std::io::ErrorKind::ConnectionRefused;
        }
        words = inner.to_string();
        all.push_str(&words.to_lowercase());
        all.push('\n');
        cause = inner.source();
    }
    if let Some(proxy) = proxy
        && error.is_connect()
        && let Some(how) = trouble_on_the_way(&all, url)
    {
        return FetchError::Proxy { proxy, how };
    }
    if is_refused {
        return FetchError::Refused { host };
    }
    if words.contains("head is too large") || words.contains("too many headers") || words.contains("header too large") {
        FetchError::HeadersTooLarge { host }
    } else if error.is_timeout() {
        FetchError::Timeout { host, secs: 10 }
    } else if error.is_connect() {
        if words.contains("lookup") || words.contains("resolve") || words.contains("Name or service") {
            FetchError::Unresolved { host }
        } else {
            FetchError::Refused { host }
        }
    } else {
        FetchError::Interrupted { host }
    }
}

/// What a proxy does that did not lead on to an address, by the words of all causes; `None` where the trouble is behind it.
fn trouble_on_the_way(causes: &str, url: &Url) -> Option<ProxyTrouble> {
    let says = |words: &str| causes.contains(words);
    let is_led = says("tunnel error") || says("socks");
    match () {
        () if says("authorization required") || says("auth(") || says("authentication") => {
            Some(ProxyTrouble::WantsPassword)
        }
        () if says("underlying connection") => Some(ProxyTrouble::Silent),
        () if is_led => Some(ProxyTrouble::LeadsNowhere),
        // What is not encrypted is asked of the proxy itself, without a tunnel.
        () => (url.scheme() == "http").then_some(ProxyTrouble::Silent),
    }
}

/// The trouble with an encrypted connection inside an input error, which hides what it wraps from `source`.
fn wrapped(error: &std::io::Error) -> Option<&rustls::Error> {
    let inner = error.get_ref()?;
    inner.downcast_ref::<rustls::Error>().or_else(|| wrapped(inner.downcast_ref::<std::io::Error>()?))
}

/// Why a certificate was refused, in a reader's words.
fn trouble(error: &rustls::Error) -> String {
    use rustls::CertificateError as Bad;
    match error {
        rustls::Error::InvalidCertificate(bad) => match bad {
            Bad::Expired | Bad::ExpiredContext { .. } => "its certificate has expired".to_owned(),
            Bad::NotValidYet | Bad::NotValidYetContext { .. } => "its certificate is not valid yet".to_owned(),
            Bad::Revoked => "its certificate was withdrawn".to_owned(),
            Bad::UnknownIssuer => "nobody that this machine trusts vouches for its certificate".to_owned(),
            Bad::NotValidForName | Bad::NotValidForNameContext { .. } => {
                "its certificate is for another site".to_owned()
            }
            other => other.to_string(),
        },
        other => other.to_string(),
    }
}
