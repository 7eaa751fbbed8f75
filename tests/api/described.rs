//! The document of the emulated API, and whether it speaks of what there is.

use reqwest::Method;

use crate::support::document::{document, operations};
use crate::support::{Running, answer};

#[tokio::test]
async fn the_document_is_served_to_tools_and_the_page_to_people() {
    let running = Running::world().await;
    for path in ["/openapi.json", "/_emulator/openapi.json"] {
        let answer = answer(running.request(Method::GET, path)).await;
        assert_eq!((answer.status, &answer.body), (200, document()));
        assert_eq!(answer.headers["content-type"], "application/json;charset=UTF-8");
    }
    let page = running.request(Method::GET, "/_emulator/docs").send().await.unwrap();
    assert_eq!(page.headers()["content-type"], "text/html;charset=UTF-8");
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    let page = page.text().await.unwrap();
    for elsewhere in ["http://", "https://", " src=", "@import", " url("] {
        assert!(!page.contains(elsewhere), "the page loads something: {elsewhere}");
    }
}

#[tokio::test]
async fn every_operation_of_the_document_is_there() {
    let running = Running::world().await;
    for (path, method, operation) in operations() {
        let id = &operation["operationId"];
        let method: Method = method.to_uppercase().parse().unwrap();
        let response = running.request(method, path).send().await.unwrap();
        let (status, body) = (response.status().as_u16(), response.text().await.unwrap());
        assert!(status != 405 && !body.contains(r#""code":2300"#), "{id}: {status} {body}");
    }
}
