import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { openPaper, press } from '../test/paper';
import { inventRows } from '../test/rows';

const order = () => screen.getAllByTestId('list-entry').map((entry) => Number(entry.dataset['listArticle']));

describe('a reading list', () => {
  it('is put in order with the keyboard, and the focus goes along', async () => {
    openPaper('#/list/2');
    await screen.findAllByTestId('list-entry');
    expect(order()).toEqual([27, 17, 12]);
    const link = screen.getAllByTestId('list-entry')[0]?.querySelector('a[data-headline]') as HTMLElement;
    link.focus();
    press('ArrowDown', link, { altKey: true });
    await waitFor(() => expect(order()).toEqual([17, 27, 12]));
    await waitFor(() => expect(document.activeElement?.closest('[data-article-id]')?.getAttribute('data-article-id')).toBe('27'));
  });

  it('is put in order with the buttons', async () => {
    const { transport } = openPaper('#/list/2');
    await screen.findAllByTestId('list-entry');
    await fireEvent.click(screen.getByRole('button', { name: /^Move up: Small Shipyards/ }));
    await waitFor(() => expect(order()).toEqual([27, 12, 17]));
    expect(transport.asked.at(-1)).toEqual({ command: 'move_in_list', given: { list: 2, article: 12, to: 1 } });
  });

  it('says where a story is now only where it was moved', async () => {
    const { transport } = openPaper('#/list/2');
    await screen.findAllByTestId('list-entry');
    const works = transport.commands['move_in_list'];
    transport.commands['move_in_list'] = () => {
      throw { code: 'busy', message: 'The library is busy.', hint: null, retryable: true };
    };
    const up = () => screen.getByRole('button', { name: /^Move up: Small Shipyards/ });
    await fireEvent.click(up());
    await screen.findByText('The library is busy.');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(screen.queryByText(/is number 2 of 3 now/)).toBeNull();
    if (works !== undefined) transport.commands['move_in_list'] = works;
    await fireEvent.click(up());
    await screen.findByText(/is number 2 of 3 now/);
  });

  it('has room for the numbers of a long list', async () => {
    openPaper('#/list/1', {
      before: ({ library }) => {
        library.cards = Array.from({ length: 120 }, (_, at) => ({ ...library.find(1), id: at + 1 }));
        library.lists = library.lists.slice(0, 1).map((list) => ({ ...list, articles: library.cards.map(({ id }) => id) }));
      },
    });
    const [entry] = await screen.findAllByTestId('list-entry');
    expect(entry?.parentElement?.classList.contains('hundreds')).toBe(true);
    expect(entry?.parentElement?.classList.contains('thousands')).toBe(false);
  });

  it('of many stories has those that are far from the window as headlines, which are whole as they come near', async () => {
    const { place } = inventRows();
    openPaper('#/list/1', {
      before: ({ library }) => {
        library.cards = Array.from({ length: 60 }, (_, at) => ({ ...library.find(1), id: at + 1, headline: `Story ${at + 1}` }));
        library.lists = library.lists.slice(0, 1).map((list) => ({ ...list, articles: library.cards.map(({ id }) => id) }));
      },
    });
    const entries = await screen.findAllByTestId('list-entry');
    expect(entries).toHaveLength(60);
    const isWhole = (at: number) => entries[at]?.querySelector('[data-testid=remove-from-list]') !== null;
    expect([0, 39, 40, 59].map(isWhole)).toEqual([true, true, false, false]);
    expect(entries[59]?.querySelector('a[data-headline]')?.textContent).toBe('Story 60');
    place(entries[59] as Element, true);
    await waitFor(() => expect(isWhole(59)).toBe(true));
    vi.unstubAllGlobals();
  });

  it('tells how much of it is ready', async () => {
    openPaper('#/list/1');
    expect((await screen.findByTestId('list-size')).textContent).toContain('4 of 5 ready offline');
  });

  it('tells what is missing and why, and fetches just that', async () => {
    const { transport } = openPaper('#/list/1');
    const summary = await screen.findByTestId('offline-summary');
    // How many there are stands above it, once.
    expect(screen.getByTestId('list-page').textContent?.split('4 of 5')).toHaveLength(2);
    expect(summary.textContent).toContain('Missing: 1 text');
    expect(within(summary).getAllByRole('listitem').map((entry) => entry.textContent).join()).toContain('Text: the site asks for a log-in');
    await fireEvent.click(screen.getByTestId('complete-list'));
    await waitFor(() => expect(screen.queryByTestId('offline-summary')).toBeNull());
    await waitFor(() => expect(screen.getByTestId('list-size').textContent).toContain('5 articles, all ready offline'));
    expect(transport.asked.find(({ command }) => command === 'complete_kept')?.given).toEqual({ keeping: { kind: 'list', list: 1 } });
  });

  it('gives the focus to the next story when one is taken off, and Ctrl z puts it back', async () => {
    openPaper('#/list/2');
    await screen.findAllByTestId('list-entry');
    const off = screen.getAllByTestId('remove-from-list')[1] as HTMLElement;
    off.focus();
    await fireEvent.click(off);
    await waitFor(() => expect(order()).toEqual([27, 12]));
    await waitFor(() => expect(document.activeElement?.closest('[data-list-article]')?.getAttribute('data-list-article')).toBe('12'));
    expect(document.activeElement?.getAttribute('data-testid')).toBe('remove-from-list');
    press('z', document.activeElement ?? document.body, { ctrlKey: true });
    await waitFor(() => expect(order()).toEqual([27, 17, 12]));
    await waitFor(() => expect(screen.queryByText('Undo')).toBeNull());
  });

  it('asks before it is deleted', async () => {
    const { transport } = openPaper('#/list/2');
    await fireEvent.click(await screen.findByTestId('delete-list'));
    expect(transport.asked.map(({ command }) => command)).not.toContain('delete_list');
    await fireEvent.click(screen.getByText('Delete the list'));
    await waitFor(() => expect(location.hash).toBe('#/lists'));
    expect(transport.asked.map(({ command }) => command)).toContain('delete_list');
  });
});

describe('adding to a list', () => {
  it('happens from a story, with a new list if wanted', async () => {
    const { transport } = openPaper('#/section/business');
    await fireEvent.click((await screen.findAllByTestId('add-to-list'))[0] as HTMLElement);
    await screen.findAllByTestId('list-option');
    await fireEvent.input(screen.getByTestId('new-list-name'), { target: { value: 'Boats' } });
    await fireEvent.click(screen.getByTestId('new-list-create'));
    await waitFor(() => expect(transport.library.lists.at(-1)).toMatchObject({ view: { name: 'Boats' }, articles: [12] }));
  });

  it('ticks the lists that the story is on, takes it off them, and says so within the dialog', async () => {
    const { transport } = openPaper('#/list/2');
    await fireEvent.click((await screen.findAllByTestId('add-to-list'))[0] as HTMLElement);
    const option = async () => (await screen.findAllByTestId('list-option')).find((known) => known.dataset['listId'] === '2') as HTMLElement;
    expect((await option()).getAttribute('aria-pressed')).toBe('true');
    await fireEvent.click(await option());
    await waitFor(async () => expect((await option()).getAttribute('aria-pressed')).toBe('false'));
    expect(transport.library.lists[1]?.articles).toEqual([17, 12]);
    expect(screen.getByTestId('message').closest('dialog')).not.toBeNull();
    await fireEvent.click(screen.getByLabelText('Close'));
    await waitFor(() => expect(screen.getByTestId('message').closest('dialog')).toBeNull());
  });

  const option = async (list: number) => (await screen.findAllByTestId('list-option')).find((known) => known.dataset['listId'] === String(list)) as HTMLElement;
  const count = async (list: number) => (await option(list)).querySelector('.label')?.textContent;
  const undo = () => press('z', document.body, { ctrlKey: true });

  it('can be undone by Ctrl z, whichever way it went', async () => {
    const { transport } = openPaper('#/list/2');
    await fireEvent.click((await screen.findAllByTestId('add-to-list'))[1] as HTMLElement);
    const train = () => transport.library.lists[1]?.articles;
    await fireEvent.click(await option(2));
    await waitFor(() => expect(train()).toEqual([27, 12]));
    await screen.findByText(/^Taken off “For the train”: “/u);
    // In the dialog itself, and once it is closed.
    await fireEvent.click(await screen.findByText('Undo'));
    await waitFor(() => expect(train()).toEqual([27, 17, 12]));
    await waitFor(async () => expect((await option(2)).getAttribute('aria-pressed')).toBe('true'));
    await waitFor(async () => expect(await count(2)).toBe('3 articles'));
    await fireEvent.click(await option(1));
    await screen.findByText('Added to “Read later”. It is kept for good.');
    await fireEvent.click(screen.getByLabelText('Close'));
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    undo();
    await screen.findByText('Taken off “Read later” again.');
    expect(transport.library.lists[0]?.articles).not.toContain(17);
    undo();
    await screen.findByText('There is nothing to undo.');
  });

  it('begins with the name of a new list when one is typed', async () => {
    const { transport } = openPaper('#/section/business');
    await fireEvent.click((await screen.findAllByTestId('add-to-list'))[0] as HTMLElement);
    const field = screen.getByTestId<HTMLInputElement>('new-list-name');
    const read = await option(1);
    await waitFor(() => expect(document.activeElement).toBe(read));
    for (const key of [' ', 'Enter', 'ArrowDown', 'Tab', 'Shift']) expect(press(key, read).defaultPrevented, key).toBe(false);
    press('a', read, { ctrlKey: true });
    expect(document.activeElement).toBe(read);
    press('B', read, { shiftKey: true });
    await waitFor(() => expect(field.value).toBe('B'));
    expect(document.activeElement).toBe(field);
    // From here on the field has it.
    expect(press('o', field).defaultPrevented).toBe(false);
    expect(transport.asked.map(({ command }) => command)).not.toContain('add_to_list');
  });

  it('goes to and fro with two presses, however quick', async () => {
    const { transport } = openPaper('#/list/2');
    await fireEvent.click((await screen.findAllByTestId('add-to-list'))[1] as HTMLElement);
    const train = await option(2);
    train.click();
    train.click();
    await screen.findByText('Added to “For the train”. It is kept for good.');
    expect(transport.library.lists[1]?.articles).toEqual([27, 12, 17]);
  });
});

describe('a star that is taken away', () => {
  it.each([
    ['the key', () => press('s')],
    ['the button', () => (document.activeElement?.closest('[data-article-id]')?.querySelector('[data-testid=star]') as HTMLElement).click()],
  ])('by %s comes back by Ctrl z', async (_, star) => {
    const { transport } = openPaper('#/section/business', { before: ({ library }) => library.cards.forEach(({ id }) => void library.change(id, { starred: true })) });
    await screen.findAllByTestId('story');
    const starred = () => transport.asked.filter(({ command }) => command === 'set_starred').map(({ given }) => [given['article'], given['starred']]);
    press('j');
    star();
    await screen.findByText('Star taken away.');
    press('j');
    star();
    await waitFor(() => expect(screen.getAllByText('Undo')).toHaveLength(2));
    const [[first] = [], [second] = []] = starred();
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(starred().at(-1)).toEqual([second, true]));
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(starred().at(-1)).toEqual([first, true]));
    await waitFor(() => expect(transport.library.find(first as number).starred).toBe(true));
  });
});

describe('the page of lists', () => {
  it('is gone through by j and k, as stories are', async () => {
    openPaper('#/lists');
    const links = [...(await screen.findAllByTestId('list-link')), screen.getByTestId('highlights-link')];
    for (const [key, at] of [['j', 0], ['j', 1], ['j', 2], ['j', 2], ['k', 1]] as const) {
      press(key);
      expect(document.activeElement).toBe(links[at]);
    }
  });
});
