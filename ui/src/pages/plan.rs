//! Decides the pages of the plan: the one that is followed, and choosing one with what it agrees to.

use askama::Template;
use chrono::{NaiveDate, TimeDelta};
use lumbar_engine::plan::catalogue::plans;
use lumbar_engine::plan::zone::Fixed;
use lumbar_engine::plan::{AGREED_DAYS, Day, Item, OWN, Plan};

use crate::Ui;
use crate::pages::agenda::{Agenda, PlanPart, is_followed};
use crate::pages::{Head, written};
use crate::scene::Scene;

/// So many of the coming days can be looked at.
const DAYS_AHEAD: u16 = 7;
/// What is offered where there are no quiet hours: the middle of the day.
const QUIET_OFFERED: (u16, u16) = (12 * 60, 14 * 60);

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage<'a> {
    ui: &'a Ui,
    title: String,
    plan: Option<PlanPart>,
    agreed: Option<String>,
    review: bool,
    steps: Vec<StepPart>,
    /// The plan is the person's own, and can be changed.
    own: bool,
    quiet: QuietPart,
}

/// Quiet hours: hours to choose from, and whether there are any.
struct QuietPart {
    from: Vec<(u16, String, bool)>,
    until: Vec<(u16, String, bool)>,
    set: bool,
}

#[derive(Template)]
#[template(path = "plan_choose.html")]
struct ChoosePage<'a> {
    ui: &'a Ui,
    cards: Vec<Card>,
    id: String,
    title: String,
    lead: String,
    who: String,
    steps: Vec<StepPart>,
    turns: Vec<(u8, bool)>,
    /// Day, words, and whether it is the usual one.
    until: Vec<(String, String, bool)>,
    agenda: Option<Agenda>,
    /// Days that can be looked at: number, words, and which one is.
    looks: Vec<(u16, String, bool)>,
    /// It is the person's own: changed on a page of its own, with a consent of its own.
    own: bool,
    has_own: bool,
    /// "Today is worse" has somewhere to go.
    has_branch: bool,
    followed: bool,
}

struct Card {
    id: String,
    title: String,
    lead: String,
    who: String,
    here: bool,
}

/// A step in words.
struct StepPart {
    title: String,
    days: String,
    items: Vec<String>,
    here: bool,
}

impl Ui {
    /// The plan that is followed, with what today holds.
    pub fn plan_page(&self, scene: &Scene<'_>) -> String {
        let view = scene.view.plan.as_ref();
        let plan = self.plan_part(scene, true);
        let title = plan.as_ref().map_or_else(|| self.t("plan-none"), |plan| plan.head.clone());
        let agreed = view.and_then(|plan| plan.agreed_until).map(|date| self.agreed(date));
        let known = view.and_then(|plan| known(&plan.plan, scene));
        let steps = known.map_or_else(Vec::new, |known| self.steps(known, view.map(|plan| plan.step)));
        let review = view.is_some_and(|plan| plan.review);
        let own = view.is_some_and(|plan| plan.plan == OWN);
        let quiet = self.quiet_part(scene);
        let page = PlanPage { ui: self, title: title.clone(), plan, agreed, review, steps, own, quiet };
        let head = Head { title, page: "plan", nav: Some("plan"), follows: true, ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn quiet_part(&self, scene: &Scene<'_>) -> QuietPart {
        let (from, until) = scene.view.quiet.unwrap_or(QUIET_OFFERED);
        QuietPart { from: self.half_hours(from), until: self.half_hours(until), set: scene.view.quiet.is_some() }
    }

    /// Choosing a plan; the first one unless another is looked at, and its first day unless another.
    pub fn choose_plan(&self, scene: &Scene<'_>, id: Option<&str>, look: Option<u16>) -> Option<String> {
        let shown = known(id.unwrap_or(&plans().first()?.id), scene)?;
        let followed = scene.view.plan.as_ref();
        let words = |plan: &Plan, part: &str| self.t(&format!("plan-name-{}.{part}", plan.id));
        let card = |plan: &Plan| Card {
            title: self.plan_name(&plan.id, plan.title.as_deref()),
            lead: words(plan, "lead"),
            who: words(plan, "who"),
            here: plan.id == shown.id,
            id: plan.id.clone(),
        };
        let date = scene.now.wall.with_timezone(&scene.offset).date_naive();
        let zone = Fixed(scene.offset.local_minus_utc());
        let usual = shown.usual_turns();
        let looks: Vec<u16> = (0..DAYS_AHEAD).filter(|day| shown.step_on(*day).is_some()).collect();
        let look = look.filter(|day| looks.contains(day)).unwrap_or(0);
        let looked = date + TimeDelta::days(look.into());
        let day = shown.preview(look, usual, looked, scene.view.bed, &zone, scene.catalogue);
        let own = shown.id == OWN;
        let page = ChoosePage {
            ui: self,
            cards: plans().iter().chain(&scene.view.own_plan).map(card).collect(),
            title: self.plan_name(&shown.id, shown.title.as_deref()),
            lead: words(shown, "lead"),
            who: words(shown, "who"),
            steps: self.steps(shown, None),
            turns: shown.turns.iter().map(|turns| (*turns, Some(*turns) == usual)).collect(),
            until: self.until(shown, date, scene),
            looks: looks.into_iter().map(|day| (day, self.look_label(day, date), day == look)).collect(),
            own,
            has_own: scene.view.own_plan.is_some(),
            agenda: day.map(|day| self.agenda(&day, None, scene)),
            has_branch: shown.steps.len() > 1 || shown.flare.is_some(),
            followed: is_followed(followed, &shown.id),
            id: shown.id.clone(),
        };
        let head = Head { title: self.t("plan-choose"), page: "plan-choose", nav: Some("plan"), ..Head::default() };
        Some(self.frame(scene, &head, &written(&page)))
    }

    /// "Today", "Sun 29".
    fn look_label(&self, day: u16, date: NaiveDate) -> String {
        use chrono::Datelike;
        let date = date + TimeDelta::days(day.into());
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).ok().and_then(|n| Day::ALL.get(n));
        match weekday.filter(|_| day > 0) {
            Some(weekday) => {
                let weekday = self.t(&format!("weekday-{}", weekday.code()));
                self.text("own-look-short", &[("weekday", weekday.into()), ("day", date.day().into())])
            }
            None => self.t("own-today"),
        }
    }

    fn agreed(&self, date: NaiveDate) -> String {
        self.text("plan-agreed-until", &[("date", self.day(date).into())])
    }

    /// "Sunday 29 November".
    fn day(&self, date: NaiveDate) -> String {
        let noon = date.and_time(chrono::NaiveTime::MIN).and_utc();
        self.date(noon, chrono::FixedOffset::east_opt(0).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc)))
    }

    /// Until when what asks first can be agreed to: tonight, or the plan's last day.
    fn until(&self, plan: &Plan, date: NaiveDate, scene: &Scene<'_>) -> Vec<(String, String, bool)> {
        let warms = |id: &String| scene.catalogue.routine(id).is_some_and(|routine| routine.is_thermal());
        let thermal = || plan.steps.iter().flat_map(|step| &step.items).any(|item| item.routines.iter().any(warms));
        if plan.turns.is_empty() && !(plan.id == OWN && thermal()) {
            return Vec::new();
        }
        let days = plan.days().unwrap_or(AGREED_DAYS);
        let end = date + TimeDelta::days(i64::from(days) - 1);
        vec![(date.to_string(), self.t("plan-until-tonight"), false), (end.to_string(), self.day(end), true)]
    }

    fn steps(&self, plan: &Plan, here: Option<usize>) -> Vec<StepPart> {
        let mut first = 1u32;
        let step = |(nth, step): (usize, &lumbar_engine::plan::PlanStep)| {
            let last = first + u32::from(step.days) - 1;
            let days = match plan.days() {
                None => self.t("plan-every-day"),
                Some(_) => self.text("plan-days", &[("from", first.into()), ("until", last.into())]),
            };
            first = last + 1;
            let key = format!("plan-step-{}-{}", plan.id, nth + 1);
            let title = self.maybe(&key).unwrap_or_else(|| days.clone());
            let items = step.items.iter().map(|item| self.item_rule(item)).collect();
            StepPart { title, days, items, here: here == Some(nth) }
        };
        plan.steps.iter().enumerate().map(step).collect()
    }

    /// "Walk, 5 min: every 2 h 30 min after the last, up to 4".
    fn item_rule(&self, item: &Item) -> String {
        let routine = item.routines.first().map(String::as_str).unwrap_or_default();
        let name = self.item_name(item.name.as_deref(), routine, item.turns.unwrap_or(1), item.seconds);
        let clock = |at: Option<lumbar_engine::plan::Clock>| at.map(String::from).unwrap_or_default();
        let every = item.every.map(|every| self.duration(std::time::Duration::from_secs(u64::from(every) * 60)));
        let key = match (item.at, item.most) {
            (Some(_), _) => "plan-rule-at",
            (None, Some(_)) => "plan-rule-every",
            (None, None) => "plan-rule-chosen",
        };
        let args = [
            ("item", name.into()),
            ("time", clock(item.at).into()),
            ("every", every.unwrap_or_default().into()),
            ("most", item.most.unwrap_or(0).into()),
        ];
        self.text(key, &args)
    }
}

fn known<'a>(id: &str, scene: &Scene<'a>) -> Option<&'a Plan> {
    plans().iter().chain(&scene.view.own_plan).find(|plan| plan.id == id)
}
