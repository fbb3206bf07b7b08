import { field, Fault, listOf, type Reading, setOf } from '../../../platform/http/field.ts';
import { faultOfKey, keptOf, type KeySet, MOST_KEYS, type PublicKey } from './public-keys.ts';
import { faultOfScope } from './scopes.ts';

const MOST_SCOPES = 50;

const scope: Reading<string> = (raw) => {
  if (typeof raw !== 'string') return new Fault('must be text');
  const fault = raw.length > 60 ? 'can have at most 60 characters' : faultOfScope(raw);
  return fault === null ? raw : new Fault(fault);
};

const scopes: Reading<string[]> = (raw) => {
  const read = setOf(scope, MOST_SCOPES)(raw);
  return Array.isArray(read) && read.length === 0 ? new Fault('must name at least one') : read;
};

/** What a machine may read, as SMART 2 writes it. */
export const Scopes = () =>
  field(scopes, {
    type: 'array',
    items: { type: 'string', pattern: String.raw`^system/(\*|[A-Z][A-Za-z]{1,39})\.(rs|r|s)$`, maxLength: 60 },
    minItems: 1,
    maxItems: MOST_SCOPES,
    uniqueItems: true,
    example: ['system/Patient.rs', 'system/Goal.rs'],
  });

const key: Reading<PublicKey> = (raw) => {
  const fault = faultOfKey(raw);
  return fault === null ? keptOf(raw as object) : new Fault(fault);
};

const keySet: Reading<KeySet> = (raw) => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return new Fault('must be an object with keys');
  const keys = listOf(key, MOST_KEYS)((raw as { keys?: unknown }).keys);
  if (keys instanceof Fault) return new Fault(keys.detail.replace(/^\[(\d+)\] /gm, 'key $1 '));
  if (keys.length === 0) return new Fault('must have at least one key');
  const repeated = keys.find(({ kid }, at) => keys.findIndex((other) => other.kid === kid) < at);
  return repeated ? new Fault('has two keys with the same kid') : { keys };
};

const EXAMPLE_X = 'atqfTMy75dREFaavHEDoJRSlofpUZ9golGbUE3lz6Q03DSLOgrIO7OH3LzGdnmS_';
const EXAMPLE_Y = 'RFPRc-InkXE9hNAYVmq2EmThW3ciw66qRZpcfwJ_lBUVfW1HpJDi8wGiGqfTny4c';
/** Public keys as a JSON Web Key Set. Secret ones are refused, so that none is ever kept here. */
export const PublicKeys = () =>
  field(keySet, {
    type: 'object',
    // Its parts are RFC 7517's to describe, and more may stand in it than is looked at.
    additionalProperties: true,
    example: { keys: [{ kty: 'EC', crv: 'P-384', kid: 'ehr-2026', x: EXAMPLE_X, y: EXAMPLE_Y }] },
  });
