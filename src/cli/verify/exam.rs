//! The checks, one after the other.

use std::collections::VecDeque;
use std::future::{pending, ready};
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;
use zoom_qos_emulator::clock::{Clock, Stopwatch, real_timeout};
use zoom_qos_emulator::delivery::{
    Flaw, Message, Outcome, Question, Signer, TransportFailure, Verdict, judge,
};
use zoom_qos_emulator::scenario::plan::EventKind;
use zoom_qos_emulator::wire::{event_body, url_validation};
use zoom_qos_emulator::world::{Event, Subject, World};
use zoom_qos_emulator::{Moment, Span};

use super::check::Check;
use super::grade::{Grade, Judgement, accepted, refused, stale, taken};
use super::hostile::{self, Spelling};
use crate::cli::sample;
use crate::cli::target::{Identity, Target, clock};

/// So many events make a burst, so many of them at a time: what one subscription gets at most.
const BURST: usize = 200;
const AT_ONCE: usize = 32;

/// How long an answer is left unread.
const SLOW_READING: Duration = Duration::from_secs(1);

/// What a check has shown.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) check: Check,
    pub(super) judgement: Judgement,
    pub(super) took: Duration,
}

/// A receiver that is being examined.
pub(super) struct Exam<'w> {
    world: &'w World,
    target: Target,
    clock: Clock,
    run: Moment,
    /// Minutes of people's stays in meetings, each to be sent once.
    minutes: VecDeque<Event>,
}

impl<'w> Exam<'w> {
    pub(super) fn new(world: &'w World, target: Target) -> Self {
        let clock = clock();
        let run = clock.now();
        let minutes = sample::latest(world, &[EventKind::MeetingParticipantQos], Check::ALL.len() * 2).into();
        Self { world, target, clock, run, minutes }
    }

    /// Makes all checks, and tells each finding at once. When nobody answers, or a good event is not accepted, the
    /// other checks would say nothing and are left out.
    pub(super) async fn hold(mut self, mut tell: impl FnMut(&Finding)) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let mut pointless = None;
        for check in Check::ALL {
            let watch = Stopwatch::start();
            let judgement = match pointless {
                Some(why) => Judgement::skip(why),
                None => {
                    let (judgement, is_gone) = self.check(check).await;
                    if is_gone {
                        pointless = Some("not tried, since nobody answers");
                    } else if check == Check::GoodEvent && judgement.grade == Grade::Fail {
                        pointless = Some("not tried, since a good event is not accepted");
                    }
                    judgement
                }
            };
            let finding = Finding { check, judgement, took: watch.elapsed() };
            tell(&finding);
            findings.push(finding);
        }
        findings
    }

    /// What a check shows, and whether nobody is there at all.
    async fn check(&mut self, check: Check) -> (Judgement, bool) {
        let judgement = match check {
            Check::Validation => return self.validation().await,
            Check::GoodEvent => {
                let (outcome, took) = self.post_minute(|_| ()).await;
                accepted(&outcome, took)
            }
            Check::WrongSecret => {
                let forger = Signer::new("a secret that is not yours");
                refused(&self.post_minute(|message| sign_again(message, &forger)).await.0)
            }
            Check::ChangedBody => {
                // The first digit is that of `event_ts`: another time, and still an event.
                let change = |message: &mut Message| {
                    if let Some(digit) = message.body.iter_mut().find(|byte| byte.is_ascii_digit()) {
                        *digit = b'2';
                    }
                };
                refused(&self.post_minute(change).await.0)
            }
            Check::NoSignature => {
                let is_other = |name: &str| !matches!(name, "x-zm-signature" | "x-zm-request-timestamp");
                let strip = |message: &mut Message| message.headers.retain(|(name, _)| is_other(name));
                refused(&self.post_minute(strip).await.0)
            }
            Check::StaleTimestamp => {
                let (identity, body) = self.minute();
                let message = self.target.message(&identity, self.clock.now() - Span::DAY, body);
                stale(&self.target.post(message).await.0)
            }
            Check::EscapedSlashes => self.spelled(Spelling::Slashes).await,
            Check::UnicodeEscapes => self.spelled(Spelling::Escapes).await,
            Check::WhiteSpace => self.spelled(Spelling::Spaces).await,
            Check::KeyOrder => self.spelled(Spelling::Order).await,
            Check::Duplicate => self.duplicate().await,
            Check::OutOfOrder => self.out_of_order().await,
            Check::LargeEvent => {
                let (outcome, took) = self.post_changed(hostile::large).await;
                accepted(&outcome, took)
            }
            Check::UnknownEvent => {
                let (outcome, took) = self.post_changed(hostile::unknown).await;
                taken(&outcome, took, "answer 2xx to events that you do not know, and ignore them")
            }
            Check::SlowReading => self.slow_reading().await,
            Check::Burst => self.burst().await,
        };
        (judgement, false)
    }

    async fn validation(&mut self) -> (Judgement, bool) {
        let (identity, _) = self.minute();
        let plain_token = identity.plain_token();
        let now = self.clock.now();
        let body = url_validation(&plain_token, now);
        let message = self.target.message(&identity, now, body.clone());
        let (reply, took) = self.target.exchange(message, ready(())).await;
        let question =
            Question { plain_token: &plain_token, body: &body, signer: self.target.signer(), others: &[] };
        match judge(&reply, took, &question) {
            Ok(()) => (Judgement::pass(format!("answered as it must be in {} ms", took.as_millis())), false),
            Err(flaw) => {
                let is_gone = matches!(&flaw, Flaw::NoAnswer(failure) if
                    !matches!(failure, TransportFailure::TimedOut | TransportFailure::Closed));
                (Judgement::fail(flaw.to_string(), flaw.hint()), is_gone)
            }
        }
    }

    async fn spelled(&mut self, spelling: Spelling) -> Judgement {
        let (identity, body) = self.minute();
        let body = hostile::spelled(&hostile::spellable(parsed(&body)), spelling);
        let (outcome, took) = self.post(&identity, body).await;
        let judgement = accepted(&outcome, took);
        match outcome {
            Outcome::Answered { status: 400..=499, .. } => judgement.on_failure(
                "verify the signature over the bytes as they arrive, before anything parses them; not over \
                 `JSON.stringify(JSON.parse(body))`",
            ),
            _ => judgement,
        }
    }

    async fn duplicate(&mut self) -> Judgement {
        let (identity, body) = self.minute();
        let (first, took) = self.post(&identity, body.clone()).await;
        if first.verdict() != Verdict::Delivered {
            return accepted(&first, took);
        }
        let (second, took) = self.post(&identity.again(), body).await;
        taken(
            &second,
            took,
            "answer 2xx to what you have had before, and ignore it; `x-zm-request-id` tells which it is",
        )
    }

    /// The end of somebody's stay, told backwards.
    async fn out_of_order(&mut self) -> Judgement {
        let left = sample::latest(self.world, &[EventKind::MeetingParticipantLeft], 1);
        let Some(&Event { at, subject: Subject::Left { gathering: place, participant: who } }) = left.first()
        else {
            return Judgement::skip("nobody has left a meeting");
        };
        let is_about_them = |event: &Event| match event.subject {
            Subject::Qos { gathering, participant, .. }
            | Subject::QosSummary { gathering, participant }
            | Subject::DataSummary { gathering, participant }
            | Subject::Left { gathering, participant } => (gathering, participant) == (place, who),
            _ => false,
        };
        let events = self.world.events(at - Span::MINUTE, at + Span::SECOND);
        let mut longest = Duration::ZERO;
        let mut count = 0;
        for event in events.into_iter().filter(is_about_them).rev() {
            let body = event_body(self.world, &event);
            let (outcome, took) = self.post(&Identity::new(self.run, event), body).await;
            if outcome.verdict() != Verdict::Delivered {
                let name = event.kind(self.world).name();
                let judgement =
                    taken(&outcome, took, "accept events in any order: a retry comes an hour late");
                return Judgement { reason: format!("`{name}`: {}", judgement.reason), ..judgement };
            }
            (longest, count) = (longest.max(took), count + 1);
        }
        Judgement::pass(format!("{count} events told backwards, in {} ms at most", longest.as_millis()))
    }

    async fn slow_reading(&mut self) -> Judgement {
        let (identity, body) = self.minute();
        let slow = self.target.message(&identity, self.clock.now(), body);
        let (identity, body) = self.minute();
        let quick = self.target.message(&identity, self.clock.now(), body);
        let mut beside = None;
        let target = self.target.clone();
        let meanwhile = async {
            beside = Some(target.post(quick).await);
            real_timeout(SLOW_READING, pending::<()>()).await;
        };
        let (reply, _) = self.target.exchange(slow, meanwhile).await;
        match (reply, beside) {
            (Err(failure), _) => Judgement::fail(failure.to_string(), failure.hint()),
            (Ok(_), Some((outcome, took))) => {
                let judgement = accepted(&outcome, took);
                let reason = format!("beside an answer that is read slowly: {}", judgement.reason);
                Judgement { reason, ..judgement }.on_failure("serve several connections at a time")
            }
            (Ok(_), None) => Judgement::skip("not tried"),
        }
    }

    async fn burst(&mut self) -> Judgement {
        let is_new = |kind: &EventKind| *kind != EventKind::MeetingParticipantQos;
        let kinds: Vec<EventKind> = EventKind::QSS.iter().copied().filter(is_new).collect();
        let mut waiting = sample::latest(self.world, &kinds, BURST).into_iter();
        let count = waiting.len();
        let watch = Stopwatch::start();
        let mut under_way = JoinSet::new();
        let (mut delivered, mut longest, mut bad) = (0, Duration::ZERO, None);
        loop {
            while under_way.len() < AT_ONCE
                && let Some(event) = waiting.next()
            {
                let body = event_body(self.world, &event);
                let message = self.target.message(&Identity::new(self.run, event), self.clock.now(), body);
                let target = self.target.clone();
                under_way.spawn(async move { target.post(message).await });
            }
            let Some(ended) = under_way.join_next().await else { break };
            let Ok((outcome, took)) = ended else { continue };
            longest = longest.max(took);
            if outcome.verdict() == Verdict::Delivered {
                delivered += 1;
            } else if bad.is_none() {
                bad = Some(outcome);
            }
        }
        let (all, longest_ms) = (watch.elapsed().as_millis(), longest.as_millis());
        match bad {
            Some(outcome) => Judgement::fail(
                format!("{} of {count} not accepted, such as: {outcome}", count - delivered),
                "put events into a queue and answer at once; the service does not wait for one before it sends others",
            ),
            None => {
                let judgement = accepted(&Outcome::Answered { status: 200, excerpt: String::new() }, longest);
                let reason = format!("{delivered} events in {all} ms, {longest_ms} ms at most for one");
                Judgement { reason, ..judgement }
            }
        }
    }

    /// The next minute of somebody.
    fn minute(&mut self) -> (Identity, Vec<u8>) {
        // There is always somebody in a meeting of the default scenario, and there are more minutes than checks.
        let event = self.minutes.pop_front().unwrap_or(Event {
            at: self.run,
            subject: Subject::CallQosSummary { call: zoom_qos_emulator::world::CallRef::Named { call: 0 } },
        });
        (Identity::new(self.run, event), event_body(self.world, &event))
    }

    async fn post(&self, identity: &Identity, body: Vec<u8>) -> (Outcome, Duration) {
        self.target.post(self.target.message(identity, self.clock.now(), body)).await
    }

    /// Posts a minute whose message was changed after it was signed.
    async fn post_minute(&mut self, change: impl FnOnce(&mut Message)) -> (Outcome, Duration) {
        let (identity, body) = self.minute();
        let mut message = self.target.message(&identity, self.clock.now(), body);
        change(&mut message);
        self.target.post(message).await
    }

    /// Posts a minute whose body was changed before it was signed.
    async fn post_changed(&mut self, change: impl FnOnce(Value) -> Value) -> (Outcome, Duration) {
        let (identity, body) = self.minute();
        let body = change(parsed(&body)).to_string().into_bytes();
        self.post(&identity, body).await
    }
}

fn sign_again(message: &mut Message, signer: &Signer) {
    let timestamp = message.headers.iter().find(|(name, _)| name == "x-zm-request-timestamp");
    let signature = signer.signature(timestamp.map_or("", |(_, value)| value), &message.body);
    for (name, value) in &mut message.headers {
        if name == "x-zm-signature" {
            value.clone_from(&signature);
        }
    }
}

/// Our own bodies are JSON.
fn parsed(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_default()
}
