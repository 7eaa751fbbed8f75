//! What is written means what a reader thinks it means.

use crate::plan;
use zoom_qos_emulator::Span;
use zoom_qos_emulator::scenario::plan::{
    AccountPlan, Action, ApiPlan, ClockMode, Crowd, Device, EventKind, GatheringKind, Location, Medium,
    Occurs, Pin, SdkKey, Side, StatusOfCode300, StreamKind, StreamPin, SubAccount, Switch, Target,
    TimelineEntry, Webhook, WebhookAuthorization, When,
};
use zoom_qos_emulator::units::{Bitrate, FrameRate, Jitter, Latency, Loss, Percent, Resolution, Rssi};

const fn minutes(minutes: i64) -> Span {
    Span::from_minutes(minutes)
}

const fn at(time: i64, action: Action) -> TimelineEntry {
    TimelineEntry { occurs: Occurs::At(When::FromStart(minutes(time))), action }
}

#[test]
fn a_scenario_reads_as_one_would_say_it() {
    let plan = plan(
        r#"# yaml-language-server: $schema=../schema/scenario.schema.json
version: 1
seed: 7
clock: { start: 2026-03-02T09:00:00Z, speed: 60x }
webhooks:
  - { url: "http://127.0.0.1:3000/webhook", secret: s3cret, events: [meeting.*, phone.call_qos] }
population:
  meetings: { live: 20, history: 30d, participants: 2..40, duration: 15m..90m }
  calls: { live: 5 }
networks:
  train: { latency: 120 ms, jitter: 60 ms, loss: 4%, bandwidth: 800 kbps }
meetings:
  - id: 93201235621
    topic: Weekly sync
    start: 0m
    duration: 45m
    participants:
      - { name: Ada Lovelace, email: ada@example.com, device: Windows, network: office-wired }
      - { name: Grace Hopper, device: iOS, network: train, join: 3m, leave: 40m, camera: off }
timeline:
  - at: 10m
    degrade: { who: Ada Lovelace, network: congested-wifi, for: 4m }
  - at: 12m
    pin: { who: Ada Lovelace, metric: audio_input.jitter, value: 40 ms, for: 1m }
"#,
    );
    assert_eq!(plan.seed, 7);
    assert_eq!(plan.clock.start, Some("2026-03-02T09:00:00Z".parse().unwrap()));
    assert_eq!(plan.clock.mode, ClockMode::Scaled(60.0));

    let webhook = &plan.webhooks[0];
    assert_eq!((webhook.url.as_str(), webhook.secret.as_str()), ("http://127.0.0.1:3000/webhook", "s3cret"));
    assert_eq!(
        webhook.events,
        [
            EventKind::MeetingParticipantQos,
            EventKind::MeetingParticipantQosSummary,
            EventKind::MeetingParticipantData,
            EventKind::MeetingParticipantDataSummary,
            EventKind::PhoneCallQos,
            EventKind::MeetingStarted,
            EventKind::MeetingParticipantJoined,
            EventKind::MeetingParticipantLeft,
            EventKind::MeetingEnded,
        ]
    );

    let meetings = Crowd {
        live: 20,
        history: Span::from_millis(30 * Span::DAY.millis()),
        participants: (2, 40),
        duration: (minutes(15), minutes(90)),
    };
    assert_eq!(plan.population.meetings, Some(meetings));
    assert_eq!(plan.population.calls.map(|calls| (calls.live, calls.participants)), Some((5, (2, 2))));
    assert_eq!((plan.population.webinars, plan.population.sessions), (None, None));

    let [meeting] = plan.gatherings.as_slice() else { panic!() };
    assert_eq!((meeting.kind, meeting.number), (GatheringKind::Meeting, Some(93_201_235_621)));
    assert_eq!(meeting.topic, "Weekly sync");
    assert_eq!((meeting.start, meeting.duration), (Some(When::FromStart(Span::ZERO)), minutes(45)));
    let [ada, grace] = meeting.participants.as_slice() else { panic!() };
    assert_eq!((ada.email.as_deref(), ada.device), (Some("ada@example.com"), Some(Device::Windows)));
    assert_eq!((ada.join, ada.leave), (Span::ZERO, None));
    assert_eq!((ada.camera, ada.share, ada.microphone), (true, false, true));
    assert_eq!(plan.networks[ada.network.unwrap()].name, "office-wired");
    assert_eq!((grace.join, grace.leave, grace.camera), (minutes(3), Some(minutes(40)), false));

    let train = &plan.networks[grace.network.unwrap()];
    assert_eq!((train.name.as_str(), train.latency, train.jitter), ("train", Latency(120), Jitter(6000)));
    assert_eq!((train.loss, train.bandwidth, train.rssi), (Loss(400), Bitrate::from_kbps(800), None));

    let who = vec![Target::Participant { gathering: 0, participant: 0 }];
    let congested = plan.networks.iter().position(|network| network.name == "congested-wifi").unwrap();
    let pin = Pin::Stream(StreamKind::AudioInput, StreamPin::Jitter(Jitter(4000)));
    assert_eq!(
        plan.timeline,
        [
            at(10, Action::Degrade { who: who.clone(), network: congested, lasting: Some(minutes(4)) }),
            at(12, Action::Pin { who, pin, lasting: Some(minutes(1)) }),
        ]
    );
}

#[test]
fn where_a_scenario_is_silent_the_world_is_an_ordinary_one() {
    let plan = plan("version: 1\n");
    assert_eq!((plan.seed, plan.clock.start, plan.clock.mode), (1, None, ClockMode::Real));
    assert_eq!((plan.account.plan, plan.account.domain.as_str()), (AccountPlan::Business, "example.com"));
    assert_eq!(plan.account.id.len(), 22);
    let [app] = plan.apps.as_slice() else { panic!() };
    assert_eq!((&app.scopes, app.redirect_uris.len(), app.tokens.len()), (&None, 0, 0));
    assert_eq!(plan.api, ApiPlan::default());
    assert!(plan.api.rate_limits && !plan.api.newest_token_only && !plan.api.summary_requires_subscription);
    assert!(plan.account.dashboard && plan.account.video_sdk && !plan.account.hipaa);
    assert!(plan.webhooks.is_empty() && plan.gatherings.is_empty() && plan.calls.is_empty());
    let population = &plan.population;
    assert_eq!((population.meetings, population.calls), (None, None));
    assert!(population.devices.len() > 5 && population.networks.len() > 5 && plan.offices.len() > 3);
    assert!(plan.networks.len() >= 12);
}

#[test]
fn an_empty_list_or_mapping_is_as_good_as_none() {
    let silent = plan("version: 1\n");
    assert_eq!(plan("version: 1\nmeetings:\ntimeline: []\npopulation: {}\nclock: ~\nnetworks: {}\n"), silent);
}

fn everything() -> zoom_qos_emulator::scenario::plan::Plan {
    plan(include_str!("everything.yaml"))
}

#[test]
fn accounts_and_apps_are_read_with_all_that_they_may_and_have() {
    let plan = everything();
    let account = &plan.account;
    assert_eq!((account.dashboard, account.video_sdk, account.hipaa), (false, false, true));
    let sub = |id: &str, plan| SubAccount { id: id.to_owned(), plan };
    let expected = [sub("Sub-One", AccountPlan::Enterprise), sub("Sub_Two", AccountPlan::Pro)];
    assert_eq!(account.sub_accounts, expected);
    assert_eq!(plan.apps[0].scopes, None);
    let second = &plan.apps[1];
    assert_eq!(second.scopes.as_deref(), Some(&["dashboard:read:admin".to_owned()][..]));
    assert_eq!(second.redirect_uris, ["http://127.0.0.1:3000/callback"]);
    assert_eq!(second.tokens, ["one-token", "another-token"]);
    let expected = ApiPlan {
        rate_limits: false,
        newest_token_only: true,
        status_of_code_300: StatusOfCode300::MultipleChoices,
        summary_requires_subscription: true,
        sdk_key: SdkKey { key: "sdk-key".to_owned(), secret: "sdk-secret".to_owned() },
    };
    assert_eq!(plan.api, expected);
}

#[test]
fn networks_are_read_with_their_units_and_replace_built_in_ones() {
    let plan = everything();
    let network = |name: &str| plan.networks.iter().find(|network| network.name == name).unwrap();
    assert_eq!(plan.networks.iter().filter(|network| network.name == "train").count(), 1);
    assert_eq!((network("train").latency, network("train").medium), (Latency(120), Medium::Other));
    let attic = network("attic");
    assert_eq!((attic.medium, attic.rssi), (Medium::Wifi, Some(Rssi(-60))));
    assert_eq!((attic.latency, attic.jitter, attic.loss), (Latency(300), Jitter(753), Loss(30)));
    assert_eq!(attic.bandwidth, Bitrate::from_kbps(2000));
    assert_eq!((network("cellar").rssi, network("cellar").loss), (Some(Rssi(-60)), Loss::ALL));
    assert_eq!((network("line").bandwidth, network("line").rssi), (Bitrate(1025), None));
}

#[test]
fn locations_are_offices_first_and_then_cities() {
    let plan = everything();
    let city = |index: usize| zoom_qos_emulator::scenario::plan::CITIES[index].name;
    assert_eq!(
        plan.offices.iter().map(|office| office.name.as_str()).collect::<Vec<_>>(),
        ["HQ", "São Paulo"]
    );
    assert_eq!(city(plan.offices[0].city), "Zürich");
    assert_eq!(plan.networks[plan.offices[1].network].name, "office-wired");
    assert_eq!((plan.offices[0].weight, plan.offices[1].weight), (3, 1));
    let people = &plan.gatherings[0].participants;
    assert_eq!(people[0].location, Some(Location::Office(0)));
    assert_eq!(people[1].location, None);
    let Some(Location::Home(home)) = people[2].location else { panic!() };
    assert_eq!(city(home), "Zürich");
    assert!(matches!(people[3].location, Some(Location::Home(home)) if city(home) == "Tokyo"));
}

#[test]
fn mixes_are_relative() {
    let population = everything().population;
    assert_eq!(population.devices, [(Device::Windows, 6250), (Device::Ios, 3750)]);
    assert_eq!(population.networks.iter().map(|(_, weight)| *weight).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(population.quality, [9000, 0, 1000]);
    let webinars = population.webinars.unwrap();
    assert_eq!((webinars.participants, webinars.duration), ((500, 500), (Span::HOUR, Span::HOUR)));
    assert_eq!(webinars.history, Span::ZERO);
}

#[test]
fn gatherings_and_calls_keep_their_identifiers_and_times() {
    let plan = everything();
    let kinds: Vec<_> = plan.gatherings.iter().map(|gathering| gathering.kind).collect();
    let (meeting, webinar, session) =
        (GatheringKind::Meeting, GatheringKind::Webinar, GatheringKind::Session);
    assert_eq!(kinds, [meeting, meeting, meeting, webinar, session]);
    let first = &plan.gatherings[0];
    assert_eq!((first.number, first.crowd), (Some(93_201_235_621), 200));
    assert_eq!(first.uuid.map(|uuid| uuid[0]), Some(0xe3));
    assert!(!first.participants[3].camera, "a phone has no camera");
    assert_eq!(first.participants[3].name, "007");
    let days = |days: i64| Span::from_millis(days * Span::DAY.millis());
    assert_eq!(plan.gatherings[1].start, Some(When::FromStart(days(-400))));
    assert_eq!(plan.gatherings[2].start, None);
    assert_eq!(plan.gatherings[3].start, Some(When::At("2026-03-02T09:00:00Z".parse().unwrap())));
    assert_eq!(plan.gatherings[4].start, Some(When::FromStart(minutes(90))));
    assert_eq!(plan.gatherings[4].topic, "Support room");
    let call = &plan.calls[0];
    assert_eq!((call.id, call.duration), (Some(6_994_413_874_384_519_291), minutes(2)));
    assert_eq!(call.caller.number.as_deref(), Some("+12025550123"));
    assert_eq!(call.callee.name, "Vint Cerf");
}

fn with_timeline(timeline: &str) -> Vec<TimelineEntry> {
    let text = format!(
        "version: 1
meetings:
  - {{ id: 123456789, topic: Weekly sync, start: 0m, participants: [Ada, Grace] }}
  - {{ topic: Retro, start: 1h, participants: [Ada] }}
calls:
  - {{ id: 5, start: 0m, caller: Ada, callee: Vint }}
timeline:
  - {{ {timeline} }}
"
    );
    plan(&text).timeline
}

const fn person(gathering: usize, participant: usize) -> Target {
    Target::Participant { gathering, participant }
}

#[test]
fn a_name_means_everybody_of_that_name_and_in_narrows_it() {
    let who = |timeline: &str| match &with_timeline(timeline)[0].action {
        Action::Repair { who } => who.clone(),
        other => panic!("{other:?}"),
    };
    let caller = Target::Party { call: 0, side: Side::Caller };
    let callee = Target::Party { call: 0, side: Side::Callee };
    assert_eq!(who("at: 1m, repair: Ada"), [person(0, 0), person(1, 0), caller]);
    assert_eq!(who("at: 1m, repair: { who: Ada, in: Retro }"), [person(1, 0)]);
    assert_eq!(who("at: 1m, repair: { who: Ada, in: { call: 5 } }"), [caller]);
    assert_eq!(who("at: 1m, repair: [Grace, Vint, Grace]"), [person(0, 1), callee]);
    assert_eq!(who("at: 1m, repair: { call: 5 }"), [caller, callee]);
    assert_eq!(who("at: 1m, repair: { meeting: 123456789 }"), [Target::Gathering(0)]);
    assert_eq!(who("at: 1m, repair: { office: Berlin }").len(), 1);
    assert_eq!(who("at: 1m, repair: everyone"), [Target::Everyone]);
}

#[test]
fn coming_going_and_switching_is_for_participants_and_not_for_sides_of_calls() {
    let entries = with_timeline("at: 1m, leave: Ada");
    assert_eq!(entries, [at(1, Action::Leave { who: vec![person(0, 0), person(1, 0)] })]);
}

#[test]
fn what_happens_over_a_span_lasts_as_long_or_is_undone_at_its_end() {
    let who = vec![person(0, 1)];
    assert_eq!(
        with_timeline("from: 2m, to: 5m, cpu: { who: Grace, load: 85% }"),
        [at(2, Action::Cpu { who: who.clone(), load: Percent(85), lasting: Some(minutes(3)) })]
    );
    assert_eq!(
        with_timeline("from: 2m, to: 5m, leave: Grace"),
        [at(2, Action::Leave { who: who.clone() }), at(5, Action::Join { who: who.clone() })]
    );
    let switch = |on| Action::Switch { who: who.clone(), what: Switch::Share, on };
    assert_eq!(
        with_timeline("from: 2m, to: 5m, share: { who: Grace, turn: on }"),
        [at(2, switch(true)), at(5, switch(false))]
    );
    assert_eq!(
        with_timeline("from: 2m, to: 5m, start: Retro"),
        [at(2, Action::StartGathering { gathering: 1 }), at(5, Action::EndGathering { gathering: 1 })]
    );
}

#[test]
fn what_happens_again_and_again_begins_at_the_start_unless_it_says_otherwise() {
    let occurs = |timeline: &str| with_timeline(timeline)[0].occurs;
    let every = |interval, from, until: Option<i64>| Occurs::Every {
        interval: minutes(interval),
        from: When::FromStart(minutes(from)),
        until: until.map(|until| When::FromStart(minutes(until))),
    };
    assert_eq!(occurs("every: 10m, repair: everyone"), every(10, 0, None));
    assert_eq!(occurs("every: 10m, from: 5m, until: 2h, repair: everyone"), every(10, 5, Some(120)));
}

#[test]
fn every_metric_is_pinned_in_its_own_unit() {
    let pins: Vec<Pin> = everything()
        .timeline
        .into_iter()
        .filter_map(|entry| match entry.action {
            Action::Pin { pin, .. } => Some(pin),
            _ => None,
        })
        .collect();
    assert_eq!(
        pins,
        [
            Pin::Stream(StreamKind::AudioInput, StreamPin::Bitrate(Bitrate(6325))),
            Pin::Stream(StreamKind::AudioOutput, StreamPin::Latency(Latency(134))),
            Pin::Stream(StreamKind::AudioInput, StreamPin::Jitter(Jitter(4000))),
            Pin::Stream(StreamKind::VideoInput, StreamPin::Loss(Loss(82))),
            Pin::Stream(StreamKind::VideoOutput, StreamPin::FrameRate(FrameRate(12))),
            Pin::Stream(StreamKind::ShareOutput, StreamPin::Resolution(Resolution::P720)),
            Pin::ZoomCpu(Percent(8)),
            Pin::SystemCpu(Percent(80)),
            Pin::Rssi(Rssi(-71)),
        ]
    );
}

#[test]
fn the_case_of_words_does_not_matter_and_numbers_may_be_names() {
    let plan = plan(
        "version: 1\nsessions:\n  - { name: 42, start: 0m, participants: [{ name: 7, device: WINDOWS }] }\n",
    );
    assert_eq!(plan.gatherings[0].topic, "42");
    let person = &plan.gatherings[0].participants[0];
    assert_eq!((person.name.as_str(), person.device), ("7", Some(Device::Windows)));
}

#[test]
fn parts_that_repeat_are_marked_once_and_taken_over() {
    let plan = plan(
        "version: 1
meetings:
  - topic: One
    start: 0m
    participants:
      - &ada { name: Ada, device: Mac, network: hotel }
      - { <<: *ada, name: Grace, device: Linux }
  - { topic: Two, start: 1h, participants: [*ada] }
",
    );
    let grace = &plan.gatherings[0].participants[1];
    assert_eq!((grace.name.as_str(), grace.device), ("Grace", Some(Device::Linux)));
    assert_eq!(plan.networks[grace.network.unwrap()].name, "hotel");
    assert_eq!(plan.gatherings[1].participants[0], plan.gatherings[0].participants[0]);
}

#[test]
fn a_webhook_is_as_it_is_written_and_simple_where_nothing_is() {
    let plan = plan(
        "version: 1
apps:
  - { client_id: one, client_secret: first }
  - { client_id: two, client_secret: second }
webhooks:
  - { url: http://127.0.0.1:3000, secret: s3cret }
  - name: strict
    url: http://127.0.0.1:3000
    secret: s3cret
    validate: on
    in_flight: 4
    app: two
    authorization: { bearer: { token_url: http://127.0.0.1/token, client_id: a, client_secret: hush } }
",
    );
    let simple = Webhook::new("webhook-1", "http://127.0.0.1:3000", "s3cret", EventKind::ALL.to_vec());
    assert_eq!(plan.webhooks[0], simple);
    let strict = Webhook {
        name: "strict".to_owned(),
        validate: true,
        in_flight: 4,
        app: 1,
        authorization: Some(WebhookAuthorization::Bearer {
            token_url: "http://127.0.0.1/token".to_owned(),
            client_id: "a".to_owned(),
            client_secret: "hush".to_owned(),
        }),
        ..simple
    };
    assert_eq!(plan.webhooks[1], strict);
    let shown = format!("{:?} {:?}", strict, strict.authorization);
    assert!(!shown.contains("s3cret") && !shown.contains("hush"), "{shown}");
}
