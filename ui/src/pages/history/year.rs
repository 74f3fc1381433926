//! Decides the page of a year: month by month.

use askama::Template;
use chrono::{Datelike, NaiveDate};
use lumbar_engine::diary::{DiaryKind, MonthTotals, Totals, WeekAnswer, Year};

use crate::Ui;
use crate::charts::row_bar;
use crate::pages::history::Top;
use crate::pages::history::parts::{FeltRow, KindRow, Sum, days_so_far};
use crate::pages::{Head, written};
use crate::period::Period;
use crate::scene::Scene;

#[derive(Template)]
#[template(path = "history_year.html")]
struct YearPage<'a> {
    ui: &'a Ui,
    top: Top,
    kinds_shown: Vec<String>,
    months: Vec<MonthRow>,
    /// Some week was answered.
    answered: bool,
    /// Which months have no row, and why.
    around: Vec<String>,
    sums_title: String,
    sums: Vec<Sum>,
    felt: Vec<FeltRow>,
    felt_few: Option<String>,
    kinds: Vec<KindRow>,
    empty: bool,
    add: String,
    figure: String,
}

struct MonthRow {
    name: String,
    href: String,
    days: u32,
    walked: String,
    bar: String,
    /// One for each kind that was done in the year.
    times: Vec<u32>,
    /// "a lot, some, some, a little".
    stopped: String,
}

/// The kinds with a column of their own, where they were done.
const COLUMNS: [DiaryKind; 5] =
    [DiaryKind::Stretch, DiaryKind::Heat, DiaryKind::Cold, DiaryKind::Contrast, DiaryKind::Massage];

impl Ui {
    /// A year by month.
    pub fn history_year(&self, scene: &Scene<'_>, period: Period, year: &Year, today: NaiveDate) -> String {
        let top = self.top(period, year.first, today);
        let totals = year.months.iter().fold(Totals::default(), |mut all, month| {
            all.sum(&month.totals);
            all
        });
        let columns: Vec<DiaryKind> = COLUMNS.into_iter().filter(|kind| totals.kind(*kind).sessions > 0).collect();
        let most = year.months.iter().map(|month| month.totals.walked).max().unwrap_or(0);
        let first = year.first.unwrap_or(today).max(period.first());
        let months: Vec<Period> = (1..=12)
            .filter_map(|month| NaiveDate::from_ymd_opt(period.first().year(), month, 1))
            .map(Period::month_of)
            .filter(|month| year.first.is_some() && month.last() >= first && month.first() <= today)
            .collect();
        let rows = months.iter().map(|month| self.month_row(*month, year, &columns, most));
        let days_walked = year.months.iter().map(|month| month.days_walked).sum();
        let since = year.first.filter(|first| period.holds(*first));
        let sums_title = match since {
            Some(first) => self.text(
                "history-sums-since",
                &[("period", top.title.clone().into()), ("day", self.day_of_month(first).into())],
            ),
            None => self.text("history-sums-month", &[("period", top.title.clone().into())]),
        };
        let title = self.text("history-title", &[("period", top.title.clone().into())]);
        let page = YearPage {
            ui: self,
            kinds_shown: columns.iter().map(|kind| self.t(&format!("history-kind-{}", kind.code()))).collect(),
            months: rows.collect(),
            answered: !year.weeks.is_empty(),
            around: self.around(period, year.first, today),
            sums_title,
            sums: self.sums(&totals, days_walked, days_so_far(period, year.first, today)),
            felt: self.felt_rows(&totals),
            felt_few: self.felt_few(&totals),
            kinds: self.kind_rows(&totals),
            empty: year.first.is_none(),
            add: format!("/history/day/{today}#add"),
            figure: self.empty_figure(),
            top,
        };
        let head = Head { title, page: "history", nav: Some("history"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn month_row(&self, month: Period, year: &Year, columns: &[DiaryKind], most: u32) -> MonthRow {
        let first = month.first();
        let none = MonthTotals { month: first, days: 0, days_walked: 0, totals: Totals::default() };
        let of = year.months.iter().find(|totals| totals.month == first).unwrap_or(&none);
        let answers: Vec<String> = year
            .weeks
            .iter()
            .filter(|week| month.holds(week.until))
            .map(|week: &WeekAnswer| self.t(&format!("history-stopped-{}.within", week.stopped.code())))
            .collect();
        MonthRow {
            name: self.t(&format!("month-{}", first.month())),
            href: month.address(),
            days: of.days,
            walked: if of.totals.walked == 0 { "–".into() } else { self.whole_minutes(of.totals.walked) },
            bar: row_bar("move", of.totals.walked.into(), most.into(), self.side()),
            times: columns.iter().map(|kind| of.totals.kind(*kind).sessions).collect(),
            stopped: if answers.is_empty() { "–".into() } else { answers.join(&self.t("visit-join")) },
        }
    }

    /// "January to September: before your first day with Lumbar." "December is to come."
    fn around(&self, period: Period, first: Option<NaiveDate>, today: NaiveDate) -> Vec<String> {
        let name = |month: u32| self.t(&format!("month-{month}"));
        let months = |from: u32, until: u32| match until.cmp(&from) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Equal => Some(name(from)),
            std::cmp::Ordering::Greater => {
                Some(self.text("history-months", &[("from", name(from).into()), ("until", name(until).into())]))
            }
        };
        let before = first.filter(|first| period.holds(*first)).and_then(|first| months(1, first.month() - 1));
        let after = Some(today).filter(|today| period.holds(*today)).and_then(|today| months(today.month() + 1, 12));
        let before = before.map(|months| self.text("history-months-before", &[("months", months.into())]));
        let after = after.map(|months| self.text("history-months-after", &[("months", months.into())]));
        before.into_iter().chain(after).collect()
    }
}
