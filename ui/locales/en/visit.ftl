# The page for a visit: one sheet for a doctor, nurse or physiotherapist.
#
# Arguments: $period, $day, $column, $length, $over, $routine, $said, $word, $counts, $activity, $written, $year (words),
# $count, $least, $most, $letters (numbers).

visit = Page for a visit
visit-lead = One sheet to give to a doctor, nurse or physiotherapist.

## The form

visit-which = Which weeks
visit-span-4-weeks = Last 4 weeks
visit-span-12-weeks = Last 12 weeks
visit-span-all = Since it began
visit-span-own = From one day to another
visit-from = From
visit-to = To
visit-days-hint = Days are written like 2026-11-27.
visit-bad-date = “{ $written }” is not a day. A day is written like 2026-11-27. Here are the last 4 weeks.
visit-bad-order = The last day comes before the first one. Here are the last 4 weeks.
visit-bad-ahead = “{ $written }” is still to come. Here are the last 4 weeks.
visit-what = What goes on it
visit-part-questions = My questions
visit-part-function = What I can do
visit-part-skin = Skin, and too long on
visit-part-done = What I did
visit-part-felt = How it felt after
visit-part-notes = Notes of my days
visit-part-health = Health answers
visit-questions = Your questions
visit-questions-hint = One a line. Three fit on the page. They are not kept.
visit-too-much = Only { $most } questions fit, each up to { $letters } letters. What is too much is left off the page, not out of this box.
visit-show = Show again
visit-print = Print
visit-print-hint = If nothing opens, press Ctrl and P together.

## The sheet

visit-title-4-weeks = Low back: four weeks at home
visit-title-12-weeks = Low back: twelve weeks at home
visit-title-all = Low back: all my days at home
visit-title-own = Low back: my days at home
visit-kept = { $period }. Kept at home with Lumbar. Printed { $day }.
visit-name = Name
visit-born = Born
visit-my-questions = My questions today
visit-nothing = Nothing was written down in these weeks.
visit-how-much = “How much did your back stop you?”
visit-own = My own measure
visit-own-named = My own measure: { $activity }
visit-join = {", "}
visit-count-of = { $word } { $count }
visit-all-weeks = All { $count } answers: { $counts }.
visit-walk-week = Walking, minutes a week
visit-walk-month = Walking, minutes a month
visit-walk-quarter = Walking, minutes in three months
visit-walk-year = Walking, minutes a year
visit-column-of = { $column }: { $length }
visit-until = to { $year }
visit-know = To know about
visit-skin = Skin:
visit-skin-none = it was always fine when I was asked.
visit-skin-event = { $day }, { $routine }: { $said }
visit-skin-red = very red, sore or numb
visit-skin-bad = white or blistered
visit-over = Too long on:
visit-over-none = never.
visit-over-event = { $day }, { $routine }: { $length }, { $over } over the limit
visit-more = ; and { $count } more
visit-times = { $count ->
        [one] once
       *[other] { $count } times
    }
visit-signs = Warning signs:
visit-health = Health answers:
visit-health-none = nothing ticked.
visit-done-week = What I did, by week from
visit-done-month = What I did, by month
visit-done-quarter = What I did, by three months
visit-done-year = What I did, by year
visit-did-walk = Walking, minutes
visit-did-move = Up and move, times
visit-did-stretch = Exercises on the mat, times
visit-did-heat = Warm, times
visit-did-cold = Cold, times
visit-did-contrast = Warm and cold, times
visit-did-massage = Massage, times
visit-easier = Easier
visit-same = Same
visit-worse = Worse
visit-asked = Answers
visit-few = fewer than { $least } answers
visit-notes = My notes
visit-foot = Counts, not proof. Lumbar asks after about one time in three, and people start when it hurts most. No pain scores were kept. Lumbar is not a medical device.
visit-why = One page, on purpose
visit-why-order = A visit is short. What you can do comes first, then what your skin did, then what you did.
visit-why-no-curve = There is no pain curve. Daily scores went with slower recovery in one small study, and rows of numbers are not read.
visit-why-name = Your name is not in Lumbar. Write it on the paper.
