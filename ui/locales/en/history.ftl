# What was done, by week, month and year.
#
# Arguments: $count, $days, $all, $easier, $same, $worse, $least, $turns, $day (numbers), $length, $line, $most, $from, $until,
# $period, $month, $year, $weekday, $time, $routine, $done, $kinds (words).

nav-history = History

## Days and months, short

weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
history-day = { $day } { $month }
history-day-short = { $day } { $month }
history-day-line = { $weekday } { $day }
history-span = { $from } to { $until }
history-span-short = { $from } – { $until }
history-days-short = { $from } – { $until } { $month }
history-month-of-year = { $month } { $year }
history-months = { $from } to { $until }

## The top of a page

history = History
history-title = { $period }, history
history-periods = How much at a time
history-neighbours = Before and after
history-week = Week
history-month = Month
history-year = Year
history-now-week = This week
history-now-month = This month
history-now-year = This year
history-before = { $period }
    .label = Before: { $period }
history-after = { $period }
    .label = After: { $period }
history-bad = “{ $asked }” is no week, month or year that History can show. A month is written like 2026-11.
history-unreadable = Your diary could not be read just now ({ $why }). Nothing is lost. Please try again in a moment.

## Kinds

history-kind-walk = Walk
history-kind-move = Up and move
history-kind-stretch = On the mat
history-kind-heat = Warm
history-kind-cold = Cold
history-kind-contrast = Warm and cold
history-kind-massage = Massage
history-key-walk = Walk, in minutes
history-form-move = low and round
history-form-stretch = square
history-form-heat = tall and round
history-form-cold = tall and square
history-form-contrast = round above, square below
history-form-massage = a dot

## What a day held

history-join = {"; "}
history-did-nothing = nothing
history-did-walk = walked { $length }
history-did-move = { $count ->
        [one] up and move once
       *[other] up and move { $count } times
    }
history-did-stretch = { $count } on the mat
history-did-heat = { $count } warm, { $length }
history-did-cold = { $count } cold, { $length }
history-did-contrast = { $count } warm and cold, { $length }
history-did-massage = { $count ->
        [one] 1 massage
       *[other] { $count } massages
    }
history-brief-walk = { $length } walked
history-brief-move = { $count } up and move
history-brief-stretch = { $count } on the mat
history-brief-heat = { $count } warm
history-brief-cold = { $count } cold
history-brief-contrast = { $count } warm and cold
history-brief-massage = { $count ->
        [one] 1 massage
       *[other] { $count } massages
    }
history-record = { $time } { $routine }, { $length }
history-to-come = to come

## The month

history-calendar = { $month }. Each day leads to what was done on it.
history-calendar-head = { $month }, day by day
history-cell = { $month }: { $done }
history-cell-today = { $month }, today: { $done }

## The week

history-hours = Hour by hour
history-hours-table = What you did, with its times
history-table-day = Day
history-table-time = Time
history-table-what = What
history-table-long = How long

## The year

history-by-month = Month by month
history-by-month-label = Month by month, scrolls sideways
history-month-days = Days
history-month-walked = Walked
history-month-stopped = Stopped you, by week
history-months-before = { $months }: before your first day with Lumbar.
history-months-after = { $months }: still to come.

## Sums

history-sums-now = This month, so far
history-sums-month = { $period } in numbers
history-sums-since = { $period }, since { $day }
history-sums-this-week = This week, so far
history-sums-first-week = Your first week
history-sums-week = The week in numbers
history-sums-none = Nothing was done here.
history-sum-walk = { $all ->
        [one] walked, on { $days } of 1 day
       *[other] walked, on { $days } of { $all } days
    }
history-sum-move = { $count ->
        [one] time up and moving
       *[other] times up and moving
    }
history-sum-stretch = { $count ->
        [one] time on the mat
       *[other] times on the mat
    }
history-sum-heat = { $count ->
        [one] time warm
       *[other] times warm
    }
history-sum-cold = { $count ->
        [one] time cold
       *[other] times cold
    }
history-sum-contrast = { $count ->
        [one] time warm and cold
       *[other] times warm and cold
    }
history-sum-massage = { $count ->
        [one] massage
       *[other] massages
    }

## Charts

history-as-table = The same as a table
history-walking = Walking
history-walking-lead = Minutes a day. Weekends are shaded, a dot is a day without. There is no target.
history-walking-table = Minutes walked by day
history-limits = Cold and warm, against the limits
history-limits-table = Minutes of cold and warm by day
history-most = Most in a day:
history-chart-walk = Walking: minutes a day, { $period }
history-chart-cold = Cold: minutes on your back each day, { $period }
history-chart-heat = Warm: minutes on your back each day, { $period }
history-chart-none = Nothing on any day.
history-chart-desc = { $count ->
        [one] On 1 day: { $most } on { $day }.
       *[other] On { $count } days. The most on one day was { $most }, on { $day }.
    }
history-chart-line = The dashed line is at { $line } min.
history-limit-cold = { $line } min: { $turns } full turns. With the next one Lumbar tells you so. { $most } min is the most.
history-limit-heat = { $line } min: { $turns } full turns. With the next one Lumbar tells you so. { $most } min is the most.
history-without-wraps = Heat wraps are not in it. They have their own limit.

## How it felt

history-felt-head = How it felt right after
history-felt-lead = Your answers when Lumbar asked, about one time in three. People start when it hurts most, so some of it would have eased anyway.
history-answers = { $count ->
        [one] 1 answer
       *[other] { $count } answers
    }
history-felt = { $easier ->
        [0] none easier
       *[other] { $easier } easier
    }, { $same ->
        [0] none the same
       *[other] { $same } the same
    }, { $worse ->
        [0] none worse
       *[other] { $worse } worse
    }
history-felt-few = { $kinds }: too few to say. Counts show from { $least } answers.
history-easier = easier
history-same = the same
history-worse = worse

## How much it stopped you

history-ladder = How much your back stopped you
history-ladder-note = Your answers, once a week. Ups and downs are normal.
history-ladder-one = Your first answer here. One week says little; look again in a month.
history-own-measure = { $activity }: { $went }
history-stopped-not-at-all = Not at all
    .within = not at all
history-stopped-a-little = A little
    .within = a little
history-stopped-some = Some
    .within = some
history-stopped-a-lot = A lot
    .within = a lot
history-stopped-completely = Completely
    .within = completely

## By kind

history-by-kind = By kind
history-kind = Kind
history-times = Times
history-in-all = In all

## For a visit, and nothing yet

history-visit = Seeing someone about it?
history-visit-lead = One page to print: what you can do, what you did, what your skin did, and your own questions.
history-visit-link = Page for a visit
history-empty = Nothing here yet
history-empty-lead = After your first walk, stretch, or turn of warm or cold, this page shows what you did, day by day.
history-empty-calm = It counts; it does not score. Pain is not asked for unless you switch that on.
history-empty-start = Start something
history-empty-add = Add what you did before
