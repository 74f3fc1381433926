//! Decides on which paths the person is told: notification, sound, tray and window.

use std::time::Duration;

use lumbar_engine::alert::Urgency as Insists;
use lumbar_engine::alert::{About, Alert, Answer, Sound, Tag};
use lumbar_engine::gates::Gate;
use lumbar_engine::request::{Refused, Token};
use lumbar_engine::time::Now;
use lumbar_engine::view::{At, PhaseView, SessionView, View};
use lumbar_ui::Ui;

use super::Driver;
use super::answer::{Press, page_of, tag_key};
use crate::clock::Clock;
use crate::desktop::notify::{Note, Urgency};
use crate::desktop::port::Desktop;
use crate::desktop::real::NoWindow;
use lumbar_protocol::window::{Opened, Opening};

/// The notification that says why a press came to nothing. It must never take the place of one that asks something: the
/// question whether a pack is on the body stands under the tag of Lumbar itself.
const REFUSED: &str = "refused";
/// The notification that asks whether to quit with something on the body.
const QUIT: &str = "quit";
/// Its button.
pub(super) const QUIT_ANYWAY: &str = "quit-anyway";
/// A button that opens the window, on notifications that no engine's prompt stands behind.
pub(super) const OPEN: &str = "open";

/// The last words of a session that ends while something is on the body.
const SESSION_ENDS: &str = "session-ends";

/// The notification that says why no window came up.
const NO_WINDOW: &str = "no-window";

/// The display of minutes changes just after a whole one.
const JUST_AFTER: Duration = Duration::from_millis(20);
const MINUTE: Duration = Duration::from_secs(60);

impl<D: Desktop> Driver<D> {
    /// Tells an alert on all its paths, at once.
    pub(super) fn tell(&mut self, alert: &Alert) {
        if !is_beat(&alert.about) {
            self.show(note_of(&self.ui, alert));
            if alert.tag == Tag::Thermal {
                self.told = Some(self.clock.now().ticks);
            }
        }
        if alert.sound != Sound::Silent {
            self.hush_sleep(alert.tag);
            self.sleep_rings |= alert.about == About::GoingToSleep;
            if alert.sound == Sound::Alarm {
                self.alarm = Some(alert.tag);
            }
            self.desktop.play(alert.sound);
        }
        if alert.raise {
            let path = Some(page_of(&tag_key(alert.tag)).to_owned());
            self.open(Opening { path, activation: None, urgent: true });
        }
    }

    /// Tells why a press on a notification or in the tray came to nothing; a due question is opened instead.
    pub(super) fn tell_refusal(&mut self, refused: &Refused, activation: Option<String>) {
        if let Refused::Gate { gate } = refused {
            let note = Note { tag_key: REFUSED.to_owned(), ..note_of(&self.ui, &gate_due(*gate)) };
            self.show(note);
            self.open(Opening { path: Some(question(*gate).to_owned()), activation, urgent: true });
            return;
        }
        let now = self.clock.now();
        let body = self.ui.refusal_in_full(refused, now, Clock::offset(now.wall));
        let title = self.ui.text("program-refused", &[]);
        let buttons = vec![(OPEN.to_owned(), self.ui.answer(Answer::Open, None, 0))];
        self.say(REFUSED, title, body, buttons, Urgency::Normal);
    }

    /// Asks whether to quit though something is on the body.
    pub(super) fn ask_to_quit(&mut self) {
        let title = self.ui.text("program-quit-on-body", &[]);
        let body = self.ui.text("program-quit-on-body.body", &[]);
        let buttons = vec![
            (OPEN.to_owned(), self.ui.answer(Answer::Open, None, 0)),
            (QUIT_ANYWAY.to_owned(), self.ui.text("program-quit-anyway", &[])),
        ];
        self.say(QUIT, title, body, buttons, Urgency::Critical);
        self.quit_asked = true;
    }

    /// Takes that question back once nothing is on the body.
    pub(super) fn quit_is_settled(&mut self) {
        if std::mem::take(&mut self.quit_asked) {
            self.desktop.withdraw(QUIT);
        }
    }

    /// The last words of a session that ends while something is on the body.
    pub(super) fn tell_session_ends(&mut self) {
        let title = self.ui.text("program-session-ends", &[]);
        let body = self.ui.text("program-session-ends.body", &[]);
        self.say(SESSION_ENDS, title, body, Vec::new(), Urgency::Critical);
        self.desktop.play_out(Sound::Bell);
    }

    /// Ends the alarm that the machine goes to sleep, where this is still what is heard: it stood still with the machine, and
    /// would go on as if it had not slept. A step of movement beside it does not end it.
    pub(super) fn hush_sleep(&mut self, tag: Tag) {
        if self.sleep_rings && tag == Tag::Thermal {
            self.silence();
        }
    }

    /// Is still, whatever it was that rang.
    pub(super) fn silence(&mut self) {
        self.alarm = None;
        self.sleep_rings = false;
        self.desktop.silence();
    }

    fn say(&mut self, tag: &str, title: String, body: String, buttons: Vec<(String, String)>, urgency: Urgency) {
        let tag_key = tag.to_owned();
        self.show(Note { tag_key, title, body, buttons, urgency, replaces: None, resident: false, serial: 0 });
    }

    /// Shows a notification in the place of the one an earlier run left.
    fn show(&mut self, note: Note) {
        let replaces = self.stale.remove(&note.tag_key);
        self.serial += 1;
        self.desktop.show(Note { replaces, serial: self.serial, ..note });
    }

    /// Brings the window up, or starts one.
    pub(super) fn open(&mut self, opening: Opening) {
        let Opening { path, activation, urgent } = opening.clone();
        let opened = self.window.open(opening, &self.handle);
        // An alert that brings the window up has been told already, and nobody has asked for more of it.
        self.window_awaited = !urgent || (self.window_awaited && opened == Opened::Shown);
        if opened == Opened::Start
            && let Err(why) = self.desktop.start_window(path.as_deref(), activation.as_deref())
        {
            self.no_window(&why);
        }
    }

    /// No window comes up: whoever pressed for one is told why.
    pub(super) fn no_window(&mut self, why: &NoWindow) {
        tracing::warn!("the window cannot be started: {why}");
        self.window.not_started();
        if std::mem::take(&mut self.window_awaited) && !matches!(why, NoWindow::NotWanted) {
            let title = self.ui.text("program-no-window", &[]);
            self.show(Note::plain(NO_WINDOW, title, why.sentence(&self.ui)));
        }
    }
}

/// The notification an alert becomes.
pub(super) fn note_of(ui: &Ui, alert: &Alert) -> Note {
    let text = ui.alert(alert);
    let buttons = text.buttons.into_iter().map(|(answer, label)| (Press::of(alert, answer).key(), label)).collect();
    Note {
        tag_key: tag_key(alert.tag),
        title: text.title,
        body: text.body,
        buttons,
        urgency: match alert.urgency {
            Insists::Low => Urgency::Low,
            Insists::Normal => Urgency::Normal,
            Insists::Critical => Urgency::Critical,
        },
        replaces: None,
        resident: false,
        serial: 0,
    }
}

/// The page of a question that must be answered first.
pub(crate) fn question(gate: Gate) -> &'static str {
    match gate {
        Gate::Disclaimer => "/welcome",
        Gate::Flags => "/safety/flags",
        Gate::Health => "/safety/health",
    }
}

fn gate_due(gate: Gate) -> Alert {
    Alert {
        tag: Tag::App,
        about: About::GateDue { gate },
        routine: None,
        method: None,
        pack: None,
        urgency: Insists::Normal,
        sound: Sound::Silent,
        raise: false,
        answers: vec![Answer::Open],
        token: Token { session: 0, exposure: 0, prompt: 0 },
    }
}

/// Beats are shown in the window and heard; a notification for each would be a hail.
pub(super) fn is_beat(about: &About) -> bool {
    matches!(about, About::Beat { .. })
}

/// How long until the minutes shown in the tray are others; `None` = nothing runs there.
pub(super) fn next_minute(view: &View, now: Now) -> Option<Duration> {
    let sessions = [&view.thermal, &view.activity].into_iter().flatten().filter_map(|session| minute_of(session, now));
    let timers = view.timers.iter().map(|timer| until_minute(timer.ends, now));
    sessions.chain(timers).min()
}

fn minute_of(session: &SessionView, now: Now) -> Option<Duration> {
    match session.phase {
        PhaseView::Running | PhaseView::Resting | PhaseView::Snoozed => {
            let ends = session.beat.as_ref().and_then(|beat| beat.all_ends).or(session.ends);
            ends.map(|ends| until_minute(ends, now))
        }
        // "On since about N min" goes on as well.
        PhaseView::TakeOff | PhaseView::Ready => {
            let on = session.since.elapsed(now);
            Some(MINUTE - (on - MINUTE * u32::try_from(on.as_secs() / 60).unwrap_or(0)) + JUST_AFTER)
        }
        PhaseView::Paused => None,
    }
}

/// Minutes left are rounded up, so they change when a whole one has just been passed.
fn until_minute(ends: At, now: Now) -> Duration {
    let left = ends.remaining(now);
    let over = Duration::from_millis(u64::try_from(left.as_millis() % 60_000).unwrap_or(0));
    let wait = if over.is_zero() { MINUTE } else { over };
    wait + JUST_AFTER
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use lumbar_engine::time::BootId;

    use super::*;

    #[test]
    fn the_tray_is_looked_at_just_after_the_minutes_left_have_changed() {
        let now = Now { boot: BootId(1), ticks: Duration::from_secs(1000), wall: DateTime::UNIX_EPOCH };
        for (left, wait) in [(1200, 60), (1170, 30), (61, 1), (1, 1), (0, 60)] {
            let ends = At::ahead(now, Duration::from_secs(left));
            assert_eq!(until_minute(ends, now), Duration::from_secs(wait) + JUST_AFTER, "{left}");
        }
    }
}
