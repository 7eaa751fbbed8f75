//! Which attempts are wanted, as a query says it.

use std::time::Duration;

use crate::delivery::{LogFilter, RecordId, Verdict};
use crate::http::Parameters;
use crate::player::Players;
use crate::scenario::event_kinds;
use crate::time::Span;
use crate::wire::ApiError;
use crate::world::ParticipantId;

/// The longest wait, of real time.
const LONGEST_WAIT: Span = Span::from_seconds(60);

/// What is asked for.
pub(super) struct Wanted {
    pub(super) filter: LogFilter,
    pub(super) limit: u32,
    pub(super) before: Option<RecordId>,
    /// Until so many match, but no longer than this.
    pub(super) wait: Option<(usize, Duration)>,
}

pub(super) const OUTCOMES: [(&str, Option<Verdict>); 3] = [
    ("delivered", Some(Verdict::Delivered)),
    ("refused", Some(Verdict::NotRetried)),
    ("failed", Some(Verdict::Retriable)),
];

impl Wanted {
    pub(super) fn read(parameters: &mut Parameters, players: &Players) -> Result<Self, ApiError> {
        let mut filter = LogFilter::default();
        if let Some(pattern) = parameters.text("event") {
            match event_kinds(&pattern) {
                Ok(kinds) => filter.events = Some(kinds.into_iter().collect()),
                Err(unknown) => parameters.fault("event", unknown),
            }
        }
        if let Some(text) = parameters.text("subscription") {
            let number = text.parse().ok();
            let named = |text: &str| players.iter().find(|player| player.subscription().name() == text);
            filter.subscription = number
                .map(crate::delivery::SubscriptionId)
                .or_else(|| named(&text).map(|player| player.subscription().id()));
            if filter.subscription.is_none() {
                parameters.fault("subscription", "must be the number or the name of a subscription");
            }
        }
        if let Some(text) = parameters.text("participant") {
            filter.participant = text.parse().ok().and_then(|id| ParticipantId(id).index());
            if filter.participant.is_none() {
                parameters.fault("participant", "must be the `user_id` of a participant, like 16778240");
            }
        }
        filter.verdict = parameters.choice("outcome", &OUTCOMES, None);
        let limit = parameters.integer("limit", 1..=1000, 100);
        let before = parameters.text("before").map(|text| text.parse().ok());
        if before == Some(None) {
            parameters.fault("before", "must be the `id` of a delivery");
        }
        let count = parameters.integer("count", 1..=1000, 1);
        let wait = wait(parameters);
        if wait.is_some() && before.is_some() {
            parameters.fault("before", "cannot be asked for together with `wait`");
        }
        parameters.check()?;
        Ok(Self {
            filter,
            limit,
            before: before.flatten().map(RecordId),
            wait: wait.map(|wait| (count as usize, wait)),
        })
    }
}

fn wait(parameters: &mut Parameters) -> Option<Duration> {
    let span = parameters.text("wait")?.parse::<Span>();
    match span {
        Ok(span) if (Span::ZERO..=LONGEST_WAIT).contains(&span) => Some(span.to_duration()),
        _ => {
            parameters.fault("wait", format!("must be a length of time up to {LONGEST_WAIT}, like 5s"));
            None
        }
    }
}
