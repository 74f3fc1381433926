### The Notifications page: what reaches a person here, and a test of it.

sound-link = Sound and notifications
notifications-title = Notifications
notifications-lead = How Lumbar reaches you, and a test that proves it.

# The test. $after is seconds, such as 2.1; $time the time of day.
trial-title = Try it: does a press come back?
trial-lead = Lumbar sends one alert with a button. Press it there, not here.
trial-send = Send a test
trial-sound = Only the sound
trial-silence = Stop the sound
trial-note = Lumbar: press the button
    .body = This is only a test. Nothing is on your back.
    .button = I see it
trial-waiting = Waiting for your press
    .body = Do you see “Lumbar: press the button”? It may be in the list of your desktop. The test ends after 30 s.
trial-back = It came back after { $after } s.
    .body = Alerts, their buttons and the way back work. Tried at { $time }.
trial-opened = Your click came back after { $after } s, but not from the button.
    .body = So a click on the alert opens Lumbar here. That is your way to answer. Tried at { $time }.
trial-nothing = Nothing came back in 30 s
    .body = You may not have seen it, or its button does nothing here. Sound, tray and window still call you.
trial-step-1 = Switch “do not disturb” off and try again.
trial-step-2 = Look if your desktop has the alerts of Lumbar switched off.
trial-step-3 = Press on the alert itself, not on its button. Did Lumbar open? Then that is your way to answer.
trial-no-server = No notification service is running
    .body = Lumbar uses its sound, the tray and its window. Keep the window in sight, or set a second timer.

can-title = What this desktop can do
can-yes = Yes
can-no = No
can-maybe = Not known
server-name = Notifications by { $name } { $version }.
tray-there = A sign in the panel shows what is on.
tray-missing = No panel shows Lumbar’s icon here. Start Lumbar again to see its window.
can-buttons = Buttons
    .yes = You can answer “It is off” without opening Lumbar.
    .no = No buttons are drawn here. Click the alert to open Lumbar, and answer there.
can-stays = Stays until you answer
    .yes = The alert to take it off does not go away by itself.
    .no = Even an urgent alert may go away by itself. Lumbar then shows it again.
can-replaces = Changes in place
    .yes = A second call takes the place of the first. They do not pile up.
    .no = A second call stands beside the first.
can-withdraws = Goes when you have answered
    .yes = What you have answered is taken back.
    .no = What you have answered may stay in the list.
can-sound = Sound
    .yes = Lumbar plays its own sound. { $device ->
        [none] It was not tried yet.
       *[other] It goes to { $device }.
    }
    .no = No sound can be played here. Is a speaker or headset plugged in, switched on, and chosen in your sound settings?
    .maybe = Not tried yet. Press “Only the sound”.
can-voice = Voice
    .yes = Lumbar says aloud what an alert is about.
    .no = The voice does not speak. Is a voice installed, such as speech-dispatcher with espeak-ng? Alerts and sound go on without it.
    .maybe = It was not tried yet. Settings have a test for it.
can-quiet = Nothing is held back
    .yes = “Do not disturb” is off.
    .no = “Do not disturb” is on, so even an urgent alert may wait. Tray and window still reach you, and sound where Settings let it.
    .maybe = This desktop does not say if “do not disturb” is on. If it is, even an urgent alert may wait. Tray and window still reach you, and sound where Settings let it.
can-tray = Tray
    .yes = The icon shows what is on, and its menu has the same buttons.
    .no = No panel shows the icon here. You need none: alerts and the window are there.

reach-title = Get better alerts
reach-no-sound = No sound can be heard
    .body = Plug in a speaker or headset and choose it in your sound settings. Then press “Only the sound”. Until it works, use a second timer for ice and heat.
reach-no-server = No notifications can be shown
    .body = Your desktop runs no notification service. Install one, such as dunst or mako. Until then keep Lumbar’s window in sight.
reach-no-buttons = Alerts have no buttons here
    .body = Click the alert to open Lumbar. In dunst use the middle button of the mouse. “lumbar off” on the command line does the same as “It is off”.
reach-quiet = “Do not disturb” may hold alerts back
    .body = Allow Lumbar in your desktop’s settings, under notifications. Lumbar’s own sound and its window reach you all the same. Settings say which of them may be held back, too.
reach-gnome = GNOME hides the tray and folds alerts
    .body = GNOME shows tray icons only with an extension. You need none. Buttons are under the small arrow of an alert. Starting Lumbar again shows its window.
reach-no-tray = There is no tray icon
    .body = Some desktops have no place for one. Alerts have buttons, and starting Lumbar again shows its window.
reach-other-systems = macOS and Windows
    .body = macOS asks once for permission: say yes, and choose “Alerts” so that they stay. Windows shows the buttons under the arrow of the alert.

# Said on a notification whose server draws no buttons.
note-no-buttons = This desktop shows no buttons: open Lumbar to answer.
