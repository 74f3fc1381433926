//! Names the addresses of the API.

/// [`crate::hello::Hello`].
pub const HELLO: &str = "/api/v1/hello";
/// What goes on, for bars and widgets.
pub const STATUS: &str = "/api/v1/status";
/// The engine's view.
pub const VIEW: &str = "/api/v1/view";
/// Asks the engine for something.
pub const COMMAND: &str = "/api/v1/command";
/// Asks for something where no answer is seen: a refusal is shown as a notification.
pub const PRESS: &str = "/api/v1/press";
/// Held until there is a [`crate::window::WindowOrder`] for the window that asks.
pub const WINDOW_NEXT: &str = "/api/v1/window/next";
/// Takes a [`crate::window::Opening`], answers [`crate::window::Opened`].
pub const WINDOW_OPEN: &str = "/api/v1/window/open";
/// What the desktop can show, as far as it was found out.
pub const DESKTOP: &str = "/api/v1/desktop";
/// Says what is on in the voice of the system.
pub const ALOUD: &str = "/api/v1/aloud";
/// What a person can set and has set; takes a change of it.
pub const SETTINGS: &str = "/api/v1/settings";
/// Takes a [`crate::clock::ClockMove`].
pub const CLOCK: &str = "/api/v1/clock";
/// Takes a [`crate::replace::Replace`]; 409 while something is on the body, after which it gives way.
pub const REPLACE: &str = "/api/v1/replace";
/// Ends the background program.
pub const QUIT: &str = "/api/v1/quit";
/// Held until the revision is another one than that after `?after=`.
pub const CHANGES: &str = "/changes";
/// The status now and after every change, as a stream of events.
pub const EVENTS: &str = "/api/v1/events";
/// `GET`: the last records of the diary; `POST LOG/DEED`: add, change, delete.
pub const LOG: &str = "/api/v1/log";
/// `POST DATA/import` takes a file with everything in it, `POST DATA/delete` deletes everything.
pub const DATA: &str = "/api/v1/data";
/// Takes a routine file in.
pub const ROUTINE_IMPORT: &str = "/api/v1/routines/import";
/// Hands out the file of a routine.
pub const ROUTINE_EXPORT: &str = "/api/v1/routines/export";
/// Deletes a routine of the person's own.
pub const ROUTINE_DELETE: &str = "/api/v1/routines/delete";
