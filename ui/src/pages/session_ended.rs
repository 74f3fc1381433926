//! Decides the page of a session that is over: how it ended, when it can be done again, what to watch, what else would help.

use askama::Template;
use lumbar_engine::diary::DiaryKind;
use lumbar_engine::offer::Offer;
use lumbar_engine::view::{FirstAid, LastView};
use lumbar_engine::words::{Answer, Outcome, Skin, Slot};
use lumbar_texts::Value;

use crate::Ui;
use crate::pages::invite::Choice;
use crate::pages::parts::shade;
use crate::pages::session::next;
use crate::pages::{Head, written};
use crate::scene::Scene;

#[derive(Template)]
#[template(path = "ended.html")]
struct EndedPage<'a> {
    ui: &'a Ui,
    title: String,
    lead: String,
    figure: String,
    routine: Option<(String, String)>,
    again: Option<String>,
    watch: Vec<String>,
    watch_title: &'static str,
    choices: Vec<Choice>,
    correct: Option<(String, String)>,
    late: Option<LatePart>,
    next: &'static str,
    undo: String,
}

/// A session that lapsed, and may be on all the same.
struct LatePart {
    token: String,
    on: String,
    on_since: Option<String>,
}

impl Ui {
    /// How the last session ended.
    pub(super) fn ended(&self, scene: &Scene<'_>, slot: Slot) -> String {
        let last = scene.view.last.as_ref().filter(|l| {
            let kind = scene.catalogue.routine(&l.routine).map(|r| r.is_thermal());
            kind.is_none_or(|thermal| thermal == (slot == Slot::Thermal))
        });
        let (title, lead, figure, kind) = match last {
            Some(last) => {
                let code = last.outcome.code();
                let args: [(&str, Value<'_>); 2] = [
                    ("routine", self.routine_name(&last.routine).into()),
                    ("time", self.moment(last.ended_at, scene.now.wall, scene.offset).into()),
                ];
                let done = last.outcome == Outcome::Done;
                (
                    self.text(&format!("ended-{code}"), &args),
                    self.text(&format!("ended-{code}.lead"), &args),
                    if done { self.still("all-done", last.kind) } else { String::new() },
                    Some(shade(DiaryKind::of(&last.routine, last.kind))),
                )
            }
            None => (self.t("ended-nothing"), self.t("ended-nothing.lead"), String::new(), None),
        };
        let (watch_title, watch) = if slot == Slot::Thermal { self.watch(scene) } else { ("", Vec::new()) };
        let page = EndedPage {
            ui: self,
            title: title.clone(),
            lead,
            figure,
            routine: last.map(|l| (l.routine.clone(), self.routine_name(&l.routine))),
            again: last.and_then(|l| self.again(scene, &l.routine)),
            choices: self.what_else(scene, last),
            watch_title,
            watch,
            correct: self.correctable(scene).filter(|_| slot == Slot::Thermal),
            late: last.and_then(|l| self.late(l, scene)),
            next: next(slot, false),
            undo: self.undo_part(scene, next(slot, false)),
        };
        let body = written(&page);
        let head = Head { title, page: "session-ended", kind, follows: true, ..Head::default() };
        self.frame(scene, &head, &body)
    }

    /// What can still be said of a session that lapsed.
    fn late(&self, last: &LastView, scene: &Scene<'_>) -> Option<LatePart> {
        let late = last.late.as_ref()?;
        let method = scene.catalogue.routine(&last.routine).and_then(|r| r.exposures().next().map(|e| e.method));
        let minutes = late.since.elapsed(scene.now).as_secs() / 60;
        // Who comes hours later knows better than "since it was asked for".
        let on_since = (minutes < 60).then(|| self.answer(Answer::OnSince, method, minutes));
        Some(LatePart { token: late.token.to_string(), on: self.answer(Answer::On, method, 0), on_since })
    }

    /// "Ice again from 13:26", or that it can start now.
    fn again(&self, scene: &Scene<'_>, routine: &str) -> Option<String> {
        let routine = scene.catalogue.routine(routine)?;
        let Some(waits) = self.when(routine, scene) else { return Some(self.t("when-free")) };
        let (_, terms) = scene.view.offers.get(&routine.id).and_then(Offer::first)?;
        let from = terms.obstacles.first().and_then(|o| o.until).filter(|_| terms.obstacles.len() == 1);
        let Some(from) = from else { return Some(waits) };
        let args: [(&str, Value<'_>); 2] =
            [("kind", routine.kind.code().into()), ("time", self.from(from, scene.now, scene.offset).into())];
        Some(self.text("again-from", &args))
    }

    /// What else would help now, after a session that ended well: other kinds than the one that was done.
    fn what_else(&self, scene: &Scene<'_>, last: Option<&LastView>) -> Vec<Choice> {
        let Some(last) = last.filter(|l| matches!(l.outcome, Outcome::Done | Outcome::NotNow)) else {
            return Vec::new();
        };
        let mut choices = self.choices(scene);
        choices.retain(|choice| choice.kind != shade(DiaryKind::of(&last.routine, last.kind)));
        choices
    }

    /// What to do for skin that is hurt, open on the page, or what to watch where it was very red or numb.
    pub(super) fn watch(&self, scene: &Scene<'_>) -> (&'static str, Vec<String>) {
        let red = scene.view.correctable.as_ref().is_some_and(|said| said.skin == Skin::Red);
        let (title, lines) = match scene.view.first_aid {
            Some(FirstAid::Cold) => ("first-aid-cold", "first-aid-cold"),
            Some(FirstAid::Heat) => ("first-aid-heat", "first-aid-heat"),
            None if red => ("skin-watch", "skin-watch"),
            None => return ("", Vec::new()),
        };
        (title, (1..).map_while(|n| self.maybe(&format!("{lines}-{n}"))).collect())
    }
}
