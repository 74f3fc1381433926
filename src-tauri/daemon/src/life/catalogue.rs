//! Owns which routines a profile has: the built-in ones and the files of the person's own.

use std::fs;
use std::path::PathBuf;

use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::routine::check::BadRoutine;
use lumbar_ui::Notice;

use crate::life::profile::Profile;

/// The built-in routines and those of the person's own; a file that is not taken is said, and takes nothing with it.
///
/// # Errors
/// A built-in routine is not sound; a test keeps this from a release.
pub(crate) fn read(profile: &Profile, notices: &mut Vec<Notice>) -> Result<Catalogue, BadRoutine> {
    let mut catalogue = Catalogue::built_in()?;
    let mut files: Vec<PathBuf> = match fs::read_dir(profile.routines()) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(_) => Vec::new(),
    };
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    for file in files {
        let taken = fs::read_to_string(&file).map_err(|why| why.to_string());
        let taken = taken.and_then(|text| catalogue.add(&text).map_err(|why| why.to_string()));
        if let Err(why) = taken {
            tracing::warn!("the routine file {} is not taken: {why}", file.display());
            let file = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            notices.push(Notice::BadRoutine { file, why });
        }
    }
    Ok(catalogue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_person_are_among_the_routines_and_none_replaces_a_built_in_one() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        let own = |id: &str| {
            let step = "[[step]]\ndo = \"move\"\ntext = \"tilt\"\nfigure = \"tilt\"\nseconds = 60\n";
            format!("id = \"{id}\"\nkind = \"stretch\"\nfigure = \"tilt\"\n{step}")
        };
        fs::create_dir_all(profile.routines()).unwrap();
        fs::write(profile.routines().join("a.toml"), own("mine")).unwrap();
        fs::write(profile.routines().join("b.toml"), own("cold-15")).unwrap();
        let mut notices = Vec::new();
        let catalogue = read(&profile, &mut notices).unwrap();
        assert!(catalogue.routine("mine").is_some());
        assert!(catalogue.routine("cold-15").unwrap().is_thermal(), "the built-in one stays");
        let why = BadRoutine::Taken("cold-15".into()).to_string();
        assert_eq!(notices, [Notice::BadRoutine { file: "b.toml".into(), why }]);
    }
}
