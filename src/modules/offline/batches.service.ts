import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { problemOf } from '../../platform/database/faults.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Idempotency, keyReused } from '../../platform/http/idempotency.ts';
import { refusalOf } from '../../platform/http/refusal.dto.ts';
import { invalidAll, Problem } from '../../platform/problem.ts';
import type { BatchResults, Operation, OperationResult } from './batch.dto.ts';
import { Operations } from './operations.service.ts';

/** A request may take five and a half seconds; whatever is not begun by then is sent again. */
const FOR_BATCH_MS = 4_000;
const ROUTE = 'POST /v1/batches operation';
/** What depends on another comes after it. */
const KINDS = ['draftNote', 'logAttempt', 'checkIn', 'changeNote', 'signNote'] as const;
type Kind = (typeof KINDS)[number];

const kindsOf = (operation: Operation): Kind[] => KINDS.filter((kind) => operation[kind] !== undefined);
const rankOf = (operation: Operation) => KINDS.indexOf(kindsOf(operation)[0]!);

/** What a device did without reception. Each operation stands or falls for itself, and has its effect once however often it is sent. */
@Injectable()
export class Batches {
  constructor(
    private readonly work: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly operations: Operations,
  ) {}

  async run(by: Actor, operations: Operation[]): Promise<BatchResults> {
    demandOneEach(operations);
    const until = performance.now() + FOR_BATCH_MS;
    const known = await this.idempotency.known(
      by.id,
      ROUTE,
      operations.map(({ id }) => id),
    );
    const results = new Map<string, OperationResult>();
    for (const operation of [...operations].sort((a, b) => rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1))) {
      const isLate = performance.now() > until;
      results.set(operation.id, isLate ? resultOf(operation, 'later') : await this.one(by, operation, known.get(operation.id)));
    }
    return { results: operations.map(({ id }) => results.get(id)!) };
  }

  private async one(by: Actor, operation: Operation, before: Buffer | undefined): Promise<OperationResult> {
    const fingerprint = createHash('sha256').update(JSON.stringify(operation)).digest();
    if (before) return before.equals(fingerprint) ? resultOf(operation, 'known') : refused(operation, keyReused());
    try {
      return await this.work.separately(async () => {
        const { outcome, version } = await this.operations.perform(by, operation);
        this.idempotency.after({ accountId: by.id, route: ROUTE, key: operation.id, fingerprint }, { status: 200, subjectId: operation.id });
        return resultOf(operation, outcome, version);
      });
    } catch (error) {
      const problem = error instanceof Problem ? error : problemOf(error);
      // What is nobody's rule ends the whole batch: a database that is away, a deadlock, a mistake of ours.
      if (!problem || problem.kind === 'unavailable') throw error;
      // The same, sent twice at once: the other one was done while this one waited, and is what it was refused for.
      const since = (await this.idempotency.known(by.id, ROUTE, [operation.id])).get(operation.id);
      if (since?.equals(fingerprint) || (problem.slug === 'id-taken' && (await this.operations.isOwn(operation.id)))) return resultOf(operation, 'known');
      return refused(operation, problem);
    }
  }
}

function demandOneEach(operations: Operation[]): void {
  const errors = operations.flatMap((operation, at) => {
    const twice = operations.findIndex(({ id }) => id === operation.id) < at;
    return [
      ...(kindsOf(operation).length === 1 ? [] : [{ pointer: `#/operations/${at}`, detail: `must have exactly one of: ${KINDS.join(', ')}` }]),
      ...(twice ? [{ pointer: `#/operations/${at}/id`, detail: 'is there twice' }] : []),
    ];
  });
  if (errors.length > 0) throw invalidAll(errors.slice(0, 100));
}

const resultOf = ({ id }: Operation, outcome: OperationResult['outcome'], version: number | null = null): OperationResult => ({
  id,
  outcome,
  version,
  problem: null,
});
const refused = ({ id }: Operation, problem: Problem): OperationResult => ({ id, outcome: 'refused', version: null, problem: refusalOf(problem) });
