# A plan of one's own: the page that makes it, what is wrong with it; quiet hours.
#
# Arguments: $nth, $step, $count, $most, $least (numbers or lengths), $item, $what, $file, $why (words), $from, $until (times), $value, $weekday, $day.

own-title = A plan of your own
    .lead = Choose what to do, on which days and when. Lumbar reminds you, and you start each one.
own-whole = The plan
own-name = Its name
own-days = On these days
    .none = None ticked means every day.
own-hours = Active hours
    .note = For what comes again and again. Nothing calls in your bed hours.
own-from = From
own-until = Until
own-ends = Does it end?
own-ends-no = It goes on, and asks every two weeks
own-ends-yes = It ends after its last step
own-items = What it holds
own-step = Step { $step }
own-step-days = How many days
own-do = Do
own-at = At this time
own-time = Time of day
own-again = Again and again
own-every = Minutes after the last one ended
own-most = At most a day
own-turns = Turns in one go
own-length = How long
own-length-usual = As usual
own-calls = It calls
own-calls-remind = With a reminder
own-calls-quiet = With a quiet hint
own-calls-shown = Not at all
own-add = Add one more
own-add-step = Add a step
    .note = Some days like this, then other days.
own-remove = Take out
own-check = Check it
own-save = Keep this plan
own-save-followed = Keep this plan and use it now
own-as-kept = As it was kept
own-look = A coming day
own-look-day = Which day
own-look-empty = Nothing is planned on this day.
own-look-over = The plan is over by then.
own-today = Today
own-look-short = { $weekday } { $day }
own-wrong = This cannot be kept yet:
own-problem = { $item } ({ $nth }): { $what }
own-too-many = This day has { $count } reminders. After { $most } Lumbar stays quiet, and the rest only stands in the day.
own-beyond = Your plan was read from a file. It holds more than this page can show. What you keep here takes its place.
own-edit = Change your plan
own-make = Make a plan of your own
own-consent = Until then Lumbar does not ask again at each start. The limits of each day stay, and it still stops when your skin is not fine.

weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun

bad-plan-hours = “{ $value }” is no time of day. Write it like 08:30.
bad-plan-days = “{ $value }” days are not possible. A step has 1 to 366.
bad-plan-cold-a-day = More than { $value } turns of ice a day. That is the most for one day.
bad-plan-heat-a-day = More than { $value } turns of heat a day. That is the most for one day.
bad-plan-too-soon = The skin needs { $value } min before the next one. Choose at least that long.

## Quiet hours

quiet-title = Quiet hours
    .lead = No reminders in this time. Alarms for what is on your body still ring.
quiet-from = From
quiet-until = Until
quiet-save = Keep quiet hours
quiet-none = No quiet hours
refused-quiet-hours = Quiet hours last from { $least } to { $most }.

## The command line

cli-own-none = You have no plan of your own. “lumbar plan own FILE” reads one.
cli-own-kept = Your plan is kept. “lumbar plan choose own” follows it.
cli-own-bad = { $file } is no plan: { $why }
cli-quiet-bad = { $why }. Write it like this: lumbar plan quiet 12:00 14:00
cli-quiet-none = You have no quiet hours.
cli-quiet = Quiet hours from { $from } until { $until }.
