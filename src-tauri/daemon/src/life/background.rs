//! Assembles the background program from its parts and runs it to its end.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lumbar_engine::catalogue::Catalogue;
use lumbar_engine::{Engine, SAVED_VERSION, Saved};
use lumbar_ui::{Notice, Theme, Ui};
use serde::Deserialize;
use thiserror::Error;
use tokio::sync::{Notify, oneshot};

use crate::clock::Clock;
use crate::core::{self, Beginning, Driver, End, Handle, Input};
use crate::desktop::login::Login;
use crate::desktop::real::{RealDesktop, WindowProgram};
use crate::guard::Guard;
use crate::life::log;
use crate::life::profile::{self, DemoMark, Lock, Profile, ProfileError};
use crate::life::socket;
use crate::life::start::{self, LifeError, READY, Update};
use crate::store::writer::Keeper;
use crate::store::{Condition, Store, StoreError};
use crate::web::{self, Faces};

/// How long the one before is given to let go of the profile.
const LOCKED_FOR: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(20);
/// How long answers on their way are waited for at the end.
const LAST_ANSWERS: Duration = Duration::from_millis(500);

/// Why the background program does not run.
#[derive(Debug, Error)]
pub(crate) enum NoStart {
    /// Another one runs in this profile.
    #[error("Lumbar runs already in this profile")]
    RunsAlready,
    /// The profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The data cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A built-in routine is not sound; a test keeps this from a release.
    #[error(transparent)]
    Catalogue(#[from] lumbar_engine::routine::BadRoutine),
    /// The system refuses something every program needs.
    #[error("the system refuses: {0}")]
    System(#[from] io::Error),
}

/// A profile that this process owns, ready to run.
#[derive(Debug)]
pub(crate) struct Background {
    profile: Profile,
    demo: Option<DemoMark>,
    lock: Lock,
}

/// What comes after a life of the program.
enum Ending {
    /// Nothing.
    Quit,
    /// The newer program on the disk.
    Newer,
    /// This one again: the newer one does not work.
    Again(std::io::Error),
}

impl Ending {
    fn of(tried: std::io::Result<()>, told_to_end: &AtomicBool) -> Self {
        match tried {
            _ if told_to_end.load(Ordering::Relaxed) => Self::Quit,
            Ok(()) => Self::Newer,
            Err(why) => Self::Again(why),
        }
    }
}

impl Background {
    /// Becomes the owner of a profile.
    ///
    /// # Errors
    /// When it cannot be used, or another program owns it and answers.
    pub(crate) fn own(profile: Profile) -> Result<Self, NoStart> {
        profile::keep_private();
        profile.prepare()?;
        let mut left = LOCKED_FOR;
        let lock = loop {
            if let Some(lock) = profile.lock()? {
                break lock;
            }
            // One that was just killed may need a moment to be gone; one that answers is there to stay.
            if left.is_zero() || !matches!(start::find(&profile), Err(LifeError::NotRunning)) {
                return Err(NoStart::RunsAlready);
            }
            std::thread::sleep(LOOK);
            left = left.saturating_sub(LOOK);
        };
        let demo = profile.demo()?;
        Ok(Self { profile, demo, lock })
    }

    /// Runs until something ends it. `up` is called when the socket answers.
    ///
    /// # Errors
    /// When it cannot begin; then nothing was changed.
    pub(crate) fn run(self, verbose: u8, up: impl FnOnce(&Handle)) -> Result<(), NoStart> {
        let mut log = match log::begin(&self.profile, verbose) {
            Ok(log) => Some(log),
            Err(why) => {
                tracing::error!("{why}");
                None
            }
        };
        let program = std::env::current_exe()?;
        let mut up = Some(up);
        let told_to_end = Arc::new(AtomicBool::new(false));
        loop {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let life = self.live(&program, &told_to_end, |handle| {
                if let Some(up) = up.take() {
                    up(handle);
                }
            });
            let end = runtime.block_on(async {
                match life.await? {
                    // The program hears the system until there is another to hear it.
                    End::Update => {
                        let newer = program.clone();
                        let tried = tokio::task::spawn_blocking(move || start::try_out(&newer)).await;
                        Ok(Ending::of(tried.map_err(std::io::Error::other).and_then(|tried| tried), &told_to_end))
                    }
                    End::Quit => Ok::<_, NoStart>(Ending::Quit),
                }
            })?;
            // What still waits for the desktop is not waited for.
            runtime.shutdown_background();
            match end {
                Ending::Quit => {
                    if self.demo.is_some_and(|mark| mark.remove) {
                        remove(self.profile.data());
                    }
                    return Ok(());
                }
                Ending::Newer => {
                    tracing::info!("going on as the newer program");
                    // The thread that writes the log ends with this program.
                    drop(log.take());
                    let why = start::become_newer(&program, &self.profile);
                    tracing::error!("the newer program does not come up, this one goes on: {why}");
                }
                // The next life knows that file and does not try it again.
                Ending::Again(why) => tracing::error!("the newer program does not work, this one goes on: {why}"),
            }
        }
    }

    async fn live(
        &self,
        program: &Path,
        told_to_end: &Arc<AtomicBool>,
        up: impl FnOnce(&Handle),
    ) -> Result<End, NoStart> {
        let ui = Arc::new(Ui::new(&start::locale()));
        let clock = self.clock();
        let (store, opened) = Store::open(self.profile.data())?;
        let mut notices = notices_of(&opened.condition);
        let catalogue = catalogue(&self.profile, &mut notices)?;
        let stale = store.notification_ids();
        let theme = theme(&store);
        let newer_state = opened.saved.as_deref().and_then(version_of);
        let engine = self.engine(opened.saved, &opened.condition, catalogue.clone(), &clock, &mut notices);
        let unchosen = if self.demo.is_some() { NO_BED_HOURS } else { BED_HOURS };
        let bed = engine.chosen_bed_hours().unwrap_or(unchosen);

        let missed = Arc::new(Notify::new());
        let listener = socket::listen(self.profile.address(), Arc::clone(&missed))?;
        let (handle, inbox, rev) = core::channel(clock.now());
        // What a newer version wrote is never written over, or its part of it would be lost.
        let newer = newer_state.filter(|version| *version > SAVED_VERSION);
        let keeper = Keeper::start(store, handle.clone(), newer)?;
        let window = WindowProgram::beside(program, &self.profile);
        let window = self.demo.is_none_or(|mark| mark.window).then_some(window);
        let driver = Driver::new(
            Beginning {
                engine,
                clock,
                ui: Arc::clone(&ui),
                desktop: RealDesktop::start(&handle, window, Arc::clone(&missed)),
                keeper,
                notices,
                stale,
                theme,
                bed,
                guard: Some(Guard::new(program.to_owned(), &self.profile)),
                update: self.demo.is_none().then(|| Update::of(program)),
            },
            handle.clone(),
            inbox,
            rev,
        );
        let faces = Faces {
            handle: handle.clone(),
            ui,
            catalogue,
            profile: self.profile.data().to_owned(),
            demo: self.demo.is_some(),
            login: if self.demo.is_some() { Login::default() } else { Login::of(program, &self.profile) },
        };
        listen_for_signals(&handle, told_to_end, missed);
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(web::serve(listener, web::router(faces), async {
            let _ = stopped.await;
        }));
        if let Err(why) = self.lock.name_owner() {
            tracing::warn!("the lock takes no number: {why}");
        }
        tracing::info!("Lumbar {} begins", lumbar_protocol::VERSION);
        up(&handle);
        let end = driver.run().await;
        if let Err(why) = self.lock.name_nobody() {
            tracing::warn!("the lock keeps its number: {why}");
        }
        // Dropping the driver has answered everyone who waited; what they write is on its way.
        let _ = stop.send(());
        let _ = tokio::time::timeout(LAST_ANSWERS, serving).await;
        if cfg!(unix) {
            let _ = fs::remove_file(self.profile.address());
        }
        tracing::info!("Lumbar ends");
        Ok(end)
    }

    fn clock(&self) -> Clock {
        let state = || Some(self.profile.data().join("clock.json"));
        match self.demo {
            Some(mark) if mark.manual_clock => Clock::manual(state()),
            Some(mark) if mark.speed > 1 => Clock::fast(mark.speed, state()),
            Some(_) | None => Clock::system(),
        }
    }

    fn engine(
        &self,
        saved: Option<String>,
        condition: &Condition,
        catalogue: Catalogue,
        clock: &Clock,
        notices: &mut Vec<Notice>,
    ) -> Engine {
        let now = clock.now();
        let newer_text = saved.as_deref().and_then(version_of).is_some_and(|version| version > SAVED_VERSION);
        let newer = newer_text || matches!(condition, Condition::NewerSchema { .. });
        if newer && !notices.contains(&Notice::ReadOnly) {
            notices.push(Notice::ReadOnly);
        }
        let known = match saved.as_deref().map(|text| (text, serde_json::from_str::<Saved>(text))) {
            Some((_, Ok(known))) => Some(known),
            Some((text, Err(why))) => {
                tracing::error!("the saved state cannot be read: {why}");
                if !newer {
                    let set_aside = set_aside(self.profile.data(), text);
                    notices.push(Notice::StartedEmpty { set_aside: set_aside.display().to_string() });
                }
                None
            }
            None => None,
        };
        let lost = match condition {
            Condition::Fresh => false,
            Condition::StartedAnew { .. } | Condition::RestoredFromBackup { .. } => true,
            Condition::Normal | Condition::NewerSchema { .. } | Condition::CannotSave(_) => known.is_none(),
        };
        let mut engine = match known {
            Some(known) => Engine::restore(known, catalogue, now),
            None => Engine::new(catalogue, now),
        };
        // Something may be on all the same: the guard starts the program for no other reason.
        if lost {
            engine.lost_data();
        }
        engine.set_read_only(newer);
        engine
    }
}

/// Says on the output that the program is up, for whoever started it.
pub(crate) fn say_ready(profile: &Profile) {
    let mut out = io::stdout().lock();
    // Nobody may listen, which is no harm.
    let _ = writeln!(out, "{READY}{}", profile.address()).and_then(|()| out.flush());
}

/// The form a saved state was written in, also where the rest of it cannot be read.
fn version_of(text: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Any {
        version: u32,
    }
    serde_json::from_str::<Any>(text).ok().map(|any| any.version)
}

/// Keeps a state that cannot be read beside the data; never deletes one.
fn set_aside(data: &Path, text: &str) -> PathBuf {
    let file = crate::life::profile::free_name(data, "state.unreadable");
    if let Err(why) = crate::life::profile::write_whole(&file, text.as_bytes()) {
        tracing::error!("it could not be set aside: {why}");
    }
    file
}

fn notices_of(condition: &Condition) -> Vec<Notice> {
    let shown = |path: &PathBuf| path.display().to_string();
    match condition {
        Condition::Fresh | Condition::Normal => Vec::new(),
        Condition::RestoredFromBackup { set_aside } => vec![Notice::RestoredFromBackup { set_aside: shown(set_aside) }],
        Condition::StartedAnew { set_aside } => vec![Notice::StartedEmpty { set_aside: shown(set_aside) }],
        Condition::NewerSchema { .. } => vec![Notice::ReadOnly],
        Condition::CannotSave(why) => vec![Notice::NotSaved { why: why.to_string() }],
    }
}

/// The built-in routines and those of the person's own; a file that is not taken is said, and takes nothing with it.
fn catalogue(profile: &Profile, notices: &mut Vec<Notice>) -> Result<Catalogue, NoStart> {
    let mut catalogue = Catalogue::built_in()?;
    let mut files: Vec<PathBuf> = match fs::read_dir(profile.routines()) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(_) => Vec::new(),
    };
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    for file in files {
        let taken = fs::read_to_string(&file).map_err(|why| why.to_string());
        let taken = taken.and_then(|text| catalogue.add(&text).map_err(|why| why.to_string()));
        if let Err(why) = taken {
            tracing::warn!("the routine file {} is not taken: {why}", file.display());
            let file = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            notices.push(Notice::BadRoutine { file, why });
        }
    }
    Ok(catalogue)
}

fn theme(store: &Store) -> Theme {
    let chosen = store.settings().ok().and_then(|settings| settings.read::<String>("theme"));
    match chosen.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        Some(_) | None => Theme::Desktop,
    }
}

/// From 23:00 to 6:00 until the person says otherwise (our own choice).
const BED_HOURS: (u16, u16) = (23 * 60, 6 * 60);
/// A demo is played at any hour.
const NO_BED_HOURS: (u16, u16) = (0, 0);

/// The system asks the program to end, or its terminal was closed: the last words come first. Someone who found nobody at
/// the socket asks for it.
#[cfg(unix)]
fn listen_for_signals(handle: &Handle, told_to_end: &Arc<AtomicBool>, missed: Arc<Notify>) {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
        match signal(kind) {
            Ok(mut signals) => {
                let (handle, told_to_end) = (handle.clone(), Arc::clone(told_to_end));
                tokio::spawn(async move {
                    while signals.recv().await.is_some() {
                        told_to_end.store(true, Ordering::Relaxed);
                        handle.send(Input::SessionEnds);
                    }
                });
            }
            Err(why) => tracing::warn!("a signal cannot be listened for: {why}"),
        }
    }
    match signal(SignalKind::user_defined1()) {
        Ok(mut signals) => {
            tokio::spawn(async move {
                while signals.recv().await.is_some() {
                    missed.notify_one();
                }
            });
        }
        Err(why) => tracing::warn!("a call to the socket cannot be listened for: {why}"),
    }
}

#[cfg(windows)]
fn listen_for_signals(handle: &Handle, told_to_end: &Arc<AtomicBool>, _: Arc<Notify>) {
    let (handle, told_to_end) = (handle.clone(), Arc::clone(told_to_end));
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            told_to_end.store(true, Ordering::Relaxed);
            handle.send(Input::SessionEnds);
        }
    });
}

fn remove(folder: &Path) {
    if let Err(why) = fs::remove_dir_all(folder) {
        tracing::warn!("the demo's folder stays: {why}");
    }
}
