//! What an answer is worth.

use std::time::Duration;

use zoom_qos_emulator::delivery::{Outcome, Verdict};

/// Slower answers are in danger of missing the limit of 3 s when there is more to do.
const SLOW: Duration = Duration::from_secs(1);

/// How good a receiver is in one respect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Grade {
    Pass,
    /// It works, and may hurt one day.
    Warn,
    Fail,
    /// It was not tried.
    Skip,
}

/// A grade, why it was given, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) grade: Grade,
    pub(super) reason: String,
    pub(super) hint: Option<String>,
}

impl Judgement {
    pub(super) fn pass(reason: impl Into<String>) -> Self {
        Self { grade: Grade::Pass, reason: reason.into(), hint: None }
    }

    pub(super) fn warn(reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { grade: Grade::Warn, reason: reason.into(), hint: Some(hint.into()) }
    }

    pub(super) fn fail(reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { grade: Grade::Fail, reason: reason.into(), hint: Some(hint.into()) }
    }

    pub(super) fn skip(reason: impl Into<String>) -> Self {
        Self { grade: Grade::Skip, reason: reason.into(), hint: None }
    }

    /// The same with another hint, if it is a failure.
    pub(super) fn on_failure(self, hint: &str) -> Self {
        match self.grade {
            Grade::Fail => Self { hint: Some(hint.to_owned()), ..self },
            _ => self,
        }
    }
}

/// What should be accepted.
pub(super) fn accepted(outcome: &Outcome, took: Duration) -> Judgement {
    match outcome.verdict() {
        Verdict::Delivered if took < SLOW => Judgement::pass(format!("{outcome} in {} ms", took.as_millis())),
        Verdict::Delivered => Judgement::warn(
            format!("{outcome} in {} ms; the limit is 3 s", took.as_millis()),
            "answer first, and work on the event afterwards",
        ),
        _ => Judgement::fail(outcome.to_string(), outcome.hint().unwrap_or("see the receiver's own log")),
    }
}

/// What should be refused since it is forged.
pub(super) fn refused(outcome: &Outcome) -> Judgement {
    match outcome {
        Outcome::Answered { status: 400..=499, .. } => Judgement::pass(format!("refused with {outcome}")),
        Outcome::Answered { status: 200..=299, .. } => Judgement::fail(
            format!("accepted with {outcome}: anybody can make up events"),
            "compute `v0=` and the hex HMAC-SHA256 of `v0:{x-zm-request-timestamp}:{body}`, compare it with \
             `x-zm-signature`, and answer 401 where they differ",
        ),
        Outcome::Answered { .. } => Judgement::warn(
            format!("refused, but with {outcome}"),
            "answer 401: it says what is wrong, and 500 and above would be sent again",
        ),
        Outcome::Failed(_) => Judgement::fail(outcome.to_string(), "answer 401 to what is forged"),
    }
}

/// What is genuine but a day old.
pub(super) fn stale(outcome: &Outcome) -> Judgement {
    match outcome.verdict() {
        Verdict::Delivered => Judgement::warn(
            format!("accepted with {outcome}, although it was signed a day ago"),
            "refuse what was signed more than some minutes ago, or whoever records a request can send it again; \
             retries are signed anew (with an emulator whose clock is not the real one, leave this off)",
        ),
        _ => refused(outcome),
    }
}

/// What a receiver need not know, or has had before.
pub(super) fn taken(outcome: &Outcome, took: Duration, why_accept: &str) -> Judgement {
    match outcome {
        Outcome::Answered { status: 300..=499, .. } => {
            Judgement::warn(format!("{outcome}, which counts as a failed delivery"), why_accept)
        }
        _ => accepted(outcome, took).on_failure(why_accept),
    }
}

#[cfg(test)]
mod tests {
    use zoom_qos_emulator::delivery::TransportFailure;

    use super::*;

    fn answered(status: u16) -> Outcome {
        Outcome::Answered { status, excerpt: String::new() }
    }

    #[test]
    fn each_answer_has_its_grade() {
        use Grade::{Fail, Pass, Warn};
        let quick = Duration::from_millis(3);
        let silence = Outcome::Failed(TransportFailure::TimedOut);
        for (outcome, accept, refuse, old, unknown) in [
            (answered(200), Pass, Fail, Warn, Pass),
            (answered(302), Fail, Warn, Warn, Warn),
            (answered(401), Fail, Pass, Pass, Warn),
            (answered(500), Fail, Warn, Warn, Fail),
            (silence, Fail, Fail, Fail, Fail),
        ] {
            assert_eq!(accepted(&outcome, quick).grade, accept, "{outcome}");
            assert_eq!(refused(&outcome).grade, refuse, "{outcome}");
            assert_eq!(stale(&outcome).grade, old, "{outcome}");
            assert_eq!(taken(&outcome, quick, "why").grade, unknown, "{outcome}");
        }
        assert_eq!(accepted(&answered(204), SLOW).grade, Warn);
    }

    #[test]
    fn whoever_does_not_pass_is_told_what_to_do() {
        for status in [200, 302, 401, 500] {
            let outcome = answered(status);
            for judgement in
                [accepted(&outcome, SLOW), refused(&outcome), stale(&outcome), taken(&outcome, SLOW, "why")]
            {
                assert_eq!(judgement.hint.is_none(), judgement.grade == Grade::Pass, "{judgement:?}");
            }
        }
    }
}
