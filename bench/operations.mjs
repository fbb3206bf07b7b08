// What is measured: each operation as the text of its requests, the same for every server.
import { textOf } from './load.mjs';
import { TOKENS } from './center.mjs';

/** By the name of their recording, for the guarded floor. */
export function operations({ specialist, clients, supervisor }) {
  let turn = 0;
  const client = () => clients[turn++ % clients.length];
  const reads = clients.map((id) => textOf(TOKENS.specialist, 'GET', `/v1/clients/${id}`));
  const lists = clients.map((id) => textOf(TOKENS.specialist, 'GET', `/v1/session-notes?clientId=${id}&limit=20`));
  const caseload = textOf(TOKENS.specialist, 'GET', `/v1/peer-specialists/${specialist}/caseload`);
  const report = textOf(TOKENS.supervisor, 'GET', `/v1/reports/caseload?supervisorId=${supervisor}`);
  return {
    read: { name: 'read one client', run: (send) => send(reads[turn++ % reads.length]) },
    list: { name: 'list of 20 notes', run: (send) => send(lists[turn++ % lists.length]) },
    caseload: { name: 'caseload of 20', run: (send) => send(caseload) },
    note: { name: 'create and sign a note', run: async (send) => send(sign(JSON.parse(await send(draft(client(), evening()))).id)) },
    report: { name: "report on a supervisor's team", run: (send) => send(report) },
  };
}

const A_NIGHT = 156;

/** Five minutes each, from five in the afternoon to six in the morning, night before night: nothing else is there. */
let slot = 0;
export function evening() {
  const n = slot++;
  return new Date((Math.floor(Date.now() / 86_400_000) - 2 - Math.floor(n / A_NIGHT)) * 86_400_000 + (17 * 60 + (n % A_NIGHT) * 5) * 60_000);
}

export function draft(clientId, startedAt) {
  return textOf(TOKENS.specialist, 'POST', '/v1/session-notes', {
    clientId,
    startedAt: startedAt.toISOString(),
    endedAt: endOf(startedAt).toISOString(),
    ...{ outcome: 'completed', modality: 'phone', place: 'office', purposes: ['support'] },
    ...{ intervention: 'Talked through the week', response: 'Has a plan', plan: 'Meet again' },
  });
}

export const endOf = (startedAt) => new Date(startedAt.getTime() + 4 * 60_000);

export const sign = (id) => textOf(TOKENS.specialist, 'PUT', `/v1/session-notes/${id}/signature`, { attestation: true, lateReason: 'For the bench' });
