# Steps of routines: step-NAME is the title, .do what to do in one or two sentences.
# .left and .right name the sides where "left side" would not be clear.
# cue-NAME: the word for one beat, shown large and read from afar. prep-NAME: preparation timers.

## Rests

step-rest = Rest, nothing on your back
    .do = Let your skin get warm and feel normal again. Leave stretching and rolling for later: cold muscles react slowly.
step-feeling-back = Rest until you can feel your skin
    .do = Dry your skin. Wait until it is warm and you can feel it as normal.
step-cool-down = Cool down slowly
    .do = Sit down and drink water. Give your body time before you get dressed or walk far.
step-check-and-change = Pause, with nothing on your back
    .do = Look at your skin: pink is fine. Get the ice pack and its damp towel ready.
step-rest-before-warm = Pause before you get warm again
    .do = Nothing on your back. Go on when your skin is warm and feels normal. Warm the gel pack again before the end.
step-unplug-and-check = Unplug the pad and look at your skin
    .done = Unplugged, skin fine: stretch
    .do = Turn the pad off and pull the plug. Pink skin is fine. Bright red or sore skin is not: stop here.

## Stretch

step-lie-down = Lie down on your back
    .do = Bend your knees, feet flat on the mat. Let your shoulders sink and breathe slowly.
step-knee-chest = One knee to your chest
    .do = Pull the knee in with both hands. Hold. Let go. A light pull is right, pain is not.
    .left = Left leg
    .right = Right leg
step-both-knees = Both knees to your chest
    .do = Pull both knees in gently, one after the other. Hold. Let go.
step-change-tilt = Feet back on the mat
    .do = Put both feet down, knees bent. The tilt comes next.
step-tilt = Pelvic tilt
    .do = Press your low back flat into the floor. Hold. Let go. Your hips stay down.
step-change-rolls = Knees together
    .do = Stay on your back with knees bent. Spread your arms a little. The knee rolls come next.
step-knee-rolls = Knee rolls
    .do = Keep your knees together and your shoulders down. Let your knees roll to one side. Hold. Come back.
    .left = To the left
    .right = To the right
step-get-up = Roll to your side and get up slowly
    .do = Bend your knees, roll to your side, and push yourself up with your arms. Sit for a moment.
step-change-knees = Come onto hands and knees
    .do = Roll to your side and push up to kneeling. Hands under your shoulders, knees under your hips.
step-cat-camel = Cat and camel
    .do = Round your back up and let your head hang. Hold. Then let your back sink down. Hold.
step-change-heels = Stay on hands and knees
    .do = Sore knees? Put a pillow under them. Next you sit back.
step-heels = Bottom to heels
    .do = Move your bottom back toward your heels and breathe. Come back up. Stop early if your knees hurt.
step-change-piriformis = Lie on your back again
    .do = Lower yourself onto your side, then roll onto your back. Bend your knees, feet flat on the mat.
step-piriformis = Buttock stretch
    .do = Put this ankle on the other knee. Pull the other thigh toward you. Feel it in this buttock.
    .left = Left leg
    .right = Right leg
step-change-hamstring = Rest on your back
    .do = Uncross your legs and let them rest. Next is the back of the thigh.
step-hamstring = Back of the thigh
    .do = Hold behind this thigh. Straighten the knee until you feel a light pull. Do not bounce.
    .left = Left leg
    .right = Right leg
step-childs-pose = Bottom to heels, and rest there
    .do = From hands and knees, move your bottom back toward your heels. Rest and breathe. Come back up slowly. Stop early if your knees hurt.

## Move and rest

step-walk-out = Walk at an easy pace
    .do = Stand tall and let your arms swing. You should be able to talk.
step-walk-back = Half-way: turn round
    .do = Walk back the way you came, as easy as before.
step-up-and-move = Get up and walk about
    .do = Walk on the spot, or to the kitchen and back. Let your arms swing.
step-lean-back = Lean back gently
    .do = Hands on the back of your hips. Lean back a little, knees straight, then come upright.
step-sit-again = Sit down again, slowly
    .do = Feet flat, hands free. Sit well back in the chair.
step-lie-front = Lie on your front
    .do = Rest your forehead on your hands. Let your legs go loose and breathe out.
step-prop = Rest on your forearms
    .do = Elbows under your shoulders. Let your belly and hips sink into the mat.
step-press-up = Press up with your arms
    .do = Hands flat beside your ribs. Press your chest up and let your hips hang. Go only as high as feels good.
step-front-rest = Rest on your front
    .do = Lie flat again and breathe. Has the pain drawn back to the middle of your back? That is fine.
step-up-from-front = Come up slowly
    .do = Roll onto your side, or push back onto hands and knees. Then get up.
step-bridge = Bridge
    .do = Press your feet down and lift your hips. Then lower your back slowly, bit by bit.
step-back-rest = Rest on your back
    .do = Feet flat, arms loose. Breathe.
step-bird-dog = One leg and the other arm
    .do = Stretch one leg back and the other arm forward. Hold both level, back flat. Then change.
    .left = Left leg, right arm
    .right = Right leg, left arm
step-change-chair = Come up and stand in front of a chair
    .do = Get up slowly. Put the chair where it cannot slide.
step-sit-stand = Sit and stand, eight times
    .do = Sit down slowly, stand up slowly. Use your hands if you need to.
step-shake-out = Walk a few steps
    .do = Shake out your arms and legs. Well done.
step-half-kneel = Kneel on one knee
    .do = A pillow under your left knee, your right foot flat in front. Hold on to a chair if you like.
step-hip-flexor = Front of the hip
    .do = Stay upright and move your hips forward a little. Feel it in front of the hip of the knee on the floor.
    .left = Left knee down
    .right = Right knee down
step-breathe = Breathe slowly
    .do = One hand on your belly. Breathe in through your nose, and let it out for longer. Knees bent, or lie on your side.
step-let-go = Let go, one part after the other
    .do = Feel that part of you get heavy. You need not do anything else.
step-rest-position = Lie the way that feels best
    .do = Calves on a chair, knees bent. Or lie on your side with a pillow between your knees. Breathe out and let go.
step-roll-up = Roll to your side and get up
    .do = Take your legs down, roll to your side, and push up with your arms. Walk a few steps.

## Massage with balls and roller

step-balls-place = Lie down and place the balls
    .do = One ball on each side of your spine, in the middle of your back. Above the waist, never on the bone. Knees bent, feet flat.
step-balls-floor = Roll on the two balls
    .do = Push slowly with your feet so that the balls roll a few inches up and down. Push up more to make it lighter.
step-wall-stand = Stand against the wall and place the ball
    .do = Put the ball between the wall and the soft muscle left of your spine, above the waist. Feet a step away from the wall.
step-ball-wall = Roll the ball up and down
    .do = Bend and stretch your knees a little so that the ball rolls slowly. Lean in less to make it lighter.
    .left = Left of the spine
    .right = Right of the spine
step-ball-wall-again = Once more, shorter
    .do = Roll slowly over the place that felt best. Never on the bone.
    .left = Left of the spine
    .right = Right of the spine
step-roller-set = Sit down and place the roller
    .do = Put the roller behind you, so that it comes behind your ribs, not behind your low back. Lean back onto it.
step-roller-ribs = Roll over the back of your ribs
    .do = Hold your head in your hands. Roll slowly over the ribs only. Breathe out on tight spots.
step-roller-buttock = Roll one buttock
    .do = Sit on the roller and lean to this side, a hand behind you on the floor. Roll slowly back and forth.
    .left = Left buttock
    .right = Right buttock
step-sit-up-slowly = Come off the roller and sit up slowly
    .do = Put your bottom on the floor, roll to your side, and push up with your arms.

## Massage with a partner (read by the helper, from two metres away)

step-partner-setup = Lie on your front and get comfortable
    .do = Pillow under the chest or the belly, whichever feels better. One rolled towel under the forehead, one under the ankles.
step-partner-oil = Warm the oil in your hands
    .do = A little is enough. Rub your palms until they are warm.
step-partner-palms = Palms in slow circles
    .do = One palm on top of the other. Slow circles on the soft muscle beside the spine.
    .left = Left side
    .right = Right side
step-partner-thumbs = Thumbs in small circles
    .do = Four slow passes from mid-back down to the hips. Ask: lighter, same or stop?
    .left = Left side
    .right = Right side
step-partner-palms-low = Palms, nearer the hips
    .do = As before, lower down. Stay on soft muscle, off the bone.
    .left = Left side
    .right = Right side
step-partner-thumbs-low = Thumbs, nearer the hips
    .do = Small and slow, lower down. Ask: lighter, same or stop?
    .left = Left side
    .right = Right side
step-partner-change = Change sides
    .do = Move to the other side. Keep one hand on the back as you go. Ask: is it OK?
step-partner-fists = Soft fists down both sides
    .do = Slide two soft fists gently from mid-back to hips. Never touch the spine.
step-partner-sweep = Open palms, mid-back to hips
    .do = Long, slow strokes with flat hands, one on each side of the spine.
step-partner-rock = Rock the low back
    .do = One hand on each side of the low back. Rock it gently back and forth.
step-partner-rest = Rest
    .do = Hands off. Lie still and breathe.

## Cues

cue-hold = Hold
cue-release = Let go
cue-press = Press down
cue-centre = Back to the middle
cue-round = Round up
cue-sag = Sink down
cue-sit-back = Sit back
cue-rise = Come up
cue-roll = Roll slowly
cue-rest = Rest
cue-lean-back = Lean back
cue-upright = Come upright
cue-press-up = Press up
cue-lower = Lower slowly
cue-lift = Lift
cue-change = Change sides
cue-in = Breathe in
cue-out = Breathe out
cue-jaw = Your jaw and face
cue-shoulders = Your shoulders
cue-belly = Your belly
cue-low-back = Your low back
cue-legs = Your legs
cue-left = Left of the spine
cue-right = Right of the spine
cue-warm = Warm water
cue-cool = Cool water
cue-soak = Soak
cue-sit-up = Sit up
cue-stand = Stand up slowly

side-left = Left side
side-right = Right side

## Preparation timers

prep-towel = Towel in the freezer
    .do = Wet a small towel with cold water, wring it out, fold it flat and put it in the freezer.
prep-sponge = Sponge in the freezer
    .do = Wet a sponge and put it in the freezer. Then it goes into a bag that closes, and into a sock or towel.
prep-rice = Rice or bean bag in the freezer
    .do = Fill a sock or a bag with dry rice or beans, tie it, and leave it in the freezer overnight.
