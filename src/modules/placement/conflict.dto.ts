import { Id, OneOf } from '../../platform/http/shapes.ts';
import { CONFLICT_KINDS, type ConflictKind } from './conflict.entity.ts';

export class DeclareConflict {
  /** @example 019a2b6e-7d4f-7c3a-9a51-0d3b8a4f2c11 */
  @Id()
  peerSpecialistId: string;

  /** `client-declined`: the client does not want this specialist, and no reason overrides that. */
  @OneOf(CONFLICT_KINDS)
  kind: ConflictKind;
}

export class ConflictView {
  id: string;
  clientId: string;
  peerSpecialistId: string;
  name: string;
  @OneOf(CONFLICT_KINDS)
  kind: ConflictKind;
  startsAt: Date;
  endsAt: Date | null;
  declaredBy: string;
  version: number;
}

export class ConflictPage {
  items: ConflictView[];
  next: string | null;
}
