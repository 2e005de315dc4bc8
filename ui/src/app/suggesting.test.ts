import { describe, expect, it } from 'vitest';
import { InventedLibrary } from '../api/mock/library';
import { MockTransport } from '../api/mock/transport';
import type { LibraryStatus } from '../api/types';
import { halfAt, suggestionsFor, taken } from './suggesting';

const at = (words: string) => halfAt(words.replace('|', ''), words.indexOf('|'));

describe('what is suggested in a search', () => {
  it('is a source or a folder whose name is being typed', () => {
    expect(at('bread site:cou|rier ferry')).toEqual({ name: 'site', typed: 'cou', from: 11, to: 18 });
    expect(at('-FOLDER:|')).toEqual({ name: 'folder', typed: '', from: 8, to: 8 });
    expect(at('bread Source:cou|')).toEqual({ name: 'site', typed: 'cou', from: 13, to: 16 });
    expect(at('site:"The C|ourier" bread')).toEqual({ name: 'site', typed: 'The C', from: 5, to: 18 });
    expect(at('site:"The C| bread')).toEqual({ name: 'site', typed: 'The C', from: 5, to: 11 });
    for (const words of ['site: |', 'website:x|', 'site|', 'section:sp|', 'site:"The Courier"|', 'site:a b|']) expect(at(words), words).toBeNull();
  });

  it('takes the place of what was typed, and the rest stays', () => {
    const take = (words: string, value: string) => {
      const half = at(words);
      if (half === null) throw new Error(words);
      const { words: changed, caret } = taken(words.replace('|', ''), half, { value, label: value, note: '' });
      return `${changed.slice(0, caret)}|${changed.slice(caret)}`;
    };
    expect(take('bread site:ha|r ferry', 'Harbour & Hill')).toBe('bread site:"Harbour & Hill" |ferry');
    expect(take('-site:"har|', 'Harbour')).toBe('-site:"Harbour" |');
    expect(take('folder:|', 'News/Europe')).toBe('folder:News/Europe |');
    expect(take('site:s|', 'The “Sun” "Daily News"')).toBe('site:"The “Sun”" |');
  });

  it('comes from the library, those first that begin so', async () => {
    const library = new InventedLibrary();
    library.sources = library.sources.map((source) => (source.id === 3 ? { ...source, title: 'The Ledger of Notes', folder: 'Žurnály' } : source));
    const status = await new MockTransport(library).call<LibraryStatus>('library_status', {});
    const found = (name: 'site' | 'folder', typed: string) => suggestionsFor({ name, typed, from: 0, to: 0 }, status, library.sources).map(({ label }) => label);
    expect(found('site', 'notes')).toEqual(['Field Notes', 'The Ledger of Notes']);
    expect(found('site', 'the')).toEqual(['The Evening Compass', 'The Ledger of Notes', 'The Meridian Post', 'Northern Ledger']);
    expect(found('site', '')).toHaveLength(7);
    expect(found('folder', 'zur')).toEqual(['Žurnály']);
    expect(found('folder', 'x')).toEqual([]);
  });
});
