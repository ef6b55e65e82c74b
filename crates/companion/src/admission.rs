//! Who is let in: so many connections in all, and so many from one address.
//!
//! Invariant: everyone who was let in is counted until their [`Permit`] is dropped, exactly once.

use std::{
    collections::BTreeMap,
    fmt,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits::Limits;

/// The count of those who are in.
#[derive(Debug)]
pub(crate) struct Admission {
    limits: Limits,
    permits: Arc<Semaphore>,
    networks: Arc<Networks>,
}

/// Connections by the network that they come from.
#[derive(Debug, Default)]
struct Networks(Mutex<BTreeMap<IpAddr, usize>>);

impl Networks {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection that was let in.
#[derive(Debug)]
pub(crate) struct Permit {
    network: IpAddr,
    networks: Arc<Networks>,
    _place: OwnedSemaphorePermit,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut networks = self.networks.lock();
        if let Some(count) = networks.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                networks.remove(&self.network);
            }
        }
    }
}

/// Why one is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Full,
    NetworkFull,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "All connections are taken (--connections-max): try again later.",
            Self::NetworkFull => {
                "All connections of your address are taken (--address-connections-max): close one."
            }
        })
    }
}

impl Admission {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            permits: Arc::new(Semaphore::new(limits.connections_max)),
            networks: Arc::default(),
        }
    }

    /// Lets one in from this address.
    pub(crate) fn admit(&self, peer: IpAddr) -> Result<Permit, Refused> {
        let permits = Arc::clone(&self.permits);
        let permit = permits.try_acquire_owned().map_err(|_none_left| Refused::Full)?;
        let network = network(peer);
        let mut networks = self.networks.lock();
        let count = networks.entry(network).or_default();
        if *count >= self.limits.address_connections_max {
            return Err(Refused::NetworkFull);
        }
        *count += 1;
        let networks = Arc::clone(&self.networks);
        Ok(Permit { network, networks, _place: permit })
    }

    /// Waits until everyone has left.
    pub(crate) async fn all_left(&self) {
        let all = u32::try_from(self.limits.connections_max).unwrap_or(u32::MAX);
        // Nobody closes the semaphore, so this is the whole of it.
        let _permits = self.permits.acquire_many(all).await;
    }
}

/// What counts as one address: of IPv6, whoever has one has the 64 bits behind it too.
fn network(peer: IpAddr) -> IpAddr {
    const HOST_BITS: u32 = 64;
    match peer.to_canonical() {
        IpAddr::V6(address) => {
            Ipv6Addr::from_bits(address.to_bits() >> HOST_BITS << HOST_BITS).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_and_a_place_is_given_back() {
        let admission = Admission::new(Limits {
            connections_max: 3,
            address_connections_max: 2,
            ..Limits::default()
        });
        let admit = |peer: &str| admission.admit(peer.parse().unwrap());
        let _one = admit("2001:db8::1").unwrap();
        let two = admit("2001:db8::2:3:4:5").unwrap();
        assert_eq!(admit("2001:db8::6").unwrap_err(), Refused::NetworkFull);
        let three = admit("2001:db8:0:1::1").unwrap();
        assert_eq!(admit("192.0.2.1").unwrap_err(), Refused::Full);
        drop(three);
        let _four = admit("::ffff:192.0.2.1").unwrap();
        drop(two);
        let _five = admit("2001:db8::7").unwrap();
        assert_eq!(admission.networks.lock().len(), 2);
    }
}
