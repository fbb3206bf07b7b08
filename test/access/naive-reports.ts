import type { ClientFigures } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import { type Asked, NaiveReport } from '../caseload-report/naive-report.ts';
import type { Query } from './naive-lists.ts';
import { type Center, fields, isOpenAt, newestFirst, type Row } from './center.ts';

export const REPORTS = ['GET /v1/reports/caseload', 'GET /v1/reports/caseload/clients'];

const today = () => new Date().toISOString().slice(0, 10);
export const reportOf = ({ rows, sight, now }: Center, asked: Partial<Asked>) =>
  new NaiveReport(rows, sight, { asOf: today(), windowDays: 30, ...asked }, 'UTC', now);

/** The view of a caseload: whoever is assigned now, or was at the end of a day, in whichever role. */
export function caseload(center: Center, { asOf }: Query, specialistId: string): Row[] {
  const report = reportOf(center, asOf ? { asOf } : {});
  const at = asOf ? new Date(Math.min(Date.parse(asOf) + 86_399_999, +center.now)) : center.now;
  return newestFirst(center.rows.assignments as Row[] as Center['rows']['assignments'])
    .filter((one) => one.peer_specialist_id === specialistId && center.sight.clientIds.has(one.client_id) && isOpenAt(one, at))
    .map((one) => {
      const { clientId, code, preferredName, program, lastContactOn, nextDueOn, overdueDays, dueReason, onHold, openGoals } = report.client(one);
      return {
        ...fields(one, 'id role'),
        clientId,
        code,
        preferredName,
        program,
        lastContactOn,
        nextDueOn,
        overdueDays,
        dueReason,
        onHold,
        openGoals,
        assignedSince: one.starts_at,
      };
    });
}

const SPECIALIST_COLUMNS = [
  ...[
    'name',
    'caseload',
    'maxCaseload',
    'capacityPercent',
    'contacts',
    'minutes',
    'attempts',
    'clientsEligible',
    'clientsContacted',
    'clientsContactedPercent',
  ],
  ...[
    'clientsOverdue',
    'longestOverdueDays',
    'clientsOnHold',
    'openGoals',
    'goalsWithoutCheckIn',
    'notesUnsigned',
    'notesAwaitingCosignature',
    'notesReturned',
  ],
  'handOffsBroken',
  ...['documentationLagMedianHours', 'documentationLagP90Hours', 'credentialExpiresOn', 'credentialDaysLeft'],
];
const CLIENT_COLUMNS = [
  ...['peerSpecialist', 'code', 'preferredName', 'program', 'daysInProgram', 'assignedSince', 'contactIntervalDays', 'lastContactOn', 'daysSinceContact'],
  ...[
    'lastContactByPrimaryOn',
    'nextDueOn',
    'overdueDays',
    'dueReason',
    'onHold',
    'attemptsSinceLastContact',
    'contacts',
    'minutes',
    'openGoals',
    'goalsWithoutCheckIn',
  ],
  ...['notesUnsigned', 'notesAwaitingCosignature', 'notesReturned', 'handOff'],
];

/** The lines of the file below its header, cell by cell; nothing in this center needs quotes. */
export const cellsOf = (text: string): string[][] =>
  text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(','));

const lines = (asOf: string, windowDays: number, rows: Row[], columns: string[]) =>
  rows.map((row) => [asOf, windowDays, ...columns.map((column) => row[column] ?? '')].map(String));

export const specialistLines = (report: NaiveReport, { asOf, windowDays }: { asOf: string; windowDays: number }) =>
  lines(asOf, windowDays, [...report.specialists(), { ...report.totals(), name: 'All' }], SPECIALIST_COLUMNS);
export const clientLines = (clients: ClientFigures[], { asOf, windowDays }: { asOf: string; windowDays: number }) =>
  lines(asOf, windowDays, clients, CLIENT_COLUMNS);
