import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { mayEver } from '../../platform/access/grants.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { notFound } from '../../platform/problem.ts';
import { type DischargeChecklist, MATTER_KINDS, type MatterKind, type OnDischarge } from './discharge-checklist.dto.ts';
import { OPEN_MATTERS } from './discharge-checklist.queries.ts';

type Counted = { kind: MatterKind; count: number; ids: string[] };

const MEANING: Record<MatterKind, { onDischarge: OnDischarge; words: string }> = {
  goal: { onDischarge: 'ask', words: 'Ask the client what becomes of the goal: write down its outcome, or leave it open for a return.' },
  consent: {
    onDischarge: 'ask',
    words: 'Ask the client whether it still stands: what is not bound to the treatment outlasts it until it expires or is revoked.',
  },
  note: { onDischarge: 'remains', words: 'The author still has to finish and sign it, or void it; the discharge does not wait for it.' },
  cosignature: { onDischarge: 'remains', words: 'It still waits for its co-signature after the discharge.' },
  assignment: { onDischarge: 'ends', words: 'It ends at the discharge, and the specialist no longer sees the client.' },
  leave: { onDischarge: 'ends', words: 'It ends with the stay.' },
  'hand-off': { onDischarge: 'ends', words: 'It is closed without a confirmed first contact.' },
  transfer: { onDischarge: 'ends', words: 'It is withdrawn with the assignment.' },
  bed: { onDischarge: 'ends', words: 'The bed is free from the discharge on and waits to be turned over.' },
  'bed-reservation': { onDischarge: 'ends', words: 'It is released.' },
};

/** What somebody who is about to discharge a client should know: nothing of it is changed by looking. */
@Injectable()
export class DischargeChecklists {
  constructor(private readonly work: UnitOfWork) {}

  async read(by: Actor, episodeId: string): Promise<DischargeChecklist> {
    const [[episode], counted] = await Promise.all([
      this.work.rows<{ clientId: string; dischargedAt: Date | null }>({
        name: 'episode_of_checklist',
        text: 'select client_id as "clientId", discharged_at as "dischargedAt" from app.episodes where id = $1',
        values: [episodeId],
      }),
      this.work.rows<Counted>({ ...OPEN_MATTERS, values: [episodeId] }),
    ]);
    if (!episode) throw notFound();
    const matters = MATTER_KINDS.flatMap((kind) => counted.filter((one) => one.kind === kind)).map((one) => ({
      ...one,
      ids: one.kind === 'goal' && !mayEver(by.role, 'goal:read') ? [] : one.ids,
      ...MEANING[one.kind],
    }));
    return { episodeId, ...episode, matters };
  }
}
