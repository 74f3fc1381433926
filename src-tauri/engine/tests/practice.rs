//! The practice turn: the whole way of a turn in half a minute, and no trace of it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use lumbar_engine::alert::{About, Alert, Sound, Tag, Urgency};
use lumbar_engine::command::{Fact, Wish};
use lumbar_engine::practice::{PracticeAt, PracticeWish};
use lumbar_engine::refusal::Refused;
use lumbar_engine::words::{Answer, CameOff, Skin, Slot};
use support::Desk;

const ON: PracticeWish = PracticeWish::On { token: None };
const FINE: PracticeWish = PracticeWish::Skin { token: None, skin: Skin::Fine };
const OFF: PracticeWish = PracticeWish::Off { token: None };

/// The rules, the plan and the diary see nothing of it.
trait Practises {
    fn practise(&mut self, wish: PracticeWish) -> Result<(), Refused>;
    fn at(&self) -> Option<PracticeAt>;
    fn told(&mut self) -> Vec<Alert>;
}

impl Practises for Desk {
    fn practise(&mut self, wish: PracticeWish) -> Result<(), Refused> {
        self.ask(Wish::Practice(wish))
    }

    fn at(&self) -> Option<PracticeAt> {
        self.engine.view().practice.map(|practice| practice.at)
    }

    /// What was said of it since this was asked last.
    fn told(&mut self) -> Vec<Alert> {
        std::mem::take(&mut self.alerts).into_iter().filter(|alert| alert.tag == Tag::Practice).collect()
    }
}

fn what(alerts: &[Alert]) -> Vec<PracticeAt> {
    let at = |alert: &Alert| match alert.about {
        About::Practice { at } => at,
        _ => panic!("{alert:?}"),
    };
    alerts.iter().map(at).collect()
}

#[test]
fn it_goes_the_way_of_a_turn_in_half_a_minute_without_an_answer_to_any_question() {
    // Nothing was accepted and no question answered: it needs none of that.
    let mut desk = Desk::fresh();
    assert_eq!(desk.at(), None);
    desk.practise(PracticeWish::Begin).unwrap();
    assert_eq!((desk.at(), what(&desk.told())), (Some(PracticeAt::Ready), vec![PracticeAt::Ready]));
    desk.pass(60);
    assert_eq!(desk.at(), Some(PracticeAt::Ready), "its clock waits for the press, too");
    desk.practise(ON).unwrap();
    assert_eq!(desk.at(), Some(PracticeAt::On));
    desk.pass(9);
    assert!(desk.told().is_empty());
    desk.pass(1);
    let skin = desk.told();
    assert_eq!((desk.at(), what(&skin)), (Some(PracticeAt::Skin), vec![PracticeAt::Skin]));
    assert_eq!(skin[0].answers, [Answer::SkinFine, Answer::SkinRed, Answer::SkinBad]);
    desk.practise(FINE).unwrap();
    assert_eq!(desk.at(), Some(PracticeAt::On));
    desk.pass(19);
    assert_eq!(desk.at(), Some(PracticeAt::On));
    desk.pass(1);
    let bell = desk.told();
    assert_eq!((desk.at(), what(&bell)), (Some(PracticeAt::TakeOff), vec![PracticeAt::TakeOff]));
    // The bell of the real thing: it is the test of it.
    assert_eq!((bell[0].urgency, bell[0].sound, bell[0].raise), (Urgency::Critical, Sound::Alarm, true));
    desk.pass(30);
    assert_eq!(what(&desk.told()), [PracticeAt::TakeOff; 2], "it rings again until it is off");
    desk.practise(OFF).unwrap();
    assert_eq!((desk.at(), what(&desk.told())), (Some(PracticeAt::Done), vec![PracticeAt::Done]));
    desk.pass(180);
    assert_eq!(desk.at(), None);
    assert!(desk.events.is_empty(), "{:?}", desk.events);
    assert!(desk.engine.exposures().is_empty());
    let untouched = Desk::fresh().engine.view();
    assert_eq!(desk.engine.view().day, untouched.day);
    assert_eq!(desk.engine.view().last, None);
}

#[test]
fn red_skin_and_an_early_press_end_it_as_they_end_a_turn() {
    for skin in [Skin::Red, Skin::Bad] {
        let mut desk = Desk::healthy();
        desk.practise(PracticeWish::Begin).unwrap();
        desk.practise(ON).unwrap();
        desk.pass(10);
        desk.practise(PracticeWish::Skin { token: None, skin }).unwrap();
        assert_eq!(desk.at(), Some(PracticeAt::TakeOff), "{skin:?}");
        assert!(desk.engine.view().locks.is_empty(), "nothing is closed for it");
        assert_eq!(desk.engine.view().correctable, None);
        desk.practise(OFF).unwrap();
        desk.start("cold-15").unwrap();
    }
    let mut desk = Desk::healthy();
    desk.practise(PracticeWish::Begin).unwrap();
    desk.practise(ON).unwrap();
    desk.practise(OFF).unwrap();
    assert_eq!(desk.at(), Some(PracticeAt::Done));
}

#[test]
fn a_question_without_an_answer_gives_way_to_the_bell_and_the_bell_to_silence() {
    let mut desk = Desk::healthy();
    desk.practise(PracticeWish::Begin).unwrap();
    desk.practise(ON).unwrap();
    desk.pass(30);
    assert_eq!(desk.at(), Some(PracticeAt::TakeOff));
    desk.told();
    desk.pass(179);
    assert_eq!(desk.told().len(), 4, "nobody is called back to a rehearsal for long");
    desk.pass(1);
    assert_eq!(desk.at(), None);
    assert_eq!(desk.engine.next_wake().after, None);

    // Asleep through all of it, nothing is said about it afterwards.
    desk.practise(PracticeWish::Begin).unwrap();
    desk.practise(ON).unwrap();
    desk.told();
    desk.sleep(3600);
    assert_eq!((desk.at(), desk.told()), (None, vec![]));
}

#[test]
fn it_does_not_begin_while_something_is_real_and_ends_for_it() {
    let mut desk = Desk::healthy();
    assert_eq!(desk.practise(ON), Err(Refused::NothingRunning));
    desk.start("cold-15").unwrap();
    let busy = Err(Refused::Busy { routine: "cold-15".into() });
    assert_eq!(desk.practise(PracticeWish::Begin), busy);
    desk.on();
    assert_eq!(desk.practise(PracticeWish::Begin), busy);
    desk.pass(300);
    desk.ask(Fact::Off { token: None, when: CameOff::Now }).unwrap();
    desk.ask(Fact::Stop { slot: Slot::Thermal, hurts: false }).unwrap();

    for routine in ["heat-bottle", "walk"] {
        let mut desk = Desk::healthy();
        desk.practise(PracticeWish::Begin).unwrap();
        desk.practise(ON).unwrap();
        desk.start(routine).unwrap();
        assert_eq!(desk.at(), None, "{routine} is real");
        desk.told();
        desk.pass(60);
        assert!(desk.told().is_empty(), "nothing of it rings into {routine}");
    }

    // A word about the body is about the body: it is never taken for practice.
    desk.pass(1200);
    desk.practise(PracticeWish::Begin).unwrap();
    desk.ask(Fact::On { token: Some(desk.engine.view().practice.unwrap().token), since: 0, sure: false }).unwrap();
    assert_eq!(desk.at(), None);
    assert!(desk.engine.on_body(), "a pack may be on: it is asked");
    assert_eq!(desk.practise(PracticeWish::Begin), Err(Refused::IsItOn));
}

#[test]
fn a_button_of_another_prompt_or_another_practice_is_outdated() {
    let mut desk = Desk::healthy();
    desk.practise(PracticeWish::Begin).unwrap();
    let token = desk.told()[0].token;
    desk.practise(PracticeWish::On { token: Some(token) }).unwrap();
    assert_eq!(desk.practise(PracticeWish::On { token: Some(token) }), Err(Refused::Outdated));
    assert_eq!(desk.practise(FINE), Err(Refused::NotNow), "it has not asked yet");
    // Begun again, it is another one.
    desk.practise(PracticeWish::Begin).unwrap();
    assert_eq!(desk.practise(PracticeWish::On { token: Some(token) }), Err(Refused::Outdated));
    desk.practise(PracticeWish::End).unwrap();
    assert_eq!(desk.at(), None);
    assert_eq!(desk.practise(PracticeWish::End), Err(Refused::NothingRunning));
}

#[test]
fn a_restart_in_the_middle_says_again_what_it_asks() {
    let mut desk = Desk::healthy();
    desk.practise(PracticeWish::Begin).unwrap();
    desk.practise(ON).unwrap();
    desk.pass(12);
    let before = desk.engine.view();
    desk.told();
    desk.restart();
    assert_eq!(desk.engine.view(), before);
    assert_eq!(what(&desk.told()), [PracticeAt::Skin]);
}
