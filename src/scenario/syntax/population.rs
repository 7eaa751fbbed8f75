//! The population as it is written.

use super::decode::{Named, mapping};
use super::quantity::{Count, CountRange, Weight};
use super::time::{DurationRange, Offset};

mapping! {
    /// Meetings, webinars, sessions and calls that nobody names: how many are going on at any time.
    Population("the population") {
        /// Meetings.
        meetings: optional Gatherings,
        /// Webinars.
        webinars: optional Gatherings,
        /// Sessions of the Video SDK.
        sessions: optional Gatherings,
        /// Phone calls.
        calls: optional Calls,
        /// What people connect with: parts or percentages by device, `{ Windows: 60%, iOS: 40% }`.
        devices: optional Named<Weight>,
        /// The networks of people who are not in an office: parts or percentages by network.
        networks: optional Named<Weight>,
        /// How well people's networks do: parts or percentages of `good`, `fair` and `poor`.
        quality: optional Named<Weight>,
    }
}

mapping! {
    /// One kind of gathering of the population.
    Gatherings("this part of the population") {
        /// How many are going on at any time.
        live: required Count,
        /// How long an ended one can still be asked for; `7d` if absent.
        history: optional Offset,
        /// How many people each has, least and most: `2..40`.
        participants: optional CountRange,
        /// How long each lasts, shortest and longest: `15m..90m`.
        duration: optional DurationRange,
    }
}

mapping! {
    /// Phone calls of the population.
    Calls("this part of the population") {
        /// How many are going on at any time.
        live: required Count,
        /// How long an ended one can still be asked for; `7d` if absent.
        history: optional Offset,
        /// How long each lasts, shortest and longest: `2m..20m`.
        duration: optional DurationRange,
    }
}
