import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { countOf, daysAgo, drafted, HOUR, sign, signed, stored } from './session.ts';

const peerwork = launch();

const expectUnsigned = async (id: string) => {
  expect(await stored(peerwork, id)).toMatchObject({ status: 'draft', signed_at: null });
  expect(await countOf(peerwork, 'session_note_signatures', id)).toBe(0);
};

it('is done once by fifty signatures at the same time', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const answers = await Promise.all(Array.from({ length: 50 }, () => sign(peerwork, 'ana', note)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(49).fill(412)]);
  expect(await countOf(peerwork, 'session_note_signatures', note.id)).toBe(1);
  expect((await peerwork.trail(note.id)).map(({ action }) => action)).toEqual(['session-note.drafted', 'session-note.signed']);
});

it.each([
  [{ intervention: null }, ['#/intervention']],
  [{ response: undefined }, ['#/response']],
  [{ intervention: undefined, response: null }, ['#/intervention', '#/response']],
])('needs intervention and response of a completed session: %j', async (words, pointers) => {
  const note = await drafted(peerwork, 'ana', 'jordan', words);
  const answer = await sign(peerwork, 'ana', note);
  expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  await expectUnsigned(note.id);
});

it.each([
  [{ attestation: false }, '#/attestation'],
  [{ attestation: 'true' }, '#/attestation'],
  [{ attestation: undefined }, '#/attestation'],
  [{ attestation: true, name: 'Ana' }, '#/name'],
  [{ attestation: true, lateReason: null }, '#/lateReason'],
])('refuses to sign with %j', async (wish, pointer) => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  expect(await sign(peerwork, 'ana', note, wish)).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer }] } });
  await expectUnsigned(note.id);
});

describe('more than 72 hours after the session', () => {
  it('needs a reason, and marks the note as a late entry', async () => {
    const note = await drafted(peerwork, 'ana', 'jordan', daysAgo(4));
    const answer = await sign(peerwork, 'ana', note);
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer: '#/lateReason' }] } });
    await expectUnsigned(note.id);
    const late = await sign(peerwork, 'ana', note, { lateReason: 'I was ill' });
    expect(late).toMatchObject({ status: 200, body: { lateEntry: true, lateReason: 'I was ill', status: 'pending-cosignature' } });
    const { body } = await peerwork.as('ana').get(`/v1/session-notes?clientId=${CLIENTS.jordan}&limit=1&status=pending-cosignature`);
    expect(body.items).toMatchObject([{ id: note.id, lateEntry: true }]);
  });

  it('counts from the end of the session', async () => {
    const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
    const note = await drafted(peerwork, 'ana', 'jordan', { startedAt: ago(73), endedAt: ago(71.9) });
    expect(await sign(peerwork, 'ana', note)).toMatchObject({ status: 200, body: { lateEntry: false, lateReason: null } });
  });

  it('needs a reason for an attempt as well', async () => {
    const note = await drafted(peerwork, 'ana', 'jordan', { ...daysAgo(5), outcome: 'no-show' });
    expect(await sign(peerwork, 'ana', note)).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/lateReason' }] } });
    await expectUnsigned(note.id);
  });
});

describe('the credential in the signature', () => {
  const credentials = `/v1/peer-specialists/${CAST.ben.specialistId}/credentials`;
  const day = (days: number) => daysAgo(days).startedAt.slice(0, 10);
  const ofSignature = async () => (await signed(peerwork, 'ben', 'sam')).signatures[0]!.credential;

  it('is the verified one that was issued last and is valid at that moment, and stays as it was', async () => {
    const first = await signed(peerwork, 'ben', 'sam');
    expect(first.signatures[0]!.credential).toBe('CPRS CPRS-ben (State Board)');
    const wish = { kind: 'NCPRSS', issuer: 'NAADAC', number: '77', issuedOn: day(40), expiresOn: day(-40) };
    const { body } = await peerwork.as('ben').post(credentials, wish);
    expect(await ofSignature()).toBe('CPRS CPRS-ben (State Board)');
    expect((await peerwork.as('sue').put(`/v1/credentials/${body.id}/verification`, {}, { version: body.version })).status).toBe(200);
    expect(await ofSignature()).toBe('NCPRSS 77 (NAADAC)');
    expect((await peerwork.as('ben').get(`/v1/session-notes/${first.id}`)).body.signatures).toEqual(first.signatures);
  });

  it('is none where all have expired or are still to come', async () => {
    await peerwork.rows(`set session_replication_role = replica;
      update app.credentials set expires_on = current_date - 1 where number = 'CPRS-ben';
      update app.credentials set issued_on = current_date + 2 where number = '77';
      set session_replication_role = origin`);
    expect(await ofSignature()).toBeNull();
  });
});

it('demands the version that was read', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const unread = await peerwork.as('ana').put(`/v1/session-notes/${note.id}/signature`, { attestation: true });
  expect(unread).toMatchObject({ status: 428, body: { type: '/problems/if-match-required' } });
  expect(await sign(peerwork, 'ana', { id: note.id, version: 2 })).toMatchObject({ status: 412, body: { type: '/problems/stale-version', version: 1 } });
  await expectUnsigned(note.id);
});

it('is not repeated: what was signed is signed', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  expect(await sign(peerwork, 'ana', note)).toMatchObject({ status: 409, body: { type: '/problems/note-signed-already' } });
  expect(await countOf(peerwork, 'session_note_signatures', note.id)).toBe(1);
});

it("hides another's draft as if it did not exist", async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const [hidden, unknown] = [await sign(peerwork, 'ben', note), await sign(peerwork, 'ben', { id: UNKNOWN, version: 1 })];
  expect(hidden.status).toBe(404);
  expect(unknown.text).toBe(hidden.text);
  await expectUnsigned(note.id);
});

it.each(['sue', 'nadia', 'max', 'priya', 'ada'] as const)('refuses %s', async (who) => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const answer = await sign(peerwork, who, note);
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  await expectUnsigned(note.id);
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', action: 'PUT /v1/session-notes/:id/signature', status: 403 }]);
});
