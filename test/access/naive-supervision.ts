import { CAST } from '../support/cast.ts';
import { type Center, fields, nameOfAccount, nameOfSpecialist, newestFirst, type Row } from './center.ts';

type Query = Record<string, string>;
const DAY = 86_400_000;
const dayOf = (at: Date | number) => new Date(at).toISOString().slice(0, 10);

const POLICY = 'id version validFrom source requiredMinutes mostDaysBetween specialistsPerSupervisor clientsPerSpecialist warningDays';
export const policies = ({ rows }: Center) => newestFirst(rows['supervision_policies']!).map((one) => fields(one, POLICY));

/** Of one's team, and those one held; the privacy officer's are all. */
export const supervisionSessions = (center: Center, { peerSpecialistId, from, to }: Query) =>
  newestFirst(center.rows['supervision_sessions']!)
    .filter((one) => center.sight.specialistIds.has(one['peer_specialist_id']) || one['supervisor_id'] === CAST[center.who].id)
    .filter((one) => !peerSpecialistId || one['peer_specialist_id'] === peerSpecialistId)
    .filter((one) => (!from || one['started_at'] >= new Date(from)) && (!to || one['started_at'] < new Date(to)))
    .map((one) => ({
      ...fields(one, 'id peerSpecialistId supervisorId kind startedAt endedAt minutes competencies status version'),
      specialistName: nameOfSpecialist(center, one['peer_specialist_id']),
      supervisorName: nameOfAccount(center, one['supervisor_id']),
    }));

export const continuingEducation = ({ rows }: Center, _query: Query, id: string) =>
  newestFirst(rows['continuing_education_entries']!)
    .filter((one) => one['credential_id'] === id)
    .map((one) => ({
      ...fields(one, 'id credentialId peerSpecialistId topic provider addedBy withdrawnAt withdrawnBy withdrawalReason version'),
      ...{ on: one['earned_on'], hours: Number(one['hours']) },
    }));

export const earned = ({ rows }: Pick<Center, 'rows'>, credentialId: string, until: string): number =>
  rows['continuing_education_entries']!.filter(
    (one) => one['credential_id'] === credentialId && one['withdrawn_at'] === null && one['earned_on'] <= until,
  ).reduce((sum, one) => sum + Number(one['hours']), 0);

/** What the version of a day warns of, so many days ahead. */
export function warning({ rows }: Pick<Center, 'rows'>, day: string, daysLeft: number | null): string | null {
  if (daysLeft === null || daysLeft < 0) return daysLeft === null ? null : 'expired';
  const inForce = rows['supervision_policies']!.filter((one) => one['valid_from'] <= day).sort((a, b) => b['version'] - a['version'])[0]!;
  const ahead = (inForce['warning_days'] as number[]).filter((days) => days >= daysLeft).sort((a, b) => a - b);
  return ahead[0] === undefined ? null : `${ahead[0]}`;
}

export function expiringCredentials(center: Center, { within = '90' }: Query): Row[] {
  const today = dayOf(center.now);
  const papers = (center.rows.credentials as Row[]).filter((one) => one['verified_at'] !== null);
  const lasts = (one: Row) => one['expires_on'] ?? '9999';
  const isReplaced = (one: Row) =>
    papers.some((other) => other['peer_specialist_id'] === one['peer_specialist_id'] && other['kind'] === one['kind'] && lasts(other) > lasts(one));
  return papers
    .filter((one) => center.sight.specialistIds.has(one['peer_specialist_id']) && !isReplaced(one))
    .filter((one) => one['expires_on'] !== null && one['expires_on'] <= dayOf(Date.parse(today) + Number(within) * DAY))
    .sort((a, b) => (`${a['expires_on']} ${a['id']}` < `${b['expires_on']} ${b['id']}` ? -1 : 1))
    .map((one) => {
      const daysLeft = (Date.parse(one['expires_on']) - Date.parse(today)) / DAY;
      return {
        ...fields(one, 'id peerSpecialistId kind issuer number expiresOn'),
        ...{ name: nameOfSpecialist(center, one['peer_specialist_id']), daysLeft, warning: warning(center, today, daysLeft) },
        ...{ continuingEducationEarned: earned(center, one['id'], today), continuingEducationRequired: one['continuing_education_hours'] },
      };
    });
}
