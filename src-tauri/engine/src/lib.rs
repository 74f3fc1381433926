//! Decides: what runs, what is asked, what is refused and what is said next. Told the time, never reads it.
//!
//! A driver owns one [`Engine`] and calls it in this order, each time something happens or time has passed:
//!
//! ```text
//! advance(now)                 time passes; what it brings is polled first, for it waits for no disk
//! apply(input, now)            something is said to it; what that brings is polled apart, and held until it is saved
//! poll_effect() until None     after each of the two: alerts to show or to take back, events to keep
//! view()                       what every face shows: sessions, questions, an offer for each routine
//! next_wake()                  how long to sleep
//! saved()                      to be kept in one row; restore() reads it after a crash or a reboot, and says again what stands
//! ```
//!
//! An [`Input`](command::Input) is a fact, a wish, a choice or a report. Faces send a [`Command`](command::Command), which
//! holds the first three; what the system reports has no way in from there. Inside, each call goes down one way:
//!
//! ```text
//! engine      advances to `now`, finds the part that is meant, hands it a `Context`: moment, person, outbox
//!   slots     at most two sessions and the question "is something on?"; alone puts a session in and takes it out
//!     facts, skin, offer     what a press, an answer about the skin, a start does to the slots
//!       session              one session by itself: its phase, what falls due in it, what comes of it
//!         body, moving, due  what is on the body; movement by the beat; the times of reminders and alarms
//!   person    what is known apart from what runs: ledger, answers, bed hours, locks; permission checks a start at any moment
//! view_of     reads all of it for the faces
//! ```
//!
//! **How an alarm comes about.** Somebody presses "it is on": `Fact::On` goes to `Slots::put_on`, the session in its place
//! becomes `Phase::On`, and the ledger opens an entry. `next_wake` asks `Session::first_due`, the only spelling of *when*:
//! here the first skin check, later the bell. The driver sleeps so long and calls `advance`. It asks `first_due` again, and
//! as long as something is due `Session::reach`, the only spelling of *what then*. For the bell that is `call_off`:
//! `Phase::TakeOff`, and an alert in the outbox; a skin check that nobody answers calls it off before the bell. The session
//! stays there, and `first_due` gives the repetitions of the alarm: for 20 minutes, then "may still be on" stands. When
//! "it is off" comes, `Session::take_off` closes the entry and answers `Then::Next`, on which the slots let it go on to its
//! rest, or `Then::End`. After a sleep the driver reports that it woke, and the alarm starts over. Called late, `advance` does the same in the same order, and the outbox keeps one alert
//! for each tag. Time on the body is measured by the longer reading of the clocks, time off by the shorter ([`time`]).
//!
//! Every safety number is in [`rules`]. A routine is a file in `catalogue/`, read and checked in [`routine`].

pub mod alert;
pub mod command;
mod context;
pub mod diary;
mod engine;
pub mod event;
mod facts;
pub mod health;
pub mod offer;
pub mod outbox;
pub mod person;
pub mod plan;
pub mod refusal;
pub mod routine;
pub mod rules;
mod session;
mod skin;
mod slots;
pub mod time;
mod timers;
mod undo;
mod unsure;
pub mod view;
mod view_of;
mod view_session;
pub mod words;
mod worn;

pub use engine::{Engine, SAVED_VERSION, Saved, Wake};
pub use worn::Worn;
