import type { ArticleCard, FrontSection } from '../api/types';

/** From this many articles a section gets the width of the page. */
const WIDE = 4;
const COLUMNS = 3;

export type Band =
  | { kind: 'wide'; key: string; section: FrontSection }
  | { kind: 'columns'; key: string; sections: FrontSection[] };

/** The stories of a section that are set with a picture: two where it has the width of the page, or else its first. */
function pictured({ articles }: FrontSection): number {
  return articles.length >= WIDE ? 2 : 1;
}

/** A picture stands on a page once: of the stories that would show it, the first one has it, from the story of the day on. */
export function withoutRepeats(lead: ArticleCard | null, sections: readonly FrontSection[]): FrontSection[] {
  const seen = new Set<string>();
  /** Whether a story's picture was there already. */
  const isRepeated = (card: ArticleCard): boolean => {
    const src = (card.lead ?? card.opening)?.src ?? null;
    if (src === null) return false;
    const known = seen.has(src);
    seen.add(src);
    return known;
  };
  if (lead !== null) isRepeated(lead);
  return sections.map((section) => {
    const articles = section.articles.map((card, at) => (at < pictured(section) && isRepeated(card) ? { ...card, lead: null, opening: null } : card));
    return { ...section, articles };
  });
}

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
