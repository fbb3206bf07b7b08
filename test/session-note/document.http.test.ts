import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { wordsOf } from '../support/paper.ts';
import { cosigned, drafted, signed } from './session.ts';

const peerwork = launch({ SITE_TIME_ZONE: 'America/New_York', CENTER_NAME: 'Harbor Center' });
type Reader = Parameters<typeof peerwork.as>[0];

async function document(who: Reader, id: string): Promise<{ status: number; type: string | null; name: string | null; bytes: Buffer }> {
  const token = who && CAST[who].token;
  const answer = await fetch(`${peerwork.url}/v1/session-notes/${id}/document`, { headers: { authorization: `Bearer ${token}` } });
  const { headers, status } = answer;
  return { status, type: headers.get('content-type'), name: headers.get('content-disposition'), bytes: Buffer.from(await answer.arrayBuffer()) };
}

it('holds every element, signatures with credentials and times, the addendum below, and page numbers', async () => {
  const note = await cosigned(peerwork, 'ana', 'jordan', { intervention: 'Naïve Łódź пример: talked through the week' });
  await peerwork.as('ana').post(`/v1/session-notes/${note.id}/addenda`, { text: 'The name was misheard', reason: 'Correction' });
  const { status, type, name, bytes } = await document('sue', note.id);
  expect([status, type, name]).toEqual([200, 'application/pdf', `attachment; filename="session-note-${note.id}.pdf"`]);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const words = wordsOf(bytes);
  for (const part of [
    ...['Harbor Center: session note', 'Jordan Testperson', 'PW-TEST-JORDAN', '1990-01-01', 'in-person, office', 'Naïve Łódź пример: talked through the week'],
    ...['Wants to call his sponsor', 'Meet again in a week', 'CPRS CPRS-ana (State Board)', 'Signed and co-signed', 'The name was misheard', 'Correction'],
    ...['42 CFR part 2 prohibits unauthorized use or disclosure of these records.', 'Page 1 of 1', 'America/New_York'],
  ])
    expect(words).toContain(part);
  expect(words.indexOf('The name was misheard')).toBeGreaterThan(words.indexOf('SHA-256'));
  const stored = (
    await peerwork.rows(`select client_ids from app.audit_events where action = 'GET /v1/session-notes/:id/document' order by id desc limit 1`)
  )[0]!;
  expect(stored['client_ids']).toEqual([CLIENTS.jordan]);
});

it('goes over as many pages as it takes, with the notice and the number on each', async () => {
  const long = Array.from({ length: 190 }, (_, nth) => `Line ${nth} of a very long talk about the week and the one before`).join('\n');
  const note = await signed(peerwork, 'ana', 'jordan', { response: long.slice(0, 10_000) });
  const words = wordsOf((await document('ana', note.id)).bytes);
  const pages = Number(/Page 1 of (\d+)/.exec(words)![1]);
  expect(pages).toBeGreaterThanOrEqual(3);
  for (let page = 1; page <= pages; page++) expect(words).toContain(`Page ${page} of ${pages}`);
  expect(words.match(/42 CFR part 2 prohibits/g)).toHaveLength(pages);
  expect(words).toContain('Line 150 of a very long talk');
});

it('marks a draft and what was entered in error', async () => {
  const draft = await drafted(peerwork, 'ana', 'jordan');
  expect(wordsOf((await document('ana', draft.id)).bytes)).toContain('DRAFT');
  const note = await signed(peerwork, 'ana', 'jordan');
  await peerwork.as('sue').put(`/v1/session-notes/${note.id}/void`, { reason: 'Another client' }, { version: note.version });
  const words = wordsOf((await document('sue', note.id)).bytes);
  for (const part of ['ENTERED IN ERROR', 'Another client', 'Wants to call his sponsor']) expect(words).toContain(part);
});

it('has no words for those who only count notes, and nothing for those who see none', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  for (const who of ['max', 'priya'] as const) {
    const words = wordsOf((await document(who, note.id)).bytes);
    expect(words).toContain('The words of this note are withheld from your role.');
    expect(words).not.toContain('sponsor');
  }
  const [hidden, unknown] = [await document('otto', note.id), await document('otto', UNKNOWN)];
  expect([hidden.status, unknown.status]).toEqual([404, 404]);
  expect(hidden.bytes.equals(unknown.bytes)).toBe(true);
  expect((await document('ada', note.id)).status).toBe(403);
});
