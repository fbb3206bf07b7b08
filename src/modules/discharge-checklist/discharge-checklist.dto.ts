import { OneOf } from '../../platform/http/shapes.ts';

export const MATTER_KINDS = ['goal', 'consent', 'note', 'cosignature', 'assignment', 'leave', 'hand-off', 'transfer', 'bed', 'bed-reservation'] as const;
export type MatterKind = (typeof MATTER_KINDS)[number];

/** `ask`: talk it over with the client first. `ends`: the discharge ends it at that instant. `remains`: somebody still has to finish it. */
export const ON_DISCHARGE = ['ask', 'ends', 'remains'] as const;
export type OnDischarge = (typeof ON_DISCHARGE)[number];

export class OpenMatter {
  @OneOf(MATTER_KINDS)
  kind: MatterKind;
  count: number;
  /** Read each where its kind is read; the oldest hundred, and none where you may not read them one by one. */
  ids: string[];
  @OneOf(ON_DISCHARGE)
  onDischarge: OnDischarge;
  /** @example Ask the client what becomes of this goal: write down its outcome, or leave it open for a return. */
  words: string;
}

export class DischargeChecklist {
  episodeId: string;
  clientId: string;
  dischargedAt: Date | null;
  /** Only kinds of which something is open, what to ask about first. */
  matters: OpenMatter[];
}
