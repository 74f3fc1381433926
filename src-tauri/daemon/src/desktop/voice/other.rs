//! macOS and Windows: a short-lived program of the system says each sentence, so that a voice that hangs or crashes is not ours.

use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use super::Manner;
use crate::life::process;

/// The system's own voice is wherever it is.
#[derive(Debug, Clone)]
pub(super) struct Place;

impl Place {
    pub(super) fn usual() -> Self {
        Self
    }
}

/// The program that speaks now. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Line {
    manner: Manner,
    speaks: Option<Child>,
}

impl Line {
    pub(super) async fn open(_: &Place, manner: &Manner) -> Result<Self, String> {
        Ok(Self { manner: manner.clone(), speaks: None })
    }

    /// Says a sentence. There is one voice: what is said now ends, unless it insists and this does not.
    pub(super) async fn say(&mut self, text: &str, _insists: bool, cuts: bool) -> Result<(), String> {
        if let Some(before) = &mut self.speaks
            && !cuts
            && matches!(before.try_wait(), Ok(None))
        {
            return Ok(());
        }
        self.speaks = None;
        let mut command = speaker(&self.manner);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|why| format!("the system’s voice cannot be started ({why})"))?;
        let mut to = child.stdin.take().ok_or("the system’s voice takes no text")?;
        to.write_all(text.as_bytes()).await.map_err(|why| why.to_string())?;
        // The end of the text.
        drop(to);
        self.speaks = Some(child);
        Ok(())
    }
}

/// The text comes on the input, so that nothing in it is taken for a word of the command.
#[cfg(not(windows))]
fn speaker(manner: &Manner) -> Command {
    let mut command = Command::from(process::command("say"));
    // Words a minute; a usual voice speaks about 175.
    let rate = 175 + i32::from(manner.rate);
    command.args(["-f", "-", "-r", &rate.to_string()]);
    command
}

/// The same on Windows, where the voices are reached from PowerShell without code of ours in the process.
#[cfg(windows)]
fn speaker(manner: &Manner) -> Command {
    let rate = (i32::from(manner.rate) / 10).clamp(-10, 10);
    let script = format!(
        "Add-Type -AssemblyName System.Speech; [Console]::InputEncoding = [Text.Encoding]::UTF8; \
         $voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; $voice.Rate = {rate}; \
         $voice.Speak([Console]::In.ReadToEnd())"
    );
    let mut command = Command::from(process::command("powershell.exe"));
    command.args(["-NoProfile", "-NonInteractive", "-Command", &script]);
    command
}
