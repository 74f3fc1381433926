//! Decides how it is said that the last word about the body can be taken back.

use std::time::Duration;

use askama::Template;
use lumbar_engine::time::Now;
use lumbar_engine::view::UndoView;

use crate::Ui;
use crate::pages::written;
use crate::scene::Scene;

#[derive(Template)]
#[template(path = "undo.html")]
struct UndoPart<'a> {
    ui: &'a Ui,
    said: String,
    label: String,
    token: String,
    left_ms: u128,
    left: String,
    next: &'a str,
}

impl Ui {
    /// What was said: "You said it is off."
    pub fn undo_said(&self, undo: &UndoView) -> String {
        self.undo_text("said", undo)
    }

    /// What takes it back: "Undo: it is still on".
    pub fn undo_label(&self, undo: &UndoView) -> String {
        self.undo_text("do", undo)
    }

    /// A line for people who type, with the time left.
    pub(crate) fn undo_line(&self, undo: &UndoView, now: Now) -> String {
        let left = self.duration(whole_seconds(undo.until.remaining(now)));
        self.text("cli-undo", &[("said", self.undo_said(undo).into()), ("left", left.into())])
    }

    /// The line on a page, with the button and the time left; nothing where nothing can be taken back. `next`: where the
    /// press leads.
    pub(crate) fn undo_part(&self, scene: &Scene<'_>, next: &str) -> String {
        let Some(undo) = &scene.view.undo else { return String::new() };
        let left = undo.until.remaining(scene.now);
        written(&UndoPart {
            ui: self,
            said: self.undo_said(undo),
            label: self.undo_label(undo),
            token: undo.token.to_string(),
            left_ms: left.as_millis(),
            left: self.clock(left),
            next,
        })
    }

    /// Who lies in the bath takes nothing off.
    fn undo_text(&self, kind: &str, undo: &UndoView) -> String {
        let key = format!("undo-{kind}-{}", undo.said.code());
        let away = undo.method.filter(|method| method.class().is_away());
        away.and_then(|_| self.maybe(&format!("{key}-away"))).unwrap_or_else(|| self.t(&key))
    }
}

fn whole_seconds(left: Duration) -> Duration {
    Duration::from_secs(left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX))
}
