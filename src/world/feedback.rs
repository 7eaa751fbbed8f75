//! What people say when they are asked, after a meeting or a webinar, how it was.

use super::World;
use super::cast::{Cast, Participant};
use super::gatherings::Gathering;
use super::health::{Checkup, Health, Issue};
use super::seed::Purpose;
use crate::time::Moment;

/// What somebody says of a gathering that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// When they said it: as they left.
    pub at: Moment,
    /// What was wrong in the first place, if it was not good.
    pub complaint: Option<Issue>,
}

/// How many of those who are asked answer.
const ANSWERING: f64 = 0.35;

/// Whether somebody answers when they are asked.
pub(super) fn answers(cast: &Cast<'_>, index: u32) -> bool {
    cast.stay_key(index).of(Purpose::Feedback).chance(ANSWERING)
}

impl World {
    /// Those who answered, from the index `from` on, of a gathering that is over at `now`; before that, nobody
    /// is asked. It costs about three times what is taken of it.
    pub fn respondents<'w>(
        &'w self,
        gathering: &Gathering,
        now: Moment,
        from: u32,
    ) -> impl Iterator<Item = Participant<'w>> + use<'w> {
        let cast = Cast::new(self, gathering);
        let asked = if gathering.end <= now { cast.size() } else { 0 };
        (from..asked)
            .filter(move |&index| answers(&cast, index))
            .map(move |index| cast.participant(index, now.seconds()))
    }

    /// What somebody who answered says: whoever fared well by their minutes is content.
    pub fn feedback(&self, gathering: &Gathering, participant: &Participant<'_>) -> Feedback {
        let mut checkup = Checkup::default();
        self.minutes(gathering, participant, participant.leave).for_each(|minute| checkup.add(&minute));
        let complaint = match checkup.health() {
            Health::Good => None,
            Health::Warning | Health::Critical => checkup.issues().next(),
        };
        Feedback { at: participant.leave, complaint }
    }
}
