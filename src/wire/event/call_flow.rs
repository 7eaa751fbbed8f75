//! Events of calls that tell when they ring, are answered and end: each tells one side, and shows the two sides
//! in its own way.

use super::super::call_log::device_type;
use super::super::json::{Object, OrEmpty, Quoted};
use super::super::places::Joined;
use crate::world::{Call, Device, Party, Side, World};

/// A member of `caller` or `callee`.
#[derive(Clone, Copy)]
enum Member {
    ExtensionId,
    ExtensionType,
    UserId,
    Name,
    PhoneNumber,
    ExtensionNumber,
    TimeZone,
    DeviceType,
    DeviceName,
    DeviceId,
    ConnectionType,
}

use Member as M;

/// The side that is told.
const TOLD: &[Member] = &[
    M::ExtensionId,
    M::ExtensionType,
    M::UserId,
    M::Name,
    M::PhoneNumber,
    M::ExtensionNumber,
    M::TimeZone,
    M::DeviceType,
    M::DeviceName,
    M::DeviceId,
    M::ConnectionType,
];

/// The side that is not.
const OTHER: &[Member] =
    &[M::ExtensionId, M::ExtensionType, M::Name, M::PhoneNumber, M::ExtensionNumber, M::ConnectionType];

/// The caller, told of being connected.
const CONNECTED_CALLER: &[Member] = &[
    M::ExtensionId,
    M::ExtensionType,
    M::UserId,
    M::Name,
    M::PhoneNumber,
    M::ExtensionNumber,
    M::TimeZone,
    M::DeviceType,
    M::DeviceId,
    M::ConnectionType,
];

/// The caller, told of the end.
const ENDED_CALLER: &[Member] = &[
    M::ExtensionId,
    M::ExtensionType,
    M::PhoneNumber,
    M::UserId,
    M::ExtensionNumber,
    M::TimeZone,
    M::DeviceId,
    M::ConnectionType,
];

/// The callee, while the caller is told of the end.
const OTHER_ENDED_CALLEE: &[Member] = &[
    M::ExtensionId,
    M::ExtensionType,
    M::UserId,
    M::PhoneNumber,
    M::ExtensionNumber,
    M::TimeZone,
    M::ConnectionType,
];

/// The callee, told of the end.
const ENDED_CALLEE: &[Member] = &[
    M::ExtensionId,
    M::ExtensionType,
    M::UserId,
    M::Name,
    M::PhoneNumber,
    M::ExtensionNumber,
    M::TimeZone,
    M::DeviceName,
    M::DeviceId,
    M::ConnectionType,
];

/// The caller, while the callee is told of the end.
const OTHER_ENDED_CALLER: &[Member] = &[
    M::ExtensionId,
    M::ExtensionType,
    M::PhoneNumber,
    M::UserId,
    M::ExtensionNumber,
    M::TimeZone,
    M::ConnectionType,
];

/// `phone.caller_ringing`, `phone.callee_ringing`
pub(super) fn ringing(o: &mut Object<'_>, world: &World, call: &Call, side: Side) {
    let sides = match side {
        Side::Caller => [(Side::Caller, TOLD), (Side::Callee, OTHER)],
        Side::Callee => [(Side::Callee, TOLD), (Side::Caller, OTHER)],
    };
    head(o, world, call, sides);
}

/// `phone.callee_answered`
pub(super) fn answered(o: &mut Object<'_>, world: &World, call: &Call) {
    head(o, world, call, [(Side::Callee, TOLD), (Side::Caller, OTHER)]);
    o.field("answer_start_time", call.start);
}

/// `phone.caller_connected`
pub(super) fn connected(o: &mut Object<'_>, world: &World, call: &Call) {
    head(o, world, call, [(Side::Caller, CONNECTED_CALLER), (Side::Callee, OTHER)]);
    o.field("connected_start_time", call.start);
}

/// `phone.caller_ended`, `phone.callee_ended`
pub(super) fn ended(o: &mut Object<'_>, world: &World, call: &Call, side: Side) {
    let (callee, caller) = match side {
        Side::Caller => (OTHER_ENDED_CALLEE, ENDED_CALLER),
        Side::Callee => (ENDED_CALLEE, OTHER_ENDED_CALLER),
    };
    head(o, world, call, [(Side::Callee, callee), (Side::Caller, caller)]);
    o.field("answer_start_time", call.start);
    o.field("call_end_time", call.end);
    if side == Side::Caller {
        o.field("handup_result", "Call connected");
    }
}

/// What they begin with.
fn head(o: &mut Object<'_>, world: &World, call: &Call, sides: [(Side, &[Member]); 2]) {
    o.field("call_id", Quoted(call.id.0));
    for (side, members) in sides {
        let name = match side {
            Side::Caller => "caller",
            Side::Callee => "callee",
        };
        let party = world.party(call, side);
        o.object(name, |o| members.iter().for_each(|&member| write(o, &party, member)));
    }
    o.field("ringing_start_time", call.ringing);
}

/// One member. People outside the account have empty IDs, and neither extension, time zone nor device: the
/// service knows nothing of them but their number and the name that comes with it.
fn write(o: &mut Object<'_>, party: &Party<'_>, member: Member) {
    let in_account = party.person.in_account();
    let station = &party.station;
    match member {
        M::ExtensionId => o.field("extension_id", OrEmpty(party.extension_id)),
        M::ExtensionType => o.field("extension_type", if in_account { "user" } else { "pstn" }),
        M::UserId => o.field("user_id", OrEmpty(party.person.user_id)),
        M::Name => o.field("name", party.person.name),
        M::PhoneNumber => o.field("phone_number", &party.number),
        M::ExtensionNumber => o.optional("extension_number", party.extension.parse::<u32>().ok()),
        M::TimeZone => o.optional("timezone", in_account.then_some(station.city.time_zone)),
        M::DeviceType => {
            o.optional("device_type", in_account.then(|| software(station.device, station.version)))
        }
        M::DeviceName => o.optional("device_name", in_account.then_some(station.device_name)),
        M::DeviceId => o.optional("device_id", in_account.then_some(party.device_id)),
        M::ConnectionType => o.field("connection_type", if in_account { "voip" } else { "pstn_off_net" }),
    };
}

/// `device_type`: `Windows_Client(5.8.4.1736)`. Call logs call it `WIN_Client`.
fn software(device: Device, version: &str) -> Joined<'_, 4> {
    let name = match device {
        Device::Windows => "Windows_Client",
        other => device_type(other),
    };
    if version.is_empty() { Joined([name, "", "", ""]) } else { Joined([name, "(", version, ")"]) }
}
