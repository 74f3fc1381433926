//! Decides the pages by which a routine of one's own comes in from a file, goes out into one, and is deleted.

use askama::Template;

use crate::Ui;
use crate::pages::{Head, written};
use crate::scene::Scene;

/// What became of a file, as the page says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileSaid {
    /// It was not taken, or could not be written.
    Wrong(String),
    /// It is done.
    Done(String),
}

/// What a page that asks for a file begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileAsk<'a> {
    /// The path that was typed.
    pub path: &'a str,
    /// What became of it.
    pub said: Option<&'a FileSaid>,
    /// The window asks for the file in the desktop's own way, so that nobody types a path.
    pub chooses: bool,
}

#[derive(Template)]
#[template(path = "own_routine_file.html")]
struct FilePage<'a> {
    ui: &'a Ui,
    back: String,
    back_name: String,
    title: String,
    lead: String,
    action: &'static str,
    id: &'a str,
    hint: String,
    label: String,
    path: &'a str,
    /// The window asks for the file: where the form goes then, and the name that is offered.
    chooser: Option<(&'static str, String)>,
    go: String,
    wrong: &'a str,
    done: &'a str,
    note: String,
}

#[derive(Template)]
#[template(path = "own_routine_delete.html")]
struct DeletePage<'a> {
    ui: &'a Ui,
    id: &'a str,
    title: String,
    running: bool,
    planned: bool,
}

impl Ui {
    /// The page that takes a routine file in: with the path that was typed, what became of it, and where such files lie.
    pub fn import_routine(&self, scene: &Scene<'_>, ask: FileAsk<'_>, folder: &str) -> String {
        let FileAsk { path, said, chooses } = ask;
        let (wrong, done) = parts(said);
        let page = FilePage {
            ui: self,
            back: "/routines".into(),
            back_name: self.t("nav-routines"),
            title: self.t("import-title"),
            lead: self.t("import-title.lead"),
            action: "/do/own-routine-import",
            id: "",
            label: self.t("import-path"),
            hint: self.t("import-path.hint"),
            path,
            chooser: chooses.then(|| ("/window/open-routine", String::new())),
            go: if chooses { self.t("import-choose") } else { self.t("import-go") },
            wrong,
            done,
            note: self.text("import-folder", &[("folder", folder.into())]),
        };
        let head = Head { title: page.title.clone(), page: "routine-import", nav: Some("routines"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// The page that writes a routine of one's own into a file; `None` = there is none of this name.
    pub fn export_routine(&self, scene: &Scene<'_>, id: &str, ask: FileAsk<'_>) -> Option<String> {
        let FileAsk { path, said, chooses } = ask;
        if !scene.catalogue.is_own(id) {
            return None;
        }
        let (wrong, done) = parts(said);
        let name = self.routine_name(id);
        let page = FilePage {
            ui: self,
            back: format!("/routines/{id}"),
            back_name: name.clone(),
            title: self.t("export-title"),
            lead: self.text("export-title.lead", &[("name", name.into())]),
            action: "/do/own-routine-export",
            id,
            label: self.t("export-path"),
            hint: self.text("export-path.hint", &[("file", format!("{id}.toml").into())]),
            path,
            chooser: chooses.then(|| ("/window/save-routine", format!("{id}.toml"))),
            go: if chooses { self.t("data-choose") } else { self.t("export-go") },
            wrong,
            done,
            note: String::new(),
        };
        let head = Head { title: page.title.clone(), page: "routine-export", nav: Some("routines"), ..Head::default() };
        Some(self.frame(scene, &head, &written(&page)))
    }

    /// The question before a routine of one's own is deleted; `None` = there is none of this name.
    pub fn delete_routine(&self, scene: &Scene<'_>, id: &str) -> Option<String> {
        if !scene.catalogue.is_own(id) {
            return None;
        }
        let name = self.routine_name(id);
        let sessions = [&scene.view.thermal, &scene.view.activity];
        let mut items = scene.view.own_plan.iter().flat_map(|plan| &plan.steps).flat_map(|step| &step.items);
        let page = DeletePage {
            ui: self,
            id,
            title: self.text("delete-title", &[("name", name.into())]),
            running: sessions.into_iter().flatten().any(|session| session.routine.id == id),
            planned: items.any(|item| item.routines.iter().any(|routine| routine == id)),
        };
        let head = Head { title: page.title.clone(), page: "routine-delete", nav: Some("routines"), ..Head::default() };
        Some(self.frame(scene, &head, &written(&page)))
    }
}

fn parts(said: Option<&FileSaid>) -> (&str, &str) {
    match said {
        Some(FileSaid::Wrong(what)) => (what, ""),
        Some(FileSaid::Done(what)) => ("", what),
        None => ("", ""),
    }
}
