import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { logger } from '../../../platform/http/log.ts';
import { Problem } from '../../../platform/problem.ts';
import { Guesses, Tokens } from '../../account/index.ts';
import { AuditTrail } from '../../audit/index.ts';
import { Assertions, claimedBy, type Doubt, type Proved } from './assertions.ts';
import { grantedOf } from './scopes.ts';

const LIFE_SECONDS = 300;
const MOST_ASKED = 200;

export type Granted = { token: string; expiresIn: number; scopes: string[] };
/** `audience`: where the assertion has to be meant for. `clientId`: who is said beside it to be asking, if anybody is. */
export type Wish = { assertion: string; scope: string; audience: string; clientId: string | null };
type Serving = { scopes: string[] };

const SPEND = {
  name: 'spend_machine_assertion',
  text: `insert into app.machine_assertions (machine_id, jti_hash, expires_at) values ($1, $2, $3) on conflict do nothing returning machine_id`,
};
/** Shared with others who ask for a token, and not with whoever disables it meanwhile. */
const HOLD = {
  name: 'hold_machine_client',
  text: `select m.scopes from app.machine_clients m where m.id = $1 and m.disabled_at is null
            and exists (select from app.recipients r where r.id = m.recipient_id and r.ended_at is null) for share of m`,
};
const GIVE_OUT = {
  name: 'give_out_machine_token',
  text: `insert into app.machine_tokens (id, machine_id, token_hash, scopes, created_at, expires_at)
         values ($1, $2, $3, $4, clock_timestamp(), clock_timestamp() + make_interval(secs => $5))`,
};
/** Whatever is over is forgotten by those who come after. */
const SWEEP = ['machine_assertions', 'machine_tokens'].map((table) => ({
  name: `sweep_${table}`,
  text: `delete from app.${table} where ctid = any (array(select ctid from app.${table} where expires_at < clock_timestamp() - interval '10 minutes' limit 100 for update skip locked))`,
}));

/** The short-lived tokens that machines get for their signed word. */
@Injectable()
export class MachineTokens {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly tokens: Tokens,
    private readonly guesses: Guesses,
    private readonly assertions: Assertions,
  ) {}

  /** What does not hold counts against the network that it came from; what holds is served whatever others tried before. */
  async giveOut({ assertion, scope, audience, clientId }: Wish, address: string, requestId: string): Promise<Granted> {
    const granted = await this.tryOut(await this.assertions.prove(assertion, audience), scope, clientId, requestId);
    if (!('doubt' in granted)) return granted;
    const machineId = claimedBy(assertion);
    logger.warn({ source: 'machine-token', requestId, machineId, reason: granted.doubt }, 'a machine was refused a token');
    await this.guesses.ofMachine(machineId, address);
    throw notThis();
  }

  private async tryOut(proved: Proved | Doubt, scope: string, clientId: string | null, requestId: string): Promise<Granted | Doubt> {
    if ('doubt' in proved) return proved;
    if (clientId !== null && clientId !== proved.machineId) return { doubt: 'another-client-id' };
    return this.work.run('doorkeeper', null, () => this.exchange(proved, scope, requestId));
  }

  private async exchange(proved: Proved, scope: string, requestId: string): Promise<Granted | Doubt> {
    const [[serving]] = await Promise.all([this.work.rows<Serving>({ ...HOLD, values: [proved.machineId] }), ...SWEEP.map((sweep) => this.work.rows(sweep))]);
    if (!serving) return { doubt: 'not-served-any-more' };
    // Of fifty that come with the same word, the others wait here for the first, and find it spent.
    const spent = await this.work.rows({ ...SPEND, values: [proved.machineId, proved.jtiHash, proved.expiresAt] });
    if (spent.length !== 1) return { doubt: 'used-before' };
    const scopes = grantedOf(scope.split(' ').slice(0, MOST_ASKED), serving.scopes);
    if (scopes.length === 0) throw new Problem('malformed', 'invalid-scope', 'Nothing of the scopes that were asked for is granted to this machine');
    const id = uuid();
    const token = this.tokens.of('machine', id);
    await this.work.rows({ ...GIVE_OUT, values: [id, proved.machineId, Tokens.hash(token), scopes, LIFE_SECONDS] });
    this.audit.record({ id: proved.machineId, role: 'machine', requestId }, 'machine-token.given-out', id, { machineId: proved.machineId, scopes });
    return { token, expiresIn: LIFE_SECONDS, scopes };
  }
}

/** Whatever does not hold, and whoever is not known or disabled: one answer. */
const notThis = () => new Problem('unauthenticated', 'invalid-client', 'This assertion cannot be confirmed, or belongs to no machine that may ask for tokens');
