//! Asks the person for a file in the desktop's own way, where a page wants one: a page cannot see files, and the file input of
//! WebKitGTK can end its process.

use std::path::{Path, PathBuf};

use hyper::{Method, Request};
use tauri::Url;
use tokio::sync::oneshot;

/// Where the answer goes; `None` = the person named none.
pub(crate) type Answer = oneshot::Sender<Option<PathBuf>>;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A new file; this one is offered.
    Save(PathBuf),
    /// One that is there.
    Open,
}

/// How it is asked.
pub(crate) struct Chooser {
    ask: Box<dyn Fn(Wanted, Answer) + Send + Sync>,
}

impl Chooser {
    /// Asks by `ask`, from any thread.
    pub(crate) fn new(ask: impl Fn(Wanted, Answer) + Send + Sync + 'static) -> Self {
        Self { ask: Box::new(ask) }
    }

    /// Asks, and waits as long as the person takes.
    async fn file(&self, wanted: Wanted) -> Option<String> {
        let (answer, chosen) = oneshot::channel();
        (self.ask)(wanted, answer);
        // A name that is no text can be neither shown nor sent.
        chosen.await.ok().flatten()?.to_str().map(str::to_owned)
    }
}

/// What a page's request for a file comes to.
pub(crate) enum Chosen {
    /// It wanted none: it goes on as it is.
    NotAsked(Request<Vec<u8>>),
    /// The same form, with the file in it.
    Form(Request<Vec<u8>>),
    /// The page to go to.
    Page(String),
}

/// The page that wants files, and where its forms go.
const PAGE: &str = "/data";
const SAVE: &str = "/window/save";
const SAVED: &str = "/do/data/export";
const OPEN: &str = "/window/open";
const OPENED: &str = "/data/read";

/// Asks for a file where a page wants one.
pub(crate) async fn choose(chooser: &Chooser, asked: Request<Vec<u8>>) -> Chosen {
    let path = asked.uri().path();
    if asked.method() != Method::POST || ![SAVE, OPEN].contains(&path) {
        return Chosen::NotAsked(asked);
    }
    if path == OPEN {
        let file = chooser.file(Wanted::Open).await;
        return Chosen::Page(
            file.map_or_else(|| PAGE.to_owned(), |file| format!("{OPENED}?{}", pairs(&[("file", &file)]))),
        );
    }
    let fields = read(asked.body());
    let value = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let offered = value("file").unwrap_or_default();
    let Some(file) = chooser.file(Wanted::Save(PathBuf::from(offered))).await else {
        return Chosen::Page(PAGE.to_owned());
    };
    let body = pairs(&[("kind", &value("kind").unwrap_or_default()), ("file", &file)]);
    let (mut parts, _) = asked.into_parts();
    match SAVED.parse() {
        Ok(uri) => parts.uri = uri,
        Err(_) => return Chosen::Page(PAGE.to_owned()),
    }
    Chosen::Form(Request::from_parts(parts, body.into_bytes()))
}

/// Where a file chooser begins, and the name it offers.
pub(crate) fn offer(file: &Path) -> (Option<&Path>, Option<&str>) {
    (file.parent().filter(|folder| folder.is_absolute()), file.file_name().and_then(|name| name.to_str()))
}

/// An address that only carries fields.
fn carrier() -> Option<Url> {
    Url::parse("lumbar://localhost/").ok()
}

fn read(body: &[u8]) -> Vec<(String, String)> {
    let Some(mut url) = carrier() else { return Vec::new() };
    url.set_query(std::str::from_utf8(body).ok());
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn pairs(fields: &[(&str, &str)]) -> String {
    let Some(mut url) = carrier() else { return String::new() };
    url.query_pairs_mut().extend_pairs(fields);
    url.query().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// What was asked for, and what comes of it.
    fn asked(path: &str, body: &str, answer: Option<&str>) -> (Vec<Wanted>, String) {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (noted, answer) = (Arc::clone(&seen), answer.map(PathBuf::from));
        let chooser = Chooser::new(move |wanted, to| {
            noted.lock().unwrap().push(wanted);
            to.send(answer.clone()).unwrap();
        });
        let request = Request::builder().method("POST").uri(format!("lumbar://localhost{path}"));
        let request = request.body(body.as_bytes().to_vec()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let came = match runtime.block_on(choose(&chooser, request)) {
            Chosen::NotAsked(request) => format!("on: {}", request.uri().path()),
            Chosen::Form(request) => {
                let to = request.uri().to_string();
                format!("form: {to} {}", String::from_utf8(request.into_body()).unwrap())
            }
            Chosen::Page(page) => format!("page: {page}"),
        };
        let seen = seen.lock().unwrap().clone();
        (seen, came)
    }

    #[test]
    fn a_page_gets_the_file_that_was_chosen_and_nothing_without_one() {
        let offered = Wanted::Save("/home/me/a b.json".into());
        let body = "kind=json&file=%2Fhome%2Fme%2Fa+b.json";
        for (path, body, answer, wanted, came) in [
            ("/do/off", "x=1", None, vec![], "on: /do/off"),
            (
                "/window/save",
                body,
                Some("/tmp/ä&=.json"),
                vec![offered.clone()],
                "form: /do/data/export kind=json&file=%2Ftmp%2F%C3%A4%26%3D.json",
            ),
            ("/window/save", body, None, vec![offered], "page: /data"),
            ("/window/open", "", Some("/tmp/x y.json"), vec![Wanted::Open], "page: /data/read?file=%2Ftmp%2Fx+y.json"),
            ("/window/open", "", None, vec![Wanted::Open], "page: /data"),
        ] {
            assert_eq!(asked(path, body, answer), (wanted, came.to_owned()), "{path} {answer:?}");
        }
    }

    #[test]
    fn what_is_offered_is_a_folder_and_a_name() {
        assert_eq!(offer(Path::new("/a/b.csv")), (Some(Path::new("/a")), Some("b.csv")));
        assert_eq!(offer(Path::new("")), (None, None));
        assert_eq!(offer(Path::new("b.csv")), (None, Some("b.csv")));
    }
}
