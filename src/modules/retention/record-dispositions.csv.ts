import { spreadsheet } from '../../platform/http/spreadsheet.ts';
import type { RecordDispositionView } from './record-disposition.dto.ts';

const COLUMNS = {
  code: 'Code',
  disposition: 'Disposition',
  isOpen: 'In care',
  keptUntil: 'Kept until',
  label: 'Label',
  consentId: 'Consent',
  consentVersion: 'Version of the consent',
  legalHoldIds: 'Legal holds',
  reasons: 'Reasons',
  clientId: 'Client',
} satisfies Record<keyof RecordDispositionView, string>;

export const recordDispositionsCsv = (lines: RecordDispositionView[]): string =>
  spreadsheet(
    lines.map(({ isOpen, legalHoldIds, reasons, ...line }) => ({
      ...line,
      ...{ isOpen: isOpen ? 'yes' : 'no', legalHoldIds: legalHoldIds.join(' '), reasons: reasons.map(({ words }) => words).join('; ') },
    })),
    COLUMNS,
  );
