import { randomUUID } from 'node:crypto';
import { hashPassword } from '../../src/modules/account/passwords.ts';
import type { Answer, Running } from '../support/app.ts';

export const RIGHT = 'seven herons by the weir';

/** Only the proxy is believed about where somebody comes from, and in these tests everybody is his own proxy. */
export const BEHIND_A_PROXY = { TRUST_PROXY: '127.0.0.1' };

/** Every `n` below 65,536 is a network of its own. */
export const addressOf = (n: number, network = 10) => `${network}.${n >> 8}.${n & 255}.${1 + (n % 250)}`;

export const knock = (peerwork: Running, from: string, email: string, password: string, more: object = {}): Promise<Answer> =>
  peerwork.as(null).post('/v1/session', { email, password, ...more }, { headers: { 'x-forwarded-for': from } });

type State = { disabled?: boolean; accepted?: boolean; familiar?: string[] };

/** Accounts as their owners left them, put there past the invitation since each would cost a hash; `familiar` are marks of places. */
export async function settle(peerwork: Running, emails: string[], { disabled = false, accepted = true, familiar = [] }: State = {}): Promise<string[]> {
  const ids = emails.map(() => randomUUID());
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows(
    `insert into app.accounts (id, email, name, role, password_hash, disabled_at, created_at, version)
     select id, email, 'Somebody', 'clinician', $3, case when $4 then now() end, now(), 1 from unnest($1::uuid[], $2::text[]) as it (id, email)`,
    [ids, emails, accepted ? await hashPassword(RIGHT) : null, disabled],
  );
  await peerwork.rows(
    `insert into app.familiar_places (account_id, place_hash, last_used_at)
     select id, sha256(convert_to(mark, 'UTF8')), now() from unnest($1::uuid[]) as id, unnest($2::text[]) as mark`,
    [ids, familiar],
  );
  await peerwork.rows('set session_replication_role = origin');
  return ids;
}
