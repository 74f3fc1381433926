//! Decides what the page of a routine says will happen, step by step.

use std::time::Duration;

use lumbar_engine::routine::{Expose, Move, Routine, Step};
use lumbar_engine::words::Side;

use crate::Ui;
use crate::alert::side_code;
use lumbar_texts::Value;

/// A line of what will happen.
pub(in crate::pages) struct Item {
    pub(in crate::pages) class: &'static str,
    pub(in crate::pages) at: String,
    pub(in crate::pages) icon: &'static str,
    pub(in crate::pages) title: String,
    pub(in crate::pages) what: String,
    pub(in crate::pages) checks: Vec<String>,
    /// The step's picture, where it was not shown further up.
    pub(in crate::pages) figure: Option<String>,
}

impl Ui {
    pub(in crate::pages) fn items(&self, routine: &Routine) -> Vec<Item> {
        let mut items = Vec::new();
        let mut at = Duration::ZERO;
        let clock = |at: Duration| self.clock(at);
        if let Some(Step::Expose(first)) = routine.steps.first() {
            items.push(Item {
                class: "you",
                at: self.t("flow-first"),
                icon: "cloth",
                title: self.t("flow-get-ready"),
                what: self.expose_words(routine, first, "start"),
                checks: Vec::new(),
                figure: None,
            });
        }
        let mut drawn = vec![routine.figure.as_str()];
        for step in &routine.steps {
            match step {
                Step::Expose(expose) => self.expose_items(routine, expose, at, &mut items),
                Step::Rest(rest) => items.push(Item {
                    class: "",
                    at: clock(at),
                    icon: "clock",
                    title: self.name("step", &rest.text),
                    what: self.text("flow-at-least", &[("length", self.duration(step.length()).into())]),
                    checks: Vec::new(),
                    figure: None,
                }),
                Step::Move(movement) => {
                    let new = !drawn.contains(&movement.figure.as_str());
                    drawn.push(&movement.figure);
                    items.push(Item {
                        class: "on-body",
                        at: clock(at),
                        icon: "",
                        title: self.name("step", &movement.text),
                        what: self.move_words(movement),
                        checks: Vec::new(),
                        figure: new.then(|| self.ornament(&movement.figure, routine.kind)),
                    });
                }
            }
            at += step.length();
        }
        let title = self.t(if routine.turns.most > 1 { "flow-again-or-done" } else { "flow-done" });
        items.push(Item {
            class: "",
            at: clock(at),
            icon: "check",
            title,
            what: String::new(),
            checks: Vec::new(),
            figure: None,
        });
        items
    }

    fn expose_items(&self, routine: &Routine, expose: &Expose, at: Duration, items: &mut Vec<Item>) {
        let length = |seconds: u32| self.duration(Duration::from_secs(seconds.into()));
        let method = expose.method.code();
        let mut checks: Vec<String> = if expose.checks.len() > 5 {
            let first = expose.checks.first().map(|c| length(*c)).unwrap_or_default();
            vec![self.text("flow-checks-many", &[("count", expose.checks.len().into()), ("first", first.into())])]
        } else {
            expose.checks.iter().map(|c| self.text("flow-check-at", &[("time", length(*c).into())])).collect()
        };
        checks.extend(expose.warn.map(|w| self.text("flow-soon", &[("length", length(w).into())])));
        for segment in &expose.segments {
            let args: [(&str, Value<'_>); 2] =
                [("cue", self.name("cue", &segment.cue).into()), ("length", length(segment.seconds).into())];
            checks.push(self.text("flow-segment", &args));
        }
        let optional = if expose.optional { format!(" {}", self.t("flow-optional")) } else { String::new() };
        let press = self.name_or("flow-press-on", method);
        let first =
            expose.first_seconds.map(|f| format!(" {}", self.text("flow-first-time", &[("length", length(f).into())])));
        items.push(Item {
            class: "you on-body",
            at: self.clock(at),
            icon: expose.method.modality().code(),
            title: press,
            what: format!(
                "{}{}{optional}",
                self.text("flow-then", &[("length", length(expose.seconds).into()), ("method", method.into())]),
                first.unwrap_or_default()
            ),
            checks,
            figure: None,
        });
        items.push(Item {
            class: "you",
            at: self.clock(at + Duration::from_secs(expose.seconds.into())),
            icon: "bell",
            title: self.name_or("flow-press-off", method),
            what: self.expose_words(routine, expose, "end"),
            checks: Vec::new(),
            figure: None,
        });
    }

    fn name_or(&self, key: &str, method: &str) -> String {
        self.maybe(&format!("{key}-{method}")).unwrap_or_else(|| self.t(key))
    }

    fn expose_words(&self, routine: &Routine, expose: &Expose, when: &str) -> String {
        self.maybe(&format!("expose-{}-{when}", routine.id))
            .or_else(|| self.maybe(&format!("expose-{}-{when}", expose.method.code())))
            .unwrap_or_default()
    }

    /// "Hold 5 s, let go 5 s; 3 times on each side."
    fn move_words(&self, movement: &Move) -> String {
        let what = self.maybe(&format!("step-{}.do", movement.text)).unwrap_or_default();
        let beats: Vec<String> = movement
            .beats
            .iter()
            .map(|b| {
                let length = self.duration(Duration::from_secs(b.seconds.into()));
                self.text("flow-beat", &[("cue", self.name("cue", &b.cue).into()), ("length", length.into())])
            })
            .collect();
        let sides = match movement.sides.as_slice() {
            [] => "none",
            [only] => side_code(Some(*only)),
            [Side::Left | Side::Right, ..] => "both",
        };
        let args: [(&str, Value<'_>); 4] = [
            ("beats", beats.join(&self.t("list-join")).into()),
            ("reps", movement.reps.into()),
            ("sides", sides.into()),
            ("length", self.duration(movement.length()).into()),
        ];
        let key = if movement.beats.is_empty() { "flow-move-whole" } else { "flow-move-beats" };
        format!("{what} {}", self.text(key, &args))
    }
}
