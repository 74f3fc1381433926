//! Owns how Lumbar sounds: every tone is computed, no files.

use std::num::NonZero;
use std::time::Duration;

use super::kind::{Loudness, SoundKind};

/// Samples per second.
const RATE: NonZero<u32> = NonZero::new(48_000).unwrap();
const MONO: NonZero<u16> = NonZero::new(1).unwrap();

/// How long the device is kept open after the last sample, so that what it has buffered is heard.
pub(super) const TAIL: Duration = Duration::from_millis(400);

/// The alarm rings for this long, s.
const ALARM: f32 = 25.0;
/// One round of the alarm, s.
const ROUND: f32 = 1.6;
/// Over this time the alarm rises from its first to its full loudness, s.
const RISES: f32 = 10.0;

/// One struck tone.
#[derive(Debug, Clone, Copy)]
struct Stroke {
    /// When it begins, s.
    at: f32,
    /// Its pitch, Hz.
    pitch: f32,
    /// How loud, of 1.
    loud: f32,
    /// After this time it has fallen to a third, s.
    fall: f32,
    /// After this time it is not reckoned any more, s.
    long: f32,
    /// Its overtones: multiple of the pitch, and how loud against it.
    overtones: &'static [(f32, f32)],
}

/// A mellow tone, all but a sine.
const SOFT: &[(f32, f32)] = &[(1.0, 1.0), (2.0, 0.12)];
/// A bell: its overtones are not multiples.
const METAL: &[(f32, f32)] = &[(1.0, 1.0), (2.0, 0.45), (2.4, 0.3), (3.0, 0.2), (4.5, 0.1)];
/// Clear enough to be heard by people who hear high tones badly, through a door.
const CLEAR: &[(f32, f32)] = &[(1.0, 1.0), (2.0, 0.5), (3.0, 0.3), (4.0, 0.12)];

const TICK: &[Stroke] = &[Stroke { at: 0.0, pitch: 1046.5, loud: 0.26, fall: 0.06, long: 0.3, overtones: SOFT }];

const ONE_SOFT: &[Stroke] = &[Stroke { at: 0.0, pitch: 587.33, loud: 0.28, fall: 0.5, long: 1.5, overtones: SOFT }];

const FALL: &[Stroke] = &[
    Stroke { at: 0.0, pitch: 783.99, loud: 0.28, fall: 0.3, long: 1.0, overtones: SOFT },
    Stroke { at: 0.28, pitch: 523.25, loud: 0.28, fall: 0.5, long: 1.5, overtones: SOFT },
];

const RISE: &[Stroke] = &[
    Stroke { at: 0.0, pitch: 587.33, loud: 0.34, fall: 0.4, long: 1.4, overtones: METAL },
    Stroke { at: 0.35, pitch: 880.0, loud: 0.32, fall: 0.6, long: 2.2, overtones: METAL },
];

const GENTLE: &[Stroke] = &[
    Stroke { at: 0.0, pitch: 523.25, loud: 0.30, fall: 0.35, long: 1.2, overtones: SOFT },
    Stroke { at: 0.22, pitch: 783.99, loud: 0.26, fall: 0.45, long: 1.4, overtones: SOFT },
];

const BELL: &[Stroke] = &[
    Stroke { at: 0.0, pitch: 659.26, loud: 0.34, fall: 0.7, long: 2.6, overtones: METAL },
    Stroke { at: 0.7, pitch: 659.26, loud: 0.26, fall: 0.8, long: 2.8, overtones: METAL },
];

/// One round: three notes that climb.
const ALARM_ROUND: &[Stroke] = &[
    Stroke { at: 0.0, pitch: 523.25, loud: 0.40, fall: 0.16, long: 0.9, overtones: CLEAR },
    Stroke { at: 0.24, pitch: 659.26, loud: 0.40, fall: 0.16, long: 0.9, overtones: CLEAR },
    Stroke { at: 0.48, pitch: 880.0, loud: 0.44, fall: 0.26, long: 1.1, overtones: CLEAR },
];

/// How long a sound is.
pub(super) fn length(kind: SoundKind) -> Duration {
    match kind {
        SoundKind::Tick => Duration::from_millis(400),
        SoundKind::Soft => Duration::from_millis(1_600),
        SoundKind::Fall => Duration::from_millis(1_900),
        SoundKind::Rise => Duration::from_millis(2_700),
        SoundKind::Gentle => Duration::from_millis(1_700),
        SoundKind::Bell => Duration::from_millis(3_500),
        SoundKind::Alarm => Duration::from_secs_f32(ALARM),
    }
}

/// A sound as its samples.
#[derive(Debug, Clone)]
pub(super) struct Tune {
    kind: SoundKind,
    loudness: Loudness,
    next: u32,
    end: u32,
}

impl Tune {
    pub(super) fn new(kind: SoundKind, loudness: Loudness) -> Self {
        Self { kind, loudness, next: 0, end: (length(kind).as_secs_f32() * RATE.get() as f32) as u32 }
    }

    fn sample(&self, t: f32) -> f32 {
        let ring = match self.kind {
            SoundKind::Tick => strokes(TICK, t),
            SoundKind::Soft => strokes(ONE_SOFT, t),
            SoundKind::Fall => strokes(FALL, t),
            SoundKind::Rise => strokes(RISE, t),
            SoundKind::Gentle => strokes(GENTLE, t),
            SoundKind::Bell => strokes(BELL, t),
            // The tones of the round before have died away when the next begins.
            SoundKind::Alarm => strokes(ALARM_ROUND, t % ROUND) * self.swell(t),
        };
        // The end fades, so that it never clicks.
        let left = self.end as f32 / RATE.get() as f32 - t;
        ring * (left / 0.05).clamp(0.0, 1.0) * f32::from(self.loudness.percent.min(100)) / 100.0
    }

    /// How far the alarm has risen, of 1.
    fn swell(&self, t: f32) -> f32 {
        if self.loudness.rises { 0.35 + 0.65 * (t / RISES).min(1.0) } else { 1.0 }
    }
}

fn strokes(strokes: &[Stroke], t: f32) -> f32 {
    strokes.iter().map(|stroke| stroke.sample(t - stroke.at)).sum()
}

impl Stroke {
    fn sample(&self, t: f32) -> f32 {
        if !(0.0..self.long).contains(&t) {
            return 0.0;
        }
        let attack = (t / 0.012).min(1.0);
        let end = ((self.long - t) / 0.08).min(1.0);
        let loud = self.loud * attack * end * (-t / self.fall).exp();
        let all: f32 = self.overtones.iter().map(|(_, share)| share).sum();
        let wave: f32 = self
            .overtones
            .iter()
            // High overtones die away first, as in things that are struck.
            .map(|(times, share)| {
                share * (-t * (times - 1.0) * 0.8).exp() * (std::f32::consts::TAU * self.pitch * times * t).sin()
            })
            .sum();
        loud * wave / all * 2.0
    }
}

impl Iterator for Tune {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.next >= self.end {
            return None;
        }
        let sample = self.sample(self.next as f32 / RATE.get() as f32);
        self.next += 1;
        Some(sample)
    }
}

impl rodio::Source for Tune {
    fn current_span_len(&self) -> Option<usize> {
        Some((self.end - self.next) as usize)
    }

    fn channels(&self) -> NonZero<u16> {
        MONO
    }

    fn sample_rate(&self) -> NonZero<u32> {
        RATE
    }

    fn total_duration(&self) -> Option<Duration> {
        Some(length(self.kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loudest(samples: &[f32]) -> f32 {
        samples.iter().fold(0.0, |most, s| most.max(s.abs()))
    }

    #[test]
    fn every_sound_is_heard_never_clips_never_clicks_and_ends_in_silence() {
        for kind in SoundKind::ALL {
            let samples: Vec<f32> = Tune::new(kind, Loudness::FULL).collect();
            assert_eq!(samples.len(), (length(kind).as_secs_f32() * 48_000.0) as usize, "{kind:?}");
            let most = loudest(&samples);
            assert!(most > 0.2 && most <= 1.0, "{kind:?}: {most}");
            assert!(samples.first().is_some_and(|s| s.abs() < 0.01) && samples.last().is_some_and(|s| s.abs() < 0.01));
            let jump = samples.windows(2).fold(0.0_f32, |most, pair| most.max((pair[1] - pair[0]).abs()));
            assert!(jump < 0.25, "{kind:?} jumps by {jump}");
        }
    }

    #[test]
    fn the_alarm_rises_and_keeps_ringing_to_its_end() {
        let samples: Vec<f32> = Tune::new(SoundKind::Alarm, Loudness::FULL).collect();
        let rounds: Vec<f32> = samples.chunks((ROUND * 48_000.0) as usize).map(loudest).collect();
        assert!(rounds[0] < rounds[3] && rounds[3] < rounds[7]);
        assert!(rounds[7..rounds.len() - 1].iter().all(|round| *round > 0.5), "{rounds:?}");
        assert!(loudest(&Tune::new(SoundKind::Gentle, Loudness::FULL).collect::<Vec<_>>()) < rounds[7]);
    }

    #[test]
    fn a_quarter_is_a_quarter_and_an_alarm_that_does_not_rise_is_loud_at_once() {
        let first_round = |percent, rises| {
            let tune = Tune::new(SoundKind::Alarm, Loudness { percent, rises });
            loudest(&tune.take((ROUND * 48_000.0) as usize).collect::<Vec<_>>())
        };
        assert!((first_round(25, true) / first_round(100, true) - 0.25).abs() < 0.001);
        assert!(first_round(100, false) > 2.0 * first_round(100, true));
        assert!(first_round(25, false) > 0.05, "the softest alarm is heard");
    }
}
