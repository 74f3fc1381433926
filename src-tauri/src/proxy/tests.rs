//! Tries the proxy against a background program that is played on a real socket.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Full};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use tokio::net::UnixListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::*;
use crate::start::Start;

/// Nobody is asked for a file here.
fn nobody() -> Chooser {
    Chooser::new(|_, answer| drop(answer))
}

/// What the played background program was asked.
type Seen = Arc<Mutex<Vec<(String, String, HeaderMap, Bytes)>>>;

/// A background program that is played; ends when dropped.
struct Daemon {
    seen: Seen,
    release: Arc<Notify>,
    _serving: JoinSet<()>,
}

impl Daemon {
    fn at(socket: &Path) -> Self {
        let listener = UnixListener::bind(socket).unwrap();
        let (seen, release) = (Seen::default(), Arc::new(Notify::new()));
        let (noted, held) = (Arc::clone(&seen), Arc::clone(&release));
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (noted, held) = (Arc::clone(&noted), Arc::clone(&held));
                let service = service_fn(move |request: Request<hyper::body::Incoming>| {
                    let (noted, held) = (Arc::clone(&noted), Arc::clone(&held));
                    async move {
                        let (parts, body) = request.into_parts();
                        let body = body.collect().await.unwrap().to_bytes();
                        let path = parts.uri.to_string();
                        noted.lock().unwrap().push((
                            parts.method.to_string(),
                            path.clone(),
                            parts.headers,
                            body.clone(),
                        ));
                        if path == "/held" {
                            held.notified().await;
                        }
                        if path == "/broken" {
                            return Err(std::io::Error::other("breaks the connection"));
                        }
                        Ok(reply(&path, body))
                    }
                });
                connections.spawn(async move {
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self { seen, release, _serving: serving }
    }

    fn seen(&self) -> Vec<(String, String)> {
        self.seen.lock().unwrap().iter().map(|(method, path, ..)| (method.clone(), path.clone())).collect()
    }
}

fn reply(path: &str, body: Bytes) -> Response<Full<Bytes>> {
    let sends_on = |status: u16, to: &str| {
        Response::builder().status(status).header("location", to).body(Full::default()).unwrap()
    };
    match path {
        "/start" => sends_on(303, "/session?a=1&b=2#step"),
        "/moved" => sends_on(301, "/start"),
        "/abroad" => sends_on(303, "https://example.org/"),
        "/sideways" => sends_on(303, "//example.org/"),
        "/nowhere" => Response::builder().status(303).body(Full::default()).unwrap(),
        "/round" => sends_on(302, "/round"),
        "/echo" => {
            Response::builder().header("content-type", "application/octet-stream").body(Full::new(body)).unwrap()
        }
        "/wrong" => Response::builder().status(422).body(Full::from("not so")).unwrap(),
        _ => Response::builder()
            .header("content-type", "text/html")
            .header("content-security-policy", "default-src 'none'; img-src 'self'")
            .header("cache-control", "no-store")
            .body(Full::from(format!("page {path}")))
            .unwrap(),
    }
}

/// A profile's folder, and what `lumbar up` does there.
struct Profile(TempDir);

impl Profile {
    fn where_up_does(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("up"), format!("echo >>\"$2/ups\"\n{script}")).unwrap();
        Self(folder)
    }

    fn socket(&self) -> PathBuf {
        self.0.path().join("s")
    }

    fn background(&self, address: Option<&Path>) -> Background {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests-data/lumbar");
        let profile = Some(self.0.path().to_owned());
        Background::new(Start::with(program, profile.clone()), address.map(|path| path.display().to_string()), profile)
    }

    fn ups(&self) -> usize {
        fs::read_to_string(self.0.path().join("ups")).unwrap_or_default().lines().count()
    }
}

fn running() -> (Profile, Daemon, Background) {
    let profile = Profile::where_up_does("echo \"$2/s\"");
    let daemon = Daemon::at(&profile.socket());
    let background = profile.background(Some(&profile.socket()));
    (profile, daemon, background)
}

fn asked(method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Request<Vec<u8>> {
    let mut request = Request::builder().method(method).uri(format!("lumbar://localhost{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

const PAGE: (&str, &str) = ("accept", "text/html,*/*;q=0.8");
const FETCH: (&str, &str) = ("x-lumbar-fetch", "1");

fn text_of(response: &Response<Vec<u8>>) -> &str {
    std::str::from_utf8(response.body()).unwrap()
}

#[tokio::test]
async fn method_path_headers_and_body_arrive_and_the_answer_comes_back() {
    let (_profile, daemon, background) = running();
    let form = ("content-type", "application/x-www-form-urlencoded");
    let shell = ("x-lumbar-shell", "0");
    let request = asked("POST", "/answer?token=7&x=%20", &[PAGE, form, shell, ("cookie", "a=b")], "what=fine");
    let response = answer(&background, &nobody(), request).await;

    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(text_of(&response), "page /answer?token=7&x=%20");
    assert_eq!(response.headers()["content-security-policy"], "default-src 'none'; img-src 'self'");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let seen = daemon.seen.lock().unwrap();
    let (method, path, headers, body) = &seen[0];
    assert_eq!((method.as_str(), path.as_str(), body.as_ref()), ("POST", "/answer?token=7&x=%20", &b"what=fine"[..]));
    for (name, value) in
        [form, ("x-lumbar-shell", "1"), ("cookie", "a=b"), ("host", "localhost"), ("content-length", "9")]
    {
        assert_eq!(headers[name], value, "{name}");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_success_is_handed_on_as_it_is() {
    let (_profile, _daemon, background) = running();
    let response = answer(&background, &nobody(), asked("POST", "/wrong", &[PAGE], "")).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(text_of(&response), "not so");
    assert!(response.headers().contains_key("content-security-policy"));
}

#[tokio::test]
async fn a_long_body_arrives_and_comes_back_whole() {
    let (_profile, _daemon, background) = running();
    let body: Vec<u8> = (0..3_000_000_u32).map(|n| n.to_le_bytes()[n as usize % 3]).collect();
    let response = answer(&background, &nobody(), asked("POST", "/echo", &[], body.clone())).await;
    assert!(response.body() == &body, "{} of {} bytes", response.body().len(), body.len());
}

#[tokio::test]
async fn a_page_is_led_on_by_a_step_that_keeps_the_status() {
    let (_profile, daemon, background) = running();
    for (method, path, status, target) in
        [("POST", "/start", 303, "/session?a=1&amp;b=2#step"), ("GET", "/moved", 301, "/start")]
    {
        let response = answer(&background, &nobody(), asked(method, path, &[PAGE], "")).await;
        assert_eq!(response.status(), status, "{path}");
        assert!(text_of(&response).contains(&format!("content=\"0;url={target}\"")), "{}", text_of(&response));
        assert!(!response.headers().contains_key("location"));
    }
    assert_eq!(daemon.seen().len(), 2);
}

#[tokio::test]
async fn the_pages_script_gets_the_page_at_the_end_and_its_address() {
    let (_profile, daemon, background) = running();
    let form = ("content-type", "application/x-www-form-urlencoded");
    let response = answer(&background, &nobody(), asked("POST", "/moved", &[FETCH, form], "a=1")).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(text_of(&response), "page /session?a=1&b=2");
    assert_eq!(response.headers()["content-location"], "/session?a=1&b=2#step");
    let expected = [("POST", "/moved"), ("GET", "/start"), ("GET", "/session?a=1&b=2")];
    assert_eq!(daemon.seen(), expected.map(|(method, path)| (method.to_owned(), path.to_owned())));
    let seen = daemon.seen.lock().unwrap();
    assert!(seen[2].3.is_empty() && !seen[2].2.contains_key("content-type") && seen[2].2["x-lumbar-fetch"] == "1");
}

#[tokio::test]
async fn an_answer_that_leads_away_is_not_followed() {
    let (_profile, _daemon, background) = running();
    for path in ["/abroad", "/sideways", "/nowhere"] {
        for kind in [PAGE, FETCH] {
            let response = answer(&background, &nobody(), asked("POST", path, &[kind], "")).await;
            assert_eq!(response.status(), StatusCode::BAD_GATEWAY, "{path}");
            assert!(!text_of(&response).contains("example.org"), "{path}");
        }
    }
    let round = answer(&background, &nobody(), asked("GET", "/round", &[FETCH], "")).await;
    assert_eq!(round.status(), StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn a_foreign_page_is_refused_before_anything_is_sent() {
    let (_profile, daemon, background) = running();
    for header in [("origin", "https://example.org"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")]
    {
        let response = answer(&background, &nobody(), asked("POST", "/answer", &[header], "")).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{header:?}");
    }
    let elsewhere = Request::post("lumbar://example.org/answer").body(Vec::new()).unwrap();
    assert_eq!(answer(&background, &nobody(), elsewhere).await.status(), StatusCode::FORBIDDEN);
    assert!(daemon.seen().is_empty());
    let own = answer(&background, &nobody(), asked("POST", "/answer", &[("origin", crate::address::ORIGIN)], "")).await;
    assert_eq!(own.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_held_request_blocks_no_other() {
    let (_profile, daemon, background) = running();
    let background = Arc::new(background);
    let mut held = JoinSet::new();
    for _ in 0..12 {
        let background = Arc::clone(&background);
        held.spawn(async move { answer(&background, &nobody(), asked("GET", "/held", &[FETCH], "")).await.status() });
    }
    while daemon.seen().len() < 12 {
        tokio::task::yield_now().await;
    }
    assert_eq!(text_of(&answer(&background, &nobody(), asked("GET", "/now", &[PAGE], "")).await), "page /now");
    daemon.release.notify_waiters();
    assert!(held.join_all().await.into_iter().all(|status| status == StatusCode::OK));
}

#[tokio::test]
async fn a_dead_socket_brings_the_background_program_up_once_for_all_who_wait() {
    let profile = Profile::where_up_does("echo \"$2/s\"");
    let _daemon = Daemon::at(&profile.socket());
    let dead = profile.0.path().join("dead");
    let background = Arc::new(profile.background(Some(&dead)));
    let mut asking = JoinSet::new();
    for number in 0..6 {
        let background = Arc::clone(&background);
        let path = format!("/{number}");
        asking.spawn(async move { answer(&background, &nobody(), asked("POST", &path, &[PAGE], "")).await.status() });
    }
    assert!(asking.join_all().await.into_iter().all(|status| status == StatusCode::OK));
    assert_eq!(profile.ups(), 1);
}

#[tokio::test]
async fn when_it_cannot_start_a_page_says_why_and_offers_to_try_again() {
    let profile = Profile::where_up_does("echo 'The folder <x> cannot be written.' >&2; exit 1");
    let background = profile.background(None);
    let page = answer(&background, &nobody(), asked("GET", "/plan?day=2", &[PAGE], "")).await;
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(text_of(&page).contains("The folder &lt;x&gt; cannot be written."));
    assert!(text_of(&page).contains("href=\"/plan?day=2\""));
    let posted = answer(&background, &nobody(), asked("POST", "/start", &[PAGE], "")).await;
    assert!(text_of(&posted).contains("href=\"/\""));
    let fetched = answer(&background, &nobody(), asked("GET", "/changes", &[FETCH], "")).await;
    assert_eq!(fetched.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(text_of(&fetched), "The folder <x> cannot be written.\n");
    assert_eq!(fetched.headers()["content-type"], "text/plain; charset=utf-8");

    // Mended meanwhile: trying again is enough.
    fs::write(profile.0.path().join("up"), "echo \"$2/s\"").unwrap();
    let _daemon = Daemon::at(&profile.socket());
    assert_eq!(answer(&background, &nobody(), asked("GET", "/plan", &[PAGE], "")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn one_that_says_it_runs_and_does_not_answer_is_not_asked_for_ever() {
    let profile = Profile::where_up_does("echo \"$2/s\"");
    let background = profile.background(Some(&profile.socket()));
    let page = answer(&background, &nobody(), asked("GET", "/", &[PAGE], "")).await;
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(text_of(&page).contains("says that it runs, but it does not answer"));
    assert_eq!(profile.ups(), 1);
}

#[tokio::test]
async fn a_press_that_broke_off_is_not_sent_twice() {
    let (profile, daemon, background) = running();
    let pressed = answer(&background, &nobody(), asked("POST", "/broken", &[PAGE], "what=off")).await;
    assert_eq!(pressed.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(text_of(&pressed).contains("Your last press may not have been taken"));
    assert_eq!(daemon.seen(), [("POST".to_owned(), "/broken".to_owned())]);
    assert_eq!(profile.ups(), 1);
}

#[tokio::test]
async fn another_version_is_told_and_not_guessed_at() {
    let (_profile, daemon, background) = running();
    background.greeted(false, None);
    let page = answer(&background, &nobody(), asked("GET", "/", &[PAGE], "")).await;
    assert!(text_of(&page).contains("do not match"));
    assert!(daemon.seen().is_empty());
    background.greeted(true, None);
    assert_eq!(answer(&background, &nobody(), asked("GET", "/", &[PAGE], "")).await.status(), StatusCode::OK);
}
