import { HELD_CATEGORIES } from '../../src/modules/consent/index.ts';
import { type Reckoned, spoken, STANDING } from '../../src/modules/retention/reasons.ts';
import { serviceDay } from '../../src/platform/site-calendar.ts';
import { type Center, newestFirst, type Row } from './center.ts';
import type { List } from './naive-lists.ts';

const ZONE = 'UTC';
const CENTER = 'Demo Recovery Center';

/** The same day so many years later, and the last of February where there is none. */
function later(from: string, years: number): string {
  const [year, rest] = [Number(from.slice(0, 4)) + years, from.slice(4)];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return `${year}${rest === '-02-29' && !isLeap ? '-02-28' : rest}`;
}

const last = (days: (string | null)[]) =>
  days
    .filter((day): day is string => day !== null)
    .sort()
    .at(-1)!;
const of = (rows: Row[], clientId: string) => rows.filter((one) => one['client_id'] === clientId);

/** What each rule of that day asks for, the longest first. */
function reckoned({ rows }: Center, client: Row, asOf: string): Reckoned[] {
  const [episodes, notes, coverages] = ['episodes', 'session_notes', 'client_coverages'].map((table) => of(rows[table]!, client['id']));
  const created = serviceDay(client['created_at'], ZONE);
  const lastOn = last([
    created,
    ...episodes!.map((one) => one['discharged_at'] && serviceDay(one['discharged_at'], ZONE)),
    ...notes!.filter((one) => one['status'] !== 'voided').map((one) => one['service_on']),
  ]);
  const firstOn = [created, ...episodes!.map((one) => serviceDay(one['admitted_at'], ZONE))].sort()[0]!;
  const held = rows['retention_rules']!.filter((rule) => rule['valid_from'] <= asOf);
  const newest = held.filter((rule) => !held.some((one) => one['kind'] === rule['kind'] && one['payer'] === rule['payer'] && one['version'] > rule['version']));
  const asks = (rule: Row, fromOn: string, payer: string | null = null): Reckoned => ({
    ...{ kind: rule['kind'], ruleId: rule['id'], payer, years: rule['years'], majorityAge: rule['majority_age'], fromOn },
    ...{ untilOn: later(fromOn, rule['years']), source: rule['source'] },
  });
  const reasons = newest.flatMap((rule) => {
    if (rule['kind'] === 'payer') return [];
    if (rule['kind'] !== 'minor') return [asks(rule, lastOn)];
    const majority = later(client['birth_date'], rule['majority_age']);
    return majority > firstOn ? [{ ...asks(rule, majority), untilOn: later(client['birth_date'], rule['majority_age'] + rule['years']) }] : [];
  });
  for (const payer of new Set(coverages!.map((one) => one['payer'] as string))) {
    const rules = newest.filter((rule) => rule['kind'] === 'payer');
    const rule = rules.find((one) => one['payer'] === payer) ?? rules.find((one) => one['payer'] === null);
    if (rule) reasons.push(asks(rule, last(coverages!.filter((one) => one['payer'] === payer).map((one) => one['ends_on'] ?? lastOn)), payer));
  }
  const key = ({ kind, payer }: Reckoned) => `${kind} ${payer ?? '~'}`;
  return reasons.sort((a, b) => (a.untilOn === b.untilOn ? (key(a) < key(b) ? -1 : 1) : a.untilOn < b.untilOn ? 1 : -1));
}

/** Here nobody takes over through an intermediary, and nobody asked for a restriction towards whoever does. */
function consentOf({ rows }: Center, clientId: string, successorId: string | undefined, asOf: string): Row | undefined {
  const successor = rows['recipients']!.find((one) => one['id'] === successorId);
  if (!successor || successor['basis'] !== 'consent' || successor['kind'] === 'intermediary' || successor['ended_at'] !== null) return undefined;
  return of(rows['consents']!, clientId)
    .filter((one) => one['status'] === 'active' && one['kind'] !== 'intermediary' && one['recipient_ids'].includes(successorId))
    .filter((one) => one['purposes'].includes('treatment') && HELD_CATEGORIES.every((category) => one['categories'].includes(category)))
    .filter((one) => one['expires_with'] !== 'end-of-treatment' && (one['expires_at'] === null || serviceDay(one['expires_at'], ZONE) > asOf))
    .sort((a, b) => a['activated_at'] - b['activated_at'] || (a['id'] < b['id'] ? -1 : 1))
    .at(-1);
}

export const recordDispositions: List = (center, { successorId, on, disposition }) => {
  const { rows, sight, now } = center;
  const today = serviceDay(now, ZONE);
  const asOf = on && on > today ? on : today;
  const lines = newestFirst(rows.clients as Row[])
    .filter(({ id }) => sight.clientIds.has(id))
    .map((client) => {
      const reasons = reckoned(center, client, asOf);
      const legalHoldIds = of(rows['legal_holds']!, client['id'])
        .filter((one) => one['released_at'] === null)
        .map((one) => one['id'])
        .sort();
      const isOpen = of(rows['episodes']!, client['id']).some((one) => one['discharged_at'] === null || one['discharged_at'] > now);
      const consent = consentOf(center, client['id'], successorId, asOf);
      const [longest] = reasons;
      const isKept = isOpen || legalHoldIds.length > 0 || longest!.untilOn >= asOf;
      const becomes = consent ? 'transfer' : isKept ? 'keep-sealed' : 'destroy';
      const grounds = [
        ...(longest!.untilOn >= asOf ? [`${longest!.source.replace(/\.$/, '')} until a date not later than ${longest!.untilOn}`] : []),
        ...(legalHoldIds.length > 0 ? ['a legal hold until it is released, for which there is no date'] : []),
      ];
      return {
        ...{ clientId: client['id'], code: client['code'], disposition: becomes, isOpen, legalHoldIds },
        ...{ consentId: consent?.['id'] ?? null, consentVersion: consent?.['version'] ?? null },
        keptUntil: isOpen || legalHoldIds.length > 0 ? null : longest!.untilOn,
        reasons: [...(legalHoldIds.length > 0 ? [STANDING['legal-hold']] : []), ...(isOpen ? [STANDING['in-care']] : []), ...reasons.map(spoken)],
        label: becomes === 'keep-sealed' && !isOpen ? `Records of ${CENTER} required to be maintained under ${grounds.join(', and under ')}` : null,
      };
    });
  return lines.filter((line) => !disposition || line.disposition === disposition);
};
