//! Decides the Settings page: what holds for every day, apart from health and safety.

use askama::Template;
use lumbar_engine::health::Clinical;

use crate::Ui;
use crate::languages::Languages;
use crate::pages::safety::{ClinicianWord, OpenPart};
use crate::pages::{Head, written};
use crate::scene::{Scene, Theme};

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage<'a> {
    ui: &'a Ui,
    bed: Option<BedPart>,
    themes: Vec<Choice>,
    languages: Vec<Choice>,
    discreet: bool,
    /// Whether Lumbar starts at login, where that can be switched.
    login: Option<bool>,
}

struct BedPart {
    from: Vec<(u16, String, bool)>,
    until: Vec<(u16, String, bool)>,
    wrap: OpenPart,
}

/// One of several, of which one holds.
struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

impl Ui {
    /// Bed hours, looks, language, what notifications say, starting at login.
    pub fn settings(&self, scene: &Scene<'_>) -> String {
        let theme = |theme: Theme| Choice {
            value: theme.code(),
            label: self.t(&format!("theme-{}", theme.code())),
            chosen: theme == scene.theme,
        };
        let language = |value: &'static str| Choice {
            value,
            label: Ui::new(value).t("language-name"),
            chosen: scene.language == Some(value),
        };
        let of_system = Choice { value: "", label: self.t("language-of-system"), chosen: scene.language.is_none() };
        let page = SettingsPage {
            ui: self,
            bed: scene.view.bed.map(|(from, until)| BedPart {
                from: self.half_hours(from),
                until: self.half_hours(until),
                wrap: self.open_part(Clinical::WrapInBed, "clinician-bed", String::new(), scene),
            }),
            themes: Theme::ALL.into_iter().map(theme).collect(),
            languages: std::iter::once(of_system).chain(Languages::all().map(language)).collect(),
            discreet: scene.discreet,
            login: scene.desktop.login,
        };
        let title = self.t("nav-settings");
        let head = Head { title, page: "settings", nav: Some("settings"), follows: true, ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// The day in half hours, and which one is chosen.
    pub(crate) fn half_hours(&self, chosen: u16) -> Vec<(u16, String, bool)> {
        let named = |minutes: u16| {
            let (hour, minute) = (format!("{:02}", minutes / 60), format!("{:02}", minutes % 60));
            self.text("time", &[("hour", hour.into()), ("minute", minute.into())])
        };
        // What was chosen may lie between.
        let mut all: std::collections::BTreeSet<u16> = (0..48).map(|n| n * 30).collect();
        all.insert(chosen);
        all.into_iter().map(|minutes| (minutes, named(minutes), minutes == chosen)).collect()
    }
}
