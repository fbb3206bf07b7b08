// One request of each operation against the application, and the statements that it sent for it.
import { hashOf, TOKENS } from './center.mjs';
import { once, textOf } from './load.mjs';
import { draft, endOf, evening, sign } from './operations.mjs';

export async function recordingsOf(api, center) {
  const { specialist, supervisor, clients, account, manager } = center;
  const [client] = clients;
  const kept = new Set([specialist, supervisor, account, manager]);
  const record = async (text, given, token = TOKENS.specialist) => {
    await api.order('record');
    const [body] = await once(api.port, text);
    const groups = await api.order('recorded');
    return { body, recording: { groups, kept, given: { ...given, tokenHash: hashOf(token) } } };
  };
  const get = async (path, given, token) => (await record(textOf(token ?? TOKENS.specialist, 'GET', path), given, token)).recording;
  const startedAt = evening();
  const drafted = await record(draft(client, startedAt), { id: client, startedAt: startedAt.toISOString(), endedAt: endOf(startedAt).toISOString() });
  const { id } = JSON.parse(drafted.body);
  return {
    read: await get(`/v1/clients/${client}`, { id: client }),
    list: await get(`/v1/session-notes?clientId=${client}&limit=20`, { id: client }),
    caseload: await get(`/v1/peer-specialists/${specialist}/caseload`, {}),
    report: await get(`/v1/reports/caseload?supervisorId=${supervisor}`, {}, TOKENS.supervisor),
    draft: drafted.recording,
    sign: (await record(sign(id), { id, clientId: client })).recording,
  };
}

/** A group is one message and one answer: a round trip. */
export const roundTrips = ({ groups }) => groups.length;
export const statements = ({ groups }) => groups.flat().length;
