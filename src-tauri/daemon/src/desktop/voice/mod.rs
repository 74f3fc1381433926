//! Owns the voice: says aloud what an alert is about, through the voice of the system. It is never the only way of being told.
//!
//! While it is off there is nothing: no task, no connection. While it is on, one task on the loop's own runtime waits for what is to
//! be said; it waits for no server longer than [`PATIENCE`], and what came too late is not said at all. A line that was not used
//! for [`IDLE`] is closed. No voice is no error; it is only said.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod imp;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod imp;
#[cfg(target_os = "linux")]
mod ssip;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lumbar_ui::VoiceInfo;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, timeout};

use imp::{Line, Place};

/// The longest wait for a server to take one sentence.
const PATIENCE: Duration = Duration::from_secs(3);
/// What waited longer than this is over: "left knee, hold" said late is wrong. Shorter than the patience, so that nothing that
/// waited behind a server that hung is said.
const STALE: Duration = Duration::from_secs(2);
/// The same for what insists, which is still so a while later.
const STILL_SO: Duration = Duration::from_secs(10);
/// A line that was not used for so long is closed, so that nothing is held while nothing is said.
const IDLE: Duration = Duration::from_secs(60);
/// A cue does not cut off a sentence that insists and was said within this time.
const INSISTING: Duration = Duration::from_secs(6);
/// Sentences that may wait. One that finds no room is not said.
const QUEUED: usize = 4;

/// How it speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manner {
    /// The language, such as `en` or `de-AT`.
    pub(crate) language: String,
    /// From -100 to 100; 0 = as the system's voice speaks.
    pub(crate) rate: i8,
}

/// One sentence.
#[derive(Debug, Clone)]
struct Sentence {
    text: String,
    insists: bool,
    at: Instant,
}

/// The way to the system's voice.
#[derive(Debug)]
pub(crate) struct Voice {
    place: Place,
    on: Option<On>,
    info: Arc<Mutex<VoiceInfo>>,
}

#[derive(Debug)]
struct On {
    manner: Manner,
    /// Dropping it ends the task.
    sentences: Sender<Sentence>,
}

impl Voice {
    /// The voice of this system, which is off.
    pub(crate) fn of_system() -> Self {
        Self::at(Place::usual())
    }

    fn at(place: Place) -> Self {
        Self { place, on: None, info: Arc::default() }
    }

    /// Speaks in this manner from now on; `None` = not at all. Called from within a runtime.
    pub(crate) fn prefer(&mut self, manner: Option<Manner>) {
        if self.on.as_ref().map(|on| &on.manner) == manner.as_ref() {
            return;
        }
        self.on = manner.map(|manner| {
            let (sentences, received) = channel(QUEUED);
            let (place, info) = (self.place.clone(), Arc::clone(&self.info));
            tokio::spawn(attend(received, place, manner.clone(), info));
            On { manner, sentences }
        });
        tell(&self.info, if self.on.is_some() { VoiceInfo::NotTried } else { VoiceInfo::Off });
    }

    /// Says it, unless the voice is off. Returns at once.
    pub(crate) fn say(&self, text: String, insists: bool) {
        let Some(on) = &self.on else { return };
        if on.sentences.try_send(Sentence { text, insists, at: Instant::now() }).is_err() {
            tracing::warn!("the voice is behind: a sentence is left out");
        }
    }

    /// Whether it can be heard, as far as is known.
    pub(crate) fn info(&self) -> VoiceInfo {
        self.info.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn tell(info: &Mutex<VoiceInfo>, news: VoiceInfo) {
    *info.lock().unwrap_or_else(PoisonError::into_inner) = news;
}

/// Says one sentence after the other until nobody has any more.
async fn attend(mut sentences: Receiver<Sentence>, place: Place, manner: Manner, info: Arc<Mutex<VoiceInfo>>) {
    let mut line: Option<Line> = None;
    let mut insisted: Option<Instant> = None;
    loop {
        let next = match line.is_some() {
            true => timeout(IDLE, sentences.recv()).await,
            // Nothing ticks while nothing is said.
            false => Ok(sentences.recv().await),
        };
        let sentence = match next {
            Ok(Some(sentence)) => sentence,
            Ok(None) => return,
            Err(_) => {
                line = None;
                continue;
            }
        };
        if sentence.at.elapsed() > (if sentence.insists { STILL_SO } else { STALE }) {
            tracing::warn!("the voice is late: a sentence is left out");
            continue;
        }
        // The voice was switched off, or speaks in another manner by now.
        if sentences.is_closed() {
            return;
        }
        let cuts = sentence.insists || insisted.is_none_or(|at| at.elapsed() > INSISTING);
        let said = timeout(PATIENCE, speak(&mut line, &place, &manner, &sentence, cuts)).await;
        let news = match said {
            Ok(Ok(())) => {
                insisted = if sentence.insists { Some(Instant::now()) } else { insisted };
                VoiceInfo::Speaks
            }
            Ok(Err(why)) => VoiceInfo::Missing { why },
            Err(_) => VoiceInfo::Mute,
        };
        if news != VoiceInfo::Speaks {
            tracing::warn!("the voice does not speak: {news:?}");
            // What is half said on it would be taken for the beginning of the next.
            line = None;
        }
        if !sentences.is_closed() {
            tell(&info, news);
        }
    }
}

/// Says it over the line that is open; one that has ended since, such as with a server that died in the middle, is opened anew.
async fn speak(
    line: &mut Option<Line>,
    place: &Place,
    manner: &Manner,
    sentence: &Sentence,
    cuts: bool,
) -> Result<(), String> {
    if let Some(mut open) = line.take()
        && open.say(&sentence.text, sentence.insists, cuts).await.is_ok()
    {
        *line = Some(open);
        return Ok(());
    }
    let mut open = Line::open(place, manner).await?;
    open.say(&sentence.text, sentence.insists, cuts).await?;
    *line = Some(open);
    Ok(())
}
