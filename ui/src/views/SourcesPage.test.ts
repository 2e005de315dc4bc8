import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper } from '../test/paper';

describe('sources', () => {
  it('say how each fares, and why', async () => {
    openPaper('#/sources');
    const rows = await screen.findAllByTestId('source-row');
    expect(rows).toHaveLength(6);
    expect(screen.getAllByTestId('source-error')[0]?.textContent).toContain('did not answer within 30 seconds');
  });

  it('are found at an address and subscribed to', async () => {
    const { transport } = openPaper('#/sources');
    await fireEvent.click(screen.getByTestId('add-source'));
    await fireEvent.input(screen.getByTestId('address-input'), { target: { value: 'lantern.example' } });
    await fireEvent.click(screen.getByTestId('address-submit'));
    const [first, second] = await screen.findAllByTestId('subscribe');
    expect((second as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.click(first as HTMLElement);
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'subscribe', given: { url: 'https://lantern.example/feed.xml' } }));
    expect((await screen.findByTestId('message')).textContent).toContain('The Lantern');
  });

  it('in the reader’s own network are asked about once', async () => {
    const { transport } = openPaper('#/');
    await fireEvent.click(screen.getByTestId('add-source'));
    await fireEvent.input(screen.getByTestId('address-input'), { target: { value: '192.168.0.10' } });
    await fireEvent.click(screen.getByTestId('address-submit'));
    expect((await screen.findByTestId('private-question')).textContent).toContain('Broadsheet does not go there unless you say so.');
    await fireEvent.click(screen.getByTestId('allow-private'));
    await screen.findAllByTestId('subscribe');
    expect(transport.asked.filter(({ command }) => command === 'discover').map(({ given }) => given['allowPrivate'])).toEqual([false, true]);
  });

  it('report their progress without being asked', async () => {
    const { transport, paper } = openPaper('#/sources');
    await screen.findAllByTestId('source-row');
    await waitFor(() => expect(paper.library.status).not.toBeNull());
    const status = screen.getByTestId('refresh-status');
    transport.emit({ kind: 'refresh_started', sources: 2 });
    transport.emit({ kind: 'source', finished: 1, sources: 2, progress: { feed: 1, title: 'A', step: 'done', newArticles: 3, pending: 0, message: null } });
    await waitFor(() => expect(status.textContent).toBe('Refreshing: 1 of 2 sources'));
    transport.emit({ kind: 'refresh_finished', newArticles: 3, failed: 1, cancelled: false });
    await waitFor(() => expect(status.textContent).toBe('3 new articles. 1 source could not be read.'));
  });
});
