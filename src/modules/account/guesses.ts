import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Problem } from '../../platform/problem.ts';

const HOUR_SECONDS = 3_600;
const FROM_UNKNOWN_PLACES = 10;
const FROM_A_FAMILIAR_PLACE = 30;
const FROM_ONE_NETWORK = 100;
/** Setting out for the identity provider guesses nothing, but leaves a row and a line on the trail. */
const SIGN_ONS_FROM_ONE_NETWORK = 300;
/** What a machine shows of itself cannot be guessed; these keep its refusals from being asked for without end. */
const OF_ONE_MACHINE_FROM_ONE_NETWORK = 60;
const OF_MACHINES_FROM_ONE_NETWORK = 300;
const FAMILIAR_DAYS = 90;
const OWN = 10;

/** Where somebody knocks from: the network of his address and, if he has one, the token of a device that signed in before. */
export type Place = { address: string; device: string | null };

/**
 * How often a password may be guessed. Guesses from places where nobody ever signed in to the account share one small
 * allowance; a familiar place has its own, so that strangers cannot lock the rightful person out.
 */
@Injectable()
export class Guesses {
  constructor(private readonly work: UnitOfWork) {}

  /** Takes one guess from the allowance, in a transaction of its own, so that it counts whatever becomes of it. */
  async take(email: string, place: Place): Promise<void> {
    const isGranted = await this.work.run('doorkeeper', null, async () => {
      for (const [bucket, allowed] of await this.allowances(email, place)) if (!(await this.takeFrom(bucket, allowed))) return false;
      return true;
    });
    if (!isGranted) throw tooMany('Too many attempts; try again later, or from a device that has signed in before');
  }

  /** The password was right, and no guess at it. */
  async giveBack(email: string, place: Place): Promise<void> {
    // One after the other, as they were taken: two that hold what the other waits for would both fail.
    for (const [bucket] of await this.allowances(email, place))
      await this.work.rows({ text: `update app.sign_in_guesses set guesses = greatest(guesses - 1, 0) where bucket = $1`, values: [bucket] });
  }

  /** The rightful person was there: what he took is given back, and the place is familiar from now on. */
  async succeeded(accountId: string, email: string, place: Place, device: string): Promise<void> {
    await this.giveBack(email, place);
    await this.recognise(accountId, { address: place.address, device });
  }

  /** The place is familiar to the account from now on. */
  async recognise(accountId: string, place: Place): Promise<void> {
    for (const mark of marks(place)) {
      await this.work.rows({
        text: `insert into app.familiar_places (account_id, place_hash, last_used_at) values ($1, $2, clock_timestamp())
               on conflict (account_id, place_hash) do update set last_used_at = excluded.last_used_at`,
        values: [accountId, sha(mark)],
      });
    }
  }

  /** Somebody sets out for the identity provider, who may be anybody. */
  async setOut(address: string): Promise<void> {
    const isGranted = await this.work.run('doorkeeper', null, () => this.takeFrom(signOnsFrom(address), SIGN_ONS_FROM_ONE_NETWORK));
    if (!isGranted)
      throw new Problem('too-many-requests', 'too-many-sign-ons', 'Too many sign-ons were begun from this network; try again later', {
        retryAfter: HOUR_SECONDS,
      });
  }

  /** He came back as somebody known: what he took is given back. */
  async cameBack(address: string): Promise<void> {
    await this.work.rows({ text: `update app.sign_in_guesses set guesses = greatest(guesses - 1, 0) where bucket = $1`, values: [signOnsFrom(address)] });
  }

  /** A machine's word did not hold. Counted after it was read, so that whoever comes with one that holds is served all the same. */
  async ofMachine(machineId: string, address: string): Promise<void> {
    const network = networkOf(address);
    const isGranted = await this.work.run(
      'doorkeeper',
      null,
      async () =>
        (await this.takeFrom(bucket('machines', network), OF_MACHINES_FROM_ONE_NETWORK)) &&
        (await this.takeFrom(bucket('machine', machineId, network), OF_ONE_MACHINE_FROM_ONE_NETWORK)),
    );
    if (!isGranted) throw tooMany('Too many assertions that do not hold came from this network; try again later');
  }

  /**
   * From whoever is signed in and is asked again, in his own transaction: a session that was stolen guesses no further than
   * this. Whoever calls it keeps the transaction also where the guess was wrong.
   */
  async takeOwn(): Promise<void> {
    const [own] = await this.work.rows<{ taken: boolean }>({ name: 'take_own_guess', text: 'select app.take_own_guess($1) as taken', values: [OWN] });
    if (!own!.taken) throw tooMany('Too many attempts; try again later, or sign in anew');
  }

  async giveBackOwn(): Promise<void> {
    await this.work.rows({ name: 'give_back_own_guess', text: 'select app.give_back_own_guess()' });
  }

  /**
   * From what a guess is taken, and how much there is. Of a place only what is known to the account counts, and the address
   * as the database compares it: otherwise an invented device or another spelling would bring an allowance of its own.
   */
  private async allowances(email: string, place: Place): Promise<[bucket: Buffer, allowed: number][]> {
    const [known] = await this.work.rows<{ email: string; places: Buffer[] }>({
      name: 'familiar_places',
      text: `select lower($1) as email, array(select f.place_hash from app.familiar_places f join app.accounts a on a.id = f.account_id
               where lower(a.email) = lower($1) and f.place_hash = any ($2) and f.last_used_at > clock_timestamp() - make_interval(days => $3)) as places`,
      values: [email, marks(place).map(sha), FAMILIAR_DAYS],
    });
    const familiar = marks(place).find((mark) => known!.places.some((place) => place.equals(sha(mark))));
    if (familiar) return [[bucket('familiar', known!.email, familiar), FROM_A_FAMILIAR_PLACE]];
    return [
      [bucket('network', networkOf(place.address)), FROM_ONE_NETWORK],
      [bucket('strangers', known!.email), FROM_UNKNOWN_PLACES],
    ];
  }

  // One statement decides and counts, so that fifty at once cannot all be the tenth.
  private async takeFrom(key: Buffer, allowed: number): Promise<boolean> {
    const taken = await this.work.rows({
      name: 'take_guess',
      text: `insert into app.sign_in_guesses as g (bucket, guesses, window_ends_at) values ($1, 1, clock_timestamp() + make_interval(secs => $2))
             on conflict (bucket) do update
                set guesses = case when g.window_ends_at < clock_timestamp() then 1 else g.guesses + 1 end,
                    window_ends_at = case when g.window_ends_at < clock_timestamp() then excluded.window_ends_at else g.window_ends_at end
              where g.guesses < $3 or g.window_ends_at < clock_timestamp()
             returning guesses`,
      values: [key, HOUR_SECONDS, allowed],
    });
    return taken.length === 1;
  }
}

const tooMany = (title: string) => new Problem('too-many-requests', 'too-many-guesses', title, { retryAfter: HOUR_SECONDS });

/** The device first: who shares the network with the rightful person must not use up what his own device may try. */
const marks = ({ address, device }: Place) => [...(device ? [`device ${device}`] : []), `network ${networkOf(address)}`];

const sha = (text: string) => createHash('sha256').update(text).digest();

const signOnsFrom = (address: string) => bucket('sign-on', networkOf(address));

const bucket = (kind: string, ...parts: string[]) => sha([kind, ...parts].join('\n'));

/** /24 of an IPv4 address, /64 of an IPv6 one: what one household or attacker usually holds. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/i, '');
  if (isIP(plain) === 4) return plain.split('.').slice(0, 3).join('.');
  const [head = '', tail = ''] = plain.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  return [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right].slice(0, 4).join(':');
}
