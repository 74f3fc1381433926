//! Other processes: which there are, when one began, what it runs; ending one.

use std::ffi::OsString;
use std::io;
use std::os::windows::ffi::OsStringExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use windows_sys::Win32::Foundation::{ERROR_NO_MORE_FILES, FILETIME, INVALID_HANDLE_VALUE};
use windows_sys::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, PROCESSENTRY32W, Process32FirstW, Process32NextW, TH32CS_SNAPPROCESS,
};
use windows_sys::Win32::System::Threading::{
    GetProcessTimes, OpenProcess, PROCESS_NAME_WIN32, PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_TERMINATE,
    QueryFullProcessImageNameW, TerminateProcess,
};

/// From the first of January 1601, when the system's time begins, to that of 1970, in units of 100 ns.
const UNTIL_1970: u64 = 116_444_736_000_000_000;

/// The longest path there is, in characters.
const LONGEST_PATH: usize = 32_768;

/// A process of this user. While this is held its number goes to no other one.
#[derive(Debug)]
pub struct Process {
    number: u32,
    handle: OwnedHandle,
}

/// A process as the system lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub number: u32,
    /// The number of the process that started it, which may have ended since, and the number be another's.
    pub parent: u32,
    /// The name of its program's file, without the folder.
    pub program: OsString,
}

impl Process {
    /// The process of this number.
    ///
    /// # Errors
    /// When there is none, or it may not be ended by this user.
    pub fn open(number: u32) -> io::Result<Self> {
        // SAFETY: it takes numbers only.
        let handle = unsafe { OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_TERMINATE, 0, number) };
        if handle.is_null() {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the call above has opened it for us, and nobody else closes it.
        Ok(Self { number, handle: unsafe { OwnedHandle::from_raw_handle(handle) } })
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// When it began, by the wall.
    ///
    /// # Errors
    /// The system's reason.
    pub fn began(&self) -> io::Result<SystemTime> {
        let [mut began, mut ended, mut kernel, mut user] = [FILETIME::default(); 4];
        // SAFETY: the handle is open and may be asked; the four times are ours.
        let done = unsafe {
            GetProcessTimes(self.handle.as_raw_handle(), &raw mut began, &raw mut ended, &raw mut kernel, &raw mut user)
        };
        if done == 0 {
            return Err(io::Error::last_os_error());
        }
        let ticks = u64::from(began.dwHighDateTime) << 32 | u64::from(began.dwLowDateTime);
        let since = ticks.saturating_sub(UNTIL_1970);
        let since = Duration::from_micros(since / 10) + Duration::from_nanos(since % 10 * 100);
        Ok(SystemTime::UNIX_EPOCH + since)
    }

    /// The file of its program.
    ///
    /// # Errors
    /// The system's reason.
    pub fn program(&self) -> io::Result<PathBuf> {
        let mut path = vec![0; LONGEST_PATH];
        let mut length = u32::try_from(path.len()).unwrap_or(0);
        // SAFETY: the handle is open and may be asked; the text is as long as is said.
        let done = unsafe {
            QueryFullProcessImageNameW(
                self.handle.as_raw_handle(),
                PROCESS_NAME_WIN32,
                path.as_mut_ptr(),
                &raw mut length,
            )
        };
        if done == 0 {
            return Err(io::Error::last_os_error());
        }
        let length = usize::try_from(length).unwrap_or(0).min(path.len());
        Ok(OsString::from_wide(&path[..length]).into())
    }

    /// Ends it at once, without asking it. It may take a moment to be gone.
    ///
    /// # Errors
    /// The system's reason, such as that it has ended already.
    pub fn kill(&self) -> io::Result<()> {
        // SAFETY: the handle is open and was opened for this.
        if unsafe { TerminateProcess(self.handle.as_raw_handle(), 1) } == 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(())
    }
}

/// Lists all processes.
///
/// # Errors
/// The system's reason.
pub fn processes() -> io::Result<Vec<Listed>> {
    // SAFETY: it takes numbers only.
    let list = unsafe { CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0) };
    if list == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call above has opened it for us, and nobody else closes it.
    let list = unsafe { OwnedHandle::from_raw_handle(list) };
    let size = u32::try_from(size_of::<PROCESSENTRY32W>()).unwrap_or(0);
    let mut entry = PROCESSENTRY32W { dwSize: size, ..PROCESSENTRY32W::default() };
    let mut found = Vec::new();
    // SAFETY: the list is open, and the entry says how large it is.
    let mut more = unsafe { Process32FirstW(list.as_raw_handle(), &raw mut entry) };
    while more != 0 {
        let name = entry.szExeFile.split(|unit| *unit == 0).next().unwrap_or_default();
        found.push(Listed {
            number: entry.th32ProcessID,
            parent: entry.th32ParentProcessID,
            program: OsString::from_wide(name),
        });
        // SAFETY: as above.
        more = unsafe { Process32NextW(list.as_raw_handle(), &raw mut entry) };
    }
    let end = io::Error::last_os_error();
    if end.raw_os_error() == Some(ERROR_NO_MORE_FILES.cast_signed()) { Ok(found) } else { Err(end) }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_process_is_found_by_its_number_and_is_the_one_that_was_started() {
        let own = Process::open(std::process::id()).unwrap();
        let program = std::env::current_exe().unwrap();
        assert_eq!(own.program().unwrap().file_name(), program.file_name());
        assert!(own.began().unwrap() <= SystemTime::now());
        let mut child = Command::new("cmd").args(["/c", "pause"]).stdin(std::process::Stdio::piped()).spawn().unwrap();
        let listed = processes().unwrap();
        let listed = listed.iter().find(|listed| listed.number == child.id()).unwrap();
        assert_eq!(listed.parent, std::process::id());
        assert!(listed.program.eq_ignore_ascii_case("cmd.exe"), "{:?}", listed.program);
        let process = Process::open(child.id()).unwrap();
        assert!(process.began().unwrap() >= own.began().unwrap());
        process.kill().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1));
    }

    #[test]
    fn no_process_has_the_number_of_none() {
        assert!(Process::open(0xffff_fffc).is_err());
    }
}
