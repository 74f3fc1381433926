# Sources: source-KEY is the title, .takes what we take from it, .url where it is (.url-2 a second place), .grade how it was seen
# (A, B, C, none). Addresses and grades are data. sources-disagree-N: where sources disagree with each other.

sources-title = Sources
    .lead = Every number in Lumbar comes from one of these pages, or is marked as our own choice. Pages were read as stored copies, so they may have changed since.
    .review = No doctor, nurse or physiotherapist has checked this list yet.
grade-A = A: the page of the named body, read there
grade-B = B: the named body’s text, read in a copy
grade-C = C: a weak or selling page, used only to show the range
grade-none = No letter: we could not see this page

## The article’s own five references

source-1 = Getting the Right Massage for Low Back Pain (spine-health)
    .takes = Massage may ease back pain for a short time. What a trained masseur does is longer than a helper at home should do. Read in a reprint.
    .url = https://www.spine-health.com/blog/getting-right-massage-low-back-pain
    .url-2 = http://www.resetwellness.ca/blog/2018/3/4/getting-the-right-massage-for-low-back-pain
    .grade = B
source-2 = Lower back massage (Healthline)
    .takes = The steps with two tennis balls, with the foam roller, and with a partner. We could not find the page itself, so these steps rest on the article alone.
    .url = https://www.healthline.com/health/back-pain/lower-back-massage
    .grade = none
source-3 = Back Muscles and Low Back Pain (spine-health)
    .takes = Strained or sore joints of the spine can make the large back muscles cramp, so rubbing the muscles alone is often not enough. The page itself was not found; a page of the same publisher says the same.
    .url = https://www.spine-health.com/conditions/spine-anatomy/back-muscles-and-low-back-pain
    .url-2 = https://www.spine-health.com/glossary/muscle-spasm
    .grade = A
source-4 = How to Apply Heat Therapy (spine-health)
    .takes = The six kinds of warmth. The present text says 15 to 20 minutes, up to 30 for strong or old pain, and never in your sleep.
    .url = https://www.spine-health.com/treatment/heat-therapy-cold-therapy/how-apply-heat-therapy
    .grade = A
source-5 = Ice Packs for Back Pain Relief (spine-health)
    .takes = Five kinds of cold packs, never longer than 20 minutes, never straight on the skin, and 20 minutes on, 20 off. The page itself was not found; an older page of the same publisher has the same limits.
    .url = https://www.spine-health.com/treatment/heat-therapy-cold-therapy/ice-packs-back-pain-relief
    .url-2 = http://www01.spine-health.com/treatment/heat-therapy-cold-therapy/how-use-ice-massage-therapy-back-pain
    .grade = A

## Our own choice

source-PC = Our own choice
    .takes = No source states this number. We chose it with care and say so.
    .grade = none

## Cold

source-SH-ice-old = How to Use Ice Massage Therapy for Back Pain, older text (spine-health)
    .takes = At most 20 minutes a turn, and up to 8 or 10 turns in 24 hours.
    .url = http://www01.spine-health.com/treatment/heat-therapy-cold-therapy/how-use-ice-massage-therapy-back-pain
    .grade = A
source-SH-ice-blog = How to Use Ice to Treat Your Lower Back Pain (spine-health)
    .takes = A wet towel or sponge needs 10 to 20 minutes in the freezer.
    .url = https://spine-health.com/blog/how-use-ice-treat-your-lower-back-pain
    .grade = A
source-SH-ice-massage = Ice Massage for Back Pain Relief (spine-health)
    .takes = Five minutes, two to five times a day, in circles, off the bony spine. Cold helps most in the first two days; for some, taking turns with warmth helps most. A pillow under the hips rests the low back.
    .url = https://spine-health.com/treatment/heat-therapy-cold-therapy/ahhice-massage-therapy-back-pain-relief
    .url-2 = https://www.spine-health.com/treatment/heat-therapy-cold-therapy/how-use-ice-massage-therapy-back-pain
    .grade = A
source-MPFT-cold = Safe use of cold treatment, Midlands Partnership NHS
    .takes = 10 to 15 minutes, never over 20; skin back to normal and 2 to 3 hours before the next time; who should not use cold.
    .url = https://mpft.nhs.uk/services/msk/self-help/general-advice/safe-use-cold-treatment
    .grade = A
source-MACAULEY = Ice Therapy: How Good is the Evidence? (2001)
    .takes = Blocks of ten minutes did best in a review. Muscles react slowly for up to half an hour after cold.
    .url = https://it.scribd.com/document/313374393/2001-Ice-Therapy-How-Good-is-the-Evidence
    .grade = B
source-BLEAK = Intermittent vs standard cryotherapy in ankle sprain
    .takes = Short blocks with a break gave less pain in movement than one of 20 minutes, in sprained ankles.
    .url = https://pmc.ncbi.nlm.nih.gov/articles/PMC2579462
    .grade = A
source-KHOSH = Vasoconstriction with cryotherapy (2015)
    .takes = With cooling devices, blood flow in the skin stayed low well after the skin was warm again. This is why turns in a row end after a few.
    .url = https://pmc.ncbi.nlm.nih.gov/articles/PMC4395553
    .grade = A
source-TM = Ice and heat therapy, training for pharmacies
    .takes = Check the skin after 5 minutes. 30 to 60 minutes between turns of cold. No heat for 48 hours, except for a cramped low back.
    .url = https://www.tmmagazine.co.uk/learning/topical-pain-relief/ice-and-heat-therapy-19027
    .grade = A
source-PT-C = When to ice (a physiotherapy practice)
    .takes = 40 minutes between turns of cold.
    .url = https://activeptsolutions.com/?p=5491
    .grade = C
source-ACPSM-2000 = News on physiotherapists’ ice advice (2000)
    .takes = An older limit of 30 minutes, and 10 on thin places.
    .url = https://www.eurekalert.org/pub_releases/2000-10/BSJ-Btfv-0210100.php
    .grade = B
source-BJSM-chips = Frozen chips: an unusual cause of severe frostbite (case report)
    .takes = A bag of frozen chips in a towel, on for at least 40 minutes while asleep, injured the skin and a nerve for good. This is why staying on too long has its own rules.
    .url = https://docslib.org/doc/1819409/case-report-frozen-chips-an-unusual-cause-of-severe-frostbite-injury
    .grade = B
source-SCIAM = Frostbite from frozen pea (Scientific American)
    .takes = The same case, retold.
    .url = https://www.scientificamerican.com/article/frostbite-from-frozen-pea/
    .grade = A
source-BJSM-gym = Ice pack burn (case report)
    .takes = A second burn from an ice pack.
    .url = https://bjsm.bmj.com/content/33/4/278
    .grade = A
source-COLDBURN = Cold burns in one British burns unit
    .takes = 23 cold burns in 11 years.
    .url = https://burnstrauma.biomedcentral.com/articles/10.1186/s41038-016-0060-x
    .grade = A
source-COLD-C = Who should not use cold (a spa textbook)
    .takes = Cold allergy, rheumatoid arthritis and paralysis speak against cold.
    .url = https://www.spavelous.com/EB/N080808/ColdSpaTreatments11.html
    .grade = C
source-DEROYAL = Label of a hot and cold device
    .takes = Poor blood vessels, diabetes, children up to 12, pregnancy and tumours on its list of who should not.
    .url = https://deroyal.com/products/search-catalog-item/catalog-item-preview/pc-temptherapy-jetstream
    .grade = A

## Warmth

source-SH-heat = How to Apply Heat Therapy, present text (spine-health)
    .takes = 15 to 20 minutes, up to 30 for strong or old pain. Never sleep with a pad. The same page as (4).
    .url = https://www.spine-health.com/treatment/heat-therapy-cold-therapy/how-apply-heat-therapy
    .grade = A
source-SH-heat-old = How to Apply Heat Therapy, copies of the older text
    .takes = “30 minutes to 2 hours, or more”: where the article’s two hours come from. Lumbar does not follow it.
    .url = http://aliheat.com/faq/what-is-sensible-heat/item/9-ideal-heat-therapy.html
    .url-2 = https://elementsmassage.com/geneva/blog/how-to-apply-heat-therapy
    .grade = B
source-SH-heat-blog = How to Use Heat for Lower Back Pain Relief (spine-health)
    .takes = The warm damp towel; 30 minutes to 2 hours, which Lumbar does not follow.
    .url = http://www.spine-health.com/blog/how-use-heat-lower-back-pain-relief
    .grade = A
source-SH-index = Heat Therapy and Cold Therapy (spine-health)
    .takes = A skin disease and diabetes speak against heat.
    .url = https://www.spine-health.com/treatment/heat-therapy-cold-therapy
    .grade = A
source-MPFT-heat = Safe use of heat treatment, Midlands Partnership NHS
    .takes = 10 to 15 minutes, up to three times a day, never boiling water, never asleep; who should not use heat.
    .url = https://mpft.nhs.uk/services/msk/self-help/general-advice/safe-use-heat-treatment
    .grade = A
source-SFH = Heat and ice, Sherwood Forest Hospitals
    .takes = Cold 15 to 20 minutes, heat 20 to 30 minutes, every 2 to 3 hours, never asleep.
    .url = https://sfh-tr.azurewebsites.net/services/fracture-clinic-physiotherapy/general-advice/heat-and-ice
    .grade = A
source-SIRONA = The Use of Heat and Cold, Sirona care & health
    .takes = Heat 20 to 30 minutes with layers of towel, skin checks, never asleep; who should not use heat or cold.
    .url = https://sirona-cic.org.uk/advice-information/leaflet-library/the-use-of-heat-and-cold/
    .grade = A
source-MAYO-HL = When Muscles Are Sore, Stay Cool (on the Mayo Clinic Health Letter)
    .takes = About 20 minutes; cold in the first days with 4 to 6 hours between; heat after 2 to 3 days, up to three times a day.
    .url = https://consumer.healthday.com/fitness-information-14/misc-health-news-265/when-muscles-are-sore-stay-cool-527451.html
    .grade = B
source-NADLER = Heat wrap, ibuprofen and acetaminophen compared (Spine 2002)
    .takes = A wrap of about 40 °C, worn for eight hours, eased new back pain more. Paid for by its maker.
    .url = https://hyperthermicwellness.com/continuous-low-level-heat-wrap-therapy-provides-more-efficacy-than-ibuprofen-and-acetaminophen-for-acute-low-back-pain-74-2
    .grade = B
source-NADLER-night = Heat wrap over night
    .takes = A study of wraps at night found them useful. Lumbar still says not in bed.
    .url = http://www.getfittglobal.com/page/low-back-pain/439/
    .grade = B
source-THERMA = Warnings of a maker of heat wraps
    .takes = Eight hours in 24, seven days in a row at most, no other heat, not on a bruise or swelling of the last 48 hours, by day first.
    .url = https://www.thermacare.ie/warnings/
    .url-2 = https://www.thermacare.com/should-i-be-concerned-about-being-burned-product
    .grade = A
source-THERMA-55 = Label of a heat wrap, as quoted
    .takes = At 55 or older, wear it over clothes.
    .url = https://sharedreviews.com/review/got-back-pain-give-these-heat-wraps-a-try
    .grade = C
source-FDA = Warning about electric heating pads (FDA and CPSC, 1995, archived)
    .takes = A pad can burn even on low when it stays in one place. Danger with poor feeling, diabetes, sleep or pain medicine, and alcohol.
    .url = http://www.fda.gov/MedicalDevices/Safety/AlertsandNotices/PublicHealthNotifications/ucm242866.htm
    .grade = A
source-PAD-tips = Tips for heating pads
    .takes = Do not lie on a heating pad.
    .url = https://www.latimes.com/archives/la-xpm-1991-01-12-hm-7363-story.html
    .url-2 = https://bvmedical.com/blogs/product-information/how-to-use-a-heating-pad-safely
    .grade = C
source-MU = Tips of the University of Missouri, as reported
    .takes = A pad for 15 to 20 minutes, not above medium.
    .url = https://abcnews.go.com/Health/Healthday/story?id=4506435&page=1
    .grade = B
source-HL-pad = How long to use a heating pad (Healthline), as quoted
    .takes = 15 to 30 minutes on high, up to about an hour on low. Lumbar allows the hour only on low and after a warning.
    .url = http://indivious.domain.glass/search/?q=how+long+to+apply+a+heating+pad+to+back
    .grade = C
source-IND-hwb = Six groups who should be careful with hot water bottles
    .takes = Replace a bottle after two years.
    .url = https://en.pressbee.net/show3630911.html?title=the-six-groups-who-should-be-careful-using-hot-water-bottles
    .grade = C
source-EAI = Skin marked by heat (Clinical Advisor)
    .takes = Warmth on the same place again and again can mark the skin.
    .url = https://www.clinicaladvisor.com/home/features/advisor-forum/can-a-heating-pad-cause-cancer/
    .grade = A
source-CPSC-B = Hot tub safety, quoting the CPSC
    .takes = Water of at most 40 °C (104 °F).
    .url = https://hottubwarehouse.com/blogs/posts/hot-tub-safety-101-water-temperature-drugs-and-alcohol-pregnancy-children-and-infants
    .grade = C
source-TUB-C = Hot tub safety, time in the water
    .takes = 15 to 20 minutes at that heat.
    .url = https://hottubwarehouse.com/blogs/posts/hot-tub-safety-101-water-temperature-drugs-and-alcohol-pregnancy-children-and-infants
    .grade = C
source-HARV-sauna = Saunas and your health (Harvard)
    .takes = At most 15 to 20 minutes, no alcohol, cool down slowly, drink water.
    .url = https://health.harvard.edu/staying-healthy/saunas-and-your-health
    .grade = A
source-PREG = Hot tubs and saunas in pregnancy
    .takes = Pregnant: do not get too warm; advice is against hot tubs and saunas.
    .url = https://madeformums.com/pregnancy/are-hot-tubs-and-saunas-safe-in-pregnancy
    .url-2 = https://womenfitness.org/sauna-or-hot-tub-use-during-pregnancy
    .grade = C
source-HEAT-C = Who should not use heat (a clinic)
    .takes = A skin disease, a blood clot, diabetes, blood vessel disease, an open wound and high blood pressure speak against heat.
    .url = http://drpress.com/index.php?p=453114
    .grade = C

## Warm and cold in turn

source-CAMERON = Contrast bath (wording of a textbook)
    .takes = For arms and legs: 3 to 4 minutes warm, 1 minute cool, end warm; proof is lacking. Lumbar moves this to the shower.
    .url = https://www.scribd.com/document/633178224/contrast-bath-pdf
    .grade = C
source-SRS = Contrast bath in physiotherapy (slides)
    .takes = Another rhythm: ten minutes warm, then one to four.
    .url = https://slidepub.com/slideshow/contrast-bath-in-physiotherapy-srs
    .grade = C
source-BALL = Ice and heat in turn (a chiropractor)
    .takes = 15 minutes each in turn on the back.
    .url = https://drbretball.com/?p=603
    .grade = C
source-WALSH = When to use ice or heat for back pain (a chiropractor)
    .takes = 20 minutes of ice, 30 of nothing, 20 of heat.
    .url = http://docwalsh.com/when-to-use-ice-or-heat-for-back-pain/
    .grade = C

## Which helps: reviews and guidelines

source-COCH-heat = Superficial heat or cold for low back pain (Cochrane review, CD004750)
    .takes = Heat wraps gave a small, short ease in new pain, more with exercise. About cold there are too few studies to judge.
    .url = https://cochranelibrary.com/es/cdsr/doi/10.1002/14651858.CD004750.pub2/full/ru
    .url-2 = https://acuresearchbank.acu.edu.au/item/8871x/a-cochrane-review-of-superficial-heat-or-cold-for-low-back-pain
    .grade = A
source-COCH-mass = Massage for low-back pain (Cochrane review, CD001929)
    .takes = 25 trials; a gain in pain for a short time; the proof is weak.
    .url = https://cochranelibrary.com/cdsr/doi/10.1002/14651858.CD001929.pub3/hr
    .grade = A
source-ACP = Noninvasive Treatments for Acute, Subacute, and Chronic Low Back Pain (American College of Physicians, 2017)
    .takes = For new pain: warmth, and massage with weaker proof. No waiting time before warmth is stated.
    .url = https://www.guidelinecentral.com/guideline/13349/
    .grade = B
source-NICE = Low back pain and sciatica in over 16s (NICE, NG59)
    .takes = Stay active and exercise. Massage only together with exercise.
    .url = https://jesse.tg/ngc-archive/summary/11116
    .url-2 = https://southwest.devonformularyguidance.nhs.uk/formulary/chapters/4-central-nervous-system/management-of-low-back-pain-and-sciatica
    .grade = B
source-WHO = Guideline on chronic low back pain (WHO, 2023)
    .takes = Massage and exercise may be offered; the proof is weak.
    .url = https://www.guidelinecentral.com/guideline/3352095/
    .url-2 = https://ncbi.nlm.nih.gov/books/NBK599210
    .grade = B
source-KNGF = Low back pain, massage (Dutch physiotherapists, 2021)
    .takes = Never massage as the only thing.
    .url = https://www.kngf.nl/kennisplatform/richtlijnen/lage-rugpijn-2021/therapeutisch-proces/massage
    .grade = A
source-NHS-bp = NHS back pain advice, as quoted
    .takes = A wrapped ice pack for pain, a wrapped heat pack for stiffness; stay active.
    .url = https://pagegoo.com/2025/12/nhs-issues-back-pain-advice-in-run-up-to-christmas
    .grade = B
source-CC = Ice or heat for pain (Cleveland Clinic, 2020)
    .takes = Ice for pain of less than six weeks, no heat on new injuries.
    .url = https://health.clevelandclinic.org/should-you-use-ice-or-heat-for-pain-infographic
    .grade = A
source-ADAM = Managing acute back pain at home
    .takes = One good way: ice for two to three days, then heat.
    .url = http://owensborohealthse3.adam.com/content.aspx?productid=75&pid=75&gid=000016
    .grade = B

## Warning signs and first aid

source-NHS-red = NHS warning signs in back pain, as quoted
    .takes = Which signs need help now, and which need a doctor soon.
    .url = https://sheffieldachespains-staging.preflight.site/conditions/back-pain/what-is-back-pain
    .url-2 = https://redflagsymptoms.co.uk/back-pain
    .grade = B
source-CES = Cauda equina syndrome (Torbay and South Devon NHS; Royal Free NHS)
    .takes = Odd feeling between the legs, trouble with bladder or bowel, changes in sexual feeling: help now.
    .url = https://www.torbayandsouthdevon.nhs.uk/services/specialist-spinal-orthopaedic-physiotherapy-service/common-spinal-conditions/cauda-equina-syndrome/
    .url-2 = https://royalfree.nhs.uk/patients-and-visitors/patient-information-leaflets/cauda-equina-syndrome
    .grade = A
source-MAYO-red = When to see a doctor for back pain (Mayo Clinic)
    .takes = Fever, a fall, belly pain, pain down a leg: see someone now. No better after four weeks: see someone.
    .url = https://mayoclinic.org/connected-care/when-to-see-a-doctor-for-back-pain/cpt-20470965
    .grade = A
source-VERHAGEN = Red flags in low back pain guidelines (review of 16)
    .takes = The signs that most guidelines share.
    .url = https://link.springer.com/article/10.1007/s00586-016-4684-0
    .grade = A
source-GLOS = Back pain pathway, Gloucestershire
    .takes = Injected drugs, and thin bones with a small fall, belong to the warning signs.
    .url = https://g-care.glos.nhs.uk/pathway/71/resource/3
    .grade = A
source-HW-burn = First aid for burns and cold injuries (CommonSpirit)
    .takes = After cold: do not rub, warm slowly.
    .url = https://www.commonspirit.org/conditions-treatments/electrical-shock-and-burns
    .grade = A
source-NBT = First aid burns, North Bristol NHS
    .takes = Cool a burn under running water for 10 to 30 minutes.
    .url = https://www.nbt.nhs.uk/our-services/a-z-services/burns/first-aid-burns
    .grade = A
source-IFT = Burns and scalds, first aid
    .takes = Cool running water for 20 minutes, no ice, no creams, cling film.
    .url = https://iftrouble.com/firstaid/Burns-and-scalds
    .grade = C

## Massage

source-SH-mass = Getting the Right Massage for Low Back Pain (spine-health), reprint
    .takes = A trained masseur works 20 minutes on each side. Not for a helper at home. The same text as (1).
    .url = http://www.resetwellness.ca/blog/2018/3/4/getting-the-right-massage-for-low-back-pain
    .grade = B
source-SH-tennis = How to Use Tennis Balls for DIY Lower Back Pain Massage (spine-health)
    .takes = Balls just above the low back, no more than 10 to 15 minutes a day. The title was read there, the text in a reprint.
    .url = https://www.spine-health.com/blog/back-pain-relief
    .url-2 = http://www.resetwellness.ca/blog?category=Massage&offset=1520866800801
    .grade = B
source-HW-ball = Massage with a tennis ball (Healthwise)
    .takes = Hold for a few seconds, lift, and move on.
    .url = https://www.myactivehealth.com/hwcontent/content/special/abk6834.html
    .grade = A
source-Foam-1 = Do’s and don’ts of foam rolling for back pain (a spine surgeon)
    .takes = Do not roll the low back.
    .url = https://www.michaelgleibermd.com/news/dos-donts-foam-rolling-back-pain/
    .grade = C
source-Foam-2 = One spot you should never foam roll (a physiotherapist)
    .takes = Do not roll the low back. Ask first with a slipped disc, a narrow spine or a slipped vertebra.
    .url = https://www.springforwardpt.com/one-spot-you-should-never-foam-roll/
    .grade = C
source-Foam-3 = Proper use of a foam roller
    .takes = Do not roll the low back.
    .url = https://generations808.com/proper-use-of-a-foam-roller/?mcat=4
    .grade = C
source-Foam-4 = Foam rolling, quoting trainers’ advice (NASM)
    .takes = Do not roll the low back.
    .url = https://fitwirr4.rssing.com/chan-52118780/article30.html
    .grade = C
source-MASS-C = Risks of massage
    .takes = Blood thinners, a blood clot, a broken bone, very thin bones and a difficult pregnancy speak against massage.
    .url = https://spencermassage.com/risks-of-massage
    .grade = C
source-ASC = When to say no to massage
    .takes = Fever, infection, a recent operation, or a skin disease there speak against massage.
    .url = https://ascensionselfcare.com/know-when-to-say-no-to-massage/
    .grade = C

## Stretch

source-MAYO-ex = Back exercises in 15 minutes a day (Mayo Clinic)
    .takes = Knee to chest, knee rolls and pelvic tilt, with holds of 5 to 10 seconds.
    .url = https://www.mayoclinic.org/healthy-lifestyle/adult-health/multimedia/back-pain/sls-20076265
    .grade = A
source-MAYO-copy = Back exercises, a copy of the same
    .takes = Start the tilt with five a day and build up.
    .url = https://goflyhuman.com/blog/blog-post-title-one-bh5ag
    .grade = B
source-MAYO-old = Back exercises, an older copy
    .takes = Holds of 15 to 30 seconds in the older text.
    .url = https://www.scribd.com/document/63811148/Back-Exercises
    .grade = B
source-NHS-ex = Lower back pain exercises (NHS, 2019 print)
    .takes = Bottom to heels and knee rolls with a deep breath, eight to ten times, daily. Sore knees: not all the way down.
    .url = https://www.nhs.uk/live-well/exercise/lower-back-pain-exercises/
    .url-2 = https://rt.http3.lol/index.php?q=aHR0cHM6Ly93d3cuc2NyaWJkLmNvbS9kb2N1bWVudC80MDM2NjU5NjYvTG93ZXItQmFjay1QYWluLUV4ZXJjaXNlcy1OSFM
    .grade = B
source-NHSi = Exercises for back pain (NHS inform, Scotland)
    .takes = Short holds, five times, three times a day. Stop if it gets worse or a new pain comes.
    .url = https://nhsinform-22072020-0700.azurewebsites.net/illnesses-and-conditions/muscle-bone-and-joints/exercises/exercises-for-back-pain
    .grade = A
source-AAOS-spine = Spine Conditioning Program (American orthopaedic surgeons)
    .takes = Ten kneeling back moves a day.
    .url = https://baystatepain.com/pain-exercises/rehabilitation/spine-program/
    .grade = B
source-AAOS-lbp = Low Back Pain Exercise Guide (American orthopaedic surgeons)
    .takes = 10 to 30 minutes, one to three times a day, in early recovery.
    .url = https://docplayer.net/amp/6743181-Low-back-pain-exercise-guide.html
    .grade = B
source-AAHKS = Your Guide to Managing Low Back Pain
    .takes = Warmth 10 to 15 minutes before exercise, ice 10 to 15 minutes after.
    .url = https://info.5y1.org/exercises-to-help-lower-back_1_0c78ba.html
    .grade = B
source-AAFP = Low back pain exercises (American family doctors)
    .takes = Knee to chest, 5 seconds, ten times each.
    .url = https://www.methodisthospitalforsurgery.com/health-library/story/118b8ed3-989d-44ff-b4a6-f4d8d89d8234
    .grade = B
source-SPH = Lying piriformis stretch (Sports-health)
    .takes = 30 seconds, three times a day. Lumbar does two.
    .url = https://www.sports-health.com/video/video-supine-piriformis-muscle-stretch-3
    .grade = A
source-MERCK = Exercises to prevent low back pain (Merck Manual)
    .takes = The thigh stretch sitting: 10 seconds, ten times each leg.
    .url = https://www.merckmanuals.com/en-pr/home/multimedia/figure/exercises-to-prevent-low-back-pain
    .grade = A
source-SIC = Hamstring stretch (Sports Injury Clinic)
    .takes = The thigh stretch lying: 10 to 30 seconds.
    .url = http://www.sportsinjuryclinic.net/rehabilitation-exercises/stretching-exercises/partner-hamstring-stretch
    .grade = C
source-SLEIGH = Hamstring stretch for low back pain (a chiropractor)
    .takes = 20 to 30 seconds, two or three times.
    .url = https://sleighfamilychiropractic.com/chiropractic-stretches/stretches-for-low-back-pain/hamstring-stretch-for-low-back-pain-relief/
    .grade = C
source-PT-24 = Exercises for older people with low back pain
    .takes = Bottom to heels, held for 30 to 60 seconds.
    .url = http://www.backpaingenius.com/physical-therapy-exercises-for-seniors-combating-lower-back-pain-24hr-homecare/
    .grade = C
source-CAT = The simple cat stretch
    .takes = Three to five times, twice a day.
    .url = https://newslanes.com/back-pain-the-simple-cat-stretch-exercise-to-relieve-your-lower-backache/
    .grade = C
source-ORL = Unlock your spine (Orlando Health)
    .takes = Cat and camel, three sets of ten.
    .url = https://www.orlandohealth.com/content-hub/unlock-your-spine-with-flexibility-and-strengthening-exercises
    .grade = A

## What kind of app this is

source-FDA-GW = General Wellness: Policy for Low Risk Devices (FDA, 2019)
    .takes = What an app may say. Only the American text was read; this is no legal advice.
    .url = https://innolitics.com/articles/fda-guidance-general-wellness-policy-for-low-risk-devices/
    .url-2 = http://mondaq.com/unitedstates/x/516668/Healthcare/FDA+Issues+Final+Guidance+on+General+Wellness+Products
    .grade = B

## Where sources disagree

sources-disagree-title = Where sources disagree
sources-disagree-1 = Cold or warmth first? Household advice, a clinic and a health letter say cold for the first days. The best studies favour warmth even early, and say too little about cold. Lumbar asks about swelling and knocks, and lets you choose.
sources-disagree-2 = How long is the break after cold? From 20 minutes (the article) over 30, 40 and 60 minutes to 2 to 3 hours (NHS trusts) and 4 to 6 hours (a health letter). Lumbar keeps the shortest as a hard limit and advises the calm pace.
sources-disagree-3 = How often in a day? The article says eight to ten times. A turn every 2 to 3 hours comes to five to seven while you are awake. Lumbar asks after six and stops at ten.
sources-disagree-4 = How long may cold stay on? 10 to 15 minutes (an NHS trust), about 20 (most), 30 (older advice). Lumbar stops at 20.
sources-disagree-5 = How long may warmth stay on? The article says 15 to 20 minutes “or over two hours”. Its own source now says up to 30 minutes. Lumbar stops hot things at 30 minutes and gives hours only to wraps.
sources-disagree-6 = Wraps at night? One study found them useful. Makers say by day first, others say never asleep. Lumbar says not in bed.
sources-disagree-7 = A pad for an hour? One health site says yes on low. The American warning says that even low can burn. Lumbar allows it only on low, after a warning, with more skin checks.
sources-disagree-8 = Ice straight on the skin? “Never”, say the article and its source, yet the same publisher describes ice massage, because the ice keeps moving. Lumbar keeps “never” for cold that lies still, and makes ice massage short and apart.
sources-disagree-9 = The foam roller on the sore place? The article says yes. A spine surgeon and physiotherapists say no for the low back. Lumbar rolls above and below.
sources-disagree-10 = Warm and cold in turn? We found no trusted times for the back. Those in Lumbar are our own.
sources-disagree-11 = Does massage last? The article speaks of longer ease. Reviews found a gain for a short time and weak proof; guidelines want movement beside it.
sources-disagree-12 = Pain down one leg: one clinic says see someone now, the British health service names only both legs as an emergency. Lumbar says one leg: a doctor today; both legs: help now.
sources-disagree-13 = How long to hold a stretch? From 2 to 30 seconds for the same move. Lumbar begins with short holds.
