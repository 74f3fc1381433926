//! What Lumbar says of itself in notifications: that it goes on, stays, ends, or could not save.

use lumbar_engine::alert::Sound;
use lumbar_engine::words::{Answer, Method};
use lumbar_ui::Why;

use super::{OPEN, QUIT_ANYWAY, Teller};
use crate::desktop::notify::Urgency;
use crate::desktop::port::Desktop;

/// The notification that asks whether to quit with something on the body.
const QUIT: &str = "quit";

/// The last words of a session that ends while something is on the body.
const SESSION_ENDS: &str = "session-ends";

/// The notification that says that Lumbar goes on without its window.
const GOES_ON: &str = "goes-on";

/// The notification that stands while presses are in memory only.
const UNSAVED: &str = "unsaved";

/// The notification with what is told beside a start.
const TOLD: &str = "told";

impl<D: Desktop> Teller<D> {
    /// Tells what stands beside a start that was pressed outside of a page: `lines` ask nothing and stop nothing.
    pub(in crate::core) fn tell_beside(&mut self, routine: &str, lines: &[String]) {
        let ui = self.languages.spoken();
        let (title, body) = self.discreetly("program-told-discreet").unwrap_or_else(|| {
            (ui.text("program-told", &[("routine", ui.routine_name(routine).into())]), lines.join("\n"))
        });
        let buttons = vec![(OPEN.to_owned(), ui.answer(Answer::Open, None, 0))];
        self.say(TOLD, title, body, buttons, Urgency::Normal);
    }

    /// Says once that Lumbar goes on without its window, and where it is found.
    pub(in crate::core) fn tell_goes_on(&mut self, method: Option<Method>) {
        let ui = self.languages.spoken();
        let place = if self.desktop.has_tray() { "tray" } else { "start" };
        let body = ui.text(
            "program-goes-on.body",
            &[
                ("method", method.filter(|_| !self.discreet).map_or("none", Method::code).into()),
                ("place", place.into()),
            ],
        );
        let buttons = vec![(OPEN.to_owned(), ui.answer(Answer::Open, None, 0))];
        self.say(GOES_ON, ui.text("program-goes-on", &[]), body, buttons, Urgency::Normal);
    }

    /// Asks whether to quit though something is on the body.
    pub(in crate::core) fn ask_to_quit(&mut self, method: Option<Method>) {
        let ui = self.languages.spoken();
        let (title, body) = self
            .discreetly("program-quit-on-body-discreet")
            .unwrap_or_else(|| (ui.still_on(method), ui.text("program-quit-on-body.body", &[])));
        self.ask_whether_to_quit(title, body);
    }

    /// Asks whether to quit though the disk does not take what was pressed.
    pub(in crate::core) fn ask_to_quit_unsaved(&mut self, why: &Why) {
        let ui = self.languages.spoken();
        let body = ui.text("program-quit-unsaved.body", &[("why", ui.why(why).into())]);
        self.ask_whether_to_quit(ui.text("program-quit-unsaved", &[]), body);
    }

    fn ask_whether_to_quit(&mut self, title: String, body: String) {
        let ui = self.languages.spoken();
        let buttons = vec![
            (OPEN.to_owned(), ui.answer(Answer::Open, None, 0)),
            (QUIT_ANYWAY.to_owned(), ui.text("program-quit-anyway", &[])),
        ];
        self.say(QUIT, title, body, buttons, Urgency::Critical);
        self.quit_asked = true;
    }

    /// Takes that question back once nothing would be lost any more.
    pub(in crate::core) fn withdraw_quit(&mut self) {
        if std::mem::take(&mut self.quit_asked) {
            self.desktop.withdraw(QUIT);
        }
    }

    /// The last words of a session that ends while something is on the body.
    pub(in crate::core) fn tell_session_ends(&mut self, method: Option<Method>) {
        let ui = self.languages.spoken();
        let (title, body) = self
            .discreetly("program-session-ends-discreet")
            .unwrap_or_else(|| (ui.still_on(method), ui.text("program-session-ends.body", &[])));
        self.say(SESSION_ENDS, title, body, Vec::new(), Urgency::Critical);
        self.desktop.play_out(Sound::Bell);
    }

    /// Says once that presses are in memory only, and takes it back when they are saved.
    pub(in crate::core) fn tell_unsaved(&mut self, unsaved: bool) {
        let told = std::mem::replace(&mut self.unsaved_told, unsaved);
        if unsaved && !told {
            self.say_text(UNSAVED, "program-unsaved", "program-unsaved.body", Vec::new(), Urgency::Normal);
        } else if told && !unsaved {
            self.desktop.withdraw(UNSAVED);
        }
    }

    fn say_text(
        &mut self,
        tag: &str,
        title: &'static str,
        body: &'static str,
        buttons: Vec<(String, String)>,
        urgency: Urgency,
    ) {
        let ui = self.languages.spoken();
        self.say(tag, ui.text(title, &[]), ui.text(body, &[]), buttons, urgency);
    }
}
