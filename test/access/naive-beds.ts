import { type Center, fields, newestFirst, type Row, type Rows } from './center.ts';
import { asKnown } from './naive-history.ts';
import type { List } from './naive-lists.ts';

type Use = { state: string; from: Date; until: Date | null; row: Row };

/** Everything for which a bed was, is or will be not free; what counts most comes first. */
function usesOf(rows: Rows, bedId: string): Use[] {
  const of = (table: string) => rows[table]!.filter((one) => one['bed_id'] === bedId);
  const occupancies = of('bed_occupancies').filter((one) => one['withdrawn_at'] === null);
  const left = occupancies.filter((one) => one['ends_at'] !== null);
  const lasting = (state: string) => (row: Row) => ({ state, from: row['starts_at'], until: row['ends_at'], row });
  return [
    ...occupancies.map(lasting('occupied')),
    ...of('out_of_service_periods').map(lasting('out-of-service')),
    ...left.map((row) => ({ state: 'turnover', from: row['ends_at'], until: row['ready_at'], row })),
    ...of('bed_reservations').map((row) => {
      const { expires_at, ended_at } = row;
      return { state: 'reserved', from: row['starts_at'], until: ended_at !== null && ended_at < expires_at ? ended_at : expires_at, row };
    }),
  ];
}
const useAt = (uses: Use[], at: Date) => uses.find(({ from, until }) => from <= at && (until === null || until > at));

export const residences: List = ({ rows }) => newestFirst(rows['residences']!).map((one) => fields(one, 'id name narrLevel openedOn closedOn version'));

export const beds: List = ({ rows, now }, _query, id) =>
  newestFirst(rows['beds']!)
    .filter((one) => one['residence_id'] === id)
    .map((one) => {
      const outage = rows['out_of_service_periods']!.find((period) => period['bed_id'] === one['id'] && period['ends_at'] === null);
      return {
        ...fields(one, 'id residenceId room label inServiceFrom version'),
        state: useAt(usesOf(rows, one['id']), now)?.state ?? 'available',
        outOfService: outage ? fields(outage, 'id bedId startsAt endsAt reason version') : null,
      };
    });

/** The states are those of all rows; whose a bed is, those are told whose client is in sight. */
export const board = ({ sight }: Center, all: Rows, residenceId: string, at: Date): Row[] =>
  all['beds']!.filter((bed) => bed['residence_id'] === residenceId && bed['in_service_from'] <= at)
    .sort((a, b) => (`${a['room']} ${a['label']}` < `${b['room']} ${b['label']}` ? -1 : 1))
    .map((bed) => {
      const uses = usesOf(all, bed['id']);
      const use = useAt(uses, at);
      const [over, ahead] = [uses.flatMap(({ until }) => (until && until <= at ? [+until] : [])), uses.flatMap(({ from }) => (from > at ? [+from] : []))];
      const free = { since: new Date(Math.max(+bed['in_service_from'], ...over)), until: ahead.length > 0 ? new Date(Math.min(...ahead)) : null };
      const seen = use && sight.clientIds.has(use.row['client_id']) ? use.row : null;
      return {
        ...{ bedId: bed['id'], ...fields(bed, 'room label'), state: use?.state ?? 'available' },
        ...(use ? { since: use.from, until: use.until } : free),
        clientId: use && ['occupied', 'reserved'].includes(use.state) ? (seen?.['client_id'] ?? null) : null,
        occupancyId: use && ['occupied', 'turnover'].includes(use.state) ? (seen?.['id'] ?? null) : null,
        reservationId: use?.state === 'reserved' ? (seen?.['id'] ?? null) : null,
      };
    });

export const bedOccupancies: List = (center, query, id) =>
  asKnown(query, center, newestFirst(center.rows['bed_occupancies']!.filter((one) => one['client_id'] === id))).map((one) => ({
    ...fields(one, 'id bedId clientId stayId startsAt endsAt recordedAt endRecordedAt withdrawnAt version'),
    ...fields(one['ends_at'] ? one : {}, 'endReason readyAt'),
    residenceId: center.rows['beds']!.find((bed) => bed['id'] === one['bed_id'])!['residence_id'],
  }));
