//! Whatever is written, reading it does not fail in any way but by telling mistakes; and a plan keeps its word.

use proptest::prelude::*;
use zoom_qos_emulator::Span;
use zoom_qos_emulator::scenario::parse;
use zoom_qos_emulator::scenario::plan::{
    Action, CITIES, ClockMode, Crowd, Location, Medium, Occurs, Plan, Target,
};
use zoom_qos_emulator::units::Loss;

const SEEDS: [&str; 4] = [
    include_str!("../../scenarios/default.yaml"),
    include_str!("../../scenarios/quickstart.yaml"),
    include_str!("../../scenarios/wifi-collapse.yaml"),
    include_str!("everything.yaml"),
];

/// Words that scenarios are made of, and some that they are not.
const WORDS: &[&str] = &[
    "version",
    "seed",
    "clock",
    "population",
    "meetings",
    "timeline",
    "participants",
    "name",
    "topic",
    "start",
    "duration",
    "who",
    "in",
    "at",
    "every",
    "from",
    "to",
    "until",
    "degrade",
    "pin",
    "leave",
    "network",
    "Ada",
    "everyone",
    "1",
    "0",
    "-1",
    "40 ms",
    "4%",
    "10m",
    "-400d",
    "2..40",
    "60x",
    "2026-03-02T09:00:00Z",
    "on",
    "off",
    "hotel",
    "Berlin",
    "meeting.*",
    ": ",
    "\n",
    "  ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"",
    "'",
    "#",
    "&a",
    "*a",
    "<<",
    "|",
    ">",
    "!",
    "%",
    "---",
    "é",
    "\u{0}",
    "\u{feff}",
    "null",
    "~",
    "99999999999999999999",
];

/// What the documentation of a plan promises.
fn keeps_its_word(plan: &Plan) {
    if let ClockMode::Scaled(factor) = plan.clock.mode {
        assert!(factor.is_finite() && factor > 0.0 && factor <= 86_400.0);
    }
    assert!(!plan.apps.is_empty() && !plan.offices.is_empty());
    for webhook in &plan.webhooks {
        assert!(webhook.events.is_sorted_by(|one, next| one < next) && !webhook.events.is_empty());
    }
    for network in &plan.networks {
        assert_eq!(network.rssi.is_some(), network.medium == Medium::Wifi);
        assert!(network.loss <= Loss::ALL);
    }
    for office in &plan.offices {
        assert!(office.city < CITIES.len() && office.network < plan.networks.len());
    }
    population(plan);
    for gathering in &plan.gatherings {
        assert!(gathering.number.is_none_or(|number| (100_000_000..=99_999_999_999).contains(&number)));
        assert!(gathering.duration >= Span::SECOND && gathering.crowd <= 1_000_000);
        assert!(!gathering.topic.is_empty());
        for participant in &gathering.participants {
            assert!(participant.join >= Span::ZERO && participant.join < gathering.duration);
            assert!(participant.leave.is_none_or(|leave| leave > participant.join));
            place(plan, participant.location, participant.network);
        }
    }
    for call in &plan.calls {
        assert!(call.duration >= Span::SECOND);
        for party in [&call.caller, &call.callee] {
            place(plan, party.location, party.network);
        }
    }
    timeline(plan);
}

fn place(plan: &Plan, location: Option<Location>, network: Option<usize>) {
    match location {
        Some(Location::Office(office)) => assert!(office < plan.offices.len()),
        Some(Location::Home(city)) => assert!(city < CITIES.len()),
        None => {}
    }
    assert!(network.is_none_or(|network| network < plan.networks.len()));
}

fn population(plan: &Plan) {
    let population = &plan.population;
    assert!(!population.devices.is_empty() && !population.networks.is_empty());
    assert!(population.quality.iter().sum::<u32>() >= 1);
    assert!(population.networks.iter().all(|(network, _)| *network < plan.networks.len()));
    let crowds = [population.meetings, population.webinars, population.sessions, population.calls];
    for Crowd { live, history, participants: (least, most), duration: (shortest, longest) } in
        crowds.into_iter().flatten()
    {
        assert!(u64::from(live) * u64::from(most) <= 1_000_000);
        assert!(history >= Span::ZERO && least >= 1 && least <= most && most <= 1_000_000);
        assert!(shortest >= Span::MINUTE && shortest <= longest);
        assert!(shortest.millis() % 1000 == 0 && longest.millis() % 1000 == 0);
    }
}

fn timeline(plan: &Plan) {
    for entry in &plan.timeline {
        if let Occurs::Every { interval, .. } = entry.occurs {
            assert!(interval >= Span::SECOND);
        }
        let (who, persons_only, lasting) = match &entry.action {
            Action::Degrade { who, network, lasting } => {
                assert!(*network < plan.networks.len());
                (who.as_slice(), false, *lasting)
            }
            Action::Pin { who, lasting, .. } | Action::Cpu { who, lasting, .. } => {
                (who.as_slice(), false, *lasting)
            }
            Action::Repair { who } => (who.as_slice(), false, None),
            Action::Join { who }
            | Action::Leave { who }
            | Action::Switch { who, .. }
            | Action::Microphone { who, .. } => (who.as_slice(), true, None),
            Action::StartGathering { gathering } | Action::EndGathering { gathering } => {
                assert!(*gathering < plan.gatherings.len());
                continue;
            }
            Action::StartCall { call } | Action::EndCall { call } => {
                assert!(*call < plan.calls.len());
                continue;
            }
        };
        assert!(!who.is_empty());
        assert!(lasting.is_none_or(|lasting| lasting > Span::ZERO));
        for target in who {
            match *target {
                Target::Participant { gathering, participant } => {
                    assert!(participant < plan.gatherings[gathering].participants.len());
                }
                _ if persons_only => panic!("{target:?}"),
                Target::Party { call, .. } => assert!(call < plan.calls.len()),
                Target::Gathering(gathering) => assert!(gathering < plan.gatherings.len()),
                Target::Office(office) => assert!(office < plan.offices.len()),
                Target::Everyone => {}
            }
        }
    }
}

/// Reads a text; what comes of it, plan or mistakes, must be in order.
fn read(text: &str) {
    match parse(text, "scenario.yaml") {
        Ok(plan) => keeps_its_word(&plan),
        Err(mistakes) => {
            assert!(mistakes.count() > 0);
            assert!(mistakes.render(true).contains("scenario.yaml"));
        }
    }
}

#[test]
fn the_plans_of_all_shipped_scenarios_keep_their_word() {
    for text in SEEDS {
        keeps_its_word(&crate::plan(text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_at_all_makes_it_panic(text in any::<String>()) {
        read(&text);
        read(&format!("version: 1\n{text}"));
    }

    #[test]
    fn no_heap_of_words_makes_it_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
        read(&words.concat());
    }

    #[test]
    fn no_damage_to_a_right_scenario_makes_it_panic(
        seed in prop::sample::select(&SEEDS[..]),
        damages in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, prop::sample::select(WORDS)), 1..6),
    ) {
        let mut chars: Vec<char> = seed.chars().collect();
        for (at, length, word) in damages {
            let start = at.index(chars.len());
            let end = (start + length).min(chars.len());
            chars.splice(start..end, word.chars());
        }
        read(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn leaving_out_lines_of_a_right_scenario_leaves_a_plan_in_order_or_mistakes(
        seed in prop::sample::select(&SEEDS[..]),
        keep in prop::collection::vec(prop::bool::weighted(0.9), 200),
    ) {
        let lines = seed.lines().zip(keep.into_iter().cycle()).filter(|(_, keep)| *keep);
        read(&lines.map(|(line, _)| format!("{line}\n")).collect::<String>());
    }
}
