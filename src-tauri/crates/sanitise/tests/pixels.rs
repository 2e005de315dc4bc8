//! Which pictures are pictures.

use broadsheet_sanitise::sanitise;

fn kept(markup: &str) -> bool {
    sanitise(markup, Some("https://news.example/story")).as_str().contains("<img")
}

#[test]
fn dots_and_beacons_go_and_pictures_stay() {
    for pixel in [
        r#"<img src="https://a.example/x.gif" width="1" height="1">"#,
        r#"<img src="https://a.example/x.gif" width="0">"#,
        r#"<img src="https://a.example/x.gif" style="width:1px;height:1px">"#,
        r#"<img src="//b.scorecardresearch.com/b?c1=2">"#,
    ] {
        assert!(!kept(pixel), "{pixel}");
    }
    for picture in [
        r#"<img src="https://a.example/rule.png" width="640" height="1">"#,
        r#"<img src="https://a.example/tr?id=1">"#,
        r#"<img src="https://notdoubleclick.net/a.png">"#,
    ] {
        assert!(kept(picture), "{picture}");
    }
}

#[test]
fn a_picture_that_a_script_would_fetch_stands_in_its_own_place() {
    let markup =
        r#"<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/lazy.jpg" width="1" height="1" alt="A">"#;
    let clean = sanitise(markup, Some("https://news.example/story"));
    assert_eq!(clean.as_str(), r#"<img src="https://news.example/lazy.jpg" alt="A">"#);
    let hostile = r#"<img data-src="javascript:steal()" alt="A">"#;
    assert!(!kept(hostile));
}

#[test]
fn pictures_are_kept_and_dropped_as_the_scenarios_say() {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let folder = std::env::var_os("BROADSHEET_SHARED").map_or(beside, std::path::PathBuf::from);
    let Ok(text) = std::fs::read_to_string(folder.join("feeds/net.jsonl")) else {
        println!(
            "skipped: there are no network scenarios (name the folder of the development data in BROADSHEET_SHARED)"
        );
        return;
    };
    for line in text.lines() {
        let scenario: serde_json::Value = serde_json::from_str(line).unwrap();
        if scenario["kind"] == "pixel" {
            let markup = scenario["input"].as_str().unwrap();
            assert_eq!(kept(markup), scenario["want"] == "keep", "{markup}");
        }
    }
}
