import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Experience } from '../peer-specialist/index.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const PARTS_OF_DAY = ['morning', 'afternoon', 'evening'] as const;
type AvailableTime = `${(typeof WEEKDAYS)[number]}-${(typeof PARTS_OF_DAY)[number]}`;
export const AVAILABLE_TIMES = WEEKDAYS.flatMap((weekday) => PARTS_OF_DAY.map((part): AvailableTime => `${weekday}-${part}`));

export type Wished = Pick<ClientWish, 'pathways' | 'languages' | 'experiences' | 'availableTimes' | 'preferredSpecialistId'>;

/** What a client wishes of a peer. The newest is in force; the one before ends at that instant and stays. */
@Entity('client_wishes')
export class ClientWish {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text', { array: true }) pathways: string[];
  @Column('text', { array: true }) languages: string[];
  @Column('text', { array: true }) experiences: Experience[];
  @Column('text', { array: true }) availableTimes: string[];
  @Column('uuid', { nullable: true }) preferredSpecialistId: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') recordedBy: string;
  @Column('integer') version: number;

  /** Begins where the one before ends, which must have been in force for a moment at least. */
  static of(clientId: string, wished: Wished, recordedBy: string, before: ClientWish | null, now = new Date()): ClientWish {
    const startsAt = before ? new Date(Math.max(now.getTime(), before.startsAt.getTime() + 1)) : now;
    return Object.assign(new ClientWish(), { id: uuid(), clientId, ...wished, startsAt, endsAt: null, recordedBy, version: 1 });
  }

  giveWayTo(next: ClientWish): void {
    this.endsAt = next.startsAt;
  }
}

/** The client's own words about it. Apart from the wish, because fewer people may read them than may act on it. */
@Entity('client_wish_texts')
export class WishText {
  @PrimaryColumn('uuid') wishId: string;
  @Column('uuid') clientId: string;
  @Column('text') notes: string;

  static of({ id, clientId }: ClientWish, notes: string): WishText {
    return Object.assign(new WishText(), { wishId: id, clientId, notes });
  }
}
