//! Decides what a button asks for: the same answer from a notification, the tray or a page is the same request.

use lumbar_engine::alert::{Alert, Tag};
use lumbar_engine::command::{Command, Fact, SNOOZE_USUAL, Wish};
use lumbar_engine::plan::wish::PlanWish;
use lumbar_engine::practice::PracticeWish;
use lumbar_engine::words::{Answer, CameOff, Skin, Slot, Token};
use lumbar_ui::settings::{PLAN_OVER, PRACTICE_OVER};
use std::collections::BTreeSet;

use crate::store::Preference;

/// A press: the answer and what it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Press {
    /// What was answered.
    pub(crate) answer: Answer,
    /// To which prompt.
    pub(crate) token: Token,
    /// About what.
    pub(crate) of: Of,
}

/// What a press is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// A session.
    Session(Slot),
    /// The practice turn, which is no session: nothing that is said to it is a word about the body.
    Practice,
}

impl Of {
    /// Its word in a button's key.
    fn code(self) -> &'static str {
        match self {
            Self::Session(slot) => slot.code(),
            Self::Practice => PRACTICE,
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        if code == PRACTICE { Some(Self::Practice) } else { slot(code).map(Self::Session) }
    }

    /// The page it is on.
    pub(crate) fn page(self) -> &'static str {
        match self {
            Self::Session(slot) => page_of(slot.code()),
            Self::Practice => page_of(PRACTICE),
        }
    }
}

/// The tag of a test of notifications.
pub(super) const TRIAL: &str = "trial";

/// The word for the practice turn in keys and tags.
const PRACTICE: &str = "practice";

impl Press {
    /// The press a button of this alert stands for.
    pub(crate) fn of(alert: &Alert, answer: Answer) -> Self {
        Self { answer, token: alert.token, of: of(alert.tag) }
    }

    /// Writes it as the key of a notification's button.
    pub(crate) fn key(self) -> String {
        let Self { answer, token, of } = self;
        format!("{}/{token}/{}", answer.code(), of.code())
    }

    /// Reads the key back; `None` for a key that is not ours.
    pub(crate) fn read(key: &str) -> Option<Self> {
        let mut parts = key.split('/');
        let press = Self {
            answer: Answer::from_code(parts.next()?)?,
            token: parts.next()?.parse().ok()?,
            of: Of::from_code(parts.next()?)?,
        };
        parts.next().is_none().then_some(press)
    }

    /// What it tells the engine; `None` = it opens the window.
    pub(crate) fn command(self) -> Option<Command> {
        let token = Some(self.token);
        let slot = match self.of {
            Of::Session(slot) => slot,
            Of::Practice => return self.practice().map(|wish| Wish::Practice(wish).into()),
        };
        Some(match self.answer {
            Answer::On => Fact::On { token, since: 0, sure: false }.into(),
            Answer::OnSince => Fact::OnSinceAsked { token }.into(),
            Answer::NotNow => Wish::NotNow { token }.into(),
            Answer::Snooze => Wish::Snooze { token, seconds: SNOOZE_USUAL }.into(),
            Answer::SkinFine => Wish::SkinFine { token }.into(),
            Answer::SkinRed => Fact::SkinRed { token }.into(),
            Answer::SkinBad => Fact::SkinBad { token }.into(),
            Answer::Off => Fact::Off { token, when: CameOff::Now }.into(),
            Answer::OffAtBell => Fact::Off { token, when: CameOff::Bell }.into(),
            Answer::StillOn => Fact::StillOn { token, on: true }.into(),
            Answer::NotOn => Fact::StillOn { token, on: false }.into(),
            Answer::Extend => Wish::Extend { token, accept: BTreeSet::new() }.into(),
            Answer::Skip => Wish::Skip { slot, token }.into(),
            Answer::Undo => Wish::Undo { token }.into(),
            Answer::StartPlanned => {
                let (item, accept) = (self.token, BTreeSet::new());
                Wish::Plan(PlanWish::Start { item, routine: None, accept }).into()
            }
            Answer::PlannedLater => Wish::Plan(PlanWish::Later { item: self.token }).into(),
            Answer::LeaveOut => Wish::Plan(PlanWish::LeaveOut { item: self.token }).into(),
            Answer::Open => return None,
        })
    }

    /// What it says to the practice turn: only what that asks.
    fn practice(self) -> Option<PracticeWish> {
        let token = Some(self.token);
        Some(match self.answer {
            Answer::On => PracticeWish::On { token },
            Answer::SkinFine => PracticeWish::Skin { token, skin: Skin::Fine },
            Answer::SkinRed => PracticeWish::Skin { token, skin: Skin::Red },
            Answer::SkinBad => PracticeWish::Skin { token, skin: Skin::Bad },
            Answer::Off => PracticeWish::Off { token },
            Answer::NotNow => PracticeWish::End,
            Answer::OnSince
            | Answer::Snooze
            | Answer::OffAtBell
            | Answer::StillOn
            | Answer::NotOn
            | Answer::Extend
            | Answer::Skip
            | Answer::Undo
            | Answer::StartPlanned
            | Answer::PlannedLater
            | Answer::LeaveOut
            | Answer::Open => return None,
        })
    }
}

/// Reads the word of a slot.
pub(crate) fn slot(code: &str) -> Option<Slot> {
    Slot::from_code(code)
}

/// What a command is a person's answer to, which may be ringing; `None` = it answers nothing.
pub(crate) fn answered(command: &Command) -> Option<Tag> {
    match command {
        Command::Fact(fact) => match fact {
            Fact::On { .. }
            | Fact::OnSinceAsked { .. }
            | Fact::Off { .. }
            | Fact::SkinRed { .. }
            | Fact::SkinBad { .. }
            | Fact::StillOn { .. } => Some(Tag::Thermal),
            Fact::Stop { slot, .. } => Some((*slot).into()),
            Fact::AcceptDisclaimer
            | Fact::AnswerFlags { .. }
            | Fact::SeeSomeone { .. }
            | Fact::AnswerHealth(_)
            | Fact::SinceLast(_)
            | Fact::ClinicianSaysFine { .. }
            | Fact::PainChanged
            | Fact::Noted { .. } => None,
        },
        Command::Wish(wish) => match wish {
            Wish::SkinFine { .. }
            | Wish::Snooze { .. }
            | Wish::NotNow { .. }
            | Wish::Extend { .. }
            | Wish::Undo { .. } => Some(Tag::Thermal),
            Wish::Skip { slot, .. } => Some((*slot).into()),
            Wish::Unprepare { id } => Some(Tag::Timer(*id)),
            Wish::Plan(
                PlanWish::Start { .. } | PlanWish::Later { .. } | PlanWish::LeaveOut { .. } | PlanWish::Pause { .. },
            ) => Some(Tag::Plan),
            Wish::Plan(_) => None,
            Wish::Practice(_) => Some(Tag::Practice),
            Wish::Start(_)
            | Wish::UsePack { .. }
            | Wish::Call { .. }
            | Wish::Pause
            | Wish::Resume
            | Wish::Back
            | Wish::Prepare { .. }
            | Wish::Diary(_)
            | Wish::LiftFlags => None,
        },
        Command::Choice(_) => None,
    }
}

/// The offer that is over with a command: who has practised, or follows a plan, is not offered it any more.
pub(super) fn settles(command: &Command) -> Option<Preference> {
    match command {
        Command::Wish(Wish::Practice(PracticeWish::Off { .. } | PracticeWish::End)) => {
            Some(Preference::set(&PRACTICE_OVER, &true))
        }
        Command::Wish(Wish::Plan(PlanWish::Choose { .. } | PlanWish::Own { .. })) => {
            Some(Preference::set(&PLAN_OVER, &true))
        }
        Command::Fact(_) | Command::Wish(_) | Command::Choice(_) => None,
    }
}

/// Tells whether an answer ends this alarm. The question whether a pack is on the body is about what warms or cools.
pub(crate) fn ends(answered: Tag, alarm: Tag) -> bool {
    let about = |tag| if tag == Tag::App { Tag::Thermal } else { tag };
    about(answered) == about(alarm)
}

/// The name of what an alert replaces, for the notification server's side.
pub(crate) fn tag_key(tag: Tag) -> String {
    match tag {
        Tag::Thermal => "thermal".into(),
        Tag::Activity => "activity".into(),
        Tag::Timer(id) => format!("timer-{id}"),
        Tag::App => "app".into(),
        Tag::Plan => "plan".into(),
        Tag::Hint => "hint".into(),
        Tag::Practice => PRACTICE.into(),
    }
}

/// The page an alert is about.
pub(crate) fn page_of(tag_key: &str) -> &'static str {
    match tag_key {
        "thermal" => "/session/thermal",
        "activity" => "/session/activity",
        PRACTICE => "/practice",
        TRIAL => "/notifications",
        _ => "/",
    }
}

fn of(tag: Tag) -> Of {
    match tag {
        Tag::Activity => Of::Session(Slot::Activity),
        Tag::Practice => Of::Practice,
        Tag::Thermal | Tag::Timer(_) | Tag::App | Tag::Plan | Tag::Hint => Of::Session(Slot::Thermal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_survives_the_way_to_the_server_and_back() {
        let token = Token { session: 3, exposure: 1, prompt: 7 };
        for answer in Answer::ALL.iter().copied() {
            let all = Slot::ALL.iter().copied().map(Of::Session).chain([Of::Practice]);
            for of in all {
                let press = Press { answer, token, of };
                assert_eq!(Press::read(&press.key()), Some(press), "{answer:?}");
            }
        }
    }

    #[test]
    fn an_answer_ends_the_alarm_it_is_about_and_no_other() {
        let fine: Command = Fact::Off { token: None, when: CameOff::Now }.into();
        let enough = |slot| Command::from(Fact::Stop { slot, hurts: false });
        for (request, ended, rings_on) in [
            (fine, [Tag::Thermal, Tag::App], Tag::Activity),
            (enough(Slot::Thermal), [Tag::Thermal, Tag::App], Tag::Timer(1)),
            (enough(Slot::Activity), [Tag::Activity, Tag::Activity], Tag::Thermal),
            (Wish::Unprepare { id: 1 }.into(), [Tag::Timer(1), Tag::Timer(1)], Tag::Thermal),
        ] {
            let tag = answered(&request).unwrap();
            assert!(ended.into_iter().all(|alarm| ends(tag, alarm)) && !ends(tag, rings_on), "{request:?}");
        }
        assert_eq!(answered(&Wish::Pause.into()), None);
    }

    #[test]
    fn keys_of_others_are_not_ours() {
        for key in ["", "default", "on", "on/1.2", "on/1.2.3", "dance/1.2.3/thermal", "on/1.2.3/thermal/x"] {
            assert_eq!(Press::read(key), None, "{key}");
        }
    }

    #[test]
    fn a_press_about_practice_is_never_a_word_about_the_body() {
        let token = Token { session: 0, exposure: 3, prompt: 2 };
        for answer in Answer::ALL.iter().copied() {
            let command = Press { answer, token, of: Of::Practice }.command();
            assert!(matches!(command, None | Some(Command::Wish(Wish::Practice(_)))), "{answer:?}: {command:?}");
        }
    }

    #[test]
    fn only_opening_says_nothing_to_the_engine() {
        let token = Token { session: 3, exposure: 1, prompt: 7 };
        for answer in Answer::ALL.iter().copied() {
            let press = Press { answer, token, of: Of::Session(Slot::Thermal) };
            assert_eq!(press.command().is_none(), answer == Answer::Open, "{answer:?}");
        }
    }
}
