//! Owns what is handed along while something happens: the moment, what may be changed, and what is around.

use crate::alert::Tag;
use crate::event::{Event, Happened, PlanDeed};
use crate::outbox::Outbox;
use crate::person::Person;
use crate::routine::catalogue::Catalogue;
use crate::session::course::Course;
use crate::time::Moment;
use crate::words::RoutineId;

/// All that a session, the slots and the question whether something is on may look at and change beside themselves.
pub(crate) struct Context<'a> {
    pub(crate) at: Moment<'a>,
    pub(crate) person: &'a mut Person,
    pub(crate) out: &'a mut Outbox,
    /// Numbers of prompts given out so far.
    pub(crate) prompts: &'a mut u64,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) battery_low: bool,
    /// The data is from a newer version: nothing new starts.
    pub(crate) read_only: bool,
}

impl Context<'_> {
    pub(crate) fn next_prompt(&mut self) -> u64 {
        *self.prompts += 1;
        *self.prompts
    }

    pub(crate) fn withdraw(&mut self, tag: Tag) {
        self.out.withdraw(tag);
    }

    /// Records what was said about the plan.
    pub(crate) fn record_planned(&mut self, deed: PlanDeed, routine: Option<RoutineId>) {
        let what = Happened::Plan { deed };
        self.out.record(Event { at: self.at.now().wall, session: None, routine, what });
    }

    /// Records what happened, in a session where it belongs to one.
    pub(crate) fn record(&mut self, course: Option<&Course>, what: Happened) {
        let (session, routine) = course.map(|c| (c.id, c.routine.id.clone())).unzip();
        self.out.record(Event { at: self.at.now().wall, session, routine, what });
    }
}
