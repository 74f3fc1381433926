//! Takes connections and serves each to its end: not too many at once, and none that says nothing for long.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::map_request;
use axum::serve::Listener;
use futures_util::StreamExt;
use futures_util::stream;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How long a client may take for the head of a request, the wait for it on a kept connection included.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// How long each next part of a body may take.
const PART_WITHIN: Duration = Duration::from_secs(10);

/// Connections at once; a window holds two, and what comes beyond waits until one ends.
const MOST: usize = 64;

/// Serves until `stop`, and then what is on its way.
pub(super) async fn serve<L: Listener>(mut listener: L, router: Router, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    let router = router.layer(map_request(|request: Request| async { request.map(in_time) }));
    let places = Arc::new(Semaphore::new(MOST));
    let all = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await.0, place)
        };
        let (stream, place) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = all.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(why) = connection.await {
                tracing::debug!("a connection ended: {why}");
            }
            drop(place);
        });
    }
    drop(listener);
    all.shutdown().await;
}

/// A body that stops coming breaks off, or it would keep its place for ever.
fn in_time(body: Body) -> Body {
    Body::from_stream(stream::unfold(body.into_data_stream(), |mut body| async {
        let late = |_| Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))));
        let part = timeout(PART_WITHIN, body.next()).await.unwrap_or_else(late)?;
        Some((part, body))
    }))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use axum::routing::{get, post};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{UnixListener, UnixStream};
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;
    use tokio::time::{Instant, sleep};

    use super::*;

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
                .route("/", post(|body: String| async { body }));
            let serving = tokio::spawn(serve(listener, router, async {
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
    async fn one_connection_too_many_waits_until_another_ends() {
        let served = Served::start();
        let mut streams = Vec::new();
        for _ in 0..MOST {
            let mut stream = served.connect().await;
            ask(&mut stream, "/held").await;
            streams.push(stream);
        }
        let mut late = served.connect().await;
        ask(&mut late, "/").await;
        let waits = timeout(Duration::from_secs(40), answered(&mut late, "now")).await;
        assert!(waits.is_err(), "it is served beside {MOST} others");
        streams.pop();
        answered(&mut late, "now").await;
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
