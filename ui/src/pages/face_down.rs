//! Decides what the page of a session shows to somebody who lies face down: one clock that fills the window, what comes
//! next, and buttons as wide as the window.

use std::time::Duration;

use lumbar_engine::view::SessionView;

use crate::Ui;
use crate::pages::situation::Situation;
use crate::pages::stage::Stage;
use crate::scene::Scene;

/// What stands between the title and the buttons.
pub(crate) struct FacePart {
    pub(crate) clock: Option<FaceClock>,
    /// Said under the clock, before what comes next.
    pub(crate) lines: Vec<String>,
}

/// The clock that fills the window.
pub(crate) struct FaceClock {
    pub(crate) label: String,
    pub(crate) ms: u128,
    pub(crate) text: String,
    /// Counts up.
    pub(crate) up: bool,
    /// Whole seconds ("3") instead of a clock ("0:03").
    pub(crate) seconds: bool,
    pub(crate) paused: bool,
}

impl Ui {
    pub(crate) fn face(&self, session: &SessionView, stage: &Stage, scene: &Scene<'_>) -> FacePart {
        let counting = stage.ring.as_ref().map(|ring| FaceClock {
            label: ring.label.clone(),
            ms: ring.remaining_ms,
            text: ring.clock.clone(),
            up: false,
            seconds: ring.seconds_only,
            paused: ring.paused,
        });
        let over = stage.over.as_ref().map(|over| FaceClock {
            label: over.label.clone(),
            ms: over.elapsed_ms,
            text: over.clock.clone(),
            up: true,
            seconds: false,
            paused: false,
        });
        // Before it is on the clock shows how long it will be, and stands.
        let ahead = (stage.at == Situation::Ready && session.planned > Duration::ZERO).then(|| FaceClock {
            label: self.t("ring-ahead"),
            ms: session.planned.as_millis(),
            text: self.clock(session.planned),
            up: false,
            seconds: false,
            paused: true,
        });
        let mut lines = Vec::new();
        match stage.at {
            Situation::Moving | Situation::Paused => {
                let beat = session.beat.as_ref();
                lines.extend(beat.and_then(|b| b.cue.as_deref()).map(|cue| self.name("cue", cue)));
                if stage.at == Situation::Paused {
                    lines.insert(0, self.t("ring-paused"));
                }
                lines.push(self.what_comes(session));
            }
            Situation::TakeOff | Situation::MaybeStillOn | Situation::GetOut => lines.extend(stage.doubt.clone()),
            Situation::Skin => lines.push(self.t("skin-fine-means")),
            Situation::Snoozed => lines.push(self.stage_lead(session, stage.at, scene)),
            Situation::Ready | Situation::On | Situation::Resting => {}
        }
        lines.retain(|line| !line.is_empty());
        FacePart { clock: counting.or(over).or(ahead), lines }
    }
}
