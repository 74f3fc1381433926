//! Owns the engine and the order of things: time passes, a request is carried out, what follows goes out, the rest waits for
//! the disk.
//!
//! What time brings is told at once. What a press changed is told when it is saved, so that nothing confirmed is ever lost.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::Engine;
use lumbar_engine::alert::{Alert, Sound, Tag, Urgency};
use lumbar_engine::command::{Command, Input as EngineInput, Report, Wish};
use lumbar_engine::outbox::Effect;
use lumbar_engine::refusal::Refused;
use lumbar_engine::time::Now;
use lumbar_engine::words::{Method, Slot};
use lumbar_ui::{Languages, Notice};
use tokio::sync::watch;
use tokio::time::Instant;

use super::answer;
use super::held::{Held, Queue, reply};
use super::inbox::{Handle, Inbox};
use super::saving::Saving;
use super::snapshot::{Published, Snapshot};
use super::surroundings::Surroundings;
use super::tell::{Teller, is_beat};
use super::watch::Watch;
use crate::clock::Clock;
use crate::clock::zone::Here;
use crate::desktop::notify::NoteId;
use crate::desktop::port::Desktop;
use crate::guard::Guard;
use crate::store::writer::Writer;
use crate::store::{Entry, Preference, Prefs, StoreError};
use crate::witness::{Mark, Record, Scribe};

/// The system says that it woke a moment after it did; what was said in between need not be said again.
const JUST_NOW: Duration = Duration::from_secs(5);
/// What is done this much later than it was due was slept through.
const LATE: Duration = Duration::from_secs(30);

/// How the loop ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// Someone asked for it, or the session is over.
    Quit,
    /// A newer program takes its place: this one.
    Replaced(std::path::PathBuf),
}

/// What the driver begins with.
#[derive(Debug)]
pub(crate) struct Setup<D> {
    /// The engine as it was restored, its first effects still in it.
    pub(crate) engine: Engine,
    /// The only reader of time.
    pub(crate) clock: Clock,
    /// The texts.
    pub(crate) languages: Arc<Languages>,
    /// The person's desktop.
    pub(crate) desktop: D,
    /// The thread that saves.
    pub(crate) writer: Writer,
    /// What the steps of this run count on from.
    pub(crate) mark: Mark,
    /// The thread that writes what is on outside of the data.
    pub(crate) scribe: Scribe,
    /// What a person should know about Lumbar itself.
    pub(crate) notices: Vec<Notice>,
    /// Notifications of an earlier run.
    pub(crate) stale: BTreeMap<String, NoteId>,
    /// What the person prefers.
    pub(crate) prefs: Prefs,
    /// The bed hours of a person who chose none: minutes after midnight, local; equal = none.
    pub(crate) usual_bed: (u16, u16),
    /// What keeps watch while something is on the body.
    pub(crate) guard: Option<Guard>,
}

/// The engine, and the parts that carry out what it wants.
pub(crate) struct Driver<D> {
    pub(super) engine: Engine,
    pub(super) clock: Clock,
    pub(super) inbox: Inbox,
    pub(super) teller: Teller<D>,
    pub(super) saving: Saving,
    pub(super) held: Queue,
    pub(super) published: Published,
    pub(super) watch: Watch,
    pub(super) surroundings: Surroundings,
    usual_bed: (u16, u16),
    /// The ticks of the next deadline.
    pub(super) deadline: Option<Duration>,
    /// What takes this program's place once nothing is on the body.
    pub(super) successor: Option<std::path::PathBuf>,
    pub(super) end: Option<End>,
}

impl<D: Desktop> Driver<D> {
    /// Takes over; what the restored engine has to say is said at once.
    pub(crate) fn new(setup: Setup<D>, handle: Handle, inbox: Inbox, rev: watch::Sender<u64>) -> Self {
        let Setup { engine, clock, languages, desktop, writer, mark, scribe, notices, stale, prefs, usual_bed, guard } =
            setup;
        let catalogue = Arc::new(engine.catalogue().clone());
        let mut driver = Self {
            teller: Teller::new(desktop, languages, handle.clone(), stale, &prefs),
            saving: Saving::new(writer, mark),
            held: Queue::default(),
            published: Published::new(engine.view(), catalogue, notices, prefs, rev),
            watch: Watch::new(guard, scribe, handle),
            surroundings: Surroundings::default(),
            engine,
            clock,
            inbox,
            usual_bed,
            deadline: None,
            successor: None,
            end: None,
        };
        driver.begin();
        driver
    }

    fn begin(&mut self) {
        let now = self.clock.now();
        // Where it was doubted what is on, this is newer than all that was found, until the answer is saved.
        self.watch.tell(Record::new(self.saving.mark(), self.engine.worn()));
        self.report_zone(now);
        self.engine.advance(now);
        self.engine.set_zone(Arc::new(Here));
        self.drain(true, now);
        self.teller.close_stale();
        // The moment of a start is worth saving: it is how a wall that runs backwards is found out.
        self.saving.changed();
        self.update(now);
        self.pace();
        self.teller.tray(&self.published, now);
    }

    /// Lets time pass up to now.
    pub(super) fn advance(&mut self) {
        let now = self.clock.now();
        self.pass_time(now);
        self.update(now);
    }

    /// Carries out a request. What time had brought before it goes out first, whatever becomes of the request.
    pub(super) fn apply(&mut self, command: impl Into<Command>) -> Result<(), Refused> {
        let mut command = command.into();
        self.with_usual_pack(&mut command);
        self.with_usual_turns(&mut command);
        // Who takes an entry of the diary back has answered no alarm.
        let diary = matches!(command, Command::Wish(Wish::Undo { .. }))
            && self.engine.view().undo.is_some_and(|undo| undo.slot.is_none());
        let (answered, chosen) = (answer::answered(&command).filter(|_| !diary), self.pack_of(&command));
        let settled = answer::settles(&command);
        self.hand_on(command, answered)?;
        if let Some(settled) = settled {
            self.prefer_once(settled);
        }
        if let Some((routine, pack)) = chosen.filter(|(routine, pack)| self.usual_pack(routine).as_ref() != Some(pack))
        {
            self.prefer(Preference::Pack(routine, Some(pack)));
        }
        Ok(())
    }

    /// Something is written into the diary that the engine need not know.
    pub(super) fn write(&mut self, entry: Entry) {
        self.saving.changed();
        self.saving.record(entry);
        self.advance();
    }

    /// Keeps that an offer is over, where it is not kept yet.
    fn prefer_once(&mut self, preference: Preference) {
        let mut prefs = self.published.prefs().clone();
        preference.make(&mut prefs);
        if prefs != *self.published.prefs() {
            self.use_prefs(prefs);
        }
    }

    /// The person prefers something else from now on.
    pub(super) fn prefer(&mut self, preference: Preference) {
        let mut prefs = self.published.prefs().clone();
        preference.make(&mut prefs);
        self.use_prefs(prefs);
    }

    /// Goes by these preferences from now on.
    pub(super) fn use_prefs(&mut self, prefs: Prefs) {
        self.teller.prefer(&prefs);
        self.published.prefer(prefs);
        self.saving.changed();
        self.advance();
        self.teller.tray(&self.published, self.clock.now());
    }

    /// Every face says again what it says: in other words, or with times written in another way.
    pub(super) fn refresh_faces(&mut self) {
        self.published.prefer(self.published.prefs().clone());
        self.teller.tray(&self.published, self.clock.now());
    }

    /// What is on the body, as far as is known.
    pub(super) fn method_on(&self) -> Option<Method> {
        self.engine.on_body().then(|| self.engine.session(Slot::Thermal)).flatten().and_then(|session| session.method)
    }

    /// Hands something on to the engine. What time had brought before it goes out first, whatever becomes of it.
    pub(super) fn hand_on(&mut self, input: impl Into<EngineInput>, answered: Option<Tag>) -> Result<(), Refused> {
        let now = self.clock.now();
        // A press may be the first thing after a journey: bed hours hold where the person is (R12).
        self.pass_time(now);
        let result = self.engine.apply(input, now);
        if result.is_ok() {
            self.saving.changed();
            if let Some(tag) = answered {
                self.teller.answered(tag);
            }
        }
        // A refusal holds nothing back: what comes out beside it is time's doing.
        self.drain(result.is_err(), now);
        self.update(now);
        result
    }

    /// Awake again: one alert with the true time. What fell due in the sleep was that one, told as soon as time passed.
    pub(super) fn wake_up(&mut self) {
        self.teller.silence_sleep(lumbar_engine::alert::Tag::Thermal);
        let now = self.clock.now();
        self.pass_time(now);
        self.report_wake(now);
        self.update(now);
    }

    /// A save came to its end.
    pub(super) fn saved(&mut self, step: u64, result: Result<(), StoreError>) {
        let ended = self.saving.ended(step, result);
        if let Some(record) = ended.filter(|record| !self.watch.knows(record.mark())) {
            self.watch.tell(record);
        }
        let now = self.clock.now();
        if self.saving.trouble().is_none() {
            self.save(now);
        }
        self.release(now);
        self.consider_successor();
    }

    /// Something has waited for the disk long enough; see [`Self::disk_deadline`].
    pub(super) fn disk_is_late(&mut self) {
        let moment = Instant::now();
        if self.held.is_overdue(moment) || self.saving.is_overdue(moment) {
            self.saving.gave_up();
        } else if self.saving.is_slow(moment) {
            self.witness();
        }
        self.release(self.clock.now());
    }

    /// When the first of what waits for the disk has waited long enough.
    pub(super) fn disk_deadline(&self) -> Option<Instant> {
        let unwitnessed = !self.watch.knows(self.saving.mark());
        [self.held.deadline(), self.saving.deadline(unwitnessed)].into_iter().flatten().min()
    }

    /// Keeps something back until all that has changed so far is saved.
    pub(super) fn hold(&mut self, held: Held) {
        self.held.push(self.saving.step(), held);
        self.release(self.clock.now());
    }

    /// Sends the present state on its way to the disk.
    pub(super) fn begin_save(&mut self, now: Now) {
        match serde_json::to_string(&self.engine.saved()) {
            Ok(saved) => self.saving.begin(saved, self.engine.worn(), self.published.prefs().clone(), now),
            Err(why) => {
                tracing::error!("the state cannot be written: {why}");
                self.saving.gave_up();
            }
        }
    }

    /// Tells the witnesses what is on now.
    pub(super) fn witness(&mut self) {
        let mark = self.saving.mark();
        if !self.watch.knows(mark) {
            self.watch.tell(Record::new(mark, self.engine.worn()));
        }
    }

    /// What faces are given at `now`.
    pub(super) fn snapshot(&self, now: Now) -> Snapshot {
        self.published.snapshot(now)
    }

    /// What time brings goes out at once. What fell due long ago rang for nobody: the machine slept, or stood still.
    pub(super) fn pass_time(&mut self, now: Now) {
        self.report_zone(now);
        let late = self.deadline.take().is_some_and(|deadline| now.ticks.saturating_sub(deadline) >= LATE);
        self.engine.advance(now);
        self.drain(true, now);
        if late {
            tracing::info!("awake again after a time in which nothing ran");
            self.report_wake(now);
        }
    }

    /// Lets what must come off ring from the beginning, and says it unless it was said just now.
    fn report_wake(&mut self, now: Now) {
        let told = self.teller.told_within(JUST_NOW, now);
        if let Err(refused) = self.engine.apply(Report::Woke { told }, now) {
            tracing::debug!("the engine takes no notice of waking: {refused}");
        }
        self.saving.changed();
        self.drain(true, now);
    }

    /// Tells the bed hours that hold, where the person is.
    pub(super) fn report_bed(&mut self, now: Now) {
        let offset_seconds = Clock::offset(now.wall).local_minus_utc();
        let (from, until) = self.engine.chosen_bed_hours().unwrap_or(self.usual_bed);
        if let Err(why) = self.engine.apply(Report::BedHours { from, until, offset_seconds }, now) {
            tracing::error!("the engine does not take the bed hours: {why}");
        }
    }

    /// Bed hours are local: the engine hears where the person is, at the start and after travel or a change of season.
    fn report_zone(&mut self, now: Now) {
        let offset_seconds = Clock::offset(now.wall).local_minus_utc();
        if self.surroundings.moved_to(offset_seconds) {
            self.report_bed(now);
        }
    }

    /// Takes out what the engine wants of the world.
    pub(super) fn drain(&mut self, at_once: bool, now: Now) {
        while let Some(effect) = self.engine.poll_effect() {
            match effect {
                Effect::Record(event) => {
                    self.saving.changed();
                    self.saving.record(event);
                }
                Effect::Keep(record) => {
                    self.saving.changed();
                    self.saving.record(Entry::Keep(record));
                }
                Effect::Forget(session) => {
                    self.saving.changed();
                    self.saving.record(Entry::Forget(session));
                }
                Effect::Alert(alert) if at_once || insists(&alert) => {
                    // A beat that a crash has left unsaved is told once more; a disk that works for each of them is heard.
                    if !is_beat(&alert.about) {
                        self.saving.changed();
                        self.held.forget(alert.tag);
                    }
                    // What it is about is shown to faces a moment later, with the next revision.
                    self.teller.tell(&alert, self.published.rev() + 1, now);
                }
                Effect::Withdraw(tag) if at_once => {
                    self.held.forget(tag);
                    self.teller.withdraw(tag);
                }
                Effect::Alert(_) | Effect::Withdraw(_) => self.held.push(self.saving.step(), Held::Effect(effect)),
            }
        }
    }

    /// Brings everything outside into line with the engine.
    fn update(&mut self, now: Now) {
        let view = self.engine.view();
        let has_thermal = view.thermal.is_some();
        if self.published.refresh(view) {
            self.saving.changed();
        }
        let wake = self.engine.next_wake();
        let wall = wake.wall.map(|wall| (wall - now.wall).to_std().unwrap_or_default());
        let after = [wake.after, wall].into_iter().flatten().min();
        self.deadline = after.map(|after| now.ticks.saturating_add(after));

        let on_body = self.engine.on_body();
        let desktop = self.teller.desktop();
        desktop.hold_idle(self.engine.keeps_awake());
        desktop.hold_sleep(on_body);
        desktop.watch_battery(has_thermal);
        if on_body {
            self.watch.guard(true);
        }
        self.save(now);
        self.release(now);
        self.surroundings.consider_leaving(on_body);
        self.consider_successor();
    }

    fn save(&mut self, now: Now) {
        if self.saving.is_due() {
            self.begin_save(now);
        }
    }

    /// Lets out what is saved, or what can no longer wait.
    fn release(&mut self, now: Now) {
        // As long as the disk may say that something is on the body, a kill must bring the program back.
        if !self.engine.on_body() && self.saving.is_kept() {
            self.watch.guard(false);
        }
        if self.saving.may_confirm(self.saving.step()) {
            self.witness();
            self.publish(now);
        }
        for (step, held) in self.held.ready(|step| self.saving.may_confirm(step)) {
            match held {
                Held::Effect(Effect::Alert(alert)) => self.teller.tell(&alert, self.published.rev(), now),
                Held::Effect(Effect::Withdraw(tag)) => self.teller.withdraw(tag),
                Held::Effect(Effect::Record(_) | Effect::Keep(_) | Effect::Forget(_)) => {}
                Held::Done(to) => reply(to, Ok(self.saving.confirmed(step))),
                Held::Moved(to) => reply(to, Ok(())),
                Held::Status => self.teller.tell_status(&self.published, now),
                Held::Look(to) => reply(to, Arc::new(self.snapshot(now))),
            }
        }
    }

    /// Shows the faces what is, now that it may be confirmed.
    fn publish(&mut self, now: Now) {
        let unsaved = self.saving.trouble();
        self.teller.tell_unsaved(unsaved.is_some());
        if unsaved.is_none() && !self.engine.on_body() {
            self.teller.withdraw_quit();
        }
        if self.published.publish(self.teller.desktop_info(), unsaved) {
            self.pace();
            self.teller.tray(&self.published, now);
        }
    }

    /// A demo's time runs fast only while something goes on and nothing waits for an answer.
    fn pace(&self) {
        let view = self.published.view();
        let running = view.thermal.is_some() || view.activity.is_some() || !view.timers.is_empty();
        self.clock.run(running && view.pending.is_empty());
    }

    /// Gives way to the program that waits for it, once nothing is on the body and all is saved: it knows no more than the
    /// disk does.
    fn consider_successor(&mut self) {
        if self.engine.on_body() || !self.saving.is_kept() || self.end.is_some() {
            return;
        }
        self.end = self.successor.take().map(End::Replaced);
    }
}

/// An alarm or a question that stays does not wait for a disk, even when a press brought it about.
fn insists(alert: &Alert) -> bool {
    alert.urgency == Urgency::Critical || alert.sound == Sound::Alarm
}
