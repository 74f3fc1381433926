//! Decides the parts that pages of the history share: sums, how it felt, how much the back stopped the person, by kind.

use std::time::Duration;

use chrono::{Days as Span, NaiveDate};
use lumbar_engine::diary::{DiaryKind, KindTotals, Totals, WeekAnswer, two_worse_weeks};
use lumbar_engine::words::Modality;

use crate::Ui;
use crate::charts::{Share, row_bar};
use crate::pages::history::steps_of;
use crate::pages::parts::shade;
use crate::pages::parts::shortened;
use crate::period::Period;

/// Answers from which on counts are shown: fewer can carry nothing (CONTENT.md 3.8).
pub(crate) const SHOWN_FROM: u32 = 5;

/// The longest that is shown of a person's own measure, characters; the day it was said on has all of it.
const OWN_LONGEST: usize = 120;

/// A number with what it counts.
pub(crate) struct Sum {
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) label: String,
}

/// How it was right after one kind.
pub(crate) struct FeltRow {
    pub(crate) kind: &'static str,
    pub(crate) mark: String,
    pub(crate) answers: String,
    /// Squares or a bar.
    pub(crate) drawn: String,
    pub(crate) said: String,
}

/// How much the back stopped the person in one week.
pub(crate) struct Rung {
    pub(crate) week: String,
    /// Which of the four steps are filled.
    pub(crate) steps: [bool; 4],
    pub(crate) word: String,
    /// The person's own measure, and how it went.
    pub(crate) own: Option<String>,
}

/// One kind in the table of kinds.
pub(crate) struct KindRow {
    pub(crate) mark: String,
    pub(crate) times: u32,
    pub(crate) length: String,
    pub(crate) bar: String,
}

/// The days that are over, or today, since the first day of the diary: "of 27 days".
pub(crate) fn days_so_far(period: Period, first: Option<NaiveDate>, today: NaiveDate) -> u32 {
    let from = first.unwrap_or(today).max(period.first());
    let days = (period.last().min(today) - from).num_days() + 1;
    u32::try_from(days).unwrap_or(0)
}

impl Ui {
    /// The picture of a diary with nothing in it.
    pub(crate) fn empty_figure(&self) -> String {
        self.ornament("knee-chest", Modality::Stretch)
    }

    /// A length in whole minutes; what was done at all is a minute at the least.
    pub(crate) fn whole_minutes(&self, seconds: u32) -> String {
        let minutes = if seconds == 0 { 0 } else { (u64::from(seconds) + 30).div_euclid(60).max(1) };
        if minutes == 0 {
            return self.text("duration-minutes", &[("n", 0.into())]);
        }
        self.duration(Duration::from_secs(minutes * 60))
    }

    /// The sums of a period: what was done, each with its unit. Kinds that were not done are left out.
    pub(crate) fn sums(&self, totals: &Totals, days_walked: u32, days: u32) -> Vec<Sum> {
        let sum = |kind: DiaryKind| {
            let of = totals.kind(kind);
            let walk = || Sum {
                kind: "move",
                value: self.whole_minutes(totals.walked),
                label: self.text("history-sum-walk", &[("days", days_walked.into()), ("all", days.into())]),
            };
            let times = || Sum {
                kind: "",
                value: of.sessions.to_string(),
                label: self.text(&format!("history-sum-{}", kind.code()), &[("count", of.sessions.into())]),
            };
            (of.sessions > 0).then(|| if kind == DiaryKind::Walk { walk() } else { times() })
        };
        DiaryKind::ALL.iter().copied().filter_map(sum).collect()
    }

    /// How it was right after, by kind; a kind nobody was asked about is left out, and of few answers nothing is said.
    pub(crate) fn felt_rows(&self, totals: &Totals) -> Vec<FeltRow> {
        let row = |kind: DiaryKind| {
            let of = totals.kind(kind);
            (of.answers() >= SHOWN_FROM).then(|| FeltRow {
                kind: shade(kind),
                mark: self.diary_mark(kind),
                answers: self.text("history-answers", &[("count", of.answers().into())]),
                drawn: self.share(&of).html(),
                said: self.felt_said(&of),
            })
        };
        DiaryKind::ALL.iter().copied().filter_map(row).collect()
    }

    /// The kinds with too few answers to say anything: "Cold 4, Massage 1: too few to say."
    pub(crate) fn felt_few(&self, totals: &Totals) -> Option<String> {
        let few = DiaryKind::ALL.iter().filter(|kind| (1..SHOWN_FROM).contains(&totals.kind(**kind).answers()));
        let said: Vec<String> = few
            .map(|kind| {
                let word = self.t(&format!("history-kind-{}", kind.code()));
                let count = totals.kind(*kind).answers();
                self.text("visit-count-of", &[("word", word.into()), ("count", count.into())])
            })
            .collect();
        let args = [("kinds", said.join(&self.t("visit-join")).into()), ("least", SHOWN_FROM.into())];
        (!said.is_empty()).then(|| self.text("history-felt-few", &args))
    }

    fn share(&self, of: &KindTotals) -> Share {
        Share { easier: of.easier.into(), same: of.same.into(), worse: of.worse.into(), begins: self.side() }
    }

    /// "10 easier, 5 the same, none worse".
    fn felt_said(&self, of: &KindTotals) -> String {
        let args = [("easier", of.easier.into()), ("same", of.same.into()), ("worse", of.worse.into())];
        self.text("history-felt", &args)
    }

    /// One rung for each weekly answer.
    pub(crate) fn ladder(&self, weeks: &[WeekAnswer]) -> Vec<Rung> {
        weeks.iter().map(|week| self.rung(week)).collect()
    }

    pub(crate) fn rung(&self, week: &WeekAnswer) -> Rung {
        let filled = steps_of(week.stopped);
        let from = week.until.checked_sub_days(Span::new(6)).unwrap_or(week.until);
        let own = match (week.activity.trim(), week.went.trim()) {
            ("", "") => None,
            ("", went) => Some(went.to_owned()),
            (activity, "") => Some(activity.to_owned()),
            (activity, went) => {
                let args = [("activity", activity.to_owned().into()), ("went", went.to_owned().into())];
                Some(self.text("history-own-measure", &args))
            }
        };
        let own = own.map(|own| shortened(&own, OWN_LONGEST));
        Rung {
            week: self.span_short(from, week.until),
            steps: std::array::from_fn(|nth| nth < filled),
            word: self.t(&format!("history-stopped-{}", week.stopped.code())),
            own,
        }
    }

    /// What stands below the rungs: one answer says little.
    pub(crate) fn ladder_note(&self, weeks: &[WeekAnswer]) -> String {
        // More to write down would help nobody then.
        if two_worse_weeks(weeks) {
            return self.t("week-two-worse");
        }
        self.t(if weeks.len() == 1 { "history-ladder-one" } else { "history-ladder-note" })
    }

    /// Times and time of each kind that was done, with its bar of the most times.
    pub(crate) fn kind_rows(&self, totals: &Totals) -> Vec<KindRow> {
        let most = totals.kinds.values().map(|of| of.sessions).max().unwrap_or(0);
        let row = |kind: DiaryKind| {
            let of = totals.kind(kind);
            (of.sessions > 0).then(|| KindRow {
                mark: self.diary_mark(kind),
                times: of.sessions,
                length: self.whole_minutes(of.seconds),
                bar: row_bar(shade(kind), of.sessions.into(), most.into(), self.side()),
            })
        };
        DiaryKind::ALL.iter().copied().filter_map(row).collect()
    }
}
