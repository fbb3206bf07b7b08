import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { startOfDay } from '../../platform/site-calendar.ts';
import { Assignments, Registration } from '../client/index.ts';
import { Episodes } from '../program/index.ts';
import type { Entry } from './roster.ts';

const REASON = 'As the imported list says';

/** Makes clients of lines: registered, and admitted and assigned where the line says so. */
@Injectable()
export class Admission {
  constructor(
    private readonly registration: Registration,
    private readonly episodes: Episodes,
    private readonly assignments: Assignments,
    private readonly env: Env,
  ) {}

  async admit(by: Pick<Actor, 'id' | 'role'>, entries: (Entry & { notDuplicateOf?: string[] })[], importId: string): Promise<string[]> {
    const ids = await this.registration.registerAll(by, entries, importId);
    const all = entries.map((entry, at) => ({ ...entry, clientId: ids[at]! }));
    await this.episodes.openForNewcomers(
      by,
      all.flatMap(({ clientId, program, admittedOn, referralSource }) =>
        program === undefined ? [] : [{ clientId, programCode: program, admittedAt: startOfDay(admittedOn!, this.env.SITE_TIME_ZONE), referralSource }],
      ),
    );
    await this.assignments.assignNewcomers(
      by,
      all.flatMap(({ clientId, specialist }) => (specialist === undefined ? [] : [{ clientId, peerSpecialistId: specialist }])),
      REASON,
    );
    return ids;
  }
}
