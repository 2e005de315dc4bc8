// Pictures for the invented library: landscapes drawn from a number.

const SKIES = [
  ['#23395b', '#d98f6c', '#1b2333'],
  ['#6c8ea4', '#e7d9bf', '#38463f'],
  ['#2b2d42', '#a23e48', '#14161f'],
  ['#3d5a6c', '#c8d5b9', '#2d3a2e'],
  ['#0f3057', '#88bdbc', '#10222f'],
  ['#7a5c61', '#f2c078', '#3a2a2c'],
] as const;

export function picture(seed: number, width = 1200, height = 800): string {
  const [top, low, ground] = SKIES[seed % SKIES.length] ?? SKIES[0];
  const peak = (at: number) => 300 + ((seed * 97 + at * 53) % 260);
  const ridge = (lift: number) =>
    [0, 200, 400, 600, 800, 1000, 1200].map((x, at) => `${x},${peak(at + lift) + lift * 60}`).join(' ');
  const sun = `<circle cx="${200 + ((seed * 173) % 800)}" cy="${180 + ((seed * 31) % 160)}" r="62" fill="${low}" opacity=".85"/>`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice">` +
    `<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${low}"/></linearGradient></defs>` +
    `<rect width="1200" height="800" fill="url(#s)"/>${sun}` +
    `<polygon points="0,800 ${ridge(1)} 1200,800" fill="${ground}" opacity=".45"/>` +
    `<polygon points="0,800 ${ridge(4)} 1200,800" fill="${ground}" opacity=".9"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export function icon(letter: string, colour: string): string {
  return `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="${colour}"/>` +
      `<text x="16" y="23" font-family="Georgia,serif" font-size="20" font-weight="700" text-anchor="middle" fill="#fff">${letter}</text></svg>`,
  )}`;
}
