//! All 65,536 ports: whose they are, who may bind one, and what happens.
//!
//! Invariant: who may bind is answered by the simulated kernel, and the names are IANA's.

mod action;
mod case;
mod map;
pub(crate) mod query;
mod question;
mod registry;
mod view;

use kernel::Ip;

use crate::figure::{Context, Figure, Refused, on_or_off};
use crate::node::Node;
use crate::words::Words;
use action::{Action, Keeper, Move, Share, Which};
use case::{Case, Holder, Protocol};

/// The longest text that a field keeps.
const FIELD_MAX: usize = 80;
/// Ports in the stretch that is drawn large.
const STRETCH: u16 = 256;
/// The first port that needs no privilege, as Linux is delivered.
const UNPRIVILEGED_FROM: u16 = 1_024;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct PortMap {
    query: String,
    unprivileged: String,
    case: Case,
}

impl Default for PortMap {
    fn default() -> Self {
        Self {
            query: String::new(),
            unprivileged: UNPRIVILEGED_FROM.to_string(),
            case: Case {
                port: 80,
                protocol: Protocol::Tcp,
                address: Ip::ANY,
                root: false,
                capable: false,
                unprivileged_from: UNPRIVILEGED_FROM,
                reuse_address: false,
                reuse_port: false,
                holder: Holder::Nobody,
                holder_address: Ip::ANY,
                holder_reuse_address: false,
                holder_reuse_port: false,
                holder_same_user: true,
            },
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod table;

#[cfg(target_arch = "wasm32")]
use table::table;

/// The registry. A printed page has it at hand; in the browser it may be on its way.
#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::unnecessary_wraps, reason = "in the browser there may be none")]
const fn table() -> Option<&'static str> {
    Some(include_str!("../../../../../book/data/ports.txt"))
}

fn keep(field: &mut String, text: &str) {
    text[..text.floor_char_boundary(FIELD_MAX)].clone_into(field);
}

impl PortMap {
    fn set_query(&mut self, text: &str) {
        keep(&mut self.query, text);
        if let query::Query::Port(port) = query::read(&self.query) {
            self.case.port = port;
        }
    }

    fn set_unprivileged(&mut self, text: &str) {
        keep(&mut self.unprivileged, text);
        let number = query::number(&self.unprivileged);
        self.case.unprivileged_from = number.unwrap_or(UNPRIVILEGED_FROM);
    }

    fn go(&mut self, movement: Move) {
        let port = self.case.port;
        self.case.port = match movement {
            Move::To(port) => port,
            Move::By(ports) => {
                let target = (i32::from(port) + ports).clamp(0, i32::from(u16::MAX));
                u16::try_from(target).unwrap_or(port)
            }
            Move::First => port - port % STRETCH,
            Move::Last => port - port % STRETCH + (STRETCH - 1),
        };
    }

    fn perform(&mut self, action: Action) {
        let case = &mut self.case;
        match action {
            Action::Query(text) => {
                #[cfg(target_arch = "wasm32")]
                table::want_again();
                self.set_query(&text);
            }
            Action::Port(movement) => self.go(movement),
            Action::Protocol(Which(protocol)) => case.protocol = protocol,
            Action::Address(ip) => case.address = ip,
            Action::Root(root) => case.root = root,
            Action::Capability => case.capable ^= true,
            Action::Unprivileged(text) => self.set_unprivileged(&text),
            Action::Reuse(Share::Address) => case.reuse_address ^= true,
            Action::Reuse(Share::Port) => case.reuse_port ^= true,
            Action::Holder(Keeper(holder)) => case.holder = holder,
            Action::HolderAddress(ip) => case.holder_address = ip,
            Action::HolderReuse(Share::Address) => case.holder_reuse_address ^= true,
            Action::HolderReuse(Share::Port) => case.holder_reuse_port ^= true,
            Action::SameUser => case.holder_same_user ^= true,
        }
    }
}

/// Which of the two options are set: `address`, `port`, both or nothing.
fn shares(text: &str) -> Result<(bool, bool), Refused> {
    let (mut address, mut port) = (false, false);
    for word in text.split_whitespace() {
        match word {
            "address" => address = true,
            "port" => port = true,
            _ => return Err(Refused::one_of(&["address", "port"])),
        }
    }
    Ok((address, port))
}

fn shares_text(address: bool, port: bool) -> String {
    match (address, port) {
        (true, true) => "address port",
        (true, false) => "address",
        (false, true) => "port",
        (false, false) => "",
    }
    .to_owned()
}

impl Figure for PortMap {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = action::VERBS;

    // Each can be said in a link, and each can be done.
    const SETTINGS: &'static [&'static str] = action::VERBS;

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        let case = &mut self.case;
        match name {
            "query" => keep(&mut self.query, value),
            "port" => {
                let port = query::number(value);
                case.port = port.ok_or_else(|| Refused::expected("a port from 0 to 65535"))?;
            }
            "protocol" => case.protocol = action::protocol(value)?,
            "address" => case.address = action::address(value)?,
            "user" => case.root = action::root(value)?,
            "capability" => case.capable = on_or_off(value)?,
            "unprivileged" => self.set_unprivileged(value),
            "reuse" => (case.reuse_address, case.reuse_port) = shares(value)?,
            "holder" => case.holder = action::holder(value)?,
            "holder-address" => case.holder_address = action::holder_address(value)?,
            "holder-reuse" => {
                (case.holder_reuse_address, case.holder_reuse_port) = shares(value)?;
            }
            "same-user" => case.holder_same_user = on_or_off(value)?,
            _ => return Err(Refused::one_of(Self::SETTINGS)),
        }
        Ok(())
    }

    fn setting(&self, name: &str) -> String {
        let case = &self.case;
        let switch = |on| if on { "on" } else { "off" }.to_owned();
        match name {
            "query" => self.query.clone(),
            "port" => case.port.to_string(),
            "protocol" if case.protocol == Protocol::Tcp => "tcp".to_owned(),
            "protocol" => "udp".to_owned(),
            "address" => action::address_name(case.address).to_owned(),
            "user" if case.root => "root".to_owned(),
            "user" => "other".to_owned(),
            "capability" => switch(case.capable),
            "unprivileged" => self.unprivileged.clone(),
            "reuse" => shares_text(case.reuse_address, case.reuse_port),
            "holder" => case.holder.name().to_owned(),
            "holder-address" => action::address_name(case.holder_address).to_owned(),
            "holder-reuse" => shares_text(case.holder_reuse_address, case.holder_reuse_port),
            _ => switch(case.holder_same_user),
        }
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        let typed = matches!(action, Action::Query(_) | Action::Unprivileged(_));
        let before = self.case;
        self.perform(action);
        if self.case.port != before.port {
            context.announce(view::port_said(self.case.port, context.words));
        } else if self.case != before && !typed {
            let answer = self.case.ask();
            context.announce(question::said(&self.case, &answer, context.words));
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    #[cfg(target_arch = "wasm32")]
    fn tick(&mut self, _elapsed_ms: u32, context: &mut Context<'_>) -> crate::figure::Motion {
        table::ask(context);
        crate::figure::Motion::Rests
    }

    #[cfg(target_arch = "wasm32")]
    fn received(
        &mut self,
        _name: &str,
        file: Result<&[u8], crate::figure::Unreachable>,
        _context: &mut Context<'_>,
    ) {
        table::take(file);
    }

    fn fact(&self, name: &str) -> Option<String> {
        Some(match name {
            "verdict" => self.case.ask().verdict.text(),
            "names" => {
                let names = registry::of(table()?, self.case.port);
                names.iter().map(|service| service.name).collect::<Vec<_>>().join(" ")
            }
            "named" => registry::named(table()?, 0, u16::MAX).len().to_string(),
            "well-known" => {
                let (first, last) = map::RANGES[0];
                registry::named(table()?, first, last).len().to_string()
            }
            "found" => registry::search(table()?, &self.query, 1).1.to_string(),
            "port" => self.case.port.to_string(),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests;
