//! Plays real sessions on the real engine and keeps each state, so that pages are shown for what truly happens.
#![allow(dead_code, reason = "each test file uses its own part")]

pub(crate) mod day;
pub(crate) mod diary;
pub(crate) mod keys;
pub(crate) mod own_routines;
pub(crate) mod pages;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use lumbar_engine::Engine;
use lumbar_engine::command::{Choice, Command, Fact, HealthAnswers, Input, Report, SinceLast, Start, Wish};
use lumbar_engine::health::{Clinical, Condition};
use lumbar_engine::plan::Plan;
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use lumbar_engine::plan::zone::Fixed;
use lumbar_engine::practice::PracticeWish;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::{BootId, Now};
use lumbar_engine::view::{Doubt, View};
use lumbar_engine::words::{CameOff, Flags, See, Skin, Slot};

/// A person at a desk, with an engine and a clock.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) engine: Engine,
    pub(crate) now: Now,
}

/// One state, with the moment it is shown at.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) view: View,
    pub(crate) now: Now,
}

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::built_in().expect("the built-in routines are sound")
}

impl Desk {
    /// The first run, at ten in the morning.
    pub(crate) fn fresh() -> Self {
        let wall: DateTime<Utc> = "2026-11-22T09:00:07Z".parse().expect("a time");
        let now = Now { boot: BootId(1), ticks: Duration::from_secs(5_000), wall };
        Self { engine: Engine::new(catalogue(), now), now }
    }

    /// Everything answered, nothing wrong.
    pub(crate) fn answered() -> Self {
        let mut desk = Self::fresh();
        desk.ask(Report::BedHours { from: 23 * 60, until: 6 * 60, offset_seconds: 0 });
        desk.ask(Fact::AcceptDisclaimer);
        desk.ask(Fact::AnswerFlags { flags: Flags::None });
        desk.healthy();
        desk
    }

    pub(crate) fn healthy(&mut self) {
        self.ask(Fact::AnswerHealth(HealthAnswers::nothing_wrong()));
    }

    pub(crate) fn ask(&mut self, input: impl Into<Input>) -> &mut Self {
        let _ = self.engine.apply(input, self.now);
        while self.engine.poll_effect().is_some() {}
        self
    }

    pub(crate) fn pass(&mut self, seconds: u64) -> &mut Self {
        // Step by step, as a driver that wakes on time would.
        for _ in 0..seconds {
            self.now.ticks += Duration::from_secs(1);
            self.now.wall += TimeDelta::seconds(1);
            self.engine.advance(self.now);
            while self.engine.poll_effect().is_some() {}
        }
        self
    }

    /// Hours go by, a look every minute.
    pub(crate) fn live(&mut self, minutes: u64) -> &mut Self {
        for _ in 0..minutes {
            self.now.ticks += Duration::from_secs(60);
            self.now.wall += TimeDelta::minutes(1);
            self.engine.advance(self.now);
            while self.engine.poll_effect().is_some() {}
        }
        self
    }

    pub(crate) fn follow(&mut self, id: &str) -> &mut Self {
        self.engine.set_zone(Arc::new(Fixed(3600)));
        self.ask(Wish::Plan(PlanWish::Choose { id: id.into(), turns: None, agreed_until: None }))
    }

    pub(crate) fn start(&mut self, routine: &str) -> &mut Self {
        self.start_turns(routine, None)
    }

    pub(crate) fn start_turns(&mut self, routine: &str, turns: Option<u8>) -> &mut Self {
        let accept = BTreeSet::new();
        self.ask(Wish::Start(Start { turns, accept, ..Start::plain(routine) }))
    }

    pub(crate) fn on(&mut self) -> &mut Self {
        self.ask(Fact::On { token: None, since: 0, sure: true })
    }

    pub(crate) fn off(&mut self) -> &mut Self {
        self.ask(Fact::Off { token: None, when: CameOff::Now })
    }

    pub(crate) fn skin(&mut self, skin: Skin) -> &mut Self {
        let token = self.engine.view().thermal.map(|s| s.token);
        self.ask(Command::skin(token, skin))
    }

    pub(crate) fn shown(&self, name: &str) -> Shown {
        Shown { name: name.into(), view: self.engine.view(), now: self.now }
    }
}

/// A plan of a person's own, with more on its days than anybody does.
const OWN_PLAN: &str = r#"
id = "own"
title = "Desk days"
endless = true
review-days = 14
[[step]]
days = 1
item = [
    { do = ["stretch-start"], at = "07:30" },
    { do = ["heat-pad"], at = "08:00" },
    { do = ["walk"], seconds = 600, every = 60, from = "09:00", until = "18:00", most = 8 },
    { do = ["move-break"], every = 45, from = "09:00", until = "18:00", most = 11, quiet = true },
    { do = ["cold-15"], every = 180, from = "09:00", until = "18:00", most = 3 },
    { do = ["stretch-full"], at = "19:00" },
    { do = ["breathe"], at = "21:30", remind = false },
]
"#;

/// Days with a plan: in the middle of one, paused on a bad day, over.
pub(crate) fn planned() -> Vec<Shown> {
    let mut shown = Vec::new();
    let mut desk = Desk::answered();
    desk.ask(Report::BedHours { from: 22 * 60 + 30, until: 7 * 60, offset_seconds: 3600 });
    // Next morning at half past eight, local.
    desk.follow("plan-two-weeks").live(22 * 60 + 30);
    desk.start("stretch-start").live(6).start("heat-bottle").on();
    for minutes in [5, 10, 5] {
        desk.live(minutes).skin(Skin::Fine);
    }
    shown.push(desk.shown("planned-on"));
    desk.off().live(3 * 60);
    shown.push(desk.shown("planned"));
    let mut bad = desk.clone();
    bad.ask(Wish::Plan(PlanWish::Worse)).ask(Wish::Plan(PlanWish::Pause { length: PauseFor::Hour }));
    shown.push(bad.shown("planned-worse"));
    let mut evening = desk.clone();
    evening.live(9 * 60 + 30);
    shown.push(evening.shown("planned-evening"));
    let mut over = Desk::answered();
    over.follow("plan-article").live(4 * 24 * 60);
    shown.push(over.shown("planned-over"));
    let mut long = Desk::answered();
    long.follow("plan-stiff").live(15 * 24 * 60);
    shown.push(long.shown("planned-review"));
    let mut own = Desk::answered();
    own.engine.set_zone(Arc::new(Fixed(3600)));
    own.ask(Report::BedHours { from: 22 * 60 + 30, until: 7 * 60, offset_seconds: 3600 });
    own.ask(Wish::Plan(PlanWish::Own { own: Box::new(Plan::read(OWN_PLAN).expect("it is a plan")) }));
    own.ask(Choice::QuietHours { hours: Some((12 * 60, 13 * 60 + 30)) }).follow("own").live(25 * 60);
    shown.push(own.shown("planned-own"));
    shown
}

/// The practice turn in each of its steps.
pub(crate) fn practised() -> Vec<Shown> {
    let token = None;
    let mut desk = Desk::fresh();
    let mut shown = Vec::new();
    desk.ask(Wish::Practice(PracticeWish::Begin));
    shown.push(desk.shown("practice-ready"));
    desk.ask(Wish::Practice(PracticeWish::On { token })).pass(4);
    shown.push(desk.shown("practice-on"));
    desk.pass(8);
    shown.push(desk.shown("practice-skin"));
    desk.pass(20);
    shown.push(desk.shown("practice-take-off"));
    desk.ask(Wish::Practice(PracticeWish::Off { token }));
    shown.push(desk.shown("practice-done"));
    shown
}

/// Every phase a session can be in, and what Today looks like beside it.
pub(crate) fn states() -> Vec<Shown> {
    let mut shown = Vec::new();
    let mut keep = |desk: &Desk, name: &str| shown.push(desk.shown(name));

    keep(&Desk::fresh(), "first-run");
    let desk = Desk::answered();
    keep(&desk, "nothing-on");

    // A cold session of three turns.
    let mut cold = Desk::answered();
    cold.start_turns("cold-20-20", Some(3));
    keep(&cold, "ready");
    let mut later = cold.clone();
    later.pass(200);
    keep(&later, "ready-asked-again");
    later.ask(Wish::Snooze { token: None, seconds: 600 }).pass(30);
    keep(&later, "snoozed");
    let mut lapsed = cold.clone();
    lapsed.pass(1_000);
    keep(&lapsed, "lapsed");
    let mut short = cold.clone();
    short.on().pass(40).off().pass(1);
    keep(&short, "ready-after-false-start");
    cold.on().pass(34);
    keep(&cold, "on");
    cold.pass(270);
    keep(&cold, "skin-asked");
    let mut red = cold.clone();
    red.skin(Skin::Red);
    keep(&red, "skin-red");
    let mut bad = cold.clone();
    bad.skin(Skin::Bad);
    keep(&bad, "skin-bad");
    bad.off().pass(5);
    keep(&bad, "ended-skin");
    cold.skin(Skin::Fine).pass(140);
    keep(&cold, "on-checked");
    let mut both = cold.clone();
    both.start("partner").pass(200);
    keep(&both, "on-and-massage");
    cold.pass(170).skin(Skin::Fine).pass(630);
    keep(&cold, "take-off");
    let mut late = cold.clone();
    late.pass(80);
    keep(&late, "take-off-late");
    late.pass(1_400);
    keep(&late, "maybe-still-on");
    let mut honest = late.clone();
    honest.ask(Fact::Off { token: None, when: CameOff::Bell });
    keep(&honest, "skin-after");
    late.off();
    keep(&late, "overran");
    let mut doubtful = cold.shown("take-off-doubt");
    if let Some(session) = &mut doubtful.view.thermal {
        session.doubt = Some(Doubt { most: Some(Duration::from_secs(43 * 60)) });
    }
    let mut unknown = doubtful.clone();
    unknown.name = "take-off-unknown".into();
    if let Some(session) = &mut unknown.view.thermal {
        session.doubt = Some(Doubt { most: None });
    }
    cold.off().pass(200);
    keep(&cold, "resting");
    cold.pass(1_010);
    keep(&cold, "ready-turn-2");
    let mut asked = cold.clone();
    asked.on().pass(60);
    let stale = asked.engine.view().thermal.map(|s| s.token).map(|mut t| {
        t.exposure = 77;
        t
    });
    asked.ask(Fact::Off { token: stale, when: CameOff::Now });
    keep(&asked, "is-it-on");
    cold.ask(Wish::NotNow { token: None });
    keep(&cold, "ended-not-now");

    // Warmth, and packs that are made ready.
    let mut heat = Desk::answered();
    heat.ask(Wish::Prepare { timer: "prep-towel".into() }).pass(200);
    heat.start("heat-pad").on().pass(400);
    keep(&heat, "heat-skin-asked");
    heat.skin(Skin::Fine).pass(60);
    keep(&heat, "heat-on");
    heat.ask(Fact::Stop { slot: Slot::Thermal, hurts: true });
    keep(&heat, "heat-stopped-take-off");
    heat.off();
    keep(&heat, "ended-hurt");

    let mut wrap = Desk::answered();
    wrap.start("heat-wrap").on().pass(700);
    keep(&wrap, "wrap-on");

    for (routine, name) in [("warm-bath", "bath"), ("sauna-steam", "sauna"), ("contrast-shower", "shower")] {
        let mut away = Desk::answered();
        away.start(routine);
        keep(&away, &format!("{name}-ready"));
        away.on().pass(190);
        keep(&away, &format!("{name}-on"));
        away.pass(1_200);
        keep(&away, &format!("{name}-get-out"));
    }
    let mut ice = Desk::answered();
    ice.start("ice-massage-5").on().pass(20);
    keep(&ice, "ice-massage-on");
    ice.pass(300);
    keep(&ice, "ice-massage-take-off");

    let mut contrast = Desk::answered();
    contrast.start("contrast-packs").on().pass(100);
    keep(&contrast, "contrast-on");
    let mut three = Desk::answered();
    three.start("warm-stretch-cool");
    keep(&three, "unplug-ready");
    three.on().pass(301).skin(Skin::Fine).pass(600).off().pass(5);
    keep(&three, "unplug");

    // Movement and massage.
    let mut moving = Desk::answered();
    moving.start("stretch-start").pass(3);
    keep(&moving, "move-lie-down");
    moving.pass(39);
    keep(&moving, "move-left");
    moving.pass(31);
    keep(&moving, "move-right");
    let mut paused = moving.clone();
    paused.ask(Wish::Pause).pass(20);
    keep(&paused, "move-paused");
    moving.pass(400);
    keep(&moving, "ended-done");
    let mut partner = Desk::answered();
    partner.start("partner").pass(200);
    keep(&partner, "partner-left");

    let mut full = Desk::answered();
    for _ in 0..2 {
        full.start_turns("cold-20-20", Some(3));
        for _ in 0..3 {
            full.on().pass(310).skin(Skin::Fine).pass(300).skin(Skin::Fine).pass(600).off().pass(1_205);
        }
        full.pass(3_700);
    }
    full.start("stretch-start").pass(300);
    full.start("heat-bottle").on().pass(301).skin(Skin::Fine).pass(620).skin(Skin::Fine).pass(300).off();
    keep(&full, "busy-day");

    // Gates.
    let mut flags = Desk::answered();
    flags.ask(Fact::AnswerFlags { flags: Flags::Unsure });
    keep(&flags, "flags-unsure");
    let mut see = Desk::answered();
    see.ask(Fact::SeeSomeone { see: Some(See::Today) });
    keep(&see, "see-today");
    let mut emergency = Desk::answered();
    emergency.ask(Fact::AnswerFlags { flags: Flags::Emergency });
    keep(&emergency, "flags-emergency");
    emergency.pass(601);
    keep(&emergency, "flags-emergency-later");
    let mut changed = Desk::fresh();
    changed.ask(Fact::AcceptDisclaimer).ask(Fact::AnswerFlags { flags: Flags::None }).ask(Fact::PainChanged);
    keep(&changed, "pain-changed");
    let mut unwell = Desk::answered();
    unwell.ask(Fact::AnswerHealth(HealthAnswers {
        skin_whole: Some(false),
        conditions: Condition::ALL.iter().copied().collect(),
        ..HealthAnswers::nothing_wrong()
    }));
    unwell.ask(Fact::SinceLast(SinceLast {
        alcohol: true,
        medicine: true,
        swelling: true,
        skin_trouble: true,
        may_doze: true,
    }));
    unwell.ask(Fact::ClinicianSaysFine { about: Clinical::Condition(Condition::Heart), fine: true });
    keep(&unwell, "unwell");
    // More than a year later: what was for now has run out, and the clinician's word is too old.
    unwell.now.ticks += Duration::from_secs(400 * 86_400);
    unwell.now.wall += TimeDelta::days(400);
    unwell.engine.advance(unwell.now);
    keep(&unwell, "unwell-later");

    shown.push(doubtful);
    shown.push(unknown);
    shown
}
