### What the command line says to people.

cli-unsaved = Not saved yet: { $why }. It counts, the alarms go on, and Lumbar tries again by itself.
cli-nothing-on = Nothing is on.
cli-ready = { $routine }: ready when you are. The clock starts with “lumbar on”.
cli-running = { $routine }: on, { $length } left, until { $ends }.
cli-moving = { $routine }: step { $step }, { $length } left.
cli-take-off = { $routine }: TAKE IT OFF NOW. On for { $length }.
cli-get-out = { $routine }: GET OUT NOW. In for { $length }.
cli-resting = { $routine }: off, rest for { $length }, until { $ends }.
cli-paused = { $routine }: paused at step { $step }.
cli-snoozed = { $routine }: put off, asks again at { $ends }.
cli-turn = { $line } Turn { $turn } of { $turns }.
cli-asked = Waits for an answer: { $answers }
cli-accept = To start all the same, add: --accept { $rules }
cli-no-alarm = Nothing here can call you: no notifications, no display, no sound. Set a kitchen timer, and add --anyway to start all the same.
cli-not-written = This could not be written: { $why }
cli-is-it-on = Is ice or warmth on your back now? Answer with “lumbar on” or “lumbar off”.
cli-timer = { $timer }: { $left } left, ready at { $ends }.
cli-last = Last: { $routine }. { $outcome }, { $time }.
cli-lock = { $what }: again from { $until }.
cli-gate = { $gate ->
        [disclaimer] Before anything starts: read what Lumbar is and is not (open the window, or see “lumbar questions”).
        [flags] Before anything starts: look at the warning signs (open the window, or see “lumbar questions”).
       *[health] Before this starts: one question about your skin and health (open the window, or see “lumbar questions”).
    }
cli-free = free
cli-closed = { $force ->
        [warning] asks first: { $sentence }
       *[other] not now: { $sentence }
    }
cli-settings-unknown = Kept, but not known here. “lumbar settings reset NAME” forgets one:
