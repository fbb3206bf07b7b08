// One request of each operation against the application, and the statements that it sent for it.
import { hashOf, TOKENS } from './center.mjs';
import { once, textOf } from './load.mjs';
import { TOKEN } from './machine.mjs';
import { batch, draft, endOf, sign, textOfBatch } from './operations.mjs';

export async function recordingsOf(api, center) {
  const { specialist, supervisor, clients, account, manager, authors, consenting, evening } = center;
  const [client] = clients;
  const [author] = authors;
  const kept = new Set([specialist, supervisor, account, manager]);
  const record = async (text, given, token = TOKENS.specialist) => {
    await api.order('record');
    // Refused for its slowness on a large center, it has sent its statements all the same.
    const [body] = await once(api.port, text).catch((error) => {
      console.error(error.message);
      return [];
    });
    const groups = await api.order('recorded');
    return { body, recording: { groups, kept, given: { ...given, tokenHash: hashOf(token) } } };
  };
  const get = async (path, given, token) => (await record(textOf(token ?? TOKENS.specialist, 'GET', path), given, token)).recording;
  const startedAt = evening(5);
  const drafted = await record(draft(author, client, startedAt), {
    author,
    id: client,
    startedAt: startedAt.toISOString(),
    endedAt: endOf(startedAt).toISOString(),
  });
  const { id } = JSON.parse(drafted.body);
  const operations = batch(author, evening);
  const sent = await record(textOfBatch(author, operations), { author, notes: operations.map(({ draftNote }) => draftNote) });
  return {
    authors,
    read: await get(`/v1/clients/${client}`, { id: client }),
    list: await get(`/v1/session-notes?clientId=${client}&limit=20`, { id: client }),
    caseload: await get(`/v1/peer-specialists/${specialist}/caseload`, {}),
    report: await get(`/v1/reports/caseload?supervisorId=${supervisor}`, {}, TOKENS.supervisor),
    draft: drafted.recording,
    sign: (await record(sign(author, id), { author, id, clientId: client })).recording,
    batch: sent.recording,
    search: await get(`/fhir/R4/Encounter?patient=${consenting[0]}&_count=20`, {}, TOKEN),
  };
}

/** A group is one message and one answer: a round trip. */
export const roundTrips = ({ groups }) => groups.length;
export const statements = ({ groups }) => groups.flat().length;
