### What the tray says: tooltip lines, the few characters of its title, and its menu.

tray-unsaved = Your last presses are not saved yet
tray-idle = Lumbar: nothing is on
tray-ready = { $routine }: ready when you are
tray-running = { $routine }: { $time } left
tray-moving = { $routine }: { $time } left
tray-take-off = { $routine }: take it off now, on for { $time }
tray-get-out = { $routine }: time to get out, in for { $time }
tray-resting = { $routine }: rest, { $time } left
tray-paused = { $routine }: paused
tray-snoozed = { $routine }: asks again in { $time }
tray-timer = { $timer }: { $left } left
tray-title-ready = ready
tray-title-paused = paused
tray-title-take-off = take off
tray-title-get-out = get out

tray-open = Open Lumbar
tray-open-session = Show what is on
tray-quick-starts = Quick starts
tray-start-closed = { $routine }: { $why }
tray-start-turns = { $turns ->
        [one] { $routine }, { $turns } turn
       *[other] { $routine }, { $turns } turns
    }
tray-stop = It hurts: stop
tray-pause = Pause
tray-resume = Go on
tray-back = Back
tray-skip = Skip
tray-quit = Quit
tray-quit-on-body = Quit… ({ $still })
