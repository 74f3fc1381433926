//! Decides the page of a week: each day hour by hour.

use askama::Template;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use lumbar_engine::diary::{Days, SessionRecord};

use crate::Ui;
use crate::charts::{Mark, Strip};
use crate::pages::history::Top;
use crate::pages::history::parts::{FeltRow, KindRow, Rung, Sum, days_so_far};
use crate::pages::parts::shade;
use crate::pages::{Head, written};
use crate::period::Period;
use crate::scene::Scene;

#[derive(Template)]
#[template(path = "history_week.html")]
struct WeekPage<'a> {
    ui: &'a Ui,
    top: Top,
    days: Vec<DayLine>,
    /// The hours below the days.
    hours: String,
    key: Vec<String>,
    rows: Vec<(String, String, String, String)>,
    sums_title: String,
    sums: Vec<Sum>,
    ladder: Vec<Rung>,
    ladder_note: String,
    felt: Vec<FeltRow>,
    felt_few: Option<String>,
    kinds: Vec<KindRow>,
    empty: bool,
    add: String,
    figure: String,
}

struct DayLine {
    /// "Mon 2 Nov".
    label: String,
    href: Option<String>,
    strip: String,
    sum: String,
}

/// The hours that are shown at the least: most days lie within them.
const HOURS: (u32, u32) = (6, 23);

impl Ui {
    /// A week. `records`: its sessions, in the order in which they really began.
    pub fn history_week(
        &self,
        scene: &Scene<'_>,
        week: Period,
        days: &Days,
        records: &[SessionRecord],
        today: NaiveDate,
    ) -> String {
        let top = self.top(week, days.first, today);
        let totals = days.totals();
        let shown: Vec<&SessionRecord> = records.iter().filter(|r| week.holds(r.day) && r.counts()).collect();
        let hours = hours_of(&shown);
        let lines = week.days().enumerate().map(|(nth, day)| self.day_line(nth, day, days, &shown, hours, today));
        let days_walked = days.days.iter().filter(|day| day.totals.walked > 0).count();
        let strip = Strip {
            id: "hours",
            title: String::new(),
            desc: String::new(),
            hours,
            marks: Vec::new(),
            height: 20,
            begins: self.side(),
        };
        let first_week = days.first.is_some_and(|first| week.holds(first));
        let title = self.text("history-title", &[("period", top.title.clone().into())]);
        let key = lumbar_engine::diary::DiaryKind::ALL.iter().filter(|kind| totals.kind(**kind).sessions > 0);
        let key = key.map(|kind| format!("{}: {}", self.diary_mark(*kind), self.form_of(shade(*kind))));
        let page = WeekPage {
            ui: self,
            days: lines.collect(),
            hours: strip.hours(&|hour| self.hour(hour)),
            key: key.collect(),
            rows: shown.iter().map(|record| self.week_row(record)).collect(),
            sums_title: self.t(match () {
                () if week.holds(today) => "history-sums-this-week",
                () if first_week => "history-sums-first-week",
                () => "history-sums-week",
            }),
            sums: self.sums(
                &totals,
                u32::try_from(days_walked).unwrap_or(u32::MAX),
                days_so_far(week, days.first, today),
            ),
            ladder: self.ladder(&days.weeks),
            ladder_note: self.ladder_note(&days.weeks),
            felt: self.felt_rows(&totals),
            felt_few: self.felt_few(&totals),
            kinds: self.kind_rows(&totals),
            empty: days.first.is_none(),
            add: format!("/history/day/{today}#add"),
            figure: self.empty_figure(),
            top,
        };
        let head = Head { title, page: "history", nav: Some("history"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn day_line(
        &self,
        nth: usize,
        day: NaiveDate,
        days: &Days,
        shown: &[&SessionRecord],
        hours: (u32, u32),
        today: NaiveDate,
    ) -> DayLine {
        let of_day: Vec<&&SessionRecord> = shown.iter().filter(|record| record.day == day).collect();
        let marks = of_day.iter().map(|record| mark(record)).collect();
        let said: Vec<String> = of_day.iter().map(|record| self.spoken_record(record)).collect();
        let id = format!("day-{nth}");
        let desc = if said.is_empty() { self.t("history-did-nothing") } else { said.join(&self.t("history-join")) };
        let strip = Strip { id: &id, title: self.day_named(day), desc, hours, marks, height: 30, begins: self.side() };
        let args = [("weekday", self.weekday_short(day).into()), ("day", self.day_short(day).into())];
        DayLine {
            label: self.text("history-day-line", &args),
            href: (day <= today).then(|| format!("/history/day/{day}")),
            strip: if day <= today { strip.svg() } else { String::new() },
            sum: match days.on(day) {
                Some(totals) => self.did_briefly(totals),
                None if day > today => self.t("history-to-come"),
                None => self.t("history-did-nothing"),
            },
        }
    }

    /// "09:20 Ice, calm pace, 15 min".
    fn spoken_record(&self, record: &SessionRecord) -> String {
        let args = [
            ("time", self.time_of(record.from().naive_local().time()).into()),
            ("routine", self.routine_name(&record.routine).into()),
            ("length", self.whole_minutes(record.seconds()).into()),
        ];
        self.text("history-record", &args)
    }

    fn week_row(&self, record: &SessionRecord) -> (String, String, String, String) {
        let args = [("weekday", self.weekday_short(record.day).into()), ("day", self.day_short(record.day).into())];
        (
            self.text("history-day-line", &args),
            self.time_of(record.from().naive_local().time()),
            self.routine_name(&record.routine),
            self.whole_minutes(record.seconds()),
        )
    }

    fn time_of(&self, time: NaiveTime) -> String {
        let (hour, minute) = (format!("{:02}", time.hour()), format!("{:02}", time.minute()));
        self.text("time", &[("hour", hour.into()), ("minute", minute.into())])
    }

    fn hour(&self, hour: u32) -> String {
        format!("{hour:02}")
    }

    fn form_of(&self, shade: &str) -> String {
        self.t(&format!("history-form-{shade}"))
    }
}

/// Minutes from the midnight of the day a record belongs to: 00:20 of the night after is 24 h 20 min.
fn minute_of(day: NaiveDate, at: NaiveDateTime) -> u32 {
    let since = at - day.and_time(NaiveTime::MIN);
    u32::try_from(since.num_minutes()).unwrap_or(0)
}

fn mark(record: &SessionRecord) -> Mark {
    let from = record.from().naive_local();
    let until = record.until().map_or(from, |until| until.naive_local());
    Mark {
        kind: shade(record.kind),
        from: minute_of(record.day, from),
        until: minute_of(record.day, until),
        over: record.overran() > 0,
    }
}

/// The usual hours, and more where something was done earlier or later; never more than a day and a half.
fn hours_of(records: &[&SessionRecord]) -> (u32, u32) {
    records.iter().fold(HOURS, |(first, last), record| {
        let mark = mark(record);
        (first.min(mark.from / 60), last.max(mark.until.div_ceil(60)).min(36))
    })
}
