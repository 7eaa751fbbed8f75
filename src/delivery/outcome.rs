//! What comes of an attempt, and what follows from it.

use std::fmt;

/// What came of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver answered.
    Answered {
        /// The status.
        status: u16,
        /// The beginning of the answer's body, on one line; empty where the event was delivered.
        excerpt: String,
    },
    /// There was no answer.
    Failed(TransportFailure),
}

/// What follows from an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// A status of 2xx within the time limit: done.
    Delivered,
    /// 3xx or 4xx: the service does not try again.
    NotRetried,
    /// 500 and above, or no answer: the service tries again after 5, 20 and 60 minutes.
    Retriable,
}

impl Outcome {
    /// What follows from it.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Answered { status: 200..=299, .. } => Verdict::Delivered,
            Self::Answered { status: 500.., .. } | Self::Failed(_) => Verdict::Retriable,
            Self::Answered { .. } => Verdict::NotRetried,
        }
    }

    /// The status, or the negative code that stands for it in the service's delivery logs; `None` for
    /// failures whose code is not documented.
    pub fn code(&self) -> Option<i32> {
        match self {
            Self::Answered { status, .. } => Some(i32::from(*status)),
            Self::Failed(failure) => failure.code(),
        }
    }

    /// What the person behind the receiver can do about it; `None` when the event was delivered.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Failed(failure) => Some(failure.hint()),
            Self::Answered { status, .. } => match status {
                200..=299 => None,
                300..=399 => Some("redirects are not followed: give the webhook's final URL"),
                401 | 403 => Some(
                    "the receiver may verify with another secret, or over other bytes than those it received",
                ),
                404 | 405 => {
                    Some("check the path of the webhook's URL, and that the receiver accepts `POST` there")
                }
                413 => Some("the receiver should accept bodies of some tens of kilobytes"),
                400..=499 => Some("the receiver refuses the event, and the service would not send it again"),
                _ => Some("see the receiver's own log; the event is sent again after 5, 20 and 60 minutes"),
            },
        }
    }
}

impl fmt::Display for Outcome {
    /// In words: ``status 401, `bad signature` ``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered { status, excerpt } if excerpt.is_empty() => write!(f, "status {status}"),
            Self::Answered { status, excerpt } => write!(f, "status {status}, `{excerpt}`"),
            Self::Failed(failure) => failure.fmt(f),
        }
    }
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportFailure {
    /// Not within the time limit.
    #[error("no answer within 3 s")]
    TimedOut,
    /// Nobody listens there.
    #[error("connection refused")]
    Refused,
    /// The host name cannot be resolved.
    #[error("unknown host: {0}")]
    UnknownHost(String),
    /// No secure connection could be made.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// The connection was closed before there was a whole answer.
    #[error("connection closed before the answer")]
    Closed,
    /// The receiver wants a bearer token, and its token URL gave none.
    #[error("no bearer token for the receiver: {0}")]
    NoToken(String),
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl TransportFailure {
    /// The code that stands for it in the service's delivery logs, where it is documented.
    pub fn code(&self) -> Option<i32> {
        match self {
            Self::TimedOut => Some(-1),
            Self::Refused => Some(-2),
            Self::UnknownHost(_) => Some(-13),
            Self::NoToken(_) => Some(-14),
            Self::Tls(_) | Self::Closed | Self::Other(_) => None,
        }
    }

    /// What the person behind the receiver can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TimedOut => "answer first, within 3 s, and work on the event afterwards",
            Self::Refused => "start the receiver, or check host and port of the webhook's URL",
            Self::UnknownHost(_) => "check the host of the webhook's URL",
            Self::Tls(_) => "use `http:` for a local receiver, or a certificate that this machine trusts",
            Self::Closed => "see the receiver's own log: it may have crashed or been stopped",
            Self::NoToken(_) => {
                "check the token URL, the client's ID and secret; it must answer `client_credentials`"
            }
            Self::Other(_) => "check the webhook's URL and the network",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16) -> Outcome {
        Outcome::Answered { status, excerpt: String::new() }
    }

    #[test]
    fn only_2xx_is_delivered_and_only_5xx_or_no_answer_is_tried_again() {
        for (status, verdict) in [
            (199, Verdict::NotRetried),
            (200, Verdict::Delivered),
            (204, Verdict::Delivered),
            (299, Verdict::Delivered),
            (301, Verdict::NotRetried),
            (400, Verdict::NotRetried),
            (429, Verdict::NotRetried),
            (499, Verdict::NotRetried),
            (500, Verdict::Retriable),
            (599, Verdict::Retriable),
        ] {
            assert_eq!(answered(status).verdict(), verdict, "{status}");
        }
        assert_eq!(Outcome::Failed(TransportFailure::Closed).verdict(), Verdict::Retriable);
    }

    #[test]
    fn failures_have_the_codes_of_the_delivery_logs() {
        assert_eq!(answered(404).code(), Some(404));
        assert_eq!(Outcome::Failed(TransportFailure::TimedOut).code(), Some(-1));
        assert_eq!(Outcome::Failed(TransportFailure::Refused).code(), Some(-2));
        assert_eq!(Outcome::Failed(TransportFailure::UnknownHost(String::new())).code(), Some(-13));
    }

    #[test]
    fn whoever_was_not_delivered_to_is_told_what_to_do() {
        for status in 100..600 {
            let outcome = answered(status);
            assert_eq!(outcome.hint().is_none(), outcome.verdict() == Verdict::Delivered, "{status}");
        }
    }
}
