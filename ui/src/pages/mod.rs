//! Owns what every page has in common: the frame, the navigation, the status line and the alarm mark.

mod agenda;
pub(crate) mod before;
pub(crate) mod data;
pub(crate) mod day;
mod face_down;
mod flow;
mod freezer;
mod health;
mod help;
pub(crate) mod history;
mod invite;
mod lengths_typed;
mod notices;
mod notifications;
pub(crate) mod own_draft;
mod own_plan;
mod own_routine;
pub(crate) mod own_routine_files;
pub(crate) mod parts;
mod plan;
mod practice;
pub(crate) mod routine;
pub(crate) mod routine_draft;
pub(crate) mod routine_made;
mod routines;
mod safety;
mod session;
mod session_ended;
mod settings;
mod signs;
pub(crate) mod situation;
pub(crate) mod stage;
mod today;
mod trouble;
mod upnext;
pub(crate) mod visit;

use askama::Template;
use chrono::TimeDelta;
use lumbar_engine::routine::Step;
use lumbar_engine::view::{Asked, BeatView, PhaseView, SessionView};

use crate::Ui;
use crate::icon::icon;
use crate::pages::situation::Situation;
use crate::scene::{Notice, Scene};
use crate::settings::{MOTION, Motion, Settings, TEXT_SIZE, THEME, TextSize, Theme};
use crate::tray::state_of;
use lumbar_texts::Value;

/// What a page says about itself to the frame.
#[derive(Debug, Default)]
pub(crate) struct Head<'a> {
    /// The title of the window.
    pub(crate) title: String,
    /// Names the page for the script: another name means another page, not another state of the same.
    pub(crate) page: &'a str,
    /// Which entry of the navigation it belongs to; `None` = a session page without navigation.
    pub(crate) nav: Option<&'a str>,
    /// The accent of the whole page.
    pub(crate) kind: Option<&'static str>,
    /// The alarm is the only filled page.
    pub(crate) alarm: bool,
    /// Looks again by itself where there is no script.
    pub(crate) follows: bool,
}

struct Link {
    href: &'static str,
    icon: String,
    label: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "frame.html")]
struct Frame<'a> {
    ui: &'a Ui,
    head: &'a Head<'a>,
    body: &'a str,
    rev: u64,
    /// What the person set of the looks, as data on the root.
    looks: Vec<(&'static str, &'static str)>,
    alarm: Option<String>,
    status: String,
    demo: bool,
    /// That presses are in memory only; empty where all is saved, `None` on the page that says it among others.
    unsaved: Option<String>,
    /// A warning sign stands: the way to help is on every page but its own.
    emergency: Option<String>,
    main_links: Vec<Link>,
    aside_links: Vec<Link>,
}

/// The end of a session is still news for so long.
const SAID_ENDED: TimeDelta = TimeDelta::minutes(1);

impl Ui {
    /// Puts the main part of a page into the frame.
    pub(crate) fn frame(&self, scene: &Scene<'_>, head: &Head<'_>, body: &str) -> String {
        let link = |name: &'static str, href, sign| Link {
            href,
            icon: icon(sign),
            label: self.t(&format!("nav-{name}")),
            here: head.nav == Some(name),
        };
        let frame = Frame {
            ui: self,
            head,
            body,
            rev: scene.rev,
            looks: looks(scene.settings),
            alarm: alarm(scene),
            status: self.status_line(scene),
            demo: scene.demo,
            emergency: self.emergency_line(scene).filter(|_| head.page != "help"),
            unsaved: (head.nav != Some("today")).then(|| self.unsaved(scene).unwrap_or_default()),
            main_links: vec![
                link("today", "/", "sun"),
                link("routines", "/routines", "list"),
                link("plan", "/plan", "plan"),
                link("history", "/history", "calendar"),
                link("settings", "/settings", "sliders"),
            ],
            aside_links: vec![link("safety", "/safety", "shield"), link("sources", "/sources", "book")],
        };
        written(&frame)
    }

    /// The sentence that presses are in memory only, where they are.
    fn unsaved(&self, scene: &Scene<'_>) -> Option<String> {
        let why = scene.notices.iter().find_map(Notice::unsaved)?;
        Some(self.text("notice-not-saved", &[("why", self.why(why).into())]))
    }

    fn emergency_line(&self, scene: &Scene<'_>) -> Option<String> {
        let emergency = scene.view.emergency.as_ref()?;
        Some(self.t(if emergency.unsure { "help-banner-unsure" } else { "help-banner" }))
    }

    /// One short line about what is on, read aloud when it changes.
    fn status_line(&self, scene: &Scene<'_>) -> String {
        let sessions = [scene.view.thermal.as_ref(), scene.view.activity.as_ref()];
        let lines: Vec<String> = sessions.into_iter().flatten().map(|s| self.spoken(s, scene)).collect();
        let just_ended = scene.view.last.as_ref().filter(|last| scene.now.wall - last.ended_at < SAID_ENDED);
        match just_ended {
            Some(last) if lines.is_empty() => {
                self.text("status-ended", &[("routine", self.routine_name(&last.routine).into())])
            }
            Some(_) | None => lines.join(" "),
        }
    }

    fn spoken(&self, session: &SessionView, scene: &Scene<'_>) -> String {
        let (state, _) = state_of(session, scene.now);
        let routine = self.routine_name(&session.routine.id);
        if situation::at(session, scene) == Situation::Skin {
            return self.text("status-skin", &[("routine", routine.into())]);
        }
        if state == "moving"
            && let Some(beat) = &session.beat
        {
            return self.spoken_beat(session, beat);
        }
        self.text(
            &format!("status-{state}"),
            &[("routine", routine.into()), ("turn", session.turn.into()), ("turns", session.turns.into())],
        )
    }

    /// "Left leg: Hold, 2 of 3."; the step is named where it begins, and where there is nothing else to say.
    fn spoken_beat(&self, session: &SessionView, beat: &BeatView) -> String {
        let Some(Step::Move(step)) = situation::step(session) else { return String::new() };
        let title = self.name("step", &step.text);
        let cue = beat.cue.as_deref().map(|c| self.name("cue", c));
        let begins = step
            .cues()
            .next()
            .is_some_and(|first| first.cue == beat.cue.as_deref() && first.side == beat.side && first.rep == beat.rep);
        let announce = begins && cue.is_some();
        let mut what = cue.unwrap_or_else(|| title.clone());
        if let Some(side) = beat.side {
            what = self.text("status-side", &[("side", self.side_word(session, side).into()), ("what", what.into())]);
        }
        let args: [(&str, Value<'_>); 3] =
            [("what", what.into()), ("rep", beat.rep.into()), ("reps", beat.reps.into())];
        let said = self.text("status-beat", &args);
        if !announce {
            return said;
        }
        self.text("status-step", &[("step", title.into()), ("beat", said.into())])
    }
}

/// What differs from how the pages are drawn for a desktop that says it all.
fn looks(settings: &Settings) -> Vec<(&'static str, &'static str)> {
    let (theme, size, motion) = (settings.get(&THEME), settings.get(&TEXT_SIZE), settings.get(&MOTION));
    let all = [
        ("theme", theme.code(), theme != Theme::Desktop),
        ("text", size.code(), size != TextSize::Normal),
        ("motion", motion.code(), motion != Motion::Desktop),
    ];
    all.into_iter().filter(|(.., differs)| *differs).map(|(name, code, _)| (name, code)).collect()
}

/// Where the alarm or the question is that cannot wait, and which one it is, so that the script goes there once for each.
fn alarm(scene: &Scene<'_>) -> Option<String> {
    if let Some(question) = scene.view.pending.iter().find(|q| q.question == Asked::IsItOn) {
        return Some(format!("/session/{} asked.{}", question.slot.code(), question.token));
    }
    let session = scene.view.thermal.as_ref().filter(|s| s.phase == PhaseView::TakeOff)?;
    Some(format!("/session/thermal {}.{}", session.id, session.token.exposure))
}

/// Writes a template out. Writing into memory does not fail; if it ever did, the page says so instead of breaking.
pub(crate) fn written(template: &impl Template) -> String {
    template.render().unwrap_or_else(|problem| format!("<p>{}</p>", crate::figure::escape(&problem.to_string())))
}
