import { expect, it } from '@jest/globals';
import { CAST } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { daysAhead } from './days.ts';
import { overlapping } from './overlap.ts';
import { person } from './person.ts';

const peerwork = launch();
const clients = () => peerwork.rows('select id from app.clients order by id');
const pointers = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer).sort();

it('registers a client whole, with a readable code', async () => {
  const wish = person({
    preferredName: 'Rob',
    pronouns: 'they/them',
    languages: ['es-mx', 'en'],
    contactPoints: [
      { kind: 'phone', value: '+1 555 0100', okToCall: true, okToVoicemail: false },
      { kind: 'email', value: 'robin@home.example' },
    ],
    identifiers: [{ system: 'clinic-mrn', value: 'A-1' }],
  });
  const answer = await peerwork.as('sue').post('/v1/clients', wish);
  expect(answer).toMatchObject({ status: 201, etag: '"1"' });
  const { id, code, createdAt } = answer.body;
  expect(code).toMatch(/^PW-[2-9A-HJKMNP-Z]{7}$/);
  expect(answer.body).toEqual({
    id,
    code,
    createdAt,
    ...wish,
    languages: ['es-MX', 'en'],
    contactPoints: [
      { kind: 'phone', value: '+1 555 0100', okToCall: true, okToText: false, okToVoicemail: false },
      { kind: 'email', value: 'robin@home.example', okToCall: false, okToText: false, okToVoicemail: false },
    ],
    status: 'prospect',
    program: null,
    primary: null,
    assignments: [],
    version: 1,
  });
  expect((await peerwork.as('sue').get(`/v1/clients/${id}`)).body).toEqual(answer.body);
  expect((await peerwork.as('otto').get(`/v1/clients/${id}`)).status).toBe(404);
  expect(await peerwork.trail(id)).toEqual([
    { action: 'client.registered', account_id: CAST.sue.id, client_ids: [id], facts: { confirmedNotDuplicateOf: [] } },
  ]);
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'access', action: 'POST /v1/clients', account_id: CAST.sue.id, client_ids: [id] }]);
});

it('needs a name and a birth date and no more', async () => {
  const { status, body } = await peerwork.as('max').post('/v1/clients', person());
  expect({ status, body }).toMatchObject({ status: 201, body: { preferredName: null, pronouns: null, languages: [], contactPoints: [], identifiers: [] } });
});

it.each(['ana', 'nadia', 'priya', 'ada'] as const)('refuses %s', async (who) => {
  const before = await clients();
  const answer = await peerwork.as(who).post('/v1/clients', person());
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await clients()).toEqual(before);
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', action: 'POST /v1/clients', account_id: CAST[who].id, status: 403 }]);
});

it('registers once however often the request is repeated', async () => {
  const wish = person();
  const first = await peerwork.as('max').post('/v1/clients', wish, { key: 'register-robin-once' });
  const again = await peerwork.as('max').post('/v1/clients', wish, { key: 'register-robin-once' });
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

it.each([
  ['no name', { legalName: undefined }, ['#/legalName']],
  ['half a name', { legalName: { given: ' ' } }, ['#/legalName/family', '#/legalName/given']],
  ['a name that is none', { legalName: 'Robin' }, ['#/legalName']],
  ['a birth date to come', { birthDate: '2100-01-01' }, ['#/birthDate']],
  ['an impossible day', { birthDate: '2001-02-29' }, ['#/birthDate']],
  [
    'faulty contact points',
    {
      contactPoints: [
        { kind: 'fax', value: 'x' },
        { kind: 'phone', value: '555 0100', okToCall: 'yes', okToText: null },
      ],
    },
    ['#/contactPoints/0/kind', '#/contactPoints/0/value', '#/contactPoints/1/okToCall', '#/contactPoints/1/okToText'],
  ],
  ['a number for a list', { identifiers: 7 }, ['#/identifiers']],
  [
    'a faulty identifier',
    {
      identifiers: [
        { system: 'mrn', value: '1' },
        { system: '', value: '', note: 'x' },
      ],
    },
    ['#/identifiers/1/note', '#/identifiers/1/system', '#/identifiers/1/value'],
  ],
  ['too many ways to reach him', { contactPoints: Array.from({ length: 21 }, () => ({ kind: 'phone', value: '555 0100' })) }, ['#/contactPoints']],
  ['a repeated language', { languages: ['en', 'EN'] }, ['#/languages/1']],
  ['what is not his to say', { code: 'PW-2222222', status: 'enrolled', version: 1 }, ['#/code', '#/status', '#/version']],
])('refuses %s', async (_, more, expected) => {
  const before = await clients();
  const answer = await peerwork.as('max').post('/v1/clients', person(more));
  expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
  expect(pointers(answer.body)).toEqual(expected);
  expect(await clients()).toEqual(before);
});

it.each([
  ['from now on', undefined, 200],
  ['from tomorrow on', daysAhead(1), 404],
])('lets whoever registered a client assign him %s', async (_, from, seenByAna) => {
  const id = (await peerwork.as('sue').post('/v1/clients', person())).body.id;
  const wish = { peerSpecialistId: CAST.ana.specialistId, role: 'primary', reason: 'intake', ...(from && { from }) };
  expect((await peerwork.as('sue').post(`/v1/clients/${id}/assignments`, wish)).status).toBe(201);
  expect((await peerwork.as('sue').get(`/v1/clients/${id}`)).status).toBe(200);
  expect((await peerwork.as('ana').get(`/v1/clients/${id}`)).status).toBe(seenByAna);
});

it('notices the same person even when two register him at the same time', async () => {
  const wish = person({ legalName: { given: 'Twice', family: 'Atonce' } });
  const answers = await overlapping(peerwork, 'lock table app.clients in share row exclusive mode', [
    () => peerwork.as('sue').post('/v1/clients', wish),
    () => peerwork.as('otto').post('/v1/clients', wish),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(await peerwork.rows(`select from app.clients where given_name = 'Twice'`)).toHaveLength(1);
});
