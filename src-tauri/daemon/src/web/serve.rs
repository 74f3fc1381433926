//! Takes connections and serves each to its end: none that says nothing, or takes nothing in, for long.

use std::future::Future;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::serve::Listener;
use futures_util::stream;
use futures_util::{FutureExt, StreamExt};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::{Instant, Sleep, sleep, timeout};

use super::room::{Place, Places, Room};
use crate::clock::Clock;

/// How long a client may take for the head of a request, the wait for it on a kept connection included.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// How long each next part of a body may take.
const PART_WITHIN: Duration = Duration::from_secs(10);

/// How long a client may take in nothing of its answer.
const TAKEN_WITHIN: Duration = Duration::from_secs(10);

/// How long after the last connection came, or the start, memory is given back: one that is kept open has ended by then.
const CALM: Duration = Duration::from_secs(11);

/// The most that is kept of what a connection reads and writes, bytes; heads of real requests have a few hundred.
const BUFFER: usize = 32 * 1024;

/// Serves until `stop`, and then what is on its way. `odd_clock`: what is said instead while the wall stands before 1970.
pub(super) async fn serve<L: Listener>(
    mut listener: L,
    router: Router,
    odd_clock: String,
    stop: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_buf_size(BUFFER);
    let router = router.layer(from_fn_with_state(Room::default(), attend));
    let places = Arc::new(Places::default());
    let all = GracefulShutdown::new();
    let mut stop = pin!(stop);
    let (mut calm, mut busy) = (pin!(sleep(CALM)), true);
    loop {
        let (stream, _) = tokio::select! {
            next = listener.accept() => next,
            () = &mut stop => break,
            () = &mut calm, if busy => {
                busy = false;
                lumbar_platform::give_back_memory();
                continue;
            }
        };
        busy = true;
        calm.as_mut().reset(Instant::now() + CALM);
        // hyper would panic over the date of its first answer.
        if Clock::is_before_1970() {
            tokio::spawn(say(stream, odd_clock.clone()));
            continue;
        }
        let Some(place) = places.take() else {
            tracing::warn!("a connection was turned away: all are busy");
            continue;
        };
        let (router, asked) = (TowerToHyperService::new(router.clone()), Arc::clone(&place));
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(Arc::clone(&asked));
            router.call(request)
        });
        let connection =
            all.watch(http.serve_connection(TokioIo::new(Prompt::of(stream, Arc::clone(&place))), service));
        tokio::spawn(async move {
            tokio::select! {
                ended = connection => if let Err(why) = ended {
                    tracing::debug!("a connection ended: {why}");
                },
                () = place.must_leave() => tracing::debug!("a connection made room for another"),
            }
            place.free();
        });
    }
    drop(listener);
    all.shutdown().await;
}

/// Says one sentence to a client, without a look at what is asked.
async fn say(mut stream: impl AsyncRead + AsyncWrite + Unpin, sentence: String) {
    let head = format!(
        "HTTP/1.1 500 Internal Server Error\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        sentence.len()
    );
    let said = async {
        stream.write_all((head + &sentence).as_bytes()).await?;
        stream.shutdown().await?;
        // Until all is asked, or the asking fails before the answer is read.
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
    };
    // Who does not listen is not told.
    let _ = timeout(PART_WITHIN, said).await;
}

async fn attend(axum::extract::State(room): axum::extract::State<Room>, mut request: Request, next: Next) -> Response {
    let place = request.extensions_mut().remove::<Arc<Place>>();
    let (head, body) = request.into_parts();
    let body = in_time(body, place.clone());
    room.attend(place, Request::from_parts(head, body), next).await
}

/// A body that stops coming breaks off, or it would keep its place for ever. With its end the request is there.
fn in_time(body: Body, place: Option<Arc<Place>>) -> Body {
    let is_asked = move || {
        if let Some(place) = &place {
            place.is_asked();
        }
    };
    if body.is_end_stream() {
        is_asked();
        return body;
    }
    let parts = stream::unfold(body.into_data_stream(), |mut body| async {
        let late = |_| Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))));
        let part = timeout(PART_WITHIN, body.next()).await.unwrap_or_else(late)?;
        Some((part, body))
    });
    // What comes after the last part is nothing, said once it is looked for.
    let end = stream::once(async move { is_asked() }).filter_map(|()| async { None }.boxed());
    Body::from_stream(parts.chain(end))
}

/// A connection whose client takes in what is written, or is cut off: its answer would stay in memory.
struct Prompt<S> {
    stream: S,
    place: Arc<Place>,
    /// Runs while a write waits.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl<S> Prompt<S> {
    fn of(stream: S, place: Arc<Place>) -> Self {
        Self { stream, place, stuck: None }
    }

    fn in_time<T>(&mut self, written: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stuck = None;
            return written;
        }
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(TAKEN_WITHIN)));
        stuck.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Prompt<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Prompt<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, from);
        self.in_time(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        from: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, from);
        self.in_time(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if matches!(flushed, Poll::Ready(Ok(()))) {
            self.place.is_taken_in();
        }
        self.in_time(flushed, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
