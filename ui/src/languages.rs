//! Owns the languages that are spoken at once, and picks one: by the person's preference, then by the system.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::Weekday;
use lumbar_texts::{Texts, speaks};

use crate::period::week_starts;

use crate::ui::{LANGUAGES, Ui};

/// Every language that was asked for so far; each is read when it is first spoken.
#[derive(Debug)]
pub struct Languages {
    system: String,
    preferred: RwLock<Option<String>>,
    /// By locale name. The one of the system is always there.
    spoken: RwLock<BTreeMap<String, Arc<Ui>>>,
}

impl Languages {
    /// Speaks the language of the system, by a locale name such as `de_AT.UTF-8`, until a person prefers another.
    pub fn of_system(locale: &str) -> Self {
        let spoken = BTreeMap::from([(locale.to_owned(), Arc::new(Ui::new(locale)))]);
        Self { system: locale.to_owned(), preferred: RwLock::default(), spoken: RwLock::new(spoken) }
    }

    /// Speaks as the person prefers from now on, by a locale name; `None` = as the system does.
    pub fn prefer(&self, locale: Option<&str>) {
        *self.preferred.write().unwrap_or_else(PoisonError::into_inner) = locale.map(str::to_owned);
    }

    /// The language that is spoken now.
    pub fn spoken(&self) -> Arc<Ui> {
        let preferred = self.preferred.read().unwrap_or_else(PoisonError::into_inner).clone();
        self.pick(preferred.as_deref())
    }

    /// The preferred language where there are texts in it, else that of the system, else English.
    fn pick(&self, preferred: Option<&str>) -> Arc<Ui> {
        let locale = preferred.filter(|locale| speaks(LANGUAGES, locale)).unwrap_or(&self.system);
        let known = |spoken: &BTreeMap<String, Arc<Ui>>| spoken.get(locale).map(Arc::clone);
        if let Some(ui) = known(&self.spoken.read().unwrap_or_else(PoisonError::into_inner)) {
            return ui;
        }
        let mut spoken = self.spoken.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(ui) = known(&spoken) {
            return ui;
        }
        // English is read once for all.
        let texts = spoken.values().next().map(|first| first.texts.in_language(locale));
        // A preferred language may name no land: the person lives where the system says.
        let starts = week_starts(locale).or_else(|| week_starts(&self.system)).unwrap_or(Weekday::Mon);
        let texts = texts.unwrap_or_else(|| Texts::new(LANGUAGES, locale));
        let ui = Arc::new(Ui { texts, week_starts: starts });
        spoken.insert(locale.to_owned(), Arc::clone(&ui));
        ui
    }

    /// The languages there are texts in, by name.
    pub fn all() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|(name, _)| *name)
    }
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
            assert_eq!(languages.pick(preferred).language(), language, "{preferred:?}");
        }
        languages.prefer(Some("ar-XB"));
        assert_eq!(languages.spoken().language(), "ar-XB");
        assert!(Arc::ptr_eq(&languages.pick(Some("en")), &languages.pick(Some("en"))));
        assert_eq!(Languages::of_system("xx").pick(None).language(), "en");
        let american = Languages::of_system("en_US.UTF-8");
        assert_eq!(american.pick(Some("en")).week_starts(), Weekday::Sun, "the language is chosen, the land is not");
        assert_eq!(american.pick(None).week_starts(), Weekday::Sun);
        assert_eq!(Languages::of_system("C").pick(Some("en")).week_starts(), Weekday::Mon);
        assert!(Languages::all().any(|name| name == "en"));
    }
}
