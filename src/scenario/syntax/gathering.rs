//! Meetings, webinars, sessions and calls as they are written.

use super::decode::{Located, choice, mapping};
use super::identity::{CallNumber, Email, InstanceUuid, PhoneNumber, SeriesNumber};
use super::quantity::Count;
use super::time::{Duration, Offset};
use super::words::OnOff;
use crate::scenario::plan::{Device, When};

mapping! {
    /// A meeting or webinar with a name.
    Meeting("a meeting or webinar") {
        /// ID of the series, 9 to 11 digits; drawn from the seed if absent.
        id: optional SeriesNumber,
        /// UUID of the first instance, 16 bytes in base64; drawn from the seed if absent.
        uuid: optional InstanceUuid,
        /// What it is about; other places call it by this name.
        topic: required String,
        /// When it starts; if absent, the timeline starts it.
        start: optional When,
        /// How long it lasts; `1h` if absent.
        duration: optional Duration,
        /// Who takes part; the first is the host.
        participants: optional Vec<Participant>,
        /// How many people of the population join besides.
        crowd: optional Count,
    }
}

mapping! {
    /// A session of the Video SDK with a name.
    Session("a session") {
        /// UUID of the first instance, 16 bytes in base64; drawn from the seed if absent.
        uuid: optional InstanceUuid,
        /// Its name; other places call it by this name.
        name: required String,
        /// When it starts; if absent, the timeline starts it.
        start: optional When,
        /// How long it lasts; `1h` if absent.
        duration: optional Duration,
        /// Who takes part; the first is the host.
        participants: optional Vec<Participant>,
        /// How many people of the population join besides.
        crowd: optional Count,
    }
}

mapping! {
    /// Somebody who takes part, or just the name.
    Participant("a participant", Single "name") {
        /// Name on the screen; the timeline calls them by this name.
        name: required String,
        /// E-mail address; one of the account's domain makes them a user of the account.
        email: optional Email,
        /// What they connect with: `Windows`, `Mac`, `Linux`, `iOS`, `Android`, `Browser`, `Room` or `Phone`; drawn if
        /// absent.
        device: optional Device,
        /// Where they are: the name of an office or a city; drawn if absent.
        location: optional Location,
        /// Their network by name; that of their office, or drawn, if absent.
        network: optional String,
        /// How long after the start they join; at once if absent.
        join: optional Offset,
        /// How long after the start they leave; at the end if absent.
        leave: optional Offset,
        /// Whether the camera is on when they join; `on` if absent.
        camera: optional OnOff,
        /// Whether they share their screen when they join; `off` if absent.
        share: optional OnOff,
        /// Whether the microphone is on when they join; `on` if absent.
        microphone: optional OnOff,
    }
}

mapping! {
    /// A phone call.
    Call("a call") {
        /// `call_id`, up to 19 digits; the timeline calls it by this ID. Drawn from the seed if absent.
        id: optional CallNumber,
        /// When it starts; if absent, the timeline starts it.
        start: optional When,
        /// How long it lasts; `10m` if absent.
        duration: optional Duration,
        /// Who called.
        caller: required Party,
        /// Who was called.
        callee: required Party,
    }
}

mapping! {
    /// One side of a call, or just the name.
    Party("a side of a call", Single "name") {
        /// Name on the display; the timeline calls them by this name.
        name: required String,
        /// E-mail address; one of the account's domain makes them a user of the account.
        email: optional Email,
        /// Phone number with the code of the country, `+49 30 901820`; drawn if absent.
        number: optional PhoneNumber,
        /// What they phone with; drawn if absent.
        device: optional Device,
        /// Where they are: the name of an office or a city; drawn if absent.
        location: optional Location,
        /// Their network by name; that of their office, or drawn, if absent.
        network: optional String,
    }
}

choice! {
    /// Where somebody is.
    Location("a location") {
        /// An office of this name; if there is none, at home in the city of this name.
        Anywhere,
        /// In the office of this name.
        "office" => Office,
        /// At home in this city.
        "home" => Home,
    }
}

/// What meetings, webinars and sessions have in common.
pub(in crate::scenario) struct Common<'w> {
    pub(in crate::scenario) id: Option<&'w Located<SeriesNumber>>,
    pub(in crate::scenario) uuid: Option<&'w Located<InstanceUuid>>,
    pub(in crate::scenario) name: &'w super::decode::Field<String>,
    pub(in crate::scenario) place: crate::scenario::diagnostics::Place,
    pub(in crate::scenario) start: &'w super::decode::Field<When>,
    pub(in crate::scenario) duration: &'w super::decode::Field<Duration>,
    pub(in crate::scenario) participants: &'w super::decode::Field<Vec<Participant>>,
    pub(in crate::scenario) crowd: &'w super::decode::Field<Count>,
}

impl Meeting {
    pub(in crate::scenario) fn common(&self) -> Common<'_> {
        Common {
            id: self.id.written(),
            uuid: self.uuid.written(),
            name: &self.topic,
            place: self.place,
            start: &self.start,
            duration: &self.duration,
            participants: &self.participants,
            crowd: &self.crowd,
        }
    }
}

impl Session {
    pub(in crate::scenario) fn common(&self) -> Common<'_> {
        Common {
            id: None,
            uuid: self.uuid.written(),
            name: &self.name,
            place: self.place,
            start: &self.start,
            duration: &self.duration,
            participants: &self.participants,
            crowd: &self.crowd,
        }
    }
}
