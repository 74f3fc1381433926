//! Decides what faces see of the state.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::person::gates::FlagAnswer;
use crate::person::{Lock, Person};
use crate::plan::state::{Around, Planned};
use crate::plan::zone::Zone;
use crate::practice::Practice;
use crate::routine::catalogue::Catalogue;
use crate::rules;
use crate::session::SKIN_ANSWERS;
use crate::session::due::READY_LAPSES;
use crate::slots::Slots;
use crate::time::{Anchor, Moment, secs};
use crate::timers::Timers;
use crate::undo::Undo;
use crate::view::{
    Asked, CorrectableView, DayView, EmergencyView, FeltView, FirstAid, LastView, LateView, LockView, Question,
    TimerView, View,
};
use crate::view_session::{question, session_view};
use crate::words::{Answer, Flags, Method, Modality, Outcome, Skin, Slot};

/// For so long the tray calls for a first-aid card; afterwards it has other things to show.
const FIRST_AID_CALLS: Duration = Duration::from_secs(600);

/// Everything a view is made from.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) at: Moment<'a>,
    pub(crate) person: &'a Person,
    pub(crate) slots: &'a Slots,
    pub(crate) timers: &'a Timers,
    pub(crate) undo: Option<&'a Undo>,
    pub(crate) practice: Option<&'a Practice>,
    pub(crate) planned: &'a Planned,
    /// Where the person is; `None` = not known yet, and the plan rests.
    pub(crate) zone: Option<&'a dyn Zone>,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) battery_low: bool,
    pub(crate) read_only: bool,
}

impl<'a> Look<'a> {
    /// What the plan looks at.
    pub(crate) fn around(self) -> Option<Around<'a>> {
        let Self { at, person, slots, catalogue, .. } = self;
        self.zone.map(|zone| Around { at, person, slots, catalogue, zone })
    }
}

impl Look<'_> {
    pub(crate) fn view(self) -> View {
        let Self { at, person, slots, .. } = self;
        let session = |slot| slots.session(slot).map(|s| session_view(s, person, at));
        let until = |since: Anchor, seconds: u32| at.show(since.later(secs(seconds)));
        let timers = self.timers.iter().map(|t| TimerView {
            id: t.id,
            timer: t.timer.clone(),
            since: at.show(t.since),
            ends: until(t.since, t.seconds),
        });
        let offers = self.catalogue.routines().map(|r| (r.id.clone(), slots.offer(r, person, self.read_only, at)));
        View {
            thermal: session(Slot::Thermal),
            activity: session(Slot::Activity),
            timers: timers.collect(),
            pending: self.pending(),
            last: self.last(),
            gate: person.gates.due(),
            emergency: person.gates.flags.filter(FlagAnswer::stands).map(|answer| EmergencyView {
                unsure: answer.flags == Flags::Unsure,
                correct_until: person.gates.flags_correctable(at).then(|| until(answer.at, rules::FLAGS_CORRECT.value)),
            }),
            flags_again: person.gates.asks_flags_again(at),
            gates: person.gates.clone(),
            offers: offers.collect(),
            locks: self.locks(),
            day: self.day(),
            correctable: person.skin_said.map(|said| CorrectableView {
                skin: said.skin,
                until: until(said.at, rules::SKIN_CORRECT.value),
                token: said.token,
            }),
            first_aid: self.first_aid().map(|(card, _)| card),
            first_aid_now: self.first_aid_calls().is_some(),
            undo: self.undo.map(|undo| undo.view(at)),
            felt: person.records.asks().map(|record| FeltView {
                session: record.session,
                routine: record.routine.clone(),
                kind: record.kind,
            }),
            asks_felt: person.records.asks_felt,
            asks_week: person.records.asks_week,
            bed: person.bed.filter(|bed| bed.from != bed.until).map(|bed| (bed.from, bed.until)),
            advice: person.advice(at),
            plan: self.around().and_then(|around| self.planned.view(around)),
            own_plan: self.planned.own.clone(),
            quiet: self.planned.quiet,
            may_practise: slots.in_use().is_none(),
            practice: self.practice.map(|practice| practice.view(at)),
            battery_low: self.battery_low,
            read_only: self.read_only,
        }
    }

    /// Questions that wait for an answer, most urgent first.
    pub(crate) fn pending(self) -> Vec<Question> {
        let asked = self.slots.unsure().map(|unsure| Question {
            token: unsure.token,
            question: Asked::IsItOn,
            slot: Slot::Thermal,
            answers: vec![Answer::StillOn, Answer::NotOn],
        });
        let skin_asked = self.person.skin_asked.map(|asked| Question {
            token: asked.token,
            question: Asked::SkinAfter,
            slot: Slot::Thermal,
            answers: SKIN_ANSWERS.to_vec(),
        });
        // "Put it on" is asked when the skin is known to be fine.
        let waits = |question: &Question| skin_asked.is_none() || question.question != Asked::PutOn;
        let of_session = self.slots.thermal().and_then(|s| question(s, self.person, self.at)).filter(waits);
        let mut pending: Vec<Question> = asked.into_iter().chain(of_session).chain(skin_asked.clone()).collect();
        pending.sort_by_key(|q| q.question);
        pending
    }

    fn last(self) -> Option<LastView> {
        let last = self.slots.last()?;
        let lapsed = self.slots.ended().filter(|e| e.outcome == Outcome::Lapsed && e.course.id == last.session);
        Some(LastView {
            session: last.session,
            routine: last.routine.clone(),
            kind: last.kind,
            outcome: last.outcome,
            ended_at: last.at,
            late: lapsed.map(|ended| LateView {
                token: ended.course.token(),
                since: self.at.show(ended.at.earlier(secs(READY_LAPSES))),
            }),
        })
    }

    fn day(self) -> DayView {
        let Self { at, person, .. } = self;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let today = person.since_day_began(at);
        let count = |wanted: fn(Method) -> bool| number(person.ledger.turns_since(today, wanted, at).len());
        let done = |kind: Modality| {
            let recent = person.done_today.iter().filter(|d| at.least(d.at) < today);
            number(recent.filter(|d| d.kind == kind).count())
        };
        DayView {
            cold: count(|m| m.modality() == Modality::Cold),
            heat: count(|m| m.modality() == Modality::Heat && m != Method::Wrap),
            ice_massage: count(|m| m == Method::IceMassage),
            massage: done(Modality::Massage),
            stretch: done(Modality::Stretch),
        }
    }

    /// Every kind that is closed, once, until the latest end.
    fn locks(self) -> Vec<LockView> {
        let Self { at, person, .. } = self;
        let left = |lock: &Lock| at.left(lock.since, lock.length());
        let mut closed: BTreeMap<(Modality, Option<Method>), &Lock> = BTreeMap::new();
        for lock in &person.locks {
            for kind in lock.kinds() {
                let latest = closed.entry((kind, lock.method)).or_insert(lock);
                if left(lock) > left(latest) {
                    *latest = lock;
                }
            }
        }
        let shown = |((modality, method), lock): ((Modality, Option<Method>), &Lock)| LockView {
            modality,
            method,
            until: at.show(lock.since.later(lock.length())),
        };
        closed.into_iter().map(shown).collect()
    }

    /// The card that fits what went wrong last, and when: bad skin, or cold and heat that stayed on too long.
    fn first_aid(self) -> Option<(FirstAid, Anchor)> {
        let card = |modality: Modality| if modality == Modality::Heat { FirstAid::Heat } else { FirstAid::Cold };
        let said = self.person.skin_said.filter(|said| said.skin == Skin::Bad);
        let bad = said.map(|said| (card(said.method.modality()), said.at));
        bad.or_else(|| self.person.locks.last().map(|lock| (card(lock.modality), lock.since)))
    }

    /// How long it is still called for; `None` = it is not.
    pub(crate) fn first_aid_calls(self) -> Option<Duration> {
        self.first_aid().and_then(|(_, since)| self.at.left(since, FIRST_AID_CALLS))
    }
}
