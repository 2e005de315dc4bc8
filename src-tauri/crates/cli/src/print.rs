//! Answers in words.

use broadsheet_api::{
    ApiError, ArticleCard, ArticlePage, ArticleView, ChangeKind, Comparison, Discovery, FeedGives, FolderView,
    ImportReport, KeepingRules, LibraryStatus, ListPage, ListView, OfflineReport, PastOutcomeView, PastRefreshView,
    SearchResults, SourceState, SourceView, TextSource, VersionView, WhatGoes,
    articles::SavedPage,
    upkeep::{Compacted, Copy, Repair, Rereading, Salvage, Verification},
};
use serde::Serialize;

use std::io::Write;

/// Prints an answer as JSON.
pub(crate) fn json(answer: &(impl Serialize + ?Sized)) -> std::io::Result<()> {
    let text = escaped(serde_json::to_string_pretty(answer).map_err(std::io::Error::from)?);
    writeln!(std::io::stdout().lock(), "{text}")
}

/// Prints an answer as JSON, or in words.
pub(crate) fn answer<T: Serialize + ?Sized>(
    as_json: bool,
    answer: &T,
    words: impl FnOnce(&T) -> std::io::Result<()>,
) -> std::io::Result<()> {
    if as_json { json(answer) } else { words(answer) }
}

/// Prints an error to the standard error; with `json`, as JSON.
pub(crate) fn failure(error: &ApiError, json: bool) {
    if json {
        let text = serde_json::to_string(error).unwrap_or_else(|_| error.message.clone());
        eprintln!("{}", escaped(text));
        return;
    }
    eprintln!("error: {}", harmless(&error.message));
    if let Some(hint) = &error.hint {
        eprintln!("hint: {}", harmless(hint));
    }
}

/// Prints text without what a terminal would obey: a publisher's words must not move the cursor.
pub(crate) fn line(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{}", harmless(text))
}

/// Text without what a terminal would obey.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().filter(|character| !character.is_control() || matches!(character, '\n' | '\t')).collect()
}

/// JSON whose strings hold nothing that a terminal would obey; JSON itself escapes only the first of those characters.
fn escaped(json: String) -> String {
    if !json.contains(is_late_control) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_late_control(character) {
            out.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            out.push(character);
        }
    }
    out
}

fn is_late_control(character: char) -> bool {
    matches!(character, '\u{7f}'..='\u{9f}')
}

pub(crate) fn card(card: &ArticleCard) -> std::io::Result<()> {
    let marks = format!(
        "{}{}{}",
        if card.read { ' ' } else { '•' },
        if card.starred { '★' } else { ' ' },
        if card.offline.ready { '✓' } else { ' ' }
    );
    let day = card.sorted_at.strftime("%Y-%m-%d %H:%M");
    line(&format!(
        "{:>6} {marks} {day}  {} — {}, {}",
        card.id, card.headline, card.publication.name, card.section_label
    ))
}

pub(crate) fn page(page: &ArticlePage) -> std::io::Result<()> {
    if page.articles.is_empty() {
        return line(
            "Nothing here yet. Follow a publication with “broadsheet add ADDRESS”, then “broadsheet refresh”.",
        );
    }
    page.articles.iter().try_for_each(card)
}

pub(crate) fn article(view: &ArticleView, body: &str) -> std::io::Result<()> {
    let shown = &view.card;
    line(&format!("{} · {}", shown.publication.name, shown.section_label))?;
    line(&shown.headline)?;
    if !shown.byline.is_empty() {
        line(&format!("By {}", shown.byline.join(", ")))?;
    }
    if let Some(published) = shown.published_at {
        line(&format!("Published {}", published.strftime("%Y-%m-%d %H:%M UTC")))?;
    }
    line(&shown.url)?;
    if let Some(lead) = &shown.lead {
        let parts = [lead.caption.as_deref(), lead.credit.as_deref()];
        let words: Vec<&str> = parts.into_iter().flatten().collect();
        line(&format!("\n[Picture] {}", words.join(" — ")))?;
    }
    if let Some(standfirst) = &shown.standfirst {
        line(&format!("\n{standfirst}"))?;
    }
    line(&format!("\n{}", body.trim().replace('\n', "\n\n")))?;
    if let Some(note) = &view.text_note {
        line(&format!("\n({note})"))?;
    }
    if let Some(seen) = view.changed_since {
        let shown = view.versions.iter().find(|version| version.shown).map_or(seen, |version| version.id);
        let compare = format!("broadsheet versions {} --compare {seen} {shown}", view.card.id);
        line(&format!("\n(The text has changed since you last opened it: “{compare}” shows what.)"))?;
    }
    if !view.enclosures.is_empty() {
        line("")?;
        crate::download::told(&view.enclosures, false)?;
    }
    if shown.offline.ready {
        return line("\n✓ Ready offline");
    }
    line("\nNot ready offline:")?;
    shown.offline.missing.iter().try_for_each(|missing| line(&format!("  {missing}")))
}

pub(crate) fn offline(report: &OfflineReport) -> std::io::Result<()> {
    let megabytes = report.bytes as f64 / 1e6;
    line(&format!("{} of {} articles ready offline, {megabytes:.1} MB.", report.ready, report.articles))?;
    for gap in &report.gaps {
        line(&format!("{:>6} {}", gap.article, gap.headline))?;
        gap.missing.iter().try_for_each(|missing| line(&format!("         {missing}")))?;
    }
    if report.ready < report.articles {
        line("Fetch what is missing with “broadsheet offline --complete”.")?;
    }
    Ok(())
}

pub(crate) fn rules(rules: &[KeepingRules], going: &WhatGoes) -> std::io::Result<()> {
    for rule in rules {
        let whose = rule.source.map_or("The library".to_owned(), |source| format!("Source {source}"));
        let days = match (rule.keep_days, rule.source) {
            (None, Some(_)) => "as the library says".to_owned(),
            (None | Some(0), _) => "for good".to_owned(),
            (Some(days), _) => format!("for {days} days"),
        };
        let room = rule.picture_budget.map(|bytes| format!(", pictures in {:.1} MB", bytes as f64 / 1e6));
        line(&format!("{whose}: articles stay {days}{}", room.unwrap_or_default()))?;
    }
    self::going(going, "would go")
}

pub(crate) fn going(going: &WhatGoes, verb: &str) -> std::io::Result<()> {
    for (articles, what) in [(&going.oldest_articles, "article"), (&going.oldest_pictures_of, "pictures")] {
        for article in articles {
            line(&format!("{:>6} {what}: {}", article.article, article.headline))?;
        }
    }
    line(&format!(
        "{} articles {verb}, and the pictures of {} more; {:.1} MB of pictures. What you keep stays.",
        going.articles,
        going.pictures_of,
        going.bytes as f64 / 1e6
    ))
}

pub(crate) fn versions(versions: &[VersionView]) -> std::io::Result<()> {
    for version in versions {
        let at = version.captured_at.strftime("%Y-%m-%d %H:%M UTC");
        let shown = if version.shown { " (shown)" } else { "" };
        let copy = version.archived_at.map(|at| format!(" (Internet Archive, {})", at.strftime("%Y-%m-%d")));
        line(&format!("{:>6} {at}  {}{shown}{}", version.id, version.headline, copy.unwrap_or_default()))?;
    }
    Ok(())
}

/// What went in `[-…-]`, what came in `{+…+}`, as `wdiff` writes it.
pub(crate) fn comparison(comparison: &Comparison) -> std::io::Result<()> {
    for paragraph in &comparison.paragraphs {
        let words = paragraph.iter().map(|words| match words.kind {
            ChangeKind::Same => words.text.clone(),
            ChangeKind::Inserted => format!("{{+{}+}}", words.text),
            ChangeKind::Deleted => format!("[-{}-]", words.text),
        });
        line(&words.collect::<String>())?;
    }
    Ok(())
}

pub(crate) fn discovery(found: &Discovery) -> std::io::Result<()> {
    match &found.no_feed {
        Some(why) => line(&format!("{} is no feed: {why}. Its site offers:", found.address))?,
        None => line(&format!("{} offers:", found.address))?,
    }
    for feed in &found.feeds {
        let known = if feed.subscribed { " (you follow it)" } else { "" };
        line(&format!("  {} — {}, {} entries{known}\n    {}", feed.title, feed.format, feed.entries, feed.url))?;
    }
    Ok(())
}

pub(crate) fn import(report: &ImportReport) -> std::io::Result<()> {
    for row in report.rows.iter().filter(|row| row.problem.is_some()) {
        line(&format!("{}: {}", row.url, row.problem.as_deref().unwrap_or_default()))?;
    }
    for row in &report.rows {
        if let Some(note) = &row.folder_note {
            line(&format!("{}: {note}", row.url))?;
        }
    }
    if report.put_into_folders > 0 {
        line(&format!("Put into their folders: {} of those there already.", report.put_into_folders))?;
    }
    line(&format!(
        "{} added, {} there already, {} unusable. Fetch them with “broadsheet refresh”.",
        report.added, report.already_there, report.failed
    ))
}

pub(crate) fn search(results: &SearchResults) -> std::io::Result<()> {
    if results.hits.is_empty() {
        return line(&format!("Nothing found for “{}”.", results.query));
    }
    for hit in &results.hits {
        card(&hit.article)?;
        let snippet = hit.snippet.as_str().replace("<mark>", "*").replace("</mark>", "*");
        let snippet = snippet.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        let found_in = if hit.found_in.is_empty() { String::new() } else { format!("{}: ", hit.found_in) };
        line(&format!("         {found_in}{}", snippet.replace('\n', " ")))?;
    }
    if results.is_cut {
        return line(&format!("The newest {} are listed; narrow the search to find older ones", results.total));
    }
    line(&format!("{} found", results.total))
}

pub(crate) fn lists(lists: &[ListView]) -> std::io::Result<()> {
    lists.iter().try_for_each(list)
}

pub(crate) fn list(list: &ListView) -> std::io::Result<()> {
    line(&format!(
        "{:>6}  {} — {} of {} ready offline, {}",
        list.id,
        list.name,
        list.ready,
        list.articles,
        bytes(list.bytes)
    ))
}

pub(crate) fn list_page(page: &ListPage) -> std::io::Result<()> {
    list(&page.list)?;
    page.articles.iter().try_for_each(card)
}

pub(crate) fn folders(folders: &[FolderView]) -> std::io::Result<()> {
    if folders.is_empty() {
        return line("You have no folders yet. Put a source into one with “broadsheet folders add FOLDER SOURCE”.");
    }
    folders.iter().try_for_each(folder)
}

pub(crate) fn folder(folder: &FolderView) -> std::io::Result<()> {
    let sources = if folder.sources == 1 { "1 source".to_owned() } else { format!("{} sources", folder.sources) };
    line(&format!("{} — {sources}", folder.folder))
}

pub(crate) fn sources(sources: &[SourceView]) -> std::io::Result<()> {
    if sources.is_empty() {
        return line("You follow nothing yet. Add a publication with “broadsheet add ADDRESS”.");
    }
    sources.iter().try_for_each(source)
}

pub(crate) fn source(source: &SourceView) -> std::io::Result<()> {
    let state = match source.state {
        SourceState::New => "waiting for its first refresh",
        SourceState::Healthy => "well",
        SourceState::Failing => "failing",
        SourceState::Gone => "ended",
    };
    let articles = if source.articles == 1 { "1 article".to_owned() } else { format!("{} articles", source.articles) };
    let unread = if source.unread == 0 { String::new() } else { format!(" ({} unread)", source.unread) };
    line(&format!("{:>6}  {} — {articles}{unread}, {state}\n        {}", source.id, source.title, source.url))?;
    if let Some(folder) = &source.folder {
        line(&format!("        In the folder {folder}."))?;
    }
    let texts = match (source.text_from, source.gives) {
        (Some(TextSource::Page), _) => Some("Texts come from its pages, as you said."),
        (Some(TextSource::Feed), _) => Some("Texts come from the feed alone, as you said."),
        (None, Some(FeedGives::Beginning)) => {
            Some("The feed gives short texts or breaks them off, so that they come from its pages.")
        }
        (None, _) => None,
    };
    if let Some(texts) = texts {
        line(&format!("        {texts}"))?;
    }
    if source.notifies {
        line("        The window tells you of its new articles.")?;
    }
    if let Some(error) = &source.error {
        line(&format!("        {error} {}", source.hint.as_deref().unwrap_or_default()))?;
    }
    Ok(())
}

pub(crate) fn status(status: &LibraryStatus) -> std::io::Result<()> {
    line(&format!("Library: {}", status.path))?;
    if let Some(why) = &status.read_only {
        line(&format!("Read-only: {why}"))?;
    }
    line(&format!(
        "{} sources, {} articles, {} ready offline, {}",
        status.sources,
        status.articles,
        status.offline_ready,
        bytes(status.bytes)
    ))?;
    status
        .sections
        .iter()
        .try_for_each(|count| line(&format!("  {}: {} ({} unread)", count.label, count.articles, count.unread)))
}

pub(crate) fn saved(saved: &[SavedPage]) -> std::io::Result<()> {
    for page in saved {
        match (&page.article, &page.error) {
            (Some(article), _) => card(article)?,
            (None, error) => {
                let why = error.as_ref().map_or("it could not be saved", |error| error.message.as_str());
                line(&format!("✗ {}: {why}", page.address))?;
            }
        }
    }
    let done = saved.iter().filter(|page| page.error.is_none()).count();
    line(&format!("{done} of {} pages saved.", saved.len()))
}

pub(crate) fn verification(found: &Verification) -> std::io::Result<()> {
    found.faults.iter().try_for_each(|fault| line(&format!("✗ {}", fault.what)))?;
    line(&format!("Read {} files ({}) and {} texts.", found.files, bytes(found.bytes), found.texts))?;
    if found.ok {
        return line("Everything is as it was stored.");
    }
    line(&format!("{}. `verify --repair` mends what can be mended.", counted(found.faults.len(), "fault")))
}

/// A number of things, in words.
fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("One {what}") } else { format!("{number} {what}s") }
}

pub(crate) fn repair(repair: &Repair) -> std::io::Result<()> {
    repair.mended.iter().try_for_each(|what| line(&format!("✓ mended: {what}")))?;
    repair.not_fetched.iter().try_for_each(|what| line(&format!("✗ not fetched again: {what}")))?;
    if repair.after.ok {
        let ended = if repair.not_fetched.is_empty() {
            "Everything is as it should be."
        } else {
            "What is here is as it should be; `offline --complete` fetches what is missing."
        };
        return line(&format!(
            "{} mended, {} fetched again. {ended}",
            counted(repair.mended.len(), "fault"),
            counted(usize::try_from(repair.fetched).unwrap_or(usize::MAX), "article").to_lowercase()
        ));
    }
    verification(&repair.after)?;
    if repair.after.faults.iter().any(|fault| matches!(fault.kind, "database" | "loose_row" | "part")) {
        line(
            "The library's file itself is damaged. Restore a backup into another folder (`restore BACKUP --library DIR`), or take what can still be read of it there (`salvage DAMAGED --library DIR`).",
        )?;
    }
    Ok(())
}

pub(crate) fn rereading(reread: &Rereading) -> std::io::Result<()> {
    reread.kept.iter().try_for_each(|kept| line(&format!("Article {} stays as it is: {}.", kept.article, kept.why)))?;
    line(&format!(
        "{} pages read again: {} articles have a new version, {} are the same, {} stay as they are.",
        reread.read,
        reread.changed,
        reread.unchanged,
        reread.kept.len()
    ))
}

pub(crate) fn compacted(compacted: &Compacted) -> std::io::Result<()> {
    line(&format!("The library's file took {}, and takes {} now.", bytes(compacted.before), bytes(compacted.after)))
}

pub(crate) fn backed_up(copy: &Copy) -> std::io::Result<()> {
    copied(copy, "Backed up to")
}

pub(crate) fn restored(copy: &Copy) -> std::io::Result<()> {
    copied(copy, "Restored to")
}

pub(crate) fn salvaged(salvage: &Salvage) -> std::io::Result<()> {
    line(&format!(
        "Salvaged to {}: {} articles, {} of them with their text, and {} files.",
        salvage.path.display(),
        salvage.articles,
        salvage.texts,
        salvage.files
    ))?;
    if salvage.rebuilt > 0 {
        line(&format!("{} articles were made anew from what is left of them.", salvage.rebuilt))?;
    }
    if salvage.unreadable > 0 {
        line(&format!("{} places could not be read.", salvage.unreadable))?;
    }
    if salvage.damaged.is_empty() {
        return line("The damaged library is as it was. `verify --repair` fetches again what is missing.");
    }
    line(&format!(
        "{} files are missing or damaged. The damaged library is as it was. `verify --repair` fetches again what is missing.",
        salvage.damaged.len()
    ))
}

fn copied(copy: &Copy, what: &str) -> std::io::Result<()> {
    line(&format!(
        "{what} {}: {} files copied ({}), {} there already, the library's file {}.",
        copy.path.display(),
        copy.files,
        bytes(copy.bytes),
        copy.already_there,
        bytes(copy.database_bytes)
    ))?;
    if copy.renewed > 0 {
        line(&format!("Renewed, since they had rotted in the copy: {} of them.", copy.renewed))?;
    }
    copy.removed.iter().try_for_each(|path| line(&format!("Removed the earlier state {}.", path.display())))?;
    if copy.damaged.is_empty() {
        return Ok(());
    }
    line(&format!(
        "{} files are missing or are not what was stored; `verify --repair` fetches them again.",
        copy.damaged.len()
    ))
}

pub(crate) fn bytes(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}

pub(crate) fn past_refresh(refresh: &PastRefreshView, sources: &[PastOutcomeView]) -> std::io::Result<()> {
    let stopped = if refresh.cancelled { ", stopped" } else { "" };
    line(&format!(
        "{}: {} sources, {} new articles, {} failed{stopped}",
        refresh.started_at.strftime("%Y-%m-%d %H:%M"),
        refresh.sources,
        refresh.new_articles,
        refresh.failed
    ))?;
    sources.iter().try_for_each(|source| line(&format!("{:>6}  {}: {}", source.feed, source.title, source.message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_would_obey_is_written() {
        assert_eq!(harmless("a\u{1b}]0;x\u{7}\u{9b}31m\n\tb\r"), "a]0;x31m\n\tb");
        let json = escaped(serde_json::to_string("a\u{1b}b\u{9b}c\u{7f}ж").unwrap_or_default());
        assert_eq!(json, "\"a\\u001bb\\u009bc\\u007fж\"");
        assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some("a\u{1b}b\u{9b}c\u{7f}ж"));
    }
}
