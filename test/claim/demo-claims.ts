import { beforeAll, expect, it } from '@jest/globals';
import type { DemoCenter } from '../caseload-report/demo-center.ts';
import type { Api } from '../support/app.ts';
import { day } from './payers.ts';

const MONTH = `from=${day(30)}&to=${day(0)}`;

/** The claims of a center that has lived for a while; in the file of whoever lets it live, since that takes its time. */
export function claimsOf(demo: DemoCenter): void {
  let max: Api;
  beforeAll(async () => {
    max = (await demo.signIn('Max')).api;
  });

  const linesOf = async (query: string) => {
    const lines: Record<string, any>[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await max.get(`/v1/claim-lines?${query}&limit=100${next && `&after=${next}`}`);
      lines.push(...body.items);
      next = body.next;
    }
    return lines;
  };

  it('has a line for each note of the demo center that is ready, with the units that the note says, and none for others', async () => {
    const lines = await linesOf(MONTH);
    expect(lines.length).toBeGreaterThan(50);
    const units = new Map(lines.map(({ noteId, units }) => [noteId, units]));
    const states = new Set<string>();
    for (let next: string | null = ''; next !== null;) {
      const { body } = await max.get(`/v1/session-notes?from=${day(30)}T00:00:00Z&limit=100${next && `&after=${next}`}`);
      for (const { id } of body.items) {
        const { body: claim } = await max.get(`/v1/session-notes/${id}/claim`);
        states.add([claim.status, ...claim.reasons.map(({ code }: { code: string }) => code)].join(' '));
        expect([id, units.get(id) ?? null]).toEqual([id, claim.status === 'ready' ? claim.units : null]);
      }
      next = body.next;
    }
    expect([...states]).toEqual(
      expect.arrayContaining([
        'ready',
        'not-applicable no-coverage',
        'not-applicable not-a-contact',
        'held element-missing',
        'held credential-missing',
        'held no-consent',
      ]),
    );
  });

  it('has the same lines in the file, in the pages and in the export', async () => {
    const lines = await linesOf(MONTH);
    const file = await max.get(`/v1/claim-lines?${MONTH}`, { headers: { accept: 'text/csv' } });
    expect(file.text.trimEnd().split('\r\n')).toHaveLength(lines.length + 1);
    const { password } = demo.signIns.find(({ name }) => name.startsWith('Max '))!;
    await max.post('/v1/session/step-up', { password });
    const { body } = await max.post('/v1/claim-exports', { from: day(30), to: day(0) });
    expect(body).toMatchObject({ lines: lines.length, units: lines.reduce((sum, { units }) => sum + units, 0) });
    const exported = await linesOf(MONTH);
    const told = (all: Record<string, any>[]) => all.map(({ noteId, units, kind }) => `${noteId} ${units} ${kind}`).sort();
    expect(told(exported)).toEqual(told(lines));
    expect(exported.filter(({ exportedAt }) => exportedAt === null)).toEqual([]);
  });
}
