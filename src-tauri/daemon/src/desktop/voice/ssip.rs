//! Speaks SSIP, the protocol of Speech Dispatcher: commands in lines, answers that begin with three digits, a text that ends with a
//! line that holds only a dot.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

use super::Manner;

/// The longest line that is read, bytes; a real one is far shorter.
const LONGEST: u64 = 4096;
/// More lines than any answer has.
const MOST: usize = 64;

/// A talk with the server.
#[derive(Debug)]
pub(super) struct Talk<S> {
    stream: BufReader<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    /// Introduces this program and says how to speak. A server that has no such language or rate speaks as it can.
    pub(super) async fn begin(stream: S, manner: &Manner) -> io::Result<Self> {
        let mut talk = Self { stream: BufReader::new(stream) };
        talk.must("SET self CLIENT_NAME user:lumbar:cues").await?;
        talk.ask(&format!("SET self LANGUAGE {}", plain(&manner.language))).await?;
        talk.ask(&format!("SET self RATE {}", manner.rate)).await?;
        Ok(talk)
    }

    /// Says a sentence. One that `insists` is not cut off by what other programs say; one that `cuts` takes the place of what this
    /// program says now.
    pub(super) async fn say(&mut self, text: &str, insists: bool, cuts: bool) -> io::Result<()> {
        if cuts {
            self.must("CANCEL self").await?;
        }
        self.must(if insists { "SET self PRIORITY important" } else { "SET self PRIORITY message" }).await?;
        self.must("SPEAK").await?;
        self.must(&format!("{}\r\n.", body(text))).await
    }

    /// Asks for what must be taken.
    async fn must(&mut self, command: &str) -> io::Result<()> {
        let answer = self.ask(command).await?;
        if answer.starts_with('2') { Ok(()) } else { Err(io::Error::other(format!("the voice said: {answer}"))) }
    }

    /// Sends a command and gives the last line of the answer. What the server tells by itself (7..) is no answer.
    async fn ask(&mut self, command: &str) -> io::Result<String> {
        self.stream.write_all(format!("{command}\r\n").as_bytes()).await?;
        self.stream.flush().await?;
        for _ in 0..MOST {
            let mut line = Vec::new();
            (&mut self.stream).take(LONGEST).read_until(b'\n', &mut line).await?;
            if !line.ends_with(b"\n") {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            match (line.get(..3).map(|code| code.parse::<u16>()), line.as_bytes().get(3)) {
                (Some(Ok(700..)), _) | (_, Some(b'-')) => {}
                (Some(Ok(_)), Some(b' ')) => return Ok(line),
                (Some(_) | None, _) => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
        Err(io::ErrorKind::InvalidData.into())
    }
}

/// A text as it is sent: one line, and a dot at its beginning doubled, so that it never ends the text.
fn body(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.starts_with('.') { format!(".{line}") } else { line }
}

/// A word that can stand in a command.
fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn no_text_ends_itself_or_becomes_a_command() {
        for (text, sent) in
            [("Left knee, hold.", "Left knee, hold."), ("...", "...."), (".", ".."), ("a\r\n.\r\nQUIT", "a  .  QUIT")]
        {
            assert_eq!(body(text), sent);
        }
        assert_eq!(plain("en\r\nQUIT"), "enQUIT");
    }
}
