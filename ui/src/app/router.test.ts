import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Router } from './router.svelte';

describe('the router', () => {
  let router: Router;

  beforeEach(() => {
    history.replaceState(null, '', '#/');
    router = new Router();
  });
  afterEach(() => router.close());

  const popped = () => new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }));

  it('goes on and back, and finds places as they were left', async () => {
    const front = router.current;
    front.recall('page', () => 'what was loaded');
    router.onLeave = () => router.note(840, 7);
    router.go({ view: 'article', article: 7 }, [6, 7, 8]);
    expect(location.hash).toBe('#/article/7');
    expect(router.current.trail).toEqual([6, 7, 8]);

    const back = popped();
    router.back();
    await back;
    expect(router.current).toBe(front);
    expect(router.current.scroll).toBe(840);
    expect(router.current.focused).toBe(7);
    expect(router.current.recall('page', () => 'loaded again')).toBe('what was loaded');

    const forward = popped();
    router.forward();
    await forward;
    expect(router.current.route).toEqual({ view: 'article', article: 7 });
  });

  it('gives up what lay ahead when going elsewhere', async () => {
    router.go({ view: 'lists' });
    const back = popped();
    router.back();
    await back;
    router.go({ view: 'sources' });
    expect(router.current.route).toEqual({ view: 'sources' });
    expect(router.canGoBack).toBe(true);
  });

  it('leafs without a step in the history', async () => {
    router.go({ view: 'article', article: 1 }, [1, 2]);
    router.replace({ view: 'article', article: 2 });
    expect(router.current.trail).toEqual([1, 2]);
    const back = popped();
    router.back();
    await back;
    expect(router.current.route).toEqual({ view: 'front' });
    expect(router.current.focused).toBe(2);
  });

  it('does not go to where it is', () => {
    router.go({ view: 'front' });
    expect(router.canGoBack).toBe(false);
  });

  it('follows an address that was set by hand', async () => {
    const moved = popped();
    location.hash = '#/section/sport';
    await moved;
    expect(router.current.route).toEqual({ view: 'section', section: 'sport' });
  });

  it('keeps what was loaded for the latest places only', () => {
    const first = router.current;
    first.recall('page', () => 'old');
    for (let list = 1; list <= 12; list += 1) router.go({ view: 'list', list });
    expect(first.recall('page', () => 'new')).toBe('new');
  });
});
