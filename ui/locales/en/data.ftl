### Why the data cannot be used or saved: said on Today, in notifications and on the command line.

data-folder = the folder { $path } cannot be used ({ $why })
data-not-writable = nothing can be written to { $path }
data-full = the disk is full
data-damaged = the file { $path } is damaged
data-newer = a newer Lumbar wrote it
data-busy = another program holds the file { $path }
data-moved = the folder { $path } was moved or replaced; put it back
data-silent = the disk does not answer
data-other = { $why }
