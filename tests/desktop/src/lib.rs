//! Plays the services of a desktop, so that a test sees what a person's desktop would see and answers as they would.
//!
//! Unit tests of the background program and the tests of the whole program play the same ones. Each stands on a bus that
//! is private to one test.
#![cfg(target_os = "linux")]

mod bus;
mod folders;
mod logind;
mod notification;
mod notifications;
mod portal;
mod process;
mod tray_host;
mod tray_menu;
mod trouble;
mod upower;
mod watched;

pub use bus::{Bus, connect};
pub use folders::Folders;
pub use logind::{Inhibitor, Logind};
pub use notification::{Action, Hint, Notification, Urgency};
pub use notifications::{Behaviour, Call, Notifications};
pub use portal::Portal;
pub use process::{Pid, Process};
pub use tray_host::{TrayHost, TrayItem};
pub use tray_menu::MenuItem;
pub use trouble::{Context, Outcome, Trouble};
pub use upower::{Supply, Upower};
pub use watched::{Watched, patience};
