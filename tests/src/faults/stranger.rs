//! Faults that another user of the machine prepares. Promised: nothing is said to them, and nothing of the person's is touched.

use std::{
    fs,
    io::{Read, Write},
    os::unix::{fs::PermissionsExt, net::UnixListener},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Outcome, Process};
use tokio::time::sleep;

use super::{found::Found, mount::run};
use crate::Desktop;

/// The user who owns nothing.
const NOBODY: &str = "65534";

/// Plays a server of another user: notes what is sent to `socket` in the file beside it, and answers as Lumbar would.
pub fn listen(socket: &Path) -> std::io::Result<()> {
    let listener = UnixListener::bind(socket)?;
    fs::set_permissions(socket, fs::Permissions::from_mode(0o777))?;
    loop {
        let (mut stream, _) = listener.accept()?;
        stream.set_read_timeout(Some(Duration::from_millis(300)))?;
        let mut said = Vec::new();
        let mut part = [0; 4096];
        while let Ok(length @ 1..) = stream.read(&mut part) {
            said.extend_from_slice(&part[..length]);
        }
        let mut heard = fs::OpenOptions::new().create(true).append(true).open(socket.with_extension("heard"))?;
        heard.write_all(&said)?;
        let body = r#"{"version":"0.1.0","protocol":1,"pid":1,"profile":"","demo":false}"#;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-lumbar-protocol: 1\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        // A client that has hung up in the meantime has heard enough.
        let _sent = stream.write_all(format!("{head}{body}").as_bytes());
    }
}

/// The socket's folder was made by somebody else, and they listen in it.
pub(super) async fn prepared_folder() -> Outcome<Found> {
    let desk = Desktop::start().await?;
    let folder = desk.folders.path("run/lumbar");
    open_up(&desk, &folder)?;
    let mut found = Found::default();
    let socket = folder.join("socket");
    let mut command = Command::new("setpriv");
    let this = fs::read_link("/proc/self/exe")?;
    // What another user may run lies where they may look.
    let copy = desk.folders.path("tmp/listener");
    fs::copy(this, &copy)?;
    command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(&copy).arg("--listen").arg(&socket);
    let _listener = Process::spawn(&mut command)?;
    let began = Instant::now();
    while !socket.exists() && began.elapsed() < Duration::from_secs(10) {
        sleep(Duration::from_millis(10)).await;
    }
    for words in [&["up"][..], &["start", "heat-bottle"], &["off"]] {
        let ran = desk.lumbar(words).await?;
        let said = [ran.out.trim(), ran.err.trim()].join(" ");
        found.command.push_str(&format!("`{}` exit {:?}: {said} ", words.join(" "), ran.code));
    }
    let heard = fs::read_to_string(socket.with_extension("heard")).unwrap_or_default();
    found.promise(!heard.contains("POST"), "the other user heard a press");
    found.promise(heard.is_empty(), "the other user was spoken to");
    found.promise(found.command.to_lowercase().contains("another user"), "it is not said whose socket it is");
    found.lost = "nothing was on".to_owned();
    Ok(found)
}

/// The socket's folder is a link to a folder of the person's, with a file where the socket would be.
pub(super) async fn prepared_link() -> Outcome<Found> {
    let desk = Desktop::start().await?;
    let own = desk.folders.path("home/own");
    fs::create_dir(&own)?;
    fs::set_permissions(&own, fs::Permissions::from_mode(0o755))?;
    let file = own.join("socket");
    fs::write(&file, "the person's own")?;
    std::os::unix::fs::symlink(&own, desk.folders.path("run/lumbar"))?;
    let mut found = Found::default();
    let ran = desk.lumbar(&["up"]).await?;
    found.command = format!("`up` exit {:?}: {} {}", ran.code, ran.out.trim(), ran.err.trim());
    found.promise(fs::read_to_string(&file).is_ok_and(|text| text == "the person's own"), "the person's file is gone");
    let mode = fs::metadata(&own)?.permissions().mode() & 0o777;
    found.promise(mode == 0o755, format!("the person's folder is {mode:o} now"));
    found.lost = "nothing was on".to_owned();
    Ok(found)
}

/// Makes a folder of the other user's, with a way to it.
fn open_up(desk: &Desktop, folder: &Path) -> Outcome<()> {
    for path in [desk.folders.root(), &desk.folders.path("run"), &desk.folders.path("tmp")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    fs::create_dir(folder)?;
    run("chown", &[NOBODY, &folder.display().to_string()])
}
