import { describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '../../src/platform/access/actor.ts';
import { GRANTS, mayEver, type Permission } from '../../src/platform/access/grants.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { CAST, type Who } from '../support/cast.ts';
import { type Line, POLICY } from './policy.ts';

/** The matrix asks the running application the same, in minutes; this one notices within a second. */
const ASKING = OPERATIONS.flatMap(([route, operation]) => {
  const permission = (operation as { 'x-permission'?: Permission })['x-permission'];
  return permission ? [{ route, permission, line: POLICY[route] as Exclude<Line, 'public'> }] : [];
});
const ASKED_FOR = [...new Set(ASKING.map(({ permission }) => permission))].sort();

const rolesIn = (line: Exclude<Line, 'public'>): Role[] => {
  const whos = 'may' in line ? line.may : [...Object.values(line.on), ...Object.values(line.against ?? {})].flatMap((reach) => Object.keys(reach) as Who[]);
  return ROLES.filter((role) => whos.some((who) => CAST[who].role === role));
};

type May = typeof mayEver;
const rolesWho = (may: May, permission: Permission) => ROLES.filter((role) => may(role, permission));
/** The routes that other roles may ask than the policy says. */
const differences = (may: May) => ASKING.filter(({ permission, line }) => rolesWho(may, permission).join() !== rolesIn(line).join());

it.each(ASKING)('lets those roles ask $route that the policy names', ({ permission, line }) => {
  expect(rolesWho(mayEver, permission)).toEqual(rolesIn(line));
});

describe.each(ROLES)('%s', (role) => {
  it('is granted nothing that no route asks for, and nothing twice', () => {
    const granted: Permission[] = [...GRANTS[role]];
    expect(granted.filter((permission) => !ASKED_FOR.includes(permission))).toEqual([]);
    expect(granted).toHaveLength(new Set(granted).size);
  });

  it('is found out by each grant more, and by each grant less', () => {
    const otherwise =
      (planted: Permission): May =>
      (one, permission) =>
        mayEver(one, permission) !== (one === role && permission === planted);
    expect(ASKED_FOR.filter((permission) => differences(otherwise(permission)).length === 0)).toEqual([]);
    expect(differences(mayEver)).toEqual([]);
  });
});
