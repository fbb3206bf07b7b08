import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { Permission } from './grants.ts';

export const ALLOW = Symbol('allow');
export const PUBLIC = Symbol('public');
export const IN_EMERGENCY = Symbol('in emergency');

/** Who may call this handler. A route that says neither this nor `@Public()` keeps the application from starting. */
export const Allow = (permission: Permission) => applyDecorators(SetMetadata(ALLOW, permission), ApiBearerAuth(), ApiExtension('x-permission', permission));

/** Anyone may call this: sign-in, accepting an invitation, health. Nothing that knows a client. */
export const Public = () => SetMetadata(PUBLIC, true);

/** What emergency access opens of its client: reading him, and no list that is kept, no file, no change. Without it, nothing. */
export const OpenInEmergency = () => SetMetadata(IN_EMERGENCY, true);
