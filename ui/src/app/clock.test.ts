import { screen } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { clock } from './clock.svelte';
import { NOW, openPaper } from '../test/paper';
import { watched } from '../test/watched.svelte';

describe('the clock', () => {
  it('moves on what reads it, and stands still when nothing does', async () => {
    vi.useFakeTimers();
    const { seen, stop } = watched(() => clock.now.getTime());
    flushSync();
    await vi.advanceTimersByTimeAsync(120_000);
    flushSync();
    expect(seen.at(-1)).toBe((seen[0] ?? 0) + 120_000);
    stop();
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['#/', new Date(2026, 10, 22, 23, 59, 30).getTime(), 'Sunday 22 November 2026', 'Monday 23 November 2026'],
    ['#/activity', NOW, /^24 min ago,/, /^26 min ago,/],
    ['#/highlights', NOW, /Just now$/, /2 min ago$/],
  ])('moves on what is said at %s', async (page, now, before, later) => {
    vi.useFakeTimers({ now });
    openPaper(page, { before: ({ library }) => void library.highlight(1, 'The bridge stays closed', '') });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(screen.getAllByText(before)).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(screen.queryByText(before)).toBeNull();
    expect(screen.getAllByText(later)).toHaveLength(1);
  });
});
