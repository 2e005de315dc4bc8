//! One publication's listener: opening, closing and answering on the same port.

use crate::error::NewspaperError;
use crate::failure::{Failure, Played, play, spoil};
use crate::publication::Publication;
use crate::reply::{Body, full, head_and_bytes, is_conditional, never};
use crate::world::World;
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, header};
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Connections that may wait to be taken.
const BACKLOG: u32 = 256;

/// The request asked for the connection to be reset.
#[derive(Debug, thiserror::Error)]
#[error("reset on purpose")]
pub(crate) struct ResetOnPurpose;

/// An address that is served or, while it is not, refuses connections.
///
/// A second socket is bound to the port and never listens: whoever looks for a free port, or connects from one, is
/// never given this one while nobody listens at it.
pub(crate) struct Door {
    serving: Option<JoinHandle<()>>,
    _kept: TcpSocket,
}

impl Door {
    /// Whether connections are refused.
    pub(crate) fn is_shut(&self) -> bool {
        self.serving.is_none()
    }

    /// Stops serving without waiting for it.
    pub(crate) fn abort(&self) {
        if let Some(task) = &self.serving {
            task.abort();
        }
    }
}

fn socket(port: u16) -> Result<TcpSocket, NewspaperError> {
    let wrong = |source| NewspaperError::Listen { port, source };
    let socket = TcpSocket::new_v4().map_err(wrong)?;
    socket.set_reuseaddr(true).map_err(wrong)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(wrong)?;
    Ok(socket)
}

/// A listener on a loopback port, and what keeps that port; port 0 takes any free one.
pub(crate) fn listen(port: u16) -> Result<(TcpListener, TcpSocket), NewspaperError> {
    let wrong = |source| NewspaperError::Listen { port, source };
    let first = socket(port)?;
    let kept = socket(first.local_addr().map_err(wrong)?.port())?;
    Ok((first.listen(BACKLOG).map_err(wrong)?, kept))
}

/// Serves a publication until the door is shut.
pub(crate) fn open(
    (listener, kept): (TcpListener, TcpSocket),
    publication: &'static Publication,
    world: Arc<World>,
) -> Door {
    Door { serving: Some(serve(listener, publication, world)), _kept: kept }
}

/// Serves again at a door that was shut.
pub(crate) fn reopen(
    door: &mut Door,
    port: u16,
    publication: &'static Publication,
    world: Arc<World>,
) -> Result<(), NewspaperError> {
    let listener = socket(port)?.listen(BACKLOG).map_err(|source| NewspaperError::Listen { port, source })?;
    door.serving = Some(serve(listener, publication, world));
    Ok(())
}

/// Ends a listener with all its connections and keeps the port.
pub(crate) async fn shut(door: &mut Door) {
    if let Some(task) = door.serving.take() {
        task.abort();
        let _ended = task.await;
    }
}

fn serve(listener: TcpListener, publication: &'static Publication, world: Arc<World>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    if let Ok((stream, _)) = accepted {
                        connections.spawn(converse(stream, publication, world.clone()));
                    }
                }
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
            }
        }
    })
}

async fn converse(stream: TcpStream, publication: &'static Publication, world: Arc<World>) {
    let service = service_fn(move |request| answer(request, publication, world.clone()));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    if let Err(error) = (&mut connection).await
        && error.source().is_some_and(|cause| cause.is::<ResetOnPurpose>())
    {
        let stream = connection.into_parts().io.into_inner();
        let _reset = stream.set_zero_linger();
    }
}

async fn answer(
    request: Request<Incoming>,
    publication: &'static Publication,
    world: Arc<World>,
) -> Result<Response<Body>, ResetOnPurpose> {
    let path = request.uri().path().to_owned();
    let site = publication.id;
    let agent =
        request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    world.stats().began(site, &path, &agent, is_conditional(request.headers()));
    let flight = Flight { world: world.clone(), site };

    let failure = world.failure_for(site, &path).filter(|failure| !failure.admits(request.headers()));
    if let Some(failure) = &failure {
        match play(failure, &path, request.uri().query(), || world.login(publication)).await {
            Played::Reset => return Err(ResetOnPurpose),
            Played::Answer(response) => {
                world.stats().answered(site, &path, response.status().as_u16(), "identity");
                return Ok(response.map(|inner| Tracked { inner, _flight: flight }.boxed()));
            }
            Played::GoOn => {}
        }
    }

    let moved = world.moved_from(site, &path).unwrap_or_else(|| path.clone());
    let painter = world.clone();
    let document =
        tokio::task::spawn_blocking(move || painter.document(publication, &moved)).await.map_err(|_| ResetOnPurpose)?;
    let (head, bytes) = head_and_bytes(document, request.headers());
    let encoding =
        head.headers().get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("identity");
    world.stats().answered(site, &path, head.status().as_u16(), encoding);
    let mut response = head.map(|()| never());
    if let Some(failure) = &failure {
        failure.marks(&path, response.headers_mut());
    }
    if let Some(bytes) = bytes {
        response.headers_mut().insert(header::CONTENT_LENGTH, bytes.len().into());
        if request.method() != Method::HEAD {
            *response.body_mut() = body_under(failure.as_ref(), bytes);
        }
    }
    Ok(response.map(|inner| Tracked { inner, _flight: flight }.boxed()))
}

fn body_under(failure: Option<&Failure>, bytes: Bytes) -> Body {
    match failure {
        Some(failure) => spoil(failure, bytes),
        None => full(bytes),
    }
}

/// Counts a request as in flight until its body is sent or dropped.
struct Flight {
    world: Arc<World>,
    site: &'static str,
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.world.stats().ended(self.site);
    }
}

struct Tracked {
    inner: Body,
    _flight: Flight,
}

impl hyper::body::Body for Tracked {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Pin::new(&mut self.inner).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
