import type { LibraryStatus, SourceView } from '../api/types';
import { counted } from '../words/sizes';
import { folded, holdsAll } from '../words/folded';
import { nameOf } from './folders';
import { valueOf } from './narrowing';

/** The half of a search word that the reader is typing: behind `site:` or `folder:`. */
export interface Half {
  name: 'site' | 'folder';
  /** What stands behind the colon up to the caret. */
  typed: string;
  /** Where its value begins and ends among the words. */
  from: number;
  to: number;
}

/** Something that could stand there. */
export interface Suggestion {
  value: string;
  label: string;
  /** What else tells it from others. */
  note: string;
}

const MOST = 8;

/** What is being typed at the caret, if it is a source or a folder. */
export function halfAt(words: string, caret: number): Half | null {
  const [, name, value] = /(?<!\S)-?(site|source|folder):("[^"]*|[^\s"]*)$/iu.exec(words.slice(0, caret)) ?? [];
  if (name === undefined || value === undefined) return null;
  const from = caret - value.length;
  const isOpen = value.startsWith('"');
  const [rest = ''] = (isOpen ? /^[^"]*"?/u : /^[^\s"]*/u).exec(words.slice(caret)) ?? [];
  // A mark that was never closed goes only as far as the reader has come.
  const to = isOpen && !rest.endsWith('"') ? caret : caret + rest.length;
  return { name: name.toLowerCase() === 'folder' ? 'folder' : 'site', typed: value.replace('"', ''), from, to };
}

/** The reader's own sources and publications that brought something, or folders, called as what was typed; those first that begin so. */
export function suggestionsFor(half: Half, status: LibraryStatus | null, sources: readonly SourceView[]): Suggestion[] {
  const all = half.name === 'site' ? sites(status, sources) : folders(status);
  const typed = folded(half.typed.trim());
  const found = all.filter(({ value, label, note }) => holdsAll(half.typed, half.name === 'site' ? [label, note] : [label, value]));
  const begins = ({ label }: Suggestion) => (folded(label).startsWith(typed) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b) || a.label.localeCompare(b.label)).slice(0, MOST);
}

/** The words with a suggestion in place of the half that was typed, and where the caret is to stand. */
export function taken(words: string, half: Half, { value }: Suggestion): { words: string; caret: number } {
  const before = `${words.slice(0, half.from)}${valueOf(half.name, value)} `;
  return { words: before + words.slice(half.to).trimStart(), caret: before.length };
}

function sites(status: LibraryStatus | null, sources: readonly SourceView[]): Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const { publication, articles } of status?.publications ?? []) {
    found.set(publication.name, { value: publication.name, label: publication.name, note: noteOf(publication.url, articles) });
  }
  for (const { title, url, articles } of sources) {
    if (articles > 0 && !found.has(title)) found.set(title, { value: title, label: title, note: noteOf(url, articles) });
  }
  return [...found.values()];
}

function noteOf(url: string | null, articles: number): string {
  const host = url !== null && URL.canParse(url) ? new URL(url).host.replace(/^www\./u, '') : '';
  return [host, counted(articles, 'article')].filter((part) => part !== '').join(', ');
}

function folders(status: LibraryStatus | null): Suggestion[] {
  const all = status?.folders ?? [];
  return all.map(({ folder, sources }) => ({ value: folder, label: nameOf(folder, all), note: counted(sources, 'source') }));
}
