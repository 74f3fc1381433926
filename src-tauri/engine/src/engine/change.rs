//! Hands each input to the part it is about: what it does to what runs and to what is known of the person.

use crate::by_hand;
use crate::command::{Choice, Fact, Input, Report, Wish};
use crate::context::Context;
use crate::event::Happened;
use crate::person::bed::BedHours;
use crate::refusal::Refused;
use crate::slots::Slots;
use crate::timers::Timers;
use crate::words::{Gate, Skin, Slot};

/// What an input does to what runs and what is known.
pub(super) fn change(
    input: Input,
    slots: &mut Slots,
    timers: &mut Timers,
    cx: &mut Context<'_>,
) -> Result<(), Refused> {
    match input {
        Input::Fact(fact) => know(fact, slots, cx),
        Input::Wish(wish) => grant(wish, slots, timers, cx),
        Input::Choice(Choice::BedHours { from, until }) => choose_bed_hours(from, until, slots, cx),
        Input::Choice(Choice::AskFelt { on }) => {
            cx.person.records.ask_felt(on);
            Ok(())
        }
        Input::Choice(Choice::AskWeek { on }) => {
            cx.person.records.asks_week = on;
            Ok(())
        }
        // It is about the plan, not about what runs.
        Input::Choice(Choice::QuietHours { .. }) => Err(Refused::NotNow),
        Input::Report(report) => {
            hear(report, slots, cx);
            Ok(())
        }
    }
}

fn know(fact: Fact, slots: &mut Slots, cx: &mut Context<'_>) -> Result<(), Refused> {
    match fact {
        Fact::On { token, since, sure } => return slots.put_on(token, since, sure, cx),
        Fact::OnSinceAsked { token } => return slots.put_on_since_asked(token, cx),
        Fact::Off { token, when } => slots.took_off(token, when, cx),
        Fact::SkinRed { token } => return slots.skin(token, Skin::Red, cx),
        Fact::SkinBad { token } => return slots.skin(token, Skin::Bad, cx),
        Fact::Stop { slot, hurts } => slots.stop(slot, hurts, cx),
        Fact::StillOn { token, on } => slots.still_on(token, on, cx),
        Fact::AcceptDisclaimer => {
            cx.person.gates.disclaimer = Some(cx.at.anchor());
            cx.record(None, Happened::GateAnswered { gate: Gate::Disclaimer });
        }
        Fact::AnswerFlags { flags } => {
            let stands = cx.person.gates.answer_flags(flags, cx.at);
            cx.record(None, Happened::GateAnswered { gate: Gate::Flags });
            if stands {
                slots.stop_all(cx);
            }
        }
        Fact::SeeSomeone { see } => {
            cx.person.see_someone(see, cx.at);
            cx.record(None, Happened::GateAnswered { gate: Gate::Flags });
        }
        Fact::AnswerHealth(answers) => {
            cx.person.gates.answer_health(answers, cx.at);
            cx.record(None, Happened::GateAnswered { gate: Gate::Health });
            slots.stop_for_health(cx);
        }
        Fact::SinceLast(said) => {
            cx.person.gates.since_last(said, cx.at);
            cx.record(None, Happened::GateAnswered { gate: Gate::Health });
            slots.stop_for_health(cx);
            slots.shorten_for_drowsiness(cx);
        }
        Fact::ClinicianSaysFine { about, fine } => {
            cx.person.gates.set_clinician(about, fine.then(|| cx.at.anchor()));
            cx.record(None, Happened::GateAnswered { gate: Gate::Health });
            slots.stop_for_health(cx);
        }
        Fact::PainChanged => {
            cx.person.gates.pain_changed = true;
            cx.record(None, Happened::GateAnswered { gate: Gate::Flags });
        }
        Fact::Noted { advice } => cx.person.note(advice, cx.at),
    }
    Ok(())
}

fn grant(wish: Wish, slots: &mut Slots, timers: &mut Timers, cx: &mut Context<'_>) -> Result<(), Refused> {
    let moving = slots.moving_slot();
    match wish {
        Wish::Start(start) => slots.start(start, cx),
        Wish::SkinFine { token } => slots.skin(token, Skin::Fine, cx),
        Wish::Snooze { token, seconds } => slots.wish(Slot::Thermal, token, cx, |s, cx| s.snooze(seconds, cx)),
        Wish::NotNow { token } => slots.wish(Slot::Thermal, token, cx, |s, cx| s.not_now(cx)),
        Wish::Extend { token, accept } => slots.wish(Slot::Thermal, token, cx, |s, cx| s.extend(&accept, cx)),
        Wish::UsePack { pack } => slots.wish(Slot::Thermal, None, cx, |s, cx| s.use_pack(pack, cx)),
        Wish::Call { on } => slots.wish(Slot::Thermal, None, cx, |s, _| s.call_after_rest(on)),
        Wish::Pause => slots.wish(moving, None, cx, |s, cx| s.pause(cx)),
        Wish::Resume => slots.wish(moving, None, cx, |s, cx| s.resume(cx)),
        Wish::Back => slots.wish(moving, None, cx, |s, cx| s.back(cx)),
        Wish::Skip { slot, token } => {
            let slot = if slot == Slot::Activity { moving } else { slot };
            slots.wish(slot, token, cx, |s, cx| s.skip(cx))
        }
        Wish::Prepare { timer } => timers.prepare(&timer, cx),
        Wish::Unprepare { id } => timers.unprepare(id, cx),
        // It is about the state as a whole.
        Wish::Undo { .. } => Err(Refused::NothingToUndo),
        // It is about the plan or the practice turn, not about what runs.
        Wish::Plan(_) | Wish::Practice(_) => Err(Refused::NotNow),
        Wish::Diary(wish) => by_hand::carry_out(wish, slots, cx),
        Wish::LiftFlags => {
            cx.person.gates.lift_flags(cx.at)?;
            cx.record(None, Happened::GateAnswered { gate: Gate::Flags });
            Ok(())
        }
    }
}

fn choose_bed_hours(from: u16, until: u16, slots: &mut Slots, cx: &mut Context<'_>) -> Result<(), Refused> {
    cx.person.bed = Some(BedHours::choose(from, until, cx.person.bed, cx.at.now())?);
    slots.shorten_for_bed(cx);
    cx.record(None, Happened::GateAnswered { gate: Gate::Health });
    Ok(())
}

fn hear(report: Report, slots: &mut Slots, cx: &mut Context<'_>) {
    match report {
        Report::BedHours { from, until, offset_seconds } => {
            cx.person.bed = Some(BedHours::reported(from, until, offset_seconds, cx.person.bed));
            slots.shorten_for_bed(cx);
        }
        Report::GoingToSleep => slots.going_to_sleep(cx),
        Report::Woke { told } => slots.woke(told, cx),
        Report::BatteryLow(low) => {
            if let Some(session) = slots.thermal() {
                session.say_battery(low, cx);
            }
        }
    }
}
