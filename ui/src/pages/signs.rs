//! Decides the pages about warning signs: the list that may be an emergency, help, and other reasons to see someone (R16).

use askama::Template;
use lumbar_engine::words::See;

use crate::Ui;
use crate::pages::health::after;
use crate::pages::{Head, written};
use crate::scene::Scene;

#[derive(Template)]
#[template(path = "flags.html")]
struct FlagsPage<'a> {
    ui: &'a Ui,
    next: &'a str,
    signs: Vec<String>,
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage<'a> {
    ui: &'a Ui,
    title: String,
    /// The one to call first stands first.
    numbers: Vec<String>,
    /// Whom else to call.
    other: String,
    /// A sign was told, and nobody has seen the person about it.
    stands: bool,
    correctable: bool,
}

#[derive(Template)]
#[template(path = "reasons.html")]
struct ReasonsPage<'a> {
    ui: &'a Ui,
    lists: Vec<Reasons>,
}

/// Signs that say the same thing to do.
struct Reasons {
    code: &'static str,
    title: String,
    signs: Vec<String>,
    yes: String,
}

impl Ui {
    /// The emergency list; `next` is where "none of these" leads.
    pub fn flags(&self, scene: &Scene<'_>, next: Option<&str>) -> String {
        let page = FlagsPage { ui: self, next: after(next, "/"), signs: self.emergency_signs() };
        let title = self.t("flags-title");
        let head = Head { title, page: "flags", nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// Whom to call, and what to say there.
    pub fn help(&self, scene: &Scene<'_>) -> String {
        let stands = scene.view.emergency.as_ref();
        let unsure = stands.is_some_and(|emergency| emergency.unsure);
        let (title, other, first) = match unsure {
            true => ("help-title-unsure", "help-other-unsure", "help-number-advice"),
            false => ("help-title", "help-other", "help-number-1"),
        };
        let rest = ["help-number-1", "help-number-2", "help-number-3"].into_iter().filter(|key| *key != first);
        let page = HelpPage {
            ui: self,
            title: self.t(title),
            numbers: std::iter::once(first).chain(rest).map(|key| self.t(key)).collect(),
            other: self.t(other),
            stands: stands.is_some(),
            correctable: stands.is_some_and(|emergency| emergency.correct_until.is_some()),
        };
        let head =
            Head { title: page.title.clone(), page: "help", nav: Some("safety"), follows: true, ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// The second list: it closes nothing, and says how soon to see someone.
    pub fn reasons(&self, scene: &Scene<'_>) -> String {
        let list = |see: &See| Reasons {
            code: see.code(),
            title: self.t(&format!("reasons-{}", see.code())),
            signs: self.numbered(&format!("reason-{}", see.code())),
            yes: self.t(&format!("reasons-{}.yes", see.code())),
        };
        let page = ReasonsPage { ui: self, lists: See::ALL.iter().map(list).collect() };
        let title = self.t("reasons-title");
        let head = Head { title, page: "reasons", nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    pub(crate) fn emergency_signs(&self) -> Vec<String> {
        self.numbered("flag-emergency")
    }

    /// The texts `STEM-1`, `STEM-2` … as far as there are any.
    pub(super) fn numbered(&self, stem: &str) -> Vec<String> {
        (1..).map_while(|n| self.maybe(&format!("{stem}-{n}"))).collect()
    }
}
