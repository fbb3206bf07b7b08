import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { Role } from './actor.ts';

/** What kinds of thing each role may do at all; which rows it may do them to is row security's question. */
export const GRANTS = {
  'peer-specialist': [
    'session:own',
    'peer-specialist:read',
    'credential:write',
    'program:read',
    'client:read',
    'client:write',
    'care-team:read',
    'episode:read',
    'coverage:read',
    'assignment:read',
    'session-note:read',
    'session-note:write',
    'goal:read',
    'goal:write',
    'report:read',
  ],
  supervisor: [
    'session:own',
    'peer-specialist:read',
    'credential:verify',
    'program:read',
    'client:read',
    'client:register',
    'client:write',
    'care-team:read',
    'care-team:write',
    'episode:read',
    'episode:write',
    'coverage:read',
    'coverage:write',
    'payer-rule-set:read',
    'assignment:read',
    'assignment:write',
    'session-note:read',
    'session-note:cosign',
    'session-note:void',
    'goal:read',
    'goal:write',
    'report:read',
  ],
  clinician: [
    'session:own',
    'peer-specialist:read',
    'program:read',
    'client:read',
    'care-team:read',
    'episode:read',
    'coverage:read',
    'assignment:read',
    'session-note:read',
    'goal:read',
    'report:read',
  ],
  'program-manager': [
    'session:own',
    'peer-specialist:read',
    'peer-specialist:write',
    'credential:write',
    'credential:verify',
    'supervision:write',
    'program:read',
    'program:write',
    'client:read',
    'client:register',
    'care-team:read',
    'care-team:write',
    'episode:read',
    'episode:write',
    'coverage:read',
    'coverage:write',
    'payer-rule-set:read',
    'payer-rule-set:write',
    'claim:read',
    'claim:export',
    'assignment:read',
    'assignment:write',
    'session-note:read',
    'report:read',
  ],
  'privacy-officer': [
    'session:own',
    'account:read',
    'peer-specialist:read',
    'program:read',
    'client:read',
    'care-team:read',
    'episode:read',
    'coverage:read',
    'payer-rule-set:read',
    'assignment:read',
    'session-note:read',
    'goal:read',
    'report:read',
    'audit:read',
  ],
  administrator: ['session:own', 'account:read', 'account:write', 'peer-specialist:read', 'peer-specialist:write', 'supervision:write', 'program:read'],
} as const satisfies Record<Role, readonly string[]>;

export type Permission = (typeof GRANTS)[Role][number];

export const mayEver = (role: Role, permission: Permission) => (GRANTS[role] as readonly Permission[]).includes(permission);

export const ALLOW = Symbol('allow');
export const PUBLIC = Symbol('public');

/** Who may call this handler. A route that says neither this nor `@Public()` keeps the application from starting. */
export const Allow = (permission: Permission) => applyDecorators(SetMetadata(ALLOW, permission), ApiBearerAuth(), ApiExtension('x-permission', permission));

/** Anyone may call this: sign-in, accepting an invitation, health. Nothing that knows a client. */
export const Public = () => SetMetadata(PUBLIC, true);
