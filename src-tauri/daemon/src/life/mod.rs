//! How the background program comes up, is found and ends; where a profile lies and who owns it.

pub(crate) mod background;
pub(crate) mod demo;
pub(crate) mod hung;
pub(crate) mod last_panic;
pub(crate) mod lock;
pub(crate) mod log;
mod places;
pub(crate) mod process;
pub(crate) mod profile;
pub(crate) mod recall;
pub(crate) mod socket;
pub(crate) mod start;
