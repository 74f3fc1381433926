//! Asks the person for a file in the desktop's own way, where a page wants one: a page cannot see files, and the file input of
//! WebKitGTK can end its process.

#[cfg(any(target_os = "linux", test))]
use std::path::Path;
use std::path::PathBuf;

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

/// A form that wants a file, and where it goes with one.
struct Form {
    /// Where the page sends it.
    from: &'static str,
    /// A new file, or one that is there.
    saves: bool,
    /// Where it goes instead.
    to: &'static str,
    /// The field of the file.
    field: &'static str,
    /// A field that goes along.
    also: Option<&'static str>,
    /// The page to come back to without a file; what goes along is its end.
    page: &'static str,
    /// It only leads to a page that asks once more.
    leads: bool,
}

const FORMS: [Form; 4] = [
    Form {
        from: "/window/save",
        saves: true,
        to: "/do/data/export",
        field: "file",
        also: Some("kind"),
        page: "/data",
        leads: false,
    },
    Form {
        from: "/window/open",
        saves: false,
        to: "/data/read",
        field: "file",
        also: None,
        page: "/data",
        leads: true,
    },
    Form {
        from: "/window/save-routine",
        saves: true,
        to: "/do/own-routine-export",
        field: "path",
        also: Some("id"),
        page: "/own-routines/export/",
        leads: false,
    },
    Form {
        from: "/window/open-routine",
        saves: false,
        to: "/do/own-routine-import",
        field: "path",
        also: None,
        page: "/own-routines/import",
        leads: false,
    },
];

/// Asks for a file where a page wants one.
pub(crate) async fn choose(chooser: &Chooser, asked: Request<Vec<u8>>) -> Chosen {
    let path = asked.uri().path();
    let Some(form) = FORMS.iter().find(|form| asked.method() == Method::POST && form.from == path) else {
        return Chosen::NotAsked(asked);
    };
    let fields = read(asked.body());
    let value = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let also = form.also.map(|also| (also, value(also).unwrap_or_default()));
    let wanted = match form.saves {
        true => Wanted::Save(PathBuf::from(value(form.field).unwrap_or_default())),
        false => Wanted::Open,
    };
    let Some(file) = chooser.file(wanted).await else {
        let end = also.filter(|_| form.page.ends_with('/')).map(|(_, value)| value);
        return Chosen::Page(format!("{}{}", form.page, end.unwrap_or_default()));
    };
    let sent: Vec<(&str, &str)> =
        also.iter().map(|(name, value)| (*name, value.as_str())).chain([(form.field, file.as_str())]).collect();
    if form.leads {
        return Chosen::Page(format!("{}?{}", form.to, pairs(&sent)));
    }
    let (mut parts, _) = asked.into_parts();
    match form.to.parse() {
        Ok(uri) => parts.uri = uri,
        Err(_) => return Chosen::Page(form.page.to_owned()),
    }
    Chosen::Form(Request::from_parts(parts, pairs(&sent).into_bytes()))
}

/// Where a file chooser begins, and the name it offers.
#[cfg(any(target_os = "linux", test))]
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
            (
                "/window/save-routine",
                "id=my-back&path=my-back.toml",
                Some("/tmp/my-back.toml"),
                vec![Wanted::Save("my-back.toml".into())],
                "form: /do/own-routine-export id=my-back&path=%2Ftmp%2Fmy-back.toml",
            ),
            (
                "/window/save-routine",
                "id=my-back",
                None,
                vec![Wanted::Save("".into())],
                "page: /own-routines/export/my-back",
            ),
            (
                "/window/open-routine",
                "path=",
                Some("/tmp/a.toml"),
                vec![Wanted::Open],
                "form: /do/own-routine-import path=%2Ftmp%2Fa.toml",
            ),
            ("/window/open-routine", "", None, vec![Wanted::Open], "page: /own-routines/import"),
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
