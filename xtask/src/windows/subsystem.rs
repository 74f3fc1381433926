//! Holds which of the built programs have a console of their own: one of the background would flash up at each start.

use std::{fs, path::Path};

use crate::shell::Done;

/// The values of the field of the program's header (`IMAGE_SUBSYSTEM_WINDOWS_GUI`, `IMAGE_SUBSYSTEM_WINDOWS_CUI`).
const GUI: u16 = 2;
const CONSOLE: u16 = 3;

/// Where the header says how far in the signature of the format lies.
const SIGNATURE_AT: usize = 0x3c;
/// How far behind the signature the field lies: the signature itself, the file header, and what stands before it.
const BEHIND: usize = 4 + 20 + 68;

/// Checks the programs in a folder; the window has a console in a debug build, for its log.
pub(super) fn check(folder: &Path, release: bool) -> Done {
    let window = if release { GUI } else { CONSOLE };
    for (name, expected) in [("lumbar.exe", CONSOLE), ("lumbard.exe", GUI), ("lumbar-window.exe", window)] {
        let program = fs::read(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
        let found = of(&program).ok_or_else(|| format!("{name} is no program for Windows"))?;
        if found != expected {
            return Err(format!("{name} is of the subsystem {found}, not {expected}"));
        }
    }
    Ok(())
}

/// The subsystem that a program says it is of.
fn of(program: &[u8]) -> Option<u16> {
    let at = u32::from_le_bytes(program.get(SIGNATURE_AT..SIGNATURE_AT + 4)?.try_into().ok()?);
    let from_there = program.get(usize::try_from(at).ok()?..)?;
    let field = from_there.strip_prefix(b"PE\0\0").and_then(|_| from_there.get(BEHIND..BEHIND + 2))?;
    Some(u16::from_le_bytes(field.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subsystem_is_read_where_it_stands_and_nowhere_else() {
        let mut program = vec![0; 0x200];
        program[SIGNATURE_AT] = 0x80;
        program[0x80..0x84].copy_from_slice(b"PE\0\0");
        program[0x80 + 92..0x80 + 94].copy_from_slice(&[2, 0]);
        assert_eq!(of(&program), Some(GUI));
        program[0x80] = b'X';
        assert_eq!(of(&program), None);
        for short in [0, 0x3d, 0x84, 0x80 + 93] {
            assert_eq!(of(&program[..short]), None, "{short}");
        }
    }
}
