//! The diary in the data: records and what days sum up to are written together, and are read fast after ten years.

use std::time::Instant;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};
use lumbar_engine::diary::{
    DiaryKind, ExposureRecord, Felt, LocalTime, SessionRecord, SkinRecord, Stopped, Totals, WeekAnswer,
};
use lumbar_engine::words::{Method, Outcome, Skin};

use super::*;
use crate::store::Entry;
use crate::store::reader::Reader;
use crate::witness::Mark;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn time(day: NaiveDate, minutes: i64) -> LocalTime {
    let offset = chrono::FixedOffset::east_opt(3600).unwrap();
    (day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minutes)).and_local_timezone(offset).unwrap()
}

fn walk(session: u64, day: NaiveDate, minutes: i64) -> SessionRecord {
    SessionRecord {
        session,
        day,
        routine: "walk".into(),
        kind: DiaryKind::Walk,
        pack: None,
        turns: 1,
        began: time(day, minutes),
        ended: Some(time(day, minutes + 15)),
        outcome: Some(Outcome::Done),
        exposures: Vec::new(),
        moved: 900,
        skin: Vec::new(),
        felt: None,
        note: String::new(),
        by_hand: false,
        edited: false,
    }
}

fn ice(session: u64, day: NaiveDate, minutes: i64, seconds: u32) -> SessionRecord {
    let on = time(day, minutes);
    let exposure = ExposureRecord {
        exposure: session,
        method: Method::StillCold,
        on,
        off: Some(on + TimeDelta::seconds(seconds.into())),
        planned: 900,
        seconds,
        over: seconds.saturating_sub(1260),
    };
    SessionRecord {
        routine: "cold-15".into(),
        kind: DiaryKind::Cold,
        pack: Some("gel".into()),
        exposures: vec![exposure],
        moved: 0,
        skin: vec![SkinRecord { at: on + TimeDelta::minutes(5), said: Some(Skin::Fine) }],
        felt: Some(Felt::Easier),
        ..walk(session, day, minutes)
    }
}

fn keep(record: &SessionRecord) -> Entry {
    Entry::Keep(Box::new(record.clone()))
}

/// Saves entries as one step.
fn step(store: &mut Store, entries: &[Entry]) {
    let mark = store.mark.map_or(Mark { lineage: 1, generation: 1 }, |mark| mark.later(1));
    store.mark = Some(mark);
    store.save_step(mark, "s", &Prefs::default(), entries).unwrap();
}

fn opened() -> (tempfile::TempDir, Store, Reader) {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(folder.path()).unwrap();
    let reader = Reader::of(folder.path());
    (folder, store, reader)
}

fn sum<'a>(records: impl IntoIterator<Item = &'a SessionRecord>) -> Totals {
    let mut totals = Totals::default();
    records.into_iter().for_each(|record| totals.add(record));
    totals
}

#[test]
fn a_record_is_written_over_and_its_day_is_summed_up_in_the_same_step() {
    let (_folder, mut store, reader) = opened();
    let day = date(2026, 11, 18);
    let (first, second) = (ice(1, day, 600, 900), walk(2, day, 540));
    step(&mut store, &[keep(&first), keep(&second)]);
    let found = reader.day(day).unwrap();
    assert_eq!(found.records, [second.clone(), first.clone()], "in the order in which they began");
    assert_eq!(reader.days(day, day).unwrap().on(day), Some(&sum([&first, &second])));
    assert_eq!(found.totals, sum([&first, &second]));

    let longer = ice(1, day, 600, 1500);
    step(&mut store, &[keep(&longer)]);
    assert_eq!(reader.days(day, day).unwrap().on(day), Some(&sum([&longer, &second])));
    assert_eq!(reader.record(1).unwrap(), Some(longer));

    // It was on the day before: both days are right.
    let moved = ice(1, date(2026, 11, 17), 600, 900);
    step(&mut store, &[keep(&moved)]);
    let days = reader.days(date(2026, 11, 1), date(2026, 11, 30)).unwrap();
    assert_eq!(days.on(date(2026, 11, 17)), Some(&sum([&moved])));
    assert_eq!(days.on(day), Some(&sum([&second])));
    assert_eq!((days.first, days.last), (Some(date(2026, 11, 17)), Some(day)));
    assert_eq!(reader.day(day).unwrap().before, Some(date(2026, 11, 17)));
    assert_eq!(reader.day(date(2026, 11, 17)).unwrap().after, Some(day));

    step(&mut store, &[Entry::Forget(1), Entry::Forget(2), Entry::Forget(77)]);
    let days = reader.days(date(2026, 11, 1), date(2026, 11, 30)).unwrap();
    assert_eq!((days.days.len(), days.first), (0, None));
    assert_eq!(reader.record(1).unwrap(), None);
}

#[test]
fn what_was_only_begun_is_kept_and_not_shown() {
    let (_folder, mut store, reader) = opened();
    let day = date(2026, 11, 18);
    let begun = SessionRecord {
        exposures: Vec::new(),
        outcome: Some(Outcome::Lapsed),
        moved: 0,
        skin: Vec::new(),
        ..ice(9, day, 600, 900)
    };
    step(&mut store, &[keep(&begun)]);
    assert_eq!(reader.day(day).unwrap().records, []);
    assert_eq!(reader.recent(chrono::DateTime::<chrono::Utc>::MAX_UTC, 5).unwrap(), []);
    assert_eq!((reader.record(9).unwrap(), store.last_session()), (Some(begun), 9));
}

#[test]
fn notes_of_days_and_answers_about_weeks_are_kept_and_changed() {
    let (_folder, mut store, reader) = opened();
    let day = date(2026, 11, 20);
    let answer = |stopped| WeekAnswer { until: day, stopped, activity: "A meeting".into(), went: "20 min".into() };
    step(
        &mut store,
        &[Entry::Note(day, "Long drive; \"=1+1\" <b>\n\u{1F9CA}".into()), Entry::Week(answer(Stopped::ALot))],
    );
    assert_eq!(reader.day(day).unwrap().note, "Long drive; \"=1+1\" <b>\n\u{1F9CA}");
    step(&mut store, &[Entry::Note(day, String::new()), Entry::Week(answer(Stopped::Some))]);
    assert_eq!(reader.day(day).unwrap().note, "");
    assert_eq!(reader.days(date(2026, 11, 14), day).unwrap().weeks, [answer(Stopped::Some)]);
    assert_eq!(reader.last_weeks().unwrap().last(), Some(&answer(Stopped::Some)));
    assert_eq!(reader.year(2026).unwrap().weeks.len(), 1);
}

#[test]
fn two_of_a_kind_at_once_are_found_also_between_the_turns_of_a_session() {
    let (_folder, mut store, reader) = opened();
    let day = date(2026, 11, 18);
    let second = ice(0, day, 640, 900).exposures;
    let two = SessionRecord { exposures: [ice(3, day, 600, 900).exposures, second].concat(), ..ice(3, day, 600, 900) };
    step(&mut store, &[keep(&two), keep(&walk(4, day, 600))]);
    let meets = |from, until, thermal, but| {
        reader.meets((time(day, from), time(day, until)), thermal, but).unwrap().map(|record| record.session)
    };
    assert_eq!(meets(590, 601, true, None), Some(3));
    assert_eq!(meets(645, 700, true, None), Some(3));
    assert_eq!(meets(616, 640, true, None), None, "in the rest between two turns");
    assert_eq!(meets(590, 600, true, None), None);
    assert_eq!(meets(605, 610, true, Some(3)), None, "it is the one that is changed");
    assert_eq!(meets(605, 610, false, None), Some(4));
}

#[test]
fn a_refused_step_is_written_whole_with_the_next_one() {
    let (folder, mut store, reader) = opened();
    let day = date(2026, 11, 18);
    let held = rusqlite::Connection::open(folder.path().join("lumbar.db")).unwrap();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    store
        .save_step(Mark { lineage: 1, generation: 1 }, "s", &Prefs::default(), &[keep(&ice(1, day, 600, 900))])
        .unwrap_err();
    drop(held);
    step(&mut store, &[keep(&walk(2, day, 700))]);
    let totals = sum([&ice(1, day, 600, 900), &walk(2, day, 700)]);
    assert_eq!(reader.days(day, day).unwrap().on(day), Some(&totals));
}

/// So many days until 27 November 2026, of a person who does nine things a day; gives how many records and events that is.
fn lived(store: &mut Store, days: i64) -> (u64, u64) {
    let (mut session, mut events) = (0, 0);
    let last = date(2026, 11, 27);
    for ago in (0..days).rev() {
        let day = last - TimeDelta::days(ago);
        let mut entries = Vec::new();
        for nth in 0..9 {
            session += 1;
            let at = 420 + nth * 90;
            let record = if nth % 2 == 0 { ice(session, day, at, 900) } else { walk(session, day, at) };
            // As many events as a real session leaves: begun, on, skin twice, off, ended, and what is said beside it.
            for _ in 0..15 {
                events += 1;
                entries.push(Entry::Event(event(i64::try_from(events).unwrap())));
            }
            entries.push(keep(&record));
        }
        if day.weekday() == chrono::Weekday::Fri {
            entries.push(Entry::Week(WeekAnswer {
                until: day,
                stopped: Stopped::Some,
                activity: String::new(),
                went: String::new(),
            }));
        }
        step(store, &entries);
    }
    (session, events)
}

#[test]
fn a_year_sums_up_to_its_records() {
    let (_folder, mut store, reader) = opened();
    let (records, _) = lived(&mut store, 40);
    let year = reader.year(2026).unwrap();
    let all = year.months.iter().fold(Totals::default(), |mut all, month| {
        all.sum(&month.totals);
        all
    });
    let each = reader.recent(DateTime::<chrono::Utc>::MAX_UTC, 10_000).unwrap();
    assert_eq!(u64::try_from(each.len()).unwrap(), records);
    assert_eq!(all, sum(&each));
    let months: Vec<(u32, u32, u32)> =
        year.months.iter().map(|month| (month.month.month(), month.days, month.days_walked)).collect();
    assert_eq!(months, [(10, 13, 13), (11, 27, 27)]);
}

#[test]
fn what_is_told_on_a_visit_is_the_latest_of_its_days_and_nothing_else() {
    let (_folder, mut store, reader) = opened();
    let days = [date(2026, 10, 1), date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 20)];
    let mut entries = Vec::new();
    for (nth, day) in days.into_iter().enumerate() {
        let session = u64::try_from(nth).unwrap() * 10 + 1;
        let mut red = ice(session + 1, day, 700, 900);
        red.skin.push(SkinRecord { at: red.began, said: Some(Skin::Red) });
        // On for too long, the skin red, and one without anything.
        let of_day = [ice(session, day, 500, 1500), red, ice(session + 2, day, 900, 900)];
        entries.extend(of_day.iter().map(keep));
        entries.push(Entry::Note(day, format!("note {nth}")));
    }
    entries.push(Entry::Note(date(2026, 11, 19), String::new()));
    step(&mut store, &entries);
    let of = |from, until| reader.visit(move |_| (from, until)).unwrap();
    let november = of(date(2026, 11, 1), date(2026, 11, 27));
    assert_eq!(november.days.days.len(), 3);
    assert_eq!(november.days.first, Some(date(2026, 10, 1)), "the first day of the whole diary");
    let sessions: Vec<u64> = november.events.iter().map(|record| record.session).collect();
    assert_eq!(sessions, [32, 31, 22, 21], "latest first, as many as can be shown");
    let notes: Vec<&str> = november.notes.iter().map(|(_, note)| note.as_str()).collect();
    assert_eq!(notes, ["note 3", "note 2", "note 1"]);
    let october = of(date(2026, 10, 1), date(2026, 10, 31));
    assert_eq!((october.events.len(), october.notes.len()), (2, 1));
    assert!(of(date(2025, 1, 1), date(2025, 1, 31)).events.is_empty());
    let week = reader.records_of(date(2026, 11, 2), date(2026, 11, 3)).unwrap();
    assert_eq!(week.iter().map(|record| record.session).collect::<Vec<_>>(), [11, 12, 13, 21, 22, 23]);
}

/// `cargo test -p lumbar ten_years -- --ignored --nocapture` writes ten years (500,000 events) and says how long each question takes.
#[test]
#[ignore = "it writes for a minute"]
fn ten_years_are_read_as_fast_as_a_week() {
    for days in [7, 3653] {
        let (folder, mut store, reader) = opened();
        let (records, events) = lived(&mut store, days);
        let size = std::fs::metadata(folder.path().join("lumbar.db")).unwrap().len() / 1024;
        println!("{days} days: {records} records, {events} events, {size} KiB");
        let day = date(2026, 11, 20);
        let timed = |name: &str, ask: &dyn Fn()| {
            let mut times: Vec<_> = (0..21)
                .map(|_| {
                    let begun = Instant::now();
                    ask();
                    begun.elapsed()
                })
                .collect();
            times.sort();
            println!("  {name:<10} {:?} (longest {:?})", times[10], times[20]);
        };
        timed("day", &|| drop(reader.day(day).unwrap()));
        timed("week", &|| drop(reader.days(date(2026, 11, 21), date(2026, 11, 27)).unwrap()));
        timed("month", &|| drop(reader.days(date(2026, 11, 1), date(2026, 11, 30)).unwrap()));
        timed("year", &|| drop(reader.year(2026).unwrap()));
        timed("hours", &|| drop(reader.records_of(date(2026, 11, 21), date(2026, 11, 27)).unwrap()));
        let weeks = |_| (date(2026, 10, 31), date(2026, 11, 27));
        timed("visit", &|| drop(reader.visit(weeks).unwrap()));
        let all = |first: Option<NaiveDate>| (first.unwrap(), date(2026, 11, 27));
        timed("visit-all", &|| drop(reader.visit(all).unwrap()));
        timed("log", &|| drop(reader.recent(DateTime::<chrono::Utc>::MAX_UTC, 20).unwrap()));
        timed("meets", &|| drop(reader.meets((time(day, 600), time(day, 610)), true, None).unwrap()));
        let begun = Instant::now();
        step(&mut store, &[keep(&ice(records + 1, day, 1200, 900))]);
        println!("  {:<10} {:?}", "save", begun.elapsed());
        drop(store);
        let begun = Instant::now();
        drop(Store::open(folder.path()).unwrap());
        println!("  {:<10} {:?}", "open", begun.elapsed());
    }
}
