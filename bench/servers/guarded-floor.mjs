// node:http + pg sending the very statements that the application sends (who is asking, the question, the trail, the commit), in the
// same groups, and nothing else: what is above it is the framework and our own code. The statements are recorded from the application.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { StatementGroup } from '../../dist/src/platform/database/statement-group.js';

let recordings = {};
let authors = new Map();
const clientOf = new Map();
process.on('message', (given) => {
  recordings = given;
  authors = new Map(given.authors.map((author) => [hashOf(author.token).toString('hex'), author]));
  process.send({ order: 'recordings' });
});
const hashOf = (token) => createHash('sha256').update(token).digest();
const pool = new pg.Pool({ connectionString: process.env.BENCH_LOGIN_URL, max: 10 });
const isId = (value) => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(value);

const send = (client, statements) =>
  new Promise((done, fail) => {
    const group = new StatementGroup(statements);
    group.callback = (error, answers) => (error ? fail(error) : done(answers));
    client.query(group);
  });

/** The recorded values with this request's own in their place: its author, client, note and times; ids that were new are new again. */
function filled({ groups, kept, given }, own) {
  const fresh = new Map();
  const swap = (value) => {
    if (Array.isArray(value)) return value.map(swap);
    if (value instanceof Date) return own[value.toISOString()] ?? value;
    if (value instanceof Uint8Array) return value.length === 32 && given.tokenHash.equals(value) ? own.tokenHash : Buffer.from(value);
    if (!isId(value)) return value;
    if (value in own) return own[value];
    if (kept.has(value)) return value;
    if (!fresh.has(value)) fresh.set(value, uuid());
    return fresh.get(value);
  };
  return groups.map((group) => group.map((statement) => ({ ...statement, values: statement.values.map(swap) })));
}

async function perform(recording, own) {
  const client = await pool.connect();
  try {
    let shown = [];
    for (const group of filled(recording, own)) {
      const answers = await send(client, group);
      shown = answers.findLast(({ rows, command }) => command === 'SELECT' && rows.length > 0 && !('session' in rows[0]))?.rows ?? shown;
    }
    return shown;
  } finally {
    client.release();
  }
}

/** Who asks, in the place of whoever asked when it was recorded. */
const by = (tokenHash, { given }) => {
  const author = authors.get(tokenHash.toString('hex'));
  return { tokenHash, [given.author.specialist]: author.specialist, [given.author.account]: author.account };
};

async function batch({ operations }, tokenHash) {
  const own = by(tokenHash, recordings.batch);
  recordings.batch.given.notes.forEach(({ clientId, startedAt, endedAt }, at) => {
    const { draftNote } = operations[at];
    Object.assign(own, { [clientId]: draftNote.clientId, [startedAt]: new Date(draftNote.startedAt), [endedAt]: new Date(draftNote.endedAt) });
  });
  await perform(recordings.batch, own);
  return { results: operations.map(({ id }) => ({ id, outcome: 'done', version: 1 })) };
}

async function answer(request) {
  const [path, query] = request.url.split('?');
  const [, , noun, id, more] = path.split('/');
  const tokenHash = hashOf(request.headers.authorization?.slice(7) ?? '');
  if (noun === 'clients') return (await perform(recordings.read, { [recordings.read.given.id]: id, tokenHash }))[0];
  if (noun === 'peer-specialists') return perform(recordings.caseload, { tokenHash });
  if (noun === 'reports') return perform(recordings.report, { tokenHash });
  if (request.method === 'GET') return perform(recordings.list, { [recordings.list.given.id]: new URLSearchParams(query).get('clientId'), tokenHash });
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = JSON.parse(text);
  if (noun === 'batches') return batch(body, tokenHash);
  if (more === 'signature') {
    const { given } = recordings.sign;
    return (await perform(recordings.sign, { [given.id]: id, [given.clientId]: clientOf.get(id), ...by(tokenHash, recordings.sign) }))[0];
  }
  const { given } = recordings.draft;
  const own = {
    [given.id]: body.clientId,
    [given.startedAt]: new Date(body.startedAt),
    [given.endedAt]: new Date(body.endedAt),
    ...by(tokenHash, recordings.draft),
  };
  const [note] = await perform(recordings.draft, own);
  clientOf.set(note.id, note.clientId);
  return note;
}

const server = createServer(async (request, reply) => {
  try {
    const body = JSON.stringify(await answer(request));
    reply.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'request-id': randomUUID() }).end(body);
  } catch (error) {
    console.error(error.message);
    reply.writeHead(500).end();
  }
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
