# Pictures: figure-ID names the picture, .alt teaches what it shows to those who do not see it.

## Cold

figure-freezer = Towel or sponge into the freezer
    .alt = A freezer stands open. A folded damp towel, dripping, and a sponge in a bag go onto its shelves. A clock face shows twenty minutes.
figure-ice-check = Feel your skin under the ice pack
    .alt = Seen from above: a person lies face down, the ice pack stays on the low back. One corner of it is folded up, and the own palm lies flat on the bare skin under that corner. Look for white, grey or red skin, feel for numbness.
figure-ice-front = Ice pack on the low back, lying on your front
    .alt = A person lies face down, forehead on folded hands. A wrapped ice pack lies on the low back, just above the hips, with a damp cloth between pack and skin. The pack is on top. Nobody lies on it.
figure-ice-massage = Ice massage with an ice cup
    .alt = Seen from above: a person lies on the side, a helper kneels behind. The helper moves a paper cup of ice in small circles on the soft muscle beside the spine. The cup never stops, and never touches the spine.
figure-ice-off = Take the ice pack off
    .alt = Seen from above: a person lies face down. The own hand holds the ice pack at its edge, elbow bent, and draws it off the low back to the side. In the window: the skin is free.
figure-ice-side = Ice pack on the low back, lying on your side
    .alt = Seen from above: a person lies on the side, knees bent, head on a pillow. A wrapped ice pack leans against the low back from behind, with a damp cloth between pack and skin. Nobody lies on the pack.
figure-ice-sit = Ice pack behind the low back, sitting
    .alt = A person sits upright on a chair, both feet flat. A wrapped ice pack is tucked between the low back and the backrest, with a damp cloth next to the skin.
figure-pack-gel = A gel pack, wrapped in a damp cloth
    .alt = A soft gel pack from the freezer, with pressed seams across it. A thin damp cloth is folded around it, so that it never touches the skin.
figure-pack-peas = A bag of frozen peas, wrapped in a damp cloth
    .alt = A bag of frozen peas, a few peas lie beside it. A thin damp cloth is folded around the bag, so that it never touches the skin.
figure-pack-rice = A sock filled with rice, wrapped in a damp cloth
    .alt = A sock filled with dry rice and tied at the top, a heap of spilled grains beside it. A thin damp cloth is folded around it.
figure-pack-sponge = A frozen sponge, in a bag and a damp cloth
    .alt = A kitchen sponge, a rounded block with big uneven holes and a thin dark layer below, frozen hard. It is in a clear bag with a closed edge. A thin damp cloth is folded around it.
figure-pack-towel = A frozen towel, wrapped in a damp cloth
    .alt = A small towel, folded, stiff from the freezer, with a striped end. A second thin damp cloth is folded around it.

## Warm, and warm and cold

figure-bath = Warm bath
    .alt = A person lies back in a bathtub, the low back under warm water, head and shoulders above it. A thermometer shows warm, not hot: at most 40 degrees Celsius.
figure-bottle-sit = Hot water bottle behind the low back, sitting
    .alt = A person sits upright on a chair, both feet flat. A flat, broad hot water bottle in a ribbed cover, only its neck and stopper bare, stands between the low back and the backrest. Nobody sits on it.
figure-contrast = Warm, cold, warm
    .alt = The low back from behind, three times, numbered one to three. First a wrapped warm pack lies on it, for longer. Then a wrapped cold pack, for a shorter time. Then the warm pack again. Warm is last.
figure-cool-down = Cool down and drink
    .alt = A person sits on a chair with a towel round the shoulders and drinks a glass of water. The body cools down slowly.
figure-gel-warm = Warm gel pack on the low back
    .alt = A person lies face down. A soft warm gel pack lies on the low back, wrapped in two layers of towel.
figure-heat-check = Feel your skin under the warm pack
    .alt = Seen from above: a person lies face down, the warm pack stays on the low back. One corner of it is folded up, and the own palm lies flat on the bare skin under that corner. Pink is fine, bright red or sore is not.
figure-heat-off = Take the warm pack off and pull out the plug
    .alt = Seen from above: a person lies face down. The own hand holds the electric pad at its edge, elbow bent, and draws it off the low back to the side. Its plug is pulled out of the wall. In the window: the skin is free.
figure-jet-tub = Jet hot tub
    .alt = A person sits in a hot tub, water up to the shoulders. Jets in the wall blow on the soft muscles on both sides of the low back, not on the spine.
figure-pad-front = Electric heating pad on the low back
    .alt = A person lies face down. A flat electric pad lies on top of the low back with a thin cloth below it. A cord leads to a small switch set to low. Nobody lies on the pad.
figure-sauna = Sauna or steam
    .alt = A person sits on the wooden bench of a sauna on a towel, back upright, feet down. A stove with hot stones stands in the corner, steam rises.
figure-shower = Warm and cool shower
    .alt = A person stands with the back to the shower, water runs over the low back. Beside it three rounds, numbered: warm water for three minutes, cool blue water for one minute, then warm water for three minutes again. Warm is last.
figure-sit-up = Sit up in the bath
    .alt = In the tub, a person comes up slowly from lying back to sitting, both hands on the rim. The person rests there before standing up.
figure-stand-slowly = Stand up slowly and hold on
    .alt = A person rises slowly out of the bathtub, knees still bent, and holds a rail at the wall with both hands. No hurry, dizziness may come.
figure-towel-warm = Warm damp towel on the low back
    .alt = Two hands wring a warm towel out over a bowl. A person lies face down with the folded warm towel on the low back.
figure-wrap-wear = Heat wrap under the clothes
    .alt = A person walks about with a heat wrap around the waist under the shirt, dotted where the shirt hides it. In the window: the shirt hangs over the upper edge of the wrap, and the wrap covers the low back.

## Massage

figure-ball-wall = One ball against the wall
    .alt = A person stands with the back to a wall, knees a little bent. One ball sits between the wall and the soft muscle beside the spine, above the waist. Bending and straightening the knees rolls the ball up and down.
figure-balls-floor = Rolling on two tennis balls
    .alt = A person lies on the back, knees bent, feet flat, arms crossed on the chest. Two balls are under the middle of the back, above the waist, one on each side of the spine, never on it. The feet push so that the balls roll slowly a few inches up and down the back.
figure-balls-place = Lie down and place the balls
    .alt = A person leans back on one elbow, knees bent. One hand lays two balls on the mat behind the middle of the back, one for each side of the spine. Then the back comes down on them.
figure-partner = Partner massage
    .alt = One person lies face down with a pillow under the chest and rolled towels under forehead and ankles. The partner kneels beside the hips and leans in with straight arms. One palm lies on the other and circles on the muscle beside the spine.
figure-partner-change = Change sides
    .alt = Seen from above: the partner gets up and walks round the feet of the lying person. The partner kneels down on the other side and does the same there.
figure-partner-fists = Soft fists down both sides
    .alt = The partner slides two soft fists, fingers folded under, slowly down the back, one on each side of the spine, to the hips. The fists never touch the spine.
figure-partner-oil = Warm oil in the hands
    .alt = The partner kneels beside the lying person and rubs the hands together. In the window, oil runs from a small bottle into an open palm and lies there in a small pool.
figure-partner-palms = Slow circles with both palms, middle of the back
    .alt = The partner kneels nearer to the head, one palm on top of the other. They make slow circles on the muscle beside the spine, in the middle of the back. A coloured band across the back, over the lower ribs, shows where. The spine itself is not pressed.
figure-partner-palms-low = Slow circles with both palms, nearer the hips
    .alt = The partner kneels beside the hips, one palm on top of the other. They make slow circles on the muscle beside the spine, low down, near the hips. A coloured band across the back, just above the hips, shows where.
figure-partner-rest = Rest still
    .alt = The massage is over. The lying person stays and breathes calmly, the partner sits back on the heels, hands on the thighs.
figure-partner-rock = Rock the low back
    .alt = The partner lays one hand on each side of the low back. The hands rock the hips gently from side to side, as a curved arrow with two heads shows.
figure-partner-setup = Set up for partner massage
    .alt = A person lies face down on a flat mat. A pillow is under the chest, one rolled towel under the forehead, one rolled towel under the ankles. Arrows point to these three.
figure-partner-sweep = Open palms to the hips
    .alt = The partner strokes with both open palms, one on each side of the spine, from the middle of the back down to the hips.
figure-partner-thumbs = Small circles with the thumbs, toward the hips
    .alt = The partner makes small circles with both thumbs on the muscle beside the spine. The thumbs drift slowly from the middle of the back down to the hips. A long coloured band over the back shows the way.
figure-partner-thumbs-low = Small circles with the thumbs, nearer the hips
    .alt = The partner makes small circles with both thumbs on the muscle beside the spine, low down, and drifts to the edge of the pelvis. A narrow coloured band across the back, just above the hips, shows where.
figure-roll-side-up = Roll to the side, then push up to sit
    .alt = First, seen from above: lying on the side with bent knees, the upper hand flat on the floor in front of the chest. Second: that hand and the elbow have pushed the body up to sitting, knees bent, feet flat. The back does not twist.
figure-roller-buttock = Foam roller under one buttock
    .alt = A person sits on a foam roller, leaning to one side so that only that buttock is on it. One hand is on the floor behind, one ankle rests on the other knee. The foot on the floor rolls the body slowly back and forth.
figure-roller-ribs = Foam roller under the ribs
    .alt = A person lies across a foam roller that is under the ribs, not under the low back. Hands hold the head, knees are bent, the hips are just off the floor. The legs move the body slowly back and forth over the roller.
figure-roller-set = Sit down in front of the roller
    .alt = A person sits on the floor, knees bent, and leans back. The foam roller lies behind the ribs, not behind the low back. One hand holds the roller, the other is flat on the floor. Then the ribs come down on the roller.
figure-wall-stand = Stand and place the ball
    .alt = A person stands with the back close to a wall. One hand puts a ball between the wall and the soft muscle beside the spine, above the waist. Feet stand a step away from the wall.

## Stretch

figure-both-knees = Both knees to the chest
    .alt = A person lies on the back. Both hands hold both knees and pull them gently toward the chest, hold, and let go. Head and shoulders stay down.
figure-cat-camel = Cat and camel
    .alt = A person on hands and knees. First the back rounds up and the head drops, then the back sinks down and hollows and the head lifts. Hands stay under the shoulders, knees under the hips.
figure-child-hold = Rest with the bottom on the heels
    .alt = A person kneels, sits back on the heels and rests, forehead near the floor, arms long in front, back long and loose. Stay and breathe.
figure-hamstring = Back of the thigh, lying
    .alt = A person lies on the back, one foot flat. Both hands hold behind the other thigh. The knee straightens slowly until there is a light pull behind the thigh.
figure-heels = Bottom to heels
    .alt = From hands and knees, a person moves the bottom back to the heels. The hands stay in front, the head comes down, the back grows long.
figure-knee-chest = One knee to the chest
    .alt = A person lies on the back, knees bent. Both hands pull one knee gently toward the chest, hold, and let go. The other foot stays on the floor.
figure-knee-rolls = Knee rolls, seen from above
    .alt = Seen from above: a person lies on the back, arms out to the sides, knees bent and together, feet near the seat. Both knees roll down to one side, come back and roll down to the other side, which is dotted. Shoulders stay on the floor.
figure-lie-down = Lie down on your back
    .alt = A person lies on the back on a mat, head on a flat pillow. Both knees are bent, both feet flat on the floor, the arms beside the body.
figure-piriformis = Buttock stretch, legs crossed
    .alt = A person lies on the back. One ankle lies across the other knee. Both hands hold behind the lower thigh and pull it toward the chest. A light pull comes in the buttock of the crossed leg.
figure-rest-back = Rest on your back
    .alt = A person lies still on the back. A pillow is under the head, a thick pillow under the knees. The arms lie loose beside the body.
figure-tilt = Pelvic tilt
    .alt = A person lies on the back, knees bent, feet flat, arms on the floor beside the body. The low back presses flat into the floor, holds, and lets go. The hips stay down. In the window: the hollow under the low back closes.
figure-to-knees = From lying to hands and knees
    .alt = First, seen from above: roll to the side with bent knees. Second: push up with the hands to hands and knees.
figure-walk = A short walk
    .alt = A person walks at an easy pace, back upright, arms swinging loosely.

## Move and rest

figure-up-and-move = Up and move
    .alt = A person has got up from the chair at the desk and walks away from it, back upright, arms swinging loosely. The laptop stays open on the desk.
figure-lean-back = Lean back, hands on the hips
    .alt = A person stands, hands behind the hips, knees straight. The upper body leans back a little and comes upright again. Where it was before is dotted.
figure-sit-stand = Sit down and stand up, slowly
    .alt = A person sits down on a chair and stands up from it again, slowly, feet flat, arms stretched out in front, back straight. The standing body is dotted.
figure-lie-front = Lie on your front
    .alt = A person lies face down on a mat, forehead on folded hands, legs loose. Stay for half a minute.
figure-prop = Rest on your forearms
    .alt = A person lies face down, hips and legs on the mat. The chest is off the floor: elbows are under the shoulders, forearms flat in front. The back hollows softly. Stay for half a minute.
figure-press-up = Press up, hips down
    .alt = A person lies face down, hands flat beside the ribs. The arms press the chest up, then it comes down again. Hips and legs stay on the mat, as a short arrow shows.
figure-bridge = Bridge
    .alt = A person lies on the back, knees bent, feet flat, arms beside the body. The hips lift until the body is straight from shoulders to knees, then come down slowly. Shoulders, arms and feet stay on the floor.
figure-bird-dog = One leg and the other arm
    .alt = A person is on hands and knees. One leg stretches straight back, the arm of the other side straight forward, both level with the trunk. They hold and come back. The back stays flat and does not turn.
figure-hip-flexor = Front of the hip, half kneeling
    .alt = A person kneels on one knee, a pillow under it, the other foot flat in front. The trunk stays upright. The hips move forward a little, until the front of the hip of the kneeling leg pulls lightly.
figure-breathe = Slow, calm breathing
    .alt = A person lies on the back, knees bent, one hand on the belly. Belly and hand rise slowly as the breath comes in. They sink more slowly as it goes out.
figure-let-go = Let go, from head to feet
    .alt = A person lies on the back, a thick pillow under the knees, arms loose. Coloured patches show what lets go, one after the other: jaw, shoulders, belly, low back, legs.
figure-rest-position = Two ways to rest the back
    .alt = Two ways. One: a person lies on the back, hips and knees bent, both calves on the seat of a chair. The other, seen from above: a person lies on the side, knees bent, a pillow between them.
figure-sleep-side = Sleeping on the side
    .alt = Seen from above, at night: a person lies on the side, knees a little bent. The head is on a pillow, a second pillow is between the knees.
figure-sleep-back = Sleeping on the back
    .alt = At night: a person lies on the back, a pillow under the head and a thick pillow under both knees.
figure-sleep-front = Sleeping on the front
    .alt = At night: a person lies face down, head on folded hands, a flat pillow under the belly and hips.

## States

figure-all-done = All done
    .alt = A person stands upright and relaxed, arms loose. The pack and its cloth lie put away on a small table. A large tick: everything is done.
figure-helper-question = Cold or warm?
    .alt = A person stands and thinks, a hand at the chin. Two bubbles: a cold pack with crystals, a warm pack with waves, and a question mark between them.
figure-rest-timer = The skin rests
    .alt = A person lies face down, nothing on the back. The pack lies aside on the floor, and in the window a crossed disc stands where it was. A clock shows the time of rest, in which the skin comes back to its own warmth.
