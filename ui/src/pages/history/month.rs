//! Decides the page of a month, and of a diary that is empty.

use askama::Template;
use chrono::NaiveDate;
use lumbar_engine::diary::{Days, DiaryKind};

use crate::Ui;
use crate::pages::history::Top;
use crate::pages::history::calendar::Calendar;
use crate::pages::history::limits::{DayChart, DayRow};
use crate::pages::history::parts::{FeltRow, KindRow, Rung, Sum, days_so_far};
use crate::pages::{Head, written};
use crate::period::Period;
use crate::scene::Scene;

#[derive(Template)]
#[template(path = "history_month.html")]
struct MonthPage<'a> {
    ui: &'a Ui,
    top: Top,
    calendar: Calendar,
    /// Nothing was ever done.
    empty: bool,
    add: String,
    figure: String,
    sums_title: String,
    sums: Vec<Sum>,
    charts: Vec<DayChart>,
    chart_rows: Vec<DayRow>,
    walk: Option<DayChart>,
    walk_rows: Vec<DayRow>,
    ladder: Vec<Rung>,
    ladder_note: String,
    felt: Vec<FeltRow>,
    felt_few: Option<String>,
    kinds: Vec<KindRow>,
}

impl Ui {
    /// A month, day by day.
    pub fn history_month(&self, scene: &Scene<'_>, month: Period, days: &Days, today: NaiveDate) -> String {
        let totals = days.totals();
        let top = self.top(month, days.first, today);
        let days_walked = days.days.iter().filter(|day| day.totals.walked > 0).count();
        let so_far = days_so_far(month, days.first, today);
        let thermal = [(DiaryKind::Cold, "cold", totals.cold), (DiaryKind::Heat, "heat", totals.warm)];
        let shown = thermal.into_iter().filter(|(_, _, seconds)| *seconds > 0);
        let charts = shown.map(|(kind, id, _)| self.day_chart(id, kind, month, days, today)).collect();
        let walk = (totals.walked > 0).then(|| self.day_chart("walk", DiaryKind::Walk, month, days, today));
        let title = self.text("history-title", &[("period", top.title.clone().into())]);
        let sums_key = if month.holds(today) { "history-sums-now" } else { "history-sums-month" };
        let page = MonthPage {
            ui: self,
            calendar: self.calendar(month, days, today),
            empty: days.first.is_none(),
            add: format!("/history/day/{today}#add"),
            figure: self.empty_figure(),
            sums_title: self.text(sums_key, &[("period", top.title.clone().into())]),
            sums: self.sums(&totals, u32::try_from(days_walked).unwrap_or(u32::MAX), so_far),
            charts,
            chart_rows: self.day_rows(&[DiaryKind::Cold, DiaryKind::Heat], month, days),
            walk,
            walk_rows: self.day_rows(&[DiaryKind::Walk], month, days),
            ladder: self.ladder(&days.weeks),
            ladder_note: self.ladder_note(&days.weeks),
            felt: self.felt_rows(&totals),
            felt_few: self.felt_few(&totals),
            kinds: self.kind_rows(&totals),
            top,
        };
        let head = Head { title, page: "history", nav: Some("history"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }
}
