//! Calls: `/phone/metrics/call_logs` and `…/{call_id}`.

use super::json::{self, Object, OrEmpty, Quoted};
use super::page::{Dates, Page};
use super::places::Joined;
use super::spelling;
use crate::time::Moment;
use crate::world::{Call, Device, Party, Side, World};

/// A page of the list of the calls between two dates, which are written as they are asked for: `2021-03-31`.
pub fn call_logs_page<'c>(
    world: &World,
    page: &Page<'_>,
    from: &str,
    to: &str,
    calls: impl IntoIterator<Item = &'c Call>,
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        o.array("call_logs", |elements| {
            for call in calls {
                elements.object(|o| log(o, world, call, now, listed_party));
            }
        });
        o.field("from", from);
        o.field("next_page_token", page.next_page_token);
        o.field("page_size", page.page_size);
        o.field("to", to);
        o.field("total_records", page.total_records);
    })
}

/// A page of the list of calls that are over.
pub fn past_calls_page<'c>(
    world: &World,
    page: &Page<'_>,
    dates: &Dates<'_>,
    calls: impl IntoIterator<Item = &'c Call>,
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        o.array("call_logs", |elements| {
            for call in calls {
                elements.object(|o| log(o, world, call, now, past_party));
            }
        });
        o.field("from", dates.from).field("to", dates.to);
        o.field("next_page_token", page.next_page_token);
        o.field("page_size", page.page_size);
        o.field("total_records", page.total_records);
    })
}

/// A single call.
pub fn call_log(world: &World, call: &Call, now: Moment) -> Vec<u8> {
    json::object(|o| log(o, world, call, now, detailed_party))
}

fn log(
    o: &mut Object<'_>,
    world: &World,
    call: &Call,
    now: Moment,
    write_party: fn(&mut Object<'_>, &Party<'_>),
) {
    let caller = world.party(call, Side::Caller);
    let callee = world.party(call, Side::Callee);
    let direction = match (caller.person.in_account(), callee.person.in_account()) {
        (true, true) => "internal",
        (true, false) => "outbound",
        (false, _) => "inbound",
    };
    o.field("call_id", Quoted(call.id.0));
    o.object("callee", |o| write_party(o, &callee));
    o.object("caller", |o| write_party(o, &caller));
    o.field("date_time", call.start);
    o.field("direction", direction);
    o.field("duration", (call.end.min(now) - call.start).seconds());
    o.field("mos", spelling::mos(world.call_mos(call, now)));
}

fn listed_party(o: &mut Object<'_>, party: &Party<'_>) {
    let station = &party.station;
    party_with_device(o, party, Joined([device_type(station.device), " ", station.version]));
}

fn past_party(o: &mut Object<'_>, party: &Party<'_>) {
    party_with_device(o, party, Joined([device_type(party.station.device)]));
}

fn detailed_party(o: &mut Object<'_>, party: &Party<'_>) {
    party_with_device(o, party, Joined([device_type(party.station.device)]));
    o.field("id", OrEmpty(party.person.user_id));
    // People outside the account have no extension, so none of its types fits.
    o.optional("extension_type", party.person.in_account().then_some("user"));
    o.field("display_name", party.person.name);
}

fn party_with_device<const N: usize>(o: &mut Object<'_>, party: &Party<'_>, device: Joined<'_, N>) {
    let station = &party.station;
    o.field("codec", party.codec);
    o.field("device_private_ip", station.internal_ip);
    o.field("device_public_ip", station.public_ip);
    o.field("device_type", device);
    o.field("extension_number", &party.extension);
    o.field("headset", party.headset);
    o.field("isp", party.isp);
    o.field("microphone", station.microphone);
    o.field("phone_number", &party.number);
    o.field("site_id", OrEmpty(party.site_id));
}

pub(super) const fn device_type(device: Device) -> &'static str {
    match device {
        Device::Windows => "WIN_Client",
        Device::Mac => "MAC_Client",
        Device::Linux => "LINUX_Client",
        Device::Ios => "IOS_Client",
        Device::Android => "ANDROID_Client",
        Device::Browser => "WEB_Client",
        Device::Room => "ROOM_Client",
        Device::Phone => "DESK_Phone",
    }
}
