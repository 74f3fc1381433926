//! Writes every page in every state as files, to be looked at: `cargo run -p lumbar-ui --example gallery -- FOLDER [LOCALE] [light|dark]`.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a tool for those who draw pages"
)]

use std::path::PathBuf;
use std::{env, fs};

use lumbar_ui::Ui;
use lumbar_ui::settings::Theme;

#[path = "../tests/support/mod.rs"]
mod support;

fn main() {
    let mut args = env::args().skip(1);
    let folder = PathBuf::from(args.next().expect("a folder to write into"));
    let ui = Ui::new(&args.next().unwrap_or_default());
    let theme = match args.next().as_deref() {
        Some("dark") => Theme::Dark,
        Some("light") => Theme::Light,
        _ => Theme::Desktop,
    };
    fs::create_dir_all(folder.join("static")).expect("the folder can be made");
    for name in ["style.css", "app.js", "keys.js", "check.js", "icon.svg"] {
        let path = format!("static/{name}");
        let (bytes, _) = lumbar_ui::asset(&path).expect("it is embedded");
        fs::write(folder.join(&path), bytes).expect("it can be written");
    }
    for page in support::pages::all(&ui, theme) {
        // The files are opened without a server, so addresses become relative.
        let html = page.html.replace("\"/static/", "\"static/");
        fs::write(folder.join(format!("{}.html", page.name)), html).expect("it can be written");
    }
    println!("{}", folder.display());
}
