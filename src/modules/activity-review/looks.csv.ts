import { spreadsheet } from '../../platform/http/spreadsheet.ts';
import type { LookView } from './look.dto.ts';

const COLUMNS = {
  at: 'At',
  accountName: 'Who',
  role: 'Role',
  kind: 'Kind',
  action: 'What',
  status: 'Status',
  clientIds: 'Clients',
  subjectId: 'Subject',
  accountId: 'Account',
  id: 'Event',
} satisfies Record<keyof LookView, string>;

export const looksCsv = (looks: LookView[]): string =>
  spreadsheet(
    looks.map(({ at, clientIds, ...look }) => ({ ...look, at: at.toISOString(), clientIds: clientIds.join(' ') })),
    COLUMNS,
  );
