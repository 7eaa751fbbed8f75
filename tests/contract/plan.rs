//! A scenario with every kind of device, on every kind of network, inside and outside the account.

use zoom_qos_emulator::scenario::plan::{
    Account, AccountPlan, ApiPlan, App, CallFixture, ClockMode, ClockPlan, Crowd, Device, GatheringFixture,
    GatheringKind, Location, Medium, NetworkProfile, Office, ParticipantFixture, PartyFixture, Plan,
    Population, When,
};
use zoom_qos_emulator::units::{Bitrate, Jitter, Latency, Loss, Rssi};
use zoom_qos_emulator::{Moment, Span};

/// When the scenario starts; everything that it names starts then.
pub(crate) fn start() -> Moment {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// How long everything lasts that it names.
pub(crate) const DURATION: Span = Span::from_minutes(6);

/// How long the one is in who leaves before the others.
pub(crate) const SHORT_STAY: Span = Span::from_seconds(150);

pub(crate) fn plan() -> Plan {
    let networks = vec![
        network("wired", Medium::Wired, None, 20, 0),
        network("wifi", Medium::Wifi, Some(Rssi(-55)), 40, 20),
        network("cellular", Medium::Cellular, None, 90, 150),
        network("modem", Medium::Ppp, None, 300, 800),
        network("other", Medium::Other, None, 120, 300),
    ];
    let crowd = |participants, live| Crowd {
        live,
        history: Span::HOUR,
        participants,
        duration: (Span::from_minutes(4), Span::from_minutes(9)),
    };
    Plan {
        seed: 7,
        clock: ClockPlan { start: Some(start()), mode: ClockMode::Manual },
        account: Account::new("2TP-coFVSnmyvYZogk8gAg", AccountPlan::Business, "example.com"),
        apps: vec![App::new("client", "secret")],
        api: ApiPlan::default(),
        webhooks: Vec::new(),
        networks,
        offices: vec![Office { name: "Headquarters".to_owned(), city: 1, network: 1, weight: 1 }],
        population: Population {
            meetings: Some(crowd((2, 5), 2)),
            webinars: Some(crowd((2, 5), 2)),
            sessions: Some(crowd((2, 5), 2)),
            calls: Some(crowd((2, 2), 2)),
            devices: Device::ALL.map(|device| (device, 1)).to_vec(),
            networks: (0..5).map(|network| (network, 1)).collect(),
            quality: [1, 1, 1],
        },
        gatherings: vec![
            gathering(GatheringKind::Meeting, Some(93_201_235_621), "Weekly \"sync\" 🚀"),
            gathering(GatheringKind::Webinar, Some(94_201_235_621), "Ask us anything"),
            gathering(GatheringKind::Session, None, "Über-session"),
        ],
        calls: vec![
            call("Ada", Some("ada@example.com"), "Grace", Some("grace@example.com")),
            call("Ada", Some("ada@example.com"), "Mallory", Some("mallory@elsewhere.example")),
            call("Mallory", None, "Grace", Some("grace@example.com")),
        ],
        timeline: Vec::new(),
    }
}

fn network(name: &str, medium: Medium, rssi: Option<Rssi>, latency: u32, loss: u32) -> NetworkProfile {
    NetworkProfile {
        name: name.to_owned(),
        medium,
        latency: Latency(latency),
        jitter: Jitter::from_millis(latency / 4),
        loss: Loss(loss),
        bandwidth: Bitrate::from_kbps(4000),
        rssi,
    }
}

/// Every device twice: with everything switched on, and with nothing but a microphone.
fn gathering(kind: GatheringKind, number: Option<u64>, topic: &str) -> GatheringFixture {
    let participants = Device::ALL.into_iter().enumerate().flat_map(|(place, device)| {
        let network = place % 5;
        let with_everything = ParticipantFixture {
            name: format!("{device:?} O'Neil \\ \"Bo\""),
            email: Some(format!("{device:?}@example.com").to_lowercase()),
            device: Some(device),
            location: Some(Location::Office(0)),
            network: Some(network),
            join: Span::ZERO,
            leave: None,
            camera: true,
            share: true,
            microphone: true,
        };
        let outsider = ParticipantFixture {
            name: format!("Гость {device:?}"),
            email: (place % 2 == 0).then(|| "guest@elsewhere.example".to_owned()),
            location: Some(Location::Home(place)),
            network: Some((network + 1) % 5),
            join: Span::from_seconds(20),
            leave: Some(SHORT_STAY),
            camera: false,
            share: false,
            ..with_everything.clone()
        };
        [with_everything, outsider]
    });
    GatheringFixture {
        kind,
        number,
        uuid: None,
        topic: topic.to_owned(),
        start: Some(When::FromStart(Span::ZERO)),
        duration: DURATION,
        participants: participants.collect(),
        crowd: 0,
    }
}

fn call(caller: &str, caller_email: Option<&str>, callee: &str, callee_email: Option<&str>) -> CallFixture {
    let party = |name: &str, email: Option<&str>, device, network| PartyFixture {
        name: name.to_owned(),
        email: email.map(str::to_owned),
        number: None,
        device: Some(device),
        location: None,
        network: Some(network),
    };
    CallFixture {
        id: None,
        start: Some(When::FromStart(Span::ZERO)),
        duration: DURATION,
        caller: party(caller, caller_email, Device::Mac, 0),
        callee: party(callee, callee_email, Device::Phone, 1),
    }
}
