//! Owns the texts: which language is spoken, and how a key becomes a sentence. Nothing here can fail or panic.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::pseudo::Pseudo;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// What can stand in a text: a word, or a number that plurals look at.
pub type Value<'a> = FluentValue<'a>;

type Bundle = FluentBundle<FluentResource>;

const ENGLISH: &str = "en";

/// The texts of one language, with English behind them.
pub(crate) struct Texts {
    language: String,
    direction: &'static str,
    chosen: Option<Bundle>,
    english: Bundle,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Texts {
    /// Takes the language nearest to a locale name such as `de_AT.UTF-8`; English where there is none.
    pub(crate) fn new(locale: &str) -> Self {
        let english = bundle(ENGLISH, None);
        if let Some(pseudo) = Pseudo::of(locale) {
            let chosen = Some(bundle(ENGLISH, Some(pseudo)));
            return Self { language: pseudo.code().into(), direction: pseudo.direction(), chosen, english };
        }
        let language = nearest(locale);
        let chosen = (language != ENGLISH).then(|| bundle(language, None));
        Self { language: language.into(), direction: direction(language), chosen, english }
    }

    /// The language for `<html lang>`.
    pub(crate) fn language(&self) -> &str {
        &self.language
    }

    /// The direction for `<html dir>`.
    pub(crate) fn direction(&self) -> &'static str {
        self.direction
    }

    /// The text of a key (`routine-cold-15` or `routine-cold-15.lead`): in the chosen language, else in English.
    pub(crate) fn find(&self, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
        // Addresses and grades of sources are data, not words to be played with.
        let data = key.ends_with(".url") || key.ends_with(".grade");
        let chosen = if data { None } else { self.chosen.as_ref() };
        chosen.and_then(|b| format(b, key, args)).or_else(|| format(&self.english, key, args))
    }

    /// Tells whether there is a text at all.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.find(key, &[]).is_some()
    }
}

fn bundle(language: &str, pseudo: Option<Pseudo>) -> Bundle {
    let id: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Isolation marks are for runs of mixed direction in a paragraph; notifications, trays and terminals show them as boxes.
    bundle.set_use_isolating(false);
    bundle.set_transform(pseudo.map(Pseudo::transform));
    for (name, files) in LANGUAGES {
        if *name == language {
            for file in *files {
                let resource = match FluentResource::try_new((*file).to_owned()) {
                    Ok(resource) => resource,
                    // What can be read is used; a test keeps a file with errors from being released.
                    Err((resource, _)) => resource,
                };
                bundle.add_resource_overriding(resource);
            }
        }
    }
    bundle
}

fn format(bundle: &Bundle, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
    let pattern = match key.split_once('.') {
        Some((message, attribute)) => bundle.get_message(message)?.get_attribute(attribute)?.value(),
        None => bundle.get_message(key)?.value()?,
    };
    let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut problems = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&args), &mut problems).into_owned())
}

/// `de_AT.UTF-8` speaks `de`, where there are texts in it.
fn nearest(locale: &str) -> &'static str {
    let plain = locale.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let short = plain.split('-').next().unwrap_or_default();
    let named = |wanted: &str| LANGUAGES.iter().map(|(name, _)| *name).find(|name| name.eq_ignore_ascii_case(wanted));
    named(&plain).or_else(|| named(short)).unwrap_or(ENGLISH)
}

fn direction(language: &str) -> &'static str {
    let rtl = ["ar", "fa", "he", "ur", "ps", "yi"];
    if rtl.iter().any(|l| language == *l || language.starts_with(&format!("{l}-"))) { "rtl" } else { "ltr" }
}
