//! Decides what stands in the tray's menu and which sign it shows: pure values, so that only a change is sent.

use std::sync::Arc;

use lumbar_engine::offer::{MayStart, Offer, Terms};
use lumbar_engine::plan::wish::PauseFor;
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::Routine;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::Now;
use lumbar_engine::view::{Asked, PhaseView, SessionView, View};
use lumbar_engine::words::{Answer, Modality, RoutineId};
use lumbar_ui::Ui;

use super::state::{Entry, Menu, TrayAction, TrayIcon, TrayState};
use crate::clock::Clock;
use crate::desktop::port::TrayScene;

/// All that the tray shows.
pub(crate) fn state(ui: &Ui, scene: &TrayScene<'_>) -> TrayState {
    let TrayScene { view, catalogue, favourites, unsaved, now } = *scene;
    let mut texts = ui.tray(view, now);
    let next = ui.plan_line(view, now.wall, Clock::offset(now.wall));
    if let Some(next) = next {
        texts.tooltip = format!("{}\n{next}", texts.tooltip);
        texts.lines.push(next);
    }
    if unsaved {
        let said = ui.text("tray-unsaved", &[]);
        texts.tooltip = format!("{}\n{said}", texts.tooltip);
        texts.lines.insert(0, said);
    }
    TrayState {
        icon: icon(view),
        title: texts.title,
        tooltip: texts.tooltip,
        menu: menu(ui, view, catalogue, favourites, texts.lines, now),
    }
}

/// The sign for what is on. What must be done outshines what runs, and cold or heat outshine movement.
pub(crate) fn icon(view: &View) -> TrayIcon {
    let urgent = view.pending.iter().any(|question| match question.question {
        Asked::TakeOff | Asked::GetOut | Asked::IsItOn | Asked::Skin | Asked::SkinAfter => true,
        Asked::PutOn => false,
    });
    let sessions = || [view.thermal.as_ref(), view.activity.as_ref()].into_iter().flatten();
    if urgent || view.first_aid_now || sessions().any(|s| s.phase == PhaseView::TakeOff) {
        return TrayIcon::Alert;
    }
    match &view.thermal {
        Some(session) if session.phase == PhaseView::Running => {
            return match session.method.map_or(session.routine.kind, |method| method.modality()) {
                Modality::Cold => TrayIcon::Cold,
                Modality::Heat | Modality::Contrast | Modality::Massage | Modality::Stretch => TrayIcon::Heat,
            };
        }
        Some(session) if session.phase == PhaseView::Resting => return TrayIcon::Rest,
        Some(_) | None => {}
    }
    match &view.activity {
        Some(session) if matches!(session.phase, PhaseView::Running | PhaseView::Resting) => TrayIcon::Move,
        Some(_) | None => TrayIcon::Idle,
    }
}

fn menu(ui: &Ui, view: &View, catalogue: &Catalogue, favourites: &[RoutineId], lines: Vec<String>, now: Now) -> Menu {
    let labels = ui.tray_labels(view);
    let press = |label: &str, action| Entry::Press { label: label.to_owned(), action };
    let mut entries: Vec<Entry> = lines.into_iter().map(Entry::Text).collect();
    // A question about no session: whether something is on the body at all, and the skin under what came off.
    let about_none = |asked: Asked| match asked {
        Asked::IsItOn => Some("alert-is-it-on"),
        Asked::SkinAfter => Some("skin-after"),
        Asked::TakeOff | Asked::GetOut | Asked::Skin | Asked::PutOn => None,
    };
    for (question, text) in view.pending.iter().filter_map(|q| Some((q, about_none(q.question)?))) {
        if !entries.is_empty() {
            entries.push(Entry::Separator);
        }
        entries.push(Entry::Text(ui.text(text, &[])));
        entries.extend(question.answers.iter().map(|&answer| Entry::Press {
            label: ui.answer(answer, None, 0),
            action: TrayAction::Answer { token: question.token, answer },
        }));
    }
    for session in [view.thermal.as_ref(), view.activity.as_ref()].into_iter().flatten() {
        if !entries.is_empty() {
            entries.push(Entry::Separator);
        }
        // "Open Lumbar" stands below for all.
        let answers = session.answers.iter().filter(|answer| **answer != Answer::Open);
        entries.extend(answers.map(|&answer| Entry::Press {
            label: ui.tray_answer(session, answer, now),
            action: TrayAction::Answer { token: session.token, answer },
        }));
        entries.extend(asides(session, &labels));
    }
    if let Some(practice) = &view.practice {
        entries.extend(practice.answers.iter().map(|&answer| Entry::Press {
            label: ui.practice_answer(answer),
            action: TrayAction::Practice { token: practice.token, answer },
        }));
    }
    if let Some(undo) = &view.undo {
        entries.push(Entry::Separator);
        entries.push(Entry::Press {
            label: ui.undo_label(undo),
            action: TrayAction::Answer { token: undo.token, answer: Answer::Undo },
        });
    }
    if !entries.is_empty() {
        entries.push(Entry::Separator);
    }
    let offered =
        quick_starts(catalogue, favourites).filter_map(|routine| Some((routine, view.offers.get(&routine.id)?)));
    let starts: Vec<Entry> = offered.flat_map(|(routine, offer)| start(ui, routine, offer, now)).collect();
    if !starts.is_empty() {
        entries.push(Entry::Sub { label: labels.quick_starts.clone(), entries: starts });
    }
    entries.extend(plan(ui, view));
    entries.push(press(&labels.open, TrayAction::Open));
    entries.push(Entry::Separator);
    entries.push(press(&labels.quit, TrayAction::Quit));
    Menu { entries }
}

/// Reminders of the plan pause, or come again.
fn plan(ui: &Ui, view: &View) -> Option<Entry> {
    let plan = view.plan.as_ref()?;
    let label = |key: &str| ui.text(key, &[]);
    if plan.paused.is_some() {
        return Some(Entry::Press { label: label("plan-resume"), action: TrayAction::ResumePlan });
    }
    let entry = |length: &PauseFor| Entry::Press {
        label: label(&format!("plan-pause-{}", length.code())),
        action: TrayAction::PausePlan(*length),
    };
    Some(Entry::Sub { label: label("plan-pause"), entries: PauseFor::ALL.iter().map(entry).collect() })
}

/// What else can be done in a session.
fn asides(session: &SessionView, labels: &lumbar_ui::TrayLabels) -> Vec<Entry> {
    let slot = session.slot;
    let can = session.can;
    [
        (can.pause, &labels.pause, TrayAction::Pause),
        (can.resume, &labels.resume, TrayAction::Resume),
        (can.back, &labels.back, TrayAction::Back),
        (can.skip && !session.answers.contains(&Answer::Skip), &labels.skip, TrayAction::Skip(slot)),
        (true, &labels.open_session, TrayAction::OpenSession(slot)),
        (true, &labels.stop, TrayAction::Stop(slot)),
    ]
    .into_iter()
    .filter(|(can, ..)| *can)
    .map(|(_, label, action)| Entry::Press { label: label.clone(), action })
    .collect()
}

/// A routine as the engine offers it: as usual, and with any other number of turns. What a rule stands against can be read
/// with its time; a due question is answered first, so its routines stay to be chosen.
fn start(ui: &Ui, routine: &Routine, offer: &Offer, now: Now) -> Vec<Entry> {
    let name = ui.routine_name(&routine.id);
    let may = |terms: &Terms| match &terms.may_start {
        MayStart::Allowed | MayStart::AfterWarnings(_) | MayStart::Refused(Refused::Gate { .. }) => true,
        MayStart::Refused(_) => false,
    };
    let turns = (1..).zip(&offer.turns).filter(|(_, terms)| may(terms));
    let presses = turns.map(|(turns, _)| match turns == offer.usual {
        true => Entry::Press { label: name.clone(), action: TrayAction::Start(routine.id.clone()) },
        false => Entry::Press {
            label: ui.text("tray-start-turns", &[("routine", name.clone().into()), ("turns", u64::from(turns).into())]),
            action: TrayAction::StartTurns(routine.id.clone(), turns),
        },
    });
    let mut entries: Vec<Entry> = presses.collect();
    // As usual first.
    entries.sort_by_key(|entry| !matches!(entry, Entry::Press { action: TrayAction::Start(_), .. }));
    if entries.is_empty()
        && let Some(terms @ Terms { may_start: MayStart::Refused(Refused::Rule(_)), .. }) =
            offer.with_turns(offer.usual)
        && let Some(why) = ui.short_reason(terms, now, crate::clock::Clock::offset(now.wall))
    {
        entries.push(Entry::Text(ui.text("tray-start-closed", &[("routine", name.into()), ("why", why.into())])));
    }
    entries
}

/// Favourites, else the built-in quick starts.
fn quick_starts<'a>(catalogue: &'a Catalogue, favourites: &'a [RoutineId]) -> impl Iterator<Item = &'a Routine> {
    let favourite = favourites.iter().filter_map(|id| catalogue.routine(id)).map(Arc::as_ref);
    let others = catalogue.routines().map(Arc::as_ref).filter(move |r| favourites.is_empty() && r.quick_start);
    favourite.chain(others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use lumbar_engine::Engine;
    use lumbar_engine::command::{Command, Fact, HealthAnswers, Start, Wish};
    use lumbar_engine::time::BootId;
    use lumbar_engine::words::{CameOff, Flags, Skin, Slot};
    use std::time::Duration;

    struct Play {
        engine: Engine,
        catalogue: Catalogue,
        ui: Ui,
        now: Now,
    }

    impl Play {
        fn new() -> Self {
            let catalogue = Catalogue::built_in().unwrap();
            let now = Now { boot: BootId(1), ticks: Duration::from_secs(1000), wall: DateTime::UNIX_EPOCH };
            let engine = Engine::new(catalogue.clone(), now);
            let mut play = Self { engine, catalogue, ui: Ui::new("en"), now };
            play.ask(Fact::AcceptDisclaimer);
            play.ask(Fact::AnswerFlags { flags: Flags::None });
            play.ask(Fact::AnswerHealth(HealthAnswers::nothing_wrong()));
            play
        }

        fn ask(&mut self, command: impl Into<Command>) {
            self.engine.apply(command.into(), self.now).unwrap();
        }

        fn pass(&mut self, seconds: u64) {
            self.now.ticks += Duration::from_secs(seconds);
            self.now.wall += chrono::TimeDelta::seconds(i64::try_from(seconds).unwrap());
            self.engine.advance(self.now);
        }

        fn shown_with(&self, favourites: &[RoutineId]) -> TrayState {
            let view = self.engine.view();
            let scene =
                TrayScene { view: &view, catalogue: &self.catalogue, favourites, unsaved: false, now: self.now };
            state(&self.ui, &scene)
        }

        fn shown(&self) -> TrayState {
            self.shown_with(&[])
        }
    }

    fn actions(menu: &Menu) -> Vec<TrayAction> {
        fn of(entries: &[Entry]) -> Vec<TrayAction> {
            entries
                .iter()
                .flat_map(|entry| match entry {
                    Entry::Press { action, .. } => vec![action.clone()],
                    Entry::Sub { entries, .. } => of(entries),
                    Entry::Text(_) | Entry::Separator => Vec::new(),
                })
                .collect()
        }
        of(&menu.entries)
    }

    fn answers(menu: &Menu) -> Vec<Answer> {
        let answer =
            |action: &TrayAction| if let TrayAction::Answer { answer, .. } = action { Some(*answer) } else { None };
        actions(menu).iter().filter_map(answer).collect()
    }

    #[test]
    fn with_nothing_on_it_offers_the_quick_starts_the_window_and_the_end() {
        let shown = Play::new().shown();
        assert_eq!(shown.icon, TrayIcon::Idle);
        let actions = actions(&shown.menu);
        assert!(actions.contains(&TrayAction::Start("cold-20-20".into())));
        assert_eq!(&actions[actions.len() - 2..], [TrayAction::Open, TrayAction::Quit]);
    }

    #[test]
    fn a_routine_with_more_turns_than_usual_can_be_started_with_them() {
        let play = Play::new();
        let shown = play.shown();
        let routine = play.catalogue.routine("cold-20-20").unwrap();
        let started: Vec<u8> = actions(&shown.menu)
            .into_iter()
            .filter_map(|action| {
                if let TrayAction::StartTurns(id, turns) = &action {
                    return (*id == routine.id).then_some(*turns);
                }
                (action == TrayAction::Start(routine.id.clone())).then_some(routine.turns.usual)
            })
            .collect();
        assert_eq!(started, (1..=routine.turns.most).collect::<Vec<_>>());
        assert!(!actions(&shown.menu).contains(&TrayAction::StartTurns("heat-pad".into(), 1)));
    }

    #[test]
    fn favourites_take_the_place_of_the_built_in_quick_starts() {
        let play = Play::new();
        let favourites = ["heat-pad".to_owned(), "no-such".to_owned()];
        let shown = play.shown_with(&favourites);
        let starts = actions(&shown.menu);
        let starts: Vec<_> = starts.iter().filter(|a| matches!(a, TrayAction::Start(_))).collect();
        assert_eq!(starts, [&TrayAction::Start("heat-pad".into())]);
    }

    #[test]
    fn a_turn_of_cold_goes_through_its_signs_and_answers() {
        let mut play = Play::new();
        play.ask(Wish::Start(Start::plain("cold-20-20")));
        let ready = play.shown();
        assert_eq!(ready.icon, TrayIcon::Idle);
        assert!(answers(&ready.menu).contains(&Answer::On));
        assert!(!actions(&ready.menu).iter().any(|a| matches!(a, TrayAction::Start(id) if id.starts_with("cold"))));
        assert!(actions(&ready.menu).contains(&TrayAction::Stop(Slot::Thermal)));

        play.ask(Fact::On { token: None, since: 0, sure: true });
        assert_eq!(play.shown().icon, TrayIcon::Cold);

        play.pass(20 * 60 + 1);
        let off = play.shown();
        assert_eq!(off.icon, TrayIcon::Alert);
        assert!(answers(&off.menu).contains(&Answer::Off));

        play.ask(Fact::Off { token: None, when: CameOff::Now });
        assert_eq!(play.shown().icon, TrayIcon::Rest);
    }

    #[test]
    fn what_was_said_last_can_be_taken_back_for_two_minutes() {
        let mut play = Play::new();
        play.ask(Wish::Start(Start::plain("cold-20-20")));
        assert!(!answers(&play.shown().menu).contains(&Answer::Undo));
        play.ask(Fact::On { token: None, since: 0, sure: false });
        play.pass(60);
        play.ask(Fact::Off { token: None, when: CameOff::Now });
        play.pass(119);
        assert!(answers(&play.shown().menu).contains(&Answer::Undo));
        play.pass(1);
        assert!(!answers(&play.shown().menu).contains(&Answer::Undo));
    }

    #[test]
    fn a_skin_question_and_a_first_aid_card_are_alerts() {
        let mut play = Play::new();
        play.ask(Wish::Start(Start::plain("cold-20-20")));
        play.ask(Fact::On { token: None, since: 0, sure: true });
        play.ask(Command::skin(None, Skin::Bad));
        assert_eq!(play.shown().icon, TrayIcon::Alert);
    }

    #[test]
    fn what_is_closed_is_no_quick_start() {
        let starts = |play: &Play| -> Vec<RoutineId> {
            let actions = actions(&play.shown().menu).into_iter();
            let start = |action| {
                if let TrayAction::Start(id) | TrayAction::StartTurns(id, _) = action { Some(id) } else { None }
            };
            actions.filter_map(start).collect()
        };
        let mut hurt = Play::new();
        hurt.ask(Wish::Start(Start::plain("cold-20-20")));
        hurt.ask(Fact::On { token: None, since: 0, sure: true });
        hurt.ask(Command::skin(None, Skin::Bad));
        hurt.ask(Fact::Off { token: None, when: CameOff::Now });
        let left = starts(&hurt);
        assert!(!left.is_empty());
        assert!(left.iter().all(|id| !hurt.catalogue.routine(id).unwrap().is_thermal()), "{left:?}");
        let mut warned = Play::new();
        warned.ask(Fact::AnswerFlags { flags: Flags::Emergency });
        assert_eq!(starts(&warned), [""; 0]);
    }

    #[test]
    fn movement_shows_its_own_sign_and_can_be_paused() {
        let mut play = Play::new();
        play.ask(Wish::Start(Start::plain("stretch-start")));
        let shown = play.shown();
        assert_eq!(shown.icon, TrayIcon::Move);
        assert!(actions(&shown.menu).contains(&TrayAction::Pause));
    }

    #[test]
    fn within_a_minute_nothing_is_new_and_over_a_minute_only_words_are() {
        let mut play = Play::new();
        play.ask(Wish::Start(Start::plain("heat-pad")));
        play.ask(Fact::On { token: None, since: 0, sure: true });
        play.pass(30);
        let first = play.shown();
        play.pass(10);
        assert_eq!(play.shown(), first);
        play.pass(60);
        let next = play.shown();
        assert_ne!(next, first);
        assert_eq!(actions(&next.menu), actions(&first.menu));
    }
}
