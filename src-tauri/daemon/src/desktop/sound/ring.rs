//! Owns the child that rings: opens the device, plays one tune, closes it and ends. Ends at once when its line is cut, apart from
//! the last sound of a program that ends.

use std::io::{Read, Write};
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};

use rodio::cpal::traits::{DeviceTrait, HostTrait};

use super::kind::{Loudness, SoundKind, SoundState};
use super::tune;

/// Plays one tune and tells the parent on its output which device it is heard on, or why it is not.
/// `to_its_end`: whatever becomes of the parent.
pub(super) fn ring(kind: SoundKind, loudness: Loudness, to_its_end: bool) -> ExitCode {
    match play(kind, loudness, to_its_end) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say(&SoundState::None { why });
            ExitCode::FAILURE
        }
    }
}

/// Reads back what a child said.
pub(super) fn understood(line: &str) -> Option<SoundState> {
    if let Some(device) = line.strip_prefix("ready ") {
        return Some(SoundState::Ready { device: device.to_owned() });
    }
    line.strip_prefix("none ").map(|why| SoundState::None { why: why.to_owned() })
}

/// Looks for a device without opening one or loading an audio library.
#[cfg(target_os = "linux")]
pub(super) fn glance() -> SoundState {
    let card = std::fs::read_dir("/dev/snd").is_ok_and(|nodes| {
        nodes.filter_map(Result::ok).any(|node| {
            let name = node.file_name();
            let name = name.to_string_lossy();
            name.starts_with("pcm") && name.ends_with('p')
        })
    });
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(std::path::PathBuf::from).unwrap_or_default();
    let server = ["pipewire-0", "pulse/native"].iter().any(|name| runtime.join(name).exists());
    // A person's own setting may lead anywhere, a sound server elsewhere included.
    let own = std::env::var_os("HOME").is_some_and(|home| std::path::Path::new(&home).join(".asoundrc").exists());
    if card || server || own {
        SoundState::Ready { device: String::new() }
    } else {
        SoundState::None { why: "this computer has no sound card".to_owned() }
    }
}

/// Looks for a device; asking is cheap on these systems.
#[cfg(not(target_os = "linux"))]
pub(super) fn glance() -> SoundState {
    match rodio::cpal::default_host().default_output_device() {
        Some(_) => SoundState::Ready { device: String::new() },
        None => SoundState::None { why: "this computer has no sound output".to_owned() },
    }
}

fn play(kind: SoundKind, loudness: Loudness, to_its_end: bool) -> Result<(), String> {
    let device =
        rodio::cpal::default_host().default_output_device().ok_or_else(|| "there is no sound output".to_owned())?;
    let name = device.description().map(|about| about.name().to_owned()).unwrap_or_else(|_| "default".to_owned());
    let (broke, broken) = channel();
    let line = broke.clone();
    let mut sink = rodio::DeviceSinkBuilder::from_device(device)
        .map(|builder| {
            builder.with_error_callback(move |error| {
                // Nobody listens any more only once all has been played.
                let _ = broke.send(Err(error.to_string()));
            })
        })
        .and_then(|builder| builder.open_stream())
        .map_err(|error| sentence(&error))?;
    sink.log_on_drop(false);
    say(&SoundState::Ready { device: name });
    sink.mixer().add(tune::Tune::new(kind, loudness));
    if !to_its_end {
        // The parent never writes: what comes is the end of the line, because it silenced this sound or died.
        std::thread::spawn(move || {
            let _ = std::io::stdin().read(&mut [0]);
            let _ = line.send(Ok(()));
        });
    }
    let end = std::time::Instant::now() + tune::length(kind) + tune::TAIL;
    loop {
        match broken.recv_timeout(end.saturating_duration_since(std::time::Instant::now())) {
            Ok(Ok(())) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(()),
            // A late buffer is not the end of the sound; a device that is gone is heard of by its silence.
            Ok(Err(why)) => tracing::debug!("sound: {why}"),
        }
    }
}

/// What went wrong, as the end of a sentence, in one line.
fn sentence(error: &rodio::DeviceSinkError) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("no sound output could be opened: {cause}"),
        None => format!("no sound output could be opened: {error}"),
    }
}

fn say(state: &SoundState) {
    let line = match state {
        SoundState::Ready { device } => format!("ready {device}\n"),
        SoundState::None { why } => format!("none {}\n", why.replace('\n', " ")),
    };
    // A parent that is gone needs no answer.
    let _ = std::io::stdout().write_all(line.as_bytes());
    let _ = std::io::stdout().flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_understands_what_the_child_says_and_nothing_else() {
        let heard = |text: &str| understood(text);
        assert_eq!(heard("ready Built-in"), Some(SoundState::Ready { device: "Built-in".to_owned() }));
        assert_eq!(heard("none no card"), Some(SoundState::None { why: "no card".to_owned() }));
        assert_eq!(heard("ALSA lib pcm.c: whatever"), None);
        assert_eq!(heard(""), None);
    }
}
