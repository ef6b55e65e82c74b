//! All 65,536 ports: whose they are, who may bind one, and what happens.
//!
//! Invariant: who may bind is answered by the simulated kernel, and the names are IANA's.

mod case;
mod query;
mod registry;
mod state;
mod table;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::figure::{Context, Figure};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::settings;
use figure_kit::written::Written;

use case::{Address, Holder, Protocol, Reuse, User};
use state::{Action, Unprivileged};
use table::table;
use words::Words;

pub use state::PortMap;

impl PortMap {
    fn perform(&mut self, action: Action) {
        let case = &mut self.case;
        match action {
            Action::Query(text) => {
                #[cfg(target_arch = "wasm32")]
                table::want_again();
                self.search(text);
            }
            Action::Port(movement) => self.go(movement),
            Action::Protocol(protocol) => case.protocol = protocol,
            Action::Address(address) => case.address = address,
            Action::User(user) => case.user = user,
            Action::Capability => case.capable ^= true,
            Action::Unprivileged(port) => self.allow_from(port),
            Action::Reuse(share) => case.reuse = case.reuse.switched(share),
            Action::Holder(holder) => case.holder = holder,
            // No control offers another host's address.
            Action::HolderAddress(address) => drop(self.hold_at(address)),
            Action::HolderReuse(share) => case.holder_reuse = case.holder_reuse.switched(share),
            Action::SameUser => case.same_user ^= true,
        }
    }
}

impl Figure for PortMap {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![PortMap;
        /// What is searched: a number, or part of a service's name.
        "query": Written = query;
        /// The port that is looked at and asked for.
        "port": u16 = case.port;
        /// The protocol of the socket.
        "protocol": Protocol = case.protocol;
        /// The address that the process binds.
        "address": Address = case.address;
        /// The process's user: root, or uid 1000.
        "user": User = case.user;
        /// Whether the process has the capability CAP_NET_BIND_SERVICE.
        "capability": bool = case.capable;
        /// The first port that needs no privilege: ip_unprivileged_port_start.
        "unprivileged": Unprivileged, |it| it.unprivileged.clone(), |it, port| {
            it.allow_from(port);
            Ok(())
        };
        /// Which of SO_REUSEADDR and SO_REUSEPORT the process's socket has.
        "reuse": Reuse = case.reuse;
        /// What holds the port already.
        "holder": Holder = case.holder;
        /// The address at which it holds it, one of this host.
        "holder-address": Address, |it| it.case.holder_address, |it, address| it.hold_at(address);
        /// Which of the two options the holder's socket has.
        "holder-reuse": Reuse = case.holder_reuse;
        /// Whether the holder is of the same user.
        "same-user": bool = case.same_user;
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let typed = matches!(action, Action::Query(_) | Action::Unprivileged(_));
        let before = self.case;
        self.perform(action);
        if self.case.port != before.port {
            context.announce(view::port_said(self.case.port, context.words));
        } else if self.case != before && !typed {
            let answer = self.case.ask();
            context.announce(view::question::said(&self.case, &answer, context.words));
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    #[cfg(target_arch = "wasm32")]
    fn tick(
        &mut self,
        _elapsed_ms: u32,
        context: &mut Context<'_, Words>,
    ) -> figure_kit::figure::Motion {
        table::ask(context);
        figure_kit::figure::Motion::Rests
    }

    #[cfg(target_arch = "wasm32")]
    fn received(
        &mut self,
        _name: &str,
        file: Result<&[u8], figure_kit::figure::Unreachable>,
        _context: &mut Context<'_, Words>,
    ) {
        table::take(file);
    }

    fn fact(&self, name: &str) -> Option<String> {
        let in_range = |first, last| Some(registry::named(table()?, first, last).len().to_string());
        Some(match name {
            "verdict" => self.case.ask().verdict.text(),
            "names" => {
                let names = registry::of(table()?, self.case.port);
                names.iter().map(|service| service.name).collect::<Vec<_>>().join(" ")
            }
            "named" => in_range(0, u16::MAX)?,
            "well-known" => in_range(0, 1_023)?,
            // Of ten numbers so many, rounded down.
            "named-tenths" => {
                (registry::named(table()?, 0, u16::MAX).len() * 10 / 65_536).to_string()
            }
            "found" => registry::search(table()?, &self.query, 1).1.to_string(),
            "port" => self.case.port.to_string(),
            _ => return None,
        })
    }
}
