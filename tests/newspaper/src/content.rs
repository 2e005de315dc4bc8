//! Reads the content files: a few `name: value` lines for each article, a rule, then its blocks.
//!
//! Start with [`parse`]. An article opens with `=== slug` and its body with `---`. Blocks are separated by empty lines:
//! `## ` a sub-heading, `> ` a quotation (a last line with `> — ` names who said it), `- ` and `1. ` lists, `|` a table,
//! `!scene …` a figure whose next lines may be `caption:`, `credit:` and `alt:`. Everything else is a paragraph.

use crate::article::{Article, Block, CaptionForm, Delivery, Figure, Layout};
use crate::error::NewspaperError;
use crate::pictures::{Format, Picture, Scene};
use crate::publication::Publication;

/// One embedded content file.
pub struct Source {
    pub file: &'static str,
    pub site: &'static str,
    pub text: &'static str,
}

/// The articles of one file. `first` is how many articles were read before it, `now` the unix seconds of "today".
pub fn parse(source: &Source, first: usize, now: i64) -> Result<Vec<Article>, NewspaperError> {
    let mut articles = Vec::new();
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let numbered = source.text.lines().enumerate().map(|(index, line)| (index + 1, line.trim_end()));
    for (number, line) in numbered {
        if line.starts_with("=== ") && !lines.is_empty() {
            articles.push(Reader { source, lines: &lines }.article(first + articles.len(), now)?);
            lines.clear();
        }
        if line.starts_with("=== ") || !lines.is_empty() {
            lines.push((number, line));
        }
    }
    if !lines.is_empty() {
        articles.push(Reader { source, lines: &lines }.article(first + articles.len(), now)?);
    }
    Ok(articles)
}

struct Reader<'a> {
    source: &'a Source,
    lines: &'a [(usize, &'a str)],
}

impl Reader<'_> {
    fn wrong(&self, line: usize, reason: impl Into<String>) -> NewspaperError {
        NewspaperError::Content { file: self.source.file, line, reason: reason.into() }
    }

    fn article(&self, place: usize, now: i64) -> Result<Article, NewspaperError> {
        let (start, opening) = self.lines.first().copied().unwrap_or((0, ""));
        let slug = opening.trim_start_matches("=== ").trim().to_owned();
        let publication = Publication::named(self.source.site)
            .ok_or_else(|| NewspaperError::UnknownSite(self.source.site.to_owned()))?;
        let head: Vec<_> = self.lines.iter().skip(1).take_while(|(_, line)| *line != "---").copied().collect();
        let value = |name: &str| head.iter().find_map(|(_, line)| named_value(line, name)).map(str::to_owned);
        let required = |name: &str| value(name).ok_or_else(|| self.wrong(start, format!("{slug} has no {name}")));

        let section = required("section")?;
        let language = value("language").unwrap_or_else(|| publication.language.to_owned());
        let age = match value("age") {
            Some(written) => minutes(&written).ok_or_else(|| self.wrong(start, "age is not like 3h20"))?,
            None => spread(place),
        };
        let published_at = (now - age * 60).div_euclid(60) * 60;
        let modified_at = match value("modified") {
            Some(after) => {
                published_at + minutes(&after).ok_or_else(|| self.wrong(start, "modified is not like 40m"))? * 60
            }
            None => published_at,
        };
        let layout = match value("layout") {
            Some(word) => pick(&Layout::ALL, &word).ok_or_else(|| self.wrong(start, "unknown layout"))?,
            None => Layout::ALL.get((publication.place() + place) % 3).map_or(Layout::Semantic, |(_, layout)| *layout),
        };
        let byline = value("byline").unwrap_or_default();
        let authors = match value("authors") {
            Some(names) => names.split(';').map(|name| name.trim().to_owned()).collect(),
            None => people(&byline),
        };

        let mut figures = 0;
        let mut blocks = Vec::new();
        let body: Vec<_> = self.lines.iter().skip(head.len() + 2).copied().collect();
        for chunk in body.split(|(_, line)| line.is_empty()).filter(|chunk| !chunk.is_empty()) {
            blocks.push(self.block(chunk, &slug, place, &mut figures)?);
        }
        let mut lead = None;
        if let Some(Block::Figure(_)) = blocks.first()
            && let Block::Figure(figure) = blocks.remove(0)
        {
            lead = Some(figure);
        }
        Ok(Article {
            id: format!("{}/{slug}", publication.id),
            site: publication.id,
            path: publication.path_for(&section, &language, &slug),
            headline: required("headline")?,
            standfirst: required("standfirst")?,
            event: value("event"),
            reserve: value("reserve").is_some(),
            slug,
            section,
            byline,
            authors,
            language,
            published_at,
            modified_at,
            layout,
            lead,
            blocks,
            revision: 0,
        })
    }

    fn block(
        &self,
        chunk: &[(usize, &str)],
        slug: &str,
        place: usize,
        figures: &mut usize,
    ) -> Result<Block, NewspaperError> {
        let (number, opening) = chunk.first().copied().unwrap_or((0, ""));
        let lines = || chunk.iter().map(|(_, line)| *line);
        if let Some(heading) = opening.strip_prefix("## ") {
            return Ok(Block::SubHeading(heading.to_owned()));
        }
        if opening.starts_with("> ") {
            let said: Vec<&str> = lines().map(|line| line.trim_start_matches("> ")).collect();
            let (sources, text): (Vec<&str>, Vec<&str>) = said.into_iter().partition(|line| line.starts_with("— "));
            let source = sources.first().map(|line| line.trim_start_matches("— ").to_owned());
            return Ok(Block::Quotation { text: text.join(" "), source });
        }
        if opening.starts_with("- ") || opening.starts_with("1. ") {
            let entries = lines().map(|line| line.split_once(' ').map_or(line, |(_, rest)| rest).to_owned()).collect();
            return Ok(Block::List { ordered: opening.starts_with('1'), entries });
        }
        if opening.starts_with('|') {
            let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
            return Ok(Block::Table(lines().map(cells).collect()));
        }
        if let Some(order) = opening.strip_prefix('!') {
            *figures += 1;
            let rest: Vec<&str> = lines().skip(1).collect();
            let figure = figure(order, &rest, &format!("{slug}-{figures}"), place + *figures * 3);
            return figure.map(Block::Figure).ok_or_else(|| self.wrong(number, format!("unknown word in !{order}")));
        }
        Ok(Block::Paragraph(lines().collect::<Vec<_>>().join(" ")))
    }
}

/// `!scene seed ratio form delivery format`, each but the first optional and in any order.
fn figure(order: &str, rest: &[&str], name: &str, turn: usize) -> Option<Figure> {
    let mut words = order.split_whitespace();
    let scene = Scene::named(words.next()?)?;
    let seed = name.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let ratio = [(3, 2), (16, 9), (3, 2), (4, 5), (16, 9)].get(turn % 5).copied()?;
    let mut figure = Figure {
        name: name.to_owned(),
        picture: Picture { scene, seed, ratio: if name.ends_with("-1") && ratio == (4, 5) { (3, 2) } else { ratio } },
        format: Format::Jpeg,
        caption: None,
        credit: None,
        alt: String::new(),
        form: CaptionForm::ALL.get(turn % 8).map(|(_, form)| *form)?,
        delivery: Delivery::ALL.get(turn % 7).map(|(_, delivery)| *delivery)?,
    };
    for word in words {
        if let Some(form) = pick(&CaptionForm::ALL, word) {
            figure.form = form;
        } else if let Some(delivery) = pick(&Delivery::ALL, word) {
            figure.delivery = delivery;
        } else if let Some(format) = Format::from_extension(word) {
            figure.format = format;
        } else if let Some((wide, high)) = word.split_once(':') {
            figure.picture.ratio = (wide.parse().ok()?, high.parse().ok()?);
        } else {
            figure.picture.seed = word.parse().ok()?;
        }
    }
    for line in rest {
        figure.caption = named_value(line, "caption").map(str::to_owned).or(figure.caption);
        figure.credit = named_value(line, "credit").map(str::to_owned).or(figure.credit);
        figure.alt = named_value(line, "alt").map_or(figure.alt, str::to_owned);
    }
    if figure.form == CaptionForm::AltOnly {
        (figure.caption, figure.credit) = (None, None);
    }
    Some(figure)
}

fn named_value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    Some(line.strip_prefix(name)?.strip_prefix(':')?.trim())
}

fn pick<T: Copy>(choices: &[(&str, T)], word: &str) -> Option<T> {
    choices.iter().find(|(name, _)| *name == word).map(|(_, choice)| *choice)
}

/// `3h20`, `3h` or `40m` in minutes.
fn minutes(written: &str) -> Option<i64> {
    match written.split_once('h') {
        Some((hours, "")) => Some(hours.parse::<i64>().ok()? * 60),
        Some((hours, rest)) => Some(hours.parse::<i64>().ok()? * 60 + rest.parse::<i64>().ok()?),
        None => written.strip_suffix('m')?.parse().ok(),
    }
}

/// Minutes of age for the article at that place: the last 36 hours, evenly but in no order.
fn spread(place: usize) -> i64 {
    12 + (place as i64 * 1327) % (35 * 60 + 40)
}

/// The people in a printed byline: `By A and B`, `A, B in Hallin`, `Words: A`.
fn people(byline: &str) -> Vec<String> {
    let mut names = byline.trim();
    for opening in ["By ", "Words by ", "Words: ", "Von ", "Text: ", "From "] {
        names = names.strip_prefix(opening).unwrap_or(names);
    }
    let names = names.split(" in ").next().unwrap_or(names).replace(" and ", ", ").replace(" und ", ", ");
    names.split(", ").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "=== a-slug\nheadline: A head\nsection: Science & Tech\nbyline: By Ana Moss and Leo Trent in Hallin\nstandfirst: Stand.\nage: 2h30\nmodified: 40m\n---\n!sea 4 16:9 doubled srcset\ncaption: Boats.\ncredit: Ana MOSS/KESTREL\n\nOne.\n\n## Two\n\n> Said\n> — Leo\n\n- a\n- b\n\n| x | y |\n| 1 | 2 |\n";

    #[test]
    fn a_content_file_is_read_whole() {
        let source = Source { file: "sample", site: "courier", text: SAMPLE };
        let articles = parse(&source, 0, 1_000_000_020).unwrap();
        let article = articles.first().unwrap();
        assert_eq!(article.path, "/science-tech/a-slug");
        assert_eq!(article.authors, ["Ana Moss", "Leo Trent"]);
        assert_eq!(article.modified_at - article.published_at, 2400);
        assert_eq!(article.lead.as_ref().unwrap().form, CaptionForm::Doubled);
        assert_eq!(article.blocks.len(), 5);
        assert_eq!(article.blocks.get(2), Some(&Block::Quotation { text: "Said".into(), source: Some("Leo".into()) }));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let source = Source { file: "sample", site: "courier", text: "=== x\nheadline: H\n---\nText" };
        assert!(parse(&source, 0, 0).unwrap_err().to_string().contains("line 1"));
    }
}
