import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';

type Matter = Pick<LegalHold, 'matter' | 'reason' | 'askedBy' | 'holdsFrom'>;

/** Somebody asked that a client's record be kept whatever any period says. Several may stand at once. */
@Entity('legal_holds')
export class LegalHold {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') matter: string;
  @Column('text') reason: string;
  @Column('text') askedBy: string;
  @Column('date') holdsFrom: string;
  @Column('uuid') placedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) releasedAt: Date | null;
  @Column('uuid', { nullable: true }) releasedBy: string | null;
  @Column('text', { nullable: true }) releaseReason: string | null;
  @Column('integer') version: number;

  static place(clientId: string, matter: Matter, today: string, placedBy: string): LegalHold {
    // It stands from the moment it is placed; the day says since when it was asked for.
    if (matter.holdsFrom > today) throw invalid('#/from', 'lies in the future');
    const ending = { releasedAt: null, releasedBy: null, releaseReason: null };
    return Object.assign(new LegalHold(), { id: uuid(), clientId, ...matter, placedBy, createdAt: new Date(), ...ending, version: 1 });
  }

  /**
   * No rule asks for a second person here, and many centers have one privacy officer. What follows from a release needs
   * two of them all the same: nothing is destroyed before another one has confirmed it.
   */
  release(reason: string, at: Date, by: string): void {
    if (this.releasedAt) throw new Problem('conflict', 'legal-hold-released', 'This hold was released', { releasedAt: this.releasedAt });
    Object.assign(this, { releasedAt: at, releasedBy: by, releaseReason: reason });
  }
}
