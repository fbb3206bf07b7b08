// The least that could be done for the same operations: node:http, pg, a look at the token; no framework, no rights, no trail of reads.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.BENCH_OWNER_URL, max: 10 });
const hashOf = (token) => createHash('sha256').update(token).digest('hex');
const known = new Set(process.env.BENCH_TOKENS.split(',').map(hashOf));
const rows = async (name, text, values) => (await pool.query({ name, text, values })).rows;

const CLIENT = 'select id, code, given_name, family_name, preferred_name, birth_date, version from app.clients where id = $1';
const NOTES = `select id, client_id, author_id, started_at, ended_at, outcome, modality, status, version
  from app.session_notes where client_id = $1 order by id desc limit 20`;
const CASELOAD = `select c.id, c.code, c.preferred_name, a.role, a.starts_at, last.service_on, goals.open
  from app.assignments a join app.clients c on c.id = a.client_id
  left join lateral (select service_on from app.session_notes where client_id = c.id and outcome = 'completed' and status <> 'draft' order by started_at desc limit 1) last on true
  cross join lateral (select count(*) as open from app.goals where client_id = c.id and ended_on is null) goals
  where a.peer_specialist_id = $1 and a.ends_at is null order by a.id desc limit 25`;
const NOTE = `insert into app.session_notes (id, client_id, author_id, started_at, ended_at, service_on, outcome, modality, place, purposes, status, created_at, version)
  values ($1, $2, $3, $4, $5, $4::timestamptz::date, $6, $7, $8, $9, 'draft', now(), 1)`;
const WORDS = 'insert into app.session_note_texts (note_id, client_id, intervention, response, plan) values ($1, $2, $3, $4, $5)';
const SIGN = `update app.session_notes set status = 'pending-cosignature', signed_at = now(), version = version + 1 where id = $1`;
const RECORD = 'insert into public.bench_records (id, action) values ($1, $2)';
const NOTES_AT_ONCE = `insert into app.session_notes (id, client_id, author_id, started_at, ended_at, service_on, outcome, modality, place, purposes, status, created_at, version)
  select id, client, $1::uuid, started, ended, started::date, outcome, modality, place, array[purpose], 'draft', now(), 1
    from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::text[]) x (id, client, started, ended, outcome, modality, place, purpose)`;
const WORDS_AT_ONCE = `insert into app.session_note_texts (note_id, client_id, intervention, response, plan) select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])`;
const RECORDS_AT_ONCE = 'insert into public.bench_records (id, action) select id, $2 from unnest($1::uuid[]) id';

async function changed(statements) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("set local session_replication_role = 'replica'");
    for (const [name, text, values] of statements) await client.query({ name, text, values });
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function draft(body) {
  const id = randomUUID();
  const session = [body.startedAt, body.endedAt, body.outcome, body.modality, body.place, body.purposes];
  await changed([
    ['note', NOTE, [id, body.clientId, process.env.BENCH_SPECIALIST, ...session]],
    ['words', WORDS, [id, body.clientId, body.intervention, body.response, body.plan]],
    ['record', RECORD, [randomUUID(), 'session-note.drafted']],
  ]);
  return { id, version: 1 };
}

async function sign(id) {
  await changed([
    ['sign', SIGN, [id]],
    ['record', RECORD, [randomUUID(), 'session-note.signed']],
  ]);
  return { id, version: 2 };
}

/** Twenty notes, their words and a record of each by one statement of each kind: the least that a batch could be. */
async function batch({ operations }) {
  const notes = operations.map(({ draftNote }) => draftNote);
  const each = (field) => notes.map((note) => note[field]);
  const ids = operations.map(({ id }) => id);
  const sessions = [...['clientId', 'startedAt', 'endedAt', 'outcome', 'modality', 'place'].map(each), notes.map(({ purposes }) => purposes[0])];
  await changed([
    ['notes_at_once', NOTES_AT_ONCE, [process.env.BENCH_SPECIALIST, ids, ...sessions]],
    ['words_at_once', WORDS_AT_ONCE, [ids, ...['clientId', 'intervention', 'response', 'plan'].map(each)]],
    ['records_at_once', RECORDS_AT_ONCE, [ids.map(() => randomUUID()), 'session-note.drafted']],
  ]);
  return { results: ids.map((id) => ({ id, outcome: 'done', version: 1 })) };
}

async function answer(request) {
  const [path, query] = request.url.split('?');
  const [, , noun, id, more] = path.split('/');
  if (noun === 'clients') return (await rows('client', CLIENT, [id]))[0];
  if (noun === 'peer-specialists') return rows('caseload', CASELOAD, [id]);
  if (request.method === 'GET') return rows('notes', NOTES, [new URLSearchParams(query).get('clientId')]);
  let text = '';
  for await (const chunk of request) text += chunk;
  if (noun === 'batches') return batch(JSON.parse(text));
  return more === 'signature' ? sign(id) : draft(JSON.parse(text));
}

const server = createServer(async (request, reply) => {
  const token = hashOf(request.headers.authorization?.slice(7) ?? '');
  try {
    const body = known.has(token) ? JSON.stringify(await answer(request)) : '{}';
    reply.writeHead(known.has(token) ? 200 : 401, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
  } catch (error) {
    console.error(error.message);
    reply.writeHead(500).end();
  }
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
