import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { held, openPaper, press } from '../test/paper';

describe('the rules of keeping', () => {
  it('show what would go before anything is set', async () => {
    const { transport } = openPaper('#/settings');
    await screen.findByTestId('rules-days');
    await fireEvent.click(screen.getByTestId('rules-days'));
    await fireEvent.input(screen.getByTestId('rules-number'), { target: { value: '30' } });
    expect(screen.queryByTestId('set-rules')).toBeNull();
    await fireEvent.click(screen.getByTestId('preview-rules'));
    expect((await screen.findByTestId('what-goes')).textContent).toContain('2 articles would go');
    const asked = () => transport.asked.map(({ command }) => command);
    expect(asked()).not.toContain('set_keeping_rules');
    await fireEvent.click(screen.getByTestId('set-rules'));
    await waitFor(() => expect(transport.library.rules).toEqual([{ source: null, keepDays: 30, pictureBudget: null }]));
  });

  it('have to be looked at again when they are changed', async () => {
    openPaper('#/settings');
    await fireEvent.click(await screen.findByTestId('rules-days'));
    await fireEvent.click(screen.getByTestId('preview-rules'));
    await screen.findByTestId('set-rules');
    await fireEvent.click(screen.getByTestId('rules-limited'));
    await waitFor(() => expect(screen.queryByTestId('set-rules')).toBeNull());
  });

  it('are never set by what others would have let go, however late that is told', async () => {
    const { transport } = openPaper('#/settings');
    const works = transport.commands['preview_rules'];
    const answers: (() => void)[] = [];
    transport.commands['preview_rules'] = (given) => new Promise((resolve) => answers.push(() => resolve(works?.(given))));
    await screen.findByTestId('rules-days');
    await fireEvent.click(screen.getByTestId('preview-rules'));
    await waitFor(() => expect(answers).toHaveLength(1));
    await fireEvent.input(screen.getByTestId('rules-number'), { target: { value: '1' } });
    answers[0]?.();
    await waitFor(() => expect(screen.getByTestId('preview-rules').getAttribute('aria-disabled')).toBe('false'));
    expect(screen.queryByTestId('set-rules')).toBeNull();
    // Once they have been looked at themselves, they can be set.
    await fireEvent.click(screen.getByTestId('preview-rules'));
    await waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.();
    await fireEvent.click(await screen.findByTestId('set-rules'));
    await waitFor(() => expect(transport.library.rules).toEqual([{ source: null, keepDays: 1, pictureBudget: null }]));
  });
});

describe('backups', () => {
  it('are planned, and say in words what failed', async () => {
    const { transport } = openPaper('#/settings');
    await fireEvent.input(await screen.findByTestId('backup-folder'), { target: { value: '/mnt/backup' } });
    await fireEvent.click(screen.getByTestId('plan-backups'));
    await waitFor(() => expect(transport.library.backups.plan).toEqual({ folder: '/mnt/backup', everyHours: 24, keep: 7 }));
    await fireEvent.click(await screen.findByTestId('back-up-now'));
    await waitFor(() => expect(screen.getByTestId('backup-state').textContent).toContain('the folder is not there'));
  });
});

describe('a plan of backups that cannot be made', () => {
  it('says why in the form, keeps what was typed, and says it no more at the next try', async () => {
    const { transport } = openPaper('#/settings');
    const works = transport.commands['plan_backups'];
    transport.commands['plan_backups'] = () => {
      throw { code: 'invalid_input', message: '/nowhere is no folder.', hint: 'Choose one that is there.', retryable: false };
    };
    const folder = await screen.findByTestId<HTMLInputElement>('backup-folder');
    await fireEvent.input(folder, { target: { value: '/nowhere' } });
    await fireEvent.click(screen.getByTestId('plan-backups'));
    const problem = await screen.findByTestId('backup-problem');
    expect(problem.textContent).toContain('/nowhere is no folder.');
    expect(problem.textContent).toContain('Choose one that is there.');
    expect(folder.form?.contains(problem)).toBe(true);
    expect(folder.value).toBe('/nowhere');
    expect(screen.queryByTestId('message')).toBeNull();
    if (works !== undefined) transport.commands['plan_backups'] = works;
    await waitFor(() => expect(screen.getByTestId('plan-backups').getAttribute('aria-disabled')).toBe('false'));
    await fireEvent.click(screen.getByTestId('plan-backups'));
    await waitFor(() => expect(screen.queryByTestId('backup-problem')).toBeNull());
  });
});

describe('a plan of backups', () => {
  it.each(['back-up-now', 'plan-backups'])('keeps what is typed while “%s” is under way', async (act) => {
    const plan = { folder: '/backup', everyHours: 24, keep: 7 };
    const { transport } = openPaper('#/settings', { before: ({ library }) => void (library.backups = { plan, lastAt: null, problem: null, nextAt: null }) });
    const button = await screen.findByTestId('back-up-now').then(() => screen.getByTestId(act));
    const [one, other] = [held(transport, 'back_up_now'), held(transport, 'plan_backups')];
    const folder = screen.getByTestId<HTMLInputElement>('backup-folder');
    await fireEvent.input(screen.getByLabelText('The folder keeps the latest'), { target: { value: '9' } });
    await fireEvent.click(button);
    await waitFor(() => expect(one.asked() + other.asked()).toBe(1));
    await fireEvent.input(folder, { target: { value: '/elsewhere' } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    one.answer();
    other.answer();
    await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('false'));
    expect([folder.value, screen.getByLabelText<HTMLInputElement>('The folder keeps the latest').value]).toEqual(['/elsewhere', '9']);
  });

  it('is shown as the library has it', async () => {
    const { transport } = openPaper('#/settings');
    const folder = await screen.findByTestId<HTMLInputElement>('backup-folder');
    transport.commands['plan_backups'] = () => ({ plan: { folder: '/backup', everyHours: 48, keep: 7 }, lastAt: null, problem: null, nextAt: null });
    await fireEvent.input(folder, { target: { value: '  /backup ' } });
    await fireEvent.click(screen.getByTestId('plan-backups'));
    await waitFor(() => expect(folder.value).toBe('/backup'));
  });
});

describe('the forms of the settings', () => {
  it('have a name on every field', async () => {
    openPaper('#/settings');
    await screen.findByTestId('rules-days');
    const fields = [...screen.getByTestId('settings-page').querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')];
    expect(fields.length).toBeGreaterThan(6);
    const named = (field: HTMLInputElement | HTMLSelectElement) => (field.getAttribute('aria-label') ?? [...(field.labels ?? [])].map((label) => label.textContent).join('')).trim();
    expect(fields.filter((field) => named(field) === '')).toEqual([]);
  });

  it('limit the pictures as soon as a number is typed', async () => {
    openPaper('#/settings');
    await screen.findByTestId('rules-days');
    await fireEvent.input(screen.getByLabelText('Megabytes'), { target: { value: '50' } });
    expect((screen.getByTestId('rules-limited') as HTMLInputElement).checked).toBe(true);
  });
});

describe('the settings', () => {
  it('stand on one page, with a key and a name, and hold what is changed', async () => {
    const { paper, transport } = openPaper('#/');
    await screen.findAllByTestId('story');
    press(',', document.body, { ctrlKey: true });
    await screen.findByTestId('settings-page');
    expect(screen.getByTestId('nav-settings').getAttribute('aria-current')).toBe('page');
    await fireEvent.click(screen.getByLabelText('Dark'));
    expect(document.documentElement.dataset['theme']).toBe('dark');
    await fireEvent.click(screen.getByLabelText('Larger text'));
    expect(paper.appearance.size).toBe(1);
    await fireEvent.click(screen.getByTestId('face-sans'));
    await fireEvent.click(screen.getByTestId('width-wide'));
    const { readingFace, readingWidth } = document.documentElement.dataset;
    expect([readingFace, readingWidth]).toEqual(['sans', 'wide']);
    expect(['broadsheet.reading-face', 'broadsheet.reading-width'].map((key) => localStorage.getItem(key))).toEqual(['sans', 'wide']);
    const pace = await screen.findByTestId<HTMLSelectElement>('refresh-pace');
    expect(pace.value).toBe('by_habit');
    await fireEvent.change(pace, { target: { value: 'when_asked' } });
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'set_refresh_pace', given: { pace: 'when_asked' } }));
    await screen.findByText(/Nothing is fetched before you press Refresh/u);
    await fireEvent.click(screen.getByTestId('settings-unread-only'));
    expect(paper.habits.unreadOnly).toBe(true);
    const metered = await screen.findByTestId<HTMLInputElement>('metered');
    expect(metered.checked).toBe(false);
    await fireEvent.click(metered);
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'pause_when_metered', given: { pauses: true } }));
    await fireEvent.click(await screen.findByTestId('news-of-politics'));
    await waitFor(() => expect(transport.library.notified).toEqual(['politics']));
    expect(screen.getByTestId<HTMLInputElement>('news-of-politics').checked).toBe(true);
  });

  it('hold of which sections the reader is told, however quickly these are chosen', async () => {
    const { transport } = openPaper('#/settings');
    const works = transport.commands['notify_of_section'];
    let answers = 0;
    transport.commands['notify_of_section'] = async (given) => {
      const told = works?.(given);
      answers += 1;
      // The first answer comes late.
      await new Promise((resolve) => setTimeout(resolve, answers === 1 ? 60 : 0));
      return [...(told as string[])];
    };
    const box = (section: string) => screen.getByTestId<HTMLInputElement>(`news-of-${section}`);
    await screen.findByTestId('news-of-politics');
    await fireEvent.click(box('politics'));
    await fireEvent.click(box('business'));
    await new Promise((resolve) => setTimeout(resolve, 120));
    await waitFor(() => expect(transport.library.notified).toEqual(['politics', 'business']));
    await waitFor(() => expect([box('politics').checked, box('business').checked]).toEqual([true, true]));
  });
});

describe('the connection', () => {
  const choose = (way: string) => fireEvent.change(screen.getByTestId('way-out'), { target: { value: way } });

  it('uses a proxy from the press on, and says that its password is kept', async () => {
    const { transport } = openPaper('#/settings');
    await screen.findByTestId('way-out');
    expect(screen.queryByTestId('set-proxy')).toBeNull();
    await choose('proxy');
    const address = await screen.findByTestId<HTMLInputElement>('proxy-address');
    await fireEvent.input(address, { target: { value: ' http://joe:hunter2@proxy.example:3128 ' } });
    await fireEvent.click(screen.getByTestId('set-proxy'));
    await waitFor(() => expect(transport.library.connection.proxy).toBe('http://joe@proxy.example:3128'));
    await waitFor(() => expect(address.value).toBe('http://joe@proxy.example:3128'));
    expect((await screen.findByTestId('message')).textContent).toContain('uses the proxy http://joe@proxy.example:3128.');
    expect(screen.getByTestId('connection').textContent).toContain('Its password is kept');
    expect(screen.queryByTestId('set-proxy')).toBeNull();
    // Another address has no password yet.
    await fireEvent.input(address, { target: { value: 'http://other.example:3128' } });
    expect(screen.getByTestId('connection').textContent).not.toContain('Its password is kept');
    await choose('system');
    await fireEvent.click(screen.getByTestId('set-proxy'));
    await waitFor(() => expect(transport.library.connection.proxy).toBe('system'));
  });

  it('keeps what was typed where it is refused, and says why', async () => {
    const { transport } = openPaper('#/settings');
    await screen.findByTestId('way-out');
    transport.commands['set_proxy'] = () => {
      throw { code: 'invalid_input', message: '“proxy” is not the address of a proxy.', hint: 'Give an address such as http://proxy.example:3128.', retryable: false };
    };
    await choose('proxy');
    await fireEvent.input(await screen.findByTestId('proxy-address'), { target: { value: 'proxy' } });
    await fireEvent.click(screen.getByTestId('set-proxy'));
    expect((await screen.findByTestId('proxy-problem')).textContent).toContain('“proxy” is not the address of a proxy.');
    expect(screen.getByTestId<HTMLInputElement>('proxy-address').value).toBe('proxy');
    expect(screen.getByTestId('set-proxy')).toBeTruthy();
  });

  it('trusts the certificates of a file, and no more where the reader says so', async () => {
    const { transport } = openPaper('#/settings');
    const chooser = await screen.findByTestId('certificates-file');
    const own = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    await fireEvent.change(chooser, { target: { files: [{ name: 'own.pem', size: 2 * own.length, arrayBuffer: () => Promise.resolve(new TextEncoder().encode(own + own).buffer) }] } });
    await waitFor(() => expect(screen.getByTestId('certificates').textContent).toContain('2 certificates of your own are trusted'));
    expect(transport.asked.at(-1)).toEqual({ command: 'trust_certificates', given: { pem: own + own } });
    await fireEvent.click(screen.getByTestId('distrust'));
    await waitFor(() => expect(transport.library.connection.certificates).toBe(0));
    await waitFor(() => expect(screen.queryByTestId('distrust')).toBeNull());
  });
});
