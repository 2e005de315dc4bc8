//! Archived pictures and recordings under `library://localhost/asset/<hash>`, straight from the library's folder.

use broadsheet_api::{ApiError, ErrorCode};
use tauri::http::response::Builder;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::desk::Desk;
use crate::window;

/// Answers one request of the web view.
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    // A publisher's page in the window for signing in learns nothing of what the library holds.
    if context.webview_label() != window::MAIN {
        return responder.respond(empty(StatusCode::FORBIDDEN));
    }
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let range = request.headers().get(header::RANGE).and_then(|range| range.to_str().ok()).and_then(part);
        let desk = app.state::<Desk>();
        let answer = match (request.uri().path().strip_prefix("/asset/"), range) {
            (Some(name), Some(range)) if name.ends_with("/original") => read_part(desk.inner(), name, range).await,
            (Some(name), _) => read(desk.inner(), name).await,
            (None, _) => Err(StatusCode::NOT_FOUND),
        };
        responder.respond(answer.unwrap_or_else(empty));
    });
}

/// Bytes of a recording that are answered at once.
const MOST_AT_ONCE: u64 = 4 << 20;

/// The part that a player asks for: where it begins, and how long it is at most (RFC 9110, 14.1.2). Only what begins at a place
/// and is one piece; else the whole is answered.
fn part(range: &str) -> Option<(u64, u64)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let from: u64 = from.trim().parse().ok()?;
    let length = match to.trim() {
        "" => MOST_AT_ONCE,
        to => to.parse::<u64>().ok()?.checked_sub(from)?.saturating_add(1),
    };
    Some((from, length.min(MOST_AT_ONCE)))
}

async fn read_part(desk: &Desk, name: &str, (from, most): (u64, u64)) -> Result<Response<Vec<u8>>, StatusCode> {
    let library = desk.library().map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let part = library.asset_part(name, from, most).await.map_err(status)?;
    let length = u64::try_from(part.file.bytes.len()).unwrap_or_default();
    if length == 0 {
        return Err(StatusCode::RANGE_NOT_SATISFIABLE);
    }
    headers(&part.file.media_type)
        .status(StatusCode::PARTIAL_CONTENT)
        .header(header::CONTENT_RANGE, format!("bytes {from}-{}/{}", from + length - 1, part.total))
        .body(part.file.bytes)
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn status(error: ApiError) -> StatusCode {
    match error.code {
        ErrorCode::NotFound | ErrorCode::InvalidInput => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn headers(media_type: &str) -> Builder {
    Response::builder()
        .header(header::CONTENT_TYPE, media_type)
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
}

async fn read(desk: &Desk, name: &str) -> Result<Response<Vec<u8>>, StatusCode> {
    let library = desk.library().map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let asset = library.asset(name).await.map_err(status)?;
    headers(&asset.media_type).body(asset.bytes).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_player_gets_the_part_that_it_asks_for() {
        assert_eq!(part("bytes=0-1"), Some((0, 2)));
        assert_eq!(part("bytes=500-"), Some((500, MOST_AT_ONCE)));
        assert_eq!(part("bytes=0-99999999999"), Some((0, MOST_AT_ONCE)));
        for other in ["bytes=-500", "bytes=9-1", "bytes=0-1,4-5", "items=0-1", "bytes=x-"] {
            assert_eq!(part(other), None, "{other}");
        }
    }
}
