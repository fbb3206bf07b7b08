import type { Env } from '../../config/env.ts';

/** Where FHIR is reached, as it is set up and never as a caller names it. Without PUBLIC_URL only this machine itself does. */
export const fhirBase = ({ PUBLIC_URL, PORT }: Pick<Env, 'PUBLIC_URL' | 'PORT'>): string =>
  `${(PUBLIC_URL ?? `http://127.0.0.1:${PORT}`).replace(/\/+$/, '')}/fhir/R4`;

export const tokenAddress = (env: Pick<Env, 'PUBLIC_URL' | 'PORT'>): string => `${fhirBase(env)}/token`;
