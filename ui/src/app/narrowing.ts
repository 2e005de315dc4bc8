/** What the reader chooses from lists to narrow a search; the words of the search say the same (`after:7d`). */
export type Narrowing = 'after' | 'site' | 'folder' | 'section' | 'is';

const NARROWINGS: readonly Narrowing[] = ['after', 'site', 'folder', 'section', 'is'];

const said = (name: Narrowing): RegExp => new RegExp(`(?<![^\\s])${name}:("[^"]*"|[^\\s"]+)(\\s+|$)`, 'giu');

/** What a search is narrowed to by `name`; empty where it is not. */
export function narrowedTo(query: string, name: Narrowing): string {
  const [, value = ''] = said(name).exec(query) ?? [];
  return value.replaceAll('"', '');
}

/**
 * A value as it is written behind the name of what it narrows. A source between quotation marks is the one that is called just so.
 * No mark can stand between others, so that of a name that has some only its longest part without is left.
 */
export function valueOf(name: Narrowing, value: string): string {
  const [longest = ''] = value.split('"').toSorted((a, b) => b.length - a.length);
  return name === 'site' || /\s/u.test(longest) ? `"${longest.trim()}"` : longest;
}

/** A search narrowed to `value`, or by `name` no more where that is empty. What is typed stays last, so that it may go on. */
export function narrowed(query: string, name: Narrowing, value: string): string {
  const rest = query.replace(said(name), '').trim();
  return value === '' ? rest : `${name}:${valueOf(name, value)} ${rest}`.trim();
}

/** Whether a value is a day (`2026-03-01`), a month, a year, or how long ago (`7d`), and not the half of one or another word. */
export function saysWhen(value: string): boolean {
  if (/^\d{1,4}[dwmy]$/u.test(value)) return true;
  const [, year, month = '1', day = '1'] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/u.exec(value) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** The words of a search without what narrows it. */
export function wordsOf(query: string): string {
  return NARROWINGS.reduce((words, name) => narrowed(words, name, ''), query);
}

const FILTERS = 'before|lang|after|site|source|folder|section|is';
const PLACES = 'headline|title|text|body|author|by|caption|credit|note';
const names = (some: string): RegExp => new RegExp(`(?:^|\\s)-?(?:${some}):`, 'iu');

/** Whether a search asks for nothing yet: a name stands there without what it is to hold. */
export function isOnlyName(query: string): boolean {
  return new RegExp(`^\\s*-?(?:${FILTERS}|${PLACES}):\\s*$`, 'iu').test(query);
}

/** What may help a search that found nothing, and the search that does so, where it is known. */
export interface Advice {
  words: string;
  /** The words on the button that searches so. */
  act: string | null;
  query: string | null;
}

/** What a search that found nothing is made of, and what may help it. */
export function adviceFor(query: string): Advice[] {
  const words = wordsOf(query);
  // Without its phrases, which may hold anything.
  const terms = words.replaceAll(/-?(?:\p{L}+:)?["“”][^"“”]*["“”]?/gu, ' ').split(/\s+/u);
  const plain = terms.filter((term) => /^[\p{L}\p{N}]/u.test(term) && !/^\p{L}+:/u.test(term) && term !== 'OR');
  const without = (some: RegExp) => words.replaceAll(some, ' ');
  const advice: [fits: boolean, words: string, act?: string, query?: string][] = [
    [
      words !== query || names(FILTERS).test(words),
      'Look at any time, in any source and section, read or not.',
      'Search everything',
      without(new RegExp(`(?<!\\S)-?(?:${FILTERS}):(?:"[^"]*"|\\S*)`, 'giu')),
    ],
    [
      /(?:^|\s)-[^\s-]/u.test(words),
      'Leave less out: what begins with a minus must not stand in an article.',
      'Leave nothing out',
      query.replaceAll(/(?<!\S)-(?:\p{L}+:)?(?:["“”][^"“”]*["“”]?|\S+)/gu, ' '),
    ],
    [
      /["“”]/u.test(words),
      'Take the quotation marks away, so that the words may stand apart.',
      'Search without them',
      // What narrows the search keeps its own.
      `${query.replace(words, '')} ${words.replaceAll(/["“”]/gu, '')}`,
    ],
    [plain.length > 1, 'Try fewer words; an article has to contain all of them.'],
    [plain.length === 1, 'Try the beginning of the word, or another one.'],
    [
      names(PLACES).test(words),
      'Look for the words anywhere, without the name of a place before them.',
      'Search anywhere',
      query.replaceAll(new RegExp(`(?<!\\S)(-?)(?:${PLACES}):`, 'giu'), '$1'),
    ],
  ];
  return advice
    .filter(([fits]) => fits)
    .map(([, words, act, changed]) => {
      const asked = changed?.replaceAll(/\s+/gu, ' ').trim() ?? '';
      // Where nothing is left to search for, there is nothing to press.
      return asked === '' || asked === query ? { words, act: null, query: null } : { words, act: act ?? null, query: asked };
    });
}
