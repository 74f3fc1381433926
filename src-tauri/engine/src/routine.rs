//! Owns what a routine is: kinds, methods, steps and beats, and how a routine file is read.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::rules::Method;

/// Names a routine in files, addresses and commands: lower-case letters, digits and dashes.
pub type RoutineId = String;

/// The kind of a routine, as pages show it by colour, sign and word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// Cold packs and ice.
    Cold,
    /// Warm packs, wraps, water and steam.
    Heat,
    /// Warm and cold in turn.
    Contrast,
    /// Balls, roller, a partner's hands.
    Massage,
    /// Stretches and gentle movement.
    Stretch,
}

impl Modality {
    /// The word for it in files and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Heat => "heat",
            Self::Contrast => "contrast",
            Self::Massage => "massage",
            Self::Stretch => "stretch",
        }
    }
}

/// A routine as its file gives it: data only, checked on reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Routine {
    /// Its name in files, texts (`routine-ID-…`) and commands.
    pub id: RoutineId,
    /// What it is.
    pub kind: Modality,
    /// The picture that stands for it.
    pub figure: String,
    /// How many turns it has usually and at most.
    #[serde(default)]
    pub turns: Turns,
    /// How often in 24 hours (rolling) before Lumbar asks first. Cold and heat have their own rules beside it.
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
    /// Who should not or should ask first, by text name (`not-for-NAME`).
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
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
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
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
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
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
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
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
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

/// The side of the body a beat is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The person's left.
    Left,
    /// The person's right.
    Right,
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

    /// Reads a routine file and checks its form. The safety rules are a second check ([`crate::rules::check`]).
    pub fn read(text: &str) -> Result<Self, BadRoutine> {
        if text.len() > FILE_MOST {
            return Err(BadRoutine::TooLong);
        }
        let routine: Self = toml::from_str(text).map_err(|error| BadRoutine::unreadable(text, &error))?;
        routine.check_form()?;
        Ok(routine)
    }

    fn check_form(&self) -> Result<(), BadRoutine> {
        let plain = |s: &str| {
            !s.is_empty()
                && s.len() <= 40
                && s.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        if !plain(&self.id) {
            return Err(BadRoutine::Name(shortened(&self.id)));
        }
        self.check_texts()?;
        if self.turns.usual == 0 || self.turns.usual > self.turns.most || self.turns.most > 10 {
            return Err(BadRoutine::Turns { usual: self.turns.usual, most: self.turns.most });
        }
        if self.steps.is_empty() || self.steps.len() > 64 {
            return Err(BadRoutine::Steps(self.steps.len()));
        }
        for (index, step) in self.steps.iter().enumerate() {
            let step_number = index + 1;
            // Held before anything is added up, so that no sum runs over.
            if let Step::Move(m) = step {
                let long = |seconds: u32| seconds > STEP_MOST;
                if m.beats.len() > PARTS_MOST
                    || m.sides.len() > 2
                    || m.seconds.is_some_and(long)
                    || m.beats.iter().any(|b| long(b.seconds))
                {
                    return Err(BadRoutine::Length { step: step_number });
                }
            }
            if let Step::Expose(e) = step
                && (e.segments.len() > PARTS_MOST
                    || e.checks.len() > PARTS_MOST
                    || e.segments.iter().any(|s| s.seconds > STEP_MOST))
            {
                return Err(BadRoutine::Length { step: step_number });
            }
            if step.length().is_zero() || step.length() > Duration::from_secs(STEP_MOST.into()) {
                return Err(BadRoutine::Length { step: step_number });
            }
            match step {
                Step::Expose(e) => {
                    let rising =
                        e.checks.is_sorted_by(|a, b| a < b) && e.checks.iter().all(|&c| c > 0 && c < e.seconds);
                    if !rising {
                        return Err(BadRoutine::Checks { step: step_number });
                    }
                    let parts: u32 = e.segments.iter().map(|s| s.seconds).sum();
                    if !e.segments.is_empty() && parts != e.seconds {
                        return Err(BadRoutine::Segments { step: step_number, parts, whole: e.seconds });
                    }
                    if e.warn.is_some_and(|w| w == 0 || w >= e.seconds)
                        || e.first_seconds.is_some_and(|f| f == 0 || f > e.seconds)
                    {
                        return Err(BadRoutine::Length { step: step_number });
                    }
                }
                Step::Move(m) => {
                    if m.seconds.is_some() != m.beats.is_empty()
                        || m.reps == 0
                        || m.beats.iter().any(|b| b.seconds == 0)
                    {
                        return Err(BadRoutine::Beats { step: step_number });
                    }
                }
                Step::Rest(_) => {}
            }
        }
        Ok(())
    }

    /// Bounds what a page or a list would have to show: how many names a file may give, and how long each may be.
    fn check_texts(&self) -> Result<(), BadRoutine> {
        let lists = [&self.supplies, &self.packs, &self.cautions, &self.not_for, &self.sources];
        if lists.iter().any(|list| list.len() > LIST_MOST) {
            return Err(BadRoutine::TooMany);
        }
        let of_steps = self.steps.iter().flat_map(Step::texts);
        let all = lists.into_iter().flatten().map(String::as_str).chain([self.figure.as_str()]).chain(of_steps);
        for text in all {
            if text.len() > TEXT_MOST || text.chars().any(char::is_control) {
                return Err(BadRoutine::Text(shortened(text)));
            }
        }
        Ok(())
    }
}

/// The longest step, s: a form, not a safety number; those are in [`crate::rules`].
const STEP_MOST: u32 = 28_800;

/// The largest routine file, bytes; the largest built-in one has 3 KiB.
pub const FILE_MOST: usize = 256 * 1024;

/// The most supplies, packs, cautions, warnings or sources of a routine, each.
const LIST_MOST: usize = 32;

/// The most beats, segments or skin checks of a step, each.
const PARTS_MOST: usize = 64;

/// The longest name in a routine file, bytes.
const TEXT_MOST: usize = 80;

/// The first part of a text that is quoted to the person who wrote it, without control characters.
fn shortened(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXT_MOST).collect()
}

/// Why a routine file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadRoutine {
    /// Not the form of a routine file.
    #[error("this is not a routine file: line {line}: {why}")]
    Unreadable {
        /// Where, from 1; 0 where it cannot be told.
        line: usize,
        /// What is wrong; it may quote the file, so it is for the person alone and never for a log.
        why: String,
    },
    /// A file far larger than any routine.
    #[error("a routine file has at most 256 KiB")]
    TooLong,
    /// More names in a list than a page can show.
    #[error("a routine names at most 32 supplies, packs, cautions, warnings or sources each")]
    TooMany,
    /// A name that is too long or holds control characters.
    #[error("“{0}” cannot be a name in a routine: at most 80 characters, none of them a control character")]
    Text(String),
    /// A name that cannot stand in an address.
    #[error("“{0}” cannot be the name of a routine: use lower-case letters, digits and dashes, at most 40")]
    Name(String),
    /// Turns that make no sense.
    #[error(
        "turns must be at least 1 and at most 10, and the usual number not above the most ({usual} and {most} given)"
    )]
    Turns {
        /// The usual number.
        usual: u8,
        /// The most.
        most: u8,
    },
    /// No step, or too many.
    #[error("a routine has 1 to 64 steps, this one has {0}")]
    Steps(usize),
    /// A step of no length, or of more than eight hours.
    #[error("step {step} must last between 1 second and 8 hours, and its parts must lie within it")]
    Length {
        /// Which step, from 1.
        step: usize,
    },
    /// Skin checks out of order or outside of the step.
    #[error("the skin checks of step {step} must rise and lie within it")]
    Checks {
        /// Which step, from 1.
        step: usize,
    },
    /// Segments that do not sum up.
    #[error("the parts of step {step} sum up to {parts} seconds, not {whole}")]
    Segments {
        /// Which step, from 1.
        step: usize,
        /// What the parts give.
        parts: u32,
        /// What the step says.
        whole: u32,
    },
    /// Neither seconds nor beats, or both.
    #[error("step {step} needs either its seconds or its beats, and at least one repetition")]
    Beats {
        /// Which step, from 1.
        step: usize,
    },
    /// Against a safety rule that cannot be lifted (R21).
    #[error("step {step} is against rule {rule}: {limit}")]
    Rule {
        /// Which step, from 1.
        step: usize,
        /// The rule.
        rule: &'static str,
        /// What the rule says.
        limit: String,
    },
}

impl BadRoutine {
    pub(crate) fn unreadable(text: &str, error: &toml::de::Error) -> Self {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(0, |before| before.matches('\n').count() + 1);
        Self::Unreadable { line, why: error.message().chars().take(WHY_MOST).collect() }
    }

    /// The word for it in the log, which never quotes what a person wrote.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::TooLong => "too-long",
            Self::TooMany => "too-many",
            Self::Text(_) => "text",
            Self::Name(_) => "name",
            Self::Turns { .. } => "turns",
            Self::Steps(_) => "steps",
            Self::Length { .. } => "length",
            Self::Checks { .. } => "checks",
            Self::Segments { .. } => "segments",
            Self::Beats { .. } => "beats",
            Self::Rule { .. } => "rule",
        }
    }

    /// The line it is about, from 1, where that is known.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Unreadable { line, .. } => (*line > 0).then_some(*line),
            Self::TooLong
            | Self::TooMany
            | Self::Text(_)
            | Self::Name(_)
            | Self::Turns { .. }
            | Self::Steps(_)
            | Self::Length { .. }
            | Self::Checks { .. }
            | Self::Segments { .. }
            | Self::Beats { .. }
            | Self::Rule { .. } => None,
        }
    }
}

/// The most that is told of what is wrong with a file, characters.
const WHY_MOST: usize = 300;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    fn file(lines: &str) -> String {
        let steps = "[[step]]\ndo = \"move\"\ntext = \"rock\"\nfigure = \"rock\"\nseconds = 60\n";
        format!("id = \"mine\"\nkind = \"stretch\"\nfigure = \"rock\"\n{lines}\n{steps}")
    }

    #[test]
    fn a_list_and_a_name_may_be_so_long_and_no_longer() {
        let list = |count: usize| file(&format!("supplies = [{}]", "\"mat\",".repeat(count)));
        let name = |length: usize| file(&format!("cautions = [\"{}\"]", "x".repeat(length)));
        assert!(Routine::read(&list(LIST_MOST)).is_ok() && Routine::read(&name(TEXT_MOST)).is_ok());
        assert_eq!(Routine::read(&list(LIST_MOST + 1)), Err(BadRoutine::TooMany));
        assert_eq!(Routine::read(&name(TEXT_MOST + 1)), Err(BadRoutine::Text("x".repeat(TEXT_MOST))));
        let control = Routine::read(&file("packs = [\"a\\u0000\\nb\"]"));
        assert_eq!(control, Err(BadRoutine::Text("a  b".into())));
        let cue = file("").replace("seconds = 60", &format!("beats = [\"{} 5\"]", "x".repeat(TEXT_MOST + 1)));
        assert_eq!(Routine::read(&cue), Err(BadRoutine::Text("x".repeat(TEXT_MOST))));
    }

    #[test]
    fn a_file_that_is_no_routine_is_told_by_code_and_line_and_by_a_short_reason() {
        let long = format!("# a comment\n{} = 1\n", "x".repeat(FILE_MOST / 2));
        for (text, code, line) in [
            ("id = \"a\"\nkind = 3\n".to_owned(), "unreadable", Some(2)),
            (long, "unreadable", Some(2)),
            ("\0".repeat(1000), "unreadable", Some(1)),
            (format!("#{}", " ".repeat(FILE_MOST)), "too-long", None),
            (file("").replace("mine", &"x".repeat(1000)), "name", None),
        ] {
            let bad = Routine::read(&text).unwrap_err();
            assert_eq!((bad.code(), bad.line()), (code, line));
            assert!(bad.to_string().len() < 1000, "{bad}");
        }
    }
}
