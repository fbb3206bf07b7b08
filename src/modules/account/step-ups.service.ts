import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { invalid, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { type ConfirmedFactor, FactorCodes } from './factor-codes.service.ts';
import { Guesses } from './guesses.ts';
import { verifyPassword } from './passwords.ts';
import type { SteppedUpView, StepUpSession } from './session.dto.ts';

const UNTIL = `stepped_up_at + interval '5 minutes' as until`;

/** Lets whoever is signed in prove once more that it is he: by a code, and only where he has no second factor by his password. */
@Injectable()
export class StepUps {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly guesses: Guesses,
    private readonly factorCodes: FactorCodes,
  ) {}

  async stepUp(by: Actor, proof: StepUpSession): Promise<SteppedUpView> {
    const factor = await this.factorCodes.factorOf(by.id);
    demandOf(factor, proof);
    await this.guesses.takeOwn();
    if (!(await this.isProved(by, factor, proof))) {
      // The guess stays taken; this is heard and not what is returned.
      this.work.refuse(wrongProof());
      return { until: new Date() };
    }
    await this.guesses.giveBackOwn();
    const [steppedUp] = await this.work.rows<SteppedUpView>({
      name: 'step_up',
      text: `update app.sessions set stepped_up_at = clock_timestamp() where id = $1 returning ${UNTIL}`,
      values: [by.sessionId],
    });
    this.audit.record(by, 'session.stepped-up', by.sessionId, { accountId: by.id, by: factor ? 'second-factor' : 'password' });
    return steppedUp!;
  }

  /** A refusal has no key of its own: what is said again is how far the session is. */
  async again(by: Actor): Promise<SteppedUpView> {
    const [session] = await this.work.rows<{ until: Date | null }>({ text: `select ${UNTIL} from app.sessions where id = $1`, values: [by.sessionId] });
    if (!session?.until) throw wrongProof();
    return { until: session.until };
  }

  private async isProved(by: Actor, factor: ConfirmedFactor | null, { code, password }: StepUpSession): Promise<boolean> {
    if (factor) return this.factorCodes.use(by, factor, code!);
    const [own] = await this.work.rows<{ hash: string | null }>({ text: 'select app.own_password() as hash' });
    return verifyPassword(own!.hash, password!);
  }
}

/** The password alone is no proof of whoever has more: otherwise it would lead past the second factor. */
function demandOf(factor: ConfirmedFactor | null, { code, password }: StepUpSession): void {
  if (factor && code === undefined) throw invalid('#/code', 'is required: you have a second factor');
  if (!factor && password === undefined) throw invalid('#/password', 'is required: you have no second factor');
}

const wrongProof = () => new Problem('conflict', 'wrong-proof', 'That is not right, or the code was used already; wait for the next code');
