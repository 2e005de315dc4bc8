import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { InventedLibrary } from '../api/mock/library';
import type { SourceState } from '../api/types';
import { NOW, openPaper, press } from '../test/paper';

/** The sources stay, and have brought nothing. */
function haveNoStories(library: InventedLibrary, stateOf: (at: number) => SourceState): void {
  library.cards = [];
  library.sources = library.sources.slice(0, 6).map((source, at) => ({ ...source, articles: 0, state: stateOf(at) }));
}

describe('the front page', () => {
  it('has the story of the day, the sections in order, and tells when it is painted', async () => {
    openPaper('#/');
    const app = screen.getByTestId('app');
    await waitFor(() => expect(app.dataset['ready']).toBe('true'));
    expect(Number(app.dataset['firstHeadlinesMs'])).toBeGreaterThan(0);
    expect(performance.getEntriesByName('broadsheet:first-headlines').length).toBeGreaterThan(0);
    const sections = [...screen.getByTestId('front-page').querySelectorAll('section[aria-labelledby^="section-"] h2')].map((heading) => heading.textContent);
    expect(sections.slice(0, 3)).toEqual(['Conflict', 'Politics', 'Business']);
    expect(screen.getAllByTestId('story')[0]?.dataset['articleId']).toBe('1');
  });

  it('leads through the stories with j and k, with the focus on them', async () => {
    openPaper('#/');
    const stories = await screen.findAllByTestId('story');
    const focused = () => document.activeElement?.closest('[data-article-id]');
    press('j');
    expect(focused()).toBe(stories[0]);
    press('j');
    expect(focused()).toBe(stories[1]);
    press('k');
    expect(focused()).toBe(stories[0]);
  });

  it('shows a picture once, with the first story that has it', async () => {
    openPaper('#/', {
      before: ({ library }) => {
        const [first] = library.cards.filter(({ lead }) => lead !== null);
        library.cards = library.cards.map((card) => (card.section === 'politics' || card.section === first?.section ? { ...card, lead: first?.lead ?? null } : card));
      },
    });
    await screen.findAllByTestId('story');
    const shown = [...document.querySelectorAll<HTMLImageElement>('[data-testid=front-page] img')].map(({ src }) => src);
    expect(shown.length).toBeGreaterThan(3);
    expect(new Set(shown).size).toBe(shown.length);
    expect(document.querySelector('.story-of-the-day img')).not.toBeNull();
  });

  it('sets a story that is the only one of a section by itself beside its picture, and no other', async () => {
    const { transport } = openPaper('#/', {
      before: ({ library }) => {
        const [lead, alone] = library.cards.filter(({ lead }) => lead !== null);
        library.cards = [lead, alone].flatMap((card, at) => (card === undefined ? [] : [{ ...card, section: at === 0 ? ('conflict' as const) : ('lifestyle' as const) }]));
      },
    });
    const stories = await screen.findAllByTestId('story');
    expect(stories.map((story) => story.querySelector('.beside') !== null)).toEqual([false, true]);
    expect(transport.library.cards).toHaveLength(2);
  });

  it('ends with how much of it is unread, and can be marked as read there', async () => {
    const { paper } = openPaper('#/');
    const end = await screen.findByTestId('front-page-end');
    const unread = new Set([...document.querySelectorAll<HTMLElement>('[data-testid=front-page] [data-read=false]')].map((story) => story.dataset['articleId'])).size;
    expect(unread).toBeGreaterThan(1);
    expect(end.textContent).toContain(`${unread} stories on it are unread.`);
    await fireEvent.click(await screen.findByTestId('end-all-read'));
    const yes = document.querySelector<HTMLElement>('dialog .first');
    if (yes !== null) await fireEvent.click(yes);
    await waitFor(() => expect(end.textContent).toContain('You have read all of it.'));
    await waitFor(() => expect(paper.library.unread).toBe(0));
    await waitFor(() => expect(screen.queryByTestId('end-all-read')).toBeNull());
  });

  it.each([
    ['#/', 'h'], ['#/lists', 'l'], ['#/sources', 's'], ['#/starred', 'f'], ['#/saved', 'k'], ['#/activity', 'a'], ['#/settings', 'b'], ['#/highlights', 'm'],
  ])('is shown from its top by its key where it is open already, as every page that a key leads to: %s', async (hash, key) => {
    const { paper } = openPaper(hash);
    await waitFor(() => expect(paper.ready).toBe(true));
    const scrolled = vi.spyOn(window, 'scrollTo');
    const place = paper.router.current;
    press('j');
    press('g');
    press(key);
    expect(scrolled).toHaveBeenCalledExactlyOnceWith({ top: 0, behavior: 'instant' });
    expect(document.activeElement?.id).toBe('main');
    expect(paper.router.current).toBe(place);
    scrolled.mockRestore();
  });

  it('marks all of the paper as read, asks first where it shows only some, and takes it back', async () => {
    const { transport, paper } = openPaper('#/', {
      before: ({ library }) => {
        const more = library.cards.map((card) => ({ ...card, id: card.id + 1_000, url: `${card.url}/more` }));
        library.cards = [...library.cards, ...more].map((card) => ({ ...card, read: false }));
      },
    });
    await screen.findAllByTestId('story');
    await waitFor(() => expect(paper.library.unread).toBe(transport.library.cards.length));
    press('A');
    const yes = await screen.findByText('Mark all as read', { selector: 'dialog button' });
    expect(document.querySelector('dialog')?.textContent).toContain(`${transport.library.cards.length} unread articles`);
    expect(transport.asked.map(({ command }) => command)).not.toContain('mark_paper_read');
    // What comes in after the page was set nobody has seen.
    const [first] = transport.library.cards;
    if (first !== undefined) transport.library.cards.push({ ...first, id: 987_654 });
    await fireEvent.click(yes);
    await waitFor(() => expect(transport.library.cards.filter(({ read }) => !read).map(({ id }) => id)).toEqual([987_654]));
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    expect(screen.getAllByTestId('story').every(({ dataset }) => dataset['read'] === 'true')).toBe(true);
    await fireEvent.click(screen.getByText('Undo'));
    await waitFor(() => expect(transport.library.cards.every(({ read }) => !read)).toBe(true));
  });

  it('marks all as read unasked where all of it is in sight', async () => {
    const { transport, paper } = openPaper('#/', { before: ({ library }) => library.cards.forEach(({ id }) => library.change(id, { read: id !== 1 })) });
    await screen.findAllByTestId('story');
    await waitFor(() => expect(paper.library.unread).toBe(1));
    await fireEvent.click(screen.getAllByText('Mark all as read')[0] as HTMLElement);
    await waitFor(() => expect(transport.library.cards.every(({ read }) => read)).toBe(true));
    expect(document.querySelector('dialog')).toBeNull();
    await waitFor(() => expect(screen.queryByText('Mark all as read')).toBeNull());
    press('A');
    await screen.findByText('Everything in your paper is read already.');
  });

  it('marks as read only by opening', async () => {
    const { transport } = openPaper('#/');
    await screen.findAllByTestId('story');
    press('j');
    press('j');
    expect(transport.asked.map(({ command }) => command)).not.toContain('set_read');
    expect(transport.asked.map(({ command }) => command)).not.toContain('open_article');
    await fireEvent.click(document.activeElement as HTMLElement);
    await screen.findByTestId('article');
    expect(transport.asked.map(({ command }) => command)).toContain('open_article');
  });

  it('is read again when the library says that it changed', async () => {
    const { transport, paper } = openPaper('#/');
    await screen.findAllByTestId('story');
    const before = transport.asked.filter(({ command }) => command === 'front_page').length;
    await waitFor(() => expect(paper.library.status).not.toBeNull());
    for (let time = 0; time < 20; time += 1) transport.emit({ kind: 'changed' });
    await waitFor(() => expect(transport.asked.filter(({ command }) => command === 'front_page')).toHaveLength(before + 1), { timeout: 3_000 });
  });

  it('welcomes a reader without sources and offers three ways in', async () => {
    openPaper('#/', { empty: true });
    await screen.findByTestId('welcome');
    await fireEvent.click(screen.getByTestId('welcome-page'));
    expect(await screen.findByTestId('address-input')).toBeTruthy();
    expect(screen.getByTestId('welcome-source')).toBeTruthy();
    expect(screen.getByTestId('welcome-file')).toBeTruthy();
  });

  it('says so where there is no network to read the sources for the first time', async () => {
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    openPaper('#/', { before: ({ library }) => haveNoStories(library, () => 'new') });
    const notice = (await screen.findByText('There is no network')).closest('section');
    expect(notice?.textContent).toContain('Your sources have not been read yet.');
    online.mockReturnValue(true);
    window.dispatchEvent(new Event('online'));
    await screen.findByText('The first edition is still to come');
    expect(screen.queryByTestId('offline')).toBeNull();
    online.mockRestore();
  });

  it.each<[string, (at: number) => SourceState, string]>([
    ['There are no stories yet', () => 'healthy', 'Your sources were read and have no article. Stories appear here as they arrive.'],
    ['No source could be read', () => 'failing', 'Your sources could not be read. What is wrong stands with the sources.'],
    ['There are no stories yet', (at) => (at === 0 ? 'gone' : 'healthy'), '1 of your 6 sources could not be read. 5 of your 6 sources were read and have no article.'],
    ['The first edition is still to come', (at) => (at < 2 ? 'new' : 'healthy'), '2 of your 6 sources have not been read yet.'],
  ])('says “%s” where that is so, and that they are read while they are', async (title, stateOf, words) => {
    const { transport } = openPaper('#/', { before: ({ library }) => haveNoStories(library, stateOf) });
    const notice = (await screen.findByText(title)).closest('section');
    expect(notice?.textContent).toContain(words);
    const button = screen.getByText('Refresh now');
    button.focus();
    transport.emit({ kind: 'refresh_started', sources: 6 });
    await screen.findByText('The first edition is being set');
    expect([document.activeElement, button.getAttribute('aria-disabled')]).toEqual([button, 'true']);
  });

  it('comes back from the search box to the story that had the focus, with what was typed still there', async () => {
    openPaper('#/');
    const stories = await screen.findAllByTestId('story');
    press('j');
    press('j');
    press('/');
    const field = screen.getByTestId<HTMLInputElement>('search-input');
    expect(document.activeElement).toBe(field);
    await fireEvent.input(field, { target: { value: 'bread' } });
    press('Escape', field);
    expect(document.activeElement?.closest('[data-article-id]')).toBe(stories[1]);
    expect(field.value).toBe('bread');
    press('j');
    expect(document.activeElement?.closest('[data-article-id]')).toBe(stories[2]);
  });

  it('says what went wrong and tries again', async () => {
    openPaper('#/', {
      before: (transport) => {
        const works = transport.commands['front_page'];
        transport.commands['front_page'] = () => {
          if (works !== undefined) transport.commands['front_page'] = works;
          throw { code: 'internal', message: 'The library is in use.', hint: 'Close the other program.', retryable: true };
        };
      },
    });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The library is in use.');
    expect(alert.textContent).toContain('Close the other program.');
    await fireEvent.click(screen.getByText('Try again'));
    expect((await screen.findAllByTestId('story')).length).toBeGreaterThan(5);
  });

  it('words an error that is none of the library’s own', async () => {
    openPaper('#/', {
      before: (transport) => {
        transport.commands['front_page'] = () => {
          throw new Error('boom');
        };
      },
    });
    expect((await screen.findByRole('alert')).textContent).toContain('boom');
  });

  it('shows stories as they arrive in a refresh, where it has none, and does not move where it has', async () => {
    const { transport, paper } = openPaper('#/', { before: ({ library }) => haveNoStories(library, () => 'new') });
    await screen.findByText('The first edition is still to come');
    await waitFor(() => expect(paper.library.status).not.toBeNull());
    const { cards } = new InventedLibrary({ now: NOW });
    const asked = () => transport.asked.filter(({ command }) => command === 'front_page').length;
    const arrive = (newArticles: number) =>
      transport.emit({ kind: 'source', finished: 0, sources: 2, progress: { feed: 1, title: 'A', step: 'reading', newArticles, pending: 9, message: null } });
    vi.useFakeTimers();
    arrive(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked()).toBe(1);
    transport.library.cards = cards.slice(0, 3);
    arrive(1);
    arrive(2);
    arrive(3);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(asked()).toBe(2);
    expect(screen.getAllByTestId('story').length).toBeGreaterThan(0);
    // A first edition goes on being set until the reader moves on in it.
    arrive(4);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(asked()).toBe(3);
    vi.spyOn(window, 'scrollY', 'get').mockReturnValue(300);
    arrive(5);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked()).toBe(3);
  });

  it('stays as it is in a refresh where it has stories', async () => {
    const { transport } = openPaper('#/');
    await screen.findAllByTestId('story');
    const asked = () => transport.asked.filter(({ command }) => command === 'front_page').length;
    expect(asked()).toBe(1);
    vi.useFakeTimers();
    transport.emit({ kind: 'source', finished: 0, sources: 2, progress: { feed: 1, title: 'A', step: 'reading', newArticles: 5, pending: 9, message: null } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked()).toBe(1);
  });
});
