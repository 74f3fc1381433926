//! Keeps a program small that mostly sleeps: one heap, and what it does not need goes back to the system.

/// Has all threads that are started later share one heap. Otherwise glibc gives each thread one of its own, what a burst took
/// stays in each of them, and a program that mostly sleeps is a megabyte larger for it. For programs in which nothing
/// allocates so often that threads would wait for each other. Elsewhere than with glibc threads share one, or give it back.
pub fn use_one_heap() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it sets a number of the allocator, which takes a lock of its own; refused, it changes nothing.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}

/// Lets go of what this process has in memory and can have again: what was read of its own program and of libraries (the
/// start reads most of them once, and few pages are needed after it), and what the allocator keeps for later.
///
/// Whatever is needed again is mapped again when it is touched, mostly from the system's cache of files. Costs about a
/// millisecond; elsewhere than on Linux it does nothing, for there the system takes back by itself what was not used.
pub fn give_back_memory() {
    #[cfg(target_os = "linux")]
    linux::give_back();
}

#[cfg(target_os = "linux")]
mod linux {
    use std::ffi::c_void;
    use std::fs;
    use std::ops::Range;
    use std::ptr::without_provenance_mut;

    use rustix::mm::{Advice, madvise};

    pub(super) fn give_back() {
        trim_heap();
        let Ok(mappings) = fs::read_to_string("/proc/self/smaps") else { return };
        for range in read_only_files(&mappings) {
            let begin: *mut c_void = without_provenance_mut(range.start);
            // SAFETY: the range is a private mapping of a file, is not writable, and holds no page of its own, neither in memory
            // nor swapped out: what is read there later is read from the file again, byte for byte. Nothing in this program
            // maps or unmaps files once it runs, so that it is still the mapping that was listed. Refused, it changes nothing.
            let _ = unsafe { madvise(begin, range.end - range.start, Advice::LinuxDontNeed) };
        }
    }

    /// Gives back what is free at the heap's end and in between.
    #[cfg(target_env = "gnu")]
    fn trim_heap() {
        // SAFETY: it may be called at any time from any thread; it looks at free memory only.
        unsafe { libc::malloc_trim(0) };
    }

    #[cfg(not(target_env = "gnu"))]
    fn trim_heap() {}

    /// The private mappings of files that nobody can write to and that hold no page that differs from the file, of the text
    /// of `/proc/PID/smaps`. A mapping that was written to and locked later (what the dynamic linker relocates) holds such.
    fn read_only_files(smaps: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut mapping = None;
        for line in smaps.lines() {
            if let Some(range) = read_only_file(line) {
                mapping = range;
            } else if let Some(own) = line.strip_prefix("Anonymous:") {
                mapping = mapping.filter(|_| own.trim() == "0 kB");
            } else if let Some(out) = line.strip_prefix("Swap:") {
                found.extend(mapping.take().filter(|_| out.trim() == "0 kB"));
            }
        }
        found
    }

    /// Whether the line begins a mapping, and its range if that is one of a file, private and not writable.
    fn read_only_file(line: &str) -> Option<Option<Range<usize>>> {
        let mut words = line.split_ascii_whitespace();
        let (begin, end) = words.next()?.split_once('-')?;
        let range = usize::from_str_radix(begin, 16).ok()?..usize::from_str_radix(end, 16).ok()?;
        let (rights, _offset, _device, inode) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let fit = matches!(rights, "r--p" | "r-xp") && inode != "0" && range.start < range.end;
        Some(fit.then_some(range))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        const SMAPS: &str = "\
00400000-00500000 r--p 00000000 fe:00 41                         /usr/bin/lumbar
Size:               1024 kB
Anonymous:             0 kB
Swap:                  0 kB
VmFlags: rd mr mw me
00500000-00900000 r-xp 00100000 fe:00 41                         /usr/bin/lumbar
Anonymous:             0 kB
Swap:                  0 kB
00900000-00980000 r--p 00500000 fe:00 41                         /usr/bin/lumbar
Anonymous:           512 kB
Swap:                  0 kB
00980000-00990000 rw-p 00580000 fe:00 41                         /usr/bin/lumbar
Anonymous:             0 kB
Swap:                  0 kB
00a00000-00b00000 r--s 00000000 fe:00 77                         /home/a person/data-shm
Anonymous:             0 kB
Swap:                  0 kB
00c00000-00c10000 r--p 00000000 00:00 0                          [vvar]
Anonymous:             0 kB
Swap:                  0 kB
00d00000-00d10000 r-xp 00000000 fe:00 99                         /usr/lib/lib one.so (deleted)
Anonymous:             0 kB
Swap:                  0 kB
00e00000-00e10000 r--p 00100000 fe:00 99                         /usr/lib/lib swapped.so
Anonymous:             0 kB
Swap:                 64 kB
SwapPss:              64 kB
";

        #[test]
        fn only_what_the_file_holds_as_well_is_let_go() {
            let found = read_only_files(SMAPS);
            assert_eq!(found, [0x0040_0000..0x0050_0000, 0x0050_0000..0x0090_0000, 0x00d0_0000..0x00d1_0000]);
        }

        #[test]
        fn a_text_that_is_cut_or_nonsense_lets_nothing_go() {
            for text in
                ["", "Anonymous: 0 kB", "00400000-00500000 r-xp 0", "xx-yy r-xp 0 0 1 /a\nAnonymous: 0 kB\nSwap: 0 kB"]
            {
                assert!(read_only_files(text).is_empty(), "{text}");
            }
        }

        #[test]
        fn the_program_goes_on_with_what_it_had() {
            let text: Vec<String> = (0..10_000).map(|number| format!("line {number}")).collect();
            let before = text.join("\n");
            give_back();
            assert_eq!(text.join("\n"), before);
            assert!(!read_only_files(&fs::read_to_string("/proc/self/smaps").unwrap()).is_empty());
        }
    }
}
