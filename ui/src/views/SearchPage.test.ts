import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { MockTransport } from '../api/mock/transport';
import { openPaper, press } from '../test/paper';

describe('a search', () => {
  it('shows what it found as its own language is written', async () => {
    openPaper(`#/search/${encodeURIComponent('الفيضان')}`);
    const snippet = (await screen.findByTestId('search-hit')).querySelector('.snippet');
    expect([snippet?.getAttribute('dir'), snippet?.getAttribute('lang')]).toEqual(['rtl', 'ar']);
  });

  it('follows what is typed, without a step in the history, and leaves the focus there', async () => {
    const { transport } = openPaper('#/search/bread');
    await screen.findAllByTestId('search-hit');
    const steps = history.length;
    const field = screen.getByTestId('search-input') as HTMLInputElement;
    field.focus();
    for (const words of ['h', 'ha', 'harbour']) await fireEvent.input(field, { target: { value: words } });
    await waitFor(() => expect(screen.getByTestId('search-results').dataset['query']).toBe('harbour'));
    await waitFor(() => expect(document.title).toContain('harbour'));
    const searched = transport.asked.filter(({ command }) => command === 'search').map(({ given }) => given['query']);
    expect(searched).toEqual(['bread', 'harbour']);
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe('harbour');
    expect(history.length).toBe(steps);
  });

  it('is sorted as the reader wants it, and remembers that', async () => {
    const { transport, unmount } = openPaper('#/search/bread');
    await screen.findAllByTestId('search-hit');
    const asked = () => transport.asked.filter(({ command }) => command === 'search').map(({ given }) => given['newestFirst']);
    expect(screen.getByTestId<HTMLSelectElement>('search-order').value).toBe('best');
    await fireEvent.change(screen.getByTestId('search-order'), { target: { value: 'newest' } });
    await waitFor(() => expect(asked()).toEqual([false, true]));
    unmount();
    openPaper('#/search/bread');
    await screen.findAllByTestId('search-hit');
    expect(screen.getByTestId<HTMLSelectElement>('search-order').value).toBe('newest');
  });

  it('takes advice at a press', async () => {
    const { paper } = openPaper(`#/search/${encodeURIComponent('after:7d zzzz')}`);
    await fireEvent.click(await screen.findByTestId('take-advice'));
    expect(paper.router.current.route).toEqual({ view: 'search', query: 'zzzz' });
  });

  it('that finds more than it looks at says so', async () => {
    openPaper('#/search/bread', { before: ({ library }) => (library.isCut = true) });
    await screen.findAllByTestId('search-hit');
    expect(screen.getAllByText(/^These are the newest .* that were found\./)).toHaveLength(2);
  });

  it('takes no space away from behind what is typed', async () => {
    const { paper } = openPaper('#/search/bread');
    await screen.findAllByTestId('search-hit');
    const field = screen.getByTestId<HTMLInputElement>('search-input');
    field.focus();
    await fireEvent.input(field, { target: { value: 'harbour ' } });
    await waitFor(() => expect(screen.getByTestId('search-results').dataset['query']).toBe('harbour'));
    await waitFor(() => expect(document.title).toContain('harbour'));
    expect(field.value).toBe('harbour ');
    // However one comes to other words, the field has them.
    paper.router.replace({ view: 'search', query: 'bread' });
    await waitFor(() => expect(field.value).toBe('bread'));
  });

  it('marks what it found in a headline, and leaves the others as they are', async () => {
    openPaper('#/search/bread');
    await screen.findAllByTestId('search-hit');
    const headlines = [...document.querySelectorAll<HTMLElement>('[data-testid=search-hit] a[data-headline]')];
    const holding = headlines.filter((link) => /bread/i.test(link.textContent ?? ''));
    expect(holding.length).toBeGreaterThan(0);
    expect(headlines.filter((link) => link.querySelector('mark') !== null)).toEqual(holding);
    expect(holding[0]?.querySelector('mark')?.textContent?.toLowerCase()).toBe('bread');
    const { library } = new MockTransport();
    expect(library.cards.map(({ headline }) => headline)).toContain(holding[0]?.textContent?.replace(', read', ''));
  });

  it('keeps the focus in its field, and leads from there to what was found', async () => {
    openPaper('#/');
    const field = screen.getByTestId('search-input') as HTMLInputElement;
    field.focus();
    await fireEvent.input(field, { target: { value: 'harbour' } });
    await fireEvent.submit(field.form as HTMLFormElement);
    const [first] = await screen.findAllByTestId('search-hit');
    expect(document.activeElement).toBe(field);
    press('ArrowDown', field);
    expect(first?.contains(document.activeElement)).toBe(true);
    field.focus();
    await fireEvent.submit(field.form as HTMLFormElement);
    expect(first?.contains(document.activeElement)).toBe(true);
  });

  it('is narrowed by lists, which say what its words say', async () => {
    const { transport } = openPaper('#/search/bread');
    await screen.findAllByTestId('search-hit');
    const after = screen.getByTestId('search-after') as HTMLSelectElement;
    await fireEvent.change(after, { target: { value: '7d' } });
    await waitFor(() => expect(screen.getByTestId('search-results').dataset['query']).toBe('after:7d bread'));
    expect((screen.getByTestId('search-input') as HTMLInputElement).value).toBe('after:7d bread');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('“bread”');
    await fireEvent.change(screen.getByTestId('search-is'), { target: { value: 'unread' } });
    await fireEvent.change(after, { target: { value: '' } });
    await waitFor(() => expect(screen.getByTestId('search-results').dataset['query']).toBe('is:unread bread'));
    const searched = transport.asked.filter(({ command }) => command === 'search').map(({ given }) => given['query']);
    expect(searched).toEqual(['bread', 'after:7d bread', 'is:unread after:7d bread', 'is:unread bread']);
    await fireEvent.input(screen.getByTestId('search-input'), { target: { value: 'before:2025 section:sport bread' } });
    await waitFor(() => expect((screen.getByTestId('search-section') as HTMLSelectElement).value).toBe('sport'));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('“before:2025 bread”');
  });

  it('leaves the focus on the list that narrows it, so that keys go through all of its choices', async () => {
    openPaper('#/search/bread');
    await screen.findAllByTestId('search-hit');
    const which = screen.getByTestId<HTMLSelectElement>('search-is');
    which.focus();
    for (const value of ['unread', 'read']) {
      await fireEvent.change(which, { target: { value } });
      await waitFor(() => expect(document.title).toContain('bread'));
      await waitFor(() => expect(screen.getByTestId('search-results').dataset['query']).toBe(`is:${value} bread`));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(document.activeElement).toBe(which);
    }
  });

  it('offers once what it cannot tell apart', async () => {
    openPaper('#/search/bread', {
      before: ({ library }) => {
        library.rename(1, 'The "A" Herald');
        library.rename(2, 'The "B" Herald');
      },
    });
    await screen.findAllByTestId('search-hit');
    const options = () => [...(screen.queryByTestId<HTMLSelectElement>('search-site')?.options ?? [])].map(({ value }) => value);
    await waitFor(() => expect(options().filter((value) => value === 'Herald')).toHaveLength(1));
    expect(new Set(options()).size).toBe(options().length);
  });

  it('shows on its lists only what they know, while more is typed', async () => {
    openPaper('#/search/bread');
    await screen.findAllByTestId('search-hit');
    const list = (name: string) => screen.getByTestId<HTMLSelectElement>(`search-${name}`);
    const type = async (query: string) => {
      await fireEvent.input(screen.getByTestId('search-input'), { target: { value: query } });
      await waitFor(() => expect(screen.getByTestId('search-results').dataset['query']).toBe(query));
      return ['after', 'section', 'is'].map((name) => list(name).value);
    };
    expect(await type('section:sp is:unre after:banana bread')).toEqual(['', '', '']);
    expect(list('section').selectedOptions[0]?.textContent).toBe('any section');
    expect(list('after').options).toHaveLength(4);
    expect(await type('section:Sport is:read after:2026-03 bread')).toEqual(['2026-03', 'sport', 'read']);
    expect(await type('section:"Crime & Justice" after:3w bread')).toEqual(['3w', 'crime', '']);
  });

  it('tells before anything is typed what narrows it', async () => {
    openPaper('#/search/');
    const examples = [...(await screen.findByTestId('search-words')).querySelectorAll('dt')].map((example) => example.textContent ?? '');
    for (const word of ['site:', 'folder:', 'section:', 'author:', 'caption:', 'credit:', 'after:', 'before:', 'is:unread', '-word']) {
      expect(examples.filter((example) => example.startsWith(word)), word).toHaveLength(1);
    }
  });

  it('shows what was found until more is', async () => {
    let answer: (() => void) | null = null as (() => void) | null;
    openPaper('#/search/bread', {
      before: (transport) => {
        const works = transport.commands['search'];
        transport.commands['search'] = (given) => {
          if (given['query'] === 'bread') return works?.(given);
          return new Promise((resolve) => (answer = () => resolve(works?.({ ...given, query: 'no such words' }))));
        };
      },
    });
    const found = await screen.findAllByTestId('search-hit');
    await fireEvent.input(screen.getByTestId('search-input'), { target: { value: 'slow' } });
    await waitFor(() => expect(screen.getByTestId('search-results').dataset['query']).toBe('slow'));
    expect(screen.getAllByTestId('search-hit')).toEqual(found);
    await waitFor(() => expect(answer).not.toBeNull());
    await screen.findByText(/^Still searching/, {}, { timeout: 3_000 });
    answer?.();
    await screen.findByText('Nothing found for “slow”');
    expect(screen.queryByText(/^Still searching/)).toBeNull();
    expect(screen.queryAllByTestId('search-hit')).toEqual([]);
  });

  it('suggests the reader’s own sources and folders while they are typed, by the keyboard', async () => {
    const { transport } = openPaper('#/', { before: ({ library }) => (library.sources = library.sources.map((source) => (source.id === 2 ? { ...source, folder: 'News' } : source))) });
    await screen.findAllByTestId('story');
    const field = screen.getByTestId<HTMLInputElement>('search-input');
    const list = screen.getByTestId('search-suggestions');
    const type = async (words: string) => {
      field.focus();
      await fireEvent.input(field, { target: { value: words } });
    };
    const options = () => [...list.querySelectorAll('[role=option] .name')].map(({ textContent }) => textContent);
    await type('bread site:the');
    await waitFor(() => expect(options()).toEqual(['The Evening Compass', 'The Meridian Post', 'Northern Ledger']));
    await screen.findByText('3 suggestions, by the arrow keys');
    await type('bread site:compass');
    await screen.findByText('1 suggestion, by the arrow keys');
    await type('bread site:the');
    expect([field.getAttribute('role'), field.getAttribute('aria-expanded'), field.getAttribute('aria-activedescendant')]).toEqual(['combobox', 'true', null]);
    press('ArrowDown', field);
    press('ArrowDown', field);
    await waitFor(() => expect(document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent).toContain('The Meridian Post'));
    press('Enter', field);
    await waitFor(() => expect(field.value).toBe('bread site:"The Meridian Post" '));
    expect(options()).toEqual([]);
    await type('folder:n');
    await waitFor(() => expect(options()).toEqual(['News']));
    press('ArrowUp', field);
    press('Tab', field);
    await waitFor(() => expect(field.value).toBe('folder:News '));
    await type('site:w');
    await waitFor(() => expect(options()).not.toEqual([]));
    press('Escape', field);
    await waitFor(() => expect(field.getAttribute('aria-expanded')).toBe('false'));
    expect(document.activeElement).toBe(field);
    // What is typed is searched for as it is where nothing was chosen.
    await type('site:weltblatt');
    await fireEvent.submit(field.form as HTMLFormElement);
    await waitFor(() => expect(transport.asked.find(({ command }) => command === 'search')?.given['query']).toBe('site:weltblatt'));
  });

  it('says that there is no such source, and which is called most alike', async () => {
    openPaper('#/search/site%3Anorthren');
    await screen.findByText('There is no source “northren” in your library.');
    expect(screen.getByTestId('search-hint').textContent).toContain('Northern Ledger');
    expect(screen.queryByText(/^Nothing found/)).toBeNull();
  });

  it('is narrowed to a source and a folder that are there, from lists', async () => {
    openPaper('#/search/bread', { before: ({ library }) => (library.sources = library.sources.map((source) => (source.id === 2 ? { ...source, folder: 'News/Far away' } : source))) });
    const site = await screen.findByTestId<HTMLSelectElement>('search-site');
    expect([...site.options].map(({ textContent }) => textContent)).toContain('Harbour & Hill');
    await fireEvent.change(site, { target: { value: 'Harbour & Hill' } });
    const query = () => screen.getByTestId('search-results').dataset['query'];
    await waitFor(() => expect(query()).toBe('site:"Harbour & Hill" bread'));
    expect(screen.getByTestId<HTMLSelectElement>('search-site').value).toBe('Harbour & Hill');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('“bread”');
    const folder = screen.getByTestId<HTMLSelectElement>('search-folder');
    expect([...folder.options].map(({ textContent }) => textContent)).toEqual(['any folder', 'News', 'News / Far away']);
    await fireEvent.change(folder, { target: { value: 'News/Far away' } });
    await waitFor(() => expect(query()).toBe('folder:"News/Far away" site:"Harbour & Hill" bread'));
    await fireEvent.change(screen.getByTestId('search-site'), { target: { value: '' } });
    await waitFor(() => expect(query()).toBe('folder:"News/Far away" bread'));
  });
});
