//! Four days as people live them, with the presses they cost: what CONTENT promises of the article's day, of warmth, of a wrap at
//! work and of a night with pain. The counts stand in docs/scripts.md.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeSet;

use lumbar_engine::alert::Sound;
use lumbar_engine::command::{Fact, Report, Start, Wish};
use lumbar_engine::offer::MayStart;
use lumbar_engine::rules::RuleId;
use lumbar_engine::view::PhaseView;
use lumbar_engine::words::{CameOff, Skin, Slot};
use support::Desk;

/// What a story has cost so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Cost {
    /// Buttons pressed, by a person who answers everything that is asked.
    presses: usize,
    /// Starts that asked something first.
    questions: usize,
    /// Lines that were told beside a start.
    told: usize,
    /// Notifications with a sound.
    calls: usize,
    /// Notifications that only lie in the list.
    silent: usize,
}

/// Somebody who uses Lumbar and answers what is asked.
struct Person {
    desk: Desk,
    cost: Cost,
}

impl Person {
    fn new() -> Self {
        let mut desk = Desk::healthy();
        desk.ask(Report::BedHours { from: 23 * 60, until: 6 * 60, offset_seconds: 0 }).unwrap();
        desk.alerts.clear();
        Self { desk, cost: Cost::default() }
    }

    /// What it has cost since the last look.
    fn spent(&mut self) -> Cost {
        std::mem::take(&mut self.cost)
    }

    /// The next time the clock shows this, hours and minutes. Stories begin at noon.
    fn until(&mut self, hour: u64, minute: u64) {
        let now = (self.desk.machine.now().wall.timestamp() as u64) % 86_400;
        let then = hour * 3600 + minute * 60;
        self.pass((then + 86_400 - now) % 86_400);
    }

    fn pass(&mut self, seconds: u64) {
        self.desk.pass(seconds);
        self.count();
    }

    fn count(&mut self) {
        for alert in std::mem::take(&mut self.desk.alerts) {
            match alert.sound {
                Sound::Silent => self.cost.silent += 1,
                _ => self.cost.calls += 1,
            }
        }
    }

    fn press(&mut self, what: impl Into<lumbar_engine::command::Input>) {
        self.desk.ask(what).unwrap();
        self.cost.presses += 1;
        self.count();
    }

    /// Starts it, past what asks first; a refusal fails the story.
    fn start(&mut self, start: Start) {
        let offer = self.desk.engine.view().offers[&start.routine].clone();
        let terms = offer.with_turns(start.turns.unwrap_or(offer.usual)).unwrap();
        let accept: BTreeSet<RuleId> = match &terms.may_start {
            MayStart::Allowed => BTreeSet::new(),
            MayStart::AfterWarnings(rules) => rules.clone(),
            MayStart::Refused(refused) => panic!("{}: {refused:?}", start.routine),
        };
        self.cost.questions += accept.len();
        self.cost.told += terms.told.len();
        self.press(Wish::Start(Start { accept, ..start }));
    }

    /// One time on the body: on, every question about the skin, off.
    fn wear(&mut self) {
        self.press(Fact::On { token: None, since: 0, sure: false });
        while self.desk.phase() == Some(PhaseView::Running) {
            self.pass(60);
            let asked = self.desk.engine.pending().iter().any(|q| q.question == lumbar_engine::view::Asked::Skin);
            if asked {
                self.press(lumbar_engine::command::Command::skin(None, Skin::Fine));
            }
        }
        self.press(Fact::Off { token: None, when: CameOff::Now });
    }

    /// Turns of ice, twenty on and twenty off.
    fn block(&mut self, turns: u8) {
        self.start(Start { turns: Some(turns), ..Start::plain("cold-20-20") });
        for turn in 1..=turns {
            self.wear();
            if turn < turns {
                self.pass(1200);
            }
        }
    }

    /// Ten turns in blocks of three, an hour between the blocks.
    fn articles_day(&mut self) -> Cost {
        for block in [3, 3, 3, 1] {
            self.block(block);
            self.pass(3600);
        }
        self.spent()
    }
}

#[test]
fn the_articles_day_twice_the_second_ten_minutes_earlier() {
    let mut person = Person::new();
    person.until(8, 0);
    person.spent();
    let first = person.articles_day();
    person.until(7, 50);
    person.spent();
    let second = person.articles_day();
    // Four starts, and for each turn "on", one look at the skin and "off"; a second look until three turns went well.
    assert_eq!((first.presses, second.presses), (37, 34));
    assert!(second.presses <= 4 * 10, "four a turn at the most");
    for day in [first, second] {
        assert_eq!(day.questions, 0, "nothing is asked again");
        assert!(day.told <= 1, "{day:?}");
    }
    assert_eq!((first.told, second.told), (1, 1), "the seventh turn of a day");
    println!("first {first:?}\nsecond {second:?}");
}

#[test]
fn warmth_three_times_a_day() {
    let mut person = Person::new();
    person.until(8, 0);
    person.spent();
    for hour in [8, 13, 19] {
        person.until(hour, 0);
        person.start(Start::plain("heat-pad"));
        person.wear();
    }
    let day = person.spent();
    // Start, on, two looks at the skin, off.
    assert_eq!((day.presses, day.questions, day.told), (15, 0, 0), "{day:?}");
    println!("{day:?}");
}

#[test]
fn a_wrap_over_eight_hours_at_work() {
    let mut person = Person::new();
    person.until(8, 30);
    person.spent();
    person.start(Start { length: Some(28_800), ..Start::plain("heat-wrap") });
    person.press(Fact::On { token: None, since: 0, sure: false });
    person.pass(28_799);
    assert_eq!(person.desk.phase(), Some(PhaseView::Running), "nobody answered, and it is still on");
    let worn = person.cost;
    person.pass(1);
    person.press(Fact::Off { token: None, when: CameOff::Now });
    let day = person.spent();
    assert!(day.presses <= 5, "{day:?}");
    assert_eq!((day.presses, day.questions, day.told), (3, 0, 0));
    // Among other people: one call to put it on, then only what lies in the list, and the alarm at the end.
    assert_eq!((worn.calls, worn.silent), (1, 4));
    println!("{day:?}");
}

#[test]
fn a_night_with_pain() {
    let mut person = Person::new();
    person.until(2, 0);
    person.spent();
    // Ten minutes of ice, warmth when it has worn off, a few minutes of movement.
    person.start(Start { turns: Some(1), ..Start::plain("cold-10") });
    person.wear();
    person.press(Fact::Stop { slot: Slot::Thermal, hurts: false });
    person.pass(2400);
    person.start(Start::plain("heat-bottle"));
    person.wear();
    person.pass(600);
    person.start(Start::plain("breathe"));
    person.pass(600);
    let night = person.spent();
    // "Are you awake?" at ice and at warmth, and nothing else.
    assert_eq!((night.presses, night.questions, night.told), (11, 2, 0), "{night:?}");
    println!("{night:?}");
    // Ice for twenty minutes is not for the night, however it is asked for.
    let offer = &person.desk.engine.view().offers["cold-20-20"];
    assert!(!offer.is_offered());
}
