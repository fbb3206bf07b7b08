import { CAST } from '../support/cast.ts';
import { fields, newestFirst, type Row } from './center.ts';
import type { List } from './naive-lists.ts';

const stateOf = (one: Row) => (one['ended_at'] ? 'ended' : one['confirmed_at'] ? 'confirmed' : 'begun');

export const secondFactors: List = ({ rows, who }) =>
  newestFirst(rows['second_factors']!.filter((one) => one['account_id'] === CAST[who].id)).map((one) => ({
    ...fields(one, 'id createdAt confirmedAt endedAt version'),
    state: stateOf(one),
    recoveryCodesLeft: rows['recovery_codes']!.filter((code) => code['factor_id'] === one['id'] && !code['used_at'] && !code['withdrawn_at']).length,
  }));

export const signInRules: List = ({ rows }) => newestFirst(rows['sign_in_rules']!).map((one) => fields(one, 'id role secondFactorRequiredFrom version'));

export const factorRemovals: List = ({ rows }) =>
  newestFirst(rows['second_factor_removals']!).map((one) => fields(one, 'id accountId requestedBy createdAt expiresAt confirmedBy confirmedAt version'));
