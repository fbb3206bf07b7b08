import { expect } from '@jest/globals';
import type { CaseloadFigures, CaseloadReport, ClientFigures } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import type { SessionNoteRow } from '../../src/modules/session-note/session-note-view.dto.ts';
import type { Api } from '../support/app.ts';
import { everything, queryOf } from './comparison.ts';
import { percentile, plusDays } from './reckoning.ts';

type Note = Omit<SessionNoteRow, 'startedAt' | 'endedAt' | 'signedAt'> & { startedAt: string; endedAt: string; signedAt: string | null };
type Counts = Partial<CaseloadFigures>;

const SIGNED = ['signed', 'pending-cosignature', 'cosigned'];
const DAY = 86_400_000;

/**
 * Counts, through the API alone, what a reader finds who follows each number of the report to its list, and demands that
 * it is the same number. For today in UTC: lists of notes and goals know no other day.
 */
export async function expectListsBehind(api: Api, asked: { asOf: string; windowDays: number }): Promise<void> {
  const { body: report }: { body: CaseloadReport } = await api.get(`/v1/reports/caseload?${queryOf(asked)}`);
  expect(report.specialists.length).toBeGreaterThan(0);
  const all: { clients: ClientFigures[]; notes: Note[] } = { clients: [], notes: [] };
  for (const specialist of report.specialists) {
    const peerSpecialistId = specialist.peerSpecialistId;
    const clients = await everything<ClientFigures>(api, `/v1/reports/caseload/clients?${queryOf({ ...asked, peerSpecialistId })}`);
    const notes = await everything<Note>(api, `/v1/session-notes?peerSpecialistId=${peerSpecialistId}`);
    expect(specialist).toMatchObject(await counted(api, asked, clients, notes));
    expect(clients.length).toBe(await primaryClientsOf(api, peerSpecialistId));
    expect(specialist.contacts).toBe(await contactsListed(api, peerSpecialistId, asked));
    all.clients.push(...clients);
    all.notes.push(...notes);
  }
  expect(report.totals).toMatchObject(await counted(api, asked, all.clients, all.notes));
  const together = await everything<ClientFigures>(api, `/v1/reports/caseload/clients?${queryOf(asked)}`);
  expect(together.map(({ clientId }) => clientId).sort()).toEqual(all.clients.map(({ clientId }) => clientId).sort());
}

/** The same of every client row's goals, for those who may list goals at all. */
export async function expectGoalsBehind(api: Api, asOf: string): Promise<void> {
  const clients = await everything<ClientFigures>(api, `/v1/reports/caseload/clients?asOf=${asOf}`);
  for (const client of clients) {
    const goals = await everything<{ status: string; agreedOn: string; lastCheckInOn: string | null }>(api, `/v1/clients/${client.clientId}/goals`);
    const open = goals.filter(({ status }) => status === 'active' || status === 'paused');
    const silent = open.filter(({ agreedOn, lastCheckInOn }) => [agreedOn, lastCheckInOn ?? agreedOn].every((day) => day <= plusDays(asOf, -14)));
    expect(client).toMatchObject({ openGoals: open.length, goalsWithoutCheckIn: silent.length });
  }
}

async function counted(api: Api, { asOf, windowDays }: { asOf: string; windowDays: number }, clients: ClientFigures[], notes: Note[]): Promise<Counts> {
  const firstDay = plusDays(asOf, 1 - windowDays);
  const inWindow = notes.filter(({ startedAt, status }) => startedAt >= firstDay && SIGNED.includes(status));
  const contacts = inWindow.filter(({ outcome }) => outcome === 'completed');
  const lags = contacts.map(({ endedAt, signedAt }) => (Date.parse(signedAt!) - Date.parse(endedAt)) / 3_600_000).sort((a, b) => a - b);
  const overdue = clients.map(({ overdueDays }) => overdueDays ?? 0).filter((days) => days > 0);
  const drafts = notes.filter(({ status }) => status === 'draft');
  return {
    caseload: clients.length,
    contacts: contacts.length,
    minutes: sum(contacts.map(({ durationMinutes }) => durationMinutes)),
    attempts: inWindow.length - contacts.length,
    clientsOverdue: overdue.length,
    longestOverdueDays: Math.max(0, ...overdue),
    clientsOnHold: clients.filter(({ onHold }) => onHold !== null).length,
    openGoals: sum(clients.map(({ openGoals }) => openGoals)),
    handOffsBroken: clients.filter(({ handOff }) => handOff === 'broken').length,
    goalsWithoutCheckIn: sum(clients.map(({ goalsWithoutCheckIn }) => goalsWithoutCheckIn)),
    notesUnsigned: drafts.filter(({ endedAt }) => Date.parse(endedAt) <= Date.now() - DAY).length,
    notesAwaitingCosignature: notes.filter(({ status }) => status === 'pending-cosignature').length,
    notesReturned: drafts.filter(({ returned }) => returned).length,
    documentationLagMedianHours: percentile(lags, 0.5),
    documentationLagP90Hours: percentile(lags, 0.9),
    ...(await ofTheWholeWindow(api, clients, firstDay)),
  };
}

/** The row says since which day; the assignment itself, whether that day was a whole one. */
async function ofTheWholeWindow(api: Api, clients: ClientFigures[], firstDay: string): Promise<Counts> {
  const eligible: ClientFigures[] = [];
  for (const client of clients) {
    const assignments = await everything<{ role: string; startsAt: string; endsAt: string | null; peerSpecialistId: string }>(
      api,
      `/v1/clients/${client.clientId}/assignments`,
    );
    const primary = assignments.find(({ role, endsAt, peerSpecialistId }) => role === 'primary' && !endsAt && peerSpecialistId === client.peerSpecialistId)!;
    if (primary.startsAt <= `${firstDay}T00:00:00.000Z`) eligible.push(client);
  }
  return { clientsEligible: eligible.length, clientsContacted: eligible.filter(({ contacts }) => contacts > 0).length };
}

async function primaryClientsOf(api: Api, peerSpecialistId: string): Promise<number> {
  const caseload = await everything<{ role: string }>(api, `/v1/peer-specialists/${peerSpecialistId}/caseload`);
  return caseload.filter(({ role }) => role === 'primary').length;
}

async function contactsListed(api: Api, peerSpecialistId: string, { asOf, windowDays }: { asOf: string; windowDays: number }): Promise<number> {
  const window = `from=${plusDays(asOf, 1 - windowDays)}T00:00:00Z&to=${plusDays(asOf, 1)}T00:00:00Z`;
  const notes = await everything<Note>(api, `/v1/session-notes?peerSpecialistId=${peerSpecialistId}&${window}`);
  return notes.filter(({ outcome, status }) => outcome === 'completed' && SIGNED.includes(status)).length;
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
