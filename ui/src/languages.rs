//! Owns the languages that are spoken at once, and picks one: by the person's preference, then by the system.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::Weekday;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_texts::{Texts, speaks};

use crate::embedded::LANGUAGES;
use crate::own_names::OwnNames;
use crate::period::week_starts;
use crate::settings::{CLOCK, ClockHours, LANGUAGE, Settings};
use crate::ui::Ui;

/// Every language that was asked for so far; each is read when it is first spoken.
#[derive(Debug)]
pub struct Languages {
    system: String,
    /// The desktop writes times of day with am and pm.
    twelve_hours: AtomicBool,
    preferred: RwLock<Preferred>,
    own: OwnNames,
    /// By locale name and clock. One of the system is always there.
    spoken: RwLock<BTreeMap<(String, bool), Arc<Ui>>>,
}

/// What a person prefers of it.
#[derive(Debug, Clone, Default)]
struct Preferred {
    locale: Option<String>,
    clock: ClockHours,
}

impl Languages {
    /// Speaks the language of the system, by a locale name such as `de_AT.UTF-8`, until a person prefers another.
    pub fn of_system(locale: &str) -> Self {
        let first = Ui::new(locale);
        let own = first.own.clone();
        let spoken = BTreeMap::from([((locale.to_owned(), false), Arc::new(first))]);
        Self {
            system: locale.to_owned(),
            twelve_hours: AtomicBool::new(false),
            preferred: RwLock::default(),
            own,
            spoken: RwLock::new(spoken),
        }
    }

    /// The desktop writes times of day with am and pm, or does not; tells whether that is news.
    pub fn system_clock(&self, twelve_hours: bool) -> bool {
        self.twelve_hours.swap(twelve_hours, Ordering::Relaxed) != twelve_hours
    }

    /// Speaks as the person prefers from now on.
    pub fn prefer(&self, settings: &Settings) {
        let preferred = Preferred { locale: settings.get(&LANGUAGE), clock: settings.get(&CLOCK) };
        *self.preferred.write().unwrap_or_else(PoisonError::into_inner) = preferred;
    }

    /// Knows routines of a person's own by the names they gave them from now on, in every language.
    pub fn learn_names(&self, catalogue: &Catalogue) {
        self.own.learn(catalogue);
    }

    /// The language that is spoken now.
    pub fn spoken(&self) -> Arc<Ui> {
        let Preferred { locale, clock } = self.preferred.read().unwrap_or_else(PoisonError::into_inner).clone();
        let twelve_hours = match clock {
            ClockHours::Desktop => self.twelve_hours.load(Ordering::Relaxed),
            ClockHours::Twelve => true,
            ClockHours::TwentyFour => false,
        };
        self.pick(locale.as_deref(), twelve_hours)
    }

    /// The preferred language where there are texts in it, else that of the system, else English.
    fn pick(&self, preferred: Option<&str>, twelve_hours: bool) -> Arc<Ui> {
        let locale = preferred.filter(|locale| speaks(LANGUAGES, locale)).unwrap_or(&self.system);
        let name = (locale.to_owned(), twelve_hours);
        if let Some(ui) = self.spoken.read().unwrap_or_else(PoisonError::into_inner).get(&name) {
            return Arc::clone(ui);
        }
        let mut spoken = self.spoken.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(ui) = spoken.get(&name) {
            return Arc::clone(ui);
        }
        // English is read once for all.
        let texts = spoken.values().next().map(|first| first.texts.in_language(locale));
        // A preferred language may name no land: the person lives where the system says.
        let starts = week_starts(locale).or_else(|| week_starts(&self.system)).unwrap_or(Weekday::Mon);
        let texts = texts.unwrap_or_else(|| Texts::new(LANGUAGES, locale));
        let ui = Arc::new(Ui { texts, own: self.own.clone(), week_starts: starts, twelve_hours: twelve_hours.into() });
        spoken.insert(name, Arc::clone(&ui));
        ui
    }

    /// The languages there are texts in, by name.
    pub fn all() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|(name, _)| *name)
    }
}

/// Tells whether times of day are written with am and pm where this locale is used, such as `en_US.UTF-8`; as the C library's own
/// locales write them (`t_fmt` of glibc 2.36).
pub fn writes_twelve_hours(locale: &str) -> bool {
    const ALL: &[&str] = &[
        "AE", "AL", "BD", "BH", "CA", "CY", "DJ", "DZ", "EG", "ER", "ET", "FJ", "GH", "GR", "HK", "IN", "IQ", "JO",
        "KW", "LB", "LY", "MY", "OM", "PG", "PH", "QA", "SD", "SO", "SS", "SY", "TN", "TO", "US", "VU", "WS", "YE",
    ];
    const BUT: &[&str] = &["fr_CA", "tr_CY", "es_US"];
    let name: String = locale.split(['.', '@']).next().unwrap_or_default().replace('-', "_");
    let region = name.rsplit('_').next().filter(|region| region.len() == 2 && *region != name);
    region.is_some_and(|region| ALL.contains(&region.to_uppercase().as_str())) && !BUT.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_is_spoken_then_that_of_the_system_then_english() {
        let languages = Languages::of_system("en_XA.UTF-8");
        for (preferred, language) in
            [(None, "en-XA"), (Some("ar-XB"), "ar-XB"), (Some("en"), "en"), (Some("tlh"), "en-XA"), (Some(""), "en-XA")]
        {
            assert_eq!(languages.pick(preferred, false).language(), language, "{preferred:?}");
        }
        let mut settings = Settings::default();
        settings.set(&LANGUAGE, &Some("ar-XB".into()));
        languages.prefer(&settings);
        assert_eq!(languages.spoken().language(), "ar-XB");
        assert!(Arc::ptr_eq(&languages.pick(Some("en"), true), &languages.pick(Some("en"), true)));
        assert_eq!(Languages::of_system("xx").pick(None, false).language(), "en");
        let american = Languages::of_system("en_US.UTF-8");
        assert_eq!(
            american.pick(Some("en"), false).week_starts(),
            Weekday::Sun,
            "the language is chosen, the land is not"
        );
        assert_eq!(american.pick(None, false).week_starts(), Weekday::Sun);
        assert_eq!(Languages::of_system("C").pick(Some("en"), false).week_starts(), Weekday::Mon);
        assert!(Languages::all().any(|name| name == "en"));
    }

    #[test]
    fn the_clock_is_as_the_person_set_it_then_as_the_desktop_writes_it() {
        let languages = Languages::of_system("en");
        let mut settings = Settings::default();
        for (desktop, set, twelve) in [
            (false, ClockHours::Desktop, false),
            (true, ClockHours::Desktop, true),
            (true, ClockHours::TwentyFour, false),
            (false, ClockHours::Twelve, true),
        ] {
            settings.set(&CLOCK, &set);
            languages.prefer(&settings);
            languages.system_clock(desktop);
            assert_eq!(languages.spoken().twelve_hours(), twelve, "{desktop} {set:?}");
        }
        assert!(languages.system_clock(true) && !languages.system_clock(true), "only what is news is news");
    }

    #[test]
    fn a_locale_writes_times_as_its_people_do() {
        for (locale, twelve) in [
            ("en_US.UTF-8", true),
            ("en-US", true),
            ("en_GB.UTF-8", false),
            ("de_DE@euro", false),
            ("el_GR.UTF-8", true),
            ("fr_CA.UTF-8", false),
            ("en_CA", true),
            ("C.UTF-8", false),
            ("US", false),
            ("", false),
        ] {
            assert_eq!(writes_twelve_hours(locale), twelve, "{locale}");
        }
    }
}
