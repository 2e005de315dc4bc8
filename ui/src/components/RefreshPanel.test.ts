import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { MockTransport } from '../api/mock/transport';
import { openPaper, press } from '../test/paper';

async function refreshed(failed: number) {
  const { transport, paper } = openPaper('#/article/1');
  await screen.findByTestId('article');
  await waitFor(() => expect(paper.library.status).not.toBeNull());
  vi.useFakeTimers();
  transport.emit({ kind: 'refresh_started', sources: 1 });
  await vi.advanceTimersByTimeAsync(0);
  transport.emit({ kind: 'source', finished: 1, sources: 1, progress: { feed: 1, title: 'A', step: failed > 0 ? 'failed' : 'done', newArticles: 0, pending: 0, message: null } });
  transport.emit({ kind: 'refresh_finished', newArticles: 0, failed, cancelled: false, paused: null });
  await vi.advanceTimersByTimeAsync(0);
  return screen.getByRole('complementary', { name: 'Refresh' });
}

const isAway = (panel: HTMLElement) => panel.classList.contains('away');

describe('what a refresh says over the page', () => {
  it('goes by itself, also where a source failed, and leaves a mark at the sources', async () => {
    const panel = await refreshed(1);
    expect(isAway(panel)).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(isAway(panel)).toBe(true);
    expect(screen.getByTestId('sources-failed').textContent).toContain('1 source could not be read');
  });

  it('goes at once where a refresh was refused, since it has nothing to say', async () => {
    const { paper, transport } = openPaper('#/activity');
    await waitFor(() => expect(paper.library.status).not.toBeNull());
    transport.commands['refresh'] = () => {
      throw { code: 'read_only', message: 'The library can only be read.', hint: null, retryable: false };
    };
    await fireEvent.click(await screen.findByTestId('activity-refresh'));
    await screen.findByText('The library can only be read.');
    await waitFor(() => expect(paper.library.refreshing).toBe(false));
    await waitFor(() => expect(isAway(screen.getByRole('complementary', { name: 'Refresh' }))).toBe(true));
  });

  it('stays while it is read', async () => {
    const panel = await refreshed(1);
    await fireEvent.pointerEnter(panel);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(isAway(panel)).toBe(false);
    await fireEvent.pointerLeave(panel);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(isAway(panel)).toBe(true);
  });

  it('does not say that nothing is new where a source was just followed', async () => {
    const { paper } = openPaper('#/sources');
    const { library } = paper;
    const refresh = (feed: number) => {
      library.receive({ kind: 'source', finished: 1, sources: 1, progress: { feed, title: 'A', step: 'done', newArticles: 0, pending: 0, message: null } });
      library.receive({ kind: 'refresh_finished', newArticles: 0, failed: 0, cancelled: false, paused: null });
      return library.summary;
    };
    library.followed([{ id: 7, articles: 20 }, { id: 8, articles: 0 }]);
    expect(refresh(8)).toBe('No new articles.');
    expect(refresh(7)).toBe('What your new source has is in your library.');
    expect(refresh(7)).toBe('No new articles.');
  });

  it('says that articles are whole now which were not, where nothing is new', async () => {
    const { paper, transport } = openPaper('#/sources');
    const { library } = paper;
    await library.readStatus();
    library.receive({ kind: 'refresh_started', sources: 1 });
    const lacking = transport.library.cards.filter(({ offline }) => !offline.ready);
    for (const { id, offline } of lacking) transport.library.change(id, { offline: { ...offline, ready: true, missing: [] } });
    library.receive({ kind: 'refresh_finished', newArticles: 0, failed: 0, cancelled: false, paused: null });
    library.expected = 1;
    expect(library.summary).toBe('No new articles.');
    await library.readStatus();
    expect(lacking.length).toBeGreaterThan(1);
    expect(library.summary).toBe(`No new articles; ${lacking.length} articles that were not whole are now.`);
  });

  it('says that there is nobody to ask where nobody is followed', () => {
    const { paper } = openPaper('#/');
    paper.library.receive({ kind: 'refresh_started', sources: 0 });
    paper.library.receive({ kind: 'refresh_finished', newArticles: 0, failed: 0, cancelled: false, paused: null });
    expect(paper.library.summary).toBe('There are no sources to ask yet.');
  });

  it('says what it still works at once all sources are read', async () => {
    const { paper } = openPaper('#/activity');
    const { library } = paper;
    const source = (feed: number, step: 'done' | 'failed' | 'cancelled') =>
      library.receive({ kind: 'source', finished: feed, sources: 2, progress: { feed, title: 'A', step, newArticles: 0, pending: 0, message: null } });
    library.receive({ kind: 'refresh_started', sources: 2 });
    source(1, 'done');
    const bar = () => document.querySelector('aside progress');
    const onPage = () => document.querySelector('main progress');
    await waitFor(() => expect(bar()?.getAttribute('value')).toBe('1'));
    source(2, 'failed');
    expect(library.summary).toBe('All 2 sources are read. Storing their pages and pictures…');
    await waitFor(() => expect(bar()?.hasAttribute('value')).toBe(false));
    expect(onPage()?.hasAttribute('value')).toBe(false);
    source(2, 'cancelled');
    await waitFor(() => expect(library.summary).toBe('Stopping…'));
    library.receive({ kind: 'refresh_finished', newArticles: 0, failed: 1, cancelled: false, paused: null });
    await waitFor(() => expect(bar()).toBeNull());
  });

  it('keeps the focus when what was pressed is gone, and gives it back to the page when it is closed', async () => {
    const { paper } = openPaper('#/activity');
    const { library } = paper;
    const begin = await screen.findByTestId('activity-refresh');
    begin.focus();
    library.receive({ kind: 'refresh_started', sources: 2 });
    const end = await screen.findByTestId('activity-stop');
    await waitFor(() => expect(document.activeElement).toBe(end));
    screen.getByTestId('refresh-cancel').focus();
    library.receive({ kind: 'refresh_finished', newArticles: 0, failed: 0, cancelled: true, paused: null });
    const panel = screen.getByRole('complementary', { name: 'Refresh' });
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Close'));
    expect(panel.contains(document.activeElement)).toBe(true);
    const sources = screen.getByTestId('activity').querySelector<HTMLElement>('.page-acts a') as HTMLElement;
    sources.focus();
    panel.querySelector<HTMLElement>('.icon-button')?.focus();
    await fireEvent.focusIn(panel.querySelector('.icon-button') as HTMLElement, { relatedTarget: sources });
    await fireEvent.click(panel.querySelector('.icon-button') as HTMLElement);
    await waitFor(() => expect(document.activeElement).toBe(sources));
  });

  it('leaves no mark where all is well, and one where a source was in trouble before', async () => {
    const all = (state: 'healthy' | 'failing') => (transport: MockTransport) => {
      for (const source of transport.library.sources) source.state = state;
    };
    const { unmount } = openPaper('#/article/1', { before: all('healthy') });
    await screen.findByTestId('article');
    expect(screen.queryByTestId('sources-failed')).toBeNull();
    unmount();
    openPaper('#/article/1', { before: all('failing') });
    expect((await screen.findByTestId('sources-failed')).textContent).toContain('sources could not be read');
  });

  it('is closed by Escape where it is unfolded, before that leaves the page, also one that came after it', async () => {
    const { paper } = openPaper('#/section/business');
    const { library } = paper;
    const progress = { feed: 1, title: 'The Lantern', step: 'done', newArticles: 0, pending: 0, message: null } as const;
    library.receive({ kind: 'refresh_started', sources: 2 });
    library.receive({ kind: 'source', finished: 1, sources: 2, progress });
    await fireEvent.click(await screen.findByText('By source'));
    screen.getByText('Everything that refreshes did').focus();
    const back = vi.spyOn(paper.router, 'back');
    press('Escape');
    await waitFor(() => expect(screen.queryByText('The Lantern')).toBeNull());
    expect(document.activeElement).toBe(screen.getByTestId('refresh-cancel'));
    await fireEvent.click(screen.getByText('By source'));
    paper.go({ view: 'article', article: 1 });
    await screen.findByTestId('article');
    library.receive({ kind: 'refresh_finished', newArticles: 0, failed: 0, cancelled: false, paused: null });
    await waitFor(() => expect(library.outcome).not.toBeNull());
    press('Escape');
    await waitFor(() => expect(isAway(screen.getByRole('complementary', { name: 'Refresh' }))).toBe(true));
    expect(back).not.toHaveBeenCalled();
    press('Escape');
    expect(back).toHaveBeenCalledOnce();
  });
});
