//! The diary: each session has its record, as it really was; entries by hand count for limits and never for less.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use chrono::TimeDelta;
use lumbar_engine::command::{Choice, Fact, Report, Start, Wish};
use lumbar_engine::diary::wish::{BadEntry, ByHand, Change, DiaryWish, ENTRY_MOST, EntryField, NOTE_MOST};
use lumbar_engine::diary::{DiaryKind, Felt, LocalTime, SessionRecord};
use lumbar_engine::plan::today::ItemState;
use lumbar_engine::refusal::Refused;
use lumbar_engine::rules;
use lumbar_engine::words::{CameOff, Outcome, Said, Skin, Slot};
use proptest::prelude::*;
use support::Desk;
use support::story::{Player, Time, story};

fn only(desk: &Desk) -> SessionRecord {
    assert_eq!(desk.diary.len(), 1, "{:?}", desk.diary);
    desk.diary.values().next().unwrap().clone()
}

/// So many minutes ago, in UTC.
fn ago(desk: &Desk, minutes: i64) -> LocalTime {
    (desk.machine.now().wall - TimeDelta::minutes(minutes)).fixed_offset()
}

fn by_hand(desk: &Desk, routine: &str, minutes_ago: i64, minutes: u32) -> ByHand {
    let from = ago(desk, minutes_ago);
    ByHand { routine: routine.into(), pack: None, from, seconds: minutes * 60, felt: None, note: String::new() }
}

fn add(desk: &mut Desk, routine: &str, minutes_ago: i64, minutes: u32) -> Result<(), Refused> {
    let entry = by_hand(desk, routine, minutes_ago, minutes);
    desk.ask(Wish::Diary(DiaryWish::Add(Box::new(entry))))
}

fn change(desk: &mut Desk, before: &SessionRecord, times: &[(LocalTime, LocalTime)]) -> Result<(), Refused> {
    let change = Change { times: times.to_vec(), felt: before.felt, note: before.note.clone() };
    let (before, change) = (Box::new(before.clone()), Box::new(change));
    desk.ask(Wish::Diary(DiaryWish::Change { before, change }))
}

fn delete(desk: &mut Desk, before: &SessionRecord) -> Result<(), Refused> {
    desk.ask(Wish::Diary(DiaryWish::Delete { before: Box::new(before.clone()) }))
}

fn bad(entry: BadEntry) -> Result<(), Refused> {
    Err(Refused::Entry { bad: entry })
}

/// Two turns of ice, the first with an answer about the skin, the second on for 22 min and 10 s.
#[test]
fn a_session_is_kept_with_its_real_times_answers_and_over_runs() {
    let mut desk = Desk::healthy();
    desk.start_anyway("cold-20-20", Some(2)).unwrap();
    desk.ask(Fact::On { token: None, since: 60, sure: true }).unwrap();
    desk.pass(245);
    desk.skin(Skin::Fine).unwrap();
    desk.pass(355);
    desk.off(CameOff::Now);
    desk.pass(1200);
    desk.on();
    let known = only(&desk);
    assert_eq!((known.ended, known.exposures.len(), known.exposures[1].off), (None, 2, None), "kept while it goes on");
    desk.pass(1330);
    desk.off(CameOff::Now);
    desk.ask(Wish::NotNow { token: None }).ok();
    desk.pass(1300);

    let record = only(&desk);
    assert_eq!((record.kind, record.outcome, record.turns), (DiaryKind::Cold, Some(Outcome::Done), 2));
    let seconds: Vec<_> = record.exposures.iter().map(|e| (e.seconds, e.over)).collect();
    assert_eq!(seconds, [(660, 0), (1330, 130)]);
    assert_eq!(record.exposures[0].on, record.began - TimeDelta::seconds(60));
    assert_eq!(record.exposures[1].off, Some(record.exposures[1].on + TimeDelta::seconds(1330)));
    let skin: Vec<_> = record.skin.iter().map(|skin| ((skin.at - record.began).num_seconds(), skin.said)).collect();
    assert_eq!(skin[0], (245, Some(Skin::Fine)));
    assert!(skin[1..].iter().all(|(_, said)| said.is_none()), "nobody answered in the second turn: {skin:?}");
    assert_eq!((record.overran(), record.cold(), record.counts()), (1, 1990, true));
}

#[test]
fn movement_counts_without_its_pauses() {
    let mut desk = Desk::healthy();
    desk.ask(Wish::Start(Start { length: Some(300), ..Start::plain("walk") })).unwrap();
    desk.pass(100);
    desk.ask(Wish::Pause).unwrap();
    desk.pass(500);
    desk.ask(Wish::Resume).unwrap();
    desk.pass(200);
    let record = only(&desk);
    assert_eq!(
        (record.kind, record.moved, record.walked(), record.outcome),
        (DiaryKind::Walk, 300, 300, Some(Outcome::Done))
    );
    assert_eq!(record.ended, Some(record.began + TimeDelta::seconds(800)));
}

#[test]
fn twenty_past_midnight_belongs_to_yesterday_with_the_offset_of_then() {
    let mut desk = Desk::healthy();
    desk.ask(Report::BedHours { from: 22 * 60, until: 7 * 60, offset_seconds: 3600 }).unwrap();
    // It is noon in UTC: 13:00 here.
    desk.pass(11 * 3600 + 20 * 60);
    desk.start("breathe").unwrap();
    desk.pass(400);
    let record = only(&desk);
    assert_eq!(record.began.format("%H:%M %z").to_string(), "00:20 +0100");
    assert_eq!(record.day, record.began.date_naive().pred_opt().unwrap());
    desk.pass(7 * 3600);
    desk.start("breathe").unwrap();
    let today = desk.diary.values().next_back().unwrap();
    assert_eq!(today.day, today.began.date_naive());
}

#[test]
fn a_word_taken_back_is_taken_out_of_the_record() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    let ready = only(&desk);
    desk.on();
    desk.pass(60);
    desk.ask(Wish::Undo { token: None }).unwrap();
    assert_eq!(only(&desk), ready, "it never went on");
    desk.on();
    desk.pass(600);
    let on = only(&desk);
    desk.off(CameOff::Now);
    assert!(only(&desk).exposures[0].off.is_some());
    desk.pass(30);
    desk.ask(Wish::Undo { token: None }).unwrap();
    assert_eq!(only(&desk), on, "it is still on");
}

#[test]
fn a_corrected_answer_about_the_skin_is_one_answer() {
    let mut desk = Desk::healthy();
    desk.start("cold-15").unwrap();
    desk.on();
    desk.pass(301);
    desk.skin(Skin::Bad).unwrap();
    let token = desk.engine.view().correctable.unwrap().token;
    desk.ask(lumbar_engine::command::Command::skin(Some(token), Skin::Fine)).unwrap();
    let said: Vec<_> = only(&desk).skin.iter().map(|skin| skin.said).collect();
    assert_eq!(said, [Some(Skin::Fine)]);
}

#[test]
fn ice_added_by_hand_counts_for_the_time_off_and_an_over_run_closes_cold() {
    let mut desk = Desk::healthy();
    add(&mut desk, "cold-20-20", 25, 20).unwrap();
    let record = only(&desk);
    assert!(record.by_hand && record.counts());
    assert_eq!((record.cold(), record.outcome), (1200, Some(Outcome::Done)));
    // It came off five minutes ago and was on for 20: 15 more (R2).
    assert!(matches!(desk.start("cold-20-20"), Err(Refused::Rule(o)) if o.rule == rules::COLD_OFF.rule));
    desk.pass(15 * 60);
    desk.start_anyway("cold-20-20", None).unwrap();

    let mut desk = Desk::healthy();
    add(&mut desk, "cold-15", 100, 35).unwrap();
    assert_eq!(only(&desk).exposures[0].over, 35 * 60 - 1200);
    let lock = desk.engine.view().locks;
    assert_eq!(lock.len(), 1, "35 minutes of ice close cold for a day");
}

#[test]
fn ten_turns_by_hand_are_all_of_a_day() {
    let mut desk = Desk::healthy();
    for nth in 0..10 {
        add(&mut desk, "cold-20-20", 400 - nth * 40, 15).unwrap();
    }
    desk.pass(3600);
    let refused = desk.start_anyway("cold-20-20", None);
    assert!(matches!(&refused, Err(Refused::Rule(o)) if o.rule == rules::RuleId::R3), "{refused:?}");
}

#[test]
fn what_is_added_can_be_taken_back_and_leaves_nothing() {
    let mut desk = Desk::healthy();
    let before = (desk.engine.view().offers, desk.engine.exposures().to_vec());
    add(&mut desk, "cold-20-20", 25, 20).unwrap();
    assert_eq!(desk.engine.view().undo.map(|undo| undo.said), Some(Said::DiaryAdded));
    desk.ask(Wish::Undo { token: None }).unwrap();
    assert!(desk.diary.is_empty());
    assert_eq!((desk.engine.view().offers, desk.engine.exposures().to_vec()), before);
    // After two minutes it stands.
    add(&mut desk, "cold-20-20", 25, 20).unwrap();
    desk.pass(121);
    assert_eq!(desk.ask(Wish::Undo { token: None }), Err(Refused::NothingToUndo));
}

#[test]
fn what_is_deleted_still_counts_and_comes_back_when_that_is_taken_back() {
    let mut desk = Desk::healthy();
    add(&mut desk, "cold-20-20", 60, 20).unwrap();
    let record = only(&desk);
    // Days later nothing of it is in the engine.
    desk.pass(2 * 86_400);
    assert_eq!(desk.engine.records().count(), 0);
    let ledger = desk.engine.exposures().to_vec();
    delete(&mut desk, &record).unwrap();
    assert!(desk.diary.is_empty());
    assert_eq!(desk.engine.exposures(), ledger, "the ledger never gets less");
    desk.ask(Wish::Undo { token: None }).unwrap();
    assert_eq!(only(&desk), record);
}

#[test]
fn a_changed_time_counts_for_more_and_never_for_less() {
    let mut desk = Desk::healthy();
    add(&mut desk, "cold-15", 60, 15).unwrap();
    let record = only(&desk);
    let (on, off) = (record.exposures[0].on, record.exposures[0].off.unwrap());
    let ran = |desk: &Desk| desk.engine.exposures().iter().map(|e| e.ran).collect::<Vec<_>>();

    change(&mut desk, &record, &[(on, off - TimeDelta::minutes(10))]).unwrap();
    let shorter = only(&desk);
    assert_eq!((shorter.cold(), shorter.edited), (300, true), "the diary says what the person says");
    assert_eq!(ran(&desk), [900], "for the limits it counts as before");

    change(&mut desk, &record, &[(on - TimeDelta::minutes(5), off)]).unwrap();
    assert_eq!((only(&desk).cold(), ran(&desk)), (1200, vec![1200]));
    desk.ask(Wish::Undo { token: None }).unwrap();
    assert_eq!(only(&desk), shorter);
}

#[test]
fn an_entry_that_cannot_be_so_names_its_field_and_changes_nothing() {
    let mut desk = Desk::healthy();
    add(&mut desk, "cold-15", 60, 15).unwrap();
    desk.pass(121);
    let record = only(&desk);
    let (on, off) = (record.exposures[0].on, record.exposures[0].off.unwrap());
    let before = (desk.engine.saved(), desk.diary.clone());
    let field = EntryField::From;
    assert_eq!(add(&mut desk, "walk", -5, 10), bad(BadEntry::Ahead { field }));
    assert_eq!(add(&mut desk, "walk", 5, 10), bad(BadEntry::Ahead { field: EntryField::Minutes }));
    assert_eq!(add(&mut desk, "walk", 5, 0), bad(BadEntry::NoTime { field: EntryField::Minutes }));
    let too_long = BadEntry::TooLong { field: EntryField::Minutes, most: ENTRY_MOST };
    assert_eq!(add(&mut desk, "walk", 2000, 721), bad(too_long));
    assert_eq!(add(&mut desk, "walk", 1440 * 4000, 5), bad(BadEntry::TooLongAgo { field }));
    let (from, until) = (on, off);
    let minutes = EntryField::Minutes;
    assert_eq!(add(&mut desk, "heat-pad", 70, 20), bad(BadEntry::Overlaps { field: minutes, from, until }));
    assert_eq!(add(&mut desk, "heat-pad", 57, 20), bad(BadEntry::Overlaps { field, from, until }));
    assert!(matches!(add(&mut desk, "no-such", 70, 5), Err(Refused::UnknownRoutine { .. })));
    let note = "x".repeat(NOTE_MOST + 1);
    let noted = ByHand { note, ..by_hand(&desk, "walk", 90, 5) };
    let most = u32::try_from(NOTE_MOST).unwrap();
    assert_eq!(desk.ask(Wish::Diary(DiaryWish::Add(Box::new(noted)))), bad(BadEntry::NoteTooLong { most }));
    assert_eq!(change(&mut desk, &record, &[]), bad(BadEntry::Times { has: 1 }));
    assert_eq!(change(&mut desk, &record, &[(off, on)]), bad(BadEntry::NoTime { field: EntryField::Until }));
    assert_eq!((desk.engine.saved(), desk.diary.clone()), before);

    desk.start("stretch-start").unwrap();
    let running = desk.diary.values().next_back().unwrap().clone();
    assert_eq!(delete(&mut desk, &running), bad(BadEntry::GoesOn));
}

#[test]
fn a_walk_by_hand_moves_the_plan() {
    let mut desk = Desk::healthy();
    desk.choose("plan-two-weeks");
    let waits = |desk: &Desk| desk.items("walk").iter().filter(|item| item.state == ItemState::Done).count();
    let before = waits(&desk);
    add(&mut desk, "walk", 6, 5).unwrap();
    assert_eq!(waits(&desk), before + 1, "{:?}", desk.items("walk"));
    desk.ask(Wish::Undo { token: None }).unwrap();
    assert_eq!(waits(&desk), before);
}

#[test]
fn at_most_one_session_in_three_is_asked_about() {
    let mut desk = Desk::healthy();
    desk.start("rest-position").unwrap();
    desk.pass(700);
    assert_eq!(desk.engine.view().felt, None, "off until it is switched on");
    desk.ask(Choice::AskFelt { on: true }).unwrap();
    let mut asked = Vec::new();
    for _ in 0..7 {
        desk.start("rest-position").unwrap();
        desk.pass(700);
        asked.push(desk.engine.view().felt.is_some());
        desk.pass(1200);
    }
    assert_eq!(asked, [true, false, false, true, false, false, true]);
    let session = desk.engine.view().felt.unwrap().session;
    desk.ask(Wish::Diary(DiaryWish::Felt { session, felt: Some(Felt::Easier) })).unwrap();
    assert_eq!((desk.engine.view().felt, desk.diary[&session].felt), (None, Some(Felt::Easier)));
    // One that is closed is not asked again; nor is one after an hour.
    for _ in 0..3 {
        desk.start("rest-position").unwrap();
        desk.pass(700);
    }
    let session = desk.engine.view().felt.unwrap().session;
    desk.ask(Wish::Diary(DiaryWish::Felt { session, felt: None })).unwrap();
    assert_eq!((desk.engine.view().felt, desk.diary[&session].felt), (None, None));
}

#[test]
fn other_bed_hours_move_no_day_that_is_over() {
    let mut desk = Desk::healthy();
    desk.start("breathe").unwrap();
    desk.pass(400);
    let day = only(&desk).day;
    desk.ask(Choice::BedHours { from: 6 * 60, until: 14 * 60 }).unwrap();
    desk.pass(4000);
    assert_eq!(only(&desk).day, day);
}

fn config() -> ProptestConfig {
    let all: u32 = std::env::var("LUMBAR_CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(100_000);
    ProptestConfig { cases: (all / 10).max(1), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    /// Whatever happens, the diary has each time on the body as the ledger has it, and no other; a restart loses none.
    #[test]
    fn the_diary_agrees_with_the_ledger(turns in story(Time::Wild)) {
        let mut player = Player::new(Desk::healthy());
        for turn in &turns {
            player.play(turn);
            let desk = &player.desk;
            for entry in desk.engine.exposures() {
                let record = desk.diary.get(&entry.session);
                prop_assert!(record.is_some(), "no record of session {} after {:?}", entry.session, turn);
                let known = record.and_then(|r| r.exposures.iter().find(|e| e.exposure == entry.id));
                prop_assert!(known.is_some(), "no exposure {} after {:?}", entry.id, turn);
                let known = known.unwrap();
                prop_assert_eq!((known.method, known.seconds), (entry.method, entry.ran));
                prop_assert_eq!(known.off.is_some(), entry.off.is_some());
                prop_assert_eq!(known.on.timestamp(), entry.on.wall().timestamp());
            }
            let of = |id: u64| desk.engine.exposures().iter().any(|e| e.id == id);
            let oldest = desk.engine.exposures().first().map_or(u64::MAX, |e| e.id);
            let mut known = desk.diary.values().flat_map(|r| &r.exposures).filter(|e| e.exposure >= oldest);
            prop_assert!(known.all(|e| of(e.exposure)), "the diary has a time on the body that was never so");
            for slot in Slot::ALL {
                if let Some(session) = desk.engine.session(*slot) {
                    prop_assert!(desk.diary.get(&session.id).is_some_and(|r| r.ended.is_none()), "it goes on");
                }
            }
            for record in desk.engine.records() {
                prop_assert_eq!(Some(record), desk.diary.get(&record.session), "handed out as it is");
            }
            prop_assert!(desk.engine.records().count() < 100);
        }
    }
}
