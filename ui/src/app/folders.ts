import type { FolderView, SourceView } from '../api/types';
import { byTrouble } from './sources';

/** Whether a folder is another one or lies within it. A `/` that belongs to a name has a `\` before it. */
export function liesIn(folder: string, outer: string): boolean {
  return folder === outer || folder.startsWith(`${outer}/`);
}

/** The folders on the way to a folder, itself the last of them. */
export function wayTo(folder: string, folders: readonly FolderView[]): FolderView[] {
  return folders.filter((each) => liesIn(folder, each.folder));
}

/** The folders that lie in another one, not deeper. */
export function within(outer: string, folders: readonly FolderView[]): FolderView[] {
  const depth = folders.find(({ folder }) => folder === outer)?.depth ?? 0;
  return folders.filter((each) => each.depth === depth + 1 && liesIn(each.folder, outer));
}

/** The folders that lie where a folder lies, itself among them. */
export function besides(folder: string, folders: readonly FolderView[]): FolderView[] {
  const parent = parentOf(folder, folders);
  return parent === null ? folders.filter(({ depth }) => depth === 1) : within(parent, folders);
}

/** The name of a folder with those on the way to it. */
export function nameOf(folder: string, folders: readonly FolderView[]): string {
  const way = wayTo(folder, folders);
  return way.length === 0 ? folder : way.map(({ name }) => name).join(' / ');
}

/** The folder that a folder lies in, by the way to it; `null` where it lies in none. */
export function parentOf(folder: string, folders: readonly FolderView[]): string | null {
  return wayTo(folder, folders).at(-2)?.folder ?? null;
}

/** The names of a folder that somebody typed: a `/` leads into a folder within another, and a `\` before it makes it part of a name. */
export function namesOf(written: string): string[] {
  const names = written.match(/(?:\\[/\\]|[^/])+/gu) ?? [];
  return names.map((name) => name.replace(/\\([/\\])/gu, '$1').trim()).filter((name) => name !== '');
}

/** What typed names mean. */
export interface FolderWords {
  name: string;
  /** Those around it, the nearest first. */
  outer: string[];
  /** There is a folder that is called so, however it is capitalised. */
  isThere: boolean;
}

export function meantBy(names: readonly string[], folders: readonly FolderView[]): FolderWords | null {
  const [name, ...outer] = names.toReversed();
  if (name === undefined) return null;
  const written = names.join('\n').toLowerCase();
  return { name, outer, isThere: folders.some(({ folder }) => namesOf(folder).join('\n').toLowerCase() === written) };
}

/** Sources that lie in one folder, those in trouble first; `folder` is `null` for those that lie in none. */
export interface SourceGroup {
  folder: FolderView | null;
  sources: SourceView[];
}

/** Every folder with the sources in it, in the order of the folders, and last the sources in none. */
export function byFolder(sources: readonly SourceView[], folders: readonly FolderView[]): SourceGroup[] {
  const inFolder = (folder: string | null) => byTrouble(sources.filter((source) => source.folder === folder));
  const known = new Set(folders.map(({ folder }) => folder));
  // What was moved since the folders were read is shown all the same.
  const loose = byTrouble(sources.filter(({ folder }) => folder === null || !known.has(folder)));
  const groups: SourceGroup[] = folders.map((folder) => ({ folder, sources: inFolder(folder.folder) }));
  return loose.length === 0 ? groups : [...groups, { folder: null, sources: loose }];
}
