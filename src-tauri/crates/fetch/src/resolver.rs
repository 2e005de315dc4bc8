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

    /// Whether a private name may be looked up; where a whole network is allowed, what the name leads to decides.
    pub(crate) fn permits_name(&self, host: &str) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).iter().any(|allowed| match allowed {
            Allowed::Host(name) => name.eq_ignore_ascii_case(host),
            Allowed::Network(..) => true,
        })
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

/// Where a name leads, as a test says.
#[cfg(test)]
pub(crate) type Told = dyn Fn(&str) -> Vec<IpAddr> + Send + Sync;

#[derive(Clone)]
pub(crate) struct GuardedResolver {
    pub(crate) guard: Guard,
    /// The proxy that the reader named, which may well stand in their own network.
    pub(crate) proxy: Option<String>,
    /// Where a test says that a name leads; nowhere means that the system is asked.
    #[cfg(test)]
    pub(crate) names: Arc<Told>,
}

impl GuardedResolver {
    #[cfg(test)]
    fn told(&self, host: &str) -> Vec<SocketAddr> {
        (self.names)(host).into_iter().map(|address| SocketAddr::new(address, 0)).collect()
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "a test has names of its own")]
    fn told(&self, _: &str) -> Vec<SocketAddr> {
        Vec::new()
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.guard.clone();
        let host = name.as_str().to_owned();
        let told = self.told(&host);
        let is_proxy = self.proxy.as_ref().is_some_and(|proxy| proxy.eq_ignore_ascii_case(&host));
        Box::pin(async move {
            let found =
                if told.is_empty() { tokio::net::lookup_host((host.as_str(), 0)).await?.collect() } else { told };
            let some = !found.is_empty();
            let permitted: Vec<SocketAddr> =
                found.into_iter().filter(|address| is_proxy || guard.permits(&host, address.ip())).collect();
            if some && permitted.is_empty() {
                return Err(PrivateName.into());
            }
            Ok::<Addrs, Box<dyn std::error::Error + Send + Sync>>(Box::new(permitted.into_iter()))
        })
    }
}
