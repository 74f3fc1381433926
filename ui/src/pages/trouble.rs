//! Decides the pages for what cannot be: a refusal and the way on, an error, an address that leads nowhere.

use std::collections::BTreeSet;

use askama::Template;
use lumbar_engine::refusal::{Obstacle, Refused};
use lumbar_engine::rules::{Force, RuleId};

use crate::Ui;
use crate::pages::invite::Choice;
use crate::pages::{Head, written};
use crate::refusal::force_code;
use crate::scene::{RetryForm, Scene, inside};

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage<'a> {
    ui: &'a Ui,
    title: String,
    /// All that stands against it.
    sentences: Vec<String>,
    force: Option<String>,
    /// The rule, and where it comes from.
    basis: Option<String>,
    retry: Option<Retry<'a>>,
    link: Option<(String, String)>,
    /// What may start instead.
    instead: Vec<Choice>,
    back: &'a str,
}

/// The same form again, with the warnings accepted.
struct Retry<'a> {
    action: &'a str,
    fields: &'a [(String, String)],
    /// What is said beside it: the warnings that were read, or that the person is sure.
    beside: Vec<(&'static str, &'static str)>,
    label: String,
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage<'a> {
    ui: &'a Ui,
    title: String,
    sentence: String,
}

impl RetryForm {
    fn again(&self, beside: Vec<(&'static str, &'static str)>, label: String) -> Retry<'_> {
        Retry { action: &self.action, fields: &self.fields, beside, label }
    }
}

impl Ui {
    /// A refusal: all that stands against it, and the way on where warnings may be passed, or what else is possible.
    pub fn refused(&self, scene: &Scene<'_>, refused: &Refused, form: &RetryForm) -> String {
        let back = form.back.as_deref().and_then(inside).unwrap_or("/");
        let mut page = RefusedPage {
            ui: self,
            title: self.t("refused-title"),
            sentences: vec![self.refusal(refused, scene.now, scene.offset)],
            force: None,
            basis: self.refusal_basis(refused),
            retry: None,
            link: None,
            instead: Vec::new(),
            back,
        };
        match refused {
            Refused::Rule(obstacle) => self.ruled_out(&mut page, obstacle, scene, form),
            Refused::ReallySoLong { .. } => {
                page.title = self.t("refused-really-so-long-title");
                page.retry = Some(form.again(vec![("sure", "yes")], self.t("refused-really-so-long-sure")));
            }
            Refused::Gate { .. }
            | Refused::Busy { .. }
            | Refused::Outdated
            | Refused::IsItOn
            | Refused::SkinAsked
            | Refused::NothingToUndo => {
                page.link = Some(("/session".into(), self.t("show-what-is-on")));
            }
            Refused::UnknownRoutine { .. }
            | Refused::UnknownTimer { .. }
            | Refused::UnknownPack { .. }
            | Refused::Turns { .. }
            | Refused::Length { .. }
            | Refused::NothingRunning
            | Refused::NotNow
            | Refused::Entry { .. }
            | Refused::UnknownPlan { .. }
            | Refused::BadPlan(_)
            | Refused::NoPlan
            | Refused::QuietHours { .. }
            | Refused::ReadOnly => {}
        }
        let head = Head { title: page.title.clone(), page: "refused", nav: Some(""), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn ruled_out<'a>(&self, page: &mut RefusedPage<'a>, obstacle: &Obstacle, scene: &Scene<'_>, form: &'a RetryForm) {
        let all = asked_for(scene, form).filter(|all| all.contains(obstacle));
        let all = all.unwrap_or(std::slice::from_ref(obstacle));
        page.force = Some(self.t(&format!("force-{}", force_code(obstacle.force))));
        // What a person told of themselves is the reason, not a number.
        page.basis = page.basis.take().filter(|_| obstacle.rule != RuleId::R14);
        page.sentences = all.iter().map(|o| self.obstacle(o, scene.now, scene.offset)).collect();
        match obstacle.force {
            Force::Warning | Force::Told if !form.action.is_empty() => {
                page.title = self.t("refused-warning-title");
                page.force = None;
                let rules: BTreeSet<&'static str> = all.iter().map(|o| o.rule.code()).collect();
                let beside = rules.into_iter().map(|rule| ("accept", rule)).collect();
                page.retry = Some(form.again(beside, self.t("go-on")));
            }
            Force::Clinician => page.link = Some(("/safety".into(), self.t("to-safety"))),
            Force::Hard if obstacle.rule == RuleId::R16 => {
                page.force = None;
                page.link = Some(("/help".into(), self.t("help-banner.link")));
            }
            Force::Hard | Force::Warning | Force::Told => {}
        }
        if page.retry.is_none() && form.action == "start" {
            page.instead = self.choices(scene);
        }
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

/// What stands against the start that a form asks for.
fn asked_for<'a>(scene: &Scene<'a>, form: &RetryForm) -> Option<&'a [Obstacle]> {
    let field = |name: &str| form.fields.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let offer = scene.view.offers.get(field("routine").filter(|_| form.action == "start")?)?;
    let turns = field("turns").and_then(|turns| turns.parse().ok()).unwrap_or(offer.usual);
    Some(&offer.with_turns(turns)?.obstacles)
}

/// An address as the value of a query: what would end the value or begin another is written as its bytes.
pub(super) fn encoded(address: &str) -> String {
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
