//! Decides what notifications say: title, body and buttons as plain text.

use std::time::Duration;

use lumbar_engine::alert::{About, Alert};
use lumbar_engine::rules;
use lumbar_engine::words::{Answer, Gate, Method, Side};

use crate::Ui;
use lumbar_texts::Value;

/// What a notification says; plain text, escaped where markup is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertText {
    /// One line.
    pub title: String,
    /// One or two sentences.
    pub body: String,
    /// The buttons, the main one first.
    pub buttons: Vec<(Answer, String)>,
}

impl Ui {
    /// The words of an alert.
    pub fn alert(&self, alert: &Alert) -> AlertText {
        self.alert_as(alert, "")
    }

    /// The same without a word about the body, for those who share a screen.
    pub fn discreet_alert(&self, alert: &Alert) -> AlertText {
        self.alert_as(alert, "-discreet")
    }

    fn alert_as(&self, alert: &Alert, manner: &str) -> AlertText {
        let key = format!("alert-{}{manner}", about_code(&alert.about));
        let args = self.alert_args(alert);
        let body_key = format!("{key}.body");
        let body = if self.has_text(&body_key) { self.text(&body_key, &args) } else { String::new() };
        let minutes = ready_minutes(&alert.about);
        let is_practice = matches!(alert.about, About::Practice { .. });
        let label = |answer: Answer| match is_practice {
            true => self.practice_answer(answer),
            false => self.short_answer(answer, alert.method, minutes),
        };
        let buttons = alert.answers.iter().map(|a| (*a, label(*a))).collect();
        AlertText { title: self.text(&key, &args), body, buttons }
    }

    pub(crate) fn alert_args(&self, alert: &Alert) -> Vec<(&'static str, Value<'static>)> {
        let length = |seconds: u32| Value::from(self.duration(Duration::from_secs(seconds.into())));
        let mut args: Vec<(&'static str, Value<'static>)> = vec![
            ("routine", alert.routine.as_deref().map(|r| self.routine_name(r)).unwrap_or_default().into()),
            ("pack", alert.pack.as_deref().map(|p| self.name("pack", p)).unwrap_or_default().into()),
            ("method", alert.method.map_or("none", Method::code).into()),
        ];
        match &alert.about {
            About::PutOn { turn, turns, again, battery_low } => {
                args.extend([
                    ("turn", (*turn).into()),
                    ("turns", (*turns).into()),
                    ("again", (*again).into()),
                    ("battery", if *battery_low { "low" } else { "fine" }.into()),
                ]);
            }
            About::SkinCheck { again, reminder } => {
                args.extend([("again", yes_no(*again)), ("reminder", yes_no(*reminder))]);
            }
            About::Soon { seconds } | About::Resting { seconds } => args.push(("length", length(*seconds))),
            About::Segment { cue } => args.push(("cue", self.name("cue", cue).into())),
            About::TakeOff { least, most, again } => {
                let doubt = match most {
                    Some(most) if *most > least.saturating_add(60) => "some",
                    Some(_) => "none",
                    None => "unknown",
                };
                args.extend([
                    ("length", length(*least)),
                    ("most", most.map_or(Value::None, length)),
                    ("doubt", doubt.into()),
                    ("again", (*again).into()),
                ]);
            }
            About::MaybeStillOn { least } => args.push(("length", length(*least))),
            About::Overran { least, locked } => {
                let closed = if *locked == 0 { "no" } else { "yes" };
                args.extend([("length", length(*least)), ("locked", length(*locked)), ("closed", closed.into())]);
            }
            About::SkinStop { locked } | About::SkinAfter { locked } => {
                let closed = if *locked == 0 { "no" } else { "yes" };
                args.extend([("locked", length(*locked)), ("closed", closed.into())]);
            }
            About::Prepared { timer } => args.push(("timer", self.timer_name(timer).into())),
            About::GateDue { gate } => args.push(("gate", gate_code(*gate).into())),
            About::Beat { step, cue, side, rep, reps } => {
                args.extend([
                    ("step", self.name("step", step).into()),
                    ("cue", cue.as_deref().map_or_else(|| self.name("step", step), |c| self.name("cue", c)).into()),
                    ("side", side_code(*side).into()),
                    ("rep", (*rep).into()),
                    ("reps", (*reps).into()),
                ]);
            }
            About::Planned { name, turns, seconds } => {
                let routine = alert.routine.as_deref().unwrap_or_default();
                let item = self.item_name(name.as_deref(), routine, *turns, *seconds);
                args.push(("item", item.into()));
            }
            About::NextStep { step } | About::StepBegins { step } => {
                let what = self.maybe(&format!("step-{step}.do")).unwrap_or_default();
                args.extend([("step", self.name("step", step).into()), ("do", what.into())]);
            }
            About::MoveBreak
            | About::Lapsed
            | About::GetOut
            | About::Done
            | About::Stopped
            | About::GoingToSleep
            | About::BatteryLow
            | About::IsItOn
            | About::Practice { .. }
            | About::BedHours => {}
        }
        args
    }
}

/// The word for what an alert says (`alert-NAME`).
pub(crate) fn about_code(about: &About) -> &'static str {
    match about {
        About::PutOn { .. } => "put-on",
        About::Planned { .. } => "planned",
        About::MoveBreak => "move-break",
        About::Lapsed => "lapsed",
        About::SkinCheck { .. } => "skin-check",
        About::Soon { .. } => "soon",
        About::Segment { .. } => "segment",
        About::TakeOff { .. } => "take-off",
        About::MaybeStillOn { .. } => "maybe-still-on",
        About::GetOut => "get-out",
        About::Resting { .. } => "resting",
        About::Overran { .. } => "overran",
        About::SkinStop { .. } => "skin-stop",
        About::SkinAfter { .. } => "skin-after",
        About::Done => "done",
        About::Stopped => "stopped",
        About::Prepared { .. } => "prepared",
        About::GoingToSleep => "going-to-sleep",
        About::BatteryLow => "battery-low",
        About::IsItOn => "is-it-on",
        About::Practice { at } => crate::practice::about_code(*at),
        About::BedHours => "bed-hours",
        About::GateDue { .. } => "gate-due",
        About::Beat { .. } => "beat",
        About::NextStep { .. } => "next-step",
        About::StepBegins { .. } => "step-begins",
    }
}

pub(crate) fn gate_code(gate: Gate) -> &'static str {
    match gate {
        Gate::Disclaimer => "disclaimer",
        Gate::Flags => "flags",
        Gate::Health => "health",
    }
}

pub(crate) fn side_code(side: Option<Side>) -> &'static str {
    match side {
        Some(Side::Left) => "left",
        Some(Side::Right) => "right",
        None => "none",
    }
}

fn yes_no(yes: bool) -> Value<'static> {
    if yes { "yes".into() } else { "no".into() }
}

/// How long ago "get ready" was said when it is said again, and when nobody answers, after 15 min.
fn ready_minutes(about: &About) -> u64 {
    if matches!(about, About::PutOn { again, .. } if *again > 1) {
        u64::from(rules::PUT_ON_LAST.value) / 60
    } else if *about == About::Lapsed {
        15
    } else {
        u64::from(rules::PUT_ON_AGAIN.value) / 60
    }
}
