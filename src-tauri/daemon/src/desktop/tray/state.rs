//! What the tray shows and what comes back from it: plain values, compared so that only a change is sent.

use lumbar_engine::plan::wish::PauseFor;
use lumbar_engine::words::{Answer, RoutineId, Slot, Token};

/// The sign that stands in the panel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TrayIcon {
    /// Nothing is on.
    #[default]
    Idle,
    /// Something cold is on.
    Cold,
    /// Something warm is on.
    Heat,
    /// A rest between two turns.
    Rest,
    /// Something must be done now.
    Alert,
    /// Movement or massage, shown as idle: nothing is on the body.
    Move,
}

/// What the tray shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TrayState {
    /// The sign.
    pub(crate) icon: TrayIcon,
    /// A few characters, where the panel shows them.
    pub(crate) title: String,
    /// Shown when the pointer rests on the sign.
    pub(crate) tooltip: String,
    /// The menu.
    pub(crate) menu: Menu,
}

/// What came from the tray.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrayEvent {
    /// Something was chosen.
    Pressed {
        /// What.
        action: TrayAction,
        /// What lets a window come to the front because of this press.
        activation: Option<String>,
    },
}

/// The tray's menu.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Menu {
    /// From top to bottom.
    pub(crate) entries: Vec<Entry>,
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Only to be read.
    Text(String),
    /// To be chosen.
    Press {
        /// What it says.
        label: String,
        /// What it does.
        action: TrayAction,
    },
    /// Leads to more.
    Sub {
        /// What it says.
        label: String,
        /// What it leads to.
        entries: Vec<Entry>,
    },
    /// A rule between two groups.
    Separator,
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrayAction {
    /// Open the window.
    Open,
    /// Open the window on a session.
    OpenSession(Slot),
    /// Start a routine as usual.
    Start(RoutineId),
    /// Start a routine with this many turns.
    StartTurns(RoutineId, u8),
    /// Answer the question that stands.
    Answer {
        /// The prompt.
        token: Token,
        /// The answer.
        answer: Answer,
    },
    /// Answer what the practice turn asks.
    Practice {
        /// The prompt.
        token: Token,
        /// The answer.
        answer: Answer,
    },
    /// Stop.
    Stop(Slot),
    /// Pause movement.
    Pause,
    /// Go on with movement.
    Resume,
    /// The step before.
    Back,
    /// Leave out.
    Skip(Slot),
    /// Hold reminders of the plan back.
    PausePlan(PauseFor),
    /// Let them come again.
    ResumePlan,
    /// End Lumbar; asks first where something is on the body.
    Quit,
}
