//! What a seed means. A change of these files is a breaking change: whoever asserts on numbers would notice.
//!
//! After a deliberate change: `INSTA_UPDATE=always cargo test --test it golden`, and read the difference.

use std::fmt::Write;
use std::sync::Arc;

use zoom_qos_emulator::scenario::plan::GatheringKind;
use zoom_qos_emulator::scenario::{load, plan::Plan};
use zoom_qos_emulator::world::World;
use zoom_qos_emulator::{Span, wire};

use crate::support::plans::{lively, noon};

fn shipped(name: &str) -> Plan {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    load(&path).unwrap()
}

/// The inventory, the first participant of each kind of gathering, and the first event of every kind there is.
fn portrait(plan: Plan) -> String {
    let world = World::new(Arc::new(plan), noon());
    let now = noon() + Span::from_minutes(7);
    let mut text = String::new();
    let line =
        |text: &mut String, bytes: Vec<u8>| writeln!(text, "{}", String::from_utf8(bytes).unwrap()).unwrap();
    line(&mut text, wire::inventory(&world, now, 0, 3));
    for kind in [GatheringKind::Meeting, GatheringKind::Webinar, GatheringKind::Session] {
        if let Some(gathering) = world.gatherings(kind, now).next() {
            for participant in world.participants(&gathering, now, 0).take(1) {
                line(&mut text, wire::qos(&world, &gathering, &participant, now));
            }
        }
    }
    if let Some(call) = world.calls(now).next() {
        line(&mut text, wire::call_qos(&world, &call, now));
        line(&mut text, wire::call_log(&world, &call, now));
    }
    let mut told = std::collections::BTreeMap::<_, u32>::new();
    for event in world.events(noon(), noon() + Span::from_minutes(20)) {
        let count = told.entry(event.kind(&world)).or_default();
        *count += 1;
        if *count == 1 {
            line(&mut text, wire::event_body(&world, &event));
        }
    }
    text
}

#[test]
fn the_quickstart_is_frozen() {
    insta::assert_snapshot!(portrait(shipped("quickstart.yaml")));
}

#[test]
fn the_collapse_of_a_wifi_is_frozen() {
    insta::assert_snapshot!(portrait(shipped("wifi-collapse.yaml")));
}

#[test]
fn the_default_is_frozen() {
    insta::assert_snapshot!(portrait(shipped("default.yaml")));
}

#[test]
fn a_lively_world_is_frozen() {
    insta::assert_snapshot!(portrait(lively(7)));
}
