// The least that could be done for the same four operations: node:http, pg, no framework, no rights, no trail.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.FLOOR_DATABASE_URL, max: 10 });
const one = async (name, text, values) => (await pool.query({ name, text, values })).rows;

const CLIENT = 'select id, code, given_name, family_name, preferred_name, birth_date, version from app.clients where id = $1';
const NOTES =
  'select id, client_id, author_id, started_at, ended_at, outcome, modality, status, version from app.session_notes where client_id = $1 order by id desc limit 20';
const CASELOAD = `select c.id, c.code, a.role, a.starts_at, (select max(started_at) from app.session_notes where client_id = c.id and outcome = 'completed' and status <> 'draft') as last
  from app.assignments a join app.clients c on c.id = a.client_id where a.peer_specialist_id = $1 and a.ends_at is null order by a.id desc limit 25`;

async function draft(body) {
  const id = randomUUID();
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("set local session_replication_role = 'replica'");
    await client.query(
      `insert into app.session_notes (id, client_id, author_id, started_at, ended_at, service_on, outcome, modality, place, purposes, status, created_at, version)
       values ($1, $2, $3, $4, $5, $4::timestamptz::date, $6, $7, $8, $9, 'draft', now(), 1)`,
      [id, body.clientId, body.authorId, body.startedAt, body.endedAt, body.outcome, body.modality, body.place, body.purposes],
    );
    await client.query('insert into app.session_note_texts (note_id, client_id, intervention, response, plan) values ($1, $2, $3, $4, $5)', [
      id,
      body.clientId,
      body.intervention,
      body.response,
      body.plan,
    ]);
    await client.query('commit');
    return { id, version: 1 };
  } finally {
    client.release();
  }
}

async function sign(id) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("set local session_replication_role = 'replica'");
    await client.query(`update app.session_notes set status = 'pending-cosignature', signed_at = now(), version = version + 1 where id = $1`, [id]);
    await client.query('commit');
    return { id, version: 2 };
  } finally {
    client.release();
  }
}

const bodyOf = async (request) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
};

async function answer(request) {
  const [, , noun, id, more] = request.url.split('?')[0].split('/');
  if (noun === 'clients') return one('client', CLIENT, [id]);
  if (noun === 'peer-specialists') return one('caseload', CASELOAD, [id]);
  if (request.method === 'GET') return one('notes', NOTES, [new URL(request.url, 'http://floor').searchParams.get('clientId')]);
  const body = await bodyOf(request);
  return more === 'signature' ? sign(id) : draft(body);
}

const server = createServer(async (request, reply) => {
  try {
    const value = await answer(request);
    reply.setHeader('content-type', 'application/json').end(JSON.stringify(value));
  } catch (error) {
    reply.statusCode = 500;
    reply.end(error.message);
  }
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
