//! Decides Today: what is on, what may start, what was done in the last 24 hours.

use askama::Template;
use chrono::Timelike;
use lumbar_engine::offer::Offer;
use lumbar_engine::routine::Routine;
use lumbar_engine::rules;
use lumbar_engine::view::{Asked, PhaseView, SessionView};
use lumbar_engine::words::{Method, Modality, Outcome};

use crate::Ui;
use crate::pages::agenda::PlanPart;
use crate::pages::freezer::{Preparation, Timer};
use crate::pages::invite::{Choice, begins_by_a_press};
use crate::pages::notices::NoticeLine;
use crate::pages::parts::shade_of;
use crate::pages::routine::start_label;
use crate::pages::session::card;
use crate::pages::situation::Situation;
use crate::pages::stage::Stage;
use crate::pages::upnext::UpNext;
use crate::pages::{Head, written};
use crate::scene::Scene;
use crate::settings::{LOGIN_REFUSED, PLAN_OVER, PRACTICE_OVER};
use lumbar_texts::Value;

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage<'a> {
    ui: &'a Ui,
    date: String,
    title: String,
    notices: Vec<NoticeLine>,
    /// Reasons to see someone (R23): code and words.
    advice: Vec<(&'static str, String)>,
    /// "Is something on your body now?" waits, with its token.
    is_it_on: Option<String>,
    /// "Is your skin fine?" waits, after something came off.
    skin_after: bool,
    panels: Vec<Panel>,
    /// Why kinds are closed now.
    closed: Vec<String>,
    first_aid: Option<&'static str>,
    correct: Option<(String, String)>,
    undo: String,
    /// "How was it right after?"
    felt: String,
    /// The next item of the plan, where its time is near.
    upnext: Option<UpNext>,
    choices: Vec<Choice>,
    /// A warning sign stands: help comes before everything else.
    sign: bool,
    /// Nothing was ever done: only what helps with the first step.
    fresh: bool,
    /// "Still none of these?", which stops nothing.
    signs_again: bool,
    /// The practice turn is offered.
    practice: bool,
    /// A practice turn runs.
    practises: bool,
    /// Starting at login is offered.
    login: bool,
    /// A plan is offered.
    plan_offer: bool,
    quick: Vec<QuickStart>,
    /// The plan's day.
    plan: Option<PlanPart>,
    limits: Vec<Limit>,
    timers: Vec<Timer>,
    preparations: Vec<Preparation>,
    last: Option<String>,
}

/// Something that is on.
struct Panel {
    stage: Stage,
    kind_mark: String,
    token: String,
    slot: &'static str,
    href: &'static str,
    alarm: bool,
    /// The one filled button of the page is here.
    loud: bool,
    beat: Option<String>,
}

struct QuickStart {
    id: String,
    kind: &'static str,
    name: String,
    short: String,
    figure: String,
    start: &'static str,
    /// As many turns as are offered.
    turns: u8,
    /// It can be started from here at once.
    free: bool,
    /// What stands against it, or is to be read before.
    when: Option<String>,
}

struct Limit {
    kind: &'static str,
    kind_mark: String,
    count: String,
    pips: Vec<&'static str>,
    note: Option<String>,
}

impl Ui {
    /// Today: what is on, what is next, quick starts, the last 24 hours.
    pub fn today(&self, scene: &Scene<'_>) -> String {
        let view = scene.view;
        let panels = self.panels(scene);
        let idle = panels.is_empty();
        let fresh = idle && view.last.is_none() && view.timers.is_empty() && view.plan.is_none();
        let title = if idle { self.greeting(scene) } else { self.t("today") };
        let sign = view.emergency.is_some();
        let asked = view.pending.iter().any(|q| matches!(q.question, Asked::IsItOn | Asked::SkinAfter));
        let mut plan = self.plan_part(scene, false);
        let upnext = if idle && !asked && !sign { self.up_next(scene) } else { None };
        // What stands first is not asked again below.
        if let (Some(part), Some(_)) = (&mut plan, &upnext) {
            part.next = None;
        }
        let finished = idle && view.last.as_ref().is_some_and(|last| last.outcome == Outcome::Done);
        let page = TodayPage {
            ui: self,
            date: self.date(scene.now.wall, scene.offset),
            title: title.clone(),
            notices: self.notices(scene),
            advice: view.advice.iter().map(|a| (a.code(), self.t(&format!("advice-{}", a.code())))).collect(),
            skin_after: view.pending.iter().any(|q| q.question == Asked::SkinAfter),
            is_it_on: view.pending.iter().find(|q| q.question == Asked::IsItOn).map(|q| q.token.to_string()),
            first_aid: view.first_aid.map(card),
            correct: self.correctable(scene),
            undo: self.undo_part(scene, "/session"),
            felt: self.felt_part(scene),
            choices: if idle && upnext.is_none() { self.choices(scene) } else { Vec::new() },
            sign,
            signs_again: view.flags_again,
            practice: fresh && !sign && !scene.settings.get(&PRACTICE_OVER) && view.practice.is_none(),
            practises: view.practice.is_some(),
            login: finished && !scene.settings.get(&LOGIN_REFUSED) && scene.desktop.login == Some(false),
            plan_offer: finished && !scene.settings.get(&PLAN_OVER) && view.plan.is_none() && !view.read_only && !sign,
            quick: if view.read_only || sign || fresh {
                Vec::new()
            } else {
                self.quick_starts(scene, upnext.is_some())
            },
            upnext,
            fresh,
            closed: self.closed(scene),
            plan,
            limits: self.limits(scene),
            timers: self.timers(scene),
            preparations: self.preparations(scene),
            last: self.last_line(scene),
            panels,
        };
        let head = Head { title: self.t("today"), page: "today", nav: Some("today"), follows: true, ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn greeting(&self, scene: &Scene<'_>) -> String {
        match scene.now.wall.with_timezone(&scene.offset).hour() {
            5..12 => self.t("greeting-morning"),
            12..18 => self.t("greeting-afternoon"),
            18..24 => self.t("greeting-evening"),
            _ => self.t("greeting-night"),
        }
    }

    fn panels(&self, scene: &Scene<'_>) -> Vec<Panel> {
        let sessions = [scene.view.thermal.as_ref(), scene.view.activity.as_ref()];
        let mut loud = true;
        let mut panels = Vec::new();
        for session in sessions.into_iter().flatten() {
            let stage = self.stage(session, scene);
            let alarm = session.phase == PhaseView::TakeOff;
            let has_main = stage.main.is_some();
            panels.push(Panel {
                token: session.token.to_string(),
                slot: session.slot.code(),
                href: match session.slot {
                    lumbar_engine::words::Slot::Thermal => "/session/thermal",
                    lumbar_engine::words::Slot::Activity => "/session/activity",
                },
                alarm,
                loud: loud && has_main,
                beat: self.beat_line(session),
                kind_mark: self.mark_of(&session.routine.id, stage.kind),
                stage,
            });
            loud &= !has_main;
        }
        panels
    }

    fn beat_line(&self, session: &SessionView) -> Option<String> {
        let beat = session.beat.as_ref()?;
        let cue = self.name("cue", beat.cue.as_deref()?);
        if beat.reps < 2 {
            return Some(cue);
        }
        let count = self.text("beat-of", &[("rep", beat.rep.into()), ("reps", beat.reps.into())]);
        Some(self.text("bar-join", &[("first", cue.into()), ("second", count.into())]))
    }

    /// `invited`: what Today would invite to comes first, as something else stands in its place.
    fn quick_starts(&self, scene: &Scene<'_>, invited: bool) -> Vec<QuickStart> {
        let choices = if invited { self.choices(scene) } else { Vec::new() };
        let first: Vec<_> = choices.iter().filter_map(|c| scene.catalogue.routine(&c.routine)).collect();
        let usual = scene.catalogue.routines().filter(|r| r.quick_start && first.iter().all(|f| f.id != r.id));
        first.iter().copied().chain(usual).map(|r| self.quick_start(r, scene)).collect()
    }

    fn quick_start(&self, routine: &Routine, scene: &Scene<'_>) -> QuickStart {
        let first = scene.view.offers.get(&routine.id).and_then(Offer::first);
        let offer = scene.view.offers.get(&routine.id);
        let free = offer.is_some_and(Offer::is_open) && first.is_some_and(|(_, terms)| begins_by_a_press(terms));
        QuickStart {
            turns: first.map_or(routine.turns.usual, |(turns, _)| turns),
            free,
            id: routine.id.clone(),
            kind: shade_of(routine),
            name: self.routine_name(&routine.id),
            short: self.takes(routine),
            figure: self.ornament(&routine.figure, routine.kind),
            start: start_label(routine),
            when: self.when(routine, scene),
        }
    }

    fn limits(&self, scene: &Scene<'_>) -> Vec<Limit> {
        let day = &scene.view.day;
        let per_day = |kind: Modality| {
            let own = scene.catalogue.routines().filter(|r| r.kind == kind).filter_map(|r| r.per_day).max();
            own.map(u32::from)
        };
        let on = |kind: Modality| {
            scene.view.thermal.as_ref().is_some_and(|s| {
                matches!(s.phase, PhaseView::Running | PhaseView::TakeOff)
                    && s.method.is_some_and(|m| m.modality() == kind && m != Method::Wrap)
            })
        };
        let mut limits = vec![
            self.limit(
                Modality::Cold,
                day.cold,
                Some(rules::COLD_PER_DAY.value),
                Some(rules::COLD_PER_DAY_SOFT.value - 1),
                on(Modality::Cold),
            ),
            self.limit(
                Modality::Heat,
                day.heat,
                Some(rules::HEAT_PER_DAY.value),
                Some(rules::HEAT_PER_DAY_SOFT.value - 1),
                on(Modality::Heat),
            ),
        ];
        for (kind, count) in [(Modality::Massage, day.massage), (Modality::Stretch, day.stretch)] {
            limits.push(self.limit(kind, count, per_day(kind), None, false));
        }
        if day.ice_massage > 0 {
            let of = rules::ICE_MASSAGE_PER_DAY.value;
            limits[0].note =
                Some(self.text("limit-ice-massage", &[("count", day.ice_massage.into()), ("most", of.into())]));
        }
        limits
    }

    fn limit(&self, kind: Modality, count: u32, most: Option<u32>, soft: Option<u32>, on: bool) -> Limit {
        let shown = most.unwrap_or(count).max(count).min(24);
        let mut pips = Vec::new();
        for n in 0..shown {
            if soft == Some(n) {
                pips.push("soft-mark");
            }
            pips.push(match n {
                n if on && n + 1 == count => "now",
                n if n < count => "on",
                _ => "",
            });
        }
        let args: [(&str, Value<'_>); 3] =
            [("count", count.into()), ("most", most.unwrap_or(0).into()), ("on", if on { "yes" } else { "no" }.into())];
        let key = format!("limit-{}", kind.code());
        Limit { kind: kind.code(), kind_mark: self.kind_mark(kind), count: self.text(&key, &args), pips, note: None }
    }

    fn last_line(&self, scene: &Scene<'_>) -> Option<String> {
        let last = scene.view.last.as_ref()?;
        let args: [(&str, Value<'_>); 3] = [
            ("routine", self.routine_name(&last.routine).into()),
            ("outcome", self.name("outcome", last.outcome.code()).into()),
            ("time", self.moment(last.ended_at, scene.now.wall, scene.offset).into()),
        ];
        Some(self.text("last-line", &args))
    }
}
