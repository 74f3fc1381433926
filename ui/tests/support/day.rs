//! The page of a day of the diary, full, empty, with each form, and after an entry that was not taken.

use chrono::{DateTime, NaiveDate, TimeDelta};
use lumbar_engine::diary::{DayDetail, DiaryKind, ExposureRecord, Felt, LocalTime, SessionRecord, SkinRecord, Totals};
use lumbar_engine::view::{FeltView, UndoView};
use lumbar_engine::words::{Method, Outcome, Said, Skin, Token};
use lumbar_ui::{DayScene, Scene, Ui, WrongEntry};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day")
}

fn at(text: &str) -> LocalTime {
    DateTime::parse_from_rfc3339(&format!("2026-11-20T{text}:24+01:00")).expect("a time")
}

fn exposure(exposure: u64, method: Method, on: &str, seconds: u32, over: u32) -> ExposureRecord {
    let on = at(on);
    let off = Some(on + TimeDelta::seconds(seconds.into()));
    ExposureRecord { exposure, method, on, off, planned: 1200, seconds, over }
}

fn record(session: u64, routine: &str, kind: DiaryKind, began: &str, minutes: u32) -> SessionRecord {
    let began = at(began);
    SessionRecord {
        session,
        day: day(),
        routine: routine.into(),
        kind,
        pack: None,
        turns: 1,
        began,
        ended: Some(began + TimeDelta::minutes(minutes.into())),
        outcome: Some(Outcome::Done),
        exposures: Vec::new(),
        moved: minutes * 60,
        skin: Vec::new(),
        felt: None,
        note: String::new(),
        by_hand: false,
        edited: false,
    }
}

/// A believable day, with all that can stand on it.
pub(crate) fn records() -> Vec<SessionRecord> {
    let skin = |time: &str, said| SkinRecord { at: at(time), said };
    let turns = SessionRecord {
        pack: Some("gel".into()),
        turns: 2,
        moved: 0,
        exposures: vec![
            exposure(1, Method::StillCold, "11:02", 1200, 0),
            exposure(2, Method::StillCold, "11:42", 1330, 130),
        ],
        skin: vec![skin("11:07", Some(Skin::Fine)), skin("11:12", Some(Skin::Fine)), skin("11:47", None)],
        felt: Some(Felt::Same),
        ..record(3, "cold-20-20", DiaryKind::Cold, "11:00", 65)
    };
    let red = SessionRecord {
        moved: 0,
        exposures: vec![exposure(3, Method::StillCold, "15:40", 366, 0)],
        skin: vec![skin("15:45", Some(Skin::Red))],
        outcome: Some(Outcome::Hurt),
        felt: Some(Felt::Worse),
        ..record(5, "cold-15", DiaryKind::Cold, "15:39", 8)
    };
    let by_hand = SessionRecord {
        by_hand: true,
        note: "Twice round the pond.\nThe first <b>hill</b> & back".into(),
        felt: Some(Felt::Easier),
        ..record(6, "walk", DiaryKind::Walk, "18:20", 15)
    };
    vec![
        record(1, "stretch-start", DiaryKind::Stretch, "07:20", 5),
        record(2, "move-break", DiaryKind::Move, "09:30", 1),
        turns,
        SessionRecord {
            moved: 0,
            exposures: vec![exposure(4, Method::Bottle, "14:00", 1200, 0)],
            ..record(4, "heat-bottle", DiaryKind::Heat, "13:58", 25)
        },
        red,
        by_hand,
        SessionRecord { ended: None, outcome: None, ..record(7, "stretch-full", DiaryKind::Stretch, "21:00", 4) },
    ]
}

fn detail(records: Vec<SessionRecord>, note: &str) -> DayDetail {
    let mut totals = Totals::default();
    records.iter().for_each(|record| totals.add(record));
    DayDetail { day: day(), records, totals, note: note.into(), before: None, after: None }
}

/// The page in each state, by name.
pub(crate) fn pages(ui: &Ui, scene: &Scene<'_>) -> Vec<(String, String)> {
    let note = "Long drive on Tuesday. Getting out of the car was the worst.";
    let full = detail(records(), note);
    let empty = detail(Vec::new(), "");
    let many = (0..40).map(|nth| SessionRecord {
        session: nth,
        note: "x".repeat(2000),
        ..record(nth, "walk", DiaryKind::Walk, "08:00", 10)
    });
    let overfull = detail(many.collect(), &"word ".repeat(400));
    let plain = |detail| DayScene {
        detail,
        today: day(),
        edit: None,
        wrong: None,
        week_due: false,
        activity: "",
        two_worse: false,
    };
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let sentence = "Please look at the time it began: that is still to come.".to_owned();
    let fields = vec![
        field("routine", "heat-gel"),
        field("from", "25:99"),
        field("minutes", "-3"),
        field("note", "<i>typed</i>"),
    ];
    let wrong = WrongEntry { sentence: sentence.clone(), session: None, fields };
    let fields =
        vec![field("from-1", "11:02"), field("until-1", "99:99"), field("note", "mine"), field("felt", "worse")];
    let wrong_change = WrongEntry { sentence, session: Some(3), fields };

    let mut asks = scene.view.clone();
    (asks.asks_felt, asks.asks_week) = (true, true);
    asks.felt = Some(FeltView { session: 6, routine: "walk".into(), kind: DiaryKind::Walk });
    let token = Token { session: 0, exposure: 0, prompt: 9 };
    let until = lumbar_engine::time::At::ahead(scene.now, std::time::Duration::from_secs(100));
    asks.undo = Some(UndoView { said: Said::DiaryDeleted, slot: None, method: None, token, until });
    let asked = Scene { view: &asks, ..*scene };
    let mut other = scene.view.clone();
    other.read_only = true;
    let shut = Scene { view: &other, ..*scene };
    let named = |name: &str, html| (name.to_owned(), html);
    vec![
        named("day", ui.day_page(scene, &plain(&full))),
        named("day-empty", ui.day_page(scene, &plain(&empty))),
        named("day-overfull", ui.day_page(scene, &plain(&overfull))),
        named("day-change", ui.day_page(&asked, &DayScene { edit: Some(3), ..plain(&full) })),
        named("day-change-walk", ui.day_page(scene, &DayScene { edit: Some(6), ..plain(&full) })),
        named("day-wrong", ui.day_page(scene, &DayScene { wrong: Some(&wrong), ..plain(&full) })),
        named("day-change-wrong", ui.day_page(scene, &DayScene { wrong: Some(&wrong_change), ..plain(&full) })),
        named("day-unasked", ui.day_page(scene, &DayScene { week_due: true, activity: "A meeting", ..plain(&full) })),
        named(
            "day-asks",
            ui.day_page(&asked, &DayScene { week_due: true, activity: "A meeting", two_worse: true, ..plain(&full) }),
        ),
        named("day-read-only", ui.day_page(&shut, &plain(&full))),
        named("today-felt", ui.today(&asked)),
    ]
}
