//! macOS and Windows: notify-rust's own backends, with what they cannot do said plainly.

use notify_rust::NotificationResponse;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

#[cfg(windows)]
use super::note::DESKTOP_ENTRY;
use super::note::{Caps, DEFAULT, Note, NotifierCommand, NotifierEvent, ServerInfo, Urgency, describe};

/// macOS takes a later one of the same name for the earlier one. On neither can one be taken back while its answer is
/// waited for, or be found again by a number.
const CAPS: Caps = Caps {
    replace: cfg!(target_os = "macos"),
    withdraw: false,
    ids: false,
    buttons: true,
    body_markup: false,
    persistence: true,
    sound: false,
};

/// Runs until the other end of `commands` is dropped.
pub(super) fn run(
    app_name: &str,
    mut commands: UnboundedReceiver<NotifierCommand>,
    events: UnboundedSender<NotifierEvent>,
) {
    let name = if cfg!(target_os = "macos") { "macOS" } else { "Windows" };
    let info = ServerInfo { name: name.to_owned(), caps: CAPS, ..ServerInfo::default() };
    // The listener only goes away with the program.
    let _ = events.send(NotifierEvent::Bus { up: true });
    let _ = events.send(NotifierEvent::Server(info));
    while let Some(command) = commands.blocking_recv() {
        match command {
            NotifierCommand::Show(note) => show(app_name, note, &events),
            // One toast for each alert: what stands cannot be taken back here.
            NotifierCommand::Withdraw(_) | NotifierCommand::WithdrawButtons | NotifierCommand::CloseStale(_) => {}
            NotifierCommand::Flush(done) => {
                let _ = done.send(());
            }
        }
    }
}

/// Shows one and waits for the answer on a thread of its own: both backends only offer a wait that blocks.
fn show(app_name: &str, note: Note, events: &UnboundedSender<NotifierEvent>) {
    let tell = events.clone();
    let mut described = describe(app_name, &note, CAPS);
    urge(&mut described, &note);
    let tag_key = note.tag_key.clone();
    let waiter = std::thread::Builder::new().name("notification".to_owned()).stack_size(super::STACK);
    let started = waiter.spawn(move || {
        let answered = described.show().and_then(|handle| {
            let tell = tell.clone();
            let tag_key = tag_key.clone();
            handle.wait_for_response(move |response: &NotificationResponse| {
                // The listener only goes away with the program.
                let _ = tell.send(answer(&note, tag_key, response));
            })
        });
        if let Err(why) = answered {
            let _ = tell.send(NotifierEvent::Failed { tag_key, why: why.to_string() });
        }
    });
    if let Err(why) = started {
        tracing::error!("a notification cannot be shown: {why}");
    }
}

fn answer(note: &Note, tag_key: String, response: &NotificationResponse) -> NotifierEvent {
    let pressed = |key: String| NotifierEvent::Pressed { tag_key: tag_key.clone(), key, activation: None };
    match response {
        NotificationResponse::Default => pressed(DEFAULT.to_owned()),
        // Some backends answer with the label of the button in place of its key.
        NotificationResponse::Action(said) | NotificationResponse::Reply(said) => {
            let key = note.buttons.iter().find(|(key, label)| key == said || label == said).map(|(key, _)| key);
            pressed(key.cloned().unwrap_or_else(|| DEFAULT.to_owned()))
        }
        NotificationResponse::Closed(_) => NotifierEvent::Closed { tag_key, taken_back: false },
    }
}

/// How much it insists, and under whose name it stands.
#[cfg(windows)]
fn urge(described: &mut notify_rust::Notification, note: &Note) {
    described.app_id(DESKTOP_ENTRY).urgency(match note.urgency {
        Urgency::Low => notify_rust::Urgency::Low,
        Urgency::Normal => notify_rust::Urgency::Normal,
        Urgency::Critical => notify_rust::Urgency::Critical,
    });
}

/// The tag names it, so that a later one takes the place of the earlier one.
#[cfg(target_os = "macos")]
fn urge(described: &mut notify_rust::Notification, note: &Note) {
    described.id(note.tag_key.clone()).interruption_level(match note.urgency {
        Urgency::Low => notify_rust::InterruptionLevel::Passive,
        Urgency::Normal => notify_rust::InterruptionLevel::Active,
        Urgency::Critical => notify_rust::InterruptionLevel::TimeSensitive,
    });
}

/// Other systems keep what the description says.
#[cfg(not(any(windows, target_os = "macos")))]
fn urge(_described: &mut notify_rust::Notification, _note: &Note) {}
