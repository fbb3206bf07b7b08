import { CLIENTS, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreedGoal, cosigned, drafted } from '../session-note/session.ts';

const peerwork = launch();
type Entry = { id: string; kind: string; at: string; status: string | null; outcome: string | null };
const path = `/v1/clients/${CLIENTS.jordan}/timeline`;
const entriesOf = async (who: Parameters<typeof peerwork.as>[0], limit = 100): Promise<Entry[]> => {
  const items: Entry[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { status, body, text } = await peerwork.as(who).get(`${path}?limit=${limit}${next && `&after=${next}`}`);
    if (status !== 200) throw new Error(`${status} ${text}`);
    items.push(...body.items);
    next = body.next;
  }
  return items;
};

it('tells of sessions, attempts, goals, check-ins, stays and assignments in one line, newest first', async () => {
  const note = await cosigned(peerwork, 'ana', 'jordan');
  const attempt = (await peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/attempts`, { outcome: 'unreachable', modality: 'phone' })).body;
  const goal = await agreedGoal(peerwork, 'ana', 'jordan');
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const checkIn = (await peerwork.as('ana').post(`/v1/goals/${goal.id}/check-ins`, { on: yesterday, kept: 'partly' })).body;
  const entries = await entriesOf('ana');
  expect(entries).toEqual([...entries].sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1)));
  const of = (id: string) => entries.find((entry) => entry.id === id);
  expect(of(note.id)).toMatchObject({ kind: 'session', status: 'cosigned', outcome: 'completed', program: 'therapy' });
  expect(of(attempt.id)).toMatchObject({ kind: 'attempt', status: 'signed', outcome: 'unreachable' });
  expect(of(goal.id)).toMatchObject({ kind: 'goal', status: 'active', endsAt: null });
  expect(of(checkIn.id)).toMatchObject({ kind: 'check-in', status: 'partly' });
  expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['stay', 'assignment']));
  expect(JSON.stringify(entries)).not.toMatch(/sponsor|Sleep at night/);
});

it('reads alike in pages of every length, also where many happened at one instant', async () => {
  const at = new Date(Date.now() - 24 * 3_600_000).toISOString();
  for (let nth = 0; nth < 5; nth++) {
    const { status } = await peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/attempts`, { outcome: 'no-show', modality: 'phone', at });
    expect(status).toBe(201);
  }
  const whole = await entriesOf('sue');
  expect(new Set(whole.map(({ id, kind }) => `${kind} ${id}`)).size).toBe(whole.length);
  for (const limit of [1, 2, 3, 7]) expect(await entriesOf('sue', limit)).toEqual(whole);
});

it('shows each of them to whom it shows elsewhere', async () => {
  const draft = await drafted(peerwork, 'ana', 'jordan');
  const kinds = async (who: 'ana' | 'nadia' | 'max' | 'priya') => new Set((await entriesOf(who)).map(({ kind }) => kind));
  for (const who of ['ana', 'nadia', 'priya'] as const) expect([who, (await kinds(who)).has('goal')]).toEqual([who, true]);
  expect([...(await kinds('max'))].filter((kind) => ['goal', 'check-in'].includes(kind))).toEqual([]);
  expect((await entriesOf('ana')).map(({ id }) => id)).toContain(draft.id);
  expect((await entriesOf('nadia')).map(({ id }) => id)).not.toContain(draft.id);
});

it('hides whose client it is not, as if there were none', async () => {
  const [hidden, unknown] = [await peerwork.as('otto').get(path), await peerwork.as('otto').get(`/v1/clients/${UNKNOWN}/timeline`)];
  expect(hidden.status).toBe(404);
  expect(unknown.text).toBe(hidden.text);
  expect((await peerwork.as('ada').get(path)).status).toBe(403);
});

it.each(['x', 'AAAA', Buffer.alloc(24, 0x7f).toString('base64url'), Buffer.alloc(16).toString('base64url')])('refuses the page marker %p', async (after) => {
  expect(await peerwork.as('ana').get(`${path}?after=${after}`)).toMatchObject({ status: 422, body: { type: '/problems/bad-cursor' } });
});
