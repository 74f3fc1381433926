//! Decides the pages for what cannot be: a refusal and the way on, an error, an address that leads nowhere.

use askama::Template;
use lumbar_engine::refusal::Refused;
use lumbar_engine::rules::Force;

use crate::Ui;
use crate::pages::{Head, written};
use crate::scene::{RetryForm, Scene, inside, question_page};

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage<'a> {
    ui: &'a Ui,
    title: String,
    sentence: String,
    force: Option<String>,
    /// The rule, and where it comes from.
    basis: Option<String>,
    retry: Option<Retry<'a>>,
    link: Option<(String, String)>,
    back: &'a str,
}

/// The same form again, with the warning accepted.
struct Retry<'a> {
    action: &'a str,
    fields: &'a [(String, String)],
    rule: &'static str,
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage<'a> {
    ui: &'a Ui,
    title: String,
    sentence: String,
}

impl Ui {
    /// A refusal: the sentence, when it will be possible, and the way on where a warning may be passed.
    pub fn refused(&self, scene: &Scene<'_>, refused: &Refused, form: &RetryForm) -> String {
        let back = form.back.as_deref().and_then(inside).unwrap_or("/");
        let mut page = RefusedPage {
            ui: self,
            title: self.t("refused-title"),
            sentence: self.refusal(refused, scene.now, scene.offset),
            force: None,
            basis: self.refusal_basis(refused),
            retry: None,
            link: None,
            back,
        };
        match refused {
            Refused::Rule(obstacle) => {
                page.force = Some(match obstacle.force {
                    Force::Hard => self.t("force-hard"),
                    Force::Warning => self.t("force-warning"),
                    Force::Clinician => self.t("force-clinician"),
                });
                match obstacle.force {
                    Force::Warning if !form.action.is_empty() => {
                        page.title = self.t("refused-warning-title");
                        page.retry =
                            Some(Retry { action: &form.action, fields: &form.fields, rule: obstacle.rule.code() });
                    }
                    Force::Clinician => page.link = Some(("/safety".into(), self.t("to-safety"))),
                    Force::Hard if obstacle.name.starts_with("R16") => {
                        page.force = None;
                        page.link = Some(("/safety".into(), self.t("to-safety")));
                    }
                    Force::Hard | Force::Warning => {}
                }
            }
            Refused::Gate { gate } => {
                page.link = Some((format!("{}?next={}", question_page(*gate), encoded(back)), self.t("answer-now")));
            }
            Refused::Busy { .. } | Refused::Outdated | Refused::IsItOn => {
                page.link = Some(("/session".into(), self.t("show-what-is-on")));
            }
            Refused::UnknownRoutine { .. }
            | Refused::UnknownTimer { .. }
            | Refused::UnknownPack { .. }
            | Refused::Turns { .. }
            | Refused::NothingRunning
            | Refused::NotNow
            | Refused::ReadOnly => {}
        }
        let head = Head { title: page.title.clone(), page: "refused", nav: Some(""), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// Something went wrong that is not the person's doing.
    pub fn error(&self, scene: &Scene<'_>, sentence: &str) -> String {
        self.trouble(scene, "error", self.t("error-title"), sentence.to_owned())
    }

    /// There is no such page.
    pub fn not_found(&self, scene: &Scene<'_>) -> String {
        self.trouble(scene, "not-found", self.t("not-found-title"), self.t("not-found-title.lead"))
    }

    fn trouble(&self, scene: &Scene<'_>, page: &str, title: String, sentence: String) -> String {
        let body = written(&TroublePage { ui: self, title: title.clone(), sentence });
        self.frame(scene, &Head { title, page, nav: Some(""), ..Head::default() }, &body)
    }
}

/// An address as the value of a query: what would end the value or begin another is written as its bytes.
fn encoded(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_within_an_address_keeps_its_own_query() {
        assert_eq!(encoded("/routines/cold-15"), "/routines/cold-15");
        assert_eq!(encoded("/routines?kind=heat&q=a b"), "/routines%3Fkind%3Dheat%26q%3Da%20b");
    }
}
