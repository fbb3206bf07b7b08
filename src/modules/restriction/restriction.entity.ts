import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

type Wish = { reason: string; staffAccountId: string | null };

/** A client whose record only those may see who are named for it, until somebody lifts it. */
@Entity('client_restrictions')
export class Restriction {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  /** Whose account it is, where the client works at the center. */
  @Column('uuid', { nullable: true }) staffAccountId: string | null;
  @Column('text') reason: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column('uuid') madeBy: string;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) liftedAt: Date | null;
  @Column('uuid', { nullable: true }) liftedBy: string | null;
  @Column('text', { nullable: true }) liftReason: string | null;
  @Column('integer') version: number;

  static of(clientId: string, { reason, staffAccountId }: Wish, readers: string[], madeBy: string): Restriction {
    const lifting = { liftedAt: null, liftedBy: null, liftReason: null };
    const restriction = Object.assign(new Restriction(), {
      ...{ id: uuid(), clientId, staffAccountId, reason, startsAt: new Date(), madeBy },
      ...lifting,
      version: 1,
    });
    restriction.demandOthers(readers, madeBy);
    return restriction;
  }

  /** Nobody lets himself in, and nobody reads his own record as one of those who treat him. */
  demandOthers(readers: string[], by: string): void {
    this.demandStanding();
    if (readers.includes(by)) throw new Problem('conflict', 'names-himself', 'Whoever restricts a record does not name himself; another privacy officer may');
    if (this.staffAccountId !== null && readers.includes(this.staffAccountId))
      throw new Problem('conflict', 'names-the-client', 'The client himself is not among those who may see his record here');
  }

  lift(reason: string, at: Date, by: string): void {
    this.demandStanding();
    Object.assign(this, { liftedAt: at > this.startsAt ? at : this.startsAt, liftedBy: by, liftReason: reason });
  }

  private demandStanding(): void {
    if (this.liftedAt) throw new Problem('conflict', 'restriction-lifted', 'This restriction was lifted; make another one', { liftedAt: this.liftedAt });
  }
}

/** Somebody who may see the client meanwhile, as far as his role and his caseload let him. */
@Entity('restriction_readers')
export class RestrictionReader {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') restrictionId: string;
  @Column('uuid') clientId: string;
  @Column('uuid') accountId: string;
  @Column({ type: 'timestamptz', precision: 3 }) addedAt: Date;
  @Column('uuid') addedBy: string;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) removedAt: Date | null;
  @Column('uuid', { nullable: true }) removedBy: string | null;
  @Column('integer') version: number;

  static of({ id: restrictionId, clientId }: Restriction, accountId: string, addedBy: string): RestrictionReader {
    const removal = { removedAt: null, removedBy: null };
    return Object.assign(new RestrictionReader(), { id: uuid(), restrictionId, clientId, accountId, addedAt: new Date(), addedBy, ...removal, version: 1 });
  }

  remove(at: Date, by: string): void {
    Object.assign(this, { removedAt: at > this.addedAt ? at : this.addedAt, removedBy: by });
  }
}
