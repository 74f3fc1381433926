//! Owns what a routine is: its turns, steps and beats, as its file gives them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::words::{Method, Modality, RoutineId, Side, Tool};

pub mod bad;
pub mod catalogue;
pub mod check;
pub mod file;
mod lengths;
pub mod names;

/// A routine as its file gives it: data only, checked on reading. Fields of a file that are not known stay in the file
/// ([`file::Others`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Routine {
    /// Its name in files, texts (`routine-ID-…`) and commands.
    pub id: RoutineId,
    /// Its name for people, where a person gave it one; the built-in ones have texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What a person says about it in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// What it is.
    pub kind: Modality,
    /// The picture that stands for it.
    pub figure: String,
    /// How many turns it has usually and at most.
    #[serde(default)]
    pub turns: Turns,
    /// The lengths a person may choose from, s, rising; empty = it has one.
    #[serde(default)]
    pub lengths: Vec<u32>,
    /// How often in a day it is meant for; beyond it a line is told. Cold and heat have their own rules beside it.
    #[serde(default)]
    pub per_day: Option<u8>,
    /// Keeps the longer time off that health services advise after cold ([`crate::rules::COLD_OFF_SOFT`]).
    #[serde(default)]
    pub calm_pace: bool,
    /// What the person needs, by text name (`supply-NAME`).
    #[serde(default)]
    pub supplies: Vec<String>,
    /// What it may be done with, by text name (`pack-NAME`); the first is the usual one.
    #[serde(default)]
    pub packs: Vec<String>,
    /// What to take care of, by text name (`caution-NAME`).
    #[serde(default)]
    pub cautions: Vec<String>,
    /// Movement of every day: nothing about health is asked before it.
    #[serde(default)]
    pub everyday: bool,
    /// What presses in a massage: some conditions leave one out.
    #[serde(default)]
    pub tool: Option<Tool>,
    /// Who should not or should ask first, by text name (`not-for-NAME`), beside the conditions of
    /// [`crate::health`].
    #[serde(default)]
    pub not_for: Vec<String>,
    /// The sources it rests on, by key.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is offered on the first morning and in the tray before there are favourites.
    #[serde(default)]
    pub quick_start: bool,
    /// The steps of one turn.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

/// How many turns a routine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Turns {
    /// What a start without a wish gives.
    pub usual: u8,
    /// The most a person may choose.
    pub most: u8,
}

impl Default for Turns {
    fn default() -> Self {
        Self { usual: 1, most: 1 }
    }
}

/// One step of a turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Step {
    /// Something warm or cold on the body: starts and ends with a press.
    Expose(Expose),
    /// Off the body: counted from the confirmed removal.
    Rest(Rest),
    /// Movement or massage: runs on by itself, beat by beat.
    Move(Move),
}

/// A step with something on the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Expose {
    /// What it is done with; decides class, ceiling and gaps.
    pub method: Method,
    /// Planned time on the body, s.
    pub seconds: u32,
    /// Planned time the first time a person does it, s.
    #[serde(default)]
    pub first_seconds: Option<u32>,
    /// Skin checks, s after the start, rising.
    #[serde(default)]
    pub checks: Vec<u32>,
    /// Parts of the time with their own cue, in order; their seconds sum up to `seconds`.
    #[serde(default)]
    pub segments: Vec<Beat>,
    /// Says that the end is near, this many seconds before it.
    #[serde(default)]
    pub warn: Option<u32>,
    /// The person may leave it out.
    #[serde(default)]
    pub optional: bool,
    /// Its picture, where it differs from the routine's.
    #[serde(default)]
    pub figure: Option<String>,
}

/// A step with nothing on the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rest {
    /// Least time off, s, from the confirmed removal.
    pub seconds: u32,
    /// The text of the step (`step-NAME`).
    #[serde(default = "rest_text")]
    pub text: String,
    /// Its picture.
    #[serde(default)]
    pub figure: Option<String>,
}

fn rest_text() -> String {
    "rest".into()
}

/// A step of movement or massage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Move {
    /// The text of the step (`step-NAME`, `step-NAME-do`).
    pub text: String,
    /// Its picture; drawn for the left side and mirrored for the right.
    pub figure: String,
    /// Length of a step that is one piece, s.
    #[serde(default)]
    pub seconds: Option<u32>,
    /// The beats of one repetition.
    #[serde(default)]
    pub beats: Vec<Beat>,
    /// Repetitions (on each side).
    #[serde(default = "once")]
    pub reps: u8,
    /// The sides, in order; empty where there is none.
    #[serde(default)]
    pub sides: Vec<Side>,
    /// Left and right take turns, instead of one side after the other.
    #[serde(default)]
    pub alternate: bool,
}

fn once() -> u8 {
    1
}

/// A cue and how long it lasts; in files `"hold 5"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Beat {
    /// What to do (`cue-NAME`).
    pub cue: String,
    /// For how long, s.
    pub seconds: u32,
}

impl TryFrom<String> for Beat {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (cue, seconds) =
            text.split_once(' ').ok_or_else(|| format!("“{text}” is not a cue and its seconds, like “hold 5”"))?;
        let seconds =
            seconds.trim().parse().map_err(|_| format!("“{seconds}” in “{text}” is not a number of seconds"))?;
        Ok(Self { cue: cue.into(), seconds })
    }
}

impl From<Beat> for String {
    fn from(beat: Beat) -> Self {
        format!("{} {}", beat.cue, beat.seconds)
    }
}

/// One stretch of time in a movement step, with its place in the sides and repetitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue<'a> {
    /// What to do (`cue-NAME`), where the step has beats.
    pub cue: Option<&'a str>,
    /// From the start of the step, s.
    pub starts: u32,
    /// For how long, s.
    pub seconds: u32,
    /// The side, where there is one.
    pub side: Option<Side>,
    /// Which repetition (1 …) of how many, on this side.
    pub rep: u8,
    /// How many repetitions there are on this side.
    pub reps: u8,
    /// Whether this is the first beat of a repetition.
    pub opens: bool,
}

impl Move {
    /// The beats of the step in order, with sides and repetitions written out.
    pub fn cues(&self) -> impl Iterator<Item = Cue<'_>> {
        (0..).map_while(|nth| self.cue(nth))
    }

    /// The beat number `nth`, from 0.
    pub fn cue(&self, nth: usize) -> Option<Cue<'_>> {
        let beats = self.beats.len().max(1);
        let sides = self.sides.len().max(1);
        let (round, beat) = (nth / beats, nth % beats);
        let reps = usize::from(self.reps);
        if round >= sides * reps {
            return None;
        }
        let (side, rep) = if self.alternate { (round % sides, round / sides) } else { (round / reps, round % reps) };
        let (cue, seconds) = match self.beats.get(beat) {
            Some(b) => (Some(b.cue.as_str()), b.seconds),
            None => (None, self.seconds.unwrap_or(0)),
        };
        let before: u32 = self.beats.iter().take(beat).map(|b| b.seconds).sum();
        Some(Cue {
            cue,
            starts: u32::try_from(round).unwrap_or(u32::MAX).saturating_mul(self.round()) + before,
            seconds,
            side: self.sides.get(side).copied(),
            rep: u8::try_from(rep + 1).unwrap_or(u8::MAX),
            reps: self.reps,
            opens: beat == 0,
        })
    }

    /// The number of the beat at `done` into the step; the last one when it is over.
    pub fn cue_at(&self, done: Duration) -> usize {
        let reached = self.cues().take_while(|c| Duration::from_secs(c.starts.into()) <= done).count();
        reached.saturating_sub(1)
    }

    /// One repetition on one side, s.
    fn round(&self) -> u32 {
        self.seconds.unwrap_or(0) + self.beats.iter().map(|b| b.seconds).sum::<u32>()
    }

    /// Length of the step.
    pub fn length(&self) -> Duration {
        let sides = u32::try_from(self.sides.len().max(1)).unwrap_or(1);
        Duration::from_secs(u64::from(self.round() * sides * u32::from(self.reps)))
    }
}

impl Step {
    /// Planned length of the step.
    pub fn length(&self) -> Duration {
        match self {
            Self::Expose(e) => Duration::from_secs(e.seconds.into()),
            Self::Rest(r) => Duration::from_secs(r.seconds.into()),
            Self::Move(m) => m.length(),
        }
    }

    /// The names it gives for texts and pictures.
    fn texts(&self) -> Vec<&str> {
        let (own, beats): (Vec<Option<&String>>, &[Beat]) = match self {
            Self::Expose(step) => (vec![step.figure.as_ref()], &step.segments),
            Self::Rest(step) => (vec![Some(&step.text), step.figure.as_ref()], &[]),
            Self::Move(step) => (vec![Some(&step.text), Some(&step.figure)], &step.beats),
        };
        own.into_iter().flatten().chain(beats.iter().map(|beat| &beat.cue)).map(String::as_str).collect()
    }

    /// The word for its kind in `lumbar status --json`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Expose(_) => "expose",
            Self::Rest(_) => "rest",
            Self::Move(_) => "move",
        }
    }
}

impl Routine {
    /// Planned length of one turn, rests included.
    pub fn length(&self) -> Duration {
        self.steps.iter().map(Step::length).sum()
    }

    /// Planned length of so many turns, as every face says it. The rest after the last of them binds nobody, so it does not count.
    pub fn whole(&self, turns: u8) -> Duration {
        let closing = match self.steps.last() {
            Some(rest @ Step::Rest(_)) => rest.length(),
            Some(Step::Expose(_) | Step::Move(_)) | None => Duration::ZERO,
        };
        (self.length() * u32::from(turns)).saturating_sub(closing)
    }

    /// Something cold is part of it.
    pub(crate) fn cools(&self) -> bool {
        self.exposures().any(|e| e.method.modality() == Modality::Cold)
    }

    /// The exposures of one turn.
    pub fn exposures(&self) -> impl Iterator<Item = &Expose> {
        self.steps.iter().filter_map(|s| match s {
            Step::Expose(e) => Some(e),
            Step::Rest(_) | Step::Move(_) => None,
        })
    }

    /// Tells whether the routine warms or cools.
    pub fn is_thermal(&self) -> bool {
        self.exposures().next().is_some()
    }

    /// Tells whether the routine moves or massages.
    pub fn is_activity(&self) -> bool {
        self.steps.iter().any(|s| matches!(s, Step::Move(_)))
    }
}
