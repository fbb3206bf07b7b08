/** What a machine asks about exports: functions answer, which ask which machine it is. */
export const HOLD = { name: 'hold_exports', text: `select app.hold_exports() as "inProgress"` };
export const ONE = {
  name: 'read_export',
  text: `select state, level, request, transaction_time as "transactionTime", expires_at as "expiresAt", resources::float8 as resources from app.export_of_machine($1)`,
};
export const POLL = { name: 'poll_export', text: `select app.poll_export($1, make_interval(secs => $2)) as "isDue"` };
export const END = { name: 'end_export', text: `select app.end_export($1) as "isEnded"` };
export const FILES = { name: 'list_export_files', text: `select file, resources::float8 as resources from app.export_files($1)` };
export const CHUNK = { name: 'read_export_chunk', text: `select id, position, content from app.export_chunk($1, $2, $3)` };

/** Takes on what the machine is that asked, as its token does. */
export const ARRIVE = {
  name: 'arrive_for_export',
  text: `select set_config('app.account_id', account, true), set_config('app.recipient_id', recipient, true), set_config('app.purpose', purpose, true),
                set_config('role', 'app_machine', true), machine from app.arrive_for_export($1)`,
};

/** One moment for all that is read, and a connection that may be silent for as long as a chunk takes to be written. */
const AS_OF_ONE_MOMENT = { text: 'set transaction isolation level repeatable read, read only' };
const PATIENT = { name: 'be_patient', text: `select set_config('idle_in_transaction_session_timeout', '60s', true)` };
const LOCKS = 53_000;
/** Held for as long as the process lives that makes this export; what another process holds is passed over. */
const TAKE = { name: 'take_export', text: `select pg_try_advisory_xact_lock(${LOCKS}, hashtext($1)) as "isMine"` };

export const openingOf = (id: string) => [AS_OF_ONE_MOMENT, PATIENT, { ...TAKE, values: [id] }, { ...ARRIVE, values: [id] }];

/**
 * Until when everything is settled: whatever is being written now began later and says so. Clocks are never quite alike, so
 * it lies a little further back. Exports themselves write nothing and are not waited for.
 */
export const SETTLED = {
  name: 'settled_until',
  text: `select least(clock_timestamp(), min(a.xact_start)) - interval '250 milliseconds' as until from pg_stat_activity a
    where a.datname = current_database() and a.usename = session_user and a.xact_start is not null and a.pid <> pg_backend_pid()
      and not exists (select from pg_locks l where l.pid = a.pid and l.locktype = 'advisory' and l.classid = ${LOCKS} and l.granted)`,
};

/** For the workers. Whatever is over is hidden at once and swept away in steps. */
export const OPEN = {
  name: 'open_exports',
  text: `select id, asked_at as "askedAt" from app.exports where state in ('waiting', 'running') and expires_at is null order by asked_at, id`,
};
export const LAST_DONE = { name: 'export_last_done', text: `select max(ended_at) as at from app.exports where state = 'done'` };
export const BEGIN = {
  name: 'begin_export',
  text: `update app.exports set state = 'running', attempt = attempt + 1, tries = tries + 1, transaction_time = $2
          where id = $1 and state in ('waiting', 'running') and expires_at is null
      returning attempt, tries, level, specialist_id as "specialistId", types, elements, since, patients`,
};
export const FINISH = {
  name: 'finish_export',
  text: `update app.exports set state = 'done', ended_at = clock_timestamp(), expires_at = clock_timestamp() + interval '24 hours'
          where id = $1 and attempt = $2 and state = 'running' and expires_at is null returning id`,
};
export const GIVE_UP = {
  name: 'give_up_export',
  text: `update app.exports set state = 'failed', ended_at = clock_timestamp(), expires_at = clock_timestamp() + interval '24 hours', attempt = attempt + 1
          where id = $1 and state in ('waiting', 'running') and expires_at is null and tries >= $2 returning id`,
};
/** The row is held meanwhile, so that a purge finds what was written by then, and nothing comes after it. */
export const WRITE = {
  name: 'write_export_chunk',
  text: `with mine as (select id from app.exports where id = $2 and attempt = $3 and state = 'running' and expires_at is null for share)
    insert into app.export_chunks (id, export_id, attempt, file, position, resources, clients, content)
    select $1, mine.id, $3, $4, $5, $6, $7, $8 from mine returning id`,
};
/** Chunks of exports that are over, and of attempts that came to nothing. */
export const SWEEP_CHUNKS = {
  name: 'sweep_export_chunks',
  text: `delete from app.export_chunks where ctid = any (array(
      select c.ctid from app.export_chunks c join app.exports e on e.id = c.export_id where e.expires_at <= clock_timestamp() or c.attempt <> e.attempt limit $1 for update of c skip locked)) returning id`,
};
export const SWEEP = {
  name: 'sweep_exports',
  text: `delete from app.exports e where e.expires_at <= clock_timestamp() and not exists (select from app.export_chunks c where c.export_id = e.id) returning id`,
};

/** For whoever reads for an export, as the machine. */
export const CLIENTS = { name: 'clients_of_export', text: `select id from app.clients_of_export($1, $2, $3) as c (id)` };
export const OPENED = { name: 'opened_since', text: `select by_consents as "byConsents", of_clients as "ofClients" from app.opened_since($1, $2)` };
export const GIVEN = { name: 'patients_given', text: `select client_id as "clientId", is_withdrawn as "isWithdrawn" from app.patients_given($1, $2, $3)` };
export const LEAVES = {
  name: 'leaves_of',
  text: `select w.client_id as "clientId", w.category, g.basis, g.consent_id as "consentId", g.consent_version as "consentVersion", g.scope
    from unnest($1::uuid[], $2::text[]) w (client_id, category) cross join lateral app.machine_grounds(w.client_id, w.category) g`,
};
export const CONSENTS = {
  name: 'consents_let_out',
  text: `select v.id, v.basis, v.consent_id as "consentId", v.consent_version as "consentVersion", v.scope from app.ehr_consents v where v.id = any ($1::uuid[])`,
};
