### What pages say. One place for each text.

## Lengths and times
duration-hours = { $n } h
duration-minutes = { $n } min
duration-seconds = { $n } s
duration-under-a-minute = under 1 min
time = { $hour }:{ $minute }
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
kind-stretch = Stretch
