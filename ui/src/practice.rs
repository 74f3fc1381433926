//! Decides what is said of the practice turn outside of its page: on notifications, in the tray, on the command line.

use lumbar_engine::practice::PracticeAt;
use lumbar_engine::time::Now;
use lumbar_engine::view::PracticeView;
use lumbar_engine::words::Answer;

use crate::Ui;
use crate::tray::whole_seconds;

impl Ui {
    /// The label of an answer to the practice turn.
    pub fn practice_answer(&self, answer: Answer) -> String {
        self.maybe(&format!("practice-answer-{}", answer.code())).unwrap_or_else(|| self.answer(answer, None, 0))
    }

    /// The line of the tray.
    pub(crate) fn practice_line(&self, practice: &PracticeView) -> String {
        self.t(&format!("tray-practice-{}", practice.at.code()))
    }

    /// The line for people who type.
    pub(crate) fn practice_status(&self, practice: &PracticeView, now: Now) -> String {
        let left = practice.ends.map(|ends| whole_seconds(ends.remaining(now))).unwrap_or_default();
        self.text(&format!("cli-practice-{}", practice.at.code()), &[("length", self.duration(left).into())])
    }
}

/// The word for what an alert of it says (`alert-NAME`).
pub(crate) fn about_code(at: PracticeAt) -> &'static str {
    match at {
        PracticeAt::Ready => "practice-ready",
        PracticeAt::On => "practice-on",
        PracticeAt::Skin => "practice-skin",
        PracticeAt::TakeOff => "practice-take-off",
        PracticeAt::Done => "practice-done",
    }
}
