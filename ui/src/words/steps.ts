import type { SourceProgress, SourceStep } from '../api/types';
import { counted } from './sizes';

const WORDS: Readonly<Record<SourceStep, string>> = {
  waiting: 'Waiting',
  fetching: 'Fetching',
  reading: 'Reading articles',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
};

const ORDER: Readonly<Record<SourceStep, number>> = { failed: 0, reading: 1, fetching: 2, waiting: 3, cancelled: 4, done: 5 };

/** What a source in a refresh is at, or what came of it. */
export function stepWords(progress: SourceProgress): string {
  if (progress.message !== null) return progress.message;
  if (progress.step === 'done' && progress.newArticles > 0) return `${progress.newArticles} new`;
  if (progress.step === 'reading' && progress.pending > 0) return `${counted(progress.pending, 'article')} to go`;
  return WORDS[progress.step];
}

/** Those that failed first, then those at work, then those that are done. */
export function bySteps(rows: Iterable<SourceProgress>): SourceProgress[] {
  return [...rows].sort((a, b) => ORDER[a.step] - ORDER[b.step]);
}
