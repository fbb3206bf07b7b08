import { CAST } from '../support/cast.ts';
import { fields, newestFirst, type Row } from './center.ts';
import type { List } from './naive-lists.ts';

export const recipients: List = ({ rows }) => newestFirst(rows['recipients']!).map((one) => fields(one, 'id name kind coveredEntity basis endedAt version'));

export const consents: List = ({ rows, now }, _query, id) => {
  const isOver = (one: Row) =>
    (one['expires_at'] !== null && one['expires_at'] <= now) ||
    (one['expires_with'] === 'end-of-treatment' &&
      rows['episodes']!.some((episode) => episode['id'] === one['episode_id'] && episode['discharged_at'] !== null));
  return newestFirst(rows['consents']!.filter((one) => one['client_id'] === id)).map((one) => ({
    ...fields(one, 'id clientId kind categories recipientIds recipientClasses purposes signedOn expiresOn expiresWith activatedAt endedAt version'),
    status: one['status'] === 'active' && isOver(one) ? 'expired' : one['status'],
  }));
};

export const disclosures: List = ({ rows }, _query, id) =>
  newestFirst(rows['disclosures']!.filter((one) => one['client_id'] === id)).map((one) =>
    fields(one, 'id clientId recipientId purpose categories status basis consentId legalOrderId requestedBy machineClientId requestedAt sentAt version'),
  );

export const legalOrders: List = ({ rows, now }) =>
  newestFirst(rows['legal_orders']!).map((one) => ({
    ...fields(one, 'id clientId kind rule issuer caseNumber servedOn answerBy expiresOn version'),
    status: one['status'] === 'honoured' && one['expires_at'] <= now ? 'expired' : one['status'],
  }));

export const counselingNotes: List = ({ rows, who }, _query, id) =>
  newestFirst(rows['counseling_notes']!.filter((one) => one['client_id'] === id && one['author_id'] === CAST[who].id)).map((one) =>
    fields(one, 'id clientId sessionOn status signedAt createdAt version'),
  );
