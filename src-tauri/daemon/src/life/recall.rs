//! Decides what the program begins with: the state that was confirmed last, or the best there is and the question what is on.

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::Now;
use lumbar_engine::{Engine, SAVED_VERSION, Saved};
use lumbar_ui::Notice;
use serde::Deserialize;

use crate::life::places::WITNESS;
use crate::store::{Condition, Store, StoreError};
use crate::witness::{self, Found, Judged, Mark, Place, Record};

/// What the program begins with.
#[derive(Debug)]
pub(crate) struct Recalled {
    /// The open data.
    pub(crate) store: Store,
    /// The witness beside them.
    pub(crate) witness: Place,
    /// The engine, its first effects still in it.
    pub(crate) engine: Engine,
    /// What the steps of this run count on from.
    pub(crate) mark: Mark,
    /// The version of a state that a newer program wrote. It is never written over, or its part of it would be lost.
    pub(crate) newer: Option<u32>,
    /// What a person should know of it.
    pub(crate) notices: Vec<Notice>,
}

/// Opens the data in `folder`, compares them with all witnesses, and asks what is on where they do not agree.
///
/// # Errors
/// The data cannot be used at all.
pub(crate) fn recall(
    folder: &Path,
    elsewhere: &Path,
    handed: Found,
    catalogue: Catalogue,
    now: Now,
) -> Result<Recalled, StoreError> {
    let (mut store, opened) = Store::open(folder)?;
    let path = folder.join(WITNESS);
    let beside = witness::look(&path);
    let judged = witness::judge(store.mark(), &beside, &[handed, witness::look(elsewhere)]);
    let mut notices = notices_of(&opened.condition);
    let version = opened.saved.as_deref().and_then(version_of);
    let engine = engine(opened.saved, &opened.condition, &judged, catalogue, &mut store, now, &mut notices);
    let newer = version.filter(|version| *version > SAVED_VERSION);
    let mut witness = Place::beside(path);
    // From now on a witness that is missing was lost; and what was doubted stays doubted until the question is saved.
    if newer.is_none()
        && (judged.doubt.is_some() || beside == Found::Nothing)
        && let Err(why) = witness.write(&Record::new(judged.mark, engine.worn()))
    {
        tracing::warn!("no witness can be written beside the data: {why}");
    }
    Ok(Recalled { store, witness, engine, mark: judged.mark, newer, notices })
}

fn engine(
    saved: Option<String>,
    condition: &Condition,
    judged: &Judged,
    catalogue: Catalogue,
    store: &mut Store,
    now: Now,
    notices: &mut Vec<Notice>,
) -> Engine {
    let newer_text = saved.as_deref().and_then(version_of).is_some_and(|version| version > SAVED_VERSION);
    let newer = newer_text || matches!(condition, Condition::NewerSchema { .. });
    if newer && !notices.contains(&Notice::ReadOnly) {
        notices.push(Notice::ReadOnly);
    }
    let known = match saved.as_deref().map(|text| (text, serde_json::from_str::<Saved>(text))) {
        Some((_, Ok(known))) => Some(known),
        Some((text, Err(why))) => {
            tracing::error!("the saved state cannot be read: {why}");
            if !newer {
                notices.push(match store.keep_aside(text) {
                    Ok(file) => Notice::StartedEmpty { set_aside: file.display().to_string() },
                    Err(why) => Notice::NotSaved { why: why.why() },
                });
            }
            None
        }
        None => None,
    };
    let lost = match condition {
        Condition::Fresh => false,
        Condition::StartedAnew { .. } | Condition::RestoredFromBackup { .. } => true,
        Condition::Normal | Condition::NewerSchema { .. } | Condition::CannotSave(_) => known.is_none(),
    };
    let mut engine = match known {
        Some(known) => Engine::restore(known, catalogue, now),
        None => Engine::new(catalogue, now),
    };
    // Something may be on all the same: the guard starts the program for no other reason.
    if let Some(why) = judged.doubt {
        tracing::error!("it is asked what is on: {why}");
    }
    if lost || judged.doubt.is_some() {
        engine.doubt_state(judged.worn.as_ref());
    }
    if judged.doubt.is_some() && !lost {
        notices.push(Notice::Doubted);
    }
    // Where the state may be older than the diary, or the diary cannot be read yet, the time is a number nobody had before.
    let counted = matches!(condition, Condition::Normal | Condition::Fresh) && !lost;
    let unheard_of = if counted { 0 } else { u64::try_from(now.wall.timestamp()).unwrap_or(0) };
    engine.number_sessions_after(store.last_session().max(unheard_of));
    engine.set_read_only(newer);
    engine
}

/// The form a saved state was written in, also where the rest of it cannot be read.
fn version_of(text: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Any {
        version: u32,
    }
    serde_json::from_str::<Any>(text).ok().map(|any| any.version)
}

fn notices_of(condition: &Condition) -> Vec<Notice> {
    let shown = |path: &PathBuf| path.display().to_string();
    match condition {
        Condition::Fresh | Condition::Normal => Vec::new(),
        Condition::RestoredFromBackup { set_aside } => vec![Notice::RestoredFromBackup { set_aside: shown(set_aside) }],
        Condition::StartedAnew { set_aside } => vec![Notice::StartedEmpty { set_aside: shown(set_aside) }],
        Condition::NewerSchema { .. } => vec![Notice::ReadOnly],
        Condition::CannotSave(why) => vec![Notice::NotSaved { why: why.why() }],
    }
}
