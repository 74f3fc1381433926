### What the window says by itself, when the background program does not answer.

window-unreachable = Lumbar cannot be reached
window-unreachable-care = Until it runs again, do not count on a reminder. If a pack is on your body, keep an eye on the clock yourself and take it off in time.
window-again = Try again
window-go-on = Go on

window-not-found = The program “{ $program }” was not found beside this window or on the search path. Installing Lumbar again puts it back.
window-not-run = Lumbar’s background program could not be run: { $why }.
window-mute = Lumbar’s background program did not say why it could not start.
window-too-slow = Lumbar’s background program did not start within { $seconds } seconds.
window-no-answer = Lumbar’s background program says that it runs, but it does not answer.
window-unsure = Lumbar’s background program stopped while it was answering. It runs again now, but your last press may not have been taken: please look before you press again.
window-silent = Lumbar’s background program took too long to answer. Your last press may have counted: please look before you press again.
window-foreign-program = A program of another user answers in the place of Lumbar’s background program, so nothing was sent to it.
window-other-version = This window and Lumbar’s background program are of different versions. Please close this window and open Lumbar again.
window-foreign = Only Lumbar’s own pages may ask here.
window-astray = Lumbar’s background program gave an answer this window cannot follow.
window-no-desktop = Lumbar’s window needs a desktop, and none was found here. “lumbar status” works without one.
