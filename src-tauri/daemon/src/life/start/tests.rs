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
