//! Tries the voice on a played Speech Dispatcher: what it is sent, and what happens when it hangs, dies or is not there. The time is
//! tokio's, which stands still while there is something to do.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use super::imp::Place;
use super::*;

/// What the played server does with what it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plays {
    /// Answers all.
    Well,
    /// Takes lines and never answers.
    Hangs,
    /// Ends in the middle of the first sentence.
    Dies,
    /// Says something that is no answer.
    Babbles,
}

struct Server {
    heard: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Server {
    fn start(socket: &Path, plays: Plays) -> Self {
        let _ = std::fs::remove_file(socket);
        let listener = UnixListener::bind(socket).unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&heard);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                talk(stream, plays, &notes).await;
            }
        });
        Self { heard, task }
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    fn said(&self) -> Vec<String> {
        let heard = self.heard();
        heard.iter().filter_map(|line| line.strip_prefix("text: ").map(str::to_owned)).collect()
    }

    fn end(self) {
        self.task.abort();
    }
}

async fn talk(stream: UnixStream, plays: Plays, notes: &Mutex<Vec<String>>) {
    let mut stream = BufReader::new(stream);
    let note = |line: String| notes.lock().unwrap().push(line);
    let mut is_text = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or_default() == 0 {
            return note("end".to_owned());
        }
        let line = line.trim_end().to_owned();
        if is_text && line != "." {
            note(format!("text: {line}"));
            continue;
        }
        let answer = match (plays, line.as_str()) {
            (Plays::Hangs, _) => continue,
            (Plays::Dies, "SPEAK") => return,
            (Plays::Babbles, _) => "hello\r\n",
            (_, ".") => "701-21\r\n701-1\r\n701 BEGIN\r\n225-21\r\n225 OK MESSAGE QUEUED\r\n",
            (_, "SPEAK") => "230 OK RECEIVING DATA\r\n",
            (_, line) if line.starts_with("SET self LANGUAGE") => "409 ERR NO SUCH LANGUAGE\r\n",
            _ => "208 OK\r\n",
        };
        is_text = line == "SPEAK";
        if !is_text && line != "." {
            note(line);
        }
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn manner() -> Manner {
    Manner { language: "en".to_owned(), rate: -30 }
}

struct Stage {
    folder: TempDir,
    voice: Voice,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("speechd.sock");
        let mut voice = Voice::at(Place { socket: Some(socket), starter: PathBuf::from("/nowhere/speech-dispatcher") });
        voice.prefer(Some(manner()));
        Self { folder, voice }
    }

    fn server(&self, plays: Plays) -> Server {
        Server::start(&self.folder.path().join("speechd.sock"), plays)
    }

    async fn until(&self, info: impl Fn(&VoiceInfo) -> bool) {
        for _ in 0..4000 {
            if info(&self.voice.info()) {
                return;
            }
            sleep(Duration::from_millis(5)).await;
        }
        panic!("it is {:?}", self.voice.info());
    }
}

#[tokio::test(start_paused = true)]
async fn a_sentence_is_said_in_its_manner_and_a_cue_takes_the_place_of_the_one_before() {
    let stage = Stage::new();
    let server = stage.server(Plays::Well);
    stage.voice.say("Left knee, hold.".into(), false);
    stage.until(|info| *info == VoiceInfo::Speaks).await;
    stage.voice.say("... and rest.".into(), false);
    stage.voice.say("Take the ice off now.".into(), true);
    stage.voice.say("Right knee.".into(), false);
    sleep(Duration::from_secs(1)).await;
    let begin = ["SET self CLIENT_NAME user:lumbar:cues", "SET self LANGUAGE en", "SET self RATE -30"];
    let cue = ["CANCEL self", "SET self PRIORITY message"];
    let mut expected: Vec<&str> = begin.to_vec();
    expected.extend(cue.iter().chain(["text: Left knee, hold."].iter()));
    expected.extend(cue.iter().chain(["text: .... and rest."].iter()));
    expected.extend(["CANCEL self", "SET self PRIORITY important", "text: Take the ice off now."]);
    // What insists is not cut off by the next cue.
    expected.extend(["SET self PRIORITY message", "text: Right knee."]);
    assert_eq!(server.heard(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_hangs_holds_nobody_up_and_what_waited_for_it_is_not_said_late() {
    let stage = Stage::new();
    let hung = stage.server(Plays::Hangs);
    let begun = Instant::now();
    for n in 0..20 {
        stage.voice.say(format!("Cue {n}."), false);
    }
    assert_eq!(begun.elapsed(), Duration::ZERO, "who says something waits for nothing");
    stage.until(|info| *info == VoiceInfo::Mute).await;
    hung.end();
    let server = stage.server(Plays::Well);
    sleep(Duration::from_secs(10)).await;
    assert_eq!(server.said(), Vec::<String>::new());
    stage.voice.say("Now.".into(), false);
    stage.until(|info| *info == VoiceInfo::Speaks).await;
    assert_eq!(server.said().last().map(String::as_str), Some("Now."));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_dies_in_the_middle_of_a_sentence_is_told_and_the_next_one_is_spoken_to() {
    let stage = Stage::new();
    let dying = stage.server(Plays::Dies);
    stage.voice.say("Lift a corner.".into(), false);
    stage.until(|info| matches!(info, VoiceInfo::Missing { .. })).await;
    dying.end();
    let server = stage.server(Plays::Well);
    stage.voice.say("Is your skin fine?".into(), false);
    stage.until(|info| *info == VoiceInfo::Speaks).await;
    assert_eq!(server.said(), ["Is your skin fine?"]);
    // A server that was restarted between two sentences: the line of the first is dead, the second is said all the same.
    server.end();
    tokio::task::yield_now().await;
    let server = stage.server(Plays::Well);
    stage.voice.say("Take it off now.".into(), true);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(server.said(), ["Take it off now."]);
}

#[tokio::test(start_paused = true)]
async fn what_is_no_answer_and_no_server_are_told_and_no_error_of_anybody_else() {
    let stage = Stage::new();
    stage.voice.say("Nobody hears this.".into(), false);
    stage.until(|info| matches!(info, VoiceInfo::Missing { why } if why.contains("cannot be started"))).await;
    let _babbling = stage.server(Plays::Babbles);
    stage.voice.say("Nobody understands this.".into(), false);
    stage.until(|info| matches!(info, VoiceInfo::Missing { why } if !why.contains("cannot be started"))).await;
    let homeless = Voice::at(Place { socket: None, starter: "x".into() });
    homeless.say("Off.".into(), true);
    assert_eq!(homeless.info(), VoiceInfo::Off);
}

#[tokio::test(start_paused = true)]
async fn a_line_is_given_back_after_a_minute_and_at_once_when_the_voice_is_switched_off() {
    let mut stage = Stage::new();
    let server = stage.server(Plays::Well);
    stage.voice.say("One.".into(), false);
    stage.until(|info| *info == VoiceInfo::Speaks).await;
    assert!(!server.heard().contains(&"end".to_owned()));
    sleep(IDLE + Duration::from_secs(1)).await;
    assert_eq!(server.heard().last().map(String::as_str), Some("end"));
    stage.voice.say("Two.".into(), false);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(server.said(), ["One.", "Two."]);
    stage.voice.prefer(None);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(server.heard().iter().filter(|line| *line == "end").count(), 2);
    stage.voice.say("Three.".into(), false);
    sleep(Duration::from_secs(1)).await;
    assert_eq!((server.said().len(), stage.voice.info()), (2, VoiceInfo::Off));
}
