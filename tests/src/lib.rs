//! Runs the real programs on a played desktop (`lumbar-played-desktop`), so that a test sees what a person's desktop would
//! see and answers as they would.
//!
//! Everything is private to one test: buses, folders, display. The usual opening of a test is
//!
//! ```ignore
//! let desk = Desktop::start().await?;
//! let demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
//! demo.done(&["start", "cold-20-20"]).await?;
//! let ready = desk.notifications.expect(|n| n.has_action("on")).await?;
//! desk.notifications.press(&ready, "on").await?;
//! ```
#![cfg(target_os = "linux")]

pub mod bench;
mod desktop;
pub mod desktops;
pub mod disk;
mod display;
pub mod entered;
pub mod faults;
mod forms;
mod http;
pub mod kill_run;
mod measure;
mod program;
mod random;
mod real_desktop;
pub mod soak;
mod speech;
pub mod tour;
pub mod week;
mod window;

pub use desktop::Desktop;
pub use display::Display;
pub use forms::{Press, links, presses};
pub use http::{Answer, Http};
pub use lumbar_played_desktop::{
    Action, Behaviour, Bus, Context, Folders, Hint, Inhibitor, Logind, MenuItem, Notification, Notifications, Outcome,
    Pid, Portal, Process, TrayHost, TrayItem, Trouble, Urgency, patience,
};
pub use measure::{Memory, Switches};
pub use program::{Demo, Ran, lumbar_binary, window_binary};
pub use real_desktop::{Printed, RealDesktop};
pub use speech::Speech;
pub use window::Window;
