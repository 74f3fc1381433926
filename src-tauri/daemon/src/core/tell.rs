//! Decides on which paths the person is told: notification, sound, tray and window.

mod call;
mod calling;
mod coming_back;
mod own;
mod put_away;
mod speech;
mod trial;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::alert::{About, Alert, Sound, Tag, Urgency as Insists};
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::Now;
use lumbar_engine::words::{Answer, Gate, Token};
use lumbar_protocol::window::{Opened, Opening};
use lumbar_ui::settings::{DISCREET, FAVOURITES, KEY_OFF, KEY_STATUS, REMINDERS};
use lumbar_ui::{DesktopInfo, Languages, Quiet, Ui, Waiting};
use tokio::time::Instant;

use super::answer::{Press, ends, tag_key};
use super::front::{Front, Shown};
use super::inbox::Handle;
use super::snapshot::Published;
use super::window::WindowLink;
use crate::clock::Clock;
use crate::desktop::keys::Wanted;
use crate::desktop::notify::{Note, NoteId, Urgency};
use crate::desktop::port::{Desktop, TrayScene};
use crate::desktop::power::Done;
use crate::desktop::window::NoWindow;
use crate::store::Prefs;

pub(super) use super::answer::TRIAL;
use call::{Call, Tried};
use put_away::PutAway;

/// The notification that says why a press came to nothing. It must never take the place of one that asks something: the
/// question whether a pack is on the body stands under the tag of Lumbar itself.
const REFUSED: &str = "refused";
/// The one that says what is on, where a key of the desktop asked for it.
const STATUS: &str = "status";
/// Its button.
pub(super) const QUIT_ANYWAY: &str = "quit-anyway";
/// A button that opens the window, on notifications that no engine's prompt stands behind.
pub(super) const OPEN: &str = "open";

/// The button of a test of notifications.
pub(super) const SEEN: &str = "seen";

/// The notification that says why no window came up.
const NO_WINDOW: &str = "no-window";

/// A machine that goes to sleep is held up for at most this long.
pub(super) const LAST_WORDS: Duration = Duration::from_secs(2);

/// What rings now.
#[derive(Debug, Default)]
struct Ringing {
    /// What the last alarm was about, until it is silenced.
    alarm: Option<Tag>,
    /// What was heard last is that the machine goes to sleep.
    sleep: bool,
}

/// What must be said before the machine goes to sleep.
#[derive(Debug)]
struct LastWords {
    /// The showing it is said with.
    serial: u64,
    /// How long it is waited for.
    until: Instant,
    /// Dropped when it is said.
    _done: Done,
}

/// Tells the person; owns the desktop and what was told on it.
#[derive(Debug)]
pub(super) struct Teller<D> {
    desktop: D,
    languages: Arc<Languages>,
    handle: Handle,
    window: WindowLink,
    /// What the window shows, and what is held back for it.
    front: Front,
    /// What comes back when it was put away without an answer.
    put_away: PutAway,
    /// A person waits for the window that was started last.
    window_awaited: bool,
    /// Notifications of an earlier run.
    stale: BTreeMap<String, NoteId>,
    /// How many notifications were shown.
    serial: u64,
    ringing: Ringing,
    /// The ticks at which the session on the body was spoken of last.
    told: Option<Duration>,
    /// Holds the machine's sleep until the last words are out.
    last_words: Option<LastWords>,
    /// It stands as a question whether to quit with something on the body.
    quit_asked: bool,
    /// It stands as a notification that presses are in memory only.
    unsaved_told: bool,
    /// The page with the questions that a start from outside of the window waits for.
    due: Option<String>,
    /// Nothing is said about the body.
    discreet: bool,
    /// What the person set.
    settings: Prefs,
    /// What waits until it is known whether "do not disturb" is on.
    calls: BTreeMap<Tag, Call>,
    /// The last test of notifications.
    trial: Option<Tried>,
    /// The server draws buttons, as far as is known.
    draws: bool,
}

impl<D: Desktop> Teller<D> {
    pub(super) fn new(
        desktop: D,
        languages: Arc<Languages>,
        handle: Handle,
        stale: BTreeMap<String, NoteId>,
        prefs: &Prefs,
    ) -> Self {
        let mut teller = Self {
            desktop,
            languages,
            handle,
            window: WindowLink::default(),
            front: Front::default(),
            put_away: PutAway::default(),
            window_awaited: false,
            stale,
            serial: 0,
            ringing: Ringing::default(),
            told: None,
            last_words: None,
            quit_asked: false,
            unsaved_told: false,
            due: None,
            discreet: false,
            settings: Prefs::default(),
            calls: BTreeMap::new(),
            trial: None,
            draws: true,
        };
        teller.prefer(prefs);
        teller
    }

    /// Knows routines of the person's own by their names from now on.
    pub(super) fn learn_names(&self, catalogue: &Catalogue) {
        self.languages.learn_names(catalogue);
    }

    /// Speaks as the person prefers.
    pub(super) fn prefer(&mut self, prefs: &Prefs) {
        self.languages.prefer(prefs);
        self.discreet = prefs.get(&DISCREET);
        self.settings = prefs.clone();
        self.desktop.voice(self.manner());
        self.desktop.keys(self.keys());
        if !prefs.get(&REMINDERS) {
            self.withdraw(Tag::Plan);
            self.withdraw(Tag::Hint);
        }
    }

    /// The desktop writes times of day with am and pm, or does not; tells whether that is news.
    pub(super) fn desktop_clock(&self, twelve_hours: bool) -> bool {
        self.languages.system_clock(twelve_hours)
    }

    /// The texts in the language that is spoken.
    pub(super) fn spoken(&self) -> Arc<Ui> {
        self.languages.spoken()
    }

    /// Tells an alert on all its paths, at once; pages show it from revision `rev` on. A notification of what the window before
    /// the person's eyes shows is held back, and what stood under its tag is taken back.
    pub(super) fn tell(&mut self, alert: &Alert, rev: u64, now: Now) {
        if matches!(alert.tag, Tag::Plan | Tag::Hint) && !self.settings.get(&REMINDERS) {
            return self.withdraw(alert.tag);
        }
        if !is_beat(&alert.about) {
            self.put_away.told(alert, now);
            match self.front.hold(alert, note_of(&self.languages.spoken(), alert, self.discreet), rev) {
                Some(note) => self.show(note),
                None => self.desktop.withdraw(&tag_key(alert.tag)),
            }
            if alert.tag == Tag::Thermal {
                self.told = Some(now.ticks);
            }
        }
        self.call_or_wait(alert);
    }

    /// Takes back what stands under a tag.
    pub(super) fn withdraw(&mut self, tag: Tag) {
        self.front.forget(tag);
        self.put_away.forget(tag);
        self.calls.remove(&tag);
        self.desktop.withdraw(&tag_key(tag));
    }

    /// The page says what it shows.
    pub(super) fn page_shows(&mut self, shown: Shown) {
        for note in self.front.reported(shown) {
            self.show(note);
        }
    }

    /// When the page must have shown what is held back for it.
    pub(super) fn page_is_due(&self) -> Option<Instant> {
        self.front.due()
    }

    /// The page has not shown it in time.
    pub(super) fn page_is_late(&mut self) {
        for note in self.front.overdue() {
            self.show(note);
        }
    }

    /// Closes what an earlier run left and nothing has taken the place of.
    pub(super) fn close_stale(&mut self) {
        self.desktop.close_stale(std::mem::take(&mut self.stale).into_iter().collect());
    }

    /// Tells why a press on a notification or in the tray came to nothing; where questions are due before a start, or help
    /// comes first, that page is opened.
    pub(super) fn tell_refusal(
        &mut self,
        refused: &Refused,
        waiting: Option<&Waiting>,
        activation: Option<String>,
        now: Now,
    ) {
        let ui = self.languages.spoken();
        if let Refused::Gate { gate, .. } = refused {
            let note = Note { tag_key: REFUSED.to_owned(), ..note_of(&ui, &gate_due(*gate), self.discreet) };
            self.show(note);
            self.due = waiting.map(Waiting::page);
            self.open(Opening { path: self.due.clone(), activation, urgent: true });
            return;
        }
        let (title, body) = self.discreetly("program-refused-discreet").unwrap_or_else(|| {
            (ui.text("program-refused", &[]), ui.refusal_in_full(refused, now, Clock::offset(now.wall)))
        });
        let buttons = vec![(OPEN.to_owned(), ui.answer(Answer::Open, None, 0))];
        self.say(REFUSED, title, body, buttons, Urgency::Normal);
    }

    /// The page with the questions that were told of last.
    pub(super) fn due_page(&self) -> String {
        self.due.clone().unwrap_or_else(|| "/".to_owned())
    }

    /// Silences the alarm that an answer about this tag ends. The take-off alarm goes on when a step of movement is left out.
    pub(super) fn answered(&mut self, tag: Tag) {
        self.calls.remove(&tag);
        if self.ringing.alarm.is_none_or(|alarm| ends(tag, alarm)) {
            self.silence();
        }
    }

    /// Ends the alarm that the machine goes to sleep, where this is still what is heard: it stood still with the machine, and
    /// would go on as if it had not slept. A step of movement beside it does not end it.
    pub(super) fn silence_sleep(&mut self, tag: Tag) {
        if self.ringing.sleep && tag == Tag::Thermal {
            self.silence();
        }
    }

    /// Silences whatever rings.
    pub(super) fn silence(&mut self) {
        self.ringing = Ringing::default();
        self.desktop.silence();
    }

    /// Tells whether the session on the body was spoken of within the last `time`.
    pub(super) fn told_within(&self, time: Duration, now: Now) -> bool {
        self.told.is_some_and(|told| now.ticks.saturating_sub(told) <= time)
    }

    /// What was said before the machine sleeps is old when it wakes.
    pub(super) fn forget_told(&mut self) {
        self.told = None;
    }

    /// Holds the machine until the notification shown last stands, or for [`LAST_WORDS`].
    pub(super) fn hold_for_last_words(&mut self, done: Done) {
        self.last_words = Some(LastWords { serial: self.serial, until: Instant::now() + LAST_WORDS, _done: done });
    }

    /// A notification stands: where it is what had to be said before the machine sleeps, the machine may.
    pub(super) fn shown(&mut self, serial: u64) {
        self.last_words.take_if(|words| words.serial == serial);
    }

    /// How many notifications were shown.
    #[cfg(test)]
    pub(super) fn shown_so_far(&self) -> u64 {
        self.serial
    }

    /// When the machine is held no longer.
    pub(super) fn last_words(&self) -> Option<Instant> {
        self.last_words.as_ref().map(|words| words.until)
    }

    /// Lets the machine go.
    pub(super) fn let_sleep(&mut self) {
        self.last_words = None;
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

    /// No window comes up: a person who pressed for one is told why.
    pub(super) fn no_window(&mut self, why: &NoWindow) {
        tracing::warn!("the window cannot be started: {why}");
        self.window.not_started();
        if std::mem::take(&mut self.window_awaited) && !matches!(why, NoWindow::NotWanted) {
            let ui = self.languages.spoken();
            self.show(Note::plain(NO_WINDOW, ui.text("program-no-window", &[]), why.sentence(&ui)));
        }
    }

    /// The keys of the whole desktop that the person chose.
    fn keys(&self) -> Wanted {
        let ui = self.languages.spoken();
        Wanted {
            off: self.settings.get(&KEY_OFF),
            status: self.settings.get(&KEY_STATUS),
            off_name: ui.setting_name(KEY_OFF.row()),
            status_name: ui.setting_name(KEY_STATUS.row()),
        }
    }

    /// Shows what is on, and says it where the voice is on: asked for by a key.
    pub(super) fn tell_status(&mut self, published: &Published, now: Now) {
        let text = self.status_aloud(published, now);
        let title = self.languages.spoken().text("program-status", &[]);
        self.say(STATUS, title, text.clone(), Vec::new(), Urgency::Normal);
        self.say_aloud(text);
    }

    /// The link to the window, and the way back for what it waits for.
    pub(super) fn window(&mut self) -> (&mut WindowLink, &Handle) {
        (&mut self.window, &self.handle)
    }

    /// Shows the state in the tray.
    pub(super) fn tray(&mut self, published: &Published, now: Now) {
        let ui = self.languages.spoken();
        let favourites = published.prefs().get(&FAVOURITES);
        let scene = TrayScene {
            view: published.view(),
            catalogue: published.catalogue(),
            favourites: &favourites,
            unsaved: published.is_unsaved(),
            now,
        };
        self.desktop.tray(&ui, &scene);
    }

    /// The rest of the person's desktop: what needs no words.
    pub(super) fn desktop(&mut self) -> &mut D {
        &mut self.desktop
    }

    /// What the desktop can do, as far as it is known here.
    pub(super) fn desktop_info(&self) -> DesktopInfo {
        DesktopInfo {
            sound: self.desktop.sound_info(),
            notifications: None,
            tray: self.desktop.has_tray(),
            // Looked up when a page that says it is made.
            login: None,
            quiet: Quiet::NotKnown,
            voice: self.desktop.voice_info(),
            keys: self.desktop.keys_info(),
            trial: self.trial.as_ref().map(|tried| tried.trial),
        }
    }

    /// Title and body that say nothing about the body, where the person wants that.
    fn discreetly(&self, key: &str) -> Option<(String, String)> {
        let ui = self.languages.spoken();
        self.discreet.then(|| (ui.text(key, &[]), ui.text(&format!("{key}.body"), &[])))
    }

    fn say(&mut self, tag: &str, title: String, body: String, buttons: Vec<(String, String)>, urgency: Urgency) {
        self.show(Note { buttons, urgency, ..Note::plain(tag, title, body) });
    }

    /// Shows a notification in the place of the one an earlier run left.
    fn show(&mut self, note: Note) {
        let replaces = self.stale.remove(&note.tag_key);
        self.serial += 1;
        let ui = self.languages.spoken();
        let opens = ui.answer(Answer::Open, None, 0);
        let body = match self.draws || note.buttons.is_empty() {
            true => note.body,
            // Where nobody sees a button, "press it" alone would leave a person looking for one.
            false => format!("{} {}", note.body, ui.text("note-no-buttons", &[])).trim_start().to_owned(),
        };
        self.desktop.show(Note { replaces, opens, body, serial: self.serial, ..note });
    }
}

/// The notification an alert becomes.
fn note_of(ui: &Ui, alert: &Alert, discreet: bool) -> Note {
    let text = if discreet { ui.discreet_alert(alert) } else { ui.alert(alert) };
    let buttons = text.buttons.into_iter().map(|(answer, label)| (Press::of(alert, answer).key(), label)).collect();
    let urgency = match alert.urgency {
        Insists::Low => Urgency::Low,
        Insists::Normal => Urgency::Normal,
        Insists::Critical => Urgency::Critical,
    };
    Note { buttons, urgency, ..Note::plain(&tag_key(alert.tag), text.title, text.body) }
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

/// Beats are shown in the window and heard; a notification for each would be a flood.
pub(super) fn is_beat(about: &About) -> bool {
    matches!(about, About::Beat { .. })
}
