import type { HeldCategory } from '../consent/index.ts';

export const ORDER_KINDS = ['subpoena', 'court-order', 'subpoena-with-order', 'warrant', 'warrant-with-order', 'administrative-order', 'other'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];
/** An order of a court allows and does not compel, a subpoena compels and does not allow: only both together open anything (42 CFR 2.61). */
const COMPELLING: readonly OrderKind[] = ['subpoena-with-order', 'warrant-with-order'];

/** Civil; criminal, against a patient; against the program; to place an agent in it. */
export const RULES = ['2.64', '2.65', '2.66', '2.67'] as const;
export type Rule = (typeof RULES)[number];
const OPENING: readonly Rule[] = ['2.64', '2.65', '2.66'];

type Order = {
  clientId: string | null;
  kind: OrderKind;
  rule: Rule | null;
  caseNumber: string | null;
  findings: string | null;
  servedOn: string;
  recipientId: string | null;
  categories: HeldCategory[];
  fromOn: string | null;
  toOn: string | null;
  noticeGivenOn: string | null;
  hearingOn: string | null;
  expiresOn: string | null;
};
type Fault = { pointer: string; detail: string };
type Check = readonly [isFault: boolean, field: string, detail: string];

const faultsIn = (checks: Check[]): Fault[] => checks.flatMap(([isFault, field, detail]) => (isFault ? [{ pointer: `#/${field}`, detail }] : []));

/** What cannot be true of any paper that was served. */
export const faultsToKeep = (order: Order, today: string): Fault[] =>
  faultsIn([
    [order.servedOn > today, 'servedOn', 'lies in the future'],
    [order.noticeGivenOn !== null && order.noticeGivenOn > today, 'noticeGivenOn', 'lies in the future'],
    [order.fromOn !== null && order.toOn !== null && order.toOn < order.fromOn, 'to', 'is before from'],
    // 42 CFR 2.67(d): what an agent learns is never used against a patient, so no record is opened by it.
    [order.rule === '2.67' && order.clientId !== null, 'rule', 'cannot be 2.67 of a client: it places an agent and opens no record'],
  ]);

/** What keeps it from opening anything, 42 CFR 2.61 to 2.66; each that is missing is named. */
export const faultsToHonour = (order: Order, today: string): Fault[] =>
  faultsIn([
    [!COMPELLING.includes(order.kind), 'kind', 'must be a subpoena or a warrant together with an order of a court: neither is enough without the other'],
    [order.rule === null || !OPENING.includes(order.rule), 'rule', 'must be the section that the order was made under: 2.64, 2.65 or 2.66'],
    [!order.clientId, 'clientId', 'is required: it opens the record of whom it names alone'],
    [!order.recipientId, 'recipientId', 'is required: it opens the record to whom it names alone'],
    [!order.caseNumber, 'caseNumber', 'is required'],
    [!order.findings, 'findings', 'is required: what the court found'],
    [order.categories.length === 0, 'categories', 'is required: it opens what it names alone'],
    [!order.expiresOn, 'expiresOn', 'is required'],
    [order.expiresOn !== null && order.expiresOn < today, 'expiresOn', 'has passed already'],
    // An order against the program may be made without either, 2.66(b).
    [order.rule !== '2.66' && !order.noticeGivenOn, 'noticeGivenOn', 'is required: the client and the center were to be heard'],
    [order.rule !== '2.66' && !order.hearingOn, 'hearingOn', 'is required: the client and the center were to be heard'],
    [order.hearingOn !== null && order.hearingOn > today, 'hearingOn', 'lies in the future'],
  ]);
