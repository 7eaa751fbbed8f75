//! What has become of grants: which are revoked, how far they were refreshed, and which is an app's newest one.
//!
//! A grant of which nothing is known is fine. So only what was revoked, redeemed or refreshed takes memory, until
//! the last token of it has expired, and never more than so many grants.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use crate::time::Moment;

/// So many grants are remembered; beyond that those that expire first are forgotten.
const MOST: usize = 65_536;

/// What an app was allowed at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Grant(pub(super) u64);

/// No grant has this number.
const NONE: u64 = u64::MAX;

/// What has become of grants.
#[derive(Debug)]
pub(super) struct Grants {
    counter: AtomicU64,
    known: RwLock<Known>,
    /// The newest grant of each app.
    newest: Vec<AtomicU64>,
}

#[derive(Debug, Default)]
struct Known {
    standings: HashMap<Grant, (Standing, Moment)>,
    by_expiry: BTreeSet<(Moment, Grant)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Its code was redeemed, and it was refreshed so many times.
    Generation(u32),
    Revoked,
}

impl Grants {
    pub(super) fn new(apps: usize) -> Self {
        Self {
            counter: AtomicU64::new(0),
            known: RwLock::default(),
            newest: (0..apps).map(|_| AtomicU64::new(NONE)).collect(),
        }
    }

    /// A new grant. Its number is drawn from the time, so that another emulator does not know it.
    pub(super) fn create(&self, now: Moment) -> Grant {
        let count = self.counter.fetch_add(1, Ordering::Relaxed);
        Grant(now.millis().cast_unsigned() << 16 | count & 0xffff)
    }

    /// Makes a grant its app's newest one.
    pub(super) fn set_newest(&self, app: usize, grant: Grant) {
        if let Some(newest) = self.newest.get(app) {
            newest.store(grant.0, Ordering::Relaxed);
        }
    }

    /// Whether no newer grant of its app is known.
    pub(super) fn is_newest(&self, app: usize, grant: Grant) -> bool {
        let newest = self.newest.get(app).map_or(NONE, |newest| newest.load(Ordering::Relaxed));
        newest == NONE || newest == grant.0
    }

    pub(super) fn is_revoked(&self, grant: Grant) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        matches!(known.standings.get(&grant), Some((Standing::Revoked, _)))
    }

    /// Remembers until `expiry` that a grant is worth nothing any more.
    pub(super) fn revoke(&self, grant: Grant, now: Moment, expiry: Moment) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.set(grant, Standing::Revoked, now, expiry);
    }

    /// Redeems the code of a grant: whether this is the first time.
    pub(super) fn redeem(&self, grant: Grant, now: Moment, expiry: Moment) -> bool {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let is_new = !known.standings.contains_key(&grant);
        if is_new {
            known.set(grant, Standing::Generation(0), now, expiry);
        }
        is_new
    }

    /// Makes a generation of refresh tokens the one before the current one: whether it was the current one.
    pub(super) fn refresh(&self, grant: Grant, generation: u32, now: Moment, expiry: Moment) -> bool {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let is_current = match known.standings.get(&grant) {
            Some((standing, _)) => *standing == Standing::Generation(generation),
            None => true,
        };
        if is_current {
            known.set(grant, Standing::Generation(generation.saturating_add(1)), now, expiry);
        }
        is_current
    }
}

impl Known {
    fn set(&mut self, grant: Grant, standing: Standing, now: Moment, expiry: Moment) {
        if let Some((_, old)) = self.standings.insert(grant, (standing, expiry)) {
            self.by_expiry.remove(&(old, grant));
        }
        self.by_expiry.insert((expiry, grant));
        while let Some(&(first, grant)) = self.by_expiry.first()
            && (first <= now || self.by_expiry.len() > MOST)
        {
            self.by_expiry.pop_first();
            self.standings.remove(&grant);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    const NOON: Moment = Moment::from_seconds(1_772_452_800);
    const ONE: Moment = Moment::from_seconds(1_772_456_400);

    fn remembered(grants: &Grants) -> usize {
        let known = grants.known.read().unwrap();
        assert_eq!(known.by_expiry.len(), known.standings.len());
        known.standings.len()
    }

    #[test]
    fn a_code_is_redeemed_once() {
        let grants = Grants::new(1);
        let grant = grants.create(NOON);
        assert!(grants.redeem(grant, NOON, ONE));
        assert!(!grants.redeem(grant, NOON, ONE));
        assert!(grants.redeem(grants.create(NOON), NOON, ONE));
    }

    #[test]
    fn a_code_is_redeemed_once_whoever_comes_at_the_same_time() {
        let grants = Grants::new(1);
        let grant = grants.create(NOON);
        let redeemed: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| grants.redeem(grant, NOON, ONE))).collect();
            threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum()
        });
        assert_eq!(redeemed, 1);
    }

    #[test]
    fn only_the_newest_refresh_token_of_a_grant_is_current() {
        let grants = Grants::new(1);
        let grant = grants.create(NOON);
        assert!(grants.refresh(grant, 4, NOON, ONE), "another emulator may have given it");
        assert!(!grants.refresh(grant, 4, NOON, ONE));
        assert!(grants.refresh(grant, 5, NOON, ONE));
        grants.revoke(grant, NOON, ONE);
        assert!(!grants.refresh(grant, 6, NOON, ONE));
    }

    #[test]
    fn what_has_expired_is_forgotten() {
        let grants = Grants::new(1);
        let grant = grants.create(NOON);
        grants.revoke(grant, NOON, ONE);
        assert!(grants.is_revoked(grant));
        grants.revoke(grants.create(ONE), ONE, ONE + Span::HOUR);
        assert_eq!((remembered(&grants), grants.is_revoked(grant)), (1, false));
    }

    #[test]
    fn no_more_than_so_many_are_remembered() {
        let grants = Grants::new(1);
        for second in 0..70_000 {
            let now = NOON + Span::from_seconds(second);
            grants.revoke(grants.create(now), now, now + Span::from_minutes(1_000_000));
        }
        assert_eq!(remembered(&grants), MOST);
    }
}
