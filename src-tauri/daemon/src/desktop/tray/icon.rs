//! Owns the pictures of the tray: PNG files built in, unpacked only when their state is shown.

use super::TrayIcon;

/// An unpacked picture: red, green, blue, opacity, a byte each, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) rgba: Vec<u8>,
}

macro_rules! sizes {
    ($state:literal) => {
        [
            include_bytes!(concat!("../../../../../icons/tray/", $state, "-16.png")),
            include_bytes!(concat!("../../../../../icons/tray/", $state, "-22.png")),
            include_bytes!(concat!("../../../../../icons/tray/", $state, "-24.png")),
            include_bytes!(concat!("../../../../../icons/tray/", $state, "-32.png")),
            include_bytes!(concat!("../../../../../icons/tray/", $state, "-48.png")),
        ]
    };
}

static IDLE: [&[u8]; 5] = sizes!("idle");
static COLD: [&[u8]; 5] = sizes!("cold");
static HEAT: [&[u8]; 5] = sizes!("heat");
static REST: [&[u8]; 5] = sizes!("rest");
static ALERT: [&[u8]; 5] = sizes!("alert");

/// The pictures of a state, smallest first.
pub(super) fn pictures(icon: TrayIcon) -> Vec<Picture> {
    let files = match icon {
        TrayIcon::Idle | TrayIcon::Move => &IDLE,
        TrayIcon::Cold => &COLD,
        TrayIcon::Heat => &HEAT,
        TrayIcon::Rest => &REST,
        TrayIcon::Alert => &ALERT,
    };
    files.iter().filter_map(|file| unpacked(file)).collect()
}

/// Only pictures of our own come here, and a test unpacks them all.
fn unpacked(file: &[u8]) -> Option<Picture> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().ok()?;
    let mut data = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut data).ok()?;
    data.truncate(info.buffer_size());
    let rgba = match info.color_type {
        png::ColorType::Rgba => data,
        png::ColorType::GrayscaleAlpha => data.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        png::ColorType::Grayscale | png::ColorType::Rgb | png::ColorType::Indexed => return None,
    };
    Some(Picture { width: info.width, height: info.height, rgba })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_five_sizes_that_are_seen_and_differ_from_other_states() {
        let states = [TrayIcon::Idle, TrayIcon::Cold, TrayIcon::Heat, TrayIcon::Rest, TrayIcon::Alert];
        for (n, state) in states.into_iter().enumerate() {
            let pictures = pictures(state);
            let sizes: Vec<u32> = pictures.iter().map(|p| p.width).collect();
            assert_eq!(sizes, [16, 22, 24, 32, 48], "{state:?}");
            for picture in &pictures {
                assert_eq!(picture.rgba.len(), (picture.width * picture.height * 4) as usize);
                assert_eq!(picture.width, picture.height);
                assert!(picture.rgba.chunks_exact(4).any(|p| p[3] > 200), "{state:?} is not seen");
                assert!(picture.rgba.chunks_exact(4).any(|p| p[3] == 0), "{state:?} has no shape");
            }
            for other in &states[..n] {
                assert_ne!(pictures, super::pictures(*other), "{state:?} and {other:?}");
            }
        }
        assert_eq!(pictures(TrayIcon::Move), pictures(TrayIcon::Idle));
    }
}
