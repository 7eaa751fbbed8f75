//! A world with one meeting, and what it takes to deliver its events.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use zoom_qos_emulator::clock::{Clock, ClockMode};
use zoom_qos_emulator::delivery::{
    DeliveryLog, EventFilter, Subscription, SubscriptionId, Surroundings, Transport, Worker,
};
use zoom_qos_emulator::player::Players;
use zoom_qos_emulator::scenario::plan::{
    Account, AccountPlan, ApiPlan, App, ClockPlan, Device, GatheringFixture, GatheringKind, Medium,
    NetworkProfile, Office, ParticipantFixture, Plan, Population, When,
};
use zoom_qos_emulator::tasks::Tasks;
use zoom_qos_emulator::units::{Bitrate, Jitter, Latency, Loss};
use zoom_qos_emulator::wire;
use zoom_qos_emulator::world::{Event, World};
use zoom_qos_emulator::{Moment, Span};

pub const SECRET: &str = "s3cret";
pub const START: Moment = Moment::from_seconds(1_772_442_000);
pub const MEETING: Span = Span::from_minutes(10);
pub const SOON: Duration = Duration::from_secs(2);
pub const GRACE: Duration = Duration::from_millis(800);

/// A world with one meeting of so many people, who all come and leave with it, and the parts around it.
pub struct Stage {
    pub world: Arc<World>,
    pub clock: Clock,
    pub tasks: Tasks,
    pub transport: Transport,
}

impl Stage {
    pub fn new(crowd: u32) -> Self {
        Self::with_mode(crowd, ClockMode::Manual)
    }

    pub fn with_mode(crowd: u32, mode: ClockMode) -> Self {
        let plan = plan(crowd, mode);
        Self {
            clock: Clock::start(&plan.clock),
            world: Arc::new(World::new(Arc::new(plan), START)),
            tasks: Tasks::new(),
            transport: Transport::new().unwrap(),
        }
    }

    pub fn play(&self, subscriptions: impl IntoIterator<Item = Subscription>) -> Players {
        Players::start(subscriptions, &self.world, &self.clock, &self.transport, &self.tasks)
    }

    pub fn worker(&self, url: &str) -> Worker {
        let around = Surroundings {
            world: self.world.clone(),
            clock: self.clock.clone(),
            transport: self.transport.clone(),
            log: Arc::new(DeliveryLog::new(self.clock.clone())),
            subscriptions: Arc::default(),
        };
        Worker::new(around, Arc::new(subscription(0, url, EventFilter::all())))
    }

    pub fn events(&self) -> Vec<Event> {
        self.world.events(START, START + MEETING + Span::MINUTE)
    }

    pub fn body(&self, event: &Event) -> Vec<u8> {
        wire::event_body(&self.world, event)
    }

    /// Advances beyond the end of the meeting and waits until all has settled.
    pub async fn play_meeting(&self, players: &Players) {
        let now = self.clock.advance(MEETING + Span::MINUTE).unwrap();
        players.settled(now).await.unwrap();
    }
}

pub fn subscription(id: u32, url: &str, filter: EventFilter) -> Subscription {
    Subscription::new(SubscriptionId(id), format!("webhook-{}", id + 1), url, SECRET, filter).unwrap()
}

/// What is logged on this thread.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn record(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_env_filter("zoom_qos_emulator=info")
            .with_writer(move || log.clone());
        tracing::subscriber::set_default(subscriber.finish())
    }

    pub fn lines_with(&self, part: &str) -> Vec<String> {
        self.lines().into_iter().filter(|line| line.contains(part)).collect()
    }

    pub fn lines(&self) -> Vec<String> {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap().lines().map(str::to_owned).collect()
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn plan(crowd: u32, mode: ClockMode) -> Plan {
    Plan {
        seed: 7,
        clock: ClockPlan { start: Some(START), mode },
        account: Account::new("kLm3pQrStUvWxYzAbCdEfG", AccountPlan::Business, "example.com"),
        apps: vec![App::new("an-app", "hush")],
        api: ApiPlan::default(),
        webhooks: vec![],
        networks: vec![NetworkProfile {
            name: "office-wired".to_owned(),
            medium: Medium::Wired,
            latency: Latency(20),
            jitter: Jitter::from_millis(3),
            loss: Loss(0),
            bandwidth: Bitrate::from_kbps(50_000),
            rssi: None,
        }],
        offices: vec![Office { name: "head office".to_owned(), city: 0, network: 0, weight: 1 }],
        population: Population {
            meetings: None,
            webinars: None,
            sessions: None,
            calls: None,
            devices: vec![(Device::Windows, 1), (Device::Ios, 1)],
            networks: vec![(0, 1)],
            quality: [1, 0, 0],
        },
        gatherings: vec![GatheringFixture {
            kind: GatheringKind::Meeting,
            number: Some(93_201_235_621),
            uuid: None,
            topic: "Weekly sync".to_owned(),
            start: Some(When::FromStart(Span::ZERO)),
            duration: MEETING,
            participants: vec![ParticipantFixture {
                name: "Ada Lovelace".to_owned(),
                email: Some("ada@example.com".to_owned()),
                device: Some(Device::Windows),
                location: None,
                network: None,
                join: Span::ZERO,
                leave: None,
                camera: true,
                share: false,
                microphone: true,
            }],
            crowd,
        }],
        calls: vec![],
        timeline: vec![],
    }
}
