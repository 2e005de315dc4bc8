//! Days that a page shows: in elements named for dates, and in the lines around its headline.

use super::candidate::{Gathered, Source};
use super::candidates::told;
use crate::dates::{self, Custom};
use crate::evidence::Evidence;
use crate::evidence::shown::{SEAM, Tag};
use crate::evidence::signs::Signs;
use crate::parts::Parts;

/// Short lines with a date anywhere on a page that has none where dates stand, and what a text opens with.
pub(super) fn anywhere(evidence: &Evidence, headline: Option<&str>, custom: Custom, gathered: &mut Gathered) {
    let (_, end) = evidence.shown().headline(headline);
    // The first words of a text below the headline may name its day.
    let opens = |at: usize| (end..end + 400).contains(&at);
    let lines = evidence.shown().lines_from(0).filter_map(|(at, line)| match line.len() {
        ..120 => Some((at, line)),
        _ if opens(at) => Some((at, line.get(..line.floor_char_boundary(60))?)),
        _ => None,
    });
    let lines = lines.filter(|(_, line)| !line.contains('©'));
    for (at, line) in lines.filter(|(_, line)| dates::digits(line) >= 5).take(200) {
        let line = line.replace(SEAM, " ");
        let shown = Some((at as i64, Signs::NONE));
        gathered.add(dates::visible(&line, custom), says(&line).unwrap_or(Source::Line), shown);
    }
}

pub(super) fn shown(evidence: &Evidence, headline: Option<&str>, custom: Custom, gathered: &mut Gathered) {
    let shown = evidence.shown();
    let (begin, end) = shown.headline(headline);
    for mark in &shown.marks {
        let dated = mark.own.any(Signs::DATE);
        if mark.tag != Tag::Time && !dated && !mark.own.any(Signs::META.with(Signs::BYLINE))
            || mark.place.any(Signs::COMMENT.with(Signs::NAV))
        {
            continue;
        }
        let moment = mark
            .stated
            .as_deref()
            .and_then(|stated| dates::parse(stated, custom))
            .or_else(|| dates::visible(&shown.raw(mark, 200)?.replace(SEAM, " "), custom));
        let Some(moment) = moment else { continue };
        let distance = if mark.range.start >= end {
            mark.range.start as i64 - end as i64
        } else {
            mark.range.start as i64 - begin as i64
        };
        let source = if mark.own.all(Signs::STATED.with(Signs::PUBLISHED)) {
            Source::StatedPublished
        } else if mark.own.all(Signs::STATED.with(Signs::MODIFIED)) {
            Source::StatedModified
        } else if mark.near.any(Signs::MODIFIED) {
            Source::NamedModified
        } else if mark.near.any(Signs::PUBLISHED) {
            Source::NamedPublished
        } else if mark.tag == Tag::Time && (-600..1500).contains(&distance) {
            Source::TimeNear
        } else if mark.tag == Tag::Time && mark.place.any(Signs::ARTICLE.with(Signs::MAIN)) {
            Source::TimeInside
        } else if mark.tag == Tag::Time {
            Source::TimeElsewhere
        } else {
            Source::NamedDate
        };
        if gathered.0.iter().filter(|known| known.sources.contains(&source)).count() < 4 {
            gathered.add(Some(moment), source, (mark.tag != Tag::Meta).then_some((distance, mark.place)));
        }
    }
    let from = (begin.saturating_sub(500)..=begin).find(|at| shown.text.is_char_boundary(*at)).unwrap_or(begin);
    let mut previous = "";
    let told = told(headline, custom);
    for (at, line) in shown.lines_from(from).take(50) {
        if at > end + 3000 {
            break;
        }
        let opens = line.trim_start().starts_with(|next: char| next.is_ascii_digit());
        let line = if opens { line.get(..line.floor_char_boundary(60)).unwrap_or(line) } else { line };
        if line.len() > 260 || !dates::has_digit(line) {
            previous = line;
            continue;
        }
        let line = line.replace(SEAM, " ");
        let in_headline = (begin..end).contains(&at);
        if let Some(moment) = dates::visible(&line, custom).filter(|moment| !in_headline || Some(moment.day) != told) {
            let says = says(&line).or_else(|| says(previous).filter(|_| previous.len() < 40));
            let distance = if at >= end { at as i64 - end as i64 } else { at as i64 - begin as i64 };
            let source = match says {
                Some(source) => source,
                None if at < begin => Source::LineBefore,
                // A longer line is text, unless it opens with the date.
                None if line.len() > 140 => continue,
                None => Source::Line,
            };
            gathered.add(Some(moment), source, Some((distance, Signs::NONE)));
            // “Published 5 May 2026, updated 6 May 2026”.
            let lower = line.to_lowercase();
            for (words, other) in [(&UPDATED, Source::LineModified), (&ISSUED, Source::LinePublished)] {
                for at in words.firsts(&lower).into_iter().filter(|_| source != other) {
                    let rest = line.get(at..).and_then(|rest| dates::visible(rest, custom));
                    // What follows both words was said of the first.
                    let rest = rest.filter(|rest| rest.day != moment.day || rest.at != moment.at);
                    gathered.add(rest, other, Some((distance, Signs::NONE)));
                }
            }
        }
        previous = "";
    }
}

/// Words before the day of a change.
static UPDATED: Parts = Parts::new(&[
    "updated",
    "modified",
    "aktualisiert",
    "stand:",
    "mis à jour",
    "actualizado",
    "aggiornato",
    "bijgewerkt",
    "uppdaterad",
    "oppdatert",
    "opdateret",
    "aktualizacja",
    "güncelleme",
    "reviewed",
    "atualizado",
    "обновлено",
    "оновлено",
    "aktualizováno",
    "aktualizované",
    "ažurirano",
    "frissítve",
    "frissült",
    "actualizat",
    "ενημέρωση",
    "päivitetty",
    "uuendatud",
    "diperbarui",
    "cập nhật",
    "อัปเดต",
    "更新日",
    "更新时间",
    "更新時間",
    "수정",
    "업데이트",
    "تحديث",
    "به‌روزرسانی",
    "עודכן",
    "अपडेट",
    "আপডেট",
]);

/// Words before the day of publication.
static ISSUED: Parts = Parts::new(&[
    "published",
    "posted",
    "veröffentlicht",
    "publié",
    "publicado",
    "pubblicato",
    "erstellt",
    "erschienen",
    "publicerad",
    "publisert",
    "gepubliceerd",
    "date:",
    "datum:",
    "released",
    "offentliggjort",
    "udgivet",
    "julkaistu",
    "avaldatud",
    "опубликовано",
    "опубліковано",
    "публикуван",
    "objavljeno",
    "zveřejněno",
    "publikované",
    "opublikowano",
    "megjelent",
    "δημοσίευση",
    "yayınlanma",
    "yayın tarihi",
    "diterbitkan",
    "đăng ngày",
    "เผยแพร่",
    "投稿日",
    "公開日",
    "掲載日",
    "发布时间",
    "發布時間",
    "입력",
    "نُشر",
    "פורסם",
]);

/// Whether a line speaks of publication or of change; of the first where of both.
fn says(line: &str) -> Option<Source> {
    let lower = line.to_lowercase();
    match (ISSUED.first(&lower), UPDATED.first(&lower)) {
        (Some(issued), Some(updated)) if updated < issued => Some(Source::LineModified),
        (Some(_), _) => Some(Source::LinePublished),
        (None, Some(_)) => Some(Source::LineModified),
        (None, None) => None,
    }
}
