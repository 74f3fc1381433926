//! Decides when a reminder is shown and taken back: one at a time, only while its item is open, never while a session is on.

use chrono::TimeDelta;

use crate::alert::{ASIDE, About, Alert, TELL, Tag};
use crate::outbox::Outbox;
use crate::plan::given::Hint;
use crate::plan::hold::Held;
use crate::plan::state::{Around, Planned};
use crate::plan::today::DayItem;
use crate::words::{Answer, Token};

/// A hint to move is for now; a late one is none.
const HINT_LASTS: TimeDelta = TimeDelta::minutes(2);

impl Planned {
    /// Brings what stands before the person into line with the day.
    pub(crate) fn remind(&mut self, around: Around<'_>, out: &mut Outbox) {
        let Some(Held { day, standing, hint, .. }) = self.hold(around) else {
            if self.told.take().is_some() {
                out.withdraw(Tag::Plan);
            }
            self.hinted = None;
            return;
        };
        let silent = self.paused.is_some();
        let standing = standing.filter(|_| !silent);
        if standing != self.told {
            match standing.and_then(|token| day.item(token)) {
                Some(item) => out.alert(reminder(item)),
                None => out.withdraw(Tag::Plan),
            }
            self.told = standing;
        }
        if hint != self.hinted {
            let now = around.at.now().wall;
            if let Some(Hint { routine, at }) = &hint
                && !silent
                && now - *at <= HINT_LASTS
            {
                let token = Token { session: 0, exposure: 0, prompt: 0 };
                let alert = Alert::new(Tag::Hint, About::MoveBreak, ASIDE, token);
                out.alert(Alert { routine: Some(routine.clone()), ..alert });
            }
            self.hinted = hint;
        }
    }
}

fn reminder(item: &DayItem) -> Alert {
    let about = About::Planned { name: item.name.clone(), turns: item.turns, seconds: item.seconds };
    let answers = vec![Answer::StartPlanned, Answer::PlannedLater, Answer::LeaveOut];
    Alert { routine: Some(item.routine.clone()), answers, ..Alert::new(Tag::Plan, about, TELL, item.token) }
}
