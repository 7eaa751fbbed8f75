//! `health` and `issue_list`: how somebody fared, judged by their minutes.

use super::qos::{Minute, PressureLevel};
use crate::units::{Mos, Percent};

/// Mean score below which somebody could hardly follow.
const CRITICAL_BELOW: Mos = Mos(310);
/// Mean score below which they noticed that something was wrong.
const WARNING_BELOW: Mos = Mos(360);
/// How busy a computer has to be at its busiest, in most minutes, to be at fault.
const BUSY: Percent = Percent(90);

/// `health`
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Health {
    Good,
    Warning,
    Critical,
}

/// What was at fault, a member of `issue_list`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Issue {
    Audio,
    Video,
    Share,
    Cpu,
}

/// Judges minutes as they come, so that nobody has to keep them.
///
/// A medium is at fault if the mean of its scores, over the minutes in which it was on, is below 3.6; the
/// worst medium decides the health. A processor is at fault if it was busy in more than half of the minutes;
/// that alone is a warning.
#[derive(Clone, Copy, Debug, Default)]
pub struct Checkup {
    audio: Mean,
    video: Mean,
    share: Mean,
    minutes: u32,
    busy_minutes: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    sum: u64,
    count: u64,
}

impl Mean {
    fn add(&mut self, score: Option<Mos>) {
        if let Some(Mos(score)) = score {
            self.sum += u64::from(score);
            self.count += 1;
        }
    }

    /// Whether there is anything to judge, and it is below `limit`.
    fn is_below(&self, Mos(limit): Mos) -> bool {
        self.sum < u64::from(limit) * self.count
    }
}

impl Checkup {
    /// Takes one more minute into account.
    pub fn add(&mut self, minute: &Minute) {
        self.audio.add(minute.scores.audio);
        self.video.add(minute.scores.video);
        self.share.add(minute.scores.share);
        let busy = minute.cpu.is_some_and(|cpu| cpu.system_max >= BUSY)
            || minute.pressure.is_some_and(|pressure| pressure.max == PressureLevel::Critical);
        self.minutes += 1;
        self.busy_minutes += u32::from(busy);
    }

    /// The verdict on the minutes so far; good if there are none.
    pub fn health(&self) -> Health {
        if [self.audio, self.video, self.share].iter().any(|mean| mean.is_below(CRITICAL_BELOW)) {
            Health::Critical
        } else if self.issues().next().is_some() {
            Health::Warning
        } else {
            Health::Good
        }
    }

    /// What was at fault, each at most once.
    pub fn issues(&self) -> impl Iterator<Item = Issue> {
        [
            (Issue::Audio, self.audio.is_below(WARNING_BELOW)),
            (Issue::Video, self.video.is_below(WARNING_BELOW)),
            (Issue::Share, self.share.is_below(WARNING_BELOW)),
            (Issue::Cpu, self.busy_minutes * 2 > self.minutes),
        ]
        .into_iter()
        .filter_map(|(issue, at_fault)| at_fault.then_some(issue))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;
    use crate::world::qos::{CpuUsage, Range, Scores};

    fn minute(audio: u32, video: Option<u32>, cpu: u32) -> Minute {
        let zoom = Range { min: Percent(1), avg: Percent(2), max: Percent(3) };
        Minute {
            index: 0,
            end: Moment::EPOCH,
            streams: [None; 6],
            gateway: None,
            cpu: Some(CpuUsage { zoom, system_max: Percent(cpu) }),
            pressure: None,
            rssi: None,
            scores: Scores { audio: Some(Mos(audio)), video: video.map(Mos), share: None },
            notification: None,
        }
    }

    fn verdict(minutes: &[Minute]) -> (Health, Vec<Issue>) {
        let mut checkup = Checkup::default();
        for minute in minutes {
            checkup.add(minute);
        }
        (checkup.health(), checkup.issues().collect())
    }

    #[test]
    fn somebody_without_a_minute_is_well() {
        assert_eq!(verdict(&[]), (Health::Good, vec![]));
    }

    #[test]
    fn the_worst_medium_decides() {
        assert_eq!(verdict(&[minute(440, Some(430), 40)]), (Health::Good, vec![]));
        assert_eq!(verdict(&[minute(440, Some(350), 40)]), (Health::Warning, vec![Issue::Video]));
        assert_eq!(
            verdict(&[minute(300, Some(350), 40)]),
            (Health::Critical, vec![Issue::Audio, Issue::Video])
        );
    }

    #[test]
    fn one_bad_minute_among_good_ones_is_forgiven() {
        assert_eq!(
            verdict(&[minute(440, None, 40), minute(440, None, 40), minute(250, None, 95)]).0,
            Health::Good
        );
    }

    #[test]
    fn a_busy_processor_is_a_warning() {
        assert_eq!(verdict(&[minute(440, None, 95)]), (Health::Warning, vec![Issue::Cpu]));
    }
}
