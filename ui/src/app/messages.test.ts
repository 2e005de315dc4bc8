import { describe, expect, it, vi } from 'vitest';
import { noteError } from '../api/outcomes';
import { Messages } from './messages.svelte';

const texts = (messages: Messages) => messages.shown.map(({ text }) => text);

describe('messages', () => {
  it('that say the same do not stack, but are shown anew and as long as the latest', async () => {
    vi.useFakeTimers();
    const messages = new Messages();
    messages.say('Starred.');
    await vi.advanceTimersByTimeAsync(4_000);
    messages.say('All articles.');
    const before = messages.shown[0]?.id;
    messages.say('Starred.');
    expect(texts(messages)).toEqual(['All articles.', 'Starred.']);
    expect(messages.shown[1]?.id).not.toBe(before);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(texts(messages)).toEqual(['All articles.', 'Starred.']);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(texts(messages)).toEqual([]);
  });

  it('differ by their hint', () => {
    vi.useFakeTimers();
    const messages = new Messages();
    const wrong = (hint: string) => messages.fail({ code: 'internal', message: 'It failed.', hint, retryable: true });
    wrong('Try again.');
    wrong('Try later.');
    wrong('Try later.');
    expect(messages.shown.map(({ hint }) => hint)).toEqual(['Try again.', 'Try later.']);
  });

  it('that something failed go when the same command goes well, and no others', () => {
    vi.useFakeTimers();
    const messages = new Messages();
    for (const command of ['star', 'refresh']) {
      const error = { code: 'internal', message: `${command} failed.`, hint: null, retryable: true };
      noteError(error, command);
      messages.fail(error);
    }
    messages.settle('star');
    messages.settle('lists');
    expect(texts(messages)).toEqual(['refresh failed.']);
  });

  it('undo the latest of what they offer, once', () => {
    vi.useFakeTimers();
    const messages = new Messages();
    const [first, second] = [vi.fn(), vi.fn()];
    messages.say('Taken off.', first);
    messages.say('Taken off too.', second);
    messages.say('Starred.');
    expect([messages.undoLatest(), messages.undoLatest(), messages.undoLatest()]).toEqual([true, true, false]);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
    expect(texts(messages)).toEqual(['Starred.']);
  });

  it('of what went wrong stay until they are closed, three at most, and what went well gives way to them', async () => {
    vi.useFakeTimers();
    const messages = new Messages();
    const wrong = (message: string) => messages.fail({ code: 'internal', message, hint: null, retryable: true });
    wrong('One.');
    messages.say('Starred.');
    wrong('Two.');
    wrong('Three.');
    expect(texts(messages)).toEqual(['One.', 'Two.', 'Three.']);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(texts(messages)).toEqual(['One.', 'Two.', 'Three.']);
    wrong('Four.');
    expect(texts(messages)).toEqual(['Two.', 'Three.', 'Four.']);
    messages.dismiss(messages.shown[1]?.id ?? 0);
    expect(texts(messages)).toEqual(['Two.', 'Four.']);
  });

  it('stay while the reader is at them, and for a while after', async () => {
    vi.useFakeTimers();
    const messages = new Messages();
    messages.say('Starred.');
    messages.hold();
    messages.say('Marked as read.');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(texts(messages)).toEqual(['Starred.', 'Marked as read.']);
    messages.release();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(texts(messages)).toEqual(['Starred.', 'Marked as read.']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(texts(messages)).toEqual([]);
  });

  it('keep what each of them can undo', () => {
    vi.useFakeTimers();
    const messages = new Messages();
    for (const undo of [vi.fn(), vi.fn()]) messages.say('2 articles marked as read.', undo);
    expect(messages.shown).toHaveLength(2);
  });
});
