//! Random stories: requests from every face, gaps, sleeps, clock steps, reboots and restarts, played on a desk.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::sync::Arc;

use lumbar_engine::alert::About;
use lumbar_engine::command::{Choice, Command, Fact, HealthAnswers, Input, Report, SinceLast, Start, Wish};
use lumbar_engine::health::{Condition, HealthKind};
use lumbar_engine::plan::catalogue::plans;
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use lumbar_engine::plan::zone::Fixed;
use lumbar_engine::plan::{Clock, Day, Item, OWN, Plan, PlanStep};
use lumbar_engine::practice::PracticeWish;
use lumbar_engine::refusal::Refused;
use lumbar_engine::words::{Answer, CameOff, Flags, See, Skin, Slot, Token};
use proptest::prelude::*;

use super::{Desk, all_rules};

/// Something that happens.
#[derive(Debug, Clone)]
pub(crate) enum Turn {
    Start {
        routine: usize,
        turns: Option<u8>,
        anyway: bool,
    },
    On {
        since: u32,
        stale: bool,
    },
    Off {
        when: CameOff,
        stale: bool,
    },
    Skin {
        skin: Skin,
        stale: bool,
    },
    Stop {
        slot: Slot,
        hurts: bool,
    },
    StillOn(bool),
    OnSinceAsked,
    /// Bed hours from and until these hours.
    Bed(u16, u16),
    Snooze(u32),
    NotNow,
    Extend {
        anyway: bool,
    },
    Pause,
    Resume,
    Skip(Slot),
    Back,
    Prepare(usize),
    /// About the plan.
    Plan(PlanTurn),
    /// About the practice turn.
    Practice(PracticeWish),
    /// To a place so many quarters of an hour east of UTC.
    Fly(i32),
    PainChanged,
    Answer(Flags),
    Lift,
    GoingToSleep,
    Woke,
    BatteryLow(bool),
    /// The second list of warning signs.
    See(Option<See>),
    /// The questions about health, for the kinds named by number: does not feel, Raynaud's, heart trouble.
    Health {
        kinds: Vec<usize>,
        said: [bool; 3],
    },
    /// Since last time: a drink, strong painkillers, may doze.
    SinceLast([bool; 3]),
    /// The last answer about the skin is corrected.
    Correct(Skin),
    /// What was said last about the body was not so.
    Undo,
    /// Awake: the engine is called whenever it asks.
    Pass(u64),
    /// Asleep: the engine is called once, late.
    Sleep(u64),
    /// The wall is set this far off.
    StepWall(i64),
    Restart,
    Reboot {
        off: u64,
        dead_clock: bool,
    },
}

/// Something that is said about the plan.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PlanTurn {
    Choose(usize),
    /// One of the person's own, made of this number, kept and followed.
    Own(u64),
    /// Quiet hours from this hour on, or none.
    Quiet(u16),
    Leave,
    Pause(usize),
    Resume,
    Worse(bool),
    /// What is next: started, later, left out.
    Start,
    Later,
    LeaveOut,
}

pub(crate) fn about_plan() -> impl Strategy<Value = Turn> {
    let turn = prop_oneof![
        4 => (0usize..4).prop_map(PlanTurn::Choose),
        3 => any::<u64>().prop_map(PlanTurn::Own),
        1 => (0u16..30).prop_map(PlanTurn::Quiet),
        6 => Just(PlanTurn::Start),
        3 => Just(PlanTurn::Later),
        3 => Just(PlanTurn::LeaveOut),
        1 => (0usize..3).prop_map(PlanTurn::Pause),
        1 => Just(PlanTurn::Resume),
        2 => any::<bool>().prop_map(PlanTurn::Worse),
        1 => Just(PlanTurn::Leave),
    ];
    prop_oneof![12 => turn.prop_map(Turn::Plan), 1 => (-48i32..57).prop_map(Turn::Fly)]
}

fn skin() -> impl Strategy<Value = Skin> {
    prop_oneof![6 => Just(Skin::Fine), 1 => Just(Skin::Red), 1 => Just(Skin::Bad)]
}

fn came_off() -> impl Strategy<Value = CameOff> {
    prop_oneof![4 => Just(CameOff::Now), 2 => Just(CameOff::Bell), 1 => (0u32..4000).prop_map(CameOff::Ago)]
}

/// Mostly what a practice turn asks in its order; the rest is refused and must do nothing.
fn practice() -> impl Strategy<Value = PracticeWish> {
    let token = None;
    prop_oneof![
        4 => Just(PracticeWish::Begin),
        3 => Just(PracticeWish::On { token }),
        1 => skin().prop_map(move |skin| PracticeWish::Skin { token, skin }),
        2 => Just(PracticeWish::Off { token }),
        1 => Just(PracticeWish::End),
    ]
}

fn slot() -> impl Strategy<Value = Slot> {
    prop_oneof![3 => Just(Slot::Thermal), 1 => Just(Slot::Activity)]
}

/// How time treats a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    /// Wall and ticks agree, one boot.
    Plain,
    /// Sleeps too.
    Sleepy,
    /// Everything: steps of the wall, reboots with a good and with a dead clock.
    Wild,
}

pub(crate) fn turn(time: Time) -> BoxedStrategy<Turn> {
    let said = prop_oneof![
        8 => ((0usize..64), prop::option::weighted(0.3, 1u8..4), any::<bool>())
            .prop_map(|(routine, turns, anyway)| Turn::Start { routine, turns, anyway }),
        8 => (prop_oneof![4 => Just(0u32), 1 => 0u32..2000, 1 => 2000u32..100_000], prop::bool::weighted(0.1))
            .prop_map(|(since, stale)| Turn::On { since, stale }),
        8 => (came_off(), prop::bool::weighted(0.1)).prop_map(|(when, stale)| Turn::Off { when, stale }),
        6 => (skin(), prop::bool::weighted(0.1)).prop_map(|(skin, stale)| Turn::Skin { skin, stale }),
        2 => (slot(), any::<bool>()).prop_map(|(slot, hurts)| Turn::Stop { slot, hurts }),
        1 => any::<bool>().prop_map(Turn::StillOn),
        1 => Just(Turn::OnSinceAsked),
        1 => ((0u16..24), (0u16..24)).prop_map(|(from, until)| Turn::Bed(from, until)),
        1 => (0u32..5000).prop_map(Turn::Snooze),
        1 => Just(Turn::NotNow),
        2 => any::<bool>().prop_map(|anyway| Turn::Extend { anyway }),
        1 => Just(Turn::Pause),
        1 => Just(Turn::Resume),
        1 => slot().prop_map(Turn::Skip),
        1 => Just(Turn::Back),
        1 => (0usize..3).prop_map(Turn::Prepare),
        1 => prop_oneof![Just(Turn::PainChanged), Just(Turn::Lift), Just(Turn::Answer(Flags::None)),
            Just(Turn::Answer(Flags::Unsure)), Just(Turn::Answer(Flags::Emergency)),
            prop::option::of(Just(See::Today)).prop_map(Turn::See)],
        2 => prop_oneof![Just(Turn::GoingToSleep), Just(Turn::Woke), any::<bool>().prop_map(Turn::BatteryLow)],
        2 => (prop::collection::vec(0usize..6, 1..6), prop::array::uniform3(prop::bool::weighted(0.2)))
            .prop_map(|(kinds, said)| Turn::Health { kinds, said }),
        1 => prop::array::uniform3(prop::bool::weighted(0.2)).prop_map(Turn::SinceLast),
        1 => skin().prop_map(Turn::Correct),
        4 => Just(Turn::Undo),
        1 => about_plan(),
        1 => practice().prop_map(Turn::Practice),
    ];
    let passing = prop_oneof![4 => 1u64..130, 4 => 130u64..1500, 2 => 1500u64..8000, 1 => 8000u64..100_000];
    match time {
        Time::Plain => prop_oneof![3 => said, 3 => passing.prop_map(Turn::Pass), 1 => Just(Turn::Restart)].boxed(),
        Time::Sleepy => prop_oneof![
            6 => said,
            4 => passing.clone().prop_map(Turn::Pass),
            2 => passing.prop_map(Turn::Sleep),
            1 => Just(Turn::Restart),
        ]
        .boxed(),
        Time::Wild => prop_oneof![
            6 => said,
            4 => passing.clone().prop_map(Turn::Pass),
            2 => passing.prop_map(Turn::Sleep),
            1 => Just(Turn::Restart),
            1 => (-20_000i64..20_000).prop_map(Turn::StepWall),
            1 => ((0u64..60_000), any::<bool>()).prop_map(|(off, dead_clock)| Turn::Reboot { off, dead_clock }),
        ]
        .boxed(),
    }
}

pub(crate) fn story(time: Time) -> impl Strategy<Value = Vec<Turn>> {
    prop::collection::vec(turn(time), 1..40)
}

/// A clock whose battery is dead reads this far behind.
pub(crate) const DEAD: i64 = -1_700_000_000;

impl Turn {
    /// Tells whether it is a word about the body, which can be taken back.
    pub(crate) fn is_word(&self) -> bool {
        matches!(
            self,
            Self::On { .. }
                | Self::OnSinceAsked
                | Self::Off { .. }
                | Self::Skin { .. }
                | Self::Correct(_)
                | Self::Stop { .. }
                | Self::StillOn(_)
        )
    }
}

/// Plays stories and keeps the tokens of older prompts, as notifications do.
#[derive(Clone)]
pub(crate) struct Player {
    pub(crate) desk: Desk,
    pub(crate) old_tokens: Vec<Token>,
    believed_from: chrono::DateTime<chrono::Utc>,
}

impl Player {
    pub(crate) fn new(desk: Desk) -> Self {
        let believed_from = desk.machine.now().wall;
        Self { desk, old_tokens: Vec::new(), believed_from }
    }

    fn token(&self, stale: bool) -> Option<Token> {
        if stale { self.old_tokens.first().copied() } else { self.desk.thermal().map(|s| s.token) }
    }

    /// The request of a turn, where it is one.
    pub(crate) fn request(&self, turn: &Turn) -> Option<Input> {
        let ids: Vec<String> = self.desk.engine.catalogue().routines().map(|r| r.id.clone()).collect();
        Some(match turn {
            Turn::Start { routine, turns, anyway } => {
                let accept = if *anyway { all_rules() } else { Default::default() };
                Wish::Start(Start { turns: *turns, accept, ..Start::plain(ids[routine % ids.len()].clone()) }).into()
            }
            Turn::On { since, stale } => Fact::On { token: self.token(*stale), since: *since, sure: true }.into(),
            Turn::Off { when, stale } => Fact::Off { token: self.token(*stale), when: *when }.into(),
            Turn::Skin { skin, stale } => Command::skin(self.token(*stale), *skin).into(),
            Turn::Stop { slot, hurts } => Fact::Stop { slot: *slot, hurts: *hurts }.into(),
            Turn::OnSinceAsked => Fact::OnSinceAsked { token: None }.into(),
            Turn::Bed(from, until) => Report::BedHours { from: from * 60, until: until * 60, offset_seconds: 0 }.into(),
            Turn::StillOn(on) => Fact::StillOn { token: None, on: *on }.into(),
            Turn::Snooze(seconds) => Wish::Snooze { token: None, seconds: *seconds }.into(),
            Turn::NotNow => Wish::NotNow { token: None }.into(),
            Turn::Extend { anyway } => {
                Wish::Extend { token: None, accept: if *anyway { all_rules() } else { Default::default() } }.into()
            }
            Turn::Pause => Wish::Pause.into(),
            Turn::Resume => Wish::Resume.into(),
            Turn::Skip(slot) => Wish::Skip { slot: *slot, token: None }.into(),
            Turn::Back => Wish::Back.into(),
            Turn::Prepare(nth) => {
                Wish::Prepare { timer: ["prep-towel", "prep-sponge", "prep-rice"][*nth].into() }.into()
            }
            Turn::Plan(PlanTurn::Quiet(from)) => {
                let hours = (*from < 24).then_some((from * 60, (from * 60 + 300) % 1440));
                Choice::QuietHours { hours }.into()
            }
            Turn::Plan(turn) => Wish::Plan(self.about_plan(*turn)).into(),
            Turn::Practice(wish) => Wish::Practice(*wish).into(),
            Turn::PainChanged => Fact::PainChanged.into(),
            Turn::Answer(flags) => Fact::AnswerFlags { flags: *flags }.into(),
            Turn::Lift => Wish::LiftFlags.into(),
            Turn::GoingToSleep => Report::GoingToSleep.into(),
            Turn::Woke => Report::Woke { told: false }.into(),
            Turn::BatteryLow(low) => Report::BatteryLow(*low).into(),
            Turn::See(see) => Fact::SeeSomeone { see: *see }.into(),
            Turn::Health { kinds, said: [numb, raynauds, heart] } => {
                let ticked = [(Condition::Raynauds, raynauds), (Condition::Heart, heart)];
                Fact::AnswerHealth(HealthAnswers {
                    kinds: kinds.iter().map(|nth| HealthKind::ALL[*nth]).collect(),
                    feels_normally: Some(!numb),
                    skin_whole: Some(true),
                    conditions: ticked.into_iter().filter(|(_, yes)| **yes).map(|(condition, _)| condition).collect(),
                })
                .into()
            }
            Turn::SinceLast([alcohol, medicine, may_doze]) => Fact::SinceLast(SinceLast {
                alcohol: *alcohol,
                medicine: *medicine,
                may_doze: *may_doze,
                ..SinceLast::default()
            })
            .into(),
            Turn::Correct(skin) => {
                Command::skin(self.desk.engine.view().correctable.map(|c| c.token).or_else(|| self.token(false)), *skin)
                    .into()
            }
            Turn::Undo => Wish::Undo { token: None }.into(),
            Turn::Fly(_) | Turn::Pass(_) | Turn::Sleep(_) | Turn::StepWall(_) | Turn::Restart | Turn::Reboot { .. } => {
                return None;
            }
        })
    }

    fn about_plan(&self, turn: PlanTurn) -> PlanWish {
        let plan = self.desk.engine.view().plan;
        let nobody = Token { session: 1, exposure: 2, prompt: 3 };
        let item = plan.and_then(|plan| plan.day.next().map(|item| item.token)).unwrap_or(nobody);
        match turn {
            PlanTurn::Choose(nth) => {
                let id = plans()[nth % plans().len()].id.clone();
                PlanWish::Choose { id, turns: None, agreed_until: None }
            }
            PlanTurn::Own(number) => PlanWish::Own { own: Box::new(own_plan(number)) },
            PlanTurn::Quiet(_) | PlanTurn::Leave => PlanWish::Leave,
            PlanTurn::Pause(nth) => PlanWish::Pause { length: PauseFor::ALL[nth % 3] },
            PlanTurn::Resume => PlanWish::Resume,
            PlanTurn::Worse(true) => PlanWish::Worse,
            PlanTurn::Worse(false) => PlanWish::Usual,
            PlanTurn::Start => PlanWish::Start { item, routine: None, accept: Default::default() },
            PlanTurn::Later => PlanWish::Later { item },
            PlanTurn::LeaveOut => PlanWish::LeaveOut { item },
        }
    }

    /// Plays one turn; gives the answer where it was a request.
    pub(crate) fn play(&mut self, turn: &Turn) -> Option<Result<(), Refused>> {
        if let Some(session) = self.desk.thermal() {
            self.old_tokens.push(session.token);
            if self.old_tokens.len() > 8 {
                self.old_tokens.remove(0);
            }
        }
        if let Some(request) = self.request(turn) {
            let answer = self.desk.ask(request);
            if answer.is_ok() && matches!(turn, Turn::Plan(PlanTurn::Own(_))) {
                self.desk.choose(OWN);
            }
            return Some(answer);
        }
        match turn {
            Turn::Pass(seconds) => self.desk.pass(*seconds),
            Turn::Sleep(seconds) => self.desk.sleep(*seconds),
            Turn::Fly(quarters) => self.desk.go(Arc::new(Fixed(quarters * 900))),
            Turn::Restart => self.desk.restart(),
            Turn::StepWall(error) => {
                // The first believable reading of a boot must be a true one; a dead clock is first set right.
                let machine = &mut self.desk.machine;
                if machine.wall_error == DEAD {
                    machine.wall_error = 0;
                } else if machine.now().wall >= self.believed_from {
                    machine.wall_error = *error;
                }
                self.desk.engine.advance(self.desk.machine.now());
                self.desk.drain();
            }
            Turn::Reboot { off, dead_clock } => {
                self.believed_from = self.believed_from.max(self.desk.machine.now().wall);
                self.desk.reboot(*off, if *dead_clock { DEAD } else { 0 });
            }
            said => debug_assert!(self.request(said).is_some(), "played above"),
        }
        None
    }
}

/// A plan made of a number: any items, at any time, on any days; some are not sound, and are refused.
pub(crate) fn own_plan(number: u64) -> Plan {
    let mut left = number;
    let mut pick = |of: u64| {
        // The constants of a usual generator; each pick uses the upper bits of the next state.
        left = left.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (left >> 33) % of
    };
    let small = |n: u64| u16::try_from(n).unwrap_or(0);
    let routines = ["walk", "stretch-start", "cold-15", "cold-20-20", "heat-pad", "heat-wrap", "breathe", "move-break"];
    let steps = 1 + pick(3);
    let mut step = || {
        let items = (0..=pick(5)).map(|_| {
            let first = usize::try_from(pick(8)).unwrap_or(0);
            let at = pick(2) == 0;
            let clock = Clock(small(pick(96)) * 15);
            let quiet = !at && routines[first] == "move-break";
            Item {
                routines: vec![routines[first].into()],
                name: None,
                at: at.then_some(clock),
                window: None,
                every: (!at).then(|| small(20 + pick(300))),
                from: (!at && pick(2) == 0).then_some(clock),
                until: (!at && pick(2) == 0).then(|| Clock((clock.0 + 480) % 1440)),
                most: (!at).then(|| u8::try_from(1 + pick(6)).unwrap_or(1)),
                turns: (routines[first] == "cold-20-20").then(|| u8::try_from(1 + pick(3)).unwrap_or(1)),
                seconds: None,
                grows_to: None,
                weekdays: Day::ALL.iter().copied().filter(|_| pick(3) > 0).collect(),
                every_days: 0,
                remind: pick(5) > 0,
                quiet,
            }
        });
        PlanStep { items: items.collect(), days: 0 }
    };
    let mut steps: Vec<PlanStep> = (0..steps).map(|_| step()).collect();
    steps.iter_mut().for_each(|step| step.days = small(1 + pick(3)));
    Plan {
        id: OWN.into(),
        title: None,
        turns: Vec::new(),
        review_days: 0,
        endless: pick(2) == 0,
        then: Vec::new(),
        flare: None,
        steps,
    }
}

/// Tells whether an alert calls for taking something off.
pub(crate) fn calls_off(about: &About) -> bool {
    matches!(about, About::TakeOff { .. } | About::MaybeStillOn { .. } | About::GetOut)
}

/// Answers that put something on the body.
pub(crate) const PUTS_ON: [Answer; 3] = [Answer::On, Answer::OnSince, Answer::StillOn];
