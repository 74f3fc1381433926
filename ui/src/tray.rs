//! Decides what the tray says: its title, its tooltip, and the labels of its menu.

use std::time::Duration;

use lumbar_engine::routine::Step;
use lumbar_engine::time::{At, Now};
use lumbar_engine::view::{PhaseView, SessionView, View};
use lumbar_engine::words::Answer;

use crate::Ui;

/// What the tray says now. It changes by the minute at most, so a panel is not kept busy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrayTexts {
    /// A few characters beside the icon; empty when nothing runs.
    pub title: String,
    /// One line for the tooltip.
    pub tooltip: String,
    /// The first lines of the menu: one for each thing that runs.
    pub lines: Vec<String>,
}

/// The fixed labels of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrayLabels {
    /// Opens the window.
    pub open: String,
    /// Opens the window on the session.
    pub open_session: String,
    /// The submenu of quick starts.
    pub quick_starts: String,
    /// Stops, because it hurts or for any other reason.
    pub stop: String,
    /// Pauses movement.
    pub pause: String,
    /// Goes on with movement.
    pub resume: String,
    /// Back one step.
    pub back: String,
    /// Leaves the step out.
    pub skip: String,
    /// Ends Lumbar.
    pub quit: String,
    /// Shown instead of an immediate end while something is on the body.
    pub quit_on_body: String,
}

impl Ui {
    /// What the tray says.
    pub fn tray(&self, view: &View, now: Now) -> TrayTexts {
        let sessions: Vec<&SessionView> =
            [view.thermal.as_ref(), view.activity.as_ref()].into_iter().flatten().collect();
        let mut lines: Vec<String> = sessions.iter().map(|s| self.tray_line(s, now)).collect();
        for timer in &view.timers {
            let left = self.roughly(timer.ends.remaining(now));
            lines.push(
                self.text("tray-timer", &[("timer", self.timer_name(&timer.timer).into()), ("left", left.into())]),
            );
        }
        lines.extend(view.practice.as_ref().map(|practice| self.practice_line(practice)));
        let practises = view.practice.as_ref().map(|_| self.t("tray-title-practice"));
        let title = sessions.first().map(|s| self.tray_title(s, now)).or(practises).unwrap_or_default();
        let tooltip = if lines.is_empty() { self.t("tray-idle") } else { lines.join("\n") };
        TrayTexts { title, tooltip, lines }
    }

    /// The labels of the tray menu.
    pub fn tray_labels(&self, view: &View) -> TrayLabels {
        let method = view.thermal.as_ref().and_then(|session| session.method);
        TrayLabels {
            open: self.t("tray-open"),
            open_session: self.t("tray-open-session"),
            quick_starts: self.t("tray-quick-starts"),
            stop: self.t("tray-stop"),
            pause: self.t("tray-pause"),
            resume: self.t("tray-resume"),
            back: self.t("tray-back"),
            skip: self.t("tray-skip"),
            quit: self.t("tray-quit"),
            quit_on_body: self.text("tray-quit-on-body", &[("still", self.still_on(method).into())]),
        }
    }

    /// The label of an answer in the menu, with the minutes since the session got ready where it names them.
    pub fn tray_answer(&self, session: &SessionView, answer: Answer, now: Now) -> String {
        self.answer(answer, session.method, session.since.elapsed(now).as_secs() / 60)
    }

    fn tray_line(&self, session: &SessionView, now: Now) -> String {
        let routine = self.routine_name(&session.routine.id);
        let (state, length) = state_of(session, now);
        self.text(
            &format!("tray-{state}"),
            &[("routine", routine.into()), ("time", self.minutes(state, length).into())],
        )
    }

    fn tray_title(&self, session: &SessionView, now: Now) -> String {
        let (state, length) = state_of(session, now);
        match state {
            "take-off" | "get-out" | "ready" | "paused" => self.t(&format!("tray-title-{state}")),
            _ => self.minutes(state, length),
        }
    }

    fn minutes(&self, state: &str, length: Duration) -> String {
        // What has been on too long is rounded down, so that it is never said to be longer than it was.
        if matches!(state, "take-off" | "get-out") {
            self.duration(Duration::from_secs(length.as_secs() / 60 * 60))
        } else {
            self.roughly(length)
        }
    }
}

/// The state of a session in one word, and the length that belongs to it.
pub(crate) fn state_of(session: &SessionView, now: Now) -> (&'static str, Duration) {
    // Rounded up as a person counts: "1 s left" lasts until the end.
    let whole = |to: Option<At>| to.map(|to| whole_seconds(to.remaining(now)));
    let left = whole(session.ends).unwrap_or_default();
    let moving = matches!(session.routine.steps.get(session.step), Some(Step::Move(_)));
    match session.phase {
        PhaseView::Ready => ("ready", Duration::ZERO),
        PhaseView::Running if moving => {
            let all = whole(session.beat.as_ref().and_then(|b| b.all_ends)).unwrap_or(left);
            ("moving", all)
        }
        PhaseView::Running => ("running", left),
        // Who lies in the bath takes nothing off.
        PhaseView::TakeOff if session.method.is_some_and(|m| m.class().is_away()) => {
            ("get-out", session.since.elapsed(now))
        }
        PhaseView::TakeOff => ("take-off", session.since.elapsed(now)),
        PhaseView::Resting => ("resting", left),
        PhaseView::Paused => ("paused", Duration::ZERO),
        PhaseView::Snoozed => ("snoozed", left),
    }
}

/// Rounded up as a person counts: what is not over has at least a second left.
pub(crate) fn whole_seconds(left: Duration) -> Duration {
    Duration::from_secs(left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX))
}
