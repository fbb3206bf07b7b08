import type { AuditFinding } from '../../src/modules/audit/index.ts';

export const ADDED = '01900000-0000-7000-8000-00000000abcd';
const ALTERED = 'was changed: its hash is not that of its content';
export const ADD = `insert into app.audit_events select '${ADDED}', era, xid, at, kind, request_id, account_id, role, action, subject_id, client_ids, status, facts, hash
  from app.audit_events where id = $1`;
/** A record of each batch, from its middle, and the last of each. */
export type Records = { id: string; other: string; last: string; veryLast: string };

/** What, done how, and what verification then says. */
export const OFFENCES: [string, (records: Records) => [string, unknown[]], (records: Records) => AuditFinding][] = [
  [
    'a changed field',
    ({ id }) => [`update app.audit_events set action = 'GET /v1/me' where id = $1`, [id]],
    ({ id }) => ({ record: id, batch: null, what: ALTERED }),
  ],
  [
    'a changed field with its hash',
    ({ id }) => [`update app.audit_events set action = 'GET /v1/me' where id = $1`, [id]],
    ({ id }) => ({ record: id, batch: 1, what: 'was changed together with its hash' }),
  ],
  [
    'a record taken out of the middle',
    ({ id }) => [`delete from app.audit_events where id = $1`, [id]],
    ({ id }) => ({ record: id, batch: 1, what: 'is missing or stands elsewhere' }),
  ],
  [
    'the end of a batch cut off',
    ({ last }) => [`delete from app.audit_events where id = $1`, [last]],
    ({ last }) => ({ record: last, batch: 1, what: 'is missing' }),
  ],
  [
    'the tail cut off',
    ({ veryLast }) => [`delete from app.audit_events where id = $1`, [veryLast]],
    ({ veryLast }) => ({ record: veryLast, batch: 2, what: 'is missing' }),
  ],
  ['a record added', ({ id }) => [ADD, [id]], () => ({ record: ADDED, batch: null, what: ALTERED })],
  ['a record added with its hash', ({ id }) => [ADD, [id]], () => ({ record: ADDED, batch: 1, what: 'was not there when its batch was sealed' })],
  [
    'two records swapped',
    ({ id, other }) => [
      `update app.audit_events e set xid = case when e.id = $1 then (select xid from public.kept where id = $2) else (select xid from public.kept where id = $1) end where e.id in ($1, $2)`,
      [id, other],
    ],
    ({ other }) => ({ record: other, batch: null, what: ALTERED }),
  ],
  [
    'a record moved to another batch',
    ({ id, other }) => [`update app.audit_events e set xid = (select xid from public.kept where id = $2) where e.id = $1`, [id, other]],
    ({ id }) => ({ record: id, batch: 1, what: 'is missing or stands elsewhere' }),
  ],
  [
    'a batch that lists other records',
    () => [`update app.audit_batches set members = set_byte(members, 20, get_byte(members, 20) # 1) where seq = 2`, []],
    () => ({ record: null, batch: 2, what: 'the batch lists other records than were sealed' }),
  ],
  [
    'everything from one record on rewritten, with its hashes and its batch',
    ({ other }) => [
      `with rewritten as (
         update app.audit_events e set action = 'GET /v1/me', hash = sha256(app.audit_form(e.id::text, e.era::text, e.xid::text,
             (extract(epoch from e.at) * 1000)::bigint::text, e.kind, e.request_id::text, e.account_id::text, e.role, 'GET /v1/me', e.subject_id::text,
             array_to_string(e.client_ids, ','), e.status::text, e.facts::text))
          where (e.xid, e.id) >= (select xid, id from app.audit_events where id = $1) returning id, hash)
       update app.audit_batches b set members = it.members, digest = encode(sha256(it.members), 'hex')
         from (select string_agg(uuid_send(e.id) || coalesce(rewritten.hash, e.hash), ''::bytea order by e.xid, e.id) as members
                 from app.audit_events e left join rewritten using (id)
                where e.xid >= (select from_xid from app.audit_batches where seq = 2)) it
        where b.seq = 2`,
      [other],
    ],
    () => ({ record: null, batch: 2, what: 'the batch is not signed by our key' }),
  ],
];
