//! Decides where the window opens: where it was, if that can still be seen.
//!
//! Numbers are in the units the desktop takes back (see `desktop.rs`): logical under GTK, physical elsewhere.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The smallest window the pages are made for, in logical pixels.
pub(crate) const LEAST: (f64, f64) = (360.0, 560.0);

/// The window before anyone moved it, in logical pixels.
pub(crate) const USUAL: (f64, f64) = (1100.0, 820.0);

/// The least of the window's upper edge that must be on a screen, so that it can be taken hold of.
const GRIP: (i32, i32) = (120, 32);

/// Where the window is and how large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Left upper corner; none where the desktop keeps it to itself (Wayland).
    pub(crate) corner: Option<(i32, i32)>,
    /// Width and height without the frame.
    pub(crate) size: (i32, i32),
    /// Whether it fills the screen; corner and size are then those it goes back to.
    #[serde(default)]
    pub(crate) maximised: bool,
}

/// A screen's left upper corner and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Screen {
    /// Left upper corner.
    pub(crate) corner: (i32, i32),
    /// Width and height.
    pub(crate) size: (i32, i32),
}

impl Place {
    /// Fits the place to the screens there are now: no larger than the screen, and never where it cannot be seen.
    #[must_use]
    pub(crate) fn within(self, screens: &[Screen]) -> Self {
        let corner = self.corner.filter(|&corner| screens.iter().any(|screen| screen.shows(corner, self.size.0)));
        let home = corner.and_then(|corner| screens.iter().find(|screen| screen.shows(corner, self.size.0)));
        let largest =
            home.or_else(|| screens.iter().max_by_key(|screen| i64::from(screen.size.0) * i64::from(screen.size.1)));
        let size =
            largest.map(Screen::room).map_or(self.size, |room| (self.size.0.min(room.0), self.size.1.min(room.1)));
        Self { corner, size, maximised: self.maximised }
    }

    /// Takes over where the window is now; while it fills the screen, the place it goes back to stays.
    pub(crate) fn follow(&mut self, now: Self) {
        if now.maximised {
            self.maximised = true;
        } else {
            *self = now;
        }
    }

    fn is_sane(&self) -> bool {
        let inside = |number: i32| (-100_000..=100_000).contains(&number);
        let large_enough = self.size.0 >= 100 && self.size.1 >= 100;
        large_enough
            && inside(self.size.0)
            && inside(self.size.1)
            && self.corner.is_none_or(|(x, y)| inside(x) && inside(y))
    }
}

/// The room that the frame around the window and its title take of a screen, where the desktop draws one.
const FRAME: (i32, i32) = (0, 40);

/// The smallest window that the desktop may make of it: the one the pages are made for, or less where no screen has room for
/// that, such as one of 1366 by 768 pixels at twice their size.
pub(crate) fn least(screens: &[Screen]) -> (f64, f64) {
    let roomiest = screens.iter().max_by_key(|screen| i64::from(screen.size.0) * i64::from(screen.size.1));
    let room = roomiest.map(Screen::room);
    room.map_or(LEAST, |(width, height)| (LEAST.0.min(f64::from(width)), LEAST.1.min(f64::from(height))))
}

/// The room that a panel or a dock takes at most, where the desktop does not say which part of the screen is free (Wayland).
/// Plasma 5.27 takes 44 pixels at the bottom, GNOME 32 at the top, sway's waybar 30.
#[cfg(any(target_os = "linux", test))]
const PANELS: i32 = 64;

impl Screen {
    /// A screen of which nobody says how much is free.
    #[cfg(any(target_os = "linux", test))]
    pub(crate) fn untold(corner: (i32, i32), size: (i32, i32)) -> Self {
        Self { corner, size: (size.0, size.1 - PANELS) }
    }

    /// What is left of it inside of the frame.
    fn room(&self) -> (i32, i32) {
        (self.size.0 - FRAME.0, self.size.1 - FRAME.1)
    }

    fn shows(&self, corner: (i32, i32), width: i32) -> bool {
        let (left, right) = (corner.0.max(self.corner.0), (corner.0 + width).min(self.corner.0 + self.size.0));
        let below_top = corner.1 >= self.corner.1;
        let above_bottom = corner.1 + GRIP.1 <= self.corner.1 + self.size.1;
        right - left >= GRIP.0 && below_top && above_bottom
    }
}

/// Reads the place kept in a profile's folder; a missing or damaged file is as good as none.
pub(crate) fn read(profile: &Path) -> Option<Place> {
    let text = fs::read_to_string(file(profile)).ok()?;
    match serde_json::from_str::<Place>(&text) {
        Ok(place) if place.is_sane() => Some(place),
        Ok(place) => {
            tracing::warn!("the window's place makes no sense and is left aside: {place:?}");
            None
        }
        Err(error) => {
            tracing::warn!("the window's place cannot be read and is left aside: {error}");
            None
        }
    }
}

/// Keeps the place in a profile's folder: a whole file or the old one, never half of it.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn write(profile: &Path, place: &Place) -> io::Result<()> {
    let fresh = profile.join(format!("window.json.{}", std::process::id()));
    let written = (|| {
        let mut out = fs::File::create(&fresh)?;
        out.write_all(&serde_json::to_vec(place)?)?;
        out.sync_all()?;
        fs::rename(&fresh, file(profile))
    })();
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    written
}

fn file(profile: &Path) -> PathBuf {
    profile.join("window.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &[Screen] = &[Screen { corner: (0, 0), size: (1280, 800) }];
    const TWO: &[Screen] =
        &[Screen { corner: (0, 0), size: (1280, 800) }, Screen { corner: (1280, -200), size: (1920, 1200) }];

    /// 1366 by 768 at twice their size, and 800 by 480.
    const SMALL: &[Screen] = &[Screen { corner: (0, 0), size: (683, 384) }];
    const TABLET: &[Screen] = &[Screen { corner: (0, 0), size: (800, 480) }];

    fn place(corner: Option<(i32, i32)>, size: (i32, i32)) -> Place {
        Place { corner, size, maximised: false }
    }

    #[test]
    fn a_window_never_opens_where_it_cannot_be_taken_hold_of() {
        for (kept, screens, expected) in [
            (place(Some((10, 20)), (900, 700)), ONE, place(Some((10, 20)), (900, 700))),
            (place(Some((1300, 20)), (900, 700)), ONE, place(None, (900, 700))),
            (place(Some((1300, 20)), (900, 700)), TWO, place(Some((1300, 20)), (900, 700))),
            (place(Some((-800, 20)), (900, 700)), ONE, place(None, (900, 700))),
            (place(Some((-700, 20)), (900, 700)), ONE, place(Some((-700, 20)), (900, 700))),
            (place(Some((10, 790)), (900, 700)), ONE, place(None, (900, 700))),
            (place(Some((10, -5)), (900, 700)), ONE, place(None, (900, 700))),
            (place(Some((10, 10)), (3000, 2000)), ONE, place(Some((10, 10)), (1280, 760))),
            (place(None, (3000, 1100)), TWO, place(None, (1920, 1100))),
            (place(None, (1100, 820)), SMALL, place(None, (683, 344))),
            (place(None, (1100, 820)), TABLET, place(None, (800, 440))),
            (place(None, (900, 700)), &[], place(None, (900, 700))),
        ] {
            assert_eq!(kept.within(screens), expected, "{kept:?}");
        }
    }

    #[test]
    fn where_the_desktop_does_not_say_what_is_free_title_and_panel_find_room_beside_the_window() {
        let plasma = [Screen::untold((0, 0), (1280, 800))];
        let (width, height) = place(None, (1100, 820)).within(&plasma).size;
        assert!(width == 1100 && height + 30 + 44 <= 800, "{width} by {height} with a title of 30 and a panel of 44");
        assert_eq!(place(None, (900, 600)).within(&plasma).size, (900, 600));
        assert_eq!(least(&[Screen::untold((0, 0), (683, 384))]), (360.0, 280.0));
    }

    #[test]
    fn the_smallest_window_is_never_larger_than_the_screen() {
        for (screens, expected) in
            [(ONE, LEAST), (TWO, LEAST), (&[][..], LEAST), (SMALL, (360.0, 344.0)), (TABLET, (360.0, 440.0))]
        {
            assert_eq!(least(screens), expected, "{screens:?}");
        }
    }

    #[test]
    fn a_maximised_window_remembers_where_it_goes_back_to() {
        let mut kept = place(Some((10, 20)), (900, 700));
        kept.follow(Place { corner: Some((0, 0)), size: (1280, 800), maximised: true });
        assert_eq!(kept, Place { corner: Some((10, 20)), size: (900, 700), maximised: true });
        kept.follow(place(Some((30, 40)), (800, 600)));
        assert_eq!(kept, place(Some((30, 40)), (800, 600)));
    }

    #[test]
    fn the_place_is_kept_and_damage_is_left_aside() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), None);
        let kept = Place { corner: Some((-3, 20)), size: (900, 700), maximised: true };
        write(folder.path(), &kept).unwrap();
        assert_eq!(read(folder.path()), Some(kept));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        for damaged in [
            "",
            "{\"corner\":[1,",
            "[]",
            "{\"corner\":null,\"size\":[0,0]}",
            "{\"corner\":[2147483647,0],\"size\":[900,700]}",
            "{\"corner\":null,\"size\":[99999999999,700]}",
        ] {
            fs::write(file(folder.path()), damaged).unwrap();
            assert_eq!(read(folder.path()), None, "{damaged}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_an_error_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write(&folder.path().join("missing"), &place(None, (900, 700))).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
