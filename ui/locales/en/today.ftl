### Today: what comes next in the plan, and help first.

upnext-next = Next in your plan
upnext-due = Now in your plan
upnext-in = in { $left }
upnext-start = Start now
upnext-moved = It moved: { $why }.
today-limits = All limits
today-add = Add what you did
today-sign = Get help first
    .lead = There is nothing to start for now. Lumbar keeps your answer, and opens again when you change it on the Safety page.
