//! Who had a camera on, and who shared their screen when.

use super::{Actor, Cast, MANY, Origin, SHARING_SPELL, Stay, stations};

impl<'w> Cast<'w> {
    /// Whether anybody has had a camera on by a time, as the others perceive it.
    pub(crate) fn has_filmed(&self, at: i64) -> bool {
        if self.joined(at) == 0 {
            return false;
        }
        let crowd = if self.named.is_some() { 1 } else { MANY };
        self.drawn.count() >= crowd
            || (0..self.joined(at)).any(|n| self.has_filmed_themselves(self.nth_joined(n, at), at))
    }

    fn has_filmed_themselves(&self, index: u32, at: i64) -> bool {
        let actor = self.actor(index);
        let named = match actor.origin {
            Origin::Named { stay, .. } => stay.changes.as_slice(),
            Origin::Drawn { .. } => &[],
        };
        let drawn = match actor.origin {
            Origin::Named { .. } => None,
            Origin::Drawn { position } => self.drawn.change(position),
        };
        std::iter::once(actor.stay.join)
            .chain(named.iter().copied())
            .chain(drawn)
            .any(|change| change <= at && self.settings(&actor, change).camera)
    }

    /// Who may share their screen at some time: the named ones, and the invented host where nobody is named.
    pub(crate) fn may_share(&self) -> u32 {
        if self.has_no_named() { self.drawn.count().min(1) } else { self.named_stays().len() as u32 }
    }

    /// From when to when one of them shares their screen, in order of time, to the end of the stay.
    pub(crate) fn shares(&self, actor: &Actor<'w>) -> Vec<(i64, i64)> {
        if !stations::has_video(actor.device) {
            return Vec::new();
        }
        match (actor.origin, self.named) {
            (Origin::Named { stay, .. }, Some(named)) => stay.shares(named.fixture),
            (Origin::Drawn { position: 0 }, _) => {
                let mut shares: Vec<(i64, i64)> = Vec::new();
                for (since, until) in self.spells(actor) {
                    match shares.last_mut() {
                        Some(last) if last.1 == since => last.1 = until,
                        _ => shares.push((since, until)),
                    }
                }
                shares
            }
            _ => Vec::new(),
        }
    }

    /// Since when one of them has shared their screen for the first time.
    pub(super) fn first_share(&self, actor: &Actor<'w>) -> Option<i64> {
        if !stations::has_video(actor.device) {
            return None;
        }
        match (actor.origin, self.named) {
            (Origin::Named { stay, .. }, Some(named)) => {
                stay.shares(named.fixture).first().map(|&(since, _)| since)
            }
            (Origin::Drawn { position: 0 }, _) => self.spells(actor).next().map(|(since, _)| since),
            _ => None,
        }
    }

    /// The spells of the invented host's stay in which they share.
    fn spells(&self, actor: &Actor<'w>) -> impl Iterator<Item = (i64, i64)> {
        let Stay { join, leave } = actor.stay;
        let first = join - join % SHARING_SPELL;
        let starts = std::iter::successors(Some(first), |start| Some(start + SHARING_SPELL));
        starts
            .take_while(move |&start| start < leave)
            .filter(|&start| self.spell(start).is_some())
            .map(move |start| (start.max(join), (start + SHARING_SPELL).min(leave)))
    }
}
