//! Decides the page on which a person makes or changes a routine of their own, with what is wrong beside each field.

use askama::Template;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::routine::{Routine, Step};
use lumbar_engine::words::{Modality, Tool};

use crate::Ui;
use crate::pages::routine::Item;
use crate::pages::routine_draft::{CUES_MOST, Focus, RoutineDraft, Sides, StepDraft, What};
use crate::pages::routine_made::{Fault, Made};
use crate::pages::{Head, written};
use crate::scene::Scene;

/// The kinds in the order they are offered.
const KINDS: [Modality; 5] = [Modality::Heat, Modality::Cold, Modality::Contrast, Modality::Stretch, Modality::Massage];

#[derive(Template)]
#[template(path = "own_routine.html")]
struct EditPage<'a> {
    ui: &'a Ui,
    draft: &'a RoutineDraft,
    title: String,
    copied: Option<String>,
    begins: Vec<Group>,
    kinds: Vec<KindChip>,
    tools: Vec<Choice>,
    figures: Vec<Choice>,
    figure: String,
    turns: bool,
    needs: Vec<Choice>,
    more: Vec<Choice>,
    steps: Vec<StepPart<'a>>,
    adds: Vec<Group>,
    faults: Vec<FaultLine>,
    own_faults: Vec<Fault>,
    count: String,
    changed: Option<String>,
    readable: bool,
    whole: String,
    items: Vec<Item>,
}

struct KindChip {
    code: &'static str,
    word: String,
    chosen: bool,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

struct Group {
    label: String,
    choices: Vec<Choice>,
}

/// A line of the summary: where it leads, and what it says.
struct FaultLine {
    href: String,
    what: String,
}

struct StepPart<'a> {
    /// `s0`
    id: String,
    nth: usize,
    draft: &'a StepDraft,
    called: String,
    kind: &'static str,
    what: String,
    was: String,
    picture: String,
    is_expose: bool,
    is_move: bool,
    asks_checks: bool,
    figures: Vec<Choice>,
    sides: Vec<Choice>,
    beats: Vec<BeatPart>,
    may_add_cue: bool,
    faults: Vec<Fault>,
    first: bool,
    last: bool,
    focus: Focus,
}

struct BeatPart {
    nth: usize,
    label: String,
    cues: Vec<Choice>,
    seconds: String,
    last: bool,
}

impl EditPage<'_> {
    fn wrong(&self, field: &str) -> String {
        said(&self.own_faults, field)
    }
}

impl StepPart<'_> {
    fn wrong(&self, field: &str) -> String {
        said(&self.faults, field)
    }

    /// Whether a press left the person at this part of the step.
    fn focused(&self, part: &str) -> bool {
        let (at, nth) = match self.focus {
            Focus::Up(nth) => ("up", nth),
            Focus::Down(nth) => ("down", nth),
            Focus::Out(nth) => ("out", nth),
            Focus::Step(nth) => ("step", nth),
            Focus::Cue(nth) => ("cue", nth),
            Focus::Page | Focus::Problems | Focus::Add => return false,
        };
        (at, nth) == (part, self.nth)
    }

    /// Every fault of the step that has no field of its own on the page.
    fn wrong_elsewhere(&self) -> String {
        let shown = ["title", "seconds", "checks", "reps", "beats"];
        let rest = self.faults.iter().filter(|fault| !shown.contains(&fault.field));
        rest.map(|fault| fault.what.as_str()).collect::<Vec<_>>().join(" ")
    }
}

fn said(faults: &[Fault], field: &str) -> String {
    let all = faults.iter().filter(|fault| fault.field == field);
    all.map(|fault| fault.what.as_str()).collect::<Vec<_>>().join(" ")
}

impl Ui {
    /// The page of a routine of one's own: empty, as a copy, as it is kept, or as it was just typed. `changed` says that the file
    /// is another one by now.
    pub fn own_routine(&self, scene: &Scene<'_>, draft: &RoutineDraft, changed: Option<&str>) -> String {
        let made = draft.make(self, scene.catalogue);
        let is_new = draft.id.is_none();
        let title = self.t(if is_new { "edit-new" } else { "edit-change" });
        // An empty page has not been typed into: what is missing is not wrong yet.
        let untouched = draft.steps.is_empty() && draft.name.is_empty() && draft.focus == Focus::Page;
        let faults: &[Fault] = if untouched { &[] } else { &made.faults };
        let lines: Vec<FaultLine> = faults.iter().map(|fault| self.fault_line(fault, draft)).collect();
        let (near, more) = self.supply_choices(&made.routine, draft, scene.catalogue);
        let thermal = made.routine.is_thermal();
        let page = EditPage {
            ui: self,
            draft,
            copied: draft.from.as_deref().filter(|_| is_new).map(|id| self.routine_name(id)),
            begins: if is_new && draft.steps.is_empty() { self.begin_choices(scene.catalogue) } else { Vec::new() },
            kinds: KINDS
                .into_iter()
                .map(|kind| KindChip { code: kind.code(), word: self.kind(kind), chosen: draft.kind == Some(kind) })
                .collect(),
            tools: std::iter::once(None)
                .chain(Tool::ALL.iter().copied().map(Some))
                .map(|tool| Choice {
                    value: tool.map(Tool::code).unwrap_or_default().to_owned(),
                    label: self.t(&format!("edit-tool-{}", tool.map_or("none", Tool::code))),
                    chosen: draft.tool == tool,
                })
                .collect(),
            figures: self.figure_choices(&made.routine.figure, scene.catalogue, |_| true),
            figure: self.ornament(&made.routine.figure, made.routine.kind),
            turns: thermal || draft.most != "1" || draft.usual != "1",
            needs: near,
            more,
            steps: (0..draft.steps.len())
                .filter_map(|nth| self.step_part(nth, draft, &made, faults, scene.catalogue))
                .collect(),
            adds: self.add_choices(draft, scene.catalogue),
            count: self.text("edit-problems", &[("count", lines.len().into())]),
            faults: lines,
            own_faults: faults.iter().filter(|fault| fault.step.is_none()).cloned().collect(),
            changed: changed.map(str::to_owned),
            readable: made.readable && !made.routine.steps.is_empty(),
            whole: self.whole(&made.routine),
            items: if made.readable { self.items(&made.routine) } else { Vec::new() },
            title: title.clone(),
        };
        let head = Head { title, page: "routine-own", nav: Some("routines"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn fault_line(&self, fault: &Fault, draft: &RoutineDraft) -> FaultLine {
        let Some(nth) = fault.step else {
            let shown = ["name", "short", "kind", "tool", "turns", "other"].contains(&fault.field);
            let field = if shown { fault.field } else { "add" };
            return FaultLine { href: format!("#{field}"), what: fault.what.clone() };
        };
        let called = draft.steps.get(nth).map(|step| step.called(self)).unwrap_or_default();
        let number = self.text("edit-step-number", &[("step", (nth + 1).into())]);
        let step = format!("{number}, {called}");
        let what = self.text("edit-problem", &[("step", step.into()), ("what", fault.what.as_str().into())]);
        FaultLine { href: format!("#s{nth}"), what }
    }

    fn step_part<'a>(
        &'a self,
        nth: usize,
        draft: &'a RoutineDraft,
        made: &Made,
        faults: &[Fault],
        catalogue: &Catalogue,
    ) -> Option<StepPart<'a>> {
        let step = draft.steps.get(nth)?;
        let kind = match &step.what {
            What::Expose(method) => method.modality(),
            What::Rest(_) | What::Move(_) => made.routine.kind,
        };
        let usual = made.routine.figure.as_str();
        let figure = if step.figure.is_empty() { usual } else { step.figure.as_str() };
        let same = |known: &Step| match (&step.what, known) {
            (What::Expose(_), Step::Expose(_)) | (What::Rest(_), Step::Rest(_)) | (What::Move(_), Step::Move(_)) => {
                true
            }
            (What::Expose(_) | What::Rest(_) | What::Move(_), _) => false,
        };
        let last_beat = step.beats.len().saturating_sub(1);
        let beats = step.beats.iter().enumerate().map(|(nth, (cue, seconds))| BeatPart {
            nth,
            label: self.text("edit-cue-nth", &[("count", (nth + 1).into())]),
            cues: self.cue_choices(cue, catalogue),
            seconds: seconds.clone(),
            last: nth == last_beat,
        });
        Some(StepPart {
            id: format!("s{nth}"),
            nth,
            draft: step,
            called: step.called(self),
            kind: if matches!(step.what, What::Rest(_)) { "rest" } else { kind.code() },
            what: step.what_code(),
            was: step.was.as_ref().map(|(id, nth)| format!("{id}:{nth}")).unwrap_or_default(),
            picture: self.ornament(figure, kind),
            is_expose: matches!(step.what, What::Expose(_)),
            is_move: matches!(step.what, What::Move(_)),
            asks_checks: matches!(step.what, What::Expose(method) if !method.class().is_away()),
            figures: std::iter::once(Choice {
                value: String::new(),
                label: self.t("edit-picture-usual"),
                chosen: step.figure.is_empty(),
            })
            .chain(self.figure_choices(&step.figure, catalogue, same))
            .collect(),
            sides: Sides::ALL
                .into_iter()
                .map(|sides| Choice {
                    value: sides.code().to_owned(),
                    label: self.t(&format!("edit-sides-{}", sides.code())),
                    chosen: step.sides == sides,
                })
                .collect(),
            beats: beats.collect(),
            may_add_cue: step.beats.len() < CUES_MOST,
            faults: faults.iter().filter(|fault| fault.step == Some(nth)).cloned().collect(),
            first: nth == 0,
            last: nth + 1 == draft.steps.len(),
            focus: draft.focus,
        })
    }

    /// The built-in routines that one may start from, and one's own.
    fn begin_choices(&self, catalogue: &Catalogue) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for routine in catalogue.routines() {
            let choice = Choice { value: routine.id.clone(), label: self.routine_name(&routine.id), chosen: false };
            put(&mut groups, self.kind(routine.kind), choice);
        }
        groups
    }

    /// What may be added: every step of the built-in routines once, then what has only a person's words.
    fn add_choices(&self, draft: &RoutineDraft, catalogue: &Catalogue) -> Vec<Group> {
        let own = [("move", "edit-add-move"), ("rest", "edit-add-rest")].map(|(value, label)| Choice {
            value: value.into(),
            label: self.t(label),
            chosen: draft.add == value,
        });
        let mut groups = vec![Group { label: self.t("edit-add-own"), choices: own.into() }];
        let mut seen: Vec<String> = Vec::new();
        for routine in catalogue.built_in_routines() {
            for (nth, step) in routine.steps.iter().enumerate() {
                let (kind, label) = match step {
                    Step::Expose(expose) => (expose.method.modality(), self.name("method", expose.method.code())),
                    Step::Move(movement) => (routine.kind, self.name("step", &movement.text)),
                    Step::Rest(_) => continue,
                };
                if seen.contains(&label) {
                    continue;
                }
                seen.push(label.clone());
                let value = format!("{}:{nth}", routine.id);
                let chosen = draft.add == value;
                put(&mut groups, self.kind(kind), Choice { value, label, chosen });
            }
        }
        groups
    }

    /// The pictures of steps like this one, and the one that is chosen.
    fn figure_choices(&self, chosen: &str, catalogue: &Catalogue, like: impl Fn(&Step) -> bool) -> Vec<Choice> {
        let mut names: Vec<&str> = Vec::new();
        if !chosen.is_empty() {
            names.push(chosen);
        }
        for routine in catalogue.built_in_routines() {
            for step in routine.steps.iter().filter(|step| like(step)) {
                let figure = match step {
                    Step::Expose(expose) => expose.figure.as_deref().unwrap_or(&routine.figure),
                    Step::Rest(rest) => rest.figure.as_deref().unwrap_or(&routine.figure),
                    Step::Move(movement) => &movement.figure,
                };
                if !names.contains(&figure) {
                    names.push(figure);
                }
            }
        }
        let choice =
            |name: &str| Choice { value: name.to_owned(), label: self.name("figure", name), chosen: name == chosen };
        let mut choices: Vec<Choice> = names.into_iter().map(choice).collect();
        choices.sort_by(|a, b| a.label.cmp(&b.label));
        choices
    }

    fn cue_choices(&self, chosen: &str, catalogue: &Catalogue) -> Vec<Choice> {
        let mut cues: Vec<&str> = vec![chosen];
        for routine in catalogue.built_in_routines() {
            for step in &routine.steps {
                let Step::Move(movement) = step else { continue };
                for beat in &movement.beats {
                    if !cues.contains(&beat.cue.as_str()) {
                        cues.push(&beat.cue);
                    }
                }
            }
        }
        let mut choices: Vec<Choice> = cues
            .into_iter()
            .filter(|cue| !cue.is_empty())
            .map(|cue| Choice { value: cue.to_owned(), label: self.name("cue", cue), chosen: cue == chosen })
            .collect();
        choices.sort_by(|a, b| a.label.cmp(&b.label));
        let none = Choice { value: String::new(), label: self.t("edit-cue-none"), chosen: chosen.is_empty() };
        std::iter::once(none).chain(choices).collect()
    }

    /// What is needed: what its steps ask for or was ticked, and all else there is.
    fn supply_choices(
        &self,
        made: &Routine,
        draft: &RoutineDraft,
        catalogue: &Catalogue,
    ) -> (Vec<Choice>, Vec<Choice>) {
        let mut all: Vec<&str> = Vec::new();
        let mut near: Vec<&str> = draft.supplies.iter().map(String::as_str).collect();
        for routine in catalogue.built_in_routines() {
            let shares = routine.steps.iter().any(|step| match step {
                Step::Expose(known) => made.exposures().any(|expose| expose.method == known.method),
                Step::Move(known) => {
                    made.steps.iter().any(|step| matches!(step, Step::Move(own) if own.text == known.text))
                }
                Step::Rest(_) => false,
            });
            // A step that stands in many routines says little about what is needed.
            let close = shares && routine.kind == made.kind;
            for supply in &routine.supplies {
                if !all.contains(&supply.as_str()) {
                    all.push(supply);
                }
                if close && !near.contains(&supply.as_str()) {
                    near.push(supply);
                }
            }
        }
        let choice = |supply: &str| Choice {
            value: supply.to_owned(),
            label: self.name("supply", supply),
            chosen: draft.supplies.iter().any(|ticked| ticked == supply),
        };
        let more = all.iter().filter(|supply| !near.contains(supply)).map(|supply| choice(supply)).collect();
        (near.iter().map(|supply| choice(supply)).collect(), more)
    }
}

fn put(groups: &mut Vec<Group>, label: String, choice: Choice) {
    match groups.iter_mut().find(|group| group.label == label) {
        Some(group) => group.choices.push(choice),
        None => groups.push(Group { label, choices: vec![choice] }),
    }
}
