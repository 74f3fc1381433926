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
