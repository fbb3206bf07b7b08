import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Sealing } from '../../platform/encryption/sealing.ts';
import { indexOf, sealIdentifier } from './contact-details.ts';

/** What another system calls a client. Each system uses a value once. */
@Entity('client_identifiers')
export class Identifier {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') system: string;
  /** Both null only where the release before wrote `value` a moment ago. */
  @Column('bytea', { nullable: true }) valueSealed: Buffer;
  @Column('bytea', { nullable: true }) valueIndex: Buffer;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;

  static of(sealing: Sealing, clientId: string, { system, value }: { system: string; value: string }): Identifier {
    const identifier = Object.assign(new Identifier(), { id: uuid(), clientId, system, endedAt: null });
    identifier.valueSealed = sealIdentifier(sealing, identifier, value);
    identifier.valueIndex = indexOf(sealing, { system, value });
    return identifier;
  }
}
