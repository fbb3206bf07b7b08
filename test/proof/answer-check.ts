import { answerOf, type Operation } from '../contract/operations.ts';
import { mismatches } from './schema-check.ts';

/** An answer as it came over the wire. */
export type Heard = { status: number; text: string; headers: Headers };

/** Everything by which an answer is not one of those that the contract promises for its operation. */
export function departures({ responses }: Operation, { status, text, headers }: Heard): string[] {
  const broken = status >= 500 ? [`answered ${status}`] : [];
  if (!responses[String(status)]) return [...broken, `the status ${status} is not documented`];
  const { content } = answerOf(responses[String(status)]!);
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  if (!content) return [...broken, ...(text === '' && type === '' ? [] : [`${status} has a body, which is not documented`])];
  const promised = content[type]?.schema;
  if (!promised) return [...broken, `${status} comes as "${type}", which is not documented`];
  if (!type.endsWith('json')) return broken;
  const value: unknown = parsed(text);
  if (value === undefined) return [...broken, `${status} is not JSON`];
  return [
    ...broken,
    ...mismatches(promised, value).map((what) => `${status}: ${what}`),
    ...(status < 400 ? wrongEtag(value, headers) : otherStatus(value, status)),
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const wrongEtag = (value: unknown, headers: Headers): string[] => {
  const { version } = value as { version?: number };
  const expected = version === undefined ? null : `"${version}"`;
  return headers.get('etag') === expected ? [] : [`the ETag is ${headers.get('etag')}, the version ${version}`];
};

/** FHIR's outcomes name no status. */
const otherStatus = (value: unknown, status: number) => {
  const problem = value as { resourceType?: unknown; status?: unknown };
  return problem.resourceType === 'OperationOutcome' || problem.status === status ? [] : [`the problem names another status than ${status}`];
};
