import { beforeAll, expect, it } from '@jest/globals';
import { CAST, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { overlapping } from './overlap.ts';
import { register, registerAnas } from './person.ts';

const peerwork = launch();
let path: string;
let id: string;
beforeAll(async () => {
  ({ id } = await registerAnas(peerwork));
  path = `/v1/clients/${id}`;
});
const now = async () => (await peerwork.as('max').get(path)).body;

it('replaces what is named, lists as a whole, and keeps the rest', async () => {
  const before = await now();
  const first = await peerwork.as('ana').patch(
    path,
    {
      preferredName: 'Bobby',
      pronouns: 'she/her',
      contactPoints: [
        { kind: 'phone', value: '+1 555 0101', okToCall: true, okToText: true },
        { kind: 'address', value: '1 Elm Street\nSpringfield' },
      ],
      identifiers: [{ system: 'clinic-mrn', value: 'C-1' }],
    },
    { version: 1 },
  );
  expect(first).toMatchObject({ status: 200, etag: '"2"' });
  expect(first.body).toEqual({
    ...before,
    preferredName: 'Bobby',
    pronouns: 'she/her',
    contactPoints: [
      { kind: 'phone', value: '+1 555 0101', okToCall: true, okToText: true, okToVoicemail: false },
      { kind: 'address', value: '1 Elm Street\nSpringfield', okToCall: false, okToText: false, okToVoicemail: false },
    ],
    identifiers: [{ system: 'clinic-mrn', value: 'C-1' }],
    version: 2,
  });
  const second = await peerwork.as('sue').patch(path, { contactPoints: [{ kind: 'email', value: 'robin@home.example' }] }, { version: 2 });
  expect(second.body).toEqual({
    ...first.body,
    contactPoints: [{ kind: 'email', value: 'robin@home.example', okToCall: false, okToText: false, okToVoicemail: false }],
    version: 3,
  });
  const third = await peerwork.as('ana').patch(path, { legalName: { given: 'Roberta', family: 'Renamed' }, birthDate: '1985-05-06' }, { version: 3 });
  expect(third.body).toEqual({ ...second.body, legalName: { given: 'Roberta', family: 'Renamed' }, birthDate: '1985-05-06', version: 4 });
  expect((await peerwork.trail(id)).slice(1)).toMatchObject([
    { action: 'client.changed', account_id: CAST.ana.id, client_ids: [id], facts: { fields: ['preferredName', 'pronouns', 'contactPoints', 'identifiers'] } },
    { action: 'client.changed', account_id: CAST.sue.id, client_ids: [id], facts: { fields: ['contactPoints'] } },
    { action: 'client.changed', account_id: CAST.ana.id, client_ids: [id], facts: { fields: ['legalName', 'birthDate'] } },
  ]);
  expect(JSON.stringify(await peerwork.trail(id))).not.toContain('Renamed');
});

it('keeps what a list held before as ended, and deletes nothing', async () => {
  const rows = await peerwork.rows('select kind, ended_at is not null as ended from app.client_contact_points where client_id = $1 order by id', [id]);
  expect(rows).toEqual([
    { kind: 'phone', ended: true },
    { kind: 'address', ended: true },
    { kind: 'email', ended: false },
  ]);
});

it('clears with null and with empty lists', async () => {
  const { version } = await now();
  const wish = { preferredName: null, pronouns: null, languages: [], contactPoints: [], identifiers: [] };
  const answer = await peerwork.as('ana').patch(path, wish, { version });
  expect(answer).toMatchObject({ status: 200, body: { ...wish, version: version + 1 } });
});

it.each(['legalName', 'birthDate', 'languages', 'contactPoints', 'identifiers'])('refuses to clear %s with null', async (field) => {
  const before = await now();
  const answer = await peerwork.as('ana').patch(path, { [field]: null }, { version: before.version });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: `#/${field}` }] } });
  expect(await now()).toEqual(before);
});

it.each([
  [{ preferredName: ' ' }, ['#/preferredName']],
  [{ birthDate: '2100-01-01' }, ['#/birthDate']],
  [{ code: 'PW-2222222', id: UNKNOWN, status: 'deceased' }, ['#/code', '#/id', '#/status']],
  [{ legalName: { given: 'Only' } }, ['#/legalName/family']],
  [{ contactPoints: [{ kind: 'phone', value: '555 0100', okToFax: true }] }, ['#/contactPoints/0/okToFax']],
])('refuses %j', async (body, pointers) => {
  const before = await now();
  const answer = await peerwork.as('ana').patch(path, body, { version: before.version });
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers);
  expect(await now()).toEqual(before);
});

it.each([
  ['nadia', 403],
  ['priya', 403],
  ['max', 403],
  ['ada', 403],
  ['ben', 404],
  ['otto', 404],
] as const)('refuses %s with %i', async (who, status) => {
  const before = await now();
  const answer = await peerwork.as(who).patch(path, { preferredName: 'Not hers' }, { version: before.version });
  expect(answer.status).toBe(status);
  if (status === 404) expect((await peerwork.as(who).patch(`/v1/clients/${UNKNOWN}`, { preferredName: 'X' }, { version: 1 })).text).toBe(answer.text);
  expect(await now()).toEqual(before);
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', account_id: CAST[who].id, status }]);
});

it('demands the version that was read, for lists too', async () => {
  const { version } = await now();
  expect(await peerwork.as('ana').patch(path, { pronouns: 'they' })).toMatchObject({ status: 428, body: { type: '/problems/if-match-required' } });
  expect(await peerwork.as('ana').patch(path, { pronouns: 'they' }, { version: version - 1 })).toMatchObject({
    status: 412,
    body: { type: '/problems/stale-version', version },
  });
  const call = (who: 'ana' | 'sue', value: string) => () => peerwork.as(who).patch(path, { contactPoints: [{ kind: 'phone', value }] }, { version });
  const lock = `select from app.clients where id = '${id}' for update`;
  const answers = await overlapping(peerwork, lock, [call('ana', '+1 555 0001'), call('sue', '+1 555 0002')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect((await now()).contactPoints).toEqual(answers.find(({ status }) => status === 200)!.body.contactPoints);
});

it('refuses an identifier that is taken, without saying whose, and changes nothing', async () => {
  const other = await register(peerwork, { identifiers: [{ system: 'clinic-mrn', value: 'TAKEN-1' }] });
  const before = await now();
  const wish = { pronouns: 'he/him', contactPoints: [], identifiers: [{ system: 'clinic-mrn', value: 'TAKEN-1' }] };
  const answer = await peerwork.as('ana').patch(path, wish, { version: before.version });
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/identifier-taken' } });
  expect(answer.text).not.toContain(other);
  expect(answer.text).not.toContain('TAKEN-1');
  expect(await now()).toEqual(before);
});

it('frees an identifier that is taken away from a client', async () => {
  const { version } = await now();
  const identifiers = [{ system: 'clinic-mrn', value: 'FREED-1' }];
  await peerwork.as('ana').patch(path, { identifiers }, { version });
  expect((await peerwork.as('ana').patch(path, { identifiers }, { version: version + 1 })).status).toBe(200);
  await peerwork.as('ana').patch(path, { identifiers: [] }, { version: version + 2 });
  const heir = await register(peerwork, { identifiers });
  expect((await peerwork.as('max').get(`/v1/clients/${heir}`)).body.identifiers).toEqual(identifiers);
});
