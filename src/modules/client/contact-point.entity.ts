import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Sealing } from '../../platform/encryption/sealing.ts';
import { sealContact } from './contact-details.ts';

type Way = { kind: 'phone' | 'email' | 'address'; value: string; okToCall?: boolean; okToText?: boolean; okToVoicemail?: boolean };

/** A way to reach a client, with what he allowed. What he did not allow is forbidden (45 CFR 164.522(b)). */
@Entity('client_contact_points')
export class ContactPoint {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') kind: 'phone' | 'email' | 'address';
  /** Null only where the release before wrote `value` a moment ago. */
  @Column('bytea', { nullable: true }) valueSealed: Buffer;
  @Column('boolean') okToCall: boolean;
  @Column('boolean') okToText: boolean;
  @Column('boolean') okToVoicemail: boolean;
  @Column('smallint') position: number;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;

  static of(
    sealing: Sealing,
    clientId: string,
    position: number,
    { kind, value, okToCall = false, okToText = false, okToVoicemail = false }: Way,
  ): ContactPoint {
    const point = Object.assign(new ContactPoint(), { id: uuid(), clientId, kind, okToCall, okToText, okToVoicemail, position, endedAt: null });
    point.valueSealed = sealContact(sealing, point, value);
    return point;
  }
}
