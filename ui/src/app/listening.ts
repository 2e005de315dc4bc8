import type { EnclosureView } from '../api/types';

// Where the reader stopped in each recording, so that it is gone on with from there.

const KEY = 'broadsheet.recording-places';
/** The latest so many are remembered. */
const MOST = 300;
/** What is so near to the beginning or the end is none, in seconds. */
const NEAR = 10;

type Places = [address: string, seconds: number][];

function read(storage: Storage): Places {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is Places[number] => Array.isArray(one) && typeof one[0] === 'string' && Number.isFinite(one[1])) : [];
  } catch {
    return [];
  }
}

/** Where to go on with a recording, in seconds; 0 at its beginning. */
export function placeOf({ url }: Pick<EnclosureView, 'url'>, storage: Storage = localStorage): number {
  return read(storage).find(([address]) => address === url)?.[1] ?? 0;
}

/** Remembers where a recording stands; lets go of that at its beginning and its end. */
export function keepPlaceOf({ url }: Pick<EnclosureView, 'url'>, player: Pick<HTMLMediaElement, 'currentTime' | 'duration'>, storage: Storage = localStorage): void {
  const { currentTime, duration } = player;
  const others = read(storage).filter(([address]) => address !== url);
  const isBetween = currentTime > NEAR && !(currentTime > duration - NEAR);
  const places = isBetween ? [...others, [url, Math.floor(currentTime)] satisfies Places[number]] : others;
  storage.setItem(KEY, JSON.stringify(places.slice(-MOST)));
}
