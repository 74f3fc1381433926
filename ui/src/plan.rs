//! Decides how the plan is said: the name of an item, why it was moved, what is wrong with a plan.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use lumbar_engine::plan::check::{BadPlan, Fault};
use lumbar_engine::plan::today::{Breaks, DayItem, ItemState, Paused, PlanView, Why};
use lumbar_engine::view::View;

use crate::Ui;

impl Ui {
    /// An item by its name: “Walk, 10 min”, “Ice, 20 on 20 off, 3 turns”.
    pub(crate) fn item_name(&self, name: Option<&str>, routine: &str, turns: u8, seconds: Option<u32>) -> String {
        let routine = || self.routine_name(routine);
        let item = name.map_or_else(routine, |name| self.name("plan-item", name));
        match (seconds, turns) {
            (Some(seconds), _) => {
                let length = self.duration(Duration::from_secs(seconds.into()));
                self.text("plan-item-long", &[("item", item.into()), ("length", length.into())])
            }
            (None, 0 | 1) => item,
            (None, turns) => self.text("plan-item-turns", &[("item", item.into()), ("turns", turns.into())]),
        }
    }

    /// The name of an item of the day; of what was done the routine that it was done with.
    pub fn day_item_name(&self, item: &DayItem) -> String {
        let name = item.name.as_deref().filter(|_| item.real.is_none());
        let seconds = item.seconds.filter(|_| item.real.is_none());
        self.item_name(name, &item.routine, item.turns, seconds)
    }

    /// Why an item is not as it was planned.
    pub fn item_why(&self, why: Why) -> String {
        self.name("plan-why", why.code())
    }

    /// The same of an item of the day, if there is anything to say: of what is over, what it was.
    pub(crate) fn day_item_why(&self, item: &DayItem) -> Option<String> {
        let why = item.why?;
        Some(if item.state == ItemState::Missed { self.name("plan-was", why.code()) } else { self.item_why(why) })
    }

    /// The name of a plan: the person's own by the name they gave it.
    pub fn plan_name(&self, plan: &str, title: Option<&str>) -> String {
        title.map_or_else(|| self.t(&format!("plan-name-{plan}")), str::to_owned)
    }

    /// What comes next in the plan, as one line; `None` = nothing does.
    pub(crate) fn next_planned(&self, plan: &PlanView, now: DateTime<Utc>, offset: FixedOffset) -> Option<String> {
        let item = plan.day.next()?;
        let name = self.day_item_name(item);
        if item.due <= now {
            return Some(self.text("plan-next-due", &[("item", name.into())]));
        }
        let time = self.moment(item.due, now, offset);
        Some(self.text("plan-next-at", &[("item", name.into()), ("time", time.into())]))
    }

    /// What the tray says of the plan; `None` = no plan, or nothing comes any more.
    pub fn plan_line(&self, view: &View, now: DateTime<Utc>, offset: FixedOffset) -> Option<String> {
        let plan = view.plan.as_ref()?;
        match plan.paused {
            Some(paused) => Some(self.paused_until(paused, now, offset)),
            None => self.next_planned(plan, now, offset),
        }
    }

    /// What the day holds, for the command line. Each time is said in the offset it has then.
    pub fn plan_lines(
        &self,
        plan: Option<&PlanView>,
        now: DateTime<Utc>,
        offset: &dyn Fn(DateTime<Utc>) -> FixedOffset,
    ) -> String {
        let Some(plan) = plan else { return self.t("cli-no-plan") };
        let time = |at: DateTime<Utc>| self.time(at, offset(at));
        let mut lines = vec![self.plan_head(plan)];
        lines.extend(plan.ended.then(|| self.t("plan-ended")));
        lines.extend(plan.zone_changed.then(|| self.t("plan-zone-changed")));
        lines.extend(plan.paused.map(|paused| self.paused_until(paused, now, offset(now))));
        for item in &plan.day.items {
            let why = self.day_item_why(item).unwrap_or_default();
            let args = [
                ("time", time(item.stands_at()).into()),
                ("item", self.day_item_name(item).into()),
                ("state", self.name("plan-state", item.state.code()).into()),
            ];
            let line = self.text("cli-plan-item", &args);
            lines.push(if why.is_empty() { line } else { format!("{line} ({why})") });
        }
        for breaks in &plan.day.breaks {
            lines.push(self.breaks_line(breaks, offset(now)));
        }
        lines.join("\n")
    }

    /// A plan in the list of the command line.
    pub fn plan_row(&self, id: &str, title: Option<&str>, followed: bool) -> String {
        let lead = self.t(&format!("plan-name-{id}.lead"));
        let args = [("id", id.to_owned().into()), ("plan", self.plan_name(id, title).into()), ("lead", lead.into())];
        self.text(if followed { "cli-plan-row-followed" } else { "cli-plan-row" }, &args)
    }

    /// The plan and how far it is: “Back to normal, day 3 of 14”.
    pub(crate) fn plan_head(&self, plan: &PlanView) -> String {
        let name = self.plan_name(&plan.plan, plan.title.as_deref());
        let day = u32::from(plan.day_number);
        match plan.days {
            Some(days) if !plan.ended => self
                .text("plan-day-of", &[("plan", name.into()), ("day", day.into()), ("days", u32::from(days).into())]),
            Some(_) => name,
            None => self.text("plan-day", &[("plan", name.into()), ("day", day.into())]),
        }
    }

    /// For how long reminders are paused.
    pub(crate) fn paused_until(&self, paused: Paused, now: DateTime<Utc>, offset: FixedOffset) -> String {
        match paused.until {
            Some(until) => self.text("plan-paused-until", &[("time", self.moment(until, now, offset).into())]),
            None => self.t("plan-paused"),
        }
    }

    /// Quiet hints in one line: “Up and move: 4 of 11 so far, every 45 min until 17:00”.
    pub(crate) fn breaks_line(&self, breaks: &Breaks, offset: FixedOffset) -> String {
        let routine = self.routine_name(&breaks.routine);
        self.text("plan-breaks-line", &[("routine", routine.into()), ("how", self.breaks_how(breaks, offset).into())])
    }

    /// How many quiet hints there were, and how they go on.
    pub(crate) fn breaks_how(&self, breaks: &Breaks, offset: FixedOffset) -> String {
        let every = self.duration(Duration::from_secs(u64::from(breaks.every) * 60));
        let args = [
            ("sofar", breaks.so_far.into()),
            ("count", breaks.all.into()),
            ("every", every.into()),
            ("time", self.time(breaks.last, offset).into()),
        ];
        self.text("plan-breaks", &args)
    }

    /// What is wrong with a plan, and where.
    pub(crate) fn bad_plan(&self, bad: &BadPlan) -> String {
        let args = [("value", bad.value.as_str().into())];
        let what = self.text(&format!("bad-plan-{}", bad.fault.code()), &args);
        match bad.item {
            Some(nth) if bad.fault != Fault::Empty => {
                let nth = u32::try_from(nth).unwrap_or(u32::MAX).saturating_add(1);
                self.text("bad-plan-item", &[("nth", nth.into()), ("what", what.into())])
            }
            Some(_) | None => what,
        }
    }
}
