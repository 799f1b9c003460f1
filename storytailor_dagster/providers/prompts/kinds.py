"""What each of the fifteen story types asks of a writer. The fields that a family gives with a type come as data."""

from __future__ import annotations

from collections.abc import Mapping

from storytailor_dagster.story.types import StoryType

KINDS: Mapping[StoryType, str] = {
    StoryType.ADVENTURE: """An outing with one clear aim. Something small goes wrong, the hero tries twice and fails
once, and finds the way by noticing something that was there from the beginning. The danger is never worse than rain,
dark or being late. Home, or a friend, is in sight at the end.""",
    StoryType.BEDTIME: """Everything slows down. Each beat is quieter and darker than the one before: fewer verbs,
softer sounds, longer vowels. A small worry is laid to rest in the third beat. The last beat ends in bed, warm and safe,
with the hero asleep or nearly. No surprises, no questions left open, nothing that wakes.""",
    StoryType.BIRTHDAY: """It is the day itself. Who gives the story (`from`) wishes it to who has the birthday (`to`),
who turns `ageTurning`. The message of `birthdayMessage` is spoken or found in the last beat, in its own words as far as
they fit. The feast is about being known and loved, not about presents.""",
    StoryType.CHILD_LOSS: """A story for someone who grieves a child. Gentle and true: the loss is named in plain words
and never explained away, made up for, or called a plan. No heaven, angels or sleep unless the family's words have them.
Nature carries the feeling (a tree, a tide, a light). What was loved stays loved; grief may come and go; somebody sits
beside the hero. Follow `emotionalFocusArea`. No advice, no cheering up, no ending of grief.""",
    StoryType.EDUCATIONAL: """The `educationalSubject` is met, not taught: the hero needs it to get something done, and
gets it slightly wrong first. What is said about it is true and small enough to be remembered. One thing is counted,
compared or tried out in each of the middle beats.""",
    StoryType.FINANCIAL_LITERACY: """The `financialConcept` happens with things a child handles: a jar of coins, a stall,
a swap. There is a real choice with a cost. Nobody is made to feel poor or rich; having less is nothing to be ashamed of.""",
    StoryType.INNER_CHILD: """For a grown reader: `yourName`, now `yourAgeNow`, meets the child `childhoodName` at
`ageToReconnectWith`. They do one ordinary thing together, and the child is at last told what was needed then
(`emotionalFocusArea`, in the light of `relationshipContext`). Tender and concrete; no therapy words, no blame.""",
    StoryType.LANGUAGE_LEARNING: """Words of the `targetLanguage` come in where the hero needs them, at the level of
`proficiencyLevel`: four to eight in all, each made clear by what happens, each used at least twice, correctly spelt.
No lists and no translations in brackets.""",
    StoryType.MEDICAL_BRAVERY: """The `medicalChallenge` is shown honestly and in order: what is seen, heard and felt,
for how long, and who is there. It may pinch or be dull; nobody lies about it. Brave means going on while afraid; crying
is allowed. The hero has one real choice to make. It ends with something ordinary and good afterwards.""",
    StoryType.MENTAL_HEALTH: """The feeling of `emotionExplored` is in the body first: where it sits and what it makes
the hero do. It is neither good nor bad and is not made to vanish. Somebody notices and stays. One small thing helps a
little (breath, a drawing, telling, moving), and it can be used again.""",
    StoryType.MILESTONES: """The `milestoneType` is near, then here, then over. The hero looks forward to it and would
rather not, both. Something of before is taken along. The last beat looks back over a short distance: a day, a week.""",
    StoryType.MUSIC: """Sound carries the story: a rhythm in the words, a short refrain of one line that comes back in
each beat and changes a little. The hero listens before playing. Let the reader clap or sing along.""",
    StoryType.NEW_BIRTH: """A baby comes. Told with `giftGiverName`'s love where one is given. In the mode `celebration`:
waiting, meeting, and a first small thing done together. In the mode `therapeutic`: mixed feelings are welcome, tears
too, and nobody is told to be glad. An older child's place is never in doubt.""",
    StoryType.TECH_READINESS: """The `techConcept` is a tool that people made and people answer for. The hero uses it for
something outdoors or with others, meets one of its limits, and decides something about it. No wonders, no fear.""",
    StoryType.NEW_CHAPTER_SEQUEL: """A next chapter for a hero whom the reader knows. It stands on its own, and it remembers
one thing from before: a friend, a habit, a place. Something has grown since then.""",
}
