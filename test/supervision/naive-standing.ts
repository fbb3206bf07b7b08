import { type Center, nameOfAccount, nameOfSpecialist, type Row } from '../access/center.ts';
import { earned, warning } from '../access/naive-supervision.ts';

const DAY = 86_400_000;
const dayOf = (at: Date | number) => new Date(at).toISOString().slice(0, 10);
const daysFrom = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY;
const above = (value: number, limit: number) => (value > limit ? value - limit : 0);

/** The standing of a day worked out a second time, in plain loops over the tables and in UTC. */
export function naiveStanding(center: Center, asOf: string): { specialists: Row[]; supervisors: Row[] } {
  const { rows, sight, now } = center;
  const end = new Date(Math.min(Date.parse(asOf) + DAY - 1, +now));
  const isOpen = (one: Row) => one['starts_at'] <= end && (one['ends_at'] === null || one['ends_at'] > end);
  const policy = rows['supervision_policies']!.filter((one) => one['valid_from'] <= asOf).sort((a, b) => b['version'] - a['version'])[0]!;
  const supervisions = (rows.supervisions as Row[]).filter(isOpen);
  const inWindow = (one: Row) => daysFrom(dayOf(one['started_at']), asOf) < 30;
  const minutesOf = (sessions: Row[]) => sessions.reduce((sum, one) => sum + Math.floor((one['ended_at'] - one['started_at']) / 60_000), 0);

  const specialists = (rows.peer_specialists as Row[])
    .filter((one) => sight.specialistIds.has(one['id']) && one['hired_on'] <= asOf)
    .map((one) => {
      const sessions = rows['supervision_sessions']!.filter((held) => held['peer_specialist_id'] === one['id'] && held['started_at'] <= end);
      const complete = sessions.filter((held) => held['status'] === 'complete');
      const unsigned = sessions.filter((held) => ['draft', 'partly-signed'].includes(held['status']) && inWindow(held));
      const given = complete.filter(inWindow);
      const last =
        complete
          .map((held) => dayOf(held['started_at']))
          .sort()
          .at(-1) ?? null;
      const clients = (rows.assignments as Row[]).filter(
        (each) => each['peer_specialist_id'] === one['id'] && each['role'] === 'primary' && isOpen(each),
      ).length;
      const papers = (rows.credentials as Row[]).filter(
        (each) => each['peer_specialist_id'] === one['id'] && each['verified_at'] !== null && each['issued_on'] <= asOf,
      );
      const paper = papers.sort((a, b) => ((a['expires_on'] ?? '9999') < (b['expires_on'] ?? '9999') ? 1 : -1))[0];
      const daysLeft = paper?.['expires_on'] ? daysFrom(asOf, paper['expires_on']) : null;
      const hours = paper ? earned(center, paper['id'], asOf) : 0;
      const required = paper?.['continuing_education_hours'] ?? null;
      return {
        ...{ peerSpecialistId: one['id'], name: nameOfSpecialist(center, one['id']) },
        supervisorId: supervisions.find((each) => each['peer_specialist_id'] === one['id'])?.['supervisor_id'] ?? null,
        ...{ sessions: given.length, minutes: minutesOf(given), shortfallMinutes: above(policy['required_minutes'], minutesOf(given)) },
        ...{ unsignedSessions: unsigned.length, unsignedMinutes: minutesOf(unsigned) },
        ...{ lastSupervisedOn: last, daysSinceLast: last && daysFrom(last, asOf) },
        daysOverdue: above(daysFrom(last ?? one['hired_on'], asOf), policy['most_days_between']),
        ...{ clients, clientsOverLimit: above(clients, policy['clients_per_specialist']) },
        ...{ credentialId: paper?.['id'] ?? null, credentialExpiresOn: paper?.['expires_on'] ?? null, credentialDaysLeft: daysLeft },
        credentialWarning: warning(center, asOf, daysLeft),
        ...{ continuingEducationEarned: hours, continuingEducationRequired: required, continuingEducationRemaining: required && above(required, hours) },
      };
    });
  const supervisorIds = new Set(supervisions.filter((one) => sight.specialistIds.has(one['peer_specialist_id'])).map((one) => one['supervisor_id'] as string));
  const supervisors = [...supervisorIds].map((supervisorId) => {
    const team = supervisions.filter((one) => one['supervisor_id'] === supervisorId).length;
    const name = nameOfAccount(center, supervisorId);
    return { supervisorId, name, specialists: team, specialistsOverLimit: above(team, policy['specialists_per_supervisor']) };
  });
  const byName = (a: Row, b: Row) => (a['name'] < b['name'] ? -1 : 1);
  return { specialists: specialists.sort(byName), supervisors: supervisors.sort(byName) };
}
