//! Owns what is on the body: its checks, its planned end, how long it was on when it comes off, and why it must.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::person::Person;
use crate::refusal::{Obstacle, Reason, Refused};
use crate::routine::Expose;
use crate::rules::{self, Force, RuleId};
use crate::time::{Anchor, Elapsed, Moment, seconds, secs};
use crate::words::{CameOff, Class, Method, Modality, Outcome};

/// No word about the past reaches back further than this, s.
const AGO_MOST: u32 = 86_400;

/// A skin check of the exposure that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Check {
    /// Seconds after the start.
    pub(crate) at: u32,
    /// No answer is needed.
    pub(crate) reminder: bool,
    pub(crate) state: CheckState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CheckState {
    Ahead,
    Asked,
    AskedAgain,
    Done,
    Missed,
}

impl CheckState {
    pub(crate) fn waits(self) -> bool {
        matches!(self, Self::Asked | Self::AskedAgain)
    }
}

/// How the skin is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    /// After the first check only reminders.
    pub(crate) thin: bool,
    /// Only reminders.
    pub(crate) aside: bool,
}

/// How something came off the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Removal {
    /// Where the time off is counted from.
    pub(crate) off: Anchor,
    /// How long it was on.
    pub(crate) ran: Duration,
    /// The skin is asked about: only a word told late says that it came off in time, or cold was on for long.
    pub(crate) ask_skin: bool,
}

/// Something on the body, from the press on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OnBody {
    /// Its number in the ledger.
    pub(crate) exposure: u64,
    /// Only damaged data say that it is on, and since when: an over-run of it locks nothing.
    pub(crate) from_lost_data: bool,
    /// The exposure of the session before it, which its own "put it on" names.
    pub(crate) follows: u64,
    pub(crate) method: Method,
    /// When it went on, a backdated press counted in.
    pub(crate) since: Anchor,
    /// How long before the press that was, s.
    pub(crate) backdated: u32,
    /// The last press that said it is on, or how long it stays: no word about the past reaches back before it.
    pub(crate) pressed: Anchor,
    /// When it is to come off, s after `since`.
    pub(crate) planned: u32,
    pub(crate) checks: Vec<Check>,
    /// Starts of the segments, s after `since`, with their cue.
    pub(crate) segments: Vec<(u32, String)>,
    /// Segments whose start was said.
    pub(crate) segments_said: usize,
    /// "The end is near" is said this long before the end, s.
    pub(crate) warn: Option<u32>,
    pub(crate) warned: bool,
    /// Its skin checks are reminders that want no answer (R10).
    pub(crate) aside: bool,
    /// Planned beyond its usual ceiling, after a warning (pad on LOW, ice massage, bath).
    pub(crate) beyond: bool,
}

impl OnBody {
    /// Pressed now, on for `backdated` s already.
    pub(crate) fn new(
        step: &Expose,
        planned: u32,
        asked: Asked,
        since: Anchor,
        backdated: u32,
        at: Moment<'_>,
    ) -> Self {
        // What was to be asked before the press is asked once, now; nobody was silent.
        let passed = |at: u32| backdated > 0 && at <= backdated;
        let late = (backdated < planned && step.checks.iter().any(|at| passed(*at))).then_some(backdated);
        let too_soon = |at: u32| passed(at) || late.is_some_and(|late| at <= late + rules::SKIN_REPEAT.value);
        let ahead = step.checks.iter().copied().filter(|at| *at < planned && !too_soon(*at));
        let thinned = |at: u32| {
            let later = at > rules::SKIN_FIRST_BY.value && late != Some(at);
            asked.aside || (asked.thin && later)
        };
        let checks = late.into_iter().chain(ahead);
        let mut start = 0;
        let mut segments = Vec::new();
        for segment in &step.segments {
            segments.push((start, segment.cue.clone()));
            start += segment.seconds;
        }
        Self {
            exposure: 0,
            follows: 0,
            from_lost_data: false,
            pressed: at.anchor(),
            method: step.method,
            since,
            backdated,
            planned,
            checks: checks.map(|at| Check { at, reminder: thinned(at), state: CheckState::Ahead }).collect(),
            segments_said: usize::from(!segments.is_empty()),
            segments,
            warn: step.warn,
            warned: false,
            aside: asked.aside,
            beyond: planned > step.method.ceiling().value,
        }
    }

    /// It went on earlier than was said first: on for `on_for` s by now, not for `known` s.
    pub(crate) fn backdate(&mut self, since: Anchor, on_for: u32, known: u32) {
        let ahead = |c: &Check| c.state == CheckState::Ahead;
        // What was asked stays where it was.
        for check in self.checks.iter_mut().filter(|c| !ahead(c)) {
            check.at += on_for.saturating_sub(known);
        }
        // What was to be asked by now is asked once, as after a press that tells of the past.
        let passed = |c: &Check| ahead(c) && c.at <= on_for;
        let asks = on_for < self.planned && !self.is_asking() && self.checks.iter().any(passed);
        let until = if asks { on_for + rules::SKIN_REPEAT.value } else { on_for };
        self.checks.retain(|c| !ahead(c) || c.at > until);
        if asks {
            self.checks.push(Check { at: on_for, reminder: self.aside, state: CheckState::Ahead });
        }
        self.checks.sort_by_key(|c| c.at);
        (self.since, self.backdated) = (since, on_for);
    }

    pub(crate) fn elapsed(&self, at: Moment<'_>) -> Elapsed {
        at.since(self.since)
    }

    /// The moment of the bell.
    pub(crate) fn bell(&self) -> Anchor {
        self.since.later(secs(self.planned))
    }

    pub(crate) fn class(&self) -> Class {
        self.method.class()
    }

    /// A skin check waits for its answer.
    pub(crate) fn is_asking(&self) -> bool {
        self.checks.iter().any(|c| c.state.waits())
    }

    /// Unanswered checks after which it must come off: a wrap is worn quietly, so it has one more.
    pub(crate) fn unanswered_allowed(&self) -> usize {
        if self.class() == Class::Wrap { 2 } else { 1 }
    }

    /// Tells whether a check got no answer.
    pub(crate) fn has_missed(&self) -> bool {
        self.checks.iter().any(|c| c.state == CheckState::Missed)
    }

    /// Marks the checks that wait, up to number `until`, as unanswered.
    pub(crate) fn miss(&mut self, until: usize) {
        for check in self.checks.iter_mut().take(until).filter(|c| c.state.waits()) {
            check.state = CheckState::Missed;
        }
    }

    /// Marks the check that waits as answered; tells whether there was one.
    pub(crate) fn answer(&mut self) -> bool {
        let waiting = self.checks.iter_mut().find(|c| c.state.waits());
        waiting.map(|check| check.state = CheckState::Done).is_some()
    }

    /// Tells whether "at the bell" is another answer than "now".
    pub(crate) fn is_late(&self, at: Moment<'_>) -> bool {
        let elapsed = self.elapsed(at);
        let bell = secs(self.planned);
        elapsed.least > bell + rules::PRESS_GRACE.time() || (elapsed.in_doubt() && elapsed.may_have_reached(bell))
    }

    /// How it came off, by a person's word.
    ///
    /// A word about the past is believed: who comes late and says so is not punished for it. It never reaches back before
    /// the planned end, nor before the press that said "it is on".
    pub(crate) fn came_off(&self, when: CameOff, at: Moment<'_>) -> Removal {
        let elapsed = self.elapsed(at).least;
        let planned = secs(self.planned);
        let pressed = elapsed.saturating_sub(at.least(self.pressed));
        let ran = match when {
            CameOff::Bell if elapsed > planned => planned.max(pressed).min(elapsed),
            CameOff::Now | CameOff::Bell => elapsed,
            CameOff::Ago(seconds) => {
                let ago = secs(seconds.min(AGO_MOST));
                elapsed.saturating_sub(ago).max(elapsed.min(planned.max(pressed)))
            }
        };
        let asked = !self.class().is_away() && !self.from_lost_data;
        let late = ran < elapsed && elapsed > planned + rules::BELL_BELIEVED.time();
        let long =
            self.overrun(ran) == Some(rules::OVERRUN_LOCK_SHORT.value) && self.method.modality() == Modality::Cold;
        // Counted back from now: since when it was on may be known better some day, and then lie further back.
        Removal { off: at.anchor().earlier(elapsed.saturating_sub(ran)), ran, ask_skin: asked && (late || long) }
    }

    /// How far beyond the most for its kind it was on, s; 0 = within it.
    pub(crate) fn over(&self, ran: Duration) -> u32 {
        if self.from_lost_data { 0 } else { over(self.method, self.beyond, seconds(ran)) }
    }

    /// The lock that follows from staying on for so long, s. Counts from the ceiling, by the shorter reading.
    pub(crate) fn overrun(&self, ran: Duration) -> Option<u32> {
        if self.from_lost_data { None } else { overrun(self.method, self.beyond, ran) }
    }

    /// Tells whether such a thing can be made longer at all (R6, R19).
    ///
    /// # Errors
    /// It is not warm, or nobody is there to be asked about it.
    pub(crate) fn can_be_longer(&self) -> Result<(), Refused> {
        if self.class().is_away() && self.method != Method::Bath {
            return Err(Refused::Rule(Obstacle::hard(self.method.ceiling())));
        }
        if self.method.modality() != Modality::Heat {
            return Err(Refused::Rule(Obstacle::principle(RuleId::R19, Reason::ColdStays, Force::Hard)));
        }
        Ok(())
    }

    /// The time on the body it would have when made longer, s; `beyond`: past its usual ceiling as well.
    ///
    /// # Errors
    /// What stands against it: a ceiling, or the bed hours.
    pub(crate) fn longer(&self, beyond: bool, person: &Person, at: Moment<'_>) -> Result<u32, Refused> {
        let method = self.method;
        let elapsed = self.elapsed(at);
        let mut ceiling = if self.beyond || beyond { method.hard_ceiling() } else { method.ceiling() };
        let worn = seconds(elapsed.least);
        if method == Method::Wrap {
            let left = u32::try_from(person.ledger.wrap_left(at)).unwrap_or(0);
            ceiling.value = ceiling.value.min(worn.saturating_add(left));
        }
        // Nobody looks at their skin asleep.
        if let Some(left) = person.until_bed(method, at)
            && worn.saturating_add(left) < ceiling.value
        {
            ceiling.value = worn.saturating_add(left);
            if ceiling.value <= self.planned {
                return Err(Refused::Rule(person.bed_obstacle(method, at)));
            }
        }
        // A bath is made longer once, and that once is beyond its usual ceiling.
        if method == Method::Bath && self.beyond {
            return Err(Refused::Rule(Obstacle::hard(rules::BATH_EXTEND)));
        }
        if method == Method::Bath && !beyond {
            return Err(Refused::Rule(Obstacle::of(method.ceiling())));
        }
        let planned = (self.planned + method.extend_by().value).min(ceiling.value);
        if planned <= self.planned || elapsed.may_have_reached(secs(planned)) {
            let passable = method.hard_ceiling() != method.ceiling() && !self.beyond && !beyond;
            let force = if passable { Force::Warning } else { Force::Hard };
            return Err(Refused::Rule(Obstacle { force, ..Obstacle::of(ceiling) }));
        }
        Ok(planned)
    }

    /// Stays until `planned` s after its start; the skin is asked on through the time that is added (R10; a pad beyond
    /// its usual ceiling: R6).
    pub(crate) fn extend(&mut self, planned: u32) {
        self.beyond |= planned > self.method.ceiling().value;
        let every = self.method.check_every().value;
        let from = self.checks.iter().map(|c| c.at).max().unwrap_or(0);
        let more = (1..).map(|n| from + n * every).take_while(|at| *at < planned && !self.class().is_away());
        let reminder = self.aside;
        let more: Vec<Check> = more.map(|at| Check { at, reminder, state: CheckState::Ahead }).collect();
        self.checks.extend(more);
        // In the water the last parts are getting out, and that comes at the end.
        if self.class().is_away() {
            let added = planned.saturating_sub(self.planned);
            self.segments.iter_mut().skip(self.segments_said).for_each(|(start, _)| *start += added);
        }
        self.planned = planned;
        self.warned = false;
    }
}

/// How far beyond the most for its kind something was on, s; 0 = within it. `beyond`: past its usual ceiling by choice.
pub(crate) fn over(method: Method, beyond: bool, ran: u32) -> u32 {
    let ceiling = if beyond { method.hard_ceiling() } else { method.ceiling() }.value;
    if ran <= ceiling.saturating_add(rules::PRESS_GRACE.value) { 0 } else { ran - ceiling }
}

/// The lock that follows from staying on for so long, s. Counts from the ceiling, by the shorter reading.
pub(crate) fn overrun(method: Method, beyond: bool, ran: Duration) -> Option<u32> {
    if method.class().is_away() {
        return None;
    }
    match method.modality() {
        Modality::Cold if ran >= rules::OVERRUN_LONG.time() => Some(rules::OVERRUN_LOCK_LONG.value),
        Modality::Cold if ran >= rules::OVERRUN_SHORT.time() => Some(rules::OVERRUN_LOCK_SHORT.value),
        Modality::Cold | Modality::Contrast | Modality::Massage | Modality::Stretch => None,
        Modality::Heat => {
            let ceiling = if beyond { method.hard_ceiling() } else { method.ceiling() };
            let over = ran.saturating_sub(ceiling.time());
            if over <= rules::PRESS_GRACE.time() {
                None
            } else if method == Method::Wrap {
                Some(rules::WRAP_LOCK.value)
            } else if over <= rules::HEAT_OVERRUN_LONG.time() {
                Some(rules::OVERRUN_LOCK_SHORT.value)
            } else {
                Some(rules::OVERRUN_LOCK_LONG.value)
            }
        }
    }
}

/// Why it must come off, the weaker reason first: a later word never makes it weaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Why {
    /// Its time is over, or may be.
    Bell,
    /// Nobody answered the skin checks.
    Silence,
    /// The skin looks very red or is numb.
    Red,
    /// The person stopped.
    Stopped,
    /// It hurts.
    Hurts,
    /// The skin looks bad.
    Bad,
}

impl Why {
    /// The same where it is no answer about the skin, else the weakest.
    pub(crate) fn besides_skin(self) -> Self {
        match self {
            Self::Red | Self::Bad => Self::Bell,
            Self::Bell | Self::Silence | Self::Stopped | Self::Hurts => self,
        }
    }

    /// How the session ends once it is off; `None` = it goes on.
    pub(crate) fn ends(self) -> Option<Outcome> {
        match self {
            Self::Bell | Self::Red | Self::Silence => None,
            Self::Bad => Some(Outcome::Skin),
            Self::Stopped => Some(Outcome::Stopped),
            Self::Hurts => Some(Outcome::Hurt),
        }
    }
}
