import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';
import type { Side, SupervisionStatus } from './supervision-session.entity.ts';

export type Agreed = { what: string; dueOn: string | null };

/** What was said. Apart from the session, because more people count it than read it. */
@Entity('supervision_session_texts')
export class SupervisionText {
  @PrimaryColumn('uuid') sessionId: string;
  @Column('text') summary: string;
  /** Said when the session is voided. */
  @Column('text', { nullable: true }) voidReason: string | null;

  static of(sessionId: string, summary: string): SupervisionText {
    return Object.assign(new SupervisionText(), { sessionId, summary, voidReason: null });
  }
}

/** What was agreed that somebody does. That it was done is said afterwards, by either of the two. */
@Entity('supervision_action_items')
export class ActionItem {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') sessionId: string;
  @Column('integer') position: number;
  @Column('text') what: string;
  @Column('date', { nullable: true }) dueOn: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) doneAt: Date | null;
  @Column('uuid', { nullable: true }) doneBy: string | null;
  @Column('integer') version: number;

  static of(sessionId: string, { what, dueOn }: Agreed, position: number): ActionItem {
    return Object.assign(new ActionItem(), { id: uuid(), sessionId, position, what, dueOn, doneAt: null, doneBy: null, version: 1 });
  }

  /** Of a draft it is not settled yet what was agreed. */
  complete(state: SupervisionStatus, by: string, at: Date): void {
    if (state === 'draft' || state === 'voided')
      throw new Problem('conflict', 'supervision-not-signed', 'What was agreed counts from the first signature on, and no more after a void', { state });
    if (this.doneAt) throw new Problem('conflict', 'action-item-done', 'This is done already', { doneAt: this.doneAt });
    Object.assign(this, { doneAt: at, doneBy: by });
  }
}

/** Which side stood for it, under which name, and for which content. */
@Entity('supervision_session_signatures')
export class SupervisionSignature {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') sessionId: string;
  @Column('text') side: Side;
  @Column('uuid') accountId: string;
  @Column('text') name: string;
  @Column({ type: 'timestamptz', precision: 3 }) signedAt: Date;
  @Column('bytea') contentHash: Buffer;

  static of(sessionId: string, side: Side, signer: { id: string; name: string }, signedAt: Date, contentHash: Buffer): SupervisionSignature {
    return Object.assign(new SupervisionSignature(), { id: uuid(), sessionId, side, accountId: signer.id, name: signer.name, signedAt, contentHash });
  }
}
