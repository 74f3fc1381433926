# The questions before a first start, as the terminal asks them. $routine: its name on the command line, $options: words to add.

questions-none = Nothing is asked before this. Begin with: lumbar start { $routine }
questions-how = If none of this is so, answer: lumbar questions { $routine } { $options }
questions-how-signs = If one of the signs is there, say --signs emergency. If you are not sure, say --signs unsure.
questions-how-told = If something is true of you, name its words: --told clot numb
questions-how-adult = --adult says that you are 18 or older, or that an adult is with you.
questions-odd = “{ $word }” is not one of these: { $words }.
questions-add = Answer it in the window, or see: lumbar questions { $routine }
# Said aloud, or not, at the end of a command.
aloud-off = Not said aloud: the voice is off. “lumbar settings set voice on” switches it on.
