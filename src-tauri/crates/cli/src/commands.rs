//! What each command does: ask `api`, print the answer.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use broadsheet_api::upkeep::Compacted;
use broadsheet_api::{
    ApiError, BackupPlan, ErrorCode, Keeping, Library, OpenOptions, SignInForm, TextSource, activity, articles,
    backups, connection, enclosures, library, lists, notifications, offline, paper, paper::Shelf, refresh, retention,
    search, sources, upkeep, versions,
};
use broadsheet_model::{ArticleId, FeedId, Section, VersionId};
use serde_json::json;

use crate::Failure;
use crate::arguments::{Arguments, Command, OnOff, Pace, Setting, TextsFrom, WhenMetered};
use crate::streams::{self, Step};
use crate::{download, folders, highlights, input, keeping, naming, print, progress, reading, reading_lists, report};

/// Runs one command.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let done = |()| ExitCode::SUCCESS;
    match arguments.command {
        Command::Extract(extract) if extract.address().is_some() && extract.report.is_none() => {
            // The page comes by way of the library's own proxy, certificates and allowed hosts.
            return runtime()?.block_on(run_on_library(Arguments { command: Command::Extract(extract), ..arguments }));
        }
        Command::Extract(extract) if extract.report.is_some() => return report::run(&extract).map(done),
        Command::Extract(extract) if extract.explain => return streams::explain(&extract.stream).map(done),
        Command::Extract(extract) => return streams::run(Step::Extract, extract.stream).map(done),
        Command::ParseFeed(stream) => return streams::run(Step::ParseFeed, stream).map(done),
        Command::Sanitise(stream) => return streams::run(Step::Sanitise, stream).map(done),
        _ => {}
    }
    runtime()?.block_on(run_on_library(arguments))
}

/// One thread for the network is enough, since what takes a processor is done elsewhere; every further one would keep memory
/// of its own.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()
}

async fn run_on_library(arguments: Arguments) -> Result<ExitCode, Failure> {
    let folder = match arguments.library {
        Some(folder) => folder,
        None => library::default_folder()?,
    };
    let json = arguments.json;
    match &arguments.command {
        Command::Verify { repair: false, .. } => return verify(&folder, json).await,
        Command::Restore { source, state } => {
            let copy = upkeep::restore(source, state.as_deref(), &folder).await?;
            print::answer(json, &copy, print::restored)?;
            return Ok(if copy.damaged.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Salvage { source } => {
            let salvage = upkeep::salvage(source, &folder).await?;
            print::answer(json, &salvage, print::salvaged)?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let internet_archive = match &arguments.command {
        Command::FromArchive { archive, .. } => archive.clone(),
        _ => None,
    };
    let options = OpenOptions {
        internet_archive,
        allow_private: arguments.allow_private,
        picture_base: "library://localhost".to_owned(),
        deadline: arguments.timeout.map(Duration::from_secs),
        proxy: arguments.proxy,
        certificates: arguments.ca.iter().map(|file| input::read(Some(file))).collect::<Result<_, _>>()?,
        headlines_first: false,
    };
    if matches!(arguments.command, Command::Compact) {
        return compact(&folder, options, json).await;
    }
    let library = Library::open(&folder, options)?;
    match arguments.command {
        Command::Verify { from_backup, .. } => {
            let repair = upkeep::repair(&library, from_backup.as_deref()).await?;
            print::answer(json, &repair, print::repair)?;
            return Ok(if repair.after.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Offline { list, starred, saved, complete } => {
            let keeping = match list {
                Some(name) => Keeping::List { list: lists::named(&library, &name).await?.id },
                None if starred => Keeping::Starred,
                None if saved => Keeping::Saved,
                None => Keeping::All,
            };
            let report = if complete {
                let done = offline::complete(&library, keeping).await?;
                print::answer(json, &done, |done| print::offline(&done.report))?;
                done.report
            } else {
                let report = offline::report(&library, keeping).await?;
                print::answer(json, &report, print::offline)?;
                report
            };
            return Ok(if report.ready == report.articles { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Keep { source, days, pictures } => {
            let rules = keeping::rules(&library, source.map(FeedId), days.as_deref(), pictures.as_deref()).await?;
            let going = retention::preview(&library, None).await?;
            print::answer(json, &json!({"rules": rules, "goes": going}), |_| print::rules(&rules, &going))?
        }
        Command::Expire { dry_run: true } => {
            let going = retention::preview(&library, None).await?;
            print::answer(json, &going, |going| print::going(going, "would go"))?
        }
        Command::Expire { dry_run: false } => {
            let gone = retention::trim(&library).await?;
            print::answer(json, &gone, |gone| print::going(gone, "went"))?
        }
        Command::Versions { article, compare } => {
            let article = ArticleId(article);
            match compare.as_deref() {
                Some([older, newer]) => {
                    let found = versions::compare(&library, article, VersionId(*older), VersionId(*newer)).await?;
                    print::answer(json, &found, print::comparison)?
                }
                _ => {
                    let view = articles::view(&library, article).await?;
                    print::answer(json, view.versions.as_slice(), print::versions)?
                }
            }
        }
        Command::FromArchive { article, .. } => {
            let view = offline::complete_from_archive(&library, ArticleId(article)).await?;
            print::answer(json, &view, |view| print::card(&view.card))?
        }
        Command::Download { article, to, remove } => {
            return download::download(&library, ArticleId(article), to.as_deref(), remove, json).await;
        }
        Command::Downloads => {
            let found = enclosures::downloads(&library).await?;
            print::answer(json, found.as_slice(), download::listed)?;
        }
        Command::Reextract { articles } => {
            let only: Vec<ArticleId> = articles.into_iter().map(ArticleId).collect();
            let reread = upkeep::reextract(&library, &only).await?;
            print::answer(json, &reread, print::rereading)?;
        }
        Command::Backup { target: None, .. } => match backups::run_due(&library).await? {
            Some(copy) => {
                print::answer(json, &copy, print::backed_up)?;
                return Ok(if copy.damaged.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
            }
            None => print::answer(json, &json!({"due": false}), |_| print::line("No backup is due."))?,
        },
        Command::Backup { target: Some(target), keep, .. } => {
            let copy = upkeep::back_up(&library, &target, usize::from(keep)).await?;
            print::answer(json, &copy, print::backed_up)?;
            return Ok(if copy.damaged.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Add { address, all, dry_run } => add(&library, &address, all, dry_run, json).await?,
        Command::Import { file } => {
            let report = sources::import_opml(&library, &read_text(&file)?).await?;
            print::answer(json, &report, print::import)?
        }
        Command::Export { file } => naming::export(&library, file.as_deref(), json).await?,
        Command::Refresh { sources, due, feeds_only, headlines_only } => {
            let depth = match (feeds_only, headlines_only) {
                (_, true) => refresh::Depth::Headlines,
                (true, false) => refresh::Depth::Feeds,
                (false, false) => refresh::Depth::Everything,
            };
            return refresh_sources(&library, &sources, due, depth, json).await;
        }
        Command::List { section, folder, starred, kept, unread, limit } => {
            let shelf = match (section, folder) {
                (Some(name), _) => Shelf::Section(section_named(&name)?),
                (None, Some(name)) => reading::folder(&library, &name).await?,
                _ if starred => Shelf::Starred,
                _ if kept => Shelf::Kept,
                _ => Shelf::Everything,
            };
            let page = paper::newest(&library, shelf, unread, limit).await?;
            print::answer(json, &page, print::page)?
        }
        Command::MarkRead { undo: Some(at), .. } => reading::take_back(&library, at, json).await?,
        Command::MarkRead { folder: Some(name), .. } => {
            let shelf = reading::folder(&library, &name).await?;
            reading::mark(&library, shelf, json).await?
        }
        Command::MarkRead { section, .. } => {
            let section = section.as_deref().map(section_named).transpose()?;
            reading::mark(&library, section.map_or(Shelf::Everything, Shelf::Section), json).await?
        }
        Command::Extract(extract) => {
            let page = articles::page_as_sent(&library, extract.address().unwrap_or_default()).await?;
            streams::page(page.html, page.url, extract.explain)?;
        }
        Command::Show { article, html } => show(&library, ArticleId(article), html, json).await?,
        Command::Save { addresses, list } => return save(&library, addresses, list.as_deref(), json).await,
        Command::Search { query } => {
            let results = search::search(&library, &query.join(" "), false, None).await?;
            print::answer(json, &results, print::search)?
        }
        Command::Lists { change } => reading_lists::run(&library, change, json).await?,
        Command::Star { article, off } => {
            let card = articles::set_starred(&library, ArticleId(article), !off).await?;
            print::answer(json, &card, print::card)?
        }
        Command::Highlights { markdown, find, change } => {
            highlights::run(&library, change, markdown, find.as_deref().unwrap_or_default(), json).await?
        }
        Command::Sources => {
            let all = sources::all(&library).await?;
            print::answer(json, all.as_slice(), print::sources)?
        }
        Command::Folders { change } => folders::run(&library, change, json).await?,
        Command::Texts { source, from } => {
            let from = match from {
                TextsFrom::Page => Some(TextSource::Page),
                TextsFrom::Feed => Some(TextSource::Feed),
                TextsFrom::Auto => None,
            };
            let source = sources::take_texts_from(&library, FeedId(source), from).await?;
            print::answer(json, &source, print::source)?
        }
        Command::Remove { source } => {
            sources::unsubscribe(&library, vec![FeedId(source)]).await?;
            let words = "Removed. Its articles stay in the library.";
            print::answer(json, &json!({"removed": source}), |_| print::line(words))?;
        }
        Command::Rename { source, name, publication } => {
            let name = name.unwrap_or_default();
            let source = naming::rename(&library, FeedId(source), &name, publication).await?;
            print::answer(json, &source, print::source)?
        }
        Command::Move { source, address } => {
            let source = sources::move_to(&library, FeedId(source), address.as_deref()).await?;
            print::answer(json, &source, print::source)?
        }
        Command::SignIn { source, user, header } => {
            let secret = first_line(&read_text(Path::new("-"))?);
            let form = match (user, header) {
                (_, Some(header)) => SignInForm::Headers { headers: vec![(header, secret)] },
                (user, None) => SignInForm::Password { name: user.unwrap_or_default(), password: secret },
            };
            let kept = sources::sign_in(&library, FeedId(source), form).await?;
            if !kept.for_good {
                // A sign-in that ends with this command would only look like one.
                sources::sign_out(&library, FeedId(source)).await?;
                return Err(not_kept().into());
            }
            print::answer(json, &kept, |kept| print::line(&kept.message))?
        }
        Command::SignOut { source } => {
            let source = sources::sign_out(&library, FeedId(source)).await?;
            print::answer(json, &source, print::source)?
        }
        Command::Activity { limit } => show_activity(&library, limit, json).await?,
        Command::Set { setting } => {
            let mut words = "Set; it holds from the next start on.";
            match setting {
                Setting::Notify { source, section, when } => {
                    let on = when == OnOff::On;
                    if let Some(source) = source {
                        notifications::of_source(&library, FeedId(source), on).await?;
                    }
                    if let Some(name) = section {
                        notifications::of_section(&library, section_named(&name)?, on).await?;
                    }
                    words =
                        if on { "The window tells you of new articles there." } else { "The window is silent on it." };
                }
                Setting::Metered { does } => {
                    let pauses = does == WhenMetered::Pause;
                    refresh::pause_when_metered(&library, pauses).await?;
                    words = if pauses {
                        "The window waits with its refreshes while the connection is metered."
                    } else {
                        "The window refreshes on any connection."
                    };
                }
                Setting::Pace { pace } => {
                    refresh::set_pace(&library, pace.into()).await?;
                    words = if pace == Pace::Asked {
                        "Sources are asked only when you say so, and new ones once."
                    } else {
                        "Set; it holds from now on."
                    };
                }
                Setting::Backups { folder, every, keep } => {
                    let folder = (folder.as_os_str() != "none").then(|| std::path::absolute(&folder)).transpose()?;
                    let plan = folder.map(|folder| BackupPlan {
                        folder: folder.to_string_lossy().into_owned(),
                        every_hours: every,
                        keep,
                    });
                    let backups = backups::plan(&library, plan).await?;
                    print::answer(json, &backups, |_| print::line("Set."))?;
                    return Ok(ExitCode::SUCCESS);
                }
                Setting::Proxy { address } => {
                    connection::set_proxy(&library, &address).await?;
                }
                Setting::Certificates { file } => {
                    let pem = (file.as_os_str() != "none").then(|| read_text(&file)).transpose()?;
                    connection::set_certificates(&library, pem, false).await?;
                }
            }
            print::answer(json, &json!({"set": true}), |_| print::line(words))?
        }
        Command::Status => {
            let status = library.status().await?;
            print::answer(json, &status, print::status)?
        }
        Command::ParseFeed(_)
        | Command::Sanitise(_)
        | Command::Restore { .. }
        | Command::Salvage { .. }
        | Command::Compact => {}
    }
    Ok(ExitCode::SUCCESS)
}

async fn compact(folder: &Path, options: OpenOptions, json: bool) -> Result<ExitCode, Failure> {
    let before = upkeep::file_bytes(folder);
    upkeep::enlarge_pages(folder).await?;
    let library = Library::open(folder, options)?;
    upkeep::compact(&library).await?;
    // The last to close folds in what was written.
    drop(library);
    let compacted = Compacted { before, after: upkeep::file_bytes(folder) };
    print::answer(json, &compacted, print::compacted)?;
    Ok(ExitCode::SUCCESS)
}

async fn verify(folder: &Path, json: bool) -> Result<ExitCode, Failure> {
    let bar = progress::files(json);
    let told = move |done, all| progress::show(&bar, done, all);
    let verification = upkeep::verify(folder, told).await?;
    print::answer(json, &verification, print::verification)?;
    Ok(if verification.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn add(library: &Library, address: &str, all: bool, dry_run: bool, json: bool) -> Result<(), Failure> {
    let found = sources::discover(library, address, false).await?;
    if dry_run {
        return print::answer(json, &found, print::discovery).map_err(Failure::from);
    }
    let wanted = if all { found.feeds.len() } else { 1 };
    let mut added = Vec::new();
    for feed in found.feeds.iter().take(wanted) {
        added.push(sources::subscribe(library, &feed.url).await?);
    }
    if json {
        print::json(&added)?;
        return Ok(());
    }
    print::sources(&added)?;
    let left = found.feeds.len().saturating_sub(wanted);
    if left > 0 {
        print::line(&format!("{left} more feeds there: see them with --dry-run, add them with --all."))?;
    }
    print::line("Fetch the articles with “broadsheet refresh”.")?;
    Ok(())
}

async fn show_activity(library: &Library, limit: u32, json: bool) -> Result<(), Failure> {
    let mut shown = Vec::new();
    for refresh in activity::past(library, limit).await? {
        let sources = activity::sources(library, refresh.id).await?;
        if !json {
            print::past_refresh(&refresh, &sources)?;
        }
        shown.push(json!({"refresh": refresh, "sources": sources}));
    }
    if json {
        print::json(&shown)?;
    }
    Ok(())
}

fn not_kept() -> ApiError {
    ApiError {
        code: ErrorCode::Internal,
        message: "This system has no key store that answers, so that the sign-in could not be kept.".to_owned(),
        hint: Some("Start a key store such as GNOME Keyring or KWallet, or sign in in the window.".to_owned()),
        retryable: true,
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

async fn refresh_sources(
    library: &Library,
    wanted: &[i64],
    due: bool,
    depth: refresh::Depth,
    json: bool,
) -> Result<ExitCode, Failure> {
    let watcher = progress::watch(library, json);
    let stopper = library.clone();
    let interrupt = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            refresh::cancel(&stopper);
        }
    });
    let report = if due {
        refresh::run_due(library, depth).await
    } else {
        let feeds = (!wanted.is_empty()).then(|| wanted.iter().copied().map(FeedId).collect());
        refresh::run(library, feeds, depth).await
    };
    interrupt.abort();
    let report = report.inspect_err(|_| watcher.abort())?;
    // Where no source was asked there is nothing to watch, and where none was due nobody says when it ends.
    if report.sources.is_empty() {
        watcher.abort();
    }
    let _ = watcher.await;
    if json {
        print::json(&report)?;
    } else {
        let stopped = if report.cancelled { " Stopped; what was fetched is kept." } else { "" };
        let paused = report.paused.as_ref().map(|words| format!(" {words}")).unwrap_or_default();
        let (new, failed) = (report.new_articles, report.failed);
        let count = |number: u32, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
        let (new, failed) = (count(new, "new article"), count(failed, "source"));
        print::line(&format!("{new}, {failed} failed.{stopped}{paused}"))?;
    }
    let total = u32::try_from(report.sources.len()).unwrap_or(u32::MAX);
    Ok(if total > 0 && report.failed == total { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn show(library: &Library, article: ArticleId, html: bool, json: bool) -> Result<(), Failure> {
    let view = articles::open(library, article).await?;
    if json {
        print::json(&view)?;
    } else if html {
        print::line(view.html.as_str())?;
    } else {
        let body = articles::plain_text(library, article).await?;
        print::article(&view, &body)?;
    }
    Ok(())
}

async fn save(library: &Library, addresses: Vec<String>, list: Option<&str>, json: bool) -> Result<ExitCode, Failure> {
    let list = match list {
        Some(name) => Some(lists::named(library, name).await?),
        None => None,
    };
    if let [address] = addresses.as_slice()
        && address != "-"
    {
        let card = articles::save_page(library, address, false).await?;
        if let Some(list) = list {
            lists::add(library, list.id, card.id).await?;
        }
        print::answer(json, &card, print::card)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut all = Vec::new();
    for address in addresses {
        match address.as_str() {
            "-" => {
                let lines = read_text(Path::new("-"))?;
                all.extend(lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
            }
            _ => all.push(address),
        }
    }
    let saved = articles::save_pages(library, all).await?;
    if let Some(list) = list {
        for card in saved.iter().filter_map(|saved| saved.article.as_ref()) {
            lists::add(library, list.id, card.id).await?;
        }
    }
    print::answer(json, saved.as_slice(), print::saved)?;
    let all_saved = saved.iter().all(|saved| saved.error.is_none());
    Ok(if all_saved { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn section_named(name: &str) -> Result<Section, ApiError> {
    let by_label = Section::ALL.into_iter().find(|section| section.label().eq_ignore_ascii_case(name));
    Section::from_key(&name.to_ascii_lowercase()).or(by_label).ok_or_else(|| ApiError {
        code: ErrorCode::InvalidInput,
        message: format!("There is no section “{name}”."),
        hint: Some(format!("Sections: {}.", Section::ALL.map(Section::key).join(", "))),
        retryable: false,
    })
}

fn read_text(file: &Path) -> Result<String, Failure> {
    let file = (file.as_os_str() != "-").then_some(file);
    Ok(broadsheet_api::tools::decode(&input::read(file)?, None))
}
