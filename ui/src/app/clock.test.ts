import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { clock } from './clock.svelte';
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
});
