//! Decides the page on which a person makes a plan of their own, with what is wrong with it and how its days would look.

use askama::Template;
use chrono::{NaiveTime, TimeDelta};
use lumbar_engine::plan::zone::Fixed;
use lumbar_engine::plan::{Day, OWN, Plan, REMINDERS_PER_DAY};
use lumbar_engine::routine::Routine;

use crate::Ui;
use crate::pages::agenda::Agenda;
use crate::pages::own_draft::{Calls, DraftItem, DraftStep, OwnDraft, Problem};
use crate::pages::{Head, written};
use crate::scene::Scene;

/// So many of the coming days can be looked at.
const DAYS_AHEAD: u16 = 7;

/// The kind of field for a time of day: a browser's field for times drops what is none, and what was typed must stay.
fn time_field(typed: &str) -> &'static str {
    let is_time = typed.len() == 5 && NaiveTime::parse_from_str(typed, "%H:%M").is_ok();
    if typed.is_empty() || is_time { "time" } else { "text" }
}

#[derive(Template)]
#[template(path = "own_plan.html")]
struct OwnPage<'a> {
    ui: &'a Ui,
    /// It was read from a file, and holds more than this page can say.
    beyond: bool,
    title: String,
    days: Vec<Choice>,
    from: String,
    until: String,
    ends: bool,
    steps: Vec<StepPart>,
    wrong: Vec<String>,
    looks: Vec<Choice>,
    agenda: Option<Agenda>,
    /// The day that is looked at is empty.
    nothing: bool,
    /// How many reminders the day has, where they are more than call.
    too_many: Option<String>,
    followed: bool,
    kept: bool,
}

/// A day that is looked at, and how often it calls.
struct Look {
    calls: usize,
    nothing: bool,
    agenda: Agenda,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

struct StepPart {
    nth: usize,
    title: String,
    days: String,
    /// How long it lasts is asked, and it can be taken out.
    asks_days: bool,
    only: bool,
    items: Vec<ItemPart>,
}

struct ItemPart {
    /// `s0i2`
    id: String,
    /// `remove-0-2`
    remove: String,
    number: usize,
    name: String,
    item: DraftItem,
    groups: Vec<(String, Vec<Choice>)>,
    calls: Vec<Choice>,
    /// Turns in one go, where there may be several.
    turns: Vec<Choice>,
    /// Lengths, where the routine has several.
    lengths: Vec<Choice>,
    wrong: Option<String>,
}

impl Ui {
    /// The page for a plan of one's own: as it is kept, or as it was just typed.
    pub fn own_plan(&self, scene: &Scene<'_>, typed: Option<&OwnDraft>) -> String {
        let kept = scene.view.own_plan.as_ref();
        let read = kept.map(|plan| OwnDraft::of(plan, scene.catalogue));
        let beyond = typed.is_none() && matches!(read, Some(None));
        let first = OwnDraft::default();
        let draft = typed.or(read.as_ref().and_then(Option::as_ref)).unwrap_or(&first);
        let checked = draft.checked(scene.catalogue);
        let problems = checked.as_ref().err().map(Vec::as_slice).unwrap_or_default();
        let plan = checked.as_ref().ok();
        let looked = plan.and_then(|plan| self.coming_day(plan, draft.look, scene));
        let page = OwnPage {
            ui: self,
            beyond,
            title: draft.title.clone(),
            days: Day::ALL.iter().map(|day| self.weekday(*day, draft.days.contains(day))).collect(),
            from: draft.from.clone(),
            until: draft.until.clone(),
            ends: draft.ends,
            steps: draft
                .steps
                .iter()
                .enumerate()
                .map(|(nth, step)| self.step_form(nth, step, draft, problems, scene))
                .collect(),
            wrong: problems.iter().map(|problem| self.problem(problem, draft)).collect(),
            looks: (0..DAYS_AHEAD).map(|day| self.look(day, draft.look, scene)).collect(),
            too_many: looked.as_ref().and_then(|look| self.too_many(look.calls)),
            nothing: looked.as_ref().is_some_and(|look| look.nothing),
            agenda: looked.map(|look| look.agenda),
            followed: scene.view.plan.as_ref().is_some_and(|plan| plan.plan == OWN),
            kept: kept.is_some(),
        };
        let head = Head { title: self.t("own-title"), page: "plan-own", nav: Some("plan"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// A coming day of a plan that begins today.
    fn coming_day(&self, plan: &Plan, day: u16, scene: &Scene<'_>) -> Option<Look> {
        let date = scene.now.wall.with_timezone(&scene.offset).date_naive() + TimeDelta::days(day.into());
        let zone = Fixed(scene.offset.local_minus_utc());
        let day = plan.preview(day, None, date, scene.view.bed, &zone, scene.catalogue)?;
        let items = || plan.steps.iter().flat_map(|step| &step.items);
        let silent = |routine: &str| items().any(|item| !item.remind && item.routines.iter().any(|id| id == routine));
        let calls = day.items.iter().filter(|item| !silent(&item.routine)).count();
        let nothing = day.items.is_empty() && day.breaks.is_empty();
        Some(Look { calls, nothing, agenda: self.agenda(&day, None, scene) })
    }

    fn too_many(&self, calls: usize) -> Option<String> {
        let calls = u32::try_from(calls).unwrap_or(u32::MAX);
        let args = [("count", calls.into()), ("most", REMINDERS_PER_DAY.into())];
        (calls > REMINDERS_PER_DAY).then(|| self.text("own-too-many", &args))
    }

    fn weekday(&self, day: Day, chosen: bool) -> Choice {
        Choice { value: day.code().to_owned(), label: self.t(&format!("weekday-{}", day.code())), chosen }
    }

    fn look(&self, day: u16, looked: u16, scene: &Scene<'_>) -> Choice {
        let at = scene.now.wall + TimeDelta::days(day.into());
        let label = if day == 0 { self.t("own-today") } else { self.date(at, scene.offset) };
        Choice { value: day.to_string(), label, chosen: day == looked }
    }

    fn step_form(
        &self,
        nth: usize,
        step: &DraftStep,
        draft: &OwnDraft,
        problems: &[Problem],
        scene: &Scene<'_>,
    ) -> StepPart {
        let last = nth + 1 == draft.steps.len();
        let number = u32::try_from(nth + 1).unwrap_or(u32::MAX);
        let item = |(place, item): (usize, &DraftItem)| self.item_form((nth, place), item, problems, scene);
        StepPart {
            nth,
            title: self.text("own-step", &[("step", number.into())]),
            days: step.days.clone(),
            asks_days: draft.ends || !last,
            only: draft.steps.len() == 1,
            items: step.items.iter().enumerate().map(item).collect(),
        }
    }

    fn item_form(&self, at: (usize, usize), item: &DraftItem, problems: &[Problem], scene: &Scene<'_>) -> ItemPart {
        let routine = scene.catalogue.routine(&item.routine);
        let wrong = problems.iter().find(|problem| problem.item == Some(at));
        ItemPart {
            id: format!("s{}i{}", at.0, at.1),
            remove: format!("remove-{}-{}", at.0, at.1),
            number: at.1 + 1,
            name: self.routine_name(&item.routine),
            groups: self.routine_choices(&item.routine, scene),
            calls: Calls::ALL
                .into_iter()
                .filter(|calls| *calls != Calls::Quiet || item.moves(scene.catalogue) || item.calls == Calls::Quiet)
                .map(|calls| Choice {
                    value: calls.code().to_owned(),
                    label: self.t(&format!("own-calls-{}", calls.code())),
                    chosen: calls == item.calls,
                })
                .collect(),
            turns: routine.map_or_else(Vec::new, |routine| self.turn_choices(routine, &item.turns)),
            lengths: routine.map_or_else(Vec::new, |routine| self.length_choices(routine, &item.seconds)),
            wrong: wrong.map(|problem| {
                self.bad_plan(&lumbar_engine::plan::check::BadPlan { item: None, ..problem.what.clone() })
            }),
            item: item.clone(),
        }
    }

    /// All routines, by kind.
    fn routine_choices(&self, chosen: &str, scene: &Scene<'_>) -> Vec<(String, Vec<Choice>)> {
        let mut groups: Vec<(String, Vec<Choice>)> = Vec::new();
        for routine in scene.catalogue.routines() {
            let kind = self.name("kind", routine.kind.code());
            let choice = Choice {
                value: routine.id.clone(),
                label: self.routine_name(&routine.id),
                chosen: routine.id == chosen,
            };
            match groups.iter_mut().find(|(name, _)| *name == kind) {
                Some((_, choices)) => choices.push(choice),
                None => groups.push((kind, vec![choice])),
            }
        }
        groups
    }

    fn turn_choices(&self, routine: &Routine, chosen: &str) -> Vec<Choice> {
        let chosen = chosen.parse().unwrap_or(1);
        let choice = |turns: u8| Choice {
            value: turns.to_string(),
            label: self.text("turns-count", &[("count", u32::from(turns).into())]),
            chosen: turns == chosen,
        };
        if routine.turns.most > 1 { (1..=routine.turns.most).map(choice).collect() } else { Vec::new() }
    }

    fn length_choices(&self, routine: &Routine, chosen: &str) -> Vec<Choice> {
        let choice = |seconds: &u32| Choice {
            value: seconds.to_string(),
            label: self.duration(std::time::Duration::from_secs((*seconds).into())),
            chosen: seconds.to_string() == chosen,
        };
        routine.lengths.iter().map(choice).collect()
    }

    /// A problem with the item it is about.
    fn problem(&self, problem: &Problem, draft: &OwnDraft) -> String {
        let what = self.bad_plan(&lumbar_engine::plan::check::BadPlan { item: None, ..problem.what.clone() });
        let item = problem.item.and_then(|(step, place)| draft.steps.get(step)?.items.get(place));
        let Some((item, (_, place))) = item.zip(problem.item) else { return what };
        let nth = u32::try_from(place + 1).unwrap_or(u32::MAX);
        let args = [("nth", nth.into()), ("item", self.routine_name(&item.routine).into()), ("what", what.into())];
        self.text("own-problem", &args)
    }
}
