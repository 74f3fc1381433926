//! Decides which buttons a session has in each phase.

use std::time::Duration;

use lumbar_engine::routine::Step;
use lumbar_engine::view::SessionView;
use lumbar_engine::words::Answer;

use crate::Ui;
use crate::pages::parts::Press;
use crate::pages::situation::{Situation, step};
use crate::scene::Scene;

/// What may be said of the moment it came off, minutes ago.
const AGO: [u32; 3] = [5, 15, 30];

impl Ui {
    pub(super) fn presses(
        &self,
        session: &SessionView,
        at: Situation,
        scene: &Scene<'_>,
    ) -> (Option<Press>, Vec<Press>) {
        let mut all: Vec<Press> = match at {
            // What looks wrong stands in a fold of its own on the alarm page.
            Situation::TakeOff | Situation::MaybeStillOn | Situation::GetOut => session
                .answers
                .iter()
                .filter(|a| !matches!(a, Answer::SkinFine | Answer::SkinRed | Answer::SkinBad))
                .map(|a| self.press(session, *a, scene))
                .collect(),
            Situation::Ready
            | Situation::On
            | Situation::Skin
            | Situation::Resting
            | Situation::Snoozed
            | Situation::Moving
            | Situation::Paused => {
                // "On since about a minute" means nothing before a minute has passed.
                let waited = session.since.elapsed(scene.now) >= Duration::from_secs(60);
                let possible = session.answers.iter().filter(|a| waited || **a != Answer::OnSince);
                possible.map(|a| self.press(session, *a, scene)).collect()
            }
        };
        match at {
            Situation::Moving => return (Some(self.plain_press("pause", "do-pause")), self.moves(session)),
            Situation::Paused => return (Some(self.plain_press("resume", "do-resume")), self.moves(session)),
            Situation::GetOut => {
                // Nobody can have got out before they were in.
                let inside = session.since.elapsed(scene.now);
                let possible = AGO.into_iter().filter(|minutes| Duration::from_secs(u64::from(*minutes) * 60) < inside);
                all.extend(possible.map(|minutes| self.ago(minutes)));
            }
            Situation::Resting => {
                // A rest in which something is done ends with a press that says so. Leaving out any other is a choice,
                // and not the loud thing.
                let done = match step(session) {
                    Some(Step::Rest(rest)) => self.maybe(&format!("step-{}.done", rest.text)),
                    Some(Step::Expose(_) | Step::Move(_)) | None => None,
                };
                let skip = session.answers.iter().position(|a| *a == Answer::Skip);
                let Some((label, at)) = done.zip(skip) else { return (None, all) };
                let main = all.remove(at);
                return (Some(Press { label, ..main }), all);
            }
            Situation::TakeOff | Situation::MaybeStillOn if session.answers.contains(&Answer::OffAtBell) => {
                let not_sure = self.t("do-not-sure");
                all.push(Press { action: "off", name: "when", value: "now".into(), label: not_sure });
            }
            Situation::Ready
            | Situation::On
            | Situation::Skin
            | Situation::TakeOff
            | Situation::MaybeStillOn
            | Situation::Snoozed => {}
        }
        if all.is_empty() { (None, all) } else { (Some(all.remove(0)), all) }
    }

    /// "It was off earlier" than now, for a pack that is so late that there is something between now and the bell.
    pub(crate) fn off_earlier(&self, session: &SessionView, at: Situation, scene: &Scene<'_>) -> Vec<Press> {
        let late =
            matches!(at, Situation::TakeOff | Situation::MaybeStillOn) && session.answers.contains(&Answer::OffAtBell);
        if late { self.ended_earlier(session, scene) } else { Vec::new() }
    }

    /// How long ago it may have ended: only what fits, for no word about the past reaches back before the planned end.
    fn ended_earlier(&self, session: &SessionView, scene: &Scene<'_>) -> Vec<Press> {
        let over = session.since.elapsed(scene.now).saturating_sub(session.planned);
        let fits = |minutes: &u32| over > Duration::from_secs(u64::from(*minutes) * 60);
        AGO.into_iter().filter(fits).map(|minutes| self.ago(minutes)).collect()
    }

    fn ago(&self, minutes: u32) -> Press {
        let label = self.text("do-ago", &[("minutes", minutes.into())]);
        Press { action: "off", name: "ago", value: (minutes * 60).to_string(), label }
    }

    fn moves(&self, session: &SessionView) -> Vec<Press> {
        let mut presses = Vec::new();
        if session.can.back {
            presses.push(self.plain_press("back", "do-back"));
        }
        if session.can.skip {
            presses.push(self.plain_press("skip", "do-skip"));
        }
        presses
    }

    fn plain_press(&self, action: &'static str, label: &str) -> Press {
        Press { action, name: "", value: String::new(), label: self.t(label) }
    }
}
