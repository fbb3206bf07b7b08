import type { DigestView } from './digest.dto.ts';
import type { AttentionReason } from './digest.ts';
import { escaped } from './mail.ts';

type Table = { title: string; head: string[]; rows: (string | number)[][] };

const REASONS: Record<AttentionReason, (client: DigestView['clients'][number]) => string> = {
  'overdue-contact': ({ overdueDays }) => `contact overdue for ${overdueDays} days`,
  'hand-off-broken': () => 'hand-off broken',
  'notes-unsigned': ({ notesUnsigned }) => `${notesUnsigned} notes unsigned for over 24 hours`,
};

const HEAD = ['Specialist', 'Caseload', 'Contacts', 'Attempts', 'Overdue', 'Hand-offs broken', 'Notes unsigned', 'Awaiting co-signature'];
const lineOf = (
  name: string,
  { caseload, contacts, attempts, clientsOverdue, handOffsBroken, notesUnsigned, notesAwaitingCosignature }: DigestView['totals'],
) => [...[name, caseload, contacts, attempts, clientsOverdue], ...[handOffsBroken, notesUnsigned, notesAwaitingCosignature]];

/** The same figures as in the view, for people. */
function tablesOf({ specialists, totals, tasks, clients }: DigestView): Table[] {
  return [
    { title: 'Specialists', head: HEAD, rows: [...specialists.map((line) => lineOf(line.name, line)), lineOf('All', totals)] },
    { title: 'Open tasks', head: ['Kind', 'Open'], rows: tasks.map(({ kind, count }) => [kind, count]) },
    {
      title: 'Clients who need attention',
      head: ['Client', 'Preferred name', 'Specialist', 'Why'],
      rows: clients.map((client) => [
        ...[client.code, client.preferredName ?? '', client.peerSpecialist],
        client.reasons.map((reason) => REASONS[reason](client)).join('; '),
      ]),
    },
  ];
}

const titleOf = ({ weekOn, asOf, windowDays }: DigestView) => `Weekly digest of ${weekOn}: ${windowDays} days up to ${asOf}`;
const withheldIn = ({ withheld }: DigestView) => (withheld > 0 ? [`${withheld} more are not shown: their records are not yours to see any more.`] : []);

export function textOf(digest: DigestView): string {
  const tables = tablesOf(digest).map(({ title, head, rows }) => [title, ...aligned([head, ...rows])].join('\n'));
  return [titleOf(digest), ...tables, ...withheldIn(digest)].join('\n\n') + '\n';
}

function aligned(rows: (string | number)[][]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => `${row[at]}`.length)));
  return rows.map((row) =>
    row
      .map((cell, at) => `${cell}`.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}

export function htmlOf(digest: DigestView): string {
  const row = (cells: (string | number)[], tag: 'th' | 'td') => `<tr>${cells.map((cell) => `<${tag}>${escaped(`${cell}`)}</${tag}>`).join('')}</tr>`;
  const tables = tablesOf(digest).map(
    ({ title, head, rows }) => `<h2>${title}</h2>\n<table>\n${[row(head, 'th'), ...rows.map((cells) => row(cells, 'td'))].join('\n')}\n</table>`,
  );
  const title = escaped(titleOf(digest));
  const body = [`<h1>${title}</h1>`, ...tables, ...withheldIn(digest).map((line) => `<p>${line}</p>`)].join('\n');
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>\n<body>\n${body}\n</body></html>\n`;
}
