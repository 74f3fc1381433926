# Safety: the rules, first aid, and "warm or cold?".
#
# rule-NAME is what a rule says against a start; .label names its number in a list. Arguments: $value (a length in words, or a
# number), $until (the time from which it is possible), $about (a name), $force (hard, warning, clinician). Where $until does not
# stand in the sentence, faces add it.

## Rules: what each is for, for the Safety page

rule-title-R1 = Cold has a longest time
rule-title-R2 = After cold comes a break
rule-title-R3 = Turns of ice are counted by the day
rule-title-R4 = After a few turns in a row comes a longer break
rule-title-R5 = Ice massage is short
rule-title-R6 = Every kind of warmth has a longest time
rule-title-R7 = Between two times of warmth comes a break
rule-title-R8 = Warm and cold are not on together
rule-title-R9 = Cloth comes between, each time
rule-title-R10 = Your skin is checked
rule-title-R11 = Your answer about the skin counts
rule-title-R12 = Only while you are awake
rule-title-R13 = Only on whole skin that can feel
rule-title-R14 = What you told Lumbar about your health counts
rule-title-R15 = No warmth on a fresh swelling or bruise
rule-title-R16 = Warning signs come first
rule-title-R17 = After ice, muscles react slowly
rule-title-R18 = Pause is not “off”
rule-title-R19 = “Take it off” cannot be snoozed
rule-title-R20 = You may always stop
rule-title-R21 = Every routine keeps these limits
rule-title-R22 = Made for adults
rule-title-R23 = No better? See someone

rule-about-R1 = The clock can be made shorter, never longer. Ice that stayed on far too long has injured people, even with a towel between.
rule-about-R2 = The break is as long as the ice was on. It counts from the moment you say “It is off”. Longer is better.
rule-about-R3 = Your day begins when your bed hours end, or at 5 in the morning.
rule-about-R4 = Blood flow in the skin stays low for a while after it feels warm again.
rule-about-R5 = The ice touches the skin, so it keeps moving and is over soon.
rule-about-R6 = Warmth can burn slowly, even on low. A wrap has a limit of its own, as its maker says.
rule-about-R7 = The break is as long as the warmth was on. Health services say two hours or more.
rule-about-R8 = One thing at a time. Between warm and cold come a few minutes and a look at your skin.
rule-about-R9 = The start button says it: cloth between, skin fine, it is on.
rule-about-R10 = A wrap only reminds you, in silence. Nobody sees their own low back. Feel with your hand, use a mirror, or ask a helper.
rule-about-R11 = Fine: go on. Very red, sore or numb: this turn ends. White or blistered: it ends. Then ice and warmth both wait for a day, because the skin is hurt. You can correct your answer for ten minutes.
rule-about-R12 = People have been badly hurt because they fell asleep with it on. Sitting up awake with the lamp on is fine.
rule-about-R13 = Without feeling you cannot notice harm.
rule-about-R14 = Lumbar says what to leave out, what to ask about first, and what is fine.
rule-about-R15 = Sources disagree here. Lumbar warns, and you decide.
rule-about-R16 = Some signs need a doctor, not a timer. The second list stops nothing; it is advice.
rule-about-R17 = A short walk warms them up. Lumbar asks only before the roller and balls on the floor.
rule-about-R18 = As long as it is on your body, the clock goes on.
rule-about-R19 = There is no snooze for it. Warmth can be made longer only up to its limit.
rule-about-R20 = You can always stop, shorten or skip: one press, no questions.
rule-about-R21 = Also routines that you make or take from others. A routine that breaks a limit is turned down with the reason, and never changed in silence.
rule-about-R22 = Adults only is our own choice. One guideline behind Lumbar begins at 16.
rule-about-R23 = After a week of wraps, or four weeks of pain, it is time to see someone.

## Rules: sentences and numbers

rule-still-cold-most = An ice pack stays on for { $value } at most.
    .label = Ice pack, longest
rule-skin-every = The skin is felt again at least every { $value } under something warm.
    .label = Between two skin checks, at most
rule-skin-every-wrap = The skin is felt again at least every { $value } under a wrap.
    .label = Between two skin checks of a wrap, at most
rule-cold-off-soft = NHS leaflets say wait { $value }: best from { $until }. You can go on now if you want to.
    .label = Break after ice at a calm pace, advised
rule-R18-pause = A pause does not take it off your skin, so the clock runs on. Take it off instead: that is always right.
rule-R19-cold = 20 minutes is the most for ice. Please take it off now.
rule-cold-off = Your skin rests from ice for { $value }. Ice again from { $until }.
    .label = Break after ice: as long as it was on, at most
rule-cold-off-least = The break after ice is { $value } or more.
    .label = Break after ice, least
rule-false-start = Ice that was on for less than { $value } counts as no turn and needs no break.
    .label = Ice taken off at once, no turn
rule-cold-per-day = { $value } turns of ice are the most for one day, and this would be more.
    .label = Turns of ice in a day, most
rule-cold-per-24h = { $value } turns of ice in any 24 hours are the most, and this would be more.
    .label = Turns of ice in any 24 hours, most
rule-cold-per-day-soft = This makes { $value } turns of ice today, or more. NHS leaflets say one every 2 to 3 hours.
    .label = Turns of ice in a day, told from
rule-cold-in-a-row = That makes more than { $value } turns of ice in a row. A break of an hour is better now.
    .label = Turns of cold in a row
rule-cold-row-off = Skin likes a rest of { $value } after a few turns in a row: best from { $until }. You can go on now if you want to.
    .label = Break after turns in a row
rule-ice-massage-most = An ice massage usually lasts { $value } at most.
    .label = Ice massage, longest
rule-ice-massage-hard = An ice massage never lasts longer than { $value }.
    .label = Ice massage after a warning, longest
rule-ice-massage-per-day = { $value } ice massages in 24 hours are the most.
    .label = Ice massages in 24 hours, most
rule-bottle-most = A hot water bottle stays on for less than half an hour: { $value } at most.
    .label = Hot water bottle, longest
rule-gel-most = A warm gel pack stays on for { $value } at most.
    .label = Warm gel pack, longest
rule-pad-most = A heating pad stays on for { $value } at most, unless it is on low and you choose to go on.
    .label = Heating pad, longest
rule-pad-low-most = Even on low, a heating pad stays on for { $value } at most.
    .label = Heating pad on low after a warning, longest
rule-pad-low-check = A heating pad on low for longer means a look at your skin every { $value }.
    .label = Skin checks of a pad on low
rule-towel-most = A warm towel stays on for { $value } at most, warmed again or not.
    .label = Warm towel, longest
rule-bath-most = A warm bath lasts { $value } at most. Stay 10 more minutes only if you feel well.
    .label = Warm bath, longest
rule-bath-extend = A bath is made longer once, by { $value }.
    .label = Warm bath, longer once by
rule-bath-long-most = A bath that was made longer lasts { $value } at most.
    .label = Warm bath that was made longer, longest
rule-tub-most = A hot tub lasts { $value } at most.
    .label = Hot tub, longest
rule-sauna-most = A sauna or steam bath lasts { $value } at most.
    .label = Sauna or steam, longest
rule-shower-most = A warm and cool shower lasts { $value } at most.
    .label = Warm and cool shower, longest
rule-wrap-most = A heat wrap may be worn for { $value } in 24 hours. That time is used up.
    .label = Heat wrap in 24 hours, longest
rule-wrap-days = You have worn a heat wrap on { $value } days in a row. Makers say that is the most. Take a day off, and see someone if it still hurts.
    .label = Heat wrap, days in a row
rule-heat-extend = Warmth is made longer by { $value } at a time.
    .label = Warmth, one step longer
rule-wrap-extend = A wrap is made longer by { $value } at a time.
    .label = Heat wrap, one step longer
rule-heat-off = Your skin rests from warmth for { $value }. Warmth again from { $until }.
    .label = Break after warmth: as long as it was on, at most
rule-heat-off-least = The break after warmth is { $value } or more.
    .label = Break after warmth, least
rule-heat-off-soft = NHS leaflets say wait { $value } between two times of warmth: best from { $until }. You can go on now if you want to.
    .label = Break after warmth, advised
rule-heat-per-day-soft = This makes { $value } times of warmth today, or more. One NHS trust says up to 3, another every 2 to 3 hours.
    .label = Times of warmth in a day, told from
rule-heat-per-day = { $value } times of warmth are the most for one day. Wraps are not counted.
    .label = Times of warmth in a day, most
rule-heat-cold-apart = Between warm and cold come { $value } and a look at your skin. That is from { $until }.
    .label = Between warm and cold
rule-R8-apart = Only one warm or cold thing at a time. Take the other off first, wait a few minutes and look at your skin.
rule-skin-first-by = The first skin check comes after { $value } at the latest.
    .label = First skin check of a pack, latest
rule-skin-first-by-wrap = The first skin check of a wrap comes after { $value } at the latest.
    .label = First skin check of a wrap, latest
rule-skin-repeat = A skin check without an answer is asked again after { $value }.
    .label = Skin check asked again
rule-skin-thin-after = After { $value } turns without trouble, the second skin check of ice is a quiet reminder.
    .label = Turns without trouble before checks get quieter
rule-skin-correct = An answer about your skin can be corrected for { $value }.
    .label = Time to correct an answer about the skin
rule-skin-lock = After skin that looks wrong, no ice and no warmth for { $value }.
    .label = Rest after skin that looks wrong
rule-bed-cold-most = In bed hours, cold lasts { $value } at most.
    .label = Cold in bed hours, longest
rule-bed-least = Bed hours last at least { $value }.
    .label = Bed hours, shortest
rule-bed-settled = Bed hours that begin within { $value } are no longer changed for the coming night.
    .label = Bed hours, settled before they begin
rule-health-again = Your answers about health are asked for again after { $value } days.
    .label = Days until health is asked about again
rule-alcohol-lasts = A drink counts for { $value }.
    .label = A drink counts for
rule-medicine-lasts = Sleeping tablets and strong painkillers count for { $value }.
    .label = Sleeping tablets and strong painkillers count for
rule-drowsy-cold-most = After a drink or such medicine, cold lasts { $value } at most.
    .label = Cold after a drink or such medicine, longest
rule-swelling-lasts = Swelling, a bruise or a knock counts for { $value }.
    .label = Swelling, a bruise or a knock counts for
rule-flags-again = The list of warning signs is shown again after { $value } days. It stops nothing.
    .label = Days until the warning signs are shown again
rule-flags-correct = A wrong answer about warning signs can be put right for { $value }.
    .label = Warning signs: an answer can be put right for
rule-after-cold = Cold muscles react slowly for about { $value }. Warm up with a short walk, or wait until { $until }.
    .label = After cold, before stretch or roller
    .on = Something cold is on. Cold muscles react slowly, until about { $value } after it is off.
rule-adult = Lumbar is made for people of { $value } years or older.
    .label = Youngest age
rule-no-better-wraps = You have used heat wraps for { $value } days. If it still hurts, see someone about it.
    .label = Days of wraps before Lumbar suggests to see someone
rule-no-better = Your pain has lasted for { $value } days. Book a visit with a doctor, nurse or physiotherapist.
    .label = Days of pain before Lumbar suggests to see someone
rule-overrun-short = Cold that was on for { $value } or more means a rest from ice for a while.
    .label = Too long on: short rest from
rule-overrun-long = Cold that was on for { $value } or more means a day without ice.
    .label = Too long on: long rest from
rule-press-grace = “It is off” within { $value } after the bell counts as on time.
    .label = A press counts as on time for
rule-bell-believed = “It came off at the bell” is taken as it is for { $value } after the bell.
    .label = “At the bell” counts as on time for
rule-overrun-lock-short = After cold or warmth that stayed on too long, there is none of it for { $value }.
    .label = Short rest after too long on
rule-overrun-lock-long = After cold or warmth that stayed on far too long, there is none of it for { $value }.
    .label = Long rest after too long on
rule-heat-overrun-long = Warmth that was on for { $value } beyond its limit takes the long rest.
    .label = Warmth too long on: long rest from
rule-wrap-lock = After a wrap beyond its limit, there is no wrap for { $value }.
    .label = Rest after a wrap beyond its limit
rule-per-day = { $value ->
        [one] This is meant for once a day. More often is not known to help.
       *[other] This is meant for { $value } times a day. More often is not known to help.
    }
rule-lock-overrun = This stayed on too long, so your skin rests from it. Look at your skin. White, hard, blistered or numb: get medical help today.
    .cold = The ice stayed on too long, so your skin rests from it. Look at your skin. White, hard, blistered or numb: get medical help today.
    .heat = The warmth stayed on too long, so your skin rests from it. Look at your skin. White, blistered or sore: get medical help today.
rule-lock-skin = Your skin looked white or blistered on ice or warmth. Hurt skin needs rest from both. If it does not look better, ask a doctor.
rule-R12-bed = { $force ->
        [warning] These are your bed hours, until { $until }. Is the lamp on, and are you sitting or lying awake? Then go on.
        [clinician] These are your bed hours, until { $until }. A wrap in bed is only for those whose doctor, nurse or physiotherapist said it is fine.
       *[hard] These are your bed hours, until { $until }. People fall asleep with it on, so this has to wait. Short ice is possible.
    }
rule-R12-bed-change = Your bed hours have begun, or begin soon. They can be changed from { $until }, so that the limits of the night hold for the night.
rule-R12-bed-soon = Your bed hours begin at { $until }, and nothing that warms stays on then. It comes off before.
rule-R2-lost = Lumbar’s data were damaged, so nobody knows when something last came off your skin. It needs its break. Possible from { $until }.
rule-R12-doze = You said that you may doze off. Cold and warmth are only for when you are awake. Change it on the Safety page when that is so.
rule-R13-feel = You told Lumbar that you cannot feel warm and cold normally on your low back. You could not notice harm, so leave ice and warmth out.
rule-R13-skin = You told Lumbar that the skin of your low back is not whole. Let it get well first, without ice and warmth.
rule-R14-condition = You told Lumbar about { $your }, so leave this one out. Does a doctor, nurse or physiotherapist say it is fine? Then tell Lumbar on the Safety page.
rule-R14-ask = You told Lumbar about { $your }. Ask a pharmacist, nurse or doctor before you do this. They said it is fine? Then go on. Lumbar asks once a year.
rule-R14-note = Take care: { $about }.
    .gentle = Use light hands. Stop if it bruises.
    .no-fists = No fists: open hands only.
    .no-balls = No balls.
    .no-floor-balls = No balls on the floor.
    .no-roller = No roller.
    .side-only = You are pregnant: lie on your side for this.
    .side-lying = You are pregnant: do these on your side, not flat on your back or front.
    .low-warmth = You are pregnant: keep it low, and off the bump.
    .water-37 = You are pregnant: the water is 37 °C at most.
    .thicker-cloth = Your skin is sensitive: use thicker cloth between.
    .look-often = Your skin is sensitive: look at it more often.
    .leg-pain = Stop if the pain goes further down your leg.
rule-R14-drowsy = { $force ->
        [warning] You had a drink, sleeping tablets or strong painkillers, so you may not feel harm in time. Stay awake; ice is 10 minutes then. Best from { $until }.
       *[hard] You had a drink, sleeping tablets or strong painkillers. No hot tub and no sauna until { $until }.
    }
rule-R15-swelling = You said that there is swelling, a bruise or a knock. Warmth can make that worse, and sources disagree. This counts until { $until }.
rule-R16-emergency = Call 999 (112, 911) or go to A&E now. Do not wait.
    .unsure = Call 111 now and ask. If it gets worse, call 999 (112, 911).
rule-R22-adult = Lumbar is made for adults. If you are younger, please ask a parent or a doctor first.
rule-R23 = It has been a while, and it still hurts. Book a visit with a doctor, nurse or physiotherapist.
rule-busy = “{ $about }” is on now. End it first; one thing at a time.

# What a person may do about a rule
force-hard = This limit holds for everyone.
force-warning = You can go on if you want to.
force-told = This is only told. You choose.
force-clinician = A doctor, nurse or physiotherapist can say that this is fine for you.

## First aid

first-aid-cold = First aid after cold
    .lead = For skin that is white, grey, hard, blistered, blotchy or numb after ice.
first-aid-cold-1 = Take the cold away.
first-aid-cold-2 = Do not rub the skin.
first-aid-cold-3 = Let it warm up slowly, by itself.
first-aid-cold-4 = No direct heat: no pad, no bottle, no hot water.
first-aid-cold-5 = Take off clothes and jewellery near it. Keep the rest of you warm.
first-aid-cold-6 = Do not burst blisters.
first-aid-cold-7 = White, grey, hard or blistered, or no feeling: get medical help today. Bigger than your hand: go to A&E.
first-aid-heat = First aid after warmth
    .lead = For skin that is very red, sore or blistered after heat.
first-aid-heat-1 = Take the warm thing off.
first-aid-heat-2 = Cool the skin under cool running tap water for 20 minutes; a gentle shower reaches your back.
first-aid-heat-3 = No ice and no creams. Do not burst blisters.
first-aid-heat-4 = Take off clothes and jewellery near it. Keep the rest of you warm.
first-aid-heat-5 = Cover it with cling film.
first-aid-heat-6 = Big, deep, white or blistered: get medical help today. Bigger than your hand: go to A&E.
first-aid-seen = Done, close this

## Warm or cold?

cold-or-warm-title = Warm or cold?
    .lead = There is no one right answer. Three questions help you to choose what to try first.
cold-or-warm-swollen = Is there swelling, a bruise or hot skin, or did you have a knock in the last 2 days?
cold-or-warm-new = Is this pain newer than three days?
cold-or-warm-stiff = Does it feel stiff or tight, rather than sore or hot?
cold-or-warm-yes = Yes
cold-or-warm-no = No
cold-or-warm-show = What could I try?
cold-or-warm-result-swollen = Leave warmth for now. Most advice is against heat on swelling, a bruise or a fresh knock. Lumbar keeps this in mind for 2 days. Wrapped ice may take the edge off, and rest is fine too.
cold-or-warm-result-new-stiff = Both are fine to try, warmth too: studies found that it eases a new, tight back a little. Start with the one that sounds better to you.
cold-or-warm-result-new-sore = Both are fine to try. Old advice says ice in the first days. Studies found a small ease from warmth, and too little about ice to judge it.
cold-or-warm-result-old-stiff = Warmth may loosen a stiff back. Some people add a gentle stretch while they are warm. Ice is fine too if it feels better.
cold-or-warm-result-old-sore = Both are fine to try. Some people find that taking turns, warm and cold, eases most.
cold-or-warm-feel = Which one feels better on your back? That counts most. If one makes it worse, stop and use the other, or none.
cold-or-warm-move = Whatever you choose: keep moving as far as you can. Long rest in bed makes it last longer.
cold-or-warm-cold = See what is cold
cold-or-warm-heat = See what is warm
cold-or-warm-contrast = See what takes turns
