import type { Running } from '../support/app.ts';
import { invite } from '../support/invite.ts';

export const TERMS = { hiredOn: '2026-03-01', fte: 0.5, maxCaseload: 8, languages: ['en', 'es-MX'], pathways: ['SMART'] };

/** A new specialist without a supervisor, so that a test may move him about. */
export async function hired(peerwork: Running, terms: object = {}): Promise<{ id: string; accountId: string; email: string }> {
  const account = await invite(peerwork, 'peer-specialist');
  const { body } = await peerwork.as('max').post('/v1/peer-specialists', { accountId: account.id, ...TERMS, ...terms });
  return { id: body.id, accountId: account.id, email: account.email };
}
