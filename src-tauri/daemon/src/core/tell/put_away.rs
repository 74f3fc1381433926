//! Decides what comes back after a person has put its notification away without an answer: what may still be on the body.
//!
//! The engine's alarm gives up after 20 minutes, and a question that nobody sees any more would never be answered.

use std::collections::BTreeMap;
use std::time::Duration;

use lumbar_engine::alert::{About, Alert, Sound, Tag, Urgency};
use lumbar_engine::time::Now;

use crate::core::answer::tag_key;

/// How long it stays away.
const COMES_BACK: Duration = Duration::from_secs(300);

/// What must be answered, and what of it was put away.
#[derive(Debug, Default)]
pub(super) struct PutAway {
    asked: BTreeMap<Tag, Asked>,
}

#[derive(Debug)]
struct Asked {
    alert: Box<Alert>,
    /// The ticks at which it was told.
    told: Duration,
    /// The ticks at which it comes back; `None` = it stands.
    back: Option<Duration>,
}

impl PutAway {
    /// An alert is told: in the place of the one of its tag.
    pub(super) fn told(&mut self, alert: &Alert, now: Now) {
        match must_be_answered(&alert.about) {
            true => {
                let asked = Asked { alert: Box::new(alert.clone()), told: now.ticks, back: None };
                self.asked.insert(alert.tag, asked);
            }
            false => self.forget(alert.tag),
        }
    }

    /// It was answered or taken back.
    pub(super) fn forget(&mut self, tag: Tag) {
        self.asked.remove(&tag);
    }

    /// The notification of a tag no longer stands, and nobody has taken it back.
    pub(super) fn closed(&mut self, key: &str, now: Now) {
        if let Some(asked) = self.asked.iter_mut().find(|(tag, _)| tag_key(**tag) == key).map(|(_, asked)| asked) {
            asked.back = Some(now.ticks.saturating_add(COMES_BACK));
        }
    }

    /// The ticks at which the first comes back.
    pub(super) fn due(&self) -> Option<Duration> {
        self.asked.values().filter_map(|asked| asked.back).min()
    }

    /// What comes back now: it stays as it did, without a sound, with the time that has passed since.
    pub(super) fn back(&self, now: Now) -> Vec<Alert> {
        let due = self.asked.values().filter(|asked| asked.back.is_some_and(|back| back <= now.ticks));
        due.map(|asked| {
            let passed = now.ticks.saturating_sub(asked.told);
            let about = later(&asked.alert.about, u32::try_from(passed.as_secs()).unwrap_or(u32::MAX));
            let urgency = Urgency::Critical;
            Alert { about, urgency, sound: Sound::Silent, raise: false, ..(*asked.alert).clone() }
        })
        .collect()
    }
}

/// Tells whether something may be on the body until this is answered.
fn must_be_answered(about: &About) -> bool {
    matches!(about, About::TakeOff { .. } | About::MaybeStillOn { .. } | About::GetOut | About::IsItOn)
}

/// The same so many seconds later.
fn later(about: &About, passed: u32) -> About {
    let mut about = about.clone();
    if let About::MaybeStillOn { least } | About::TakeOff { least, .. } = &mut about {
        *least = least.saturating_add(passed);
    }
    if let About::TakeOff { most: Some(most), .. } = &mut about {
        *most = most.saturating_add(passed);
    }
    about
}
