#!/bin/sh
# Builds the project of this study in a new folder, step by step, with verbs that anybody has:
#
#     sh build.sh ~/overdose-coalitions
#
# It is what study.json tells, done by hand. Only the memos are missing; they are written on the screen, with m.
set -eu
study=$(cd "$(dirname "$0")" && pwd)

concord init "$1" --title 'Overdose coalitions'
cd "$1"
concord coder add ana
concord coder add ben
concord coder add chloe

# The interviews, who was interviewed, and whose words are questions.
concord import "$study"/transcripts/*
concord cases import "$study"/participants.csv
concord speakers --role interviewer Interviewer INTERVIEWER INT Chloé 'Chloé Marchetti' BEN

concord codebook import "$study"/codebook-v1.csv --yes
concord codebook save --reason 'Deductive codebook for round 1, after Peterson & Zimmerman (2004)'

# Round 1: each codes alone, and sees nothing of the others' work.
concord round new 'round 1' --transcripts KI-01,KI-02,KI-03
concord codings import "$study"/codings/round1-ana.csv
for t in KI-01 KI-02 KI-03; do concord complete "$t"; done
concord codings import "$study"/codings/round1-ben.csv --coder ben
for t in KI-01 KI-02 KI-03; do concord complete "$t" --coder ben; done
concord codings import "$study"/codings/round1-chloe.csv --coder chloe
for t in KI-01 KI-02 KI-03; do concord complete "$t" --coder chloe; done
concord round close 'round 1'

# What was decided where they differ, with its reason.
decide() { concord reconcile decide "$1" "$2" --round 'round 1' --present "$3" --reason "$4"; }
decide KI-01:36 'member support=no, network access=no, alliance building=yes, advocacy=yes' 'ana,ben,chloe' \
    'The review is a body that organisations sit on and a practice changed because of it. She gets no help there and reaches nobody through it.'
decide KI-01:34 'shared mission=yes, trust=no, advocacy=yes, new services=yes' 'ana,ben,chloe' \
    'He spoke against the van in public: that is advocacy, and about what the coalition is for. The cabinet is new. Filling a box and signing a sheet is not reliance.'
decide KI-03:20 'leadership=no, role opportunity=no, inter-organizational=no, network access=no' 'ana,ben,chloe' \
    'None of the four. Stigma between services has no code yet; to be raised when the codebook is revised.'
decide KI-02:16 'viability=yes, trust=yes, data sharing=yes' 'ana,ben,chloe' \
    'One person holds the north end together, is told things, and calls are returned because of her.'
decide KI-02:8 ben 'ana,ben,chloe' \
    'The map is data, and it is used on the sheriff. Handing out was proposed, so it is a new service even though he is still thinking.'
decide KI-03:38 'viability=no, advocacy=yes, new services=yes' 'ana,ben,chloe' \
    'The grant is money for one service, not the coalition'\''s life. Two boards were asked.'
decide KI-01:16 'trust=no, network access=yes' 'ana,ben,chloe' \
    'She has the number and gets an answer. Whether she relies on her cannot be told from this.'
decide KI-03:14 'trust=yes, network access=yes, alliance building=no' 'ana,ben,chloe' \
    'The slot is kept open against the rule: each could hurt the other. This is what trust should mean.'
decide KI-01:46 'shared mission=no, trust=no, network access=yes' 'ana,ben,chloe' \
    'She says herself that feeling does not come into it.'
decide KI-02:24 'trust=yes, network access=yes, new services=no' 'ana,ben,chloe' \
    'He hands his phone through the cage at one in the morning.'
decide KI-03:4 none 'ana,chloe' \
    'Her own job in her own organisation; the codes are about the coalition.'
decide KI-01:28 park 'ana,ben,chloe' \
    'Is a warning between two people data sharing or trust? Until trust is redefined.'
decide KI-01:12 'role opportunity=yes, network access=no, alliance building=no' 'ana,chloe' \
    'Second on the agenda and a decision item: a seat that allows something.'
decide KI-03:26 'code network access' 'ana,chloe' \
    'Said of the network, not of the coalition'\''s own life and not of trust; what if she leaves is asked under viability in KI-02:16 and not here.'

concord codebook import "$study"/codebook-v2.csv --yes
concord codebook save --reason 'After round 1: trust means reliance under risk; seven codes that arose from KI-01, KI-02 and KI-03'

# Round 2: each codes alone, and sees nothing of the others' work.
concord round new 'round 2' --transcripts KI-04,KI-05,KI-06
concord codings import "$study"/codings/round2-ana.csv
for t in KI-04 KI-05 KI-06; do concord complete "$t"; done
concord codings import "$study"/codings/round2-ben.csv --coder ben
for t in KI-04 KI-05 KI-06; do concord complete "$t" --coder ben; done
concord codings import "$study"/codings/round2-chloe.csv --coder chloe
for t in KI-04 KI-05; do concord complete "$t" --coder chloe; done
concord round close 'round 2'

concord check
