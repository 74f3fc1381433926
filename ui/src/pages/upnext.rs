//! Decides what stands first on Today while nothing is on: the next item of the plan, where its time is near.

use std::time::Duration;

use chrono::TimeDelta;

use crate::Ui;
use crate::pages::parts::shade_of;
use crate::scene::Scene;

/// An item that is due later, or that one does as one likes, leaves its place to what would help now, min.
const NEAR: TimeDelta = TimeDelta::minutes(60);

/// The next item of the plan, its picture and its three answers.
pub(super) struct UpNext {
    pub(super) token: String,
    pub(super) kind: &'static str,
    pub(super) kind_mark: String,
    /// Whether it is due, or comes next.
    pub(super) head: String,
    pub(super) name: String,
    /// When, and in how many minutes.
    pub(super) when: String,
    pub(super) left: Option<String>,
    /// Why it was moved, or what it is.
    pub(super) lead: String,
    pub(super) figure: String,
}

impl Ui {
    /// The next item, where it is due within the hour and can be answered now.
    pub(super) fn up_next(&self, scene: &Scene<'_>) -> Option<UpNext> {
        let (plan, now) = (scene.view.plan.as_ref()?, scene.now.wall);
        if scene.view.gate.is_some() || scene.view.read_only || plan.paused.is_some() {
            return None;
        }
        let item = plan.day.next().filter(|item| item.reminds && item.due - now <= NEAR)?;
        let routine = scene.catalogue.routine(&item.routine)?;
        let due = item.due <= now;
        let minutes = u64::try_from((item.due - now).num_seconds().max(0)).unwrap_or(0).div_ceil(60);
        let lead = match (self.day_item_why(item), due) {
            (Some(why), _) => self.text("upnext-moved", &[("why", why.into())]),
            (None, _) => self.maybe(&format!("routine-{}.lead", item.routine)).unwrap_or_default(),
        };
        Some(UpNext {
            token: item.token.to_string(),
            kind: shade_of(routine),
            kind_mark: self.routine_mark(routine),
            head: self.t(if due { "upnext-due" } else { "upnext-next" }),
            name: self.day_item_name(item),
            when: self.time(item.due, scene.offset),
            left: (!due).then(|| {
                let left = self.duration(Duration::from_secs(minutes * 60));
                self.text("upnext-in", &[("left", left.into())])
            }),
            lead,
            figure: self.ornament(&routine.figure, routine.kind),
        })
    }
}
