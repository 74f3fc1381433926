//! Decides the session pages: one thing at a time, big enough to be pressed lying down.

use std::time::Duration;

use askama::Template;
use lumbar_engine::routine::{Cue, Step};
use lumbar_engine::rules;
use lumbar_engine::time::At;
use lumbar_engine::view::{Asked, FirstAid, SessionView};
use lumbar_engine::words::{Answer, Side, Skin, Slot};

use crate::Ui;
use crate::alert::side_code;
use crate::figure::shows_a_side;
use crate::pages::face_down::FacePart;
use crate::pages::parts::Press;
use crate::pages::situation::{self, Situation};
use crate::pages::stage::Stage;
use crate::pages::{Head, written};
use crate::scene::Scene;
use lumbar_texts::Value;

#[derive(Template)]
#[template(path = "session.html")]
struct SessionPage<'a> {
    ui: &'a Ui,
    stage: &'a Stage,
    at_name: &'static str,
    session: &'a SessionView,
    figure: String,
    mirrored: bool,
    side: Option<(&'static str, String)>,
    steps: Vec<&'static str>,
    bar: String,
    bar_left: Option<(u128, String)>,
    beat: Option<BeatPart>,
    /// Read by a helper from two metres away.
    far: bool,
    ready: Option<ReadyPart>,
    /// When it came off, where that may be long ago.
    off_earlier: Vec<Press>,
    skin_wrong: Vec<Press>,
    correct: Option<(String, String)>,
    /// What to watch, or what to do for the skin, with the key of its heading.
    watch: Vec<String>,
    watch_title: &'static str,
    packs: Vec<PackChoice>,
    packs_with: String,
    /// Whether the end of the rest calls, and the words of its switch.
    call: Option<(bool, String)>,
    face: Option<FacePart>,
    face_href: &'static str,
    /// It must come off now: the one loud page.
    rings: bool,
    slot: &'static str,
    next: &'static str,
    undo: String,
}

/// A pack it can be done with.
struct PackChoice {
    code: String,
    name: String,
    used: bool,
}

/// The beat of a movement step.
struct BeatPart {
    cue: String,
    count: Option<String>,
    reps: Vec<&'static str>,
    next: String,
}

/// What to get before it goes on.
struct ReadyPart {
    pack: Option<PackPart>,
    supplies: Vec<String>,
    own_timer: bool,
    /// It was on for so short that it was no turn: said, so that nobody wonders why it is asked again.
    again: Option<String>,
    /// A link to tell what is new since last time; no press is owed.
    asks_since: bool,
    battery_low: bool,
}

struct PackPart {
    figure: String,
    name: String,
    prepare: String,
    wrap: String,
}

#[derive(Template)]
#[template(path = "is_it_on.html")]
struct IsItOnPage<'a> {
    ui: &'a Ui,
    token: String,
    next: &'static str,
    undo: String,
}

#[derive(Template)]
#[template(path = "skin_after.html")]
struct SkinAfterPage<'a> {
    ui: &'a Ui,
    token: &'a str,
    next: &'static str,
    undo: String,
}

impl Ui {
    /// A session: one step, its picture, big targets. Without one: how the last one ended.
    pub fn session(&self, scene: &Scene<'_>, slot: Slot) -> String {
        self.session_in(scene, slot, false)
    }

    /// The same to be read face down, from the mat: the clock fills the window.
    pub fn session_face_down(&self, scene: &Scene<'_>, slot: Slot) -> String {
        self.session_in(scene, slot, true)
    }

    fn session_in(&self, scene: &Scene<'_>, slot: Slot, face_down: bool) -> String {
        let asked = scene.view.pending.iter().find(|q| q.question == Asked::IsItOn && q.slot == slot);
        if let Some(question) = asked {
            let (token, next) = (question.token.to_string(), next(slot, face_down));
            let body = written(&IsItOnPage { ui: self, token, next, undo: self.undo_part(scene, next) });
            let title = self.t("alert-is-it-on");
            let head = Head { title, page: "session-is-it-on", follows: true, ..Head::default() };
            return self.frame(scene, &head, &body);
        }
        let skin = scene.view.pending.iter().find(|q| q.question == Asked::SkinAfter && q.slot == slot);
        if let Some(question) = skin {
            return self.skin_after(scene, &question.token.to_string(), slot);
        }
        let session = match slot {
            Slot::Thermal => scene.view.thermal.as_ref(),
            Slot::Activity => scene.view.activity.as_ref(),
        };
        match session {
            Some(session) => self.session_page(scene, session, face_down),
            None => self.ended(scene, slot),
        }
    }

    /// It is off, as was said late, or was on for long: how is the skin?
    fn skin_after(&self, scene: &Scene<'_>, token: &str, slot: Slot) -> String {
        let page =
            SkinAfterPage { ui: self, token, next: next(slot, false), undo: self.undo_part(scene, next(slot, false)) };
        let title = self.t("skin-after");
        let head = Head { title, page: "session-skin-after", follows: true, ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn session_page(&self, scene: &Scene<'_>, session: &SessionView, face_down: bool) -> String {
        let mut stage = self.stage(session, scene);
        let ready = (stage.at == Situation::Ready).then(|| self.ready_part(session, scene));
        if ready.as_ref().is_some_and(|ready| ready.pack.is_some()) {
            let wrapped = self.expose_text(session, "start-wrapped");
            stage.lead = if wrapped.is_empty() { stage.lead } else { wrapped };
        }
        let side = side(session, stage.at);
        let figure = self.moving(&stage.figure, stage.kind);
        let alarm = matches!(stage.at, Situation::TakeOff | Situation::MaybeStillOn)
            || (stage.at == Situation::GetOut && !session.maybe_still_on);
        // Also in the rest after it: what was said of the skin holds then.
        let watches = (alarm || stage.at == Situation::Resting) && session.slot == Slot::Thermal;
        let (watch_title, watch) = if watches { self.watch(scene) } else { ("", Vec::new()) };
        let page = SessionPage {
            ui: self,
            session,
            rings: alarm,
            watch_title,
            watch,
            packs: self.packs_to_choose(session, stage.at),
            packs_with: session.pack.as_deref().map(|pack| self.pack_is(pack)).unwrap_or_default(),
            call: session.calls.zip(session.ends).map(|(on, ends)| (on, self.call(on, ends, scene))),
            face: face_down.then(|| self.face(session, &stage, scene)),
            face_href: next(session.slot, !face_down),
            mirrored: side == Some(Side::Right) && shows_a_side(&figure),
            figure,
            side: side.map(|s| (side_code(Some(s)), self.side_word(session, s))),
            steps: steps(session, stage.at),
            bar: self.bar(session, &stage),
            bar_left: whole_left(session, scene).map(|left| (left.as_millis(), self.clock(left))),
            beat: self.beat_part(session, stage.at),
            far: session.routine.supplies.iter().any(|s| s == "partner"),
            ready,
            off_earlier: self.off_earlier(session, stage.at, scene),
            skin_wrong: self.skin_wrong(session, &stage, scene),
            correct: self.correctable(scene),
            slot: session.slot.code(),
            next: next(session.slot, face_down),
            undo: self.undo_part(scene, next(session.slot, face_down)),
            at_name: page_of(stage.at),
            stage: &stage,
        };
        let body = written(&page);
        let face = if face_down { "-face-down" } else { "" };
        let name = format!("session-{}-{}{face}", session.slot.code(), page_of(stage.at));
        let head = Head {
            title: format!("{} · {}", stage.title, stage.routine),
            page: &name,
            kind: Some(stage.shade),
            alarm,
            follows: true,
            ..Head::default()
        };
        self.frame(scene, &head, &body)
    }

    fn bar(&self, session: &SessionView, stage: &Stage) -> String {
        let steps = session.routine.steps.len();
        let mut bar = stage.routine.clone();
        if let Some(turn) = &stage.turn {
            bar = self.text("bar-join", &[("first", bar.into()), ("second", turn.clone().into())]);
        }
        if steps > 2 {
            let of = self.text("step-of", &[("step", (session.step + 1).into()), ("steps", steps.into())]);
            bar = self.text("bar-join", &[("first", bar.into()), ("second", of.into())]);
        }
        bar
    }

    pub(crate) fn side_word(&self, session: &SessionView, side: Side) -> String {
        let code = side_code(Some(side));
        let own = match situation::step(session) {
            Some(Step::Move(m)) => self.maybe(&format!("step-{}.{code}", m.text)),
            Some(Step::Expose(_)) => self.maybe(&format!("cue-{code}")),
            Some(Step::Rest(_)) | None => None,
        };
        own.unwrap_or_else(|| self.t(&format!("side-{code}")))
    }

    fn beat_part(&self, session: &SessionView, at: Situation) -> Option<BeatPart> {
        if !matches!(at, Situation::Moving | Situation::Paused | Situation::On) {
            return None;
        }
        let beat = session.beat.as_ref()?;
        let cue = beat.cue.as_deref().map(|c| self.name("cue", c)).unwrap_or_default();
        let several = beat.reps > 1;
        let count = several.then(|| self.text("beat-of", &[("rep", beat.rep.into()), ("reps", beat.reps.into())]));
        let reps = (1..=if several { beat.reps } else { 0 })
            .map(|n| match n.cmp(&beat.rep) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "",
            })
            .collect();
        Some(BeatPart {
            cue,
            count,
            reps,
            next: if at == Situation::On { String::new() } else { self.what_comes(session) },
        })
    }

    /// What comes after this beat: the next beat, the other side, or the next step.
    pub(crate) fn what_comes(&self, session: &SessionView) -> String {
        let (Some(beat), Some(Step::Move(step))) = (session.beat.as_ref(), situation::step(session)) else {
            return String::new();
        };
        let here = |c: &Cue<'_>| c.cue == beat.cue.as_deref() && c.side == beat.side && c.rep == beat.rep;
        if let Some(next) = &step.cues().skip_while(|c| !here(c)).nth(1) {
            return self.next_beat(session, next, beat.side);
        }
        match session.routine.steps.get(session.step + 1) {
            Some(step) => self.text("next-step", &[("step", self.step_title(step).into())]),
            None => self.t("next-end"),
        }
    }

    fn next_beat(&self, session: &SessionView, next: &Cue<'_>, side: Option<Side>) -> String {
        if let Some(new) = next.side.filter(|s| Some(*s) != side) {
            return self.text("next-side", &[("side", self.side_word(session, new).into())]);
        }
        let cue = next.cue.map(|c| self.name("cue", c)).unwrap_or_default();
        let length = self.duration(Duration::from_secs(next.seconds.into()));
        let args: [(&str, Value<'_>); 4] =
            [("cue", cue.into()), ("length", length.into()), ("rep", next.rep.into()), ("reps", next.reps.into())];
        self.text(if next.opens { "next-rep" } else { "next-beat" }, &args)
    }

    fn ready_part(&self, session: &SessionView, scene: &Scene<'_>) -> ReadyPart {
        let pack = session.pack.as_deref().map(|pack| PackPart {
            figure: self.ornament(&format!("pack-{pack}"), session.routine.kind),
            name: self.name("pack", pack),
            prepare: self.maybe(&format!("pack-{pack}.prepare")).unwrap_or_default(),
            wrap: self.maybe(&format!("pack-{pack}.wrap")).unwrap_or_default(),
        });
        let first = session.turn == 1 && session.step == 0;
        // What a pack is wrapped in and made of stands with the pack.
        let lists = first && pack.is_none();
        let supplies = session.routine.supplies.iter().filter(|s| lists && s.as_str() != "second-timer");
        ReadyPart {
            pack: pack.filter(|_| first),
            supplies: supplies.map(|s| self.name("supply", s)).collect(),
            own_timer: session.method.is_some_and(|m| !m.class().is_away()),
            asks_since: first && session.method.is_some(),
            again: (first && session.token.exposure > 0)
                .then(|| self.text("ready-again", &[("length", self.duration(rules::FALSE_START.time()).into())])),
            battery_low: scene.view.battery_low,
        }
    }

    fn skin_wrong(&self, session: &SessionView, stage: &Stage, scene: &Scene<'_>) -> Vec<Press> {
        let alarm = matches!(stage.at, Situation::TakeOff | Situation::MaybeStillOn);
        let on = alarm || stage.at == Situation::On;
        let prompted = session.method.is_some_and(|m| !m.class().is_away());
        if !on || !prompted {
            return Vec::new();
        }
        [Answer::SkinRed, Answer::SkinBad].into_iter().map(|a| self.press(session, a, scene)).collect()
    }

    /// "You said your skin is … Was that wrong?": the sentence and the token to answer with.
    pub(crate) fn correctable(&self, scene: &Scene<'_>) -> Option<(String, String)> {
        let correctable = scene.view.correctable.as_ref()?;
        let said = match correctable.skin {
            Skin::Fine => "skin-fine",
            Skin::Red => "skin-red",
            Skin::Bad => "skin-bad",
        };
        let until = self.time(correctable.until.wall(scene.now), scene.offset);
        let said = self.t(&format!("answer-{said}"));
        Some((
            self.text("correct-skin", &[("said", said.into()), ("until", until.into())]),
            correctable.token.to_string(),
        ))
    }

    /// The packs there are to choose from, before it is on and while it is.
    fn packs_to_choose(&self, session: &SessionView, at: Situation) -> Vec<PackChoice> {
        let packs = &session.routine.packs;
        if packs.len() < 2 || !matches!(at, Situation::Ready | Situation::On) {
            return Vec::new();
        }
        let choice = |pack: &String| PackChoice {
            code: pack.clone(),
            name: self.name("pack", pack),
            used: session.pack.as_ref() == Some(pack),
        };
        packs.iter().map(choice).collect()
    }

    fn pack_is(&self, pack: &str) -> String {
        self.text("pack-is", &[("pack", self.name("pack", pack).into())])
    }

    fn call(&self, on: bool, ends: At, scene: &Scene<'_>) -> String {
        let time = self.from(ends, scene.now, scene.offset);
        self.text("do-call", &[("time", time.into()), ("on", if on { "yes" } else { "no" }.into())])
    }
}

/// The side this moment is for: a movement says it, and the halves of an ice massage are named after it.
fn side(session: &SessionView, at: Situation) -> Option<Side> {
    let beat = session.beat.as_ref()?;
    let half = || match beat.cue.as_deref().filter(|_| at == Situation::On)? {
        "left" => Some(Side::Left),
        "right" => Some(Side::Right),
        _ => None,
    };
    beat.side.or_else(half)
}

/// The address of a first-aid card.
pub(crate) fn card(card: FirstAid) -> &'static str {
    match card {
        FirstAid::Cold => "/first-aid/cold",
        FirstAid::Heat => "/first-aid/heat",
    }
}

/// The address of the page that a press comes back to.
pub(super) fn next(slot: Slot, face_down: bool) -> &'static str {
    match (slot, face_down) {
        (Slot::Thermal, false) => "/session/thermal",
        (Slot::Activity, false) => "/session/activity",
        (Slot::Thermal, true) => "/session/thermal?face=down",
        (Slot::Activity, true) => "/session/activity?face=down",
    }
}

/// Names the page: movement stays one page through its steps and pauses, so that the picture does not jump.
fn page_of(at: Situation) -> &'static str {
    match at {
        Situation::Ready => "ready",
        Situation::On => "on",
        Situation::Skin => "skin",
        Situation::TakeOff => "take-off",
        Situation::MaybeStillOn => "maybe",
        Situation::GetOut => "get-out",
        Situation::Resting => "resting",
        Situation::Snoozed => "snoozed",
        Situation::Moving | Situation::Paused => "moving",
    }
}

/// One mark for each step of the turn.
fn steps(session: &SessionView, at: Situation) -> Vec<&'static str> {
    let steps = session.routine.steps.len();
    if steps < 3 || matches!(at, Situation::TakeOff | Situation::MaybeStillOn | Situation::GetOut) {
        return Vec::new();
    }
    (0..steps)
        .map(|n| match n.cmp(&session.step) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "",
        })
        .collect()
}

/// What is left of the whole movement.
fn whole_left(session: &SessionView, scene: &Scene<'_>) -> Option<Duration> {
    let moving = matches!(situation::step(session), Some(Step::Move(_)));
    session.beat.as_ref().filter(|_| moving)?.all_ends.map(|e| e.remaining(scene.now))
}
