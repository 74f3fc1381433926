//! Says why the background program does not run, or a profile cannot be used, in the person's language.

use lumbar_ui::Ui;

use crate::life::background::NoStart;
use crate::life::profile::ProfileError;
use crate::store::StoreError;
use crate::store::files::said_by_system;

/// Why the background program does not run, in the person's language.
pub(crate) fn why_not(ui: &Ui, why: &NoStart) -> String {
    match why {
        NoStart::RunsAlready => sentence(ui, "program-runs-already", &[]),
        NoStart::Profile(why) => profile_trouble(ui, why),
        NoStart::Store(StoreError::Full { .. }) => sentence(ui, "program-data-full", &[]),
        NoStart::Store(why) => sentence(ui, "program-data", &[("why", ui.why(&why.why()))]),
        NoStart::Catalogue(why) => sentence(ui, "program-bad-catalogue", &[("why", why.to_string())]),
        NoStart::System(why) => sentence(ui, "program-system", &[("why", said_by_system(why))]),
    }
}

/// Why a profile cannot be used, in the person's language.
pub(crate) fn profile_trouble(ui: &Ui, why: &ProfileError) -> String {
    match why {
        ProfileError::NoHome => sentence(ui, "program-no-home", &[]),
        ProfileError::NotWritable { folder, why } => {
            let args = [("folder", folder.display().to_string()), ("why", said_by_system(why))];
            sentence(ui, "program-not-writable", &args)
        }
        ProfileError::OfAnotherUser(folder) => {
            sentence(ui, "program-of-another-user", &[("folder", folder.display().to_string())])
        }
        ProfileError::BadMark { folder, why } => {
            sentence(ui, "program-bad-mark", &[("folder", folder.display().to_string()), ("why", why.clone())])
        }
        ProfileError::NotADemo(folder) => {
            sentence(ui, "program-not-a-demo", &[("folder", folder.display().to_string())])
        }
        ProfileError::Foreign(folder) => {
            sentence(ui, "program-foreign-folder", &[("folder", folder.display().to_string())])
        }
        ProfileError::NotText(folder) => sentence(ui, "program-not-text", &[("folder", folder.display().to_string())]),
    }
}

pub(super) fn sentence(ui: &Ui, key: &str, args: &[(&str, String)]) -> String {
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    ui.text(key, &args)
}
