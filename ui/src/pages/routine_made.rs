//! Decides which routine a form makes, and what is wrong with it beside which field.

use std::collections::BTreeSet;

use lumbar_engine::routine::bad::BadRoutine;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::routine::names::skeleton;
use lumbar_engine::routine::{Beat, Expose, Move, Rest, Routine, Step, Turns};
use lumbar_engine::words::{Method, Modality, RoutineId};

use crate::Ui;
use crate::pages::lengths_typed::{read, read_all};
use crate::pages::routine_draft::{RoutineDraft, Sides, StepDraft, What};

/// The most turns and rounds that are read.
const TURNS_MOST: u8 = 10;
const REPS_MOST: u8 = 100;
/// A length, s, for one that cannot be read: the other steps can be checked all the same.
const STAND_IN: u32 = 1;

/// What is wrong, in a sentence, with its place: the step from 0, and the field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) step: Option<usize>,
    pub(crate) field: &'static str,
    pub(crate) what: String,
}

/// What a form makes.
#[derive(Debug, Clone)]
pub struct Made {
    /// The routine; whole also where something is wrong with it.
    pub routine: Routine,
    /// For each step its place in the routine of one's own that is changed.
    pub places: Vec<Option<usize>>,
    pub(crate) faults: Vec<Fault>,
    /// Every length could be read, so that it can be shown what will happen.
    pub(crate) readable: bool,
}

impl Made {
    /// Nothing keeps it from being used.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// What was typed wrong, found while a routine is made.
struct Typed<'a> {
    ui: &'a Ui,
    faults: Vec<Fault>,
}

impl Typed<'_> {
    fn wrong(&mut self, step: Option<usize>, field: &'static str, key: &str, text: &str) {
        let text: String = text.chars().take(40).collect();
        let what = self.ui.text(key, &[("text", text.into())]);
        self.faults.push(Fault { step, field, what });
    }

    fn length(&mut self, step: usize, field: &'static str, text: &str, unit: u32) -> u32 {
        read(text, unit).unwrap_or_else(|| {
            self.wrong(Some(step), field, "edit-bad-length", text);
            STAND_IN
        })
    }

    fn number(&mut self, step: Option<usize>, field: &'static str, text: &str, most: u8) -> u8 {
        let number = text.parse().ok().filter(|number| (1..=most).contains(number));
        number.unwrap_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            let args = [("text", shown.into()), ("most", u32::from(most).into())];
            let what = self.ui.text("edit-bad-number", &args);
            self.faults.push(Fault { step, field, what });
            1
        })
    }
}

impl RoutineDraft {
    /// The routine that it makes, checked by the engine beside the others there are.
    pub fn make(&self, ui: &Ui, catalogue: &Catalogue) -> Made {
        let mut typed = Typed { ui, faults: Vec::new() };
        let base = self.from.as_deref().and_then(|id| catalogue.routine(id)).map(|base| (**base).clone());
        let beside = self.id.as_deref().map_or_else(|| catalogue.clone(), |id| catalogue.without(id));
        let kind = self.kind.unwrap_or_else(|| {
            let what = ui.t("edit-bad-kind");
            typed.faults.push(Fault { step: None, field: "kind", what });
            Modality::Stretch
        });
        let turns = Turns {
            usual: typed.number(None, "turns", &self.usual, TURNS_MOST),
            most: typed.number(None, "turns", &self.most, TURNS_MOST),
        };
        let steps: Vec<Step> =
            self.steps.iter().enumerate().map(|(nth, step)| step.step(nth, catalogue, &mut typed)).collect();
        let readable = typed.faults.iter().all(|fault| fault.step.is_none());
        let others = self.other.split([',', '\n']).map(str::trim).filter(|other| !other.is_empty());
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let mut routine = Routine {
            id: self.id.clone().unwrap_or_else(|| free_id(&self.name, catalogue)),
            name: Some(self.name.clone()),
            short: some(&self.short),
            kind,
            figure: some(&self.figure).or_else(|| figure_of(&steps)).unwrap_or_default(),
            turns,
            lengths: Vec::new(),
            per_day: base.as_ref().and_then(|base| base.per_day),
            calm_pace: base.as_ref().is_some_and(|base| base.calm_pace),
            supplies: self.supplies.iter().cloned().chain(others.map(str::to_owned)).collect(),
            packs: Vec::new(),
            cautions: Vec::new(),
            everyday: false,
            tool: self.tool.filter(|_| kind == Modality::Massage),
            not_for: Vec::new(),
            sources: base.as_ref().map(|base| base.sources.clone()).unwrap_or_default(),
            quick_start: false,
            steps,
        };
        let homes = homes(&routine, catalogue);
        routine.packs = packs(&routine, base.as_ref(), catalogue);
        // What a built-in routine warns of goes along with its steps.
        routine.cautions = joined(base.as_ref(), &homes, |home| &home.cautions);
        routine.not_for = joined(base.as_ref(), &homes, |home| &home.not_for);
        let everyday = |step: &Step| match step {
            Step::Move(movement) => {
                let from = catalogue.homes(movement);
                !from.is_empty() && from.iter().all(|home| home.everyday)
            }
            Step::Rest(_) => true,
            Step::Expose(_) => false,
        };
        routine.everyday = base.as_ref().is_some_and(|base| base.everyday) && routine.steps.iter().all(everyday);
        let lengths = base.as_ref().map(|base| base.lengths.clone()).unwrap_or_default();
        let with_lengths = Routine { lengths, ..routine.clone() };
        if readable && with_lengths.faults().len() == routine.faults().len() {
            routine = with_lengths;
        }
        let unreadable: Vec<Option<usize>> = typed
            .faults
            .iter()
            .filter(|said| said.step.is_some() && ["seconds", "beats"].contains(&said.field))
            .map(|said| said.step)
            .collect();
        let mut faults = typed.faults;
        for bad in beside.faults(&routine) {
            let fault = self.fault(ui, &bad);
            // What was typed wrong is said once, and a step whose length cannot be read says nothing about limits.
            let said = faults.iter().any(|said| said.step == fault.step && said.field == fault.field);
            if !said && !unreadable.contains(&fault.step) {
                faults.push(fault);
            }
        }
        faults.sort_by_key(|fault| fault.step.map_or(0, |step| step + 1));
        Made { routine, places: self.places(), faults, readable }
    }

    /// For each step its place in the routine of one's own that is changed.
    fn places(&self) -> Vec<Option<usize>> {
        let here = |step: &StepDraft| {
            let (id, nth) = step.was.as_ref()?;
            (Some(id) == self.id.as_ref()).then_some(*nth)
        };
        self.steps.iter().map(here).collect()
    }

    /// A fault of the engine's check, beside the field that makes it.
    fn fault(&self, ui: &Ui, bad: &BadRoutine) -> Fault {
        if let BadRoutine::Text(quoted) = bad {
            let long = |text: &str| text.starts_with(quoted.trim());
            let step = self.steps.iter().position(|step| long(&step.title));
            let field = if step.is_some() {
                "title"
            } else if long(&self.short) {
                "short"
            } else {
                "other"
            };
            return Fault { step, field, what: ui.bad_routine(bad) };
        }
        let (step, field) = bad.place();
        let step = step.map(|nth| nth - 1);
        let beats = |step: usize| self.steps.get(step).is_some_and(|step| !step.beats.is_empty());
        let field = match (step, field.unwrap_or("name")) {
            (Some(step), "seconds") if beats(step) => "beats",
            (Some(step), "beats") if !beats(step) => "seconds",
            (Some(_), "segments") => "seconds",
            (Some(_), "text") => "title",
            (None, "id") => "name",
            (None, "lengths") => "step",
            (_, field) => field,
        };
        Fault { step, field, what: ui.bad_routine(bad) }
    }
}

impl StepDraft {
    fn step(&self, nth: usize, catalogue: &Catalogue, typed: &mut Typed<'_>) -> Step {
        let known = self.was.as_ref().and_then(|(id, nth)| catalogue.routine(id)?.steps.get(*nth));
        let figure = Some(self.figure.clone()).filter(|figure| !figure.is_empty());
        match &self.what {
            What::Expose(method) => {
                let seconds = typed.length(nth, "seconds", &self.seconds, 60);
                let checks = read_all(&self.checks).unwrap_or_else(|| {
                    typed.wrong(Some(nth), "checks", "edit-bad-checks", &self.checks);
                    Vec::new()
                });
                let before = match known {
                    Some(Step::Expose(known)) if known.method == *method => Some(known),
                    Some(_) | None => None,
                };
                Step::Expose(Expose {
                    method: *method,
                    seconds,
                    first_seconds: before.and_then(|known| known.first_seconds).filter(|first| *first <= seconds),
                    checks,
                    segments: before.map(|known| parts(known, seconds)).unwrap_or_default(),
                    warn: before.and_then(|known| known.warn).filter(|warn| *warn < seconds),
                    optional: self.optional,
                    figure,
                })
            }
            What::Rest(text) => Step::Rest(Rest {
                seconds: typed.length(nth, "seconds", &self.seconds, 60),
                text: self.text(text, typed.ui).unwrap_or_else(|| "rest".into()),
                figure,
            }),
            What::Move(text) => {
                let text = self.text(text, typed.ui).unwrap_or_else(|| {
                    typed.wrong(Some(nth), "title", "edit-bad-title", "");
                    String::new()
                });
                let cues = self.beats.iter().filter(|(cue, _)| !cue.is_empty());
                let beats: Vec<Beat> = cues
                    .map(|(cue, seconds)| Beat { cue: cue.clone(), seconds: typed.length(nth, "beats", seconds, 1) })
                    .collect();
                let seconds = beats.is_empty().then(|| typed.length(nth, "seconds", &self.seconds, 1));
                Step::Move(Move {
                    text,
                    figure: figure.unwrap_or_default(),
                    seconds,
                    beats,
                    reps: typed.number(Some(nth), "reps", &self.reps, REPS_MOST),
                    sides: self.sides.sides(),
                    alternate: self.sides == Sides::Turn,
                })
            }
        }
    }

    /// The name of its text where it is called as that says, else a person's words; `None` = neither.
    fn text(&self, known: &str, ui: &Ui) -> Option<String> {
        let as_known = self.title.is_empty() || self.title == ui.name("step", known);
        let text = if as_known { known.to_owned() } else { self.title.clone() };
        Some(text).filter(|text| !text.is_empty())
    }
}

/// The parts of an exposure that is longer or shorter now: each in proportion, the last with what is left over.
fn parts(known: &Expose, seconds: u32) -> Vec<Beat> {
    let part =
        |one: u32| u32::try_from(u64::from(one) * u64::from(seconds) / u64::from(known.seconds.max(1))).unwrap_or(one);
    let mut parts: Vec<Beat> =
        known.segments.iter().map(|beat| Beat { cue: beat.cue.clone(), seconds: part(beat.seconds) }).collect();
    let sum: u32 = parts.iter().map(|beat| beat.seconds).sum();
    if let Some(last) = parts.last_mut() {
        last.seconds += seconds.saturating_sub(sum);
    }
    parts
}

/// The built-in routines that its steps come from: by the text of a movement, by the method of an exposure.
fn homes<'a>(routine: &Routine, catalogue: &'a Catalogue) -> Vec<&'a Routine> {
    let by_step = routine.steps.iter().flat_map(|step| match step {
        Step::Move(movement) => catalogue.homes(movement).into_iter().take(1).collect(),
        Step::Expose(expose) => home_of(expose.method, catalogue).into_iter().collect(),
        Step::Rest(_) => Vec::new(),
    });
    let mut seen = BTreeSet::new();
    by_step.filter(|home| seen.insert(home.id.as_str())).collect()
}

/// The first built-in routine that does nothing but this.
fn home_of(method: Method, catalogue: &Catalogue) -> Option<&Routine> {
    let alone = |routine: &&std::sync::Arc<Routine>| {
        !routine.is_activity() && routine.exposures().all(|expose| expose.method == method)
    };
    catalogue.built_in_routines().filter(|routine| routine.is_thermal()).find(alone).map(std::sync::Arc::as_ref)
}

fn joined(base: Option<&Routine>, homes: &[&Routine], list: impl Fn(&Routine) -> &Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = base.map(|base| list(base).clone()).unwrap_or_default();
    for home in homes {
        let more: Vec<String> = list(home).iter().filter(|one| !all.contains(one)).cloned().collect();
        all.extend(more);
    }
    all
}

/// What it may be done with: as the routine that it began as, where it is still the same thing.
fn packs(routine: &Routine, base: Option<&Routine>, catalogue: &Catalogue) -> Vec<String> {
    let first = |routine: &Routine| routine.exposures().next().map(|expose| expose.method);
    let Some(method) = first(routine) else { return Vec::new() };
    match base.filter(|base| first(base) == Some(method)) {
        Some(base) => base.packs.clone(),
        None => home_of(method, catalogue).map(|home| home.packs.clone()).unwrap_or_default(),
    }
}

fn figure_of(steps: &[Step]) -> Option<String> {
    steps.iter().find_map(|step| match step {
        Step::Expose(expose) => expose.figure.clone(),
        Step::Rest(rest) => rest.figure.clone(),
        Step::Move(movement) => Some(movement.figure.clone()),
    })
}

/// An id for a new routine, made of its name: free, and like no other.
fn free_id(name: &str, catalogue: &Catalogue) -> RoutineId {
    let mut id = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        if id.len() >= ID_MOST {
            break;
        }
    }
    let id = id.trim_end_matches('-');
    let id = if id.is_empty() { "own" } else { id };
    let taken = |id: &str| catalogue.routines().any(|routine| skeleton(&routine.id) == skeleton(id));
    let numbered = (2..).map(|nth| format!("{id}-{nth}"));
    std::iter::once(id.to_owned()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
}

/// The longest id that is made, before a number is added to it; a file may give one of 40.
const ID_MOST: usize = 32;
