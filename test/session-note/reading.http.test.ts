import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { cosigned, drafted, type Note, sign, signed } from './session.ts';

const peerwork = launch();
const read = (who: Who, { id }: { id: string }) => peerwork.as(who).get(`/v1/session-notes/${id}`);
const WITHHELD = {
  place: null,
  lateReason: null,
  intervention: null,
  response: null,
  plan: null,
  reason: null,
  hints: [],
  edits: [],
  addenda: [],
  wordsWithheld: true,
};
const reasonWithheld = expect.objectContaining({ reason: null });

/** Everything that may be written down with a note, from drafting to voiding. */
async function eventful(): Promise<Note> {
  const { id, version } = await signed(peerwork, 'ana', 'jordan');
  const path = `/v1/session-notes/${id}`;
  const returned = await peerwork.as('sue').put(`${path}/return`, { reason: 'SECRET why returned' }, { version });
  const again = await sign(peerwork, 'ana', { id, version: returned.body.version });
  await peerwork.as('ana').post(`${path}/addenda`, { text: 'SECRET text added', reason: 'SECRET why added' });
  return (await peerwork.as('sue').put(`${path}/void`, { reason: 'SECRET why voided' }, { version: again.body.version })).body;
}

it.each(['ana', 'sue', 'nadia'] as const)('shows %s a signed note with all its words', async (who) => {
  const note = await eventful();
  const { body } = await read(who, note);
  expect(body).toMatchObject({ intervention: 'Talked through the week', response: 'Wants to call his sponsor', wordsWithheld: false });
  expect(body).toMatchObject({
    addenda: [{ text: 'SECRET text added' }],
    returns: [{ reason: 'SECRET why returned' }],
    voided: { reason: 'SECRET why voided' },
  });
});

it.each(['max', 'priya'] as const)('shows %s that a note is there, who signed it and when, and withholds its words', async (who) => {
  const note = await eventful();
  const answer = await read(who, note);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ ...note, ...WITHHELD, returns: [reasonWithheld], voided: reasonWithheld });
  expect(answer.text).not.toMatch(/SECRET|sponsor|through the week|Meet again/);
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'access', account_id: CAST[who].id, client_ids: [CLIENTS.jordan] }]);
});

it('refuses the administrator, who has nothing to do with clients', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  expect(await read('ada', note)).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect((await peerwork.as('ada').get('/v1/session-notes')).status).toBe(403);
});

it.each(['ben', 'olive', 'otto'] as const)("hides others' notes from %s as if they did not exist", async (who) => {
  const note = await cosigned(peerwork, 'ana', 'jordan');
  const [hidden, unknown, nonsense] = [await read(who, note), await read(who, { id: UNKNOWN }), await read(who, { id: 'nonsense' })];
  expect(hidden).toMatchObject({ status: 404, body: { type: '/problems/not-found', instance: '/v1/session-notes/:id' } });
  expect(unknown.text).toBe(hidden.text);
  expect(nonsense.text).toBe(hidden.text);
  const { body } = await peerwork.as(who).get(`/v1/session-notes?clientId=${CLIENTS.jordan}`);
  expect(body).toEqual({ items: [], next: null });
});

describe('a draft', () => {
  it('is hidden from the clinician and from colleagues, though they treat the client as well', async () => {
    const wish = { peerSpecialistId: CAST.ben.specialistId, role: 'covering', reason: 'holidays' };
    const { body: covering } = await peerwork.as('sue').post(`/v1/clients/${CLIENTS.jordan}/assignments`, wish);
    const draft = await drafted(peerwork, 'ana', 'jordan');
    for (const who of ['nadia', 'ben'] as const) {
      expect((await read(who, draft)).status).toBe(404);
      const { body } = await peerwork.as(who).get(`/v1/session-notes?clientId=${CLIENTS.jordan}&status=draft`);
      expect(body.items).toEqual([]);
    }
    await sign(peerwork, 'ana', draft);
    for (const who of ['nadia', 'ben'] as const) expect((await read(who, draft)).body).toMatchObject({ wordsWithheld: false, plan: 'Meet again in a week' });
    await peerwork.as('sue').put(`/v1/assignments/${covering.id}/ending`, { at: new Date().toISOString(), reason: 'back' }, { version: covering.version });
  });

  it('shows the supervisor that it is there, and not its words', async () => {
    const draft = await drafted(peerwork, 'ana', 'jordan');
    const answer = await read('sue', draft);
    expect(answer.body).toEqual({ ...draft, ...WITHHELD });
    const { body } = await sign(peerwork, 'ana', draft);
    expect((await read('sue', draft)).body).toEqual(body);
  });

  it('withholds its words again when it has been returned', async () => {
    const { id, version } = await signed(peerwork, 'ana', 'jordan');
    const returning = await peerwork.as('sue').put(`/v1/session-notes/${id}/return`, { reason: 'Say more' }, { version });
    expect(returning.body).toMatchObject(WITHHELD);
    expect((await read('sue', { id })).body).toMatchObject(WITHHELD);
    expect((await read('nadia', { id })).status).toBe(404);
    expect((await read('ana', { id })).body).toMatchObject({ wordsWithheld: false, plan: 'Meet again in a week' });
  });
});

describe('the list', () => {
  const list = async (who: Who, query: string) => (await peerwork.as(who).get(`/v1/session-notes?${query}`)).body.items as Note[];
  const idsOf = (notes: { id: string }[]) => notes.map(({ id }) => id).sort();
  const theirs: Record<'jordan' | 'sam' | 'riley', Note> = {} as never;

  beforeAll(async () => {
    theirs.jordan = await cosigned(peerwork, 'ana', 'jordan');
    theirs.sam = await signed(peerwork, 'ben', 'sam');
    theirs.riley = await drafted(peerwork, 'olive', 'riley');
  });

  it('has no words in its rows', async () => {
    const [row] = await list('ana', 'limit=1');
    const names =
      'authorName clientId durationMinutes endedAt id keptFromEhr lateEntry modality outcome peerSpecialistId program returned signedAt startedAt status version';
    expect(Object.keys(row!).sort()).toEqual(names.split(' '));
    const { startedAt, endedAt, signedAt } = theirs.jordan;
    expect(row).toMatchObject({ id: theirs.jordan.id, authorName: 'Ana', durationMinutes: 30, program: 'therapy', startedAt, endedAt, signedAt });
  });

  it('shows each only his own', async () => {
    for (const { clientId } of await list('ana', 'limit=100')) expect(clientId).toBe(CLIENTS.jordan);
    for (const { clientId } of await list('nadia', 'limit=100')) expect(clientId).toBe(CLIENTS.jordan);
    expect(idsOf(await list('ben', ''))).toEqual([theirs.sam.id]);
    expect(idsOf(await list('otto', ''))).toEqual([theirs.riley.id]);
    expect(new Set((await list('sue', 'limit=100')).map(({ clientId }) => clientId))).toEqual(new Set([CLIENTS.jordan, CLIENTS.sam]));
    expect(new Set((await list('max', 'limit=100')).map(({ clientId }) => clientId))).toEqual(new Set([CLIENTS.jordan, CLIENTS.sam, CLIENTS.riley]));
  });

  it('filters by client, author, status and time, alone and together', async () => {
    const all = await list('max', 'limit=100');
    const expectFiltered = async (query: string, keeps: (note: Note) => boolean) => {
      const kept = idsOf(all.filter(keeps));
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.length).toBeLessThan(all.length);
      expect(idsOf(await list('max', `limit=100&${query}`))).toEqual(kept);
    };
    const { startedAt } = theirs.sam;
    await expectFiltered(`clientId=${CLIENTS.sam}`, ({ clientId }) => clientId === CLIENTS.sam);
    await expectFiltered(`peerSpecialistId=${CAST.ana.specialistId}`, (note) => note.peerSpecialistId === CAST.ana.specialistId);
    for (const one of ['draft', 'pending-cosignature', 'cosigned', 'voided']) await expectFiltered(`status=${one}`, ({ status }) => status === one);
    await expectFiltered(`from=${startedAt}`, (note) => note.startedAt >= startedAt);
    await expectFiltered(`to=${startedAt}`, (note) => note.startedAt < startedAt);
    await expectFiltered(
      `from=${startedAt}&status=voided&clientId=${CLIENTS.jordan}&peerSpecialistId=${CAST.ana.specialistId}`,
      (note) => note.startedAt >= startedAt && note.status === 'voided',
    );
    expect(await list('max', `clientId=${CLIENTS.sam}&peerSpecialistId=${CAST.ana.specialistId}`)).toEqual([]);
  });

  it.each(['max', 'sue', 'ana'] as const)('pages without skipping or repeating, newest first (%s)', async (who) => {
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body }: { body: { items: Note[]; next: string | null } } = await peerwork.as(who).get(`/v1/session-notes?limit=3${next && `&after=${next}`}`);
      seen.push(...body.items.map(({ id }) => id));
      next = body.next;
    }
    const clients = { max: Object.values(CLIENTS), sue: [CLIENTS.jordan, CLIENTS.sam], ana: [CLIENTS.jordan] }[who];
    const theirs = await peerwork.rows('select id from app.session_notes where client_id = any ($1) order by id desc', [clients]);
    expect(seen).toEqual(theirs.map(({ id }) => id));
  });

  it.each(['clientId=x', 'status=open', 'from=yesterday', 'to=2026-11-22', 'peerSpecialistId=', 'place=office', 'limit=101'])('refuses %s', async (query) => {
    const answer = await peerwork.as('ana').get(`/v1/session-notes?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer: `#/${query.split('=')[0]}` }] } });
  });
});

it('keeps the words of a draft from whoever voids it', async () => {
  const { id, version } = await drafted(peerwork, 'ana', 'jordan', { response: 'SECRET' });
  const voided = await peerwork.as('sue').put(`/v1/session-notes/${id}/void`, { reason: 'Wrong client' }, { version });
  expect(voided).toMatchObject({ status: 200, body: { status: 'voided', wordsWithheld: true } });
  expect(voided.text).not.toContain('SECRET');
  expect((await peerwork.as('nadia').get(`/v1/session-notes/${id}`)).text).not.toContain('SECRET');
  expect((await peerwork.as('ana').get(`/v1/session-notes/${id}`)).text).toContain('SECRET');
});
