import { describe, expect, it } from '@jest/globals';
import { type Decision, DECISIONS, LegalOrder, LegalOrderPaper } from '../../src/modules/legal-order/legal-order.entity.ts';
import { ORDER_KINDS, RULES } from '../../src/modules/legal-order/opening.ts';
import { Problem } from '../../src/platform/problem.ts';

const TODAY = '2026-03-10';
const SITE = { today: TODAY, timeZone: 'America/New_York' };
const WHOLE = {
  ...{ kind: 'subpoena-with-order' as const, rule: '2.64' as const, issuer: 'A court', caseNumber: '1', findings: 'No other way', servedOn: '2026-03-01' },
  ...{ receivedBy: 'Desk', recipientId: 'r', categories: ['goals' as const], noticeGivenOn: '2026-02-01', hearingOn: '2026-02-20', expiresOn: '2026-03-31' },
};
const order = (more: object = {}, clientId: string | null = 'c') => LegalOrder.record(clientId, { ...WHOLE, ...more }, 'priya', TODAY);
const decide = (one: LegalOrder, ...decisions: Decision[]) => decisions.map((decision) => one.decide(decision, 'because', 'priya', new Date(), SITE)).at(-1)!;
const faults = (action: () => unknown): string[] => {
  try {
    action();
  } catch (error) {
    const { slug, extras } = error as Problem;
    return slug === 'invalid-request' ? (extras['errors'] as { pointer: string }[]).map(({ pointer }) => pointer.slice(2)) : [slug];
  }
  return [];
};
const honouring = (more: object, clientId: string | null = 'c') => faults(() => decide(order(more, clientId), 'under-review', 'honoured'));

describe('what a legal order opens', () => {
  it('P2-10 is nothing without both an order and what compels to follow it', () => {
    const kinds = ORDER_KINDS.filter((kind) => honouring({ kind }).length === 0);
    expect(kinds).toEqual(['subpoena-with-order', 'warrant-with-order']);
    for (const kind of ORDER_KINDS) if (!kinds.includes(kind)) expect(honouring({ kind })).toEqual(['kind']);
  });

  it('P2-10 is nothing where it lacks the section, the client, the recipient, the scope, the findings or its last day', () => {
    expect(RULES.filter((rule) => honouring({ rule }).length === 0)).toEqual(['2.64', '2.65', '2.66']);
    for (const field of ['rule', 'recipientId', 'caseNumber', 'findings', 'expiresOn', 'noticeGivenOn', 'hearingOn'])
      expect(honouring({ [field]: null })).toEqual([field]);
    expect(honouring({}, null)).toEqual(['clientId']);
    expect(honouring({ categories: [] })).toEqual(['categories']);
    expect(honouring({ kind: 'subpoena', rule: null, caseNumber: null, findings: null, recipientId: null, categories: [], expiresOn: null }, null)).toEqual([
      ...['kind', 'rule', 'clientId', 'recipientId', 'caseNumber', 'findings', 'categories', 'expiresOn'],
    ]);
  });

  it('P2-10 needs notice and a hearing, but not against the program', () => {
    for (const rule of ['2.64', '2.65']) expect(honouring({ rule, noticeGivenOn: null, hearingOn: null })).toEqual(['noticeGivenOn', 'hearingOn']);
    expect(honouring({ rule: '2.66', noticeGivenOn: null, hearingOn: null })).toEqual([]);
    expect(honouring({ hearingOn: '2026-03-11' })).toEqual(['hearingOn']);
  });

  it('counts its last day to its end', () => {
    expect(honouring({ expiresOn: '2026-03-09' })).toEqual(['expiresOn']);
    const today = order({ expiresOn: TODAY });
    decide(today, 'under-review', 'honoured');
    expect(today.expiresAt).toEqual(new Date('2026-03-11T04:00:00Z'));
  });
});

describe('what was served', () => {
  it('was not served tomorrow, and its window does not end before it begins', () => {
    expect(faults(() => order({ servedOn: '2026-03-11' }))).toEqual(['servedOn']);
    expect(faults(() => order({ noticeGivenOn: '2026-03-11' }))).toEqual(['noticeGivenOn']);
    expect(faults(() => order({ fromOn: '2026-03-02', toOn: '2026-03-01' }))).toEqual(['to']);
    expect(faults(() => order({ fromOn: '2026-03-01', toOn: '2026-03-01' }))).toEqual([]);
  });

  it('P2-10 to place an agent is never of a client', () => {
    expect(faults(() => order({ rule: '2.67' }))).toEqual(['rule']);
    expect(faults(() => order({ rule: '2.67' }, null))).toEqual([]);
    expect(faults(() => order().change({ rule: '2.67' }, TODAY))).toEqual(['rule']);
    expect(honouring({ rule: '2.67' }, null)).toContain('rule');
  });

  it('changes until somebody has decided', () => {
    const one = order();
    one.change({ issuer: 'Another court' }, TODAY);
    decide(one, 'under-review');
    one.change({ caseNumber: '2' }, TODAY);
    expect(one).toMatchObject({ issuer: 'Another court', caseNumber: '2' });
    for (const decision of ['honoured', 'contested', 'refused', 'withdrawn'] as const) {
      const other = order();
      decide(other, 'under-review', decision);
      expect(faults(() => other.change({ issuer: 'x' }, TODAY))).toEqual(['legal-order-decided']);
    }
  });
});

it('goes its way and no other', () => {
  const way: Record<string, Decision[]> = {
    recorded: [],
    'under-review': ['under-review'],
    honoured: ['under-review', 'honoured'],
    contested: ['under-review', 'contested'],
    refused: ['under-review', 'refused'],
    withdrawn: ['withdrawn'],
  };
  const next = Object.entries(way).map(([status, before]) => {
    const follows = DECISIONS.filter((decision) => {
      const one = order();
      before.forEach((each) => decide(one, each));
      const found = faults(() => decide(one, decision));
      expect(found).toEqual(found.length > 0 ? ['legal-order-not-so'] : []);
      return found.length === 0;
    });
    return [status, follows];
  });
  expect(Object.fromEntries(next)).toEqual({
    recorded: ['under-review', 'withdrawn'],
    'under-review': ['honoured', 'contested', 'refused', 'withdrawn'],
    honoured: ['contested', 'withdrawn'],
    contested: ['honoured', 'refused', 'withdrawn'],
    refused: [],
    withdrawn: [],
  });
  for (const [status, before] of Object.entries(way)) {
    const one = order();
    before.forEach((each) => decide(one, each));
    expect([status, faults(() => one.demandOpen())]).toEqual([status, ['refused', 'withdrawn'].includes(status) ? ['legal-order-decided'] : []]);
  }
  const step = decide(order(), 'under-review', 'contested');
  expect(step).toMatchObject({ decision: 'contested', reason: 'because', decidedBy: 'priya', clientId: 'c' });
});

it('is whole only where it is honoured, and opens nothing before', () => {
  const { kind, issuer, servedOn, receivedBy } = WHOLE;
  const bare = LegalOrder.record(null, { kind, issuer, servedOn, receivedBy }, 'priya', TODAY);
  expect(bare).toMatchObject({ categories: [], rule: null, recipientId: null, expiresOn: null });
  for (const decisions of [['under-review'], ['under-review', 'contested'], ['under-review', 'refused'], ['withdrawn']] as Decision[][]) {
    const one = order({ findings: null });
    expect(faults(() => decide(one, ...decisions))).toEqual([]);
    expect(one).toMatchObject({ honouredAt: null, expiresAt: null });
  }
});

it('keeps the paper that was served', () => {
  const one = order();
  const [content, contentHash] = [Buffer.from('scan'), Buffer.from('hash')];
  expect(LegalOrderPaper.of(one, 'application/pdf', content, contentHash, 'priya')).toMatchObject({
    ...{ orderId: one.id, clientId: 'c', mediaType: 'application/pdf', content, contentHash, attachedBy: 'priya', attachedAt: expect.any(Date) },
  });
});
