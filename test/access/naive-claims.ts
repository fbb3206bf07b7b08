import { type Center, fields, nameOfSpecialist, newestFirst, type Row } from './center.ts';

type Query = Record<string, string>;

const RULES =
  `id payer version name validFrom source serviceCode minutesPerUnit unitRule accumulation dailyCapUnits weeklyCapUnits annualCapUnits groupLimit groupModifier
  requiredElements timelinessTargetHours timelinessLimitHours cosignature unitsWithoutAuthorization`.replace(/\s+/g, ' ');

export const ruleSets = ({ rows }: Center) => newestFirst(rows['payer_rule_sets']!).map((one) => fields(one, RULES));

export const claimExports = ({ rows }: Center) =>
  newestFirst(rows['claim_exports']!).map((one) => ({ ...fields(one, 'id lines units exportedBy createdAt'), from: one['from_on'], to: one['to_on'] }));

const coverageOf = ({ rows }: Center, note: Row) =>
  rows['client_coverages']!.find(
    (one) =>
      one['client_id'] === note['client_id'] && one['starts_on'] <= note['service_on'] && (one['ends_on'] === null || one['ends_on'] >= note['service_on']),
  );

/** By the one set of rules that the clients here are covered by: whole quarters of an hour, and nothing that is asked for. */
function worthOf(center: Center, note: Row): number {
  const coverage = coverageOf(center, note);
  if (!coverage || !['signed', 'cosigned'].includes(note['status']) || ['text', 'online-forum'].includes(note['modality'])) return 0;
  return Math.floor((note['ended_at'] - note['started_at']) / 900_000);
}

function credentialOf({ rows }: Center, note: Row): string | null {
  const valid = (rows.credentials as Row[])
    .filter((one) => one['peer_specialist_id'] === note['author_id'] && one['verified_at'] !== null)
    .filter((one) => one['issued_on'] <= note['service_on'] && (one['expires_on'] === null || one['expires_on'] >= note['service_on']))
    .sort((a, b) => (a['issued_on'] < b['issued_on'] ? 1 : -1));
  return valid[0] ? `${valid[0]['kind']} ${valid[0]['number']} (${valid[0]['issuer']})` : null;
}

/** By the two ways that there are here: a recipient of that payer whom an active consent names, for payment, of attendance. */
function wayOf({ rows }: Center, clientId: string, payer: string): Row | null {
  const plan = rows['recipients']!.find((one) => one['payer'] === payer && one['ended_at'] === null);
  const covers = (one: Row) =>
    one['client_id'] === clientId &&
    one['status'] === 'active' &&
    one['recipient_ids'].includes(plan!['id']) &&
    one['purposes'].includes('payment') &&
    one['categories'].includes('attendance');
  return (plan && newestFirst(rows['consents']!).find(covers)) ?? null;
}

function reliedOn({ rows }: Center, consentId: string | null): Row {
  const consent = rows['consents']!.find(({ id }) => id === consentId);
  const scope = consent ? `Consent of ${consent['signed_on']}: ${consent['categories'].join(', ')}; for ${consent['purposes'].join(', ')}` : null;
  const notice = '42 CFR part 2 prohibits unauthorized use or disclosure of these records.';
  return { basis: consentId && 'consent', consentId, scope, notice };
}

const SESSION = 'id clientId serviceOn startedAt endedAt minutes';
const kindOf = (corrects: string | null) => ({ kind: corrects ? 'correction' : 'original', corrects });
const rulesOf = (rule: Row, isGroup: boolean) => ({
  ...{ code: rule['service_code'], payer: rule['payer'], ruleSetVersion: rule['version'] },
  modifiers: isGroup && rule['group_modifier'] ? [rule['group_modifier']] : [],
});

function exported(center: Center): Row[] {
  const { rows } = center;
  return rows['claim_lines']!.map((line) => ({
    ...fields(line, `${SESSION} noteId units specialistName`),
    ...{ peerSpecialistId: line['specialist_id'], credential: line['specialist_credential'] },
    ...kindOf(line['corrects']),
    ...rulesOf(
      rows['payer_rule_sets']!.find(({ id }) => id === line['rule_set_id'])!,
      line['is_group'],
    ),
    exportedAt: rows['claim_exports']!.find(({ id }) => id === line['export_id'])!['created_at'],
    ...reliedOn(center, line['consent_id']),
  }));
}

function pending(center: Center): Row[] {
  const { rows } = center;
  return (rows.session_notes as Row[]).flatMap((note) => {
    const last = rows['claim_lines']!.find((line) => line['note_id'] === note['id'] && !rows['claim_lines']!.some(({ corrects }) => corrects === line['id']));
    const units = worthOf(center, note);
    if (note['outcome'] !== 'completed' || units === (last?.['units'] ?? 0)) return [];
    const rule = rows['payer_rule_sets']!.find((one) =>
      units > 0 ? one['payer'] === coverageOf(center, note)!['payer'] : one['id'] === last!['rule_set_id'],
    )!;
    const way = wayOf(center, note['client_id'], rule['payer']);
    if (!way) return [];
    const line = { ...fields(note, SESSION), noteId: note['id'], units, exportedAt: null, peerSpecialistId: note['author_id'] };
    const who = { specialistName: nameOfSpecialist(center, note['author_id']), credential: credentialOf(center, note) };
    return [{ ...line, ...who, ...kindOf(last?.['id'] ?? null), ...rulesOf(rule, note['group_session_id'] !== null), ...reliedOn(center, way['id']) }];
  });
}

export function claimLines(center: Center, { from, to = center.now.toISOString().slice(0, 10) }: Query): Row[] {
  const first = from ?? new Date(Date.parse(to) - 30 * 86_400_000).toISOString().slice(0, 10);
  return [...exported(center), ...pending(center)]
    .filter((line) => line['serviceOn'] >= first && line['serviceOn'] <= to)
    .sort((a, b) => (`${a['serviceOn']} ${a['id']}` < `${b['serviceOn']} ${b['id']}` ? 1 : -1));
}
