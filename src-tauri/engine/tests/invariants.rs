//! The invariants of the design, each over random stories. `LUMBAR_CASES` sets how many (100,000 in the normal run).
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeMap;
use std::time::Duration;

use lumbar_engine::Engine;
use lumbar_engine::alert::{About, Tag};
use lumbar_engine::command::{Fact, Input, Wish};
use lumbar_engine::event::Happened;
use lumbar_engine::outbox::Effect;
use lumbar_engine::person::ledger::Exposure;
use lumbar_engine::plan::OWN;
use lumbar_engine::plan::wish::PlanWish;
use lumbar_engine::practice::PracticeAt;
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::Step;
use lumbar_engine::rules;
use lumbar_engine::view::{Asked, PhaseView, View};
use lumbar_engine::words::{CameOff, Method, Modality, Skin, Slot, Token};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestCaseError};
use support::Desk;
use support::story::{PlanTurn, Player, Time, Turn, calls_off, story};

fn config(share: u32) -> ProptestConfig {
    let all = std::env::var("LUMBAR_CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(100_000);
    ProptestConfig {
        cases: (all * share / 100).max(1),
        // Kept in a file to commit, with the seed that is printed; played again before all others.
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/invariants.txt"))),
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

/// What was so before a turn.
struct Before {
    truth: u64,
    on: Option<Method>,
    planned: u64,
    /// How long ago it was asked to put it on, s.
    waited: Option<u64>,
}

/// What the person truly did: kept beside the engine, in true seconds, by the rules of common sense alone.
#[derive(Clone, Default)]
struct Truth {
    /// When it went on by the person's word, with what, and when they pressed.
    on: Option<(u64, Method, u64)>,
    /// True moments at which cold and heat came off last.
    cold_off: Option<u64>,
    /// From when cold may be on again, and heat.
    cold_free: u64,
    heat_free: u64,
    heat_off: Option<u64>,
    /// The same of anything.
    last_off: Option<u64>,
    /// True moments of cold going on.
    cold_on: Vec<u64>,
    presses: usize,
    exposures: usize,
    /// The question whether something is on stands: by the person's word it has been on since then.
    asked: Option<(u64, bool)>,
    /// Skin that looked bad: the prompt of the answer, and when it was given.
    hurt: Option<(Token, u64)>,
}

/// What is kept to take the last word back.
fn kept(engine: &Engine) -> serde_json::Value {
    serde_json::to_value(engine.saved()).unwrap()["state"]["undo"].take()
}

/// All that is known but the practice turn; numbers that it takes are no knowledge.
fn beside_practice(engine: &Engine) -> serde_json::Value {
    let mut state = serde_json::to_value(engine.saved()).unwrap()["state"].take();
    let all = state.as_object_mut().unwrap();
    all.remove("practice");
    all.remove("prompts");
    state
}

fn on_now(desk: &Desk) -> Option<Method> {
    let session = desk.thermal()?;
    matches!(session.phase, PhaseView::Running | PhaseView::TakeOff)
        .then_some(session)
        .filter(|s| matches!(s.routine.steps.get(s.step), Some(Step::Expose(_))))
        .and_then(|s| s.method)
}

impl Truth {
    /// The eighth: from an answer that the skin is hurt until a day is over, or the answer is corrected, nothing warm or cold runs but
    /// what is to come off.
    fn check_skin(&mut self, desk: &Desk, turn: &Turn) -> Result<(), TestCaseError> {
        if self.hurt.is_none() && !matches!(turn, Turn::Skin { .. } | Turn::Correct(_)) {
            return Ok(());
        }
        let truth = desk.machine.truth;
        let view = desk.engine.view();
        match (self.hurt, view.correctable) {
            (Some((token, _)), Some(said)) if said.token == token => {
                self.hurt = self.hurt.filter(|_| said.skin == Skin::Bad);
            }
            (_, Some(said)) if said.skin == Skin::Bad => self.hurt = Some((said.token, truth)),
            (_, Some(_) | None) => {}
        }
        if self.hurt.is_some_and(|(_, since)| truth - since < u64::from(rules::SKIN_LOCK.value)) {
            let phase = view.thermal.as_ref().map(|s| s.phase);
            prop_assert!(matches!(phase, None | Some(PhaseView::TakeOff)), "{phase:?} on hurt skin");
            for routine in desk.engine.catalogue().routines().filter(|r| r.is_thermal()) {
                prop_assert!(!view.offers[&routine.id].is_offered(), "{} is offered to hurt skin", routine.id);
            }
        }
        Ok(())
    }

    /// Looks at the desk after a turn and holds it against what truly happened.
    fn check(&mut self, player: &mut Player, turn: &Turn, before: Before) -> Result<(), TestCaseError> {
        let Before { truth: was_truth, on: was_on, planned, waited } = before;
        let desk = &mut player.desk;
        self.check_skin(desk, turn)?;
        let truth = desk.machine.truth;
        let is_on = on_now(desk);
        let asks = desk.engine.pending().iter().any(|q| q.question == Asked::IsItOn);
        let asked = self.asked;
        // What is said to be on where nothing is expected is on; that it is off ends it.
        let said_since = match turn {
            Turn::On { since, .. } => Some(u64::from((*since).min(rules::WRAP_MOST.value))),
            Turn::OnSinceAsked => Some(waited.filter(|waited| *waited < 3600).unwrap_or(0)),
            _ => None,
        };
        self.asked = asks.then(|| {
            let since = was_truth.saturating_sub(said_since.unwrap_or(0));
            match asked {
                Some((from, true)) => (if said_since.is_some() { from.min(since) } else { from }, true),
                // What was only feared says nothing of since when.
                Some((_, false)) | None => (since, said_since.is_some()),
            }
        });
        let ended_unseen = matches!(turn, Turn::Off { .. }) && asked.is_some_and(|(_, said)| said) && !asks;
        // Skin that looks wrong, and a stop, are about what is said to be on.
        let meant =
            matches!(turn, Turn::Skin { skin: Skin::Red | Skin::Bad, .. } | Turn::Correct(Skin::Red | Skin::Bad))
                || matches!(turn, Turn::Stop { slot: Slot::Thermal, .. } | Turn::Answer(_));
        let put_on = matches!(turn, Turn::On { .. } | Turn::OnSinceAsked | Turn::StillOn(true))
            || ended_unseen
            || (asked.is_some() && meant);
        let highest = desk.engine.exposures().last().map_or(self.exposures, |e| usize::try_from(e.id).unwrap());
        if highest > self.exposures {
            // 1. Nothing ever goes on without a press.
            prop_assert!(put_on, "an exposure began without a press: {turn:?}");
            prop_assert_eq!(highest, self.exposures + 1);
            self.exposures = highest;
            self.presses += 1;
            let from = was_truth.saturating_sub(said_since.unwrap_or(0));
            let from = asked.filter(|(_, said)| *said).map_or(from, |(asked, _)| asked.min(from));
            // Two things do not lie on the body at the same time.
            let from = self.last_off.map_or(from, |off| from.max(off));
            // 7. However the steps went, cold and heat inside of a session keep their distances as well. What is said to be
            // on outside of its time is a fact, and must come off at once.
            let out_of_turn = desk.thermal().is_some_and(|s| s.phase == PhaseView::TakeOff);
            if let (Some(method), Turn::On { .. }, false) = (is_on, turn, out_of_turn) {
                let apart = |off: Option<u64>, least: rules::Number| {
                    off.is_none_or(|off| was_truth - off >= u64::from(least.value))
                };
                if method.modality() == Modality::Cold {
                    prop_assert!(was_truth >= self.cold_free, "cold on cold");
                    // R3, not at the start alone: whatever came between, no turn is one too many.
                    let day = self.cold_on.iter().filter(|on| was_truth - **on < 86_400).count();
                    prop_assert!(day < 12, "{} turns of cold in 24 hours, and another goes on", day);
                    prop_assert!(apart(self.heat_off, rules::HEAT_COLD_APART), "cold on heat");
                } else if method.modality() == Modality::Heat {
                    prop_assert!(was_truth >= self.heat_free, "heat on heat");
                    prop_assert!(apart(self.cold_off, rules::HEAT_COLD_APART), "heat on cold");
                }
            }
            if let Some(method) = is_on {
                self.on = Some((from, method, was_truth));
                if method.modality() == Modality::Cold {
                    self.cold_on.push(from);
                }
            }
        }
        if ended_unseen && is_on.is_none() {
            self.last_off = Some(was_truth);
            match desk.engine.exposures().last().map(|e| e.method.modality()) {
                Some(Modality::Cold) => {
                    self.cold_off = Some(was_truth);
                    self.cold_on.push(was_truth);
                }
                Some(Modality::Heat) => self.heat_off = Some(was_truth),
                _ => {}
            }
            self.came_off(desk, was_truth);
        }
        // A later word may tell of a longer time, never of a shorter one.
        if let (Some((on, _, pressed)), Turn::On { since, stale: false }, true) =
            (&mut self.on, turn, was_on.is_some() && is_on.is_some())
        {
            let earlier = was_truth.saturating_sub((*since).min(rules::WRAP_MOST.value).into());
            let earlier = self.last_off.map_or(earlier, |off| earlier.max(off));
            *pressed = was_truth;
            if earlier + u64::from(rules::PRESS_GRACE.value) < *on {
                *on = earlier;
            }
        }
        // 1. None passes its ceiling without an alert standing.
        if let (Some((since, method, _)), Some(_)) = (self.on, is_on) {
            let session = desk.thermal().unwrap();
            let longest = method.hard_ceiling().value;
            if truth - since >= u64::from(longest) {
                prop_assert_eq!(session.phase, PhaseView::TakeOff, "on for {} s of {:?}", truth - since, method);
            }
            if session.phase == PhaseView::TakeOff {
                prop_assert!(
                    desk.engine.pending().iter().any(|q| matches!(q.question, Asked::TakeOff | Asked::GetOut))
                );
                // What stands before the person now is the alarm, not something softer that took its place.
                let standing = desk.alerts.iter().rfind(|a| a.tag == Tag::Thermal).map(|a| &a.about);
                prop_assert!(
                    standing.is_some_and(|a| calls_off(a) || *a == About::GoingToSleep),
                    "{standing:?} stands"
                );
            }
        }
        // 2. It is over only when somebody said so.
        if was_on.is_some() && is_on.is_none() {
            prop_assert!(
                matches!(turn, Turn::Off { .. } | Turn::StillOn(false) | Turn::Undo),
                "an exposure ended without a word: {turn:?}"
            );
            if let Some((since, method, pressed)) = self.on.take() {
                // The off-time counts from the word; a word about the past never reaches back before the planned end,
                // nor before the press that said "it is on".
                let claimed = match turn {
                    Turn::Off { when: CameOff::Now, .. } | Turn::StillOn(false) => was_truth,
                    _ => (since + planned).max(pressed).min(was_truth),
                };
                // It was off by the press at the latest.
                self.last_off = Some(was_truth);
                match method.modality() {
                    Modality::Cold => self.cold_off = Some(claimed),
                    Modality::Heat => self.heat_off = Some(claimed),
                    _ => {}
                }
                self.came_off(desk, claimed);
            }
        }
        Ok(())
    }

    /// What came off at `off` asks for as much time as it was on, within bounds; cold that came off at once asks for none
    /// and is no turn.
    fn came_off(&mut self, desk: &Desk, off: u64) {
        let Some(last) = desk.engine.exposures().last() else { return };
        let ran = u64::from(last.ran);
        match last.method.modality() {
            Modality::Cold if ran < 120 => {
                self.cold_on.pop();
            }
            Modality::Cold => self.cold_free = self.cold_free.max(off + ran.clamp(300, 1200)),
            Modality::Heat => self.heat_free = self.heat_free.max(off + ran.clamp(300, 1200)),
            _ => {}
        }
    }

    /// 7. What was granted keeps the limits that nobody can lift.
    fn granted(&self, desk: &Desk) -> Result<(), TestCaseError> {
        let truth = desk.machine.truth;
        let Some(session) = desk.thermal().filter(|s| s.phase == PhaseView::Ready && s.turn == 1 && s.step == 0) else {
            return Ok(());
        };
        let first = session.routine.exposures().next().map(|e| e.method.modality());
        if first == Some(Modality::Cold) {
            prop_assert!(truth >= self.cold_free, "cold again {} s too early", self.cold_free - truth);
            if let Some(off) = self.heat_off {
                prop_assert!(truth - off >= u64::from(rules::HEAT_COLD_APART.value));
            }
            let day = self.cold_on.iter().filter(|on| truth - **on < 86_400).count();
            prop_assert!(day < 12, "{day} turns of cold in 24 hours, and another");
        }
        if first == Some(Modality::Heat) {
            prop_assert!(truth >= self.heat_free, "heat again {} s too early", self.heat_free - truth);
        }
        prop_assert!(desk.engine.view().gate.is_none(), "a session was granted past a question");
        Ok(())
    }
}

fn play_and_check(turns: &[Turn]) -> Result<(), TestCaseError> {
    let mut player = Player::new(Desk::healthy());
    let mut truth = Truth::default();
    let mut ledger = player.desk.engine.exposures().to_vec();
    // As it was before the last word that can be taken back.
    let mut held = truth.clone();
    for turn in turns {
        let planned = player.desk.thermal().map_or(0, |s| s.planned.as_secs());
        let now = player.desk.machine.now();
        let ready = player.desk.thermal().filter(|s| s.phase == PhaseView::Ready).map(|s| s.since);
        let late = || player.desk.engine.view().last.and_then(|last| last.late).map(|late| late.since);
        let waited = ready.or_else(|| if player.desk.thermal().is_none() { late() } else { None });
        let waited = waited.map(|since| since.elapsed(now).as_secs());
        let before = Before { truth: player.desk.machine.truth, on: on_now(&player.desk), planned, waited };
        let offered = player.desk.engine.view().undo;
        let stood = offered.is_some().then(|| player.desk.engine.clone());
        let was = truth.clone();
        let apart = matches!(turn, Turn::Practice(_)).then(|| beside_practice(&player.desk.engine));
        let result = player.play(turn);
        if let Some(apart) = apart {
            prop_assert_eq!(
                apart,
                beside_practice(&player.desk.engine),
                "a practice turn changed something: {:?}",
                turn
            );
        }
        let view = player.desk.engine.view();
        let busy = [&view.thermal, &view.activity].into_iter().flatten().any(|s| s.phase != PhaseView::Resting);
        prop_assert!(view.practice.is_none() || !busy, "a practice turn runs beside what is real");
        let undone = matches!(turn, Turn::Undo) && matches!(result, Some(Ok(())));
        if undone {
            truth = Truth { exposures: truth.exposures, presses: truth.presses, ..held.clone() };
        }
        truth.check(&mut player, turn, before)?;
        // Two words of the same moment look alike from outside; what is kept of them tells them apart.
        let now = &player.desk.engine;
        if turn.is_word() && (now.view().undo != offered || stood.is_some_and(|stood| kept(&stood) != kept(now))) {
            held = was;
        }
        // A word can be taken back exactly as long as every face offers it.
        if let (Turn::Undo, Some(result)) = (turn, &result) {
            prop_assert_eq!(result.is_ok(), offered.is_some());
            prop_assert!(player.desk.engine.view().undo.is_none());
        }
        if matches!(turn, Turn::Start { .. }) && matches!(result, Some(Ok(()))) {
            truth.granted(&player.desk)?;
        }
        // Facts are never refused.
        if matches!(turn, Turn::Off { .. } | Turn::Stop { .. } | Turn::StillOn(_)) {
            prop_assert!(matches!(result, Some(Ok(()))), "a fact was refused: {result:?}");
        }
        // The ledger only grows, but for what is older than any rule looks back.
        let grown = player.desk.engine.exposures().to_vec();
        for entry in &ledger {
            let same = grown.iter().find(|e| e.id == entry.id);
            if let Some(same) = same {
                prop_assert!(undone || entry.off.is_none() || entry == same, "a closed exposure was changed");
            }
        }
        ledger = grown;
        // 6. The next wake is later than now, and nothing happens twice.
        prop_assert!(player.desk.engine.next_wake().after.is_none_or(|w| w > Duration::ZERO));
        let (saved, view) = (player.desk.engine.saved(), player.desk.engine.view());
        player.desk.engine.advance(player.desk.machine.now());
        prop_assert!(player.desk.engine.poll_effect().is_none(), "an effect happened twice after {turn:?}");
        prop_assert_eq!(saved, player.desk.engine.saved());
        prop_assert_eq!(view, player.desk.engine.view());
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(25))]

    #[test]
    fn nothing_goes_on_or_off_without_a_word_and_nothing_stays_on_without_an_alarm(turns in story(Time::Wild)) {
        play_and_check(&turns)?;
    }
}

/// What a person sees, without the numbers that are never given out twice.
fn seen(desk: &Desk) -> View {
    const NONE: Token = Token { session: 0, exposure: 0, prompt: 0 };
    let mut view = desk.engine.view();
    for session in [&mut view.thermal, &mut view.activity].into_iter().flatten() {
        (session.id, session.token) = (0, NONE);
    }
    view.pending.iter_mut().for_each(|question| question.token = NONE);
    view.timers.iter_mut().for_each(|timer| timer.id = 0);
    if let Some(last) = &mut view.last {
        last.session = 0;
        last.late.iter_mut().for_each(|late| late.token = NONE);
    }
    view.correctable.iter_mut().for_each(|said| said.token = NONE);
    let items = view.plan.iter_mut().flat_map(|plan| &mut plan.day.items);
    for item in items {
        item.real.iter_mut().for_each(|real| real.session = 0);
        // What was done by hand is numbered after its session.
        item.token = if item.by_hand { NONE } else { item.token };
    }
    // A practice turn that ended for something real does not come back with it.
    View { undo: None, practice: None, ..view }
}

/// The start of an item of the plan, with the routine that it began.
fn as_it_began(request: Input, desk: &Desk) -> Option<Input> {
    let Input::Wish(Wish::Plan(PlanWish::Start { item, accept, .. })) = request else { return None };
    let view = desk.engine.view();
    let began = [view.thermal, view.activity].into_iter().flatten().max_by_key(|session| session.id)?;
    let routine = Some(began.routine.id.clone());
    Some(Wish::Plan(PlanWish::Start { item, routine, accept }).into())
}

/// The diary, without numbers of sessions and exposures.
fn written(desk: &Desk) -> Vec<String> {
    let mut records: Vec<_> = desk.diary.values().cloned().collect();
    for record in &mut records {
        record.session = 0;
        record.exposures.iter_mut().for_each(|known| known.exposure = 0);
    }
    let mut records: Vec<String> = records.iter().map(|record| format!("{record:?}")).collect();
    records.sort();
    records
}

fn worn(desk: &Desk) -> Vec<Exposure> {
    desk.engine.exposures().iter().map(|e| Exposure { id: 0, session: 0, ..e.clone() }).collect()
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn what_is_taken_back_is_as_if_it_had_never_been_said(turns in story(Time::Wild)) {
        let mut player = Player::new(Desk::healthy());
        for (nth, word) in turns.iter().enumerate() {
            if word.is_word() {
                let (mut said, mut silent) = (player.clone(), player.clone());
                let before = said.desk.engine.view().undo;
                said.play(word);
                let offered = said.desk.engine.view().undo;
                if offered != before {
                    let token = offered.as_ref().map(|undo| undo.token);
                    let later = turns[nth + 1..].iter().take_while(|turn| !turn.is_word() && !matches!(turn, Turn::Undo));
                    for turn in later {
                        // The same wish, also where something else would be next in the plan.
                        let planned = said.request(turn).filter(|_| matches!(turn, Turn::Plan(_)));
                        // What is refused as things stand is no wish any more.
                        if !matches!(said.play(turn), Some(Err(_))) {
                            match planned {
                                // What is next differs where something is closed: the same begins in both. What only the
                                // word has made possible cannot be compared.
                                Some(wish) => {
                                    let same = as_it_began(wish.clone(), &said.desk).unwrap_or(wish);
                                    if silent.desk.ask(same).is_err() {
                                        break;
                                    }
                                    if matches!(turn, Turn::Plan(PlanTurn::Own(_))) {
                                        silent.desk.choose(OWN);
                                    }
                                }
                                None => drop(silent.play(turn)),
                            }
                        }
                        if said.desk.engine.view().undo.is_none() {
                            break;
                        }
                        let (mut said, mut silent) = (said.clone(), silent.clone());
                        said.desk.alerts.clear();
                        prop_assert_eq!(said.desk.ask(Wish::Undo { token }), Ok(()));
                        silent.desk.sleep(0);
                        prop_assert_eq!(seen(&said.desk), seen(&silent.desk), "{:?} was taken back after {:?}", word, turn);
                        prop_assert_eq!(worn(&said.desk), worn(&silent.desk));
                        prop_assert_eq!(written(&said.desk), written(&silent.desk), "the diary after {:?}", turn);
                        // What stands is said again, and nothing else; a reminder of the plan comes as soon as nothing is on.
                        let other = [Tag::Activity, Tag::Plan, Tag::Hint, Tag::Practice];
                        let said_again = said.desk.alerts.iter().filter(|a| !other.contains(&a.tag)).count();
                        prop_assert!(said_again <= said.desk.engine.pending().len());
                        if offered.as_ref().is_some_and(|undo| undo.slot == Some(Slot::Thermal)) {
                            prop_assert_eq!(said_again, said.desk.engine.pending().len());
                        }
                        let told = said.desk.events.iter().any(|e| matches!(e.what, Happened::TakenBack { .. }));
                        prop_assert!(told, "the diary does not say so");
                        prop_assert_eq!(said.desk.ask(Wish::Undo { token: None }), Err(Refused::NothingToUndo));
                    }
                }
            }
            player.play(word);
        }
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn waking_late_gives_the_state_of_waking_on_every_deadline(turns in story(Time::Sleepy)) {
        let mut awake = Player::new(Desk::healthy());
        let mut asleep = Player::new(Desk::healthy());
        for turn in &turns {
            let (prompt, late) = match turn {
                Turn::Pass(s) | Turn::Sleep(s) => (Turn::Pass(*s), Turn::Sleep(*s)),
                other => (other.clone(), other.clone()),
            };
            asleep.desk.alerts.clear();
            let a = awake.play(&prompt);
            let b = asleep.play(&late);
            prop_assert_eq!(a, b);
            prop_assert_eq!(awake.desk.engine.saved(), asleep.desk.engine.saved(), "after {:?}", turn);
            prop_assert_eq!(awake.desk.engine.view(), asleep.desk.engine.view());
            // One alert for each thing, never a pile. A plan of one's own is kept, and then followed: each may call.
            let twice = matches!(turn, Turn::Plan(PlanTurn::Own(_)));
            let mut count: BTreeMap<Tag, usize> = BTreeMap::new();
            for alert in &asleep.desk.alerts {
                *count.entry(alert.tag).or_default() += 1;
            }
            for (tag, times) in count {
                let most = if twice && tag == Tag::Plan { 2 } else { 1 };
                prop_assert!(times <= most, "alerts piled up: {tag:?} {times} times");
            }
        }
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn a_restart_at_any_point_changes_nothing_and_says_again_what_stands(turns in story(Time::Wild)) {
        let mut player = Player::new(Desk::healthy());
        for turn in &turns {
            player.play(turn);
            let desk = &player.desk;
            let mut again = Engine::restore(desk.saved(), desk.engine.catalogue().clone(), desk.machine.now());
            again.set_zone(desk.zone.clone());
            prop_assert_eq!(again.saved(), desk.engine.saved());
            prop_assert_eq!(again.view(), desk.engine.view());
            prop_assert_eq!(again.next_wake(), desk.engine.next_wake());
            let mut said = Vec::new();
            while let Some(effect) = again.poll_effect() {
                if let Effect::Alert(alert) = effect {
                    said.push(alert.tag);
                }
            }
            let reminder = again.view().plan.is_some_and(|plan| plan.reminder.is_some());
            let practice = again.view().practice.is_some_and(|p| !matches!(p.at, PracticeAt::On | PracticeAt::Done));
            let waits = again.pending().len() + usize::from(reminder) + usize::from(practice);
            prop_assert_eq!(said.len(), waits, "what waits is said once after a restart");
        }
    }
}

/// Second by second, by the rules of the leaflet alone: one session of still cold.
#[derive(Clone)]
struct Leaflet {
    on: Option<u64>,
    planned: u64,
    checks: Vec<u64>,
    answered: Vec<u64>,
    asked: Vec<u64>,
    rings: bool,
    off: Option<u64>,
    skin_known: bool,
}

impl Leaflet {
    fn second(&mut self, now: u64) {
        let Some(on) = self.on else { return };
        if self.off.is_some() || self.rings {
            return;
        }
        let t = now - on;
        for check in self.checks.clone() {
            if t == check {
                // A check that falls while the one before has no answer is the alarm.
                if self.asked.iter().any(|a| !self.answered.contains(a)) {
                    self.rings = true;
                    return;
                }
                self.asked.push(check);
            }
        }
        if t == self.planned {
            self.rings = true;
        }
    }
}

#[derive(Debug, Clone)]
enum Simple {
    Pass(u64),
    Sleep(u64),
    Fine,
    Off,
    Undo,
}

fn simple() -> impl Strategy<Value = Vec<Simple>> {
    let turn = prop_oneof![
        4 => (1u64..400).prop_map(Simple::Pass),
        1 => (1u64..7200).prop_map(Simple::Sleep),
        3 => Just(Simple::Fine),
        1 => Just(Simple::Off),
        1 => Just(Simple::Undo),
    ];
    prop::collection::vec(turn, 1..16)
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn a_model_that_counts_every_second_agrees(turns in simple(), long in any::<bool>()) {
        let mut desk = Desk::healthy();
        let routine = if long { "cold-20-20" } else { "cold-15" };
        desk.start(routine).unwrap();
        desk.on();
        let planned = if long { 1200 } else { 900 };
        let mut model = Leaflet { on: Some(desk.machine.truth), planned, checks: vec![300, 600], answered: vec![], asked: vec![], rings: false, off: None, skin_known: false };
        // As it was before the last word, and when that was said.
        let mut held: Option<(Leaflet, u64)> = None;
        for turn in turns {
            match turn {
                Simple::Pass(s) | Simple::Sleep(s) => {
                    for second in 1..=s {
                        model.second(desk.machine.truth + second);
                    }
                    match turn { Simple::Sleep(_) => desk.sleep(s), _ => desk.pass(s) }
                }
                Simple::Fine => {
                    let asked = model.off.is_none() && !model.rings && model.asked.iter().any(|a| !model.answered.contains(a));
                    // Cold that was on for 25 to 30 minutes is asked about once it is off, for two hours.
                    let ran = model.off.unwrap_or(0).saturating_sub(model.on.unwrap_or(0));
                    let after = (1500..1800).contains(&ran) && !model.skin_known && desk.machine.truth - model.off.unwrap_or(0) < 7200;
                    let waits = asked || after;
                    let answer = desk.skin(lumbar_engine::words::Skin::Fine);
                    prop_assert_eq!(answer.is_ok(), waits);
                    if waits {
                        held = Some((model.clone(), desk.machine.truth));
                        model.skin_known |= after;
                        model.answered = model.asked.clone();
                    }
                }
                Simple::Off => {
                    if model.off.is_none() {
                        held = Some((model.clone(), desk.machine.truth));
                        model.off = Some(desk.machine.truth);
                    }
                    desk.ask(Fact::Off { token: None, when: CameOff::Now }).unwrap();
                }
                // That it is on at all is not taken back here.
                Simple::Undo => {
                    let Some((before, pressed)) = held.take() else { continue };
                    let now = desk.machine.truth;
                    let in_time = now - pressed < 120;
                    prop_assert_eq!(desk.ask(Wish::Undo { token: None }).is_ok(), in_time);
                    if in_time {
                        model = before;
                        (pressed + 1..=now).for_each(|second| model.second(second));
                    }
                }
            }
            let on_for = model.off.unwrap_or(desk.machine.truth) - model.on.unwrap_or(0);
            let expected = match (model.off, model.rings) {
                (None, false) => Some(PhaseView::Running),
                (None, true) => Some(PhaseView::TakeOff),
                // A false start is no turn: it is asked for again, until nobody answers.
                (Some(off), _) if on_for < 120 => (desk.machine.truth - off < 900).then_some(PhaseView::Ready),
                (Some(_), _) if on_for >= 1500 => None,
                (Some(off), _) if desk.machine.truth - off >= 1200 => None,
                (Some(_), _) => Some(PhaseView::Resting),
            };
            prop_assert_eq!(desk.phase(), expected);
            let locked = desk.engine.view().locks.len();
            let since_off = model.off.map(|off| desk.machine.truth - off);
            let expect_lock = match since_off {
                Some(gone) if on_for >= 1800 => gone < 86_400,
                Some(gone) if on_for >= 1500 => gone < 7200,
                _ => false,
            };
            prop_assert_eq!(locked == 1, expect_lock, "on for {} s", on_for);
        }
    }
}
