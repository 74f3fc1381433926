//! X11: grabs keys on the root window, in a thread that waits for the X server. It ends, and its connection with it, when its
//! [`Grabs`] is dropped; the X server lets go of the keys then.

use std::collections::BTreeMap;
use std::io::{self, PipeWriter};
use std::os::fd::AsFd;
use std::thread::{self, JoinHandle};

use lumbar_ui::KeyState;
use lumbar_ui::settings::{DesktopKey, Pressed};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::retry_on_intr;
use thiserror::Error;
use tokio::sync::mpsc::UnboundedSender;
use x11rb::connection::Connection;
use x11rb::errors::{ConnectError, ConnectionError, ReplyError};
use x11rb::protocol::xproto::{ConnectionExt, GrabMode, KeyPressEvent, Keycode, ModMask};
use x11rb::protocol::{ErrorKind, Event};
use x11rb::rust_connection::RustConnection;

use super::wanted::{KeyAct, States};

/// Caps Lock and Num Lock, each of which may be on.
const LOCKS: [ModMask; 2] = [ModMask::LOCK, ModMask::M2];
/// A key that is held is said to be let go and pressed again, within this, ms.
const REPEATED: u32 = 20;

/// Keys that are held as long as this lives.
#[derive(Debug)]
pub(super) struct Grabs {
    /// Closed, it ends the thread.
    line: PipeWriter,
    thread: JoinHandle<()>,
}

/// Keys that are being let go of.
pub(super) type LettingGo = JoinHandle<()>;

/// Why no key is taken.
#[derive(Debug, Error)]
enum Failed {
    #[error("the X server cannot be reached: {0}")]
    NoServer(#[from] ConnectError),
    #[error("the X server is gone: {0}")]
    Gone(#[from] ConnectionError),
    #[error("the X server refuses: {0}")]
    Refused(#[from] ReplyError),
    #[error("the system refuses: {0}")]
    System(#[from] io::Error),
}

impl Grabs {
    /// Begins to take these keys, once those held before are let go of.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(
        keys: Vec<(KeyAct, DesktopKey)>,
        before: Option<LettingGo>,
        pressed: UnboundedSender<KeyAct>,
        states: States,
    ) -> io::Result<Self> {
        let (ended, line) = io::pipe()?;
        let work = move || {
            if let Some(before) = before {
                // It has nothing to hand back.
                let _ = before.join();
            }
            if let Err(why) = hold(&keys, &ended, &pressed, &states) {
                tracing::warn!("the keys of the desktop are not heard: {why}");
                for (act, _) in keys {
                    states.set(act, KeyState::NotHere);
                }
            }
        };
        let thread = thread::Builder::new().name("keys".into()).stack_size(256 * 1024).spawn(work)?;
        Ok(Self { line, thread })
    }

    /// Lets go of the keys, which takes the X server's time.
    pub(super) fn let_go(self) -> LettingGo {
        drop(self.line);
        self.thread
    }
}

/// Takes the keys and tells of presses until `ended` is closed at its other end.
fn hold(
    keys: &[(KeyAct, DesktopKey)],
    ended: &io::PipeReader,
    pressed: &UnboundedSender<KeyAct>,
    states: &States,
) -> Result<(), Failed> {
    let (server, screen) = x11rb::connect(None)?;
    let root = server.setup().roots[screen].root;
    let mut taken = grab(&server, root, keys, states)?;
    let mut let_go = None;
    loop {
        while let Some(event) = server.poll_for_event()? {
            #[allow(clippy::wildcard_enum_match_arm, reason = "the X server tells of more than what is asked for")]
            match event {
                Event::KeyPress(event) => {
                    let repeated = let_go.is_some_and(|at: u32| event.time.wrapping_sub(at) < REPEATED);
                    if let Some(act) = taken.get(&meant(&event)).filter(|_| !repeated) {
                        // The program is ending.
                        let _ = pressed.send(*act);
                    }
                }
                Event::KeyRelease(event) => let_go = Some(event.time),
                // The person has another keyboard, or writes another language now.
                Event::MappingNotify(_) => {
                    server.ungrab_key(x11rb::protocol::xproto::Grab::ANY, root, ModMask::ANY)?;
                    taken = grab(&server, root, keys, states)?;
                }
                _ => {}
            }
        }
        server.flush()?;
        let mut fds = [
            PollFd::from_borrowed_fd(server.stream().as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(ended.as_fd(), PollFlags::IN),
        ];
        retry_on_intr(|| poll(&mut fds, None)).map_err(io::Error::from)?;
        if !fds[1].revents().is_empty() {
            return Ok(());
        }
    }
}

/// A key of the keyboard and what is held with it.
type Grabbed = (Keycode, u16);

/// What a press means, whatever lock is on.
fn meant(event: &KeyPressEvent) -> Grabbed {
    let held = ModMask::CONTROL | ModMask::M1 | ModMask::SHIFT | ModMask::M4;
    (event.detail, u16::from(event.state) & u16::from(held))
}

/// Grabs each key, and says which another program has.
fn grab(
    server: &RustConnection,
    root: u32,
    keys: &[(KeyAct, DesktopKey)],
    states: &States,
) -> Result<BTreeMap<Grabbed, KeyAct>, Failed> {
    let setup = server.setup();
    let (first, last) = (setup.min_keycode, setup.max_keycode);
    let signs = server.get_keyboard_mapping(first, last - first + 1)?.reply()?;
    let columns = usize::from(signs.keysyms_per_keycode).max(1);
    let mut taken = BTreeMap::new();
    for (act, key) in keys {
        let sign = keysym(key.pressed);
        // The first layout before the second, the plain signs before those with Shift: as the person reads them on the keys.
        let in_column = |column| signs.keysyms.chunks(columns).position(|of_key| of_key.get(column) == Some(&sign));
        let place = (0..columns).find_map(in_column);
        let code = place.and_then(|place| Keycode::try_from(place).ok()?.checked_add(first));
        let state = match code {
            // The other act has it.
            Some(code) if taken.contains_key(&(code, u16::from(held(key)))) => KeyState::Taken,
            Some(code) if grab_one(server, root, code, held(key))? => {
                taken.insert((code, u16::from(held(key))), *act);
                KeyState::Works
            }
            Some(_) => KeyState::Taken,
            None => KeyState::NoSuchKey,
        };
        states.set(*act, state);
    }
    Ok(taken)
}

/// Grabs a key whichever locks are on; `false` = another program has it.
fn grab_one(server: &RustConnection, root: u32, code: Keycode, held: ModMask) -> Result<bool, Failed> {
    let [caps, number] = LOCKS;
    let all = [ModMask::from(0_u16), caps, number, caps | number];
    for locks in all {
        let asked = server.grab_key(false, root, held | locks, code, GrabMode::ASYNC, GrabMode::ASYNC)?;
        match asked.check() {
            Ok(()) => {}
            Err(ReplyError::X11Error(error)) if error.error_kind == ErrorKind::Access => {
                for locks in all {
                    server.ungrab_key(code, root, held | locks)?;
                }
                return Ok(false);
            }
            Err(why) => return Err(why.into()),
        }
    }
    Ok(true)
}

fn held(key: &DesktopKey) -> ModMask {
    let mut mask = ModMask::from(0_u16);
    for (held, bit) in
        [(key.ctrl, ModMask::CONTROL), (key.alt, ModMask::M1), (key.shift, ModMask::SHIFT), (key.logo, ModMask::M4)]
    {
        if held {
            mask |= bit;
        }
    }
    mask
}

/// The number of a sign, as the X protocol has it (Appendix A, keysym encoding).
fn keysym(pressed: Pressed) -> u32 {
    match pressed {
        Pressed::Sign(sign) => u32::from(sign.to_ascii_lowercase()),
        Pressed::Function(number) => 0xffbd + u32::from(number),
        Pressed::Named(name) => match name {
            "Space" => 0x20,
            "Pause" => 0xff13,
            "Insert" => 0xff63,
            "Delete" => 0xffff,
            "Home" => 0xff50,
            "Left" => 0xff51,
            "Up" => 0xff52,
            "Right" => 0xff53,
            "Down" => 0xff54,
            "PageUp" => 0xff55,
            "PageDown" => 0xff56,
            "End" => 0xff57,
            // No key has this one.
            _ => 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_can_be_chosen_has_a_number_of_its_own() {
        let written =
            ["Space", "Pause", "Insert", "Delete", "Home", "End", "PageUp", "PageDown", "Up", "Down", "Left", "Right"];
        let keys = written.map(|name| format!("Ctrl+Alt+{name}"));
        let numbers: std::collections::BTreeSet<u32> =
            keys.iter().map(|key| keysym(DesktopKey::read(key).unwrap().pressed)).collect();
        assert_eq!(numbers.len(), written.len());
        assert!(!numbers.contains(&0));
        assert_eq!(keysym(Pressed::Sign('o')), 0x6f);
        assert_eq!((keysym(Pressed::Function(1)), keysym(Pressed::Function(24))), (0xffbe, 0xffd5));
    }
}
