//! `/marketplace/…`: event subscriptions and the logs of webhooks.

use super::ApiError;
use super::json;
use crate::time::Moment;

/// An event subscription.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named like the members of the API reference")]
pub struct EventSubscription {
    pub event_subscription_id: String,
    pub events: Vec<&'static str>,
    pub event_subscription_name: String,
    pub event_webhook_url: String,
    pub subscription_scope: &'static str,
    pub created_source: &'static str,
    pub subscriber_id: String,
    /// `custom_header_type`, and the header's name where it is the receiver's choice.
    pub custom_header: (u32, Option<String>),
}

/// A page of event subscriptions.
pub fn event_subscriptions_page(
    next_page_token: &str,
    page_size: u32,
    subscriptions: &[EventSubscription],
) -> Vec<u8> {
    json::object(|o| {
        o.field("next_page_token", next_page_token).field("page_size", page_size);
        o.array("event_subscriptions", |list| {
            for one in subscriptions {
                list.object(|o| {
                    o.field("event_subscription_id", &one.event_subscription_id);
                    o.array("events", |events| {
                        for &event in &one.events {
                            events.value(event);
                        }
                    });
                    o.field("event_subscription_name", &one.event_subscription_name)
                        .field("event_webhook_url", &one.event_webhook_url)
                        .field("subscription_scope", one.subscription_scope)
                        .field("created_source", one.created_source)
                        .field("subscriber_id", &one.subscriber_id);
                    let (kind, key) = &one.custom_header;
                    o.object("custom_header", |o| {
                        o.field("custom_header_type", *kind).optional("custom_header_key", key.as_ref());
                    });
                });
            }
        });
    })
}

/// The answer to who has created an event subscription.
pub fn event_subscription_created(id: &str) -> Vec<u8> {
    json::object(|o| {
        o.field("event_subscription_id", id);
    })
}

/// An attempt to deliver an event.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named like the members of the API reference")]
pub struct WebhookLog {
    pub event: &'static str,
    pub status: Option<i32>,
    pub failed_reason_type: Option<u32>,
    pub user_id: String,
    pub endpoint: String,
    pub subscription_id: String,
    pub request_headers: String,
    pub request_body: String,
    pub response_body: String,
    pub date_time: Moment,
    pub trace_id: String,
    pub request_id: String,
    pub retry_num: Option<u32>,
}

/// A page of attempts to deliver events.
pub fn webhook_logs_page(next_page_token: &str, page_size: u32, logs: &[WebhookLog]) -> Vec<u8> {
    json::object(|o| {
        o.field("next_page_token", next_page_token).field("page_size", page_size);
        o.array("webhook_logs", |list| {
            for log in logs {
                list.object(|o| {
                    o.field("event", log.event)
                        .optional("status", log.status)
                        .optional("failed_reason_type", log.failed_reason_type)
                        .field("user_id", &log.user_id)
                        .field("endpoint", &log.endpoint)
                        .field("subscription_id", &log.subscription_id)
                        .field("request_headers", &log.request_headers)
                        .field("request_body", &log.request_body)
                        .field("response_headers", "N/A")
                        .field("response_body", &log.response_body)
                        .field("date_time", log.date_time)
                        .field("trace_id", &log.trace_id)
                        .field("request_id", &log.request_id)
                        .optional("retry_num", log.retry_num);
                });
            }
        });
    })
}

/// An error of these operations, with its text as the reference has it.
pub fn marketplace_error(status: u16, code: u32, message: impl Into<String>) -> ApiError {
    ApiError { status, code, message: message.into().into(), errors: Vec::new() }
}
