### What the window says by itself, when the background program does not answer.

window-unreachable = Lumbar cannot be reached
window-unreachable-care = Do not count on a reminder until it runs again. Is a pack on your body? Watch the clock yourself, and take it off in time.
window-again = Try again
window-go-on = Go on

window-not-found = The program “{ $program }” is not beside this window, nor where programs are kept. Install Lumbar again to put it back.
window-not-run = Lumbar’s timer could not be run: { $why }.
window-mute = Lumbar’s timer did not say why it could not start.
window-too-slow = Lumbar’s timer did not start within { $seconds } seconds.
window-no-answer = Lumbar’s timer says that it runs, but it does not answer.
window-unsure = Lumbar’s timer stopped just as it was about to answer. It runs again now. Your last press may not have been taken: look before you press again.
window-silent = Lumbar’s timer took too long to answer. Your last press may have counted: look before you press again.
window-foreign-program = Someone else’s program answers here in Lumbar’s place. Nothing was sent to it.
window-other-version = This window and Lumbar’s timer do not match: one of them is older. Please close this window and open Lumbar again.
window-foreign = Only Lumbar’s own pages may ask here.
window-astray = Lumbar’s timer gave an answer that this window cannot follow.
window-no-desktop = Lumbar’s window needs a desktop, and none was found here. “lumbar status” works without one.
window-no-webview = Lumbar’s window needs Microsoft Edge WebView2, and this computer does not have it. It is free on Microsoft’s own page. Without it, Lumbar still reminds you.
window-save = Where should it be kept?
window-open = Which file should be read?
