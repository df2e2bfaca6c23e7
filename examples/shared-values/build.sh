#!/bin/sh
# Builds the project of this study in a new folder, step by step, with verbs that anybody has:
#
#     sh build.sh ~/shared-values
#
# It is what study.json tells, done by hand. Only the memos are missing; they are written on the screen, with m.
set -eu
study=$(cd "$(dirname "$0")" && pwd)

concord init "$1" --title 'Shared values'
cd "$1"
concord coder add imani
concord coder add pavel

# The interviews, who was interviewed, and whose words are questions.
concord import "$study"/transcripts/*
concord cases import "$study"/participants.csv
concord speakers --role interviewer Imani PAVEL Pavel INT MODERATOR Moderator

concord codebook import "$study"/codebook-v1.csv --yes
concord codebook save --reason 'Theory-driven codebook for round 1; the sources are in the codebook'

# Round 1: each codes alone, and sees nothing of the others' work.
concord round new 'round 1' --transcripts SV-01,SV-03,FG-01
concord codings import "$study"/codings/round1-imani.csv
for t in SV-01 SV-03 FG-01; do concord complete "$t"; done
concord codings import "$study"/codings/round1-pavel.csv --coder pavel
for t in SV-01 SV-03 FG-01; do concord complete "$t" --coder pavel; done
concord round close 'round 1'

# What was decided where they differ, with its reason.
decide() { concord reconcile decide "$1" "$2" --round 'round 1' --present "$3" --reason "$4"; }
decide SV-03:28 'asymmetry=yes, reciprocity=no' 'imani,pavel' \
    'The director feared what he could do, and he knew that he could. “Careful not to find out” is how it is kept up, and not something given in turn.'
decide SV-01:34 'asymmetry=no, medication=yes' 'imani,pavel' \
    'She speaks of having taken it away from people in custody. They are not an organization; the power of a jail over its inmates is not what the code is for.'
decide FG-01:68 'teaching=no, medication=yes' 'imani,pavel' \
    'The class is named so as to be put aside. What he heard through the night was a dose that did not come.'
decide SV-01:2 'legitimacy=no, divergent value=yes' 'imani,pavel' \
    'A seat taken because one was sent lends nobody anything. To come as a spy is to expect to differ.'
decide SV-01:30 'legitimacy=no, culpability=yes' 'imani,pavel' \
    'He shows people the machine: nothing is said to come of it. “Nobody’s had to forgive anybody” is about blame.'
decide FG-01:78 'worthiness=yes, medication=no' 'imani,pavel' \
    'It is about when somebody would have come for her.'
decide SV-03:36 'legitimacy=yes' 'imani,pavel' \
    '“I say the same and they write it down”: it worked, and why is plain from the words before.'
decide FG-01:22 'legitimacy=yes' 'imani,pavel' \
    'She wanted a signature so that others would sign.'
decide FG-01:27 'legitimacy=no' 'imani,pavel' \
    'That the commissioners like a figure lends nobody a name.'
decide SV-03:10 park 'imani,pavel' \
    'A coin for one who is on no drug: worth, or a condition? When the code has been divided.'

concord codebook import "$study"/codebook-v2.csv --yes --reason 'After round 1: legitimacy needs an effect; what can be earned is taken out of worthiness'
concord codebook save --reason 'After round 1: legitimacy and worthiness redefined; earning it and caught myself added'

# Round 2: each codes alone, and sees nothing of the others' work.
concord round new 'round 2' --transcripts SV-02,SV-04,SV-05,SV-06,SV-07,SV-08,FG-02
concord codings import "$study"/codings/round2-imani.csv
for t in SV-02 SV-04 SV-05 SV-06 SV-07 SV-08 FG-02; do concord complete "$t"; done
concord codings import "$study"/codings/round2-pavel.csv --coder pavel
for t in SV-02 SV-04 SV-05 SV-06 SV-07 SV-08 FG-02; do concord complete "$t" --coder pavel; done
concord round close 'round 2'

concord codebook import "$study"/codebook-v3.md --yes --reason 'Themes, with their narratives'
concord codebook save --reason 'Five themes; no code changed'

concord check
