import { Injectable } from '@nestjs/common';
import type { Machine } from '../../../platform/access/actor.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { AuditTrail } from '../../audit/index.ts';
import { Disclosure, type HandedOut } from '../../disclosure/index.ts';
import type { Leave } from './resource-kind.ts';

/** One resource of a client that is about to leave, and on what. */
export type Shown = Leave & { type: string; id: string; clientId: string; category: string };

/** Keeps the accounting of what machines are shown: one line for each client and consent, before the first byte leaves (42 CFR 2.25, 45 CFR 164.528). */
@Injectable()
export class HandingOut {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  async account(to: Machine, shown: Shown[]): Promise<void> {
    const lines = [...byGrounds(shown).values()].map((each) => Disclosure.toMachine(to, each));
    if (lines.length === 0) return;
    await this.work.insert(...lines);
    const clientIds = [...new Set(lines.map(({ clientId }) => clientId))];
    this.work.saw(...clientIds);
    this.audit.record(to, 'disclosure.read-by-machine', to.id, { clientIds, recipientId: to.recipientId, purpose: to.purpose });
  }
}

function byGrounds(shown: Shown[]): Map<string, HandedOut> {
  const lines = new Map<string, HandedOut>();
  for (const { type, id, clientId, category, basis, consentId, consentVersion } of shown) {
    const key = `${clientId}/${consentId}`;
    const line = lines.get(key) ?? { clientId, basis, consentId, consentVersion, categories: new Set(), ids: new Map() };
    if (category !== 'consent') line.categories.add(category);
    line.ids.set(type, (line.ids.get(type) ?? new Set()).add(id));
    lines.set(key, line);
  }
  return lines;
}
