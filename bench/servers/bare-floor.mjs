// The least that could be done for the same operations: node:http, pg, a look at the token; no framework, no rights, no trail of reads.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.BENCH_OWNER_URL, max: 10 });
const known = new Set([createHash('sha256').update(process.env.BENCH_TOKEN).digest('hex')]);
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

async function answer(request) {
  const [path, query] = request.url.split('?');
  const [, , noun, id, more] = path.split('/');
  if (noun === 'clients') return (await rows('client', CLIENT, [id]))[0];
  if (noun === 'peer-specialists') return rows('caseload', CASELOAD, [id]);
  if (request.method === 'GET') return rows('notes', NOTES, [new URLSearchParams(query).get('clientId')]);
  let text = '';
  for await (const chunk of request) text += chunk;
  return more === 'signature' ? sign(id) : draft(JSON.parse(text));
}

const server = createServer(async (request, reply) => {
  const token = createHash('sha256')
    .update(request.headers.authorization?.slice(7) ?? '')
    .digest('hex');
  try {
    const body = known.has(token) ? JSON.stringify(await answer(request)) : '{}';
    reply.writeHead(known.has(token) ? 200 : 401, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
  } catch (error) {
    console.error(error.message);
    reply.writeHead(500).end();
  }
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
