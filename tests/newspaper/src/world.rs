//! Everything the listeners share, and the way from a path to a document.

use crate::edition::Edition;
use crate::error::NewspaperError;
use crate::failure::Failure;
use crate::page::{self, View, WIDTHS};
use crate::pictures::{Format, PIXEL_GIF, Pictures, avatar_jpeg, icon_png};
use crate::publication::{PUBLICATIONS, Publication, slug_of};
use crate::reply::Document;
use crate::stats::Stats;
use crate::{feeds, truth};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The state behind every listener.
pub(crate) struct World {
    pub bases: Vec<String>,
    pub now: i64,
    edition: Mutex<Edition>,
    failures: Mutex<Vec<(Target, Failure)>>,
    stats: Mutex<Stats>,
    pictures: Pictures,
}

/// Where a failure is played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// A publication's id; `None` means every publication.
    pub site: Option<String>,
    /// An exact path, or the start of one followed by `*`; `None` means every path.
    pub path: Option<String>,
}

impl Target {
    /// Every path of one publication.
    pub fn site(site: &str) -> Self {
        Self { site: Some(site.to_owned()), path: None }
    }

    /// One path of one publication; a `*` at the end stands for any ending.
    pub fn path(site: &str, path: &str) -> Self {
        Self { site: Some(site.to_owned()), path: Some(path.to_owned()) }
    }

    fn covers(&self, site: &str, path: &str) -> bool {
        let at_path = |wanted: &String| match wanted.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == wanted,
        };
        self.site.as_deref().is_none_or(|wanted| wanted == site) && self.path.as_ref().is_none_or(at_path)
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    pub fn new(now: i64, bases: Vec<String>) -> Result<Arc<Self>, NewspaperError> {
        Ok(Arc::new(Self {
            bases,
            now,
            edition: Mutex::new(Edition::new(now)?),
            failures: Mutex::default(),
            stats: Mutex::default(),
            pictures: Pictures::default(),
        }))
    }

    pub fn edition(&self) -> MutexGuard<'_, Edition> {
        held(&self.edition)
    }

    pub fn stats(&self) -> MutexGuard<'_, Stats> {
        held(&self.stats)
    }

    pub fn failures(&self) -> MutexGuard<'_, Vec<(Target, Failure)>> {
        held(&self.failures)
    }

    /// The failure to play for a request; the one set last wins.
    pub fn failure_for(&self, site: &str, path: &str) -> Option<Failure> {
        self.failures().iter().rev().find(|(target, _)| target.covers(site, path)).map(|(_, failure)| failure.clone())
    }

    /// The path that a `moved` failure hides behind its new address.
    pub fn moved_from(&self, site: &str, path: &str) -> Option<String> {
        self.failures().iter().find_map(|(target, failure)| match failure {
            Failure::Moved { to } if to == path && target.site.as_deref() == Some(site) => target.path.clone(),
            _ => None,
        })
    }

    pub fn truth(&self) -> Vec<truth::Truth> {
        let edition = self.edition();
        let told = edition.articles().map(|article| truth::of(article, self.base_of(article.site)));
        told.collect()
    }

    fn base_of(&self, site: &str) -> &str {
        let place = PUBLICATIONS.iter().position(|publication| publication.id == site);
        place.and_then(|place| self.bases.get(place)).map_or("", String::as_str)
    }

    /// The sign-in page of a publication.
    pub fn login(&self, publication: &Publication) -> String {
        page::login_page(&View { publication, base: self.base_of(publication.id), articles: Vec::new() })
    }

    /// What stands at a path. Painting may take a while, so this is not called on an async thread.
    pub fn document(&self, publication: &Publication, path: &str) -> Document {
        if let Some(document) = self.picture(publication, path) {
            return document;
        }
        let edition = self.edition();
        let base = self.base_of(publication.id);
        let view = View { publication, base, articles: edition.of_site(publication.id) };
        let newest = view.articles.iter().map(|article| article.modified_at).max().unwrap_or(self.now);
        if let Some(feed) = publication.feeds.iter().find(|feed| feed.path == path) {
            let articles = edition.of_feed(publication, feed);
            let changed = articles.iter().map(|article| article.modified_at).max().unwrap_or(self.now);
            let (media_type, text) = feeds::document(&view, feed, &articles);
            return Document::new(media_type, text, changed);
        }
        if let Some(article) = edition.at_path(publication.id, path) {
            return Document::html(page::article_page(&view, article), article.modified_at);
        }
        let in_parts = path.split_once(page::IN_PARTS).and_then(|(path, part)| {
            let part =
                if part.is_empty() { 1 } else { part.strip_prefix('/')?.parse().ok().filter(|part| *part == 2)? };
            Some((edition.at_path(publication.id, path)?, part))
        });
        if let Some((article, part)) = in_parts {
            return Document::html(page::article_part(&view, article, part), article.modified_at);
        }
        match path {
            "/" => Document::html(page::list_page(&view, None), newest),
            "/robots.txt" => Document::new("text/plain; charset=utf-8", self.robots(publication), self.now),
            "/opml.xml" if publication.place() == 0 => {
                Document::new("text/x-opml; charset=utf-8", feeds::opml(&self.bases), self.now)
            }
            "/login-wall" => Document::html(page::login_page(&view), self.now),
            "/about" => Document::html(page::plain_page("About us", publication.strapline), self.now),
            "/site.css" => Document::new("text/css; charset=utf-8", include_str!("../content/site.css"), self.now),
            "/t.js" => Document::new("text/javascript; charset=utf-8", "/* counts readers */", self.now),
            _ => {
                let section =
                    view.sections().into_iter().find(|section| path.strip_prefix('/') == Some(&slug_of(section)));
                section.map_or_else(Document::missing, |section| {
                    Document::html(page::list_page(&view, Some(section)), newest)
                })
            }
        }
    }

    fn robots(&self, publication: &Publication) -> String {
        let mut text = "User-agent: *\nDisallow: /login\nDisallow: /private/\nCrawl-delay: 0\n".to_owned();
        if publication.format == crate::publication::FeedFormat::NewsSitemap {
            text.push_str(&format!("\nSitemap: {}/news-sitemap.xml\n", self.base_of(publication.id)));
        }
        text
    }

    fn picture(&self, publication: &Publication, path: &str) -> Option<Document> {
        let kind = publication.place();
        let (media_type, bytes) = match path {
            "/pixel.gif" => ("image/gif", Ok(PIXEL_GIF.into())),
            "/favicon.png" | "/favicon.ico" => ("image/png", icon_png(64, publication.colour, kind)),
            "/logo.png" => ("image/png", icon_png(180, publication.colour, kind)),
            _ => {
                if let Some(person) = path.strip_prefix("/avatars/").and_then(|rest| rest.strip_suffix(".jpg")) {
                    let seed = person.bytes().map(u64::from).sum();
                    ("image/jpeg", avatar_jpeg(seed))
                } else if let Some(name) = path.strip_prefix("/thumb/").and_then(|rest| rest.strip_suffix(".jpg")) {
                    let picture = self.edition().figure(name)?.picture;
                    ("image/jpeg", self.pictures.get(picture, 160, Format::Jpeg))
                } else {
                    let (stem, extension) = path.strip_prefix("/img/")?.rsplit_once('.')?;
                    let (name, width) = stem.rsplit_once('-')?;
                    let width: u32 = width.parse().ok().filter(|width| WIDTHS.contains(width))?;
                    let format = Format::from_extension(extension)?;
                    let picture = self.edition().figure(name).filter(|figure| figure.format == format)?.picture;
                    (format.media_type(), self.pictures.get(picture, width, format))
                }
            }
        };
        Some(bytes.map_or_else(|_| Document::missing(), |bytes| Document::new(media_type, bytes, self.now - 86_400)))
    }
}
