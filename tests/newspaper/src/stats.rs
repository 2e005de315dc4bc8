//! What was asked of the sites: counts that tests judge an app's manners by.

use serde::Serialize;
use std::collections::BTreeMap;

/// Counts since the start or the last [`clear`](crate::Newspaper::clear_stats).
#[derive(Debug, Clone, Default, Serialize)]
pub struct Stats {
    /// Requests to all sites.
    pub requests: u64,
    /// By publication id, then path.
    pub paths: BTreeMap<String, BTreeMap<String, PathStats>>,
    /// Answers by status.
    pub statuses: BTreeMap<u16, u64>,
    /// Requests with `If-None-Match` or `If-Modified-Since`.
    pub conditional: u64,
    /// Answers with 304.
    pub not_modified: u64,
    /// Requests for pixels and tracking scripts. A private reader makes none.
    pub trackers: u64,
    /// Requests that only hostile markup can cause.
    pub traps: u64,
    /// The most requests in flight at once, by publication id.
    pub most_in_flight: BTreeMap<String, u64>,
    /// Requests by `User-Agent`.
    pub user_agents: BTreeMap<String, u64>,
    /// Answers by content encoding.
    pub encodings: BTreeMap<String, u64>,
    #[serde(skip)]
    in_flight: BTreeMap<String, u64>,
}

/// Counts for one path.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PathStats {
    /// Requests for this path.
    pub requests: u64,
    /// Answers by status.
    pub statuses: BTreeMap<u16, u64>,
}

/// Paths that only a tracker would ask for.
const TRACKERS: &[&str] = &["/pixel.gif", "/t.js"];

/// Paths that only hostile markup leads to.
const TRAPS: &[&str] = &["/frame", "/steal", "/taken", "/evil.css", "/v.mp4"];

impl Stats {
    /// How often a path of a publication was asked for.
    pub fn hits(&self, site: &str, path: &str) -> u64 {
        self.paths.get(site).and_then(|paths| paths.get(path)).map_or(0, |counts| counts.requests)
    }

    pub(crate) fn began(&mut self, site: &str, path: &str, user_agent: &str, conditional: bool) {
        self.requests += 1;
        self.conditional += u64::from(conditional);
        self.trackers += u64::from(TRACKERS.contains(&path));
        self.traps += u64::from(TRAPS.contains(&path));
        *self.user_agents.entry(user_agent.to_owned()).or_default() += 1;
        self.paths.entry(site.to_owned()).or_default().entry(path.to_owned()).or_default().requests += 1;
        let flying = self.in_flight.entry(site.to_owned()).or_default();
        *flying += 1;
        let most = self.most_in_flight.entry(site.to_owned()).or_default();
        *most = (*most).max(*flying);
    }

    pub(crate) fn answered(&mut self, site: &str, path: &str, status: u16, encoding: &str) {
        *self.statuses.entry(status).or_default() += 1;
        self.not_modified += u64::from(status == 304);
        *self.encodings.entry(encoding.to_owned()).or_default() += 1;
        let counts = self.paths.entry(site.to_owned()).or_default().entry(path.to_owned()).or_default();
        *counts.statuses.entry(status).or_default() += 1;
    }

    pub(crate) fn ended(&mut self, site: &str) {
        if let Some(flying) = self.in_flight.get_mut(site) {
            *flying = flying.saturating_sub(1);
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self { in_flight: std::mem::take(&mut self.in_flight), ..Self::default() };
    }
}
