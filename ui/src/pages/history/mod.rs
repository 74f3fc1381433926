//! Decides the pages of what was done: a week hour by hour, a month as a table of links, a year by month. Counts, never averages;
//! done first, then how much the back stopped the person, then how it felt; nothing is said on small numbers.

mod calendar;
mod dates;
mod limits;
mod month;
pub(crate) mod parts;
mod week;
mod year;

use chrono::NaiveDate;
use lumbar_engine::diary::Stopped;

use crate::Ui;
use crate::charts::Side;
use crate::period::Period;

/// The top of a page of the history: what it is about, and the ways to others.
pub(crate) struct Top {
    pub(crate) title: String,
    /// Week, month and year of the same days.
    pub(crate) kinds: Vec<Way>,
    pub(crate) before: Option<Way>,
    pub(crate) after: Option<Way>,
    /// Back to now, where this is another time.
    pub(crate) now: Option<Way>,
}

/// A link, or where one is.
pub(crate) struct Way {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) here: bool,
}

/// How many of the four steps are filled.
pub(crate) fn steps_of(stopped: Stopped) -> usize {
    match stopped {
        Stopped::NotAtAll => 0,
        Stopped::ALittle => 1,
        Stopped::Some => 2,
        Stopped::ALot => 3,
        Stopped::Completely => 4,
    }
}

impl Ui {
    /// The side on which time begins in charts.
    pub(crate) fn side(&self) -> Side {
        Side::of(self.direction())
    }

    /// The top of a period's page. Nothing lies before the first day of the diary, and what is to come has no page.
    fn top(&self, period: Period, first: Option<NaiveDate>, today: NaiveDate) -> Top {
        // From a year to a month: to now where it is in it, else to its beginning.
        let day = if period.holds(today) { today } else { period.first() };
        let starts = self.week_starts();
        let kinds = [Period::week_of(day, starts), Period::month_of(day), Period::Year(chrono::Datelike::year(&day))];
        let way = |to: Period, label: String| Way { href: to.address(), label, here: to == period };
        let now = kinds_of_now(period, today, starts);
        let before = period.before();
        let after = period.after();
        Top {
            title: self.period_name(period),
            kinds: kinds.into_iter().map(|to| way(to, self.t(&format!("history-{}", to.code())))).collect(),
            before: first
                .filter(|first| *first < period.first())
                .map(|_| way(before, self.period_short(before, today))),
            after: (after.first() <= today).then(|| way(after, self.period_short(after, today))),
            now: (!period.holds(today)).then(|| way(now, self.t(&format!("history-now-{}", period.code())))),
        }
    }
}

/// The same kind of period, of today.
fn kinds_of_now(period: Period, today: NaiveDate, starts: chrono::Weekday) -> Period {
    match period {
        Period::Week(_) => Period::week_of(today, starts),
        Period::Month(_) => Period::month_of(today),
        Period::Year(_) => Period::Year(chrono::Datelike::year(&today)),
    }
}
