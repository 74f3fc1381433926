//! Decides the month as a table of links: every kind keeps its place in the cell of a day, and each link says its day in words.

use chrono::{Datelike, NaiveDate};
use lumbar_engine::diary::{Days, DiaryKind, Totals};

use crate::Ui;
use crate::icon::icon;
use crate::pages::parts::shade;
use crate::period::Period;

/// The table.
pub(crate) struct Calendar {
    pub(crate) caption: String,
    /// Short and whole names of the days of the week.
    pub(crate) weekdays: Vec<(String, String)>,
    /// `None` = a day of another month.
    pub(crate) weeks: Vec<Vec<Option<Cell>>>,
    /// Warm and cold in turn has a place of its own where it was done.
    pub(crate) wide: bool,
    /// The signs, with their words.
    pub(crate) key: Vec<String>,
}

/// One day of it.
pub(crate) struct Cell {
    pub(crate) day: u32,
    /// `None` = it is to come, or nothing was ever done.
    pub(crate) href: Option<String>,
    pub(crate) today: bool,
    /// Something was done.
    pub(crate) on: bool,
    /// " November: walked 20 min; 2 on the mat".
    pub(crate) said: String,
    /// Minutes walked.
    pub(crate) walked: Option<u32>,
    /// By place; what was not done keeps its place empty.
    pub(crate) slots: Vec<Option<Slot>>,
}

/// One kind on one day.
pub(crate) struct Slot {
    pub(crate) kind: &'static str,
    pub(crate) sign: String,
    /// How often, where it was more than once.
    pub(crate) times: Option<u32>,
}

/// The places after the walk, in their order.
const PLACES: [DiaryKind; 5] =
    [DiaryKind::Stretch, DiaryKind::Heat, DiaryKind::Cold, DiaryKind::Massage, DiaryKind::Contrast];

impl Ui {
    pub(super) fn calendar(&self, month: Period, days: &Days, today: NaiveDate) -> Calendar {
        let totals = days.totals();
        let wide = totals.kind(DiaryKind::Contrast).sessions > 0;
        let starts = self.week_starts();
        let name = self.month_of_year(month.first());
        let into = month.first().weekday().days_since(starts) as usize;
        let mut cells: Vec<Option<Cell>> = std::iter::repeat_with(|| None).take(into).collect();
        cells.extend(month.days().map(|day| Some(self.cell(day, days, today, wide))));
        cells.resize_with(cells.len().next_multiple_of(7), || None);
        let mut weeks: Vec<Vec<Option<Cell>>> = Vec::new();
        for cell in cells {
            match weeks.last_mut() {
                Some(week) if week.len() < 7 => week.push(cell),
                Some(_) | None => weeks.push(vec![cell]),
            }
        }
        let weekday = |nth: u32| {
            let number = (starts.num_days_from_monday() + nth) % 7 + 1;
            (self.t(&format!("weekday-short-{number}")), self.t(&format!("weekday-{number}")))
        };
        let walked = [DiaryKind::Walk].into_iter().filter(|_| totals.walked > 0);
        let shown = walked.chain(PLACES).filter(|kind| *kind == DiaryKind::Walk || totals.kind(*kind).sessions > 0);
        Calendar {
            caption: self.text("history-calendar", &[("month", name.into())]),
            weekdays: (0..7).map(weekday).collect(),
            weeks,
            wide,
            key: shown.map(|kind| self.calendar_key(kind)).collect(),
        }
    }

    fn calendar_key(&self, kind: DiaryKind) -> String {
        if kind == DiaryKind::Walk {
            let word = crate::figure::escape(&self.t("history-key-walk"));
            return format!(r#"<span class="kind" data-kind="move">{}{word}</span>"#, icon("move"));
        }
        self.diary_mark(kind)
    }

    fn cell(&self, day: NaiveDate, days: &Days, today: NaiveDate, wide: bool) -> Cell {
        let totals = days.on(day);
        let month = self.t(&format!("month-{}", day.month()));
        let done = totals.map_or_else(|| self.t("history-did-nothing"), |totals| self.did(totals));
        let places = if wide { &PLACES[..] } else { &PLACES[..4] };
        let slot = |kind: &DiaryKind| {
            let times = totals.map_or(0, |totals| totals.kind(*kind).sessions);
            (times > 0).then(|| Slot {
                kind: shade(*kind),
                sign: icon(shade(*kind)),
                times: Some(times).filter(|times| *times > 1),
            })
        };
        let key = if day == today { "history-cell-today" } else { "history-cell" };
        Cell {
            day: day.day(),
            // Before anything was done there is only today to go to.
            href: (day == today || (day < today && days.first.is_some())).then(|| format!("/history/day/{day}")),
            today: day == today,
            on: totals.is_some_and(|totals| !totals.is_empty()),
            said: self.text(key, &[("month", month.into()), ("done", done.into())]),
            walked: totals.map(|totals| totals.walked / 60).filter(|minutes| *minutes > 0),
            slots: places.iter().map(slot).collect(),
        }
    }

    /// What a day or more held, in words: "walked 20 min; 2 on the mat; 1 warm, 20 min".
    pub(crate) fn did(&self, totals: &Totals) -> String {
        self.said_of("history-did", "history-join", totals)
    }

    /// The same where it stands beside a chart: "16 min walked, 2 cold".
    pub(crate) fn did_briefly(&self, totals: &Totals) -> String {
        self.said_of("history-brief", "visit-join", totals)
    }

    fn said_of(&self, prefix: &str, join: &str, totals: &Totals) -> String {
        let said: Vec<String> = DiaryKind::ALL
            .iter()
            .filter_map(|kind| {
                let of = totals.kind(*kind);
                (of.sessions > 0).then(|| {
                    let args = [("count", of.sessions.into()), ("length", self.whole_minutes(of.seconds).into())];
                    self.text(&format!("{prefix}-{}", kind.code()), &args)
                })
            })
            .collect();
        if said.is_empty() { self.t("history-did-nothing") } else { said.join(&self.t(join)) }
    }
}
