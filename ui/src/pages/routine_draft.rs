//! Owns the form of a routine of one's own: what was typed, as it was typed, and what its buttons do to it.

use std::collections::BTreeMap;

use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::routine::check::STEPS_MOST;
use lumbar_engine::routine::{Beat, Move, Rest, Routine, Step};
use lumbar_engine::words::{Method, Modality, RoutineId, Side, Tool};

use crate::Ui;
use crate::pages::lengths_typed::{minutes, seconds_only};

/// The most cues of one step in the form; a built-in step has six at most.
pub(crate) const CUES_MOST: usize = 12;

/// How the sides of a step follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Sides {
    #[default]
    None,
    Both,
    Turn,
    Left,
    Right,
}

impl Sides {
    pub(crate) const ALL: [Self; 5] = [Self::None, Self::Both, Self::Turn, Self::Left, Self::Right];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Both => "both",
            Self::Turn => "turn",
            Self::Left => "left",
            Self::Right => "right",
        }
    }

    fn of(movement: &Move) -> Self {
        match (movement.sides.as_slice(), movement.alternate) {
            ([], _) => Self::None,
            ([Side::Left], _) => Self::Left,
            ([Side::Right], _) => Self::Right,
            (_, true) => Self::Turn,
            (_, false) => Self::Both,
        }
    }

    pub(crate) fn sides(self) -> Vec<Side> {
        match self {
            Self::None => Vec::new(),
            Self::Both | Self::Turn => vec![Side::Left, Side::Right],
            Self::Left => vec![Side::Left],
            Self::Right => vec![Side::Right],
        }
    }
}

/// What a step is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// Something warm or cold on the body.
    Expose(Method),
    /// Nothing on the body; the name of its text.
    Rest(String),
    /// Movement; the name of its text, empty where it has only a person's words.
    Move(String),
}

/// One step as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StepDraft {
    pub(crate) what: What,
    /// The step of a routine that it comes from: what the form does not show is taken from there.
    pub(crate) was: Option<(RoutineId, usize)>,
    /// What it is called, in a person's words.
    pub(crate) title: String,
    pub(crate) figure: String,
    pub(crate) seconds: String,
    pub(crate) checks: String,
    pub(crate) optional: bool,
    pub(crate) reps: String,
    pub(crate) sides: Sides,
    /// Cues and their seconds.
    pub(crate) beats: Vec<(String, String)>,
}

/// Where a person goes on after a press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Focus {
    /// The heading, as on any page.
    #[default]
    Page,
    /// What is wrong.
    Problems,
    /// The “up” or “down” of a step that was moved.
    Up(usize),
    Down(usize),
    /// The first field of a step that is new.
    Step(usize),
    /// The last cue of a step.
    Cue(usize),
    /// The “take out” of the step in the place of one that went.
    Out(usize),
    /// The choice of a step to add.
    Add,
}

/// A form as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoutineDraft {
    /// The routine that it began as: what the form does not show is taken from there.
    pub(crate) from: Option<RoutineId>,
    /// The routine of one's own that is changed; none where it is new.
    pub(crate) id: Option<RoutineId>,
    /// A mark of the file that the form was made from, so that one that changed meanwhile is not written over.
    pub(crate) seen: String,
    pub(crate) name: String,
    pub(crate) short: String,
    pub(crate) kind: Option<Modality>,
    pub(crate) tool: Option<Tool>,
    pub(crate) figure: String,
    pub(crate) usual: String,
    pub(crate) most: String,
    pub(crate) supplies: Vec<String>,
    pub(crate) other: String,
    pub(crate) steps: Vec<StepDraft>,
    /// The choice in “add a step”.
    pub(crate) add: String,
    pub(crate) focus: Focus,
}

impl RoutineDraft {
    /// An empty form.
    pub fn empty() -> Self {
        let one = || "1".to_owned();
        Self { kind: Some(Modality::Stretch), usual: one(), most: one(), ..Self::default() }
    }

    /// The form of a routine: a copy of it, or the one of one's own that is to be changed, with the mark of its file.
    pub fn of(ui: &Ui, routine: &Routine, changed: Option<String>) -> Self {
        let own = changed.is_some();
        let name = if own { ui.routine_name(&routine.id) } else { String::new() };
        let short = routine.short.clone().or_else(|| ui.routine_short(&routine.id)).unwrap_or_default();
        let known = |supply: &&String| ui.has_text(&format!("supply-{supply}"));
        let (supplies, others): (Vec<&String>, Vec<&String>) = routine.supplies.iter().partition(known);
        let steps = routine.steps.iter().enumerate();
        Self {
            from: Some(routine.id.clone()),
            id: own.then(|| routine.id.clone()),
            seen: changed.unwrap_or_default(),
            name,
            short,
            kind: Some(routine.kind),
            tool: routine.tool,
            figure: routine.figure.clone(),
            usual: routine.turns.usual.to_string(),
            most: routine.turns.most.to_string(),
            supplies: supplies.into_iter().cloned().collect(),
            other: others.into_iter().map(String::as_str).collect::<Vec<_>>().join(", "),
            steps: steps.map(|(nth, step)| StepDraft::of(ui, step, (&routine.id, nth))).collect(),
            add: String::new(),
            focus: Focus::Page,
        }
    }

    /// Reads a form, and carries out its button. What cannot be read stays as it is.
    pub fn from_pairs<'a>(ui: &Ui, catalogue: &Catalogue, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut draft = Self::default();
        let mut steps: BTreeMap<usize, StepDraft> = BTreeMap::new();
        let mut press = "";
        let named = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
        for (name, value) in pairs {
            let value = value.trim();
            match name {
                "from" => draft.from = named(value),
                "id" => draft.id = named(value),
                "seen" => value.clone_into(&mut draft.seen),
                "name" => value.clone_into(&mut draft.name),
                "short" => value.clone_into(&mut draft.short),
                "kind" => draft.kind = Modality::from_code(value),
                "tool" => draft.tool = Tool::from_code(value),
                "figure" => value.clone_into(&mut draft.figure),
                "usual" => value.clone_into(&mut draft.usual),
                "most" => value.clone_into(&mut draft.most),
                "supply" if !value.is_empty() && !draft.supplies.iter().any(|one| one == value) => {
                    draft.supplies.push(value.to_owned());
                }
                "other" => value.clone_into(&mut draft.other),
                "add" => value.clone_into(&mut draft.add),
                "press" => press = value,
                _ => {
                    // One more than a routine may have, so that it is said; not any number that a form may hold.
                    let Some((nth, part)) = place(name) else { continue };
                    if steps.len() > STEPS_MOST && !steps.contains_key(&nth) {
                        continue;
                    }
                    steps.entry(nth).or_default().read(part, value);
                }
            }
        }
        draft.steps = steps.into_values().collect();
        for step in &mut draft.steps {
            step.beats.retain(|(cue, seconds)| !(cue.is_empty() && seconds.is_empty()));
        }
        draft.press(ui, catalogue, press);
        draft
    }

    fn press(&mut self, ui: &Ui, catalogue: &Catalogue, press: &str) {
        let (verb, nth) = press.split_once('-').unwrap_or((press, ""));
        let nth = nth.parse::<usize>().ok().filter(|nth| *nth < self.steps.len());
        self.focus = match (verb, nth) {
            ("add", _) => self.add_step(ui, catalogue),
            ("up", Some(nth)) if nth > 0 => {
                self.steps.swap(nth, nth - 1);
                if nth == 1 { Focus::Down(0) } else { Focus::Up(nth - 1) }
            }
            ("down", Some(nth)) if nth + 1 < self.steps.len() => {
                self.steps.swap(nth, nth + 1);
                if nth + 2 == self.steps.len() { Focus::Up(nth + 1) } else { Focus::Down(nth + 1) }
            }
            ("out", Some(nth)) => {
                self.steps.remove(nth);
                if self.steps.is_empty() { Focus::Add } else { Focus::Out(nth.min(self.steps.len() - 1)) }
            }
            ("cue", Some(nth)) => {
                if let Some(step) = self.steps.get_mut(nth).filter(|step| step.beats.len() < CUES_MOST) {
                    step.beats.push(("hold".into(), "5".into()));
                }
                Focus::Cue(nth)
            }
            ("check", _) => Focus::Problems,
            _ => Focus::Page,
        };
    }

    /// Adds what was chosen: a step of a built-in routine, or an empty one.
    fn add_step(&mut self, ui: &Ui, catalogue: &Catalogue) -> Focus {
        // One more than a routine may have, so that it is said; not any number that a form may hold.
        if self.steps.len() > STEPS_MOST {
            return Focus::Add;
        }
        let known = self.add.split_once(':').and_then(|(id, nth)| {
            let nth: usize = nth.parse().ok()?;
            let home = catalogue.routine(id)?;
            let mut step = StepDraft::of(ui, home.steps.get(nth)?, (&home.id, nth));
            if step.figure.is_empty() {
                step.figure.clone_from(&home.figure);
            }
            Some(step)
        });
        let empty = StepDraft { seconds: "30".into(), figure: self.figure.clone(), ..StepDraft::default() };
        self.steps.push(match self.add.as_str() {
            "rest" => StepDraft { what: What::Rest("rest".into()), seconds: "5".into(), ..StepDraft::default() },
            _ => known.unwrap_or(empty),
        });
        Focus::Step(self.steps.len() - 1)
    }

    /// What keeps the focus after a press that kept nothing.
    #[must_use]
    pub fn at_its_problems(self) -> Self {
        Self { focus: Focus::Problems, ..self }
    }

    /// The routine of one's own that is changed; none where it is new.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The mark of the file that the form was made from.
    pub fn seen(&self) -> &str {
        &self.seen
    }
}

impl Default for StepDraft {
    fn default() -> Self {
        let empty = String::new;
        Self {
            what: What::Move(String::new()),
            was: None,
            title: empty(),
            figure: empty(),
            seconds: empty(),
            checks: empty(),
            optional: false,
            reps: "1".into(),
            sides: Sides::None,
            beats: Vec::new(),
        }
    }
}

impl StepDraft {
    fn of(ui: &Ui, step: &Step, was: (&RoutineId, usize)) -> Self {
        let was = Some((was.0.clone(), was.1));
        let plain = Self { was, ..Self::default() };
        match step {
            Step::Expose(expose) => Self {
                what: What::Expose(expose.method),
                figure: expose.figure.clone().unwrap_or_default(),
                seconds: minutes(expose.seconds),
                checks: expose.checks.iter().map(|at| minutes(*at)).collect::<Vec<_>>().join(", "),
                optional: expose.optional,
                ..plain
            },
            Step::Rest(Rest { seconds, text, figure }) => Self {
                title: ui.name("step", text),
                what: What::Rest(text.clone()),
                figure: figure.clone().unwrap_or_default(),
                seconds: minutes(*seconds),
                ..plain
            },
            Step::Move(movement) => Self {
                title: ui.name("step", &movement.text),
                what: What::Move(movement.text.clone()),
                figure: movement.figure.clone(),
                seconds: movement.seconds.map(seconds_only).unwrap_or_default(),
                reps: movement.reps.to_string(),
                sides: Sides::of(movement),
                beats: movement
                    .beats
                    .iter()
                    .map(|Beat { cue, seconds }| (cue.clone(), seconds_only(*seconds)))
                    .collect(),
                ..plain
            },
        }
    }

    fn read(&mut self, part: &str, value: &str) {
        match part {
            "what" => {
                self.what = match value.split_once(':') {
                    Some(("expose", method)) => {
                        Method::from_code(method).map_or_else(|| What::Move(String::new()), What::Expose)
                    }
                    Some(("rest", text)) => What::Rest(text.to_owned()),
                    Some((_, text)) => What::Move(text.to_owned()),
                    None => What::Move(String::new()),
                }
            }
            "was" => {
                let was = value.split_once(':');
                self.was = was.and_then(|(id, nth)| Some((id.to_owned(), nth.parse().ok()?)));
            }
            "title" => value.clone_into(&mut self.title),
            "figure" => value.clone_into(&mut self.figure),
            "seconds" => value.clone_into(&mut self.seconds),
            "checks" => value.clone_into(&mut self.checks),
            "optional" => self.optional = value == "yes",
            "reps" => value.clone_into(&mut self.reps),
            "sides" => {
                self.sides = Sides::ALL.into_iter().find(|sides| sides.code() == value).unwrap_or_default();
            }
            _ => {
                // `b0-cue`, `b0-for`
                let Some((nth, part)) = part.strip_prefix('b').and_then(|part| part.split_once('-')) else { return };
                let Some(nth) = nth.parse::<usize>().ok().filter(|nth| *nth < CUES_MOST) else { return };
                if self.beats.len() <= nth {
                    self.beats.resize(nth + 1, (String::new(), String::new()));
                }
                if let Some((cue, seconds)) = self.beats.get_mut(nth) {
                    match part {
                        "cue" => value.clone_into(cue),
                        "for" => value.clone_into(seconds),
                        _ => {}
                    }
                }
            }
        }
    }

    /// How it is written in a hidden field.
    pub(crate) fn what_code(&self) -> String {
        match &self.what {
            What::Expose(method) => format!("expose:{}", method.code()),
            What::Rest(text) => format!("rest:{text}"),
            What::Move(text) => format!("move:{text}"),
        }
    }

    /// What it is called: in a person's words, else by its text.
    pub(crate) fn called(&self, ui: &Ui) -> String {
        match &self.what {
            What::Expose(method) => ui.name("method", method.code()),
            What::Rest(_) | What::Move(_) if !self.title.is_empty() => self.title.clone(),
            What::Rest(text) | What::Move(text) if !text.is_empty() => ui.name("step", text),
            What::Rest(_) | What::Move(_) => ui.t("edit-step-new"),
        }
    }
}

/// Reads `s3-seconds`.
fn place(name: &str) -> Option<(usize, &str)> {
    let (nth, part) = name.strip_prefix('s')?.split_once('-')?;
    Some((nth.parse().ok()?, part))
}
