//! All subscriptions of an emulator, which come and go while it runs.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::sign::Signer;
use super::subscription::{Subscription, SubscriptionId};
use crate::scenario::plan::WEBHOOKS_PER_APP;

/// An app can have so many subscriptions.
pub const SUBSCRIPTIONS_PER_APP: usize = WEBHOOKS_PER_APP;

/// All subscriptions of an emulator, by number. A number is never given twice.
#[derive(Debug, Default)]
pub struct Subscriptions(RwLock<Book>);

#[derive(Debug, Default)]
struct Book {
    next: u32,
    current: BTreeMap<SubscriptionId, Arc<Subscription>>,
}

/// An app has as many subscriptions as it can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the app already has {SUBSCRIPTIONS_PER_APP} event subscriptions, the most that an app can have; remove one first"
)]
pub struct TooMany;

/// There is no such subscription, or no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no subscription {}", .0.0)]
pub struct UnknownSubscription(pub SubscriptionId);

impl Subscriptions {
    /// Those that there are from the beginning, under the numbers that they have.
    pub fn new(subscriptions: impl IntoIterator<Item = Subscription>) -> Self {
        let current: BTreeMap<_, _> =
            subscriptions.into_iter().map(|one| (one.id(), Arc::new(one))).collect();
        let next = current.keys().next_back().map_or(0, |last| last.0.saturating_add(1));
        Self(RwLock::new(Book { next, current }))
    }

    /// One more, under a number of its own, whichever it has.
    ///
    /// # Errors
    ///
    /// When its app has as many as it can have.
    pub fn add(&self, subscription: Subscription) -> Result<Arc<Subscription>, TooMany> {
        let mut book = self.book_mut();
        let of_app = book.current.values().filter(|one| one.app() == subscription.app()).count();
        if of_app >= SUBSCRIPTIONS_PER_APP {
            return Err(TooMany);
        }
        let id = SubscriptionId(book.next);
        book.next = book.next.saturating_add(1);
        let subscription = Arc::new(subscription.numbered(id));
        book.current.insert(id, subscription.clone());
        Ok(subscription)
    }

    /// Puts `subscription` in the place of the one with this number.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn replace(
        &self,
        id: SubscriptionId,
        subscription: Subscription,
    ) -> Result<Arc<Subscription>, UnknownSubscription> {
        let mut book = self.book_mut();
        let place = book.current.get_mut(&id).ok_or(UnknownSubscription(id))?;
        *place = Arc::new(subscription.numbered(id));
        Ok(place.clone())
    }

    /// Removes one.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn remove(&self, id: SubscriptionId) -> Result<Arc<Subscription>, UnknownSubscription> {
        self.book_mut().current.remove(&id).ok_or(UnknownSubscription(id))
    }

    /// The one with this number.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn get(&self, id: SubscriptionId) -> Result<Arc<Subscription>, UnknownSubscription> {
        self.book().current.get(&id).cloned().ok_or(UnknownSubscription(id))
    }

    /// All of them, in the order of their numbers.
    pub fn all(&self) -> Vec<Arc<Subscription>> {
        self.book().current.values().cloned().collect()
    }

    /// Names and signers of all but one.
    pub(super) fn other_signers(&self, id: SubscriptionId) -> Vec<(String, Signer)> {
        let book = self.book();
        let others = book.current.values().filter(|one| one.id() != id);
        others.map(|one| (one.name().to_owned(), one.signer().clone())).collect()
    }

    fn book(&self) -> RwLockReadGuard<'_, Book> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn book_mut(&self) -> RwLockWriteGuard<'_, Book> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::EventFilter;

    fn subscription(app: usize) -> Subscription {
        let filter = EventFilter::all();
        Subscription::new(SubscriptionId(0), "one", "http://127.0.0.1/", "s", filter).unwrap().of_app(app)
    }

    #[test]
    fn an_app_has_twenty_at_most_and_each_app_its_own() {
        let all = Subscriptions::default();
        for _ in 0..20 {
            all.add(subscription(0)).unwrap();
        }
        assert_eq!(all.add(subscription(0)).unwrap_err(), TooMany);
        assert!(all.add(subscription(1)).is_ok());
        all.remove(SubscriptionId(3)).unwrap();
        assert!(all.add(subscription(0)).is_ok());
    }

    #[test]
    fn no_number_is_given_twice() {
        let all = Subscriptions::new([subscription(0)]);
        let one = all.add(subscription(0)).unwrap().id();
        all.remove(one).unwrap();
        assert_eq!(all.remove(one).unwrap_err(), UnknownSubscription(one));
        assert_ne!(all.add(subscription(0)).unwrap().id(), one);
        assert_eq!(all.all().len(), 2);
    }
}
