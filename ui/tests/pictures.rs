//! Finds pictures that are asked for and were not drawn or not described, and drawings that hold what they must not.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lumbar_engine::routine::Step;
use lumbar_ui::{Ui, asset};

mod support;

use support::catalogue;

#[test]
fn every_picture_that_is_asked_for_is_drawn_and_described() {
    let ui = Ui::new("en");
    let catalogue = catalogue();
    let mut wanted: BTreeSet<String> =
        ["ice-check", "ice-off", "heat-check", "heat-off", "sit-up", "cool-down", "rest-timer"]
            .into_iter()
            .chain(["all-done", "helper-question", "freezer", "sleep-side", "sleep-back", "sleep-front"])
            .map(String::from)
            .collect();
    for routine in catalogue.routines() {
        wanted.insert(routine.figure.clone());
        for step in &routine.steps {
            wanted.extend(match step {
                Step::Expose(e) => e.figure.clone(),
                Step::Rest(r) => r.figure.clone(),
                Step::Move(m) => Some(m.figure.clone()),
            });
        }
    }
    let mut missing = Vec::new();
    for id in &wanted {
        for path in [format!("figures/{id}.svg"), format!("figures/still/{id}.svg")] {
            if asset(&path).is_none() {
                missing.push(path);
            }
        }
        if !ui.has_text(&format!("figure-{id}.alt")) {
            missing.push(format!("figure-{id}.alt"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_words_of_a_picture_are_those_it_was_drawn_with() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let said = fs::read_to_string(folder.join("locales/en/figures.ftl")).unwrap();
    let said: BTreeSet<&str> = said.lines().collect();
    let drawn = fs::read_to_string(folder.join("figures/alt.toml")).unwrap().replace('\'', "’");
    let mut id = "";
    let mut differ = Vec::new();
    for line in drawn.lines() {
        let value = |key: &str| line.strip_prefix(key).and_then(|l| l.strip_suffix('"'));
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            id = name;
        }
        let title = value("title = \"").map(|title| format!("figure-{id} = {title}"));
        let words = title.or_else(|| value("desc = \"").map(|words| format!("    .alt = {words}")));
        differ.extend(words.filter(|w| !said.contains(w.as_str())).map(|w| format!("{id}: {w}")));
    }
    assert!(differ.is_empty(), "figures.ftl says something else: {differ:#?}");
}

#[test]
fn figures_hold_no_code_and_no_name_that_could_stand_twice() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("figures");
    for folder in [folder.clone(), folder.join("still")] {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "svg") {
                let text = fs::read_to_string(&path).unwrap();
                for bad in ["<style", "<script", " style=\"", "href="] {
                    assert!(!text.contains(bad), "{} has {bad}", path.display());
                }
                // A moving figure stands once in a page and may name its own parts; a still one may stand in every list.
                let own = format!("{}-", path.file_stem().unwrap().to_string_lossy());
                let named = text.split(" id=\"").skip(1).chain(text.split("url(#").skip(1));
                for name in named {
                    assert!(
                        name.starts_with(&own) && !folder.ends_with("still"),
                        "{}: {}",
                        path.display(),
                        &name[..20]
                    );
                }
            }
        }
    }
}
