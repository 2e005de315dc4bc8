import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { openPaper, press } from '../test/paper';

const names = () => screen.queryAllByTestId('source-row').map((row) => row.querySelector('.title')?.textContent);
const row = (name: string) => screen.getAllByTestId('source-row').find((each) => each.querySelector('.title')?.textContent === name) as HTMLElement;

async function openSources() {
  const opened = openPaper('#/sources');
  await screen.findAllByTestId('source-row');
  return opened;
}

describe('the list of sources', () => {
  it('is searched by name, address and folder, however that is written, and remembers it', async () => {
    const { paper, transport } = await openSources();
    transport.library.sources = transport.library.sources.map((source) => (source.id === 4 ? { ...source, folder: 'Matinées' } : source));
    const field = screen.getByTestId<HTMLInputElement>('find-source');
    await fireEvent.input(field, { target: { value: 'HARBÖUR' } });
    expect(names()).toEqual(['Harbour & Hill']);
    await fireEvent.input(field, { target: { value: 'org/6 welt' } });
    expect(names()).toEqual(['Weltblatt']);
    paper.go({ view: 'activity' });
    await screen.findByTestId('activity');
    paper.router.back();
    await waitFor(() => expect(names()).toEqual(['Weltblatt']));
    const again = screen.getByTestId<HTMLInputElement>('find-source');
    expect(again.value).toBe('org/6 welt');
    await fireEvent.input(again, { target: { value: 'matinees' } });
    await waitFor(() => expect(names()).toEqual(['The Evening Compass']));
    await fireEvent.input(again, { target: { value: 'nowhere' } });
    await screen.findByText('No source matches “nowhere”');
    press('Escape', again);
    await waitFor(() => expect(names()).toHaveLength(6));
    expect(again.value).toBe('');
  });

  it('shows those in trouble alone, or those with something unread, and Escape shows all', async () => {
    const { paper, transport } = await openSources();
    await fireEvent.click(screen.getByTestId('which-trouble'));
    expect(screen.getAllByTestId('source-row').map(({ dataset }) => dataset['state'])).toEqual(['failing', 'gone']);
    press('Escape', document.body);
    await waitFor(() => expect(names()).toHaveLength(6));
    expect(paper.router.current.route.view).toBe('sources');
    // Where all have something unread, nobody is offered to see those alone.
    expect(screen.queryByTestId('which-unread')).toBeNull();
    for (const card of transport.library.cards) if (card.publication.id !== 2) transport.library.change(card.id, { read: true });
    transport.library.change(transport.library.cards.find(({ publication }) => publication.id === 2)?.id ?? 0, { read: false });
    paper.library.changed();
    await fireEvent.click(await screen.findByTestId('which-unread', {}, { timeout: 3_000 }));
    expect(names()).toEqual(['Harbour & Hill']);
  });

  it('says how much of each is unread, which leads to what it brought', async () => {
    const { transport } = await openSources();
    const link = within(row('Harbour & Hill')).getByTestId('source-unread');
    const unread = transport.library.cards.filter(({ publication, read }) => publication.id === 2 && !read);
    expect(link.textContent).toBe(String(unread.length));
    expect(link.getAttribute('aria-label')).toBe(`${unread.length} unread articles from Harbour & Hill`);
    await fireEvent.click(link);
    await screen.findByTestId('source-articles');
    await screen.findByRole('heading', { level: 1, name: 'Harbour & Hill' });
    press('A');
    await waitFor(() => expect(transport.asked.find(({ command }) => command === 'mark_sources_read')?.given['feeds']).toEqual([2]));
  });

  it('keeps what is done seldom behind one button, for the keyboard too', async () => {
    const { paper } = await openSources();
    const opener = within(row('Harbour & Hill')).getByTestId('source-more');
    expect([opener.getAttribute('aria-haspopup'), opener.getAttribute('aria-expanded')]).toEqual(['menu', 'false']);
    opener.focus();
    press('ArrowDown', opener);
    const menu = await screen.findByRole('menu');
    const items = within(menu).getAllByRole('menuitem');
    await waitFor(() => expect(document.activeElement).toBe(items[0]));
    expect(items.map(({ textContent }) => textContent)).toEqual(['Fetch now', 'Mark all as read', 'Rename…', 'Move…', 'Unsubscribe…']);
    press('ArrowUp');
    expect(document.activeElement).toBe(items.at(-1));
    press('Escape');
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
    expect(document.activeElement).toBe(opener);
    expect(paper.router.current.route.view).toBe('sources');
    await fireEvent.click(opener);
    await fireEvent.click(await screen.findByTestId('rename-source'));
    expect((await screen.findByTestId<HTMLInputElement>('rename-source-name')).value).toBe('Harbour & Hill');
  });
});

describe('several sources', () => {
  const boxes = () => screen.getAllByTestId<HTMLInputElement>('select-source');

  it('are chosen one by one, as a range, or all that are shown, and left with Escape', async () => {
    await openSources();
    expect(screen.queryByTestId('select-source')).toBeNull();
    await fireEvent.click(screen.getByTestId('select-sources'));
    await fireEvent.click(boxes()[1] as HTMLElement);
    await fireEvent.click(boxes()[3] as HTMLElement, { shiftKey: true });
    expect(boxes().map(({ checked }) => checked)).toEqual([false, true, true, true, false, false]);
    const bar = screen.getByTestId('selected-sources');
    expect(bar.textContent).toContain('3 sources selected');
    await fireEvent.click(screen.getByTestId('select-none'));
    await fireEvent.input(screen.getByTestId('find-source'), { target: { value: 'the' } });
    await fireEvent.click(screen.getByTestId('select-shown'));
    expect(bar.textContent).toContain(`${names().length} sources selected`);
    press('Escape', document.body);
    await waitFor(() => expect(screen.queryByTestId('selected-sources')).toBeNull());
    expect(screen.queryByTestId('select-source')).toBeNull();
  });

  it('have what is done with them at the foot of the window, where messages and a refresh keep clear of it', async () => {
    const height = vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(51);
    await openSources();
    const room = () => document.documentElement.style.getPropertyValue('--bar-room');
    expect(room()).toBe('');
    await fireEvent.click(screen.getByTestId('select-sources'));
    expect(room()).toBe('51px');
    await fireEvent.click(screen.getByTestId('select-done'));
    await waitFor(() => expect(room()).toBe(''));
    height.mockRestore();
  });

  it('are moved, fetched, marked as read and left together, after one question', async () => {
    const { transport } = await openSources();
    const asked = (command: string) => transport.asked.filter((one) => one.command === command).map(({ given }) => given);
    await fireEvent.click(screen.getByTestId('select-sources'));
    expect(screen.getByTestId('selected-move').getAttribute('aria-disabled')).toBe('true');
    const chosen = ['Harbour & Hill', 'Weltblatt'];
    for (const name of chosen) await fireEvent.click(within(row(name)).getByTestId('select-source'));
    await fireEvent.click(screen.getByTestId('selected-move'));
    await fireEvent.input(await screen.findByTestId('new-folder-name'), { target: { value: 'Mornings' } });
    await fireEvent.click(screen.getByTestId('move-source-submit'));
    await waitFor(() => expect(asked('move_to_folder')).toEqual([{ feeds: [2, 6], folder: 'Mornings' }]));
    await waitFor(() => expect(screen.getAllByTestId('message').at(-1)?.textContent).toContain('2 sources lie in “Mornings”'));
    await fireEvent.click(screen.getByTestId('selected-read'));
    await waitFor(() => expect(asked('mark_sources_read')).toEqual([{ feeds: [2, 6], through: null }]));
    await screen.findByText('Undo');
    await fireEvent.click(screen.getByTestId('selected-fetch'));
    await waitFor(() => expect(asked('refresh')).toEqual([{ feeds: [2, 6] }]));
    await fireEvent.click(screen.getByTestId('selected-unsubscribe'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('Unsubscribe from 2 sources?');
    expect(dialog.textContent).toContain('what you starred, saved or put on a list is kept for good');
    await fireEvent.click(within(dialog).getByText('Unsubscribe'));
    await waitFor(() => expect(asked('unsubscribe')).toEqual([{ feeds: [2, 6] }]));
    await waitFor(() => expect(names()).toHaveLength(4), { timeout: 4_000 });
    expect(screen.queryByTestId('selected-sources')).toBeNull();
  });

  it('are put back where they lay, and followed again, when that is undone', async () => {
    const { transport, paper } = await openSources();
    transport.library.sources = transport.library.sources.map((source) => (source.id === 2 ? { ...source, folder: 'Mornings', access: 'password' } : source));
    paper.library.changed();
    await waitFor(() => expect(row('Harbour & Hill').closest('section')?.dataset['folder']).toBe('Mornings'), { timeout: 4_000 });
    const asked = (command: string) => transport.asked.filter((one) => one.command === command).map(({ given }) => given);
    const messages = () => screen.getAllByTestId('message').map(({ textContent }) => textContent).join(' ');
    await fireEvent.click(screen.getByTestId('select-sources'));
    for (const name of ['Harbour & Hill', 'Weltblatt']) await fireEvent.click(within(row(name)).getByTestId('select-source'));
    await fireEvent.click(screen.getByTestId('selected-move'));
    await fireEvent.input(await screen.findByTestId('new-folder-name'), { target: { value: 'Abroad' } });
    await fireEvent.click(screen.getByTestId('move-source-submit'));
    await waitFor(() => expect(messages()).toContain('2 sources lie in “Abroad”'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(asked('move_to_folder').slice(1)).toEqual([{ feeds: [2], folder: 'Mornings' }, { feeds: [6], folder: null }]));
    await waitFor(() => expect(messages()).toContain('2 sources lie where they lay before.'));
    await fireEvent.click(screen.getByTestId('selected-unsubscribe'));
    await fireEvent.click(within(await screen.findByRole('dialog')).getByText('Unsubscribe'));
    await waitFor(() => expect(messages()).toContain('You follow 2 sources no more.'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(asked('follow_again')).toEqual([{ feeds: [2, 6] }]));
    await waitFor(() => expect(messages()).toContain('You follow 2 sources again. Sign in anew to 1 of them.'));
    await waitFor(() => expect(names()).toContain('Weltblatt'), { timeout: 4_000 });
  });

  it('has the focus at the row that was renamed or moved, and goes into and out of choosing with it', async () => {
    const { transport } = await openSources();
    const more = () => within(row('Weltblatt')).getByTestId('source-more');
    more().focus();
    await fireEvent.click(more());
    await fireEvent.click(within(row('Weltblatt')).getByTestId('move-source'));
    await fireEvent.input(await screen.findByTestId('new-folder-name'), { target: { value: 'Abroad' } });
    await fireEvent.click(screen.getByTestId('move-source-submit'));
    await waitFor(() => expect(row('Weltblatt').closest('section')?.dataset['folder']).toBe('Abroad'), { timeout: 3_000 });
    expect(transport.asked.some(({ command }) => command === 'move_to_folder')).toBe(true);
    await waitFor(() => expect(document.activeElement).toBe(more()));
    const select = screen.getByTestId('select-sources');
    select.focus();
    await fireEvent.click(select);
    await waitFor(() => expect(document.activeElement).toBe(screen.getAllByTestId('select-source')[0]));
    screen.getByTestId('select-done').focus();
    await fireEvent.click(screen.getByTestId('select-done'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('select-sources')));
  });
});
