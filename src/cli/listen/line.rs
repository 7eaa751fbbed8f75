//! What is printed: a line for each event, and how many there were.

use std::fmt;

use serde_json::Value;
use zoom_qos_emulator::Moment;

use super::receive::Seen;
use crate::cli::paint::{Paint, Tone, harmless};

/// The line about what was seen: time, event, about whom, one or two telling numbers, the answer if it is a
/// bad one.
pub(super) fn of(seen: &Seen, paint: Paint) -> String {
    match seen {
        Seen::Validation => paint.tone(Tone::Good, "validated: `endpoint.url_validation` was answered"),
        Seen::Refused { why, status } => {
            paint.tone(Tone::Bad, &format!("refused with {}: {why}", status.as_u16()))
        }
        Seen::Event { event, status } => {
            let mut parts = vec![
                paint.tone(Tone::Faint, &time(event)),
                paint.tone(Tone::Strong, &format!("{:<32}", harmless(&text(event, "/event")))),
                harmless(&whom(event)),
            ];
            let numbers = harmless(&numbers(event));
            if !numbers.is_empty() {
                parts.push(format!(" {}", paint.tone(Tone::Good, &numbers)));
            }
            if !status.is_success() {
                parts.push(format!(" {}", paint.tone(Tone::Bad, &format!("answered {}", status.as_u16()))));
            }
            parts.join(" ").trim_end().to_owned()
        }
    }
}

/// The time of day of `event_ts`: the emulator's, which may be far from ours.
fn time(event: &Value) -> String {
    let Some(millis) = event.get("event_ts").and_then(Value::as_i64) else { return "--:--:--".to_owned() };
    Moment::from_millis(millis).to_string().get(11..19).unwrap_or("--:--:--").to_owned()
}

/// Who, and in what.
fn whom(event: &Value) -> String {
    let object = event.pointer("/payload/object").unwrap_or(&Value::Null);
    let person = ["participant", "user"].into_iter().filter_map(|name| object.get(name)).find_map(|person| {
        first(person, &["/user_name", "/name", "/email", "/participant_id", "/user_id", "/id"])
    });
    let place = first(object, &["/topic", "/session_name", "/id", "/uuid", "/session_id"]);
    match (person, place) {
        (Some(person), Some(place)) => format!("{person} in {place}"),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => call(object),
    }
}

fn call(object: &Value) -> String {
    let party = |side: &str| {
        object.get(side).and_then(|party| first(party, &["/name", "/phone_number", "/extension_number"]))
    };
    let number = text(object, "/call_id");
    match (party("caller"), party("callee")) {
        (Some(caller), Some(callee)) => format!("{caller} calls {callee}"),
        _ => match first(object, &["/call_qos/user_email", "/call_qos/0/user_email"]) {
            Some(email) => format!("{email} in call {number}"),
            None if number.is_empty() => number,
            None => format!("call {number}"),
        },
    }
}

/// What is worth a glance: jitter and loss of what somebody hears or says, or the device.
fn numbers(event: &Value) -> String {
    let object = event.pointer("/payload/object").unwrap_or(&Value::Null);
    for person in ["participant", "user"].into_iter().filter_map(|name| object.get(name)) {
        if let Some(data) = person.pointer("/data/0") {
            let said = ["/device", "/network_type"].map(|path| text(data, path));
            return said.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
        }
        let entries = person.get("qos").and_then(Value::as_array);
        let entry = entries.and_then(|entries| {
            entries.iter().find(|entry| text(entry, "/type") == "audio_input").or_else(|| entries.first())
        });
        if let Some(entry) = entry {
            return quality(entry);
        }
        if let Some(reason) = first(person, &["/leave_reason"]) {
            return reason.split(" Reason").next().unwrap_or_default().trim_end_matches('.').to_owned();
        }
    }
    if let Some(entry) = object.pointer("/call_qos/qos").or_else(|| object.pointer("/call_qos/0/qos/0")) {
        return quality(entry);
    }
    match object.get("duration").and_then(Value::as_i64) {
        Some(minutes) => format!("{minutes} min"),
        None => String::new(),
    }
}

/// Of one entry of `qos`.
fn quality(entry: &Value) -> String {
    let kind = text(entry, "/type");
    let jitter = first(entry, &["/details/jitter", "/details/avg_jitter"]);
    let loss = first(entry, &["/details/avg_loss"]);
    // Those of calls have no units.
    let with = |value: String, unit: &str| {
        if value.ends_with(unit) { value } else { format!("{value}{unit}") }
    };
    let mut said = Vec::new();
    said.extend(jitter.map(|jitter| format!("jitter {}", with(jitter, " ms"))));
    said.extend(loss.map(|loss| format!("loss {}", with(loss, "%"))));
    if said.is_empty() { kind } else { format!("{kind} {}", said.join(", ")) }
}

/// The first of these that says something.
fn first(value: &Value, paths: &[&str]) -> Option<String> {
    paths.iter().map(|path| text(value, path)).find(|text| !text.is_empty())
}

fn text(value: &Value, path: &str) -> String {
    match value.pointer(path) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// How many there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    events: u64,
    failed: u64,
    validations: u64,
    refused: u64,
}

impl Tally {
    pub(super) fn count(&mut self, seen: &Seen) {
        match seen {
            Seen::Event { status, .. } => {
                self.events += 1;
                self.failed += u64::from(!status.is_success());
            }
            Seen::Validation => self.validations += 1,
            Seen::Refused { .. } => self.refused += 1,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.events == 1 { "" } else { "s" };
        write!(f, "{} event{plural}", self.events)?;
        for (count, what) in [
            (self.failed, "answered badly on purpose"),
            (self.validations, "validated"),
            (self.refused, "refused"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use zoom_qos_emulator::scenario;
    use zoom_qos_emulator::scenario::plan::EventKind;
    use zoom_qos_emulator::world::World;
    use zoom_qos_emulator::{Emulator, Span, wire};

    use super::*;

    fn world() -> World {
        let start = "2026-03-02T09:00:00Z".parse().unwrap();
        Emulator::builder(scenario::default_plan().unwrap()).start_at(start).into_world()
    }

    #[test]
    fn every_kind_of_event_has_a_line_that_says_about_whom_it_is() {
        let world = world();
        let events = world.events(world.start(), world.start() + Span::from_minutes(30));
        for kind in EventKind::ALL {
            let event = events.iter().find(|event| event.kind(&world) == kind);
            let Some(event) = event else { continue };
            let event: Value = serde_json::from_slice(&wire::event_body(&world, event)).unwrap();
            let seen = Seen::Event { event, status: StatusCode::NO_CONTENT };
            let line = of(&seen, Paint::for_output());
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(words[1], kind.name());
            assert!(words.len() > 3 || words.get(2) == Some(&"call"), "{line}");
            assert!(line.chars().count() < 160, "{line}");
        }
    }

    #[test]
    fn what_is_no_usual_event_has_a_line_too() {
        for (event, line) in [
            (serde_json::json!({}), "--:--:--"),
            (serde_json::json!({"event": "a\u{1b}b", "event_ts": 9000}), "00:00:09 a b"),
            (serde_json::json!([1]), "--:--:--"),
        ] {
            let seen = Seen::Event { event, status: StatusCode::OK };
            assert_eq!(of(&seen, Paint::for_output()), line);
        }
    }

    #[test]
    fn the_count_names_only_what_there_was() {
        let mut tally = Tally::default();
        assert_eq!(tally.to_string(), "0 events");
        tally.count(&Seen::Event { event: Value::Null, status: StatusCode::NO_CONTENT });
        assert_eq!(tally.to_string(), "1 event");
        tally.count(&Seen::Event { event: Value::Null, status: StatusCode::INTERNAL_SERVER_ERROR });
        tally.count(&Seen::Refused { why: "", status: StatusCode::UNAUTHORIZED });
        assert_eq!(tally.to_string(), "2 events, 1 answered badly on purpose, 1 refused");
    }
}
