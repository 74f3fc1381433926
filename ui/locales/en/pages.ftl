### What pages say. One place for each text.

## Lengths and times
duration-hours = { $n } h
duration-minutes = { $n } min
duration-seconds = { $n } s
duration-under-a-minute = under 1 min
time = { $hour }:{ $minute }
# $half is am or pm.
time-12h = { $hour }:{ $minute } { $half ->
        [am] am
       *[pm] pm
    }
date = { $weekday } { $day } { $month }
date-of-year = { $day } { $month } { $year }
moment-tomorrow = { $time } tomorrow
moment-yesterday = { $time } yesterday
moment-day = { $time } on { $date }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Kinds
kind-cold = Cold
kind-heat = Warm
kind-contrast = Warm and cold
kind-massage = Massage
kind-stretch = Move and stretch

## The frame
skip-to-page = Skip to the page
nav-label = Main
nav-today = Today
nav-routines = Routines
nav-safety = Safety
nav-sources = Sources
nav-settings = Settings
nav-about = About Lumbar
demo-mark = Demo: a throw-away profile
leave = Today
left = left
list-join = { " · " }
bar-join = { $first } · { $second }

## Read aloud when it changes
status-ready = { $routine }: ready when you are.
status-running = { $routine }: it is on.
status-skin = { $routine }: check your skin, is it fine?
status-ended = { $routine }: it is over.
status-moving = { $routine }.
status-beat = { $reps ->
        [1] { $what }.
       *[other] { $what }, { $rep } of { $reps }.
    }
status-side = { $side }: { $what }
status-step = { $step }. { $beat }
status-take-off = { $routine }: take it off now.
status-get-out = { $routine }: time to get out.
status-resting = { $routine }: it is off, rest.
status-paused = { $routine }: paused.
status-snoozed = { $routine }: put off.

## Today
today = Today
greeting-morning = Good morning
greeting-afternoon = Good afternoon
greeting-evening = Good evening
greeting-night = Hello
choose-title = What would help now?
    .lead = Warm or cold? Try both once, and keep what feels better.
choice-warm = Warm now
    .lead = { $length } may loosen a stiff back.
choice-ice = Ice now
    .lead = { $length } may take the edge off.
choice-move = Move
    .lead = Slow stretches, lying down.
choice-walk = Walk
    .lead = { $length }, at your own pace.
today-know = Most back pain eases within weeks. It is seldom a sign of harm. Keep moving as you can.
    .more = More
cold-or-warm-link = Warm or cold? Three questions that help you choose
quick-look = Look
quick-starts = Start something
all-routines = All routines
get-ready = Get ready
start-moving = Start
last-24-hours = Today so far
limit-cold = { $on ->
        [yes] { $count } of { $most } turns, one on now
       *[no] { $count } of { $most } turns
    }
limit-heat = { $on ->
        [yes] { $count } of { $most }, one on now
       *[no] { $count } of { $most }
    }
limit-massage = { $count } of { $most }
limit-stretch = { $count } of { $most }
limit-soft = From the dashed line on, Lumbar says once that it is a lot.
limit-ice-massage = Ice massage: { $count } of { $most }.
last-line = Last: { $routine }. { $outcome }, { $time }.
preparations = Packs in the freezer
prep-ready-at = ready at
prep-start = Start timer
prep-cancel = End the timer
general-note = General information for adults, not medical advice. New numbness between your legs, weak legs, or trouble peeing?
    .short = General information for adults, not medical advice.
    .link = Warning signs and help
## Today: what is on
panel-open = Open
panel-answer = Answer

## Why something must wait, short
when-busy = When what is on now is done
when-free = Possible again now
when-best = Best from { $until }. { $why }
when-from = { $name ->
        [cold-off] Ice again from { $until }
        [heat-off] Warmth again from { $until }
       *[other] Again from { $until }. { $why }
    }
why-cold-off = Your skin is resting from ice
why-heat-off = Your skin is resting from warmth
why-heat-off-soft = NHS leaflets say wait 2 hours
why-heat-cold-apart = Warm and cold want a few minutes between
why-cold-row-off = Skin likes a longer rest after a few turns
why-after-cold = Cold muscles are stiff for a while
why-lock-overrun = It stayed on too long
why-lock-skin = Your skin looked white or blistered
why-R2-lost = Nobody knows when something last came off
why-R12-bed = These are your bed hours
why-R14-drowsy = After alcohol or strong tablets
why-R15-swelling = There is fresh swelling or a bruise
why-R16-emergency = A warning sign comes first
why-R13-feel = You cannot feel warm and cold there
why-R13-skin = The skin there is not whole
why-R12-doze = You said that you may doze off
why-R14-condition = You told Lumbar about { $about }
why-R14-ask = You told Lumbar about { $about }
why-cold-per-day = That was the most ice for one day
why-cold-per-24h = That was the most ice for 24 hours
why-heat-per-day = That was the most warmth for one day

## Why a whole kind is closed now, on Today. $kinds: its names
closed-until = Again from { $until }: { $kinds }. { $why }.
closed = Not for now: { $kinds }. { $why }.

## Lengths of routines
takes-turns = { $length } a turn, up to { $most } turns

## A session: what it is at
turn-of = turn { $turn } of { $turns }
step-of = { $step } of { $steps }
stage-ready = { $first ->
        [yes] Get ready
       *[no] { $method ->
            [still-cold] Next: the ice pack
            [ice-massage] Next: the ice
            [bottle] Next: the bottle
            [pad] Next: the pad
            [gel] Next: the warm pack
            [towel] Next: the warm towel
            [wrap] Next: the wrap
           *[other] Next turn
        }
    }
stage-on = It is on
stage-on-still-cold = The ice pack is on your low back
stage-on-ice-massage = Keep the ice moving
stage-on-bottle = The bottle is on your low back
stage-on-pad = The pad is on your low back
stage-on-gel = The warm pack is on your low back
stage-on-towel = The warm towel is on your low back
stage-on-wrap = You are wearing the wrap
stage-on-bath = You are in the bath
stage-on-tub = You are in the tub
stage-on-sauna = You are in the heat
stage-on-shower = You are in the shower
stage-snoozed = Put off for now
stage-when-out = { $method ->
        [shower] When did you stop?
       *[other] When did you get out?
    }
lead-on-still-pack = Stay awake. Lumbar calls you to check your skin, and again to take it off.
lead-skin = { $method ->
        [still-cold] Feel it with your hand, use a mirror, or ask a helper.
        [ice-massage] Keep the ice moving. Feel it, use a mirror, or ask a helper.
       *[other] Pink is fine. Bright red or sore is not.
    }
skin-bad-means = “{ answer-skin-bad }” is: white, grey, hard, blotchy or blistered skin, or hives.
lead-on-cold = Stay awake: Lumbar calls you. At each check: { $during }
lead-on-wrap = Wear it and go about your day.
lead-on-away = Lumbar rings when time is up. Get out earlier whenever you like.
lead-snoozed = Lumbar asks again at { $time }. Nothing is on until you say so.
ring-on = Time left
ring-rest = Time left of the rest
ring-ahead = How long it will be on
ring-paused = Paused
ring-snoozed = Time until Lumbar asks again
ring-beat = Time left of this part
ring-left-of = left of { $length }
next-skin-in = Check your skin in
next-segment-in = { $cue } in
next-off-at = Take it off at { $time }
next-turn-from = Turn { $turn } from { $time }
next-step-from = { $step } from { $time }
# $kind: code
next-free-from = { $kind ->
        [cold] Ice again from { $time }
        [heat] Warmth again from { $time }
       *[other] Free again from { $time }
    }
again-from = { $kind ->
        [cold] Ice again from { $time }
        [heat] Warmth again from { $time }
       *[other] This again from { $time }
    }
what-else = What else would help now?
rest-pack-back = Put the pack back in the freezer.
pack-is = With: { $pack }. Change it
skin-fine-means = Pink is fine. White, blistered, sore or numb is not.
skin-watch = What to watch
skin-watch-1 = Leave your skin bare until it looks and feels normal again.
skin-watch-2 = Still numb, white or hard after an hour: get help today.
next-out-at = Time is up at { $time }
over-on-for = On for
over-in-for = In for
over-of = of { $clock }
doubt-most = It may have been on for { $most }: the computer was asleep or its clock was changed.
doubt-unknown = Nobody can say for how long: the computer was off or its clock was changed.
flow-label = What happens in this turn
flow-skin = Check your skin
flow-skin-fine = Skin was fine
flow-reminder = Reminder to feel your skin
flow-skin-missed = Skin check, no answer
flow-off = Take it off
flow-was-off = It came off
flow-checks-count = { $count ->
        [one] once
       *[other] { $count } times
    }
flow-at-least-short = at least { $length }
flow-more-turns = { $count ->
        [one] One more turn like this
       *[other] { $count } more turns like this
    }
flow-rest = Rest, at least { $length }
flow-rest-now = Rest
flow-until = until { $time }
flow-next-turn = Turn { $turn }, when you press
flow-next-step = { $step }, when you press
flow-or-later = { $time } or later

## A session: what to press
do-hurts = It hurts: stop
do-stop = Stop here
do-end-rest = That is enough for now
# $on: yes or no
do-call = { $on ->
        [yes] Call me at { $time }: on
       *[no] Call me at { $time }: off
    }
face-down = Large clock
face-up = Whole page
do-pause = Pause
do-resume = Go on
do-back = Back
do-skip = Skip
do-ago = About { $minutes } min ago
off-earlier = It came off earlier
dock-note-off = Press it when it is off your skin, also when you are not sure since when. Your rest starts then. Or hold Space.
dock-note-out = Press it when you are out. Or hold Space.
answer-off-at-bell-bath = I got out at the bell
answer-off-at-bell-tub = I got out at the bell
answer-off-at-bell-sauna = I came out at the bell
answer-off-at-bell-shower = I stopped at the bell
answer-off-at-bell-ice-massage = I stopped at the bell
skin-looks-wrong = My skin looks wrong
correct-skin = You said “{ $said }” about your skin. Change that (until { $until })
still-picture = Still picture

## A session: getting ready
ready-things = What you need
ready-again = It was on for less than { $length }, so it does not count. Put it on again when you like.
ready-clock = The clock starts when you press.
ready-own-timer = You may close the lid? Set a phone timer too.

## A session: movement
beat-of = { $rep } of { $reps }
next-beat = Next: { $cue }, { $length }
next-rep = Next: { $cue }, { $rep } of { $reps }
next-side = Next: { $side }
next-step = Next: { $step }
next-end = Then you are done

## A session that ended
ended-done = Done
    .lead = { $routine }, ended at { $time }. Move a little before you sit down for long.
ended-stopped = Stopped
    .lead = { $routine }, stopped at { $time }. Nothing runs now.
ended-hurt = Stopped, because it hurt
    .lead = { $routine }, stopped at { $time }. If the pain is new or stronger, tell Lumbar under Safety.
ended-skin = Stopped, because of your skin
    .lead = { $routine }, stopped at { $time }. Let your skin rest, and do not rub it.
ended-overran = It stayed on too long
    .lead = { $routine }, ended at { $time }. Look at your skin now. White, hard, blistered or numb: get medical help today.
ended-late = Is it on all the same? Then say so: Lumbar counts the time, and tells you when it comes off.
ended-lapsed = Nothing was started
    .lead = { $routine } waited for you until { $time }, and nobody pressed.
ended-not-now = Not now
    .lead = You put { $routine } off at { $time }. It is there when you want it.
ended-nothing = Nothing is on
    .lead = Pick something on Today when you like.
outcome-done = Done
outcome-stopped = Stopped
outcome-hurt = Stopped, it hurt
outcome-skin = Stopped because of the skin
outcome-overran = Stayed on too long
outcome-lapsed = Never put on
outcome-not-now = Put off
see-routine = Look at “{ $routine }”
back-to-today = Back to Today
first-aid-link = First aid: what to do for your skin now

## Notices
notice-doubted = Lumbar may have lost your last presses, so it asked what is on. Please check that what it shows is true.
notice-not-saved = Your last presses could not be saved ({ $why }). Lumbar keeps them in memory and tries again. Alarms go on.
notice-restored = Lumbar’s data was damaged. It goes on with its latest copy. The damaged file is kept as { $file }.
notice-empty = Lumbar’s data was damaged and there was no copy, so the questions come again. The damaged file is kept as { $file }.
notice-mended = Lumbar’s data was damaged. All that counts now is saved in a new file. The damaged file is kept as { $file }.
notice-kept-aside = Lumbar could not read its data when it began, and goes on with what you have told it since. What the data held then is kept as { $file }.
notice-bad-routine = The routine file { $file } was not taken: { $why }
notice-bad-routines = Your own routines are left out. { $folder }: { $why }
notice-no-log = Lumbar keeps no log, because it cannot write to { $folder } ({ $why }). Alarms go on.
notice-other-socket = Lumbar could not use { $place } ({ $why }). It uses another folder. Alarms go on.
notice-panicked = Lumbar stopped by itself ({ $time }) and was started again. Its log says where.
notice-update-waits = A new version is installed. Lumbar changes to it as soon as nothing is on your back.
notice-update-failed = The new version of Lumbar did not start, so this one goes on ({ $why }). Alarms go on. Please install it again.
notice-no-sound = No sound can be played, so you may not hear an alarm. Keep this window in sight, or use a second timer.
notice-only-window = Nothing here can call you: no sound, no notifications. Keep this window in sight, and set a kitchen timer.
notice-no-notifications = No notifications can be shown here. Lumbar uses sound and this window instead.
notice-no-buttons = Notifications have no buttons here. Click a notification to open Lumbar, or use the tray.

## Refusals
refused-unknown-routine = There is no routine called “{ $routine }”.
refused-unknown-timer = There is no timer called “{ $timer }”.
refused-unknown-pack = “{ $routine }” is not done with “{ $pack }”.
refused-length = “{ $routine }” can be: { $lengths }.
refused-one-length = “{ $routine }” has one length only.
refused-turns = “{ $routine }” has 1 to { $most } turns.
refused-busy = “{ $routine }” is on now. End it first; one thing at a time.
refused-nothing-running = Nothing is running.
refused-skin-asked = Please say first if your skin is fine. Today asks you.
refused-is-it-on = Please say first if ice or warmth is on your back now. Nothing new starts before that is known.
refused-not-now = This is not possible at this moment.
refused-outdated = This question is no longer asked. Look at what is on now.
refused-gate = { $gate ->
        [disclaimer] A short look at what Lumbar is comes first.
        [flags] A short look at the warning signs comes first.
       *[health] One question about your skin and health comes first.
    }
refused-read-only = Your data was written by a newer Lumbar. Alarms go on, but nothing new can start here. Please use the newer version.
refused-from = { $sentence } Again from { $until }.
refused-best = { $sentence } Best from { $until }.
refused-basis = Rule { $rule }. It comes from: { $sources }.
refused-title = Not now
refused-warning-title = Before you go on
instead-title = What is fine now
go-back = Go back
show-what-is-on = Show what is on
to-safety = To the Safety page

## Routines
routines-lead = Open one to see every step before it starts.
routines-count = { $count } of { $all } routines
routines-none = Nothing fits all of that. Try fewer words, or more time.
filter-kind = Kind
filter-search = Search
    .hint = towel, wall, partner …
filter-time = Time I have
filter-need = Things I have
filter-show = Show
filter-all = Show all
time-any = Any time
time-5 = Up to 5 minutes
time-20 = Up to 20 minutes
need-any = Anything
need-floor = Only a floor
need-cold = Something from the freezer
need-warm = A bottle, pad, wrap or warm pack
need-water = A bath, shower or sauna
need-roll = Balls or a roller
need-partner = Another person

## One routine
fact-on = Time on
fact-inside = Time in
fact-most = Longest
fact-off = Break after, at least
fact-break = Break after
break-advised = best { $advised }, at least { $least }
fact-whole = In all
fact-steps = Steps
fact-per-day = Most in a day
per-day-told = { $most } at most
turns-count = { $count ->
        [one] { $count } turn
       *[other] { $count } turns
    }
times-count = { $count ->
        [one] once
       *[other] { $count } times
    }
days-count = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
years-count = { $count } years
how-long = How long?
how-many-turns = How many turns?
start-moving-note = It runs on by itself, step by step. You can pause at any time.
get-ready-note = The clock starts later, when you say that it is on.
what-will-happen = What will happen
whole = { $length } in all
whole-with-rest = { $length } with the rests
whole-of-turns = { $length } a turn, { $sum } for { $turns } turns, with the rests
which-pack = Which pack do you have?
another-pack = Another pack
take-care = Take care
more-about = More about it
how-others-do-it = How others do it
what-studies-say = What studies say
flow-first = first
flow-get-ready = You get ready
flow-press-on = You press “It is on”
flow-press-on-ice-massage = You press “I have started”
flow-press-on-bath = You press “I am in”
flow-press-on-tub = You press “I am in”
flow-press-on-sauna = You press “I am in”
flow-press-on-shower = You press “I have started”
flow-press-off = The bell: take it off, and press “It is off”
flow-press-off-ice-massage = The bell: stop, and press “I have stopped”
flow-press-off-bath = The bell: get out, and press “I am out”
flow-press-off-tub = The bell: get out, and press “I am out”
flow-press-off-sauna = The bell: come out, and press “I am out”
flow-press-off-shower = The bell: stop, and press “I am out”
flow-then = { $method ->
        [still-cold] Nothing starts without you. Then { $length } of cold.
        [ice-massage] Nothing starts without you. Then { $length } of small circles.
        [bath] Nothing starts without you. Then { $length } in the water.
        [tub] Nothing starts without you. Then { $length } in the water.
        [sauna] Nothing starts without you. Then { $length } in the heat.
        [shower] Nothing starts without you. Then { $length } in the shower.
       *[other] Nothing starts without you. Then { $length } of warmth.
    }
flow-first-time = The first time it is { $length }.
flow-optional = You can leave this out.
flow-check-at = After { $time }: check your skin
flow-checks-many = First after { $first }, then at intervals: { $count } skin checks in all
flow-soon = { $length } before the end: a notice that it is nearly over
flow-segment = { $cue }: { $length }
flow-at-least = At least { $length }.
flow-beat = { $cue } { $length }
flow-move-whole = { $sides ->
        [left] Left side, { $length }.
        [right] Right side, { $length }.
        [both] Both sides, { $length } together.
       *[none] { $length }.
    }
flow-move-beats = { $sides ->
        [none] { $beats }{ $reps ->
                [one] {""}
               *[other] , { $reps } times
            }. { $length } in all.
        [both] { $beats }, { $reps ->
                [one] once
               *[other] { $reps } times
            } on each side. { $length } in all.
       *[other] { $beats }{ $reps ->
                [one] {""}
               *[other] , { $reps } times
            }. { $length } in all.
    }
flow-done = Done
flow-again-or-done = Next turn when you press, or done

## Safety
safety-lead = Your answers, first aid, and whom to call.
safety-flags = Warning signs
safety-help = Help at hand
safety-call = Whom to call
    .lead = Numbers, and what to say.
safety-numbers = All limits
    .lead = Every number Lumbar keeps to, with its source.
limits-lead = These numbers hold for every routine. Where sources differ, Lumbar says so.
answered-on = Answered on
change-answers = Change my answers
lock-line = { $what }: again from { $until }.
go-on = Go on
not-now = Not now
limit-force-hard = holds for everyone
limit-force-warning = asks first
limit-force-told = told once
limit-force-clinician = a doctor or nurse can open it
first-aid-numbers = In doubt, call for medical help: 112, 999 or 911.

## Sources
sources-part-1 = The five references of the article
sources-part-2 = Our own choice
sources-part-3 = Cold
sources-part-4 = Warmth
sources-part-5 = Warm and cold in turn
sources-part-6 = Which helps: reviews and guidelines
sources-part-7 = Warning signs and first aid
sources-part-8 = Massage
sources-part-9 = Stretch, move and rest
sources-part-10 = What kind of app this is
grade = Seen as

## Cold or warm
cold-or-warm-result = What could help

## About
about-lead = A companion for sore low backs.
about-version = Version { $version }
about-licence = Free software under the MIT licence.
about-privacy = Your data stays here
    .lead = Everything you tell Lumbar is kept in one folder on this computer. Lumbar has no account, sends nothing, and opens no network port.
about-keys = Keys
    .space = Hold Space to press the big button of a session page. A short press does nothing, so that typing elsewhere never counts. It pauses a stretch at once.
    .alarm = Any key or mouse move stops the sound of an alarm. The page stays until you say that it is off.
    .tab = Tab goes from button to button, Enter presses.

## Trouble
error-title = Something went wrong
not-found-title = There is no such page
    .lead = The address leads nowhere. Nothing was changed.

## Settings
# Starting when the person logs in
login-offer = Start Lumbar when you log in?
    .lead = Without a window. Then it can tell you what was on when your computer comes back.
    .yes = Yes, start it
    .no = No, and do not ask again
login-no-list = this computer keeps no list of what starts then.
login-slow = the disk does not answer. It may still be switched later.
login-system = { $why }
login-failed = That could not be switched: { $why }

# Reasons to see someone although nothing is urgent (R23)
advice-no-better = You have needed Lumbar for four weeks. Pain that is no better after four weeks is a reason to book a visit with a doctor or physiotherapist.
advice-many-wraps = You wore a heat wrap on seven days in a row. That is the longest its makers allow. If you still need it, book a visit with a doctor or physiotherapist.
advice-see-today = You told Lumbar of a reason to call your doctor today. Have you called? In the UK, 111 helps too.
advice-see-book = You told Lumbar of a reason to see someone. Have you booked a visit with a doctor or physiotherapist?
advice-noted = I have read this
notice-battery-low = Your battery is nearly empty. Plug in before you put anything on, or use a second timer.

# Offered once after a first finished session.
plan-offer = Would a plan help?
    .lead = Short walks that grow, gentle moves, warm or cold as you like.
    .yes = Look at the plans
    .no = No, and do not ask again
