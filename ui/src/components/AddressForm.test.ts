import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper } from '../test/paper';

/** The form to add a source, with an address of which the library tells such an error. */
async function refused(code: string, address: string) {
  const { transport } = openPaper('#/sources');
  transport.commands['discover'] = (given) => {
    if (given['address'] === address) throw { code, message: `${address} wants an answer first.`, hint: null, retryable: false };
    return { address: given['address'], feeds: [], noFeed: null };
  };
  await screen.findAllByTestId('source-row');
  await fireEvent.click(screen.getByTestId('add-source'));
  const field = await screen.findByTestId<HTMLInputElement>('address-input');
  const type = (value: string) => fireEvent.input(field, { target: { value } });
  await type(address);
  await fireEvent.click(screen.getByTestId('address-submit'));
  return { transport, type };
}

describe('what is answered about an address', () => {
  it('allows no other one of the reader’s own network', async () => {
    const { type } = await refused('private_address', 'nas.local');
    await screen.findByTestId('allow-private');
    await type('router.local');
    await waitFor(() => expect(screen.queryByTestId('allow-private')).toBeNull());
    await type('nas.local');
    await screen.findByTestId('allow-private');
  });

  it('says that it is no feed, where others of its site are offered in its place', async () => {
    openPaper('#/sources');
    await screen.findAllByTestId('source-row');
    await fireEvent.click(screen.getByTestId('add-source'));
    await fireEvent.input(await screen.findByTestId('address-input'), { target: { value: 'lantern.example/broken.xml' } });
    await fireEvent.click(screen.getByTestId('address-submit'));
    const said = await screen.findByTestId('no-feed');
    expect(said.textContent).toContain('lantern.example/broken.xml is no feed: it breaks off before its first entry ends. These were found at its site instead');
    await fireEvent.input(screen.getByTestId('address-input'), { target: { value: 'lantern.example' } });
    await fireEvent.click(screen.getByTestId('address-submit'));
    await screen.findByTestId('subscribe');
    await waitFor(() => expect(screen.queryByTestId('no-feed')).toBeNull());
  });

  it('follows no other one unseen', async () => {
    const { type } = await refused('login_needed', 'example.org/members');
    await screen.findByTestId('follow-and-sign-in');
    await type('example.com');
    await waitFor(() => expect(screen.queryByTestId('follow-and-sign-in')).toBeNull());
    expect(screen.queryByTestId('address-error')).toBeNull();
  });
});
