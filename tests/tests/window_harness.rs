//! Proves that a window is opened, sized, read and pictured through WebDriver, with WebKitGTK's own small browser in its place.
#![cfg(target_os = "linux")]

use std::{path::PathBuf, process::Command};

use fantoccini::Locator;
use lumbar_tests::{Context, Desktop, Outcome, Window};

fn mini_browser() -> Outcome<PathBuf> {
    let asked = Command::new("pkg-config").args(["--variable=libdir", "webkit2gtk-4.1"]).output()?;
    let folder = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
    let places = [format!("{folder}/webkit2gtk-4.1/MiniBrowser"), "/usr/libexec/webkit2gtk-4.1/MiniBrowser".to_owned()];
    places.into_iter().map(PathBuf::from).find(|path| path.is_file()).trying("WebKitGTK came without its MiniBrowser")
}

#[tokio::test]
async fn a_page_in_a_real_window_is_read_pressed_sized_and_pictured() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let page = "<title>T</title><body style='background:#0a0'><button onclick='this.textContent=1+1'>press</button>";
    let path = desk.folders.write("home/page.html", page)?;
    let window = Window::open_program(&desk, &mini_browser()?, &["--automation"]).await?;
    window.page.goto(&format!("file://{}", path.display())).await?;
    let button = window.page.find(Locator::Css("button")).await?;
    button.click().await?;
    assert_eq!(button.text().await?, "2");
    for (width, height) in [(1400, 900), (500, 800)] {
        window.resize(width, height).await?;
        assert_eq!(window.inner().await?, [i64::from(width), i64::from(height)], "CSS pixels");
    }
    let pictures = [desk.folders.path("page.png"), desk.folders.path("screen.png")];
    window.screenshot(&pictures[0]).await?;
    window.display.screenshot(&pictures[1]).await?;
    assert!(pictures.iter().all(|picture| picture.metadata().is_ok_and(|file| file.len() > 500)));
    window.close().await
}
