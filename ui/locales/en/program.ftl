# What the program says about itself: on the command line, in notifications of its own, and where a request makes no sense.

program-status = What is on
program-refused = That is not possible
program-refused-discreet = Lumbar: not now
    .body = Open Lumbar to see why.
program-not-begun = Nothing was started
program-quit-on-body =
    .body = If Lumbar quits now, nothing will tell you when to take it off. Take it off first and press “It is off”.
program-quit-on-body-discreet = Lumbar: quit now?
    .body = Something still waits for you. Open Lumbar first.
program-quit-unsaved = Your last presses are not saved
    .body = If Lumbar quits now, they are lost ({ $why }). It tries again as long as it runs.
program-quit-anyway = Quit anyway
program-session-ends =
    .body = Lumbar is being closed and cannot call you. Take it off now, or set a kitchen timer.
program-session-ends-discreet = Lumbar is being closed
    .body = Please look now, or set a kitchen timer.
# Said once, when the window is closed while something goes on. $place: tray, or start
program-goes-on = The window is closed, and Lumbar goes on
    .body = { $method ->
        [none] It keeps time and calls you as before.
       *[other] { still-on }. Lumbar calls you when it is time.
    } { $place ->
        [tray] You find it in the panel, by its sign.
       *[start] Start Lumbar again to see it.
    }
program-unsaved = Your last presses are not saved yet
    .body = They count, and the alarms go on. Leave the computer on: if Lumbar stops now, it will ask you what is on. It tries again by itself.
program-unsaved-press = This counts, but it is not saved yet: the disk did not take it. The alarms go on, and Lumbar tries again by itself.
program-guard-alarm = Lumbar has stopped
    .body = Ice or warmth may still be on your back, and Lumbar cannot be started again. Take it off now, or set a kitchen timer.
program-ending = Lumbar is closing.

program-not-running = Lumbar is not running. “lumbar” starts it.
program-other-protocol = The Lumbar that is running is another version ({ $version }) and is not understood. Quit it from its tray sign, then try again.
program-mute = Lumbar is running but does not answer: { $why }
program-not-there = Lumbar is running but does not answer at { $address }. Try again in a moment.
program-foreign-socket = At { $address } a program of another user answers, so nothing was sent to it. Lumbar itself does not answer.
program-odd-clock = The computer’s clock stands before 1970, so Lumbar cannot answer here. Set the clock, then try again. Alarms, their buttons and the tray go on.
program-unsure = Lumbar did not answer. What you asked for may have counted: see “lumbar status”.
program-hung = Lumbar is running but does not answer. Nothing is on your back, as far as is known. “lumbar quit --force” ends it; then start it again.
program-hung-ask = Lumbar is running but does not answer. Nothing is on your back, as far as is known. End it now? [y/N]
program-hung-on-body = Lumbar is running but does not answer, and ice or warmth may be on your back. Take it off now. Lumbar starts itself again within two minutes.
program-hung-ended = Lumbar did not answer and was ended.
program-hung-stays = Lumbar does not answer and could not be ended: { $why }
program-too-many = Too many programs watch Lumbar already. End one of them and try again.
program-not-started = Lumbar could not be started: { $why }
program-runs-already = Lumbar runs already in this profile.
program-no-answer = Lumbar did not answer as expected: { $why }
program-no-home = No home folder is known. Name a folder with --profile.
program-not-writable = Lumbar cannot write to the folder { $folder } ({ $why }). Make it yours, or name another folder with --profile.
program-of-another-user = The folder { $folder } belongs to another user, so Lumbar leaves it alone. Start Lumbar as that user, without “sudo”. Or name a folder of your own with --profile.
program-bad-mark = The mark of the demo profile { $folder } cannot be read: { $why }
program-not-a-demo = { $folder } is not a demo profile and not empty, so no demo runs in it.
program-foreign-folder = The folder { $folder } holds other things, so Lumbar leaves it alone. Name a new or empty one with --profile.
program-not-text = The name of the folder { $folder } is not plain text (UTF-8). Name another one with --profile.
program-data-full = The disk is full, so Lumbar cannot start, and nothing will call you. Make room, then start it again. Until then use a kitchen timer.
program-data = Lumbar’s data cannot be used: { $why }
program-system = The system refuses: { $why }
program-bad-catalogue = A built-in routine is not sound: { $why }
program-no-window = The window did not open
program-window-missing = Lumbar runs, but its window is not installed ({ $program } is missing). “lumbar status” works without it.
program-window-no-display = Lumbar runs, but there is no display for its window here. “lumbar status” works without one.
program-window-not-started = Lumbar runs, but its window could not be started: { $why }
program-quit-refused = The ice or warmth is still on your back, so Lumbar stays. Take it off first and run “lumbar off”, or run “lumbar quit --force”.
program-quit-unsaved-refused = Your last presses are not saved ({ $why }), so Lumbar stays and tries again. Help the disk first, or run “lumbar quit --force” and lose them.
program-quit-slow = Lumbar is still ending.
program-no-manual-clock = Only a demo that was started with --manual-clock has a clock that can be moved.
program-nothing-due = Nothing is due, so there is no next moment to go to.
program-is-demo = This is a demo: nothing in it is kept.
program-has-started = Lumbar is running.

program-form-unreadable = This form could not be read. Go back and try again.
program-form-unknown = Lumbar knows no such form. Go back and try again.
program-form-missing = This form does not say “{ $field }”. Go back and try again.
program-form-odd = This form says “{ $value }” for “{ $field }”, which makes no sense. Go back and try again.
program-json-unreadable = This request could not be read.
program-foreign-protocol = This comes from another version of Lumbar ({ $version }) and was not carried out. Quit the one that is running from its tray sign, then try again.
program-foreign = This request comes from somewhere else and was not carried out.
