//! People at the desk, each with a browser of their own: a test about two of them has two.

use crate::support::{App, Page, read};
use daylight::domain::case::Actor;
use daylight::domain::role::Role;
use rocket::http::{ContentType, Method, RawStr, Status};
use rocket::local::asynchronous::Client;
use std::sync::Arc;

/// Somebody with a browser of their own.
pub struct Seat {
    pub client: Client,
    /// Who sits there; nothing for a stranger.
    pub actor: Option<Actor>,
}

impl App {
    /// Somebody who has not signed in.
    pub async fn stranger(&self) -> Seat {
        let rocket = daylight::app::rocket(Arc::clone(&self.casework), self.clock(), false);
        let client = Box::pin(Client::tracked(rocket)).await.unwrap();
        Seat {
            client,
            actor: None,
        }
    }

    /// Somebody new at the desk, signed in.
    pub async fn seat(&self, name: &str, role: Role) -> Seat {
        let actor = self.person(name, role).await;
        let mut seat = self.stranger().await;
        let csrf = seat.get("/desk/sign-in").await.value("csrf");
        let email = format!("{}@police.example", name.to_lowercase());
        let typed = [
            ("csrf", csrf.as_str()),
            ("email", &email),
            ("password", "three words here"),
        ];
        let page = seat.send(Method::Post, "/desk/sign-in", &typed).await;
        assert_eq!(page.status, Status::SeeOther, "{}", page.html);
        seat.actor = Some(actor);
        seat
    }
}

impl Seat {
    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Page {
        self.send(Method::Get, path, &[]).await
    }

    /// Sends a form with the token of whoever is signed in.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = self.get("/desk/password").await.value("csrf");
        let all: Vec<_> = [("csrf", csrf.as_str())]
            .into_iter()
            .chain(fields.iter().copied())
            .collect();
        self.send(Method::Post, path, &all).await
    }

    /// Sends a request with these fields of a form.
    pub async fn send(&self, method: Method, path: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", RawStr::new(value).percent_encode()))
            .collect();
        let request = self.client.req(method, path.to_owned());
        let request = if method == Method::Post {
            request.header(ContentType::Form).body(body.join("&"))
        } else {
            request
        };
        Box::pin(async move { read(request.dispatch().await).await }).await
    }
}
