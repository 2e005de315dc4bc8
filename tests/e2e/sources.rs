//! Sources in the real window: a choice of feeds, each failure with its words and its button, signing in, the activity.
//! Everything that is pressed here can be pressed with the keyboard, and much of it is.

use std::time::Duration;

use newspaper::{Failure, Newspaper, Options, Target};
use serde_json::json;
use window::{Display, Window};

use crate::{now, open};

/// Feeds of one site, a way to fail each, words that must be shown, and the button that stands first.
const TROUBLES: [(&str, &str, &str, &str); 6] = [
    ("/feeds/conflict.xml", "500", "trouble at the site", "try_again"),
    ("/feeds/politics.xml", "404", "not found", "find_feed"),
    ("/feeds/business.xml", "410", "gone for good", "unsubscribe"),
    ("/feeds/health.xml", "password", "not allowed", "sign_in"),
    ("/feeds/culture.xml", "loop", "circle", "find_feed"),
    ("/feeds/sport.xml", "empty", "not a feed", "find_feed"),
];

async fn look_for(window: &Window, address: &str) {
    window.go("#/sources").await.unwrap();
    window.find("[data-testid=sources]").await.unwrap();
    window.press("a").await.unwrap();
    window.type_into("[data-testid=address-input]", address).await.unwrap();
    window.press("Enter").await.unwrap();
    window.find("[data-testid=feed-option]").await.unwrap();
}

async fn refreshed(window: &Window) {
    window
        .wait_until(
            "the refresh to end",
            "return document.querySelector('[data-testid=refresh-status]').dataset.refreshing === 'false';",
        )
        .await
        .unwrap();
}

/// The row of the source at an address, as a script.
fn row(path: &str) -> String {
    let path = json!(path);
    format!(
        "[...document.querySelectorAll('[data-testid=source-row]')]
             .find((row) => row.querySelector('.address')?.textContent.endsWith({path}))"
    )
}

async fn press_remedy(window: &Window, path: &str, remedy: &str) {
    let find = format!("{}?.querySelector('[data-remedy={remedy}]')", row(path));
    window
        .wait_until(
            &format!("{remedy} at {path}"),
            &format!("const found = {find}; return !!found && !found.disabled;"),
        )
        .await
        .unwrap();
    window.run(&format!("{find}.focus()")).await.unwrap();
    window.press("Enter").await.unwrap();
}

async fn state_becomes(window: &Window, path: &str, state: &str) {
    let script = format!("return {}?.dataset.state === '{state}';", row(path));
    window.wait_until(&format!("{path} to be {state}"), &script).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_are_chosen_and_each_trouble_has_its_words_and_its_button() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let newspaper = Newspaper::start(Options::at(now())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start().await.unwrap();
    let window = open(&display, &folder.path().join("library")).await;

    // The best feed is chosen; the keyboard takes the others along.
    look_for(&window, &newspaper.url("courier", "/").unwrap()).await;
    let options = window.count("[data-testid=feed-option]").await.unwrap();
    assert_eq!(options, 9, "every feed of the site is there to choose");
    let chosen = "return [...document.querySelectorAll('[data-testid=feed-option]')].map((option) => option.checked)";
    let only_first: Vec<bool> = (0..options).map(|at| at == 0).collect();
    assert_eq!(window.run(chosen).await.unwrap(), json!(only_first));
    for _ in 1..options {
        window.press("Tab").await.unwrap();
        window.press("Space").await.unwrap();
    }
    assert_eq!(window.run(chosen).await.unwrap(), json!(vec![true; options]));
    window.press("Enter").await.unwrap();
    let message = window.text("[data-testid=message]").await.unwrap();
    assert!(message.contains("9 new sources"), "{message}");
    window.press("Escape").await.unwrap();
    window
        .wait_until("nine sources", "return document.querySelectorAll('[data-testid=source-row]').length === 9;")
        .await
        .unwrap();
    refreshed(&window).await;

    // Each failure in its own words, those in trouble first.
    for (path, mode, _, _) in TROUBLES {
        newspaper.fail(Target::path("courier", path), Failure::parse(mode).unwrap()).unwrap();
    }
    window.press("r").await.unwrap();
    for (path, mode, words, button) in TROUBLES {
        let state = if mode == "410" { "gone" } else { "failing" };
        state_becomes(&window, path, state).await;
        let said = window
            .run(&format!("return {}.querySelector('[data-testid=source-error]').textContent", row(path)))
            .await
            .unwrap();
        assert!(said.as_str().unwrap().contains(words), "{mode}: {said}");
        let first = window
            .run(&format!("return {}.querySelector('[data-testid=remedy]').dataset.remedy", row(path)))
            .await
            .unwrap();
        assert_eq!(first, json!(button), "{mode}");
    }
    refreshed(&window).await;
    let states = "return [...document.querySelectorAll('[data-testid=source-row]')].map((row) => row.dataset.state)";
    let mut expected = vec!["failing"; 5];
    expected.extend(["gone", "healthy", "healthy", "healthy"]);
    assert_eq!(window.run(states).await.unwrap(), json!(expected));

    // The activity says the same, source by source, and keeps it.
    window.press("g").await.unwrap();
    window.press("a").await.unwrap();
    window.find("[data-testid=activity] [data-testid=past-refresh][open] [data-testid=outcome]").await.unwrap();
    let failed = "return [...document.querySelector('[data-testid=past-refresh]').querySelectorAll('[data-step=failed]')].length";
    assert_eq!(window.run(failed).await.unwrap(), json!(6));
    window.go("#/sources").await.unwrap();
    state_becomes(&window, "/feeds/conflict.xml", "failing").await;

    // The buttons do what they say.
    newspaper.heal();
    press_remedy(&window, "/feeds/conflict.xml", "try_again").await;
    state_becomes(&window, "/feeds/conflict.xml", "healthy").await;
    refreshed(&window).await;
    press_remedy(&window, "/feeds/business.xml", "unsubscribe").await;
    window.run("document.querySelector('dialog .grave').focus()").await.unwrap();
    window.press("Enter").await.unwrap();
    window.wait_until("it to be gone", &format!("return {} === undefined;", row("/feeds/business.xml"))).await.unwrap();
    press_remedy(&window, "/feeds/sport.xml", "find_feed").await;
    window.find("dialog [data-testid=feed-option]").await.unwrap();
    let free = "return [...document.querySelectorAll('dialog [data-testid=feed-option]')].filter((option) => !option.disabled).map((option) => option.dataset.url)";
    let free = window.run(free).await.unwrap();
    assert!(free.to_string().contains("/feeds/business.xml"), "what was left is free to be followed again: {free}");
    window.press("Enter").await.unwrap();
    state_becomes(&window, "/feeds/business.xml", "healthy").await;
    window.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_signs_in_on_the_site_and_with_a_password() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let newspaper = Newspaper::start(Options::at(now())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start().await.unwrap();
    let window = open(&display, &folder.path().join("library")).await;
    look_for(&window, &newspaper.url("orrery", "/").unwrap()).await;
    window.press("Enter").await.unwrap();
    window.find("[data-testid=message]").await.unwrap();
    window.press("Escape").await.unwrap();
    // What the window started by itself on following must be over before the site changes its manners.
    state_becomes(&window, "/atom.xml", "healthy").await;
    refreshed(&window).await;

    newspaper.fail(Target::site("orrery"), Failure::MembersOnly).unwrap();
    // A refresh that the window begins by itself at this moment has asked before the site changed.
    let is_noticed = format!("return {}?.dataset.state !== 'healthy';", row("/atom.xml"));
    for _ in 0..20 {
        window.press("r").await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        refreshed(&window).await;
        if window.run(&is_noticed).await.unwrap() == json!(true) {
            break;
        }
    }
    press_remedy(&window, "/atom.xml", "sign_in").await;
    newspaper.clear_stats();
    window.click("[data-testid=open-sign-in]").await.unwrap();
    window.find("[data-testid=signed-in]").await.unwrap();
    // The site's own window shows its front page, which is all that this site wants.
    for _ in 0..200 {
        if newspaper.stats().hits("orrery", "/") > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    window.click("[data-testid=signed-in]").await.unwrap();
    // No key store answers here, and that is said.
    window
        .wait_until(
            "words about where the sign-in is kept",
            "return [...document.querySelectorAll('[data-testid=message]')]
                 .some((message) => message.textContent.includes('until Broadsheet is closed'));",
        )
        .await
        .unwrap();
    state_becomes(&window, "/atom.xml", "healthy").await;
    refreshed(&window).await;

    window.click("[data-testid=source-row] h2 a").await.unwrap();
    window.find("[data-testid=signed-in-state]").await.unwrap();
    window.click("[data-testid=sign-out]").await.unwrap();
    window.find("[data-testid=sign-in]").await.unwrap();

    newspaper.heal();
    newspaper.fail(Target::path("orrery", "/atom.xml"), Failure::Password).unwrap();
    window.click("[data-testid=sign-in]").await.unwrap();
    window.click("[data-testid=sign-in-way][data-way=password]").await.unwrap();
    window.type_into("[data-testid=sign-in-name]", "reader").await.unwrap();
    window.type_into("[data-testid=sign-in-password]", "secret").await.unwrap();
    window.press("Enter").await.unwrap();
    window.find("[data-testid=signed-in-state]").await.unwrap();
    window
        .wait_until(
            "it to be well",
            "return document.querySelector('[data-testid=source-state]')?.dataset.state === 'healthy';",
        )
        .await
        .unwrap();
    window.close().await.unwrap();
}
