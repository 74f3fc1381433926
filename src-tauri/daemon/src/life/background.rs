//! Assembles the background program from its parts and runs it to its end.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::time::Now;
use lumbar_ui::settings::{BED_HOURS, Hours};
use lumbar_ui::{Languages, Notice, Ui, writes_twelve_hours};
use thiserror::Error;
use tokio::sync::Notify;

use crate::client::output::complain;
use crate::clock::Clock;
use crate::core::{self, Driver, End, Handle, Input, Setup};
use crate::desktop::hours::look_at_clock;
use crate::desktop::login::Login;
use crate::desktop::real::RealDesktop;
use crate::desktop::window::WindowProgram;
use crate::guard::Guard;
use crate::life::last_panic;
use crate::life::lock::Lock;
use crate::life::log;
use crate::life::process;
use crate::life::profile::demo::DemoMark;
use crate::life::profile::{Profile, ProfileError};
use crate::life::recall::{Recalled, recall};
use crate::life::socket;
use crate::life::start::{self, LifeError, READY};
use crate::store::StoreError;
use crate::store::files;
use crate::store::routine_files::RoutineFiles;
use crate::store::writer::Writer;
use crate::web::{self, Faces, Server};
use crate::witness::{Found, Place, Scribe};

/// How long the one before is given to let go of the profile.
const LOCKED_FOR: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(20);
/// How long answers on their way are waited for at the end.
const LAST_ANSWERS: Duration = Duration::from_millis(500);
/// How long the lock may take to lose its number at the end.
const LAST_WRITE: Duration = Duration::from_secs(1);
/// How long the folder of a demo may take to be gone.
const REMOVED: Duration = Duration::from_secs(10);

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
    Catalogue(#[from] lumbar_engine::routine::bad::BadRoutine),
    /// The system refuses something every program needs.
    #[error("the system refuses: {0}")]
    System(#[from] io::Error),
}

/// What the process that started this one knows.
#[derive(Debug)]
pub(crate) struct Told {
    /// What is on the body, from the guard.
    pub(crate) worn: Found,
    /// Why a newer version did not take over from this one.
    pub(crate) update_failed: Option<String>,
}

impl Told {
    /// A person started it.
    pub(crate) fn nothing() -> Self {
        Self { worn: Found::Nothing, update_failed: None }
    }
}

/// A profile that this process owns, ready to run.
#[derive(Debug)]
pub(crate) struct Background {
    profile: Profile,
    demo: Option<DemoMark>,
    lock: Arc<Lock>,
}

impl Background {
    /// Becomes the owner of a profile.
    ///
    /// # Errors
    /// When it cannot be used, or another program owns it and answers.
    pub(crate) fn own(profile: Profile) -> Result<Self, NoStart> {
        files::keep_private();
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
        Ok(Self { profile, demo, lock: Arc::new(lock) })
    }

    /// Runs until something ends it; `up` is called when the socket answers.
    ///
    /// # Errors
    /// When it cannot begin; then nothing was changed.
    pub(crate) fn run(self, told: Told, verbose: u8, up: impl FnOnce(&Handle)) -> Result<(), NoStart> {
        let Told { worn, update_failed } = told;
        let (log, no_log) = log::begin(&self.profile, verbose);
        let no_log = no_log.map(|why| {
            tracing::error!("{why}");
            Notice::NoLog { folder: self.profile.log().display().to_string(), why: files::said_by_system(&why) }
        });
        last_panic::leave_traces(self.profile.log());
        let mut first: Vec<Notice> = no_log.into_iter().collect();
        first.extend(update_failed.map(|why| Notice::UpdateFailed { why }));
        first.extend(last_panic::take(self.profile.log()).map(|at| Notice::Panicked { at }));
        let program = process::background_program()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let end = runtime.block_on(self.serve(&program, worn, first, up))?;
        // What still waits for the desktop is not waited for.
        runtime.shutdown_background();
        match end {
            End::Quit => {
                if self.demo.is_some_and(|mark| mark.remove) {
                    let folder = self.profile.data().to_owned();
                    if in_time(REMOVED, move || remove(&folder)).is_none() {
                        tracing::warn!("the demo's folder stays: its disk does not answer");
                    }
                }
            }
            End::Replaced(successor) => {
                tracing::info!("{} takes this program's place", successor.display());
                if let Err(why) = self.lock.release() {
                    tracing::warn!("the profile is let go of at the very end: {why}");
                }
                if let Err(why) = start::launch(&successor, &self.profile, &[]) {
                    tracing::error!("it does not come up, so this version goes on: {why}");
                    let again = start::launch(&program, &self.profile, &["--update-failed", &why.to_string()]);
                    if let Err(why) = again {
                        tracing::error!("nor does this one: {why}");
                    }
                }
            }
        }
        // The thread that writes the log ends with this program.
        drop(log);
        Ok(())
    }

    async fn serve(
        &self,
        program: &Path,
        handed: Found,
        mut notices: Vec<Notice>,
        up: impl FnOnce(&Handle),
    ) -> Result<End, NoStart> {
        outlive_full_files();
        let languages = Arc::new(Languages::of_system(&process::locale()));
        let clock = self.clock();
        let (routine_files, (catalogue, bad)) = RoutineFiles::read(self.profile.routines(), &languages.spoken())?;
        languages.learn_names(&catalogue);
        let elsewhere = self.profile.witness_elsewhere();
        let recalled = recall(self.profile.data(), elsewhere, handed, catalogue, clock.now())?;
        let Recalled { store, witness, engine, mark, newer, notices: recalled } = recalled;
        notices.extend(recalled);
        notices.extend(bad);
        let stale = store.notification_ids();
        let prefs = store.prefs().unwrap_or_default();
        languages.system_clock(writes_twelve_hours(&process::time_locale()));
        languages.prefer(&prefs);

        let missed = Arc::new(Notify::new());
        let (handle, inbox, rev) = core::channel(clock.now());
        // The owner that is written down is called by a signal, so it must be heard from then on.
        listen_for_signals(&handle, Arc::clone(&missed));
        let faces = Faces {
            handle: handle.clone(),
            languages: Arc::clone(&languages),
            routine_files: Arc::new(routine_files),
            files_change: tokio::sync::Mutex::default(),
            profile: self.profile.data().to_owned(),
            log: self.profile.log().to_owned(),
            demo: self.demo.is_some(),
            login: if self.demo.is_some() { Login::default() } else { Login::of(program, &self.profile) },
        };
        let odd_clock = faces.ui().text("program-odd-clock", &[]);
        // Before anything is said: where nobody can listen, nothing begins. What is asked before the driver runs waits for it.
        let (places, called, published) = (self.profile.places().to_vec(), Arc::clone(&missed), self.published());
        let (server, passed_over) =
            Server::start(move || socket::listen(places, called, published), web::router(faces), odd_clock)?;
        notices.extend(passed_over.first().map(|(place, why)| Notice::OtherSocket {
            place: place.display().to_string(),
            why: files::said_by_system(why),
        }));
        for notice in &notices {
            on_output(&languages.spoken(), notice, clock.now());
        }
        let writer = Writer::start(store, witness, handle.clone(), newer)?;
        let scribe = Scribe::start(Place::elsewhere(elsewhere.to_owned()))?;
        let window = WindowProgram::beside(program, &self.profile);
        let window = self.demo.is_none_or(|mark| mark.window).then_some(window);
        let driver = Driver::new(
            Setup {
                engine,
                clock,
                languages,
                desktop: RealDesktop::start(&handle, window, Arc::clone(&missed)),
                writer,
                mark,
                scribe,
                notices,
                stale,
                prefs,
                usual_bed: if self.demo.is_some() { NO_BED_HOURS } else { usual_bed_hours() },
                guard: Some(Guard::new(program.to_owned(), &self.profile)),
            },
            handle.clone(),
            inbox,
            rev,
        );
        look_at_clock(handle.clone());
        tracing::info!("Lumbar {} begins", lumbar_protocol::VERSION);
        up(&handle);
        let end = driver.run().await;
        self.forget_owner();
        // Dropping the driver has answered everyone who waited; what they write is on its way.
        server.finish(LAST_ANSWERS).await;
        tracing::info!("Lumbar ends");
        Ok(end)
    }

    /// Takes back who owns the profile. On a disk that takes nothing that is left to whoever finds nobody by that number.
    fn forget_owner(&self) {
        let lock = Arc::clone(&self.lock);
        match in_time(LAST_WRITE, move || lock.name_nobody()) {
            Some(Ok(())) => {}
            Some(Err(why)) => tracing::warn!("the lock keeps its number: {why}"),
            None => tracing::warn!("the lock keeps its number: its disk does not answer"),
        }
    }

    /// Writes down where the socket is.
    fn published(&self) -> socket::Published {
        let lock = Arc::clone(&self.lock);
        Box::new(move |address| {
            if let Err(why) = lock.name_owner(address) {
                tracing::warn!("the lock takes no number and address: {why}");
            }
        })
    }

    fn clock(&self) -> Clock {
        let state = || Some(self.profile.data().join("clock.json"));
        match self.demo {
            Some(mark) if mark.manual_clock => Clock::manual(state()),
            Some(mark) if mark.speed > 1 => Clock::fast(mark.speed, state()),
            Some(_) | None => Clock::system(),
        }
    }
}

/// Says on the output that the program is up, for its parent.
pub(crate) fn say_ready(profile: &Profile) {
    let mut out = io::stdout().lock();
    // Nobody may listen, which is no harm.
    let _ = writeln!(out, "{READY}{}", profile.address()).and_then(|()| out.flush());
}

/// Says on the terminal what the program goes on without. What concerns the data stands on Today alone.
fn on_output(ui: &Ui, notice: &Notice, now: Now) {
    match notice {
        Notice::NoLog { .. } | Notice::OtherSocket { .. } => complain(&ui.notice(notice, now, Clock::offset(now.wall))),
        Notice::Panicked { .. }
        | Notice::NotSaved { .. }
        | Notice::RestoredFromBackup { .. }
        | Notice::StartedEmpty { .. }
        | Notice::Mended { .. }
        | Notice::KeptAside { .. }
        | Notice::Doubted
        | Notice::ReadOnly
        | Notice::BadRoutine { .. }
        | Notice::BadRoutines { .. }
        | Notice::UpdateFailed { .. }
        | Notice::UpdateWaits => {}
    }
}

/// The bed hours of a person who chose none (our own choice).
fn usual_bed_hours() -> (u16, u16) {
    let Hours { from, until } = BED_HOURS.usual();
    (from, until)
}

/// A demo is played at any hour.
const NO_BED_HOURS: (u16, u16) = (0, 0);

/// The system asks the program to end, or its terminal was closed: the last words come first. Someone who found nobody at
/// the socket asks for it.
#[cfg(unix)]
fn listen_for_signals(handle: &Handle, missed: Arc<Notify>) {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
        match signal(kind) {
            Ok(mut signals) => {
                let handle = handle.clone();
                tokio::spawn(async move {
                    while signals.recv().await.is_some() {
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

/// Lets a file that may not grow any more (RLIMIT_FSIZE) be an error of that write, where it would end the program. The
/// handler stays for good.
#[cfg(unix)]
fn outlive_full_files() {
    let full = tokio::signal::unix::SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw());
    if let Err(why) = tokio::signal::unix::signal(full) {
        tracing::warn!("a file that may not grow will end the program: {why}");
    }
}

#[cfg(windows)]
fn outlive_full_files() {}

/// The same on Windows, as far as a program of the console is told: its keys, its window closed, the end of the session.
#[cfg(windows)]
fn listen_for_signals(handle: &Handle, _: Arc<Notify>) {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};
    let handle = handle.clone();
    let all = (|| io::Result::Ok((ctrl_c()?, ctrl_break()?, ctrl_close()?, ctrl_logoff()?, ctrl_shutdown()?)))();
    match all {
        Ok((mut c, mut pause, mut close, mut logoff, mut shutdown)) => {
            tokio::spawn(async move {
                loop {
                    tokio::select! {
                        Some(()) = c.recv() => {}
                        Some(()) = pause.recv() => {}
                        Some(()) = close.recv() => {}
                        Some(()) = logoff.recv() => {}
                        Some(()) = shutdown.recv() => {}
                        else => return,
                    }
                    handle.send(Input::SessionEnds);
                }
            });
        }
        Err(why) => tracing::warn!("the end of the session cannot be listened for: {why}"),
    }
}

/// Does something that a disk may hold up without an end, on a thread of its own; `None` where it took longer.
fn in_time<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (tell, told) = std::sync::mpsc::channel();
    let worker = move || {
        // Nobody may wait any more.
        let _ = tell.send(work());
    };
    if let Err(why) = std::thread::Builder::new().name("last-write".into()).spawn(worker) {
        tracing::warn!("nothing more can be written: {why}");
        return None;
    }
    told.recv_timeout(limit).ok()
}

fn remove(folder: &Path) {
    if let Err(why) = fs::remove_dir_all(folder) {
        tracing::warn!("the demo's folder stays: {why}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_never_answers_holds_the_end_up_for_no_longer_than_its_limit() {
        let (thaw, frozen) = std::sync::mpsc::channel::<()>();
        assert_eq!(in_time(Duration::from_millis(20), move || frozen.recv().is_ok()), None);
        drop(thaw);
        assert_eq!(in_time(Duration::from_secs(60), || "written"), Some("written"));
    }
}
