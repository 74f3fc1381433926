; All that the installer and the uninstaller say: plain and short, as Lumbar itself speaks.

!define SAY_WELCOME "Lumbar for your low back"
!define SAY_WELCOME_TEXT "Lumbar tells you when to put ice or warmth on your back, and when to take it off.$\r$\n$\r$\nIt is set up for you alone. No administrator is needed, and nothing leaves this computer.$\r$\n$\r$\nPress Install to begin."
!define SAY_DONE "Lumbar is ready"
!define SAY_DONE_TEXT "You find Lumbar in the Start menu.$\r$\n$\r$\nIt stays near the clock, so that it can tell you when time is up."
!define SAY_OPEN "Open Lumbar"

!define SAY_OLD_WINDOWS "Lumbar needs Windows 10 or 11. Nothing was changed."

!define SAY_ASKING "Lumbar is asked to end, which it does when nothing is on your body."
!define SAY_NOT_ENDED "Lumbar was not ended. It says:"
!define SAY_NOT_ENDED_NEXT "Press Retry when that is done. With Cancel all stays as it is."
!define SAY_NOTHING_CHANGED "Nothing was changed."
!define SAY_IN_USE "A part of Lumbar is still open. Close its window, and any terminal that runs it. Then press Retry. With Cancel all stays as it is."
!define SAY_STARTED_AGAIN "Lumbar was running before, so it is started again."

!define SAY_NO_WEBVIEW "Lumbar shows its pages with Microsoft Edge WebView2. This computer does not have it yet.$\r$\n$\r$\nIt is free, and Microsoft offers it on a page of its own. Lumbar reminds you without it as well, but its window does not open."
!define SAY_NO_WEBVIEW_ASK "Open Microsoft’s page now?"

!define SAY_REMOVE "Take Lumbar off this computer"
!define SAY_REMOVED "Lumbar is gone. Your diary and your settings stay in this folder, in case you come back:"
