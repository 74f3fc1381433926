//! Decides what Today shows of the packs in the freezer.

use crate::Ui;
use crate::scene::Scene;

/// A pack that gets cold.
pub(super) struct Timer {
    pub(super) id: u64,
    pub(super) name: String,
    /// How the pack is made.
    pub(super) what: Option<String>,
    pub(super) remaining_ms: u128,
    pub(super) clock: String,
    pub(super) ends: String,
}

/// A pack that can be put into the freezer.
pub(super) struct Preparation {
    pub(super) timer: String,
    pub(super) name: String,
    pub(super) what: Option<String>,
    pub(super) length: String,
}

impl Ui {
    /// Those that run.
    pub(super) fn timers(&self, scene: &Scene<'_>) -> Vec<Timer> {
        let timers = scene.view.timers.iter();
        timers
            .map(|timer| {
                let left = timer.ends.remaining(scene.now);
                Timer {
                    id: timer.id,
                    name: self.timer_name(&timer.timer),
                    what: self.maybe(&format!("{}.do", timer.timer)),
                    remaining_ms: left.as_millis(),
                    clock: self.clock(left),
                    ends: self.from(timer.ends, scene.now, scene.offset),
                }
            })
            .collect()
    }

    /// Those that can be started.
    pub(super) fn preparations(&self, scene: &Scene<'_>) -> Vec<Preparation> {
        let running = |id: &str| scene.view.timers.iter().any(|t| t.timer == id);
        let free = scene.catalogue.timers().iter().filter(|t| !running(&t.id));
        free.map(|t| Preparation {
            timer: t.id.clone(),
            name: self.timer_name(&t.id),
            what: self.maybe(&format!("{}.do", t.id)),
            length: self.duration(t.length()),
        })
        .collect()
    }
}
