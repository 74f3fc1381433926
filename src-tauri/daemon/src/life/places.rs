//! Decides where this system puts a person's things: data, log, socket, witness.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::store::files::fingerprint;
#[cfg(unix)]
use crate::store::files::own_user;

/// What is remembered of the body beside the data, for a start that finds others.
pub(crate) const WITNESS: &str = "witness";

/// The file beside the lock in which its holder is written down, where nobody else can read a locked one.
#[cfg(windows)]
pub(crate) const OWNER: &str = "owner";

/// How many folders of our own name are tried under a shared one, where other users may have made some.
#[cfg(unix)]
const SPARE_FOLDERS: u32 = 20;

/// The longest address a socket can have: 104 bytes with the end mark, the smallest limit of the systems we know.
#[cfg(unix)]
pub(crate) const LONGEST_ADDRESS: usize = 103;

/// Where this system puts a person's things.
#[derive(Debug)]
pub(super) struct Places {
    data: Option<PathBuf>,
    log: Option<PathBuf>,
    pub(super) runtime: Option<PathBuf>,
    pub(super) temp: PathBuf,
}

impl Places {
    /// Reads them from the variables of the environment.
    pub(super) fn of_this_system(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let temp = std::env::temp_dir();
        #[cfg(windows)]
        {
            let own = folder("LOCALAPPDATA").map(|local| local.join("Lumbar"));
            Self { log: own.as_ref().map(|own| own.join("log")), data: own, runtime: None, temp }
        }
        #[cfg(target_os = "macos")]
        {
            let library = folder("HOME").map(|home| home.join("Library"));
            let data = library.as_ref().map(|library| library.join("Application Support/Lumbar"));
            Self { data, log: library.map(|library| library.join("Logs/Lumbar")), runtime: None, temp }
        }
        #[cfg(all(unix, not(target_os = "macos")))]
        {
            let under_home = |path: &str| folder("HOME").map(|home| home.join(path));
            let data = folder("XDG_DATA_HOME").or_else(|| under_home(".local/share"));
            let state = folder("XDG_STATE_HOME").or_else(|| under_home(".local/state"));
            Self {
                data: data.map(|data| data.join("lumbar")),
                log: state.map(|state| state.join("lumbar")),
                // The address of a socket is text.
                runtime: folder("XDG_RUNTIME_DIR").filter(|path| path.to_str().is_some()),
                temp,
            }
        }
    }

    /// The folders of the person's own data and log, where the system says.
    pub(super) fn own(&self) -> Option<(PathBuf, PathBuf)> {
        Some((self.data.clone()?, self.log.clone()?))
    }

    /// A witness outside of the data, named after them.
    pub(super) fn elsewhere(&self, data: &Path) -> PathBuf {
        let name = format!("{WITNESS}-{:016x}", fingerprint(data.as_os_str().as_encoded_bytes()));
        match &self.runtime {
            Some(runtime) => runtime.join("lumbar").join(name),
            None => self.temp.join(ours()).join(name),
        }
    }

    /// Where the socket may be: the person's own in the runtime folder where there is one, else in the data folder. Where
    /// its path would be too long, or someone else was there before, under a short folder, named after the data.
    #[cfg(unix)]
    pub(super) fn sockets(&self, data: &Path, own: bool) -> Vec<PathBuf> {
        let name = format!("{:016x}", fingerprint(data.as_os_str().as_encoded_bytes()));
        let runtime = self.runtime.as_ref().map(|runtime| runtime.join("lumbar"));
        let user = own_user();
        let shared = [self.temp.as_path(), Path::new("/tmp")].into_iter().flat_map(|shared| {
            let spare = (1..=SPARE_FOLDERS).map(move |nth| format!("lumbar-{user}-{nth}"));
            [format!("lumbar-{user}")].into_iter().chain(spare).map(|folder| shared.join(folder))
        });
        let usual = runtime.as_ref().filter(|_| own).map(|runtime| runtime.join("socket"));
        let short = runtime.into_iter().chain(shared).map(|folder| folder.join(&name));
        let all = usual.into_iter().chain([data.join("socket")]).chain(short);
        // An address is text, and every system takes it.
        let fits = |place: &PathBuf| place.to_str().is_some_and(|text| text.len() <= LONGEST_ADDRESS);
        let mut places: Vec<PathBuf> = Vec::new();
        for place in all.filter(fits) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The file that names the pipe: each start gives it another name, which only its user can read there.
    #[cfg(windows)]
    pub(super) fn sockets(&self, data: &Path, _own: bool) -> Vec<PathBuf> {
        vec![data.join(OWNER)]
    }
}

/// The name of the user's own folder among what is temporary.
fn ours() -> String {
    #[cfg(unix)]
    return format!("lumbar-{}", own_user());
    #[cfg(windows)]
    return "lumbar".to_owned();
}
