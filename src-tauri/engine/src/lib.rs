//! Decides when a person with low back pain puts cold or warmth on, looks at their skin, and takes it off: what runs, what is
//! asked, what is refused, what is said next. It is told the time and never reads a clock.
//!
//! Words: a **routine** is a file in `catalogue/` (ice, 20 on 20 off). A **session** is a routine that somebody does; it holds
//! one of two **slots** (one for cold and warmth, one for movement and massage) until it ends. An **exposure** is one time on
//! the body, from "it is on" to "it is off"; the **ledger** keeps those of eight days, for the limits. The **bell** is the
//! planned end of an exposure. An **alert** is what a person is told; each has a **tag**, and of one tag only the latest stands.
//!
//! The caller (the background program, in the code "driver") owns one [`Engine`]. Whenever something has happened, or the
//! time of `next_wake()` has come:
//!
//! ```text
//! 1  advance(now)      time passes              then poll_effect() until None: what time brought goes out at once, unsaved
//! 2  apply(input, now) if there was an input    then poll_effect() until None: the caller shows it once step 3 is on the disk
//! 3  saved()           if anything changed      one row of the database; restore(saved) after a crash says again what stands
//! 4  view()            what pages, tray, notifications and command line show
//! 5  next_wake()       how long the caller may wait
//! ```
//!
//! An [`Input`](command::Input) is a *fact* about the body ("it is off": never refused), a *wish* ("start", with the token of
//! the prompt it answers: refused if that is outdated or a rule stands against it), a *choice* (a setting), or a *report* of the
//! system ("the machine slept"). What a person uses can send only a [`Command`](command::Command): one of the first three.
//!
//! Inside, files stand from the top down, and none imports one above it:
//!
//! ```text
//! engine      dispatch: finds the part that is meant, hands it a Context (moment, person, outbox)
//!   plan                     what the day holds, and its reminders: asks `permission` about later times
//!   undo                     what would be so without the person's last word, for 2 min
//!   facts, skin, offer       what a word about the body, an answer about the skin, a start does; they work on `slots`
//!     slots                  alone puts a session in and takes it out
//!       session              one session by itself: its phase, `first_due` (when), `reach` (what then); inside it
//!                            `body` what is on, `due` times, `moving` movement by the beat, `alerts` what it says
//!     unsure, timers         "Is something on your body now?"; preparation timers ("peas in the freezer")
//!   person    what is known apart from what runs: ledger, health answers, bed hours, locks; `permission` checks a start
//! view_of     reads all of it for the view
//! ```
//!
//! **How "take the ice off" comes about**
//!
//! 1. A person starts ice: `offer` asks `permission`; `slots` puts in a session in `Phase::Ready`, which says "put it on".
//! 2. They press "It is on": `Fact::On`, by `facts` to the session. It becomes `Phase::On`; the ledger opens an entry.
//! 3. `next_wake` asks `Session::first_due`, the one place that says *when*: the first skin check, then the next, then the bell.
//!    The caller waits that long and calls `advance`, which asks `first_due` again and, while something is due, calls
//!    `Session::reach`, the one place that says *what then*. Called late, it does all that was due, in order.
//! 4. A skin check is an alert with answers. "Fine" lets the exposure go on; red skin, bad skin or no answer in time ends it.
//! 5. At the bell, or when step 4 ends it, the session becomes `Phase::TakeOff` and puts the alarm in the outbox.
//! 6. It stays in `TakeOff` until it hears that it is off. `first_due` gives the repetitions: every 30 s for 5 min, every 60 s
//!    for 15 more; then the view says "may still be on", the slot stays taken, and nothing cold or warm can start. When the
//!    machine was suspended, the caller reports that, and the repetitions begin again.
//! 7. "It is off": `Fact::Off`, by `facts` to `Session::take_off`. It closes the ledger's entry and takes the alert back. If turns
//!    are left it answers `Then::Next` (the session goes on to its pause), else `Then::End` (`slots` takes it out).
//!
//! Two clocks can disagree, so each time has a least and a most: time on the body counts by the most, time off it by the least
//! ([`time`]). Every safety number is in [`rules`].

pub mod alert;
mod by_hand;
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
pub mod practice;
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

pub use engine::portable::{LastNumbers, PastPlan, Portable};
pub use engine::{Engine, SAVED_VERSION, Saved, Wake};
pub use worn::Worn;
