import { capacityOf, disclosedThings, OUTSIDE, purposeOf, thingsOf } from '../../src/modules/activity-review/access-log.words.ts';
import { reasonOf, type Rule } from '../../src/modules/activity-review/finding.ts';
import { type Center, fields, isOpenAt, nameOfAccount, newestFirst, type Row } from './center.ts';
import { findingOf } from './findings.ts';
import type { List, Query } from './naive-lists.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const within = ({ from, to }: Query, at: Date) => (!from || at >= new Date(from)) && (!to || at < new Date(to));

const look = (center: Center, one: Row): Row => ({
  ...fields(one, 'id at kind accountId role action subjectId clientIds status'),
  accountName: one['account_id'] && nameOfAccount(center, one['account_id']),
});
const looks = (center: Center, query: Query, isWanted: (one: Row) => boolean): Row[] =>
  newestFirst(center.rows['audit_events']!)
    .filter((one) => one['kind'] !== 'change' && isWanted(one) && within(query, one['at']))
    .map((one) => look(center, one));

export const looksAtClient: List = (center, query, id) => looks(center, query, (one) => one['client_ids'].includes(id));
export const looksOfAccount: List = (center, query, id) => looks(center, query, (one) => one['account_id'] === id);

export const ownRecords: List = (center) =>
  newestFirst(center.rows['own_records']!).map((one) => ({
    ...fields(one, 'id accountId clientId startsAt endsAt recordedBy version'),
    accountName: nameOfAccount(center, one['account_id']),
  }));

const minute = (time: string) => time.slice(0, 5);
export const activityPolicies: List = ({ rows }) =>
  newestFirst(rows['activity_policies']!).map((one) => ({
    ...fields(one, 'id version validFrom source mostClientsAnHour workdays graceMinutes'),
    ...{ opensAt: minute(one['opens_at']), closesAt: minute(one['closes_at']) },
  }));

type Treating = { account: string; client: string; at: Date };
const assigned = ({ rows }: Center, { client, at }: Treating) => (rows.assignments as Row[]).filter((one) => one['client_id'] === client && isOpenAt(one, at));
function tieOf(center: Center, treating: Treating): string | null {
  const { account, client, at } = treating;
  const specialists = assigned(center, treating).map((one) => one['peer_specialist_id']);
  if ((center.rows.peer_specialists as Row[]).some((one) => one['account_id'] === account && specialists.includes(one['id']))) return 'assigned';
  const isHis = (one: Row) => one['supervisor_id'] === account && specialists.includes(one['peer_specialist_id']) && isOpenAt(one, at);
  if ((center.rows.supervisions as Row[]).some(isHis)) return 'supervises';
  const isMember = (one: Row) => one['client_id'] === client && one['account_id'] === account && isOpenAt(one, at);
  return center.rows['care_team_members']!.some(isMember) ? 'care-team' : null;
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const inTime = (a: Row, b: Row) => +a['at'] - +b['at'] || (a['id'] < b['id'] ? -1 : 1);

export const accessLog: List = (center, query, clientId) => {
  const seen = center.rows['audit_events']!.filter(
    (one) => one['kind'] === 'access' && one['account_id'] && one['client_ids'].includes(clientId) && within(query, one['at']),
  );
  const runs: Row[][] = [];
  for (const one of [...seen].sort(inTime)) {
    const last = runs.at(-1)?.at(-1);
    if (last && last['account_id'] === one['account_id'] && dayOf(last['at']) === dayOf(one['at'])) runs.at(-1)!.push(one);
    else runs.push([one]);
  }
  const drawn = runs.map((run) => {
    const [first] = run as [Row];
    const tie = tieOf(center, { account: first['account_id'], client: clientId, at: first['at'] });
    return {
      ...{ id: first['id'], clientId, kind: 'look', at: first['at'], until: run.at(-1)!['at'], who: nameOfAccount(center, first['account_id']) },
      ...{ capacity: capacityOf(tie, first['role']), what: thingsOf(run.map((one) => one['action'])), purpose: null, looks: run.length },
    };
  });
  const told = center.rows['disclosures']!.filter((one) => one['client_id'] === clientId && one['status'] === 'sent')
    .map((one) => {
      const at = one['disclosed_at'] ?? one['sent_at'];
      const name = one['recipient_name'] ?? center.rows['recipients']!.find(({ id }) => id === one['recipient_id'])!['name'];
      const who = [name, one['recipient_affiliation']].filter((part) => part !== null).join(', ');
      const what = disclosedThings(one['categories']);
      return { id: one['id'], clientId, kind: 'disclosure', at, until: at, who, capacity: OUTSIDE, what, purpose: purposeOf(one['purpose']), looks: 1 };
    })
    .filter(({ at }) => within(query, at));
  return [...drawn, ...told].sort(inTime).reverse();
};

const isUntil = (one: Row, at: Date) => one['ends_at'] === null || one['ends_at'] > at;

/** The rules about one record that this look falls under, and which conflicts are declared. */
function closeTo(center: Center, one: Row): { rule: Rule; conflicts: string[] }[] {
  const [clientId] = one['client_ids'];
  if (one['client_ids'].length !== 1) return [];
  const owners = center.rows['own_records']!.filter((own) => own['client_id'] === clientId && isUntil(own, one['at'])).map((own) => own['account_id']);
  const specialist = (center.rows.peer_specialists as Row[]).find(({ account_id }) => account_id === one['account_id']);
  const declared = center.rows['conflicts_of_interest']!.filter(
    (each) =>
      each['client_id'] === clientId && each['peer_specialist_id'] === specialist?.['id'] && each['kind'] !== 'client-declined' && isUntil(each, one['at']),
  );
  const conflicts = [...new Set(declared.map(({ kind }) => kind as string))].sort();
  const treats = tieOf(center, { account: one['account_id'], client: clientId, at: one['at'] }) !== null;
  return [
    ...(owners.includes(one['account_id']) ? [{ rule: 'own-record' as const, conflicts: [] }] : []),
    ...(conflicts.length > 0 ? [{ rule: 'relative' as const, conflicts }] : []),
    ...(owners.some((owner) => owner !== one['account_id']) && !treats ? [{ rule: 'co-worker' as const, conflicts: [] }] : []),
  ];
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
function isLate(center: Center, policy: Row, one: Row): boolean {
  const at: Date = one['at'];
  const weekday = at.getUTCDay() || 7;
  const specialist = (center.rows.peer_specialists as Row[]).find(({ account_id }) => account_id === one['account_id']);
  const [declared] = newestFirst(center.rows['work_hours']!)
    .filter((each) => each['peer_specialist_id'] === specialist?.['id'] && each['starts_on'] <= dayOf(at))
    .sort((a, b) => (a['starts_on'] < b['starts_on'] ? 1 : -1));
  const house = policy['workdays'].includes(weekday) ? [{ startsAt: policy['opens_at'], endsAt: policy['closes_at'] }] : [];
  const shifts: { startsAt: string; endsAt: string }[] = declared ? declared['hours'].filter((each: Row) => each['weekday'] === weekday) : house;
  const minutes = at.getUTCHours() * 60 + at.getUTCMinutes() + at.getUTCSeconds() / 60 + at.getUTCMilliseconds() / MINUTE;
  const grace = policy['grace_minutes'];
  return !shifts.some(({ startsAt, endsAt }) => minutes >= minutesOf(startsAt) - grace && minutes <= minutesOf(endsAt) + grace);
}

/** The looks of the hour, up to one of them on that day, that shows the most, if those are too many. */
function crowdedIn(seen: Row[], day: string, most: number): Row[] {
  const hours = seen.filter(({ at }) => dayOf(at) === day).map((last) => seen.filter(({ at }) => +at > +last['at'] - HOUR && at <= last['at']));
  const sizeOf = (hour: Row[]) => new Set(hour.flatMap((one) => one['client_ids'])).size;
  const [fullest = []] = hours.sort((a, b) => sizeOf(b) - sizeOf(a) || +a.at(-1)!['at'] - +b.at(-1)!['at']);
  return sizeOf(fullest) > most ? fullest : [];
}

type Group = { rule: Rule; clientId: string | null; looks: Row[]; conflicts: string[] };

function foundOn(center: Center, day: string, account: string): Group[] {
  const policy = newestFirst(center.rows['activity_policies']!)
    .sort((a, b) => b['version'] - a['version'])
    .find((one) => one['valid_from'] <= day)!;
  const all = center.rows['audit_events']!.filter((one) => one['kind'] !== 'change' && one['account_id'] === account && one['client_ids'].length > 0);
  const own = all.filter(({ at }) => dayOf(at) === day).sort(inTime);
  const groups = new Map<string, Group>();
  for (const one of own)
    for (const { rule, conflicts } of closeTo(center, one)) {
      const [clientId] = one['client_ids'];
      const group = groups.get(`${rule} ${clientId}`) ?? { rule, clientId, looks: [], conflicts };
      groups.set(`${rule} ${clientId}`, { ...group, looks: [...group.looks, one] });
    }
  const seen = all.filter(({ kind }) => kind === 'access').sort(inTime);
  const late = own.filter((one) => one['kind'] === 'access' && isLate(center, policy, one));
  const crowded = crowdedIn(seen, day, policy['most_clients_an_hour']);
  return [
    ...groups.values(),
    ...(late.length > 0 ? [{ rule: 'after-hours' as const, clientId: null, looks: late, conflicts: [] }] : []),
    ...(crowded.length > 0 ? [{ rule: 'mass-read' as const, clientId: null, looks: crowded, conflicts: [] }] : []),
  ].map((group) => ({ ...group, limit: policy['most_clients_an_hour'] }));
}

export const findings: List = (center, { from, to, rule, accountId, reviewed }) => {
  const last = to ?? dayOf(new Date(+center.now - 24 * HOUR));
  const first = from ?? dayOf(new Date(Date.parse(last) - 6 * 24 * HOUR));
  const days = Array.from({ length: (Date.parse(last) - Date.parse(first)) / (24 * HOUR) + 1 }, (_, at) => dayOf(new Date(Date.parse(first) + at * 24 * HOUR)));
  const accounts = (center.rows.accounts as Row[]).map(({ id }) => id as string).filter((id) => !accountId || id === accountId);
  const found = days.flatMap((on) =>
    accounts.flatMap((account) =>
      foundOn(center, on, account).map(({ looks: rested, clientId, conflicts, ...group }) => {
        const id = findingOf(group.rule, account, clientId, on);
        const [refused, clients] = [rested.filter(({ kind }) => kind === 'refusal').length, new Set(rested.flatMap((one) => one['client_ids'])).size];
        const times = { firstAt: rested[0]!['at'], lastAt: rested.at(-1)!['at'], eventIds: rested.map((one) => one['id']) };
        const limit = (group as unknown as { limit: number }).limit;
        const whole = {
          id,
          rule: group.rule,
          on,
          accountId: account,
          accountName: nameOfAccount(center, account),
          clientId,
          looks: rested.length,
          refused,
          clients,
        };
        const judged = center.rows['finding_reviews']!.find((one) => one['finding_id'] === id);
        const review = judged ? fields(judged, 'id outcome words reviewedBy reviewedAt') : null;
        return { ...whole, ...times, reason: reasonOf({ ...whole, ...times, conflicts, limit }), review };
      }),
    ),
  );
  return found
    .filter((one) => (!rule || one.rule === rule) && (!reviewed || String(one.review !== null) === reviewed))
    .sort((a, b) => +b.firstAt - +a.firstAt || (a.id < b.id ? 1 : -1));
};
