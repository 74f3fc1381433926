//! Finding a program that owns the profile: one that begins, ends, hangs up or does not listen.

use super::*;

#[test]
fn nobody_at_the_socket_means_not_running() {
    let folder = tempfile::tempdir().unwrap();
    let profile = Profile::find(Some(folder.path())).unwrap();
    assert!(matches!(find(&profile), Err(LifeError::NotRunning)));
}

#[test]
fn one_that_owns_the_profile_and_is_not_at_its_socket_runs_and_does_not_answer() {
    let folder = tempfile::tempdir().unwrap();
    let profile = Profile::find(Some(folder.path())).unwrap();
    let lock = profile.lock().unwrap().unwrap();
    assert!(matches!(find(&profile), Err(LifeError::NotThere(at)) if at == profile.address()));
    drop(lock);
    assert!(matches!(find(&profile), Err(LifeError::NotRunning)));
}

#[test]
fn one_that_owns_the_profile_and_does_not_listen_yet_is_waited_for_until_it_lets_go() {
    let folder = tempfile::tempdir().unwrap();
    let profile = Profile::find(Some(folder.path())).unwrap();
    drop(profile.lock().unwrap());
    assert!(matches!(owner_answers(&profile, LOOK), Ok(false)));
    let lock = profile.lock().unwrap().unwrap();
    assert!(matches!(owner_answers(&profile, 2 * LOOK), Err(LifeError::Mute(_))));
    let waiting = profile.clone();
    let waiting = thread::spawn(move || owner_answers(&waiting, UP));
    thread::sleep(2 * LOOK);
    drop(lock);
    assert!(matches!(waiting.join().unwrap(), Ok(false)));
}

#[cfg(unix)]
#[test]
fn one_that_hangs_up_is_at_its_end_and_not_hung() {
    use std::os::unix::net::UnixListener;
    let folder = tempfile::tempdir().unwrap();
    let profile = Profile::find(Some(folder.path())).unwrap();
    let lock = profile.lock().unwrap().unwrap();
    let listener = UnixListener::bind(profile.address()).unwrap();
    let dying = thread::spawn(move || {
        drop(listener.accept());
        drop(lock);
    });
    assert!(matches!(find(&profile), Err(LifeError::NotRunning)));
    dying.join().unwrap();
}

#[cfg(unix)]
#[test]
fn one_that_is_slow_to_listen_is_found_as_soon_as_it_does() {
    use std::io::Write;
    use std::os::unix::net::UnixListener;
    let folder = tempfile::tempdir().unwrap();
    let profile = Profile::find(Some(folder.path())).unwrap();
    let _lock = profile.lock().unwrap().unwrap();
    let waiting = profile.clone();
    let waiting = thread::spawn(move || owner_answers(&waiting, UP));
    thread::sleep(2 * LOOK);
    let (mut asked, _) = UnixListener::bind(profile.address()).unwrap().accept().unwrap();
    let _ = asked.read(&mut [0; 1024]).unwrap();
    let hello = format!("{{\"protocol\":{PROTOCOL}}}");
    write!(asked, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{hello}", hello.len()).unwrap();
    assert!(matches!(waiting.join().unwrap(), Ok(true)));
}

/// A program that was killed still takes connections for a moment, and answers none of them.
#[cfg(unix)]
#[test]
fn one_that_breaks_off_is_looked_for_again_and_is_not_taken_for_hung() {
    use std::os::unix::net::UnixListener;
    let folder = tempfile::tempdir().unwrap();
    let profile = Profile::find(Some(folder.path())).unwrap();
    let lock = profile.lock().unwrap().unwrap();
    let dying = UnixListener::bind(profile.address()).unwrap();
    let waiting = profile.clone();
    let waiting = thread::spawn(move || owner_answers(&waiting, UP));
    // Once before anything of the question was read, once after.
    drop(dying.accept().unwrap());
    let (mut asked, _) = dying.accept().unwrap();
    let _ = asked.read(&mut [0; 1024]).unwrap();
    drop((asked, dying));
    drop(lock);
    assert!(matches!(waiting.join().unwrap(), Ok(false)));
}

#[test]
fn only_a_version_that_is_lower_is_older() {
    for (own, other, newer) in [
        ("0.2.0", "0.1.9", true),
        ("0.10.0", "0.9.3", true),
        ("1.0.0", "1.0.0", false),
        ("1.0.0", "1.0.1", false),
        ("1.0.0", "", false),
        ("1.0.0", "next", false),
    ] {
        assert_eq!(is_newer(own, other), newer, "{own} {other}");
    }
}

#[cfg(unix)]
#[test]
fn one_that_neither_comes_up_nor_ends_nor_closes_its_output_is_waited_for_no_longer_than_its_limits() {
    let short = Duration::from_millis(20);
    let sh =
        |script: &str| std::process::Command::new("sh").args(["-c", script]).stderr(Stdio::piped()).spawn().unwrap();
    let mut hung = sh("echo no room >&2; exec sleep 600");
    assert_eq!(said_within(Duration::from_secs(1), hung.stderr.take()), "no room");
    assert!(ended_within(short, &mut hung).unwrap().is_none());
    hung.kill().unwrap();
    assert!(ended_within(Duration::from_secs(60), &mut hung).unwrap().is_some());
    // Without an end to what it says.
    let mut loud = sh("exec yes >&2");
    assert!(said_within(Duration::from_secs(60), loud.stderr.take()).len() <= 1024 * MOST_COMPLAINTS);
    loud.kill().unwrap();
    loud.wait().unwrap();
    assert_eq!(said_within(short, None::<std::process::ChildStderr>), "");
}

#[cfg(unix)]
#[test]
fn a_program_that_does_not_come_up_says_why_or_how_it_ended() {
    let folder = tempfile::tempdir().unwrap();
    let profile = Profile::find(Some(folder.path())).unwrap();
    let missing = launch(&folder.path().join("none"), &profile, &[]);
    assert!(matches!(missing, Err(LifeError::NotStarted(_))), "{missing:?}");
    // Neither takes notice of what it is given.
    for (program, success) in [("/bin/true", true), ("/bin/false", false)] {
        let launched = launch(Path::new(program), &profile, &[]);
        assert_eq!(matches!(launched, Ok(false)), success, "{launched:?}");
        assert_eq!(matches!(launched, Err(LifeError::NotStarted(_))), !success);
    }
}
