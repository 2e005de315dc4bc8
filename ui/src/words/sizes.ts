const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** “0 B”, “840 kB”, “12 MB”, “1.4 GB”: decimal units, one decimal below ten. */
export function diskSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && size < 9.95 ? 1 : 0;
  return `${size.toFixed(digits).replace(/\.0$/, '')} ${UNITS[unit]}`;
}

const numbers = new Intl.NumberFormat('en-GB');

export function count(amount: number): string {
  return numbers.format(amount);
}

/** “1 article”, “1,204 articles”. */
export function counted(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}
