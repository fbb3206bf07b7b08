import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';

type Profile = Pick<PeerSpecialist, 'hiredOn' | 'fte' | 'maxCaseload' | 'languages' | 'pathways'>;

/** Somebody who has lived through addiction and now walks with others. */
@Entity('peer_specialists')
export class PeerSpecialist {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') accountId: string;
  @Column('date') hiredOn: string;
  @Column('numeric', { precision: 3, scale: 2 }) fte: number;
  @Column('integer') maxCaseload: number;
  @Column('text', { array: true }) languages: string[];
  @Column('text', { array: true }) pathways: string[];
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static hire(accountId: string, { hiredOn, fte, maxCaseload, languages, pathways }: Profile): PeerSpecialist {
    return Object.assign(new PeerSpecialist(), { id: uuid(), accountId, hiredOn, fte, maxCaseload, languages, pathways, createdAt: new Date(), version: 1 });
  }

  change(wish: Partial<Profile>): void {
    Object.assign(this, wish);
  }
}
