//! Owns the measure of time: moments, and what is known to have passed since, across sleep, clock steps and reboots.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Wall and ticks may drift apart by this much before the wall counts as stepped.
pub const AGREE: Duration = Duration::from_secs(5);

/// More boots than this are not remembered; an anchor from a forgotten one has an unknown age.
const BOOTS_KEPT: usize = 128;

/// Names one run of the machine between two boots, as the system gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BootId(pub u64);

/// The moment as the driver reads it: ticks count suspend and never step, the wall may do anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    /// The boot the ticks belong to.
    pub boot: BootId,
    /// Time since the boot, suspend included.
    pub ticks: Duration,
    /// The calendar's time, believed only as far as [`Timeline::since`] says.
    pub wall: DateTime<Utc>,
}

impl Now {
    /// The moment `by` later, if nothing steps the wall until then.
    pub(crate) fn after(self, by: Duration) -> Self {
        Self { ticks: self.ticks.saturating_add(by), wall: shift(self.wall, by, 1), ..self }
    }

    /// What the wall read at tick 0 of this boot, if it never stepped.
    fn zero(&self) -> DateTime<Utc> {
        shift(self.wall, self.ticks, -1)
    }
}

/// How long ago something was: at least `least`, at most `most` (`None` = nobody can say).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed {
    /// What has certainly passed. Gaps, locks, counts and over-run tiers use this.
    pub least: Duration,
    /// What may have passed. Limits on the body use this.
    pub most: Option<Duration>,
}

impl Elapsed {
    /// Tells whether `limit` may have been reached; unknown time always may.
    pub fn may_have_reached(&self, limit: Duration) -> bool {
        self.most.is_none_or(|most| most >= limit)
    }

    /// Tells whether the two readings differ, so that only the person can say.
    pub fn in_doubt(&self) -> bool {
        self.most.is_none_or(|most| most.saturating_sub(self.least) > AGREE)
    }
}

/// A point in time that survives a restart: a reading of the clocks, moved by an offset (milliseconds, later is positive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    seen: Now,
    offset_ms: i64,
}

impl Anchor {
    /// Anchors at `now`.
    pub fn at(now: Now) -> Self {
        Self { seen: now, offset_ms: 0 }
    }

    /// The same anchor, `by` later.
    pub fn later(self, by: Duration) -> Self {
        Self { offset_ms: self.offset_ms.saturating_add(millis(by)), ..self }
    }

    /// The same anchor, `by` earlier.
    pub fn earlier(self, by: Duration) -> Self {
        Self { offset_ms: self.offset_ms.saturating_sub(millis(by)), ..self }
    }

    /// What has passed since the anchor, when `passed` has since the moment it was taken at.
    fn moved(&self, passed: Duration) -> Duration {
        match u64::try_from(self.offset_ms) {
            Ok(later) => passed.saturating_sub(Duration::from_millis(later)),
            Err(_) => passed.saturating_add(Duration::from_millis(self.offset_ms.unsigned_abs())),
        }
    }

    /// The calendar's time of the anchor, as the wall stood when it was taken; for display and the diary only.
    pub fn wall(&self) -> DateTime<Utc> {
        self.seen.wall.checked_add_signed(TimeDelta::milliseconds(self.offset_ms)).unwrap_or(self.seen.wall)
    }
}

/// A moment as faces get it: milliseconds on the ticks of the present boot, which never step; negative = before the boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct At(pub i64);

impl At {
    /// The moment `after` from now.
    pub fn ahead(now: Now, after: Duration) -> Self {
        Self(millis(now.ticks.saturating_add(after)))
    }

    /// The moment `after` from now, where that was told by the wall: to the second, for wall and ticks are read one after the
    /// other, and the wall is set right little by little.
    pub fn ahead_by_wall(now: Now, after: Duration) -> Self {
        let Self(ms) = Self::ahead(now, after);
        Self((ms + 500).div_euclid(1000) * 1000)
    }

    /// The moment `before` ago.
    pub fn ago(now: Now, before: Duration) -> Self {
        // Floored like the ticks themselves, so that the same moment always gives the same number.
        match now.ticks.checked_sub(before) {
            Some(ticks) => Self(millis(ticks)),
            None => Self(-millis(before - now.ticks)),
        }
    }

    /// Time left until it, zero when past.
    pub fn remaining(self, now: Now) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - millis(now.ticks)).unwrap_or(0))
    }

    /// Time since it, zero when ahead.
    pub fn elapsed(self, now: Now) -> Duration {
        Duration::from_millis(u64::try_from(millis(now.ticks) - self.0).unwrap_or(0))
    }

    /// Its wall time as the wall stands now.
    pub fn wall(self, now: Now) -> DateTime<Utc> {
        now.wall.checked_add_signed(TimeDelta::milliseconds(self.0 - millis(now.ticks))).unwrap_or(now.wall)
    }
}

/// A moment to judge from: the clocks as they read then, and the boots known by now.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    timeline: &'a Timeline,
    now: Now,
}

impl<'a> Moment<'a> {
    /// The moment at which the clocks read `now`.
    pub fn new(timeline: &'a Timeline, now: Now) -> Self {
        Self { timeline, now }
    }

    /// What the clocks read.
    pub fn now(self) -> Now {
        self.now
    }

    /// The moment `by` later, if nothing steps the wall until then.
    pub fn later(self, by: Duration) -> Self {
        Self { now: self.now.after(by), ..self }
    }

    /// The moment at which the calendar reads `wall`, later or earlier, if nothing steps it in between.
    pub(crate) fn at_wall(self, wall: DateTime<Utc>) -> Self {
        match (wall - self.now.wall).to_std() {
            Ok(later) => Self { now: Now { wall, ..self.now.after(later) }, ..self },
            Err(_) => {
                let ticks = self.now.ticks.saturating_sub(between(wall, self.now.wall));
                Self { now: Now { ticks, wall, ..self.now }, ..self }
            }
        }
    }

    /// This moment, as the calendar reads at another time.
    pub(crate) fn on_the_wall(self, wall: DateTime<Utc>) -> Self {
        Self { now: Now { wall, ..self.now }, ..self }
    }

    /// This moment, to be kept.
    pub fn anchor(self) -> Anchor {
        Anchor::at(self.now)
    }

    /// What has passed since `anchor`.
    pub fn since(self, anchor: Anchor) -> Elapsed {
        self.timeline.since(anchor, self.now)
    }

    /// What has certainly passed since `anchor`.
    pub fn least(self, anchor: Anchor) -> Duration {
        self.timeline.least(anchor, self.now)
    }

    /// What is left of `lasts` since `anchor`, by the shorter reading; `None` = it is over.
    pub(crate) fn left(self, anchor: Anchor, lasts: Duration) -> Option<Duration> {
        lasts.checked_sub(self.least(anchor)).filter(|left| !left.is_zero())
    }

    /// The anchor as faces get it, by the shorter reading.
    pub(crate) fn show(self, anchor: Anchor) -> At {
        // `since` saturates at zero for what lies ahead, so a far earlier anchor is measured and moved.
        let far = Duration::from_secs(30 * 86_400);
        let ago = self.least(anchor.earlier(far));
        if ago >= far { At::ago(self.now, ago - far) } else { At::ahead(self.now, far - ago) }
    }
}

/// Whole seconds, as the rules count them.
pub(crate) fn seconds(d: Duration) -> u32 {
    u32::try_from(d.as_secs()).unwrap_or(u32::MAX)
}

/// The length of so many whole seconds.
pub(crate) fn secs(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}

/// Whole milliseconds; far beyond any span that is measured it saturates, with room left to add two of them.
pub(crate) fn millis(d: Duration) -> i64 {
    i64::try_from(d.as_millis()).unwrap_or(i64::MAX / 4).min(i64::MAX / 4)
}

fn shift(wall: DateTime<Utc>, by: Duration, sign: i32) -> DateTime<Utc> {
    let delta = TimeDelta::from_std(by).unwrap_or(TimeDelta::zero()) * sign;
    wall.checked_add_signed(delta).unwrap_or(wall)
}

fn between(from: DateTime<Utc>, to: DateTime<Utc>) -> Duration {
    (to - from).to_std().unwrap_or(Duration::ZERO)
}

/// One boot the engine has lived in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Boot {
    id: BootId,
    /// The last ticks and wall seen in it.
    ticks: Duration,
    wall: DateTime<Utc>,
    /// The earliest and latest reading of tick 0: they differ where the wall was stepped.
    zero_low: DateTime<Utc>,
    zero_high: DateTime<Utc>,
    /// Whether the wall could ever be believed: it was not behind the last wall saved in a believed boot.
    believed: bool,
}

impl Boot {
    fn first_seen(now: Now, believed: bool) -> Self {
        let zero = now.zero();
        Self { id: now.boot, ticks: now.ticks, wall: now.wall, zero_low: zero, zero_high: zero, believed }
    }
}

/// The time between two boots: certain, and possible.
struct Off {
    /// Index of the boot this is counted from.
    from: usize,
    least: Duration,
    most: Duration,
}

/// Remembers the boots an anchor may come from; the only place that compares two moments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Timeline {
    boots: Vec<Boot>,
}

impl Timeline {
    /// Takes note of `now`. Ticks never run backwards within a boot.
    pub fn see(&mut self, now: Now) {
        let trusted_wall = self.trusted_before(now.boot).map(|b| b.wall);
        let believable = trusted_wall.is_none_or(|wall| now.wall >= wall);
        match self.boots.last_mut() {
            Some(boot) if boot.id == now.boot => {
                if believable && !boot.believed {
                    *boot = Boot::first_seen(now, true);
                }
                boot.ticks = boot.ticks.max(now.ticks);
                boot.wall = now.wall;
                boot.zero_low = boot.zero_low.min(now.zero());
                boot.zero_high = boot.zero_high.max(now.zero());
            }
            Some(_) | None => {
                self.boots.push(Boot::first_seen(now, believable));
                if self.boots.len() > BOOTS_KEPT {
                    self.boots.remove(0);
                }
            }
        }
    }

    /// `now`, with ticks that never run backwards within a boot.
    pub(crate) fn forward(&self, now: Now) -> Now {
        let seen = self.boots.iter().find(|b| b.id == now.boot).map_or(Duration::ZERO, |b| b.ticks);
        Now { ticks: now.ticks.max(seen), ..now }
    }

    /// How long ago it was looked at last; `None` = in another boot, so nobody can say for sure.
    pub(crate) fn unseen_for(&self, now: Now) -> Option<Duration> {
        match self.boots.last() {
            Some(boot) if boot.id == now.boot => Some(now.ticks.saturating_sub(boot.ticks)),
            Some(_) => None,
            None => Some(Duration::ZERO),
        }
    }

    /// The newest believed boot before `boot`.
    fn trusted_before(&self, boot: BootId) -> Option<&Boot> {
        self.boots.iter().rev().find(|b| b.id != boot && b.believed)
    }

    /// The time the machine was off before boot `k`, as far as the walls on both sides can be believed.
    fn off_before(&self, k: usize) -> Option<Off> {
        let boot = self.boots[k];
        let from = (0..k).rev().find(|&i| self.boots[i].believed)?;
        if !boot.believed {
            return None;
        }
        let trusted = self.boots[from];
        let ran = sum(self.boots[from + 1..k].iter().map(|b| b.ticks));
        let end_low = shift(trusted.zero_low, trusted.ticks, 1);
        let end_high = shift(trusted.zero_high, trusted.ticks, 1);
        let least = between(end_high, boot.zero_low).saturating_sub(ran);
        let most = between(end_low, boot.zero_high).saturating_sub(ran);
        Some(Off { from, least, most })
    }

    /// Tells what has passed since `anchor`.
    ///
    /// Same boot: least is the ticks, most the larger of ticks and wall where they disagree by more than [`AGREE`].
    /// Another boot: the ticks known to have run, and the time off as far as the wall can be believed; most is
    /// unknown while the wall stands behind the last saved one.
    pub fn since(&self, anchor: Anchor, now: Now) -> Elapsed {
        let seen = anchor.seen;
        let raw = if seen.boot == now.boot { within(seen, now) } else { self.across(seen, now) };
        Elapsed { least: anchor.moved(raw.least), most: raw.most.map(|most| anchor.moved(most)) }
    }

    /// What has certainly passed since `anchor`: the `least` of [`Timeline::since`], without a look at the wall where
    /// the boot is the same.
    pub fn least(&self, anchor: Anchor, now: Now) -> Duration {
        if anchor.seen.boot == now.boot {
            anchor.moved(now.ticks.saturating_sub(anchor.seen.ticks))
        } else {
            self.since(anchor, now).least
        }
    }

    fn across(&self, seen: Now, now: Now) -> Elapsed {
        let ran = |b: &Boot| if b.id == now.boot { now.ticks } else { b.ticks };
        let Some(from) = self.boots.iter().position(|b| b.id == seen.boot) else {
            // A boot nobody remembers: all that is remembered has passed since, and nobody can say how much more.
            return Elapsed { least: sum(self.boots.iter().map(ran)), most: None };
        };
        let mut least = self.boots[from].ticks.saturating_sub(seen.ticks);
        let mut most = Some(least);
        // Time off that no later believed wall has accounted for yet.
        let mut open = false;
        for (k, boot) in self.boots.iter().enumerate().skip(from + 1) {
            least = least.saturating_add(ran(boot));
            most = most.map(|m| m.saturating_add(ran(boot)));
            match self.off_before(k) {
                Some(off) => {
                    // Counted from before the anchor's boot, the time off may lie before the anchor.
                    if off.from >= from {
                        least = least.saturating_add(off.least);
                    }
                    most = most.map(|m| m.saturating_add(off.most));
                    open = false;
                }
                None => open = true,
            }
        }
        Elapsed { least, most: if open { None } else { most } }
    }
}

/// A clock may read anything; a sum of its readings stays a length.
fn sum(lengths: impl Iterator<Item = Duration>) -> Duration {
    lengths.fold(Duration::ZERO, Duration::saturating_add)
}

fn within(seen: Now, now: Now) -> Elapsed {
    let ticks = now.ticks.saturating_sub(seen.ticks);
    let wall = between(seen.wall, now.wall);
    let most = if wall > ticks.saturating_add(AGREE) { wall } else { ticks };
    Elapsed { least: ticks, most: Some(most) }
}
