// What is measured: each operation as the text of its requests, the same for every server.
import { v7 as uuid } from 'uuid';
import { TOKENS } from './center.mjs';
import { textOf } from './load.mjs';
import { TOKEN } from './machine.mjs';

/**
 * By the name of their recording, for the guarded floor. `beside`: who else can do it, where not everybody can; `instead`: what
 * they are asked for in its place.
 */
export function operations({ specialist, clients, supervisor, authors, consenting, evening }) {
  let turn = 0;
  const next = (all) => all[turn++ % all.length];
  const reads = clients.map((id) => textOf(TOKENS.specialist, 'GET', `/v1/clients/${id}`));
  const listOf = (id) => textOf(TOKENS.specialist, 'GET', `/v1/session-notes?clientId=${id}&limit=20`);
  const lists = clients.map(listOf);
  const noted = async (send, author) => send(sign(author, JSON.parse(await send(draft(author, next(author.clients), evening(5)))).id));
  const batched = async (send, author) => demandDone(await send(textOfBatch(author, batch(author, evening))));
  const caseload = textOf(TOKENS.specialist, 'GET', `/v1/peer-specialists/${specialist}/caseload`);
  const report = textOf(TOKENS.supervisor, 'GET', `/v1/reports/caseload?supervisorId=${supervisor}`);
  const searches = consenting.map((id) => textOf(TOKEN, 'GET', `/fhir/R4/Encounter?patient=${id}&_count=20`));
  const listsOfConsenting = consenting.map(listOf);
  return {
    read: { name: 'read one client', run: (send) => send(next(reads)) },
    list: { name: 'list of 20 notes', run: (send) => send(next(lists)) },
    caseload: { name: 'caseload of 20', run: (send) => send(caseload) },
    // The bare floor and the plain NestJS know neither teams nor reports.
    report: { name: "report on a supervisor's team", run: (send) => send(report), beside: ['guarded floor'] },
    note: { name: 'create and sign a note', run: (send) => noted(send, next(authors)) },
    batch: { name: 'batch of 20 notes', run: (send) => batched(send, next(authors)), beside: ['guarded floor', 'bare floor'] },
    // Its accounting names whom and what it showed, which no recording can know beforehand: beside the bare list alone.
    search: {
      name: 'FHIR search of 20 (beside the list of 20)',
      run: (send) => send(next(searches)),
      beside: ['bare floor'],
      instead: (send) => send(next(listsOfConsenting)),
    },
  };
}

const about = (clientId, startedAt, minutes) => ({
  clientId,
  startedAt: startedAt.toISOString(),
  endedAt: endOf(startedAt, minutes).toISOString(),
  ...{ outcome: 'completed', modality: 'phone', place: 'office', purposes: ['support'] },
  ...{ intervention: 'Talked through the week', response: 'Has a plan', plan: 'Meet again' },
});

export const draft = ({ token }, clientId, startedAt) => textOf(token, 'POST', '/v1/session-notes', about(clientId, startedAt, 4));

export const endOf = (startedAt, minutes = 4) => new Date(startedAt.getTime() + minutes * 60_000);

export const sign = ({ token }, id) => textOf(token, 'PUT', `/v1/session-notes/${id}/signature`, { attestation: true, lateReason: 'For the bench' });

/** What a device sends that was without reception: notes of many clients, with ids that it made. No instant is in it twice, so that the guarded floor can tell them apart. */
export const batch = ({ clients }, evening) =>
  Array.from({ length: 20 }, (_, n) => ({ id: uuid(), draftNote: about(clients[n % clients.length], evening(2), 1) }));

export const textOfBatch = ({ token }, operations) => textOf(token, 'POST', '/v1/batches', { operations });

// A batch is answered with 200 whatever became of what was in it.
function demandDone(body) {
  const refused = JSON.parse(body).results.find(({ outcome }) => outcome !== 'done');
  if (refused) throw new Error(`A note of a batch was not drafted: ${JSON.stringify(refused)}`);
}
