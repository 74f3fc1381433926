//! Decides the charts of a month: minutes of cold and warm a day beside what Lumbar tells about, and minutes walked.

use chrono::{Datelike, NaiveDate, Weekday};
use lumbar_engine::diary::{Days, DiaryKind, Totals};
use lumbar_engine::rules;
use lumbar_engine::words::{Class, Method, Modality};

use crate::Ui;
use crate::charts::{Amount, Bars, Column};
use crate::period::Period;

/// A chart with what stands around it.
pub(crate) struct DayChart {
    pub(crate) mark: String,
    /// "Most in a day: 58 min", and the day.
    pub(crate) most: Option<(String, String)>,
    pub(crate) drawn: String,
    /// What the dashed line is.
    pub(crate) key: Option<String>,
    /// What is not in it.
    pub(crate) without: Option<String>,
}

/// A row of the table below: the day, and each amount or a dash.
pub(crate) struct DayRow {
    pub(crate) day: String,
    pub(crate) amounts: Vec<String>,
}

/// Minutes a day of one kind, with the line where Lumbar speaks up, and the most there can be; both from rules.rs.
struct Limit {
    line: u32,
    most: u32,
    turns: u32,
}

/// Counts of turns become minutes by the longest turn there is.
fn limit(kind: DiaryKind) -> Option<Limit> {
    let still = |kind: Modality| {
        let packs = Method::ALL.iter().filter(|m| m.modality() == kind && m.class() == Class::StillPack);
        packs.map(|method| method.ceiling().value).max().unwrap_or(0) / 60
    };
    let (turn, told, most) = match kind {
        DiaryKind::Cold => (still(Modality::Cold), rules::COLD_PER_DAY_SOFT, rules::COLD_PER_DAY),
        DiaryKind::Heat => (still(Modality::Heat), rules::HEAT_PER_DAY_SOFT, rules::HEAT_PER_DAY),
        DiaryKind::Walk | DiaryKind::Move | DiaryKind::Stretch | DiaryKind::Contrast | DiaryKind::Massage => {
            return None;
        }
    };
    let turns = told.value.saturating_sub(1);
    Some(Limit { line: turns * turn, most: most.value * turn, turns })
}

/// Minutes of one kind on one day; a wrap is no turn of warmth, and is left out.
fn minutes(kind: DiaryKind, totals: &Totals) -> u32 {
    let seconds = match kind {
        DiaryKind::Cold => totals.cold,
        DiaryKind::Heat => totals.warm.saturating_sub(totals.worn),
        DiaryKind::Walk => totals.walked,
        DiaryKind::Move | DiaryKind::Stretch | DiaryKind::Contrast | DiaryKind::Massage => totals.kind(kind).seconds,
    };
    if seconds == 0 { 0 } else { ((seconds + 30) / 60).max(1) }
}

impl Ui {
    /// Minutes a day of one kind.
    pub(super) fn day_chart(
        &self,
        id: &str,
        kind: DiaryKind,
        period: Period,
        days: &Days,
        today: NaiveDate,
    ) -> DayChart {
        let of = |day: NaiveDate| days.on(day).map_or(0, |totals| minutes(kind, totals));
        let limit = limit(kind);
        let first = days.first.unwrap_or(today);
        let columns = period.days().map(|day| Column {
            label: self.is_labelled(day, period).then(|| self.label_of(day, period)),
            amount: if day > today || day < first { Amount::Unknown } else { Amount::Of(of(day).into()) },
            shaded: matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
            now: day == today,
        });
        let most = period.days().filter(|day| *day <= today).map(|day| (of(day), day)).max_by_key(|(most, day)| {
            // The latest of equal ones.
            (*most, *day)
        });
        let most = most.filter(|(minutes, _)| *minutes > 0);
        let count = period.days().filter(|day| of(*day) > 0).count();
        let title_args = [("period", self.period_name(period).into())];
        let mut desc = match most {
            None => self.t("history-chart-none"),
            Some((minutes, day)) => self.text(
                "history-chart-desc",
                &[
                    ("count", count.into()),
                    ("most", self.whole_minutes(minutes * 60).into()),
                    ("day", self.day_of_month(day).into()),
                ],
            ),
        };
        if let Some(limit) = &limit {
            desc.push(' ');
            desc.push_str(&self.text("history-chart-line", &[("line", limit.line.into())]));
        }
        let bars = Bars {
            id,
            kind: crate::pages::parts::shade(kind),
            title: self.text(&format!("history-chart-{}", kind.code()), &title_args),
            desc,
            columns: columns.collect(),
            limit: limit.as_ref().map(|limit| limit.line.into()),
            amounts: false,
            begins: self.side(),
        };
        let key = limit.map(|limit| {
            let args = [("line", limit.line.into()), ("turns", limit.turns.into()), ("most", limit.most.into())];
            self.text(&format!("history-limit-{}", kind.code()), &args)
        });
        let worn_here = kind == DiaryKind::Heat && days.days.iter().any(|day| day.totals.worn > 0);
        DayChart {
            mark: self.diary_mark(kind),
            most: most.map(|(minutes, day)| (self.whole_minutes(minutes * 60), self.day_short(day))),
            drawn: bars.svg(),
            key,
            without: worn_here.then(|| self.t("history-without-wraps")),
        }
    }

    /// The table of such charts, latest day first; days on which all of them are nought are left out.
    pub(super) fn day_rows(&self, kinds: &[DiaryKind], period: Period, days: &Days) -> Vec<DayRow> {
        let in_period = days.days.iter().rev().filter(|day| period.holds(day.day));
        in_period
            .filter_map(|day| {
                let amounts: Vec<u32> = kinds.iter().map(|kind| minutes(*kind, &day.totals)).collect();
                let said = |amount: &u32| if *amount == 0 { "–".to_owned() } else { self.whole_minutes(amount * 60) };
                amounts
                    .iter()
                    .any(|amount| *amount > 0)
                    .then(|| DayRow { day: self.day_short(day.day), amounts: amounts.iter().map(said).collect() })
            })
            .collect()
    }

    /// In a week every day, in a month the first day of each week.
    fn is_labelled(&self, day: NaiveDate, period: Period) -> bool {
        matches!(period, Period::Week(_)) || day.weekday() == self.week_starts()
    }

    fn label_of(&self, day: NaiveDate, period: Period) -> String {
        if matches!(period, Period::Week(_)) { self.weekday_short(day) } else { self.day_short(day) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_are_those_of_the_rules() {
        let of = |kind| limit(kind).map(|limit| (limit.line, limit.turns, limit.most));
        assert_eq!(of(DiaryKind::Cold), Some((120, 6, 200)));
        assert_eq!(of(DiaryKind::Heat), Some((90, 3, 180)));
        assert_eq!(of(DiaryKind::Walk), None);
    }

    #[test]
    fn a_wrap_is_no_turn_of_warmth() {
        let totals = |warm, worn| Totals { warm, worn, cold: 10, ..Totals::default() };
        assert_eq!(minutes(DiaryKind::Heat, &totals(8 * 3600 + 1200, 8 * 3600)), 20);
        assert_eq!(minutes(DiaryKind::Heat, &totals(8 * 3600, 8 * 3600)), 0);
        assert_eq!(minutes(DiaryKind::Cold, &totals(0, 0)), 1);
    }
}
