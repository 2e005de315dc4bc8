import { render } from '@testing-library/svelte';
import App from '../App.svelte';
import { InventedLibrary } from '../api/mock/library';
import { MockTransport } from '../api/mock/transport';
import { useTransport } from '../api/transport';
import { Paper } from '../app/paper.svelte';

/** Noon on a Sunday: no test looks at the clock. */
export const NOW = Date.UTC(2026, 10, 22, 12);

/** Opens the whole window at `hash`, over an invented library. */
export function openPaper(hash: string, { empty = false, before }: { empty?: boolean; before?: (transport: MockTransport) => void } = {}) {
  const transport = new MockTransport(new InventedLibrary({ empty, now: NOW }));
  before?.(transport);
  useTransport(transport);
  history.replaceState(null, '', hash);
  const paper = new Paper();
  const shown = render(App, { props: { paper } });
  return { paper, transport, ...shown };
}

export function press(key: string, target: EventTarget = document.activeElement ?? document.body, options: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options });
  target.dispatchEvent(event);
  return event;
}

/** A command that answers only when it is told to, and how often it was asked. */
export function held(transport: MockTransport, command: string) {
  const works = transport.commands[command];
  let answer = () => {};
  let answered = new Promise<void>((resolve) => (answer = resolve));
  transport.commands[command] = async (given) => {
    await answered;
    answered = new Promise<void>((resolve) => (answer = resolve));
    return works?.(given);
  };
  return { answer: () => answer(), asked: () => transport.asked.filter((one) => one.command === command).length };
}
