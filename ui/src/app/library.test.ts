import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MockTransport } from '../api/mock/transport';
import { useTransport } from '../api/transport';
import type { LibraryStatus } from '../api/types';
import { watched } from '../test/watched.svelte';
import { LibraryWatch } from './library.svelte';

/** A library of which each status is answered when the test says so. */
function watching() {
  const transport = new MockTransport();
  const works = transport.commands['library_status'];
  const answers: ((change: Partial<LibraryStatus>) => void)[] = [];
  transport.commands['library_status'] = (given) =>
    new Promise((resolve) => answers.push((change) => resolve({ ...(works?.(given) as LibraryStatus), ...change })));
  useTransport(transport);
  const library = new LibraryWatch();
  const answer = async (at: number, change: Partial<LibraryStatus>) => {
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(at));
    answers[at]?.(change);
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  open.push(library);
  return { transport, library, answer };
}

const open: LibraryWatch[] = [];
afterEach(() => {
  for (const library of open.splice(0)) library.close();
});

const FINISHED = { kind: 'refresh_finished', newArticles: 0, failed: 0, cancelled: false, paused: null } as const;

describe('whether a refresh is under way', () => {
  it('is told by the first status', async () => {
    const { library, answer } = watching();
    const started = library.start();
    await answer(0, { refreshing: true });
    await started;
    expect(library.refreshing).toBe(true);
  });

  it('is not told by a status that is older than its end', async () => {
    const { transport, library, answer } = watching();
    const started = library.start();
    await new Promise((resolve) => setTimeout(resolve, 5));
    transport.emit(FINISHED);
    await answer(0, { refreshing: true });
    await started;
    expect(library.refreshing).toBe(false);
  });

  it('is not told so either where another one was refused', async () => {
    const { transport, library, answer } = watching();
    const started = library.start();
    await answer(0, { refreshing: false });
    await started;
    transport.commands['refresh'] = () => {
      throw { code: 'busy', message: 'A refresh is under way.', hint: null, retryable: true };
    };
    const refused = library.refresh().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 5));
    transport.emit(FINISHED);
    await answer(1, { refreshing: true });
    await refused;
    expect(library.refreshing).toBe(false);
    const again = library.refresh().catch(() => {});
    await answer(2, { refreshing: true });
    await again;
    expect(library.refreshing).toBe(true);
  });
});

describe('the status of the library', () => {
  it('is never taken from an answer older than the one that is shown', async () => {
    const { library, answer } = watching();
    const asked = [library.readStatus(), library.readStatus()];
    await answer(1, { articles: 20 });
    expect(library.status?.articles).toBe(20);
    await answer(0, { articles: 10 });
    await Promise.all(asked);
    expect(library.status?.articles).toBe(20);
  });

  it('is taken from an earlier answer where the later one failed', async () => {
    const { transport, library, answer } = watching();
    const first = library.readStatus();
    await new Promise((resolve) => setTimeout(resolve, 5));
    transport.commands['library_status'] = () => {
      throw { code: 'busy', message: 'The library is busy.', hint: null, retryable: true };
    };
    await library.readStatus();
    await answer(0, { articles: 10 });
    await first;
    expect(library.status?.articles).toBe(10);
  });
});

describe('what the sources of a refresh are at', () => {
  it('is shown together, and not anew with every word of one of thousands', () => {
    vi.useFakeTimers();
    const { library } = watching();
    const { seen, stop } = watched(() => library.progress);
    flushSync();
    library.receive({ kind: 'refresh_started', sources: 2_000 });
    flushSync();
    const told = seen.length;
    for (let feed = 1; feed <= 2_000; feed += 1) {
      library.receive({ kind: 'source', finished: feed, sources: 2_000, progress: { feed, title: 'A', step: 'done', newArticles: 0, pending: 0, message: null } });
      flushSync();
    }
    expect([library.finished, seen.length - told]).toEqual([2_000, 0]);
    vi.advanceTimersByTime(1_000);
    flushSync();
    expect([seen.length - told, seen.at(-1)?.size]).toEqual([1, 2_000]);
    library.receive({ kind: 'source', finished: 2_000, sources: 2_000, progress: { feed: 7, title: 'A', step: 'failed', newArticles: 0, pending: 0, message: null } });
    library.receive(FINISHED);
    expect(library.progress.get(7)?.step).toBe('failed');
    stop();
  });
});
