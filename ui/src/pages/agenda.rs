//! Decides how a day of the plan is shown: one quiet line of done, now, next, later and missed.

use chrono::{DateTime, FixedOffset, Utc};
use lumbar_engine::plan::today::{Breaks, Day, DayItem, ItemState, PlanView};

use crate::Ui;
use crate::icon::icon;
use crate::pages::parts::shade_of;
use crate::scene::Scene;

/// A day as a line.
pub(crate) struct Agenda {
    pub(crate) label: String,
    pub(crate) rows: Vec<Row>,
}

/// One point on it.
pub(crate) struct Row {
    /// The state by its class; `now-line` is the hand of the clock.
    pub(crate) class: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) sign: String,
    pub(crate) time: String,
    pub(crate) name: String,
    /// Where the name leads, if anywhere.
    pub(crate) href: Option<String>,
    /// The time before it was moved.
    pub(crate) was: Option<String>,
    pub(crate) note: Option<String>,
}

/// The day of the plan that is followed, for Today.
pub(crate) struct PlanPart {
    pub(crate) head: String,
    /// Where what was done is added by hand.
    pub(crate) add: String,
    pub(crate) notes: Vec<String>,
    pub(crate) agenda: Agenda,
    /// What can be answered now.
    pub(crate) next: Option<NextPart>,
    pub(crate) paused: bool,
    pub(crate) worse: bool,
    pub(crate) has_branch: bool,
    pub(crate) ended: bool,
    /// It stands on the page of the plan.
    pub(crate) here: bool,
}

/// The next item and its three answers.
pub(crate) struct NextPart {
    pub(crate) token: String,
    pub(crate) name: String,
    /// What it is, and when.
    pub(crate) line: String,
}

impl Ui {
    /// The plan's day, for Today or for the page of the plan (`here`); `None` = no plan is followed.
    pub(crate) fn plan_part(&self, scene: &Scene<'_>, here: bool) -> Option<PlanPart> {
        let plan = scene.view.plan.as_ref()?;
        let (now, offset) = (scene.now.wall, scene.offset);
        let free = scene.view.thermal.is_none() && scene.view.activity.is_none() && scene.view.gate.is_none();
        let next = plan.day.next().filter(|_| free && !scene.view.read_only);
        let notes = [
            plan.ended.then(|| self.t("plan-ended")),
            plan.zone_changed.then(|| self.t("plan-zone-changed")),
            plan.worse.then(|| self.t("plan-is-worse")),
            plan.review.then(|| self.t("plan-review")),
            plan.paused.map(|paused| self.paused_until(paused, now, offset)),
        ];
        Some(PlanPart {
            head: self.plan_head(plan),
            add: format!("/history/day/{}#add", plan.day.date),
            notes: notes.into_iter().flatten().collect(),
            agenda: self.agenda(&plan.day, Some(now), scene),
            next: next.map(|item| NextPart {
                token: item.token.to_string(),
                name: self.day_item_name(item),
                line: self.next_planned(plan, now, offset).unwrap_or_default(),
            }),
            paused: plan.paused.is_some(),
            worse: plan.worse,
            has_branch: plan.has_branch && !plan.ended,
            ended: plan.ended,
            here,
        })
    }

    /// A day as a line, with the hand of the clock where it is this day.
    pub(crate) fn agenda(&self, day: &Day, now: Option<DateTime<Utc>>, scene: &Scene<'_>) -> Agenda {
        let offset = scene.offset;
        let mut rows: Vec<(DateTime<Utc>, Row)> =
            day.items.iter().map(|item| (item.stands_at(), self.row(item, now, scene))).collect();
        rows.extend(day.breaks.iter().map(|breaks| (breaks.from, self.breaks_row(breaks, offset, scene))));
        if day.bed < day.ends {
            let until = self.time(day.ends, offset);
            let name = self.text("plan-bed", &[("time", until.into())]);
            let row = Row { name, note: Some(self.t("plan-bed.note")), ..Row::plain("is-bed", "clock") };
            rows.push((day.bed, Row { time: self.time(day.bed, offset), ..row }));
        }
        if let Some(now) = now {
            rows.push((
                now,
                Row { time: self.time(now, offset), name: self.t("plan-now"), ..Row::plain("now-line", "") },
            ));
        }
        rows.sort_by_key(|(at, row)| (*at, row.class == "now-line"));
        let label = self.text("plan-day-label", &[("date", self.date(day.begins, offset).into())]);
        Agenda { label, rows: rows.into_iter().map(|(_, row)| row).collect() }
    }

    fn row(&self, item: &DayItem, now: Option<DateTime<Utc>>, scene: &Scene<'_>) -> Row {
        let offset = scene.offset;
        let class = match item.state {
            ItemState::Done => "is-done",
            ItemState::Now => "is-now",
            ItemState::Next if now.is_some() => "is-next",
            ItemState::Next | ItemState::Later => "is-later",
            ItemState::Missed | ItemState::HeldBack => "is-missed",
        };
        let kind = shade_of_item(item, scene);
        let why = self.day_item_why(item);
        let note = match (item.state, why) {
            (ItemState::Done, _) => self.done_note(item, offset),
            (ItemState::Now, _) => Some(self.t("plan-row-now")),
            (ItemState::Missed, Some(why)) => Some(self.text("plan-row-missed-why", &[("why", why.into())])),
            (ItemState::Missed, None) => Some(self.t("plan-row-missed")),
            (ItemState::HeldBack, why) => {
                Some(self.text("plan-row-held-back", &[("why", why.unwrap_or_default().into())]))
            }
            (ItemState::Next | ItemState::Later, Some(why)) => Some(why),
            (ItemState::Next, None) if now.is_some_and(|now| item.due <= now) => Some(self.t("plan-row-due")),
            (ItemState::Next, None) => now.map(|_| self.t("plan-row-next")),
            (ItemState::Later, None) => None,
        };
        Row {
            class,
            kind,
            sign: icon(kind),
            time: self.time(item.stands_at(), offset),
            name: self.day_item_name(item),
            href: item.is_open().then(|| format!("/routines/{}", item.routine)),
            was: item.moved_from.map(|at| self.time(at, offset)),
            note,
        }
    }

    /// "20 min, off at 08:56".
    fn done_note(&self, item: &DayItem, offset: FixedOffset) -> Option<String> {
        let real = item.real.as_ref()?;
        let until = real.until?;
        let length = (until - real.from).to_std().ok()?;
        let args = [("length", self.duration(length).into()), ("time", self.time(until, offset).into())];
        Some(self.text("plan-row-done", &args))
    }

    fn breaks_row(&self, breaks: &Breaks, offset: FixedOffset, scene: &Scene<'_>) -> Row {
        let kind = scene.catalogue.routine(&breaks.routine).map_or("move", |routine| shade_of(routine));
        let class = if breaks.next.is_none() && breaks.so_far > 0 { "is-done" } else { "is-later" };
        Row {
            time: self.time(breaks.from, offset),
            name: self.routine_name(&breaks.routine),
            note: Some(self.breaks_how(breaks, offset)),
            kind,
            ..Row::plain(class, kind)
        }
    }
}

impl Row {
    fn plain(class: &'static str, sign: &str) -> Self {
        let (time, name) = (String::new(), String::new());
        Self { class, kind: "", sign: icon(sign), time, name, href: None, was: None, note: None }
    }
}

/// The sign and colour of an item; what may be warm or cold is shown as both.
fn shade_of_item(item: &DayItem, scene: &Scene<'_>) -> &'static str {
    let done = std::slice::from_ref(&item.routine);
    let ids: &[String] = if item.real.is_some() { done } else { &item.routines };
    let mut shades: Vec<&'static str> = Vec::new();
    for shade in ids.iter().filter_map(|id| scene.catalogue.routine(id)).map(|routine| shade_of(routine)) {
        if !shades.contains(&shade) {
            shades.push(shade);
        }
    }
    match shades.as_slice() {
        [] => "stretch",
        [one] => one,
        ["cold" | "heat" | "contrast", ..] => "contrast",
        [first, ..] => first,
    }
}

/// Says what the plan is about, for links.
pub(crate) fn is_followed(plan: Option<&PlanView>, id: &str) -> bool {
    plan.is_some_and(|plan| plan.plan == id)
}
