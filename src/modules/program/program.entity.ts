import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Detox, therapy, supportive living: how often a client is to be met there, and whether a supervisor co-signs. */
@Entity('programs')
export class Program {
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('integer') contactIntervalDays: number;
  @Column('boolean') cosignatureRequired: boolean;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  change(wish: Partial<Pick<Program, 'name' | 'contactIntervalDays' | 'cosignatureRequired'>>): void {
    Object.assign(this, wish);
  }
}
