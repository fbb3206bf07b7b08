import { expect, it } from '@jest/globals';
import { CAST, CLIENTS } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { identifierIndex } from '../support/sealing.ts';
import { overlapping } from './overlap.ts';
import { person, register } from './person.ts';

const peerwork = launch();
const jordan = { legalName: { given: 'JORDAN', family: 'testperson' }, birthDate: '1990-01-01' };
const clients = () => peerwork.rows('select id from app.clients order by id');
let count = 0;
const mrn = () => ({ system: 'clinic-mrn', value: `MRN-${++count}` });
const confirmed = (reason?: string) => [`/v1/clients?confirmNotDuplicate=true`, { ...jordan, ...(reason && { reason }) }] as const;

it('warns of the same name and birth date, however it is written, and names whom the caller may see', async () => {
  const before = await clients();
  const answer = await peerwork.as('sue').post('/v1/clients', jordan);
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/likely-duplicate', possibleDuplicates: [CLIENTS.jordan] } });
  expect(await clients()).toEqual(before);
});

it('warns without naming anybody whom the caller may not see', async () => {
  const answer = await peerwork.as('otto').post('/v1/clients', jordan);
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/likely-duplicate', possibleDuplicates: [] } });
  expect(answer.text).not.toContain(CLIENTS.jordan);
});

it('warns of the same identifier under another name', async () => {
  const identifier = mrn();
  const id = await register(peerwork, { identifiers: [identifier] });
  const answer = await peerwork.as('max').post('/v1/clients', person({ identifiers: [mrn(), identifier] }));
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/likely-duplicate', possibleDuplicates: [id] } });
});

it('does not warn of a namesake born on another day, nor of the same value in another system', async () => {
  expect((await peerwork.as('max').post('/v1/clients', { ...jordan, birthDate: '1990-01-02' })).status).toBe(201);
  const identifier = mrn();
  await register(peerwork, { identifiers: [identifier] });
  expect((await peerwork.as('max').post('/v1/clients', person({ identifiers: [{ ...identifier, system: 'medicaid' }] }))).status).toBe(201);
});

it('registers a namesake all the same for a stated reason, and records whom he was told apart from', async () => {
  const { status, body } = await peerwork.as('max').post(...confirmed('has another mother'));
  expect(status).toBe(201);
  expect(body.id).not.toBe(CLIENTS.jordan);
  expect(await peerwork.trail(body.id)).toMatchObject([{ action: 'client.registered', facts: { confirmedNotDuplicateOf: [CLIENTS.jordan] } }]);
});

it('records nobody whom the caller could not know of', async () => {
  const { status, body } = await peerwork.as('otto').post(...confirmed('is somebody else'));
  expect(status).toBe(201);
  expect(await peerwork.trail(body.id)).toMatchObject([{ account_id: CAST.otto.id, facts: { confirmedNotDuplicateOf: [] } }]);
});

it('refuses the confirmation without a reason', async () => {
  const before = await clients();
  expect(await peerwork.as('max').post(...confirmed())).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/reason' }] } });
  expect(await peerwork.as('max').post('/v1/clients?confirmNotDuplicate=yes', jordan)).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '#/confirmNotDuplicate' }] },
  });
  expect(await clients()).toEqual(before);
});

it('refuses an identifier that is taken, confirmed or not, without saying whose it is', async () => {
  const identifier = mrn();
  const id = await register(peerwork, { identifiers: [identifier] });
  const before = await clients();
  const wish = person({ identifiers: [identifier], reason: 'is somebody else' });
  const answer = await peerwork.as('max').post('/v1/clients?confirmNotDuplicate=true', wish);
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/identifier-taken' } });
  expect(answer.text).not.toContain(id);
  expect(answer.text).not.toContain(identifier.value);
  expect(await clients()).toEqual(before);
});

it('refuses the same identifier twice for one client', async () => {
  const identifier = mrn();
  const before = await clients();
  const answer = await peerwork.as('max').post('/v1/clients', person({ identifiers: [identifier, identifier] }));
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/identifier-taken' } });
  expect(await clients()).toEqual(before);
});

it('gives an identifier to one of two who are registered at once', async () => {
  const identifier = mrn();
  const before = await clients();
  const post = (who: 'sue' | 'max') => () => peerwork.as(who).post('/v1/clients', person({ identifiers: [identifier] }));
  const answers = await overlapping(peerwork, 'lock table app.client_identifiers in exclusive mode', [post('sue'), post('max')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)!.body.type).toBe('/problems/identifier-taken');
  expect(await clients()).toHaveLength(before.length + 1);
  expect(await peerwork.rows('select from app.client_identifiers where value_index = $1', [identifierIndex(peerwork, identifier)])).toHaveLength(1);
});
