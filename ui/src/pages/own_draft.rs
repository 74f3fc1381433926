//! Owns the form of a person's own plan: what was typed, as it was typed, and the plan that it makes.

use std::collections::BTreeMap;

use lumbar_engine::plan::check::{BadPlan, Fault};
use lumbar_engine::plan::{Clock, Day, Item, OWN, Plan, PlanStep};
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::words::Modality;

/// It asks so many days later whether it still fits, where it has no end.
const REVIEW_DAYS: u16 = 14;
/// Days of a step that a person adds.
const STEP_DAYS: &str = "7";

/// How an item calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calls {
    /// With a reminder.
    Remind,
    /// With a quiet hint, which wants no answer.
    Quiet,
    /// Not at all: it stands in the day.
    Shown,
}

impl Calls {
    pub(crate) const ALL: [Self; 3] = [Self::Remind, Self::Quiet, Self::Shown];

    /// The code in forms and texts.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Remind => "remind",
            Self::Quiet => "quiet",
            Self::Shown => "shown",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|calls| calls.code() == code)
    }
}

/// A form as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDraft {
    pub(crate) title: String,
    /// Its weekdays; all of them where none is ticked.
    pub(crate) days: Vec<Day>,
    /// Active hours of what comes again and again.
    pub(crate) from: String,
    pub(crate) until: String,
    /// It ends after its last step.
    pub(crate) ends: bool,
    pub(crate) steps: Vec<DraftStep>,
    /// Which of the coming days is looked at, from 0.
    pub(crate) look: u16,
}

/// Some days with the same items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DraftStep {
    pub(crate) days: String,
    pub(crate) items: Vec<DraftItem>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftItem {
    pub(crate) routine: String,
    pub(crate) again: bool,
    pub(crate) at: String,
    pub(crate) every: String,
    pub(crate) most: String,
    pub(crate) turns: String,
    pub(crate) seconds: String,
    pub(crate) calls: Calls,
}

/// What is wrong with a form, and where: an item by step and place, or the plan as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) item: Option<(usize, usize)>,
    pub(crate) what: BadPlan,
}

impl Default for OwnDraft {
    /// A day to begin with: a gentle start, and walks.
    fn default() -> Self {
        let item = |routine: &str| DraftItem { routine: routine.into(), ..DraftItem::default() };
        let stretch = DraftItem { at: "08:45".into(), ..item("stretch-start") };
        let again = ("120".to_owned(), "4".to_owned());
        let walk = DraftItem { again: true, every: again.0, most: again.1, seconds: "600".into(), ..item("walk") };
        Self {
            title: String::new(),
            days: Vec::new(),
            from: "09:00".into(),
            until: "18:00".into(),
            ends: false,
            steps: vec![DraftStep { days: STEP_DAYS.into(), items: vec![stretch, walk] }],
            look: 0,
        }
    }
}

impl Default for DraftItem {
    fn default() -> Self {
        let empty = String::new;
        let (at, every, most) = ("12:00".into(), "120".into(), "3".into());
        Self { routine: empty(), again: false, at, every, most, turns: empty(), seconds: empty(), calls: Calls::Remind }
    }
}

impl OwnDraft {
    /// Reads a form, and carries out its button: one more item or step, one less. What cannot be read stays as it is.
    pub fn from_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut draft = Self { days: Vec::new(), steps: Vec::new(), ..Self::default() };
        let mut steps: BTreeMap<usize, (String, BTreeMap<usize, DraftItem>)> = BTreeMap::new();
        let mut press = "";
        for (name, value) in pairs {
            match name {
                "title" => draft.title = value.trim().to_owned(),
                "day" => draft.days.extend(Day::from_code(value)),
                "from" => draft.from = value.trim().to_owned(),
                "until" => draft.until = value.trim().to_owned(),
                "ends" => draft.ends = value == "yes",
                "look" => draft.look = value.parse().unwrap_or(0),
                "press" => press = value,
                _ => {
                    let Some((step, item, part)) = place(name) else { continue };
                    let step = steps.entry(step).or_default();
                    match item {
                        None => step.0 = value.trim().to_owned(),
                        Some(item) => step.1.entry(item).or_default().read(part, value.trim()),
                    }
                }
            }
        }
        draft.days.sort();
        draft.days.dedup();
        let step = |(days, items): (String, BTreeMap<usize, DraftItem>)| DraftStep {
            days,
            items: items.into_values().collect(),
        };
        draft.steps = steps.into_values().map(step).collect();
        if draft.steps.is_empty() {
            draft.steps.push(DraftStep { days: STEP_DAYS.into(), items: Vec::new() });
        }
        draft.press(press);
        draft
    }

    fn press(&mut self, press: &str) {
        let mut words = press.split('-');
        let number = |words: &mut std::str::Split<'_, char>| words.next().and_then(|word| word.parse::<usize>().ok());
        match words.next() {
            Some("add") => {
                if let Some(step) = number(&mut words).and_then(|nth| self.steps.get_mut(nth)) {
                    step.items.push(DraftItem { routine: "walk".into(), ..DraftItem::default() });
                }
            }
            Some("remove") => {
                let (step, item) = (number(&mut words), number(&mut words));
                if let Some(step) = step.and_then(|nth| self.steps.get_mut(nth))
                    && let Some(item) = item.filter(|nth| *nth < step.items.len())
                {
                    step.items.remove(item);
                }
            }
            Some("step") => {
                let items = self.steps.last().map(|step| step.items.clone()).unwrap_or_default();
                self.steps.push(DraftStep { days: STEP_DAYS.into(), items });
            }
            Some("unstep") => {
                if let Some(nth) = number(&mut words).filter(|nth| self.steps.len() > 1 && *nth < self.steps.len()) {
                    self.steps.remove(nth);
                }
            }
            Some(_) | None => {}
        }
    }

    /// A plan as a form; `None` = it holds more than the form can say.
    pub(crate) fn of(plan: &Plan, catalogue: &Catalogue) -> Option<Self> {
        let items = || plan.steps.iter().flat_map(|step| &step.items);
        let clock = |at: Option<Clock>| at.map(String::from);
        let again = items().find(|item| item.every.is_some());
        let draft = Self {
            title: plan.title.clone().unwrap_or_default(),
            days: items().next().map(|item| item.weekdays.clone()).unwrap_or_default(),
            from: again.and_then(|item| clock(item.from)).unwrap_or_default(),
            until: again.and_then(|item| clock(item.until)).unwrap_or_default(),
            ends: !plan.endless,
            steps: plan.steps.iter().map(DraftStep::of).collect(),
            look: 0,
        };
        draft.plan(catalogue).is_ok_and(|made| made == *plan).then_some(draft)
    }

    /// The plan that it makes, checked against the limits.
    pub fn plan(&self, catalogue: &Catalogue) -> Result<Plan, Vec<BadPlan>> {
        self.checked(catalogue).map_err(|problems| problems.into_iter().map(|problem| problem.what).collect())
    }

    /// The same, with the place of each problem.
    pub(crate) fn checked(&self, catalogue: &Catalogue) -> Result<Plan, Vec<Problem>> {
        let mut problems = Vec::new();
        let whole = |fault, value: &str| Problem { item: None, what: bad(fault, None, value) };
        let mut hour = |text: &str| match Clock::try_from(text.to_owned()) {
            _ if text.is_empty() => None,
            Ok(at) => Some(at),
            Err(_) => {
                problems.push(whole(Fault::Hours, text));
                None
            }
        };
        let (from, until) = (hour(&self.from), hour(&self.until));
        let mut steps = Vec::new();
        for (nth, step) in self.steps.iter().enumerate() {
            let days = step.days.parse().ok().filter(|days| *days > 0);
            let days = days.or((!self.ends && nth + 1 == self.steps.len()).then_some(1));
            if days.is_none() {
                problems.push(whole(Fault::Days, &step.days));
            }
            let mut items = Vec::new();
            for (place, item) in step.items.iter().enumerate() {
                match item.item(&self.days, (from, until), catalogue) {
                    Ok(item) => items.push(item),
                    Err((fault, value)) => {
                        problems.push(Problem { item: Some((nth, place)), what: bad(fault, Some(place), &value) });
                    }
                }
            }
            steps.push(PlanStep { days: days.unwrap_or(1), items });
        }
        let plan = Plan {
            id: OWN.into(),
            title: Some(self.title.clone()).filter(|title| !title.is_empty()),
            turns: Vec::new(),
            review_days: if self.ends { 0 } else { REVIEW_DAYS },
            endless: !self.ends,
            then: Vec::new(),
            flare: None,
            steps,
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        match plan.check(catalogue) {
            Ok(()) => Ok(plan),
            Err(what) => Err(vec![Problem { item: what.item.map(|nth| self.place_of(nth)), what }]),
        }
    }

    /// Step and place of an item that is counted through all steps.
    fn place_of(&self, mut nth: usize) -> (usize, usize) {
        for (step, items) in self.steps.iter().map(|step| step.items.len()).enumerate() {
            if nth < items {
                return (step, nth);
            }
            nth -= items;
        }
        (0, 0)
    }
}

fn bad(fault: Fault, item: Option<usize>, value: &str) -> BadPlan {
    BadPlan { fault, item, value: value.chars().take(40).collect() }
}

/// Reads `s0-days` and `s0i2-at`.
fn place(name: &str) -> Option<(usize, Option<usize>, &str)> {
    let (place, part) = name.strip_prefix('s')?.split_once('-')?;
    match place.split_once('i') {
        Some((step, item)) => Some((step.parse().ok()?, Some(item.parse().ok()?), part)),
        None if part == "days" => Some((place.parse().ok()?, None, part)),
        None => None,
    }
}

impl DraftStep {
    fn of(step: &PlanStep) -> Self {
        Self { days: step.days.to_string(), items: step.items.iter().map(DraftItem::of).collect() }
    }
}

impl DraftItem {
    fn read(&mut self, part: &str, value: &str) {
        let value = value.to_owned();
        match part {
            "do" => self.routine = value,
            "when" => self.again = value == "again",
            "at" => self.at = value,
            "every" => self.every = value,
            "most" => self.most = value,
            "turns" => self.turns = value,
            "seconds" => self.seconds = value,
            "calls" => self.calls = Calls::from_code(&value).unwrap_or(Calls::Remind),
            _ => {}
        }
    }

    fn of(item: &Item) -> Self {
        let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
        let usual = Self::default();
        Self {
            routine: item.routines.first().cloned().unwrap_or_default(),
            again: item.every.is_some(),
            at: item.at.map_or(usual.at, String::from),
            every: item.every.map_or(usual.every, |every| every.to_string()),
            most: item.most.map_or(usual.most, |most| most.to_string()),
            turns: number(item.turns.map(u32::from)),
            seconds: number(item.seconds),
            calls: match (item.quiet, item.remind) {
                (true, _) => Calls::Quiet,
                (false, true) => Calls::Remind,
                (false, false) => Calls::Shown,
            },
        }
    }

    /// The item that it makes.
    fn item(
        &self,
        days: &[Day],
        (from, until): (Option<Clock>, Option<Clock>),
        catalogue: &Catalogue,
    ) -> Result<Item, (Fault, String)> {
        fn number<T: std::str::FromStr>(text: &str, fault: Fault) -> Result<Option<T>, (Fault, String)> {
            let read = || text.parse().map(Some).map_err(|_| (fault, text.to_owned()));
            if text.is_empty() { Ok(None) } else { read() }
        }
        let routine = catalogue.routine(&self.routine);
        let may_repeat = routine.is_none_or(|routine| routine.turns.most > 1);
        let has_lengths = routine.is_none_or(|routine| !routine.lengths.is_empty());
        let missing = |fault| (fault, String::new());
        let (at, every, most) = if self.again {
            let every = number(&self.every, Fault::Every)?.ok_or(missing(Fault::Every))?;
            (None, Some(every), Some(number(&self.most, Fault::Most)?.ok_or(missing(Fault::Most))?))
        } else {
            let at = Clock::try_from(self.at.clone()).map_err(|_| (Fault::Hours, self.at.clone()))?;
            (Some(at), None, None)
        };
        Ok(Item {
            routines: vec![self.routine.clone()],
            name: None,
            at,
            window: None,
            every,
            from: from.filter(|_| self.again),
            until: until.filter(|_| self.again),
            most,
            turns: number(&self.turns, Fault::Turns)?.filter(|turns| may_repeat && *turns > 1),
            seconds: number(&self.seconds, Fault::Length)?.filter(|_| has_lengths),
            grows_to: None,
            weekdays: days.to_vec(),
            every_days: 0,
            remind: self.calls != Calls::Shown,
            quiet: self.calls == Calls::Quiet,
        })
    }

    /// Only what moves can be a quiet hint.
    pub(crate) fn moves(&self, catalogue: &Catalogue) -> bool {
        let kind = catalogue.routine(&self.routine).map(|routine| routine.kind);
        kind.is_none_or(|kind| matches!(kind, Modality::Stretch | Modality::Massage))
    }
}
