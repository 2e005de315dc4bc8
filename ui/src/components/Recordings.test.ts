import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { openPaper, press } from '../test/paper';

const state = () => screen.getByTestId('recording').getAttribute('data-state');
const words = () => screen.getByTestId('recording-state').textContent?.replaceAll(/\s+/g, ' ').trim();

describe('a recording that a feed attached', () => {
  it('says what it is, and comes when the reader asks', async () => {
    const { transport } = openPaper('#/article/4');
    const recording = await screen.findByTestId('recording');
    expect(recording.textContent).toContain('Audio');
    expect(recording.textContent).toContain('32 min');
    expect(recording.textContent).toContain('24 MB');
    expect(words()).toContain('Nothing of it is fetched until you ask.');
    expect(transport.asked.some(({ command }) => command === 'download_enclosure')).toBe(false);
    screen.getByTestId('download').focus();
    await fireEvent.click(screen.getByTestId('download'));
    await waitFor(() => expect(state()).toBe('here'));
    expect(recording.querySelector('audio')).not.toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(recording.querySelector('audio')));
    await fireEvent.click(screen.getByTestId('play'));
    expect(transport.asked.at(-1)).toMatchObject({ command: 'play_enclosure', given: { enclosure: 501 } });
  });

  it('shows how it comes, and can be stopped and taken up again', async () => {
    const { transport } = openPaper('#/article/4', {
      before: ({ commands }) => {
        commands['download_enclosure'] = () => new Promise(() => {});
      },
    });
    await fireEvent.click(await screen.findByTestId('download'));
    const event = { kind: 'download', enclosure: 501, article: 4, total: 24_000_000, message: null } as const;
    transport.emit({ ...event, bytes: 6_000_000, step: 'coming' });
    await waitFor(() => expect(words()).toBe('6 MB of 24 MB are here.'));
    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('6000000');
    await fireEvent.click(screen.getByTestId('stop-download'));
    expect(transport.asked.at(-1)).toMatchObject({ command: 'stop_enclosure', given: { enclosure: 501 } });
    transport.library.changeEnclosure(501, { state: 'begun', hereBytes: 7_000_000 });
    transport.emit({ ...event, bytes: 7_000_000, step: 'stopped' });
    await waitFor(() => expect(state()).toBe('begun'));
    expect(words()).toContain('7 MB of 24 MB are here; the rest comes when you go on.');
    expect(screen.getByTestId('download').textContent).toBe('Go on');
  });

  it('says why it failed', async () => {
    const { transport } = openPaper('#/article/4');
    await screen.findByTestId('recording');
    transport.emit({ kind: 'download', enclosure: 501, article: 4, bytes: 0, total: null, step: 'coming', message: null });
    await waitFor(() => expect(state()).toBe('coming'));
    transport.library.changeEnclosure(501, { problem: 'cdn.example answered with status 404 (not found)' });
    transport.emit({ kind: 'download', enclosure: 501, article: 4, bytes: 0, total: null, step: 'failed', message: null });
    await waitFor(() => expect(words()).toContain('It could not be fetched: cdn.example answered with status 404 (not found).'));
    expect(state()).toBe('there');
  });

  it('goes from the disk only when that is confirmed', async () => {
    openPaper('#/article/4', { before: ({ library }) => void library.changeEnclosure(501, { state: 'here', address: 'data:audio/wav;base64,' }) });
    await fireEvent.click(await screen.findByTestId('remove-download'));
    expect(state()).toBe('here');
    await fireEvent.click(screen.getByText('Remove', { selector: 'dialog button, [role=dialog] button' }));
    await waitFor(() => expect(state()).toBe('there'));
  });

  it('plays a copy where the player does not know the library, also after it was removed and fetched again', async () => {
    URL.createObjectURL = () => 'blob:copy';
    URL.revokeObjectURL = () => {};
    const { transport } = openPaper('#/article/4', {
      before: ({ library, commands }) => {
        library.changeEnclosure(501, { state: 'here', address: 'library://localhost/asset/x/original' });
        commands['enclosure_bytes'] = () => new ArrayBuffer(8);
      },
    });
    const plays = vi.spyOn(HTMLMediaElement.prototype, 'play');
    const player = () => screen.getByTestId('recording').querySelector('audio');
    await screen.findByTestId('recording');
    for (const round of [1, 2]) {
      if (round === 1) await fireEvent.error(player() as HTMLAudioElement);
      await fireEvent.click(await screen.findByTestId('play-here'));
      await waitFor(() => expect(player()?.getAttribute('src')).toBe('blob:copy'));
      if (round === 2) break;
      await fireEvent.click(screen.getByTestId('remove-download'));
      await fireEvent.click(screen.getByText('Remove', { selector: 'dialog button, [role=dialog] button' }));
      await fireEvent.click(await screen.findByTestId('download'));
    }
    expect(transport.asked.filter(({ command }) => command === 'enclosure_bytes')).toHaveLength(2);
    expect(plays).toHaveBeenCalledTimes(2);
    plays.mockRestore();
  });

  it('starts and stops with the space bar, which then does not move the page', async () => {
    openPaper('#/article/4', { before: ({ library }) => void library.changeEnclosure(501, { state: 'here', address: 'library://localhost/asset/x/original' }) });
    const player = (await screen.findByTestId('recording')).querySelector('audio') as HTMLAudioElement;
    const [plays, pauses] = [vi.spyOn(player, 'play'), vi.spyOn(player, 'pause')];
    player.focus();
    expect([press(' ').defaultPrevented, plays.mock.calls.length]).toEqual([true, 1]);
    vi.spyOn(player, 'paused', 'get').mockReturnValue(false);
    expect([press(' ').defaultPrevented, pauses.mock.calls.length]).toEqual([true, 1]);
    expect(plays).toHaveBeenCalledTimes(1);
  });

  it('is listed among what is saved, with its size', async () => {
    openPaper('#/saved', { before: ({ library }) => void library.changeEnclosure(502, { state: 'here', hereBytes: 24_000_000 }) });
    const kept = await screen.findByTestId('kept-recordings');
    expect(kept.querySelector('summary')?.textContent).toBe('1 recording · 24 MB');
    expect(kept.querySelector('a')?.getAttribute('href')).toBe('#/article/5');
  });

  it('keeps no copy for a page that was left before it was here, nor for what was removed', async () => {
    const made = vi.fn(() => 'blob:copy');
    URL.createObjectURL = made;
    const answers: ((bytes: ArrayBuffer) => void)[] = [];
    const { paper, transport } = openPaper('#/article/4', {
      before: ({ library, commands }) => {
        library.changeEnclosure(501, { state: 'here', address: null });
        commands['enclosure_bytes'] = () => new Promise((resolve) => answers.push(resolve));
      },
    });
    const arrive = async (round: number) => {
      await waitFor(() => expect(answers).toHaveLength(round));
      answers.at(-1)?.(new ArrayBuffer(8));
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await fireEvent.click(await screen.findByTestId('play-here'));
    await fireEvent.click(screen.getByTestId('remove-download'));
    await fireEvent.click(screen.getByText('Remove', { selector: 'dialog button, [role=dialog] button' }));
    await waitFor(() => expect(state()).toBe('there'));
    await arrive(1);
    transport.commands['download_enclosure'] = () => transport.library.changeEnclosure(501, { state: 'here', address: null });
    await fireEvent.click(screen.getByTestId('download'));
    await fireEvent.click(await screen.findByTestId('play-here'));
    paper.go({ view: 'lists' });
    await waitFor(() => expect(screen.queryByTestId('recording')).toBeNull());
    await arrive(2);
    expect(made).not.toHaveBeenCalled();
  });

  it('goes on at the foot of the window when its page is left, until it is stopped, and stands in its page again', async () => {
    const { paper } = openPaper('#/article/4', { before: ({ library }) => void library.changeEnclosure(501, { state: 'here', address: 'library://localhost/asset/x/original' }) });
    const player = (await screen.findByTestId('recording')).querySelector('audio') as HTMLAudioElement;
    vi.spyOn(player, 'paused', 'get').mockReturnValue(false);
    const bar = screen.getByTestId('player-bar');
    paper.go({ view: 'lists' });
    await waitFor(() => expect(bar.contains(player)).toBe(true));
    expect((await screen.findByTestId('player-article')).getAttribute('href')).toBe('#/article/4');
    paper.go({ view: 'article', article: 4 });
    await waitFor(() => expect(screen.getByTestId('recording').contains(player)).toBe(true));
    expect(screen.queryByTestId('player-article')).toBeNull();
    paper.go({ view: 'lists' });
    await fireEvent.click(await screen.findByTestId('player-stop'));
    await waitFor(() => expect(player.isConnected).toBe(false));
  });

  it('that stands still ends with its page', async () => {
    const { paper } = openPaper('#/article/4', { before: ({ library }) => void library.changeEnclosure(501, { state: 'here', address: 'library://localhost/asset/x/original' }) });
    await screen.findByTestId('recording');
    paper.go({ view: 'lists' });
    await screen.findByTestId('lists');
    expect(screen.getByTestId('player-bar').querySelector('audio')).toBeNull();
  });

  it('is gone on with from where the reader stopped', async () => {
    const open = async () => {
      const opened = openPaper('#/article/4', { before: ({ library }) => void library.changeEnclosure(501, { state: 'here', address: 'library://localhost/asset/x/original' }) });
      const player = (await screen.findByTestId('recording')).querySelector('audio') as HTMLAudioElement;
      Object.defineProperty(player, 'duration', { value: 1_900 });
      return { ...opened, player };
    };
    const { player, unmount } = await open();
    player.currentTime = 754;
    await fireEvent.pause(player);
    unmount();
    const { player: again } = await open();
    await fireEvent(again, new Event('loadedmetadata'));
    expect(again.currentTime).toBe(754);
    // At its end it begins anew.
    again.currentTime = 1_899;
    await fireEvent(again, new Event('ended'));
    expect(localStorage.getItem('broadsheet.recording-places')).toBe('[]');
  });
});
