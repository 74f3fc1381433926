//! Decides what an entry by hand does: what was done without Lumbar counts for limits and moves the plan; what is changed or
//! deleted in the diary never counts for less.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::context::Context;
use crate::diary::wish::{BadEntry, ByHand, Change, DiaryWish, Entry, EntryField, check_note, clean};
use crate::diary::{DiaryKind, ExposureRecord, LocalTime, SessionRecord};
use crate::person::ledger::KEPT;
use crate::person::log::Entry as Logged;
use crate::person::{Done, Lock, Person};
use crate::refusal::Refused;
use crate::routine::catalogue::Catalogue;
use crate::routine::{Routine, Step};
use crate::rules;
use crate::session::body::{over, overrun};
use crate::slots::Slots;
use crate::time::{Anchor, Moment, secs};
use crate::words::{Method, Outcome, Said};

/// The word that such a wish is, where it can be taken back.
pub(crate) fn said(wish: &DiaryWish) -> Option<Said> {
    match wish {
        DiaryWish::Add(_) => Some(Said::DiaryAdded),
        DiaryWish::Change { .. } => Some(Said::DiaryChanged),
        DiaryWish::Delete { .. } => Some(Said::DiaryDeleted),
        DiaryWish::Felt { .. } => None,
    }
}

/// Puts the record that a wish is about at hand, so that taking the wish back finds it as it was.
pub(crate) fn know(wish: &DiaryWish, person: &mut Person, at: Moment<'_>) {
    match wish {
        DiaryWish::Change { before, .. } | DiaryWish::Delete { before } => {
            if person.records.find(before.session).is_none() {
                person.records.put((**before).clone(), false, at.anchor());
            }
        }
        DiaryWish::Add(_) | DiaryWish::Felt { .. } => {}
    }
}

/// Looks at a wish without carrying it out.
///
/// # Errors
/// Why it is not taken.
pub(crate) fn check(
    wish: &DiaryWish,
    slots: &Slots,
    person: &Person,
    catalogue: &Catalogue,
    at: Moment<'_>,
) -> Result<(), Refused> {
    let now = at.now().wall;
    match wish {
        DiaryWish::Add(entry) => {
            let routine = routine_of(entry, catalogue)?;
            let until = entry.from + TimeDelta::seconds(entry.seconds.into());
            let time = Entry { from: entry.from, until, length: EntryField::Minutes };
            check_note(&entry.note)?;
            time.check(now)?;
            if routine.is_thermal() {
                time.check_beside(worn(person, None, at))?;
            }
        }
        DiaryWish::Change { before, change } => {
            goes_on(before, slots)?;
            check_note(&change.note)?;
            let has = before.exposures.len().max(1);
            if change.times.len() != has {
                return Err(BadEntry::Times { has: u32::try_from(has).unwrap_or(u32::MAX) }.into());
            }
            let mut earlier: Vec<(LocalTime, LocalTime)> = Vec::new();
            for (nth, (from, until)) in change.times.iter().enumerate() {
                // What was not touched is not judged: it may have been on for longer than can be entered.
                if times_of(before).get(nth) != Some(&(*from, *until)) {
                    let time = Entry { from: *from, until: *until, length: EntryField::Until };
                    time.check(now)?;
                    time.check_beside(earlier.iter().copied())?;
                    if before.kind.is_thermal() {
                        time.check_beside(worn(person, Some(before.session), at))?;
                    }
                }
                earlier.push((*from, *until));
            }
        }
        DiaryWish::Delete { before } => goes_on(before, slots)?,
        DiaryWish::Felt { session, .. } => {
            if person.records.find(*session).is_none() {
                return Err(BadEntry::Unknown.into());
            }
        }
    }
    Ok(())
}

/// Carries out a wish that was looked at.
///
/// # Errors
/// Why it is not taken.
pub(crate) fn carry_out(wish: DiaryWish, slots: &mut Slots, cx: &mut Context<'_>) -> Result<(), Refused> {
    match wish {
        DiaryWish::Add(entry) => add(*entry, slots, cx),
        DiaryWish::Change { before, change } => {
            let before = cx.person.records.find(before.session).cloned().unwrap_or(*before);
            edit(before, *change, cx);
            Ok(())
        }
        DiaryWish::Delete { before } => {
            cx.person.records.remove(before.session);
            cx.person.log.remove(before.session);
            cx.out.forget(before.session);
            Ok(())
        }
        DiaryWish::Felt { session, felt } => {
            match felt {
                Some(_) => cx.person.record_felt(session, felt),
                None => cx.person.records.close_question(session),
            }
            Ok(())
        }
    }
}

fn add(entry: ByHand, slots: &mut Slots, cx: &mut Context<'_>) -> Result<(), Refused> {
    let routine = routine_of(&entry, cx.catalogue)?;
    let ByHand { pack, from, seconds, felt, note, .. } = entry;
    let note = clean(&note);
    let session = slots.next_session();
    let until = from + TimeDelta::seconds(seconds.into());
    let mut exposures = Vec::new();
    for (method, on, ran) in worn_in(&routine, from, seconds) {
        let off = on + TimeDelta::seconds(ran.into());
        let exposure = count(session, None, method, (on, off), cx);
        let over = over(method, false, ran);
        exposures.push(ExposureRecord { exposure, method, on, off: Some(off), planned: ran, seconds: ran, over });
    }
    let (began, ended) = (anchor_of(from, cx.at), anchor_of(until, cx.at));
    let record = SessionRecord {
        session,
        day: cx.person.diary_day(from),
        routine: routine.id.clone(),
        kind: DiaryKind::of(&routine.id, routine.kind),
        pack,
        turns: 1,
        began: from,
        ended: Some(until),
        outcome: Some(Outcome::Done),
        moved: if exposures.is_empty() { seconds } else { 0 },
        exposures,
        skin: Vec::new(),
        felt,
        note,
        by_hand: true,
        edited: false,
    };
    cx.person.records.put(record, true, cx.at.anchor());
    cx.person.log.add(
        Logged {
            session,
            routine: routine.id.clone(),
            moves: routine.is_activity(),
            seconds: seconds.into(),
            began,
            ended: Some((Outcome::Done, ended)),
        },
        cx.at,
    );
    if cx.at.least(ended) < rules::DAY {
        cx.person.done_today.push(Done { routine: routine.id.clone(), kind: routine.kind, at: ended });
    }
    Ok(())
}

fn edit(before: SessionRecord, change: Change, cx: &mut Context<'_>) {
    let mut after = before.clone();
    let Change { times, felt, note } = change;
    let same = times_of(&before) == times;
    if !same && before.exposures.is_empty() {
        if let Some((from, until)) = times.first().copied() {
            (after.began, after.ended) = (from, Some(until));
            after.moved = length(from, until);
            cx.person.log.change(before.session, anchor_of(from, cx.at), anchor_of(until, cx.at));
        }
    } else if !same {
        for (known, (on, off)) in after.exposures.iter_mut().zip(&times) {
            if (known.on, known.off) != (*on, Some(*off)) {
                let ran = length(*on, *off);
                count(before.session, Some(known.exposure), known.method, (*on, *off), cx);
                (known.on, known.off, known.seconds) = (*on, Some(*off), ran);
                known.over = over(known.method, false, ran);
            }
        }
        after.began = after.exposures.first().map_or(after.began, |first| after.began.min(first.on));
        after.ended = after.ended.map(|ended| times.last().map_or(ended, |(_, off)| ended.max(*off)));
    }
    after.day = if same { before.day } else { cx.person.diary_day(after.from()) };
    (after.felt, after.note) = (felt, clean(&note));
    after.edited |= !same;
    cx.person.records.put(after, true, cx.at.anchor());
}

/// Counts a time on the body by a person's later word: it adds to the ledger, and closes what staying on for so long closes.
/// Gives its number there.
fn count(
    session: u64,
    exposure: Option<u64>,
    method: Method,
    (on, off): (LocalTime, LocalTime),
    cx: &mut Context<'_>,
) -> u64 {
    let ran = length(on, off);
    let (on, off) = (anchor_of(on, cx.at), anchor_of(off, cx.at));
    let ledger = &mut cx.person.ledger;
    let counted =
        exposure.and_then(|exposure| ledger.widen(exposure, on, off, ran, cx.at).map(|before| (exposure, before)));
    let (number, before) = match counted {
        Some(counted) => counted,
        // No rule looks back so far: it has a number, and nothing else.
        None if cx.at.least(off) >= KEPT => (exposure.unwrap_or_else(|| ledger.next_number()), ran),
        None => (ledger.add(session, method, on, off, ran, cx.at), 0),
    };
    if let Some(locked) = overrun(method, false, secs(ran)).filter(|_| ran > before)
        && cx.at.least(off) < secs(locked)
    {
        let only = (method == Method::Wrap).then_some(method);
        cx.person.locks.push(Lock {
            modality: method.modality(),
            method: only,
            since: off,
            seconds: locked,
            skin_of: None,
        });
    }
    number
}

/// When something warm or cold was on, as far as limits look back; `but`: not what belongs to this session.
fn worn(person: &Person, but: Option<u64>, at: Moment<'_>) -> Vec<(LocalTime, LocalTime)> {
    let others = person.ledger.entries().iter().filter(|entry| Some(entry.session) != but);
    others.map(|entry| (person.local(entry.on.wall()), person.local(entry.off.unwrap_or(at.anchor()).wall()))).collect()
}

/// From and until, as a record has them: of each time on the body, else of the whole.
fn times_of(record: &SessionRecord) -> Vec<(LocalTime, LocalTime)> {
    if record.exposures.is_empty() {
        return record.ended.map(|ended| (record.began, ended)).into_iter().collect();
    }
    record.exposures.iter().map(|known| (known.on, known.off.unwrap_or(known.on))).collect()
}

/// What is on the body in a session of so many seconds: all of it where one thing is on, else as in the routine's own parts.
fn worn_in(routine: &Routine, from: LocalTime, seconds: u32) -> Vec<(Method, LocalTime, u32)> {
    let exposures: Vec<Method> = routine.exposures().map(|step| step.method).collect();
    if let [method] = exposures[..] {
        return vec![(method, from, seconds)];
    }
    let last = routine.steps.iter().rposition(|step| matches!(step, Step::Expose(_)));
    let steps = last.map_or(&[][..], |last| &routine.steps[..=last]);
    let whole: u64 = steps.iter().map(|step| step.length().as_secs()).sum();
    let part = |of: u64| of * u64::from(seconds) / whole.max(1);
    let (mut begins, mut worn) = (0, Vec::new());
    for step in steps {
        let ends = begins + step.length().as_secs();
        if let Step::Expose(step) = step {
            let (on, off) = (part(begins), part(ends));
            let on_at = from + TimeDelta::seconds(i64::try_from(on).unwrap_or(0));
            worn.push((step.method, on_at, u32::try_from(off - on).unwrap_or(u32::MAX)));
        }
        begins = ends;
    }
    worn
}

fn routine_of(entry: &ByHand, catalogue: &Catalogue) -> Result<Arc<Routine>, Refused> {
    let Some(routine) = catalogue.routine(&entry.routine).cloned() else {
        return Err(Refused::UnknownRoutine { routine: entry.routine.clone() });
    };
    match entry.pack.clone().filter(|pack| !routine.packs.contains(pack)) {
        Some(pack) => Err(Refused::UnknownPack { routine: routine.id.clone(), pack }),
        None => Ok(routine),
    }
}

fn goes_on(record: &SessionRecord, slots: &Slots) -> Result<(), Refused> {
    let [thermal, activity, _] = slots.recorded();
    let runs = [thermal, activity].contains(&Some(record.session));
    if runs || record.ended.is_none() { Err(BadEntry::GoesOn.into()) } else { Ok(()) }
}

fn length(from: LocalTime, until: LocalTime) -> u32 {
    u32::try_from((until - from).num_seconds()).unwrap_or(0)
}

/// The moment of a time of the past, as the wall stands now.
fn anchor_of(time: LocalTime, at: Moment<'_>) -> Anchor {
    let ago = (at.now().wall - time.to_utc()).to_std().unwrap_or_default();
    at.anchor().earlier(ago)
}
