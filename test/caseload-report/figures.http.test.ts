import { beforeAll, expect, it } from '@jest/globals';
import type { SpecialistFigures } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import { launch } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { knowCenter, on, PAT, REMY, VERA } from './known-center.ts';

const peerwork = launch();
beforeAll(() => knowCenter(peerwork));

const NO_CONTACT = { documentationLagMedianHours: 'no contact in the window', documentationLagP90Hours: 'no contact in the window' };
const NO_CLIENT = { clientsContactedPercent: 'no client was in the caseload for the whole window' };

const report = async (who: Who, query = '') => (await peerwork.as(who).get(`/v1/reports/caseload?asOf=${on(0)}${query}`)).body;
const of = (body: { specialists: SpecialistFigures[] }, specialistId: string) =>
  body.specialists.find(({ peerSpecialistId }) => peerSpecialistId === specialistId);

it('counts a team, row by row and all together', async () => {
  const body = await report('sue');
  expect(body).toMatchObject({
    asOf: on(0),
    windowDays: 30,
    generatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    scope: { permissionFiltered: true, supervisorId: null, peerSpecialistId: null, program: null },
  });
  expect(body.specialists).toEqual([
    {
      peerSpecialistId: CAST.ana.specialistId,
      name: 'Ana',
      caseload: 3,
      maxCaseload: 12,
      capacityPercent: 25,
      contacts: 5,
      minutes: 190,
      attempts: 4,
      clientsEligible: 2,
      clientsContacted: 2,
      clientsContactedPercent: 100,
      clientsOverdue: 2,
      longestOverdueDays: 5,
      clientsOnHold: 0,
      openGoals: 5,
      goalsWithoutCheckIn: 2,
      notesUnsigned: 4,
      notesAwaitingCosignature: 1,
      notesReturned: 1,
      handOffsBroken: 0,
      documentationLagMedianHours: 2,
      documentationLagP90Hours: 19.6,
      reasons: {},
      hasValidCredential: true,
      credentialExpiresOn: on(-300),
      credentialDaysLeft: 300,
    },
    {
      peerSpecialistId: CAST.ben.specialistId,
      name: 'Ben',
      caseload: 1,
      maxCaseload: 12,
      capacityPercent: 8.3,
      contacts: 3,
      minutes: 120,
      attempts: 1,
      clientsEligible: 1,
      clientsContacted: 1,
      clientsContactedPercent: 100,
      clientsOverdue: 0,
      longestOverdueDays: 0,
      clientsOnHold: 0,
      openGoals: 0,
      goalsWithoutCheckIn: 0,
      notesUnsigned: 1,
      notesAwaitingCosignature: 0,
      notesReturned: 0,
      handOffsBroken: 0,
      documentationLagMedianHours: 3,
      documentationLagP90Hours: 4.6,
      reasons: {},
      hasValidCredential: true,
      credentialExpiresOn: null,
      credentialDaysLeft: null,
    },
  ]);
  expect(body.totals).toEqual({
    caseload: 4,
    maxCaseload: 24,
    capacityPercent: 16.7,
    contacts: 8,
    minutes: 310,
    attempts: 5,
    clientsEligible: 3,
    clientsContacted: 3,
    clientsContactedPercent: 100,
    clientsOverdue: 2,
    longestOverdueDays: 5,
    clientsOnHold: 0,
    openGoals: 5,
    goalsWithoutCheckIn: 2,
    notesUnsigned: 5,
    notesAwaitingCosignature: 1,
    notesReturned: 1,
    handOffsBroken: 0,
    documentationLagMedianHours: 2.5,
    documentationLagP90Hours: 12.5,
    reasons: {},
  });
});

it('counts the whole center for the program manager and the privacy officer alike', async () => {
  const body = await report('max');
  expect(body.scope.permissionFiltered).toBe(false);
  expect(body.specialists.map(({ name }: { name: string }) => name)).toEqual(['Ana', 'Ben', 'Olive', 'Pat', 'Remy']);
  expect(of(body, CAST.olive.specialistId)).toMatchObject({
    caseload: 3,
    contacts: 2,
    minutes: 80,
    clientsEligible: 3,
    clientsContacted: 2,
    clientsContactedPercent: 66.7,
    clientsOverdue: 3,
    longestOverdueDays: 97,
    clientsOnHold: 0,
    openGoals: 1,
    goalsWithoutCheckIn: 1,
    documentationLagMedianHours: 1.5,
    documentationLagP90Hours: 1.9,
  });
  expect(body.totals).toMatchObject({
    caseload: 7,
    maxCaseload: 49,
    capacityPercent: 14.3,
    contacts: 11,
    minutes: 405,
    attempts: 5,
    clientsEligible: 6,
    clientsContacted: 5,
    clientsContactedPercent: 83.3,
    clientsOverdue: 5,
    longestOverdueDays: 97,
    clientsOnHold: 0,
    openGoals: 6,
    goalsWithoutCheckIn: 3,
    notesUnsigned: 6,
    notesAwaitingCosignature: 2,
    notesReturned: 1,
    handOffsBroken: 0,
    documentationLagMedianHours: 2,
    documentationLagP90Hours: 6,
  });
  const { generatedAt: _, ...same } = body;
  expect(await report('priya')).toMatchObject(same);
});

it('answers null with the reason where there is nothing to divide by, never 0', async () => {
  const body = await report('max');
  expect(of(body, REMY.specialistId)).toMatchObject({
    caseload: 0,
    capacityPercent: 0,
    contacts: 0,
    clientsContactedPercent: null,
    documentationLagMedianHours: null,
    documentationLagP90Hours: null,
    reasons: { ...NO_CLIENT, ...NO_CONTACT },
    hasValidCredential: false,
    credentialExpiresOn: null,
    credentialDaysLeft: null,
  });
  const nobody = await report('max', `&supervisorId=${VERA}`);
  expect(nobody.specialists).toEqual([]);
  expect(nobody.totals).toMatchObject({
    caseload: 0,
    maxCaseload: 0,
    capacityPercent: null,
    reasons: { capacityPercent: 'no clients are to be taken on', ...NO_CLIENT, ...NO_CONTACT },
  });
});

it('takes no credential that nobody verified or that has run out', async () => {
  const body = await report('max');
  expect(of(body, PAT.specialistId)).toMatchObject({ hasValidCredential: false, credentialExpiresOn: null });
  expect(of(await report('max', `&peerSpecialistId=${REMY.specialistId}`), REMY.specialistId)).toMatchObject({ hasValidCredential: false });
  const lastDay = (await peerwork.as('max').get(`/v1/reports/caseload?asOf=${on(5)}&peerSpecialistId=${REMY.specialistId}`)).body;
  expect(of(lastDay, REMY.specialistId)).toMatchObject({ hasValidCredential: true, credentialExpiresOn: on(5), credentialDaysLeft: 0 });
});

it('shows a specialist only what she sees: no session with a client who is no longer hers', async () => {
  const body = await report('ana');
  expect(body.specialists).toHaveLength(1);
  expect(body.specialists[0]).toMatchObject({
    peerSpecialistId: CAST.ana.specialistId,
    caseload: 3,
    contacts: 4,
    minutes: 155,
    attempts: 4,
    documentationLagMedianHours: 1.5,
    documentationLagP90Hours: 21.6,
  });
  expect(body.totals).toMatchObject({ caseload: 3, contacts: 4, minutes: 155 });
});

it("shows a supervisor what his people have not finished, though the client is another team's", async () => {
  const body = await report('otto');
  expect(body.specialists.map(({ name }: { name: string }) => name)).toEqual(['Olive', 'Pat']);
  expect(of(body, PAT.specialistId)).toMatchObject({ contacts: 1, minutes: 15, notesUnsigned: 1, notesAwaitingCosignature: 1, documentationLagMedianHours: 6 });
});

it('shows a clinician the clients she treats, and nobody’s drafts', async () => {
  const body = await report('nadia');
  expect(body.scope.permissionFiltered).toBe(true);
  expect(body.specialists).toHaveLength(5);
  expect(of(body, CAST.ana.specialistId)).toMatchObject({
    caseload: 1,
    contacts: 3,
    minutes: 135,
    attempts: 3,
    openGoals: 4,
    notesUnsigned: 0,
    notesAwaitingCosignature: 1,
    notesReturned: 0,
    handOffsBroken: 0,
  });
  expect(of(body, CAST.ben.specialistId)).toMatchObject({ caseload: 0, contacts: 0, attempts: 1 });
  expect(body.totals).toMatchObject({ caseload: 1, contacts: 3, attempts: 4 });
});

it('asks about today when no day is given', async () => {
  const { body } = await peerwork.as('sue').get('/v1/reports/caseload');
  expect(body.asOf).toBe(new Date().toISOString().slice(0, 10));
  expect(body.totals).toMatchObject({ caseload: 4, contacts: 8 });
});
