import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SpecialistFigures } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { knowCenter, on, VERA } from './known-center.ts';

const peerwork = launch();
beforeAll(() => knowCenter(peerwork));

const report = async (who: Who, query = '') => (await peerwork.as(who).get(`/v1/reports/caseload?asOf=${on(0)}${query}`)).body;
const of = (body: { specialists: SpecialistFigures[] }, specialistId: string) =>
  body.specialists.find(({ peerSpecialistId }) => peerSpecialistId === specialistId);

describe('narrowed', () => {
  it('to a program, counts the clients and the sessions that were in it', async () => {
    const body = (await peerwork.as('sue').get(`/v1/reports/caseload?asOf=${on(45)}&program=detox`)).body;
    expect(body.scope.program).toBe('detox');
    expect(of(body, CAST.ana.specialistId)).toMatchObject({ caseload: 1, contacts: 1, minutes: 25, maxCaseload: 12 });
    expect(of(body, CAST.ben.specialistId)).toMatchObject({ caseload: 0, contacts: 0 });
    const today = await report('sue', '&program=detox&windowDays=60');
    expect(today.totals).toMatchObject({ caseload: 0, contacts: 1, minutes: 25 });
  });

  it('to a supervisor, has whom she supervised then', async () => {
    const names = async (who: Who, ago: number, supervisorId: string) =>
      (await peerwork.as(who).get(`/v1/reports/caseload?asOf=${on(ago)}&supervisorId=${supervisorId}`)).body.specialists.map(
        ({ name }: { name: string }) => name,
      );
    expect(await names('max', 30, CAST.sue.id)).toEqual(['Ana', 'Ben', 'Pat']);
    expect(await names('max', 21, CAST.sue.id)).toEqual(['Ana', 'Ben', 'Pat']);
    expect(await names('max', 20, CAST.sue.id)).toEqual(['Ana', 'Ben']);
    expect(await names('max', 20, CAST.otto.id)).toEqual(['Olive', 'Pat']);
    expect(await names('sue', 30, CAST.sue.id)).toEqual(['Ana', 'Ben']);
  });

  it('to one specialist, totals are hers', async () => {
    const body = await report('sue', `&peerSpecialistId=${CAST.ben.specialistId}`);
    expect(body.scope.peerSpecialistId).toBe(CAST.ben.specialistId);
    expect(body.specialists).toHaveLength(1);
    expect(body.totals).toMatchObject({ caseload: 1, maxCaseload: 12, contacts: 3 });
  });
});

const REPORTS = ['/v1/reports/caseload', '/v1/reports/caseload/clients'];

describe.each(REPORTS)('GET %s', (path) => {
  it.each(['ana', 'sue', 'otto', 'nadia', 'max', 'priya'] as const)('answers %s', async (who) => {
    expect((await peerwork.as(who).get(path)).status).toBe(200);
  });

  it('refuses an administrator, and logs that', async () => {
    const answer = await peerwork.as('ada').get(path);
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
    expect(await peerwork.looks(answer)).toEqual([{ kind: 'refusal', action: `GET ${path}`, account_id: CAST.ada.id, status: 403, client_ids: [] }]);
  });

  it('refuses whoever has not signed in', async () => {
    expect((await peerwork.as(null).get(path)).status).toBe(401);
  });

  it.each([
    ['ana', 'peerSpecialistId', CAST.ben.specialistId],
    ['sue', 'peerSpecialistId', CAST.olive.specialistId],
    ['otto', 'peerSpecialistId', CAST.ana.specialistId],
    ['ana', 'supervisorId', CAST.otto.id],
    ['sue', 'supervisorId', CAST.otto.id],
    ['sue', 'supervisorId', VERA],
    ['max', 'supervisorId', CAST.ana.id],
    ['priya', 'supervisorId', CAST.ada.id],
  ] as const)('answers %s about a hidden %s like about an unknown one', async (who, name, hidden) => {
    const [answer, unknown] = await Promise.all([hidden, UNKNOWN].map((id) => peerwork.as(who).get(`${path}?${name}=${id}`)));
    expect(answer).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    expect(answer!.text).toBe(unknown!.text);
    expect(await peerwork.looks(answer!)).toMatchObject([{ kind: 'refusal', account_id: CAST[who].id, status: 404 }]);
  });

  it.each([
    ['program=nowhere', '#/program'],
    ['program=No%20Code', '#/program'],
    [`asOf=${on(-1)}`, '#/asOf'],
    ['asOf=2026-02-30', '#/asOf'],
    ['asOf=2026-01-01T00:00:00Z', '#/asOf'],
    ['windowDays=0', '#/windowDays'],
    ['windowDays=367', '#/windowDays'],
    ['windowDays=7&windowDays=8', '#/windowDays'],
    ['supervisorId=sue', '#/supervisorId'],
    ['peerSpecialistId=ana', '#/peerSpecialistId'],
    ['colour=red', '#/colour'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await peerwork.as('max').get(`${path}?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer }] } });
    expect(answer.body.errors).toHaveLength(1);
  });

  it('names all faults at once', async () => {
    const { body } = await peerwork.as('max').get(`${path}?windowDays=x&asOf=y&colour=red`);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['#/asOf', '#/colour', '#/windowDays']);
  });
});

it('pages clients, not specialists', async () => {
  expect(await peerwork.as('max').get('/v1/reports/caseload?limit=5')).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/limit' }] } });
});

it.each(['application/json', 'text/csv'])('logs a look at the report (%s), which names no client', async (accept) => {
  const answer = await peerwork.as('sue').get('/v1/reports/caseload', { headers: { accept } });
  expect(await peerwork.looks(answer)).toEqual([{ kind: 'access', action: 'GET /v1/reports/caseload', account_id: CAST.sue.id, status: 200, client_ids: [] }]);
  for (const hidden of ['PW-TEST', 'Jordan', 'clientId']) expect(answer.text).not.toContain(hidden);
});
