import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { InventedLibrary } from '../api/mock/library';
import { NOW, openPaper, press } from '../test/paper';

/** A long page of one section, with its first story, and the way there and back. */
async function section() {
  const opened = openPaper('#/');
  opened.paper.go({ view: 'section', section: 'politics' });
  await screen.findByTestId('section-page');
  const story = (await screen.findAllByTestId('story'))[1] as HTMLElement;
  const back = async () => {
    await screen.findByTestId('article');
    press('ArrowLeft', document.body, { altKey: true });
    await screen.findByTestId('section-page');
  };
  return { ...opened, story, back };
}

describe('a page of a section', () => {
  it('marks as read what is its own, and nothing of the pages that are opened next', async () => {
    const { paper, transport } = openPaper('#/section/business');
    const unread = async (heading: string) => {
      await waitFor(() => expect(document.querySelector('main h1')?.textContent).toBe(heading));
      return (await screen.findAllByTestId('story')).filter((row) => row.dataset['read'] === 'false').length;
    };
    expect(await unread('Business')).toBeGreaterThan(0);
    press('A');
    await waitFor(async () => expect(await unread('Business')).toBe(0));
    const left = transport.library.cards.filter(({ section, read }) => section === 'politics' && !read).length;
    paper.go({ view: 'section', section: 'politics' });
    expect(await unread('Politics')).toBe(Math.min(left, 12));
    const [first, second] = transport.library.sources.map(({ publication }) => publication);
    paper.go({ view: 'publication', publication: first?.id ?? 0 });
    expect(await unread(first?.name ?? '')).toBeGreaterThan(0);
    press('A');
    await waitFor(async () => expect(await unread(first?.name ?? '')).toBe(0));
    paper.go({ view: 'publication', publication: second?.id ?? 0 });
    expect(await unread(second?.name ?? '')).toBeGreaterThan(0);
  });

  it('opens a story at its first lines, but not while words in them are selected', async () => {
    const { paper, story, back } = await section();
    const lines = story.querySelector('[data-opens]') as HTMLElement;
    const selection = vi.spyOn(document, 'getSelection').mockReturnValue({ isCollapsed: false } as Selection);
    await fireEvent.click(lines);
    expect(paper.router.current.route.view).toBe('section');
    selection.mockRestore();
    await fireEvent.click(lines);
    expect(paper.router.current.route).toEqual({ view: 'article', article: Number(story.dataset['articleId']) });
    await back();
    await waitFor(() => expect(document.activeElement?.closest('[data-article-id]')?.getAttribute('data-article-id')).toBe(story.dataset['articleId']));
    expect(document.activeElement?.matches('[data-headline]')).toBe(true);
  });

  it('has the focus at the link that was opened, and its story where it stood', async () => {
    const { paper, story } = await section();
    const link = story.querySelector('a.publication') as HTMLAnchorElement;
    link.focus();
    let top = 40;
    const rows = vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(() => new DOMRect(0, top, 10, 10));
    await fireEvent.click(link);
    await waitFor(() => expect(paper.router.current.route.view).toBe('publication'));
    const scrolled = vi.spyOn(window, 'scrollBy').mockImplementation(() => {});
    top = 160;
    press('ArrowLeft', document.body, { altKey: true });
    await waitFor(() => expect(document.activeElement?.getAttribute('href')).toBe(link.getAttribute('href')));
    expect(document.activeElement?.closest('[data-testid=section-page]')).not.toBeNull();
    expect(scrolled).toHaveBeenCalledWith({ top: 120, behavior: 'instant' });
    rows.mockRestore();
    scrolled.mockRestore();
  });

  it('begins with the oldest where the reader wants that, in every list and over restarts', async () => {
    const { transport, unmount } = openPaper('#/section/business');
    const listed = () => screen.getAllByTestId('story').map(({ dataset }) => Number(dataset['articleId']));
    await screen.findAllByTestId('story');
    const newest = listed();
    await fireEvent.change(screen.getByTestId('list-order'), { target: { value: 'oldest' } });
    const cards = transport.library.cards.filter(({ section }) => section === 'business');
    const oldest = [...cards].sort((a, b) => a.sortedAt.localeCompare(b.sortedAt)).slice(0, newest.length).map(({ id }) => id);
    await waitFor(() => expect(listed()).toEqual(oldest));
    expect(oldest).not.toEqual(newest);
    unmount();
    const again = openPaper('#/saved');
    await waitFor(() => expect(again.transport.asked).toContainEqual({ command: 'saved_page', given: { oldestFirst: true, after: null } }));
    expect((await screen.findByTestId<HTMLSelectElement>('list-order')).value).toBe('oldest');
  });

  it('marks all of a section as read at once, and takes it back', async () => {
    const { transport } = openPaper('#/section/business');
    const rows = await screen.findAllByTestId('story');
    const unread = () => rows.filter((row) => row.dataset['read'] === 'false').length;
    await screen.findByText('Mark all as read');
    const before = unread();
    expect(before).toBeGreaterThan(0);
    screen.getByText('Mark all as read').focus();
    press('A');
    await waitFor(() => expect(transport.asked.map(({ command }) => command)).toContain('mark_section_read'));
    await waitFor(() => expect(screen.queryByText('Mark all as read')).toBeNull());
    // The button is gone, and the first of the stories is next.
    await waitFor(() => expect(rows[0]?.contains(document.activeElement)).toBe(true));
    expect(unread()).toBe(0);
    expect(screen.getByText(/marked as read\./)).toBeTruthy();
    await fireEvent.click(screen.getByText('Undo'));
    await screen.findByText('Mark all as read');
    expect(unread()).toBe(before);
  });

  it('says so where nothing is left to mark, or where the key does nothing', async () => {
    openPaper('#/section/business', { before: ({ library }) => library.cards.forEach((card) => (card.read = true)) });
    await screen.findAllByTestId('story');
    press('A');
    await screen.findByText('Everything here is read already.');
    expect(screen.queryByText('Undo')).toBeNull();
    press('g');
    press('l');
    await screen.findByTestId('lists');
    press('A');
    await screen.findByText(/works on the front page/);
  });

  it('counts anew what is unread, and undoes it by a key', async () => {
    const { transport, paper } = openPaper('#/section/business');
    await screen.findAllByTestId('story');
    press('U');
    const total = () => screen.getByTestId('total').textContent;
    await waitFor(() => expect(total()).toMatch(/^[1-9]\d* unread articles$/u));
    const before = total();
    press('A');
    await waitFor(() => expect(total()).toBe('0 unread articles'));
    // The library tells of changes for other reasons, too.
    const asked = transport.asked.length;
    paper.library.changed();
    const askedSince = () => transport.asked.slice(asked).filter(({ command }) => command === 'section_page');
    await waitFor(() => expect(askedSince().length).toBeGreaterThan(1), { timeout: 3_000 });
    expect(total()).toBe('0 unread articles');
    paper.messages.shown = [];
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(total()).toBe(before));
    expect(screen.getByText(/marked as unread again\./)).toBeTruthy();
    press('z', document.body, { ctrlKey: true });
    await screen.findByText('There is nothing to undo.');
    expect(transport.asked.filter(({ command }) => command === 'take_back_read')).toHaveLength(1);
  });

  it('shows stories as they arrive in a refresh, where it has none', async () => {
    const { transport, paper } = openPaper('#/section/business', { before: ({ library }) => (library.cards = []) });
    await screen.findByText(/^Nothing under Business/u);
    await waitFor(() => expect(paper.library.status).not.toBeNull());
    vi.useFakeTimers();
    transport.library.cards = new InventedLibrary({ now: NOW }).cards;
    transport.emit({ kind: 'source', finished: 0, sources: 2, progress: { feed: 1, title: 'A', step: 'reading', newArticles: 9, pending: 9, message: null } });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(screen.getAllByTestId('story').length).toBeGreaterThan(0);
  });
});
