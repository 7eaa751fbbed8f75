//! Plans for tests, made by hand so that they do not depend on how a scenario is written.

use zoom_qos_emulator::scenario::plan::{
    Account, AccountPlan, ApiPlan, App, ClockMode, ClockPlan, Crowd, Device, GatheringFixture, GatheringKind,
    Medium, NetworkProfile, Office, ParticipantFixture, Plan, Population, TimelineEntry, When,
};
use zoom_qos_emulator::units::{Bitrate, Jitter, Latency, Loss, Rssi};
use zoom_qos_emulator::{Moment, Span};

/// Index of the good network in [`plan`].
pub(crate) const GOOD: usize = 0;
/// Index of the network in [`plan`] that is worse in every respect.
pub(crate) const BAD: usize = 1;

/// Noon of a day in March.
pub(crate) fn noon() -> Moment {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

pub(crate) fn network(
    name: &str,
    latency: u32,
    jitter: u32,
    loss: u32,
    bandwidth: u32,
    rssi: i32,
) -> NetworkProfile {
    NetworkProfile {
        name: name.to_owned(),
        medium: Medium::Wifi,
        latency: Latency(latency),
        jitter: Jitter::from_millis(jitter),
        loss: Loss(loss),
        bandwidth: Bitrate::from_kbps(bandwidth),
        rssi: Some(Rssi(rssi)),
    }
}

/// A plan with networks, offices and a mix of devices, but with nobody in it.
pub(crate) fn plan(seed: u64) -> Plan {
    Plan {
        seed,
        clock: ClockPlan { start: Some(noon()), mode: ClockMode::Manual },
        account: Account::new("AbCdEfGhIjKlMnOpQrStUv", AccountPlan::Business, "example.com"),
        apps: vec![App::new("client", "secret")],
        api: ApiPlan::default(),
        webhooks: vec![],
        networks: vec![network("good", 30, 5, 10, 3000, -50), network("bad", 200, 70, 600, 400, -80)],
        offices: vec![Office { name: "Berlin".to_owned(), city: 10, network: GOOD, weight: 1 }],
        population: Population {
            meetings: None,
            webinars: None,
            sessions: None,
            calls: None,
            devices: Device::ALL.map(|device| (device, 1)).to_vec(),
            networks: vec![(GOOD, 1)],
            quality: [7, 2, 1],
        },
        gatherings: vec![],
        calls: vec![],
        timeline: vec![],
    }
}

/// So many live ones of a kind, of a quarter to a whole hour, with a month of history.
pub(crate) fn crowd(live: u32, participants: (u32, u32)) -> Crowd {
    Crowd {
        live,
        history: Span::from_minutes(30 * 24 * 60),
        participants,
        duration: (Span::from_minutes(15), Span::HOUR),
    }
}

/// A plan in which all kinds of things go on.
pub(crate) fn lively(seed: u64) -> Plan {
    let mut plan = plan(seed);
    plan.population.meetings = Some(crowd(5, (1, 30)));
    plan.population.webinars = Some(crowd(2, (20, 60)));
    plan.population.sessions = Some(crowd(2, (1, 6)));
    plan.population.calls =
        Some(Crowd { duration: (Span::from_minutes(1), Span::from_minutes(12)), ..crowd(3, (2, 2)) });
    plan
}

/// A named participant who is in from start to end, with the camera on, on the good network.
pub(crate) fn participant(name: &str) -> ParticipantFixture {
    ParticipantFixture {
        name: name.to_owned(),
        email: Some(format!("{}@example.com", name.to_lowercase())),
        device: Some(Device::Windows),
        location: None,
        network: Some(GOOD),
        join: Span::ZERO,
        leave: None,
        camera: true,
        share: false,
        microphone: true,
    }
}

/// A named meeting of half an hour, from the start on.
pub(crate) fn meeting(names: &[&str]) -> GatheringFixture {
    GatheringFixture {
        kind: GatheringKind::Meeting,
        number: Some(93_201_235_621),
        uuid: None,
        topic: "Weekly sync".to_owned(),
        start: Some(When::FromStart(Span::ZERO)),
        duration: Span::from_minutes(30),
        participants: names.iter().map(|name| participant(name)).collect(),
        crowd: 0,
    }
}

/// A plan with one named meeting and this timeline.
pub(crate) fn with_meeting(names: &[&str], timeline: Vec<TimelineEntry>) -> Plan {
    Plan { gatherings: vec![meeting(names)], timeline, ..plan(1) }
}
