# What is told beside a start that was pressed outside of a page. It asks nothing and stops nothing.

program-told = Before you begin: { $routine }
program-told-discreet = Lumbar has a note for you
    .body = It is about what you have just begun. Open Lumbar to read it.
