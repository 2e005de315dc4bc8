//! Query parameters that only watch the reader. Without them an address leads to the same page.
//!
//! The list is written by hand. What may choose the page (`ref`, `campaign`, `source`, `id`, `si`, …) is not on it: an
//! address that breaks is worse than one that watches.

/// Beginnings of names that belong to campaign tools: Urchin, Matomo, Piwik, Adobe, HubSpot, AT Internet and others.
const FAMILIES: &[&str] = &[
    "utm_",
    "utm-",
    "mtm_",
    "matomo_",
    "pk_",
    "piwik_",
    "itm_",
    "hsa_",
    "ml_subscriber",
    "at_custom",
    "at_recipient",
    "_bta_",
];

/// Exact names, lower case.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    // Advertising: the number of a click.
    "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid", "msclkid", "fbclid",
    "yclid", "ysclid", "ymclid", "twclid", "ttclid", "li_fat_id", "epik", "rdt_cid", "sc_click_id", "sccid", "irclickid",
    "irgwc", "cjevent", "awc", "rb_clickid", "tduid", "zanpid", "dicbo", "obclid", "tblci", "tb_clickid", "obOrigUrl",
    "wickedid", "wickedsource", "guce_referrer", "guce_referrer_sig", "guccounter", "qclid", "ef_id", "s_kwcid",
    // Social networks and sharing.
    "fb_action_ids", "fb_action_types", "fb_ref", "fb_source", "action_object_map", "action_type_map",
    "action_ref_map", "igsh", "igshid", "sr_share", "ref_src", "ref_url", "__twitter_impression", "mibextid", "share_id",
    "_branch_match_id", "_branch_referrer", "recruiter", "trackingid", "spm", "scm",
    // Letters and campaigns.
    "mc_cid", "mc_eid", "mc_tc", "_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp", "hsctatracking", "mkt_tok",
    "vero_id", "vero_conv", "oly_enc_id", "oly_anon_id", "_ke", "_kx", "bsft_clkid", "bsft_uid", "bsft_eid", "dm_i",
    "elqtrack", "elqtrackid", "nr_email_referer", "sb_referer_host", "e_t", "mkevt", "mkcid", "trk_contact", "trk_msg",
    "trk_module", "trk_sid", "campaign_id", "campaign_name", "campaign_medium", "campaign_source", "campaign_term",
    "campaign_content", "ss_email_id", "ss_source", "ss_campaign_id", "ss_campaign_name",
    // Statistics of publishers.
    "_ga", "_gl", "_gac", "_openstat", "openstat", "xtor", "at_medium", "at_campaign", "at_link", "at_link_id",
    "at_link_origin", "at_link_type", "at_ptr_name", "at_format", "at_bbc_team", "at_campaign_type", "ns_mchannel",
    "ns_source", "ns_campaign", "ns_linkname", "ns_fee", "s_cid", "cmpid", "ocid", "ncid", "icid", "intcid", "cvid",
    "smid", "smtyp", "wt_mc", "wt.mc_id", "wt.z", "wtrid", "adobe_mc", "adobe_mc_ref", "adobe_mc_sdid", "usqp", "soc_src",
    "soc_trk", "tracking_source", "echobox", "taid", "hootpostid", "hash_share", "fbc", "gps-source", "algo_pvid",
];

/// The address without what only watches the reader. One that has none of it comes back byte for byte.
#[must_use]
pub fn without_trackers(address: &str) -> String {
    let (before, fragment) = match address.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (address, None),
    };
    let Some((path, query)) = before.split_once('?') else { return address.to_owned() };
    let all = query.split('&').count();
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracker(pair)).collect();
    if kept.len() == all {
        return address.to_owned();
    }
    let mut cleaned = path.to_owned();
    if !kept.is_empty() {
        cleaned.push('?');
        cleaned.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        cleaned.push('#');
        cleaned.push_str(fragment);
    }
    cleaned
}

fn is_tracker(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    FAMILIES.iter().any(|family| name.starts_with(family))
        || NAMES.iter().any(|known| known.eq_ignore_ascii_case(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trackers_go_and_the_rest_stays_byte_for_byte() {
        for (from, to) in [
            ("https://a.example/x?utm_source=rss&id=7#top", "https://a.example/x?id=7#top"),
            ("https://a.example/x?utm_source=rss", "https://a.example/x"),
            ("https://a.example/x?b=1&a=%2f&c", "https://a.example/x?b=1&a=%2f&c"),
            ("https://a.example/?FBCLID=1", "https://a.example/"),
            ("https://a.example/x?", "https://a.example/x?"),
            ("https://a.example/x?q=utm_source&&y", "https://a.example/x?q=utm_source&&y"),
            ("https://a.example/r?url=javascript%3Aalert(1)", "https://a.example/r?url=javascript%3Aalert(1)"),
        ] {
            assert_eq!(without_trackers(from), to);
        }
    }

    #[test]
    fn addresses_are_cleaned_as_the_scenarios_say() {
        let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
        let folder = std::env::var_os("BROADSHEET_SHARED").map_or(beside, std::path::PathBuf::from);
        let Ok(text) = std::fs::read_to_string(folder.join("feeds/net.jsonl")) else {
            println!(
                "skipped: there are no network scenarios (name the folder of the development data in BROADSHEET_SHARED)"
            );
            return;
        };
        let scenarios = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        for scenario in scenarios.filter(|scenario| scenario["kind"] == "url-clean") {
            assert_eq!(without_trackers(scenario["input"].as_str().unwrap()), scenario["want"].as_str().unwrap());
        }
    }
}
