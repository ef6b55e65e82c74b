//! The attacker's web server: it has the page, and takes what the page's script brings.

use http::RequestLine;
use kernel::Fd;

use super::message::{Inbox, response};
use super::plan::Plan;
use super::script;
use super::step::{Happens, Learned, Log, Step, Who, learn, tell};
use crate::simulated::Os;

/// The server.
pub(super) struct Server {
    plan: Plan,
    log: Log,
    inboxes: Vec<(Fd, Inbox)>,
}

impl Server {
    pub(super) fn new(plan: &Plan, log: &Log) -> Self {
        Self { plan: plan.clone(), log: log.clone(), inboxes: Vec::new() }
    }

    pub(super) fn start(&self, os: &mut Os<'_>) {
        if let Some(page) = &self.plan.page {
            let _listening = os.listen(page.port, 8);
        }
    }

    pub(super) fn receive(&mut self, os: &mut Os<'_>, fd: Fd, bytes: &[u8]) {
        let known = self.inboxes.iter().position(|(of, _)| *of == fd);
        let at = known.unwrap_or_else(|| {
            self.inboxes.push((fd, Inbox::default()));
            self.inboxes.len() - 1
        });
        let inbox = &mut self.inboxes[at].1;
        inbox.push(bytes);
        let Some((head, body)) = inbox.take::<RequestLine>() else { return };
        self.inboxes.swap_remove(at);
        if head.start.method == "POST" {
            learn(&self.log, Learned::Loot(body));
            return os.send(fd, &response(204, "No Content", &[], ""));
        }
        let bytes = script::page(&self.plan);
        let (from, to) = (Who::Attacker, Who::Browser);
        tell(os, fd, &self.log, Step { happens: Happens::Page, from, to, bytes, learned: None });
    }
}
