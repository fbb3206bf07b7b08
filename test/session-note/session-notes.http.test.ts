import { contentHash } from '../../src/modules/session-note/index.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreedGoal, countOf, drafted, sessionOf, sign, signed, stored } from './session.ts';

const peerwork = launch();

it('is drafted, changed, signed and co-signed', async () => {
  const goal = await agreedGoal(peerwork, 'ana', 'jordan');
  const session = sessionOf('jordan', { goalIds: [goal.id], plan: null });
  const draft = await peerwork.as('ana').post('/v1/session-notes', session);
  expect(draft).toMatchObject({ status: 201, etag: '"1"' });
  expect(draft.body).toEqual({
    ...session,
    id: expect.any(String),
    groupSessionId: null,
    keptFromEhr: false,
    peerSpecialistId: CAST.ana.specialistId,
    authorName: 'Ana',
    program: 'therapy',
    serviceOn: session.startedAt.slice(0, 10),
    durationMinutes: 30,
    status: 'draft',
    wordsWithheld: false,
    ...{ lateEntry: null, lateReason: null, returned: false, signedAt: null, cosignatureRequired: null, voided: null },
    ...{ signatures: [], returns: [], addenda: [], hints: [], edits: [], reason: null },
    createdAt: expect.any(String),
    version: 1,
  });
  const { id } = draft.body;

  const change = { plan: 'Meet again in two weeks', place: 'park', goalIds: [] };
  const changed = await peerwork.as('ana').patch(`/v1/session-notes/${id}`, change, { version: 1 });
  expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { ...session, ...change, status: 'draft', version: 2 } });

  const signing = await sign(peerwork, 'ana', changed.body);
  expect(signing).toMatchObject({
    status: 200,
    etag: '"3"',
    body: { ...session, ...change, status: 'pending-cosignature', cosignatureRequired: true, lateEntry: false, lateReason: null, signedAt: expect.any(String) },
  });
  const hash = contentHash({
    ...changed.body,
    authorId: CAST.ana.specialistId,
    programCode: 'therapy',
    startedAt: new Date(session.startedAt),
    endedAt: new Date(session.endedAt),
  }).toString('hex');
  const authors = {
    kind: 'author',
    accountId: CAST.ana.id,
    name: 'Ana',
    credential: 'CPRS CPRS-ana (State Board)',
    signedAt: signing.body.signedAt,
    contentHash: hash,
  };
  expect(signing.body.signatures).toEqual([authors]);

  const cosigning = await peerwork.as('sue').put(`/v1/session-notes/${id}/cosignature`, {}, { version: 3 });
  expect(cosigning).toMatchObject({ status: 200, etag: '"4"', body: { ...session, ...change, status: 'cosigned', signedAt: signing.body.signedAt } });
  const cosigners = { kind: 'cosigner', accountId: CAST.sue.id, name: 'Sue', credential: null, signedAt: expect.any(String), contentHash: hash };
  expect(cosigning.body.signatures).toEqual([authors, cosigners]);
  expect((await peerwork.as('ana').get(`/v1/session-notes/${id}`)).body).toEqual(cosigning.body);

  const by = (who: 'ana' | 'sue', action: string, facts: object) => ({ action, account_id: CAST[who].id, client_ids: [CLIENTS.jordan], facts });
  expect(await peerwork.trail(id)).toEqual([
    by('ana', 'session-note.drafted', {}),
    by('ana', 'session-note.changed', { fields: ['place', 'goalIds', 'plan'] }),
    by('ana', 'session-note.signed', { contentHash: hash, status: 'pending-cosignature' }),
    by('sue', 'session-note.cosigned', { contentHash: hash }),
  ]);
  expect(await peerwork.looks(cosigning)).toEqual([
    { kind: 'access', action: 'PUT /v1/session-notes/:id/cosignature', account_id: CAST.sue.id, status: 200, client_ids: [CLIENTS.jordan] },
  ]);
});

it('ends in signed where the program asks for no co-signature, and keeps that when the program asks for it later', async () => {
  const { body: programs } = await peerwork.as('max').get('/v1/programs');
  const therapy = programs.items.find(({ code }: { code: string }) => code === 'therapy');
  const changed = await peerwork.as('max').patch('/v1/programs/therapy', { cosignatureRequired: false }, { version: therapy.version });
  const note = await signed(peerwork, 'ana', 'jordan');
  await peerwork.as('max').patch('/v1/programs/therapy', { cosignatureRequired: true }, { version: changed.body.version });
  expect(note).toMatchObject({ status: 'signed', cosignatureRequired: false, signatures: [{ kind: 'author' }] });
  expect((await peerwork.as('sue').get(`/v1/session-notes/${note.id}`)).body).toEqual(note);
  const cosigning = await peerwork.as('sue').put(`/v1/session-notes/${note.id}/cosignature`, {}, { version: note.version });
  expect(cosigning).toMatchObject({ status: 409, body: { type: '/problems/not-awaiting-cosignature' } });
  expect(await countOf(peerwork, 'session_note_signatures', note.id)).toBe(1);
});

it.each(['no-show', 'client-cancelled', 'staff-cancelled', 'unreachable'])('needs no words and no co-signature for an attempt (%s)', async (outcome) => {
  const note = await signed(peerwork, 'ana', 'jordan', { outcome, intervention: undefined, response: undefined, plan: undefined });
  expect(note).toMatchObject({ status: 'signed', outcome, cosignatureRequired: false, intervention: null, response: null, plan: null });
});

it('goes back to its author with a reason, who changes and signs it again', async () => {
  const first = await signed(peerwork, 'ana', 'jordan');
  const path = `/v1/session-notes/${first.id}`;
  const returned = await peerwork.as('sue').put(`${path}/return`, { reason: 'Say what he does next' }, { version: first.version });
  const giving = { reason: 'Say what he does next', returnedBy: CAST.sue.id, returnedAt: expect.any(String) };
  expect(returned).toMatchObject({
    status: 200,
    body: { status: 'draft', returned: true, signedAt: null, returns: [giving], signatures: [{ kind: 'author' }] },
  });
  const { body: seen } = await peerwork.as('ana').get(path);
  expect(seen).toMatchObject({ status: 'draft', returned: true, returns: [giving], intervention: 'Talked through the week' });

  const changed = await peerwork.as('ana').patch(path, { plan: 'He calls his sponsor on Friday' }, { version: seen.version });
  const again = await sign(peerwork, 'ana', changed.body);
  expect(again.body).toMatchObject({ status: 'pending-cosignature', returned: false, returns: [giving], plan: 'He calls his sponsor on Friday' });
  const [before, after] = again.body.signatures;
  expect(before).toEqual(first.signatures[0]);
  expect(after.contentHash).not.toBe(before.contentHash);

  const cosigning = await peerwork.as('sue').put(`${path}/cosignature`, {}, { version: again.body.version });
  expect(cosigning.body).toMatchObject({ status: 'cosigned', signatures: [before, after, { kind: 'cosigner', contentHash: after.contentHash }] });
  expect((await peerwork.trail(first.id)).map(({ action }) => action.replace('session-note.', ''))).toEqual([
    'drafted',
    'signed',
    'returned',
    'changed',
    'signed',
    'cosigned',
  ]);
});

it('is voided by the supervisor and stays readable, marked as entered in error', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const path = `/v1/session-notes/${note.id}`;
  const voiding = await peerwork.as('sue').put(`${path}/void`, { reason: 'Written under the wrong client' }, { version: note.version });
  const voided = { reason: 'Written under the wrong client', voidedBy: CAST.sue.id, voidedAt: expect.any(String) };
  expect(voiding).toMatchObject({ status: 200, body: { status: 'voided', voided, version: note.version + 1 } });
  const { body } = await peerwork.as('ana').get(path);
  expect(body).toEqual({ ...note, status: 'voided', voided, version: note.version + 1 });
  expect((await peerwork.trail(note.id)).at(-1)).toEqual({
    action: 'session-note.voided',
    account_id: CAST.sue.id,
    client_ids: [CLIENTS.jordan],
    facts: {},
  });
});

it('is written once per Idempotency-Key, however many at once', async () => {
  const session = sessionOf('jordan', { place: 'written once' });
  const key = 'one-session-at-one-time';
  const post = () => peerwork.as('ana').post('/v1/session-notes', session, { key });
  const answers = await Promise.all(Array.from({ length: 50 }, post));
  for (const { status, body } of answers) expect([status, body.type]).toEqual(status === 201 ? [201, undefined] : [409, '/problems/request-in-flight']);
  const again = await post();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const rows = await peerwork.rows(`select id from app.session_notes where place = 'written once'`);
  expect(rows).toEqual([{ id: again.body.id }]);
  expect(answers.filter(({ status, body }) => status === 201 && body.id !== again.body.id)).toEqual([]);
  expect(answers.filter(({ status, headers }) => status === 201 && !headers.get('idempotency-replayed'))).toHaveLength(1);
  expect(await peerwork.trail(again.body.id)).toHaveLength(1);
  const other = await peerwork.as('ana').post('/v1/session-notes', { ...session, place: 'elsewhere' }, { key });
  expect(other).toMatchObject({ status: 422, body: { type: '/problems/idempotency-key-reused' } });
});

it('keeps what it was when it was signed, whatever becomes of the author', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const { body: account } = await peerwork.as('ada').get(`/v1/accounts/${CAST.ana.id}`);
  await peerwork.as('ada').patch(`/v1/accounts/${CAST.ana.id}`, { name: 'Ana Maria' }, { version: account.version });
  const { body } = await peerwork.as('sue').get(`/v1/session-notes/${note.id}`);
  expect(body.signatures).toEqual(note.signatures);
  expect(await drafted(peerwork, 'ana', 'jordan')).toMatchObject({ authorName: 'Ana Maria' });
  expect((await stored(peerwork, note.id))['author_id']).toBe(CAST.ana.specialistId);
});
