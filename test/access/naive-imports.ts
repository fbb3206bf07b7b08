import { CAST } from '../support/cast.ts';
import { type Center, fields, newestFirst, type Row } from './center.ts';
import type { List } from './naive-lists.ts';

const linesOf = ({ rows }: Center, id: string) => rows['import_lines']!.filter((one) => one['import_id'] === id);
const STATUSES = ['ready', 'created', 'unchanged', 'held', 'faulty', 'skipped'];

export const imports: List = (center) =>
  newestFirst(center.rows['imports']!)
    .filter((one) => center.who === 'max' || one['made_by'] === CAST[center.who].id)
    .map((one) => {
      const statuses = linesOf(center, one['id']).map((line) => line['status']);
      const countOf = (status: string) => statuses.filter((each) => each === status).length;
      return {
        ...fields(one, 'id state madeBy createdAt startedAt endedAt version'),
        ...{ lines: statuses.length, linesDone: statuses.length - countOf('ready') },
        counts: Object.fromEntries(STATUSES.map((status) => [status, countOf(status)])),
      };
    });

const isSamePerson = (client: Row, { legalName, birthDate }: Row) =>
  `${client['given_name']} ${client['family_name']} ${client['birth_date']}`.toLowerCase() ===
  `${legalName.given} ${legalName.family} ${birthDate}`.toLowerCase();

/** Who seems to be the one that a held line describes, of those whom the reader knows. */
function duplicatesOf({ rows, sight }: Center, { status, content }: Row): string[] {
  if (status !== 'held') return [];
  const known = rows['client_identifiers']!.filter(
    (one) => one['ended_at'] === null && content.identifiers.some(({ system, value }: Row) => system === one['system'] && value === one['value']),
  );
  return (rows.clients as Row[])
    .filter((client) => isSamePerson(client, content) || known.some((one) => one['client_id'] === client['id']))
    .map(({ id }) => id)
    .filter((id) => sight.clientIds.has(id))
    .sort();
}

export const importLines: List = (center, { status }, id) =>
  newestFirst(linesOf(center, id))
    .reverse()
    .filter((one) => !status || one['status'] === status)
    .map((one) => ({
      ...fields(one, 'id line status problems version'),
      clientId: center.sight.clientIds.has(one['client_id']) ? one['client_id'] : null,
      possibleDuplicates: duplicatesOf(center, one),
    }));
