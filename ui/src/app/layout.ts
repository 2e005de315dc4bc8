import type { FrontSection } from '../api/types';

/** From this many articles a section gets the width of the page. */
const WIDE = 4;
const COLUMNS = 3;

export type Band =
  | { kind: 'wide'; key: string; section: FrontSection }
  | { kind: 'columns'; key: string; sections: FrontSection[] };

/** Lays sections out in bands down the page: a full one alone, small ones side by side, never out of order. */
export function arrange(sections: readonly FrontSection[]): Band[] {
  const bands: Band[] = [];
  for (const section of sections) {
    if (section.articles.length === 0) continue;
    if (section.articles.length >= WIDE) {
      bands.push({ kind: 'wide', key: section.section, section });
      continue;
    }
    const last = bands.at(-1);
    if (last?.kind === 'columns' && last.sections.length < COLUMNS) last.sections.push(section);
    else bands.push({ kind: 'columns', key: section.section, sections: [section] });
  }
  return bands;
}
