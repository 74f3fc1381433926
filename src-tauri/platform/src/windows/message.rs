//! A message of the system's own, for a program without a console whose window cannot be opened.

use std::ptr::null_mut;

use windows_sys::Win32::UI::WindowsAndMessaging::{MB_ICONINFORMATION, MB_OK, MB_SETFOREGROUND, MessageBoxW};

use super::wide;

/// Shows a text until the person has read it.
pub fn show_message(title: &str, text: &str) {
    let [title, text] = [title, text].map(wide);
    // SAFETY: both texts end with a zero and outlive the call; no window is named.
    unsafe { MessageBoxW(null_mut(), text.as_ptr(), title.as_ptr(), MB_OK | MB_ICONINFORMATION | MB_SETFOREGROUND) };
}
