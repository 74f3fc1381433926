//! Decides the words of `lumbar routines import`, `export` and `delete`, and what they print.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use lumbar_engine::routine::check::FILE_MOST;
use lumbar_protocol::path;
use serde::Deserialize;
use serde_json::json;

use crate::client::program::{Exit, Program};
use crate::store::own_routines::{NotDone, read_from, write_to};

/// What to do with routines of one's own.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum RoutinesVerb {
    /// Bring a routine in from a TOML file (docs/routines.md)
    Import {
        /// The file; “-” reads the standard input
        file: PathBuf,
    },
    /// Print a routine as its file, or write it into a new one
    Export {
        /// Its name, as “lumbar routines” lists it
        id: String,
        /// The new file; without it, it is printed
        file: Option<PathBuf>,
    },
    /// Delete a routine of your own, with its file
    Delete {
        /// Its name, as “lumbar routines” lists it
        id: String,
        /// Yes, really
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Deserialize)]
struct Said {
    sentence: String,
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

impl Program {
    /// Carries it out; what may be done is decided by the background program.
    ///
    /// # Errors
    /// Nothing answers, the file is not taken or not written, or there is no such routine.
    pub(super) fn own_routines(&self, verb: RoutinesVerb) -> Result<(), Exit> {
        match verb {
            RoutinesVerb::Import { file } => {
                let text = self.file_text(&file)?;
                let answer = self.post(path::ROUTINE_IMPORT, &json!({ "text": text }))?;
                self.print(&self.parsed::<Said>(&answer)?.sentence)
            }
            RoutinesVerb::Export { id, file } => {
                let answer = self.post(path::ROUTINE_EXPORT, &json!({ "id": id }))?;
                let Text { text } = self.parsed(&answer)?;
                let Some(file) = file else { return self.print(text.trim_end()) };
                let written = absolute(&file).and_then(|file| write_to(&file.display().to_string(), &text));
                let file = written.map_err(|not| self.not_done(&file, &not))?;
                self.print(&self.ui.text("cli-routine-saved", &[("file", file.display().to_string().into())]))
            }
            RoutinesVerb::Delete { id, yes } => {
                let answer = self.post(path::ROUTINE_DELETE, &json!({ "id": id, "yes": yes }))?;
                self.print(&self.parsed::<Said>(&answer)?.sentence)
            }
        }
    }

    fn file_text(&self, file: &Path) -> Result<String, Exit> {
        if file.as_os_str() != "-" {
            let read = absolute(file).and_then(|file| read_from(&file.display().to_string()));
            return read.map_err(|not| self.not_done(file, &not));
        }
        let mut text = String::new();
        let most = FILE_MOST as u64 + 1;
        match std::io::stdin().take(most).read_to_string(&mut text) {
            Ok(_) => Ok(text),
            Err(why) => {
                let why = self.ui.text("routine-file-unreadable", &[("why", why.to_string().into())]);
                Err(self.complain("cli-routine-bad", &[("file", "-".into()), ("why", why)]))
            }
        }
    }

    fn not_done(&self, file: &Path, not: &NotDone) -> Exit {
        let why = self.ui.why(&not.why());
        self.complain("cli-routine-bad", &[("file", file.display().to_string()), ("why", why)])
    }
}

/// The whole path of a file that is named from where the command was given.
fn absolute(file: &Path) -> Result<PathBuf, NotDone> {
    std::path::absolute(file).map_err(|why| NotDone::Unwritable(file.to_owned(), why))
}
