//! Decides from when something may be done: asks the one permission for the later moment, until nothing stands against it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::person::Person;
use crate::person::permission::Permission;
use crate::plan::Item;
use crate::plan::given::{Permit, Verdict};
use crate::plan::preview::{fitting, seconds};
use crate::plan::today::Why;
use crate::refusal::{Obstacle, Reason};
use crate::routine::Routine;
use crate::routine::catalogue::Catalogue;
use crate::rules::{Force, RuleId};
use crate::time::Moment;
use crate::words::RoutineId;

/// Each look may find the next thing that stands in the way: a gap, then the longer one, then a limit.
const LOOKS: u8 = 8;

/// Asks the rules.
pub(crate) struct Rules<'a> {
    pub(crate) person: &'a Person,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) at: Moment<'a>,
    /// What was agreed with the plan.
    pub(crate) agreed: &'a [RuleId],
}

impl Permit for Rules<'_> {
    fn when(&self, item: &Item, turns: u8, due: DateTime<Utc>) -> (RoutineId, Verdict) {
        let offered = item.routines.iter().filter_map(|id| self.catalogue.routine(id));
        let found = offered.map(|routine| (routine.id.clone(), self.of(routine, turns, due)));
        // The first of all that comes soonest; what is closed comes last.
        let first = found.min_by_key(|(_, verdict)| match verdict {
            Verdict::At(at, _) => (false, *at),
            Verdict::Never(_) => (true, due),
        });
        first.unwrap_or_else(|| (item.routines.first().cloned().unwrap_or_default(), Verdict::Never(Why::Closed)))
    }

    fn stood_against(&self, item: &Item, turns: u8, at: DateTime<Utc>) -> Option<Why> {
        // Before the last start of the computer the clocks cannot be turned back.
        let ago = (self.at.now().wall - at).to_std().ok().filter(|ago| *ago < self.at.now().ticks)?;
        let then = self.at.at_wall(at);
        let person = self.person.as_of(ago, self.at);
        let offered = item.routines.iter().filter_map(|id| self.catalogue.routine(id));
        let mut found = offered.map(|routine| {
            let turns = turns.clamp(1, routine.turns.most);
            let Permission { obstacles, .. } = Permission::check(&person, routine, turns, then);
            let stood = |o: &&Obstacle| !(o.force == Force::Warning && self.agreed.contains(&o.rule));
            obstacles.iter().filter(stood).filter(|o| o.until.is_some()).map(reason).find(|why| is_remembered(*why))
        });
        // One of them that was free is enough.
        let first = found.next()??;
        found.all(|why| why.is_some()).then_some(first)
    }

    fn seconds(&self, routine: &str, turns: u8) -> u64 {
        seconds(self.catalogue, routine, turns)
    }

    fn fitting(&self, routine: &str, seconds: u32) -> u32 {
        fitting(self.catalogue, routine, seconds)
    }
}

impl Rules<'_> {
    fn of(&self, routine: &Routine, turns: u8, due: DateTime<Utc>) -> Verdict {
        let turns = turns.clamp(1, routine.turns.most);
        let (mut when, mut why) = (due, None);
        for _ in 0..LOOKS {
            let then = self.at.at_wall(when);
            let Permission { obstacles, .. } = Permission::check(self.person, routine, turns, then);
            let stands = obstacles.iter().filter(|o| !(o.force == Force::Warning && self.agreed.contains(&o.rule)));
            let mut latest: Option<(DateTime<Utc>, &Obstacle)> = None;
            for obstacle in stands {
                match obstacle.until.map(|until| until.wall(then.now())) {
                    Some(until) if until > when => {
                        if latest.is_none_or(|(found, _)| until > found) {
                            latest = Some((until, obstacle));
                        }
                    }
                    // What has no end that is known, and is no mere question before the start.
                    Some(_) | None if obstacle.force != Force::Warning => return Verdict::Never(reason(obstacle)),
                    Some(_) | None => {}
                }
            }
            let Some((until, obstacle)) = latest else { return Verdict::At(when, why) };
            (when, why) = (whole_minute(until), Some(reason(obstacle)));
        }
        Verdict::Never(why.unwrap_or(Why::Closed))
    }
}

/// Of the ledger and the locks it is known afterwards how they stood; of answers about health it is not.
fn is_remembered(why: Why) -> bool {
    match why {
        Why::Gap | Why::Limit | Why::Closed => true,
        Why::RealEnd | Why::SessionOn | Why::Bed | Why::AskedLater | Why::LeftOut => false,
    }
}

fn reason(obstacle: &Obstacle) -> Why {
    let bed = [Reason::Bed, Reason::BedSoon, Reason::BedChange, Reason::Doze];
    if bed.iter().any(|reason| reason.code() == obstacle.name) {
        return Why::Bed;
    }
    let locked = [Reason::LockSkin, Reason::LockOverrun, Reason::DataLost];
    if locked.iter().any(|reason| reason.code() == obstacle.name) {
        return Why::Closed;
    }
    match obstacle.rule {
        RuleId::R2 | RuleId::R4 | RuleId::R8 | RuleId::R17 => Why::Gap,
        RuleId::R7 if obstacle.name.contains("off") => Why::Gap,
        RuleId::R3 | RuleId::R5 | RuleId::R6 | RuleId::R7 => Why::Limit,
        RuleId::R12 => Why::Bed,
        RuleId::R1
        | RuleId::R9
        | RuleId::R10
        | RuleId::R11
        | RuleId::R13
        | RuleId::R14
        | RuleId::R15
        | RuleId::R16
        | RuleId::R18
        | RuleId::R19
        | RuleId::R20
        | RuleId::R21
        | RuleId::R22
        | RuleId::R23 => Why::Closed,
    }
}

/// The next whole minute, as clocks show it: a plan is not made of seconds.
pub(crate) fn whole_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = (at.timestamp_millis() + 499).div_euclid(1000);
    let minute = (seconds + 59).div_euclid(60) * 60;
    DateTime::from_timestamp(minute, 0).unwrap_or(at + TimeDelta::zero())
}
