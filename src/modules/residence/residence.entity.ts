import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';

type Terms = Pick<Residence, 'name' | 'narrLevel' | 'openedOn'>;

/** A house of the supportive-living program, of one of the four levels of the National Alliance for Recovery Residences. */
@Entity('residences')
export class Residence {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('integer') narrLevel: number;
  @Column('date') openedOn: string;
  /** The first day on which nobody lives there any more. */
  @Column('date', { nullable: true }) closedOn: string | null;
  @Column('uuid') openedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(terms: Terms, openedBy: string): Residence {
    return Object.assign(new Residence(), { id: uuid(), ...terms, closedOn: null, openedBy, createdAt: new Date(), version: 1 });
  }

  change(wish: Partial<Terms & Pick<Residence, 'closedOn'>>, today: string): void {
    Object.assign(this, wish);
    if (this.closedOn && this.closedOn > today) throw invalid('#/closedOn', 'lies in the future');
    if (this.closedOn && this.closedOn <= this.openedOn) throw invalid('#/closedOn', 'is not after the day on which it opened');
  }

  demandOpenOn(day: string): void {
    if (day < this.openedOn || (this.closedOn && day >= this.closedOn))
      throw new Problem('conflict', 'residence-closed', 'The residence is not open on that day; choose another one, or another day', {
        openedOn: this.openedOn,
        closedOn: this.closedOn,
      });
  }
}
