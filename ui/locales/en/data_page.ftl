### “Your data”: where it is, what can be taken along, reading it back, deleting it; and “lumbar export”, “import”, “delete”.
#
# Arguments: $file, $folder, $size, $part, $place, $why, $says, $has, $nth, $line, $version, $most (names and words), $count (a number).

data-title = Your data
data-lead = It is in one folder that only you can open. Nothing leaves this computer.
data-where = Where it is
data-where-data = Diary, plan, answers and settings
data-where-copies = Daily copies, the last two, in the same folder
data-where-routines = Your own routines
data-where-log = Log, without health words
data-size = { $size } MB
data-take = Take it with you
    .lead = Each is a copy. It does not change with your diary.
data-json = Everything
    .hint = Diary, plan, answers, settings and your own routines. Lumbar can read it back.
data-csv = The diary as a table
    .hint = One line for each session, for a spreadsheet.
data-ics = The next 14 days
    .hint = Your plan as events for a calendar. With discreet texts on, they say only “Lumbar”.
data-file = Into this new file
data-file-from = From this file
data-write = Write
data-choose = Choose where …
data-read = Read a file back
    .hint = All of it or nothing. It takes the place of what is here now, which Lumbar copies first.
    .file = From this file
    .go = Read it
    .choose = Choose a file …
data-read-title = Read this file back?
    .lead = It takes the place of your diary, plan, answers and settings.
    .copy = Lumbar first keeps a copy of what is here now.
    .limits = What counts for your limits stays, and what the file has is added.
    .yes = Yes, read it back
data-delete = Delete everything
    .hint = Diary, plan, answers and settings.
    .go = Delete …
data-delete-title = Delete everything?
    .lead = Your diary, plan, answers, settings and own routines are deleted, with all copies in the folder. Nothing brings them back.
    .stays = What keeps your skin safe stays. That is when ice or warmth was on in the last eight days, and what is closed now. A warning sign that stands stays too.
    .first = You can take everything with you first.
    .yes = Yes, delete everything
data-no = No, leave it all as it is
data-done-json = Everything is in { $file }. Keep it where only you can read it.
data-done-csv = { $count ->
        [one] 1 session is in { $file }.
       *[other] { $count } sessions are in { $file }.
    }
data-done-ics = { $count ->
        [one] 1 event is in { $file }. It is a copy, and does not follow your plan.
       *[other] { $count } events are in { $file }. They are a copy, and do not follow your plan.
    }
data-done-import = { $count ->
        [one] It is read back, with 1 session.
       *[other] It is read back, with { $count } sessions.
    }
    .before = What was here before is in { $file }.
data-done-delete = Everything is deleted.
data-delete-unsaved = The disk did not take it, so it comes back when Lumbar starts again. Your routine files are still there. Please make room on the disk, and delete once more.
data-not-now = Nothing was changed.
data-open = Your data
    .hint = Where it is, taking it with you, reading it back, deleting it.
    .link = Your data

## Why it is not written

export-no-name = Please write the whole name of a file, from the first folder on.
export-there = { $file } is there already, and stays as it is. Please name another file.
export-no-folder = There is no folder { $folder }. Nothing was written.
export-closed = Lumbar may not write to { $folder }. Please name another folder.
export-full = The disk is full, so { $file } was not written.
export-other = { $file } was not written: { $why }
export-data = Nothing was written: { $why }
export-no-plan = You follow no plan, so there are no days to write down.

## Why it is not read back

import-no-name = Please write the whole name of the file, from the first folder on.
import-unreadable = { $file } cannot be read: { $why }
import-too-large = The file is larger than { $most } MB, so it is none of Lumbar’s. Nothing was changed.
import-foreign = This is not a file with everything that Lumbar wrote. Nothing was changed.
import-newer = A newer Lumbar wrote this file (form { $version }). Nothing was changed. Please install that one first.
import-form = { $place }: it cannot be read ({ $why }). Nothing was changed.
import-bad = { $place }: { $why } Nothing was changed.
import-missing = The part “{ $part }” is missing, so the file is not whole. Nothing was changed.
import-counts = The file says that “{ $part }” has { $says }, and there are { $has }. It is not whole. Nothing was changed.
import-data = It cannot be put beside your data: { $why }. Nothing was changed.
import-not-kept = What is here now could not be copied first, so nothing was changed. { $why }
import-routines = Your own routines could not be written: { $why }. Nothing was changed.
import-line = Line { $line }, { $part }
import-nth = { $part }, no. { $nth }
import-odd-twice = it is there twice.
import-odd-time = this time cannot be.
import-odd-backwards = it ends before it begins.
import-odd-too-long = it is longer than it can have been.
import-odd-sums = the numbers do not fit together.
import-odd-signs = it has hidden signs.
import-odd-length = it is too long.
import-odd-too-many = there are too many.
import-odd-value = it is no value of this setting.
import-odd-file-name = it is no name for a file of a routine.
import-odd-number = it is no number of a session.
import-odd-hours = these are no such hours.
import-odd-plan = the plan is not sound.
import-odd-agreed = it agrees to more days than one can.

## Events of a calendar

calendar-copy = A copy from Lumbar. It does not follow changes.
calendar-discreet = Lumbar

## The command line

cli-import-ask = It takes the place of your diary, plan, answers, settings and own routines. Lumbar first keeps a copy of what is here now. Go on? [y/N]
cli-import-not = Nothing was changed. “--yes” reads it back without asking.
cli-delete-ask = Your diary, plan, answers, settings and own routines are deleted, with all copies in the folder of Lumbar. Nothing brings them back. What keeps your skin safe stays. Go on? [y/N]
cli-delete-not = Nothing was deleted. “--yes” deletes without asking.
cli-delete-what = Please say what: “lumbar delete --everything”. One record goes with “lumbar log delete NUMBER”.
