//! Decides the page of the practice turn: the whole way of a turn, marked on each step as practice.

use askama::Template;
use lumbar_engine::practice::{LENGTH, PracticeAt};
use lumbar_engine::view::PracticeView;
use lumbar_engine::words::Answer;

use crate::Ui;
use crate::pages::parts::Ring;
use crate::pages::{Head, written};
use crate::scene::Scene;
use crate::settings::VOICE;

#[derive(Template)]
#[template(path = "practice.html")]
struct PracticePage<'a> {
    ui: &'a Ui,
    title: String,
    lead: String,
    token: String,
    ring: Option<Ring>,
    rings: bool,
    /// The three presses, and which is next.
    steps: [(String, bool); 3],
    /// The loud button: what it does, and its words.
    main: Option<(&'static str, String)>,
    /// Answers that all weigh the same.
    answers: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "practice_begin.html")]
struct PracticeBeginPage<'a> {
    ui: &'a Ui,
    title: String,
    lead: String,
    /// It was done just now.
    done: bool,
    /// Nothing is in its way.
    free: bool,
    /// The voice is off and may be tried with it.
    offers_voice: bool,
}

impl Ui {
    /// The practice turn: to begin it, each of its steps, and that it is done.
    pub fn practice(&self, scene: &Scene<'_>) -> String {
        match scene.view.practice.as_ref().filter(|practice| practice.at != PracticeAt::Done) {
            Some(practice) => self.practice_step(practice, scene),
            None => self.practice_begin(scene),
        }
    }

    fn practice_begin(&self, scene: &Scene<'_>) -> String {
        let done = scene.view.practice.is_some();
        let key = if done { "practice-done" } else { "practice-title" };
        let (title, lead) = (self.t(key), self.t(&format!("{key}.lead")));
        let free = scene.view.may_practise;
        let page = PracticeBeginPage {
            ui: self,
            title: title.clone(),
            lead,
            done,
            free,
            offers_voice: !scene.settings.get(&VOICE),
        };
        let name = if done { "practice-done" } else { "practice-begin" };
        let head = Head { title, page: name, nav: Some(""), follows: true, ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn practice_step(&self, practice: &PracticeView, scene: &Scene<'_>) -> String {
        let at = practice.at;
        let key = format!("practice-{}", at.code());
        let press = |answer: &Answer| (deed(*answer), self.practice_answer(*answer));
        let weighs_the_same = at == PracticeAt::Skin;
        let ring = practice
            .ends
            .map(|ends| Ring::new(self, self.t("practice-left"), ends.remaining(scene.now), LENGTH, false));
        let page = PracticePage {
            ui: self,
            title: self.t(&key),
            lead: self.t(&format!("{key}.lead")),
            token: practice.token.to_string(),
            ring,
            rings: at == PracticeAt::TakeOff,
            steps: [
                (self.t("practice-step-on"), at == PracticeAt::Ready),
                (self.t("practice-step-skin"), matches!(at, PracticeAt::On | PracticeAt::Skin)),
                (self.t("practice-step-off"), at == PracticeAt::TakeOff),
            ],
            main: practice.answers.first().filter(|_| !weighs_the_same).map(press),
            answers: if weighs_the_same { practice.answers.iter().map(press).collect() } else { Vec::new() },
        };
        let name = format!("practice-{}", at.code());
        let head = Head {
            title: format!("{} · {}", page.title, self.t("practice-title")),
            page: &name,
            alarm: page.rings,
            follows: true,
            ..Head::default()
        };
        self.frame(scene, &head, &written(&page))
    }
}

/// The word of an answer in the form.
fn deed(answer: Answer) -> &'static str {
    match answer {
        Answer::On => "on",
        Answer::SkinFine => "fine",
        Answer::SkinRed => "red",
        Answer::SkinBad => "bad",
        Answer::Off => "off",
        Answer::NotNow
        | Answer::OnSince
        | Answer::Snooze
        | Answer::OffAtBell
        | Answer::StillOn
        | Answer::NotOn
        | Answer::Extend
        | Answer::Skip
        | Answer::Undo
        | Answer::StartPlanned
        | Answer::PlannedLater
        | Answer::LeaveOut
        | Answer::Open => "end",
    }
}
