//! Decides what a button asks for: the same answer from a notification, the tray or a page is the same request.

use lumbar_engine::alert::{Alert, Answer, Tag};
use lumbar_engine::request::{CameOff, Request, Skin, Slot, Token};
use std::collections::BTreeSet;

/// "In 10 minutes", s.
const SNOOZE: u32 = 600;

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

    /// What it asks of the engine; `None` = it opens the window.
    pub(crate) fn request(self) -> Option<Request> {
        let token = Some(self.token);
        Some(match self.answer {
            Answer::On => Request::On { token, since: 0 },
            Answer::OnSince => Request::OnSinceAsked { token },
            Answer::NotNow => Request::NotNow { token },
            Answer::Snooze => Request::Snooze { token, seconds: SNOOZE },
            Answer::SkinFine => Request::Skin { token, skin: Skin::Fine },
            Answer::SkinRed => Request::Skin { token, skin: Skin::Red },
            Answer::SkinBad => Request::Skin { token, skin: Skin::Bad },
            Answer::Off => Request::Off { token, when: CameOff::Now },
            Answer::OffAtBell => Request::Off { token, when: CameOff::Bell },
            Answer::StillOn => Request::StillOn { token, on: true },
            Answer::NotOn => Request::StillOn { token, on: false },
            Answer::Extend => Request::Extend { token, accept: BTreeSet::new() },
            Answer::Skip => Request::Skip { slot: self.slot, token },
            Answer::Open => return None,
        })
    }
}

/// Reads the word of a slot.
pub(crate) fn slot(code: &str) -> Option<Slot> {
    [Slot::Thermal, Slot::Activity].into_iter().find(|slot| slot.code() == code)
}

/// What a request is a person's answer to, which may be ringing; `None` = it answers nothing.
pub(crate) fn answered(request: &Request) -> Option<Tag> {
    match request {
        Request::On { .. }
        | Request::OnSinceAsked { .. }
        | Request::Off { .. }
        | Request::Skin { .. }
        | Request::StillOn { .. }
        | Request::Snooze { .. }
        | Request::NotNow { .. }
        | Request::Extend { .. } => Some(Tag::Thermal),
        Request::Stop { slot, .. } | Request::Skip { slot, .. } => Some((*slot).into()),
        Request::Unprepare { id } => Some(Tag::Timer(*id)),
        Request::Start(_)
        | Request::Pause
        | Request::Resume
        | Request::Back
        | Request::Prepare { .. }
        | Request::AcceptDisclaimer { .. }
        | Request::AnswerFlags(_)
        | Request::LiftFlags
        | Request::AnswerHealth { .. }
        | Request::ClinicianSaysFine { .. }
        | Request::PainChanged
        | Request::ChooseBedHours { .. }
        | Request::Noted { .. }
        | Request::BedHours { .. }
        | Request::GoingToSleep
        | Request::Woke { .. }
        | Request::BatteryLow(_) => None,
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
        Tag::Thermal | Tag::Timer(_) | Tag::App => Slot::Thermal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_survives_the_way_to_the_server_and_back() {
        let token = Token { session: 3, exposure: 1, prompt: 7 };
        for answer in Answer::ALL {
            for slot in [Slot::Thermal, Slot::Activity] {
                let press = Press { answer, token, slot };
                assert_eq!(Press::read(&press.key()), Some(press), "{answer:?}");
            }
        }
    }

    #[test]
    fn an_answer_ends_the_alarm_it_is_about_and_no_other() {
        let fine = Request::Off { token: None, when: CameOff::Now };
        let enough = |slot| Request::Stop { slot, hurts: false };
        for (request, ended, rings_on) in [
            (fine, [Tag::Thermal, Tag::App], Tag::Activity),
            (enough(Slot::Thermal), [Tag::Thermal, Tag::App], Tag::Timer(1)),
            (enough(Slot::Activity), [Tag::Activity, Tag::Activity], Tag::Thermal),
            (Request::Unprepare { id: 1 }, [Tag::Timer(1), Tag::Timer(1)], Tag::Thermal),
        ] {
            let tag = answered(&request).unwrap();
            assert!(ended.into_iter().all(|alarm| ends(tag, alarm)) && !ends(tag, rings_on), "{request:?}");
        }
        assert_eq!(answered(&Request::Pause), None);
    }

    #[test]
    fn keys_of_others_are_not_ours() {
        for key in ["", "default", "on", "on/1.2", "on/1.2.3", "dance/1.2.3/thermal", "on/1.2.3/thermal/x"] {
            assert_eq!(Press::read(key), None, "{key}");
        }
    }

    #[test]
    fn only_opening_asks_nothing_of_the_engine() {
        let token = Token { session: 3, exposure: 1, prompt: 7 };
        for answer in Answer::ALL {
            let press = Press { answer, token, slot: Slot::Thermal };
            assert_eq!(press.request().is_none(), answer == Answer::Open, "{answer:?}");
        }
    }
}
