import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper, press } from '../test/paper';

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-choice]')];
const chosen = () => rows().filter((row) => row.classList.contains('chosen')).map((row) => rows().indexOf(row));
const link = (at: number) => rows()[at]?.querySelector('a[data-headline]') as HTMLElement;
const idOf = (at: number) => Number(rows()[at]?.dataset['choice']);
const done = () => screen.queryByTestId('chosen-stories');

async function openSection(before?: Parameters<typeof openPaper>[1]) {
  const opened = openPaper('#/section/politics', before);
  await screen.findByTestId('section-page');
  await waitFor(() => expect(rows().length).toBeGreaterThan(3));
  return opened;
}

async function chooseTwo(): Promise<void> {
  link(0).focus();
  press('ArrowDown', link(0), { shiftKey: true });
  await screen.findByText('2 articles selected');
}

describe('several stories of a list', () => {
  it('are chosen by Ctrl with a click, which opens nothing, and by Shift from there on', async () => {
    const { paper } = await openSection();
    await fireEvent.click(link(0), { ctrlKey: true });
    expect(chosen()).toEqual([0]);
    expect(document.activeElement).toBe(link(0));
    await fireEvent.click(link(3), { shiftKey: true });
    expect(chosen()).toEqual([0, 1, 2, 3]);
    // The range ends elsewhere now.
    await fireEvent.click(link(1), { shiftKey: true });
    expect(chosen()).toEqual([0, 1]);
    await fireEvent.click(link(0), { ctrlKey: true });
    expect(chosen()).toEqual([1]);
    expect(paper.router.current.route.view).toBe('section');
    expect(screen.getByText('1 article selected')).toBeTruthy();
  });

  it('are chosen with Shift and the arrows, one by one with x, and left with Escape, which stays on the page', async () => {
    const { paper } = await openSection();
    link(1).focus();
    press('ArrowDown', link(1), { shiftKey: true });
    await waitFor(() => expect(chosen()).toEqual([1, 2]));
    press('ArrowDown', document.activeElement as Element, { shiftKey: true });
    await waitFor(() => expect(chosen()).toEqual([1, 2, 3]));
    press('ArrowUp', document.activeElement as Element, { shiftKey: true });
    await waitFor(() => expect(chosen()).toEqual([1, 2]));
    link(0).focus();
    press('x');
    await waitFor(() => expect(chosen()).toEqual([0, 1, 2]));
    press('x');
    await waitFor(() => expect(chosen()).toEqual([1, 2]));
    press('Escape');
    await waitFor(() => expect(done()).toBeNull());
    expect(chosen()).toEqual([]);
    expect(paper.router.current.route.view).toBe('section');
  });

  it('have boxes that say which story they choose, the focus on the first', async () => {
    await openSection();
    const button = screen.getByTestId('choose-stories');
    button.focus();
    await fireEvent.click(button);
    const boxes = await screen.findAllByTestId('choose-story');
    await waitFor(() => expect(document.activeElement).toBe(boxes[0]));
    expect(boxes[0]?.getAttribute('aria-label')).toBe(`Select: ${link(0).dataset['headline']}`);
    await fireEvent.click(boxes[0] as Element);
    await fireEvent.click(boxes[2] as Element, { shiftKey: true });
    expect(chosen()).toEqual([0, 1, 2]);
    screen.getByTestId('choose-done').focus();
    await fireEvent.click(screen.getByTestId('choose-done'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('choose-stories')));
  });

  it('are marked as read all at once, and as they were by one undo, also when the message is gone', async () => {
    const { transport, paper } = await openSection({
      before: ({ library }) => library.cards.forEach(({ id }) => library.change(id, { read: id === 1 })),
    });
    await chooseTwo();
    press('m');
    await screen.findByText('2 articles marked as read.');
    const isRead = (at: number) => rows()[at]?.querySelector('[data-read]')?.getAttribute('data-read');
    expect([isRead(0), isRead(1), isRead(2)]).toEqual(['true', 'true', 'false']);
    expect(transport.asked.at(-1)?.given).toEqual({ articles: [idOf(0), idOf(1)], deed: { kind: 'read', read: true } });
    for (const { id } of paper.messages.shown) paper.messages.dismiss(id);
    press('z', document.body, { ctrlKey: true });
    await screen.findByText('2 articles marked as unread again.');
    expect([isRead(0), isRead(1), isRead(2)]).toEqual(['false', 'false', 'false']);
    press('u');
    await screen.findByText('They are unread already.');
  });

  it('are starred, and the stars of all of them are taken away by the same key', async () => {
    const { transport } = await openSection({ before: ({ library }) => library.cards.forEach(({ id }) => library.change(id, { starred: false })) });
    await chooseTwo();
    press('s');
    await screen.findByText('2 articles starred. They are kept for good.');
    expect(screen.getByTestId('chosen-star').textContent).toBe('Take stars away');
    press('s');
    await screen.findByText('2 stars taken away.');
    expect(transport.library.cards.filter(({ starred }) => starred)).toEqual([]);
    press('z', document.body, { ctrlKey: true });
    await screen.findByText('2 articles starred again.');
    expect(transport.library.find(idOf(0)).starred).toBe(true);
  });

  it('are all of the list by Ctrl with a, those too that are not loaded', async () => {
    const { transport } = await openSection({
      before: ({ library }) => {
        library.cards = Array.from({ length: 30 }, (_, at) => ({ ...library.find(1), id: at + 1, section: 'politics' as const, read: false, sortedAt: new Date(Date.UTC(2026, 1, 1 + at)).toISOString() }));
      },
    });
    const loaded = rows().length;
    expect(loaded).toBeLessThan(30);
    press('a', document.body, { ctrlKey: true });
    await screen.findByText('30 articles selected');
    expect(chosen()).toHaveLength(loaded);
    press('m');
    await screen.findByText('30 articles marked as read.');
    expect(transport.library.cards.every(({ read }) => read)).toBe(true);
  });

  it('are all of the starred ones, whose stars go with one key', async () => {
    const { transport } = openPaper('#/starred', {
      before: ({ library }) => {
        library.cards = Array.from({ length: 30 }, (_, at) => ({ ...library.find(1), id: at + 1, starred: true }));
      },
    });
    await waitFor(() => expect(rows().length).toBeGreaterThan(3));
    press('a', document.body, { ctrlKey: true });
    await screen.findByText('30 articles selected');
    press('s');
    await screen.findByText('30 stars taken away.');
    expect(transport.library.cards.some(({ starred }) => starred)).toBe(false);
  });

  it('are put on a reading list that is picked once for all of them', async () => {
    const { transport } = await openSection();
    await chooseTwo();
    press('l');
    await screen.findByText('Add 2 articles to a reading list');
    const ids = [idOf(0), idOf(1)];
    await fireEvent.click((await screen.findAllByTestId('list-option'))[1] as Element);
    await screen.findByText(/^2 articles added to “/);
    expect(screen.queryByTestId('list-option')).toBeNull();
    const list = transport.library.lists[1];
    expect(list?.articles.slice(-2)).toEqual(ids);
    await fireEvent.click(screen.getByRole('button', { name: /^Undo/ }));
    await screen.findByText(/^2 articles taken off “.*” again\.$/);
    expect(list?.articles).not.toContain(ids[0]);
  });

  it('leave a reading list together, and have their places again', async () => {
    const { transport } = openPaper('#/list/2');
    await screen.findAllByTestId('list-entry');
    const order = () => transport.library.lists.find(({ view }) => view.id === 2)?.articles;
    const before = [...(order() ?? [])];
    expect(before).toHaveLength(3);
    await chooseTwo();
    press('Delete');
    await screen.findByText(/^2 articles taken off “/);
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(order()).toEqual(before.slice(2));
    expect(screen.getByText('None selected; Shift takes a range.')).toBeTruthy();
    press('z', document.body, { ctrlKey: true });
    await screen.findByText(/^2 articles on “.*” again, where they were\.$/);
    await waitFor(() => expect(rows()).toHaveLength(3));
    expect(order()).toEqual(before);
  });

  it('stay chosen while one of them is read', async () => {
    const { paper } = await openSection();
    await fireEvent.click(link(0), { ctrlKey: true });
    await fireEvent.click(link(2), { ctrlKey: true });
    await fireEvent.click(link(0));
    await screen.findByTestId('article');
    expect(done()).toBeNull();
    paper.router.back();
    await waitFor(() => expect(chosen()).toEqual([0, 2]));
  });
});
