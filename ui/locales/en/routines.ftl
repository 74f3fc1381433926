# Routines: names, leads, what they need, how packs are made ready, cautions, and what to do while something is on.
#
# routine-ID           the name; .lead one or two sentences; .short one line for lists;
#                      .others how others do it, where sources disagree; .evidence what studies say
# supply-NAME          what the person needs
# pack-NAME            what it is done with; .prepare before, .wrap around it
# caution-NAME         what to take care of
# not-for-NAME         who should not, or should ask first
# method-NAME          the name of a method
# expose-NAME-start, -during, -end   while something is on the body, by method; a routine may have its own

routine-line = General information, not medical advice. Stop if it hurts more.

## Cold

routine-cold-20-20 = Ice, 20 on 20 off
    .lead = Twenty minutes of cold, then at least twenty without. Cold may take the edge off a sore back for a while.
    .short = The quick way, one to three turns
    .others = Health services differ. An NHS trust says 10 to 15 minutes with 2 to 3 hours between. Others wait 30 minutes, 40 minutes or 4 to 6 hours. The gap here is the shortest we found, so “Ice, calm pace” is our usual choice. The article behind Lumbar says eight to ten times a day.
    .evidence = There are too few good studies of cold on sore backs to judge it. Some people find that it eases the pain for a while.

routine-cold-15 = Ice, calm pace
    .lead = One shorter time of cold, then a long break. This is our usual choice for ice.
    .short = One turn, then about two hours without
    .others = NHS trusts say 10 to 20 minutes, then 2 to 3 hours without, until the skin is back to normal. Others say 30 minutes to 6 hours between. Lumbar always keeps the shortest break we found; wait about two hours if you can.
    .evidence = There are too few good studies of cold on sore backs to judge it. Some people find that it eases the pain for a while.

routine-cold-10 = Short ice
    .lead = Two short times of cold with a rest between them. A careful way to find out if cold suits you.
    .short = Two short turns, for the first time or a slim back
    .others = One review found short blocks of ten minutes best. Other advice is one longer block. In a study on sprained ankles, short blocks gave less pain in movement than one long block. The break of about two hours after both turns is our own choice.
    .evidence = There are too few good studies of cold on sore backs to judge it. Some people find that it eases the pain for a while.

routine-ice-massage-5 = Ice massage
    .lead = A cup of ice moves in small circles beside the spine, first left, then right. It must never lie still.
    .short = Ice in a paper cup, always moving
    .others = One back-pain site says five minutes, two to five times a day, until the skin is numb. An NHS trust says up to ten minutes with a wet cube. Everyone agrees on one thing: keep the ice moving. The rest after it is our own choice.
    .evidence = There are too few good studies of cold on sore backs to judge it. Some people find that it eases the pain for a while.

## Warm

routine-heat-bottle = Hot water bottle
    .lead = A covered bottle warms the low back while you sit or lie on your side or front. Warm is enough. Hot is not better.
    .short = Behind you on a chair, or on top of your back
    .others = Advice runs from 10 to 30 minutes at a time. The article says “under 30 minutes” for a bottle, and Lumbar stops there. NHS trusts say up to three times a day, or every 2 to 3 hours.
    .evidence = In studies, warmth gave a small, short ease in the first weeks of back pain. Most of them used heat wraps, not bottles.

routine-heat-pad = Electric heating pad
    .lead = Steady warmth from a pad on low or medium, on top of your back and never under it.
    .short = On top of your back, on low
    .others = The article calls pads ideal for long warmth. Its own source now says 15 to 20 minutes, up to 30 for strong or old pain, and never in your sleep. One health site says up to an hour on low. In the United States a warning says that a pad can burn even on low when it stays in one place.
    .evidence = In studies, a warm blanket or a wrap gave a small, short ease in the first weeks of back pain.

routine-heat-gel = Warm gel pack
    .lead = A gel pack warmed as its label says, kneaded, tested on your arm, and wrapped in towel.
    .short = From the microwave or warm water, wrapped
    .others = The article says a gel pack lasts about 30 minutes. That is how long it stays warm, not how long to keep it on. Advice runs from 15 to 30 minutes at a time.
    .evidence = In studies, warmth gave a small, short ease in the first weeks of back pain. Most of them used heat wraps.

routine-heat-towel = Warm damp towel
    .lead = A towel dipped in warm water and wrung out. Simple, soft, and it cools down by itself.
    .short = A towel, a bowl and warm water
    .others = A back-pain site names this method; the times here are our own choice. You may warm the towel again once; the clock goes on.
    .evidence = In studies, warmth gave a small, short ease in the first weeks of back pain. Most of them used heat wraps.

routine-heat-wrap = Heat wrap
    .lead = A thin wrap that gives low, steady warmth for hours. You can wear it under your clothes and move in it.
    .short = Worn under your clothes for hours
    .others = In studies, wraps were worn for eight hours at a time. Makers set eight hours in a day and seven days in a row as the most. One study tried wraps at night and found them useful; makers say to try them by day first, and others say never in your sleep. Four hours is our own careful start.
    .evidence = This is the best studied kind of warmth: a small, short ease in pain and stiffness in the first weeks. Some of the studies were paid for by a maker.

routine-warm-bath = Warm bath
    .lead = A quiet soak in warm water, then time to sit up and stand slowly. Warm, not hot.
    .short = A soak, then slowly out
    .others = The article names hot baths without a time or a heat. The heat limit here comes from hot-tub advice; the times are our own choice.
    .evidence = We found no good study of baths at home for back pain. Many people find them relaxing.

routine-sauna-steam = Sauna or steam
    .lead = Dry heat or steam for the whole body, with a slow cool-down after. The first time is shorter.
    .short = Whole-body warmth, then a slow cool-down
    .others = The article names saunas and steam baths without a time. A medical school says 15 to 20 minutes at most, no alcohol, and to cool down slowly. Our first time is shorter.
    .evidence = We found no good study of saunas for low back pain. Some people find them relaxing.

routine-jet-tub = Jet hot tub
    .lead = Warm water with gentle jets on the muscles beside the spine, never on the spine itself.
    .short = Warm water and gentle jets
    .others = The article likes the gentle massage of the jets and gives no time. Safety advice is 40 °C at most, and 15 to 20 minutes at that heat. The number per day is our own choice.
    .evidence = We found no good study of hot tubs for low back pain. Some people find them relaxing.

## Warm and cold

routine-contrast-packs = Warm, cold, warm
    .lead = A warm pack, a rest, an ice pack, a long rest, and warm again. Only when the first three days are over and nothing is swollen.
    .short = Packs in turn, warm at the end
    .others = We found no trusted source with times for the back. Some say 15 minutes each in turn, some say 20 minutes of ice, 30 minutes of nothing, then 20 minutes of warmth. Our times keep the rests that cold and warm need.
    .evidence = Back-pain sites say that some people gain most from taking turns. We found no good study on the back.

routine-contrast-shower = Warm and cool shower
    .lead = Warm water for longer, cool water for a short time, in turn, and warm at the end. Cool, not icy.
    .short = Standing in the shower, warm at the end
    .others = Textbooks give three to four parts of warm to one part of cold for arms and legs, and say that good studies are missing. We moved this to a shower with milder water. That is our own choice.
    .evidence = We found no good study of this for the back. Some people find it pleasant.

## Massage

routine-ball-floor = Two tennis balls
    .lead = You lie on two balls, one on each side of the spine, and roll slowly by pushing with your feet.
    .short = Lying on a mat, you set the weight with your legs
    .others = The article puts the balls at the middle of the back, its source just above the low back. We say beside the spine, from the lowest ribs up, and never below the waist. The source allows 10 to 15 minutes a day; the steps and times here are our own.
    .evidence = Massage may ease pain for a short time. The studies are weak. Guidelines say: move as well, not massage alone.

routine-ball-wall = Ball on the wall
    .lead = One ball between the wall and the soft muscle beside your spine. You lean in as much as feels good.
    .short = Standing up, the gentle way to begin
    .others = The wall is a softer start than the floor. Keep to the muscle above the waist. The times are our own choice.
    .evidence = Massage may ease pain for a short time. The studies are weak. Guidelines say: move as well, not massage alone.

routine-roller = Foam roller
    .lead = The roller goes under the ribs and then under each buttock. It stays away from the low back itself.
    .short = On a mat, above and below the sore place
    .others = The article says to press on the painful place, or to roll above or below it. A spine surgeon and several physiotherapists say not to roll the low back at all. So Lumbar rolls only above and below.
    .evidence = Massage may ease pain for a short time. The studies are weak. Guidelines say: move as well, not massage alone.

routine-partner = Massage with a partner
    .lead = A friend, partner or family member works slowly on the muscles beside your spine, one side after the other.
    .short = You lie down, a helper reads the steps
    .others = The article puts the pillow under the chest. Others put it under the belly to rest the low back. Use what feels better. The article gives no times; all times here are our own. Trained hands may work longer. A helper at home should keep it short.
    .evidence = Massage may ease pain for a short time. The studies are weak. British advice is massage only together with exercise. Dutch advice is never massage alone.

## Stretch

routine-stretch-start = Gentle start
    .lead = Three easy moves on your back: knees to the chest, a small tilt, and slow knee rolls.
    .short = On a mat, all lying on your back
    .others = The article says stretching helps but names no stretch. These three come from a well-known clinic and from the Scottish health service. Holds run from 2 to 30 seconds in different sources; we use 5.
    .evidence = Guidelines agree on staying active. No single set of stretches is known to be best.

routine-stretch-full = Full stretch
    .lead = The gentle start, then kneeling moves and longer holds for the buttocks and the backs of the thighs.
    .short = On a mat, lying and kneeling
    .others = Sources differ on how many and how long: cat and camel from 3 to 30 times, the thigh from 10 to 30 seconds. For the buttock stretch the source says three; two is our own choice.
    .evidence = Guidelines agree on staying active. No single set of stretches is known to be best.

routine-childs-pose = Bottom to heels
    .lead = Kneel on hands and knees first, then press Start. You sit back toward your heels and rest there: a quiet way to make the back long.
    .short = Kneeling on a mat, with a pillow if you like
    .others = One source holds it for 30 to 60 seconds. The British health service does it as a slow movement with one deep breath, eight to ten times. With sore knees, do not go all the way down.
    .evidence = Guidelines agree on staying active. No single stretch is known to be best.

routine-warm-stretch-cool = Warm, stretch, cool
    .lead = A warm pad first, then the gentle start while you are warm, and an ice pack at the end if you like.
    .short = Pad, mat, and an ice pack if you like
    .others = Surgeons’ advice is warmth for 10 to 15 minutes before exercise and ice for 10 to 15 minutes after. Others use no cold at all. You can leave the cold out.
    .evidence = In one review, a warm wrap together with exercise eased pain more than the wrap alone.

## Move and rest

routine-walk = A walk
    .lead = Walk at an easy pace. Half-way, Lumbar says so, and you can turn round.
    .short = Fifteen easy minutes, outside or inside
    .others = A trial let people start with short walks and add to them, up to half an hour on five days a week. Some people in pain start with five minutes. Any length you choose is right.
    .evidence = In one good trial, people with a walking plan stayed free of back pain for longer: about 208 days against 112. They began after a spell had passed.

routine-move-break = Up and move
    .lead = Ninety seconds away from the chair: walk a little, lean back a few times, sit down again.
    .short = A short break from sitting
    .others = Advice runs from every half hour to every hour. Even once in a morning is better than none.
    .evidence = In one trial with office workers at risk, 9 of 100 got new back pain with such breaks, and 33 of 100 without. Another trial, on sitting less at work, saw no effect on back pain.

routine-press-up = Press-ups on your front
    .lead = You lie on your front, and your arms press your chest up. Your hips stay down.
    .short = On a mat, lying on your front
    .others = The British health service shows leaning back on the forearms. Some physiotherapists go on to straight arms. Do as much as feels good. The count is our own choice.
    .evidence = These moves suit some backs and not others. If the pain draws back to the middle of your back, that is a good sign.

routine-stronger = Stronger
    .lead = Three moves for back, bottom and legs: the bridge, one leg and the other arm, and slow sitting and standing.
    .short = Strength, with a mat and a chair
    .others = Clinics and leaflets name many moves and counts. These counts are our own choice. Half of them is a good start.
    .evidence = For pain that lasts, a review of 249 studies found that exercise eases it more than no treatment. No one kind was far ahead of the others.

routine-hip-flexor = Front of the hip
    .lead = You kneel on one knee and move your hips forward a little. It loosens hips that sit a lot.
    .short = Kneeling on one knee, left and right
    .others = Leaflets show this stretch with holds of 10 to 60 seconds. The times here are our own choice.
    .evidence = Moving helps; no single stretch is known to be best.

routine-breathe = Breathe and let go
    .lead = Slow breaths for four minutes, then let go of one part of your body after the other.
    .short = Six quiet minutes, lying down
    .others = There are many ways to relax. Any slow, easy breath will do. The times are our own choice.
    .evidence = It may help you feel calmer. Studies on relaxing and lasting back pain are few and small.

routine-rest-position = Rest position
    .lead = Ten minutes in a way of lying that takes the load off: calves on a chair, or on your side.
    .short = Ten minutes off your feet
    .others = Some like the back, some the side. Use what feels best. Then get up and move a little.
    .evidence = Short rests are fine. Health services say that long rest in bed does not help.

## Methods

method-still-cold = Ice pack
method-ice-massage = Ice massage
method-bottle = Hot water bottle
method-pad = Heating pad
method-gel = Warm gel pack
method-towel = Warm towel
method-wrap = Heat wrap
method-bath = Bath
method-tub = Hot tub
method-sauna = Sauna or steam
method-shower = Shower

## What you need

supply-cold-pack = Something cold from the freezer
supply-thin-towel = A thin towel, damp
supply-second-timer = A kitchen or phone timer too, if you may close the lid
supply-ice-cup = Water frozen in a paper cup
supply-wet-cloth = A wet cloth for your hand
supply-dry-towel = A dry towel
supply-bottle = A hot water bottle, less than two years old
supply-bottle-cover = A cover or a towel for the bottle
supply-pad = An electric heating pad
supply-thin-cloth = A thin cloth between pad and skin
supply-warm-gel-pack = A gel pack that may be warmed
supply-towel-layers = A towel, folded in two or three layers
supply-warm-towel = A towel
supply-bowl = A bowl of warm water
supply-wrap = A heat wrap for the back
supply-thin-shirt = A thin shirt, if you are 55 or older
supply-thermometer = A bath thermometer
supply-bath-mat = A mat that does not slip
supply-drinking-water = A glass of water to drink
supply-sauna-towel = A towel to sit on
supply-shower = A shower you can stand in safely
supply-two-balls = Two tennis balls, in a sock
supply-one-ball = A tennis ball
supply-wall = A free piece of wall
supply-mat = A mat or a carpet
supply-soft-roller = A soft foam roller
supply-partner = Someone with gentle hands
supply-pillow = A pillow
supply-two-towels = Two towels, rolled up
supply-oil = A little massage oil
supply-shoes = Shoes you walk well in
supply-chair = A firm chair
supply-chair-or-pillow = A chair for your calves, or a pillow for your knees

## Packs

pack-gel = Gel pack
    .prepare = From the freezer, still soft enough to bend.
    .wrap = One thin damp towel all around it.
pack-peas = Frozen peas or corn
    .prepare = Shake the bag flat. Mark it, and do not eat what was thawed and frozen again.
    .wrap = One thin damp towel all around the bag.
pack-towel = Frozen towel
    .prepare = Wet a small towel with cold water, wring it out, fold it flat and put it in the freezer for about 20 minutes. Lumbar can time that.
    .wrap = A second thin damp cloth around it, so that no frozen cloth touches you.
pack-sponge = Frozen sponge
    .prepare = Wet a sponge, freeze it for about 20 minutes, then put it in a bag that closes. Lumbar can time that.
    .wrap = Slip it into a sock, or wrap it in a towel.
pack-rice = Rice or bean bag
    .prepare = Fill a sock or a bag with dry rice or beans, tie it, and leave it in the freezer overnight. It does not wet your clothes.
    .wrap = Still use a thin cloth around it.
pack-ice-cup = Ice cup
    .prepare = Fill a paper cup with water and freeze it. Peel the rim back so that the ice stands out.
    .wrap = Hold it with a wet cloth. The ice itself touches the skin, so it must keep moving.
pack-bottle = Hot water bottle
    .prepare = Use hot tap water, not boiling. Fill it two thirds, push the air out, close it well and turn it over once to see that it holds.
    .wrap = A cover, or a towel around it.
pack-pad = Heating pad
    .prepare = Look at the cord first. Set it to low. Lay it flat, never folded.
    .wrap = A thin dry cloth between pad and skin.
pack-gel-warm = Warm gel pack
    .prepare = Warm it as the label says, in short steps. Knead it so that no hot spot is left, and test it on your forearm.
    .wrap = Two or three layers of towel around it.
pack-towel-warm = Warm damp towel
    .prepare = Dip it in warm water, wring it out well and test it on your forearm.
    .wrap = Fold it flat. Add a dry layer if it feels too hot.
pack-wrap = Heat wrap
    .prepare = Open it and wait until it is warm, as the label says.
    .wrap = On the skin, or over a thin shirt if you are 55 or older. Nothing tight over it.

## Take care

caution-never-on-skin = Never straight on the skin. Never longer than the clock says.
caution-never-asleep = Never when you might fall asleep.
caution-not-under-you = Never lie on it. Your weight presses it in.
caution-after-cold = After ice, muscles are slow for about half an hour. Begin gently.
caution-keep-moving = Keep the ice moving all the time.
caution-not-on-bone = Stay on soft muscle, off the bones of the spine and the ribs.
caution-stop-when-numb = Stop when the skin goes numb, also before the time is up.
caution-side-or-helper = Lie on your side, or ask a helper to hold the cup.
caution-no-boiling = Never boiling water.
caution-test-leaks = Look for cracks and leaks. Replace a bottle after two years.
caution-low-or-medium = Low or medium only. A pad can burn even on low.
caution-unplug = Turn it off and pull the plug at the end.
caution-knead-and-test = Knead it and test it on your arm. Microwaves leave hot spots.
caution-wring-and-test = Wring it out well and test it first. Dripping hot water can scald.
caution-rewarm-once = Warm it again once at most. The clock goes on.
caution-over-shirt-55 = At 55 or older, wear it over a thin shirt.
caution-no-other-heat = No other heat at the same time.
caution-not-in-bed = Not in bed.
caution-seven-days = No more than seven days in a row.
caution-at-most-40 = At most 40 °C (104 °F). Check with a thermometer.
caution-no-alcohol = Not after alcohol.
caution-laptop-away = Keep your laptop and its cable well away from water.
caution-stand-slowly = Sit up first, then stand slowly. Hold on to something.
caution-leave-if-unwell = Leave at once if you feel dizzy or unwell.
caution-drink-water = Drink water before and after.
caution-cool-slowly = Cool down slowly.
caution-jets-beside-spine = Jets on the muscles beside the spine, never on the spine.
caution-not-alone = If you are frail, do not go in alone.
caution-after-three-days = Only when the first three days are over and nothing is swollen.
caution-end-warm = Finish warm, then look at your skin.
caution-cool-not-icy = Cool water, not icy.
caution-stand-safely = Stand on a mat that does not slip, with something to hold.
caution-no-ball-on-spine = No ball on the spine or on a bone.
caution-lighter-with-legs = Too much? Push up with your legs to take weight off.
caution-lighter-lean-less = Too much? Lean in less.
caution-stop-sharp-tingling = Sharp pain, tingling or numbness: stop.
caution-not-on-low-back = Not on the low back. Only above it and below it.
caution-sit-up-slowly = Sit up slowly when you are done.
caution-muscle-only = Soft muscle only, about an inch away from the spine.
caution-ask-ok = The helper asks “OK?” at each change: lighter, same or stop.
caution-light-pull = Go to a light pull, not to pain. Keep breathing.
caution-no-bounce = Do not bounce.
caution-stop-leg-pain = Stop if pain gets worse or runs down your leg.
caution-easy-pace = Go at your own pace. You should be able to talk.
caution-shorter-is-fine = Shorter is fine. Stop or turn back when you want to.
caution-leg-pain-further = Pain goes further down your leg? Stop. Pain draws back to the middle of your back? That is fine, go on.
caution-hips-stay-down = Let your hips and legs lie heavy on the mat.
caution-slow-and-smooth = Slow and smooth. Keep breathing.
caution-half-is-fine = Half of it is fine, above all the first time.
caution-hold-on = Stay near a chair or a wall, so that you can hold on.
caution-breathe-as-you-like = Do not force it. Dizzy? Breathe the way you like.
caution-side-is-fine = On your side is just as good. Pregnant for more than 16 weeks? Then lie on your side.
caution-change-if-sore = Change the way you lie as soon as it does not feel good.
caution-no-long-rest = A short rest, not a day in bed. Move a little after it.
caution-spare-knees = Sore knees? Put a pillow under them and do not go all the way down.

## Who should not, or should ask first

not-for-cannot-feel = You cannot feel warm and cold normally on your low back, or the skin there is not whole.
not-for-swelling = Swelling, a bruise, or a knock there in the last two days.
not-for-drowsy = You had a drink, sleeping tablets or strong painkillers.
not-for-warning-sign = You have a warning sign, such as weak legs or numbness between your legs: get help first.
not-for-front-lying = Pregnant for more than 16 weeks: do not lie on your front.
not-for-dizzy-breathing = Slow breathing makes you dizzy or short of breath.
not-for-sharp-pain = Sharp pain, numbness or tingling, or pain that runs down your leg.

## While it is on

# Where the page shows the pack and how to wrap it.
expose-still-cold-start-wrapped = Put it on the sore spot. Lie on your front or side, or sit against it. Do not lie on it.
expose-still-cold-start = Wrap the pack in a thin damp towel. Lie on your front or side, or sit with it behind you. Put it on the sore spot. Do not lie on it.
expose-still-cold-during = Lift it and look at the skin, or feel it with your hand. Can you still feel your skin?
expose-still-cold-end = Take the pack off now. Press “It is off” when you have.

expose-ice-massage-start = Peel back the rim of the cup. Lie on your side, or ask a helper. Begin left of the spine.
expose-ice-massage-during = Keep the ice moving in small circles. Stay off the bones of your spine. Stop when it goes numb.
expose-ice-massage-end = Stop and dry your skin. Wait until you can feel it as normal.

expose-bottle-start = Use hot tap water, not boiling. Fill it two thirds, push the air out, close it well and add a cover. Do not lie on it.
expose-bottle-during = Check your skin. Pink is fine. Bright red or sore is not.
expose-bottle-end = Take it off. Let your skin cool down.

expose-pad-start = Set it to low. Put cloth between. Rest it on your back. Do not lie on it.
expose-pad-during = Still awake? Check your skin. Pink is fine. Bright red or sore is not.
expose-pad-end = Take it off, turn it off, and pull out the plug.

expose-gel-start = Warm it as the label says and knead it. Test it on your arm first. Wrap it. Do not lie on it.
expose-gel-during = Check your skin. Too hot? Add a layer.
expose-gel-end = Take it off now. Let your skin cool down.

expose-towel-start = Wring the warm towel out well. Test it on your arm first. Then lay it on your back.
expose-towel-during = Check your skin. Too hot? Add a dry layer. You may warm it again once.
expose-towel-end = Take it off now and dry your skin.

expose-wrap-start = Open it and put it on. If you are 55 or older, wear it over a thin shirt. Use no other heat.
expose-wrap-during = Peel back a corner and look. A little pink is fine. Bright red, sore or blistered is not: take it off.
expose-wrap-end = Take the wrap off now and look at your skin. Eight hours is the most for one day.

expose-bath-start = Warm, not hot: at most 40 °C. Keep your laptop well away. Have a drink of water.
expose-bath-during = Feel dizzy or sick? Get out.
expose-bath-end = Sit up first. Then stand slowly.

expose-tub-start = Warm, not hot: at most 40 °C. Keep your laptop well away. Sit so that the jets blow beside your spine, not on it. Have a drink of water.
expose-tub-during = Feel dizzy or sick? Get out.
expose-tub-end = Sit up first. Then stand slowly and get out.

expose-sauna-start = Skip it if you feel ill, drank alcohol or are pregnant. Sit on a towel.
expose-sauna-during = Leave as soon as you feel unwell.
expose-sauna-end = Come out now. Cool down slowly and drink water.

expose-shower-start = Only when the first three days are over and nothing is swollen. Stand on a mat that does not slip and begin warm.
expose-shower-during = Change the water when you hear the tone. Cool, not icy. Feel dizzy? Stop.
expose-shower-end = Finish warm. Look at your skin.
