//! From a document to an HTTP response: validators, conditional answers and compression (RFC 9110).

use bytes::Bytes;
use http_body_util::{BodyExt, Empty, Full, combinators::BoxBody};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use std::io::Write;

/// Every body the server sends.
pub(crate) type Body = BoxBody<Bytes, std::io::Error>;

/// A document before it is sent.
pub(crate) struct Document {
    pub status: StatusCode,
    pub media_type: String,
    pub bytes: Bytes,
    /// Unix seconds; 0 when the document has no time.
    pub modified_at: i64,
}

impl Document {
    pub fn new(media_type: &str, bytes: impl Into<Bytes>, modified_at: i64) -> Self {
        Self { status: StatusCode::OK, media_type: media_type.to_owned(), bytes: bytes.into(), modified_at }
    }

    pub fn html(text: String, modified_at: i64) -> Self {
        Self::new("text/html; charset=utf-8", text, modified_at)
    }

    pub fn missing() -> Self {
        let page = crate::page::plain_page("Not found", "There is no such page. The paper may have moved it.");
        Self { status: StatusCode::NOT_FOUND, ..Self::html(page, 0) }
    }
}

/// A body of known bytes.
pub(crate) fn full(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never| match never {}).boxed()
}

/// A body without bytes.
pub(crate) fn never() -> Body {
    Empty::new().map_err(|never| match never {}).boxed()
}

/// Whether the request asks for changes only.
pub(crate) fn is_conditional(request: &HeaderMap) -> bool {
    request.contains_key(header::IF_NONE_MATCH) || request.contains_key(header::IF_MODIFIED_SINCE)
}

/// The response's head and the bytes to send after it; `None` for an answer without a body.
pub(crate) fn head_and_bytes(document: Document, request: &HeaderMap) -> (Response<()>, Option<Bytes>) {
    let mut response = Response::new(());
    *response.status_mut() = document.status;
    let found = document.status == StatusCode::OK;
    let tag = format!("\"{:016x}\"", fnv(&document.bytes));
    let date = (document.modified_at > 0).then(|| crate::feeds::http_date(document.modified_at));
    if found {
        set(&mut response, header::ETAG, &tag);
        set(&mut response, header::CACHE_CONTROL, "max-age=60");
        if let Some(date) = &date {
            set(&mut response, header::LAST_MODIFIED, date);
        }
        let header_text = |name: HeaderName| request.get(name).and_then(|value| value.to_str().ok());
        let same = match header_text(header::IF_NONE_MATCH) {
            Some(tags) => tags
                .split(',')
                .any(|candidate| candidate.trim().trim_start_matches("W/") == tag || candidate.trim() == "*"),
            None => date.is_some() && header_text(header::IF_MODIFIED_SINCE) == date.as_deref(),
        };
        if same {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return (response, None);
        }
    }
    set(&mut response, header::CONTENT_TYPE, &document.media_type);
    let bytes = compressed(&mut response, &document, request);
    (response, Some(bytes))
}

fn compressed(response: &mut Response<()>, document: &Document, request: &HeaderMap) -> Bytes {
    let kind = document.media_type.as_str();
    let text = kind.starts_with("text/") || kind.contains("xml") || kind.contains("json");
    if !text || document.bytes.len() < 256 {
        return document.bytes.clone();
    }
    set(response, header::VARY, "Accept-Encoding");
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |name: &str| accepted.split(',').any(|part| part.trim().split(';').next() == Some(name));
    let packed = if accepts("br") {
        brotli(&document.bytes).map(|bytes| ("br", bytes))
    } else if accepts("gzip") {
        gzip(&document.bytes).map(|bytes| ("gzip", bytes))
    } else {
        None
    };
    match packed {
        Some((encoding, bytes)) => {
            set(response, header::CONTENT_ENCODING, encoding);
            Bytes::from(bytes)
        }
        None => document.bytes.clone(),
    }
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).ok()?;
    packed.finish().ok()
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 4096, 4, 22);
    packed.write_all(bytes).ok()?;
    packed.flush().ok()?;
    Some(packed.into_inner())
}

fn set(response: &mut Response<()>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// FNV-1a (Fowler, Noll and Vo): enough for an ETag.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3))
}
