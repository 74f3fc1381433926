//! Decides whether a notification is held back, because the window before the person's eyes shows the same at this moment.
//!
//! The page says what it shows, and again whenever it has shown a change. What it has not shown within [`SHOWN_WITHIN`] is told
//! after all: a window that hangs, or was closed a moment ago, holds nothing back for longer.

use std::time::Duration;

use lumbar_engine::alert::{About, Alert, Tag};
use lumbar_engine::words::Token;
use tokio::time::Instant;

use crate::desktop::notify::{Note, Urgency};

/// How long the page may take to show what has changed.
const SHOWN_WITHIN: Duration = Duration::from_secs(2);
/// How long a report is believed. The page waits for changes for at most 50 s, and reports each time.
const BELIEVED: Duration = Duration::from_secs(55);

/// What the page in the window says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The page, where its window is in front of all others and has the keyboard.
    pub(crate) page: Option<String>,
    /// The revision it shows; 0 = it does not say.
    pub(crate) rev: u64,
}

/// What the window shows, and what is held back for it.
#[derive(Debug, Default)]
pub(super) struct Front {
    page: Option<(String, Instant)>,
    /// The prompt that the page has shown last, by its tag.
    prompt: Option<(Tag, Token)>,
    held: Vec<Held>,
}

#[derive(Debug)]
struct Held {
    alert: Box<Alert>,
    note: Note,
    /// The revision with which the page shows it.
    rev: u64,
    /// Until when it must have; `None` = it has, and shows it still.
    until: Option<Instant>,
}

impl Front {
    /// Holds a notification back if the window shows the same from `rev` on; else gives it back to be shown.
    pub(super) fn hold(&mut self, alert: &Alert, note: Note, rev: u64) -> Option<Note> {
        self.forget(alert.tag);
        if !self.covers(alert) {
            return Some(note);
        }
        let known = self.prompt == Some((alert.tag, alert.token));
        let until = (!known).then(|| Instant::now() + SHOWN_WITHIN);
        self.held.push(Held { alert: Box::new(alert.clone()), note, rev, until });
        None
    }

    /// The page reports. What it no longer shows comes back to be shown.
    pub(super) fn reported(&mut self, shown: Shown) -> Vec<Note> {
        self.page = shown.page.map(|page| (page, Instant::now() + BELIEVED));
        let (still, gone): (Vec<Held>, Vec<Held>) =
            std::mem::take(&mut self.held).into_iter().partition(|held| self.covers(&held.alert));
        if !gone.is_empty() {
            self.prompt = None;
        }
        for mut held in still {
            if shown.rev >= held.rev {
                held.until = None;
                self.prompt = Some((held.alert.tag, held.alert.token));
            }
            // What only tells something has told it; what asks is told elsewhere as soon as the page is left.
            if held.until.is_some() || held.note.urgency == Urgency::Critical {
                self.held.push(held);
            }
        }
        gone.into_iter().map(|held| held.note).collect()
    }

    /// When the first of what is held back must have been shown.
    pub(super) fn due(&self) -> Option<Instant> {
        self.held.iter().filter_map(|held| held.until).min()
    }

    /// What the page has not shown in time; such a page is not believed any more until it reports again.
    pub(super) fn overdue(&mut self) -> Vec<Note> {
        let now = Instant::now();
        let (late, held): (Vec<Held>, Vec<Held>) =
            std::mem::take(&mut self.held).into_iter().partition(|held| held.until.is_some_and(|until| until <= now));
        self.held = held;
        if !late.is_empty() {
            self.page = None;
        }
        late.into_iter().map(|held| held.note).collect()
    }

    /// It was answered or taken back.
    pub(super) fn forget(&mut self, tag: Tag) {
        self.held.retain(|held| held.alert.tag != tag);
    }

    fn covers(&self, alert: &Alert) -> bool {
        let page = self.page.as_ref().filter(|(_, until)| *until > Instant::now());
        page.is_some_and(|(page, _)| shows(page, alert))
    }
}

/// Tells whether a page says what an alert says.
fn shows(page: &str, alert: &Alert) -> bool {
    let own = match alert.tag {
        Tag::Thermal => "/session/thermal",
        Tag::Activity => "/session/activity",
        Tag::App => "/session/thermal",
        Tag::Plan => "/plan",
        // A practice turn shows how notifications come, also where its page is in front.
        Tag::Timer(_) | Tag::Hint | Tag::Practice => return false,
    };
    match &alert.about {
        // Today shows what goes on as well, and the question with it.
        About::PutOn { .. }
        | About::Soon { .. }
        | About::Segment { .. }
        | About::TakeOff { .. }
        | About::MaybeStillOn { .. }
        | About::GetOut
        | About::Resting { .. }
        | About::IsItOn
        | About::SkinAfter { .. }
        | About::Planned { .. }
        | About::SkinCheck { reminder: false, .. } => page == own || page == "/",
        About::Lapsed
        | About::Overran { .. }
        | About::SkinStop { .. }
        | About::Done
        | About::Stopped
        | About::StepBegins { .. }
        | About::NextStep { .. }
        | About::Beat { .. } => page == own,
        // No page says these in so many words.
        About::SkinCheck { reminder: true, .. }
        | About::Prepared { .. }
        | About::MoveBreak
        | About::GoingToSleep
        | About::BatteryLow
        | About::BedHours
        | About::Practice { .. }
        | About::GateDue { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use lumbar_engine::alert::{Sound, Urgency as Insists};

    use super::*;

    fn alert(tag: Tag, about: About, prompt: u64) -> Alert {
        Alert {
            tag,
            about,
            routine: None,
            method: None,
            pack: None,
            urgency: Insists::Normal,
            sound: Sound::Silent,
            raise: false,
            answers: Vec::new(),
            token: Token { session: 1, exposure: 1, prompt },
        }
    }

    fn skin(prompt: u64) -> Alert {
        alert(Tag::Thermal, About::SkinCheck { again: false, reminder: false }, prompt)
    }

    fn note(urgency: Urgency) -> Note {
        Note { urgency, ..Note::plain("thermal", String::new(), String::new()) }
    }

    fn at(page: &str, rev: u64) -> Shown {
        Shown { page: Some(page.into()), rev }
    }

    const ELSEWHERE: Shown = Shown { page: None, rev: 0 };

    #[tokio::test(start_paused = true)]
    async fn what_the_page_in_front_shows_is_held_back_and_nothing_else() {
        for (page, of, held) in [
            ("/session/thermal", skin(1), true),
            ("/", skin(1), true),
            ("/session/activity", skin(1), false),
            ("/routines", skin(1), false),
            ("/session/activity", alert(Tag::Activity, About::NextStep { step: "tilt".into() }, 1), true),
            ("/session/thermal", alert(Tag::Thermal, About::Done, 1), true),
            ("/", alert(Tag::Thermal, About::Done, 1), false),
            ("/session/thermal", alert(Tag::Thermal, About::GoingToSleep, 1), false),
            ("/session/thermal", alert(Tag::Thermal, About::BatteryLow, 1), false),
            ("/", alert(Tag::Timer(1), About::Prepared { timer: "prep-towel".into() }, 1), false),
        ] {
            let mut front = Front::default();
            assert!(front.hold(&of, note(Urgency::Normal), 5).is_some(), "no window has said anything");
            front.reported(at(page, 4));
            assert_eq!(front.hold(&of, note(Urgency::Normal), 5).is_none(), held, "{page}: {:?}", of.about);
            front.reported(ELSEWHERE);
            assert!(front.hold(&of, note(Urgency::Normal), 5).is_some(), "the window is not in front any more");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_that_does_not_show_it_in_time_holds_nothing_back() {
        let mut front = Front::default();
        front.reported(at("/session/thermal", 4));
        assert!(front.hold(&skin(1), note(Urgency::Critical), 5).is_none());
        // It reports without having shown the change.
        assert!(front.reported(at("/session/thermal", 4)).is_empty());
        tokio::time::advance(SHOWN_WITHIN).await;
        assert!(front.due().is_some_and(|due| due <= Instant::now()));
        assert_eq!(front.overdue().len(), 1);
        assert!(front.hold(&skin(2), note(Urgency::Critical), 6).is_some(), "a window that hangs is not believed");
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_page_has_shown_stays_with_it_until_it_is_left() {
        let mut front = Front::default();
        front.reported(at("/session/thermal", 4));
        assert!(front.hold(&skin(1), note(Urgency::Critical), 5).is_none());
        assert!(front.reported(at("/session/thermal", 5)).is_empty());
        assert_eq!(front.due(), None);
        // Asked again, the same question: the page shows it already.
        assert!(front.hold(&skin(1), note(Urgency::Critical), 6).is_none());
        assert_eq!(front.due(), None);
        assert_eq!(front.reported(ELSEWHERE).len(), 1, "still unanswered, it is told elsewhere");
        assert!(front.reported(ELSEWHERE).is_empty(), "once");
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_answered_or_only_tells_something_does_not_come_later() {
        let mut front = Front::default();
        front.reported(at("/session/thermal", 4));
        assert!(front.hold(&skin(1), note(Urgency::Critical), 5).is_none());
        front.forget(Tag::Thermal);
        assert!(front.reported(ELSEWHERE).is_empty());
        front.reported(at("/session/thermal", 5));
        assert!(front.hold(&alert(Tag::Thermal, About::Done, 2), note(Urgency::Normal), 6).is_none());
        front.reported(at("/session/thermal", 6));
        assert!(front.reported(ELSEWHERE).is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_report_is_not_believed_for_ever() {
        let mut front = Front::default();
        front.reported(at("/session/thermal", 4));
        tokio::time::advance(BELIEVED).await;
        assert!(front.hold(&skin(1), note(Urgency::Normal), 5).is_some());
    }
}
