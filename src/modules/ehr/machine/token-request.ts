import { Problem } from '../../../platform/problem.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ASKED_ONCE = ['grant_type', 'scope', 'client_assertion_type', 'client_assertion', 'client_id'] as const;
type Name = (typeof ASKED_ONCE)[number];

export type TokenRequest = { assertion: string; scope: string };

const invalidRequest = (title: string) => new Problem('malformed', 'invalid-token-request', title);

/** What is asked for with a form (RFC 6749 and RFC 7523), before anything of it is looked at. */
export function readTokenRequest(form: URLSearchParams | null, authorization: string | undefined): TokenRequest {
  if (!form) throw invalidRequest('Send a form: application/x-www-form-urlencoded');
  const twice = ASKED_ONCE.find((name) => form.getAll(name).length > 1);
  if (twice) throw invalidRequest(`Send ${twice} once`);
  // Whoever shows himself in two ways at once may be two.
  if (authorization !== undefined || form.has('client_secret')) throw invalidRequest('Show who you are by client_assertion alone');
  const grantType = demanded(form, 'grant_type');
  if (grantType !== 'client_credentials') throw new Problem('malformed', 'unsupported-grant-type', 'The only grant_type here is client_credentials');
  if (demanded(form, 'client_assertion_type') !== ASSERTION_TYPE) throw invalidRequest(`client_assertion_type must be ${ASSERTION_TYPE}`);
  const request = { assertion: demanded(form, 'client_assertion'), scope: form.get('scope') ?? '' };
  if (!/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/.test(request.scope))
    throw new Problem('malformed', 'invalid-scope', 'Say in scope what is to be read, such as system/Patient.rs, with one blank between two');
  return request;
}

function demanded(form: URLSearchParams, name: Name): string {
  const value = form.get(name);
  if (!value) throw invalidRequest(`Send ${name}`);
  return value;
}
