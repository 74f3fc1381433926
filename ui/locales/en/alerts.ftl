# Alerts: notification titles that can be understood alone, bodies, and button labels.
#
# alert-ABOUT is the title, .body the body; alert-ABOUT-discreet says the same without a word about the body.
# Arguments: $routine and $pack (names), $method (code or "none"), $turn, $turns, $again (number or yes/no), $reminder (yes/no),
# $cue, $step, $timer (names), $side (left, right, none), $rep, $reps, $do (what to do), $gate (code),
# $length, $most, $locked (lengths in words), $closed (yes/no), $doubt (none, some, unknown: how sure $length is), $battery (low or fine).

alert-put-on = { $again ->
        [0] { $method ->
            [still-cold] Put the ice pack on when you are ready
            [ice-massage] Start the ice massage when you are ready
            [wrap] Put the wrap on when you are ready
            [bath] Get into the bath when you are ready
            [tub] Get into the tub when you are ready
            [sauna] Go in when you are ready
            [shower] Step into the shower when you are ready
           *[other] Put it on when you are ready: { $routine }
        }
       *[other] { $method ->
            [bath] Are you in the bath?
            [tub] Are you in the tub?
            [sauna] Are you in the sauna?
            [shower] Are you in the shower?
            [ice-massage] Has the ice massage begun?
           *[other] Is it on? The clock has not started
        }
    }
    .body = { $turns ->
        [1] { $routine }.
       *[other] { $routine }, turn { $turn } of { $turns }.
    } { $method ->
        [still-cold] Thin damp towel around it, and your skin fine? Then put it on and press. The clock starts then.
        [pad] Cloth between, never under you, skin fine? Then put it on and press. The clock starts then.
        [bottle] Cover on, never under you, skin fine? Then put it on and press. The clock starts then.
        [gel] Towel around it, never under you, skin fine? Then put it on and press. The clock starts then.
        [towel] Cloth between, and your skin fine? Then put it on and press. The clock starts then.
        [wrap] Skin fine? Put it on as its maker says, then press. The clock starts then.
        [sauna] Do you feel well? Press when you go in. The clock starts then.
       *[other] Is your skin fine? Press when you begin. The clock starts then.
    }{ $battery ->
        [low] {" "}{ notice-battery-low }
       *[fine] {""}
    }
alert-put-on-discreet = Lumbar: ready when you are
    .body = The clock starts when you press.{ $battery ->
        [low] {" "}Your battery is nearly empty.
       *[fine] {""}
    }

alert-lapsed = You did not press, so { $routine } was closed
    .body = Nothing more was started. If it is on your back all the same, say so now.
alert-lapsed-discreet = Lumbar: nothing was started
    .body = Open Lumbar if that is not right.

alert-skin-check = { $again ->
        [yes] Please say whether your skin is fine
       *[other] { $method ->
            [wrap] Peel back a corner and look at your skin
            [ice-massage] Look at your skin. Can you still feel it?
            [still-cold] Time to look at your skin: lift the ice pack
           *[other] Time to look at your skin
        }
    }
    .body = { $method ->
        [still-cold] Feel it with your hand, use a mirror, or ask a helper. White, grey, bright red, blotchy, blistered or numb is not fine.
        [ice-massage] Keep the ice moving. White, grey, blistered or painful is not fine. Stop when it goes numb.
        [wrap] A little pink is fine. Bright red, sore or blistered is not: take it off.
       *[other] Pink is fine. Bright red, sore or blistered is not: take it off.
    }
alert-skin-check-discreet = Lumbar: please look
    .body = A short check is due.

alert-soon = { $method ->
        [still-cold] The ice pack comes off in { $length }
        [ice-massage] The ice massage ends in { $length }
        [bottle] The hot water bottle comes off in { $length }
        [pad] The heating pad comes off in { $length }
        [gel] The warm pack comes off in { $length }
        [towel] The warm towel comes off in { $length }
        [wrap] The wrap comes off in { $length }
       *[other] { $routine } ends in { $length }
    }
    .body = { $routine }.
alert-soon-discreet = Lumbar: { $length } to go
    .body = The bell comes next.

alert-segment = { $method ->
        [ice-massage] Time to change sides: { $cue }
        [shower] Time to change the water: { $cue }
        [bath] In the bath now: { $cue }
       *[other] The next part begins: { $cue }
    }
    .body = { $method ->
        [ice-massage] Look at your skin, then go on with small circles on the other side.
        [shower] Cool, not icy. Feel dizzy? Stop.
        [bath] No hurry. Hold on to something.
       *[other] The next part begins.
    }
alert-segment-discreet = Lumbar: next part
    .body = { $cue }

alert-take-off = { $method ->
        [still-cold] Take the ice pack off now
        [ice-massage] Stop the ice massage now
        [bottle] Take the hot water bottle off now
        [pad] Take the heating pad off now and pull the plug
        [gel] Take the warm pack off now
        [towel] Take the towel off now
        [wrap] Take the wrap off now
       *[other] Take it off now
    }
    .body = { $doubt ->
        [some] It has been on for { $length }, and it may have been on for { $most }. Press “It is off” when it is.
        [unknown] It has been on for at least { $length }, maybe much longer. Press “It is off” when it is.
       *[none] On for { $length }. Press “It is off” when it is off your skin.
    }
    .late = It may have been on for { $length }.
    .unknown = Nobody can say how long it has been on.
alert-take-off-discreet = Lumbar: please look now
    .body = Time is up. Press the button when it is done.

# The thing by its name, for every face that says that it is still on.
still-on = { $method ->
        [still-cold] The ice pack is still on
        [ice-massage] The ice is still on
        [bottle] The hot water bottle is still on
        [pad] The heating pad is still on
        [gel] The warm pack is still on
        [towel] The warm towel is still on
        [wrap] The heat wrap is still on
        [bath] You are still in the bath
        [tub] You are still in the tub
        [sauna] You are still in the heat
        [shower] You are still in the shower
       *[other] Something may still be on your body
    }

alert-maybe-still-on = { $method ->
        [still-cold] The ice pack may still be on. Take it off
        [ice-massage] The ice may still be on. Take it off
        [bottle] The hot water bottle may still be on. Take it off
        [pad] The heating pad may still be on. Take it off
        [gel] The warm pack may still be on. Take it off
        [towel] The warm towel may still be on. Take it off
        [wrap] The heat wrap may still be on. Take it off
       *[other] It may still be on. Take it off
    }
    .body = Nobody has answered, so it may still be on: at least { $length }. Look at your skin. Nothing else starts until you answer.
alert-maybe-still-on-discreet = Lumbar: please look now
    .body = Lumbar still waits for your answer.

alert-get-out = { $method ->
        [bath] Time to get out of the bath
        [tub] Time to get out of the tub
        [sauna] Time to come out of the sauna
        [shower] Time to end the shower
       *[other] Time to get out
    }
    .body = { $method ->
        [bath] Sit up first. Then stand slowly.
        [tub] Sit up first. Then stand slowly.
        [sauna] Cool down slowly and drink water.
       *[other] Finish warm, and look at your skin.
    }
alert-get-out-discreet = Lumbar: time is up
    .body = Tell Lumbar when you are done.

alert-resting = Rest now for { $length }, with nothing on your back
    .body = { $routine }: the rest counts from now. Let your skin feel normal again.
alert-resting-discreet = Lumbar: { $length } of rest
    .body = Nothing to do for now.

alert-overran = It stayed on too long. Look at your skin now
    .body = { $closed ->
        [yes] It was on for { $length }. No more of this kind for { $locked }. White, hard, blistered or numb skin: get medical help today.
       *[other] It was on for { $length }. White, hard, blistered or numb skin: get medical help today.
    }
alert-overran-discreet = Lumbar: please look now
    .body = Open Lumbar for what to do next.

alert-skin-stop = { $closed ->
        [yes] Stopped because of your skin. Read what to do now
       *[other] Stopped because of your skin
    }
    .body = { $closed ->
        [yes] No ice and no warmth for { $locked }. Do not rub the skin. Open Lumbar for first aid. In doubt, ask a doctor today.
       *[other] Do not rub it. Still numb, white or hard after an hour? Get medical help today.
    }
alert-skin-stop-discreet = Lumbar: please look now
    .body = Open Lumbar for what to do next.

alert-done = { $routine } is done
    .body = That was all of it. Move a little before you sit down for long.
alert-done-discreet = Lumbar: done
    .body = All done.

alert-stopped = { $routine } has stopped
    .body = Nothing runs now. If the pain is new or stronger, tell Lumbar under Safety.
alert-stopped-discreet = Lumbar: stopped
    .body = Nothing runs now.

alert-prepared = { $timer } is ready
    .body = Wrap it before you put it on.
alert-prepared-discreet = Lumbar: a timer is done
    .body = What you prepared is ready.

alert-going-to-sleep = { $method ->
        [still-cold] The computer is going to sleep. Take the ice pack off now
        [bath] The computer is going to sleep. Get out now
        [tub] The computer is going to sleep. Get out now
        [sauna] The computer is going to sleep. Get out now
        [shower] The computer is going to sleep. Get out now
       *[other] The computer is going to sleep. Take it off now
    }
    .body = { $method ->
        [bath] Lumbar cannot warn you while the computer sleeps. Get out, or set another timer.
        [tub] Lumbar cannot warn you while the computer sleeps. Get out, or set another timer.
        [sauna] Lumbar cannot warn you while the computer sleeps. Get out, or set another timer.
        [shower] Lumbar cannot warn you while the computer sleeps. Get out, or set another timer.
       *[other] Lumbar cannot warn you while the computer sleeps. Take it off, or set another timer.
    }
alert-going-to-sleep-discreet = Lumbar: the computer is going to sleep
    .body = Lumbar cannot warn you then. Set another timer.

alert-battery-low = The battery is low, and { $method ->
        [still-cold] the ice pack is on
        [ice-massage] the ice is on
        [bottle] the hot water bottle is on
        [pad] the heating pad is on
        [gel] the warm pack is on
        [towel] the warm towel is on
        [wrap] the heat wrap is on
       *[other] it still runs
    }
    .body = If the computer turns off, Lumbar cannot warn you. Plug it in, or set another timer.
alert-battery-low-discreet = Lumbar: battery low
    .body = Plug the computer in, or set another timer.

alert-is-it-on = Is ice or warmth on your back now?
    .body = Lumbar does not know of it. If anything is on, take it off, and say so here.
alert-is-it-on-discreet = Lumbar: a question for you
    .body = Please say what is true now.

alert-bed-hours = Your bed hours have begun: no further turn
    .body = { $routine } ends here. Nothing cold and nothing electric stays on while you sleep.
alert-bed-hours-discreet = Lumbar: your bed hours have begun
    .body = It ends here.

alert-gate-due = { $gate ->
        [disclaimer] One short page comes before your first start
        [flags] A short look at the warning signs comes first
       *[health] One question about your skin and health comes first
    }
    .body = It takes a minute, and then it starts.
alert-gate-due-discreet = Lumbar: a question for you
    .body = Nothing starts before you answer. It takes a minute.

alert-beat = { $side ->
        [left] Left: { $cue }
        [right] Right: { $cue }
       *[none] { $cue }
    }
    .body = { $reps ->
        [1] { $step }
       *[other] { $step }, { $rep } of { $reps }
    }
alert-beat-discreet = Lumbar: { $cue }
    .body = { $rep } of { $reps }

alert-next-step = Next: { $step }
    .body = { $do }
alert-next-step-discreet = Lumbar: next step
    .body = { $step }

alert-step-begins = Now: { $step }
    .body = { $do }
alert-step-begins-discreet = Lumbar: { $step }
    .body = It runs on by itself.

## Buttons; $minutes is a number

answer-on = Cloth between, skin fine: it is on
    .short = It is on
answer-on-since = { $minutes ->
        [one] On since about { $minutes } min
       *[other] On since about { $minutes } min
    }
answer-not-now = Not now
answer-snooze = In 10 minutes
answer-skin-fine = Fine
answer-skin-red = Very red, sore or numb
answer-skin-bad = White or blistered
answer-off = It is off
answer-off-at-bell = It came off at the bell
answer-still-on = Yes, it is on
answer-not-on = No, it is off
answer-extend = 5 more minutes
answer-skip = Leave it out
answer-open = Open Lumbar

# Where "it is on" would be wrong: answer-CODE-METHOD, else answer-CODE.
answer-on-ice-massage = Skin fine: I have started
    .short = I have started
answer-on-bath = Skin fine: I am in
    .short = I am in
answer-on-tub = Skin fine: I am in
    .short = I am in
answer-on-sauna = I feel well: I am in
    .short = I am in
answer-on-shower = Skin fine: I have started
    .short = I have started
answer-off-ice-massage = I have stopped
answer-off-bath = I am out
answer-off-tub = I am out
answer-off-sauna = I am out
answer-off-shower = I am out
answer-extend-wrap = 1 more hour
