//! The running newspaper: a handle that starts the sites, steers them and stops them when dropped.

use crate::edition::Edit;
use crate::error::NewspaperError;
use crate::failure::Failure;
use crate::publication::{PUBLICATIONS, Publication};
use crate::site::{Door, listen, reopen, shut};
use crate::stats::Stats;
use crate::truth::Truth;
use crate::world::{Target, World};
use crate::{control, site};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

/// How to start.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The end of "today" in unix seconds: every article is at most 36 hours older.
    pub now: i64,
    /// The first site's port, the others following it and the control port last; 0 takes any free ones.
    pub first_port: u16,
}

impl Options {
    /// Any free ports, and "today" ending at the given unix seconds.
    pub fn at(now: i64) -> Self {
        Self { now, first_port: 0 }
    }
}

impl Default for Options {
    /// Any free ports, and "today" ending now.
    fn default() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::at(since.as_secs() as i64)
    }
}

/// One running site.
#[derive(Debug, Clone)]
pub struct Site {
    /// Who publishes here.
    pub publication: &'static Publication,
    /// The origin, for example `http://127.0.0.1:4000`.
    pub base_url: String,
    port: u16,
}

impl Site {
    /// The addresses of its feeds, the main feed first.
    pub fn feeds(&self) -> Vec<String> {
        self.publication.feeds.iter().map(|feed| format!("{}{}", self.base_url, feed.path)).collect()
    }
}

/// What the handle and the control port steer together.
pub(crate) struct Core {
    pub world: Arc<World>,
    pub sites: Vec<Site>,
    doors: Mutex<Vec<Door>>,
    control_url: String,
}

impl Core {
    pub async fn go_offline(&self, site: Option<&str>) -> Result<(), NewspaperError> {
        self.known(site)?;
        let mut doors = self.doors.lock().await;
        for (door, at) in doors.iter_mut().zip(&self.sites) {
            if site.is_none_or(|wanted| wanted == at.publication.id) {
                shut(door).await;
            }
        }
        Ok(())
    }

    pub async fn go_online(&self, site: Option<&str>) -> Result<(), NewspaperError> {
        self.known(site)?;
        let mut doors = self.doors.lock().await;
        for (door, at) in doors.iter_mut().zip(&self.sites) {
            if door.is_shut() && site.is_none_or(|wanted| wanted == at.publication.id) {
                reopen(door, at.port, at.publication, self.world.clone())?;
            }
        }
        Ok(())
    }

    pub fn fail(&self, target: Target, failure: Failure) -> Result<(), NewspaperError> {
        self.known(target.site.as_deref())?;
        crate::failure::prepare(&failure);
        self.world.failures().push((target, failure));
        Ok(())
    }

    fn known(&self, site: Option<&str>) -> Result<(), NewspaperError> {
        match site {
            Some(id) if Publication::named(id).is_none() => Err(NewspaperError::UnknownSite(id.to_owned())),
            _ => Ok(()),
        }
    }

    pub fn summary(&self) -> Value {
        let told = |site: &Site| {
            json!({
                "id": site.publication.id,
                "name": site.publication.name,
                "url": format!("{}/", site.base_url),
                "feeds": site.feeds(),
            })
        };
        let listed = |listed: bool| self.sites.iter().filter(move |site| site.publication.listed == listed).map(told);
        json!({
            "sites": listed(true).collect::<Vec<_>>(),
            "hostile": listed(false).next(),
            "opml": self.sites.first().map(|site| format!("{}/opml.xml", site.base_url)),
            "control": self.control_url,
        })
    }
}

/// The running sites. Dropping it stops them.
pub struct Newspaper {
    core: Arc<Core>,
    control: JoinHandle<()>,
}

impl Newspaper {
    /// Opens every site and the control port on the loopback address.
    pub async fn start(options: Options) -> Result<Self, NewspaperError> {
        jiff::Timestamp::from_second(options.now).map_err(|_| NewspaperError::Time(options.now))?;
        let mut listeners = Vec::new();
        let mut sites = Vec::new();
        for (place, publication) in PUBLICATIONS.iter().enumerate() {
            let (listener, port) = listen_at(options.first_port, place)?;
            sites.push(Site { publication, base_url: format!("http://127.0.0.1:{port}"), port });
            listeners.push(listener);
        }
        let ((control_listener, _), control_port) = listen_at(options.first_port, PUBLICATIONS.len())?;
        let world = World::new(options.now, sites.iter().map(|site| site.base_url.clone()).collect())?;
        let opened = listeners.into_iter().zip(&sites);
        let doors = opened.map(|(listener, site)| site::open(listener, site.publication, world.clone())).collect();
        let control_url = format!("http://127.0.0.1:{control_port}");
        let core = Arc::new(Core { world, sites, doors: Mutex::new(doors), control_url });
        let control = control::open(control_listener, core.clone());
        Ok(Self { core, control })
    }

    /// Every site, in the order of [`PUBLICATIONS`].
    pub fn sites(&self) -> &[Site] {
        &self.core.sites
    }

    /// The site of that publication id.
    pub fn site(&self, id: &str) -> Result<&Site, NewspaperError> {
        let found = self.core.sites.iter().find(|site| site.publication.id == id);
        found.ok_or_else(|| NewspaperError::UnknownSite(id.to_owned()))
    }

    /// The absolute address of a path on a publication's site.
    pub fn url(&self, site: &str, path: &str) -> Result<String, NewspaperError> {
        Ok(format!("{}{path}", self.site(site)?.base_url))
    }

    /// The origin of the control port.
    pub fn control_url(&self) -> &str {
        &self.core.control_url
    }

    /// Sites, feeds and the control port, as the binary prints them.
    pub fn summary(&self) -> Value {
        self.core.summary()
    }

    /// What a perfect reader would find, as things stand now.
    pub fn truth(&self) -> Vec<Truth> {
        self.core.world.truth()
    }

    /// Refuses connections to one site, or to all, and ends those that are open.
    pub async fn go_offline(&self, site: Option<&str>) -> Result<(), NewspaperError> {
        self.core.go_offline(site).await
    }

    /// Answers again, on the same ports.
    pub async fn go_online(&self, site: Option<&str>) -> Result<(), NewspaperError> {
        self.core.go_online(site).await
    }

    /// Changes an article, given by id or path, and gives back its id.
    pub fn edit(&self, article: &str, edit: Edit) -> Result<String, NewspaperError> {
        self.core.world.edition().edit(article, edit)
    }

    /// Publishes new articles and gives back their ids.
    pub fn publish(&self, count: usize) -> Vec<String> {
        self.core.world.edition().publish(count)
    }

    /// Misbehaves from now on; of several failures for one path the last one set is played.
    pub fn fail(&self, target: Target, failure: Failure) -> Result<(), NewspaperError> {
        self.core.fail(target, failure)
    }

    /// Ends every failure.
    pub fn heal(&self) {
        self.core.world.failures().clear();
    }

    /// What was asked so far.
    pub fn stats(&self) -> Stats {
        self.core.world.stats().clone()
    }

    /// Starts counting anew.
    pub fn clear_stats(&self) {
        self.core.world.stats().clear();
    }
}

fn listen_at(first: u16, place: usize) -> Result<((TcpListener, TcpSocket), u16), NewspaperError> {
    let port = if first == 0 { 0 } else { first.saturating_add(place as u16) };
    let (listener, kept) = listen(port)?;
    let bound = listener.local_addr().map_err(|source| NewspaperError::Listen { port, source })?;
    Ok(((listener, kept), bound.port()))
}

impl Drop for Newspaper {
    fn drop(&mut self) {
        self.control.abort();
        if let Ok(doors) = self.core.doors.try_lock() {
            for door in doors.iter() {
                door.abort();
            }
        }
    }
}
