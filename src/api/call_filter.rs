//! Which calls a list shows.

use crate::http::Parameters;
use crate::scenario::plan::Side;
use crate::time::{Moment, Span};
use crate::units::Mos;
use crate::world::{Call, Party, ShortId, World};

/// A filtered list sees so many calls of its range, the latest ones: to know what is filtered out, each must be
/// looked at.
pub(super) const MOST_FILTERED: usize = 5_000;

/// From this score on a call is good.
const GOOD: Mos = Mos(350);

/// What a call must be to be shown. Of either side, one is enough.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CallFilter {
    quality: Option<CallQuality>,
    site_id: Option<String>,
    phone_number: Option<String>,
    extension_number: Option<String>,
    department: Option<String>,
    cost_center: Option<String>,
    directions: Vec<Direction>,
    durations: Vec<DurationBand>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CallQuality {
    Good,
    Bad,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Inbound,
    Outbound,
    Internal,
}

/// `durations`. The reference has no words for its numbers; these bands are ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DurationBand {
    /// 0: less than a minute.
    Moments,
    /// 1: less than five minutes.
    Short,
    /// 2: less than ten minutes.
    Medium,
    /// 3: ten minutes or more.
    Long,
}

impl DurationBand {
    fn of(duration: Span) -> Self {
        match duration.seconds() {
            ..60 => Self::Moments,
            60..300 => Self::Short,
            300..600 => Self::Medium,
            _ => Self::Long,
        }
    }
}

impl CallFilter {
    /// `quality_type` and `site_id`
    pub(super) fn of_logs(parameters: &mut Parameters) -> Self {
        let choices = [("good", Some(CallQuality::Good)), ("bad", Some(CallQuality::Bad))];
        Self {
            quality: parameters.choice("quality_type", &choices, None),
            site_id: parameters.text("site_id"),
            ..Self::default()
        }
    }

    /// These, and what past calls can be filtered by besides.
    pub(super) fn of_past_calls(parameters: &mut Parameters) -> Self {
        let directions = [
            ("inbound", Direction::Inbound),
            ("outbound", Direction::Outbound),
            ("internal", Direction::Internal),
        ];
        let durations = [
            ("0", DurationBand::Moments),
            ("1", DurationBand::Short),
            ("2", DurationBand::Medium),
            ("3", DurationBand::Long),
        ];
        Self {
            phone_number: parameters.text("phone_number"),
            extension_number: parameters.text("extension_number"),
            department: parameters.text("department"),
            cost_center: parameters.text("cost_center"),
            directions: parameters.choices("directions", &directions, 3),
            durations: parameters.choices("durations", &durations, 4),
            ..Self::of_logs(parameters)
        }
    }

    /// Whether every call passes.
    pub(super) fn is_open(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn passes(&self, world: &World, call: &Call, now: Moment) -> bool {
        let parties = [Side::Caller, Side::Callee].map(|side| world.party(call, side));
        let either = |wanted: &Option<String>, is_it: fn(&Party<'_>, &str) -> bool| {
            wanted.as_ref().is_none_or(|wanted| parties.iter().any(|party| is_it(party, wanted)))
        };
        let duration = || DurationBand::of(call.end.min(now) - call.start);
        either(&self.site_id, is_at_site)
            && either(&self.phone_number, has_number)
            && either(&self.extension_number, |party, number| party.extension == number)
            && either(&self.department, |party, name| {
                party.person.department.is_some_and(|department| department.name() == name)
            })
            && either(&self.cost_center, |party, name| {
                party.person.department.is_some_and(|department| department.cost_center() == name)
            })
            && (self.directions.is_empty() || self.directions.contains(&direction(&parties)))
            && (self.durations.is_empty() || self.durations.contains(&duration()))
            && self.quality.is_none_or(|quality| has_quality(world, call, now, quality))
    }
}

fn is_at_site(party: &Party<'_>, site_id: &str) -> bool {
    party.site_id.is_some_and(|site: ShortId| site.text() == site_id.as_bytes())
}

/// Numbers may be asked for without their `+`, which a query would need encoded.
fn has_number(party: &Party<'_>, number: &str) -> bool {
    party.number.trim_start_matches('+') == number.trim_start().trim_start_matches('+')
}

fn direction([caller, callee]: &[Party<'_>; 2]) -> Direction {
    match (caller.person.in_account(), callee.person.in_account()) {
        (true, true) => Direction::Internal,
        (true, false) => Direction::Outbound,
        (false, _) => Direction::Inbound,
    }
}

fn has_quality(world: &World, call: &Call, now: Moment, quality: CallQuality) -> bool {
    // As it is shown: with one decimal.
    let shown = Mos((world.call_mos(call, now).0 + 5) / 10 * 10);
    (quality == CallQuality::Good) == (shown >= GOOD)
}
