import { randomInt } from 'node:crypto';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid } from '../../platform/problem.ts';

type Person = Pick<Client, 'givenName' | 'familyName' | 'preferredName' | 'pronouns' | 'birthDate' | 'languages'>;

const OLDEST_YEARS = 130;
/** Without 0 O 1 I L: a code is read over the phone. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A person whom the center serves. */
@Entity('clients')
export class Client {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') givenName: string;
  @Column('text') familyName: string;
  @Column('text', { nullable: true }) preferredName: string | null;
  @Column('text', { nullable: true }) pronouns: string | null;
  /** Of somebody whose record was destroyed there is none, nor a registrar; nobody reads such a row. */
  @Column('date', { nullable: true }) birthDate: string;
  @Column('text', { array: true }) languages: string[];
  @Column('uuid', { nullable: true }) registeredBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static register(person: Person, registeredBy: string): Client {
    const client = Object.assign(new Client(), { id: uuid(), code: newCode(), registeredBy, createdAt: new Date(), version: 1 });
    client.change(person);
    return client;
  }

  change(wish: Partial<Person>): void {
    if (wish.birthDate !== undefined) demandBirthDate(wish.birthDate);
    Object.assign(this, wish);
  }
}

const newCode = () => `PW-${Array.from({ length: 7 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;

function demandBirthDate(birthDate: string): void {
  const today = new Date().toISOString().slice(0, 10);
  if (birthDate > today) throw invalid('#/birthDate', 'lies in the future');
  if (Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) > OLDEST_YEARS) throw invalid('#/birthDate', `is more than ${OLDEST_YEARS} years ago`);
}
