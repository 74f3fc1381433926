# What the voice says. Short, for a person who lies face down. say-ABOUT, with the arguments of alert-ABOUT.
# Where there is none, the title of the alert is said.

say-put-on = { $again ->
        [0] { $method ->
            [still-cold] Put the ice pack on, with the cloth between. Then press: it is on.
            [other-none] Begin when you are ready.
           *[other] Get ready. Then press: it is on.
        }
       *[other] Is it on? The clock has not started.
    }
say-skin-check = { $reminder ->
        [yes] Feel your skin now.
       *[no] Lift a corner. Is your skin fine?
    }
say-soon = { $length } to go.
say-segment = { $cue }.
say-take-off = { $method ->
        [still-cold] Take the ice off now.
        [ice-massage] Stop the ice now.
        [wrap] Take the wrap off now.
       *[other] Take it off now.
    } { $doubt ->
        [none] It has been on for { $length }.
       *[other] It has been on for at least { $length }.
    }
say-get-out = Time is up. Get out slowly, and hold on to something.
say-is-it-on = Is ice or warmth on your back now?
say-done = Done. { $routine } is over.
say-beat = { $side ->
        [left] Left. { $cue }.
        [right] Right. { $cue }.
       *[none] { $cue }.
    }
say-next-step = Next: { $step }.
say-step-begins = Now: { $step }. { $do }
say-practice-take-off = Practice. Take it off now. Then press: it is off.
say-practice-skin = Practice. Is your skin fine?
# What is on, said when a person asks. $state: as the key of each.
say-is-ready = { $routine } is ready. The clock has not started.
say-is-running = It is on. { $length } to go.
say-is-moving = { $routine }. { $length } to go.
say-is-take-off = Take it off now. It has been on for { $length }.
say-is-get-out = Get out now. You have been in for { $length }.
say-is-resting = It is off. Rest for { $length }.
say-is-paused = { $routine } is paused.
say-is-snoozed = { $routine } is put off. It asks again in { $length }.
say-is-nothing = Nothing is on.
say-is-unsaved = The disk did not take your last press. It counts all the same.
say-is-discreet = { $state ->
        [ready] Ready.
        [paused] Paused.
        [take-off] Please look now.
        [get-out] Please look now.
       *[other] { $length } to go.
    }
say-is-asked-discreet = Please look now.
say-test = This is how Lumbar speaks. Five minutes. Lift a corner. Is your skin fine?
