//! Owns what a person can set: one table that says of each setting its name, its kind and what it is without a choice.
//!
//! The Settings page, `lumbar settings`, the API, reading from the data, checking and going back all come from [`TABLE`]. Some
//! settings are kept elsewhere (the bed hours by the engine, starting at login by the desktop); they stand in the table as well,
//! so that each face shows them beside the others.

mod held;
mod key;
mod kind;
mod row;
mod sounds;
mod table;
mod values;
mod words;

pub use held::{Held, Setting};
pub use key::{DesktopKey, Pressed};
pub use kind::{Hours, Kind, NotTaken};
pub use row::{Group, Keeper, Row};
pub use sounds::{Heard, asks_before};
pub use table::*;
pub use values::{Settings, Standing};
pub use words::*;
