//! Keys for the whole desktop: pressed on a real X server, and handed out by a played portal.
#![cfg(target_os = "linux")]

use lumbar_tests::{Context, Demo, Desktop, Outcome, Portal, patience};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, GrabMode, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, ModMask};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// The signs of the keys, as the X protocol numbers them.
const CTRL: u32 = 0xffe3;
const ALT: u32 = 0xffe9;
const O: u32 = 0x6f;
const PAUSE: u32 = 0xff13;

/// A hand on the keyboard of an X server.
struct Keyboard {
    server: RustConnection,
    root: u32,
}

impl Keyboard {
    fn of(display: &str) -> Outcome<Self> {
        let (server, screen) = RustConnection::connect(Some(display)).map_err(boxed)?;
        let root = server.setup().roots[screen].root;
        Ok(Self { server, root })
    }

    fn code(&self, sign: u32) -> Outcome<u8> {
        let (first, last) = (self.server.setup().min_keycode, self.server.setup().max_keycode);
        let all = self.server.get_keyboard_mapping(first, last - first + 1).map_err(boxed)?.reply().map_err(boxed)?;
        let place = all.keysyms.chunks(all.keysyms_per_keycode.into()).position(|key| key.contains(&sign));
        Ok(first + u8::try_from(place.trying("no such key")?)?)
    }

    /// Presses keys together, in this order, and lets go of them.
    fn press(&self, signs: &[u32]) -> Outcome<()> {
        let codes: Vec<u8> = signs.iter().map(|sign| self.code(*sign)).collect::<Outcome<_>>()?;
        let downs = codes.iter().map(|code| (KEY_PRESS_EVENT, *code));
        for (kind, code) in downs.chain(codes.iter().rev().map(|code| (KEY_RELEASE_EVENT, *code))) {
            self.server.xtest_fake_input(kind, code, 0, self.root, 0, 0, 0).map_err(boxed)?;
        }
        // An answer comes once all before it is done.
        self.server.get_input_focus().map_err(boxed)?.reply().map_err(boxed)?;
        Ok(())
    }

    /// Takes a key, as another program does.
    fn take(&self, held: ModMask, sign: u32) -> Outcome<()> {
        let asked = self.server.grab_key(false, self.root, held, self.code(sign)?, GrabMode::ASYNC, GrabMode::ASYNC);
        asked.map_err(boxed)?.check().map_err(boxed)
    }
}

fn boxed(why: impl std::error::Error) -> lumbar_tests::Trouble {
    lumbar_tests::Trouble::new(why.to_string())
}

async fn expect_states(demo: &Demo, off: &str, status: &str) -> Outcome<()> {
    let wanted = json!({ "off": off, "status": status });
    let mut last = Value::Null;
    let met = async {
        loop {
            last = demo.http().json("/api/v1/desktop").await?["keys"].clone();
            if last == wanted {
                return Outcome::Ok(());
            }
            sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    timeout(patience(), met).await.trying(format!("the keys are not {wanted}"))?
}

async fn bring_on(demo: &Demo) -> Outcome<()> {
    demo.done(&["start", "cold-20-20"]).await?;
    demo.done(&["on"]).await?;
    Ok(())
}

async fn expect_off(demo: &Demo) -> Outcome<()> {
    demo.expect_status(|status| status.pointer("/thermal/phase").is_none_or(|phase| phase != "running")).await?;
    Ok(())
}

#[tokio::test]
async fn on_x11_a_key_says_it_is_off_whatever_lock_is_on_and_another_program_keeps_its_own() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    let display = desk.display(800, 600)?;
    desk.set_variable("DISPLAY", display.name());
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let hand = Keyboard::of(display.name())?;
    expect_states(&demo, "not-wanted", "not-wanted").await?;
    // Nothing is taken that nobody chose.
    bring_on(&demo).await?;
    hand.press(&[CTRL, ALT, O])?;
    assert!(demo.done(&["status"]).await?.contains("on, 20 min left"));
    hand.take(ModMask::from(0_u16), PAUSE)?;
    demo.done(&["settings", "set", "key-off", "ctrl alt o"]).await?;
    demo.done(&["settings", "set", "key-status", "pause"]).await?;
    expect_states(&demo, "works", "taken").await?;
    let page = demo.http().fetch("/settings").await?.body;
    assert!(page.contains("This key works now") && page.contains("Another program has this key"), "{page}");
    assert!(demo.done(&["doctor"]).await?.contains("Another program has this key"));
    // Num Lock and Caps Lock change nothing.
    for lock in [0xff7f, 0xffe5] {
        hand.press(&[lock])?;
    }
    hand.press(&[CTRL, ALT, O])?;
    expect_off(&demo).await?;
    let told = desk.notifications.expect(|note| note.summary == "What is on").await?;
    // As it is after the press, not before.
    assert!(!told.body.contains("ake it off") && !told.body.contains("to go"), "{}", told.body);
    // The same key for both is one too many.
    demo.done(&["settings", "set", "key-status", "ctrl+alt+o"]).await?;
    expect_states(&demo, "works", "taken").await?;
    // Another choice lets go of the first, and without one nothing is heard.
    demo.done(&["settings", "set", "key-off", "ctrl+alt+f9"]).await?;
    demo.done(&["settings", "reset", "key-status"]).await?;
    expect_states(&demo, "works", "not-wanted").await?;
    hand.take(ModMask::CONTROL | ModMask::M1, O)?;
    demo.expect_no_panic()
}

#[tokio::test]
async fn the_portal_hands_out_keys_or_says_no() -> Outcome<()> {
    for refuses in [false, true] {
        let mut desk = Desktop::start().await?;
        desk.set_variable("WAYLAND_DISPLAY", "wayland-played");
        let portal = Portal::start(&desk.session, refuses).await?;
        let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
        demo.done(&["settings", "set", "key-off", "Ctrl+Alt+PageUp"]).await?;
        if refuses {
            expect_states(&demo, "not-here", "not-wanted").await?;
            let page = demo.http().fetch("/settings").await?.body;
            assert!(page.contains("lumbar off --aloud"), "{page}");
            continue;
        }
        assert_eq!(portal.bound(1).await?, [("off".to_owned(), "CTRL+ALT+Page_Up".to_owned())]);
        assert_eq!(portal.app().as_deref(), Some("app.lumbar.Lumbar"));
        expect_states(&demo, "by-desktop", "not-wanted").await?;
        bring_on(&demo).await?;
        portal.press("off").await?;
        expect_off(&demo).await?;
        demo.expect_no_panic()?;
    }
    Ok(())
}

#[tokio::test]
async fn without_a_screen_or_a_portal_it_is_said() -> Outcome<()> {
    for wayland in [false, true] {
        let mut desk = Desktop::start().await?;
        if wayland {
            desk.set_variable("WAYLAND_DISPLAY", "wayland-played");
        }
        let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
        demo.done(&["settings", "set", "key-status", "F13"]).await?;
        expect_states(&demo, "not-wanted", "not-here").await?;
        assert!(demo.done(&["doctor"]).await?.contains("lumbar status --aloud"));
        if wayland {
            let portal = Portal::start(&desk.session, false).await?;
            expect_states(&demo, "not-wanted", "by-desktop").await?;
            drop(portal);
            expect_states(&demo, "not-wanted", "not-here").await?;
        }
        demo.expect_no_panic()?;
    }
    Ok(())
}
