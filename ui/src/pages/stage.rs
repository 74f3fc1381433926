//! Decides what a session shows in each phase: its words, its picture, its ring and its buttons; Today and the session page share it.

mod presses;

use std::time::Duration;

use lumbar_engine::diary::DiaryKind;
use lumbar_engine::routine::{Expose, Routine, Step};
use lumbar_engine::view::{MarkKind, MarkState, SessionView};
use lumbar_engine::words::{Class, Method, Modality};

use crate::Ui;
use crate::pages::flow::FlowItem;
use crate::pages::parts::{Press, Ring, shade};
use crate::pages::situation::{Situation, at, step};
use crate::scene::Scene;
use lumbar_texts::Value;

/// Everything a page needs to show a session.
pub(crate) struct Stage {
    pub(crate) at: Situation,
    pub(crate) kind: Modality,
    /// The sign and colour of it.
    pub(crate) shade: &'static str,
    pub(crate) routine: String,
    /// "turn 2 of 3", where there are several.
    pub(crate) turn: Option<String>,
    pub(crate) title: String,
    pub(crate) lead: String,
    /// The lead where room is scarce: without what the picture and the session page say.
    pub(crate) brief: String,
    pub(crate) figure: String,
    pub(crate) ring: Option<Ring>,
    pub(crate) next: Option<NextLine>,
    pub(crate) over: Option<Over>,
    pub(crate) doubt: Option<String>,
    pub(crate) main: Option<Press>,
    /// Answers as big as the main one.
    pub(crate) weighty: Vec<Press>,
    pub(crate) others: Vec<Press>,
    pub(crate) flow: Vec<FlowItem>,
}

/// What comes next, counted down where it has a time.
pub(crate) struct NextLine {
    pub(crate) icon: &'static str,
    pub(crate) label: String,
    pub(crate) remaining: Option<(u128, String)>,
}

/// How long it has been on, counted up.
pub(crate) struct Over {
    pub(crate) label: String,
    pub(crate) elapsed_ms: u128,
    pub(crate) clock: String,
    pub(crate) of: String,
}

fn expose(session: &SessionView) -> Option<&Expose> {
    match step(session) {
        Some(Step::Expose(e)) => Some(e),
        Some(Step::Rest(_) | Step::Move(_)) | None => None,
    }
}

impl Ui {
    /// Everything about a session that stands on a page.
    pub(crate) fn stage(&self, session: &SessionView, scene: &Scene<'_>) -> Stage {
        let at = at(session, scene);
        let (main, mut others) = self.presses(session, at, scene);
        let weighty =
            if at == Situation::Skin { others.extract_if(.., |p| p.name == "skin").collect() } else { Vec::new() };
        Stage {
            at,
            kind: self.accent(session),
            shade: shade(DiaryKind::of(&session.routine.id, self.accent(session))),
            routine: self.routine_name(&session.routine.id),
            turn: (session.turns > 1)
                .then(|| self.text("turn-of", &[("turn", session.turn.into()), ("turns", session.turns.into())])),
            title: self.stage_title(session, at),
            brief: match session.method.map(Method::class) {
                Some(Class::StillPack) if at == Situation::On => self.t("lead-on-still-pack"),
                Some(_) | None => self.stage_lead(session, at, scene),
            },
            lead: self.stage_lead(session, at, scene),
            figure: picture(session, at),
            ring: self.stage_ring(session, at, scene),
            next: self.next_line(session, at, scene),
            over: self.over(session, at, scene),
            doubt: self.doubt(session, at),
            main,
            weighty,
            others,
            flow: self.flow(session, at, scene),
        }
    }

    /// The accent is the kind of what is on now; a routine may hold several.
    fn accent(&self, session: &SessionView) -> Modality {
        match step(session) {
            Some(Step::Expose(e)) => e.method.modality(),
            Some(Step::Move(_)) if session.routine.kind != Modality::Massage => Modality::Stretch,
            Some(Step::Move(_) | Step::Rest(_)) | None => session.routine.kind,
        }
    }

    fn stage_title(&self, session: &SessionView, at: Situation) -> String {
        let method = session.method.map_or("none", Method::code);
        let args: [(&str, Value<'_>); 4] = [
            ("method", method.into()),
            ("turn", session.turn.into()),
            ("turns", session.turns.into()),
            ("first", if session.turn == 1 && session.step == 0 { "yes" } else { "no" }.into()),
        ];
        match at {
            Situation::Ready => self.text("stage-ready", &args),
            Situation::On => self.name_of("stage-on", method),
            Situation::Skin => self.text("alert-skin-check", &[("method", method.into()), ("again", "no".into())]),
            Situation::TakeOff => self.text("alert-take-off", &[("method", method.into()), ("doubt", "none".into())]),
            Situation::MaybeStillOn => self.text("alert-maybe-still-on", &[("method", method.into())]),
            Situation::GetOut if session.maybe_still_on => self.text("stage-when-out", &args),
            Situation::GetOut => self.text("alert-get-out", &[("method", method.into())]),
            Situation::Resting => match step(session) {
                Some(Step::Rest(r)) => self.name("step", &r.text),
                Some(Step::Expose(_) | Step::Move(_)) | None => self.t("step-rest"),
            },
            Situation::Snoozed => self.t("stage-snoozed"),
            Situation::Moving | Situation::Paused => match step(session) {
                Some(Step::Move(m)) => self.name("step", &m.text),
                Some(Step::Expose(_) | Step::Rest(_)) | None => self.routine_name(&session.routine.id),
            },
        }
    }

    fn name_of(&self, prefix: &str, code: &str) -> String {
        self.maybe(&format!("{prefix}-{code}")).unwrap_or_else(|| self.t(prefix))
    }

    pub(crate) fn stage_lead(&self, session: &SessionView, at: Situation, scene: &Scene<'_>) -> String {
        match at {
            Situation::Ready => self.expose_text(session, "start"),
            Situation::On => match session.method.map(Method::class) {
                Some(Class::StillPack) if session.method.is_some_and(|m| m.modality() == Modality::Cold) => {
                    self.text("lead-on-cold", &[("during", self.expose_text(session, "during").into())])
                }
                Some(Class::StillPack) => {
                    format!("{} {}", self.t("lead-on-still-pack"), self.expose_text(session, "during"))
                }
                Some(Class::Wrap) => format!("{} {}", self.t("lead-on-wrap"), self.expose_text(session, "during")),
                Some(Class::MovingIce) | None => self.expose_text(session, "during"),
                Some(Class::Water | Class::WholeBody) => {
                    format!("{} {}", self.expose_text(session, "during"), self.t("lead-on-away"))
                }
            },
            Situation::Skin => {
                let method = session.method.map_or("none", Method::code);
                format!("{} {}", self.text("lead-skin", &[("method", method.into())]), self.t("skin-bad-means"))
            }
            Situation::MaybeStillOn => {
                let length = Duration::from_secs(session.since.elapsed(scene.now).as_secs() / 60 * 60);
                self.text("alert-maybe-still-on.body", &[("length", self.duration(length).into())])
            }
            Situation::TakeOff | Situation::GetOut => self.expose_text(session, "end"),
            Situation::Resting => {
                let own = match step(session) {
                    Some(Step::Rest(r)) => self.maybe(&format!("step-{}.do", r.text)),
                    Some(Step::Expose(_) | Step::Move(_)) | None => self.maybe("step-rest.do"),
                };
                // What came off is wanted cold again for the next turn.
                let again = session.turn < session.turns
                    && session.routine.kind == Modality::Cold
                    && !session.routine.packs.is_empty();
                let put_away = again.then(|| self.t("rest-pack-back"));
                put_away.into_iter().chain(own).collect::<Vec<_>>().join(" ")
            }
            Situation::Snoozed => {
                let again = session.ends.map(|e| self.from(e, scene.now, scene.offset)).unwrap_or_default();
                self.text("lead-snoozed", &[("time", again.into())])
            }
            Situation::Moving | Situation::Paused => match step(session) {
                Some(Step::Move(m)) => self.maybe(&format!("step-{}.do", m.text)).unwrap_or_default(),
                Some(Step::Expose(_) | Step::Rest(_)) | None => String::new(),
            },
        }
    }

    /// What is said while something is on; a routine may have its own words.
    pub(crate) fn expose_text(&self, session: &SessionView, when: &str) -> String {
        let method = session.method.map_or("none", Method::code);
        self.maybe(&format!("expose-{}-{when}", session.routine.id))
            .or_else(|| self.maybe(&format!("expose-{method}-{when}")))
            .unwrap_or_default()
    }

    fn stage_ring(&self, session: &SessionView, at: Situation, scene: &Scene<'_>) -> Option<Ring> {
        let left = session.ends.map_or(Duration::ZERO, |e| e.remaining(scene.now));
        match at {
            Situation::On | Situation::Skin => {
                let mut ring = Ring::new(self, self.t("ring-on"), left, session.planned, false).with_ticks(session);
                ring.sub = self.text("ring-left-of", &[("length", self.duration(session.planned).into())]);
                Some(ring)
            }
            Situation::Resting => {
                let mut ring = Ring::new(self, self.t("ring-rest"), left, session.planned, false);
                ring.sub = self.text("ring-left-of", &[("length", self.duration(session.planned).into())]);
                Some(ring)
            }
            Situation::Snoozed => Some(Ring::new(self, self.t("ring-snoozed"), left, session.planned, false)),
            Situation::Moving | Situation::Paused => {
                let beat = session.beat.as_ref()?;
                let left = beat.left.or_else(|| beat.ends.map(|e| e.remaining(scene.now))).unwrap_or_default();
                let planned = Duration::from_secs(beat.seconds.into());
                let mut ring = Ring::new(self, self.t("ring-beat"), left, planned, planned <= Duration::from_secs(59));
                ring.paused = at == Situation::Paused;
                if ring.paused {
                    ring.sub = self.t("ring-paused");
                }
                Some(ring)
            }
            Situation::Ready | Situation::TakeOff | Situation::MaybeStillOn | Situation::GetOut => None,
        }
    }

    fn next_line(&self, session: &SessionView, at: Situation, scene: &Scene<'_>) -> Option<NextLine> {
        if at == Situation::Resting {
            return self.after_rest(session, scene);
        }
        if at != Situation::On {
            return None;
        }
        let counted = |icon, label: String, to: lumbar_engine::time::At| {
            let left = to.remaining(scene.now);
            let shown = Duration::from_secs(left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX));
            Some(NextLine { icon, label, remaining: Some((left.as_millis(), self.clock(shown))) })
        };
        let segment = session.marks.iter().find(|m| m.kind == MarkKind::Segment && m.state == MarkState::Ahead);
        if let (Some(mark), Some(beat)) = (segment, &session.beat) {
            let cue = expose(session).and_then(|e| e.segments.get(usize::from(beat.rep))).map(|b| b.cue.clone());
            let cue = cue.map(|c| self.name("cue", &c)).unwrap_or_default();
            return counted("clock", self.text("next-segment-in", &[("cue", cue.into())]), mark.at);
        }
        let check = session.marks.iter().find(|m| m.state == MarkState::Ahead && m.kind != MarkKind::Segment);
        if let Some(mark) = check {
            return counted("eye", self.t("next-skin-in"), mark.at);
        }
        let away = session.method.is_some_and(|m| m.class().is_away());
        let ends = session.ends.map(|e| self.time(e.wall(scene.now), scene.offset)).unwrap_or_default();
        let key = if away { "next-out-at" } else { "next-off-at" };
        Some(NextLine { icon: "bell", label: self.text(key, &[("time", ends.into())]), remaining: None })
    }

    /// What the rest ends with, and when.
    fn after_rest(&self, session: &SessionView, scene: &Scene<'_>) -> Option<NextLine> {
        let ends = session.ends?;
        let time = self.from(ends, scene.now, scene.offset);
        // A step on the body may itself wait for the time off that it still lacks.
        let waits = matches!(step(session), Some(Step::Expose(_)));
        let next = session.routine.steps.get(session.step + usize::from(!waits));
        let label = match next {
            Some(step) => self.text("next-step-from", &[("step", self.step_title(step).into()), ("time", time.into())]),
            None if session.turn < session.turns => {
                self.text("next-turn-from", &[("turn", (session.turn + 1).into()), ("time", time.into())])
            }
            None => self.text("next-free-from", &[("kind", session.routine.kind.code().into()), ("time", time.into())]),
        };
        Some(NextLine { icon: "clock", label, remaining: None })
    }

    fn over(&self, session: &SessionView, at: Situation, scene: &Scene<'_>) -> Option<Over> {
        let label = match at {
            Situation::TakeOff | Situation::MaybeStillOn => self.t("over-on-for"),
            Situation::GetOut => self.t("over-in-for"),
            Situation::Ready
            | Situation::On
            | Situation::Skin
            | Situation::Resting
            | Situation::Snoozed
            | Situation::Moving
            | Situation::Paused => return None,
        };
        let elapsed = session.since.elapsed(scene.now);
        Some(Over {
            label,
            elapsed_ms: elapsed.as_millis(),
            clock: self.clock(elapsed),
            of: self.text("over-of", &[("clock", self.clock(session.planned).into())]),
        })
    }

    /// Time that cannot be measured is said in words.
    fn doubt(&self, session: &SessionView, at: Situation) -> Option<String> {
        if !matches!(at, Situation::TakeOff | Situation::MaybeStillOn | Situation::GetOut) {
            return None;
        }
        let most = session.doubt?.most;
        Some(match most {
            Some(most) => self.text("doubt-most", &[("most", self.duration(most).into())]),
            None => self.t("doubt-unknown"),
        })
    }

    /// What a step is called.
    pub(crate) fn step_title(&self, step: &Step) -> String {
        match step {
            Step::Expose(e) => self.name("method", e.method.code()),
            Step::Rest(r) => self.name("step", &r.text),
            Step::Move(m) => self.name("step", &m.text),
        }
    }
}

/// The picture of a step, else of its routine.
pub(crate) fn step_figure(step: Option<&Step>, routine: &Routine) -> String {
    let own = match step {
        Some(Step::Expose(e)) => e.figure.clone(),
        Some(Step::Rest(r)) => r.figure.clone(),
        Some(Step::Move(m)) => Some(m.figure.clone()),
        None => None,
    };
    own.unwrap_or_else(|| routine.figure.clone())
}

fn picture(session: &SessionView, at: Situation) -> String {
    let own = || step_figure(step(session), &session.routine);
    let method = session.method.unwrap_or(Method::StillCold);
    let cold = method.modality() == Modality::Cold;
    match at {
        Situation::Skin => if cold { "ice-check" } else { "heat-check" }.into(),
        Situation::TakeOff | Situation::MaybeStillOn => match method {
            Method::StillCold => "ice-off".into(),
            Method::Bottle | Method::Pad | Method::Gel | Method::Towel | Method::Wrap => "heat-off".into(),
            Method::IceMassage | Method::Bath | Method::Tub | Method::Sauna | Method::Shower => own(),
        },
        Situation::GetOut => match method {
            Method::Bath | Method::Tub => "sit-up".into(),
            Method::Sauna => "cool-down".into(),
            Method::StillCold
            | Method::IceMassage
            | Method::Bottle
            | Method::Pad
            | Method::Gel
            | Method::Towel
            | Method::Wrap
            | Method::Shower => own(),
        },
        Situation::Ready
        | Situation::On
        | Situation::Resting
        | Situation::Snoozed
        | Situation::Moving
        | Situation::Paused => own(),
    }
}
