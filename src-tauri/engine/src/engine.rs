//! Owns the state and the order of things: a request first lets time pass, then changes the state, then says what follows.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::alert::{About, Alert, Answer, Effect, Event, Happened, Outcome, Sound, Tag, Urgency};
use crate::asked::IsItOn;
use crate::bed::BedHours;
use crate::catalogue::Catalogue;
use crate::exposure::{Exposure, Ledger, OnBody};
use crate::gates::Gates;
use crate::permission::Lock;
use crate::request::{Refused, Request, Skin, Slot, Token};
use crate::routine::{Modality, RoutineId};
use crate::rules::{self, Method};
use crate::session::{Phase, Session};
use crate::time::{Anchor, Now, Timeline};
use crate::view::{Advice, SessionView};

/// The form of [`Saved`]; a newer one is opened read-only.
pub const SAVED_VERSION: u32 = 1;

/// An alarm that rang while no program ran for this long was heard by nobody.
const UNHEARD: Duration = Duration::from_secs(60);

/// When to call [`Engine::advance`] again: after a wait in ticks, and apart from it at a wall time (plan items).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wake {
    /// From the `now` given last.
    pub after: Option<Duration>,
    /// By the calendar.
    pub wall: Option<DateTime<Utc>>,
}

/// The whole engine, to be kept in one row and given back after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    version: u32,
    state: State,
}

impl Saved {
    /// The form it was written in.
    pub fn version(&self) -> u32 {
        self.version
    }
}

/// A preparation timer that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Preparing {
    pub(crate) id: u64,
    pub(crate) timer: String,
    pub(crate) since: Anchor,
    pub(crate) seconds: u32,
}

/// A routine of movement or massage that was finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DoneToday {
    pub(crate) routine: RoutineId,
    pub(crate) kind: Modality,
    pub(crate) at: Anchor,
}

/// The last answer about the skin, as long as it can be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SkinSaid {
    pub(crate) skin: Skin,
    pub(crate) at: Anchor,
    pub(crate) token: Token,
    pub(crate) modality: Modality,
    /// What the skin was under; a correction closes that kind, whatever was begun since.
    #[serde(default)]
    pub(crate) method: Option<Method>,
}

/// The last session that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ended {
    pub(crate) session: u64,
    pub(crate) routine: RoutineId,
    pub(crate) kind: Modality,
    pub(crate) outcome: Outcome,
    pub(crate) at: DateTime<Utc>,
}

/// Everything the engine knows; saved as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub(crate) struct State {
    pub(crate) timeline: Timeline,
    pub(crate) thermal: Option<Session>,
    pub(crate) activity: Option<Session>,
    pub(crate) timers: Vec<Preparing>,
    pub(crate) ledger: Ledger,
    pub(crate) locks: Vec<Lock>,
    pub(crate) gates: Gates,
    #[serde(default)]
    pub(crate) bed: Option<BedHours>,
    /// The person has chosen them.
    #[serde(default)]
    pub(crate) bed_chosen: bool,
    pub(crate) done_today: Vec<DoneToday>,
    /// Routines that were finished at least once.
    pub(crate) known: BTreeSet<RoutineId>,
    /// Sessions of still cold in a row without trouble.
    pub(crate) calm: u32,
    pub(crate) skin_said: Option<SkinSaid>,
    pub(crate) ended: Option<Ended>,
    /// The last session that warmed or cooled, for a late "it is on".
    pub(crate) ended_thermal: Option<Session>,
    /// "Is a pack on your body now?" waits for an answer.
    pub(crate) is_it_on: Option<IsItOn>,
    pub(crate) battery_low: bool,
    /// The data was lost then, in whole or in part: nobody knows what was on, and when it came off.
    #[serde(default)]
    pub(crate) lost: Option<Anchor>,
    /// When the first session was granted, and the last (R23).
    #[serde(default)]
    pub(crate) first_session: Option<Anchor>,
    #[serde(default)]
    pub(crate) last_session: Option<Anchor>,
    /// Advice the person has noted, and when.
    #[serde(default)]
    pub(crate) noted: BTreeMap<Advice, Anchor>,
    /// Numbers given out so far.
    pub(crate) sessions: u64,
    pub(crate) exposures: u64,
    pub(crate) prompts: u64,
}

impl State {
    /// What may still be worn of a wrap in this rolling day, s (R6).
    pub(crate) fn wrap_left(&self, now: Now) -> u64 {
        let worn: u64 = self
            .ledger
            .of_day(&self.timeline, now)
            .filter(|e| e.method == Method::Wrap)
            .map(|e| if e.off.is_some() { u64::from(e.ran) } else { self.timeline.least(e.on, now).as_secs() })
            .sum();
        rules::WRAP_MOST.time().as_secs().saturating_sub(worn)
    }

    /// Something is on the body by the book.
    pub(crate) fn wears(&self) -> bool {
        self.thermal.as_ref().is_some_and(|s| s.on_body().is_some())
    }

    pub(crate) fn session_mut(&mut self, slot: Slot) -> &mut Option<Session> {
        match slot {
            Slot::Thermal => &mut self.thermal,
            Slot::Activity => &mut self.activity,
        }
    }
}

/// Decides. See the crate's page for how it is driven.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(crate) state: State,
    pub(crate) catalogue: Catalogue,
    pub(crate) effects: VecDeque<Effect>,
    pub(crate) now: Now,
    pub(crate) read_only: bool,
}

impl Engine {
    /// An engine that knows nothing yet.
    pub fn new(catalogue: Catalogue, now: Now) -> Self {
        let mut state = State::default();
        state.timeline.see(now);
        Self { state, catalogue, effects: VecDeque::new(), now, read_only: false }
    }

    /// The engine as it was saved, moved on to `now`; what must stand before the person is said again, once.
    pub fn restore(saved: Saved, catalogue: Catalogue, now: Now) -> Self {
        let mut engine = Self { state: saved.state, catalogue, effects: VecDeque::new(), now, read_only: false };
        let unheard = engine.state.timeline.unseen_for(now).is_none_or(|gap| gap >= UNHEARD);
        engine.advance(now);
        if unheard {
            engine.ring_anew();
        }
        engine.say_what_stands();
        engine
    }

    /// The data was damaged and begins anew or from a backup: the person is asked what is on, and the time off begins now.
    pub fn lost_data(&mut self) {
        let now = Anchor::at(self.now);
        self.state.lost = Some(now);
        if let Some(mut session) = self.state.thermal.take() {
            if let Phase::On { on } | Phase::TakeOff { on, .. } = &mut session.phase {
                on.doubted = true;
                self.state.thermal = Some(session);
            } else {
                // Its gaps are as little known as those before a start.
                self.end(session, Outcome::Stopped, now, false);
                self.withdraw(Tag::Thermal);
            }
        }
        self.ask_is_it_on(None);
    }

    /// The bed hours the person has chosen, minutes after midnight, local.
    pub fn chosen_bed_hours(&self) -> Option<(u16, u16)> {
        self.state.bed.filter(|_| self.state.bed_chosen).map(|bed| (bed.from, bed.until))
    }

    /// Whatever was on when the data was lost is off, or known, from now.
    pub(crate) fn begin_time_off_anew(&mut self) {
        if self.state.lost.is_some() {
            self.state.lost = Some(Anchor::at(self.now));
        }
    }

    /// What to keep. The same state always gives the same value.
    pub fn saved(&self) -> Saved {
        Saved { version: SAVED_VERSION, state: self.state.clone() }
    }

    /// Takes other routines from now on; a session that runs keeps the one it was started with.
    pub fn replace_catalogue(&mut self, catalogue: Catalogue) {
        self.catalogue = catalogue;
    }

    /// The routines and timers that can be started.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Alarms go on, nothing new starts: the data was written by a newer version.
    pub fn set_read_only(&mut self, yes: bool) {
        self.read_only = yes;
    }

    /// Tells whether something may be on the body.
    pub fn on_body(&self) -> bool {
        self.state.wears() || self.state.is_it_on.is_some()
    }

    /// Tells whether a still pack is on, so that the computer must not fall asleep by itself. Once the alarm has given up
    /// there is nothing left to stay awake for.
    pub fn keeps_awake(&self) -> bool {
        let still = |on: &OnBody| on.class() == rules::Class::StillPack;
        let wears = |s: &Session| s.on_body().is_some_and(still) && !s.has_rung_out();
        self.is_it_on_rings() || self.state.thermal.as_ref().is_some_and(wears)
    }

    /// One of the two sessions, as faces see it.
    pub fn session(&self, slot: Slot) -> Option<SessionView> {
        let session = match slot {
            Slot::Thermal => &self.state.thermal,
            Slot::Activity => &self.state.activity,
        };
        session.as_ref().map(|s| self.session_view(s))
    }

    /// What was on the body in the last eight days, oldest first.
    pub fn exposures(&self) -> &[Exposure] {
        self.state.ledger.entries()
    }

    /// The next thing to do, oldest first; drain after every call.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// Carries out a request, after letting time pass up to `now`.
    ///
    /// # Errors
    /// Why a wish is refused. A fact never is.
    pub fn apply(&mut self, request: Request, now: Now) -> Result<(), Refused> {
        self.advance(now);
        let result = match request {
            Request::Start(start) => self.start(start),
            Request::On { token, since } => self.put_on(token, since),
            Request::OnSinceAsked { token } => self.put_on_since_asked(token),
            Request::Off { token, when } => self.took_off(token, when),
            Request::Skin { token, skin } => self.skin(token, skin),
            Request::Stop { slot, hurts } => self.stop(slot, hurts),
            Request::StillOn { token, on } => {
                self.still_on(token, on);
                Ok(())
            }
            Request::Snooze { token, seconds } => self.snooze(token, seconds),
            Request::NotNow { token } => self.not_now(token),
            Request::Extend { token, accept } => self.extend(token, &accept),
            Request::Pause => self.pause(),
            Request::Resume => self.resume(),
            Request::Skip { slot, token } => self.skip(slot, token),
            Request::Back => self.back(),
            Request::Prepare { timer } => self.prepare(&timer),
            Request::Unprepare { id } => self.unprepare(id),
            Request::AcceptDisclaimer { adult } => self.accept_disclaimer(adult),
            Request::AnswerFlags(flags) => self.answer_flags(flags),
            Request::LiftFlags => self.lift_flags(),
            Request::AnswerHealth { feels_normally, skin_whole, conditions, drowsy, swelling, may_doze } => {
                self.answer_health(feels_normally, skin_whole, conditions, [drowsy, swelling, may_doze])
            }
            Request::ClinicianSaysFine { about, fine } => self.clinician(about, fine),
            Request::PainChanged => self.pain_changed(),
            Request::Noted { advice } => {
                self.state.noted.insert(advice, Anchor::at(self.now));
                Ok(())
            }
            Request::ChooseBedHours { from, until } => self.choose_bed_hours(from, until),
            Request::BedHours { from, until, offset_seconds } => {
                let minutes = |m: u16| m % 1440;
                self.state.bed = Some(BedHours { from: minutes(from), until: minutes(until), offset: offset_seconds });
                Ok(())
            }
            Request::GoingToSleep => self.going_to_sleep(),
            Request::Woke { told } => self.woke(told),
            Request::BatteryLow(low) => self.battery(low),
        };
        // A change may be due at once (an exposure backdated beyond its end).
        self.advance(now);
        result
    }

    // ---- what the other files of the engine share ----

    pub(crate) fn next_prompt(&mut self) -> u64 {
        self.state.prompts += 1;
        self.state.prompts
    }

    pub(crate) fn record(&mut self, session: Option<&Session>, what: Happened) {
        self.record_at(session, self.now.wall, what);
    }

    pub(crate) fn record_at(&mut self, session: Option<&Session>, at: DateTime<Utc>, what: Happened) {
        self.effects.push_back(Effect::Record(Event {
            at,
            session: session.map(|s| s.id),
            routine: session.map(|s| s.routine.id.clone()),
            what,
        }));
    }

    /// Queues an alert; one of the same tag that nobody has fetched yet is replaced, so that alerts never pile up.
    pub(crate) fn alert(&mut self, alert: Alert) {
        let tag = alert.tag;
        let kept = |e: &Effect| match e {
            Effect::Alert(other) => other.tag != tag,
            Effect::Withdraw(other) => *other != tag,
            Effect::Record(_) => true,
        };
        self.effects.retain(kept);
        self.effects.push_back(Effect::Alert(Box::new(alert)));
    }

    pub(crate) fn withdraw(&mut self, tag: Tag) {
        self.effects.retain(|e| !matches!(e, Effect::Alert(a) if a.tag == tag));
        self.effects.push_back(Effect::Withdraw(tag));
    }

    /// An alert about `session`, with the manner that belongs to what it says.
    pub(crate) fn say(&mut self, session: &Session, about: About, manner: Manner, answers: &[Answer]) {
        let method = session.on_body().map(|on| on.method).or_else(|| session.expose().map(|e| e.method));
        self.alert(Alert {
            tag: session.slot().into(),
            about,
            routine: Some(session.routine.id.clone()),
            method,
            pack: session.pack.clone(),
            urgency: manner.0,
            sound: manner.1,
            raise: manner.2,
            answers: answers.to_vec(),
            token: session.token(),
        });
    }
}

/// Urgency, sound, and whether the window comes up.
#[derive(Clone, Copy)]
pub(crate) struct Manner(pub(crate) Urgency, pub(crate) Sound, pub(crate) bool);

/// Stays until answered, rings, brings the window up.
pub(crate) const ALARM: Manner = Manner(Urgency::Critical, Sound::Alarm, true);
/// Stays until answered, one bell.
pub(crate) const ASK: Manner = Manner(Urgency::Critical, Sound::Bell, false);
/// Is seen, one bell.
pub(crate) const TELL: Manner = Manner(Urgency::Normal, Sound::Bell, false);
/// Is seen, one soft tone.
pub(crate) const HINT: Manner = Manner(Urgency::Normal, Sound::Gentle, false);
/// Is seen, not heard.
pub(crate) const QUIET: Manner = Manner(Urgency::Normal, Sound::Silent, false);
/// May pass by.
pub(crate) const ASIDE: Manner = Manner(Urgency::Low, Sound::Silent, false);
/// Heard softly, hardly seen.
pub(crate) const CUE: Manner = Manner(Urgency::Low, Sound::Gentle, false);
