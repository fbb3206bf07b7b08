/** Whom the identity provider proved somebody to be, and how. */
export type ProvenIdentity = {
  issuer: string;
  subject: string;
  /** Null unless the provider says that it verified it. */
  email: string | null;
  acr: string | null;
  amr: string[];
};

/** One and the same issuer, with or without a slash at its end. */
export const issuerOf = (text: string): string => text.replace(/\/+$/, '');

/** From the claims of an id token whose signature and dates were checked; null when they name nobody (OpenID Connect Core 2). */
export function identityIn(claims: Record<string, unknown>): ProvenIdentity | null {
  const { iss, sub, email, email_verified, acr, amr } = claims;
  if (typeof iss !== 'string' || !isPrintable(sub, 255)) return null;
  return {
    issuer: issuerOf(iss),
    subject: sub,
    // The text "true" is not the provider's word for it. Beyond ASCII, letters that look alike become the same when lowered.
    email: email_verified === true && isPrintable(email, 254) && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null,
    acr: isPrintable(acr, 200) ? acr : null,
    amr: Array.isArray(amr) ? amr.filter((method) => isPrintable(method, 40)).slice(0, 20) : [],
  };
}

const isPrintable = (value: unknown, max: number): value is string => typeof value === 'string' && value.length <= max && /^[\x20-\x7e]+$/.test(value);
