//! Owns what faces are given: the view at one moment, and what is known about Lumbar itself.

use std::sync::Arc;

use lumbar_engine::time::Now;
use lumbar_engine::view::View;
use lumbar_ui::{DesktopInfo, Notice, Theme};

/// Everything a page, the command line or an outside client is made from.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    /// Differs from the one before when something a person sees does.
    pub(crate) rev: u64,
    /// The moment.
    pub(crate) now: Now,
    /// What is.
    pub(crate) view: Arc<View>,
    /// What a person should know about Lumbar itself.
    pub(crate) notices: Vec<Notice>,
    /// What the desktop can do.
    pub(crate) desktop: DesktopInfo,
    /// The person's choice.
    pub(crate) theme: Theme,
}
