//! Decides what a button asks for: the same answer from a notification, the tray or a page is the same request.

use lumbar_engine::alert::{Alert, Tag};
use lumbar_engine::command::{Command, Fact, SNOOZE_USUAL, Wish};
use lumbar_engine::plan::wish::PlanWish;
use lumbar_engine::words::{Answer, CameOff, Slot, Token};
use std::collections::BTreeSet;

/// A press: the answer and what it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Press {
    /// What was answered.
    pub(crate) answer: Answer,
    /// To which prompt.
    pub(crate) token: Token,
    /// About which session.
    pub(crate) slot: Slot,
}

impl Press {
    /// The press a button of this alert stands for.
    pub(crate) fn of(alert: &Alert, answer: Answer) -> Self {
        Self { answer, token: alert.token, slot: slot_of(alert.tag) }
    }

    /// Writes it as the key of a notification's button.
    pub(crate) fn key(self) -> String {
        let Self { answer, token, slot } = self;
        format!("{}/{token}/{}", answer.code(), slot.code())
    }

    /// Reads the key back; `None` for a key that is not ours.
    pub(crate) fn read(key: &str) -> Option<Self> {
        let mut parts = key.split('/');
        let press = Self {
            answer: Answer::from_code(parts.next()?)?,
            token: parts.next()?.parse().ok()?,
            slot: slot(parts.next()?)?,
        };
        parts.next().is_none().then_some(press)
    }

    /// What it tells the engine; `None` = it opens the window.
    pub(crate) fn command(self) -> Option<Command> {
        let token = Some(self.token);
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
            Answer::Skip => Wish::Skip { slot: self.slot, token }.into(),
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
    }
}

/// The page an alert is about.
pub(crate) fn page_of(tag_key: &str) -> &'static str {
    match tag_key {
        "thermal" => "/session/thermal",
        "activity" => "/session/activity",
        _ => "/",
    }
}

fn slot_of(tag: Tag) -> Slot {
    match tag {
        Tag::Activity => Slot::Activity,
        Tag::Thermal | Tag::Timer(_) | Tag::App | Tag::Plan | Tag::Hint => Slot::Thermal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_survives_the_way_to_the_server_and_back() {
        let token = Token { session: 3, exposure: 1, prompt: 7 };
        for answer in Answer::ALL.iter().copied() {
            for slot in Slot::ALL.iter().copied() {
                let press = Press { answer, token, slot };
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
    fn only_opening_says_nothing_to_the_engine() {
        let token = Token { session: 3, exposure: 1, prompt: 7 };
        for answer in Answer::ALL.iter().copied() {
            let press = Press { answer, token, slot: Slot::Thermal };
            assert_eq!(press.command().is_none(), answer == Answer::Open, "{answer:?}");
        }
    }
}
