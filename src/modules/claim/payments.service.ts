import { Injectable } from '@nestjs/common';
import { Consents, type Grounds, type Payment } from '../consent/index.ts';
import { CLAIMED } from '../disclosure/index.ts';
import type { NamedLine } from './claim-line.ts';
import type { NoteFacts } from './note-facts.ts';

/** Through the gate, and to whom. */
export type Way = { recipientId: string; grounds: Grounds };
export type Ways = Map<string, Way>;
type Known = { recipientId: string | null; grounds: Grounds | null };

const keyOf = ({ clientId, payer }: Payment) => `${clientId} ${payer}`;
const paymentOf = ({ clientId, ruleSet }: Pick<NamedLine, 'clientId' | 'ruleSet'>): Payment => ({ clientId, payer: ruleSet.payer });

/** A claim is a disclosure to a payer: what may go is what the gate lets go, at the time when it goes. */
@Injectable()
export class Payments {
  constructor(private readonly consents: Consents) {}

  /** Says of each of these notes how it stands with whoever pays for it. */
  async standing(notes: NoteFacts[]): Promise<void> {
    const known = await this.ask(notes.flatMap(({ clientId, payer }) => (payer === null ? [] : [{ clientId, payer }])));
    for (const note of notes) {
      const way = note.payer === null ? undefined : known.get(keyOf({ clientId: note.clientId, payer: note.payer }));
      note.payment = !way?.recipientId ? 'no-recipient' : way.grounds ? 'covered' : 'no-consent';
    }
  }

  /** Those of the lines that may go, a correction like an original: that something was void tells a payer as much as that it was. */
  async covered<Line extends NamedLine>(lines: Line[]): Promise<{ lines: Line[]; ways: Ways }> {
    const known = await this.ask(lines.map(paymentOf));
    const ways: Ways = new Map();
    for (const [key, { recipientId, grounds }] of known) if (recipientId && grounds) ways.set(key, { recipientId, grounds });
    return { lines: lines.filter((line) => ways.has(keyOf(paymentOf(line)))), ways };
  }

  /** The same under a lock that each revocation waits for. */
  async held<Line extends NamedLine>(lines: Line[]): Promise<{ lines: Line[]; ways: Ways }> {
    const { ways } = await this.covered(lines);
    const standing = await this.consents.hold([...ways.values()].flatMap(({ grounds }) => grounds.consentId ?? []));
    for (const [key, { grounds }] of ways) if (grounds.consentId && !standing.has(grounds.consentId)) ways.delete(key);
    return { lines: lines.filter((line) => ways.has(keyOf(paymentOf(line)))), ways };
  }

  scopesOf(consentIds: string[]): Promise<Map<string, string>> {
    return this.consents.scopesOf([...new Set(consentIds)]);
  }

  private async ask(payments: Payment[]): Promise<Map<string, Known>> {
    return new Map((await this.consents.coveringPayments(payments, CLAIMED)).map((one) => [keyOf(one), one]));
  }
}

/** What a line says of it. */
export const reliedOn = (ways: Ways, line: NamedLine) => {
  const { basis, consentId } = wayOf(ways, line).grounds;
  return { basis, consentId };
};

export const wayOf = (ways: Ways, line: NamedLine): Way => ways.get(keyOf(paymentOf(line)))!;
