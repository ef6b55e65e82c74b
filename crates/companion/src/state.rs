//! What all connections of a server share.

use std::sync::Arc;

use tokio::sync::watch;
use websocket::handshake::deflate::Parameters;

use crate::{
    budget::Budget, clock::Clock, development::Development, endpoint::ChatRooms, hosts::Hosts,
    limits::Limits, log::Log, site::Site,
};

/// The shared state.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) site: Site,
    pub(crate) hosts: Hosts,
    pub(crate) deflate: Option<Parameters>,
    pub(crate) limits: Limits,
    pub(crate) development: Option<Development>,
    pub(crate) rooms: Arc<ChatRooms>,
    pub(crate) clock: Clock,
    pub(crate) budget: Arc<Budget>,
    pub(crate) log: Log,
    /// Turns true when everyone has to leave.
    pub(crate) closing: watch::Sender<bool>,
}

impl State {
    /// Waits until the server closes.
    pub(crate) async fn closed(self: Arc<Self>) {
        let mut closing = self.closing.subscribe();
        // The sender lives in the state that we hold, so the wait ends only with the value.
        let _closing = closing.wait_for(|closing| *closing).await;
    }
}
