//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::changes::{FolderCommand, HighlightCommand, ListCommand};

/// Broadsheet, a newspaper that you own: follow any publication, keep every article.
#[derive(Debug, Parser)]
#[command(name = "broadsheet", version, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// The library's folder [default: the system's folder for your data]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) library: Option<PathBuf>,

    /// Print JSON instead of words
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Let this run reach a host or network that is private, such as nas.local or 192.168.0.0/16 (repeatable)
    #[arg(long, global = true, value_name = "HOST-OR-CIDR")]
    pub(crate) allow_private: Vec<String>,

    /// Seconds that a server has for a whole answer [default: 30]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) timeout: Option<u64>,

    /// Go through this proxy: http://HOST:PORT, socks5h://HOST:PORT, or none [default: what the library or the system says]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub(crate) proxy: Option<String>,

    /// Trust the authorities in this file of certificates too (PEM, repeatable)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ca: Vec<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Follow a publication by the address of its site or its feed
    Add {
        /// Address of a site or a feed
        address: String,
        /// Add every feed that is found, not only the best
        #[arg(long)]
        all: bool,
        /// Only show what would be added
        #[arg(long)]
        dry_run: bool,
    },
    /// Follow everything in a list of subscriptions (OPML) from another reader
    Import {
        /// The file, or - for standard input
        file: PathBuf,
    },
    /// Write what you follow as a list of subscriptions (OPML) that other readers understand
    Export {
        /// The file; standard output where absent
        file: Option<PathBuf>,
    },
    /// Fetch what is new: feeds, the full articles behind them, and their pictures
    Refresh {
        /// Only these sources, by number as `sources` shows them
        sources: Vec<i64>,
        /// Only the sources whose time has come
        #[arg(long, conflicts_with = "sources")]
        due: bool,
        /// Only the feeds; pages and pictures are left for the next refresh without this
        #[arg(long)]
        feeds_only: bool,
        /// Only list what is new; texts are cleaned and indexed by the next refresh or search
        #[arg(long, conflicts_with = "feeds_only")]
        headlines_only: bool,
    },
    /// List articles, newest first
    List {
        /// Only this section, such as sport or science
        #[arg(long, conflicts_with_all = ["folder", "starred", "kept"])]
        section: Option<String>,
        /// Only what the sources in this folder brought, or in folders within it
        #[arg(long, value_name = "FOLDER", conflicts_with_all = ["starred", "kept"])]
        folder: Option<String>,
        /// Only starred articles
        #[arg(long, conflicts_with = "kept")]
        starred: bool,
        /// Only what is kept for good: starred, saved, on a list or highlighted; what was kept last comes first
        #[arg(long)]
        kept: bool,
        /// Only what you have not opened
        #[arg(long)]
        unread: bool,
        /// How many
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
    },
    /// Mark as read what is listed now: everything, a section, or a folder
    #[command(group = clap::ArgGroup::new("what").required(true))]
    MarkRead {
        /// Everything
        #[arg(long, group = "what")]
        all: bool,
        /// Only this section, such as sport or science
        #[arg(long, group = "what")]
        section: Option<String>,
        /// Only what the sources in this folder brought, or in folders within it
        #[arg(long, value_name = "FOLDER", group = "what")]
        folder: Option<String>,
        /// Take it back: what was marked at this time, as the answer to it gave it
        #[arg(long, value_name = "TIME", group = "what")]
        undo: Option<i64>,
    },
    /// Show one article
    Show {
        /// The article's number, as `list` shows it
        article: i64,
        /// Print its HTML instead of text
        #[arg(long)]
        html: bool,
    },
    /// Save pages by their addresses, with their pictures, for good
    Save {
        /// Addresses of the pages; - reads them from the standard input, one a line
        #[arg(required = true)]
        addresses: Vec<String>,
        /// Put it on this list too
        #[arg(long, value_name = "NAME")]
        list: Option<String>,
    },
    /// Search headlines, texts, bylines, captions and credits
    Search {
        /// Words; "a phrase"; -without; one OR another
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// Show reading lists, or change one
    Lists {
        #[command(subcommand)]
        change: Option<ListCommand>,
    },
    /// Star an article, or take the star off
    Star {
        /// The article's number
        article: i64,
        /// Take the star off
        #[arg(long)]
        off: bool,
    },
    /// Show what you highlighted, newest first, or highlight something
    Highlights {
        /// Write them as Markdown, by article
        #[arg(long)]
        markdown: bool,
        /// Only those that say all of these words, in themselves, in your notes or in the headline
        #[arg(long, value_name = "WORDS", conflicts_with = "markdown")]
        find: Option<String>,
        #[command(subcommand)]
        change: Option<HighlightCommand>,
    },
    /// Show sources and how they fare
    Sources,
    /// Show the folders in which you keep sources, or change one
    Folders {
        #[command(subcommand)]
        change: Option<FolderCommand>,
    },
    /// Say where the texts of a source's articles are to be taken from
    Texts {
        /// The source's number, as `sources` shows it
        source: i64,
        /// Their pages, the feed alone, or what Broadsheet chooses
        #[arg(value_enum)]
        from: TextsFrom,
    },
    /// Say how long articles stay that you do not keep, and how much room their pictures have; shows what would go
    Keep {
        /// The rules of this source, by number, instead of the library's
        #[arg(long, value_name = "SOURCE")]
        source: Option<i64>,
        /// Days, or `all` for good; for a source also `library`, for what the library says
        #[arg(long, value_name = "DAYS")]
        days: Option<String>,
        /// Room for pictures, such as 500MB or 2GB, or `all`
        #[arg(long, value_name = "SIZE")]
        pictures: Option<String>,
    },
    /// Let go what goes by the rules of `keep`; what you keep never does
    Expire {
        /// Only show what would go
        #[arg(long)]
        dry_run: bool,
    },
    /// Show the archived states of an article's text, or what changed between two of them
    Versions {
        /// The article's number
        article: i64,
        /// Compare these two, by number
        #[arg(long, num_args = 2, value_names = ["OLDER", "NEWER"])]
        compare: Option<Vec<i64>>,
    },
    /// Show what of the articles that you keep can be read offline, what is missing and why
    Offline {
        /// Only the articles of this list
        #[arg(long, value_name = "NAME", conflicts_with_all = ["starred", "saved"])]
        list: Option<String>,
        /// Only starred articles
        #[arg(long, conflicts_with = "saved")]
        starred: bool,
        /// Only articles that were saved by their address
        #[arg(long)]
        saved: bool,
        /// Fetch what is missing, and nothing else
        #[arg(long)]
        complete: bool,
    },
    /// Take an article that its site has no more from the Internet Archive; what comes is a version that says so
    FromArchive {
        /// The article's number
        article: i64,
        /// Ask this archive instead, which has the addresses of a Wayback Machine up to the time
        #[arg(long, value_name = "ADDRESS")]
        archive: Option<String>,
    },
    /// Fetch the sounds and films that a feed attached to an article, and keep them for good; what broke off goes on
    Download {
        /// The article's number
        article: i64,
        /// Copy the recording into this file, too
        #[arg(long, value_name = "FILE", conflicts_with = "remove")]
        to: Option<PathBuf>,
        /// Remove what was downloaded
        #[arg(long)]
        remove: bool,
    },
    /// List the sounds and films that were downloaded, newest first
    Downloads,
    /// Check that nothing of the library has rotted: every file, text and row, and the search index
    Verify {
        /// Mend what can be mended, and fetch again what was lost
        #[arg(long)]
        repair: bool,
        /// Take from the backup in this folder what it has whole; without it, from the one of `set backups`
        #[arg(long, value_name = "DIR", requires = "repair")]
        from_backup: Option<PathBuf>,
    },
    /// Copy the library into a folder while it is in use; what is there already is not copied again
    Backup {
        /// The folder
        #[arg(required_unless_present = "due")]
        target: Option<PathBuf>,
        /// Make the one that is due by the plan of `set backups`, if any
        #[arg(long, conflicts_with_all = ["target", "keep"])]
        due: bool,
        /// How many states to keep, the newest among them
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
        keep: u16,
    },
    /// Make the library's file as small as it gets; a window that is open does so by itself, but for giving back much room
    Compact,
    /// Read the pages of kept articles again, by today's extractor; what gets better is a new version
    Reextract {
        /// Only these articles, by number
        articles: Vec<i64>,
    },
    /// Make a library out of a backup, in a folder that holds none
    Restore {
        /// The backup's folder
        source: PathBuf,
        /// An earlier state, by its file's name
        #[arg(long, value_name = "FILE")]
        state: Option<PathBuf>,
    },
    /// Make a library out of what can still be read of a damaged one, in a folder that holds none
    Salvage {
        /// The damaged library's folder; it is only read
        source: PathBuf,
    },
    /// Stop following a source; its articles stay
    Remove {
        /// The source's number, as `sources` shows it
        source: i64,
    },
    /// Give a source a name of your own; without a name, its publisher's comes back
    Rename {
        /// The source's number, as `sources` shows it
        source: i64,
        /// Its name
        name: Option<String>,
        /// Rename its publication instead, whose name stands above its articles
        #[arg(long)]
        publication: bool,
    },
    /// Follow a source at another address, with everything that came from it
    Move {
        /// The source's number, as `sources` shows it
        source: i64,
        /// Address of its site or feed; where its site says that it has moved, if absent
        address: Option<String>,
    },
    /// Sign in to a source; the password or the header's value is read from standard input
    SignIn {
        /// The source's number, as `sources` shows it
        source: i64,
        /// Your name there; the password is the first line of standard input
        #[arg(long, value_name = "NAME", required_unless_present = "header")]
        user: Option<String>,
        /// A header that it wants; its value is the first line of standard input
        #[arg(long, value_name = "NAME", conflicts_with = "user")]
        header: Option<String>,
    },
    /// Forget how you are known to a source
    SignOut {
        /// The source's number, as `sources` shows it
        source: i64,
    },
    /// Show what refreshes did, source by source
    Activity {
        /// How many refreshes
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=40))]
        limit: u32,
    },
    /// Say how this library goes about its work from now on: its proxy, whom it trusts, of what you hear
    Set {
        #[command(subcommand)]
        setting: Setting,
    },
    /// Show how the library does
    Status,
    /// Find the article in a page: a file, or an address
    Extract(Extract),
    /// Read a feed
    ParseFeed(Stream),
    /// Make HTML safe
    Sanitise(Stream),
}

#[derive(Debug, Args)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) stream: Stream,
    /// Write a report for people (HTML): what was found, beside what the page says, block by block
    #[arg(long, conflicts_with = "jsonl")]
    pub(crate) explain: bool,
    /// Read every page (.html) of a folder; write the answers, and what changed since the last time, into this one
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["jsonl", "explain"], requires = "file")]
    pub(crate) report: Option<PathBuf>,
}

/// Where texts are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum TextsFrom {
    Page,
    Feed,
    Auto,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Setting {
    /// The proxy
    Proxy {
        /// http://HOST:PORT, socks5h://HOST:PORT, none, or system
        address: String,
    },
    /// Backups that make themselves while the window is open, and by `backup --due`
    Backups {
        /// The folder, or none
        folder: PathBuf,
        /// Hours from one to the next
        #[arg(long, value_name = "HOURS", default_value_t = 24)]
        every: u32,
        /// How many states to keep, the newest among them
        #[arg(long, default_value_t = 7)]
        keep: u32,
    },
    /// Authorities that are trusted beside the system's
    Certificates {
        /// A file of certificates (PEM), or none
        file: PathBuf,
    },
    /// What the window does by itself while the connection is metered
    Metered {
        /// Refresh as ever, or wait; the system says what is metered, where it knows
        #[arg(value_enum)]
        does: WhenMetered,
    },
    /// How often sources are asked by themselves; what a source or its server asks for always holds
    Pace {
        /// As often as each brings news, every so often, or only when you ask
        #[arg(value_enum)]
        pace: Pace,
    },
    /// Whether the window tells you of new articles of a source or a section
    Notify {
        /// The source's number, as `sources` shows it
        #[arg(long, value_name = "NUMBER", required_unless_present = "section", conflicts_with = "section")]
        source: Option<i64>,
        /// A section, such as sport or science
        #[arg(long, value_name = "NAME")]
        section: Option<String>,
        /// Tell, or do not
        #[arg(value_enum)]
        when: OnOff,
    },
}

/// What is done while the connection is metered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum WhenMetered {
    Refresh,
    Pause,
}

/// How often sources are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Pace {
    /// As often as each brings news
    Auto,
    /// Every quarter of an hour
    #[value(name = "15m")]
    Minutes15,
    /// Every half hour
    #[value(name = "30m")]
    Minutes30,
    /// Every hour
    #[value(name = "1h")]
    Hourly,
    /// Every four hours
    #[value(name = "4h")]
    Hours4,
    /// Only when you ask
    Asked,
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum OnOff {
    On,
    Off,
}

/// One document from a file or standard input, or a stream of JSON Lines.
#[derive(Debug, Args)]
pub(crate) struct Stream {
    /// The document; standard input where absent
    pub(crate) file: Option<PathBuf>,
    /// Read one JSON object a line, answer with one a line, in order
    #[arg(long, conflicts_with = "file")]
    pub(crate) jsonl: bool,
    /// The address that the document came from
    #[arg(long, default_value = "https://localhost/")]
    pub(crate) url: String,
}

impl Extract {
    /// The address to fetch the page from, where it is given in place of a file.
    pub(crate) fn address(&self) -> Option<&str> {
        let given = self.stream.file.as_ref()?.to_str()?;
        (given.starts_with("https://") || given.starts_with("http://")).then_some(given)
    }
}
