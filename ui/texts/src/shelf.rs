//! Keeps the texts of one language as they are written, and reads each only when it is first asked for: all of them, read
//! at once, would be half of what the background program costs.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::pseudo::Pseudo;
use crate::value::Value;

/// The texts of one language.
pub(crate) struct Shelf {
    /// Key and source of each, by key.
    entries: Vec<(&'static str, &'static str)>,
    read: RwLock<Read>,
}

/// What was asked for so far.
struct Read {
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<&'static str>,
}

impl Shelf {
    /// Takes the files of a language; where a text stands twice, the later one counts.
    pub(crate) fn new(language: &str, files: &[&'static str], pseudo: Option<Pseudo>) -> Self {
        let id: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks are for runs of mixed direction in a paragraph; notifications, trays and terminals show them as boxes.
        bundle.set_use_isolating(false);
        bundle.set_transform(pseudo.map(Pseudo::transform));
        let mut entries: Vec<_> = files.iter().flat_map(|file| entries(file)).collect();
        entries.sort_by_key(|(key, _)| *key);
        entries.shrink_to_fit();
        Self { entries, read: RwLock::new(Read { bundle, keys: BTreeSet::new() }) }
    }

    /// The text of a message, or of an attribute of it (`message.attribute`).
    pub(crate) fn format(&self, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
        let (message, attribute) = key.split_once('.').map_or((key, None), |(message, of)| (message, Some(of)));
        self.fetch(message);
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        let message = read.bundle.get_message(message)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut problems = Vec::new();
        Some(read.bundle.format_pattern(pattern, Some(&args), &mut problems).into_owned())
    }

    /// Reads a message and all that it names, if that was not done before.
    fn fetch(&self, message: &str) {
        let Some(entry) = self.entry(message) else { return };
        if self.read.read().unwrap_or_else(PoisonError::into_inner).keys.contains(message) {
            return;
        }
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        let mut wanted = vec![entry];
        while let Some((key, source)) = wanted.pop() {
            if read.keys.insert(key) {
                let resource = match FluentResource::try_new(source.to_owned()) {
                    Ok(resource) => resource,
                    // What can be read is used; a test keeps a file with errors from being released.
                    Err((resource, _)) => resource,
                };
                read.bundle.add_resource_overriding(resource);
                wanted.extend(named(source).filter_map(|key| self.entry(key)));
            }
        }
    }

    fn entry(&self, key: &str) -> Option<(&'static str, &'static str)> {
        let after = self.entries.partition_point(|(known, _)| *known <= key);
        after.checked_sub(1).map(|at| self.entries[at]).filter(|(known, _)| *known == key)
    }
}

/// The entries of a file: each begins at the start of a line and goes on in lines that are set in, or close a brace.
fn entries(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let begins = |line: &str| line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
    let mut at = 0;
    let starts: Vec<(usize, bool)> = file
        .split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            (start, line)
        })
        .filter(|(_, line)| begins(line) || line.starts_with('#'))
        .map(|(start, line)| (start, begins(line)))
        .collect();
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, _)| *start).chain([file.len()]).collect();
    starts.into_iter().zip(ends).filter(|((_, is_entry), _)| *is_entry).filter_map(move |((start, _), end)| {
        let source = file[start..end].trim_end();
        Some((source.split_once('=')?.0.trim_end(), source))
    })
}

/// What a text may name: the words after an opening brace. More than there is does no harm.
fn named(source: &'static str) -> impl Iterator<Item = &'static str> {
    source.split('{').skip(1).map(|inside| {
        let inside = inside.trim_start();
        let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(inside.len());
        &inside[..end]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# A comment.\n\none = One\n    .more = More of { two }\ntwo = { $n ->\n        [one] a { -term }\n       *[other] many\n}\n## A heading\n-term = thing\nbad entry\nthree = { missing }\none = Again { two }\n";

    fn shelf() -> Shelf {
        Shelf::new("en", &[FILE], None)
    }

    #[test]
    fn only_what_is_asked_for_is_read_and_what_it_names() {
        let shelf = shelf();
        let keys = || shelf.read.read().unwrap().keys.iter().copied().collect::<Vec<_>>();
        assert_eq!(keys(), [""; 0]);
        assert_eq!(shelf.format("two", &[("n", 1.into())]).unwrap(), "a thing");
        assert_eq!(keys(), ["-term", "two"]);
        assert_eq!(shelf.format("one", &[("n", 2.into())]).unwrap(), "Again many", "the later one counts");
        assert_eq!(shelf.format("two", &[("n", 2.into())]).unwrap(), "many");
    }

    #[test]
    fn every_text_reads_as_if_all_were_read_at_once() {
        let locales = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales");
        for folder in std::fs::read_dir(locales).unwrap().map(|folder| folder.unwrap().path()) {
            let language = folder.file_name().unwrap().to_str().unwrap();
            let files: Vec<&'static str> = std::fs::read_dir(&folder)
                .unwrap()
                .map(|file| &*std::fs::read_to_string(file.unwrap().path()).unwrap().leak())
                .collect();
            let shelf = Shelf::new(language, &files, None);
            let mut whole = FluentBundle::new_concurrent(vec![language.parse().unwrap()]);
            whole.set_use_isolating(false);
            for file in files {
                whole.add_resource_overriding(FluentResource::try_new(file.to_owned()).unwrap());
            }
            let keys: Vec<_> = shelf.entries.iter().map(|(key, _)| *key).collect();
            assert!(keys.len() > 1000, "{language}");
            for key in keys.into_iter().filter(|key| !key.starts_with('-')) {
                let value = whole.get_message(key).and_then(|message| message.value());
                let said = value.map(|value| whole.format_pattern(value, None, &mut Vec::new()).into_owned());
                assert_eq!(shelf.format(key, &[]), said, "{language} {key}");
            }
        }
    }

    #[test]
    fn what_is_not_there_is_no_text() {
        let shelf = shelf();
        for key in ["", "four", "one.less", "-term", "bad", "bad entry"] {
            assert_eq!(shelf.format(key, &[]), None, "{key}");
        }
        assert_eq!(shelf.format("three", &[]).unwrap(), "{missing}");
    }
}
