import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreedGoal, cosigned, daysAgo, drafted, type Note, sign, signed } from './session.ts';

const peerwork = launch();
const read = (who: Who, { id }: Pick<Note, 'id'>) => peerwork.as(who).get(`/v1/session-notes/${id}`);
const put = (who: Who, { id, version }: Pick<Note, 'id' | 'version'>, verb: string, body: object = {}) =>
  peerwork.as(who).put(`/v1/session-notes/${id}/${verb}`, body, { version });

async function handOver(to: 'ana' | 'ben' | 'olive'): Promise<void> {
  const wish = { peerSpecialistId: CAST[to].specialistId, role: 'primary', reason: 'moves house' };
  const { status, text } = await peerwork.as('max').post(`/v1/clients/${CLIENTS.jordan}/assignments`, wish);
  if (status !== 201) throw new Error(text);
}
afterEach(() => handOver('ana'));

const expectHidden = async (note: Note, ...people: Who[]) => {
  for (const who of people) expect([who, (await read(who, note)).status]).toEqual([who, 404]);
};
const expectSeen = async (note: Note, ...people: Who[]) => {
  for (const who of people) expect([who, (await read(who, note)).status]).toEqual([who, 200]);
};

it('leaves old sessions to the credit of who held them', async () => {
  const note = await cosigned(peerwork, 'ana', 'jordan');
  await handOver('ben');
  for (const who of ['ben', 'sue', 'max'] as const)
    expect((await read(who, note)).body).toMatchObject({
      ...{ peerSpecialistId: CAST.ana.specialistId, authorName: 'Ana', version: note.version },
      signatures: [{ name: 'Ana' }, { name: 'Sue' }],
    });
  const byAuthor = async (who: 'ana' | 'ben') =>
    (await peerwork.as('max').get(`/v1/session-notes?peerSpecialistId=${CAST[who].specialistId}&clientId=${CLIENTS.jordan}`)).body.items;
  expect((await byAuthor('ana')).map(({ id }: Note) => id)).toContain(note.id);
  expect(await byAuthor('ben')).toEqual([]);
  await expectHidden(note, 'ana');
  expect((await peerwork.as('ana').post(`/v1/session-notes/${note.id}/addenda`, { text: 'More', reason: 'More' })).status).toBe(404);
});

it('lets the author finish a draft and her supervisor co-sign it, and then shows it to those in charge alone', async () => {
  const draft = await drafted(peerwork, 'ana', 'jordan');
  await handOver('olive');
  await expectSeen(draft, 'ana', 'sue');
  await expectHidden(draft, 'olive', 'nadia');

  const signing = await sign(peerwork, 'ana', draft);
  expect(signing).toMatchObject({ status: 200, body: { status: 'pending-cosignature', program: 'therapy', signatures: [{ name: 'Ana' }] } });
  await expectSeen(draft, 'sue', 'otto', 'olive', 'nadia');
  await expectHidden(draft, 'ana', 'ben');
  expect((await read('sue', draft)).body).toMatchObject({ wordsWithheld: false, plan: 'Meet again in a week' });

  const refused = await put('otto', signing.body, 'cosignature');
  expect(refused).toMatchObject({ status: 409, body: { type: '/problems/not-the-supervisor' } });
  const cosigning = await put('sue', signing.body, 'cosignature');
  expect(cosigning).toMatchObject({ status: 200, body: { status: 'cosigned', signatures: [{ name: 'Ana' }, { name: 'Sue' }] } });
  await expectSeen(draft, 'otto', 'olive', 'nadia');
  await expectHidden(draft, 'ana', 'ben', 'sue');
  expect((await peerwork.trail(draft.id)).map(({ action, account_id }) => [action, account_id])).toEqual([
    ['session-note.drafted', CAST.ana.id],
    ['session-note.signed', CAST.ana.id],
    ['session-note.cosigned', CAST.sue.id],
  ]);
});

it('lets the supervisor return a note after the client has moved, and its author sign it again', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  await handOver('olive');
  await expectHidden(note, 'ana');
  const returning = await put('sue', note, 'return', { reason: 'Say what he does next' });
  expect(returning).toMatchObject({ status: 200, body: { status: 'draft', returned: true } });
  const { body } = await read('ana', note);
  expect(body).toMatchObject({ status: 'draft', returns: [{ reason: 'Say what he does next' }] });
  const changed = await peerwork.as('ana').patch(`/v1/session-notes/${note.id}`, { plan: 'He calls on Friday' }, { version: body.version });
  expect(changed).toMatchObject({ status: 200, body: { plan: 'He calls on Friday' } });
  expect(await sign(peerwork, 'ana', changed.body)).toMatchObject({ status: 200, body: { status: 'pending-cosignature' } });
  await expectHidden(note, 'ana');
});

it('keeps in the lists what is still to be finished, once and for those who finish it', async () => {
  const listed = async (who: Who, { id }: Note, query = '') => {
    const { body } = await peerwork.as(who).get(`/v1/session-notes?limit=100${query}`);
    return body.items.filter((row: Note) => row.id === id).length as number;
  };
  const queries = ['', `&clientId=${CLIENTS.jordan}`, `&peerSpecialistId=${CAST.ana.specialistId}`];
  const expectListed = async (note: Note, status: string, count: Partial<Record<Who, number>>) => {
    for (const query of [...queries, `&status=${status}`])
      for (const [who, times] of Object.entries(count)) expect([who, query, await listed(who as Who, note, query)]).toEqual([who, query, times]);
  };
  const draft = await drafted(peerwork, 'ana', 'jordan');
  await expectListed(draft, 'draft', { ana: 1, sue: 1, max: 1, olive: 0, otto: 0, nadia: 0 });
  await handOver('olive');
  await expectListed(draft, 'draft', { ana: 1, sue: 1, max: 1, olive: 0, otto: 1, nadia: 0 });
  const { body: pending } = await sign(peerwork, 'ana', draft);
  await expectListed(draft, 'pending-cosignature', { ana: 0, sue: 1, max: 1, olive: 1, otto: 1, nadia: 1 });
  await put('sue', pending, 'cosignature');
  await expectListed(draft, 'cosigned', { ana: 0, sue: 0, max: 1, olive: 1, otto: 1, nadia: 1 });
});

it('takes no new session from the specialist before', async () => {
  await handOver('olive');
  const { startedAt, endedAt } = await drafted(peerwork, 'olive', 'riley');
  const { status } = await peerwork.as('ana').post('/v1/session-notes', {
    ...{ clientId: CLIENTS.jordan, startedAt, endedAt, outcome: 'completed', modality: 'phone', place: 'office', purposes: [] },
  });
  expect(status).toBe(404);
});

it('shows the next specialist what was signed before, and no draft', async () => {
  const old = await cosigned(peerwork, 'ana', 'jordan');
  const draft = await drafted(peerwork, 'ana', 'jordan');
  await expectHidden(old, 'ben');
  await handOver('ben');
  await expectSeen(old, 'ben');
  await expectHidden(draft, 'ben');
  expect((await read('ben', old)).body).toMatchObject({ wordsWithheld: false, plan: 'Meet again in a week' });
});

describe('a draft whose client has moved on', () => {
  it('keeps its program, its goals and its day when the author changes the words', async () => {
    const goal = await agreedGoal(peerwork, 'ana', 'jordan');
    const { id } = await drafted(peerwork, 'ana', 'jordan', { goalIds: [goal.id] });
    await handOver('olive');
    const changed = await peerwork.as('ana').patch(`/v1/session-notes/${id}`, { plan: 'Hand over well', goalIds: [goal.id] }, { version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { program: 'therapy', goalIds: [goal.id], plan: 'Hand over well' } });
  });

  it('cannot be moved to a day that nobody can check any more', async () => {
    const { id } = await drafted(peerwork, 'ana', 'jordan');
    await handOver('olive');
    const changed = await peerwork.as('ana').patch(`/v1/session-notes/${id}`, daysAgo(40), { version: 1 });
    expect(changed).toMatchObject({ status: 409, body: { type: '/problems/not-assigned-then' } });
  });
});

it('does not tell a former author a finished note from one that never was', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  await handOver('olive');
  const [hidden, unknown] = await Promise.all([
    put('ana', note, 'signature', { attestation: true }),
    put('ana', { id: UNKNOWN, version: 1 }, 'signature', { attestation: true }),
  ]);
  expect([hidden.status, hidden.text]).toEqual([404, unknown.text]);
});
