//! Owns the engine, the order of things and the one loop: whatever happens comes in, what follows goes out, then it sleeps.
//!
//! What time brings is told at once. What a press changed is told when it is saved, so that nothing confirmed is ever lost.

mod answer;
mod ending;
mod inbox;
mod outside;
mod passing;
mod saving;
mod snapshot;
mod tell;
#[cfg(test)]
mod tests;
mod window;

use std::collections::{BTreeMap, VecDeque};
use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::Engine;
use lumbar_engine::alert::{Alert, Effect, Sound, Tag, Urgency};
use lumbar_engine::request::{Refused, Request};
use lumbar_engine::time::Now;
use lumbar_engine::view::View;
use lumbar_ui::{DesktopInfo, Notice, Theme, Ui};
use tokio::sync::{mpsc, watch};
use tokio::time::{Sleep, sleep};

pub(crate) use answer::slot;
pub(crate) use inbox::{Ending, Handle, Inbox, Input, NoManualClock, Reply};
pub(crate) use snapshot::Snapshot;
pub(crate) use tell::question;

use crate::clock::Clock;
use crate::desktop::notify::NoteId;
use crate::desktop::port::Desktop;
use crate::desktop::power::Done;
use crate::guard::Guard;
use crate::life::start::Update;
use crate::store::writer::Keeper;
use ending::LEAVE;
use saving::Saving;
use window::WindowLine;

/// A machine that goes to sleep is held up for at most this long.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Someone asked for it, or the session is over.
    Quit,
    /// A newer program lies on the disk and should go on in this one's place.
    Update,
}

/// What the driver begins with.
#[derive(Debug)]
pub(crate) struct Beginning<D> {
    /// The engine as it was restored, its first effects still in it.
    pub(crate) engine: Engine,
    /// The only reader of time.
    pub(crate) clock: Clock,
    /// The texts.
    pub(crate) ui: Arc<Ui>,
    /// The person's desktop.
    pub(crate) desktop: D,
    /// The thread that saves.
    pub(crate) keeper: Keeper,
    /// What a person should know about Lumbar itself.
    pub(crate) notices: Vec<Notice>,
    /// Notifications of an earlier run.
    pub(crate) stale: BTreeMap<String, NoteId>,
    /// The person's choice of theme.
    pub(crate) theme: Theme,
    /// The person's bed hours, minutes after midnight, local; equal = none.
    pub(crate) bed: (u16, u16),
    /// What keeps watch while something is on the body.
    pub(crate) guard: Option<Guard>,
    /// Where a newer program would lie.
    pub(crate) update: Option<Update>,
}

/// Something that waits until a step is saved.
#[derive(Debug)]
enum Held {
    Effect(Effect),
    Done(Reply<Result<(), Refused>>),
    Moved(Reply<Result<(), NoManualClock>>),
    Look(Reply<Arc<Snapshot>>),
}

/// What must be said before the machine goes to sleep.
#[derive(Debug)]
struct LastWords {
    /// The showing it is said with.
    serial: u64,
    /// How long it is waited for.
    patience: Pin<Box<Sleep>>,
    /// Dropped when it is said.
    _done: Done,
}

/// The loop and all it owns.
pub(crate) struct Driver<D> {
    engine: Engine,
    clock: Clock,
    ui: Arc<Ui>,
    desktop: D,
    saving: Saving,
    inbox: Inbox,
    handle: Handle,
    window: WindowLine,
    /// A person waits for the window that was started last.
    window_awaited: bool,
    held: VecDeque<(u64, Held)>,
    /// The last one shown to faces.
    view: Arc<View>,
    /// The last one the engine gave, saved or not.
    fresh: View,
    rev: watch::Sender<u64>,
    notices: Vec<Notice>,
    theme: Theme,
    bed: (u16, u16),
    /// The local offset the engine was told last, s east of UTC.
    offset: Option<i32>,
    info: DesktopInfo,
    stale: BTreeMap<String, NoteId>,
    guard: Option<Guard>,
    update: Option<Update>,
    /// Another program lies on the disk, and is looked at again then.
    look_again: Option<Pin<Box<Sleep>>>,
    /// The ticks of the next deadline.
    deadline: Option<Duration>,
    /// The ticks of the last look at the battery.
    battery_seen: Option<Duration>,
    /// The ticks at which the session on the body was spoken of last.
    told: Option<Duration>,
    /// What the last alarm was about, until it is silenced.
    alarm: Option<Tag>,
    /// What was heard last is that the machine goes to sleep.
    sleep_rings: bool,
    /// Holds the machine's sleep until the last words are out.
    last_words: Option<LastWords>,
    /// How many notifications were shown.
    serial: u64,
    /// It was asked whether to quit with something on the body.
    quit_asked: bool,
    patience: Option<Pin<Box<Sleep>>>,
    again: Option<Pin<Box<Sleep>>>,
    bus_seen: bool,
    bus_lost: bool,
    leave: Option<Pin<Box<Sleep>>>,
    end: Option<End>,
}

/// The channel into a driver that is yet to begin at `now`, so that ports can be given its handle.
pub(crate) fn channel(now: Now) -> (Handle, Inbox, watch::Sender<u64>) {
    let (send, inbox) = mpsc::unbounded_channel();
    let rev = watch::Sender::new(first_revision(now));
    (Handle::new(send, rev.subscribe()), inbox, rev)
}

/// Every life of the program counts from elsewhere, so that a page left open sees that something changed. An upgrade keeps
/// the process and its number; scripts read numbers below 2^53 only.
fn first_revision(now: Now) -> u64 {
    let since = u64::try_from(now.wall.timestamp_millis()).unwrap_or(0);
    (since * 1000 + u64::from(std::process::id()) * 1_000_000) % (1 << 52)
}

impl<D: Desktop> Driver<D> {
    /// Takes over; what the restored engine has to say is said at once.
    pub(crate) fn new(beginning: Beginning<D>, handle: Handle, inbox: Inbox, rev: watch::Sender<u64>) -> Self {
        let Beginning { engine, clock, ui, desktop, keeper, notices, stale, theme, bed, guard, update } = beginning;
        let fresh = engine.view();
        let mut driver = Self {
            engine,
            clock,
            ui,
            desktop,
            saving: Saving::new(keeper),
            inbox,
            handle,
            window: WindowLine::default(),
            window_awaited: false,
            held: VecDeque::new(),
            view: Arc::new(fresh.clone()),
            fresh,
            rev,
            notices,
            theme,
            bed,
            offset: None,
            info: DesktopInfo::default(),
            stale,
            guard,
            update,
            look_again: None,
            deadline: None,
            battery_seen: None,
            told: None,
            alarm: None,
            sleep_rings: false,
            last_words: None,
            serial: 0,
            quit_asked: false,
            patience: None,
            again: None,
            bus_seen: false,
            bus_lost: false,
            leave: None,
            end: None,
        };
        driver.begin();
        driver
    }

    fn begin(&mut self) {
        let now = self.clock.now();
        self.mind_the_zone(now);
        self.engine.advance(now);
        self.drain(true);
        let stale = std::mem::take(&mut self.stale);
        self.desktop.close_stale(stale.into_values().collect());
        // The moment of a start is worth keeping: it is how a wall that runs backwards is found out.
        self.saving.changed();
        self.settle(now);
        self.pace();
        self.desktop.tray(&self.ui, &self.view, self.engine.catalogue(), now);
    }

    /// Runs until something ends it. All that is on its way to the disk is waited for.
    pub(crate) async fn run(mut self) -> End {
        // The guard counts real time, whatever a demo's clock does; one timer of the system wakes the program once for it.
        let real = Clock::system();
        let pulse = self.guard.as_ref().map_or(LEAVE, Guard::pulse);
        let mut beat_due = real.now().ticks;
        let end = loop {
            if let Some(end) = self.end {
                break end;
            }
            let clock = self.clock.clone();
            let now = clock.now();
            let due = self.deadline.map(|deadline| deadline.saturating_sub(now.ticks));
            let on_body = self.engine.on_body();
            let due = async {
                match due {
                    Some(after) if on_body => clock.wake_at(after).await,
                    after => wait(&clock, after).await,
                }
            };
            let minute = wait(&clock, tell::next_minute(&self.view, now));
            let guarded = self.guard.as_ref().is_some_and(Guard::is_watching);
            if !guarded {
                // It begins with a beat of its own.
                beat_due = real.now().ticks.saturating_add(pulse);
            }
            let beat = real.sleep_until(beat_due.saturating_sub(real.now().ticks));
            tokio::select! {
                biased;
                input = self.inbox.recv() => match input {
                    Some(input) => self.take(input),
                    None => break End::Quit,
                },
                () = due => self.pass(),
                () = clock.stepped() => self.pass(),
                () = minute => self.desktop.tray(&self.ui, &self.view, self.engine.catalogue(), clock.now()),
                () = beat, if guarded => {
                    beat_due = real.now().ticks.saturating_add(pulse);
                    if let Some(guard) = &mut self.guard {
                        guard.beat(&self.handle);
                    }
                }
                () = maybe(self.patience.as_mut()) => self.lose_patience(),
                () = maybe(self.again.as_mut()) => self.pass(),
                () = maybe(self.look_again.as_mut()) => self.look_for_update(),
                () = maybe(self.last_words.as_mut().map(|words| &mut words.patience)) => self.last_words = None,
                () = maybe(self.leave.as_mut()) => {
                    tracing::info!("the desktop's bus is gone and nothing is on the body");
                    self.end = Some(End::Quit);
                }
            }
        };
        self.finish(end).await
    }

    /// Carries out a request. What time had brought before it goes out first, whatever becomes of the request.
    fn apply(&mut self, request: Request) -> Result<(), Refused> {
        let now = self.clock.now();
        // A press may be the first thing after a journey: bed hours hold where the person is (R12).
        self.time_passes(now);
        let answered = answer::answered(&request);
        let result = self.engine.apply(request, now);
        if let Some(chosen) = self.engine.chosen_bed_hours() {
            self.bed = chosen;
        }
        if result.is_ok() {
            self.saving.changed();
            // The take-off alarm goes on ringing when a step of movement is left out.
            if answered.is_some_and(|tag| self.alarm.is_none_or(|alarm| answer::ends(tag, alarm))) {
                self.silence();
            }
        }
        // A refusal holds nothing back: what comes out beside it is time's doing.
        self.drain(result.is_err());
        self.settle(now);
        result
    }

    /// Takes out what the engine wants of the world.
    fn drain(&mut self, at_once: bool) {
        while let Some(effect) = self.engine.poll_effect() {
            match effect {
                Effect::Record(event) => {
                    self.saving.changed();
                    self.saving.record(event);
                }
                Effect::Alert(alert) if at_once || insists(&alert) => {
                    self.saving.changed();
                    if !tell::is_beat(&alert.about) {
                        self.forget_held(alert.tag);
                    }
                    self.tell(&alert);
                }
                Effect::Withdraw(tag) if at_once => {
                    self.forget_held(tag);
                    self.desktop.withdraw(&answer::tag_key(tag));
                }
                Effect::Alert(_) | Effect::Withdraw(_) => {
                    self.held.push_back((self.saving.step(), Held::Effect(effect)));
                }
            }
        }
    }

    /// What still waits for the disk under this tag is older than what goes out now, and would take its place.
    fn forget_held(&mut self, tag: Tag) {
        self.held.retain(|(_, held)| match held {
            Held::Effect(Effect::Alert(alert)) => alert.tag != tag,
            Held::Effect(Effect::Withdraw(held)) => *held != tag,
            Held::Effect(Effect::Record(_)) | Held::Done(_) | Held::Moved(_) | Held::Look(_) => true,
        });
    }

    /// Brings everything outside into line with the engine.
    fn settle(&mut self, now: Now) {
        let view = self.engine.view();
        if view != self.fresh {
            self.fresh = view;
            self.saving.changed();
        }
        let wake = self.engine.next_wake();
        let wall = wake.wall.map(|wall| (wall - now.wall).to_std().unwrap_or_default());
        let after = [wake.after, wall].into_iter().flatten().min();
        self.deadline = after.map(|after| now.ticks.saturating_add(after));

        let on_body = self.engine.on_body();
        self.desktop.hold_idle(self.engine.keeps_awake());
        self.desktop.hold_sleep(on_body);
        self.desktop.watch_battery(self.fresh.thermal.is_some());
        if let Some(guard) = self.guard.as_mut().filter(|_| on_body) {
            guard.watch(true, &self.handle);
        }
        if !on_body {
            self.quit_is_settled();
        }
        self.save(now);
        self.release(now);
        self.consider_leaving(on_body);
        self.consider_updating(on_body);
    }

    fn save(&mut self, now: Now) {
        if self.saving.is_due() {
            self.begin_save(now);
        }
    }

    fn begin_save(&mut self, now: Now) {
        match serde_json::to_string(&self.engine.saved()) {
            Ok(saved) => self.saving.begin(saved, now),
            Err(why) => tracing::error!("the state cannot be written: {why}"),
        }
        self.patience = Some(Box::pin(sleep(saving::PATIENCE)));
        self.again = None;
    }

    /// Lets out what is saved, or what can no longer wait.
    fn release(&mut self, now: Now) {
        // As long as the disk may say that something is on the body, a kill must bring the program back.
        if let Some(guard) = self.guard.as_mut().filter(|_| !self.engine.on_body() && self.saving.is_kept()) {
            guard.watch(false, &self.handle);
        }
        self.publish(now);
        while self.held.front().is_some_and(|(step, _)| self.saving.may_confirm(*step)) {
            match self.held.pop_front() {
                Some((_, Held::Effect(Effect::Alert(alert)))) => self.tell(&alert),
                Some((_, Held::Effect(Effect::Withdraw(tag)))) => self.desktop.withdraw(&answer::tag_key(tag)),
                Some((_, Held::Done(reply))) => answered(reply, Ok(())),
                Some((_, Held::Moved(reply))) => answered(reply, Ok(())),
                Some((_, Held::Look(reply))) => answered(reply, Arc::new(self.snapshot(now))),
                Some((_, Held::Effect(Effect::Record(_)))) | None => {}
            }
        }
    }

    /// Shows the faces what is, once it may be confirmed.
    fn publish(&mut self, now: Now) {
        if !self.saving.may_confirm(self.saving.step()) {
            return;
        }
        let info = DesktopInfo {
            sound: self.desktop.sound_info(),
            notifications: self.info.notifications.clone(),
            tray: self.desktop.has_tray(),
            // Looked up when a page that says it is made.
            login: None,
        };
        let trouble = self.saving.trouble().map(|why| Notice::NotSaved { why: why.to_owned() });
        let said = self.notices.iter().find(|notice| matches!(notice, Notice::NotSaved { .. })).cloned();
        let differs = *self.view != self.fresh || info != self.info || trouble != said;
        if !differs {
            return;
        }
        if trouble != said {
            self.notices.retain(|notice| !matches!(notice, Notice::NotSaved { .. }));
            self.notices.extend(trouble);
        }
        self.info = info;
        if *self.view != self.fresh {
            self.view = Arc::new(self.fresh.clone());
        }
        self.rev.send_modify(|rev| *rev += 1);
        self.pace();
        self.desktop.tray(&self.ui, &self.view, self.engine.catalogue(), now);
    }

    /// A demo's time runs fast only while something goes on and nothing waits for an answer.
    fn pace(&self) {
        let running = self.view.thermal.is_some() || self.view.activity.is_some() || !self.view.timers.is_empty();
        self.clock.run(running && self.view.pending.is_empty());
    }

    fn snapshot(&self, now: Now) -> Snapshot {
        Snapshot {
            rev: *self.rev.borrow(),
            now,
            view: Arc::clone(&self.view),
            notices: self.notices.clone(),
            desktop: self.info.clone(),
            theme: self.theme,
        }
    }

    fn saved(&mut self, step: u64, result: Result<(), crate::store::StoreError>) {
        self.saving.ended(step, result);
        self.patience = None;
        let now = self.clock.now();
        if self.saving.trouble().is_none() {
            self.save(now);
        } else {
            self.again = self.saving.again().map(|after| Box::pin(sleep(after)));
        }
        self.release(now);
        self.consider_updating(self.engine.on_body());
    }

    fn lose_patience(&mut self) {
        self.patience = None;
        self.saving.gave_up();
        self.release(self.clock.now());
    }
}

/// An alarm or a question that stays does not wait for a disk, even when a press brought it about.
fn insists(alert: &Alert) -> bool {
    alert.urgency == Urgency::Critical || alert.sound == Sound::Alarm
}

/// Whoever asked may have gone; that is no harm.
fn answered<T>(reply: Reply<T>, answer: T) {
    let _ = reply.send(answer);
}

async fn wait(clock: &Clock, after: Option<Duration>) {
    match after {
        Some(after) => clock.sleep_until(after).await,
        None => pending().await,
    }
}

async fn maybe(sleep: Option<&mut Pin<Box<Sleep>>>) {
    match sleep {
        Some(sleep) => sleep.as_mut().await,
        None => pending().await,
    }
}
