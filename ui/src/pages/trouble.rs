//! Decides the pages for what cannot be: a refusal and the way on, an error, an address that leads nowhere.

use askama::Template;
use lumbar_engine::refusal::Refused;
use lumbar_engine::rules::Force;

use crate::Ui;
use crate::pages::{Head, written};
use crate::scene::{RetryForm, Scene, inside, question_path};

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage<'a> {
    ui: &'a Ui,
    title: String,
    sentence: String,
    force: Option<String>,
    /// The rule, and where it comes from.
    basis: Option<String>,
    retry: Option<Retry<'a>>,
    link: Option<(String, String)>,
    back: &'a str,
}

/// The same form again, with the warning accepted.
struct Retry<'a> {
    action: &'a str,
    fields: &'a [(String, String)],
    /// What is said beside it: that a warning was read, or that the person is sure.
    beside: (&'static str, &'static str),
    label: String,
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage<'a> {
    ui: &'a Ui,
    title: String,
    sentence: String,
}

impl RetryForm {
    fn again(&self, beside: (&'static str, &'static str), label: String) -> Retry<'_> {
        Retry { action: &self.action, fields: &self.fields, beside, label }
    }
}

impl Ui {
    /// A refusal: the sentence, when it will be possible, and the way on where a warning may be passed.
    pub fn refused(&self, scene: &Scene<'_>, refused: &Refused, form: &RetryForm) -> String {
        let back = form.back.as_deref().and_then(inside).unwrap_or("/");
        let mut page = RefusedPage {
            ui: self,
            title: self.t("refused-title"),
            sentence: self.refusal(refused, scene.now, scene.offset),
            force: None,
            basis: self.refusal_basis(refused),
            retry: None,
            link: None,
            back,
        };
        match refused {
            Refused::Rule(obstacle) => {
                page.force = Some(match obstacle.force {
                    Force::Hard => self.t("force-hard"),
                    Force::Warning => self.t("force-warning"),
                    Force::Clinician => self.t("force-clinician"),
                    Force::Told => self.t("force-told"),
                });
                match obstacle.force {
                    Force::Warning if !form.action.is_empty() => {
                        page.title = self.t("refused-warning-title");
                        let label = self.t("force-warning.accept");
                        page.retry = Some(form.again(("accept", obstacle.rule.code()), label));
                    }
                    Force::Clinician => page.link = Some(("/safety".into(), self.t("to-safety"))),
                    Force::Hard if obstacle.name.starts_with("R16") => {
                        page.force = None;
                        page.link = Some(("/safety".into(), self.t("to-safety")));
                    }
                    Force::Hard | Force::Warning | Force::Told => {}
                }
            }
            Refused::Gate { gate, routine } => {
                page.link = Some((question_path(*gate, routine, Some(back)), self.t("answer-now")));
            }
            Refused::ReallySoLong { .. } => {
                page.title = self.t("refused-really-so-long-title");
                page.retry = Some(form.again(("sure", "yes"), self.t("refused-really-so-long-sure")));
            }
            Refused::Busy { .. } | Refused::Outdated | Refused::IsItOn | Refused::NothingToUndo => {
                page.link = Some(("/session".into(), self.t("show-what-is-on")));
            }
            Refused::UnknownRoutine { .. }
            | Refused::UnknownTimer { .. }
            | Refused::UnknownPack { .. }
            | Refused::Turns { .. }
            | Refused::Length { .. }
            | Refused::NothingRunning
            | Refused::NotNow
            | Refused::ReadOnly => {}
        }
        let head = Head { title: page.title.clone(), page: "refused", nav: Some(""), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// Something went wrong that is not the person's doing.
    pub fn error(&self, scene: &Scene<'_>, sentence: &str) -> String {
        self.trouble(scene, "error", self.t("error-title"), sentence.to_owned())
    }

    /// There is no such page.
    pub fn not_found(&self, scene: &Scene<'_>) -> String {
        self.trouble(scene, "not-found", self.t("not-found-title"), self.t("not-found-title.lead"))
    }

    fn trouble(&self, scene: &Scene<'_>, page: &str, title: String, sentence: String) -> String {
        let body = written(&TroublePage { ui: self, title: title.clone(), sentence });
        self.frame(scene, &Head { title, page, nav: Some(""), ..Head::default() }, &body)
    }
}
