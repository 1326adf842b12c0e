//! How many connections each address has.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::client::network_of;

pub(super) struct Crowd {
    most: usize,
    present: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Crowd {
    pub fn new(most: usize) -> Self {
        Self { most, present: Arc::default() }
    }

    /// The place is free again when it is dropped.
    pub fn admit(&self, ip: IpAddr) -> Option<Place> {
        let network = network_of(ip);
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        let count = present.entry(network).or_default();
        if *count >= self.most && !network.is_loopback() && !ip.is_loopback() {
            return None;
        }
        *count += 1;
        Some(Place { network, present: Arc::clone(&self.present) })
    }
}

pub(super) struct Place {
    network: IpAddr,
    present: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = present.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                present.remove(&self.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let crowd = Crowd::new(2);
        let places = [crowd.admit(ip("192.0.2.1")), crowd.admit(ip("192.0.2.1"))];

        assert!(crowd.admit(ip("192.0.2.1")).is_none());
        assert!(crowd.admit(ip("192.0.2.2")).is_some());
        drop(places);
        assert!(crowd.admit(ip("192.0.2.1")).is_some());
        assert!(crowd.present.lock().unwrap().is_empty());
    }

    #[test]
    fn a_sixty_four_counts_as_one_address_and_loopback_as_none() {
        let crowd = Crowd::new(1);
        let _places = [crowd.admit(ip("2001:db8::1")), crowd.admit(ip("::1")), crowd.admit(ip("127.0.0.1"))];

        assert!(crowd.admit(ip("2001:db8::2")).is_none());
        assert!(crowd.admit(ip("2001:db8:0:1::2")).is_some());
        assert!(crowd.admit(ip("::1")).is_some());
        assert!(crowd.admit(ip("127.0.0.1")).is_some());
        assert!(crowd.admit(ip("::ffff:127.0.0.1")).is_some());
    }
}
