import type { Problem, ProblemKind } from '../problem.ts';
import type { OperationOutcome, OutcomeIssue } from './operation-outcome.dto.ts';

/** FHIR's issue types (http://hl7.org/fhir/R4/valueset-issue-type.html). */
const CODES: Record<ProblemKind, string> = {
  malformed: 'structure',
  invalid: 'invalid',
  unauthenticated: 'login',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  'not-acceptable': 'not-supported',
  conflict: 'conflict',
  stale: 'conflict',
  'precondition-required': 'required',
  'too-large': 'too-long',
  'unsupported-media-type': 'not-supported',
  'too-many-requests': 'throttled',
  unavailable: 'transient',
};
/** Where the problem says more than its kind. */
const EXACTLY: Record<string, string> = { 'no-such-route': 'not-supported', 'body-too-complex': 'too-costly' };

/** A problem as FHIR tells it: one issue, or one for each field that needs attention. */
export function operationOutcome(problem: Problem | null, status: number, requestId: string): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: issuesOf(problem, status, requestId) };
}

function issuesOf(problem: Problem | null, status: number, requestId: string): OutcomeIssue[] {
  const about = { severity: 'error' as const, diagnostics: diagnosticsOf(problem, status, requestId) };
  if (!problem) return [{ ...about, code: 'exception', details: { text: 'Something broke on our side' } }];
  const code = EXACTLY[problem.slug] ?? CODES[problem.kind];
  const faults = problem.extras['errors'];
  if (!Array.isArray(faults) || faults.length === 0) return [{ ...about, code, details: { text: problem.title } }];
  return (faults as { pointer: string; detail: string }[]).map(({ pointer, detail }) => {
    const expression = expressionOf(pointer);
    return { ...about, code, details: { text: expression ? `${expression}: ${detail}` : detail }, ...(expression && { expression: [expression] }) };
  });
}

/** The name of the problem; where it is ours, also by which request it is found in our log. */
const diagnosticsOf = (problem: Problem | null, status: number, requestId: string): string =>
  [...(problem ? [problem.slug] : []), ...(status >= 500 ? [`request ${requestId}`] : [])].join('; ');

/** `#/name/0/given` as FHIRPath says it: `name[0].given`. */
const expressionOf = (pointer: string): string =>
  pointer
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`), '');
