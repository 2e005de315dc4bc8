//! The ways in which a site can misbehave, and how each is played.

use crate::error::NewspaperError;
use crate::reply::{Body, full, never};
use bytes::Bytes;
use http_body_util::{BodyExt, channel::Channel};
use hyper::{Response, StatusCode, header};
use std::io::Write;
use std::time::Duration;

/// One way to misbehave.
#[expect(missing_docs, reason = "the line above each variant names its fields")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Answers with this status; 429 and 503 may say when to come back.
    Status { code: u16, retry_after_secs: Option<u64> },
    /// Takes the request and never answers.
    Stall,
    /// Sends the true body this many bytes a second.
    Drip { bytes_per_sec: u32 },
    /// Resets the connection.
    Reset,
    /// Promises the true length and stops half-way.
    Truncated,
    /// This many redirects, then the true answer.
    Redirects { count: u32 },
    /// Redirects without end.
    RedirectLoop,
    /// 301 to another path of the same site.
    Moved { to: String },
    /// A sign-in page with status 200.
    LoginPage,
    /// A wall that asks for consent, with status 200.
    ConsentWall,
    /// A page that wants to know whether a person is reading, with status 200.
    Captcha,
    /// A page that says that there is nothing here, with status 200.
    SoftNotFound,
    /// The site's page with nothing in it but its navigation.
    Emptied,
    /// XML that is not well-formed.
    BadXml,
    /// Status 200 and nothing.
    Empty,
    /// A few kilobytes that unpack to this many megabytes.
    GzipBomb { megabytes: u32 },
    /// A body that goes on, up to 256 MB.
    Endless,
    /// The true answer after a wait.
    Slow { millis: u64 },
}

impl Failure {
    /// Reads `404`, `429:30`, `drip:200`, `redirects:3`, `moved:/new.xml`, `slow:500` and the like.
    pub fn parse(mode: &str) -> Result<Self, NewspaperError> {
        let (name, argument) = mode.split_once(':').map_or((mode, None), |(name, argument)| (name, Some(argument)));
        let number = |default: u64| argument.and_then(|text| text.parse().ok()).unwrap_or(default);
        Ok(match name {
            "stall" => Self::Stall,
            "drip" => Self::Drip { bytes_per_sec: number(200) as u32 },
            "reset" => Self::Reset,
            "truncated" => Self::Truncated,
            "redirects" => Self::Redirects { count: number(3) as u32 },
            "loop" => Self::RedirectLoop,
            "moved" => Self::Moved { to: argument.unwrap_or("/moved").to_owned() },
            "login" => Self::LoginPage,
            "consent" => Self::ConsentWall,
            "captcha" => Self::Captcha,
            "softnotfound" => Self::SoftNotFound,
            "emptied" => Self::Emptied,
            "badxml" => Self::BadXml,
            "empty" => Self::Empty,
            "gzipbomb" => Self::GzipBomb { megabytes: number(64) as u32 },
            "endless" => Self::Endless,
            "slow" => Self::Slow { millis: number(500) },
            code => {
                let code = code.parse().ok().filter(|code| (400..600).contains(code));
                let code = code.ok_or_else(|| NewspaperError::UnknownFailure(mode.to_owned()))?;
                Self::Status { code, retry_after_secs: argument.and_then(|text| text.parse().ok()) }
            }
        })
    }
}

/// What became of a request under a failure.
pub(crate) enum Played {
    /// This is the answer.
    Answer(Response<Body>),
    /// The true answer is still wanted, and then spoilt by [`spoil`].
    GoOn,
    /// The connection is to be reset.
    Reset,
}

/// Plays the failures that need no true answer. `query` counts redirects already followed.
pub(crate) async fn play(failure: &Failure, path: &str, query: Option<&str>, login: impl Fn() -> String) -> Played {
    let hops = query.and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("hop=")));
    let hop: u32 = hops.and_then(|hop| hop.parse().ok()).unwrap_or(0);
    Played::Answer(match failure {
        Failure::Status { code, retry_after_secs } => {
            let status = StatusCode::from_u16(*code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut response = html(status, format!("<html><body><h1>{status}</h1></body></html>"));
            if let Some(secs) = retry_after_secs {
                response.headers_mut().insert(header::RETRY_AFTER, (*secs).into());
            }
            response
        }
        Failure::Stall => {
            tokio::time::sleep(Duration::from_secs(600)).await;
            return Played::Reset;
        }
        Failure::Redirects { count } if hop < *count => redirect(StatusCode::FOUND, &format!("{path}?hop={}", hop + 1)),
        Failure::RedirectLoop => redirect(StatusCode::FOUND, &format!("{path}?hop={}", (hop + 1) % 2)),
        Failure::Moved { to } if to != path => redirect(StatusCode::MOVED_PERMANENTLY, to),
        Failure::LoginPage => html(StatusCode::OK, login()),
        Failure::ConsentWall => html(StatusCode::OK, CONSENT_WALL.to_owned()),
        Failure::Captcha => html(StatusCode::OK, CAPTCHA.to_owned()),
        Failure::SoftNotFound => html(StatusCode::OK, SOFT_NOT_FOUND.to_owned()),
        Failure::Emptied => html(StatusCode::OK, EMPTIED.to_owned()),
        Failure::BadXml => {
            let text =
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Broken & bent</title><item><title>No end";
            typed("application/rss+xml", Bytes::from_static(text.as_bytes()))
        }
        Failure::Empty => typed("application/rss+xml", Bytes::new()),
        Failure::GzipBomb { megabytes } => {
            let mut response = typed("application/rss+xml", bomb(*megabytes));
            response.headers_mut().insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("gzip"));
            response
        }
        Failure::Endless => {
            let (mut sender, body) = Channel::<Bytes, std::io::Error>::new(2);
            tokio::spawn(async move {
                let chunk = Bytes::from(vec![b'a'; 64 * 1024]);
                for _ in 0..4096 {
                    if sender.send_data(chunk.clone()).await.is_err() {
                        break;
                    }
                }
            });
            let mut response = typed("application/rss+xml", Bytes::new());
            *response.body_mut() = body.boxed();
            response
        }
        Failure::Reset => return Played::Reset,
        Failure::Slow { millis } => {
            tokio::time::sleep(Duration::from_millis(*millis)).await;
            return Played::GoOn;
        }
        Failure::Drip { .. } | Failure::Truncated | Failure::Redirects { .. } | Failure::Moved { .. } => {
            return Played::GoOn;
        }
    })
}

/// Sends a true body the failure's way.
pub(crate) fn spoil(failure: &Failure, bytes: Bytes) -> Body {
    match failure {
        Failure::Drip { bytes_per_sec } => {
            let (mut sender, body) = Channel::<Bytes, std::io::Error>::new(1);
            let portion = (*bytes_per_sec as usize / 10).max(1);
            tokio::spawn(async move {
                let mut rest = bytes;
                while !rest.is_empty() {
                    let next = rest.split_to(portion.min(rest.len()));
                    if sender.send_data(next).await.is_err() {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            });
            body.boxed()
        }
        Failure::Truncated => {
            let (mut sender, body) = Channel::<Bytes, std::io::Error>::new(1);
            tokio::spawn(async move {
                let half = bytes.slice(..bytes.len() / 2);
                let sent = sender.send_data(half).await;
                tokio::time::sleep(Duration::from_millis(20)).await;
                if sent.is_ok() {
                    sender.abort(std::io::Error::other("cut short on purpose"));
                }
            });
            body.boxed()
        }
        _ => full(bytes),
    }
}

fn redirect(status: StatusCode, to: &str) -> Response<Body> {
    let mut response = Response::new(never());
    *response.status_mut() = status;
    if let Ok(to) = header::HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn html(status: StatusCode, text: String) -> Response<Body> {
    let mut response = typed("text/html; charset=utf-8", Bytes::from(text));
    *response.status_mut() = status;
    response
}

fn typed(media_type: &'static str, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(full(bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(media_type));
    response
}

fn bomb(megabytes: u32) -> Bytes {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b' '; 1024 * 1024];
    for _ in 0..megabytes.min(1024) {
        if packed.write_all(&zeros).is_err() {
            break;
        }
    }
    Bytes::from(packed.finish().unwrap_or_default())
}

const CONSENT_WALL: &str = "<!doctype html><html lang=en><title>Your privacy</title><body><main><h1>We value your privacy</h1>\
<p>We and our 812 partners store and access information on your device, such as cookies, and process personal data.</p>\
<p>With your consent we and our partners may use precise location data. You may change your privacy choices at any time; some \
partners rely on legitimate interest.</p><button>Accept all</button><button>Manage cookies</button></main></body></html>";

const CAPTCHA: &str = "<!doctype html><html lang=en><title>Just a moment...</title><body><main><h1>Checking your browser</h1>\
<p>Verify you are human by completing the action below. We have seen unusual traffic from your network.</p>\
<p>Enable JavaScript and cookies to continue.</p></main></body></html>";

const SOFT_NOT_FOUND: &str = "<!doctype html><html lang=en><title>Page not found</title><body><nav><a href=/>Home</a></nav>\
<main><h1>Page not found</h1><p>The page you were looking for does not exist or is no longer available. Try the search, or go \
back to the front page.</p></main></body></html>";

const EMPTIED: &str = "<!doctype html><html lang=en><title>News</title><body><nav><a href=/>Home</a> <a href=/world>World</a>\
<a href=/sport>Sport</a></nav><main></main><footer>All rights reserved</footer></body></html>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_read() {
        assert_eq!(Failure::parse("429:30").unwrap(), Failure::Status { code: 429, retry_after_secs: Some(30) });
        assert_eq!(Failure::parse("drip:50").unwrap(), Failure::Drip { bytes_per_sec: 50 });
        assert!(Failure::parse("sulk").is_err());
        assert!(Failure::parse("200").is_err());
    }

    #[test]
    fn a_bomb_is_small_and_unpacks_large() {
        let packed = bomb(8);
        assert!(packed.len() < 20_000);
    }
}
