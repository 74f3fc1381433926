//! Tells users apart by their security identifiers, in the text form of Windows (`S-1-5-21-…`).

use std::io;
use std::os::windows::io::{AsRawHandle, BorrowedHandle, FromRawHandle, OwnedHandle};
use std::ptr::{null_mut, slice_from_raw_parts};

use windows_sys::Win32::Foundation::{ERROR_SUCCESS, HANDLE, LocalFree};
use windows_sys::Win32::Security::Authorization::{ConvertSidToStringSidW, GetSecurityInfo, SE_KERNEL_OBJECT};
use windows_sys::Win32::Security::{
    GetTokenInformation, OWNER_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID, TOKEN_QUERY, TOKEN_USER, TokenUser,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

/// The most that the record of a user takes, in words of 8 bytes; an identifier has at most 68 bytes.
const RECORD: usize = 32;

/// The longest text of an identifier, in characters; the system writes fewer than 190.
const LONGEST: usize = 256;

/// Who this program runs as.
///
/// # Errors
/// The system's reason.
pub fn this_user() -> io::Result<String> {
    let token = own_token()?;
    // Words of 8 bytes, because the record begins with a pointer.
    let mut record = [0_u64; RECORD];
    let mut length = 0;
    // SAFETY: the token is open, and the system writes no more than the given length, which is that of the record.
    let done = unsafe {
        GetTokenInformation(
            token.as_raw_handle(),
            TokenUser,
            record.as_mut_ptr().cast(),
            u32::try_from(size_of_val(&record)).unwrap_or(0),
            &raw mut length,
        )
    };
    if done == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call above has filled the record, which is aligned and long enough for its fixed part.
    let user: TOKEN_USER = unsafe { record.as_ptr().cast::<TOKEN_USER>().read() };
    text_of(user.User.Sid)
}

/// Who owns a pipe or another object of the system.
///
/// # Errors
/// The system's reason, such as that this handle was not opened for reading.
pub fn owner_of(object: BorrowedHandle<'_>) -> io::Result<String> {
    let mut owner: PSID = null_mut();
    let mut descriptor: PSECURITY_DESCRIPTOR = null_mut();
    // SAFETY: the handle is open as long as it is borrowed; what is not asked for is not written to.
    let status = unsafe {
        GetSecurityInfo(
            object.as_raw_handle(),
            SE_KERNEL_OBJECT,
            OWNER_SECURITY_INFORMATION,
            &raw mut owner,
            null_mut(),
            null_mut(),
            null_mut(),
            &raw mut descriptor,
        )
    };
    if status != ERROR_SUCCESS {
        return Err(io::Error::from_raw_os_error(status.cast_signed()));
    }
    let text = text_of(owner);
    // SAFETY: the descriptor was made for us by the call above; the owner, which lies in it, is not used any more.
    unsafe { LocalFree(descriptor) };
    text
}

fn own_token() -> io::Result<OwnedHandle> {
    // SAFETY: it takes nothing and hands back a constant that needs no closing.
    let process = unsafe { GetCurrentProcess() };
    let mut token: HANDLE = null_mut();
    // SAFETY: both handles are what the call asks for.
    if unsafe { OpenProcessToken(process, TOKEN_QUERY, &raw mut token) } == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call above has opened it for us, and nobody else closes it.
    Ok(unsafe { OwnedHandle::from_raw_handle(token) })
}

/// Writes an identifier as text. `identifier` is one that the system has just handed out, or none.
fn text_of(identifier: PSID) -> io::Result<String> {
    if identifier.is_null() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut text = null_mut();
    // SAFETY: the identifier is the system's own and still there.
    if unsafe { ConvertSidToStringSidW(identifier, &raw mut text) } == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the text ends with a zero, before which nothing is read past.
    let length = (0..LONGEST).take_while(|at| unsafe { text.add(*at).read() } != 0).count();
    // SAFETY: so many characters were found there.
    let said = String::from_utf16_lossy(unsafe { &*slice_from_raw_parts(text, length) });
    // SAFETY: it was made for us by the call above and is not used any more.
    unsafe { LocalFree(text.cast()) };
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who owns a pipe is tried where pipes are made.
    #[test]
    fn this_user_has_a_name_of_the_system() {
        let user = this_user().unwrap();
        assert!(user.starts_with("S-1-5-") && user.len() < LONGEST, "{user}");
    }
}
