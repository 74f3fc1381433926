//! Plays whole sessions through the driver, with the real database, a manual clock and a desktop that only remembers.

mod ending;
mod machine;
mod moment;
#[cfg(unix)]
mod pages;
mod plan;
mod put_away;
mod reach;
mod saving;
mod sessions;
mod settings;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::Timelike;
use lumbar_engine::alert::Sound;
use lumbar_engine::command::{Choice, Command, Fact, HealthAnswers, Start, Wish};
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::rules::RuleId;
use lumbar_engine::time::Now;
use lumbar_engine::view::{PhaseView, View};
use lumbar_engine::words::{CameOff, Flags, Slot};
use lumbar_engine::{Engine, SAVED_VERSION, Saved};
use lumbar_protocol::clock::ClockMove;
use lumbar_protocol::window::Opening;
use lumbar_ui::{KeysInfo, Languages, Notice, SoundInfo, Theme, Ui, VoiceInfo, Why};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::answer::Press;
use super::inbox::{OnBody, Stays, first_revision};
use super::surroundings::LEAVE;
use super::*;
use crate::clock::Clock;
use crate::desktop::keys::Wanted;
use crate::desktop::notify::{Note, NoteId, NotifierEvent};
use crate::desktop::port::{Chime, Desktop, TrayScene};
use crate::desktop::power::{Done, PowerEvent};
use crate::desktop::tray::{TrayAction, TrayEvent};
use crate::desktop::voice::Manner;
use crate::desktop::window::NoWindow;
use crate::store::writer::Writer;
use crate::store::{Preference, Store};
use crate::web::status::Status;
use crate::witness::{self, Place, Scribe};

/// What the played desktop has seen.
#[derive(Debug, Default)]
struct Seen {
    notes: Vec<Note>,
    withdrawn: Vec<String>,
    sounds: Vec<Sound>,
    chimes: Vec<Chime>,
    keys: Wanted,
    voice: Option<Manner>,
    said: Vec<(String, bool)>,
    /// How often it was asked whether "do not disturb" is on.
    quiet_asked: usize,
    last_sound: Option<Sound>,
    windows: Vec<Option<String>>,
    stale: Vec<NoteId>,
    idle_held: bool,
    sleep_held: bool,
    battery_looks: usize,
    battery_watched: bool,
    no_display: bool,
    /// The tray says that presses are in memory only.
    unsaved: bool,
}

#[derive(Debug, Clone, Default)]
struct Played(Arc<Mutex<Seen>>);

impl Played {
    fn seen<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }
}

impl Desktop for Played {
    fn show(&mut self, note: Note) {
        self.seen(|seen| seen.notes.push(note));
    }
    fn withdraw(&mut self, tag_key: &str) {
        self.seen(|seen| seen.withdrawn.push(tag_key.to_owned()));
    }

    fn withdraw_buttons(&mut self) {
        self.seen(|seen| {
            let answerable = seen.notes.iter().filter(|note| !note.buttons.is_empty()).map(|note| note.tag_key.clone());
            let answerable: Vec<_> = answerable.collect();
            seen.withdrawn.extend(answerable);
        });
    }
    fn close_stale(&mut self, stale: Vec<(String, NoteId)>) {
        self.seen(|seen| seen.stale.extend(stale.into_iter().map(|(_, id)| id)));
    }
    fn play(&mut self, chime: Chime) {
        self.seen(|seen| {
            seen.sounds.push(chime.sound);
            seen.chimes.push(chime);
        });
    }
    fn voice(&mut self, manner: Option<Manner>) {
        self.seen(|seen| seen.voice = manner);
    }
    fn say(&mut self, text: String, insists: bool) {
        self.seen(|seen| seen.said.push((text, insists)));
    }
    fn keys(&mut self, wanted: Wanted) {
        self.seen(|seen| seen.keys = wanted);
    }
    fn keys_info(&self) -> KeysInfo {
        KeysInfo::default()
    }
    fn voice_info(&self) -> VoiceInfo {
        VoiceInfo::Off
    }
    fn ask_quiet(&mut self) {
        self.seen(|seen| seen.quiet_asked += 1);
    }
    fn play_out(&mut self, sound: Sound) {
        self.seen(|seen| seen.last_sound = Some(sound));
    }
    fn silence(&mut self) {
        self.seen(|seen| seen.sounds.push(Sound::Silent));
    }
    fn tray(&mut self, _: &Ui, scene: &TrayScene<'_>) {
        self.seen(|seen| seen.unsaved = scene.unsaved);
    }
    fn reconnect(&mut self) {}
    fn hold_idle(&mut self, yes: bool) {
        self.seen(|seen| seen.idle_held = yes);
    }
    fn hold_sleep(&mut self, yes: bool) {
        self.seen(|seen| seen.sleep_held = yes);
    }
    fn look_at_battery(&mut self) {
        self.seen(|seen| seen.battery_looks += 1);
    }
    fn watch_battery(&mut self, yes: bool) {
        self.seen(|seen| seen.battery_watched = yes);
    }
    fn start_window(&mut self, path: Option<&str>, _: Option<&str>) -> Result<(), NoWindow> {
        self.seen(|seen| seen.windows.push(path.map(str::to_owned)));
        if self.seen(|seen| seen.no_display) { Err(NoWindow::NoDisplay) } else { Ok(()) }
    }
    fn sound_info(&self) -> SoundInfo {
        SoundInfo::Unknown
    }
    fn has_tray(&self) -> bool {
        false
    }
    async fn flush(&mut self, _: Duration) {}
}

/// A driver on a folder that outlives it.
struct Life {
    handle: Handle,
    desktop: Played,
    loop_: JoinHandle<End>,
}

/// The clock of a life, which begins at noon: in the bed hours Lumbar asks more, and a test runs at any hour.
fn clock_from_noon(folder: &Path) -> Clock {
    let state = folder.join("clock.json");
    let is_new = !state.exists();
    let clock = Clock::manual(Some(state));
    if is_new {
        let wall = clock.now().wall;
        let time = wall.with_timezone(&Clock::offset(wall)).num_seconds_from_midnight();
        clock.as_manual().unwrap().step_wall(43_200 - i64::from(time));
    }
    clock
}

impl Life {
    fn begin(folder: &Path) -> Self {
        Self::begin_with(folder, None)
    }

    fn begin_with(folder: &Path, newer: Option<u32>) -> Self {
        let (driver, handle, desktop) = Self::driver(folder, newer);
        Self { handle, desktop, loop_: tokio::task::spawn_local(driver.run()) }
    }

    fn driver(folder: &Path, newer: Option<u32>) -> (Driver<Played>, Handle, Played) {
        let (store, opened) = Store::open(folder).unwrap();
        let clock = clock_from_noon(folder);
        let catalogue = Catalogue::built_in().unwrap();
        let engine = match opened.saved {
            Some(text) => Engine::restore(serde_json::from_str::<Saved>(&text).unwrap(), catalogue, clock.now()),
            None => Engine::new(catalogue, clock.now()),
        };
        let judged = witness::judge(store.mark(), &witness::look(&folder.join("witness")), &[]);
        let (handle, inbox, rev) = channel(clock.now());
        let desktop = Played::default();
        let setup = Setup {
            engine,
            clock,
            languages: Arc::new(Languages::of_system("en")),
            desktop: desktop.clone(),
            stale: store.notification_ids(),
            mark: judged.mark,
            scribe: Scribe::start(Place::elsewhere(folder.join("elsewhere"))).unwrap(),
            notices: Vec::new(),
            prefs: store.prefs().unwrap(),
            writer: Writer::start(store, Place::beside(folder.join("witness")), handle.clone(), newer).unwrap(),
            usual_bed: (0, 0),
            guard: None,
        };
        (Driver::new(setup, handle.clone(), inbox, rev), handle, desktop)
    }

    async fn healthy(&self) {
        for answer in healthy() {
            self.must(answer).await;
        }
    }

    async fn must(&self, command: impl Into<Command>) {
        let request = command.into();
        self.handle.tell(request.clone()).await.unwrap().unwrap_or_else(|refused| panic!("{request:?}: {refused}"));
    }

    async fn view(&self) -> Arc<View> {
        Arc::clone(&self.handle.look().await.unwrap().view)
    }

    async fn phase(&self) -> Option<PhaseView> {
        self.view().await.thermal.as_ref().map(|session| session.phase)
    }

    async fn clock(&self, by: ClockMove) {
        self.handle.call(|reply| Input::Clock(by, reply)).await.unwrap().unwrap();
    }

    async fn advance(&self, seconds: u64) {
        self.clock(ClockMove::Advance { seconds }).await;
    }

    /// Ends as a crash does: nothing more is said or saved. The thread that writes has ended then, as with a process.
    async fn crash(self) {
        self.loop_.abort();
        let _ = self.loop_.await;
        while !self.handle.is_only_one() {
            tokio::task::yield_now().await;
        }
    }

    fn titles(&self) -> Vec<String> {
        self.desktop.seen(|seen| seen.notes.iter().map(|note| note.title.clone()).collect())
    }

    /// Presses the button of the newest notification as the server would.
    fn press(&self, code: &str) {
        let note = self.desktop.seen(|seen| seen.notes.last().cloned()).unwrap();
        let (key, _) = note.buttons.iter().find(|(key, _)| key.split('/').next() == Some(code)).cloned().unwrap();
        self.handle.send(Input::Notifier(NotifierEvent::Pressed { tag_key: note.tag_key, key, activation: None }));
    }
}

fn play<F: Future<Output = ()>>(story: impl FnOnce(TempDir) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, story(folder));
}

/// The answers of someone who may do everything.
fn healthy() -> [Command; 3] {
    let flags = Fact::AnswerFlags { flags: Flags::None };
    [Fact::AcceptDisclaimer, flags, Fact::AnswerHealth(HealthAnswers::nothing_wrong())].map(Command::from)
}

fn start(turns: u8) -> Command {
    Wish::Start(Start { turns: Some(turns), ..Start::plain("cold-20-20") }).into()
}

const ON: Command = Command::Fact(Fact::On { token: None, since: 0, sure: true });
const OFF: Command = Command::Fact(Fact::Off { token: None, when: CameOff::Now });
const FINE: Command = Command::Wish(Wish::SkinFine { token: None });
