import { Injectable } from '@nestjs/common';
import type { Provenance } from 'fhir/r4.js';
import type { Machine } from '../../../platform/access/actor.ts';
import { notFound } from '../../../platform/problem.ts';
import { allows } from '../machine/scopes.ts';
import { HandingOut } from './handing-out.service.ts';
import { TARGETS } from './kinds/index.ts';
import { provenanceOf, targetOf } from './kinds/provenance.ts';
import { beyondScope } from './outcomes.ts';
import { Reading, shownOf } from './reading.service.ts';

/** Who wrote what. A Provenance is read through the resource that it is of: who may not have that one, has not this one either. */
@Injectable()
export class Provenances {
  constructor(
    private readonly reading: Reading,
    private readonly handing: HandingOut,
  ) {}

  async read(by: Machine, id: string): Promise<Provenance> {
    if (!allows(by.scopes, 'Provenance', 'r')) throw beyondScope();
    const target = targetOf(TARGETS, id);
    if (!target) throw notFound();
    const { kind } = target;
    if (!allows(by.scopes, kind.type, 'r')) throw beyondScope();
    const row = await this.reading.row(kind, target.id);
    await this.handing.account(by, shownOf(kind, row));
    return provenanceOf(kind, row);
  }
}
