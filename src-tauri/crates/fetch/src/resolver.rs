//! Names to addresses, with the private ones taken out, so that a connection is made only to what was checked.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::address::{Allowed, is_public};

/// The hosts and networks that the reader allowed; shared between the resolver and the check of written addresses.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guard(Arc<RwLock<Vec<Allowed>>>);

impl Guard {
    pub(crate) fn new(allowed: Vec<Allowed>) -> Self {
        Self(Arc::new(RwLock::new(allowed)))
    }

    pub(crate) fn allow(&self, allowed: Allowed) {
        let mut list = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !list.contains(&allowed) {
            list.push(allowed);
        }
    }

    pub(crate) fn permits(&self, host: &str, address: IpAddr) -> bool {
        is_public(address)
            || self.0.read().unwrap_or_else(PoisonError::into_inner).iter().any(|allowed| allowed.covers(host, address))
    }
}

/// Every address behind a name is private.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the name leads to a private network")]
pub(crate) struct PrivateName;

pub(crate) struct GuardedResolver(pub(crate) Guard);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.0.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let some = !found.is_empty();
            let permitted: Vec<SocketAddr> =
                found.into_iter().filter(|address| guard.permits(&host, address.ip())).collect();
            if some && permitted.is_empty() {
                return Err(PrivateName.into());
            }
            Ok::<Addrs, Box<dyn std::error::Error + Send + Sync>>(Box::new(permitted.into_iter()))
        })
    }
}
