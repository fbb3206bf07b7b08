import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../../platform/access/actor.ts';
import { invalid, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

export const SETBACK_KINDS = ['return-to-use', 'overdose', 'emergency-visit', 'missed-treatment', 'other'] as const;
export type SetbackKind = (typeof SETBACK_KINDS)[number];

/** Something after which somebody should be there soon. It changes nothing about what the client may do or have here. */
@Entity('setbacks')
export class Setback {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column({ type: 'timestamptz', precision: 3 }) occurredAt: Date;
  @Column('text') kind: SetbackKind;
  @Column('uuid') recordedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) voidedAt: Date | null;
  @Column('uuid', { nullable: true }) voidedBy: string | null;
  @Column('text', { nullable: true }) voidReason: string | null;
  @Column('integer') version: number;

  static record(clientId: string, occurredAt: Date, kind: SetbackKind, recordedBy: string): Setback {
    if (isFuture(occurredAt)) throw invalid('#/occurredAt', 'lies in the future');
    const valid = { voidedAt: null, voidedBy: null, voidReason: null };
    return Object.assign(new Setback(), { id: uuid(), clientId, occurredAt, kind, recordedBy, createdAt: new Date(), ...valid, version: 1 });
  }

  /** It was entered in error. Whoever wrote it says so, or a supervisor. */
  void(by: Pick<Actor, 'id' | 'role'>, reason: string): void {
    if (this.voidedAt) throw new Problem('conflict', 'setback-voided', 'This is voided already', { voidedAt: this.voidedAt });
    if (by.role !== 'supervisor' && this.recordedBy !== by.id)
      throw new Problem('conflict', 'setback-others', 'Only who recorded a setback, or a supervisor, voids it');
    Object.assign(this, { voidedAt: new Date(), voidedBy: by.id, voidReason: reason });
  }
}

/** What somebody wrote about it; the row itself says what, when and by whom. */
@Entity('setback_texts')
export class SetbackText {
  @PrimaryColumn('uuid') setbackId: string;
  @Column('uuid') clientId: string;
  @Column('text') note: string;

  static of({ id, clientId }: Setback, note: string): SetbackText {
    return Object.assign(new SetbackText(), { setbackId: id, clientId, note });
  }
}
