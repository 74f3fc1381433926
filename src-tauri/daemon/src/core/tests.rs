//! Plays whole sessions through the driver, with the real database, a manual clock and a desktop that only remembers.

mod ending;
#[cfg(unix)]
mod pages;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

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
use lumbar_ui::{Languages, Notice, SoundInfo, Theme, Ui, Why};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::answer::Press;
use super::inbox::{OnBody, first_revision};
use super::surroundings::LEAVE;
use super::*;
use crate::clock::Clock;
use crate::desktop::notify::{Note, NoteId, NotifierEvent};
use crate::desktop::port::{Desktop, TrayScene};
use crate::desktop::power::{Done, PowerEvent};
use crate::desktop::tray::{TrayAction, TrayEvent};
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
    fn close_stale(&mut self, stale: Vec<(String, NoteId)>) {
        self.seen(|seen| seen.stale.extend(stale.into_iter().map(|(_, id)| id)));
    }
    fn play(&mut self, sound: Sound) {
        self.seen(|seen| seen.sounds.push(sound));
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
        let clock = Clock::manual(Some(folder.join("clock.json")));
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

    /// Ends as a crash does: nothing more is said or saved.
    async fn crash(self) {
        self.loop_.abort();
        let _ = self.loop_.await;
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

const ON: Command = Command::Fact(Fact::On { token: None, since: 0 });
const OFF: Command = Command::Fact(Fact::Off { token: None, when: CameOff::Now });
const FINE: Command = Command::Wish(Wish::SkinFine { token: None });

#[test]
fn two_turns_of_ice_are_led_by_requests_from_the_first_press_to_the_end() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(2)).await;
        for turn in 1..=2 {
            assert_eq!(life.phase().await, Some(PhaseView::Ready));
            life.must(ON).await;
            assert!(life.desktop.seen(|seen| seen.idle_held && seen.sleep_held));
            life.advance(300).await;
            life.must(FINE).await;
            life.advance(300).await;
            life.must(FINE).await;
            life.advance(600).await;
            assert_eq!(life.phase().await, Some(PhaseView::TakeOff));
            assert_eq!(life.desktop.seen(|seen| seen.sounds.last().copied()), Some(Sound::Alarm));
            life.must(OFF).await;
            assert_eq!(life.phase().await, Some(PhaseView::Resting));
            assert!(life.desktop.seen(|seen| !seen.idle_held && !seen.sleep_held));
            assert_eq!(life.view().await.thermal.as_ref().map(|session| session.turn), Some(turn));
            life.advance(1200).await;
        }
        let view = life.view().await;
        assert_eq!(view.thermal, None);
        assert_eq!(view.last.as_ref().map(|last| last.outcome.code()), Some("done"));
        let titles = life.titles();
        for said in ["off", "skin"] {
            assert!(titles.iter().any(|title| title.to_lowercase().contains(said)), "{titles:?}");
        }
    });
}

#[test]
fn one_turn_is_led_by_the_buttons_of_notifications_alone() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.handle
            .send(Input::Tray(TrayEvent::Pressed { action: TrayAction::Start("cold-20-20".into()), activation: None }));
        assert_eq!(life.phase().await, Some(PhaseView::Ready));
        life.press("on");
        assert_eq!(life.phase().await, Some(PhaseView::Running));
        for _ in 0..2 {
            life.advance(300).await;
            life.press("skin-fine");
        }
        life.advance(600).await;
        life.press("off");
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
    });
}

#[test]
fn a_confirmed_press_is_there_after_a_crash_in_every_phase() {
    type Story<'a> = &'a [(Option<Command>, u64)];
    let on_and_checked: Story<'_> = &[(Some(ON), 300), (Some(FINE), 300), (Some(FINE), 600)];
    let stories: [(Story<'_>, PhaseView); 5] = [
        (&[], PhaseView::Ready),
        (&[(Some(Wish::Snooze { token: None, seconds: 600 }.into()), 0)], PhaseView::Snoozed),
        (&[(Some(ON), 0)], PhaseView::Running),
        (on_and_checked, PhaseView::TakeOff),
        (&[(Some(ON), 1200), (Some(OFF), 0)], PhaseView::Resting),
    ];
    for (story, phase) in stories {
        play(async |folder| {
            let life = Life::begin(folder.path());
            life.healthy().await;
            life.must(start(1)).await;
            for (request, seconds) in story {
                if let Some(request) = request {
                    life.must(request.clone()).await;
                }
                life.advance(*seconds).await;
            }
            assert_eq!(life.phase().await, Some(phase));
            let before = life.view().await;
            life.crash().await;
            let life = Life::begin(folder.path());
            let after = life.view().await;
            let same = |view: &View| view.thermal.as_ref().map(|s| (s.phase, s.turn, s.step, s.since, s.ends));
            assert_eq!(same(&after), same(&before), "{phase:?}");
        });
    }
}

#[test]
fn a_deadline_that_passed_while_nothing_ran_is_told_once_with_the_true_time() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.crash().await;
        // The world goes on without the program.
        let clock = Clock::manual(Some(folder.path().join("clock.json")));
        clock.as_manual().unwrap().advance(Duration::from_secs(1260));
        let life = Life::begin(folder.path());
        assert_eq!(life.phase().await, Some(PhaseView::TakeOff));
        let notes = life.desktop.seen(|seen| seen.notes.clone());
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].body.contains("21 min") || notes[0].title.contains("21 min"), "{:?}", notes[0]);
    });
}

#[test]
fn a_disk_that_takes_nothing_refuses_no_fact_and_is_said() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        // Somebody else holds the file for good.
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        life.must(ON).await;
        assert_eq!(life.phase().await, Some(PhaseView::Running));
        let notices = life.handle.look().await.unwrap().notices.clone();
        assert!(matches!(notices.as_slice(), [Notice::NotSaved { .. }]), "{notices:?}");
        other.execute_batch("ROLLBACK").unwrap();
        // The next thing that happens takes along what was not saved.
        life.must(OFF).await;
        assert!(life.handle.look().await.unwrap().notices.is_empty());
        life.crash().await;
        let life = Life::begin(folder.path());
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
    });
}

#[test]
fn presses_at_once_on_a_disk_that_takes_nothing_are_all_answered_in_time_and_say_so() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        for round in 0..3 {
            let began = Instant::now();
            // The second comes while the first is on its way to the disk; the first to fail must not leave it waiting.
            let (on, noted, look) = tokio::join!(
                life.handle.tell(if round == 0 { ON } else { OFF }),
                life.handle.tell(Choice::BedHours { from: 0, until: 360 + round }),
                life.handle.look()
            );
            assert_eq!(on.unwrap(), Ok(Kept::InMemory));
            assert!(matches!(noted.unwrap(), Ok(Kept::InMemory) | Err(_)));
            look.unwrap();
            assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
            assert!(life.handle.look().await.unwrap().unsaved().is_some());
        }
        let told = life.titles().iter().filter(|title| title.contains("not saved yet")).count();
        assert_eq!(told, 1, "once, however many presses");
        assert!(life.desktop.seen(|seen| seen.unsaved));
        other.execute_batch("ROLLBACK").unwrap();
        let answer = life.handle.tell(Fact::Noted { advice: lumbar_engine::words::Advice::NoBetter }).await.unwrap();
        assert_eq!(answer, Ok(Kept::OnDisk));
        assert_eq!(life.handle.look().await.unwrap().unsaved(), None);
        assert!(life.desktop.seen(|seen| !seen.unsaved && seen.withdrawn.contains(&"unsaved".to_owned())));
    });
}

#[test]
fn what_is_confirmed_is_witnessed_outside_of_the_data() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        life.must(ON).await;
        let is_on = |name: &str| match witness::look(&folder.path().join(name)) {
            witness::Found::Record(record) => record.line().contains("still-cold"),
            witness::Found::Nothing | witness::Found::Unreadable => false,
        };
        assert!(is_on("witness"), "it is there before the answer");
        // The other thread needs a moment of this machine.
        while !is_on("elsewhere") {
            tokio::task::yield_now().await;
        }
    });
}

#[test]
fn data_that_could_not_be_read_at_the_start_is_kept_aside_and_said() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        // As long as this one reads, the log is not folded into the file, which alone can be read once it is held.
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN; SELECT id FROM state").unwrap();
        life.must(start(1)).await;
        life.crash().await;
        other.execute_batch("COMMIT; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM note").unwrap();
        let life = Life::begin(folder.path());
        // A look does not wait until the disk has refused.
        let mut looked = life.handle.look().await.unwrap();
        while looked.notices.is_empty() {
            looked = life.handle.look().await.unwrap();
        }
        assert!(matches!(looked.notices.as_slice(), [Notice::NotSaved { .. }]), "{:?}", looked.notices);
        assert_eq!(looked.view.thermal, None);
        drop(other);
        life.healthy().await;
        let notices = life.handle.look().await.unwrap().notices.clone();
        let [Notice::KeptAside { file }] = notices.as_slice() else { panic!("{notices:?}") };
        assert!(std::fs::read_to_string(file).unwrap().contains("cold-20-20"));
        assert_eq!(life.phase().await, None);
    });
}

#[test]
fn what_a_newer_version_wrote_is_never_written_over_and_alarms_go_on() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.crash().await;
        let saved = || Store::open(folder.path()).unwrap().1.saved;
        let before = saved();
        let life = Life::begin_with(folder.path(), Some(SAVED_VERSION + 1));
        life.advance(1200).await;
        assert_eq!(life.desktop.seen(|seen| seen.sounds.last().copied()), Some(Sound::Alarm));
        life.must(OFF).await;
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
        assert!(life.handle.look().await.unwrap().notices.is_empty());
        life.crash().await;
        assert_eq!(saved(), before);
    });
}

#[test]
fn what_is_on_its_way_when_the_program_ends_is_saved_and_answered() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let asked = life.handle.tell(start(1));
        let mut asked = std::pin::pin!(asked);
        assert!(futures_util::poll!(&mut asked).is_pending());
        life.handle.send(Input::SessionEnds);
        assert_eq!(asked.await.unwrap(), Ok(Kept::OnDisk));
        assert_eq!(life.loop_.await.unwrap(), End::Quit);
        let life = Life::begin(folder.path());
        assert_eq!(life.phase().await, Some(PhaseView::Ready));
    });
}

#[test]
fn a_press_is_told_to_nobody_before_it_is_saved() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let asked = life.handle.tell(OFF);
        let mut asked = std::pin::pin!(asked);
        // The press is in the driver, the save on its way to the other thread; nothing may be out yet.
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        assert!(futures_util::poll!(&mut asked).is_pending());
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let before = life.desktop.seen(|seen| (seen.notes.len(), seen.withdrawn.len()));
        assert!(futures_util::poll!(&mut asked).is_pending());
        other.execute_batch("ROLLBACK").unwrap();
        asked.await.unwrap().unwrap();
        let after = life.desktop.seen(|seen| (seen.notes.len(), seen.withdrawn.len()));
        assert_ne!(before, after);
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
    });
}

#[test]
fn what_waits_for_the_disk_does_not_take_back_a_newer_alert_of_its_kind() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.advance(300).await;
        let withdrawn = || life.desktop.seen(|seen| seen.withdrawn.iter().filter(|tag| *tag == "thermal").count());
        let before = (withdrawn(), life.titles().len());
        let other = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        // The answer takes the question back as soon as it is saved; before that the next one is asked.
        let fine = life.handle.tell(FINE);
        let mut fine = std::pin::pin!(fine);
        assert!(futures_util::poll!(&mut fine).is_pending());
        let later = life.handle.call(|reply| Input::Clock(ClockMove::Advance { seconds: 300 }, reply));
        let mut later = std::pin::pin!(later);
        while life.titles().len() == before.1 {
            assert!(futures_util::poll!(&mut later).is_pending());
            tokio::task::yield_now().await;
        }
        other.execute_batch("ROLLBACK").unwrap();
        fine.await.unwrap().unwrap();
        later.await.unwrap().unwrap();
        assert_eq!((withdrawn(), life.titles().len()), (before.0, before.1 + 1));
    });
}

#[test]
fn the_alarm_of_going_to_sleep_is_not_heard_after_waking_and_what_is_told_then_is() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let asleep = || life.handle.send(Input::Power(PowerEvent::GoingToSleep(Done::default())));
        let woke = || life.handle.send(Input::Power(PowerEvent::Woke));
        let heard = || life.desktop.seen(|seen| std::mem::take(&mut seen.sounds));
        heard();
        asleep();
        life.view().await;
        assert_eq!(heard(), [Sound::Alarm]);
        woke();
        life.view().await;
        assert_eq!(heard(), [Sound::Silent]);
        // The clock of the machine may tell of the time before the system tells of the waking.
        asleep();
        life.view().await;
        life.clock(ClockMove::Sleep { seconds: 1260 }).await;
        woke();
        life.view().await;
        assert_eq!(heard(), [Sound::Alarm, Sound::Silent, Sound::Alarm]);
    });
}

#[test]
fn the_machine_is_held_until_its_last_words_stand_and_no_other_notification_lets_it_go() {
    play(async |folder| {
        let (mut driver, ..) = Life::driver(folder.path(), None);
        let now = driver.clock.now();
        for request in healthy().into_iter().chain([start(1), ON]) {
            driver.engine.apply(request, now).unwrap();
        }
        let id = || NoteId { id: 1, server: "s".into() };
        let shown = |tag: &str, serial| Input::Notifier(NotifierEvent::Shown { tag_key: tag.into(), id: id(), serial });
        let sleeps = Input::Power(PowerEvent::GoingToSleep(Done::default()));
        let shuts_down = Input::Power(PowerEvent::ShuttingDown(Done::default()));
        for (event, words) in [(sleeps, "thermal"), (shuts_down, "session-ends")] {
            driver.take(event);
            let serial = driver.teller.shown_so_far();
            for (other, number) in [("activity", serial + 1), (words, serial - 1)] {
                driver.take(shown(other, number));
                assert!(driver.teller.last_words().is_some(), "{other} lets it go before {words} stands");
            }
            driver.take(shown(words, serial));
            assert!(driver.teller.last_words().is_none(), "{words} stands");
        }
    });
}

#[test]
fn an_alert_told_on_waking_is_not_told_again_when_the_system_tells_of_the_sleep_late() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        let before = life.titles().len();
        // With nothing on the body nobody waits for Lumbar: the machine sleeps before it was heard.
        life.clock(ClockMove::Sleep { seconds: 120 }).await;
        life.handle.send(Input::Power(PowerEvent::GoingToSleep(Done::default())));
        life.handle.send(Input::Power(PowerEvent::Woke));
        life.view().await;
        assert_eq!(life.titles().len(), before + 1, "{:?}", life.titles());
    });
}

#[test]
fn an_alarm_slept_through_rings_from_the_beginning_though_no_system_tells_of_waking() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let rang = || life.desktop.seen(|seen| std::mem::take(&mut seen.sounds)).len();
        rang();
        life.clock(ClockMove::Sleep { seconds: 8 * 3600 }).await;
        assert_eq!(rang(), 1, "one alarm with the true time");
        life.advance(300).await;
        assert_eq!(rang(), 10);
    });
}

#[test]
fn the_battery_is_looked_at_when_somebody_may_start_something_and_watched_while_a_session_stands() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let looks = || life.desktop.seen(|seen| seen.battery_looks);
        life.view().await;
        let before = looks();
        life.view().await;
        assert_eq!(looks(), before, "not with every page");
        life.advance(60).await;
        life.view().await;
        assert_eq!(looks(), before + 1);
        let watched = || life.desktop.seen(|seen| seen.battery_watched);
        assert!(!watched());
        life.must(start(1)).await;
        assert!(watched(), "before anything is on");
        life.handle.send(Input::Power(PowerEvent::Battery { low: true }));
        life.view().await;
        let note = life.desktop.seen(|seen| seen.notes.last().cloned()).unwrap();
        assert!(note.body.contains("Your battery is nearly empty"), "{}", note.body);
        life.must(Fact::Stop { slot: Slot::Thermal, hurts: false }).await;
        assert!(!watched());
    });
}

#[test]
fn a_program_that_went_on_in_its_own_place_counts_changes_from_elsewhere() {
    let now = Clock::manual(None).now();
    let later = Now { wall: now.wall + chrono::TimeDelta::seconds(1), ..now };
    assert!(first_revision(later) > first_revision(now) + 100_000, "more than could change in this second");
    assert!(first_revision(later) < 1 << 53);
}

#[test]
fn leaving_movement_does_not_silence_the_alarm_to_take_the_pack_off() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.advance(1190).await;
        // Movement asks first while cold is on (R17).
        let accept = [RuleId::R17].into();
        life.must(Wish::Start(Start { accept, ..Start::plain("stretch-start") })).await;
        life.advance(10).await;
        let heard = || life.desktop.seen(|seen| std::mem::take(&mut seen.sounds));
        assert!(heard().contains(&Sound::Alarm));
        life.must(Fact::Stop { slot: Slot::Activity, hurts: false }).await;
        assert!(!heard().contains(&Sound::Silent));
        life.must(OFF).await;
        assert!(heard().contains(&Sound::Silent));
    });
}

#[test]
fn a_press_is_judged_by_the_hours_of_where_the_person_is_now() {
    play(async |folder| {
        let (mut driver, _, _) = Life::driver(folder.path(), None);
        let here = driver.surroundings.offset();
        // Told of another zone last: this is the first that is heard after a journey.
        driver.surroundings.moved_to(-1);
        driver.apply(Fact::AcceptDisclaimer).unwrap();
        assert_eq!(driver.surroundings.offset(), here);
    });
}

#[test]
fn refusals_are_told_where_the_press_was_and_a_due_question_opens_the_window() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        let refused = life.handle.tell(start(1)).await.unwrap().unwrap_err();
        assert!(matches!(refused, Refused::Gate { .. }));
        let tray_start =
            || Input::Tray(TrayEvent::Pressed { action: TrayAction::Start("cold-20-20".into()), activation: None });
        life.handle.send(tray_start());
        life.view().await;
        assert_eq!(life.desktop.seen(|seen| seen.windows.clone()), [Some("/welcome".to_owned())]);

        life.healthy().await;
        assert_eq!(life.handle.tell(ON).await.unwrap(), Err(Refused::NothingRunning));
        life.must(start(1)).await;
        life.handle.send(tray_start());
        life.view().await;
        let note = life.desktop.seen(|seen| seen.notes.last().cloned()).unwrap();
        assert_eq!(note.tag_key, "refused");
        assert!(!note.body.is_empty());
        life.must(Fact::Stop { slot: Slot::Thermal, hurts: false }).await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.must(Fact::Stop { slot: Slot::Thermal, hurts: false }).await;
        life.must(OFF).await;
        life.handle.send(tray_start());
        life.view().await;
        let body = life.desktop.seen(|seen| seen.notes.last().cloned()).unwrap().body;
        assert!(body.contains("Cold again from") && body.contains("Rule R2. It comes from: "), "{body}");
        // An entry of the desktop's menu is pressed where as little is seen as in the tray.
        let told = life.desktop.seen(|seen| std::mem::take(&mut seen.notes));
        let wish = |reply| Input::Press { command: start(1), activation: None, reply };
        life.handle.call(wish).await.unwrap();
        let again = life.desktop.seen(|seen| seen.notes.clone());
        let last = told.last().unwrap();
        assert_eq!(again, [Note { serial: last.serial + 1, ..last.clone() }]);
        assert!(life.desktop.seen(|seen| seen.notes.iter().all(|note| note.tag_key != "app")), "that asks for a pack");
    });
}

#[test]
fn whoever_presses_for_a_window_is_told_why_none_comes_and_an_alert_that_raises_one_is_enough() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let told = || life.desktop.seen(|seen| std::mem::take(&mut seen.notes));
        let open = |urgent| Input::ShowWindow(Opening { urgent, ..Opening::default() });
        for urgent in [false, true] {
            // There is nothing to start it on, or it fails a moment later.
            for no_display in [true, false] {
                life.desktop.seen(|seen| seen.no_display = no_display);
                life.handle.send(open(urgent));
                if !no_display {
                    life.handle.send(Input::WindowFailed(NoWindow::NotStarted(std::io::ErrorKind::Other.into())));
                }
                life.view().await;
                let tags: Vec<_> = told().into_iter().map(|note| (note.tag_key, note.title)).collect();
                let expected = [("no-window".to_owned(), "The window did not open".to_owned())];
                assert_eq!(tags, expected[usize::from(urgent)..], "no display: {no_display}");
            }
        }
        assert_eq!(life.desktop.seen(|seen| seen.windows.len()), 4, "each request tries again");
        life.handle.send(open(false));
        life.handle.send(Input::WindowFailed(NoWindow::NotWanted));
        life.view().await;
        assert_eq!(told(), []);
    });
}

#[test]
fn an_old_button_of_the_same_exposure_still_takes_the_pack_off() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let token = life.view().await.thermal.as_ref().unwrap().token;
        life.advance(1260).await;
        let old = Press { answer: lumbar_engine::words::Answer::Off, token, slot: Slot::Thermal };
        life.handle.send(Input::Notifier(NotifierEvent::Pressed {
            tag_key: "thermal".into(),
            key: old.key(),
            activation: None,
        }));
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
    });
}

#[test]
fn quitting_asks_first_while_something_is_on_the_body() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let quit = async |force| life.handle.call(|reply| Input::Quit { force, reply }).await.unwrap();
        assert_eq!(quit(false).await, Err(OnBody));
        life.handle.send(Input::Tray(TrayEvent::Pressed { action: TrayAction::Quit, activation: None }));
        life.view().await;
        assert_eq!(life.desktop.seen(|seen| seen.notes.last().unwrap().tag_key.clone()), "quit");
        assert_eq!(quit(true).await, Ok(()));
        assert_eq!(life.loop_.await.unwrap(), End::Quit);
        let life = Life::begin(folder.path());
        assert_eq!(life.phase().await, Some(PhaseView::Running));
    });
}

#[test]
fn what_nobody_waits_for_any_more_begins_and_ends_nothing_and_a_fact_counts_all_the_same() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let gone = |command: Command| {
            let (reply, _) = tokio::sync::oneshot::channel();
            life.handle.send(Input::Tell(command, reply));
        };
        gone(start(1));
        assert_eq!(life.phase().await, None);
        life.must(start(1)).await;
        gone(ON);
        assert_eq!(life.phase().await, Some(PhaseView::Running));
        let (reply, _) = tokio::sync::oneshot::channel();
        life.handle.send(Input::Quit { force: true, reply });
        assert_eq!(life.phase().await, Some(PhaseView::Running));
    });
}

#[test]
fn the_question_whether_to_quit_goes_when_nothing_is_on_the_body_any_more() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let asked_back = || life.desktop.seen(|seen| seen.withdrawn.iter().filter(|tag| *tag == "quit").count());
        life.handle.send(Input::Tray(TrayEvent::Pressed { action: TrayAction::Quit, activation: None }));
        life.view().await;
        assert_eq!(asked_back(), 0);
        life.must(OFF).await;
        life.advance(600).await;
        assert_eq!(asked_back(), 1);
    });
}

#[test]
fn the_end_of_the_session_says_so_when_something_is_on_and_saves() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.handle.send(Input::SessionEnds);
        assert_eq!(life.loop_.await.unwrap(), End::Quit);
        assert_eq!(life.desktop.seen(|seen| seen.notes.last().unwrap().tag_key.clone()), "session-ends");
        assert_eq!(life.desktop.seen(|seen| seen.last_sound), Some(Sound::Bell), "heard to its end");
    });
}

#[test]
fn a_lost_bus_ends_the_program_only_when_nothing_is_on_the_body() {
    play(async |folder| {
        tokio::time::pause();
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let bus = |up| life.handle.send(Input::Notifier(NotifierEvent::Bus { up }));
        bus(true);
        bus(false);
        life.view().await;
        tokio::time::sleep(LEAVE * 3).await;
        assert_eq!(life.phase().await, Some(PhaseView::Running));
        life.must(OFF).await;
        assert_eq!(life.loop_.await.unwrap(), End::Quit);
    });
}

#[test]
fn notifications_of_an_earlier_run_are_replaced_or_closed() {
    play(async |folder| {
        let id = |id| NoteId { id, server: "s".into() };
        let shown = |tag: &str, n| Input::Notifier(NotifierEvent::Shown { tag_key: tag.into(), id: id(n), serial: 0 });
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.handle.send(shown("thermal", 7));
        life.handle.send(shown("app", 8));
        life.must(ON).await;
        life.handle.send(shown("thermal", 9));
        life.advance(1200).await;
        life.crash().await;
        let life = Life::begin(folder.path());
        life.view().await;
        assert_eq!(life.desktop.seen(|seen| seen.notes.last().unwrap().replaces.clone()), Some(id(9)));
        assert_eq!(life.desktop.seen(|seen| seen.stale.clone()), [id(8)]);
    });
}

#[test]
fn only_a_manual_clock_is_moved_by_hand_and_its_wall_steps_alone() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        let before = life.handle.look().await.unwrap().now;
        life.clock(ClockMove::StepWall { seconds: -10_800 }).await;
        let after = life.handle.look().await.unwrap().now;
        assert_eq!(after.ticks, before.ticks);
        assert_eq!((before.wall - after.wall).num_seconds(), 10_800);
    });
}

#[test]
fn the_status_has_the_form_that_readers_rely_on() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let status = async || {
            let snapshot = life.handle.look().await.unwrap();
            serde_json::to_value(Status::of(&snapshot)).unwrap()
        };
        let idle = status().await;
        let keys: Vec<&str> = idle.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["actions", "activity", "last", "next", "pending", "thermal", "timers", "unsaved", "version"]);
        assert_eq!(idle["thermal"], serde_json::Value::Null);
        assert_eq!(idle["actions"], serde_json::json!(["start", "prepare"]));

        life.must(start(2)).await;
        let ready = status().await;
        assert_eq!(ready["thermal"]["phase"], "ready");
        assert_eq!(ready["pending"][0]["question"], "put-on");
        assert_eq!(ready["pending"][0]["answers"][0], "on");

        life.must(ON).await;
        life.advance(300).await;
        let running = status().await;
        let session = &running["thermal"];
        let keys: Vec<&str> = session.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "elapsed_seconds",
                "ends_at",
                "modality",
                "phase",
                "remaining_seconds",
                "routine",
                "session",
                "since",
                "step",
                "step_kind",
                "turn",
                "turns",
            ]
        );
        assert_eq!(session["phase"], "running");
        assert_eq!(session["step_kind"], "expose");
        assert_eq!((session["turn"].as_u64(), session["turns"].as_u64()), (Some(1), Some(2)));
        assert_eq!(session["elapsed_seconds"], 300);
        assert_eq!(session["remaining_seconds"], 900);
        assert!(session["ends_at"].as_str().unwrap().ends_with('Z'));
        assert_eq!(running["pending"][0]["question"], "skin");
        for action in ["off", "skin", "stop"] {
            assert!(running["actions"].as_array().unwrap().contains(&action.into()), "{action}");
        }
    });
}

#[test]
fn a_preference_is_saved_with_its_step_and_speaks_at_once() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        for preference in [
            Preference::Theme(Theme::Dark),
            Preference::Language(Some("en-XA".into())),
            Preference::Discreet(true),
            Preference::Favourite("heat-pad".into(), true),
        ] {
            let kept = life.handle.call(|reply| Input::Prefer(preference, reply)).await.unwrap();
            assert_eq!(kept, Ok(Kept::OnDisk));
        }
        let prefs = life.handle.look().await.unwrap().prefs.clone();
        assert_eq!((prefs.theme, prefs.discreet), (Theme::Dark, true));
        life.healthy().await;
        life.must(start(1)).await;
        let said = Ui::new("en-XA").text("alert-put-on-discreet", &[]);
        assert!(!said.is_empty() && life.titles().contains(&said), "{:?}", life.titles());
        life.crash().await;
        assert_eq!(Life::begin(folder.path()).handle.look().await.unwrap().prefs, prefs);
    });
}

#[test]
fn routines_that_are_read_again_can_be_started_and_what_runs_stays_as_it_was() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        assert!(life.handle.tell(Wish::Start(Start::plain("mine"))).await.unwrap().is_err());
        let mut catalogue = Catalogue::built_in().unwrap();
        let mine = "id = \"mine\"\nkind = \"stretch\"\nfigure = \"rock\"\n[[step]]\ndo = \"move\"\n\
            text = \"rock\"\nfigure = \"rock\"\nseconds = 60\n";
        catalogue.add(mine).unwrap();
        let bad = || Notice::BadRoutine { file: "bad.toml".into(), why: Why::new("routine-file-not-text") };
        life.handle.send(Input::Routines(Arc::new(catalogue), vec![bad()]));
        let looked = life.handle.look().await.unwrap();
        assert!(looked.catalogue.routine("mine").is_some() && looked.notices.contains(&bad()));
        life.must(Wish::Start(Start::plain("mine"))).await;
        life.handle.send(Input::Routines(Arc::new(Catalogue::built_in().unwrap()), Vec::new()));
        let looked = life.handle.look().await.unwrap();
        assert!(looked.catalogue.routine("mine").is_none() && !looked.notices.contains(&bad()));
        assert_eq!(looked.view.activity.as_ref().map(|session| session.routine.id.as_str()), Some("mine"));
    });
}
