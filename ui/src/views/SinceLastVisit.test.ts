import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { MockTransport } from '../api/mock/transport';
import { openPaper, press } from '../test/paper';

const MORNING = '2026-11-22T08:10:00';

const since = (through: number) => ({ before: ({ library }: MockTransport) => void (library.lastVisit = { through, endedAt: new Date(MORNING).toISOString() }) });
const times = () => [...document.querySelectorAll<HTMLElement>('main [data-article-id]')].map((story) => ({
  id: Number(story.dataset['articleId']),
  words: story.querySelector('time')?.textContent ?? '',
}));

describe('what came since the last visit', () => {
  it('is counted on the front page, told by the times of its stories, and listed behind a link', async () => {
    const { transport } = openPaper('#/', since(10));
    const line = await screen.findByTestId('since-last-visit');
    const newer = transport.library.cards.filter(({ id }) => id > 10).length;
    expect(line.textContent.replace(/\s+/gu, ' ').trim()).toMatch(new RegExp(`^${newer} new stories since .*08:10$`, 'u'));
    for (const { id, words } of times()) if (words !== '') expect(words.includes('new since your last visit')).toBe(id > 10);
    expect(times().some(({ id }) => id > 10) && times().some(({ id }) => id <= 10)).toBe(true);
    await fireEvent.click(line.querySelector('a') as Element);
    await screen.findByTestId('new-page');
    await waitFor(() => expect(screen.getByTestId('total').textContent).toBe(`${newer} articles`));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/^New since .*08:10$/u);
    press('A', document.body);
    await screen.findByText(/marked as read\.$/u);
    expect(transport.library.cards.filter(({ read }) => !read).every(({ id }) => id <= 10)).toBe(true);
  });

  it('is nothing where nothing came, and is not spoken of in the first visit', async () => {
    const { unmount } = openPaper('#/', since(1_000));
    expect((await screen.findByTestId('since-last-visit')).textContent.trim()).toMatch(/^Nothing new since .*08:10$/u);
    unmount();
    openPaper('#/');
    await screen.findByTestId('front-page');
    await waitFor(() => expect(document.querySelector('main [data-article-id]')).not.toBeNull());
    expect(screen.queryByTestId('since-last-visit')).toBeNull();
    expect(times().some(({ words }) => words.includes('new since'))).toBe(false);
    press('g');
    press('n');
    await screen.findByText('This is your first visit');
  });

  it('is known by what the reader does in the window, of which the library is told now and then', async () => {
    const now = vi.spyOn(Date, 'now').mockReturnValue(5_000_000_000_000);
    const { transport } = openPaper('#/');
    const told = () => transport.asked.filter(({ command, given }) => command === 'last_visit' && given['here'] === true).length;
    await screen.findByTestId('front-page');
    expect(told()).toBe(1);
    press('j');
    expect(told()).toBe(1);
    now.mockReturnValue(5_000_000_000_000 + 6 * 60_000);
    press('j');
    expect(told()).toBe(2);
    now.mockRestore();
  });

  it('is counted again when more arrives', async () => {
    const { transport } = openPaper('#/', since(10));
    const line = await screen.findByTestId('since-last-visit');
    transport.library.lastVisit = { through: 9, endedAt: new Date(MORNING).toISOString() };
    const before = line.textContent;
    transport.emit({ kind: 'changed' });
    await waitFor(() => expect(screen.getByTestId('since-last-visit').textContent).not.toBe(before), { timeout: 3_000 });
  });
});
