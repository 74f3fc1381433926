//! A name that the whole system knows for as long as a program holds it, however that program ends.

use std::io;
use std::os::windows::io::{FromRawHandle, OwnedHandle};
use std::ptr::null_mut;

use windows_sys::Win32::Foundation::{ERROR_FILE_NOT_FOUND, LocalFree};
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::{PSECURITY_DESCRIPTOR, SECURITY_ATTRIBUTES};
use windows_sys::Win32::System::Threading::{CreateMutexW, OpenMutexW, SYNCHRONIZATION_SYNCHRONIZE};

use super::{this_user, wide};

/// A name that is held. Programs that this one starts do not hold it.
#[derive(Debug)]
pub struct Presence {
    _object: OwnedHandle,
}

impl Presence {
    /// Holds a name, beside others of this user who hold it. Only this user and the system may look at it.
    ///
    /// # Errors
    /// The system's reason, such as that another user holds it.
    pub fn hold(name: &str) -> io::Result<Self> {
        let rights = Descriptor::of_this_user()?;
        let attributes = SECURITY_ATTRIBUTES {
            nLength: u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).unwrap_or(0),
            lpSecurityDescriptor: rights.0,
            bInheritHandle: 0,
        };
        let name = global(name);
        // SAFETY: the attributes and the descriptor in them outlive the call; the name ends with a zero.
        let object = unsafe { CreateMutexW(&raw const attributes, 0, name.as_ptr()) };
        if object.is_null() {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the call above has opened it for us, and nobody else closes it.
        Ok(Self { _object: unsafe { OwnedHandle::from_raw_handle(object) } })
    }
}

/// Tells whether somebody holds a name, in any session of this machine.
///
/// # Errors
/// When something of that name is there and may not be looked at.
pub fn is_held(name: &str) -> io::Result<bool> {
    let name = global(name);
    // SAFETY: the name ends with a zero.
    let object = unsafe { OpenMutexW(SYNCHRONIZATION_SYNCHRONIZE, 0, name.as_ptr()) };
    if object.is_null() {
        let why = io::Error::last_os_error();
        let none = why.raw_os_error() == Some(ERROR_FILE_NOT_FOUND.cast_signed());
        return if none { Ok(false) } else { Err(why) };
    }
    // SAFETY: the call above has opened it for us, and nobody else closes it.
    drop(unsafe { OwnedHandle::from_raw_handle(object) });
    Ok(true)
}

/// The same name in every session: who asks may be logged in from afar.
fn global(name: &str) -> Vec<u16> {
    wide(&format!(r"Global\{name}"))
}

/// Who may do what with an object.
struct Descriptor(PSECURITY_DESCRIPTOR);

impl Descriptor {
    /// Owned by this user, full access for them and the system, nobody else.
    fn of_this_user() -> io::Result<Self> {
        let user = this_user()?;
        let rights = wide(&format!("O:{user}D:P(A;;GA;;;{user})(A;;GA;;;SY)"));
        let mut descriptor = null_mut();
        // SAFETY: the text ends with a zero; the length of what is made is not asked for.
        let done = unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                rights.as_ptr(),
                SDDL_REVISION_1,
                &raw mut descriptor,
                null_mut(),
            )
        };
        if done == 0 { Err(io::Error::last_os_error()) } else { Ok(Self(descriptor)) }
    }
}

impl Drop for Descriptor {
    fn drop(&mut self) {
        // SAFETY: it was made for us by the system, and is not used any more.
        unsafe { LocalFree(self.0) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_until_the_last_one_lets_go_of_it() {
        let name = format!("lumbar-test-{}", std::process::id());
        assert!(!is_held(&name).unwrap());
        let first = Presence::hold(&name).unwrap();
        assert!(is_held(&name).unwrap());
        assert!(!is_held(&format!("{name}-other")).unwrap());
        let second = Presence::hold(&name).unwrap();
        drop(first);
        assert!(is_held(&name).unwrap());
        drop(second);
        assert!(!is_held(&name).unwrap());
    }

    /// What a guard starts, such as the player of its alarm, may outlive it.
    #[test]
    fn a_program_that_is_started_does_not_hold_it() {
        let name = format!("lumbar-test-child-{}", std::process::id());
        let held = Presence::hold(&name).unwrap();
        let mut child = std::process::Command::new("cmd")
            .args(["/c", "pause"])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(held);
        assert!(!is_held(&name).unwrap());
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
