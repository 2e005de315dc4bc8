//! The same steering over HTTP, on a port of its own, for tests in other languages and for people with a browser.

use crate::edition::Edit;
use crate::error::NewspaperError;
use crate::failure::Failure;
use crate::newspaper::Core;
use crate::reply::{Body, full};
use crate::world::Target;
use bytes::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, body::Incoming, header};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// Serves the control port until the task is ended.
pub(crate) fn open(listener: TcpListener, core: Arc<Core>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    if let Ok((stream, _)) = accepted {
                        let core = core.clone();
                        connections.spawn(async move {
                            let service = service_fn(move |request| respond(request, core.clone()));
                            http1::Builder::new().serve_connection(TokioIo::new(stream), service).await
                        });
                    }
                }
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
            }
        }
    })
}

async fn respond(request: Request<Incoming>, core: Arc<Core>) -> Result<Response<Body>, Infallible> {
    let query = Query(request.uri().query().unwrap_or_default().to_owned());
    let (status, value) = match act(request.uri().path(), &query, &core).await {
        Ok(Some(value)) => (StatusCode::OK, value),
        Ok(None) => (StatusCode::NOT_FOUND, json!({"error": "no such control"})),
        Err(error) => (StatusCode::BAD_REQUEST, json!({"error": error.to_string()})),
    };
    let mut response = Response::new(full(Bytes::from(value.to_string())));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    Ok(response)
}

async fn act(path: &str, query: &Query, core: &Core) -> Result<Option<Value>, NewspaperError> {
    let site = query.get("site");
    Ok(Some(match path {
        "/control/health" => json!({"ok": true}),
        "/control/sites" => core.summary(),
        "/control/offline" => {
            core.go_offline(site.as_deref()).await?;
            json!({"ok": true})
        }
        "/control/online" => {
            core.go_online(site.as_deref()).await?;
            json!({"ok": true})
        }
        "/control/edit" => {
            let kind = query.get("kind").and_then(|kind| Edit::named(&kind)).unwrap_or(Edit::Paragraph);
            let article = query.get("article").unwrap_or_default();
            json!({"edited": core.world.edition().edit(&article, kind)?})
        }
        "/control/publish" => {
            let count = query.get("count").and_then(|count| count.parse().ok()).unwrap_or(1);
            json!({"published": core.world.edition().publish(count)})
        }
        "/control/fail" => {
            let failure = Failure::parse(&query.get("mode").unwrap_or_default())?;
            core.fail(Target { site, path: query.get("path") }, failure)?;
            json!({"ok": true})
        }
        "/control/heal" => {
            core.world.failures().clear();
            json!({"ok": true})
        }
        "/control/stats" => json!(*core.world.stats()),
        "/control/clear-stats" => {
            core.world.stats().clear();
            json!({"ok": true})
        }
        "/control/truth" => json!(core.world.truth()),
        _ => return Ok(None),
    }))
}

struct Query(String);

impl Query {
    /// The decoded value of a parameter, if it is there and not empty.
    fn get(&self, name: &str) -> Option<String> {
        let pairs = self.0.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| decode(value)).next()
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let code = std::str::from_utf8(&digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
                bytes.push(code.unwrap_or(b'%'));
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
