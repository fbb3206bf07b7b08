import type { Operation } from '../contract/operations.ts';

/** Every route by which something of a client can leave the center: each asks the gate first. */
export const WAYS_OUT: Record<string, string> = {
  'GET /v1/disclosures/:id/content': 'src/modules/disclosure/disclosures.service.ts',
  'POST /v1/claim-exports': 'src/modules/claim/payments.service.ts',
};

/** Every other route that answers with a file or takes a part of the record out of the application, and why it stays inside. */
export const STAYS_INSIDE: Record<string, string> = {
  'GET /v1/session-notes/:id/document': "for the program's own paper chart, as far as the reader may read the note (42 CFR 2.12(c)(3)); it carries the notice",
  'GET /v1/consents/:id/form': "the program's own copy of what the client signed",
  'GET /v1/clients/:id/disclosures': 'the accounting, which is the client’s own to have (42 CFR 2.25)',
  'GET /v1/legal-orders/:id/paper': "the program's own copy of what was served on it",
  'GET /v1/refusal-letter': 'the same words for everybody, with nothing of anybody in them',
  'GET /v1/clients/:id/access-log': 'the client’s own to have: who looked at the record, and what went to others',
  'GET /v1/clients/:id/looks': 'for the privacy officer, who answers for what the trail says',
  'GET /v1/accounts/:id/looks': 'for the privacy officer, who answers for what the trail says',
  'GET /v1/activity-findings': 'for the privacy officer, who answers for what the trail says',
  'GET /v1/record-dispositions': 'for the privacy officer, who has to see to each record when the program ends; codes, no names, nothing of what was written',
  'GET /v1/de-identified-treatments': 'nobody in it can be told from others, so that it is no record of anybody (42 CFR 2.54)',
  'GET /v1/reports/caseload': 'for supervision within the program; figures of specialists, no client in them',
  'GET /v1/reports/caseload/clients': 'for supervision within the program, as far as the reader may see the clients',
  'GET /v1/digests/:id': 'for the supervisor whose week it is, naming clients only as far as he still sees them; the mail of it names nobody',
  'GET /v1/claim-lines': "for the program's own billing office: what was exported through the gate, and what it would let through; it carries the notice",
  'GET /v1/claim-exports': "the billing office's own list of what it took",
};

const isFile = ({ responses }: Operation) =>
  Object.entries(responses).some(([status, { content = {} }]) => status.startsWith('2') && Object.keys(content).some((type) => type !== 'application/json'));
const soundsLikeOne = (route: string) => /export|content|document|download|bundle|webhook|\/fhir/.test(route);

/** Routes that may carry something out and are on neither list, and lines of the lists that no route has. */
export function unaccounted(operations: [string, Operation][], { out = WAYS_OUT, inside = STAYS_INSIDE } = {}): string[] {
  const suspects = operations.filter(([route, operation]) => route.includes(' /v1/') && (isFile(operation) || soundsLikeOne(route))).map(([route]) => route);
  const listed = [...Object.keys(out), ...Object.keys(inside)];
  return [
    ...suspects.filter((route) => !listed.includes(route)).map((route) => `${route} is on no list`),
    ...listed.filter((route) => !suspects.includes(route)).map((route) => `${route} carries nothing out`),
    ...Object.keys(out)
      .filter((route) => route in inside)
      .map((route) => `${route} is on both lists`),
  ];
}
