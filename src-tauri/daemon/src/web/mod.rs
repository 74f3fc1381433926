//! What is served on the local socket: pages, forms, the JSON API. Handlers only translate; the driver decides.

mod api;
mod before;
mod data;
mod diary;
mod entry;
mod faces;
mod fields;
mod forms;
mod history;
mod onwards;
mod own_plan;
mod own_routines;
mod pages;
mod query;
mod room;
mod routes;
mod security;
mod serve;
mod server;
mod settings;
pub(crate) mod status;
#[cfg(test)]
mod tests;

pub(crate) use faces::Faces;
pub(crate) use fields::rule;
pub(crate) use routes::router;
pub(crate) use server::Server;
