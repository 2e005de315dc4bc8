//! What a page would have done beside showing its article: programs that it would have run, and other sites that it would
//! have told that somebody reads it. None of it happens here; a reader may want to know how much that is.

use std::collections::BTreeSet;

use url::Url;

use crate::lexer::{Attribute, Lexer, Token};
use crate::pixels::is_pixel;

/// Relations of a `link` for which a browser asks at once.
const ASKING: [&str; 5] = ["stylesheet", "preload", "preconnect", "dns-prefetch", "modulepreload"];

/// Sites that are told apart at most.
const MOST_SITES: usize = 500;

/// What a page would have done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watchers {
    /// Programs that it would have run; those that hold nothing but data do not count.
    pub programs: u32,
    /// Hosts of other sites that it would have asked for something, in order.
    pub sites: BTreeSet<String>,
}

/// Looks through a whole page that was fetched from `url`. Pictures do not count, but for those that only count readers: the
/// library asks for an article's pictures too.
#[must_use]
pub fn watchers(html: &str, url: &str) -> Watchers {
    let base = Url::parse(url).ok();
    let own = base.as_ref().and_then(Url::host_str).map(site_of).unwrap_or_default().to_owned();
    let mut found = Watchers::default();
    let mut lexer = Lexer::new(html);
    while let Some(token) = lexer.next() {
        let Token::Start { name, attributes } = token else { continue };
        let value =
            |wanted: &str| attributes.iter().find(|attribute| attribute.name == wanted).map(|found| found.value);
        let asked = match name.as_str() {
            "script" => {
                lexer.skip_raw_text("script");
                if !is_program(&attributes) {
                    continue;
                }
                found.programs += 1;
                value("src")
            }
            "style" => {
                lexer.skip_raw_text("style");
                continue;
            }
            "iframe" | "embed" => value("src"),
            "img" if is_pixel(&attributes) => value("src"),
            "link" => value("href").filter(|_| {
                let rel = value("rel").unwrap_or_default();
                rel.split_ascii_whitespace().any(|rel| ASKING.iter().any(|asking| rel.eq_ignore_ascii_case(asking)))
            }),
            _ => None,
        };
        let Some(address) = asked.and_then(|address| absolute(base.as_ref(), address)) else { continue };
        if let Some(host) = address.host_str()
            && matches!(address.scheme(), "http" | "https")
            && site_of(host) != own
            && found.sites.len() < MOST_SITES
        {
            found.sites.insert(host.trim_start_matches("www.").to_owned());
        }
    }
    found
}

fn absolute(base: Option<&Url>, address: &str) -> Option<Url> {
    let address = address.trim().replace("&amp;", "&");
    match base {
        Some(base) => base.join(&address).ok(),
        None => Url::parse(&address).ok(),
    }
}

/// Whether a `script` holds a program, and not data for one.
fn is_program(attributes: &[Attribute<'_>]) -> bool {
    let kind = attributes.iter().find(|attribute| attribute.name == "type").map(|found| found.value.trim());
    kind.is_none_or(|kind| {
        kind.is_empty() || kind.eq_ignore_ascii_case("module") || kind.to_ascii_lowercase().contains("javascript")
    })
}

/// The part of a host that names who has it: its last two labels, or three where the second is one that a country hands out.
fn site_of(host: &str) -> &str {
    let labels: Vec<(usize, &str)> =
        host.rmatch_indices('.').map(|(at, _)| (at, host.get(at + 1..).unwrap_or_default())).collect();
    let second = |end: usize| labels.get(end).map_or(host, |(_, rest)| *rest);
    let two = second(1);
    let shared = matches!(
        two.split('.').next().unwrap_or_default(),
        "co" | "com" | "org" | "net" | "gov" | "ac" | "edu" | "or" | "ne" | "go" | "gob"
    );
    if shared && two.rsplit('.').next().is_some_and(|end| end.len() == 2) { second(2) } else { two }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_other_sites_are_counted() {
        let page = "<head><script src=https://cdn.paper.co.uk/app.js></script><script type=application/ld+json>{\"a\":\"<script src=//x.example>\"}</script>\
            <link rel=preconnect href=//ads.example><link rel=canonical href=https://other.example/><script>let a = '<img src=//y.example width=1 height=1>'</script>\
            <script async src='https://www.tracker.example/t.js?a=1&amp;b=2'></script></head>\
            <iframe src=https://frames.example/x></iframe><img src=https://pixel.example/p width=1 height=1><img src=https://pictures.example/harbour.jpg width=900>\
            <img src=/own width=1 height=1><iframe srcdoc=x></iframe>";
        let found = watchers(page, "https://www.paper.co.uk/a");
        assert_eq!(found.programs, 3);
        let sites: Vec<&str> = found.sites.iter().map(String::as_str).collect();
        assert_eq!(sites, ["ads.example", "frames.example", "pixel.example", "tracker.example"]);
        assert_eq!(watchers("", "nonsense"), Watchers::default());
    }

    #[test]
    fn who_has_a_host_is_told_by_its_end() {
        for (host, site) in [
            ("www.paper.example", "paper.example"),
            ("a.b.paper.co.uk", "paper.co.uk"),
            ("paper.com", "paper.com"),
            ("static.paper.com", "paper.com"),
            ("localhost", "localhost"),
            ("co.uk", "co.uk"),
        ] {
            assert_eq!(site_of(host), site);
        }
    }
}
