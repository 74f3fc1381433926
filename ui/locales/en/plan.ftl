# The plan: its names, what the day holds, its pages.
#
# Arguments: $item, $routine, $plan (names), $turns, $day, $days, $step, $steps, $count (numbers), $length, $time, $date, $why (words).

## Names

plan-name-plan-two-weeks = Back to normal
    .lead = Two weeks, then it ends by itself
    .who = New pain, or pain that came back
plan-name-plan-flare = Flare-up
    .lead = Two days, then back to your plan
    .who = A bad day or two
plan-name-plan-stiff = Stiff, lasting pain
    .lead = It goes on, and asks every two weeks if it still fits
    .who = Pain that has been there for months
plan-name-plan-article = The article’s day
    .lead = 20 on, 20 off, up to 10 turns a day
    .who = You want to ice as the article says
plan-name-own = Your own plan
    .lead = The days, items and hours you chose
    .who = You know what you want

plan-item-warm-or-cold = Warm or cold, as you like
plan-item-breathe-or-rest = Breathe, or rest
plan-item-ball-or-partner = Ball on the wall, or a partner’s hands
plan-item-long = { $item }, { $length }
plan-item-turns = { $item }, { $turns } turns

## Why an item is not as it was planned

plan-why-real-end = the one before ended at another time
plan-why-gap = the time off comes first
plan-why-session-on = something is on right now
plan-why-limit = that is the most for one day
plan-why-closed = it is not for you right now
plan-why-bed = it is in your bed hours
plan-why-asked-later = you asked for later
plan-why-left-out = you left it out

## Why an item was not done

plan-was-real-end = the one before ended at another time
plan-was-gap = the time off came first
plan-was-session-on = something else was on
plan-was-limit = that was the most for one day
plan-was-closed = it was not for you then
plan-was-bed = it was in your bed hours
plan-was-asked-later = you asked for later
plan-was-left-out = you left it out

## Reminders

alert-planned = Now in your plan: { $item }
    .body = Start when it suits you. If not now, nothing is lost.
alert-planned-discreet = Lumbar: something is due
    .body = Open Lumbar to see what.
alert-move-break = Time to get up and move a little
    .body = Stand, walk, lean back gently. No need to press anything.
alert-move-break-discreet = Lumbar: time to get up
    .body = No need to press anything.
answer-start-planned = Start
answer-planned-later = In 10 min
answer-leave-out = Not this time

## Refusals

refused-unknown-plan = There is no plan called “{ $plan }”.
refused-no-plan = You follow no plan now.
bad-plan-item = Item { $nth }: { $what }
bad-plan-empty = A plan needs at least one item.
bad-plan-too-long = That is more than a plan can hold: { $value }.
bad-plan-unknown-routine = There is no routine called “{ $value }”.
bad-plan-when = Choose a time of day, or a time after the last one. Not both.
bad-plan-every = { $value } min after the last one: from 5 min to a day is possible.
bad-plan-most = { $value } a day: choose from 1 to 48.
bad-plan-turns = { $value } turns are more than this routine has.
bad-plan-length = This routine has no length of { $value } s.
bad-plan-same-time = Two items call at { $value }. Move one of them.
bad-plan-quiet = Only moving can be a quiet hint, not { $value }.
bad-plan-title = The name must have 1 to 60 letters.

## The day

plan-day-of = { $plan }, day { $day } of { $days }
plan-day = { $plan }, day { $day }
plan-ended = This plan is over.
plan-next-due = Now in your plan: { $item }.
plan-next-at = Next in your plan: { $item }, { $time }.
plan-zone-changed = The local time changed. Your plan follows it.
plan-paused = Reminders are paused.
plan-paused-until = Reminders are paused until { $time }.
plan-pause = Pause reminders
plan-pause-hour = For 1 hour
plan-pause-tomorrow = Until tomorrow
plan-pause-open = Until I say so
plan-resume = Remind me again
plan-breaks = { $sofar ->
        [0] Quiet, every { $every } until { $time }
       *[other] { $sofar } of { $count } so far. Quiet, every { $every } until { $time }
    }
plan-breaks-line = { $routine }: { $how }.
plan-state-done = done
plan-state-now = on now
plan-state-next = next
plan-state-later = later
plan-state-missed = not done, nothing is added later
plan-state-held-back = not today

## The command line

cli-no-plan = You follow no plan. “lumbar plan list” shows the plans.
cli-plan-item = { $time }  { $item }: { $state }
cli-plan-row = { $id }: { $plan }. { $lead }.
cli-plan-row-followed = { $id }: { $plan }. { $lead }. You follow it now.

## Pages

nav-plan = Plan
plan-the-day = The day
plan-none = You follow no plan
plan-choose = Choose a plan
plan-choose-next = What next?
plan-only-reminds = A plan reminds you. It never starts anything by itself.
plan-what = What it holds
plan-other = Other plans
plan-leave = End this plan
plan-list = Plans
plan-worse = Today is worse
plan-usual = Today is as usual
plan-is-worse = Today is one step easier. Say when it is as usual again.
plan-review = Two weeks have passed. Does this plan still fit you?
plan-keep = It still fits
plan-now = Now
plan-bed = Bed hours until { $time }
    .note = No reminders, no long ice
plan-day-label = { $date }, hour by hour
plan-planned-for = planned for
plan-row-done = { $length }, until { $time }
plan-row-now = On now
plan-row-next = Next
plan-row-due = Due now. Start when it suits you
plan-row-missed = Not done. Nothing is added later
plan-row-missed-why = Not done: { $why }. Nothing is added later
plan-row-held-back = Not now: { $why }
plan-agreed-until = Agreed until { $date }: a start in this plan asks nothing more.
plan-until-tonight = Tonight
plan-every-day = Every day
plan-days = { $from ->
        [1] Days 1 to { $until }
       *[other] Days { $from } to { $until }
    }
plan-step-plan-two-weeks-1 = Settle
plan-step-plan-two-weeks-2 = Move
plan-step-plan-two-weeks-3 = Normal
plan-rule-at = { $item }: at { $time }
plan-rule-every = { $item }: { $every } after the last one ended, up to { $most } a day
plan-rule-chosen = { $item }: { $every } after the last one ended, as many a day as you choose
plan-tick-worse = A bad day? It goes one step back for a day or two, then on.
plan-tick-missed = What is not done is not added later.
plan-tick-eight = It calls you eight times a day at most, and never in your bed hours.
plan-how-many = How many turns a day?
plan-top-of-range = This is the top of the range. NHS leaflets say every 2 to 3 hours.
plan-agreed = Agreed until
plan-consent = Until then Lumbar does not ask again at each start. It still stops at 10 a day, at 20 minutes, and when your skin is not fine.
plan-agree = I agree: use this plan
plan-take-back = You can end it at any time.
plan-use = Use it from today
plan-from-start = Begin it again today
plan-first-day-note = This is how it looks if each one starts at once. On the day, the rest moves with what you really do.
