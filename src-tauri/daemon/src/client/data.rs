//! Carries out `lumbar export`, `import` and `delete`: writing needs no running program, the other two ask it.

use std::path::Path;
use std::time::Duration;

use lumbar_protocol::path;
use lumbar_ui::DataDone;
use serde::Deserialize;
use serde_json::json;

use crate::client::program::{Exit, Program, warn_unsaved};
use crate::clock::Clock;
use crate::transfer::{Kind, Written, export};

/// Ten years of history are read in less.
const READ_WITHIN: Duration = Duration::from_secs(300);

/// What was done, as the program answers it.
#[derive(Default, Deserialize)]
struct Done {
    #[serde(default)]
    file: String,
    #[serde(default)]
    count: usize,
}

/// What is written: as it was said, else as the name of the file ends.
pub(super) fn kind_of(file: &Path, [json, csv, ics]: [bool; 3]) -> Kind {
    let ends = |ending: &str| file.extension().is_some_and(|of| of.eq_ignore_ascii_case(ending));
    match (json, csv, ics) {
        (true, _, _) => Kind::Json,
        (_, true, _) => Kind::Csv,
        (_, _, true) => Kind::Ics,
        _ if ends("csv") => Kind::Csv,
        _ if ends("ics") => Kind::Ics,
        _ => Kind::Json,
    }
}

impl Program {
    /// Writes a new file.
    pub(super) fn export(&self, kind: Kind, file: &Path) -> Result<(), Exit> {
        // What was pressed just now is on the disk by then; where nothing runs, it is anyway.
        let now = match self.client.fetch(path::VIEW) {
            Ok(answer) if answer.status == 200 => self.look()?.now,
            Ok(_) | Err(_) => Clock::system().now(),
        };
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        match export(kind, self.profile.data(), &file, &self.ui, now) {
            Ok(Written { file, count }) => self.say_done(kind.code(), &file.display().to_string(), count),
            Err(why) => Err(self.say(self.ui.why(&why.why(&self.ui)))),
        }
    }

    /// Reads a file back, after asking.
    pub(super) fn import(&self, file: &Path, yes: bool) -> Result<(), Exit> {
        if !yes && !self.confirmed("cli-import-ask") {
            return Err(self.complain("cli-import-not", &[]));
        }
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let Some(file) = file.to_str() else { return Err(self.complain("import-no-name", &[])) };
        let done = self.about_all("import", &json!({ "file": file }))?;
        self.say_done("import", &done.file, done.count)
    }

    /// Deletes everything, after asking.
    pub(super) fn delete(&self, everything: bool, yes: bool) -> Result<(), Exit> {
        if !everything {
            return Err(self.complain("cli-delete-what", &[]));
        }
        if !yes && !self.confirmed("cli-delete-ask") {
            return Err(self.complain("cli-delete-not", &[]));
        }
        self.about_all("delete", &json!({}))?;
        self.say_done("delete", "", 0)
    }

    fn about_all(&self, deed: &str, body: &serde_json::Value) -> Result<Done, Exit> {
        self.up()?;
        let patient = self.client.clone().patient_for(READ_WITHIN);
        let answer = match self.reached_with(|| patient.post(&format!("{}/{deed}", path::DATA), body))? {
            Err(crate::client::http::NoAnswer::Broken(_)) => return Err(self.unsure()),
            answer => self.answered(answer)?,
        };
        warn_unsaved(&answer);
        Ok(answer.json().unwrap_or_default())
    }

    fn say_done(&self, what: &'static str, file: &str, count: usize) -> Result<(), Exit> {
        let done = DataDone { what, file: file.to_owned(), count };
        self.ui.data_done(&done).iter().try_for_each(|line| self.print(line))
    }
}
