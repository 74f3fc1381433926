//! Plays a desktop for the real programs, so that a test sees what a person's desktop would see and answers as they would.
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
mod bus;
mod desktop;
pub mod disk;
mod display;
pub mod faults;
mod folders;
mod forms;
mod http;
pub mod kill_run;
mod logind;
mod measure;
mod notifications;
mod process;
mod program;
mod random;
mod real_desktop;
pub mod soak;
pub mod tour;
mod tray_host;
mod tray_menu;
mod trouble;
mod watched;
mod window;

pub use bus::Bus;
pub use desktop::Desktop;
pub use display::Display;
pub use folders::Folders;
pub use forms::{Press, links, presses};
pub use http::{Answer, Http};
pub use logind::{Inhibitor, Logind};
pub use measure::{Memory, Switches};
pub use notifications::{Action, Behaviour, Hint, Notification, Notifications, Urgency};
pub use process::{Pid, Process};
pub use program::{Demo, Ran, lumbar_binary, window_binary};
pub use real_desktop::{Printed, RealDesktop};
pub use tray_host::{TrayHost, TrayItem};
pub use tray_menu::MenuItem;
pub use trouble::{Context, Outcome, Trouble};
pub use watched::patience;
pub use window::Window;
