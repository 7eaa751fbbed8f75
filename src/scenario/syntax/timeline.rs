//! The timeline as it is written.

use super::decode::{Located, OneOrMany, Scalar, Unreadable, choice, mapping};
use super::time::Duration;
use super::words::{Metric, OnOff};
use crate::scenario::plan::When;
use crate::units::Percent;

mapping! {
    /// Something that happens: when, and one action.
    ///
    /// Once: `at`. Again and again: `every`, perhaps with `from` and `until`. Over a span: `from` and `to`.
    Entry("an entry of the timeline") {
        /// When it happens, once.
        at: optional When,
        /// How often it happens.
        every: optional Duration,
        /// When it happens first, for something that happens again and again, at the start if absent; when it
        /// begins, for something that happens over a span.
        from: optional When,
        /// When it stops to happen again and again; never if absent.
        until: optional When,
        /// When it is over, for something that happens over a span.
        to: optional When,
        /// Somebody's network becomes another one.
        degrade: optional Degrade,
        /// Somebody's network becomes what it was before.
        repair: optional Whom,
        /// A metric has an exact value.
        pin: optional Pinned,
        /// Somebody's computer is busy with other things.
        cpu: optional Cpu,
        /// Somebody who is out comes in.
        join: optional Whom,
        /// Somebody who is in leaves.
        leave: optional Whom,
        /// A camera goes on or off.
        camera: optional Turned,
        /// A screen share begins or ends.
        share: optional Turned,
        /// A microphone goes on or off, or somebody takes another one.
        microphone: optional Microphone,
        /// A meeting, webinar, session or call starts.
        start: optional Occasion,
        /// A meeting, webinar, session or call ends.
        end: optional Occasion,
    }
}

mapping! {
    /// Somebody's network becomes another one.
    Degrade("`degrade`") {
        /// Whose.
        who: required OneOrMany<Located<Who>>,
        /// The gathering that is meant, where a name appears in several.
        gathering = "in": optional Occasion,
        /// Which network, by name.
        network: required String,
        /// How long; for ever, or until a `repair`, if absent.
        lasting = "for": optional Duration,
    }
}

mapping! {
    /// A metric has an exact value.
    Pinned("`pin`") {
        /// Whose.
        who: required OneOrMany<Located<Who>>,
        /// The gathering that is meant, where a name appears in several.
        gathering = "in": optional Occasion,
        /// Which: `audio_input.jitter`, `video_output.resolution`, `cpu_usage.zoom`, `wifi_rssi`, …
        metric: required Metric,
        /// The value with its unit: `40 ms`, `4%`, `800 kbps`, `12 fps`, `1280*720`, `-60 dBm`.
        value: required Value,
        /// How long; for ever if absent.
        lasting = "for": optional Duration,
    }
}

mapping! {
    /// Somebody's computer is busy with other things.
    Cpu("`cpu`") {
        /// Whose.
        who: required OneOrMany<Located<Who>>,
        /// The gathering that is meant, where a name appears in several.
        gathering = "in": optional Occasion,
        /// How busy: `85%`.
        load: required Percent,
        /// How long; for ever if absent.
        lasting = "for": optional Duration,
    }
}

mapping! {
    /// Whom it happens to, or just their names.
    Whom("this", Any "who") {
        /// Whom.
        who: required OneOrMany<Located<Who>>,
        /// The gathering that is meant, where a name appears in several.
        gathering = "in": optional Occasion,
    }
}

mapping! {
    /// Something goes on or off.
    Turned("this") {
        /// Whose.
        who: required OneOrMany<Located<Who>>,
        /// The gathering that is meant, where a name appears in several.
        gathering = "in": optional Occasion,
        /// `on` or `off`.
        turn: required OnOff,
    }
}

mapping! {
    /// A microphone goes on or off, or somebody takes another one.
    Microphone("`microphone`") {
        /// Whose.
        who: required OneOrMany<Located<Who>>,
        /// The gathering that is meant, where a name appears in several.
        gathering = "in": optional Occasion,
        /// `on` or `off`.
        turn: optional OnOff,
        /// The name of the microphone that they take.
        take: optional String,
    }
}

choice! {
    /// Whom something happens to.
    Who("this") {
        /// Everybody of this name in named gatherings and calls, or `everyone`.
        Name,
        /// All who are in the meeting of this topic or ID.
        "meeting" => Meeting,
        /// All who are in the webinar of this topic or ID.
        "webinar" => Webinar,
        /// All who are in the session of this name.
        "session" => Session,
        /// Both sides of the call of this ID.
        "call" => Call,
        /// All who are in the office of this name.
        "office" => Office,
    }
}

choice! {
    /// A meeting, webinar, session or call with a name.
    Occasion("this") {
        /// The meeting or webinar of this topic or ID, the session of this name, the call of this ID.
        Name,
        /// The meeting of this topic or ID.
        "meeting" => Meeting,
        /// The webinar of this topic or ID.
        "webinar" => Webinar,
        /// The session of this name.
        "session" => Session,
        /// The call of this ID.
        "call" => Call,
    }
}

/// A value whose unit depends on the metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Value(pub(in crate::scenario) String);

impl Scalar for Value {
    const WHAT: &'static str = "a value with its unit";
    const EXAMPLES: &'static [&'static str] = &["40 ms", "4%", "800 kbps", "12 fps", "1280*720", "-60 dBm"];
    const PATTERN: &'static str = r"^-?\d";

    fn read(text: &str) -> Result<Self, Unreadable> {
        if text.is_empty() { Err(Unreadable::Form) } else { Ok(Self(text.to_owned())) }
    }
}
