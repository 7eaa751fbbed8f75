//! Names of events, with `*` for any part of them.

use super::decode::{Scalar, Unreadable, shortened};
use crate::scenario::plan::EventKind;
use crate::scenario::suggest::{listed, suggest};

/// Why a pattern stands for no event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no event is called `{pattern}`; {hint}")]
pub struct UnknownEvent {
    /// The pattern, shortened if it is long.
    pub pattern: String,
    /// What to write instead.
    pub hint: String,
}

/// The events that a pattern stands for, in the order of [`EventKind::ALL`]: `meeting.participant_qos`,
/// `meeting.*`, `*_summary`, `*`.
///
/// # Errors
///
/// If there is no such event.
///
/// ```
/// use zoom_qos_emulator::scenario::{event_kinds, plan::EventKind};
///
/// assert_eq!(event_kinds("phone.call_*")?, [EventKind::PhoneCallQos, EventKind::PhoneCallQosSummary]);
/// assert!(event_kinds("meeting.created").is_err());
/// # Ok::<(), zoom_qos_emulator::scenario::UnknownEvent>(())
/// ```
pub fn event_kinds(pattern: &str) -> Result<Vec<EventKind>, UnknownEvent> {
    let pattern = pattern.trim();
    let kinds: Vec<EventKind> =
        EventKind::ALL.into_iter().filter(|kind| matches(pattern, kind.name())).collect();
    if !kinds.is_empty() {
        return Ok(kinds);
    }
    let names = EventKind::ALL.map(EventKind::name);
    let families = ["meeting.*", "webinar.*", "session.*", "phone.*"];
    let hint = suggest(pattern, families.into_iter().chain(names))
        .unwrap_or_else(|| format!("there are {}", listed(&names).replace(" or ", " and ")));
    Err(UnknownEvent { pattern: shortened(pattern), hint })
}

/// Whether a pattern stands for a name; `*` stands for any text, also for none.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The events that one entry of `events` stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct EventPattern(pub(in crate::scenario) Vec<EventKind>);

impl Scalar for EventPattern {
    const WHAT: &'static str = "an event";
    const EXAMPLES: &'static [&'static str] = &["meeting.*", "phone.call_qos", "*"];
    const PATTERN: &'static str = r"^[a-z_.*]+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        event_kinds(text).map(Self).map_err(|unknown| {
            Unreadable::Value(format!("no event is called `{}`", unknown.pattern), Some(unknown.hint))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_part_of_a_name() {
        assert_eq!(event_kinds("*").unwrap(), EventKind::ALL);
        assert_eq!(event_kinds("meeting.*").unwrap().len(), 8);
        assert_eq!(event_kinds("*_summary").unwrap().len(), 7);
        assert_eq!(event_kinds("*.user_*_summary").unwrap().len(), 2);
        assert_eq!(event_kinds(" phone.call_qos ").unwrap(), [EventKind::PhoneCallQos]);
    }

    #[test]
    fn a_pattern_for_nothing_is_refused_with_what_was_probably_meant() {
        let error = event_kinds("meeting.particpant_qos").unwrap_err().to_string();
        assert_eq!(
            error,
            "no event is called `meeting.particpant_qos`; did you mean `meeting.participant_qos`?"
        );
        assert!(event_kinds("").is_err());
        assert!(event_kinds("call_qos").is_err());
        assert!(event_kinds("a*a").is_err());
    }
}
