//! What people say of the meetings of a day, and what they complain of.

use super::days::scaled;
use crate::time::{Day, Moment};
use crate::world::World;
use crate::world::cast::{Cast, Participant};
use crate::world::feedback::answers;
use crate::world::gatherings::Gathering;
use crate::world::health::Issue;
use crate::world::seed::Purpose;

/// How content those were whose meetings were over on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Satisfaction {
    /// How many said that it was good.
    pub good: u64,
    /// How many said that it was not.
    pub not_good: u64,
    /// How many said nothing.
    pub none: u64,
}

impl Satisfaction {
    /// Those who did not say that it was not good, in hundredths of a percent of all; 100 % of nobody.
    pub const fn percent(&self) -> u32 {
        let content = self.good + self.none;
        let all = content + self.not_good;
        if all == 0 { 10_000 } else { ((20_000 * content + all) / (2 * all)) as u32 }
    }
}

/// What somebody complains of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "`name` spells each of them")]
pub enum FeedbackKind {
    Others,
    Audio,
    Video,
    Share,
    Performance,
}

impl FeedbackKind {
    /// All of them, in the order of their IDs.
    pub const ALL: [Self; 5] = [Self::Others, Self::Audio, Self::Video, Self::Share, Self::Performance];

    /// `feedback_id`, from 1.
    pub const fn id(self) -> u32 {
        self as u32 + 1
    }

    /// `feedback_name`
    pub const fn name(self) -> &'static str {
        match self {
            Self::Others => "Others",
            Self::Audio => "Poor audio quality",
            Self::Video => "Poor video quality",
            Self::Share => "Poor screen sharing quality",
            Self::Performance => "High CPU usage",
        }
    }

    const fn of(issue: Issue) -> Self {
        match issue {
            Issue::Audio => Self::Audio,
            Issue::Video => Self::Video,
            Issue::Share => Self::Share,
            Issue::Cpu => Self::Performance,
        }
    }
}

/// What somebody told after a meeting that had not been good.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientFeedback<'w> {
    /// What they complain of.
    pub kind: FeedbackKind,
    /// When: as the meeting was over.
    pub at: Moment,
    /// Of which meeting.
    pub gathering: Gathering,
    /// Who.
    pub participant: Participant<'w>,
}

/// How many of those who complain do not find on the list what they complain of.
const OTHERS: f64 = 0.1;

impl World {
    /// How content those were whose meetings were over on a day, as it is known at `now`. Up to 128
    /// participants are asked, as for [`World::day_quality`]; of more, so many stand for the others.
    pub fn satisfaction(&self, day: Day, now: Moment) -> Satisfaction {
        let log = self.day_log(day, now);
        let (mut good, mut not_good, mut asked) = (0, 0, 0);
        for (meeting, index) in self.sampled(&log) {
            asked += 1;
            match self.answer(&meeting, index, now) {
                Some((_, None)) => good += 1,
                Some((_, Some(_))) => not_good += 1,
                None => {}
            }
        }
        let [good, not_good] = [good, not_good].map(|counted| scaled(counted, asked, log.participants));
        Satisfaction { good, not_good, none: log.participants.saturating_sub(good + not_good) }
    }

    /// The complaints of those who are asked about the meetings of a day, latest first.
    pub fn client_feedback(&self, day: Day, now: Moment) -> Vec<ClientFeedback<'_>> {
        let log = self.day_log(day, now);
        let mut feedback: Vec<_> = self
            .sampled(&log)
            .filter_map(|(gathering, index)| {
                let (participant, complaint) = self.answer(&gathering, index, now)?;
                let draw = Cast::new(self, &gathering).stay_key(index).of(Purpose::Survey);
                let listed = FeedbackKind::of(complaint?);
                let kind = if draw.chance(OTHERS) { FeedbackKind::Others } else { listed };
                Some(ClientFeedback { kind, at: gathering.end, gathering, participant })
            })
            .collect();
        // Stable: those of one meeting stay in their order.
        feedback.sort_by_key(|feedback| (std::cmp::Reverse(feedback.at), feedback.gathering.reference));
        feedback
    }

    /// What one of them answered, if they did: nothing, or what was wrong.
    fn answer(
        &self,
        meeting: &Gathering,
        index: u32,
        now: Moment,
    ) -> Option<(Participant<'_>, Option<Issue>)> {
        answers(&Cast::new(self, meeting), index).then(|| {
            let participant = self.participant(meeting, index, now);
            let complaint = self.feedback(meeting, &participant).complaint;
            (participant, complaint)
        })
    }
}
