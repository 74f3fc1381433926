# The practice turn: half a minute, with nothing on the back.

practice-title = Practice turn
    .lead = 30 seconds, with nothing on your back. You press three times: here, or on the alert that comes up.
practice-mark = Practice: nothing is on your back
practice-start = Start to practise
practice-busy = Something is on just now. Practise when it is over.
practice-link = A practice turn of 30 seconds
practice-offer =
    .yes = Practise first, 30 seconds
    .no = No, thanks
practice-runs = A practice turn is on. Nothing is on your back.
    .open = Show it
practice-ready = Now you would put it on
    .lead = Press when it would lie on your back. The clock starts only then.
practice-on = Now it would be on
    .lead = First Lumbar asks about your skin. At the end it rings.
practice-skin = How would your skin be?
    .lead = In a real turn you feel or look under the pack now. Press any of the three.
practice-take-off = Take it off
    .lead = It rings again until you press. In a real turn it goes on for 20 minutes.
practice-done = That is all there is to it
    .lead = A real turn is the same, only longer.
practice-step-on = 1 On
practice-step-skin = 2 Skin
practice-step-off = 3 Off
practice-left = Time left to practise
practice-heard = Did you hear the bell, and see the alert?
    .look = If not, look here
practice-again = Practise again
practice-voice = Do you want to hear the steps while you lie face down? Lumbar can say them aloud.
    .on = Say them aloud
practice-answer-on = It is on
practice-answer-off = It is off
practice-answer-not-now = End the practice

## Notifications

alert-practice-ready = Practice: put it on
    .body = Nothing is on your back. Press when it would be on.
alert-practice-ready-discreet = Practice: begin
    .body = Press the button when you are ready.
alert-practice-on = Practice: the clock runs
    .body = Soon Lumbar asks about your skin.
alert-practice-on-discreet = Practice: the clock runs
alert-practice-skin = Practice: feel your skin
    .body = How would it be? Press any of the three.
alert-practice-skin-discreet = Practice: a question
    .body = Press any of the three.
alert-practice-take-off = Practice: take it off now
    .body = Press “It is off”. It rings again until you do.
alert-practice-take-off-discreet = Practice: the end
    .body = Press the button. It rings again until you do.
alert-practice-done = Practice: done
    .body = A real turn is the same, only longer.
alert-practice-done-discreet = Practice: done

## Tray and command line

tray-title-practice = practice
tray-practice-ready = Practice: ready when you are
tray-practice-on = Practice: the clock runs
tray-practice-skin = Practice: feel your skin
tray-practice-take-off = Practice: take it off now
tray-practice-done = Practice: done
cli-practice-ready = Practice turn, nothing is on your back. Say “lumbar practice on” when it would be on.
cli-practice-on = Practice turn: the clock runs, { $length } left. Soon it asks about your skin, then it rings.
cli-practice-skin = Practice turn: how would your skin be? Say “lumbar practice fine”, “red” or “bad”.
cli-practice-take-off = Practice turn: TAKE IT OFF NOW. Say “lumbar practice off”.
cli-practice-done = Practice turn: done. A real turn is the same, only longer.
