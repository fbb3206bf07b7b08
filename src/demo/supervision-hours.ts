import { type Center, DAYS, daysAgo } from './center.ts';
import type { DemoClock } from './demo-clock.ts';

const HOUR = 3_600_000;
const EVERY_DAYS = 14;
/** The last specialist is seen too rarely: the standing should have something to say. */
const seldom = (n: number, count: number) => n === count - 1;

/** Supervision every two weeks, signed by both; of the newest session one signature is still missing. */
export async function superviseStaff({ specialists }: Center, clock: DemoClock): Promise<void> {
  for (let ago = DAYS - 6; ago >= 2; ago -= EVERY_DAYS) {
    clock.goTo(new Date(daysAgo(ago).getTime() + 20 * HOUR));
    await Promise.all(
      specialists.map(async ({ id, phone, supervisor }, n) => {
        if (seldom(n, specialists.length) && ago < 40) return;
        const start = daysAgo(ago).getTime() + (9 + (n % 4)) * HOUR;
        const session = await supervisor.phone.post('/v1/supervision-sessions', {
          peerSpecialistId: id,
          startedAt: new Date(start).toISOString(),
          endedAt: new Date(start + 45 * 60_000).toISOString(),
          kind: 'individual',
          competencies: ['recovery-planning', 'communication'],
          summary: 'How the week went, and what to do when a call goes in circles',
          actionItems: [{ what: 'Try it once and tell how it went' }],
        });
        const signed = await supervisor.phone.put(`/v1/supervision-sessions/${session.id}/signature`, session.version, { attestation: true });
        if (ago >= EVERY_DAYS || n % 3 !== 1) await phone.put(`/v1/supervision-sessions/${session.id}/signature`, signed.version, { attestation: true });
      }),
    );
  }
}
