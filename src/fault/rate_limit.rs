//! Rate limits: how often an account may ask, by its plan, by the product and by how heavy a request is.
//!
//! Time is cut into seconds, minutes and days (UTC) of the emulator's clock; in each of them so many requests
//! pass, and those that do not pass do not count. The numbers are those of the real service's documentation.

use std::sync::{Mutex, PoisonError};

use crate::scenario::plan::AccountPlan;
use crate::time::{Moment, Span};

/// How heavy a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named like in the API reference")]
pub enum Label {
    Light,
    Medium,
    Heavy,
    ResourceIntensive,
}

impl Label {
    /// Every label.
    pub const ALL: [Self; 4] = [Self::Light, Self::Medium, Self::Heavy, Self::ResourceIntensive];

    /// `X-RateLimit-Category`
    pub const fn category(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Medium => "Medium",
            Self::Heavy => "Heavy",
            Self::ResourceIntensive => "Resource-intensive",
        }
    }
}

/// Products with limits of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// All but Zoom Phone; they share their limits.
    General,
    /// Zoom Phone.
    Phone,
}

/// How often an account may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A second, or a minute.
    pub window: Span,
    /// So many requests in each window.
    pub each_window: u32,
    /// What holds for a whole day.
    pub day: Option<Day>,
}

/// How often an account may ask in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// So many requests in each day.
    pub each_day: u32,
    /// Whether heavy and resource-intensive requests count together.
    pub is_shared: bool,
}

impl Limits {
    /// The limits of an account. Zoom Phone has none documented for free accounts: there they are those of Pro.
    pub const fn of(plan: AccountPlan, family: Family, label: Label) -> Self {
        match family {
            Family::General => Self::general(plan, label),
            Family::Phone => Self::phone(plan, label),
        }
    }

    const fn general(plan: AccountPlan, label: Label) -> Self {
        use AccountPlan::{Business, Enterprise, Free, Pro};
        use Label::{Heavy, Light, Medium, ResourceIntensive};
        match (plan, label) {
            (Free, Light) => Self::a_second(4).own_day(6_000),
            (Free, Medium) => Self::a_second(2).own_day(2_000),
            (Free, Heavy) => Self::a_second(1).own_day(1_000),
            (Free, ResourceIntensive) => Self::a_minute(10).own_day(30_000),
            (Pro, Light) => Self::a_second(30),
            (Pro, Medium) => Self::a_second(20),
            (Pro, Heavy) => Self::a_second(10).shared_day(30_000),
            (Pro, ResourceIntensive) => Self::a_minute(10).shared_day(30_000),
            (Business | Enterprise, Light) => Self::a_second(80),
            (Business | Enterprise, Medium) => Self::a_second(60),
            (Business | Enterprise, Heavy) => Self::a_second(40).shared_day(60_000),
            (Business | Enterprise, ResourceIntensive) => Self::a_minute(20).shared_day(60_000),
        }
    }

    const fn phone(plan: AccountPlan, label: Label) -> Self {
        use AccountPlan::{Business, Enterprise, Free, Pro};
        use Label::{Heavy, Light, Medium, ResourceIntensive};
        match (plan, label) {
            (Free | Pro, Light) => Self::a_second(20),
            (Free | Pro, Medium) => Self::a_second(10),
            (Free | Pro, Heavy) => Self::a_second(5).shared_day(15_000),
            (Free | Pro, ResourceIntensive) => Self::a_minute(5).shared_day(15_000),
            (Business | Enterprise, Light) => Self::a_second(40),
            (Business | Enterprise, Medium) => Self::a_second(20),
            (Business | Enterprise, Heavy) => Self::a_second(10).shared_day(30_000),
            (Business | Enterprise, ResourceIntensive) => Self::a_minute(10).shared_day(30_000),
        }
    }

    const fn a_second(each_window: u32) -> Self {
        Self { window: Span::SECOND, each_window, day: None }
    }

    const fn a_minute(each_window: u32) -> Self {
        Self { window: Span::MINUTE, each_window, day: None }
    }

    const fn own_day(self, each_day: u32) -> Self {
        Self { day: Some(Day { each_day, is_shared: false }), ..self }
    }

    const fn shared_day(self, each_day: u32) -> Self {
        Self { day: Some(Day { each_day, is_shared: true }), ..self }
    }
}

/// Whether a request passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It does.
    Passed {
        /// How many requests pass in the day, or in the window where the day has no limit.
        limit: u32,
        /// How many of them are left.
        remaining: u32,
    },
    /// No more requests pass in this second or minute.
    WindowIsFull,
    /// No more requests pass today.
    DayIsFull {
        /// How many requests pass in a day.
        limit: u32,
        /// When the next one passes.
        again: Moment,
    },
}

/// How many requests have passed in a window of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counter {
    /// The number of the window, from the epoch on.
    window: i64,
    passed: u32,
}

impl Counter {
    /// The counter at the time of `now`. A window that has begun does not end because somebody read the clock
    /// earlier and comes later.
    fn at(self, now: Moment, window: Span) -> Self {
        let current = now.millis().div_euclid(window.millis());
        if current > self.window { Self { window: current, passed: 0 } } else { self }
    }

    fn counted(self) -> Self {
        Self { passed: self.passed.saturating_add(1), ..self }
    }
}

/// How often an account has asked: a few numbers, however often it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    windows: [[Counter; 4]; 2],
    days: [[Counter; 4]; 2],
}

impl Usage {
    /// Decides on a request, and counts it if it passes.
    #[must_use]
    pub fn decide(self, plan: AccountPlan, family: Family, label: Label, now: Moment) -> (Self, Decision) {
        let limits = Limits::of(plan, family, label);
        // Heavy requests stand for all that count with them.
        let day_of = if limits.day.is_some_and(|day| day.is_shared) { Label::Heavy } else { label };
        let mut next = self;
        let window = &mut next.windows[family as usize][label as usize];
        let day = &mut next.days[family as usize][day_of as usize];
        *window = window.at(now, limits.window);
        *day = day.at(now, Span::DAY);
        if let Some(Day { each_day, .. }) = limits.day
            && day.passed >= each_day
        {
            let again = Moment::from_millis((day.window + 1) * Span::DAY.millis());
            return (next, Decision::DayIsFull { limit: each_day, again });
        }
        if window.passed >= limits.each_window {
            return (next, Decision::WindowIsFull);
        }
        *window = window.counted();
        *day = day.counted();
        let (limit, passed) = match limits.day {
            Some(Day { each_day, .. }) => (each_day, day.passed),
            None => (limits.each_window, window.passed),
        };
        (next, Decision::Passed { limit, remaining: limit - passed })
    }
}

/// The rate limits of one account, for all who ask at the same time.
#[derive(Debug)]
pub struct RateLimits {
    plan: AccountPlan,
    usage: Mutex<Usage>,
}

impl RateLimits {
    /// Those of an account that has not asked yet.
    pub fn new(plan: AccountPlan) -> Self {
        Self { plan, usage: Mutex::default() }
    }

    /// Decides on a request, and counts it if it passes.
    pub fn ask(&self, family: Family, label: Label, now: Moment) -> Decision {
        let mut usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, decision) = usage.decide(self.plan, family, label, now);
        *usage = next;
        decision
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    const MIDNIGHT: Moment = Moment::from_seconds(1_772_409_600);
    const PLANS: [AccountPlan; 4] =
        [AccountPlan::Free, AccountPlan::Pro, AccountPlan::Business, AccountPlan::Enterprise];

    fn passes(limits: &RateLimits, label: Label, now: Moment) -> bool {
        matches!(limits.ask(Family::General, label, now), Decision::Passed { .. })
    }

    #[test]
    fn a_second_is_full_when_its_limit_is_reached_and_the_next_one_is_empty() {
        let limits = RateLimits::new(AccountPlan::Pro);
        let late = MIDNIGHT + Span::from_millis(999);
        assert_eq!((0..50).filter(|_| passes(&limits, Label::Heavy, MIDNIGHT)).count(), 10);
        assert_eq!(limits.ask(Family::General, Label::Heavy, late), Decision::WindowIsFull);
        assert!(passes(&limits, Label::Heavy, MIDNIGHT + Span::SECOND));
    }

    #[test]
    fn a_minute_is_full_when_its_limit_is_reached() {
        let limits = RateLimits::new(AccountPlan::Business);
        assert_eq!((0..50).filter(|_| passes(&limits, Label::ResourceIntensive, MIDNIGHT)).count(), 20);
        assert!(!passes(&limits, Label::ResourceIntensive, MIDNIGHT + Span::from_seconds(59)));
        assert!(passes(&limits, Label::ResourceIntensive, MIDNIGHT + Span::MINUTE));
    }

    #[test]
    fn heavy_and_resource_intensive_requests_share_their_day() {
        let limits = RateLimits::new(AccountPlan::Pro);
        let second = |n: i64| MIDNIGHT + Span::from_seconds(n);
        let most = (0..3_000).flat_map(|n| [n; 10]).filter(|n| passes(&limits, Label::Heavy, second(*n)));
        assert_eq!(most.count(), 30_000);
        let full = Decision::DayIsFull { limit: 30_000, again: MIDNIGHT + Span::DAY };
        for label in [Label::Heavy, Label::ResourceIntensive] {
            assert_eq!(limits.ask(Family::General, label, second(80_000)), full);
        }
        assert!(passes(&limits, Label::Medium, second(80_000)), "others have a day of their own");
        let phone = limits.ask(Family::Phone, Label::Heavy, second(80_000));
        assert_eq!(phone, Decision::Passed { limit: 15_000, remaining: 14_999 });
        assert!(passes(&limits, Label::ResourceIntensive, MIDNIGHT + Span::DAY));
    }

    #[test]
    fn whoever_read_the_clock_before_a_second_ended_does_not_empty_the_next_one() {
        let limits = RateLimits::new(AccountPlan::Free);
        assert!(passes(&limits, Label::Heavy, MIDNIGHT + Span::SECOND));
        assert!(!passes(&limits, Label::Heavy, MIDNIGHT + Span::from_millis(999)));
        assert!(!passes(&limits, Label::Heavy, MIDNIGHT + Span::SECOND));
    }

    #[test]
    fn exactly_as_many_pass_as_may_whoever_asks_at_the_same_time() {
        let limits = RateLimits::new(AccountPlan::Business);
        let passed: usize = std::thread::scope(|scope| {
            let ask = || (0..100).filter(|_| passes(&limits, Label::Light, MIDNIGHT)).count();
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(passed, 80);
    }

    proptest! {
        #[test]
        fn no_window_ever_has_more_than_its_limit_and_none_is_refused_before(
            plan in prop::sample::select(&PLANS[..]),
            requests in prop::collection::vec((0..4usize, any::<bool>(), 0..700_i64), 1..400),
        ) {
            let mut usage = Usage::default();
            let mut now = MIDNIGHT;
            let mut passed: HashMap<(Family, Label, i64), u32> = HashMap::new();
            for (label, is_phone, pause) in requests {
                now = now + Span::from_millis(pause);
                let family = if is_phone { Family::Phone } else { Family::General };
                let label = Label::ALL[label];
                let limits = Limits::of(plan, family, label);
                let (next, decision) = usage.decide(plan, family, label, now);
                usage = next;
                let window = now.millis() / limits.window.millis();
                let so_far = passed.entry((family, label, window)).or_default();
                match decision {
                    Decision::Passed { limit, remaining } => {
                        *so_far += 1;
                        prop_assert!(*so_far <= limits.each_window);
                        prop_assert!(remaining < limit);
                    }
                    Decision::WindowIsFull => prop_assert_eq!(*so_far, limits.each_window),
                    Decision::DayIsFull { .. } => prop_assert!(false, "no day is that short"),
                }
            }
        }

        #[test]
        fn a_refused_request_changes_nothing(offset in 0..86_400_000_i64) {
            let now = MIDNIGHT + Span::from_millis(offset);
            let mut usage = Usage::default();
            loop {
                let (next, decision) = usage.decide(AccountPlan::Free, Family::General, Label::Light, now);
                if decision == Decision::WindowIsFull {
                    prop_assert_eq!(next, usage);
                    break;
                }
                usage = next;
            }
        }
    }
}
