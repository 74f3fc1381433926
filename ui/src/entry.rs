//! Decides how an entry of the diary is refused (one plain sentence that names the field), and how it is asked how it felt.

use std::time::Duration;

use askama::Template;
use lumbar_engine::diary::LocalTime;
use lumbar_engine::diary::wish::{BadEntry, EntryField};

use crate::Ui;
use crate::pages::parts::shade;
use crate::pages::written;
use crate::scene::Scene;

impl Ui {
    /// Why an entry is not taken.
    pub fn bad_entry(&self, bad: &BadEntry) -> String {
        let name = |field: EntryField| self.t(&format!("diary-field-{}", field.code()));
        let of =
            |code: &str, field: EntryField| self.text(&format!("bad-entry-{code}"), &[("field", name(field).into())]);
        match bad {
            BadEntry::Ahead { field } => of("ahead", *field),
            BadEntry::NoTime { field } => of("no-time", *field),
            BadEntry::TooLong { field, most } => {
                let most = self.duration(Duration::from_secs((*most).into()));
                self.text("bad-entry-too-long", &[("field", name(*field).into()), ("most", most.into())])
            }
            BadEntry::TooLongAgo { field } => of("too-long-ago", *field),
            BadEntry::Overlaps { field, from, until } => self.text(
                "bad-entry-overlaps",
                &[
                    ("field", name(*field).into()),
                    ("from", self.local_time(*from).into()),
                    ("until", self.local_time(*until).into()),
                ],
            ),
            BadEntry::NoteTooLong { most } => {
                let field = name(EntryField::Note);
                self.text("bad-entry-note", &[("field", field.into()), ("most", (*most).into())])
            }
            BadEntry::Times { has } => self.text("bad-entry-times", &[("has", (*has).into())]),
            BadEntry::GoesOn => self.t("bad-entry-goes-on"),
            BadEntry::Unknown => self.t("bad-entry-unknown"),
        }
    }

    /// A time of the diary, as the clocks showed it then.
    pub(crate) fn local_time(&self, at: LocalTime) -> String {
        self.time(at.to_utc(), *at.offset())
    }
}

#[derive(Template)]
#[template(path = "felt.html")]
struct FeltPart<'a> {
    ui: &'a Ui,
    session: u64,
    kind: &'static str,
    question: String,
}

impl Ui {
    /// "How was it right after?", about the last session; nothing where it is not asked.
    pub(crate) fn felt_part(&self, scene: &Scene<'_>) -> String {
        let Some(felt) = scene.view.felt.as_ref().filter(|_| !scene.view.read_only) else { return String::new() };
        let routine = self.routine_name(&felt.routine);
        let question = self.text("felt-ask", &[("routine", routine.into())]);
        written(&FeltPart { ui: self, session: felt.session, kind: shade(felt.kind), question })
    }
}
