//! How many meetings, or participants, of a day fared well.

use std::ops::AddAssign;

use super::days::scaled;
use crate::time::{Day, Moment};
use crate::units::Mos;
use crate::world::World;
use crate::world::mos::quality;
use crate::world::qos::{Quality, Scores};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Judged {
    /// Meetings, by the mean of their participants' scores.
    Meetings,
    /// Participants, by the mean of their minutes' scores.
    Participants,
}

/// How many there were of each quality.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct QualityCounts {
    pub good: u64,
    pub fair: u64,
    pub poor: u64,
    pub bad: u64,
}

/// How many of those who had a medium on fared how well with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DayQuality {
    pub audio: QualityCounts,
    pub video: QualityCounts,
    pub share: QualityCounts,
}

/// So many meetings of a day are judged; a day with no more is told exactly.
const MEETINGS_JUDGED: u32 = 64;

impl QualityCounts {
    fn add(&mut self, score: Option<Mos>) {
        match score.map(quality) {
            Some(Quality::Good) => self.good += 1,
            Some(Quality::Fair) => self.fair += 1,
            Some(Quality::Poor) => self.poor += 1,
            Some(Quality::Bad) => self.bad += 1,
            None => {}
        }
    }

    fn scaled(self, looked_at: u64, all: u64) -> Self {
        let scaled = |counted| scaled(counted, looked_at, all);
        Self {
            good: scaled(self.good),
            fair: scaled(self.fair),
            poor: scaled(self.poor),
            bad: scaled(self.bad),
        }
    }
}

impl DayQuality {
    fn add(&mut self, scores: Scores) {
        self.audio.add(scores.audio);
        self.video.add(scores.video);
        self.share.add(scores.share);
    }
}

impl AddAssign for QualityCounts {
    fn add_assign(&mut self, other: Self) {
        self.good += other.good;
        self.fair += other.fair;
        self.poor += other.poor;
        self.bad += other.bad;
    }
}

impl AddAssign for DayQuality {
    fn add_assign(&mut self, other: Self) {
        self.audio += other.audio;
        self.video += other.video;
        self.share += other.share;
    }
}

impl World {
    /// How well those fared whose meetings were over on a day, as it is known at `now`.
    ///
    /// It is exact for up to 64 meetings or 128 participants of a day. Of more, so many are looked at, the same
    /// ones every time, and stand for the others; so a month costs no more than 31 such days.
    pub fn day_quality(&self, day: Day, judged: Judged, now: Moment) -> DayQuality {
        let log = self.day_log(day, now);
        let mut quality = DayQuality::default();
        let mut looked_at = 0;
        let all = match judged {
            Judged::Meetings => {
                for meeting in self.meetings_of(&log, MEETINGS_JUDGED) {
                    quality.add(self.gathering_scores(&meeting, now));
                    looked_at += 1;
                }
                log.meetings
            }
            Judged::Participants => {
                for (meeting, index) in self.sampled(&log) {
                    let participant = self.participant(&meeting, index, now);
                    quality.add(self.scores(&meeting, &participant, now));
                    looked_at += 1;
                }
                log.participants
            }
        };
        DayQuality {
            audio: quality.audio.scaled(looked_at, all),
            video: quality.video.scaled(looked_at, all),
            share: quality.share.scaled(looked_at, all),
        }
    }
}
