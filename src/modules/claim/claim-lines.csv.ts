import { spreadsheet } from '../../platform/http/spreadsheet.ts';
import type { ClaimLineView } from './claim-line.dto.ts';

const COLUMNS = {
  serviceOn: 'Service on',
  clientId: 'Client',
  payer: 'Payer',
  ruleSetVersion: 'Rules version',
  code: 'Code',
  modifiers: 'Modifiers',
  startedAt: 'Started at',
  endedAt: 'Ended at',
  minutes: 'Minutes',
  units: 'Units',
  peerSpecialistId: 'Specialist id',
  specialistName: 'Specialist',
  credential: 'Credential',
  kind: 'Kind',
  corrects: 'Corrects',
  id: 'Line',
  noteId: 'Note',
  exportedAt: 'Exported at',
  basis: 'Basis',
  consentId: 'Consent',
  scope: 'Scope',
  notice: 'Notice',
} satisfies Record<keyof ClaimLineView, string>;

export const linesCsv = (lines: ClaimLineView[]): string =>
  spreadsheet(
    lines.map(({ modifiers, startedAt, endedAt, exportedAt, ...line }) => ({
      ...line,
      modifiers: modifiers.join(' '),
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      exportedAt: exportedAt?.toISOString() ?? '',
    })),
    COLUMNS,
  );
