import { spreadsheet } from '../../platform/http/spreadsheet.ts';
import type { FindingView } from './finding.dto.ts';

const COLUMNS = {
  on: 'Day',
  rule: 'Rule',
  accountName: 'Who',
  clientId: 'Client',
  reason: 'Reason',
  looks: 'Looks',
  refused: 'Refused',
  clients: 'Clients',
  firstAt: 'First',
  lastAt: 'Last',
  outcome: 'Outcome',
  words: 'Words',
  reviewedBy: 'Reviewed by',
  reviewedAt: 'Reviewed at',
  accountId: 'Account',
  id: 'Finding',
  eventIds: 'Events',
};

export const findingsCsv = (findings: FindingView[]): string =>
  spreadsheet(
    findings.map(({ review, firstAt, lastAt, eventIds, ...finding }) => ({
      ...finding,
      ...{ firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString(), eventIds: eventIds.join(' ') },
      ...{ outcome: review?.outcome, words: review?.words, reviewedBy: review?.reviewedBy, reviewedAt: review?.reviewedAt },
    })),
    COLUMNS,
  );
