# Routines of one's own: the page that makes one, the way in and out as a file, and why one is not taken.
#
# Arguments: $name, $other, $file, $folder, $id, $why, $what, $text, $tool, $limit, $rule, $step (a name, or a number where a line has it),
# $length (a length of time), $count, $line, $usual, $most, $parts, $whole, $version (numbers).

## Why one is not taken

why-line = Line { $line }: { $what }
why-step = Step { $step }: { $what }
why-line-step = Line { $line }, step { $step }: { $what }

routine-file-not-a-file = It is not a plain file.
routine-file-too-large = It is larger than 256 KB, and no routine needs that much.
routine-file-not-text = It is not plain text (UTF-8).
routine-file-too-many = Lumbar reads at most { $most } files. This one and those after it are left out.
routine-file-unreadable = It cannot be read ({ $why }).
routine-file-not-yours = It belongs to someone else on this computer.
routine-file-relative = Write the whole path, from the top: /home/you/my-routine.toml
routine-file-no-path = Type the path of a file first.
routine-file-changed = The file { $file } is not the one this page began with. Somebody has changed it, or taken it away. What you typed is still here. Open “As it is now” to see the other one.
routine-file-there = There is a file { $file } already, and it is left as it is.
routine-file-unwritable = It could not be written to { $file } ({ $why }). What was there stays as it was.
routine-file-gone = There is no routine of yours with the name “{ $name }”.

routine-bad-unreadable = This is not what a routine file has there: { $why }
routine-bad-newer = The file was made by a newer Lumbar (version { $version }). Get that one first.
routine-bad-too-many = It names more than 32 supplies, packs, cautions, warnings or sources.
routine-bad-text = “{ $text }” cannot be a name in it. A name has at most 80 letters, and each of them can be seen.
routine-bad-no-title = Give it a name.
routine-bad-title = “{ $name }” cannot be its name. A name has at most 60 letters, and each of them can be seen.
routine-bad-misleading = “{ $name }” looks too much like “{ $other }”, which is another routine. Choose a different name.
routine-bad-name = “{ $name }” cannot be the id of a routine. Use small letters, digits and dashes, at most 40.
routine-bad-taken = There is a routine “{ $name }” already. Give this one another id.
routine-bad-lengths = The lengths must rise, and the usual one must be among them. They belong to one thing on the body, or to plain movement.
routine-bad-turns = It has { $usual } turns as usual and { $most } at most. Both must be 1 to 10, and the usual number not the larger one.
routine-bad-no-steps = It has no step yet. Add one.
routine-bad-steps = It has { $count } steps. A routine has 1 to 64.
routine-bad-no-tool = Say what presses: hands, a roller, or balls. Some people must leave one of them out.
routine-bad-massage-step = This step is a massage. The kind must be Massage, and what presses must be: { $tool ->
    [hands] hands
    [roller] a roller
    [floor-balls] balls on the floor
    [wall-balls] a ball on the wall
   *[other] { $tool }
}.
routine-bad-not-everyday = This step is not for every day. So Lumbar asks about your health first, and the line “everyday” must go.
routine-bad-length = A step lasts from 1 second to 8 hours, and its parts lie within it.
routine-bad-checks = The looks at your skin come one after the other, before the end.
routine-bad-segments = The parts add up to { $parts } seconds, not to { $whole }.
routine-bad-beats = It needs a length or cues, not both, and at least one round.

routine-over = { $limit ->
    [still-cold-most] { $length } is the most for an ice pack.
    [ice-massage-hard] { $length } is the most for an ice massage.
    [bottle-most] { $length } is the most for a hot water bottle.
    [pad-low-most] { $length } is the most for a heating pad.
    [gel-most] { $length } is the most for a warm gel pack.
    [towel-most] { $length } is the most for a warm towel.
    [wrap-most] { $length } is the most for a heat wrap.
    [bath-most] { $length } is the most for a warm bath.
    [tub-most] { $length } is the most for a hot tub.
    [sauna-most] { $length } is the most for a sauna or steam bath.
    [shower-most] { $length } is the most for a warm and cool shower.
    [cold-off] Skin rests { $length } between two times of ice. Put a rest before this step.
    [heat-off] Skin rests { $length } between two times of warmth. Put a rest before this step.
    [heat-cold-apart] Between warm and cold come { $length }. Put a rest before this step.
    [skin-first-by] The first look at your skin comes after { $length } at the latest, and not right at the start.
    [skin-first-by-wrap] The first look under a wrap comes after { $length } at the latest.
    [skin-every] From one look at your skin to the next, or to the end, { $length } is the most.
    [skin-every-wrap] From one look under a wrap to the next, or to the end, { $length } is the most.
    [cold-per-day] { $count } turns of ice are the most for one day, and this is more.
    [heat-per-day] { $count } times of warmth are the most for one day, and this is more.
   *[other] This is over the limit { $limit } of safety rule { $rule }.
}

## Lists

mine-mark = Yours
mine-make = Make a routine of your own
mine-import = Bring one in from a file
mine-copy = Make your own from this
mine-change = Change
mine-export = Save as a file
mine-delete = Delete
mine-command = On the command line it is called { $id }.

## The editor

edit-new = A routine of your own
    .lead = Start empty, or take a built-in one and change it. The limits hold here as well.
edit-change = Change your routine
edit-copied = A copy of “{ $name }”. That one stays as it is.
edit-begin = Start from
edit-begin-empty = An empty one
edit-begin-go = Start from this
edit-about = About it
edit-name = Name
edit-short = One line about it
    .hint = For lists
edit-kind = Kind
edit-tool = What presses
edit-tool-none = Nothing
edit-tool-hands = Hands
edit-tool-roller = A roller
edit-tool-floor-balls = Balls on the floor
edit-tool-wall-balls = A ball on the wall
edit-picture = Its picture
edit-picture-usual = As the routine
edit-turns = Turns as usual
edit-turns-most = Turns at most
edit-needs = What you need
edit-needs-more = More to choose from
edit-needs-other = Something else
    .hint = With a comma between two things
edit-steps = Steps
    .note = in this order
edit-step-number = Step { $step }
edit-step-new = New step
edit-called = What it is called
edit-on-for = On for
edit-checks = Look at your skin after
    .hint = Such as 5, 15
edit-optional = You may leave it out
edit-at-least = At least
edit-how-long = How long
edit-cue-none = No cue
edit-cue-for = For
edit-cue-add = Add a cue
edit-cue-nth = Cue { $count }
edit-reps = Rounds
edit-sides = Sides
edit-sides-none = No sides
edit-sides-both = One side, then the other
edit-sides-turn = Left and right in turn
edit-sides-left = Left only
edit-sides-right = Right only
edit-step-picture = Picture
edit-min = min
edit-sec = s
edit-up = Up
edit-down = Down
edit-out = Take out
edit-add = Add a step
edit-add-go = Add
edit-add-own = In your own words
edit-add-move = A step of movement
edit-add-rest = A rest with nothing on
edit-see = What will happen
edit-see-not = This shows when the lengths can be read.
edit-check = Check it
edit-save = Keep this routine
edit-as-kept = As it is now
edit-cancel = Leave it as it was
edit-note = The limits are checked again each time it starts.
edit-problems = { $count ->
    [one] One thing keeps it from being used
   *[other] { $count } things keep it from being used
}
    .note = Nothing that you typed is lost.
edit-problem = { $step }: { $what }
edit-bad-length = “{ $text }” is no length. Write it like 20, 2:30 or 90 s.
edit-bad-checks = “{ $text }” is no list of times. Write it like 5, 15.
edit-bad-number = “{ $text }” is no number from 1 to { $most }.
edit-bad-title = Say what this step is called.
edit-bad-kind = Choose a kind.

## Files

import-title = Bring a routine in
    .lead = A routine can come as a small file, from a friend or from your other computer. Lumbar reads it and checks every limit. If one is broken, nothing changes.
import-path = Path of the file
    .hint = Such as /home/you/my-routine.toml
import-go = Bring it in
import-choose = Choose the file …
import-folder = Your own routines lie in { $folder }. What you put there is read as well.
import-refused = { $file } was not taken. { $why }
import-done = “{ $name }” is one of your routines now.
import-others = It holds { $count ->
    [one] a line
   *[other] lines
} that this Lumbar does not know: { $text }. They stay in the file.
export-title = Save as a file
    .lead = “{ $name }” as a file that you can give away or keep. It says nothing about you.
export-path = Path of the new file
    .hint = Such as /home/you/{ $file }
export-go = Save it
export-done = It is saved as { $file }.
delete-title = Delete “{ $name }”?
    .lead = Its file goes, and it is no longer offered. What you did with it stays in your history.
delete-running = It is on now, and goes on until it ends.
delete-planned = Your plan names it. Such lines stay in the plan, and nothing happens for them.
delete-go = Delete it
delete-keep = Keep it

## The command line

cli-routine-bad = { $file } is not taken. { $why }
cli-routine-saved = Saved as { $file }.
cli-routine-delete = This deletes “{ $name }” and its file { $file }. Say it again with --yes.
cli-routine-deleted = “{ $name }” is deleted.
cli-routine-not-own = { $id } is built in. Only routines of your own can be deleted.
