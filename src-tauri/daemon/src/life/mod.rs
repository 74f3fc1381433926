//! How the background program comes up, is found and ends; where a profile lies and who owns it.

pub(crate) mod background;
pub(crate) mod demo;
pub(crate) mod log;
pub(crate) mod profile;
pub(crate) mod socket;
pub(crate) mod start;
