import type { SourceState, SourceView } from '../api/types';
import { count, counted } from '../words/sizes';

const RANK: Readonly<Record<SourceState, number>> = { failing: 0, gone: 1, new: 3, healthy: 3 };

/** The word for how a source fares. */
export const STATE_WORDS: Readonly<Record<SourceState, string>> = { new: 'Not read yet', healthy: 'Working', failing: 'Failing', gone: 'Ended' };

/** Whether a source could not be read, or is asked no more. */
export function isInTrouble({ state }: SourceView): boolean {
  return state === 'failing' || state === 'gone';
}

/** How sources fare on the whole: “2 in trouble, 1 not read yet”, “all working”; nothing where there are none. */
export function howAllFare(sources: readonly SourceView[]): string {
  const ailing = sources.filter(isInTrouble).length;
  const unasked = sources.filter(({ state }) => state === 'new').length;
  const said = [];
  if (ailing > 0) said.push(`${ailing} in trouble`);
  if (unasked > 0) said.push(`${unasked === sources.length ? '' : `${unasked} `}not read yet`);
  return said.length === 0 && sources.length > 0 ? 'all working' : said.join(', ');
}

/** Of some sources, how many did something: “Your source has”, “Your sources have”, “2 of your 5 sources have”. */
function share(some: number, all: number, one: string, several: string): string {
  if (some === all) return some === 1 ? `Your source ${one}` : `Your sources ${several}`;
  return `${count(some)} of your ${counted(all, 'source')} ${some === 1 ? one : several}`;
}

/** What is said where sources have brought no story: what is under way, what is still to come, what went wrong. */
export function whyNoStories(sources: readonly SourceView[], isRefreshing: boolean, isOffline: boolean): { title: string; words: string } {
  if (isRefreshing) return { title: 'The first edition is being set', words: 'Your sources are being read. Stories appear here as they arrive.' };
  const all = sources.length;
  const unasked = sources.filter(({ state }) => state === 'new').length;
  const ailing = sources.filter(isInTrouble).length;
  const said = [];
  if (unasked > 0) said.push(`${share(unasked, all, 'has', 'have')} not been read yet.`);
  if (ailing > 0) said.push(`${share(ailing, all, 'could', 'could')} not be read.`);
  const read = all - unasked - ailing;
  if (read > 0) said.push(`${share(read, all, 'was read and has', 'were read and have')} no article.`);
  if (isOffline && read < all) {
    return { title: 'There is no network', words: [...said, 'Once this computer is connected they are read, at once when you press “Refresh now”.'].join(' ') };
  }
  const title = unasked > 0 ? 'The first edition is still to come' : ailing === all && all > 0 ? 'No source could be read' : 'There are no stories yet';
  said.push(ailing > 0 ? 'What is wrong stands with the sources.' : 'Stories appear here as they arrive.');
  return { title, words: said.join(' ') };
}

/** Those in trouble first, and within each group the order in which they came. */
export function byTrouble(sources: readonly SourceView[]): SourceView[] {
  const rank = (source: SourceView) => (source.state === 'healthy' && source.movedTo !== null ? 2 : RANK[source.state]);
  return sources.map((source, at) => ({ source, at })).sort((a, b) => rank(a.source) - rank(b.source) || a.at - b.at).map(({ source }) => source);
}
