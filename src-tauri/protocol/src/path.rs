//! Names the addresses of the API.

/// [`crate::hello::Hello`].
pub const HELLO: &str = "/api/v1/hello";
/// What goes on, for bars and widgets.
pub const STATUS: &str = "/api/v1/status";
/// The engine's view.
pub const VIEW: &str = "/api/v1/view";
/// Asks the engine for something.
pub const REQUEST: &str = "/api/v1/request";
/// Asks for something where no answer is seen: a refusal is shown as a notification.
pub const WISH: &str = "/api/v1/wish";
/// Held until there is a [`crate::window::WindowOrder`] for the window that asks.
pub const WINDOW_NEXT: &str = "/api/v1/window/next";
/// Takes a [`crate::window::Opening`], answers [`crate::window::Opened`].
pub const WINDOW_OPEN: &str = "/api/v1/window/open";
/// Takes a [`crate::clock::ClockMove`].
pub const CLOCK: &str = "/api/v1/clock";
/// Ends the background program.
pub const QUIT: &str = "/api/v1/quit";
/// Held until the revision is another one than that after `?after=`.
pub const CHANGES: &str = "/changes";
