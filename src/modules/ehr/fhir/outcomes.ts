import { Problem } from '../../../platform/problem.ts';

/** A search that cannot be done as it was asked; which parameter, and what would be right. */
export const badParameter = (name: string, detail: string): Problem =>
  new Problem('malformed', 'bad-search', 'This search cannot be done as it was asked', { errors: [{ pointer: name, detail }] });

export const unsupportedType = (): Problem =>
  new Problem('not-found', 'no-such-resource-type', 'There is no such resource type here; GET /fhir/R4/metadata names them');

export const beyondScope = (): Problem => new Problem('forbidden', 'beyond-scope', 'The token was not granted this; ask for it when the token is asked for');

export const notAcceptable = (): Problem => new Problem('not-acceptable', 'not-acceptable', 'Answers are application/fhir+json only');

export const onlyForms = (): Problem =>
  new Problem('unsupported-media-type', 'unsupported-media-type', 'A search is sent as application/x-www-form-urlencoded in UTF-8');
