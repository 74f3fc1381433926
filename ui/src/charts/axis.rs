//! Decides what stands along the edges of a chart: round numbers on the scale, and as many words below as have room.

/// Steps between the numbers of a scale, minutes: what a person counts in.
const MINUTES: &[u64] = &[1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440];
/// Numbers on a scale above nought, at most.
const TICKS: u64 = 3;

/// Round numbers of minutes from nought up to the first one that is not below `top`; never more than four, never none.
pub(super) fn ticks(top: u64) -> Vec<u64> {
    let top = top.max(1);
    // Beyond a day nobody counts in hours.
    let step = MINUTES.iter().copied().find(|step| step.saturating_mul(TICKS) >= top).unwrap_or_else(|| noughts(top));
    let last = top.div_ceil(step);
    (0..=last).map(|nth| step.saturating_mul(nth)).collect()
}

/// The smallest of 1, 2, 5, 10, 20, 50 … that reaches `top` in so many steps.
fn noughts(top: u64) -> u64 {
    let mut tens = 1u64;
    loop {
        for step in [1, 2, 5] {
            let step = u64::saturating_mul(step, tens);
            if step.saturating_mul(TICKS) >= top {
                return step;
            }
        }
        tens = tens.saturating_mul(10);
    }
}

/// Which of the words along a chart are shown, so that none touches the next: each is given with its place in per cent of a
/// chart that is `width` px wide at the narrowest, and begins there. The first one always stays.
pub(super) fn with_room(words: &[(f64, &str)], width: f64) -> Vec<bool> {
    let every = (1..=words.len().max(1)).find(|every| {
        let shown: Vec<&(f64, &str)> = words.iter().step_by(*every).collect();
        shown.windows(2).all(|pair| {
            let [(from, word), (next, _)] = pair else { return true };
            from / 100.0 * width + super::draw::wide(word) + GAP <= next / 100.0 * width
        })
    });
    let every = every.unwrap_or(words.len().max(1));
    words.iter().enumerate().map(|(nth, _)| nth % every == 0).collect()
}

/// Between two words, px.
const GAP: f64 = 6.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_has_few_round_numbers_and_reaches_its_top() {
        for (top, expected) in [
            (0, vec![0, 1]),
            (1, vec![0, 1]),
            (7, vec![0, 5, 10]),
            (45, vec![0, 15, 30, 45]),
            (58, vec![0, 20, 40, 60]),
            (120, vec![0, 60, 120]),
            (132, vec![0, 60, 120, 180]),
            (622, vec![0, 240, 480, 720]),
            (1440, vec![0, 720, 1440]),
            (9000, vec![0, 5000, 10_000]),
            (60_000, vec![0, 20_000, 40_000, 60_000]),
        ] {
            assert_eq!(ticks(top), expected, "{top}");
        }
    }

    #[test]
    fn any_number_at_all_has_a_scale() {
        for top in [0, 1, 4_321, 525_600, 5_256_000, u64::MAX / 2, u64::MAX] {
            let ticks = ticks(top);
            assert!((2..=4).contains(&ticks.len()), "{top}: {ticks:?}");
            assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]), "{top}: {ticks:?}");
            assert!(*ticks.last().unwrap() >= top.min(u64::MAX / 4), "{top}: {ticks:?}");
        }
    }

    #[test]
    fn words_that_would_touch_are_left_out_evenly_and_the_first_one_stays() {
        let weeks = [(3.0, "2 Nov"), (26.0, "9 Nov"), (50.0, "16 Nov"), (73.0, "23 Nov")];
        assert_eq!(with_room(&weeks, 300.0), [true; 4]);
        let long = weeks.map(|(at, _)| (at, "2 Nöövéémbéér"));
        assert_eq!(with_room(&long, 300.0), [true, false, true, false]);
        assert_eq!(with_room(&long, 100.0), [true, false, false, false]);
        assert_eq!(with_room(&[], 300.0), [false; 0]);
        assert_eq!(with_room(&[(0.0, "a word that is longer than all of it")], 20.0), [true]);
    }
}
