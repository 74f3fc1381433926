//! Hands the window's configuration, capabilities and icons to the Tauri build step.

fn main() {
    tauri_build::build();
}
