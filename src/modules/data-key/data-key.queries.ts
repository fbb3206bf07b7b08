/** Whoever makes keys, or wraps them anew, does so alone: two processes that start together make one set of them. */
export const IN_TURN = { text: `select pg_advisory_xact_lock(hashtextextended('data keys', 33))` };

export const DATA_KEYS = { name: 'data_keys', text: `select id, purpose, wrapped, used_from <= clock_timestamp() as "isInUse" from app.data_keys` };

export const MASTER_MARKS = { name: 'master_keys', text: `select fingerprint, replaced_at as "replacedAt" from app.master_keys` };

/** Given as a list in JSON (`$1`). */
export const WRAP_ANEW = {
  text: `update app.data_keys k set wrapped = decode(n.wrapped, 'hex') from jsonb_to_recordset($1) n (id integer, wrapped text) where k.id = n.id
         returning k.id, k.purpose, k.wrapped`,
};
