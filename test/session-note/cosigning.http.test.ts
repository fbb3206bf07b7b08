import { CAST, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { cosigned, countOf, drafted, type Note, sign, signed, stored } from './session.ts';

const peerwork = launch();
type Verb = 'cosignature' | 'return' | 'void';
const put = (who: Parameters<typeof peerwork.as>[0], note: Pick<Note, 'id' | 'version'>, verb: Verb) =>
  peerwork.as(who).put(`/v1/session-notes/${note.id}/${verb}`, verb === 'cosignature' ? {} : { reason: 'For a good reason' }, { version: note.version });

const expectPending = async (id: string) => {
  expect((await stored(peerwork, id))['status']).toBe('pending-cosignature');
  expect(await countOf(peerwork, 'session_note_signatures', id)).toBe(1);
  for (const table of ['session_note_returns', 'session_note_voids']) expect(await countOf(peerwork, table, id)).toBe(0);
};
const plainlySigned: typeof signed = (running, who, client) => signed(running, who, client, { outcome: 'no-show' });

it.each(['cosignature', 'return', 'void'] as const)("hides the note from another team's supervisor (%s)", async (verb) => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const [hidden, unknown] = [await put('otto', note, verb), await put('otto', { ...note, id: UNKNOWN }, verb)];
  expect(hidden.status).toBe(404);
  expect(unknown.text).toBe(hidden.text);
  await expectPending(note.id);
});

it.each(['cosignature', 'return', 'void'] as const)('refuses everybody but supervisors (%s)', async (verb) => {
  const note = await signed(peerwork, 'ana', 'jordan');
  for (const who of ['ana', 'nadia', 'max', 'priya', 'ada'] as const)
    expect(await put(who, note, verb)).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  await expectPending(note.id);
});

it.each([
  ['a draft', drafted],
  ['a note that needs no co-signature', plainlySigned],
  ['a co-signed note', cosigned],
])('neither co-signs nor returns %s', async (_, make) => {
  const note = await make(peerwork, 'ana', 'jordan');
  const signatures = await countOf(peerwork, 'session_note_signatures', note.id);
  for (const verb of ['cosignature', 'return'] as const)
    expect(await put('sue', note, verb)).toMatchObject({ status: 409, body: { type: '/problems/not-awaiting-cosignature' } });
  expect((await stored(peerwork, note.id))['status']).toBe(note.status);
  expect(await countOf(peerwork, 'session_note_signatures', note.id)).toBe(signatures);
  expect(await countOf(peerwork, 'session_note_returns', note.id)).toBe(0);
});

it.each(['cosignature', 'return', 'void'] as const)('demands the version that was read (%s)', async (verb) => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const body = verb === 'cosignature' ? {} : { reason: 'For a good reason' };
  expect((await peerwork.as('sue').put(`/v1/session-notes/${note.id}/${verb}`, body)).status).toBe(428);
  expect(await put('sue', { id: note.id, version: 1 }, verb)).toMatchObject({ status: 412, body: { type: '/problems/stale-version', version: 2 } });
  await expectPending(note.id);
});

it.each(['return', 'void'] as const)('needs a reason (%s)', async (verb) => {
  const note = await signed(peerwork, 'ana', 'jordan');
  for (const body of [{}, { reason: null }, { reason: '  ' }, { reason: 'no' }])
    expect(await peerwork.as('sue').put(`/v1/session-notes/${note.id}/${verb}`, body, { version: 2 })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/reason' }] },
    });
  await expectPending(note.id);
});

it('is co-signed once by fifty at the same time', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const answers = await Promise.all(Array.from({ length: 50 }, () => put('sue', note, 'cosignature')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(49).fill(412)]);
  expect(await countOf(peerwork, 'session_note_signatures', note.id)).toBe(2);
});

it('is either co-signed or returned when both are asked for at once', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const answers = await Promise.all([put('sue', note, 'cosignature'), put('sue', note, 'return'), put('sue', note, 'void')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  let parts = 0;
  for (const name of ['signatures', 'returns', 'voids']) parts += await countOf(peerwork, `session_note_${name}`, note.id);
  expect(parts).toBe(2);
});

it('is voided whatever its state, once', async () => {
  for (const make of [drafted, plainlySigned, cosigned]) {
    const note = await make(peerwork, 'ana', 'jordan');
    const voiding = await put('sue', note, 'void');
    expect(voiding).toMatchObject({ status: 200, body: { status: 'voided', voided: { voidedBy: CAST.sue.id } } });
    for (const verb of ['void', 'cosignature', 'return'] as const) expect((await put('sue', voiding.body, verb)).status).toBe(409);
    expect(await countOf(peerwork, 'session_note_voids', note.id)).toBe(1);
    expect(await sign(peerwork, 'ana', voiding.body)).toMatchObject({ status: 409, body: { type: '/problems/note-signed-already' } });
  }
});

describe('the supervisor', () => {
  const supervise = (specialist: 'ana' | 'ben', supervisor: string) =>
    peerwork.as('max').post(`/v1/peer-specialists/${CAST[specialist].specialistId}/supervision`, { supervisorId: supervisor });

  it('is the one at the time of co-signing, not the one before, though he may see the client', async () => {
    const note = await signed(peerwork, 'ana', 'jordan');
    // Ben covers, so Sue still sees Jordan when she no longer supervises Ana.
    const wish = { peerSpecialistId: CAST.ben.specialistId, role: 'covering', reason: 'holidays' };
    await peerwork.as('sue').post(`/v1/clients/${note.clientId}/assignments`, wish);
    expect((await supervise('ana', CAST.otto.id)).status).toBe(201);
    for (const verb of ['cosignature', 'return'] as const)
      expect(await put('sue', note, verb)).toMatchObject({ status: 409, body: { type: '/problems/not-the-supervisor' } });
    await expectPending(note.id);
    expect(await put('otto', note, 'cosignature')).toMatchObject({ status: 200, body: { status: 'cosigned', signatures: [{}, { name: 'Otto' }] } });
  });

  it('is never the author, even where he has come to supervise himself', async () => {
    const note = await signed(peerwork, 'ben', 'sam');
    const { body: account } = await peerwork.as('ada').get(`/v1/accounts/${CAST.ben.id}`);
    await peerwork.as('ada').patch(`/v1/accounts/${CAST.ben.id}`, { role: 'supervisor' }, { version: account.version });
    await peerwork.rows(
      `set session_replication_role = replica; update app.supervisions set supervisor_id = '${CAST.ben.id}' where peer_specialist_id = '${CAST.ben.specialistId}'; set session_replication_role = origin`,
    );
    for (const verb of ['cosignature', 'return'] as const)
      expect(await put('ben', note, verb)).toMatchObject({ status: 409, body: { type: '/problems/not-the-supervisor' } });
    await expectPending(note.id);
  });
});
