//! What a reader can do to the port map.

use std::str::FromStr;

use kernel::Ip;

use super::case::{FOREIGN, Holder, OWN, Protocol};
use crate::figure::Refused;

/// The first word of every action.
pub(super) const VERBS: &[&str] = &[
    "query",
    "port",
    "protocol",
    "address",
    "user",
    "capability",
    "unprivileged",
    "reuse",
    "holder",
    "holder-address",
    "holder-reuse",
    "same-user",
];

/// An action, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `query TEXT`: a number, or part of a service's name.
    Query(String),
    /// `port ...`: choose a port.
    Port(Move),
    /// `protocol tcp` or `protocol udp`.
    Protocol(Which),
    /// `address NAME`: the address to bind.
    Address(Ip),
    /// `user root` or `user other`.
    Root(bool),
    /// `capability`: give the process `CAP_NET_BIND_SERVICE`, or take it.
    Capability,
    /// `unprivileged TEXT`: the first port that needs no privilege.
    Unprivileged(String),
    /// `reuse address` or `reuse port`: switch an option of the process's socket.
    Reuse(Share),
    /// `holder NAME`: what holds the port.
    Holder(Keeper),
    /// `holder-address NAME`: where it holds it.
    HolderAddress(Ip),
    /// `holder-reuse ...`: switch an option of the holder's socket.
    HolderReuse(Share),
    /// `same-user`: whether both are of one user.
    SameUser,
}

/// Which port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// This one.
    To(u16),
    /// So many further on.
    By(i32),
    /// The first of the stretch that is drawn large.
    First,
    /// Its last.
    Last,
}

/// An option that lets sockets share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// `SO_REUSEADDR`.
    Address,
    /// `SO_REUSEPORT`.
    Port,
}

/// A protocol, from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which(pub(super) Protocol);

/// A holder, from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeper(pub(super) Holder);

/// The addresses by name.
pub(super) const ADDRESSES: [(&str, Ip); 4] =
    [("any", Ip::ANY), ("loopback", Ip::LOOPBACK), ("own", OWN), ("foreign", FOREIGN)];

/// The name of an address.
pub(super) fn address_name(ip: Ip) -> &'static str {
    ADDRESSES.iter().find(|(_, known)| *known == ip).map_or("any", |(name, _)| name)
}

pub(super) fn address(text: &str) -> Result<Ip, Refused> {
    let found = ADDRESSES.iter().find(|(name, _)| *name == text);
    found.map(|(_, ip)| *ip).ok_or_else(|| Refused::one_of(&ADDRESSES.map(|(name, _)| name)))
}

/// Where another socket of this host can be.
pub(super) fn holder_address(text: &str) -> Result<Ip, Refused> {
    let ip = address(text)?;
    if ip == FOREIGN { Err(Refused::expected("an address of this host")) } else { Ok(ip) }
}

pub(super) fn holder(text: &str) -> Result<Holder, Refused> {
    let found = Holder::ALL.into_iter().find(|holder| holder.name() == text);
    found.ok_or_else(|| Refused::one_of(&Holder::ALL.map(Holder::name)))
}

pub(super) fn protocol(text: &str) -> Result<Protocol, Refused> {
    match text {
        "tcp" => Ok(Protocol::Tcp),
        "udp" => Ok(Protocol::Udp),
        _ => Err(Refused::one_of(&["tcp", "udp"])),
    }
}

pub(super) fn root(text: &str) -> Result<bool, Refused> {
    match text {
        "root" => Ok(true),
        "other" => Ok(false),
        _ => Err(Refused::one_of(&["root", "other"])),
    }
}

fn share(text: &str) -> Result<Share, Refused> {
    match text {
        "address" => Ok(Share::Address),
        "port" => Ok(Share::Port),
        _ => Err(Refused::one_of(&["address", "port"])),
    }
}

fn movement(text: &str) -> Result<Move, Refused> {
    Ok(match text {
        "next" => Move::By(1),
        "previous" => Move::By(-1),
        "down" => Move::By(16),
        "up" => Move::By(-16),
        "page-down" => Move::By(256),
        "page-up" => Move::By(-256),
        "first" => Move::First,
        "last" => Move::Last,
        number => Move::To(number.parse().map_err(|_| Refused::expected("a port"))?),
    })
}

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        Ok(match (verb, rest) {
            ("query", text) => Self::Query(text.to_owned()),
            ("port", to) => Self::Port(movement(to)?),
            ("protocol", name) => Self::Protocol(Which(protocol(name)?)),
            ("address", name) => Self::Address(address(name)?),
            ("user", name) => Self::Root(root(name)?),
            ("capability", "") => Self::Capability,
            ("unprivileged", text) => Self::Unprivileged(text.to_owned()),
            ("reuse", name) => Self::Reuse(share(name)?),
            ("holder", name) => Self::Holder(Keeper(holder(name)?)),
            ("holder-address", name) => Self::HolderAddress(holder_address(name)?),
            ("holder-reuse", name) => Self::HolderReuse(share(name)?),
            ("same-user", "") => Self::SameUser,
            _ => return Err(Refused::one_of(VERBS)),
        })
    }
}
