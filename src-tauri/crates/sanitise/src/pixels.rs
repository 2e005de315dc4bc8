//! Pictures that are none: dots and beacons that count readers. And pictures whose address stands where a script would
//! look for it.

use crate::lexer::{Attribute, is_space};

/// Attributes in which pages keep the address of a picture that a script puts in its place.
const LAZY: [&str; 6] = ["data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-src", "data-url"];

/// Hosts that serve nothing but beacons; their subdomains do the same.
const BEACON_HOSTS: &[&str] = &[
    "pixel.wp.com",
    "stats.wordpress.com",
    "pixel.quantserve.com",
    "scorecardresearch.com",
    "google-analytics.com",
    "googletagmanager.com",
    "googleadservices.com",
    "doubleclick.net",
    "statcounter.com",
    "chartbeat.net",
    "parsely.com",
    "ivwbox.de",
    "ioam.de",
    "xiti.com",
    "weborama.fr",
    "hit.gemius.pl",
    "mc.yandex.ru",
    "counter.yadro.ru",
    "top-fwz1.mail.ru",
    "hm.baidu.com",
    "analytics.twitter.com",
    "px.ads.linkedin.com",
    "ct.pinterest.com",
    "bat.bing.com",
    "pixel.newscred.com",
    "feedsportal.com",
    "pheedo.com",
    "a.rfihub.com",
    "piwik.pro",
    "matomo.cloud",
];

/// Addresses of beacons on hosts that serve other things too, as host ending and path.
const BEACON_PATHS: &[(&str, &str)] =
    &[("facebook.com", "/tr"), ("feedburner.com", "/~r/"), ("feedburner.com", "/~ff/"), ("medium.com", "/_/stat")];

/// Whether a picture is there to count readers: a dot, hidden, or from a host that serves nothing else.
pub(crate) fn is_pixel(attributes: &[Attribute<'_>]) -> bool {
    if lazy_source(attributes).is_some() {
        return false;
    }
    let (mut width, mut height) = (None, None);
    for attribute in attributes {
        match attribute.name.as_str() {
            "width" => width = pixels(attribute.value).or(width),
            "height" => height = pixels(attribute.value).or(height),
            "src" if is_beacon(attribute.value) => return true,
            "style" => {
                for declaration in attribute.value.split(';') {
                    let Some((property, value)) = declaration.split_once(':') else { continue };
                    let value: String = value.chars().filter(|next| !is_space(*next)).collect();
                    match property.trim().to_ascii_lowercase().as_str() {
                        "width" | "max-width" => width = pixels(&value).or(width),
                        "height" | "max-height" => height = pixels(&value).or(height),
                        "display" if value.eq_ignore_ascii_case("none") => return true,
                        "visibility" if value.eq_ignore_ascii_case("hidden") => return true,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    match (width, height) {
        // A chart can be one pixel high and a rule one pixel wide; a dot is small both ways.
        (Some(width), Some(height)) => width <= 2.0 && height <= 2.0,
        (Some(only), None) | (None, Some(only)) => only <= 1.0,
        (None, None) => false,
    }
}

/// The attribute that holds a picture's address, where `src` holds none or a placeholder.
pub(crate) fn lazy_source(attributes: &[Attribute<'_>]) -> Option<&'static str> {
    let value =
        |wanted: &str| attributes.iter().find(|attribute| attribute.name == wanted).map(|found| found.value.trim());
    let placeholder = value("src")
        .is_none_or(|src| src.is_empty() || src.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:")));
    if !placeholder {
        return None;
    }
    LAZY.into_iter().find(|name| value(name).is_some_and(|address| !address.is_empty()))
}

fn pixels(value: &str) -> Option<f32> {
    let value = value.trim();
    let digits = value.strip_suffix("px").unwrap_or(value).trim();
    digits.parse().ok().filter(|size: &f32| *size >= 0.0)
}

/// Whether an address is one of those that only count readers.
#[must_use]
pub fn is_beacon(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("//") else { return false };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host).to_ascii_lowercase();
    let below = |known: &str| host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.'));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    BEACON_HOSTS.iter().any(|known| below(known))
        || BEACON_PATHS.iter().any(|(known, start)| below(known) && format!("/{path}").starts_with(start))
}
