//! The emulator inside of a test: start it on a scenario, play with its time, assert on exact numbers.
//!
//! Run it with `cargo run --example embed_in_a_test`. In a test, return the error instead of printing.

use std::error::Error;

use zoom_qos_emulator::{Emulator, scenario};

const SCENARIO: &str = "
version: 1
seed: 7
clock: { start: 2026-03-02T09:00:00Z, speed: manual }
meetings:
  - id: 93201235621
    topic: Weekly sync
    start: 0m
    duration: 30m
    participants: [{ name: Ada Lovelace, device: Windows, network: office-wired }]
timeline:
  - at: 2m
    pin: { who: Ada Lovelace, metric: audio_input.jitter, value: 40 ms, for: 1m }
";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let plan = scenario::parse(SCENARIO, "embed_in_a_test")?;
    let emulator = Emulator::builder(plan).start().await?;

    // Give these to the code under test, as its base URL and its credentials.
    println!("the API is at {}", emulator.url());
    println!("client {} of account {}", emulator.client_id(), emulator.account_id());

    // Nothing happens by itself: this is 09:05 now, and every event until then has been delivered.
    let now = emulator.advance("5m".parse()?).await?;
    println!("it is {now}");

    // What the code under test would have to find out:
    // curl -H "Authorization: Bearer …" …/v2/metrics/meetings/93201235621/participants/16778240/qos
    let world = emulator.world();
    let meeting = world.gathering_by_number(93_201_235_621, now).ok_or("no such meeting")?;
    let ada = world.participants(&meeting, now, 0).next().ok_or("nobody is there")?;
    for minute in world.minutes(&meeting, &ada, now) {
        let [Some(audio), ..] = minute.streams else { return Err("no audio".into()) };
        println!("{}: jitter {} ms", minute.end, audio.jitter.0 / 100);
    }

    emulator.stop().await;
    Ok(())
}
