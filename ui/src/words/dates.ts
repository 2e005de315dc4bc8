// How times are worded. Every function takes `now`, so that tests need no clock.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const fullDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** “3 h ago”, “Yesterday”, “Tue 4 Nov”, “4 Nov 2024”: short enough for a story's foot. */
export function shortTime(iso: string, now: Date): string {
  const at = new Date(iso);
  const ago = now.getTime() - at.getTime();
  if (Number.isNaN(ago)) return '';
  if (ago < -MINUTE) return until(iso, now);
  if (ago < MINUTE) return 'Just now';
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  const days = Math.round((midnight(now) - midnight(at)) / DAY);
  if (days === 0 || ago < 6 * HOUR) return `${Math.floor(ago / HOUR)} h ago`;
  if (days === 1) return 'Yesterday';
  if (at.getFullYear() === now.getFullYear()) return day.format(at).replace(',', '');
  return dayOfYear.format(at);
}

/** The same for what has happened: where clocks differ it was just now, and is never still to come. */
export function ago(iso: string, now: Date): string {
  return shortTime(iso, new Date(Math.max(now.getTime(), new Date(iso).getTime() || 0)));
}

/** The same within a sentence: “just now”, “yesterday”; days and months keep their capitals. */
export function agoWithin(iso: string, now: Date): string {
  return ago(iso, now).replace(/^(?:Just now|Yesterday)$/u, (words) => words.toLowerCase());
}

/** “in 20 min”, “in 3 h”, “on Tue 4 Nov”; “now” once the time has come. */
export function until(iso: string, now: Date): string {
  const at = new Date(iso);
  const left = at.getTime() - now.getTime();
  if (Number.isNaN(left)) return '';
  if (left <= MINUTE) return 'now';
  if (left < HOUR) return `in ${Math.round(left / MINUTE)} min`;
  if (left < DAY) return `in ${Math.round(left / HOUR)} h`;
  return `on ${day.format(at).replace(',', '')}`;
}

/** “Sunday 22 November 2026”. */
export function longDate(at: Date): string {
  return fullDay.format(at).replace(',', '');
}

/** “22 Nov 2026, 14:05”, in the reader's own time zone. */
export function dateAndTime(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : `${dayOfYear.format(at)}, ${clock.format(at)}`;
}

/** “14:05”, in the reader's own time zone. */
export function clockTime(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : clock.format(at);
}

/** “08:10”, “yesterday, 18:30”, “Tue 4 Nov, 18:30”, “4 Nov 2024”: a moment in a sentence, as in “since …”. */
export function momentWithin(iso: string, now: Date): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const days = Math.round((midnight(now) - midnight(at)) / DAY);
  if (days === 0) return clock.format(at);
  if (days === 1) return `yesterday, ${clock.format(at)}`;
  return at.getFullYear() === now.getFullYear() ? `${day.format(at).replace(',', '')}, ${clock.format(at)}` : dayOfYear.format(at);
}

/** How long something took: “0.4 s”, “12 s”, “3 min”. */
export function spell(from: string, to: string): string {
  const took = new Date(to).getTime() - new Date(from).getTime();
  if (Number.isNaN(took)) return '';
  if (took < 9_950) return `${(Math.max(took, 0) / 1000).toFixed(1)} s`;
  if (took < MINUTE) return `${Math.round(took / 1000)} s`;
  return `${Math.round(took / MINUTE)} min`;
}

/** How long a recording lasts: “45 s”, “32 min”, “1 h 5 min”. */
export function runningTime(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** How long it takes to read what is left: “34 min left”, “1 h 5 min left”. */
export function left(minutes: number): string {
  return `${runningTime(Math.max(1, minutes) * 60)} left`;
}

/** Whether a change was late enough after publishing to be worth a line. */
export function changedLater(publishedAt: string | null, modifiedAt: string | null): boolean {
  if (modifiedAt === null) return false;
  if (publishedAt === null) return true;
  return new Date(modifiedAt).getTime() - new Date(publishedAt).getTime() >= 5 * MINUTE;
}
