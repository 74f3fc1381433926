//! Owns what is known of the person apart from what runs: ledger, answers about health, bed hours, locks, what was done.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::health::{Clinical, Condition, HealthKind, Says};
use crate::person::bed::BedHours;
use crate::person::gates::{Gates, SeeAnswer};
use crate::person::ledger::Ledger;
use crate::person::log::Log;
use crate::person::records::Records;
use crate::refusal::{Obstacle, Reason};
use crate::routine::Routine;
use crate::rules::{self, Force, RuleId};
use crate::time::{Anchor, At, Moment};
use crate::words::{Advice, Method, Modality, Outcome, RoutineId, See, Skin, Token};

pub(crate) mod bed;
pub mod gates;
pub mod ledger;
pub(crate) mod log;
pub(crate) mod permission;
pub mod portable;
mod recording;
pub(crate) mod records;

/// What is known of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub(crate) struct Person {
    pub(crate) ledger: Ledger,
    /// The sessions of the last days.
    pub(crate) log: Log,
    /// What the diary keeps of the sessions that can still change.
    #[serde(default)]
    pub(crate) records: Records,
    pub(crate) gates: Gates,
    pub(crate) bed: Option<BedHours>,
    pub(crate) locks: Vec<Lock>,
    /// Locks that are over: what was held back by them is still told for the rest of its day.
    old_locks: Vec<Lock>,
    /// Routines that were finished in this rolling day.
    pub(crate) done_today: Vec<Done>,
    /// Routines that were finished at least once.
    pub(crate) done_ever: BTreeSet<RoutineId>,
    /// Turns of still cold in a row without trouble.
    pub(crate) calm_turns: u32,
    /// What is told once a day, by its name, and when it was told last.
    told: BTreeMap<String, Anchor>,
    /// The last answer about the skin, as long as it can be corrected.
    pub(crate) skin_said: Option<SkinSaid>,
    /// "Is your skin fine?" waits for an answer, after something has come off.
    pub(crate) skin_asked: Option<SkinAsked>,
    /// The data was lost then, in whole or in part: nobody knows what was on, and when it came off.
    pub(crate) data_lost: Option<Anchor>,
    /// When the first session was granted, and the last (R23).
    first_session: Option<Anchor>,
    last_session: Option<Anchor>,
    /// Advice the person has noted, and when.
    noted: BTreeMap<Advice, Anchor>,
}

/// A kind that is closed for a while, or warm and cold alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lock {
    /// What it happened under.
    pub(crate) modality: Modality,
    /// Only this method.
    pub(crate) method: Option<Method>,
    pub(crate) since: Anchor,
    pub(crate) seconds: u32,
    /// The session whose skin answer closed it, so that a correction can open it again. It is the skin that is hurt, not
    /// the method, so it closes warm and cold alike (R8, R11).
    pub(crate) skin_of: Option<u64>,
}

impl Lock {
    /// Contrast holds both, so either lock closes it.
    pub(crate) fn closes(&self, method: Method) -> bool {
        match self.method {
            Some(only) => only == method,
            None => self.kinds().contains(&method.modality()) || method.modality() == Modality::Contrast,
        }
    }

    /// The kinds it is about.
    pub(crate) fn kinds(&self) -> Vec<Modality> {
        if self.skin_of.is_some() { vec![Modality::Cold, Modality::Heat] } else { vec![self.modality] }
    }

    pub(crate) fn length(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}

/// A routine that was finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Done {
    pub(crate) routine: RoutineId,
    pub(crate) kind: Modality,
    pub(crate) at: Anchor,
}

/// The question about the skin under what has come off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SkinAsked {
    /// What its answers carry.
    pub(crate) token: Token,
    pub(crate) method: Method,
    pub(crate) since: Anchor,
    /// The kind is closed for so long already, s; 0 = it is not.
    pub(crate) locked: u32,
}

/// An answer about the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SkinSaid {
    pub(crate) skin: Skin,
    pub(crate) at: Anchor,
    pub(crate) token: Token,
    /// What the skin was under, whatever was begun since.
    pub(crate) method: Method,
}

/// Locks that are over are kept for the longest day of a plan, with a journey in it.
const OLD_LOCKS: Duration = Duration::from_secs(3 * 86_400);

impl Person {
    /// The person as they were a while ago, as far as ledger and locks tell it.
    pub(crate) fn as_of(&self, ago: Duration, at: Moment<'_>) -> Self {
        let was = |anchor: Anchor| at.least(anchor) >= ago;
        let mut person = self.clone();
        person.ledger = self.ledger.as_of(was);
        person.locks.extend(&self.old_locks);
        person.locks.retain(|lock| was(lock.since));
        person.done_today.retain(|done| was(done.at));
        person.data_lost = self.data_lost.filter(|lost| was(*lost));
        (person.skin_asked, person.skin_said) = (None, None);
        person
    }

    /// Drops what no longer counts. While it is unknown what is on, the time off after lost data has not begun.
    pub(crate) fn prune(&mut self, unknown: bool, at: Moment<'_>) {
        self.ledger.prune(at);
        self.log.prune(at);
        self.gates.prune(at);
        let over = |lock: &Lock| at.least(lock.since) >= lock.length();
        self.old_locks.extend(self.locks.iter().filter(|lock| over(lock)));
        self.locks.retain(|lock| !over(lock));
        self.old_locks.retain(|lock| at.least(lock.since) < lock.length() + OLD_LOCKS);
        self.old_locks.sort_by_key(|lock| (lock.since.wall(), lock.seconds, lock.modality));
        self.done_today.retain(|done| at.least(done.at) < rules::DAY);
        let off = rules::COLD_OFF.time().max(rules::HEAT_OFF.time());
        self.data_lost = self.data_lost.filter(|lost| unknown || at.least(*lost) < off);
        self.skin_asked = self.skin_asked.filter(|asked| at.least(asked.since) < rules::SKIN_ASKED_LASTS.time());
        self.skin_said = self.skin_said.filter(|said| at.least(said.at) < rules::SKIN_CORRECT.time());
    }

    /// Whatever was on when the data was lost is off, or known, from now.
    pub(crate) fn restart_time_off(&mut self, at: Moment<'_>) {
        self.data_lost = self.data_lost.map(|_| at.anchor());
    }

    /// Closes a kind; only the wrap where one was worn for too long; warm and cold after an answer about the skin.
    pub(crate) fn lock(&mut self, method: Method, seconds: u32, skin_of: Option<u64>, at: Moment<'_>) {
        let only = (method == Method::Wrap && skin_of.is_none()).then_some(method);
        self.locks.push(Lock { modality: method.modality(), method: only, since: at.anchor(), seconds, skin_of });
    }

    /// The last answer about the skin, where `token` names it and it can still be corrected (R11).
    pub(crate) fn correctable(&self, token: Option<Token>, at: Moment<'_>) -> Option<SkinSaid> {
        let said = self.skin_said.filter(|said| token == Some(said.token))?;
        (at.least(said.at) < rules::SKIN_CORRECT.time()).then_some(said)
    }

    /// A session is granted now: what was told and asked first is remembered (R14), and the need of it counted (R23).
    pub(crate) fn session_granted(&mut self, routine: &Routine, told: &[Obstacle], at: Moment<'_>) {
        for line in told.iter().filter(|line| is_told_once(line)) {
            self.told.insert(line.name.clone(), at.anchor());
        }
        for condition in self.gates.health.conditions.clone() {
            for kind in HealthKind::of(routine) {
                if condition.cell_with(kind, routine.tool).says == Says::Ask {
                    self.gates.remember_asked_first(condition, kind, at);
                }
            }
        }
        // Who went four weeks without was well in between: the count of weeks starts over.
        if self.last_session.is_some_and(|last| at.least(last) >= rules::NO_BETTER.time()) {
            self.first_session = None;
        }
        self.last_session = Some(at.anchor());
        self.first_session = self.first_session.or(self.last_session);
    }

    /// A session is over. Only cold that was on long enough to be asked about says anything about the skin.
    pub(crate) fn session_over(
        &mut self,
        session: u64,
        routine: &Routine,
        outcome: Outcome,
        trouble: bool,
        at: Anchor,
    ) {
        self.log.end(session, routine, outcome, at);
        self.record_end(session, outcome, at);
        if trouble {
            self.calm_turns = 0;
        } else {
            self.calm_turns = self.calm_turns.saturating_add(self.ledger.asked_turns(session));
        }
        if outcome == Outcome::Done {
            self.done_ever.insert(routine.id.clone());
            self.done_today.push(Done { routine: routine.id.clone(), kind: routine.kind, at });
        }
    }

    /// 55 or older, or sensitive skin: a wrap is not worn in silence (R10).
    pub(crate) fn has_sensitive_skin(&self) -> bool {
        self.gates.health.conditions.contains(&Condition::Sensitive)
    }

    /// How long ago the day began as people live it (R3).
    pub(crate) fn since_day_began(&self, at: Moment<'_>) -> Duration {
        let bed = self.bed.unwrap_or_else(|| BedHours::reported(0, 0, 0, None));
        bed.since_day_began(at.now())
    }

    /// Tells whether a line that is told once a day was told today.
    pub(crate) fn was_told_today(&self, name: &str, at: Moment<'_>) -> bool {
        self.told.get(name).is_some_and(|told| at.least(*told) < self.since_day_began(at))
    }

    pub(crate) fn note(&mut self, advice: Advice, at: Moment<'_>) {
        self.noted.insert(advice, at.anchor());
    }

    /// The second list of warning signs was answered: advice that closes nothing (R16).
    pub(crate) fn see_someone(&mut self, see: Option<See>, at: Moment<'_>) {
        self.gates.see = see.map(|see| SeeAnswer { see, at: at.anchor() });
        // Said anew, it is told anew.
        self.noted.remove(&Advice::SeeToday);
        self.noted.remove(&Advice::SeeBook);
    }

    /// Reasons to see someone (R16, R23). What was noted is said again when as much time has passed once more.
    pub(crate) fn advice(&self, at: Moment<'_>) -> Vec<Advice> {
        let noted =
            |advice: Advice| self.noted.get(&advice).is_some_and(|noted| at.least(*noted) < rules::NO_BETTER.time());
        let long = self.first_session.is_some_and(|first| at.least(first) >= rules::NO_BETTER.time());
        let still = self.last_session.is_some_and(|last| at.least(last) < rules::NO_BETTER_WRAPS.time());
        let wraps = self.ledger.wrap_days(at) >= rules::NO_BETTER_WRAPS.value;
        let see = |see: See| self.gates.see.is_some_and(|answer| answer.see == see);
        let found = [
            (Advice::SeeToday, see(See::Today)),
            (Advice::SeeBook, see(See::Book)),
            (Advice::NoBetter, long && still),
            (Advice::ManyWraps, wraps),
        ];
        found.into_iter().filter(|(advice, holds)| *holds && !noted(*advice)).map(|(advice, _)| advice).collect()
    }

    /// What a person may do about something that is on for so long in the bed hours, s (R12); `None` = it is fine then.
    pub(crate) fn bed_force(&self, method: Method, seconds: u32, at: Moment<'_>) -> Option<Force> {
        match method.modality() {
            Modality::Cold if seconds <= rules::BED_COLD_MOST.value => Some(Force::Warning),
            Modality::Cold => Some(Force::Hard),
            _ if method == Method::Wrap => {
                let allowed = self.gates.clinician_says_fine(Clinical::WrapInBed, at);
                (!allowed).then_some(Force::Clinician)
            }
            // Each is short and ends with an alarm: whoever sits or lies awake may have it.
            Modality::Heat | Modality::Contrast => Some(Force::Warning),
            Modality::Massage | Modality::Stretch => None,
        }
    }

    /// How long something that is on may stay before the bed hours, s (R12); `None` = they do not end it.
    pub(crate) fn until_bed(&self, method: Method, at: Moment<'_>) -> Option<u32> {
        // For as long as it may be on at all: what may stay on asleep has no limit here.
        self.bed_force(method, u32::MAX, at).filter(|force| *force != Force::Warning)?;
        if method.modality() != Modality::Heat {
            return None;
        }
        let ahead = self.bed?.ahead(at.now())?;
        u32::try_from(ahead.as_secs()).ok()
    }

    /// What the bed hours say against something that is on for longer.
    pub(crate) fn bed_obstacle(&self, method: Method, at: Moment<'_>) -> Obstacle {
        let now = at.now();
        // They last until then, or begin then.
        let (reason, until) = match self.bed.and_then(|bed| bed.left(now)) {
            Some(left) => (Reason::Bed, Some(left)),
            None => (Reason::BedSoon, self.bed.and_then(|bed| bed.ahead(now))),
        };
        let force = self.bed_force(method, u32::MAX, at).unwrap_or(Force::Hard);
        let until = until.map(|until| At::ahead(now, until));
        Obstacle { until, force, ..Obstacle::of(rules::BED_COLD_MOST).because(reason) }
    }

    /// Tells whether the bed hours stand against a further exposure of so many seconds that begins at `begins` (R12).
    pub(crate) fn bed_forbids(
        &self,
        method: Method,
        seconds: u32,
        accepted: &BTreeSet<RuleId>,
        begins: Anchor,
        at: Moment<'_>,
    ) -> bool {
        let then = at.on_the_wall(begins.wall());
        let force = self.bed_force(method, seconds, then);
        self.bed.is_some_and(|bed| bed.left(then.now()).is_some())
            && force.is_some_and(|force| force != Force::Warning || !accepted.contains(&RuleId::R12))
    }

    /// A shorter time on the body for what the warnings that were passed are about, s: cold after a drink and in the bed
    /// hours, and a wrap before them.
    pub(crate) fn shortened(&self, routine: &Routine, passed: &[Obstacle], at: Moment<'_>) -> Option<u32> {
        let wraps = routine.exposures().any(|e| e.method == Method::Wrap);
        let before_bed = self.until_bed(Method::Wrap, at).filter(|left| wraps && *left > 0);
        let drowsy = Reason::Drowsy.code();
        let short = routine.cools() && passed.iter().any(|o| o.rule == RuleId::R12 || o.name == drowsy);
        short.then_some(rules::DROWSY_COLD_MOST.value).or(before_bed)
    }
}

/// What belongs to the day as a whole is told once in it; what belongs to a moment or a person, each time.
fn is_told_once(line: &Obstacle) -> bool {
    matches!(line.rule, RuleId::R2 | RuleId::R3 | RuleId::R7)
}
