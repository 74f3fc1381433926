//! The streams that this program was started with: input, output, errors.

use windows_sys::Win32::Foundation::{HANDLE_FLAG_INHERIT, SetHandleInformation};
use windows_sys::Win32::System::Console::{GetStdHandle, STD_ERROR_HANDLE, STD_INPUT_HANDLE, STD_OUTPUT_HANDLE};

/// Keeps them from the programs that this one starts, unless one is given to such a program on purpose. Otherwise each would
/// hold them open, and who reads this program's output to its end would wait for a program in the background.
pub fn keep_streams() {
    for stream in [STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE] {
        // SAFETY: it takes a number and hands back what is no longer ours to close, or nothing.
        let handle = unsafe { GetStdHandle(stream) };
        // SAFETY: what is no handle is refused, which is no harm: there is nothing to keep.
        unsafe { SetHandleInformation(handle, HANDLE_FLAG_INHERIT, 0) };
    }
}
