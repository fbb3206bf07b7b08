import { spreadsheet } from '../../platform/http/spreadsheet.ts';
import type { CaseloadReport, ClientFigures, SpecialistFigures } from './caseload-report.dto.ts';

const SPECIALIST_COLUMNS = {
  asOf: 'As of',
  windowDays: 'Window (days)',
  name: 'Specialist',
  caseload: 'Caseload',
  maxCaseload: 'Most clients',
  capacityPercent: 'Capacity %',
  contacts: 'Contacts',
  minutes: 'Minutes',
  attempts: 'Attempts',
  clientsEligible: 'Clients for the whole window',
  clientsContacted: 'Of these contacted',
  clientsContactedPercent: 'Contacted %',
  clientsOverdue: 'Clients overdue',
  longestOverdueDays: 'Longest overdue (days)',
  clientsOnHold: 'Clients on hold',
  openGoals: 'Open goals',
  goalsWithoutCheckIn: 'Goals without check-in for 14 days',
  notesUnsigned: 'Notes unsigned over 24 h',
  notesAwaitingCosignature: 'Notes awaiting co-signature',
  notesReturned: 'Notes returned',
  handOffsBroken: 'Hand-offs broken',
  documentationLagMedianHours: 'Documentation lag median (h)',
  documentationLagP90Hours: 'Documentation lag P90 (h)',
  credentialExpiresOn: 'Credential expires on',
  credentialDaysLeft: 'Credential days left',
} satisfies Partial<Record<keyof SpecialistFigures | 'asOf' | 'windowDays', string>>;

const CLIENT_COLUMNS = {
  asOf: 'As of',
  windowDays: 'Window (days)',
  peerSpecialist: 'Specialist',
  code: 'Client',
  preferredName: 'Preferred name',
  program: 'Program',
  daysInProgram: 'Days in program',
  assignedSince: 'Assigned since',
  contactIntervalDays: 'Contact every (days)',
  lastContactOn: 'Last contact on',
  daysSinceContact: 'Days since contact',
  lastContactByPrimaryOn: 'Last contact by primary on',
  nextDueOn: 'Next due on',
  overdueDays: 'Overdue (days)',
  dueReason: 'Due because',
  onHold: 'On hold',
  attemptsSinceLastContact: 'Attempts since last contact',
  contacts: 'Contacts',
  minutes: 'Minutes',
  openGoals: 'Open goals',
  goalsWithoutCheckIn: 'Goals without check-in for 14 days',
  notesUnsigned: 'Notes unsigned over 24 h',
  notesAwaitingCosignature: 'Notes awaiting co-signature',
  notesReturned: 'Notes returned',
  handOff: 'Hand-off',
} satisfies Partial<Record<keyof ClientFigures | 'asOf' | 'windowDays', string>>;

type Frame = { asOf: string; windowDays: number };

export const caseloadCsv = ({ asOf, windowDays, specialists, totals }: CaseloadReport): string =>
  csv({ asOf, windowDays }, [...specialists, { name: 'All', ...totals }], SPECIALIST_COLUMNS);

export const clientsCsv = (frame: Frame, rows: ClientFigures[]): string => csv(frame, rows, CLIENT_COLUMNS);

const csv = (frame: Frame, rows: object[], columns: Record<string, string>): string =>
  spreadsheet(
    rows.map((row) => ({ ...frame, ...row })),
    columns,
  );
