import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper, press } from '../test/paper';

const rows = () => screen.queryAllByTestId('story');
const ids = () => rows().map((row) => Number(row.dataset['articleId']));
const box = () => screen.getByTestId<HTMLInputElement>('unread-only');

/** A section with one article that was read before. */
async function section() {
  const opened = openPaper('#/section/business', {
    before: ({ library }) => {
      const [first] = library.cards.filter((card) => card.section === 'business');
      for (const card of library.cards) library.change(card.id, { read: card.id === first?.id });
    },
  });
  await screen.findByTestId('section-page');
  await waitFor(() => expect(rows().length).toBeGreaterThan(2));
  return { ...opened, all: ids() };
}

describe('a list of what is unread', () => {
  it('hides what was read, by a key, and says how much is left', async () => {
    const { all } = await section();
    const wasRead = Number(rows().find((row) => row.dataset['read'] === 'true')?.dataset['articleId']);
    expect(box().checked).toBe(false);
    press('U');
    await waitFor(() => expect(ids()).toEqual(all.filter((id) => id !== wasRead)));
    expect(box().checked).toBe(true);
    expect(screen.getByTestId('total').textContent).toBe(`${all.length - 1} unread articles`);
    press('U');
    await waitFor(() => expect(ids()).toEqual(all));
    // How it was before is said no more.
    expect(screen.getAllByTestId('message').map(({ textContent }) => textContent?.trim())).toEqual(['All articles.']);
  });

  it('keeps what is read in it until the reader leaves it', async () => {
    const { paper, transport } = await section();
    await fireEvent.click(box());
    await waitFor(() => expect(screen.getByTestId('total').textContent).toContain('unread'));
    const [first, ...others] = ids();
    await paper.markRead(first as number, true);
    const asked = transport.asked.length;
    transport.emit({ kind: 'changed' });
    await waitFor(() => expect(transport.asked.slice(asked).map(({ command }) => command)).toContain('section_page'), { timeout: 3_000 });
    await waitFor(() => expect(rows()[0]?.dataset['read']).toBe('true'));
    expect(ids()).toEqual([first, ...others]);
    // Whoever comes anew finds what is left. A clock has no finer steps.
    await new Promise((resolve) => setTimeout(resolve, 3));
    paper.go({ view: 'front' });
    await screen.findByTestId('front-page');
    paper.go({ view: 'section', section: 'business' });
    await screen.findByTestId('section-page');
    await waitFor(() => expect(ids()).toEqual(others));
  });

  it('counts what is left as the reader reads, also beside it', async () => {
    const { paper, all } = await section();
    await fireEvent.click(box());
    const total = () => screen.getByTestId('total').textContent;
    await waitFor(() => expect(total()).toBe(`${all.length - 1} unread articles`));
    const nav = () => document.querySelector('nav a[href="#/section/business"]')?.getAttribute('title');
    await waitFor(() => expect(nav()).toBe(`${all.length - 1} unread`));
    await fireEvent.click(rows()[0]?.querySelector('a[data-headline]') as HTMLElement);
    await screen.findByTestId('article');
    await waitFor(() => expect(nav()).toBe(`${all.length - 2} unread`), { timeout: 3_000 });
    paper.router.back();
    await screen.findByTestId('section-page');
    await waitFor(() => expect(total()).toBe(`${all.length - 2} unread articles`));
    expect(rows().length).toBe(all.length - 1);
  });

  it('is so for the next window and for publications too, and says when nothing is left', async () => {
    const { unmount } = await section();
    press('U');
    await waitFor(() => expect(box().checked).toBe(true));
    unmount();
    openPaper('#/publication/1', { before: ({ library }) => library.cards.forEach((card) => (card.read = true)) });
    expect(await screen.findByText('Nothing unread here')).toBeTruthy();
  });
});

describe('a front page of what is unread', () => {
  const read = () => screen.getAllByTestId('story').filter((story) => story.dataset['read'] === 'true').length;

  it('leaves out what was read, by a key, and keeps what is read on it', async () => {
    const { paper, transport } = openPaper('#/', {
      before: ({ library }) => library.cards.forEach(({ id }) => library.change(id, { read: id <= 3 })),
    });
    await screen.findAllByTestId('story');
    expect(ids()[0]).toBe(1);
    press('U');
    await waitFor(() => expect(ids()[0]).toBe(4));
    expect(box().checked).toBe(true);
    expect(read()).toBe(0);
    expect(screen.getAllByText(/^\d+ unread$/u).length).toBeGreaterThan(2);
    const shown = ids();
    await paper.markRead(4, true);
    const asked = transport.asked.length;
    transport.emit({ kind: 'changed' });
    await waitFor(() => expect(transport.asked.slice(asked).map(({ command }) => command)).toContain('front_page'), { timeout: 3_000 });
    await waitFor(() => expect(read()).toBeGreaterThan(0));
    expect(ids()).toEqual(shown);
    await fireEvent.click(box());
    await waitFor(() => expect(ids()[0]).toBe(1));
  });

  it('says when nothing is left, and shows the rest when it is asked for', async () => {
    localStorage.setItem('broadsheet.unread-only', 'true');
    openPaper('#/', { before: ({ library }) => library.cards.forEach((card) => (card.read = true)) });
    await screen.findByText('Nothing unread is left');
    await fireEvent.click(screen.getByText('Show what was read too'));
    await waitFor(() => expect(ids()[0]).toBe(1));
    expect(box().checked).toBe(false);
  });
});

describe('the page of what is saved', () => {
  it('is reached by its key and its name, and holds what is kept with how it stands', async () => {
    const { paper, transport } = openPaper('#/');
    await screen.findAllByTestId('story');
    press('g', document.body);
    press('k', document.body);
    await screen.findByTestId('saved-page');
    expect(screen.getByTestId('nav-saved').getAttribute('aria-current')).toBe('page');
    const kept = transport.library.cards.filter((card) => card.kept || card.lists.length > 0).map(({ id }) => id);
    await waitFor(() => expect(new Set(ids())).toEqual(new Set(kept)));
    expect((await screen.findByTestId('offline-summary')).textContent).toContain('without a network');
    expect(screen.queryByTestId('unread-only')).toBeNull();
    expect(paper.router.current.route.view).toBe('saved');
  });
});
