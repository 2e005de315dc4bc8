import type { SourceView } from '../api/types';
import { holdsAll } from '../words/folded';
import { isInTrouble } from './sources';

export type WhichSources = 'all' | 'trouble' | 'unread';

/** Which of their sources the reader wants to see. */
export class SourceFinding {
  words = $state('');
  which = $state<WhichSources>('all');

  get isNarrowed(): boolean {
    return this.words.trim() !== '' || this.which !== 'all';
  }

  clear(): void {
    this.words = '';
    this.which = 'all';
  }

  /** Those of some sources that are called so, or lie at such an address or in such a folder. */
  among(sources: readonly SourceView[]): SourceView[] {
    const typed = this.words.trim();
    return sources.filter((source) => {
      if (this.which === 'trouble' && !isInTrouble(source)) return false;
      if (this.which === 'unread' && source.unread === 0) return false;
      const { title, publisherTitle, url, folder, publication } = source;
      return typed === '' || holdsAll(typed, [title, publisherTitle, publication.name, url, folder ?? '']);
    });
  }
}
