### Taking back what was said last about the body. -away: in the bath, tub, sauna or shower.

undo-said-on = You said it is on.
undo-said-on-away = You said you are in.
undo-said-off = You said it is off.
undo-said-off-away = You said you are out.
undo-said-skin-fine = You said your skin is fine.
undo-said-skin-red = You said your skin is very red, sore or numb.
undo-said-skin-bad = You said your skin is white or blistered.
undo-said-stop = You pressed Stop.
undo-said-hurts = You said it hurts.
undo-said-still-on = You said it is still on.
undo-said-not-on = You said nothing is on.

undo-do-on = Undo: it is not on
undo-do-on-away = Undo: I am not in yet
undo-do-off = Undo: it is still on
undo-do-off-away = Undo: I am still in
undo-do-skin-fine = Undo: I did not mean that
undo-do-skin-red = Undo: I did not mean that
undo-do-skin-bad = Undo: I did not mean that
undo-do-stop = Undo: go on
undo-do-hurts = Undo: go on
undo-do-still-on = Undo: I am not sure
undo-do-not-on = Undo: I am not sure

answer-undo = Undo
cli-undo = { $said } A slip? “lumbar undo” takes it back, for { $left } more.
cli-add-sure = If it has, say it again with --sure.

refused-nothing-to-undo = There is nothing to undo. You can take back the last thing you said, for { $lasts }.
refused-really-so-long = Has it really been on for { $length }?
refused-really-so-long-title = So long?
refused-really-so-long-sure = Yes, it has

rule-put-on-again = “Put it on” is asked again after { $value }, quietly.
    .label = Until “put it on” is asked again
rule-put-on-last = “Put it on” is asked a last time after { $value }.
    .label = Until “put it on” is asked a last time
rule-undo = What you said about the pack can be taken back for { $value }.
    .label = Time to undo a press
rule-on-since-sure = Lumbar asks again before it counts more than { $value } on your back.
    .label = Longest “on since” that is not asked about

### It came off, as was said late, or was on for long.

skin-after = Is your skin fine now?
    .lead = Look at it and touch it. Pink is normal, and so is a little ache after ice.
do-not-sure = I am not sure

alert-skin-after = { $closed ->
        [yes] It was on for long. Is your skin fine now?
       *[other] Is your skin fine now?
    }
    .body = { $closed ->
        [yes] Look at it and touch it. Ice waits for { $locked }.
       *[other] Look at it and touch it. Pink is normal.
    }
alert-skin-after-discreet = Lumbar: please look now
    .body = One question waits for you.

rule-skin-asked-lasts = After a late word that it is off, Lumbar asks about your skin for { $value }.
    .label = Time in which Lumbar asks about your skin
