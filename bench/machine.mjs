// A machine that reads by FHIR, for a recipient whom most of the clients consented to; only whoever owns the database can make one so.
import { randomUUID } from 'node:crypto';
import { hashOf } from './center.mjs';

export const TOKEN = 'bench-machine'.padEnd(43, '_');
const CATEGORIES = `'{demographics,attendance,goals,session-notes,group}'`;

/** Those of these clients whose records the machine may read. */
export async function consentingAmong(owner, clients) {
  const recipient = await registerMachine(owner);
  const { rows } = await owner.query('select client_id as id from app.consents where recipient_ids = array[$1::uuid] and client_id = any ($2::uuid[])', [
    recipient,
    clients,
  ]);
  return rows.map(({ id }) => id);
}

/** Seven in ten consented; a consent is one row, as it is after its activation. */
export async function registerMachine(owner) {
  const known = await owner.query(
    `select m.recipient_id as recipient from app.machine_tokens t join app.machine_clients m on m.id = t.machine_id where t.token_hash = $1`,
    [hashOf(TOKEN)],
  );
  // A folder that is kept has one already; its token is made to live on.
  if (known.rowCount > 0) {
    await owner.query('begin; set local session_replication_role = replica');
    await owner.query(`update app.machine_tokens set expires_at = now() + interval '12 hours' where token_hash = $1`, [hashOf(TOKEN)]);
    await owner.query('commit');
    return known.rows[0].recipient;
  }
  const [recipient, machine] = [randomUUID(), randomUUID()];
  await owner.query('begin; set local session_replication_role = replica');
  const { rows } = await owner.query(`select id from app.accounts order by id limit 1`);
  const by = rows[0].id;
  await owner.query(
    `insert into app.recipients (id, name, kind, covered_entity, basis, member_ids, added_by, created_at, version) values ($1, 'Clinic', 'treating-provider', true, 'consent', '{}', $2, now(), 1)`,
    [recipient, by],
  );
  await owner.query(
    `insert into app.consents (id, client_id, kind, status, discloser, categories, recipient_ids, recipient_classes, purposes, revocation_statement, redisclosure_statement, refusal_statement, signature, signer, signer_name, signed_on, expires_on, expires_at, activated_at, activated_by, captured_by, created_at, version)
     select gen_random_uuid(), id, 'named-recipient', 'active', 'The center', ${CATEGORIES}, array[$1::uuid], '{}', '{treatment}', 'May be revoked', 'May be redisclosed', 'Care does not depend on it', 'wet', 'client', 'Made Up', now()::date, now()::date + 365, now() + interval '365 days', now(), $2, $2, now(), 2
       from app.clients where hashtext(id::text) % 10 between -6 and 6`,
    [recipient, by],
  );
  await owner.query(
    `insert into app.machine_clients (id, name, recipient_id, purpose, scopes, jwks, created_by, created_at, version) values ($1, 'EHR', $2, 'treatment', '{system/*.rs}', '{"keys":[]}', $3, now(), 1)`,
    [machine, recipient, by],
  );
  await owner.query(
    `insert into app.machine_tokens (id, machine_id, token_hash, scopes, created_at, expires_at) values ($1, $2, $3, '{system/*.rs}', now(), now() + interval '12 hours')`,
    [randomUUID(), machine, hashOf(TOKEN)],
  );
  await owner.query('commit');
  await owner.query('analyze app.consents');
  return recipient;
}
