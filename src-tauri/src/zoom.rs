//! Decides how far a page zooms: the steps browsers use, from half to three times its size.

/// The sizes there are, in per cent.
const STEPS: [u32; 13] = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

/// A wish for another size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zoom {
    /// The next larger.
    In,
    /// The next smaller.
    Out,
    /// As it comes.
    Usual,
}

impl Zoom {
    /// Decides the new size, in per cent.
    pub(crate) fn apply(self, now: u32) -> u32 {
        match self {
            Self::In => STEPS.into_iter().find(|&step| step > now).unwrap_or(now),
            Self::Out => STEPS.into_iter().rfind(|&step| step < now).unwrap_or(now),
            Self::Usual => 100,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_go_up_and_down_and_stop_at_the_ends() {
        for (zoom, now, expected) in [
            (Zoom::In, 100, 110),
            (Zoom::In, 300, 300),
            (Zoom::Out, 100, 90),
            (Zoom::Out, 50, 50),
            (Zoom::Usual, 250, 100),
        ] {
            assert_eq!(zoom.apply(now), expected, "{zoom:?} from {now}");
        }
    }
}
