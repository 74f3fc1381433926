//! Makes the two .rpm packages, and tells what libraries a program needs as rpm names them.

use std::path::{Path, PathBuf};

use super::ground::{Part, VERSION, dist, revision, stage};
use crate::{
    shell::{self, Done, command},
    tools::GENERATE_RPM,
};

pub(super) fn make() -> Done<Vec<PathBuf>> {
    let tool = GENERATE_RPM.ensure()?;
    let mut made = Vec::new();
    for part in Part::BOTH {
        let name = format!("{}-{VERSION}-{}.{}.rpm", part.name(), revision()?, std::env::consts::ARCH);
        let file = dist().join(name);
        // Its own search would also list what the libraries need of this machine, such as one version of ICU.
        let mut pack = shell::command(&tool, ["--auto-req", "disabled", "--output"]);
        pack.arg(&file).current_dir(stage().join(part.name()));
        shell::run(&mut pack)?;
        made.push(file);
    }
    Ok(made)
}

/// The libraries that a program asks for itself, and which of their symbol versions.
pub(super) fn needs(program: &Path) -> Done<Vec<String>> {
    let (success, told) = shell::ask(command("objdump", ["-p"]).arg(program));
    if success { Ok(read(&told)) } else { Err(format!("objdump (of binutils) tells no libraries: {told}")) }
}

fn read(told: &str) -> Vec<String> {
    let wide = if cfg!(target_pointer_width = "64") { "(64bit)" } else { "" };
    let mut needs = Vec::new();
    let mut library = "";
    for line in told.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("NEEDED") {
            needs.push(format!("{}(){wide}", name.trim()));
        } else if let Some(name) = line.strip_prefix("required from ") {
            library = name.trim_end_matches(':');
        } else if line.starts_with("0x")
            && !library.is_empty()
            && let Some(version) = line.split_whitespace().nth(3)
        {
            needs.push(format!("{library}({version}){wide}"));
        }
    }
    needs.sort();
    needs.dedup();
    needs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_and_their_versions_are_read_as_rpm_names_them() {
        let told = "Dynamic Section:\n  NEEDED               libasound.so.2\n  NEEDED               libc.so.6\n  INIT   0x0001\n\n\
                    Version References:\n  required from libc.so.6:\n    0x069691b4 0x00 12 GLIBC_2.34\n    \
                    0x06969197 0x00 10 GLIBC_2.17\n";
        let expected = [
            "libasound.so.2()(64bit)",
            "libc.so.6()(64bit)",
            "libc.so.6(GLIBC_2.17)(64bit)",
            "libc.so.6(GLIBC_2.34)(64bit)",
        ];
        assert_eq!(read(told), expected);
    }
}
