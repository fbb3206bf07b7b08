import { fields, newestFirst } from './center.ts';
import type { List } from './naive-lists.ts';

export const retentionRules: List = ({ rows }) =>
  newestFirst(rows['retention_rules']!).map((one) => fields(one, 'id kind payer version years majorityAge validFrom source'));

export const legalHolds: List = ({ rows }, _query, id) =>
  newestFirst(rows['legal_holds']!.filter((one) => one['client_id'] === id)).map((one) => ({
    ...fields(one, 'id clientId matter reason askedBy placedBy createdAt releasedAt releasedBy releaseReason version'),
    from: one['holds_from'],
  }));

export const purges: List = ({ rows }) =>
  newestFirst(rows['purges']!).map((one) => {
    const lines = rows['purge_clients']!.filter((line) => line['purge_id'] === one['id']);
    const counted = (outcome: string) => lines.filter((line) => line['outcome'] === outcome).length;
    return {
      ...fields(one, 'id asOf state previewedBy createdAt attestation attestedBy attestedAt confirmedBy confirmedAt endedAt version'),
      counts: { clients: lines.length, planned: counted('planned'), destroyed: counted('destroyed'), kept: counted('kept') },
    };
  });

export const purgeClients: List = ({ rows }, _query, id) =>
  newestFirst(rows['purge_clients']!.filter((one) => one['purge_id'] === id)).map((one) => ({
    ...fields(one, 'id clientId keptUntil reasons ruleId outcome because settledAt'),
    code: rows.clients.find((client) => client.id === one['client_id'])!.code,
    rows: Object.entries(one['counts'] as Record<string, number>).map(([table, count]) => ({ table, rows: count })),
  }));
