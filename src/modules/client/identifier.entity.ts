import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';

/** What another system calls a client. Each system uses a value once. */
@Entity('client_identifiers')
export class Identifier {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') system: string;
  @Column('text') value: string;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;

  static of(clientId: string, { system, value }: { system: string; value: string }): Identifier {
    return Object.assign(new Identifier(), { id: uuid(), clientId, system, value, endedAt: null });
  }
}
