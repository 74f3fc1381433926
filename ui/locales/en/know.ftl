# Good to know: cards without a timer. know-CARD is the title, know-CARD-N its lines in order, know-CARD-last what stands at the end.

know-title = Good to know
    .lead = Four things that help many people with a sore back. Nothing to start, nothing to time.
know-link = Good to know: pain that eases, moving, and how to lie at night
know-from = Where this comes from

know-eases = Most back pain eases
know-eases-1 = Most spells of low back pain get a good deal better within a few weeks.
know-eases-2 = Ups and downs are normal. In one study, nine of ten people had a flare. Most flares were over within a day.
know-eases-3 = It may come back one day. That does not mean that something is broken. People who walk to a plan stay free of it for longer.
know-eases-last = No better after four to six weeks, or getting worse? Book a visit.

know-hurt = Hurt is not harm
know-hurt-1 = Your back is strong. Moving is good for it, even when it hurts a little.
know-hurt-2 = Keep up what you can: walk, work, play. Do a little, rest a little, then do a little more.
know-hurt-3 = A bit more pain that settles within a day is fine. Still worse the next morning? Do less for a day or two, then try again.
know-hurt-last = Weak legs, numbness between your legs, or trouble peeing is not that kind of hurt. Get help now.
    .link = Look at the warning signs

know-sleep = How to lie at night
know-sleep-1 = There is no one right way. Try these and keep what feels best. To turn over in your sleep is fine.
know-sleep-side = On your side
    .do = Knees a little bent, a pillow between them.
know-sleep-back = On your back
    .do = A thick pillow under both knees.
know-sleep-front = On your front
    .do = A flat pillow under your belly and hips.
know-sleep-last = Take off ice, bottle and pad before you sleep. Pregnant for more than 16 weeks? Your side is best.

know-stiff = Stiff in the morning, for long?
know-stiff-1 = Some back pain comes from joints that are inflamed. Doctors can do a lot for it, and it is often found late. Does most of this fit you?
know-stiff-sign-1 = It began before you were 45, and has lasted more than 3 months.
know-stiff-sign-2 = Your back is stiff in the morning, for more than half an hour.
know-stiff-sign-3 = Moving makes it better, and rest does not.
know-stiff-sign-4 = It wakes you in the second half of the night.
know-stiff-last = Then book a visit, and tell the doctor these things in these words.
