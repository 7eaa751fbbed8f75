//! Who shared a screen, and when.

use super::World;
use super::cast::{Cast, Participant};
use super::gatherings::Gathering;
use crate::time::Moment;

/// A time for which somebody shared their screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Since when.
    pub start: Moment,
    /// Until when, if they have stopped.
    pub end: Option<Moment>,
}

impl World {
    /// Those who have shared their screen by `now`, as they are then, from the index `from` on.
    pub fn sharers<'w>(
        &'w self,
        gathering: &Gathering,
        now: Moment,
        from: u32,
    ) -> impl Iterator<Item = Participant<'w>> + use<'w> {
        let cast = Cast::new(self, gathering);
        let at = now.seconds();
        (from..cast.may_share())
            .take_while(move |&index| cast.next_joined(index, at) == Some(index))
            .filter(move |&index| cast.shares(&cast.actor(index)).first().is_some_and(|share| share.0 <= at))
            .map(move |index| cast.participant(index, at))
    }

    /// When somebody shared their screen, up to `now`, in order.
    pub fn shares(&self, gathering: &Gathering, participant: &Participant<'_>, now: Moment) -> Vec<Share> {
        let cast = Cast::new(self, gathering);
        let shares = cast.shares(&cast.actor(participant.index)).into_iter();
        let begun = shares.take_while(|&(start, _)| start <= now.seconds());
        begun
            .map(|(start, end)| Share {
                start: Moment::from_seconds(start),
                end: Some(Moment::from_seconds(end)).filter(|&end| end <= now),
            })
            .collect()
    }
}
