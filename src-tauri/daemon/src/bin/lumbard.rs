//! `lumbard`: the same program without a console, so that none flashes up on Windows. Elsewhere there is no need for it.
#![windows_subsystem = "windows"]

#[cfg(windows)]
fn main() -> std::process::ExitCode {
    lumbar::main()
}

#[cfg(not(windows))]
fn main() {
    eprintln!("lumbard is for Windows alone; here it is `lumbar`");
}
