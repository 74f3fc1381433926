# What Lumbar is and is not, warning signs, skin and health: what is asked, and what is said to the answers.

## What Lumbar is and is not

disclaimer-title = What Lumbar is and is not
disclaimer-1 = This app gives general information and timers for adults with common low back pain. It is not a medical device.
disclaimer-2 = It does not examine you, name a cause, or treat an illness. It does not replace a doctor, nurse or physiotherapist. If you feel worse, or are unsure, stop and ask one.
disclaimer-3 = The timer can fail: if your computer sleeps or the sound is off, you may not be warned. Use a second timer for ice and heat.
disclaimer-4 = The limits come from public sources, listed in Sources, and have not been checked for your own health.
disclaimer-adult = I am 18 or older, and I have read this
disclaimer-accepted = Read and accepted on

## Before a first start: one page

before-first-cold = Before your first ice
before-first-heat = Before your first warmth
before-first-contrast = Before your first warm and cold
before-first-massage = Before your first massage
before-first-stretch = Before you start to move
before-cold = Before you use ice
before-heat = Before you use warmth
before-contrast = Before you use warm and cold
before-massage = Before the massage
before-stretch = Before you start to move
before-lead = Your answers stay on this computer.
before-skin = And any of these?
before-some = Yes, or not sure
before-what = General information, no doctor and no medical device. The timer can fail: set a second one.
before-presses = Then three presses: on, skin fine, off.
before-go-adult = I am 18 or older: get ready
before-go-with = An adult is with me: get ready
before-younger = I am younger
which-title = Which of these?
    .lead = Tick what is true, or what you are not sure about.
which-save = That is all: go on
younger-title = Lumbar is made for adults
    .lead = Please read the next page with a parent, a nurse or a doctor. Then go on together.
younger-go = We read it together

## Warning signs: the list that may be an emergency

flags-title = Do you have any of these now?
    .lead = They are rare. If one is there, a timer is not what you need.
flag-emergency-1 = A numb or odd feeling between your legs, around your bottom or genitals
flag-emergency-2 = Trouble starting to pee, new leaks of pee or poo, or you cannot tell when you need to go
flag-emergency-3 = Weak, numb or tingling in both legs, or a leg or foot getting weaker
flag-emergency-4 = A new change in sexual feeling or function
flag-emergency-5 = Chest pain
flag-emergency-6 = Pain after a bad fall, crash or blow
flag-emergency-7 = Sudden strong belly pain, or a throbbing lump there
flag-emergency-8 = Pregnant, and pain in waves, bleeding or leaking fluid
flags-none = None of these
flags-yes = Yes, one of these
flags-unsure = Not sure
flags-calm = Good. Most back pain eases within weeks. Moving is safe and helps: hurt is not harm.
flags-again = It is a while since you looked at the warning signs. Still none of them?
    .none = Still none of these
    .look = Look at the list
flags-look = Look at the list
flags-never = You have not looked at the list yet.
flags-said-none = “None of these”, you said on { $date }.
flags-said-unsure = “Not sure”, you said on { $date }.
flags-said-emergency = “Yes, one of these”, you said on { $date }.
flags-seen = “I have been seen about this”, you said on { $date }.
pain-changed = My pain changed
    .lead = New, stronger, or somewhere else? Then look at the list again.

## Help

help-title = Call 999 (112, 911) or go to A&E now
help-title-unsure = Call 111, or 999 if it gets worse
help-lead = Do not wait, and do not drive yourself. Some of these signs need help within hours.
help-number-1 = 999
help-number-2 = 112
help-number-3 = 911
help-number-advice = 111
help-say = Say this:
    .words = “I have low back pain, and now this too.” Name the sign, and say since when it is there.
help-other = Not sure? Call 111 in the UK, or your doctor, and say the same. They decide with you.
help-other-unsure = 111 is the number in the UK. Elsewhere call your doctor. They decide with you. It gets worse, or nobody answers? Call 999 (112, 911) or go to A&E.
help-seen = I have been seen about this
help-wrong = I pressed the wrong answer
help-until = Until then, no ice, warmth or exercise starts here. Taking things off always works.
help-banner = You told Lumbar of a warning sign. Get help now, do not wait.
    .link = Whom to call
help-banner-unsure = You may have a warning sign. Call 111, or 999 if it gets worse.

## Other reasons to see someone: they close nothing

reasons-link = Other reasons to see someone
reasons-title = Other reasons to see someone
    .lead = These are no emergency, and nothing is closed for them. Lumbar keeps your answer on the Safety page.
reasons-look = Look at the reasons
reasons-today = Call your doctor today
    .yes = One of these: I will call today
reasons-book = Book a visit
    .yes = One of these: I will book a visit
reasons-emergency = The list that may be an emergency
reason-today-1 = Fever, shivers, or you feel very ill
reason-today-2 = New weakness in one leg
reason-today-3 = A fall, even a small one, if you have thin bones
reason-book-1 = Weight loss you cannot explain
reason-book-2 = You have or had cancer, and this pain is new
reason-book-3 = A weak immune system, steroid tablets for long, or injected drugs
reason-book-4 = A lump, or a change in the shape of your back
reason-book-5 = Pain between the shoulder blades
reason-book-6 = A urine infection not long ago
reason-book-7 = Pain down one leg that does not settle in a few weeks
reason-book-8 = You are under 45, it has lasted more than 3 months, and mornings are stiff for over half an hour. Moving makes it better, and it wakes you in the second half of the night.
reason-book-9 = No better after 4 to 6 weeks, or getting worse
see-said-today = “I will call today”, you said on { $date }. Have you? Then you can press “None of these” there.
see-said-book = “I will book a visit”, you said on { $date }.

## Skin and health

health-title = Your skin and health
    .lead = Tick what is true, or what you are not sure about. Your answers stay on this computer.
health-cannot-feel = You cannot feel warm and cold normally on your back
health-not-whole = The skin there is not whole: a wound, a burn
health-feels = You can feel warm and cold normally on your low back
health-whole = The skin there is whole
health-yes = Yes
health-no = No
health-conditions = Conditions you told Lumbar about
health-save = Save my answers
# What is asked together on the page before a first start, where all of it is asked; the boxes name each by itself.
together-feel = Numb skin there or nearby, or you cannot feel warm and cold well
together-skin = Broken or burnt skin, a rash, eczema or an infection there
together-flow = Raynaud’s (white fingers), a cold allergy, vasculitis or poor blood flow
# Each condition; .your stands in “You told Lumbar about …”.
condition-raynauds = White fingers in the cold (Raynaud’s), or a cold allergy
    .your = your fingers and the cold
condition-poor-flow = Poor blood flow in the legs, or vasculitis
    .your = your blood flow
condition-numb = Diabetes with numb skin, or numb skin nearby
    .your = your numb skin
condition-heart = Angina, heart failure, or an uneven heartbeat
    .your = your heart
condition-blood-pressure = High blood pressure
    .your = your blood pressure
condition-clot = A blood clot in a leg now
    .your = a blood clot
condition-bleeding = Blood thinners, or blood that does not stop well
    .your = your blood
condition-cancer = Cancer being treated now, or in the spine or bones
    .your = cancer
condition-skin-disease = Eczema, a rash or an infection there
    .your = your skin
condition-thin-bones = Thin bones (osteoporosis), or a bone broken in the last months
    .your = your bones
condition-disc = A slipped disc, a narrow spine (stenosis) or a slipped bone
    .your = your spine
condition-pregnant = Pregnant
    .your = your pregnancy
condition-sensitive = 55 or older, or sensitive skin
    .your = your skin
clinician-fine = A doctor, nurse or physiotherapist told me this is fine
    .back = Take this back
clinician-old = You said so on { $date }. That is a year ago or more: please ask again.
clinician-bed = A doctor, nurse or physiotherapist told me that a heat wrap in bed is fine

## Since last time

since-ask = Since last time: alcohol, strong painkillers, new swelling, skin trouble? Tell Lumbar
since-link = What is new today
since-title = Since last time
    .lead = Tick what is true now. Alcohol counts for 6 hours, tablets for 8, swelling for 48.
since-alcohol = I have drunk alcohol in the last 6 hours
since-medicine = I have taken sleeping tablets or strong painkillers such as codeine, in the last 8 hours
since-swelling = There is swelling, a bruise or hot skin there, or I had a knock in the last 2 days
since-skin = The skin there is no longer whole: a wound, a burn, a rash or an infection
since-doze = I may doze off
since-save = Save this
since-nothing = Nothing new

## Who should leave it out, or ask first

who-title = Who should leave it out, or ask first
not-for-you = Leave it out, or ask first
who-leave = Leave it out, unless a doctor or nurse says it is fine:
who-ask = Ask a pharmacist, nurse or doctor first:
who-cold = Ice and cold packs
who-warm = Warm packs and wraps
who-bath = A warm bath
who-hot = Sauna, hot tub, warm and cool shower
who-massage = Massage
who-stretch = Stretches and exercises
who-everyone = For everyone: never asleep, and no ice or warmth on skin that is hurt or numb.
