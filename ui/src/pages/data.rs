//! Decides the page of a person's data: where it is, what can be taken along, reading it back, and deleting all of it.

use askama::Template;

use crate::Ui;
use crate::pages::{Head, written};
use crate::scene::Scene;

/// What the page shows beside what every page does.
#[derive(Debug, Clone, Default)]
pub struct DataScene {
    /// The folder of the data, as it is written here.
    pub folder: String,
    /// The folder of own routines.
    pub routines: String,
    /// The folder of the log.
    pub log: String,
    /// How large the data are, bytes.
    pub bytes: u64,
    /// For each of what can be written its code and the file that is offered.
    pub offers: Vec<(&'static str, String)>,
    /// The window asks for files in its own way.
    pub chooses: bool,
    /// What was done just now.
    pub done: Option<DataDone>,
    /// What went wrong just now.
    pub wrong: Option<DataWrong>,
}

/// What was done just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDone {
    /// What: `json`, `csv`, `ics`, `import`, `delete`.
    pub what: &'static str,
    /// The file that was written; of an import, the copy of what was there before.
    pub file: String,
    /// So many sessions or events.
    pub count: usize,
}

/// What went wrong just now, and the file that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataWrong {
    /// What was to be done, as [`DataDone::what`].
    pub what: String,
    /// Why it was not.
    pub sentence: String,
    /// What was typed.
    pub file: String,
}

/// A page that asks before everything is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataAsk<'a> {
    /// All is replaced by what is in this file.
    Read(&'a str),
    /// All is deleted.
    Delete,
}

#[derive(Template)]
#[template(path = "data.html")]
struct DataPage<'a> {
    ui: &'a Ui,
    data: &'a DataScene,
    size: String,
    offers: Vec<OfferPart>,
    said: Vec<String>,
    wrong: Option<&'a DataWrong>,
    read: String,
}

struct OfferPart {
    code: &'static str,
    name: String,
    hint: String,
    file: String,
}

#[derive(Template)]
#[template(path = "data_ask.html")]
struct AskPage<'a> {
    ui: &'a Ui,
    title: String,
    sentences: Vec<String>,
    action: &'static str,
    file: Option<&'a str>,
    yes: String,
    deletes: bool,
}

impl Ui {
    /// Where the data is, and what can be done with all of it.
    pub fn data_page(&self, scene: &Scene<'_>, data: &DataScene) -> String {
        let typed =
            |what: &str| data.wrong.as_ref().filter(|wrong| wrong.what == what).map(|wrong| wrong.file.as_str());
        let offer = |(code, file): &'_ (&'static str, String)| OfferPart {
            code,
            name: self.t(&format!("data-{code}")),
            hint: self.t(&format!("data-{code}.hint")),
            // What was typed stands in the form again.
            file: typed(code).unwrap_or(file).to_owned(),
        };
        let offers = data.offers.iter().map(offer).collect();
        let page = DataPage {
            ui: self,
            size: self.text("data-size", &[("size", megabytes(data.bytes).into())]),
            offers,
            said: data.done.as_ref().map(|done| self.data_done(done)).unwrap_or_default(),
            wrong: data.wrong.as_ref(),
            read: typed("import").unwrap_or_default().to_owned(),
            data,
        };
        let head = Head { title: self.t("data-title"), page: "data", nav: Some("settings"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// Asks before everything is replaced or deleted.
    pub fn data_ask(&self, scene: &Scene<'_>, ask: DataAsk<'_>) -> String {
        let said = |key: &str, parts: &[&str]| parts.iter().map(|part| self.t(&format!("{key}.{part}"))).collect();
        let page = match ask {
            DataAsk::Read(file) => AskPage {
                ui: self,
                title: self.t("data-read-title"),
                sentences: said("data-read-title", &["lead", "copy", "limits"]),
                action: "/do/data/import",
                file: Some(file),
                yes: self.t("data-read-title.yes"),
                deletes: false,
            },
            DataAsk::Delete => AskPage {
                ui: self,
                title: self.t("data-delete-title"),
                sentences: said("data-delete-title", &["lead", "stays", "first"]),
                action: "/do/data/delete",
                file: None,
                yes: self.t("data-delete-title.yes"),
                deletes: true,
            },
        };
        let head = Head { title: page.title.clone(), page: "data-ask", nav: Some("settings"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// What was done, in one or two sentences.
    pub fn data_done(&self, done: &DataDone) -> Vec<String> {
        let args = [("file", done.file.as_str().into()), ("count", done.count.into())];
        let mut said = vec![self.text(&format!("data-done-{}", done.what), &args)];
        if done.what == "import" && !done.file.is_empty() {
            said.push(self.text("data-done-import.before", &args));
        }
        said
    }
}

fn megabytes(bytes: u64) -> String {
    let tenths = (bytes * 10).div_ceil(1_000_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}
