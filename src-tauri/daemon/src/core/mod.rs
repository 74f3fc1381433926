//! The one loop: whatever happens comes in, what follows goes out, then it sleeps.
//!
//! From below: plain data (`inbox`, `snapshot`, `answer`, `heard`, `held`, `minutes`), the parts that own something (`saving`, `watch`, `front`,
//! `window`, `tell`, `surroundings`), the `driver` that steps the engine, what each input means (`outside`, `clock_moves`, `whole`), the end
//! (`ending`), and the loop itself (`run`). Each file names only what stands before it.

mod answer;
mod clock_moves;
mod driver;
mod ending;
mod front;
mod heard;
mod held;
mod inbox;
mod minutes;
mod outside;
mod packs;
mod run;
mod saving;
mod snapshot;
mod surroundings;
mod tell;
#[cfg(test)]
mod tests;
mod watch;
mod whole;
mod window;

pub(crate) use answer::slot;
pub(crate) use driver::{Driver, End, Setup};
pub(crate) use front::Shown;
pub(crate) use inbox::{Coming, Ending, Handle, Input, Kept, Stays, channel};
pub(crate) use snapshot::Snapshot;
