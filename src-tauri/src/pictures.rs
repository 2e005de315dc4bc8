//! Archived pictures under `library://localhost/asset/<hash>`, straight from the library's folder.

use broadsheet_api::ErrorCode;
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
        let answer = match request.uri().path().strip_prefix("/asset/") {
            Some(name) => read(app.state::<Desk>().inner(), name).await,
            None => Err(StatusCode::NOT_FOUND),
        };
        responder.respond(answer.unwrap_or_else(empty));
    });
}

async fn read(desk: &Desk, name: &str) -> Result<Response<Vec<u8>>, StatusCode> {
    let library = desk.library().map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let asset = library.asset(name).await.map_err(|error| match error.code {
        ErrorCode::NotFound | ErrorCode::InvalidInput => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    })?;
    Response::builder()
        .header(header::CONTENT_TYPE, asset.media_type)
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(asset.bytes)
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}
