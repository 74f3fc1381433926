# The diary: the page of a day, entries by hand, how it felt, and the lines of “lumbar log”.
#
# Arguments: $from, $until, $time, $times, $length, $over, $each, $most, $name, $day, $said, $number, $why, $asked, $field (words),
# $routine, $file (names), $turns, $count, $has, $nth (numbers), $felt (easier, same, worse).

## One day

diary-neighbours = The day before and the day after
diary-to-history = All of your history
diary-did = What you did
diary-empty = Nothing is written down for this day.
diary-by-hand = added by hand
diary-times = { $from } to { $until }
diary-since = since { $from }
diary-turns = { $turns } turns: { $each }
diary-skin-fine = Skin fine at { $times }.
diary-skin-red = Skin very red, sore or numb at { $time }.
diary-skin-bad = Skin white or blistered at { $time }.
diary-skin-unanswered = No answer about your skin at { $time }.
diary-too-long = On for { $length }: { $over } longer than the most.
diary-hurt = It hurt, and you stopped.
diary-felt = { $felt ->
        [easier] Right after: easier.
        [worse] Right after: worse.
       *[same] Right after: the same.
    }
diary-sums = The day in numbers
diary-sum-walk = { $count ->
        [one] walked, once
       *[other] walked, in { $count } goes
    }
diary-sum-move = { $count ->
        [one] up and moving, once
       *[other] up and moving, { $count } times
    }
diary-sum-stretch = { $count ->
        [one] on the mat, once
       *[other] on the mat, { $count } times
    }
diary-sum-heat = { $count ->
        [one] warm, once
       *[other] warm, { $count } times
    }
diary-sum-cold = { $count ->
        [one] cold, once
       *[other] cold, { $count } times
    }
diary-sum-contrast = { $count ->
        [one] warm and cold, once
       *[other] warm and cold, { $count } times
    }
diary-sum-massage = { $count ->
        [one] massage, once
       *[other] massage, { $count } times
    }

## By hand

diary-change = Change
diary-change-title = Change: { $name }, { $time }
diary-turn = Turn { $nth }
diary-on-at = On at
diary-off-at = Off at
diary-began = Began at
diary-ended = Ended at
diary-right-after = How was it right after?
diary-note = Note
diary-optional = If you like
diary-keep-change = Keep the change
diary-delete = Delete
diary-as-it-was = Leave it as it was
diary-change-limits = Your diary changes. What counts for the limits never gets less.
diary-add = Add what you did
diary-what = What
diary-minutes = Minutes
diary-with = With what
    .hint = For ice and warmth, if you like
    .none = Not said
diary-add-it = Add it
diary-add-limits = Ice and warmth that you add count for the limits of today. They move your plan, too.
diary-day-note = Note of the day
diary-keep-note = Keep the note
diary-note-kept = Your note is kept.

felt-easier = Easier
felt-same = The same
felt-worse = Worse
felt-none = Not said
felt-ask = { $routine }: how was it right after?
felt-close = Not now

## The pain record

pain-record = What Lumbar may ask
    .why = Both are off until you switch them on. Rating pain each day may slow you down, so Lumbar asks little.
pain-record-felt = Ask how it felt right after
    .lead = Easier, the same or worse. At most after one time in three.
pain-record-week = Ask once a week how much it stopped you
    .lead = One question on this page, at the end of the week.
pain-record-on = Switch on
pain-record-off = Switch off

week-question = How much did your back stop you this week?
week-not-at-all = Not at all
week-a-little = A little
week-some = Some
week-a-lot = A lot
week-completely = Completely
week-two-worse = Your back has stopped you more, two weeks in a row. Please see a doctor, a nurse or a physiotherapist about it. You need not write down more.
week-activity = One thing you want to do again
week-went = How did that go?
week-keep = Keep the answer

## What is not taken

diary-field-from = the time it began
diary-field-until = the time it ended
diary-field-minutes = the minutes
diary-field-note = the note
bad-entry-ahead = Please look at { $field }: that is still to come.
bad-entry-no-time = Please look at { $field }: it must end after it began.
bad-entry-too-long = Please look at { $field }: { $most } is the most that can be written down at once.
bad-entry-too-long-ago = Please look at { $field }: that is more than ten years ago.
bad-entry-overlaps = Please look at { $field }: from { $from } to { $until } there is something in your diary already.
bad-entry-note = Please look at { $field }: { $most } letters are the most.
bad-entry-times = This entry has { $has ->
        [one] one time
       *[other] { $has } times
    } on and off. Please fill in each.
bad-entry-goes-on = This goes on now. You can change it when it is over.
bad-entry-unknown = This is not in your diary any more.
bad-entry-clock = Please look at { $field }: “{ $said }” is no time of day. Write it like 18:20.
bad-entry-number = Please look at { $field }: “{ $said }” is no number of minutes.
diary-no-day = “{ $asked }” is no day. A day is written like 2026-11-18.
diary-unreadable = Your diary could not be read just now ({ $why }). Nothing is lost. Please try again in a moment.

undo-said-diary-added = You added this by hand.
undo-said-diary-changed = You changed an entry.
undo-said-diary-deleted = You deleted an entry. For the limits it still counts.
undo-do-diary-added = Undo: take it out again
undo-do-diary-changed = Undo: as it was before
undo-do-diary-deleted = Undo: keep the entry

## The command line

cli-log-line = { $day } { $times }  { $name }. { $said } (no. { $number })
cli-log-empty = Nothing is written down yet.
cli-log-added = It is in your diary. “lumbar undo” takes it back, for two minutes.
cli-log-changed = It is changed. “lumbar undo” takes that back, for two minutes.
cli-log-deleted = It is deleted. For the limits it still counts. “lumbar undo” takes that back, for two minutes.
