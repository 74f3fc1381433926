//! Decides what an alert's sound is about, and with it which of the person's choices hold for it.

use lumbar_engine::alert::{About, Alert, Sound};
use lumbar_engine::practice::PracticeAt;
use lumbar_ui::settings::Heard;

/// What is heard of an alert. Whatever rings as the alarm is "take it off", also a question that nobody answered.
pub(super) fn heard(alert: &Alert) -> Heard {
    if alert.sound == Sound::Alarm {
        return Heard::TakeOff;
    }
    match &alert.about {
        About::SkinCheck { .. } | About::SkinAfter { .. } => Heard::Skin,
        About::PutOn { .. } | About::Segment { .. } | About::Resting { .. } | About::Lapsed => Heard::PutOn,
        About::Done | About::Stopped | About::Prepared { .. } => Heard::Done,
        About::Planned { .. } | About::MoveBreak => Heard::Reminder,
        About::Beat { .. } | About::StepBegins { .. } | About::NextStep { .. } => Heard::Next,
        About::Practice { at } => match at {
            PracticeAt::Ready => Heard::PutOn,
            PracticeAt::Skin => Heard::Skin,
            PracticeAt::Done => Heard::Done,
            PracticeAt::On | PracticeAt::TakeOff => Heard::TakeOff,
        },
        // What warns of harm, or asks what is so.
        About::Soon { .. }
        | About::TakeOff { .. }
        | About::MaybeStillOn { .. }
        | About::GetOut
        | About::Overran { .. }
        | About::SkinStop { .. }
        | About::GoingToSleep
        | About::BatteryLow
        | About::IsItOn
        | About::BedHours
        | About::GateDue { .. } => Heard::TakeOff,
    }
}
