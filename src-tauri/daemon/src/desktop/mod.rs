//! The person's desktop: notifications, sound, tray, power, login. Operating systems differ only here, in `clock` and in the
//! socket.

#[cfg(target_os = "linux")]
pub(crate) mod gsettings;
pub(crate) mod hours;
pub(crate) mod keys;
pub(crate) mod login;
pub(crate) mod notify;
pub(crate) mod port;
pub(crate) mod power;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod private_bus;
pub(crate) mod quiet;
pub(crate) mod real;
pub(crate) mod sound;
pub(crate) mod tray;
pub(crate) mod voice;
pub(crate) mod window;
