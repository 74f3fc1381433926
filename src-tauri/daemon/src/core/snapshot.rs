//! Owns what faces are shown: the view at one moment, and what is known about Lumbar itself.

use std::sync::Arc;

use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::Now;
use lumbar_engine::view::View;
use lumbar_ui::{DesktopInfo, Notice, ServerInfo, Why};
use tokio::sync::watch;

use crate::store::Prefs;

/// Everything a page, the command line or an outside client is made from.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    /// Differs from the one before when something a person sees does.
    pub(crate) rev: u64,
    /// The moment.
    pub(crate) now: Now,
    /// What is.
    pub(crate) view: Arc<View>,
    /// The routines and preparation timers.
    pub(crate) catalogue: Arc<Catalogue>,
    /// What a person should know about Lumbar itself.
    pub(crate) notices: Vec<Notice>,
    /// What the desktop can do.
    pub(crate) desktop: DesktopInfo,
    /// What the person prefers.
    pub(crate) prefs: Prefs,
}

impl Snapshot {
    /// Why the last presses are in memory only; `None` = all is saved.
    pub(crate) fn unsaved(&self) -> Option<&Why> {
        self.notices.iter().find_map(Notice::unsaved)
    }
}

/// What faces are shown now, and what they will be shown once it may be confirmed.
#[derive(Debug)]
pub(super) struct Published {
    /// The last view shown to faces.
    view: Arc<View>,
    /// The last one the engine gave, saved or not.
    fresh: View,
    rev: watch::Sender<u64>,
    catalogue: Arc<Catalogue>,
    notices: Vec<Notice>,
    desktop: DesktopInfo,
    prefs: Prefs,
}

impl Published {
    pub(super) fn new(
        view: View,
        catalogue: Arc<Catalogue>,
        notices: Vec<Notice>,
        prefs: Prefs,
        rev: watch::Sender<u64>,
    ) -> Self {
        let desktop = DesktopInfo::default();
        Self { view: Arc::new(view.clone()), fresh: view, rev, catalogue, notices, desktop, prefs }
    }

    /// The revision that faces are shown.
    pub(super) fn rev(&self) -> u64 {
        *self.rev.borrow()
    }

    /// The view that faces are shown.
    pub(super) fn view(&self) -> &View {
        &self.view
    }

    /// The routines and preparation timers.
    pub(super) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What the person prefers, saved or not.
    pub(super) fn prefs(&self) -> &Prefs {
        &self.prefs
    }

    /// Takes in the view as it is now; tells whether anything but a beat of movement differs, which needs not outlive a crash.
    pub(super) fn refresh(&mut self, view: View) -> bool {
        let mut with_its_beats = self.fresh.clone();
        let sessions = [(&mut with_its_beats.thermal, &view.thermal), (&mut with_its_beats.activity, &view.activity)];
        for (before, now) in sessions {
            if let (Some(before), Some(now)) = (before, now) {
                before.beat.clone_from(&now.beat);
            }
        }
        let differs = view != with_its_beats;
        self.fresh = view;
        differs
    }

    /// Shows what is now; tells whether anything differs. What is known of the notification server stays.
    pub(super) fn publish(&mut self, desktop: DesktopInfo, unsaved: Option<&Why>) -> bool {
        let desktop = DesktopInfo { notifications: self.desktop.notifications.clone(), ..desktop };
        let said = self.notices.iter().find_map(Notice::unsaved);
        let differs = *self.view != self.fresh || desktop != self.desktop || unsaved != said;
        if unsaved != said {
            self.notices.retain(|notice| notice.unsaved().is_none());
            self.notices.extend(unsaved.map(|why| Notice::NotSaved { why: why.clone() }));
        }
        self.desktop = desktop;
        if differs {
            if *self.view != self.fresh {
                self.view = Arc::new(self.fresh.clone());
            }
            self.changed();
        }
        differs
    }

    /// Tells something more about Lumbar itself, once.
    pub(super) fn tell(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
            self.changed();
        }
    }

    /// Whether a notification server is there.
    pub(super) fn has_server(&self) -> bool {
        self.desktop.notifications.is_some()
    }

    /// The notification server is another one, or gone.
    pub(super) fn server(&mut self, server: Option<ServerInfo>) {
        self.desktop.notifications = server;
        self.changed();
    }

    /// The routine files are others; `bad` says of those that were not taken.
    pub(super) fn routines(&mut self, catalogue: Arc<Catalogue>, bad: Vec<Notice>) {
        self.catalogue = catalogue;
        self.notices.retain(|notice| !matches!(notice, Notice::BadRoutine { .. } | Notice::BadRoutines { .. }));
        self.notices.extend(bad);
        self.changed();
    }

    /// The person prefers something else.
    pub(super) fn prefer(&mut self, prefs: Prefs) {
        self.prefs = prefs;
        self.changed();
    }

    /// What faces are given.
    pub(super) fn snapshot(&self, now: Now) -> Snapshot {
        Snapshot {
            rev: *self.rev.borrow(),
            now,
            view: Arc::clone(&self.view),
            catalogue: Arc::clone(&self.catalogue),
            notices: self.notices.clone(),
            desktop: self.desktop.clone(),
            prefs: self.prefs.clone(),
        }
    }

    /// Tells whether presses are in memory only.
    pub(super) fn is_unsaved(&self) -> bool {
        self.notices.iter().any(|notice| notice.unsaved().is_some())
    }

    fn changed(&self) {
        self.rev.send_modify(|rev| *rev += 1);
    }
}
