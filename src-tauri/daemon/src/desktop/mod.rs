//! The person's desktop: notifications, sound, tray, power, login. Operating systems differ only here, in `clock` and in the
//! socket.

pub(crate) mod login;
pub(crate) mod notify;
pub(crate) mod port;
pub(crate) mod power;
pub(crate) mod real;
pub(crate) mod sound;
pub(crate) mod tray;
