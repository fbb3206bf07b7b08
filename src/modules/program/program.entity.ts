import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Detox, therapy, supportive living, and whether a supervisor co-signs there. */
@Entity('programs')
export class Program {
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  /** What the release before goes by. This one goes by the contact policy, and keeps the column in step with what holds today. */
  @Column('integer') contactIntervalDays: number;
  @Column('boolean') cosignatureRequired: boolean;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  change(wish: Partial<Pick<Program, 'name' | 'contactIntervalDays' | 'cosignatureRequired'>>): void {
    Object.assign(this, wish);
  }
}
