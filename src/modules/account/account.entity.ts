import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Role } from '../../platform/access/actor.ts';
import { Problem } from '../../platform/problem.ts';

/** A person who may sign in, in one role. */
@Entity('accounts')
export class Account {
  @PrimaryColumn('uuid') id: string;
  @Column('text') email: string;
  @Column('text') name: string;
  @Column('text') role: Role;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) disabledAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of({ email, name, role }: Pick<Account, 'email' | 'name' | 'role'>): Account {
    return Object.assign(new Account(), { id: uuid(), email, name, role, disabledAt: null, createdAt: new Date(), version: 1 });
  }

  /** Nobody raises, lowers or shuts out himself: a second person must mean it. */
  changeBy(changerId: string, { role, disabled, name }: { role?: Role; disabled?: boolean; name?: string }): void {
    if (changerId === this.id && (role !== undefined || disabled !== undefined))
      throw new Problem('conflict', 'own-account', 'Nobody changes the role or state of his own account; ask another administrator');
    if (name !== undefined) this.name = name;
    if (role !== undefined) this.role = role;
    if (disabled !== undefined) this.disabledAt = disabled ? (this.disabledAt ?? new Date()) : null;
  }
}
