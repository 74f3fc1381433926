//! Makes diaries to look at: a believable person, and the ends of what can be: empty, a full year, ten years, huge, long texts.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta};
use lumbar_engine::diary::{
    DayTotals, Days, DiaryKind, ExposureRecord, Felt, KindTotals, MonthTotals, SessionRecord, SkinRecord, Stopped,
    Totals, WeekAnswer, Year,
};
use lumbar_engine::words::{Method, Outcome, Skin};
use lumbar_ui::{Period, Scene, Ui, VisitAsked, VisitData};

/// The day the gallery is looked at.
pub(crate) const TODAY: &str = "2026-11-27";

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Everything a person ever did.
#[derive(Default, Clone)]
pub(crate) struct Diary {
    pub(crate) records: Vec<SessionRecord>,
    pub(crate) days: Vec<DayTotals>,
    pub(crate) weeks: Vec<WeekAnswer>,
    pub(crate) notes: Vec<(NaiveDate, String)>,
}

impl Diary {
    fn add(&mut self, record: SessionRecord) {
        match self.days.last_mut() {
            Some(last) if last.day == record.day => last.totals.add(&record),
            Some(_) | None => {
                let mut totals = Totals::default();
                totals.add(&record);
                self.days.push(DayTotals { day: record.day, totals });
            }
        }
        self.records.push(record);
    }

    /// What the reader would bring of these days.
    pub(crate) fn days_of(&self, from: NaiveDate, until: NaiveDate) -> Days {
        let inside = |day: NaiveDate| (from..=until).contains(&day);
        Days {
            days: self.days.iter().filter(|day| inside(day.day)).cloned().collect(),
            weeks: self.weeks.iter().filter(|week| inside(week.until)).cloned().collect(),
            first: self.days.first().map(|day| day.day),
            last: self.days.last().map(|day| day.day),
        }
    }

    pub(crate) fn year_of(&self, year: i32) -> Year {
        let (from, until) = (Period::Year(year).first(), Period::Year(year).last());
        let days = self.days_of(from, until);
        let mut months: Vec<MonthTotals> = Vec::new();
        for day in &days.days {
            let month = day.day.with_day(1).expect("a first day");
            if months.last().is_none_or(|last| last.month != month) {
                months.push(MonthTotals { month, days: 0, days_walked: 0, totals: Totals::default() });
            }
            let last = months.last_mut().expect("one was pushed");
            last.days += 1;
            last.days_walked += u32::from(day.totals.walked > 0);
            last.totals.sum(&day.totals);
        }
        Year { months, weeks: days.weeks, first: days.first, last: days.last }
    }

    pub(crate) fn month(&self, ui: &Ui, scene: &Scene<'_>, which: &str) -> String {
        let month = Period::read("month", which, ui.week_starts()).expect("a month");
        ui.history_month(scene, month, &self.days_of(month.first(), month.last()), day(TODAY))
    }

    pub(crate) fn week(&self, ui: &Ui, scene: &Scene<'_>, which: &str) -> String {
        let week = Period::read("week", which, ui.week_starts()).expect("a week");
        let records: Vec<SessionRecord> = self.records.iter().filter(|r| week.holds(r.day)).cloned().collect();
        ui.history_week(scene, week, &self.days_of(week.first(), week.last()), &records, day(TODAY))
    }

    pub(crate) fn year(&self, ui: &Ui, scene: &Scene<'_>, year: i32) -> String {
        ui.history_year(scene, Period::Year(year), &self.year_of(year), day(TODAY))
    }

    pub(crate) fn visit(&self, ui: &Ui, scene: &Scene<'_>, asked: &[(&str, &str)]) -> String {
        let asked = VisitAsked::from_pairs(asked.iter().copied());
        let (from, to) = asked.days(self.days.first().map(|day| day.day), day(TODAY));
        let inside = |day: NaiveDate| (from..=to).contains(&day);
        let odd = |r: &&SessionRecord| inside(r.day) && (r.overran() > 0 || r.skin_events() > 0);
        let events: Vec<SessionRecord> = self.records.iter().rev().filter(odd).take(4).cloned().collect();
        let days = self.days_of(from, to);
        let data = VisitData { days: &days, events: &events, notes: &self.notes };
        ui.visit(scene, &asked, &data, day(TODAY))
    }
}

/// One session of a kind, at a minute of the day.
fn record(number: u64, date: NaiveDate, minute: u32, kind: DiaryKind, seconds: u32) -> SessionRecord {
    let offset = FixedOffset::east_opt(3600).expect("an hour");
    let midnight = date.and_hms_opt(0, 0, 0).expect("midnight");
    let at = |seconds: u32| -> DateTime<FixedOffset> {
        let local = midnight + TimeDelta::seconds(i64::from(minute * 60 + seconds));
        local.and_local_timezone(offset).single().expect("one moment")
    };
    let (routine, method) = match kind {
        DiaryKind::Walk => ("walk", None),
        DiaryKind::Move => ("move-break", None),
        DiaryKind::Stretch => ("stretch-start", None),
        DiaryKind::Heat if seconds > 3600 => ("heat-wrap", Some(Method::Wrap)),
        DiaryKind::Heat => ("heat-bottle", Some(Method::Bottle)),
        DiaryKind::Cold => ("cold-15", Some(Method::StillCold)),
        DiaryKind::Contrast => ("contrast-shower", Some(Method::Shower)),
        DiaryKind::Massage => ("ball-wall", None),
    };
    let exposure = method.map(|method| ExposureRecord {
        exposure: number,
        method,
        on: at(0),
        off: Some(at(seconds)),
        planned: seconds,
        seconds,
        over: 0,
    });
    SessionRecord {
        session: number,
        day: date,
        routine: routine.into(),
        kind,
        pack: None,
        turns: 1,
        began: at(0),
        ended: Some(at(seconds)),
        outcome: Some(Outcome::Done),
        moved: if exposure.is_some() { 0 } else { seconds },
        exposures: exposure.into_iter().collect(),
        skin: Vec::new(),
        felt: None,
        note: String::new(),
        by_hand: false,
        edited: false,
    }
}

/// A person who walks, stretches, warms and cools; more of everything in bad weeks. `every`: how regular.
pub(crate) fn person(from: NaiveDate, until: NaiveDate) -> Diary {
    let mut diary = Diary::default();
    let mut number = 0;
    for (nth, date) in from.iter_days().take_while(|date| *date <= until).enumerate() {
        let bad = nth % 21 < 4;
        let mut put = |diary: &mut Diary, minute: u32, kind, seconds| {
            number += 1;
            let mut record = record(number, date, minute, kind, seconds);
            record.felt = match (number % 3, number % 7) {
                (0, 0) => Some(Felt::Worse),
                (0, 1 | 2) => Some(Felt::Same),
                (0, _) => Some(Felt::Easier),
                _ => None,
            };
            diary.add(record);
        };
        if nth % 17 == 11 {
            continue;
        }
        put(&mut diary, 7 * 60 + 20, DiaryKind::Stretch, 270);
        if bad {
            put(&mut diary, 8 * 60 + 5, DiaryKind::Cold, 900);
            put(&mut diary, 11 * 60, DiaryKind::Cold, 1200);
        }
        put(&mut diary, 12 * 60 + 30, DiaryKind::Walk, 600 + u32::try_from(nth % 5).unwrap_or(0) * 180);
        if nth % 4 != 3 {
            put(&mut diary, 14 * 60, DiaryKind::Heat, 1200);
        }
        if nth % 6 == 2 {
            put(&mut diary, 17 * 60, DiaryKind::Massage, 540);
        }
        if nth % 9 == 5 {
            put(&mut diary, 18 * 60, DiaryKind::Walk, 900);
        }
        if nth % 2 == 0 {
            put(&mut diary, 18 * 60 + 30, DiaryKind::Stretch, 270);
        }
        if date.weekday().number_from_monday() == 5 {
            let stopped = [Stopped::ALot, Stopped::Some, Stopped::Some, Stopped::ALittle][nth / 7 % 4];
            let went = ["Not possible", "10 min, then stood up", "20 min", "45 min, with one break"][nth / 7 % 4];
            diary.weeks.push(WeekAnswer {
                until: date,
                stopped,
                activity: "sitting through a meeting".into(),
                went: went.into(),
            });
        }
    }
    // One bad day: on for too long, and the skin very red.
    let eventful =
        diary.records.iter_mut().rev().filter(|r| r.kind == DiaryKind::Cold && r.exposures[0].seconds >= 1200);
    for (nth, record) in eventful.take(2).enumerate() {
        match nth {
            0 => (record.exposures[0].seconds, record.exposures[0].over) = (1330, 130),
            _ => record.skin.push(SkinRecord { at: record.began, said: Some(Skin::Red) }),
        }
    }
    let days: Vec<NaiveDate> = diary.days.iter().map(|day| day.day).collect();
    let mut totals: BTreeMap<NaiveDate, Totals> = BTreeMap::new();
    diary.records.iter().for_each(|record| totals.entry(record.day).or_default().add(record));
    diary.days =
        days.into_iter().map(|day| DayTotals { day, totals: totals.remove(&day).unwrap_or_default() }).collect();
    diary.notes = vec![
        (until, "First day without thinking about it until lunch.".into()),
        (from, "Long drive on Tuesday. Getting out of the car was the worst. Better after lying on my side.".into()),
    ];
    diary
}

/// A believable person, four weeks in.
pub(crate) fn four_weeks() -> Diary {
    person(day("2026-10-31"), day(TODAY))
}

/// Every day has far more of everything than anybody does, and every text is as long as it can be.
pub(crate) fn huge() -> Diary {
    let mut diary = Diary::default();
    let mut number = 0;
    for date in day("2026-10-01").iter_days().take_while(|date| *date <= day(TODAY)) {
        for (nth, kind) in DiaryKind::ALL.iter().cycle().take(30).enumerate() {
            number += 1;
            let long = if *kind == DiaryKind::Heat && nth == 3 { 8 * 3600 } else { 2400 };
            let mut record = record(number, date, 300 + u32::try_from(nth).unwrap_or(0) * 45, *kind, long);
            record.felt = Some([Felt::Easier, Felt::Same, Felt::Worse, Felt::Easier][nth % 4]);
            record.skin = vec![SkinRecord { at: record.began, said: Some(Skin::Bad) }];
            record.exposures.iter_mut().for_each(|exposure| exposure.over = 5000);
            record.routine = format!("an-own-routine-with-a-very-long-name-that-nobody-would-choose-but-could-{nth}");
            diary.add(record);
        }
        diary.weeks.push(WeekAnswer {
            until: date,
            stopped: Stopped::Completely,
            activity: "Carrying the shopping up four flights of stairs without a stop ".repeat(4),
            went: "Donaudampfschifffahrtsgesellschaftskapitän".repeat(5),
        });
        diary.notes.insert(0, (date, "A long note about a long day that goes on and on. ".repeat(40)));
    }
    diary
}

/// Sums larger than any life has.
pub(crate) fn enormous() -> Days {
    let most = KindTotals { sessions: 50_000, seconds: 20_000_000, easier: 99_999, same: 88_888, worse: 7 };
    let totals = Totals {
        kinds: DiaryKind::ALL.iter().map(|kind| (*kind, most)).collect(),
        walked: 20_000_000,
        cold: 20_000_000,
        warm: 20_000_000,
        worn: 0,
        overran: 9_999,
        skin_events: 9_999,
    };
    let days = [day("2026-11-05"), day(TODAY)].map(|day| DayTotals { day, totals: totals.clone() });
    Days { days: days.into(), weeks: Vec::new(), first: Some(day("2026-11-05")), last: Some(day(TODAY)) }
}

/// Every page of the history and the page for a visit, by name.
pub(crate) fn pages(ui: &Ui, scene: &Scene<'_>) -> Vec<(String, String)> {
    let (none, person, year, huge) =
        (Diary::default(), four_weeks(), super::diary::person(day("2025-10-10"), day(TODAY)), huge());
    let questions = "When can I lift at work again, and how much?\nIs it fine to go on with heat before the exercises?\n\
                     What should I do if a day like 18 November comes again?";
    let long = "Can I go back to the work that I did before all of this began, and if I can, when? ".repeat(9);
    let november = Period::read("month", "2026-11", ui.week_starts()).expect("a month");
    let pages = [
        ("history-empty", none.month(ui, scene, "2026-11")),
        ("history-empty-week", none.week(ui, scene, TODAY)),
        ("history-empty-year", none.year(ui, scene, 2026)),
        ("history-month", person.month(ui, scene, "2026-11")),
        ("history-month-before", person.month(ui, scene, "2026-10")),
        ("history-month-past", year.month(ui, scene, "2026-03")),
        ("history-month-nothing", year.month(ui, scene, "2025-09")),
        ("history-week", person.week(ui, scene, "2026-11-02")),
        ("history-week-now", person.week(ui, scene, TODAY)),
        ("history-year", person.year(ui, scene, 2026)),
        ("history-year-full", year.year(ui, scene, 2026)),
        ("history-month-huge", huge.month(ui, scene, "2026-11")),
        ("history-month-enormous", ui.history_month(scene, november, &enormous(), day(TODAY))),
        ("history-week-huge", huge.week(ui, scene, TODAY)),
        ("history-year-huge", huge.year(ui, scene, 2026)),
        ("visit", person.visit(ui, scene, &[("questions", questions)])),
        ("visit-empty", none.visit(ui, scene, &[])),
        ("visit-twelve", year.visit(ui, scene, &[("span", "12-weeks"), ("questions", questions)])),
        ("visit-all", year.visit(ui, scene, &[("span", "all"), ("questions", questions)])),
        ("visit-bad-days", person.visit(ui, scene, &[("from", "1 November"), ("questions", questions)])),
        ("visit-few", person.visit(ui, scene, &[("sent", "1"), ("with", "function"), ("with", "skin")])),
        (
            "visit-huge",
            huge.visit(ui, scene, &[("span", "12-weeks"), ("questions", &long.replace("when? ", "when?\n"))]),
        ),
    ];
    pages.into_iter().map(|(name, html)| (name.to_owned(), html)).collect()
}
