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
mod tests {
    use axum::routing::{get, post};
    use tokio::io::AsyncReadExt;
    use tokio::net::{UnixListener, UnixStream};
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;
    use tokio::time::Instant;

    use lumbar_protocol::path;

    use super::super::room::{MOST, WATCHERS};
    use super::*;

    /// More than any socket takes in by itself.
    const LARGE: usize = 8 << 20;

    struct Taking(UnixListener);

    impl Listener for Taking {
        type Io = UnixStream;
        type Addr = ();
        async fn accept(&mut self) -> (UnixStream, ()) {
            (self.0.accept().await.unwrap().0, ())
        }
        fn local_addr(&self) -> io::Result<()> {
            Ok(())
        }
    }

    struct Served {
        folder: tempfile::TempDir,
        stop: oneshot::Sender<()>,
        serving: JoinHandle<()>,
    }

    impl Served {
        fn start() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let listener = Taking(UnixListener::bind(folder.path().join("socket")).unwrap());
            let (stop, stopped) = oneshot::channel();
            let held = || async {
                // As long as the longest answer is held.
                sleep(Duration::from_secs(50)).await;
                "held"
            };
            let router = Router::new()
                .route("/", get(|| async { "now" }))
                .route("/held", get(held))
                .route(path::CHANGES, get(held))
                .route("/large", get(|| async { "x".repeat(LARGE) }))
                .route("/", post(|body: String| async { body }));
            let serving = tokio::spawn(serve(listener, router, String::new(), async {
                let _ = stopped.await;
            }));
            Self { folder, stop, serving }
        }

        async fn connect(&self) -> UnixStream {
            UnixStream::connect(self.folder.path().join("socket")).await.unwrap()
        }
    }

    async fn ask(stream: &mut UnixStream, path: &str) {
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").as_bytes()).await.unwrap();
    }

    /// Reads until the answer ends with this.
    async fn answered(stream: &mut UnixStream, end: &str) {
        let mut said = Vec::new();
        while !said.ends_with(end.as_bytes()) {
            assert!(stream.read_buf(&mut said).await.unwrap() > 0, "{}", String::from_utf8_lossy(&said));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_kept_for_the_next_request_and_an_answer_may_be_held_but_silence_ends_it() {
        let served = Served::start();
        let mut stream = served.connect().await;
        for (path, end) in [("/", "now"), ("/held", "held"), ("/", "now")] {
            ask(&mut stream, path).await;
            answered(&mut stream, end).await;
            sleep(HEAD_WITHIN / 2).await;
        }
        for mut silent in [stream, served.connect().await] {
            let began = Instant::now();
            let mut rest = Vec::new();
            silent.read_to_end(&mut rest).await.unwrap();
            assert!(began.elapsed() <= HEAD_WITHIN + Duration::from_secs(1), "{:?}", began.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_coming_breaks_off_and_one_that_comes_slowly_does_not() {
        let served = Served::start();
        for (parts, answer) in [(&["sl", "ow"][..], "200 OK"), (&["sl"], "400 Bad Request")] {
            let mut stream = served.connect().await;
            let head = b"POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 4\r\n\r\n";
            stream.write_all(head).await.unwrap();
            for part in parts {
                sleep(PART_WITHIN * 2 / 3).await;
                stream.write_all(part.as_bytes()).await.unwrap();
            }
            let mut said = String::new();
            stream.read_to_string(&mut said).await.unwrap();
            assert!(said.starts_with(&format!("HTTP/1.1 {answer}")), "{said}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_is_answered_at_once_whatever_others_hold() {
        let served = Served::start();
        let mut idle = Vec::new();
        for _ in 0..MOST {
            idle.push(served.connect().await);
            let mut half = served.connect().await;
            half.write_all(b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\n\r\nhal").await.unwrap();
            idle.push(half);
            let mut watcher = served.connect().await;
            ask(&mut watcher, path::CHANGES).await;
            idle.push(watcher);
        }
        let mut press = served.connect().await;
        ask(&mut press, "/").await;
        timeout(Duration::from_secs(1), answered(&mut press, "now")).await.unwrap();
    }

    #[tokio::test]
    async fn an_answer_on_its_way_is_never_cut_off_to_make_room() {
        let served = Served::start();
        let mut reader = served.connect().await;
        ask(&mut reader, "/large").await;
        let mut first = [0; 1024];
        let length = reader.read(&mut first).await.unwrap();
        assert!(first[..length].starts_with(b"HTTP/1.1 200"));
        let mut others = Vec::new();
        for _ in 0..2 * MOST {
            let mut other = served.connect().await;
            ask(&mut other, "/").await;
            answered(&mut other, "now").await;
            others.push(other);
        }
        let mut rest = length;
        let mut piece = vec![0; 1 << 16];
        while rest < LARGE {
            let length = reader.read(&mut piece).await.unwrap();
            assert!(length > 0, "cut off after {rest} bytes");
            rest += length;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_watcher_too_many_is_turned_away_until_another_ends() {
        let served = Served::start();
        let mut watchers = Vec::new();
        for _ in 0..WATCHERS {
            let mut stream = served.connect().await;
            ask(&mut stream, path::CHANGES).await;
            watchers.push(stream);
        }
        let mut late = served.connect().await;
        ask(&mut late, path::CHANGES).await;
        let mut said = vec![0; 32];
        let length = late.read(&mut said).await.unwrap();
        assert!(said[..length].starts_with(b"HTTP/1.1 429"), "{}", String::from_utf8_lossy(&said));
        // Their time is over, and all are answered.
        sleep(Duration::from_secs(60)).await;
        let mut late = served.connect().await;
        ask(&mut late, path::CHANGES).await;
        answered(&mut late, "held").await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_reader_that_takes_nothing_in_is_cut_off() {
        let served = Served::start();
        let mut stream = served.connect().await;
        ask(&mut stream, "/large").await;
        sleep(TAKEN_WITHIN + Duration::from_secs(1)).await;
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said).await;
        assert!(said.len() < LARGE, "it was waited for");
    }

    #[tokio::test(start_paused = true)]
    async fn at_the_end_what_is_on_its_way_is_answered_and_nobody_new_is_let_in() {
        let served = Served::start();
        let mut stream = served.connect().await;
        ask(&mut stream, "/held").await;
        sleep(Duration::from_secs(1)).await;
        served.stop.send(()).unwrap();
        answered(&mut stream, "held").await;
        served.serving.await.unwrap();
        assert!(UnixStream::connect(served.folder.path().join("socket")).await.is_err());
    }
}
