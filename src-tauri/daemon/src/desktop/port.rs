//! What the driver needs of the desktop, so that a test can play it; the real one is in `real`.

use std::time::Duration;

use lumbar_engine::alert::Sound;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::Now;
use lumbar_engine::view::View;
use lumbar_engine::words::RoutineId;
use lumbar_ui::Ui;
use lumbar_ui::settings::Heard;

use crate::desktop::keys::Wanted;
use crate::desktop::notify::{Note, NoteId};
use crate::desktop::sound::Loudness;
use crate::desktop::voice::Manner;
use crate::desktop::window::NoWindow;

/// What the tray is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TrayScene<'a> {
    /// What is.
    pub(crate) view: &'a View,
    /// The routines.
    pub(crate) catalogue: &'a Catalogue,
    /// Routines that come first among the quick starts; none = the built-in quick starts.
    pub(crate) favourites: &'a [RoutineId],
    /// Presses are in memory only.
    pub(crate) unsaved: bool,
    /// The moment.
    pub(crate) now: Now,
}

/// Something to be heard, as the person chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chime {
    /// How much it insists.
    pub(crate) sound: Sound,
    /// What it is about.
    pub(crate) heard: Heard,
    /// How loud.
    pub(crate) loudness: Loudness,
}

/// The person's desktop. Nothing here waits, apart from the last words.
pub(crate) trait Desktop {
    /// Shows a notification.
    fn show(&mut self, note: Note);
    /// Takes one back.
    fn withdraw(&mut self, tag_key: &str);
    /// Takes back all whose buttons nobody would hear any more.
    fn withdraw_buttons(&mut self);
    /// Closes notifications of an earlier run.
    fn close_stale(&mut self, stale: Vec<(String, NoteId)>);
    /// Makes a sound.
    fn play(&mut self, chime: Chime);
    /// Makes the last sound of this program, which is heard to its end though the program is gone by then.
    fn play_out(&mut self, sound: Sound);
    /// Ends all sound.
    fn silence(&mut self);
    /// Speaks in this manner from now on; `None` = not at all.
    fn voice(&mut self, manner: Option<Manner>);
    /// Says it aloud, where the voice is on. `insists`: no other sentence of ours cuts it off.
    fn say(&mut self, text: String, insists: bool);
    /// Takes these keys of the whole desktop from now on; presses come as [`crate::core::Input::Key`].
    fn keys(&mut self, wanted: Wanted);
    /// What became of them.
    fn keys_info(&self) -> lumbar_ui::KeysInfo;
    /// Whether the voice can be heard.
    fn voice_info(&self) -> lumbar_ui::VoiceInfo;
    /// Asks whether "do not disturb" is on; the answer comes as [`crate::core::Input::Quiet`].
    fn ask_quiet(&mut self);
    /// Shows the state in the tray.
    fn tray(&mut self, ui: &Ui, scene: &TrayScene<'_>);
    /// The session bus was lost and is there again.
    fn reconnect(&mut self);
    /// Keeps the machine from falling asleep by itself.
    fn hold_idle(&mut self, yes: bool);
    /// Asks to be told before the machine sleeps.
    fn hold_sleep(&mut self, yes: bool);
    /// Looks at the battery once, and says so if it has become low or no longer is.
    fn look_at_battery(&mut self);
    /// Goes on looking at it.
    fn watch_battery(&mut self, yes: bool);
    /// Starts a window; one that fails after that is told as [`crate::core::Input::WindowFailed`].
    fn start_window(&mut self, path: Option<&str>, activation: Option<&str>) -> Result<(), NoWindow>;
    /// Whether it can be heard; what the sound port says.
    fn sound_info(&self) -> lumbar_ui::SoundInfo;
    /// Whether a panel shows the tray.
    fn has_tray(&self) -> bool;
    /// Waits until all notifications are sent, at most `limit`.
    async fn flush(&mut self, limit: Duration);
}
